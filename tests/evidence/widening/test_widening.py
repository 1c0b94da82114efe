"""Answers in long files: the same evidence as a wide file, and every problem at its row."""

from __future__ import annotations

import random
from typing import Any

import pytest

from audit.criteria.instrument import Instrument
from audit.evidence.intake import Intake
from audit.result.manifest import LeftOut
from audit.text import Text
from tests.evidence.conftest import TakeIn, told
from tests.measures.evidence import measured

FACETS = {"expected": "e", "adequate": "a", "perceived": "p"}
ITEMS = tuple(f"{n:02d}" for n in range(1, 7))
COLUMNS = tuple(f"{prefix}{item}" for prefix in FACETS.values() for item in ITEMS)
LONG = {"survey_customers": {"files": ["s.csv"]}, "survey_answers": {"files": ["long.csv"]}}
Answers = dict[str, dict[str, str]]
"""Respondent -> column -> answer as text; empty where there is none."""


def respondents(names: list[str]) -> str:
    return "respondent_id,survey_ts,channel\n" + "".join(f"{name},2026-05-01,phone\n" for name in names)


def wide(answers: Answers, columns: tuple[str, ...] = COLUMNS) -> str:
    lines = [f"respondent_id,survey_ts,channel,{','.join(columns)}"]
    for name, own in answers.items():
        lines.append(f"{name},2026-05-01,phone,{','.join(own.get(column, '') for column in columns)}")
    return "\n".join(lines) + "\n"


def long_rows(answers: Answers) -> list[str]:
    of_prefix = {prefix: facet for facet, prefix in FACETS.items()}
    return [
        f"small,{name},{column[1:]},{of_prefix[column[0]]},{value}"
        for name, own in answers.items()
        for column, value in own.items()
        if column[0] != "w"
    ]


def long(rows: list[str]) -> str:
    return "instrument_id,respondent_id,item_id,facet,value\n" + "".join(f"{row}\n" for row in rows)


def dims(answers: Answers) -> str:
    rows = [
        f"{name},{column[2:]},weight,{value}"
        for name, own in answers.items()
        for column, value in own.items()
        if column.startswith("w_")
    ]
    return "respondent_id,dim_id,kind,value\n" + "".join(f"{row}\n" for row in rows)


def drawn(count: int, seed: int = 1) -> Answers:
    """Respondents with all answers but some; every adequate level at most the expected one."""
    draw, found = random.Random(seed), dict[str, dict[str, str]]()  # noqa: S311 - no secret
    for number in range(count):
        own = {}
        for item in ITEMS:
            expected = draw.randint(1, 7)
            own[f"e{item}"] = str(expected)
            own[f"a{item}"] = str(draw.randint(1, expected))
            own[f"p{item}"] = str(draw.randint(1, 7)) if draw.random() > 0.1 else ""
        own["w_tan"] = str(draw.randint(20, 80))
        own["w_rel"] = str(100 - int(own["w_tan"]))
        found[f"R{number}"] = own
    return found


def seen(intake: Intake, *columns: str, table: str = "survey_customers") -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, column) for column in columns) for row in intake.evidence.rows(table)]


def wrong(intake: Intake) -> list[tuple[str, str | None, int, str | None, str | None, str]]:
    """What is told, without what is a mere note, and without the items that these few answers leave out."""
    unanswered = ("W-ITEM-UNANSWERED", "W-NO-ANSWERS")
    return [one for one in told(intake) if one[0][0] != "N" and one[0] not in unanswered]


