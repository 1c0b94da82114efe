"""Root causes, corrective actions, patterns and recurrence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit.measures.exposure import Exposure
from audit.measures.statistics.rates import rate_ratio
from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times, wilson

CUT = dt.datetime(2025, 4, 1)
OPENED = dt.datetime(2025, 1, 6)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def failure(
    name: str, severity: int | None, kind: str | None = None, site: str | None = "A", **columns: Any
) -> dict[str, Any]:
    common = {"failure_id": name, "severity": severity, "src_class": kind, "site_id": site}
    return common | {"detected_ts": OPENED} | columns


def action(**columns: Any) -> dict[str, Any]:
    names = (
        "failure_ids",
        "rca_method",
        "due_ts",
        "closed_ts",
        "cancelled_reason",
        "effectiveness_checked_ts",
    )
    return {
        "opened_ts": OPENED,
        "type": "corrective",
        **dict.fromkeys((*names, "effective", "cause_class")),
        **columns,
    }


def test_severe_and_repeated_failures_call_for_a_root_cause_analysis() -> None:
    failures = [
        failure("s1", 4), failure("s2", 5), failure("s3", 4),
        *(failure(f"r{i}", 1, "late") for i in range(3)),
        *(failure(f"b{i}", 1, "late", "B") for i in range(2)),
        failure("u", None), failure("u2", None, "rude"),
        failure("new", 5, detected_ts=CUT - days(29.9)),
    ]  # fmt: skip
    actions = [
        action(failure_ids=["s1", "r0", "b0"], rca_method="5why"),
        action(failure_ids=["s2"], rca_method="none"),
        action(failure_ids=["s3"]),
        action(failure_ids=["r1"], rca_method="fmea", opened_ts=CUT + days(1)),
    ]
    share = the(measured("M-RCA", evidence_of(failures=failures, corrective_actions=actions)), "covered")
    assert facts(share) == stated(
        2 / 6, 6, **wilson(2, 6), unknown=2, excluded={"not_yet_due": 1, "not_called_for": 2},
        sufficiency="insufficient", reason="M-UNKNOWN",
    )  # fmt: skip


def test_an_action_is_closed_in_time_and_cancelled_only_with_a_reason() -> None:
    due = OPENED + days(30)
    actions = [
        *times(6, action(due_ts=due, closed_ts=due)),
        *times(2, action(due_ts=due, closed_ts=due + days(10))),
        *times(2, action(due_ts=due)),
        action(due_ts=due, cancelled_reason="merged"), action(due_ts=due, cancelled_reason="merged"),
        action(), action(due_ts=CUT + days(1), closed_ts=OPENED),
    ]  # fmt: skip
    found = measured("M-CA-CLOSE", evidence_of(corrective_actions=actions))
    assert facts(the(found, "in_time")) == stated(
        6 / 10,
        10,
        **wilson(6, 10),
        excluded={"cancelled": 2, "no_due_time": 1, "not_yet_due": 1},
        flags=["M-IF-FAILED"],
    )
    assert the(found, "overdue", quantile="p50").value == 0
    cancelled = the(found, "cancelled")
    assert cancelled.value == pytest.approx(2 / 14)
    assert [flag.code for flag in cancelled.flags] == ["M-MANY-CANCELLED"]


def test_an_action_is_effective_once_it_was_checked() -> None:
    closed = CUT - days(90)
    checked = {"effectiveness_checked_ts": CUT - days(5), "effective": True}
    actions = [
        *times(6, action(closed_ts=closed, **checked)),
        action(closed_ts=closed, **checked | {"effective": False}),
        action(closed_ts=closed, **checked | {"effective": None}),
        action(closed_ts=closed, effective=True),
        action(closed_ts=closed),
        action(closed_ts=closed, type="correction", **checked),
        action(closed_ts=closed + days(1), **checked), action(**checked),
    ]  # fmt: skip
    share = the(measured("M-CA-EFF", evidence_of(corrective_actions=actions)), "effective")
    assert facts(share) == stated(
        6 / 10, 10, **wilson(6, 10), excluded={"correction": 1, "not_yet_due": 2}, flags=["M-IF-FAILED"]
    )


def test_corrections_are_not_systemic() -> None:
    kinds = ["correction"] * 4 + ["corrective"] * 3 + ["preventive"] * 2 + ["redesign"]
    share = the(
        measured("M-REDES", evidence_of(corrective_actions=[action(type=one) for one in kinds])), "systemic"
    )
    assert facts(share) == stated(0.6, 10, **wilson(6, 10))


def study(kind: str, completed: dt.date | None) -> dict[str, Any]:
    return {"kind": kind, "completed_on": completed}


@pytest.mark.parametrize(("covers", "value"), [(1, 1 / 3), (3, 1.0)])
def test_a_month_is_covered_by_the_analysis_completed_in_it_or_by_a_quarterly_one(
    covers: int, value: float
) -> None:
    studies = [
        study("complaint_analysis", dt.date(2025, 3, 31)),
        study("pattern_report", dt.date(2025, 4, 1)),
        study("survey", dt.date(2025, 1, 5)),
        study("pattern_report", None),
    ]
    found = measured("M-PATTERN", evidence_of(research_activities=studies), covers=covers)
    assert facts(the(found, "months")) == stated(value, 3)


def test_episodes_spread_evenly_within_a_month() -> None:
    exposure = Exposure({dt.date(2025, 1, 1): 310.0, dt.date(2025, 2, 1): 280.0})
    assert exposure.between(dt.datetime(2025, 1, 30), dt.datetime(2025, 2, 3, 12)) == pytest.approx(20 + 25)
    assert exposure.between(dt.datetime(2025, 2, 27), dt.datetime(2025, 3, 1)) == pytest.approx(20)
    assert exposure.between(dt.datetime(2025, 2, 27), dt.datetime(2025, 3, 2)) is None


def of_cause(cause: str, *offsets: float, closed: dt.datetime) -> list[dict[str, Any]]:
    return [{"cause_class": cause, "detected_ts": closed + days(offset)} for offset in offsets]


def test_recurrence_is_the_pooled_rate_after_over_the_rate_before() -> None:
    closed = dt.datetime(2024, 7, 1)
    months = [dt.date(2024, month, 1) for month in range(1, 13)] + [dt.date(2025, 1, 1)]
    before = [-180.0, *(-float(i) for i in range(1, 12))]  # 12 of them; one exactly at the start counts
    failures = [
        *of_cause("habit", *before, -180.01, 0.0, 0.01, 90.0, 180.0, 180.01, closed=closed),
        *of_cause("rare", *before[:9], 1.0, closed=closed),
    ]
    actions = [
        action(cause_class="habit", closed_ts=closed),
        action(cause_class="habit", closed_ts=closed, type="correction"),
        action(cause_class="habit", closed_ts=CUT - days(179)),
        action(cause_class="rare", closed_ts=closed),
    ]
    ev = evidence_of(
        failures=failures,
        corrective_actions=actions,
        contacts_volume=[{"period_month": month, "episodes": 1000} for month in months],
    )
    found = measured("M-CA-RECUR", ev)
    exposure = Exposure(dict.fromkeys(months, 1000.0))
    first, last = (
        exposure.between(*ends) or 0 for ends in ((closed - days(180), closed), (closed, closed + days(180)))
    )
    low, high = rate_ratio(3, last, 12, first)
    assert facts(the(found, "ratio")) == stated(
        (3 / last) / (12 / first), 15, low=low, high=high, method="rate_ratio"
    )
    assert said(found) == ["M-REGRESSION"]


def test_without_volumes_around_an_action_nothing_is_said_of_recurrence() -> None:
    closed = dt.datetime(2024, 7, 1)
    ev = evidence_of(
        failures=of_cause("habit", *(-float(i) for i in range(1, 12)), closed=closed),
        corrective_actions=[action(cause_class="habit", closed_ts=closed)],
        contacts_volume=[{"period_month": dt.date(2025, 1, 1), "episodes": 1000}],
    )
    reason = measured("M-CA-RECUR", ev).reason
    assert reason is not None
    assert reason.code == "M-NO-WINDOWS"
