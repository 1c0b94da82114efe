"""What a questionnaire asks, in which order, and where each answer goes."""

from __future__ import annotations

import pytest

from audit.evidence.catalogue import table_definition
from audit.questionnaire.background import BACKGROUNDS
from audit.questionnaire.paper import compose
from tests.questionnaire.conftest import instrument, questionnaire

NAMES = ("servqual-22", "servperf-22", "servqual-22-zone", "recovery-justice", "managers", "contact-staff")


def test_a_customer_questionnaire_part_by_part() -> None:
    parts = questionnaire("servqual-22").parts
    assert [(one.kind, len(one.questions), one.questions[0].column, one.questions[-1].column) for one in parts] == [
        ("rating", 22, "e01", "e22"),
        ("rating", 22, "a01", "a22"),
        ("rating", 22, "p01", "p22"),
        ("rating", 22, "imp01", "imp22"),
        ("points", 5, "w_tan", "w_emp"),
        ("questions", 5, "channel", "noncomplaint_reason"),
    ]  # fmt: skip
    assert parts[2].lead == "This organisation …"
    assert parts[2].points == ("1", "2", "3", "4", "5", "6", "7")
    assert parts[3].anchors == (("1", "not important"), ("7", "very important"))
    assert [one.words for one in parts[4].questions] == [
        "the look of things", "dependability", "readiness to help", "competence and courtesy", "personal care",
    ]  # fmt: skip


def test_a_questionnaire_for_managers_part_by_part() -> None:
    parts = questionnaire("managers", "zh").parts
    assert [(one.kind, one.lead, len(one.questions)) for one in parts] == [
        ("rating", "我们的顾客期望，优秀的服务机构应当做到：", 22),
        ("rating", "本机构对以下各方面的服务标准有多正式？", 5),
        ("rating", "以下说法在多大程度上符合您的看法？", 19),
        ("points", "您认为顾客会怎样把 100 分分给以下 5 个方面？合计 100 分。", 5),
        ("questions", "最后，请回答几个一般性问题。", 3),
    ]
    assert [one.column for one in parts[2].questions[:4]] == [
        "ant1_research_1", "ant1_research_2", "ant1_research_3", "ant1_upcom_1",
    ]  # fmt: skip


def test_background_questions_bear_the_ends_of_their_scale() -> None:
    asked = compose(instrument("servperf-22"), ["nps", "tenure_m", "overall_sat"], "en").parts[-1].questions
    assert asked[0].options == tuple(str(point) for point in range(11))
    assert asked[0].words == "How likely is it that you would recommend us (0 = not at all, 10 = certainly)?"
    assert asked[1].options == ()
    assert asked[2].words == "All in all, how satisfied are you with us (1 = not at all, 7 = very)?"


def test_items_stand_in_the_order_of_their_positions() -> None:
    one = instrument("servperf-22")
    turned = one.model_copy(update={"items": one.items[::-1]})
    assert compose(turned, [], "en").parts == compose(one, [], "en").parts


@pytest.mark.parametrize("name", NAMES)
def test_every_question_goes_to_a_column_of_its_table_or_to_a_statement(name: str) -> None:
    one = instrument(name)
    columns = {column.name for column in table_definition(BACKGROUNDS[one.audience].table, one).columns}
    statements = {
        scale.column(place) for scale in one.scales for place in range(1, len(scale.statements) + 1)
    }
    paper = questionnaire(name)
    asked = [question.column for part in paper.parts for question in part.questions]
    asked += [question.column for question in paper.office]
    assert len(set(asked)) == len(asked)
    assert set(asked) <= columns | statements
    assert statements <= set(asked)


@pytest.mark.parametrize("audience", BACKGROUNDS)
def test_background_questions_are_columns_of_the_table(audience: str) -> None:
    background = next(one for name, one in BACKGROUNDS.items() if name == audience)
    columns = {column.name for column in table_definition(background.table).columns}
    assert {*background.office, *background.questions} <= columns
    assert set(background.asked) <= set(background.questions)