@pytest.mark.parametrize("seed", [1, 2])
def test_long_files_are_the_same_evidence_as_a_wide_file(
    taken_in: TakeIn, instrument: Instrument, seed: int
) -> None:
    answers = drawn(40, seed)
    columns = (*COLUMNS, "w_tan", "w_rel")
    of_wide = taken_in(
        {"survey_customers": {"files": ["w.csv"]}}, {"w.csv": wide(answers, columns)}, instrument
    )
    rows = long_rows(answers)
    random.Random(seed).shuffle(rows)  # noqa: S311 - no secret
    of_long = taken_in(
        LONG | {"survey_dim_answers": {"files": ["d.csv"]}},
        {"s.csv": respondents(list(answers)), "long.csv": long(rows), "d.csv": dims(answers)},
        instrument,
    )
    assert seen(of_long, "respondent_id", *columns) == seen(of_wide, "respondent_id", *columns)
    assert of_long.evidence.facets == of_wide.evidence.facets == {"expected", "adequate", "perceived"}
    for name in ("M-G5-DIM", "M-G5-WTD"):
        one, other = measured(name, of_long.evidence), measured(name, of_wide.evidence)
        assert one.estimates == other.estimates
        assert len(one.estimates) > 0
    assert of_long.evidence.sha256("survey_customers") == of_wide.evidence.sha256("survey_customers")
    assert wrong(of_long) == wrong(of_wide) == []


def test_the_count_of_answers_agrees_and_is_said(taken_in: TakeIn, instrument: Instrument) -> None:
    answers = drawn(12)
    rows = long_rows(answers)
    intake = taken_in(LONG, {"s.csv": respondents(list(answers)), "long.csv": long(rows)}, instrument)
    given = sum(not row.endswith(",") for row in rows)
    filled = sum(value is not None for row in seen(intake, *COLUMNS) for value in row)
    assert given == filled
    assert [one for one in told(intake) if one[0] == "N-ANSWERS"] == [
        (
            "N-ANSWERS",
            "value",
            1,
            None,
            None,
            f"{given} answers were put beside 12 respondents of Customer survey, in 18 columns",
        )
    ]
    entry = intake.manifest.table("survey_answers")
    assert entry is not None
    assert (entry.rows, entry.used, entry.set_aside, entry.files[0].path) == (
        len(rows),
        len(rows),
        0,
        "long.csv",
    )
    survey = intake.manifest.table("survey_customers")
    assert survey is not None
    assert set(COLUMNS) <= set(survey.columns)


def test_the_hash_of_the_survey_covers_the_answers(taken_in: TakeIn, instrument: Instrument) -> None:
    files = {"s.csv": respondents(["A"]), "long.csv": long(["small,A,01,expected,5"])}
    five = taken_in(LONG, files, instrument).evidence.sha256("survey_customers")
    files["long.csv"] = long(["small,A,01,expected,6"])
    assert taken_in(LONG, files, instrument).evidence.sha256("survey_customers") != five


PROBLEMS = {
    "unknown respondent": (
        "small,Z,01,expected,5",
        (
            "E-ANSWER-RESPONDENT",
            "respondent_id",
            1,
            "3",
            "‹personal›",
            "there is no such respondent in Customer survey",
        ),
    ),
    "unknown item": (
        "small,A,09,expected,5",
        (
            "E-ANSWER-ITEM",
            "item_id",
            1,
            "3",
            "09",
            "the instrument has no “09” (answers: 1); did you mean “06”?",
        ),
    ),
    "facet not asked": (
        "small,A,01,importance,5",
        ("E-ANSWER-NOT-ASKED", "item_id", 1, "3", "01", "the instrument does not ask Importance of “01”"),
    ),
    "unknown facet": (
        "small,A,01,hope,5",
        ("E-LABEL", "facet", 1, "3", "hope", None),
    ),
    "no survey": (
        "small,A,01,belief,5",
        (
            "E-ANSWER-NO-SURVEY",
            "item_id",
            1,
            "3",
            "01",
            "the answer belongs to Survey of managers, which was not handed over or names no respondents",
        ),
    ),
}


