"""Are promises kept, backed, within what is delivered, and agreed before they are made?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.measures.statistics.survival import kaplan_meier
from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1, 12)
START, END = dt.date(2025, 1, 1), dt.date(2025, 4, 1)
NOON = dt.datetime(2025, 2, 5, 12)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
DUE = {"excluded": {"not_yet_due": 0}}
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def promise(name: str = "P1", **columns: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            *("target_value", "unit", "operator", "standard_id", "grain", "required_share", "volume_weight"),
            *("published_to", "approved_by_operations", "approved_on"),
        )
    )
    return {"promise_id": name, "published_from": dt.date(2024, 1, 1)} | empty | columns


def check(
    promised: dt.datetime | None, actual: dt.datetime | None, name: str = "P1", **columns: Any
) -> dict[str, Any]:
    empty = dict.fromkeys(("measured_value", "kept", "drawn"))
    return {"promise_id": name, "promised_ts": promised, "actual_ts": actual} | empty | columns


def kept(promises: list[dict[str, Any]], checks: list[dict[str, Any]], **options: Any) -> Any:
    ev = evidence_of(promises=promises, promise_checks=checks, cut=CUT, **options)
    return measured("M-G4-KEPT", ev)


DATED = [
    *times(4, check(NOON, NOON.replace(hour=23, minute=59, second=59))),  # after the moment, on the day
    *times(2, check(NOON, NOON - DAY)),
    *times(3, check(NOON, dt.datetime(2025, 2, 6))),  # midnight is the next day
    *times(1, check(NOON, None)),
    *times(1, check(CUT - 13 * HOUR, None)),  # the day before the cut-off is over
    *times(2, check(CUT - 1 * HOUR, None)),  # the day of the cut-off is not
    *times(1, check(CUT - 1 * HOUR, CUT - 2 * HOUR)),  # nor does doing it early count yet
]


def test_a_promise_that_names_a_day_is_kept_until_the_end_of_that_day() -> None:
    found = the(kept([promise(grain="day")], DATED), "kept", promise="P1")
    assert facts(found) == stated(6 / 11, 11, **wilson(6, 11), excluded={"not_yet_due": 3}, **FEW)


def test_a_promise_of_a_moment_is_kept_until_that_moment() -> None:
    found = the(kept([promise(grain="instant")], DATED), "kept", promise="P1")
    assert facts(found) == stated(3 / 14, 14, **wilson(3, 14), **DUE, **FEW)
    edge = [*times(5, check(CUT, CUT)), check(CUT + HOUR, CUT)]
    at_cut = the(kept([promise(grain="instant")], edge), "kept", promise="P1")
    assert (at_cut.value, at_cut.n, at_cut.excluded) == (1, 5, {"not_yet_due": 1})


@pytest.mark.parametrize(("unit", "share"), [("d", 1.0), ("date", 1.0), ("h", 0.0), (None, 0.0)])
def test_where_the_precision_is_not_given_days_and_dates_mean_the_day(unit: str | None, share: float) -> None:
    rows = times(5, check(NOON, NOON + HOUR))
    assert the(kept([promise(unit=unit)], rows), "kept", promise="P1").value == share


def test_without_times_the_value_decides_and_only_without_that_the_column() -> None:
    rows = [
        *times(3, check(None, None, measured_value=48.0)),
        *times(2, check(None, None, measured_value=48.1)),
        *times(2, check(None, NOON, kept=True)),
        *times(1, check(None, None, kept=False)),
        *times(1, check(None, None)),
    ]
    found = the(kept([promise(target_value=48.0, unit="h")], rows), "kept", promise="P1")
    assert facts(found) == stated(5 / 8, 8, **wilson(5, 8), unknown=1, **DUE, **FEW)
    at_least = kept([promise(target_value=48.1, unit="count", operator=">=")], rows)
    assert the(at_least, "kept", promise="P1").value == (2 + 2) / 8
    exactly = kept([promise(target_value=48.0, unit="count", operator="=")], rows)
    assert the(exactly, "kept", promise="P1").value == (5 + 2) / 8  # 48.1 rounds to 48


def test_a_file_without_times_is_judged_by_what_it_has() -> None:
    rows = [{"promise_id": "P1", "promised_ts": NOON, "kept": i < 4} for i in range(5)]
    ev = evidence_of(promises=[promise()], promise_checks=rows, cut=CUT)
    assert the(measured("M-G4-KEPT", ev), "kept", promise="P1").value == 0.8


def test_the_column_that_contradicts_the_times_is_not_believed_and_counted() -> None:
    rows = [
        *times(3, check(NOON, NOON + HOUR, kept=True)),
        *times(2, check(NOON, NOON, kept=True)),
        check(NOON, None, kept=True),
        check(CUT + DAY, None, kept=True),
        check(None, None, measured_value=3.0, kept=False, drawn="convenience"),
    ]
    found = kept([promise(grain="instant", target_value=4.0, unit="h")], rows)
    assert the(found, "kept", promise="P1").value == pytest.approx(3 / 7)
    assert [(one.code, one.params["n"]) for one in found.notes] == [
        ("M-KEPT-CONTRADICTED", 5),
        ("M-CHECKS-CONVENIENCE", 1),
    ]


def test_promises_in_force_without_a_check_are_listed_and_weigh_what_they_weigh() -> None:
    promises = [
        promise("P1", required_share=0.9, volume_weight=400.0),
        promise("P2", volume_weight=600.0, published_from=dt.date(2025, 3, 31)),
        promise("P3", published_to=dt.date(2025, 1, 1)),
        promise("P4", published_to=dt.date(2024, 12, 31)),
        promise("P5", published_from=END),
        promise("P6", published_to=dt.date(2024, 12, 31)),
    ]
    rows = [*times(5, check(NOON, NOON)), *times(7, check(NOON, NOON, "P6"))]
    found = kept(promises, rows)
    assert [(one.key["promise"], one.n, one.weight) for one in found.estimates] == [
        ("P1", 5, 400),
        ("P2", 0, 600),
        ("P3", 0, 0),
        ("P6", 7, 7),
    ]
    assert facts(the(found, "kept", promise="P2")) == stated(
        None, 0, sufficiency="insufficient", reason="M-NO-CASES", **DUE
    )
    assert the(found, "kept", promise="P1").declared == {"promises.required_share": 0.9}
    assert [(one.code, one.params["promises"]) for one in found.notes] == [("M-PROMISES-UNCHECKED", "P2, P3")]


@pytest.mark.parametrize("id_", ["M-G4-KEPT", "M-G4-BACK", "M-G4-OVER"])
def test_without_a_promise_in_force_there_is_nothing_to_keep(id_: str) -> None:
    ev = evidence_of(
        promises=[promise(published_from=END)],
        promise_checks=[],
        service_standards=[standard()],
        service_delivery=[delivered(1.0)],
        columns={"promise_checks": ["promise_id"]},
    )
    reason = measured(id_, ev).reason
    assert reason is not None
    assert reason.code == "M-NO-PROMISES"


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=5, max_size=40))
def test_a_promise_kept_more_never_lowers_the_share_and_one_not_due_changes_nothing(late: list[int]) -> None:
    rows = [check(NOON, NOON + hours * HOUR) for hours in late]
    more = [*rows, check(NOON, NOON - HOUR), check(CUT + DAY, None), check(CUT + DAY, CUT)]
    one, other = (the(kept([promise(grain="day")], some), "kept", promise="P1") for some in (rows, more))
    days = [(NOON + hours * HOUR).date() <= NOON.date() for hours in late]
    assert one.value == pytest.approx(np.mean(days))
    assert (other.n, other.excluded) == (one.n + 1, {"not_yet_due": 2})
    assert other.value is not None
    assert other.value >= one.value  # type: ignore[operator]  # five cases and more


def standard(name: str = "S1", **columns: Any) -> dict[str, Any]:
    common = {"target_value": 24.0, "unit": "h", "operator": "<=", "clock": None, "formal": True}
    return {"standard_id": name} | common | columns


@pytest.mark.parametrize(
    ("made", "inside", "backed"),
    [
        ({"target_value": 24.0, "unit": "h"}, {}, True),
        ({"target_value": 23.9, "unit": "h"}, {}, False),
        ({"target_value": 1.0, "unit": "d"}, {}, True),
        ({"target_value": 1.0, "unit": "d"}, {"target_value": 1440.0, "unit": "min"}, True),
        ({"target_value": 24.0, "unit": "h"}, {"formal": False}, False),
        ({"target_value": 24.0, "unit": "h"}, {"clock": "business"}, False),
        ({"target_value": 24.0, "unit": "h"}, {"clock": "calendar"}, True),
        ({"target_value": None, "unit": None}, {}, False),
        ({"target_value": 24.0, "unit": "h"}, {"target_value": None}, False),
        ({"target_value": 24.0, "unit": "date"}, {}, False),
        ({"target_value": 24.0, "unit": "h"}, {"unit": None}, False),
        ({"target_value": 24.0, "unit": None}, {"unit": None, "operator": ">="}, False),
        ({"target_value": 4.0, "unit": "score"}, {"target_value": 4.5, "unit": "score", "operator": ">="}, True),
        ({"target_value": 4.6, "unit": "score"}, {"target_value": 4.5, "unit": "score", "operator": ">="}, False),
        ({"target_value": 4.0, "unit": "score"}, {"target_value": 4.5, "unit": "score"}, False),
        ({"target_value": 1.0, "unit": "count", "operator": "="}, {"target_value": 1.0, "unit": "count", "operator": "="}, True),
        ({"target_value": 24.0, "unit": "h", "standard_id": "S9"}, {}, False),
    ],
)  # fmt: skip
def test_a_promise_is_backed_by_a_formal_standard_at_least_as_strict(
    made: dict[str, Any], inside: dict[str, Any], backed: bool
) -> None:
    ev = evidence_of(
        promises=[promise(**{"standard_id": "S1"} | made)], service_standards=[standard(**inside)]
    )
    found = measured("M-G4-BACK", ev)
    assert facts(the(found, "backed")) == stated(float(backed), 1)
    assert said(found) == ([] if backed else ["M-PROMISES-NOT-BACKED"])


def test_a_business_day_is_as_long_as_the_opening_hours() -> None:
    made = promise(standard_id="S1", target_value=2.0, unit="d")
    options = {"clock": "business", "business_hours": {"mon-fri": "09:00-17:00"}}
    for hours, backed in ((16.0, 1), (16.1, 0)):
        ev = evidence_of(promises=[made], service_standards=[standard(target_value=hours)], **options)
        assert the(measured("M-G4-BACK", ev), "backed").value == backed


def delivered(hours: float | None, name: str = "S1", **columns: Any) -> dict[str, Any]:
    end = None if hours is None else NOON + hours * HOUR
    return {
        "standard_id": name,
        "start_ts": NOON,
        "end_ts": end,
        "measured_value": None,
        "unit": None,
    } | columns


def over(promises: list[dict[str, Any]], standards: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Any:
    ev = evidence_of(promises=promises, service_standards=standards, service_delivery=rows, cut=CUT)
    return measured("M-G4-OVER", ev)


def test_over_promised_is_what_is_delivered_more_than_a_tenth_beyond_the_promised_value() -> None:
    rows = [delivered(float(hours)) for hours in range(1, 41)]
    promises = [
        promise("tight", standard_id="S1", target_value=34.0, unit="h"),
        promise("fair", standard_id="S1", target_value=35.0, unit="h"),
        promise("days", standard_id="S1", target_value=1.5, unit="d", required_share=0.9),
        promise("always", standard_id="S1", target_value=40.0, unit="h", required_share=1.0),
    ]
    found = over(promises, [standard()], rows)
    # 38 of 40 are done by 38 h, 36 by 36 h, all by 40 h.
    excess = {one.key["promise"]: (one.key["quantile"], one.value) for one in found.estimates if one.key}
    assert excess == {
        "tight": ("p95", pytest.approx(4 / 34)),
        "fair": ("p95", pytest.approx(3 / 35)),
        "days": ("p90", 0),
        "always": ("p100", 0),
    }
    assert facts(the(found, "overpromised")) == stated(0.25, 4)
    assert said(found) == []


def test_open_cases_are_censored_and_a_level_never_reached_is_over_promised() -> None:
    generator = np.random.default_rng(5)
    hours = generator.integers(1, 60, 50).astype(float)
    rows = [delivered(one) for one in hours]
    rows += [delivered(None, start_ts=CUT - int(one) * HOUR) for one in range(5, 30, 5)]
    promises = [promise("P1", standard_id="S1", target_value=40.0, unit="h", required_share=0.8)]
    promises += [promise("P2", standard_id="S1", target_value=600.0, unit="h", required_share=1.0)]
    found = over(promises, [standard()], [*rows, *times(3, delivered(None))])
    ages = [*range(5, 30, 5), *[(CUT - NOON) / HOUR] * 3]
    curve = kaplan_meier([*hours, *ages], [1] * 50 + [0] * 8, [0] * 50 + [1] * 8)
    expected = curve.quantile(0.8)
    assert expected is not None
    assert the(found, "excess", promise="P1", quantile="p80").value == pytest.approx((expected - 40) / 40)
    never = the(found, "excess", promise="P2", quantile="p100")
    assert (never.value, never.beyond) == (None, True)
    assert the(found, "overpromised").value == (0.5 + 0.5 * (expected > 44))


def test_at_least_turns_the_quantile_round() -> None:
    values = np.random.default_rng(6).normal(4, 0.5, 60).round(2)
    rows = [delivered(1.0, measured_value=float(one)) for one in values]
    made = promise(standard_id="S1", target_value=4.0, unit="score", operator=">=", required_share=0.9)
    found = over([made], [standard(unit="score", operator=">=")], rows)
    level = np.quantile(values, 0.1)
    assert the(found, "excess", promise="P1", quantile="p90").value == pytest.approx(
        (4 - level) / 4, abs=1e-8
    )


def test_what_cannot_be_compared_is_listed_and_does_not_count() -> None:
    linked = {"standard_id": "S1", "unit": "h"}
    promises = [
        promise("good", **linked, target_value=1.0),
        promise("zero", **linked, target_value=0.0),
        promise("empty", **linked),
        promise("exact", **linked, target_value=1.0, operator="="),
        promise("long", **linked, target_value=1.0, operator=">="),
        promise("alone", unit="h", target_value=1.0),
        promise("score", standard_id="S1", unit="score", target_value=1.0),
        promise("bare", standard_id="S1", target_value=1.0),
        promise("few", standard_id="S2", unit="h", target_value=1.0),
        promise("other", standard_id="S3", unit="h", target_value=1.0),
    ]
    rows = [*times(36, delivered(1.0)), *times(35, delivered(9.0, "S2"))]
    found = over(promises, [standard(), standard("S2"), standard("S3", unit="score")], rows)
    assert facts(the(found, "overpromised")) == stated(0, 1)
    few = the(found, "excess", promise="few", quantile="p95")
    assert (few.value, few.sufficiency) == (None, "insufficient")
    assert found.notes[0].params == {"promises": "zero, empty, exact, long, alone, score, bare, few, other"}
    nothing = over(promises[-1:], [standard("S3", unit="score")], rows)
    assert the(nothing, "overpromised").reason is not None
    assert the(nothing, "overpromised").value is None


def test_operations_agree_before_a_promise_is_published() -> None:
    day = dt.date(2025, 2, 1)
    yes = {"approved_by_operations": True, "published_from": day}
    promises = [
        promise("P1", **yes, approved_on=day),
        promise("P2", **yes, approved_on=dt.date(2024, 1, 1)),
        promise("P3", **yes, approved_on=dt.date(2025, 2, 2)),
        promise("P4", **yes),
        promise("P5", published_from=START, approved_on=dt.date(2024, 1, 1)),
        promise("P6", approved_by_operations=False, published_from=day, approved_on=day),
        promise("P7", approved_by_operations=True, published_from=END, approved_on=day),
        promise("P8", approved_by_operations=True, approved_on=dt.date(2024, 1, 1)),
    ]
    found = measured("M-G4-HCOM", evidence_of(promises=promises))
    assert facts(the(found, "agreed")) == stated(2 / 6, 6)
    assert [(one.code, one.params["promises"]) for one in found.notes] == [
        ("M-PROMISES-NOT-AGREED", "P3, P4, P5, P6")
    ]
    reason = measured("M-G4-HCOM", evidence_of(promises=promises[-1:])).reason
    assert reason is not None
    assert reason.code == "M-NO-PROMISE-PUBLISHED"
