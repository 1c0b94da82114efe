"""Authority, training, sanctions, recognition, support and turnover of staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit.measures.statistics.rates import poisson_rate
from tests.measures.evidence import (
    evidence_of,
    facts,
    measured,
    said,
    stated,
    student,
    the,
    times,
    wilson,
)  # fmt: skip

START, END = dt.date(2025, 1, 1), dt.date(2025, 4, 1)
NOON = dt.datetime(2025, 2, 3, 12)


def person(number: int, role: str = "clerk", **columns: Any) -> dict[str, Any]:
    common = {"staff_id": f"s{number}", "role": role, "front_line": True, "hired_on": dt.date(2020, 1, 1)}
    return common | {"left_on": None} | columns


def limit(
    role: str, amount: float | None, since: dt.date = START, actions: list[str] | None = None
) -> dict[str, Any]:
    return {"role": role, "limit_amount": amount, "valid_from": since, "actions_allowed": actions}


def test_authority_is_weighted_by_the_staff_in_post_at_the_end() -> None:
    staff = [
        *(person(i, "clerk") for i in range(6)),
        *(person(10 + i, "agent") for i in range(3)),
        person(20, "driver"),
        person(21, "driver", front_line=False),
        person(22, "driver", left_on=dt.date(2025, 3, 31)),
        person(23, "driver", hired_on=END),
        person(24, "clerk", left_on=END),
    ]
    limits = [limit("clerk", 100.0), limit("agent", 0.0), limit("driver", None, actions=["refund"])]
    limits.append(limit("agent", 50.0, since=dt.date(2025, 4, 2)))
    found = measured("M-EMP-DEF", evidence_of(staff_register=staff, empowerment=limits))
    assert facts(the(found, "defined")) == stated(8 / 11, 11)
    assert [(note.code, note.params["roles"].en) for note in found.notes] == [("M-ROLES-WITHOUT", "agent")]  # type: ignore[union-attr]


def action(case: str, amount: float | None, **columns: Any) -> dict[str, Any]:
    common = {"failure_id": case, "complaint_id": None, "role": "clerk", "action_ts": NOON, "type": "refund"}
    empty = dict.fromkeys(("approved_up", "within_authority", "approval_wait_h"))
    return common | {"amount": amount} | empty | columns


def test_amounts_of_a_case_are_summed_before_they_are_held_against_the_limit() -> None:
    rows = [
        action("f1", 60.0, approved_up=True), action("f1", 60.0),  # 120: above the limit
        action("f2", 60.0, approved_up=True), action("f2", 40.0, approved_up=False),  # 100: within, sent up
        action("f3", 10.0, approved_up=False),
        action("f4", 10.0),  # nobody knows who approved
        action("f5", None, approved_up=True),
        action("f6", 10.0, role="guest", approved_up=True),  # a role without a limit
        action("f7", None),
    ]  # fmt: skip
    limits = [
        limit("clerk", 100.0),
        limit("clerk", 5.0, since=dt.date(2025, 3, 1)),
        limit("guest", None, actions=["x"]),
    ]
    ev = evidence_of(recovery_actions=rows, empowerment=limits)
    used = measured("M-EMP-USE", ev)
    share = the(used, "sent_up")
    assert (share.n, share.unknown, share.excluded) == (2, 1, {"above_limit": 1})
    assert the(used, "of_limit", quantile="p50").value == pytest.approx((0.1 + 1.0) / 2)
    over = the(measured("M-EMP-OVER", ev), "breached")
    # Of f7 neither amount, authority nor approval is recorded; f5 was approved, whatever its amount.
    assert (over.n, over.unknown, over.value) == (5, 1, 0)


def test_a_breach_is_a_sum_above_the_limit_that_nobody_approved() -> None:
    rows = [
        *(action(f"a{i}", 150.0) for i in range(3)),
        *(action(f"b{i}", 150.0, approved_up=True) for i in range(2)),
        *(action(f"c{i}", 100.0) for i in range(24)),
        action("d", None, within_authority=False),
        action("e", None, within_authority=True),
    ]
    ev = evidence_of(recovery_actions=rows, empowerment=[limit("clerk", 100.0)])
    assert facts(the(measured("M-EMP-OVER", ev), "breached")) == stated(4 / 31, 31, **wilson(4, 31))


def test_the_limit_in_force_when_the_action_was_taken_counts() -> None:
    limits = [limit("clerk", 100.0), limit("clerk", 200.0, since=dt.date(2025, 2, 3))]
    rows = [*(action(f"a{i}", 150.0) for i in range(5))]
    day_before = [
        one | {"action_ts": NOON - dt.timedelta(days=1), "failure_id": f"z{i}"} for i, one in enumerate(rows)
    ]
    ev = evidence_of(recovery_actions=[*rows, *day_before], empowerment=limits)
    assert the(measured("M-EMP-OVER", ev), "breached").value == 0.5


@pytest.mark.parametrize("id_", ["M-EMP-USE", "M-EMP-OVER"])
def test_without_limits_nothing_is_said_of_their_use(id_: str) -> None:
    columns = {"empowerment": ["role", "limit_amount", "valid_from"]}
    ev = evidence_of(recovery_actions=[action("f", 1.0)], empowerment=[], columns=columns)
    reason = measured(id_, ev).reason
    assert reason is not None
    assert reason.code == "M-NO-LIMITS"


def test_the_wait_for_approval_is_that_of_actions_approved_above() -> None:
    waits = [*map(float, range(1, 41))]
    rows = [action(f"f{i}", 1.0, approved_up=True, approval_wait_h=wait) for i, wait in enumerate(waits)]
    rows += [
        action("x", 1.0, approved_up=False, approval_wait_h=99.0),
        action("y", 1.0, approval_wait_h=99.0),
    ]
    found = measured("M-EMP-WAIT", evidence_of(recovery_actions=rows))
    p90 = the(found, "hours", quantile="p90")
    # Type 7 at 0.9 of 40 values: 1 + 39 * 0.9 = 36.1; order statistics 32 and 40.
    assert facts(p90) == stated(36.1, 40, low=32, high=40, method="order_statistics")


def course(staff: int, held: dt.date, topic: str = "recovery", **columns: Any) -> dict[str, Any]:
    return {
        "staff_id": f"s{staff}",
        "topic": topic,
        "held_on": held,
        "assessed": None,
        "passed": None,
    } | columns


def test_staff_are_trained_within_two_years_and_newcomers_within_ninety_days() -> None:
    newcomer = dt.date(2025, 1, 1)  # exactly 90 days before the end
    staff = [person(i) for i in range(5)]
    staff += [person(i, hired_on=newcomer) for i in (5, 6)] + [person(7, hired_on=dt.date(2025, 1, 2))]
    staff += [person(8, hired_on=dt.date(2025, 3, 1)), person(9, left_on=dt.date(2025, 2, 1))]
    courses = [
        course(0, dt.date(2023, 4, 1)),
        course(1, dt.date(2023, 3, 31)),
        course(2, dt.date(2025, 3, 31), "listening"),
        course(3, dt.date(2025, 3, 1), "product"),
        course(4, END),
        course(5, dt.date(2025, 3, 31)),
        course(8, dt.date(2025, 3, 2)),
    ]
    share = the(measured("M-TRAIN-COV", evidence_of(staff_register=staff, training=courses)), "trained")
    # 0, 2, 5 (day 89) and 8 are trained; 7 has still a day to go.
    assert facts(share) == stated(
        4 / 8, 8, **wilson(4, 8), excluded={"not_yet_due": 1}, sufficiency="indicative", reason="M-TOO-FEW"
    )


def test_a_newcomer_trained_too_late_is_not_trained_in_time() -> None:
    period = (dt.date(2024, 1, 1), END)
    hired = dt.date(2024, 6, 1)
    staff = [person(i, hired_on=hired) for i in range(6)]
    courses = [course(i, hired + dt.timedelta(days=90 + i // 3)) for i in range(6)]
    ev = evidence_of(staff_register=staff, training=courses, period=period)
    assert the(measured("M-TRAIN-COV", ev), "trained").value == 0.5


def test_training_is_effective_when_assessed_and_passed() -> None:
    held = dt.date(2025, 1, 15)
    rows = [
        *times(20, course(1, held, assessed=True, passed=True)),
        *times(5, course(1, held, assessed=True, passed=False)),
        *times(5, course(1, held, assessed=True)),
        *times(10, course(1, held)),
        *times(9, course(1, held, "law", assessed=True, passed=True)),
        *times(9, course(1, dt.date(2023, 3, 31), assessed=True, passed=True)),
    ]
    found = measured("M-TRAIN-EFF", evidence_of(training=rows))
    assert facts(the(found, "assessed")) == stated(30 / 40, 40, **wilson(30, 40))
    assert facts(the(found, "passed")) == stated(
        20 / 25, 25, **wilson(20, 25), excluded={"no_result": 5}, sufficiency="indicative", reason="M-TOO-FEW"
    )
    assert facts(the(found, "effective")) == stated(0.75 * 0.8, 40, **wilson(24, 40))


@pytest.mark.parametrize(("n", "flags"), [(29, []), (30, ["M-EVERYONE-PASSED"])])
def test_a_test_that_everyone_passes_is_flagged(n: int, flags: list[str]) -> None:
    rows = times(n, course(1, dt.date(2025, 1, 15), assessed=True, passed=True))
    share = the(measured("M-TRAIN-EFF", evidence_of(training=rows)), "passed")
    assert [flag.code for flag in share.flags] == flags


def event(kind: str, reason: str | None, staff: int = 1, confirmed: bool | None = None) -> dict[str, Any]:
    return {
        "type": kind,
        "reason": reason,
        "event_on": START,
        "confirmed": confirmed,
        "staff_id": f"s{staff}",
    }


def test_only_confirmed_sanctions_for_recovery_within_the_limit_count() -> None:
    events = [
        event("sanction", "recovery_within_limit", confirmed=True),
        event("sanction", "recovery_within_limit", confirmed=False),
        *times(2, event("sanction", "recovery_within_limit")),
        event("sanction", "recovery_over_limit", confirmed=True),
        event("sanction", None, confirmed=True),
        event("recognition", "recovery_within_limit", confirmed=True),
    ]
    staff = [
        {"nopun_belief": value, "site_id": None, "role": None} for value in (3.0,) * 9 + (4.0,) + (None,)
    ]
    found = measured("M-NOPUN", evidence_of(staff_events=events, survey_contact_staff=staff))
    assert facts(the(found, "sanctions")) == stated(1, 7)
    assert facts(the(found, "unconfirmed")) == stated(2, 7)
    belief = facts(the(found, "belief"))
    assert belief == stated(
        3.1, 10, **student([3.0] * 9 + [4.0]), excluded={"not_answered": 1}, flags=["M-PUNISHMENT-FEARED"]
    )


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ([4.0] * 9 + [3.0], ["C-PUNISHMENT-FEARED"]),
        ([4.0] * 10, []),
        ([1.0] * 9 + [None], []),  # too few to move a score
    ],
)
def test_the_score_is_held_where_staff_do_not_believe_that_good_faith_goes_unpunished(
    answers: list[float | None], notes: list[str]
) -> None:
    columns = {"staff_events": ["type", "reason", "event_on", "confirmed"]}
    staff = [{"nopun_belief": one, "site_id": None, "role": None} for one in answers]
    ev = evidence_of(staff_events=[], survey_contact_staff=staff, columns=columns)
    assert said(measured("M-NOPUN", ev)) == notes


def test_a_log_without_an_event_shows_no_sanction_and_no_log_shows_nothing() -> None:
    columns = {"staff_events": ["type", "reason", "event_on", "confirmed"]}
    assert the(measured("M-NOPUN", evidence_of(staff_events=[], columns=columns)), "sanctions").value == 0
    assert measured("M-NOPUN", evidence_of()).estimates == ()


def test_recognition_and_turnover_stand_on_the_days_in_post() -> None:
    staff = [
        *(person(i) for i in range(8)),  # 90 days each
        person(8, hired_on=dt.date(2025, 3, 2)),  # 30 days
        person(9, left_on=dt.date(2025, 1, 11)),  # 10 days
        person(10, left_on=START - dt.timedelta(days=1)),
        person(11, front_line=False, left_on=dt.date(2025, 2, 1)),
    ]
    years = (8 * 90 + 30 + 10) / 365.25
    events = [
        *times(2, event("recognition", "recovery_within_limit")),
        event("recognition", "recovery_over_limit", 2),
        event("recognition", "recovery_over_limit", 11),  # not of the front line
        event("recognition", "other"),
        event("sanction", "recovery_over_limit"),
    ]
    ev = evidence_of(staff_register=staff, staff_events=events)
    low, high = poisson_rate(3, years / 100)
    assert facts(the(measured("M-RECOG", ev), "rate")) == stated(
        3 / years * 100, 3, low=low, high=high, method="poisson"
    )
    low, high = poisson_rate(1, years)
    assert facts(the(measured("M-STAFFLOY", ev), "rate")) == stated(
        1 / years, 1, low=low, high=high, method="poisson"
    )


def test_support_and_awareness_run_from_nought_to_a_hundred() -> None:
    answers = [1.0, 7.0, 4.0, 4.0, 4.0, 4.0, 7.0, 7.0, 7.0, 7.0]
    staff = [{"support": one, "awareness": 8 - one, "site_id": "A", "role": "clerk"} for one in answers]
    ev = evidence_of(survey_contact_staff=[*staff, {"support": None, "awareness": None}])
    scores = [(one - 1) / 6 * 100 for one in answers]
    assert facts(the(measured("M-INTREC", ev), "support")) == stated(
        sum(scores) / 10, 10, **student(scores), excluded={"not_answered": 1}
    )
    assert the(measured("M-CULT", ev), "awareness").value == pytest.approx(100 - sum(scores) / 10)
    assert said(measured("M-CULT", ev)) == []