@pytest.mark.parametrize(("row", "expected"), PROBLEMS.values(), ids=list(PROBLEMS))
def test_an_answer_that_belongs_nowhere_is_set_aside_alone(
    taken_in: TakeIn, instrument: Instrument, row: str, expected: tuple[Any, ...]
) -> None:
    files = {"s.csv": respondents(["A", "B"]), "long.csv": long(["small,A,01,expected,4", row])}
    intake = taken_in(LONG, files, instrument)
    [found] = wrong(intake)
    assert found[:5] == expected[:5]
    assert expected[5] is None or found[5] == expected[5]
    assert seen(intake, "respondent_id", "e01") == [("A", 4.0), ("B", None)]
    entry = intake.manifest.table("survey_answers")
    assert entry is not None
    assert (entry.rows, entry.set_aside) == (2, 1)


SPOILT = {
    "outside the scale": (
        ["small,A,02,expected,9"],
        [("E-RANGE", "value", 1, "3", "9", "outside 1..7")],
    ),
    "unreadable": (
        ["small,A,02,expected,many"],
        [("E-NUMBER", "value", 1, "3", "many", None)],
    ),
    "given twice": (
        ["small,A,01,expected,4"],
        [
            (
                "E-ANSWER-TWICE",
                "value",
                2,
                "2",
                "4",
                "this respondent answers the same question more than once",
            )
        ],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), SPOILT.values(), ids=list(SPOILT))
def test_a_wrong_answer_sets_its_respondent_aside_as_a_wrong_cell_does(
    taken_in: TakeIn, instrument: Instrument, rows: list[str], expected: list[tuple[Any, ...]]
) -> None:
    files = {
        "s.csv": respondents(["A", "B"]),
        "long.csv": long(["small,A,01,expected,4", *rows, "small,B,01,expected,3"]),
    }
    intake = taken_in(LONG, files, instrument)
    found = wrong(intake)
    assert [one[:5] for one in found] == [one[:5] for one in expected]
    assert all(one[5] is None or one[5] == said[5] for one, said in zip(expected, found, strict=True))
    assert seen(intake, "respondent_id", "e01", "e02") == [("B", 3.0, None)]
    survey = intake.manifest.table("survey_customers")
    assert survey is not None
    assert (survey.rows, survey.set_aside, survey.used) == (2, 1, 1)


