"""Conformity to the organisation's standards, the level delivered, and right first time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
MONDAY = dt.datetime(2025, 1, 6, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}
DUE = {"not_yet_due": 0}


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def standard(**columns: Any) -> dict[str, Any]:
    return {"standard_id": "S1", "target_value": 10.0, "unit": "min", "operator": "<=", **columns}


def delivered(start: dt.datetime = MONDAY, **columns: Any) -> dict[str, Any]:
    return {"episode_id": "1", "standard_id": "S1", "start_ts": start, "end_ts": None, **columns}


def conform(standards: dict[str, Any], rows: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    ev = evidence_of(service_standards=[standards], service_delivery=rows, **options)
    return facts(the(measured("M-G3-CONF", ev), "conform", standard="S1"))


def test_the_time_taken_meets_a_target_exactly_at_it() -> None:
    rows = [
        *times(4, delivered(end_ts=MONDAY + minutes(10))),
        *times(2, delivered(end_ts=MONDAY + minutes(10.1))),
        *times(1, delivered()),
    ]
    assert conform(standard(), rows) == stated(4 / 7, 7, **wilson(4, 7), excluded=DUE, **FEW)


def test_rows_done_early_but_not_yet_mature_are_left_out() -> None:
    rows = [
        *times(5, delivered(CUT - minutes(10), end_ts=CUT - minutes(1))),
        *times(3, delivered(CUT - minutes(9), end_ts=CUT - minutes(8))),
        *times(2, delivered(CUT - minutes(9))),
    ]
    assert conform(standard(), rows) == stated(1, 5, **wilson(5, 5), excluded={"not_yet_due": 5}, **FEW)


def test_a_due_time_goes_before_the_target() -> None:
    rows = [
        *times(3, delivered(end_ts=MONDAY + minutes(30), due_ts=MONDAY + minutes(30))),
        *times(2, delivered(end_ts=MONDAY + minutes(5), due_ts=MONDAY + minutes(4))),
        *times(1, delivered(due_ts=MONDAY + minutes(4))),
        *times(4, delivered(CUT - minutes(60), end_ts=CUT - minutes(50), due_ts=CUT + minutes(1))),
    ]
    assert conform(standard(), rows) == stated(0.5, 6, **wilson(3, 6), excluded={"not_yet_due": 4}, **FEW)


def test_a_measured_time_stands_in_for_a_missing_end_in_the_unit_of_its_row() -> None:
    """23 min are not 23 x (1 h / 60) in floating point; they meet a target of 23 min all the same."""
    rows = [
        *times(3, delivered(measured_value=23.0, unit="min")),
        *times(2, delivered(measured_value=0.5, unit="h")),
        *times(1, delivered(measured_value=22.0)),
    ]
    assert conform(standard(target_value=23.0), rows) == stated(4 / 6, 6, **wilson(4, 6), excluded=DUE, **FEW)


def test_a_standard_in_days_on_the_business_clock_means_opening_hours() -> None:
    opening = {"mon-fri": "09:00-17:00"}
    rows = [
        *times(3, delivered(end_ts=MONDAY + dt.timedelta(days=1))),
        *times(2, delivered(end_ts=MONDAY + dt.timedelta(days=1, hours=1))),
    ]
    one_day = standard(target_value=1.0, unit="d", clock="business")
    found = conform(one_day, rows, business_hours=opening)
    assert found == stated(0.6, 5, **wilson(3, 5), excluded=DUE, **FEW)


def test_a_day_of_no_fixed_length_cannot_be_turned_into_hours() -> None:
    ev = evidence_of(
        business_hours={"mon-thu": "09:00-17:00", "fri": "09:00-12:00"},
        service_standards=[standard(unit="d", clock="business")],
        service_delivery=[delivered()],
    )
    for measure in ("M-G3-CONF", "M-G3-LEVEL"):
        found = measured(measure, ev)
        assert (found.estimates, said(found)) == ((), ["M-DAY-LENGTH"])


def test_other_units_compare_the_measured_value_and_an_ended_row_without_one_is_unknown() -> None:
    rows = [
        *times(6, delivered(measured_value=3.0, unit="count")),
        *times(2, delivered(measured_value=2.0)),
        *times(1, delivered(end_ts=MONDAY)),
        *times(1, delivered(end_ts=MONDAY, measured_value=9.0, unit="score")),
        *times(3, delivered()),
    ]
    expected = stated(6 / 8, 8, **wilson(6, 8), unknown=2, excluded={"not_yet_due": 3}, **FEW)
    assert conform(standard(target_value=3.0, unit="count", operator=">="), rows) == expected


def test_equal_means_equal_after_rounding_to_the_decimals_of_the_target() -> None:
    rows = [
        *times(4, delivered(measured_value=0.249)),
        *times(2, delivered(measured_value=0.25)),
        *times(1, delivered(measured_value=0.24)),
    ]
    found = conform(standard(target_value=0.25, unit="score", operator="="), rows)
    assert found == stated(6 / 7, 7, **wilson(6, 7), excluded=DUE, **FEW)
    whole = conform(standard(target_value=0.0, unit="score", operator="="), rows)
    assert whole == stated(1, 7, **wilson(7, 7), excluded=DUE, **FEW)


def test_the_mark_of_the_source_decides_only_where_nothing_else_does() -> None:
    rows = [
        *times(4, delivered(met=True, end_ts=MONDAY)),
        *times(2, delivered(met=True)),  # open: the mark may still change
        *times(2, delivered(met=False, due_ts=MONDAY, end_ts=MONDAY)),
        *times(1, delivered(met=False)),
        *times(1, delivered(end_ts=MONDAY)),
        *times(3, delivered()),
    ]
    ev = evidence_of(service_standards=[standard(target_value=None, unit=None)], service_delivery=rows)
    found = measured("M-G3-CONF", ev)
    expected = stated(6 / 7, 7, **wilson(6, 7), unknown=1, excluded={"not_yet_due": 0, "not_ended": 5}, **FEW)
    assert facts(the(found, "conform", standard="S1")) == expected
    assert said(found) == ["M-MET-GIVEN"]


def test_many_unknown_results_make_a_standard_insufficient() -> None:
    rows = [*times(40, delivered(measured_value=1.0)), *times(11, delivered(end_ts=MONDAY))]
    found = conform(standard(unit="count", target_value=1.0, operator=">="), rows)
    assert found == stated(
        1, 40, **wilson(40, 40), unknown=11, excluded=DUE, sufficiency="insufficient", reason="M-UNKNOWN"
    )


def test_each_standard_carries_its_weight_and_what_was_declared_for_it() -> None:
    ev = evidence_of(
        service_standards=[standard(required_share=0.8, importance=3.0), standard(standard_id="S2")],
        service_delivery=[delivered()],
    )
    found = measured("M-G3-CONF", ev)
    told = [(one.key, one.weight, one.declared) for one in found.estimates]
    assert told == [
        ({"standard": "S1"}, 3.0, {"service_standards.required_share": 0.8}),
        ({"standard": "S2"}, 1.0, {}),
    ]


def level(standards: dict[str, Any], rows: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    ev = evidence_of(service_standards=[standards], service_delivery=rows)
    found = measured("M-G3-LEVEL", ev).estimates
    return {(one.result, one.key["quantile"]): facts(one) for one in found}


def test_the_level_of_a_time_standard_is_its_quantile_less_the_target() -> None:
    rows = [delivered(end_ts=MONDAY + minutes(count)) for count in range(1, 11)]
    found = level(standard(target_value=7.0, required_share=0.8), rows)
    assert {name: one["value"] for name, one in found.items()} == {
        ("duration", "p50"): 5.0,
        ("duration", "p80"): 8.0,
        ("duration", "p90"): 9.0,
        ("level", "p80"): 1.0,
    }


def test_a_level_at_the_target_is_exactly_zero() -> None:
    found = level(standard(target_value=7.0), times(5, delivered(end_ts=MONDAY + minutes(7))))
    assert found["level", "p90"]["value"] == 0.0


def test_a_measured_time_is_an_end_and_an_open_row_is_seen_until_it_was_closed() -> None:
    rows = [
        *times(5, delivered(measured_value=4.0)),
        *times(4, delivered(service_end_ts=MONDAY + minutes(2))),
        *times(1, delivered()),
    ]
    # 10 at risk; 4 censored at 2 min; of 6 left 5 end at 4 min: S = 1/6.
    found = level(standard(), rows)
    assert found["duration", "p50"]["value"] == 4.0
    assert found["level", "p90"] == stated(None, 10, low=-6, method="kaplan_meier", reason="M-NOT-REACHED")


def test_the_level_in_other_units_is_the_quantile_on_the_unfavourable_side() -> None:
    rows = [delivered(measured_value=float(count)) for count in range(1, 12)]
    upper = level(standard(unit="count", operator="<=", required_share=0.9), rows)
    lower = level(standard(unit="count", operator=">=", required_share=0.9, target_value=4.0), rows)
    assert {name: one["value"] for name, one in upper.items()} == {("level", "p90"): 0.0}
    assert {name: one["value"] for name, one in lower.items()} == {("level", "p10"): -2.0}


def test_a_standard_that_all_must_meet_shows_its_worst_value_without_interval() -> None:
    rows = [delivered(measured_value=float(count)) for count in range(1, 12)]
    found = level(standard(unit="count", operator="<=", required_share=1.0), rows)
    assert found == {("level", "p100"): stated(1, 11)}
    timed = level(standard(required_share=1.0), [delivered(end_ts=MONDAY + minutes(3))])
    assert sorted(timed) == [("duration", "p50"), ("duration", "p90")]


def episode(number: int, **columns: Any) -> dict[str, Any]:
    return delivered(episode_id=str(number), end_ts=MONDAY, first_time_right=None) | columns


def test_an_episode_is_right_only_if_every_marked_row_is() -> None:
    rows = [
        *(episode(number, first_time_right=True) for number in range(5)),
        episode(0),
        episode(5, first_time_right=True),
        episode(5, first_time_right=False),
        episode(6),
        episode(7, first_time_right=True, end_ts=None),
        episode(8, first_time_right=True, end_ts=None),
        episode(8, first_time_right=True),
        episode(9, first_time_right=False, end_ts=dt.datetime(2025, 4, 1)),
        episode(10, first_time_right=False, end_ts=None, service_end_ts=MONDAY),
    ]
    found = measured("M-G3-RFT", evidence_of(service_delivery=rows))
    expected = stated(5 / 7, 7, **wilson(5, 7), unknown=1, excluded={"not_ended": 3}, **FEW)
    assert facts(the(found, "right_first_time")) == expected
    assert said(found) == ["G-REWORK"]


def test_right_first_time_counts_once_rework_is_defined_in_writing() -> None:
    ev = evidence_of(service_delivery=[episode(1, first_time_right=True)])
    assert said(measured("M-G3-RFT", ev, rework_defined=1)) == []
