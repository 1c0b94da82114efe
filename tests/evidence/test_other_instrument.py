"""A file of answers that names another questionnaire than audit.yaml does."""

from __future__ import annotations

from audit.criteria.instrument import Instrument
from tests.evidence.conftest import TakeIn, told

COLUMNS = [f"{prefix}{n:02d}" for prefix in "ep" for n in range(1, 7)]
SURVEY = {"survey_customers": {"files": ["s.csv"]}}


def sheets(*names: str) -> dict[str, str]:
    rows = "".join(f"R{n},{name},2026-05-01{',4' * len(COLUMNS)}\n" for n, name in enumerate(names))
    return {"s.csv": f"respondent_id,instrument_id,survey_ts,{','.join(COLUMNS)}\n" + rows}


def test_answers_to_two_instruments_are_not_pooled(taken_in: TakeIn, instrument: Instrument) -> None:
    intake = taken_in(SURVEY, sheets("small", "large", "", "large"), instrument)
    assert told(intake) == [
        (
            "E-OTHER-INSTRUMENT",
            "instrument_id",
            2,
            "3",
            "large",
            "answers to another instrument: audit.yaml names “small”",
        )
    ]
    assert told(intake, "zh")[0][-1] == "是另一份问卷的答卷：audit.yaml 写明的是“small”"
    assert [row.respondent_id for row in intake.evidence.rows("survey_customers")] == ["R0", "R2"]


def test_the_id_and_the_titles_of_an_instrument_name_it_however_they_are_written(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    assert told(taken_in(SURVEY, sheets("Small", " SMALL ", "小问卷", "s-mall"), instrument)) == []


def test_another_name_is_said_under_values(taken_in: TakeIn, instrument: Instrument) -> None:
    named = {"survey_customers": {"files": ["s.csv"], "values": {"instrument_id": {"2026 survey": "small"}}}}
    assert told(taken_in(named, sheets("2026 survey"), instrument)) == []


def test_without_an_instrument_nothing_can_be_compared(taken_in: TakeIn) -> None:
    codes = [one[0] for one in told(taken_in(SURVEY, sheets("large")))]
    assert "E-OTHER-INSTRUMENT" not in codes
