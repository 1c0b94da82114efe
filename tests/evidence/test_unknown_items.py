"""Columns of answers to items that the instrument does not have."""

from __future__ import annotations

import pytest

from audit.criteria.instrument import Instrument
from tests.evidence.conftest import TakeIn, told

MANAGERS = "manager_id,level,{header}\nM1,top,4\n"
CUSTOMERS = "respondent_id,survey_ts,e01,{header}\nR1,2026-05-01,5,4\n"
RECOVERY = "resp_id,survey_ts,dj1,{header}\nV1,2026-05-01,5,4\n"
SURVEYS = {"survey_customers": CUSTOMERS, "survey_managers": MANAGERS, "survey_recovery": RECOVERY}


def said(taken_in: TakeIn, instrument: Instrument, survey: str, header: str) -> list[tuple[str, str]]:
    files = {"s.csv": SURVEYS[survey].format(header=header)}
    intake = taken_in({survey: {"files": ["s.csv"]}}, files, instrument)
    return [(code, words) for code, _, _, _, _, words in told(intake) if "UNKNOWN" in code]


@pytest.mark.parametrize(
    ("survey", "header", "hint"),
    [
        ("survey_customers", "p07", "of this kind there are p01-p06"),
        ("survey_customers", "E99", "of this kind there are e01-e06"),
        ("survey_customers", "p5", "did you mean p05?"),
        ("survey_customers", "w_emp", "of this kind there are w_tan, w_rel"),
        ("survey_managers", "m07", "of this kind there are m01-m06"),
        ("survey_managers", "std_ass", "of this kind there are std_tan, std_rel"),
        ("survey_recovery", "dj5", "of this kind there are dj1-dj4"),
    ],
)
def test_a_column_of_an_item_that_there_is_not_is_told(
    taken_in: TakeIn, instrument: Instrument, survey: str, header: str, hint: str
) -> None:
    words = f"the instrument has no “{header}”, and the column is not used; {hint}"
    assert said(taken_in, instrument, survey, header) == [("W-ITEM-UNKNOWN", words)]


@pytest.mark.parametrize("header", ["Q7", "phase 2", "points", "p7a", "comment_w", "p"])
def test_other_columns_of_theirs_are_only_noted(
    taken_in: TakeIn, instrument: Instrument, header: str
) -> None:
    assert said(taken_in, instrument, "survey_customers", header) == [
        ("N-COLUMN-UNKNOWN", f"the column “{header}” is not used")
    ]


def test_without_an_instrument_nothing_is_known_of_items(taken_in: TakeIn) -> None:
    files = {"s.csv": CUSTOMERS.format(header="p07")}
    codes = [one[0] for one in told(taken_in({"survey_customers": {"files": ["s.csv"]}}, files))]
    assert codes == ["N-COLUMN-UNKNOWN"]  # a group of both
