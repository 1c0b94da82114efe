"""Who complains, why others do not, where the organisation listens, and who is failed twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    the,
    times,
    wilson,
)

CUT = dt.datetime(2025, 4, 1)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def person(failed: bool | None, complained: bool | None = None, *reasons: str) -> dict[str, Any]:
    where = {"site_id": None, "channel": None, "segment": None}
    return {
        "had_failure": failed,
        "complained": complained,
        "noncomplaint_reason": list(reasons) or None,
    } | where


def test_the_iceberg_is_what_the_silent_would_have_said() -> None:
    people = [
        *times(10, person(True, True)), *times(30, person(True, False)), *times(2, person(True)),
        *times(5, person(False, True)), person(None),
    ]  # fmt: skip
    ev = evidence_of(of=instrument(), survey_customers=people, complaints=times(7, {"complaint_id": "c"}))
    found = measured("M-ICEBERG", ev)
    ends = wilson(10, 40)
    assert facts(the(found, "propensity")) == stated(0.25, 40, **ends, unknown=2, excluded={"no_failure": 6})
    factor = stated(4, 40, low=1 / ends["high"], high=1 / ends["low"], method="wilson")
    assert facts(the(found, "factor")) == factor
    assert the(found, "hidden").value == pytest.approx(7 * 3)
    assert said(found) == ["M-ORDER-OF-MAGNITUDE"]


def test_where_nobody_complained_the_factor_cannot_be_told() -> None:
    ev = evidence_of(of=instrument(), survey_customers=times(40, person(True, False)))
    found = measured("M-ICEBERG", ev)
    assert the(found, "propensity").value == 0
    assert facts(the(found, "factor")) == stated(
        None, 40, sufficiency="insufficient", reason="M-NOT-ESTIMABLE"
    )


def test_persons_are_counted_and_not_their_reasons() -> None:
    people = [
        *times(12, person(True, False, "effort", "fear", "minor")),
        *times(6, person(True, False, "unknown_whom")),
        *times(14, person(True, False, "minor", "other")),
        *times(5, person(True, False)), person(True, True, "effort"), person(True, None, "effort"),
    ]  # fmt: skip
    found = measured("M-NONCOMP", evidence_of(of=instrument(), survey_customers=people))
    assert facts(the(found, "barrier")) == stated(18 / 32, 32, **wilson(18, 32))
    assert facts(the(found, "reason", noncomplaint_reason="minor")) == stated(26 / 32, 32, **wilson(26, 32))
    assert the(found, "reason", noncomplaint_reason="cost").value == 0


def test_a_post_counts_when_it_has_a_record_of_the_last_twelve_months() -> None:
    end = dt.date(2025, 4, 1)
    studies = [
        ("panel", dt.date(2024, 4, 1)),
        ("upward_meeting", dt.date(2025, 3, 31)),
        ("media", dt.date(2024, 3, 31)),
    ]
    studies += [("lost_customer", end)]
    ev = evidence_of(
        research_activities=[{"kind": kind, "completed_on": day} for kind, day in studies],
        early_warnings=[{"source": "box", "signal_ts": dt.datetime(2025, 1, 5)}],
        complaints=[{"channel": "phone", "received_ts": dt.datetime(2025, 1, 5)}],
        history={"complaints": [{"channel": "app", "received_ts": dt.datetime(2024, 5, 1)}]},
    )
    found = measured("M-SOLICIT", ev)
    # Survey, staff, box, hotline, web and app.
    assert facts(the(found, "posts")) == stated(5, 8)
    assert [(note.code, note.params["posts"].en) for note in found.notes] == [  # type: ignore[union-attr]
        ("M-POSTS-SILENT", "social media, media, lost customers")
    ]


def complaint(number: int, reopened: int | None, resolved: bool = True) -> dict[str, Any]:
    at = dt.datetime(2025, 2, 1) if resolved else None
    return {
        "complaint_id": f"c{number}",
        "reopened_count": reopened,
        "resolved_ts": at,
        "site_id": None,
        "channel": None,
    }


def test_double_deviation_has_two_figures_with_two_denominators() -> None:
    complaints = [
        *(complaint(i, int(i < 3)) for i in range(10)),
        complaint(10, None),
        complaint(11, 4, resolved=False),
    ]
    satisfaction = [(0, 3.0), (1, 3.01), (2, 7.0), (3, 1.0), (4, None), (11, 1.0), (99, 1.0)]
    answers = [{"complaint_id": f"c{i}", "sat_recovery": value} for i, value in satisfaction]
    found = measured("M-DD", evidence_of(complaints=complaints, survey_recovery=answers))
    assert list(found.tables) == ["complaints", "survey_recovery"]
    assert facts(the(found, "twice", basis="log")) == stated(
        3 / 10, 10, **wilson(3, 10), unknown=1, excluded={"not_resolved": 1}, **FEW
    )
    by_survey = the(found, "twice", basis="survey")
    assert (by_survey.n, by_survey.excluded, by_survey.sufficiency) == (
        4,
        {"not_answered": 1},
        "insufficient",
    )
    more = evidence_of(complaints=complaints, survey_recovery=[*answers, answers[0]])
    assert the(measured("M-DD", more), "twice", basis="survey").value == pytest.approx(3 / 5)
