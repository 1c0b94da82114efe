"""First response, first contact, transfers, delays, high losses and escalation of complaints."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from audit.measures.statistics.survival import kaplan_meier
from tests.measures.evidence import evidence_of, facts, measured, stated, student, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
MONDAY = dt.datetime(2025, 1, 6, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def complaint(received: dt.datetime = MONDAY, **columns: Any) -> dict[str, Any]:
    return {"received_ts": received, "first_response_ts": None, "resolved_ts": None} | columns


def test_a_resolution_without_an_answer_before_it_is_the_answer() -> None:
    rows = [
        *times(10, complaint(first_response_ts=MONDAY + hours(72))),
        *times(10, complaint(resolved_ts=MONDAY + hours(5))),
        *times(5, complaint(first_response_ts=MONDAY + hours(100), resolved_ts=MONDAY + hours(72))),
        *times(6, complaint(first_response_ts=MONDAY + hours(72.01))),
        complaint(),
        *times(3, complaint(CUT - hours(71), first_response_ts=CUT - hours(70))),
    ]
    found = measured("M-FRT", evidence_of(complaints=rows))
    share = stated(25 / 32, 32, **wilson(25, 32), excluded={"not_yet_due": 3})
    assert facts(the(found, "within_target")) == share
    assert the(found, "hours", quantile="p50").value == 72


def test_the_declared_target_is_the_one_that_counts() -> None:
    rows = times(5, complaint(first_response_ts=MONDAY + hours(50)))
    ev = evidence_of(complaints=rows, declared={"targets.respond_h": 48})
    assert the(measured("M-FRT", ev), "within_target").value == 0


def contact(**columns: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("resolved_first_contact", "contacts_needed", "reopened_count"))
    return complaint(resolved_ts=MONDAY + hours(1)) | unknown | columns


def test_first_contact_by_the_mark_or_else_by_a_single_contact() -> None:
    young = CUT - hours(30 * 24 - 1)
    rows = [
        *times(12, contact(resolved_first_contact=True, contacts_needed=3)),
        *times(8, contact(contacts_needed=1, reopened_count=0)),
        *times(3, contact(resolved_first_contact=False, contacts_needed=1)),
        *times(2, contact(contacts_needed=2)),
        *times(4, contact(resolved_first_contact=True, reopened_count=1)),
        *times(3, contact(resolved_ts=None, resolved_first_contact=True)),
        contact(resolved_ts=CUT + hours(1), contacts_needed=1),
        *times(2, contact(resolved_ts=None)),  # open: whatever the contacts, not resolved
        *times(3, contact()),  # resolved, nobody knows how
        *times(5, contact(received_ts=young, resolved_first_contact=True)),
        contact(received_ts=CUT - hours(30 * 24), resolved_ts=None),
    ]
    share = the(measured("M-FCR", evidence_of(complaints=rows)), "at_first_contact")
    assert facts(share) == stated(
        20 / 36, 36, **wilson(20, 36), unknown=3, excluded={"not_yet_due": 5}, flags=["M-IF-FAILED"]
    )


def test_without_a_mark_and_without_contacts_nothing_is_measured() -> None:
    found = measured("M-FCR", evidence_of(complaints=[complaint()]))
    assert found.estimates == ()
    assert found.reason is not None and found.reason.code == "E-COLUMNS-ABSENT"


def test_transfers_of_open_complaints_count_so_far() -> None:
    counts = [0] * 20 + [1] * 10 + [2] * 4 + [9]
    rows = [complaint(transfers=count) for count in counts] + times(2, complaint(transfers=None))
    found = measured("M-TRANS", evidence_of(complaints=rows))
    assert facts(the(found, "often")) == stated(5 / 35, 35, **wilson(5, 35), unknown=2)
    mean = the(found, "transfers")
    assert facts(mean) == stated(np.mean(counts), 35, **student(counts), unknown=2)
    drawn = np.random.default_rng(1).choice(counts, (4000, 35)).mean(axis=1)
    interval = the(found, "transfers_bootstrap").interval
    assert interval is not None
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert (interval.low, interval.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.15))


def test_told_by_the_due_time_counts_and_later_does_not() -> None:
    due = MONDAY + hours(48)
    own, default = {"target_due_ts": due}, MONDAY + hours(360)
    rows = [
        *times(3, complaint(**own, delay_informed_ts=due)),
        *times(2, complaint(**own, delay_informed_ts=due + hours(1))),
        complaint(**own, resolved_ts=due + hours(1)),
        *times(2, complaint(delay_informed_ts=default)),
        complaint(delay_informed_ts=default + hours(1)),
        *times(4, complaint(**own, resolved_ts=due)),  # in time
        *times(4, complaint(CUT - hours(300))),  # not yet due
    ]
    share = the(measured("M-DELAYINF", evidence_of(complaints=rows)), "told")
    assert facts(share) == stated(5 / 9, 9, **wilson(5, 9), excluded={"due_moved": 0}, **FEW)


def test_a_due_time_moved_beyond_the_declared_target_is_a_data_error() -> None:
    moved = complaint(target_due_ts=MONDAY + hours(49), delay_informed_ts=MONDAY)
    rows = [*times(5, complaint(delay_informed_ts=MONDAY)), *times(4, moved)]
    ev = evidence_of(complaints=rows, declared={"targets.resolve_h": 48})
    share = the(measured("M-DELAYINF", ev), "told")
    assert facts(share) == stated(1, 5, **wilson(5, 5), excluded={"due_moved": 4}, **FEW)


def test_without_a_late_complaint_there_is_nothing_to_explain() -> None:
    row = complaint(resolved_ts=MONDAY + hours(1), delay_informed_ts=None)
    reason = measured("M-DELAYINF", evidence_of(complaints=[row])).reason
    assert reason is not None
    assert reason.code == "M-NONE-LATE"


def losses(waits: list[float | None], amounts: list[float | None]) -> Any:
    """Complaints that took so long, null: open, each with the loss of its failure."""
    complaints = [
        complaint(failure_id=f"f{i}", resolved_ts=None if wait is None else MONDAY + hours(wait))
        for i, wait in enumerate(waits)
    ]
    failures = [{"failure_id": f"f{i}", "loss_amount": amount} for i, amount in enumerate(amounts)]
    return evidence_of(complaints=complaints, failures=failures)


def test_the_highest_tenth_of_losses_against_the_rest() -> None:
    rng = np.random.default_rng(1)
    rest, high = rng.uniform(1, 60, 300).round(2), rng.uniform(40, 100, 40).round(2)
    waits = [*rest, *high, 5.0, None]
    # 340 losses: the 90th percentile lies among the ties of 1,000.
    amounts = [10.0] * 300 + [1000.0] * 40 + [0.0, None]
    found = measured("M-CAPRES", losses(waits, amounts))
    p90 = [np.sort(one)[int(np.ceil(0.9 * len(one))) - 1] for one in (high, rest)]
    ratio = the(found, "ratio")
    assert (ratio.value, ratio.n, ratio.sufficiency) == (pytest.approx(p90[0] / p90[1]), 340, "enough")
    assert the(found, "hours", quantile="p90", loss="high").value == pytest.approx(p90[0])
    assert the(found, "hours", quantile="p90", loss="rest").value == pytest.approx(p90[1])
    drawn = []
    for _ in range(2000):
        some = rng.integers(0, 340, 340)
        one, other = waits_of(high, some[some >= 300] - 300), waits_of(rest, some[some < 300])
        drawn.append(one / other)
    low, top = np.quantile(drawn, [0.025, 0.975])
    assert ratio.interval is not None and ratio.interval.method == "bootstrap"
    assert ratio.interval.low == pytest.approx(low, abs=0.15 * (top - low))
    assert ratio.interval.high == pytest.approx(top, abs=0.15 * (top - low))


def waits_of(waits: np.ndarray, some: np.ndarray) -> float:
    chosen = waits[some]
    found = kaplan_meier(chosen, np.ones_like(chosen), np.zeros_like(chosen)).quantile(0.9)
    assert found is not None
    return found


def test_open_cases_of_high_loss_are_the_finding() -> None:
    waits = [*map(float, range(1, 301)), *[None] * 35]
    ratio = the(measured("M-CAPRES", losses(waits, [10.0] * 300 + [1000.0] * 35)), "ratio")
    assert (ratio.value, ratio.beyond, ratio.sufficiency) == (None, True, "enough")
    assert ratio.reason is not None and ratio.reason.code == "M-NOT-REACHED"


def test_nothing_is_compared_where_the_rest_stays_open() -> None:
    for high in (None, 5.0):
        waits = [*[None] * 300, *[high] * 35]
        ratio = the(measured("M-CAPRES", losses(waits, [10.0] * 300 + [1000.0] * 35)), "ratio")
        assert (ratio.value, ratio.beyond, ratio.sufficiency) == (None, False, "insufficient")
        assert ratio.reason is not None and ratio.reason.code == "M-REST-OPEN"


def test_few_high_losses_are_indicative_and_equal_ones_are_no_groups() -> None:
    waits = [float(one % 9 + 1) for one in range(60)]
    few = the(measured("M-CAPRES", losses(waits, [10.0] * 53 + [1000.0] * 7)), "ratio")
    assert (few.sufficiency, few.reason.code if few.reason else None) == ("indicative", "M-TOO-FEW")
    alike = the(measured("M-CAPRES", losses(waits, [10.0] * 60)), "ratio")
    assert (alike.value, alike.sufficiency) == (None, "insufficient")


def test_without_losses_nothing_waits_longer() -> None:
    reason = measured("M-CAPRES", losses([1.0], [0.0])).reason
    assert reason is not None
    assert reason.code == "M-NO-LOSSES"


def escalated(to: str | None, after: float | None = None, decision: str | None = None, **columns: Any) -> Any:
    when = None if after is None else MONDAY + hours(after)
    return complaint(escalated_to=to, escalated_ts=when, external_decision=decision, **columns)


def test_an_escalation_is_avoidable_after_the_due_time_or_where_the_customer_was_right() -> None:
    in_time = {"resolved_ts": MONDAY + hours(300)}
    rows = [
        *times(20, escalated("none", **in_time)),
        *times(3, escalated("internal", 400)),
        escalated("regulator", 361),  # overdue
        escalated("court", 400, resolved_ts=MONDAY + hours(380)),  # resolved late, then escalated
        escalated("adr", 360),  # at the due time: not yet late
        escalated("media", 400, **in_time),
        escalated("adr", 10, "for_customer", **in_time),
        escalated("adr", None, "partly", **in_time),
        escalated("adr", 10, "for_org", **in_time),
        escalated("adr", 10, "pending", **in_time),
        *times(2, escalated(None)),
        escalated("adr", None, "for_org"),  # when is not known
        escalated("regulator", (CUT - MONDAY) / hours(1) + 1),  # after the cut-off
    ]
    found = measured("M-ESC", evidence_of(complaints=rows))
    avoidable = stated(4 / 32, 32, **wilson(4, 32), unknown=3, excluded={"due_moved": 0})
    assert facts(the(found, "avoidable")) == avoidable
    assert facts(the(found, "external")) == stated(9 / 33, 33, **wilson(9, 33), unknown=2)


def test_without_a_record_of_escalations_nothing_is_concluded() -> None:
    reason = measured("M-ESC", evidence_of(complaints=[complaint()])).reason
    assert reason is not None
    assert reason.code == "E-COLUMNS-ABSENT"
