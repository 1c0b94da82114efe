"""Acknowledgement, resolution, silence and rate of complaints."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.measures.statistics.rates import poisson_rate
from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
MONDAY = dt.datetime(2025, 1, 6, 9)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}

# Kaplan-Meier as worked out by hand in textbooks: hours, and whether the case ended.
TEXTBOOK = [
    (1, True), (2, True), (2, False), (3, True), (4, True), (5, True),
    (5, True), (6, False), (8, True), (10, False), (12, True), (15, False),
]  # fmt: skip


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def complaint(received: dt.datetime = MONDAY, **columns: Any) -> dict[str, Any]:
    return {
        "received_ts": received,
        "acknowledged_ts": None,
        "first_response_ts": None,
        "resolved_ts": None,
        **columns,
    }


def acknowledged(after: float, received: dt.datetime = MONDAY) -> dict[str, Any]:
    return complaint(received, acknowledged_ts=received + hours(after))


def log_of(durations: list[tuple[int, bool]], column: str) -> list[dict[str, Any]]:
    """A log in which ended cases took so long and open ones have waited so long at the cut-off."""
    return [
        complaint(MONDAY, **{column: MONDAY + hours(time)}) if ended else complaint(CUT - hours(time))
        for time, ended in durations
    ]


def test_an_acknowledgement_exactly_at_the_target_is_in_time() -> None:
    rows = [*times(20, acknowledged(24)), *times(9, acknowledged(24 + 1 / 3600)), complaint()]
    share = the(measured("M-ACK", evidence_of(complaints=rows)), "within_target")
    assert facts(share) == stated(20 / 30, 30, **wilson(20, 30), excluded={"not_yet_due": 0})


def test_an_earlier_answer_acknowledges_too() -> None:
    rows = times(5, complaint(acknowledged_ts=MONDAY + hours(30), first_response_ts=MONDAY + hours(3)))
    share = the(measured("M-ACK", evidence_of(complaints=rows)), "within_target")
    assert facts(share) == stated(1, 5, **wilson(5, 5), excluded={"not_yet_due": 0}, **FEW)


def test_complaints_not_yet_due_are_left_out_even_when_done_early() -> None:
    rows = [
        *times(4, acknowledged(1, CUT - hours(24))),
        *times(2, complaint(CUT - hours(24))),
        *times(7, acknowledged(1, CUT - hours(23.99))),
        *times(3, complaint(CUT - hours(2))),
    ]
    share = the(measured("M-ACK", evidence_of(complaints=rows)), "within_target")
    assert facts(share) == stated(4 / 6, 6, **wilson(4, 6), excluded={"not_yet_due": 10}, **FEW)


def test_the_curve_keeps_open_complaints_until_the_cut_off() -> None:
    ev = evidence_of(complaints=log_of(TEXTBOOK, "acknowledged_ts"))
    ack = measured("M-ACK", ev)
    assert facts(the(ack, "hours", quantile="p50")) == stated(5, 12, low=2, method="kaplan_meier")
    assert facts(the(ack, "hours", quantile="p90")) == stated(
        None, 12, low=8, method="kaplan_meier", reason="M-NOT-REACHED"
    )


def test_what_happened_after_the_cut_off_had_not_happened_yet() -> None:
    late = complaint(CUT - hours(3), acknowledged_ts=CUT + hours(1))
    known, open_ = ([*times(9, acknowledged(2)), one] for one in (late, complaint(CUT - hours(3))))
    found = [measured("M-ACK", evidence_of(complaints=rows)).estimates for rows in (known, open_)]
    assert found[0] == found[1]


def test_a_day_of_23_hours_has_23_hours() -> None:
    """Clocks in Vienna went forward on 30 March and back on 26 October 2025."""
    spring, autumn = dt.datetime(2025, 3, 29, 12), dt.datetime(2025, 10, 25, 12)
    rows = [
        *times(3, complaint(spring, acknowledged_ts=dt.datetime(2025, 3, 30, 13))),
        *times(2, complaint(autumn, acknowledged_ts=dt.datetime(2025, 10, 26, 11, 30))),
    ]
    ev = evidence_of(timezone="Europe/Vienna", cut=dt.datetime(2026, 1, 1), complaints=rows)
    assert the(measured("M-ACK", ev), "within_target").value == 0.6


def test_targets_run_on_the_declared_clock() -> None:
    friday = dt.datetime(2025, 1, 10, 16)
    rows = times(5, complaint(friday, acknowledged_ts=dt.datetime(2025, 1, 13, 10)))
    opening = {"mon-fri": "09:00-17:00"}
    on = {
        clock: evidence_of(
            complaints=rows, business_hours=opening, clock=clock, declared={"targets.acknowledge_h": 2.0}
        )
        for clock in ("calendar", "business")
    }
    assert {clock: the(measured("M-ACK", ev), "within_target").value for clock, ev in on.items()} == {
        "calendar": 0.0,
        "business": 1.0,
    }
    assert the(measured("M-ACK", on["business"]), "hours", quantile="p50").value == 2.0


def test_a_complaint_is_resolved_by_its_own_due_time_or_else_by_the_target() -> None:
    day = hours(24)
    rows = [
        *times(3, complaint(resolved_ts=MONDAY + 2 * day, target_due_ts=MONDAY + 2 * day)),
        *times(2, complaint(resolved_ts=MONDAY + 3 * day, target_due_ts=MONDAY + 2 * day)),
        *times(4, complaint(resolved_ts=MONDAY + 15 * day)),
        *times(1, complaint(resolved_ts=MONDAY + 15 * day + hours(1))),
        *times(2, complaint(target_due_ts=MONDAY + day)),
        *times(6, complaint(CUT - day, target_due_ts=CUT + day, resolved_ts=CUT - hours(1))),
        *times(8, complaint(CUT - 14 * day)),
    ]
    share = the(measured("M-TTR", evidence_of(complaints=rows)), "within_target")
    expected = {"due_moved": 0, "not_yet_due": 14}
    assert facts(share) == stated(7 / 12, 12, **wilson(7, 12), excluded=expected, **FEW)


def test_a_due_time_later_than_the_declared_target_is_a_data_error() -> None:
    rows = [
        *times(5, complaint(resolved_ts=MONDAY + hours(10), target_due_ts=MONDAY + hours(48))),
        *times(2, complaint(resolved_ts=MONDAY + hours(50), target_due_ts=MONDAY + hours(72))),
        *times(1, complaint(CUT - hours(1), target_due_ts=CUT + hours(72))),
    ]
    declared = the(
        measured("M-TTR", evidence_of(complaints=rows, declared={"targets.resolve_h": 48.0})), "within_target"
    )
    expected = {"due_moved": 3, "not_yet_due": 0}
    assert facts(declared) == stated(1, 5, **wilson(5, 5), excluded=expected, **FEW)
    silent = the(measured("M-TTR", evidence_of(complaints=rows)), "within_target")
    expected = {"due_moved": 0, "not_yet_due": 1}
    assert facts(silent) == stated(1, 7, **wilson(7, 7), excluded=expected, **FEW)


def test_withdrawn_complaints_stay_in_and_leave_the_curve_when_they_were_closed() -> None:
    rows = [
        *times(8, complaint(resolved_ts=MONDAY + hours(10), outcome="upheld")),
        *times(2, complaint(closed_ts=MONDAY + hours(4), outcome="withdrawn")),
    ]
    found = measured("M-TTR", evidence_of(complaints=rows))
    kept = {"due_moved": 0, "not_yet_due": 0}
    assert facts(the(found, "within_target")) == stated(0.8, 10, **wilson(8, 10), excluded=kept, **FEW)
    assert facts(the(found, "withdrawn")) == stated(0.2, 10, **wilson(2, 10), flags=["M-WITHDRAWN"], **FEW)
    # Had the withdrawn stayed until the cut-off, a fifth would be open and P90 never reached.
    assert facts(the(found, "hours", quantile="p90")) == stated(10, 10, low=10, method="kaplan_meier")


def test_an_unknown_outcome_is_neither_withdrawn_nor_not() -> None:
    rows = [
        *times(3, complaint(outcome="withdrawn")),
        *times(4, complaint(outcome="open")),
        *times(2, complaint()),
    ]
    share = the(measured("M-TTR", evidence_of(complaints=rows)), "withdrawn")
    assert facts(share) == stated(
        3 / 7,
        7,
        **wilson(3, 7),
        unknown=2,
        sufficiency="insufficient",
        reason="M-UNKNOWN",
        flags=["M-WITHDRAWN"],
    )


def test_a_late_answer_does_not_undo_the_silence() -> None:
    rows = [
        *times(3, complaint(first_response_ts=MONDAY + hours(144))),
        *times(2, complaint(first_response_ts=MONDAY + hours(145))),
        *times(1, complaint(acknowledged_ts=MONDAY + hours(1))),
        *times(2, complaint(resolved_ts=MONDAY + hours(100), first_response_ts=MONDAY + hours(200))),
        *times(4, complaint(CUT - hours(143))),
    ]
    share = the(measured("M-OPEN", evidence_of(complaints=rows)), "unanswered")
    assert facts(share) == stated(3 / 8, 8, **wilson(3, 8), excluded={"not_yet_due": 4}, **FEW)


def test_silence_is_not_measured_without_the_times_of_answers() -> None:
    ev = evidence_of(complaints=[{"received_ts": MONDAY, "resolved_ts": MONDAY}])
    found = measured("M-OPEN", ev)
    assert found.estimates == ()
    assert found.reason is not None and found.reason.code == "E-COLUMNS-ABSENT"


def test_complaints_per_thousand_episodes_with_the_exact_interval() -> None:
    volume = [{"period_month": dt.date(2025, month, 1), "episodes": 1000} for month in (1, 2, 3)]
    volume.append({"period_month": dt.date(2025, 3, 1), "episodes": 2000})
    found = measured("M-COMPL-RATE", evidence_of(complaints=times(10, complaint()), contacts_volume=volume))
    assert facts(the(found, "rate")) == stated(2, 10, low=0.959078, high=3.678071, method="poisson")
    assert said(found) == []


def test_volumes_that_miss_a_month_are_pointed_out() -> None:
    volume = [{"period_month": dt.date(2025, month, 1), "episodes": 500} for month in (1, 3)]
    found = measured(
        "M-COMPL-RATE",
        evidence_of(complaints=[], contacts_volume=volume, columns={"complaints": ["received_ts"]}),
    )
    upper = poisson_rate(0).high
    assert facts(the(found, "rate")) == stated(0, 0, low=0, high=upper, method="poisson")
    assert said(found) == ["M-MONTHS"]


def test_no_rate_without_any_episode() -> None:
    volume = [{"period_month": dt.date(2025, month, 1), "episodes": 0} for month in (1, 2, 3)]
    found = measured("M-COMPL-RATE", evidence_of(complaints=[complaint()], contacts_volume=volume))
    assert facts(the(found, "rate")) == stated(None, 1, sufficiency="insufficient", reason="M-NOT-ESTIMABLE")


moment = st.integers(0, 400).map(lambda h: CUT - hours(h / 2))
cases = st.lists(
    st.tuples(
        moment,
        st.none() | st.integers(0, 80).map(lambda h: hours(h / 2)),
        st.none() | st.integers(0, 80).map(lambda h: hours(h / 2)),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=20)
@given(cases)
def test_share_and_curve_equal_a_count_by_hand(log: list[tuple[dt.datetime, Any, Any]]) -> None:
    rows = [
        complaint(
            received,
            acknowledged_ts=received + first if first is not None else None,
            first_response_ts=received + second if second is not None else None,
        )
        for received, first, second in log
    ]
    waits = [min((w for w in (first, second) if w is not None), default=None) for _, first, second in log]
    due = [wait for (received, *_), wait in zip(log, waits, strict=True) if received + hours(24) <= CUT]
    hits = sum(wait is not None and wait <= hours(24) for wait in due)
    found = measured("M-ACK", evidence_of(complaints=rows))

    share = the(found, "within_target")
    assert (share.n, share.excluded) == (len(due), {"not_yet_due": len(rows) - len(due)})
    assert share.value == (pytest.approx(hits / len(due)) if len(due) >= 5 else None)

    seen = [
        (wait, True) if wait is not None and received + wait <= CUT else (CUT - received, False)
        for (received, *_), wait in zip(log, waits, strict=True)
    ]
    for q, name in ((0.5, "p50"), (0.9, "p90")):
        by_hand = product_limit_quantile(seen, q)
        expected = None if by_hand is None else by_hand / hours(1)
        assert the(found, "hours", quantile=name).value == expected


def product_limit_quantile(seen: list[tuple[dt.timedelta, bool]], q: float) -> dt.timedelta | None:
    """The first time at which no more than 1 - q are still open, factor by factor in whole numbers."""
    above, below = 1, 1
    for time in sorted({time for time, ended in seen if ended}):
        at_risk = sum(one >= time for one, _ in seen)
        ended = sum(one == time and over for one, over in seen)
        above, below = above * (at_risk - ended), below * at_risk
        if above * 10 <= below * round(10 * (1 - q)):
            return time
    return None
