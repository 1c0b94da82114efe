"""Whether the organisation listens and uses what it hears."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit.measures.statistics.rates import poisson_rate
from tests.measures.evidence import (
    evidence_of,
    facts,
    measured,
    stated,
    the,
    times,
    wilson,
)  # fmt: skip


def study(kind: str, completed: dt.date | None, *services: str, **columns: Any) -> dict[str, Any]:
    covered = {"services_covered": list(services) or None}
    return (
        {"kind": kind, "completed_on": completed, "used_in": None, "decision_recorded": None}
        | covered
        | columns
    )


def test_cadence_is_the_age_of_the_last_study_of_each_service() -> None:
    rows = [
        study("survey", dt.date(2024, 3, 31), "repair"),
        study("panel", dt.date(2023, 1, 1), "repair", "delivery"),
        study("interview", dt.date(2025, 4, 2), "delivery"),  # after the period
        study("survey", None, "delivery"),
        study("mystery", dt.date(2025, 3, 1), "delivery"),  # asks nobody
        study("survey", dt.date(2025, 3, 1)),  # covers none
        study("survey", dt.date(2025, 4, 1), "advice"),
    ]
    services = ("repair", "delivery", "advice", "loans")
    found = measured("M-G1-CADENCE", evidence_of(research_activities=rows, services=services))
    repair = 366 / 30.4375
    assert facts(the(found, "months", service="repair")) == stated(repair, 2)
    assert facts(the(found, "months", service="delivery")) == stated(821 / 30.4375, 1)
    assert facts(the(found, "months", service="advice")) == stated(0, 1)
    never = the(found, "months", service="loans")
    assert facts(never) == stated(None, 0, reason="M-NEVER-STUDIED")
    assert never.beyond
    assert facts(the(found, "median")) == stated((repair + 821 / 30.4375) / 2, 4)
    assert facts(the(found, "within")) == stated(0.5, 4)


def test_the_median_of_services_mostly_never_studied_lies_beyond_every_number() -> None:
    rows = [study("survey", dt.date(2025, 1, 1), "repair")]
    found = the(
        measured("M-G1-CADENCE", evidence_of(research_activities=rows, services=("repair", "x"))), "median"
    )
    assert (found.value, found.beyond) == (None, True)


def test_without_services_there_is_no_cadence() -> None:
    reason = measured("M-G1-CADENCE", evidence_of(research_activities=[study("survey", None, "x")])).reason
    assert reason is not None
    assert reason.code == "M-NO-SERVICES"


def test_a_study_is_used_when_it_names_a_decision() -> None:
    used = {"used_in": ["D-1"]}
    rows = [
        study("survey", dt.date(2023, 4, 2), **used),
        study("lost_customer", dt.date(2025, 4, 1), used_in=["D-2", "A-3"]),
        study("complaint_analysis", dt.date(2024, 1, 1)),
        study("mystery", dt.date(2024, 1, 1), used_in=[]),
        study("survey", dt.date(2023, 4, 1), **used),  # 24 months and a day before the last day
        study("survey", dt.date(2025, 4, 2), **used),
        study("survey", None, **used),
        study("upward_meeting", dt.date(2024, 1, 1), **used),
    ]
    found = the(measured("M-G1-USE", evidence_of(research_activities=rows)), "used")
    assert facts(found) == stated(0.5, 4, **wilson(2, 4))
    few = the(measured("M-G1-USE", evidence_of(research_activities=rows[:2])), "used")
    assert facts(few) == stated(None, 2, sufficiency="insufficient", reason="M-TOO-FEW")


def test_upward_meetings_count_where_a_decision_was_recorded() -> None:
    inside = dt.date(2025, 2, 1)
    rows = [
        *times(4, study("upward_meeting", inside, decision_recorded=True)),
        study("upward_meeting", dt.date(2025, 1, 1), decision_recorded=False),
        study("upward_meeting", dt.date(2025, 3, 31)),
        *times(2, study("upward_meeting", None, decision_recorded=True)),
        study("upward_meeting", dt.date(2025, 4, 1), decision_recorded=True),
        study("horizontal_meeting", inside, decision_recorded=True),
    ]
    found = measured("M-G1-UP", evidence_of(research_activities=rows, declared={"people.front_line": 50.0}))
    undated = {"excluded": {"no_date": 2}}
    assert facts(the(found, "decided")) == stated(4 / 6, 6, **wilson(4, 6), **undated, flags=["M-IF-FAILED"])
    # 50 staff over 90 days are 147.84 staff-months.
    exposure = 50 * 90 / 30.4375 / 100
    low, high = poisson_rate(6, exposure)
    assert facts(the(found, "rate")) == stated(
        6 / exposure, 6, low=low, high=high, method="poisson", **undated
    )
    no_headcount = measured("M-G1-UP", evidence_of(research_activities=rows))
    assert [one.result for one in no_headcount.estimates] == ["decided"]
