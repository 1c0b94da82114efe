"""Do standards come from customers, suit them, and are they known and reviewed?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.measures.answers import respondent
from tests.measures.evidence import (
    evidence_of,
    facts,
    instrument,
    measured,
    said,
    stated,
    student,
    the,
    times,
    wilson,
)  # fmt: skip

TINY = instrument()
START, END = dt.date(2025, 1, 1), dt.date(2025, 4, 1)


def standard(name: str, **columns: Any) -> dict[str, Any]:
    return {"standard_id": name, "formal": True} | columns


def test_a_standard_is_based_on_customers_when_its_study_is_registered() -> None:
    rows = [
        standard("S1", customer_based=True, research_id="R1"),
        standard("S2", customer_based=True, research_id="R9"),
        standard("S3", customer_based=True, research_id=None),
        standard("S4", customer_based=None, research_id="R1"),
        standard("S5", customer_based=True, research_id="R1", formal=False),
    ]
    studies = [{"activity_id": "R1"}, {"activity_id": "R2"}]
    found = measured("M-G2-CUST", evidence_of(service_standards=rows, research_activities=studies))
    assert facts(the(found, "based")) == stated(0.25, 4)
    none = measured("M-G2-CUST", evidence_of(service_standards=rows[4:], research_activities=studies))
    assert facts(the(none, "based")) == stated(None, 0, sufficiency="insufficient", reason="M-NO-CASES")
    assert measured("M-G2-CUST", evidence_of(service_standards=rows)).reason is not None


def adequacy(waits: list[float | None], *standards: dict[str, Any], **options: Any) -> Any:
    survey = [respondent(expected_wait_adequate=wait) for wait in waits]
    return measured(
        "M-G2-ADEQ", evidence_of(of=TINY, survey_customers=survey, service_standards=standards, **options)
    )


def refers(name: str, target: float | None, unit: str, **columns: Any) -> dict[str, Any]:
    common = {"adequacy_ref": "expected_wait_adequate", "target_value": target, "unit": unit}
    return standard(name, **(common | {"operator": "<=", "importance": None, "clock": None} | columns))


WAITS = [*[10.0] * 10, *[15.0] * 10, *[20.0] * 15, None]


def test_a_target_is_adequate_for_those_who_would_wait_as_long_whatever_its_unit() -> None:
    found = adequacy(
        WAITS,
        refers("S1", 15.0, "min", importance=3.0),
        refers("S2", 900.0, "s"),
        refers("S3", 1 / 3, "h"),
        refers("S4", 0.01, "d"),
        refers("S5", 15.0, "min", operator=">="),
        refers("S6", 15.0, "min", operator=None),
        standard("S7", adequacy_ref=None),
    )
    unanswered = {"excluded": {"not_answered": 1}}
    for name, hits in (("S1", 25), ("S2", 25), ("S3", 15), ("S4", 25), ("S5", 20), ("S6", 25)):
        expected = stated(hits / 35, 35, **wilson(hits, 35), **unanswered)
        assert facts(the(found, "adequate", standard=name)) == expected
    assert [one.weight for one in found.estimates] == [3, 1, 1, 1, 1, 1]
    assert said(found) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"unit": "score"},
        {"operator": "="},
        {"target_value": None},
        {"unit": "d", "clock": "business"},
        {"adequacy_ref": "nothing_known"},
        {"adequacy_ref": "segment"},
    ],
)
def test_what_cannot_be_compared_is_left_to_the_reviewer(columns: dict[str, Any]) -> None:
    odd = refers("S1", 15.0, "min") | columns
    found = adequacy(WAITS, odd, refers("S2", 15.0, "min"))
    assert [one.key["standard"] for one in found.estimates] == ["S2"]
    assert said(found) == ["M-ADEQUACY-UNIT"]
    reason = adequacy(WAITS, odd).reason
    assert reason is not None
    assert reason.code == "M-NO-ADEQUACY"


def test_without_a_question_that_a_standard_names_adequacy_does_not_apply() -> None:
    reason = adequacy(WAITS, refers("S1", 15.0, "min", adequacy_ref=None)).reason
    assert reason is not None
    assert reason.code == "M-NO-ADEQUACY"


def test_managers_rate_formality_beside_what_they_believe_customers_expect() -> None:
    beliefs = {f"m0{i}": 4.0 for i in range(1, 7)}
    rows = [
        *times(3, {"std_tan": 7.0, "std_emp": 1.0} | beliefs),
        *times(2, {"std_tan": 4.0, "std_emp": None}),
    ]
    rows.append({"std_tan": None, "std_emp": None})
    survey = [respondent(expected=(3,) * 6)]
    found = measured("M-G2-MGMT", evidence_of(of=TINY, survey_managers=rows, survey_customers=survey))
    assert facts(the(found, "formality")) == stated(
        50, 5, **student([50.0] * 5), excluded={"not_answered": 1}
    )
    tangibles = [100.0, 100.0, 100.0, 50.0, 50.0]
    assert facts(the(found, "dimension_formality", dimension="tan")) == stated(
        np.mean(tangibles), 5, **student(tangibles), excluded={"not_answered": 1}
    )
    assert the(found, "dimension_formality", dimension="emp").sufficiency == "insufficient"
    assert the(found, "belief", dimension="emp").n == 3
    alone = measured("M-G2-MGMT", evidence_of(of=TINY, survey_managers=rows))
    assert {one.result for one in alone.estimates} == {"formality", "dimension_formality"}


def test_a_review_counts_by_the_day_it_is_due_and_not_earlier_than_a_year_before() -> None:
    due = dt.date(2025, 3, 1)
    rows = [
        standard("S1", review_due=due, reviewed_on=due),
        standard("S2", review_due=due, reviewed_on=dt.date(2024, 3, 1)),
        standard("S3", review_due=due, reviewed_on=dt.date(2024, 2, 29)),
        standard("S4", review_due=due, reviewed_on=dt.date(2025, 3, 2)),
        standard("S5", review_due=START, reviewed_on=None),
        standard("S6", review_due=None, reviewed_on=due),
        standard("S7", review_due=END, reviewed_on=None),
        standard("S8", review_due=dt.date(2024, 12, 31), reviewed_on=None),
        standard("S9", review_due=due, reviewed_on=None, formal=False),
    ]
    found = measured("M-G2-REVIEW", evidence_of(service_standards=rows))
    assert facts(the(found, "reviewed")) == stated(2 / 6, 6)
    assert [(one.code, one.params["standards"]) for one in found.notes] == [
        ("M-REVIEW-MISSED", "S3, S4, S5, S6")
    ]
    reason = measured("M-G2-REVIEW", evidence_of(service_standards=rows[6:])).reason
    assert reason is not None
    assert reason.code == "M-NO-REVIEW-DUE"