def test_an_answer_that_the_survey_gives_as_well_must_be_the_same(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    survey = "respondent_id,survey_ts,channel,e01,e02\nA,2026-05-01,phone,4,\nB,2026-05-01,phone,3,2\n"
    rows = ["small,A,01,expected,4", "small,A,02,expected,6", "small,B,01,expected,5"]
    intake = taken_in(LONG, {"s.csv": survey, "long.csv": long(rows)}, instrument)
    assert wrong(intake) == [
        ("E-ANSWER-CONTRADICTS", "value", 1, "4", "5", "contradicts 3 in the column e01 of Customer survey")
    ]
    assert seen(intake, "respondent_id", "e01", "e02") == [("A", 4.0, 6.0)]


def test_answers_to_another_instrument_are_counted_and_not_used(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    rows = ["small,A,01,expected,4", "other-9,A,01,expected,2", "other-9,A,77,expected,2", ",A,02,expected,5"]
    intake = taken_in(LONG, {"s.csv": respondents(["A"]), "long.csv": long(rows)}, instrument)
    assert wrong(intake) == []
    assert [one for one in told(intake) if one[0] == "N-ANSWER-INSTRUMENT"] == [
        (
            "N-ANSWER-INSTRUMENT",
            "item_id",
            2,
            "3",
            "01",
            "an answer to the instrument “other-9”, while audit.yaml names “small”: not used",
        )
    ]
    entry = intake.manifest.table("survey_answers")
    assert entry is not None
    assert (entry.rows, entry.used, entry.set_aside) == (4, 2, 0)
    reason = Text(zh="其他问卷的作答", en="answers to another instrument")
    assert entry.left_out == (LeftOut(rows=2, reason=reason),)
    assert seen(intake, "e01", "e02") == [(4.0, 5.0)]


def test_every_unknown_item_is_told_with_its_answers_before_one_is_told_again(
    taken_in: TakeIn, instrument: Instrument
) -> None:
    rows = [f"small,{who},{item},expected,4" for item in ("q1", "q2", "01") for who in ("A", "B", "C")]
    intake = taken_in(LONG, {"s.csv": respondents(["A", "B", "C"]), "long.csv": long(rows)}, instrument)
    (unknown,) = [group for group in intake.groups if group.code == "E-ANSWER-ITEM"]
    assert unknown.count == 6
    assert [one.at for one in unknown.examples] == ["2", "5", "3", "6", "4", "7"]
    first, second = unknown.examples[:2]
    assert first.message.in_("en").startswith("the instrument has no “q1” (answers: 3); ")
    assert second.message.in_("zh").startswith("问卷中没有“q2”（共 3 个作答）；")


def test_answers_to_other_instruments_only_are_an_error(taken_in: TakeIn, instrument: Instrument) -> None:
    rows = ["other-9,A,01,expected,4", "nine,A,q7,perceived,2", "staff,S,role,answer,2"]
    intake = taken_in(LONG, {"s.csv": respondents(["A"]), "long.csv": long(rows)}, instrument)
    assert wrong(intake) == [
        (
            "E-ANSWER-INSTRUMENT",
            "instrument_id",
            1,
            None,
            None,
            "no answer is to the instrument “small”, which audit.yaml names; they are to nine, other-9",
        )
    ]


@pytest.mark.parametrize(
    ("survey", "rows"),
    [
        ("respondent_id,survey_ts,channel,e01\nA,2026-05-01,phone,5\n", ["other-9,A,01,expected,4"]),
        ("respondent_id,survey_ts,channel\nA,2026-05-01,phone\n", ["staff,S,role,answer,2"]),
    ],
    ids=["the survey has the answers itself", "answers of staff"],
)
def test_other_instruments_in_the_long_file_alone_are_no_error(
    taken_in: TakeIn, instrument: Instrument, survey: str, rows: list[str]
) -> None:
    assert wrong(taken_in(LONG, {"s.csv": survey, "long.csv": long(rows)}, instrument)) == []


def test_each_audience_has_its_own_survey(taken_in: TakeIn, instrument: Instrument) -> None:
    files = {
        "s.csv": respondents(["A"]),
        "m.csv": "manager_id,level\nM,top\n",
        "c.csv": "staff_resp_id,awareness\nS,4\n",
        "r.csv": "resp_id,survey_ts\nX,2026-05-02\n",
        "long.csv": long(["small,M,03,belief,6", "justice,X,dj1,answer,5", "justice,X,PJ 2,answer,2"]),
        "d.csv": (
            "respondent_id,dim_id,kind,value\nA,tan,weight,60\nA,rel,weight,40\nM,tan,weight,30\nM,rel,weight,70\n"
            "M,tan,std_formality,5\nS,rel,ability,3\n"
        ),
    }
    evidence = LONG | {
        "survey_dim_answers": {"files": ["d.csv"]},
        "survey_managers": {"files": ["m.csv"]},
        "survey_contact_staff": {"files": ["c.csv"]},
        "survey_recovery": {"files": ["r.csv"]},
    }
    intake = taken_in(evidence, files, instrument)
    assert wrong(intake) == []
    assert seen(intake, "w_tan", "w_rel") == [(60.0, 40.0)]
    assert seen(intake, "m03", "w_tan", "w_rel", "std_tan", table="survey_managers") == [
        (6.0, 30.0, 70.0, 5.0)
    ]
    assert seen(intake, "awareness", "perf_rel", table="survey_contact_staff") == [(4.0, 3.0)]
    assert seen(intake, "dj1", "pj2", table="survey_recovery") == [(5, 2)]
    assert set(intake.evidence.weights()) == {"tan", "rel"}
    assert set(intake.evidence.beliefs()) == {"03"}


def test_a_weight_of_an_id_that_two_surveys_have_is_nobodys(taken_in: TakeIn, instrument: Instrument) -> None:
    files = {
        "s.csv": respondents(["1", "2"]),
        "m.csv": "manager_id,level\n1,top\n",
        "d.csv": "respondent_id,dim_id,kind,value\n1,tan,weight,60\n1,rel,weight,40\n2,tan,weight,50\n",
    }
    evidence = {
        "survey_customers": {"files": ["s.csv"]},
        "survey_managers": {"files": ["m.csv"]},
        "survey_dim_answers": {"files": ["d.csv"]},
    }
    intake = taken_in(evidence, files, instrument)
    assert wrong(intake) == [
        (
            "E-ANSWER-RESPONDENT-TWICE",
            "respondent_id",
            2,
            "2",
            "‹personal›",
            "Customer survey, Survey of managers both have this id: whose answer it is cannot be told",
        )
    ]
    assert seen(intake, "respondent_id", "w_tan") == [("1", None), ("2", 50.0)]
    assert seen(intake, "manager_id", "w_tan", table="survey_managers") == [("1", None)]


def test_a_broken_answer_where_whole_points_are_asked(taken_in: TakeIn, instrument: Instrument) -> None:
    rows = ["j,X,dj1,answer,4.5", "j,X,dj2,answer,3", "j,Y,dj1,answer,6"]
    files = {"r.csv": "resp_id,survey_ts\nX,2026-05-02\nY,2026-05-02\n", "long.csv": long(rows)}
    evidence = {"survey_recovery": {"files": ["r.csv"]}, "survey_answers": {"files": ["long.csv"]}}
    intake = taken_in(evidence, files, instrument)
    assert wrong(intake) == [("E-WHOLE-NUMBER", "value", 1, "2", "4.5", "not a whole number")]
    assert seen(intake, "resp_id", "dj1", table="survey_recovery") == [("Y", 6)]


def test_who_is_left_out_of_the_survey_is_a_warning_only(taken_in: TakeIn, instrument: Instrument) -> None:
    survey = "respondent_id,survey_ts,channel,Q3\nA,2026-05-01,phone,uses\nB,2026-05-01,phone,never\n"
    rows = {"exclude": {"Q3": ["never"]}, "reason": {"zh": "不属于调查总体", "en": "outside the population"}}
    evidence = LONG | {"survey_customers": {"files": ["s.csv"], "rows": rows}}
    files = {"s.csv": survey, "long.csv": long(["small,A,01,expected,4", "small,B,01,expected,5"])}
    intake = taken_in(evidence, files, instrument)
    assert [(one[0], one[2], one[3]) for one in wrong(intake)] == [("W-ANSWER-RESPONDENT", 1, "3")]
    assert seen(intake, "respondent_id", "e01") == [("A", 4.0)]


def test_without_an_instrument_no_answer_has_a_place(taken_in: TakeIn) -> None:
    files = {"s.csv": respondents(["A"]), "long.csv": long(["small,A,01,expected,4"])}
    intake = taken_in(LONG, files)
    assert wrong(intake) == [
        (
            "E-ANSWER-ITEM",
            "item_id",
            1,
            "2",
            "01",
            "the instrument has no “01” (answers: 1); audit.yaml names no instrument",
        )
    ]


def test_a_long_file_without_its_values_is_told(taken_in: TakeIn, instrument: Instrument) -> None:
    files = {"s.csv": respondents(["A"]), "long.csv": "respondent_id,item_id,facet\nA,01,expected\n"}
    intake = taken_in(LONG, files, instrument)
    assert wrong(intake) == [
        ("E-COLUMN-MISSING", "value", 1, None, None, "the required column value (Value) is missing")
    ]


def test_a_chinese_long_file_needs_no_mapping(taken_in: TakeIn, instrument: Instrument) -> None:
    text = "问卷编号,答卷编号,题号,层面,得分\nsmall,A,01,期望,5\nsmall,A,01,感知,4\n"
    intake = taken_in(LONG, {"s.csv": respondents(["A"]), "long.csv": text}, instrument)
    assert wrong(intake) == []
    assert seen(intake, "e01", "p01") == [(5.0, 4.0)]
