"""Follow-ups: coverage, timeliness, the four questions, and what staff hear of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.measures.evidence import evidence_of, facts, measured, stated, the, wilson

CUT = dt.datetime(2025, 4, 1)
RESOLVED = dt.datetime(2025, 2, 3, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def complaint(number: int, resolved: dt.datetime | None = RESOLVED) -> dict[str, Any]:
    return {"complaint_id": f"c{number}", "resolved_ts": resolved, "site_id": None, "channel": None}


def followup(number: int, done: float | None = None, **columns: Any) -> dict[str, Any]:
    names = ("due_ts", "attempts", "refused", "fed_back_to_staff_ts", "q_relief", "q_accept", "q_gone")
    empty = dict.fromkeys((*names, "q_other_effects", "channel"))
    at = None if done is None else RESOLVED + days(done)
    return {"complaint_id": f"c{number}", "done_ts": at, **empty, **columns}


def test_a_complaint_is_followed_up_when_reached_tried_twice_or_declined() -> None:
    complaints = [complaint(i) for i in range(8)]
    complaints += [
        complaint(8, None),
        complaint(9, CUT - days(6.9)),
        complaint(10, CUT - days(7)),
        complaint(11, CUT + days(1)),
    ]
    followups = [
        followup(0, 3),
        followup(1, attempts=2),
        followup(2, attempts=1), followup(2, attempts=1),
        followup(3, refused=True),
        followup(4, attempts=1),
        followup(5),
        followup(6, 300),  # after the cut-off
        followup(9, 60),
        followup(99, 3),
    ]  # fmt: skip
    found = measured("M-FU-COV", evidence_of(complaints=complaints, followups=followups))
    left_out = {"not_resolved": 2, "not_yet_due": 1}
    assert facts(the(found, "followed_up")) == stated(4 / 9, 9, **wilson(4, 9), excluded=left_out, **FEW)
    assert facts(the(found, "reached")) == stated(1 / 9, 9, **wilson(1, 9), excluded=left_out, **FEW)


def test_a_follow_up_is_in_time_by_its_own_date_or_within_a_week_of_the_resolution() -> None:
    due = RESOLVED + days(2)
    followups = [
        followup(0, 7), followup(0, 7.01), followup(0, 2, due_ts=due), followup(0, 3, due_ts=due), followup(0),
        followup(1, 1), followup(1, 60, due_ts=CUT + days(5)), followup(7, 1), followup(0, 1),
    ]  # fmt: skip
    complaints = [complaint(0), complaint(1, None)]
    share = the(measured("M-FU-TIME", evidence_of(complaints=complaints, followups=followups)), "in_time")
    # In time: 7 days, by the date set, 1 day; one was never done. Complaint 7 is of another period.
    assert facts(share) == stated(
        3 / 6, 6, **wilson(3, 6), excluded={"no_due_time": 1, "not_yet_due": 1}, **FEW
    )


def test_all_four_questions_are_answered_or_the_follow_up_is_incomplete() -> None:
    full = {"q_relief": 4, "q_accept": True, "q_gone": False, "q_other_effects": False}
    followups = [
        *(followup(0, 1, **full) for _ in range(4)),
        followup(0, 1, **full | {"q_gone": True}),
        followup(0, 1, **full | {"q_relief": None, "q_gone": True}),
        followup(0, 1),
        followup(0, **full),
    ]
    found = measured("M-FU-4Q", evidence_of(complaints=[complaint(0)], followups=followups))
    assert facts(the(found, "all_four")) == stated(5 / 7, 7, **wilson(5, 7), excluded={"not_done": 1}, **FEW)
    assert the(found, "gone").value == pytest.approx(2 / 6)
    assert the(found, "gone").excluded == {"not_done": 1, "not_asked": 1}


def test_a_result_is_fed_back_within_a_fortnight_or_is_not_due_yet() -> None:
    told = RESOLVED + days(20)
    late = {"done_ts": CUT - days(13.9)}
    followups = [
        *(followup(0, 1, fed_back_to_staff_ts=told) for _ in range(3)),
        followup(0, 1), followup(0, 1), followup(0, 1, fed_back_to_staff_ts=CUT + days(1)),
        followup(0, fed_back_to_staff_ts=told), followup(0, fed_back_to_staff_ts=told) | late,
    ]  # fmt: skip
    share = the(
        measured("M-FB-STAFF", evidence_of(complaints=[complaint(0)], followups=followups)), "fed_back"
    )
    assert facts(share) == stated(3 / 6, 6, **wilson(3, 6), excluded={"not_done": 1, "not_yet_due": 1}, **FEW)
