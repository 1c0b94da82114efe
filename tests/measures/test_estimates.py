"""From what was counted to what is told: weights, intervals of sites, flags; no engine is needed."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.evidence.dataset import Evidence
from audit.measures.estimates import Estimating, Headline
from audit.measures.figures import Aggregates, Cell, Computed, Figure, Flag, Mean, Minimum, Rows, Share
from audit.measures.passes import Counted, Group
from audit.measures.population import Population
from audit.measures.sensitivity import IF_FAILED
from audit.measures.statistics import bootstrap
from audit.measures.statistics.bounds import Bounds
from audit.measures.sufficiency import Rules
from audit.result import Estimate, Interval
from audit.text import Message, message
from tests.measures.evidence import evidence_of, facts, stated, wilson

EV: Evidence = evidence_of(service_delivery=[{"met": True, "measured_value": 1.0}])
D = EV.service_delivery
RULES = Rules(
    share=Minimum(5, 30), mean=Minimum(10, 30), unknown_share=0.2, smallest_cell=5, smallest_staff_cell=5
)
FROM_ONE = dc.replace(RULES, smallest_cell=1)
WHOLE = Population(("service_delivery",), census=False, sites=1, size=None)
HEADLINE = Headline("x", higher_is_better=True)
NOTE = message("M-NOTE", zh="说明", en="a note")
SHARE = Share("x", Rows(D), D.met)


def group(n: int, unknown: int = 0, value: object = None, **aggregates: Any) -> Group:
    return Group(value, n, unknown, {}, {**aggregates, "n": n})


def told(
    figure: Figure,
    *groups: Group,
    by: str | None = None,
    sites: Sequence[tuple[float, float]] = (),
    whole: Population = WHOLE,
) -> list[Estimate]:
    sums, sizes = ([one[i] for one in sites] for i in (0, 1))
    counted = Counted({by: groups}, sums, sizes)
    return list(Estimating(figure, counted, whole, RULES, HEADLINE, EV).estimates())


def computed(*cells: Cell, **changes: Any) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        yield from cells

    return Computed("x", Rows(D), {}, lambda cases, known: {}, compute, **changes)


def test_the_weight_of_a_cell_goes_before_that_of_its_figure_even_when_it_is_nought() -> None:
    cells = [Cell(1.0, 40), Cell(1.0, 40, weight=0.0), Cell(1.0, 40, weight=0.25)]
    assert [one.weight for one in told(computed(*cells, weight=0.5), group(40))] == [0.5, 0.0, 0.25]
    assert [one.weight for one in told(computed(*cells), group(40))] == [None, 0.0, 0.25]


def test_a_cell_has_the_result_kind_and_key_of_its_figure_unless_it_says_otherwise() -> None:
    cells = [Cell(1.0, 40), Cell(2.0, 40, result="y", kind="mean", key={"step": "b"})]
    found = told(computed(*cells, key={"basis": "log"}), group(40, value="A"), by="site_id")
    assert [(one.result, one.kind, one.key) for one in found] == [
        ("x", "count", {"basis": "log", "site_id": "A"}),
        ("y", "mean", {"basis": "log", "step": "b", "site_id": "A"}),
    ]


def test_what_was_declared_for_a_figure_stands_in_its_estimates() -> None:
    declared = {"service_standards.required_share": 0.9}
    (found,) = told(dc.replace(SHARE, declared=declared), group(30, hits=3))
    assert found.declared == declared


def test_a_figure_that_asks_for_its_cases_gets_those_of_every_group_in_turn() -> None:
    sites, values = ["A", "B", None, "A", "B", None, "A"], [1.0, 2.0, 3.0, 4.0, None, 6.0, 7.0]
    rows = [{"site_id": site, "measured_value": value} for site, value in zip(sites, values, strict=True)]
    ev = evidence_of(service_delivery=rows)
    seen: list[tuple[list[list[float]], int]] = []

    def compute(row: Aggregates) -> Iterator[Cell]:
        seen.append((row["matrix"].tolist(), row["n"]))
        yield Cell(row["matrix"].sum(), row["n"])

    d = ev.service_delivery
    outcome = {"value": d.measured_value}
    figure = Computed("x", Rows(d), outcome, lambda cases, known: {}, compute, matrix=("value",))
    in_all, by_site = [group(7)], [group(2, value=None), group(3, value="A"), group(2, value="B")]
    counted = Counted({None: in_all, "site_id": by_site}, [], [])
    found = list(Estimating(figure, counted, WHOLE, FROM_ONE, HEADLINE, ev).estimates())
    assert seen == [
        ([[1.0], [2.0], [3.0], [4.0], [6.0], [7.0]], 7),
        ([[3.0], [6.0]], 2),
        ([[1.0], [4.0], [7.0]], 3),
        ([[2.0]], 2),
    ]
    assert [(one.key, one.value, one.n) for one in found] == [
        ({}, 23.0, 7),
        ({"site_id": ""}, 9.0, 2),
        ({"site_id": "A"}, 12.0, 3),
        ({"site_id": "B"}, 2.0, 2),
    ]


def test_an_interval_needs_bounds_and_the_method_that_gave_them() -> None:
    cells = [Cell(1.0, 40, Bounds(0.5, 1.5), "t"), Cell(1.0, 40, Bounds(0.5, 1.5)), Cell(1.0, 40, method="t")]
    first, *others = told(computed(*cells), group(40))
    assert first.interval == Interval(low=0.5, high=1.5, method="t")
    assert [one.interval for one in others] == [None, None]


def test_a_bootstrap_draws_sites_with_the_seed_of_the_evidence() -> None:
    ev = evidence_of(service_delivery=[{"met": True}], seed=7)
    sums, sizes = [float(i * i % 23) for i in range(12)], [float(3 + i % 4) for i in range(12)]
    cell = Cell(1.0, 54, Bounds(0.0, 9.0), "bootstrap")
    counted = Counted({None: [group(54)]}, sums, sizes)
    (found,) = Estimating(computed(cell), counted, WHOLE, RULES, HEADLINE, ev).estimates()
    low, high = bootstrap.ratio_bounds(sums, sizes, seed=7)
    assert found.interval == Interval(low=low, high=high, method="bootstrap")
    assert bootstrap.ratio_bounds(sums, sizes, seed=8) != (low, high)


def test_unknown_cases_concern_the_question_of_how_many_might_have_failed() -> None:
    def flags(unknown: int) -> list[Message]:
        left_out = Group(None, 76, unknown, {"not_yet_due": 10}, {"hits": 38, "n": 76})
        return list(told(SHARE, left_out)[0].flags)

    # 10 of 99 are more than a tenth, 10 of 100 are not.
    assert flags(13) == [IF_FAILED(count=10, total=99, value="44.2%")]
    assert flags(14) == []


@pytest.mark.parametrize(
    ("n", "unknown", "expected"),
    [
        (0, 0, stated(None, 0, sufficiency="insufficient", reason="M-NO-CASES")),
        (4, 0, stated(None, 4, sufficiency="insufficient", reason="M-TOO-FEW")),
        (5, 0, stated(1, 5, **wilson(5, 5), sufficiency="indicative", reason="M-TOO-FEW")),
        (29, 0, stated(1, 29, **wilson(29, 29), sufficiency="indicative", reason="M-TOO-FEW")),
        (30, 0, stated(1, 30, **wilson(30, 30))),
        (40, 10, stated(1, 40, **wilson(40, 40), unknown=10)),
        (40, 11, stated(1, 40, **wilson(40, 40), unknown=11, sufficiency="insufficient", reason="M-UNKNOWN")),
    ],
)
def test_a_share_is_shown_and_scored_from_its_minimum_numbers(
    n: int, unknown: int, expected: dict[str, Any]
) -> None:
    (found,) = told(SHARE, group(n, unknown, hits=n))
    assert facts(found) == expected


@pytest.mark.parametrize(("left_out", "reason"), [(10, None), (11, "M-LEFT-OUT")])
def test_a_reason_that_holds_for_too_many_of_its_cases_says_so(left_out: int, reason: str | None) -> None:
    figure = dc.replace(SHARE, most_left_out={"late": 0.2})
    # Of those that count, the unknown and the late ones a fifth at most may be late; other reasons take no part.
    counted = Group(None, 38, 2, {"late": left_out, "small": 500}, {"hits": 38, "n": 38})
    (found,) = told(figure, counted)
    assert (facts(found)["reason"], found.sufficiency) == (reason, "insufficient" if reason else "enough")


def test_the_second_minimum_of_a_breakdown_holds_for_its_cells_alone() -> None:
    figure = dc.replace(SHARE, minimum=Minimum(5, 100, breakdown=30))
    assert [one.sufficiency for one in told(figure, group(30, hits=3))] == ["indicative"]
    cells = told(figure, group(30, value="A", hits=3), group(29, value="B", hits=3), by="channel")
    assert [one.sufficiency for one in cells] == ["enough", "indicative"]


def test_a_complete_file_makes_a_small_share_exact_and_a_small_reliability_not() -> None:
    census = dc.replace(WHOLE, census=True)
    (share,) = told(SHARE, group(5, hits=2), whole=census)
    assert facts(share) == stated(0.4, 5, **wilson(2, 5), reason="M-CENSUS")
    other = computed(Cell(1.0, 5), minimum_of="reliability", minimum=Minimum(10, 30))
    (found,) = told(other, group(5), whole=census)
    assert (found.value, found.sufficiency, facts(found)["reason"]) == (None, "insufficient", "M-TOO-FEW")


def test_a_value_that_is_withheld_tells_no_flag_interval_or_category() -> None:
    cell = Cell(0.9, 4, Bounds(0.8, 1.0), "t", category="none", flags=(NOTE(),))
    figure = computed(cell, minimum_of="share", flags=(Flag(NOTE, above=0.5),))
    (found,) = told(figure, group(4))
    assert (found.value, found.interval, found.category, found.flags) == (None, None, None, ())
    (shown,) = told(dc.replace(figure, minimum=Minimum(4, 4)), group(4))
    assert (shown.value, shown.category, shown.flags) == (0.9, "none", (NOTE(), NOTE()))


def test_the_interval_of_sites_is_that_of_the_whole_alone_and_only_where_it_is_wider() -> None:
    apart, alike = [(10.0, 10.0), (0.0, 10.0)] * 5, [(5.0, 10.0)] * 10
    half = stats.t.ppf(0.975, 9) * np.sqrt(10 / 9 * 10 * 5**2) / 100
    wide = {"low": 0.5 - half, "high": 0.5 + half, "method": "site_cluster"}
    assert facts(told(SHARE, group(100, hits=50), sites=apart)[0]) == stated(0.5, 100, **wide)
    assert facts(told(SHARE, group(100, hits=50), sites=alike)[0]) == stated(0.5, 100, **wilson(50, 100))
    nine = told(SHARE, group(90, hits=50), sites=apart[:9])
    assert facts(nine[0]) == stated(5 / 9, 90, **wilson(50, 90))
    of_site = told(SHARE, group(100, value="A", hits=50), by="site_id", sites=apart)
    assert facts(of_site[0]) == stated(0.5, 100, **wilson(50, 100))


def test_a_share_cannot_leave_its_bounds_by_sites_and_a_mean_can() -> None:
    sites = [(10.0, 10.0)] * 9 + [(0.0, 10.0)]
    (share,) = told(SHARE, group(100, hits=90), sites=sites)
    (mean,) = told(Mean("x", Rows(D), D.measured_value), group(100, mean=0.9, sd=0.3), sites=sites)
    assert share.interval is not None and mean.interval is not None
    assert (share.interval.high, share.interval.method) == (1.0, "site_cluster")
    assert mean.interval.high == pytest.approx(0.9 + stats.t.ppf(0.975, 9) * 0.1, abs=1e-12)
    assert share.interval.low == pytest.approx(mean.interval.low)


def test_a_large_part_of_a_known_whole_narrows_the_interval_of_the_whole_alone() -> None:
    whole = dc.replace(WHOLE, size=100.0)
    (all_,) = told(SHARE, group(36, hits=18), whole=whole)
    (site,) = told(SHARE, group(36, value="A", hits=18), by="site_id", whole=whole)
    plain = wilson(18, 36)
    assert facts(site) == stated(0.5, 36, **plain)
    narrow = {name: 0.5 + (plain[name] - 0.5) * 0.8 for name in ("low", "high")}
    assert facts(all_) == stated(0.5, 36, **narrow, method="wilson")


def test_cells_of_a_breakdown_are_withheld_when_small_and_the_total_is_not() -> None:
    counted = Counted(
        {None: [group(38, hits=8)], "channel": [group(34, value="a", hits=4), group(4, value="b", hits=4)]},
        [],
        [],
    )
    found = list(Estimating(SHARE, counted, WHOLE, RULES, HEADLINE, EV).estimates())
    assert [(one.key, one.n, one.sufficiency) for one in found] == [
        ({}, 38, "enough"),
        ({"channel": "a"}, 0, "suppressed"),
        ({"channel": "b"}, 0, "suppressed"),
    ]
