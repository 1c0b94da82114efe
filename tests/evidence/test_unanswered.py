"""Items of the instrument that nobody answered."""

from __future__ import annotations

import pytest

from audit.criteria.instrument import Instrument
from tests.evidence.conftest import TakeIn, told

CUSTOMERS = {"survey_customers": {"files": ["t.csv"]}}
MANAGERS = {"survey_managers": {"files": ["t.csv"]}}


def said(
    taken_in: TakeIn,
    instrument: Instrument | None,
    evidence: dict[str, object],
    text: str,
    language: str = "en",
) -> list[tuple[str, int, str]]:
    intake = taken_in(evidence, {"t.csv": text}, instrument)
    codes = ("W-ITEM-UNANSWERED", "W-NO-ANSWERS")
    return [(code, count, words) for code, _, count, *_, words in told(intake, language) if code in codes]


def survey(*columns: str, cells: str = "4") -> str:
    header = f"respondent_id,survey_ts,{','.join(columns)}\n"
    return header + "".join(f"R{n},2026-05-01{f',{cells}' * len(columns)}\n" for n in range(2))


def numbered(prefix: str, *numbers: int) -> list[str]:
    return [f"{prefix}{n:02d}" for n in numbers]


def test_items_without_any_answer_are_told_once_with_their_columns(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    text = survey(*numbered("e", 1, 2, 3, 4, 6), *numbered("p", 1, 2, 3, 4))
    text += "R9,2026-05-01,1,1,1,1,,1,1,1,1\n"
    assert said(taken_in, instrument, CUSTOMERS, text) == [
        ("W-ITEM-UNANSWERED", 1, "nobody answered these items: 05 (e05, p05); 06 (p06)")
    ]
    assert said(taken_in, instrument, CUSTOMERS, text, "zh") == [
        ("W-ITEM-UNANSWERED", 1, "以下题项没有任何作答：05 (e05, p05); 06 (p06)")
    ]


def test_a_column_that_is_there_and_empty_holds_no_answer(taken_in: TakeIn, instrument: Instrument) -> None:
    text = "respondent_id,survey_ts,e01,e02,e03,e04,e05,e06\nR1,2026-05-01,1,,1,1,1,1\n"
    assert said(taken_in, instrument, CUSTOMERS, text) == [
        ("W-ITEM-UNANSWERED", 1, "nobody answered these items: 02 (e02)")
    ]


def test_a_facet_that_nobody_was_asked_in_is_no_fault_of_its_items(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    assert said(taken_in, instrument, CUSTOMERS, survey(*numbered("p", *range(1, 7)))) == []


@pytest.mark.parametrize("text", [survey("Q1", "Q2"), survey(*numbered("p", *range(1, 7)), cells="")])
def test_a_survey_without_any_answer_to_the_instrument_is_told(
    taken_in: TakeIn, instrument: Instrument, text: str
) -> None:
    words = "there is no answer to any item of the instrument “small”"
    assert said(taken_in, instrument, CUSTOMERS, text) == [("W-NO-ANSWERS", 1, words)]


def test_managers_need_not_be_asked_but_then_of_every_item(taken_in: TakeIn, instrument: Instrument) -> None:
    assert said(taken_in, instrument, MANAGERS, "manager_id,level\nM1,top\n") == []
    text = f"manager_id,level,{','.join(numbered('m', 1, 2, 3, 4, 5))}\nM1,top,1,2,3,4,5\n"
    assert said(taken_in, instrument, MANAGERS, text) == [
        ("W-ITEM-UNANSWERED", 1, "nobody answered these items: 06 (m06)")
    ]


def test_nothing_is_told_of_a_survey_without_rows_or_an_audit_without_instrument(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    assert said(taken_in, instrument, CUSTOMERS, "respondent_id,survey_ts,e01\n") == []
    assert said(taken_in, None, CUSTOMERS, survey("e01")) == []
