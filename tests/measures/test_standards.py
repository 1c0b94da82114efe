"""Are there standards for what matters to customers?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from audit.engagement import ImportantItems
from tests.measures.answers import respondent
from tests.measures.evidence import evidence_of, facts, instrument, measured, said, stated, the

TINY = instrument()
APPROVED = dt.date(2024, 6, 1)


def standard(item: str, **columns: Any) -> dict[str, Any]:
    complete = {"formal": True, "target_value": 1.0, "unit": "h", "approved_on": APPROVED}
    return {"standard_id": f"S{item}", "item_id": item, **complete, **columns}


def coverage(rows: list[dict[str, Any]], answers: dict[str, Any]) -> Any:
    return measured("M-G2-COV", evidence_of(of=TINY, service_standards=rows, survey_customers=[answers] * 30))


# Means 5 4 4 4 2 1, item 03 turned: the median is 4, so items 01-04 are important.
IMPORTANCE = respondent(importance=(5, 4, 2, 4, 2, 1))


def test_items_at_the_median_are_important_and_a_complete_formal_standard_covers_one() -> None:
    rows = [
        standard("01", approved_on=dt.date(2025, 4, 1)),
        standard("01"),
        standard("02", formal=False),
        standard("02", target_value=None),
        standard("02", unit=None),
        standard("02", approved_on=None),
        standard("02", approved_on=dt.date(2025, 4, 2)),
        standard("03", target_value=0.0),
        standard("05"),
    ]
    found = coverage(rows, IMPORTANCE)
    assert facts(the(found, "coverage")) == stated(0.5, 4)
    assert said(found) == []


def test_expectation_stands_in_for_importance() -> None:
    answers = {f"e{i:02d}": value for i, value in enumerate((5, 4, 2, 4, 2, 1), start=1)}
    found = coverage([standard("01"), standard("04")], answers)
    assert facts(the(found, "coverage")) == stated(0.5, 4)
    assert said(found) == ["M-IPA-EXPECTED"]


def test_fewer_than_five_items_with_a_mean_are_too_few() -> None:
    found = coverage([standard("01")], respondent(importance=(5, 4, 2, 4, None, None)))
    assert facts(the(found, "coverage")) == stated(None, 0, sufficiency="insufficient", reason="M-FEW-ITEMS")


@pytest.mark.parametrize(
    ("agreed", "answered", "value", "note"),
    [
        (dt.date(2024, 12, 31), None, 1 / 3, "M-IMPORTANT-AGREED"),
        (dt.date(2025, 1, 1), None, 0.5, "M-IMPORTANT-LATE"),
        (dt.date(2025, 2, 9), dt.datetime(2025, 2, 10, 9), 1 / 3, "M-IMPORTANT-AGREED"),
        (dt.date(2025, 2, 10), dt.datetime(2025, 2, 10, 9), 0.5, "M-IMPORTANT-LATE"),
    ],
)
def test_a_list_of_important_items_counts_when_it_was_agreed_before_the_first_answer(
    agreed: dt.date, answered: dt.datetime | None, value: float, note: str
) -> None:
    ev = evidence_of(
        of=TINY,
        important_items=ImportantItems(items=("01", "05", "06"), agreed_on=agreed),
        service_standards=[standard("01"), standard("02")],
        survey_customers=[IMPORTANCE | {"survey_ts": answered}] * 30,
    )
    found = measured("M-G2-COV", ev)
    assert facts(the(found, "coverage")) == stated(value, 3 if value < 0.5 else 4)
    assert said(found) == [note]


def test_a_standard_is_as_complete_as_the_elements_that_it_states() -> None:
    whole = {"operator": "<=", "required_share": 0.9, "owner": "shop manager", "data_source": "till"}
    rows = [standard("01", **whole), standard("02", unit=None), standard("03", formal=False, **whole)]
    found = measured("M-G2-QUAL", evidence_of(of=TINY, service_standards=rows))
    # Seven of seven and two of seven; the informal one does not count.
    assert facts(the(found, "completeness")) == stated(9 / 14, 2)


def test_without_a_formal_standard_there_is_no_completeness() -> None:
    found = measured("M-G2-QUAL", evidence_of(of=TINY, service_standards=[standard("01", formal=False)]))
    assert facts(the(found, "completeness")) == stated(
        None, 0, sufficiency="insufficient", reason="M-NO-CASES"
    )
