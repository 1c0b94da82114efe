"""Figures on the same cases are counted in one pass, each as if it were alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from audit.engines import Engine
from audit.evidence.dataset import Evidence
from audit.measures.figures import Computed, Mean, Rate, Rows, Share, Shares
from audit.measures.passes import Counted, Group, Wanted, count
from tests.measures.evidence import evidence_of

START = dt.datetime(2025, 1, 6, 9)


@pytest.fixture(scope="module")
def ev() -> Evidence:
    """Six deliveries: two at A, one of which is excluded by what it measured; three at B, one unknown; one nowhere."""
    cases = [
        ("A", True, 1.0),
        ("A", False, 90.0),
        ("B", False, 2.0),
        ("B", True, 4.0),
        ("B", None, 6.0),
        (None, True, None),
    ]
    return evidence_of(
        service_delivery=[
            {"start_ts": START, "site_id": site, "met": met, "measured_value": value}
            for site, met, value in cases
        ]
    )


def rows(ev: Evidence) -> Rows:
    return Rows(ev.service_delivery, excluded={"large": ev.service_delivery.measured_value > 50})


def met(ev: Evidence) -> Share:
    return Share("x", rows(ev), ev.service_delivery.met)


def measured(ev: Evidence) -> Mean:
    return Mean("y", rows(ev), ev.service_delivery.measured_value)


def group(value: object, n: int, unknown: int = 0, large: int = 0, **aggregates: Any) -> Group:
    return Group(value, n, unknown, {"large": large}, {**aggregates, "n": n})


def asked(monkeypatch: pytest.MonkeyPatch) -> list[ir.Table]:
    """The groupings that an engine is asked for from now on."""
    told: list[ir.Table] = []
    real = Engine.fetch_by_each

    def fetch(self: Engine, grouped: ir.Table, columns: int, *, by_none: bool = True) -> pa.Table:
        told.append(grouped)
        return real(self, grouped, columns, by_none=by_none)

    monkeypatch.setattr(Engine, "fetch_by_each", fetch)
    return told


def test_a_share_is_counted_in_all_and_by_each_column_in_the_order_of_its_values(ev: Evidence) -> None:
    (found,) = count([Wanted(met(ev), ("site_id",), by_site=False)], ev)
    assert found == Counted(
        {
            None: [group(None, 4, 1, 1, hits=3)],
            "site_id": [
                group(None, 1, hits=1),
                group("A", 1, large=1, hits=1),
                group("B", 2, 1, hits=1),
            ],
        },
        sums=[],
        sizes=[],
    )


def test_sites_have_the_sums_of_the_cases_that_count_and_those_without_one_are_a_site_more(
    ev: Evidence,
) -> None:
    share, mean = count([Wanted(one, (), by_site=True) for one in (met(ev), measured(ev))], ev)
    assert (share.sums, share.sizes) == ([1.0, 1.0, 1.0], [1.0, 2.0, 1.0])
    # The case without a site has no measured value, so that it counts nowhere.
    assert (mean.sums, mean.sizes) == ([1.0, 12.0], [1.0, 3.0])
    assert share.groups.keys() == mean.groups.keys() == {None}


def test_figures_on_the_same_cases_are_counted_in_one_pass(
    ev: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = asked(monkeypatch)
    figures = [
        Wanted(met(ev), ("site_id",), by_site=True),
        Wanted(measured(ev), (), by_site=False),
        Wanted(Rate("z", Rows(ev.service_delivery), 1.0, 1.0), (), by_site=False),
    ]
    together = count(figures, ev)
    assert len(told) == 1
    assert together == [found for one in figures for found in count([one], ev)]


def test_other_cases_are_another_pass(ev: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    d = ev.service_delivery
    told = asked(monkeypatch)
    every, at_b = count(
        [
            Wanted(Share("x", Rows(d), d.met), (), by_site=False),
            Wanted(Share("x", Rows(d.filter(d.site_id == "B")), d.met), (), by_site=False),
        ],
        ev,
    )
    assert len(told) == 2
    assert [one.groups[None][0].aggregates for one in (every, at_b)] == [
        {"hits": 3, "n": 5},
        {"hits": 1, "n": 2},
    ]


def test_what_figures_ask_for_alike_is_asked_once(ev: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    told = asked(monkeypatch)
    share = Wanted(met(ev), (), by_site=False)
    alone = count([share], ev)
    assert count([share, share, share], ev) == alone * 3
    assert [len(one.columns) for one in told] == [4, 4]


@pytest.mark.parametrize("on_scale", [True, False])
def test_sums_over_all_cases_are_those_of_the_groups_added_up(
    ev: Evidence, monkeypatch: pytest.MonkeyPatch, on_scale: bool
) -> None:
    asked_by_none: list[bool] = []
    real = Engine.fetch_by_each

    def fetch(self: Engine, grouped: ir.Table, columns: int, *, by_none: bool = True) -> pa.Table:
        asked_by_none.append(by_none)
        return real(self, grouped, columns, by_none=by_none)

    monkeypatch.setattr(Engine, "fetch_by_each", fetch)
    mean = Mean("y", rows(ev), ev.service_delivery.measured_value, on_scale=on_scale)
    (by_site,) = count([Wanted(mean, ("site_id",), by_site=True)], ev)
    (alone,) = count([Wanted(mean, (), by_site=False)], ev)
    # A deviation cannot be added up; the engine then goes on to all cases itself.
    assert asked_by_none == [not on_scale, True]
    assert by_site.groups[None] == alone.groups[None]


def test_an_exclusion_that_says_that_the_outcome_is_null_leaves_nothing_unknown(ev: Evidence) -> None:
    value = ev.service_delivery.measured_value
    for excluded in ({"absent": value.isnull()}, {"absent": value.isnull(), "large": value > 50}):
        mean = Mean("y", Rows(ev.service_delivery, excluded=excluded), value, on_scale=True)
        (found,) = count([Wanted(mean, (), by_site=False)], ev)
        (one,) = found.groups[None]
        left_out = {"absent": 1, "large": 1} if "large" in excluded else {"absent": 1}
        assert (one.n, one.unknown, one.excluded) == (6 - sum(left_out.values()), 0, left_out)
        assert one.aggregates["sum"] == (13.0 if "large" in excluded else 103.0)


def test_a_column_where_null_says_nothing_keeps_the_values_of_cases_that_do_not_count(ev: Evidence) -> None:
    def over(cases: ir.Table, known: ir.BooleanValue) -> Mapping[str, ir.Scalar]:
        return {"all": cases.value.sum(), "known": cases["value"].sum(where=known)}

    value = {"value": ev.service_delivery.measured_value}
    figure = Computed("x", rows(ev), value, over, lambda row: ())  # type: ignore[arg-type]  # a mapping will do
    (found,) = count([Wanted(figure, (), by_site=False)], ev)
    assert found.groups == {None: [Group(None, 5, 0, {"large": 1}, {"all": 103.0, "known": 13.0, "n": 5})]}


def test_nothing_is_counted_in_an_empty_table() -> None:
    ev = evidence_of(service_delivery=[], columns={"service_delivery": ["start_ts", "met", "site_id"]})
    d = ev.service_delivery
    of = Shares("x", Rows(d), d.site_id, among=("A",), name="site")
    (found,) = count([Wanted(of, ("standard_id",), by_site=False)], ev)
    assert found.groups == {None: [Group(None, 0, 0, {}, {"cases0": None, "n": 0})], "standard_id": []}
