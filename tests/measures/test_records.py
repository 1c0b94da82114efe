"""Completeness of records, and their link to the customer's file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
RECEIVED = dt.datetime(2025, 2, 3, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def complaint(**columns: Any) -> dict[str, Any]:
    """A complaint upheld and resolved, with every cell filled."""
    full = {
        "complaint_id": "c1", "failure_id": None, "customer_id": "anonymous", "site_id": "A", "channel": "web",
        "category": "late", "received_ts": RECEIVED, "acknowledged_ts": RECEIVED, "first_response_ts": RECEIVED,
        "target_due_ts": RECEIVED, "resolved_ts": RECEIVED, "closed_ts": None, "outcome": "upheld",
    }  # fmt: skip
    return full | columns


ACTION = {"complaint_id": "c1", "failure_id": None, "action_ts": RECEIVED}


def test_a_complaint_needs_what_its_age_and_state_call_for() -> None:
    fresh = CUT - dt.timedelta(hours=23)
    open_ = {"outcome": "open", "resolved_ts": None, "customer_id": None}
    rows = [
        *times(5, complaint()),
        complaint(
            **open_, received_ts=fresh, acknowledged_ts=None, first_response_ts=None
        ),  # nothing due yet
        complaint(**open_, acknowledged_ts=None),  # 23 h have passed long since
        complaint(category=None),
        complaint(outcome="rejected", complaint_id="no action needed"),
        complaint(complaint_id="without an action"),
        complaint(resolved_ts=None, closed_ts=RECEIVED, outcome=None),  # ended, and nobody wrote how
    ]
    found = measured("M-REC-COMP", evidence_of(complaints=rows, recovery_actions=[ACTION]))
    # Complete: the five, the fresh one, the rejected one.
    assert facts(the(found, "complaints")) == stated(7 / 11, 11, **wilson(7, 11), **FEW)
    # Of 5 always + 2 by age + 3 when ended + 1 when upheld; one cell is missing in each of four complaints.
    required = 5 * 11 + 5 + 7 + 11 + 10 + 11 + 10
    assert the(found, "complaint_cells").n == required
    assert the(found, "complaint_cells").value == round((required - 4) / required, 12)
    assert said(found) == []


def test_an_action_may_hang_on_the_failure_behind_the_complaint() -> None:
    rows = times(5, complaint(failure_id="f1"))
    action = {"complaint_id": None, "failure_id": "f1", "action_ts": RECEIVED}
    found = measured("M-REC-COMP", evidence_of(complaints=rows, recovery_actions=[action]))
    assert the(found, "complaints").value == 1


def test_without_a_recovery_log_actions_are_not_asked_for_and_that_is_said() -> None:
    found = measured("M-REC-COMP", evidence_of(complaints=times(5, complaint())))
    assert the(found, "complaints").value == 1
    assert said(found) == ["M-NO-ACTIONS-LOG"]


def test_a_failure_needs_the_class_of_the_adopted_typology() -> None:
    full = {
        "failure_id": "f",
        "detected_ts": RECEIVED,
        "site_id": "A",
        "detected_by": "staff",
        "customer_id": "k1",
    }
    rows = [
        *times(5, full | {"bbt_class": "need"}),
        *times(2, full | {"src_class": "late"}),
        full | {"site_id": None},
    ]
    ev = evidence_of(complaints=[complaint()], failures=rows, failure_scheme="bbt")
    found = measured("M-REC-COMP", ev)
    assert facts(the(found, "failures")) == stated(5 / 8, 8, **wilson(5, 8), **FEW)
    assert facts(the(found, "failure_cells")) == stated(36 / 40, 40)


def test_the_word_anonymous_links_no_customer() -> None:
    rows = [complaint(customer_id=one, channel="web") for one in ("K1", "K2", "anonymous", "匿名", None)]
    share = the(measured("M-FILE", evidence_of(complaints=rows)), "linked")
    assert facts(share) == stated(0.4, 5, **wilson(2, 5), excluded={"channel": 0}, **FEW)


def test_only_channels_on_which_the_customer_is_known_need_a_link() -> None:
    rows = [
        *times(6, complaint(customer_id="k")), *times(2, complaint(customer_id=None)),
        *(complaint(customer_id=None, channel=one) for one in ("social", "regulator", "other")),
    ]  # fmt: skip
    share = the(measured("M-FILE", evidence_of(complaints=rows)), "linked")
    assert facts(share) == stated(6 / 8, 8, **wilson(6, 8), excluded={"channel": 3}, **FEW)
