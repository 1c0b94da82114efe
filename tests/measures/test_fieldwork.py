"""Visits, interviews, public statements, channels and test complaints."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.measures.evidence import evidence_of, facts, measured, said, stated, student, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
DONE = dt.datetime(2025, 2, 3, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def seen(
    session: str, result: str, item: str = "FG-D05", kind: str = "mystery", **columns: Any
) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("points", "points_max", "critical_point", "steps", "target_h", "response_ts", "site_id")
    )
    return {
        "kind": kind,
        "session_id": session,
        "item_id": item,
        "result": result,
        "done_ts": DONE,
        **empty,
        **columns,
    }


def visits(count: int, *results: str, **columns: Any) -> list[dict[str, Any]]:
    return [seen(f"v{i}", result, **columns) for i in range(count) for result in results]


def test_a_visit_earns_the_share_of_its_points() -> None:
    rows = [
        seen("a", "pass", points=3.0, points_max=4.0),
        seen("a", "fail", points=1.0, points_max=6.0),  # 4 of 10
        seen("b", "pass"), seen("b", "partial"), seen("b", "fail"), seen("b", "na"), seen("b", "not_seen"),  # 1.5 of 3
        seen("c", "na"),  # nothing to earn: no visit
        seen("d", "pass", kind="interview"),
        *visits(8, "pass", item="FG-D12"),
    ]  # fmt: skip
    found = measured("M-G3-MYST", evidence_of(fieldwork=rows))
    assert facts(the(found, "points")) == stated((0.4 + 0.5 + 8) / 10, 10)
    assert facts(the(found, "points", item_id="FG-D12")) == stated(1, 8, **FEW)
    assert the(found, "points", item_id="FG-D05").value is None


def test_from_thirty_visits_on_there_is_an_interval_that_stays_within_its_limits() -> None:
    shares = [1.0] * 29 + [0.5]
    rows = [seen(f"v{i}", "pass" if share == 1 else "partial") for i, share in enumerate(shares)]
    found = facts(the(measured("M-G3-MYST", evidence_of(fieldwork=rows)), "points"))
    interval = student(shares) | {"high": 1.0}
    assert found == stated(sum(shares) / 30, 30, **interval)


def test_a_failed_critical_point_caps_the_score() -> None:
    rows = [
        *visits(10, "pass"),
        seen("v3", "fail", critical_point=True),
        seen("v4", "pass", critical_point=True),
        seen("v1", "fail", "RC-E08", critical_point=True),
        seen("v1", "fail", "RC-E08", critical_point=True),
        seen("v0", "fail", "RC-E08", critical_point=True),
    ]
    notes = measured("M-G3-MYST", evidence_of(fieldwork=rows)).notes
    assert [(note.code, note.params) for note in notes] == [
        ("C-CRITICAL-POINT", {"item_id": "FG-D05", "n": 1, "sessions": "v3"}),
        ("C-CRITICAL-POINT", {"item_id": "RC-E08", "n": 3, "sessions": "v0, v1"}),
    ]


def test_fieldwork_of_after_the_period_counts_up_to_the_cut_off() -> None:
    later = dt.datetime(2025, 4, 20)
    history = {
        "fieldwork": [seen("x", "fail", done_ts=later), seen("y", "fail", done_ts=dt.datetime(2024, 12, 31))]
    }
    rows = visits(9, "pass")
    at_once = evidence_of(fieldwork=rows, history=history)
    assert the(measured("M-G3-MYST", at_once), "points").n == 9
    in_may = evidence_of(fieldwork=rows, history=history, cut=dt.datetime(2025, 5, 1))
    assert facts(the(measured("M-G3-MYST", in_may), "points")) == stated(0.9, 10)


@pytest.mark.parametrize("id_", ["M-G3-MYST", "M-INT-KNOW"])
def test_without_fieldwork_of_the_kind_nothing_is_measured(id_: str) -> None:
    reason = measured(id_, evidence_of(fieldwork=[seen("a", "pass", kind="document")])).reason
    assert reason is not None
    assert reason.code == "M-NO-FIELDWORK"


def test_interviews_are_told_by_item() -> None:
    rows = [
        *visits(10, "partial", item="FG-C09", kind="interview"),
        *visits(12, "pass", item="INS-05", kind="interview"),
    ]
    found = measured("M-INT-KNOW", evidence_of(fieldwork=rows))
    alike = student([0.5] * 10)
    assert facts(the(found, "points", item_id="FG-C09")) == stated(0.5, 10, **alike)
    assert facts(the(found, "points", item_id="INS-05")) == stated(1, 12, **student([1.0] * 12))
    aware = [*visits(10, "partial", item="FG-E07", kind="interview"), *rows]
    found = measured("M-G4-AWARE", evidence_of(fieldwork=aware))
    assert facts(the(found, "points")) == stated(0.5, 10, **alike)


@pytest.mark.parametrize(("id_", "item"), [("M-INT-KNOW", "FG-C09"), ("M-G4-AWARE", "FG-E07")])
def test_ten_interviews_have_an_interval_that_stays_within_its_limits(id_: str, item: str) -> None:
    shares = [1.0] * 9 + [0.5]
    rows = [
        seen(f"i{i}", "pass" if share == 1 else "partial", item, "interview")
        for i, share in enumerate(shares)
    ]
    found = measured(id_, evidence_of(fieldwork=rows))
    points = the(found, "points", item_id=item) if id_ == "M-INT-KNOW" else the(found, "points")
    interval = student(shares) | {"high": 1.0}
    assert facts(points) == stated(sum(shares) / 10, 10, **interval)


def test_a_statement_that_is_partly_out_of_date_is_half_a_failure() -> None:
    results = ["pass"] * 14 + ["partial"] * 5 + ["fail"] + ["na"] * 4 + ["not_seen"]
    rows = [seen(str(i), result, item="FG-E06", kind="observation") for i, result in enumerate(results)]
    found = measured("M-G4-DRIFT", evidence_of(fieldwork=[*rows, seen("z", "fail")]))
    # 1 + 5/2 = 3.5 of 20; the interval stands on 4 failures.
    assert facts(the(found, "drifted")) == stated(3.5 / 20, 20, **wilson(4, 20))


def test_channels_are_a_census_of_checks() -> None:
    rows = [
        *(
            seen(str(i), result, "RC-B01", "observation")
            for i, result in enumerate(["pass"] * 6 + ["partial"] * 2)
        ),
        *(
            seen(str(i), result, "RC-B02", "observation")
            for i, result in enumerate(["pass"] * 4 + ["fail", "na"])
        ),
    ]
    found = measured("M-CHAN", evidence_of(fieldwork=rows))
    assert facts(the(found, "met")) == stated(11 / 13, 13)
    assert facts(the(found, "met", item_id="RC-B01")) == stated(7 / 8, 8)
    assert the(found, "met", item_id="RC-B02").sufficiency == "insufficient"


def test_the_steps_of_a_test_complaint_are_summed() -> None:
    rows = [seen(f"t{i}", "pass", kind="test_complaint", steps=i) for i in range(10)]
    rows += [seen("t0", "pass", kind="test_complaint", steps=4), seen("t10", "pass", kind="test_complaint")]
    recovery = [{"effort": one} for one in (1, 2, None)]
    found = measured("M-STEPS", evidence_of(fieldwork=rows, survey_recovery=recovery))
    # 4 4 1 2 3 5 6 7 8 9; one complaint without a count
    steps = facts(the(found, "steps", quantile="p50"))
    assert steps == stated(4.5, 10, low=2, high=8, method="order_statistics", unknown=1)
    effort = the(found, "effort")
    assert (effort.n, effort.excluded) == (2, {"not_answered": 1})


def test_a_test_complaint_is_answered_within_the_time_told_to_customers() -> None:
    def sent(answer: float | None, target: float | None = None, done: dt.datetime = DONE) -> dict[str, Any]:
        response = None if answer is None else done + dt.timedelta(hours=answer)
        return seen("t", "pass", kind="test_complaint", done_ts=done, response_ts=response, target_h=target)

    rows = [
        *times(5, sent(72)), *times(2, sent(72.1)), *times(2, sent(30, 24)), *times(2, sent(20, 24)), sent(None),
        sent(1, done=CUT - dt.timedelta(hours=71)),
    ]  # fmt: skip
    found = measured("M-ACKTEST", evidence_of(fieldwork=rows))
    assert facts(the(found, "answered")) == stated(7 / 12, 12, **wilson(7, 12), excluded={"not_yet_due": 1})
    declared = evidence_of(fieldwork=rows, declared={"targets.respond_h": 80})
    assert the(measured("M-ACKTEST", declared), "answered").value == pytest.approx(9 / 12)
    assert said(found) == []
