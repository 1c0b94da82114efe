"""The sheet that answers are entered in: headers are our columns, and each says which question it holds."""

from __future__ import annotations

import dataclasses

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.templates.form import Form, form
from audit.evidence.templates.guidance import QUESTIONS
from audit.evidence.templates.sheets import write_form
from audit.handout.outline import Chapter, Grid, Outline, Points
from audit.handout.workbook import new_workbook, saved, write_outline
from audit.questionnaire.background import BACKGROUNDS
from audit.questionnaire.paper import Part, Question, Questionnaire
from audit.questionnaire.words import WORDS
from audit.text import Language, Text

BY_STATEMENT = Text(zh="逐题答卷", en="Answers by statement")
"""The sheet of a questionnaire with statements: it is no table yet, their means have to be taken first."""

_SCALE = Text(zh="作答", en="Answers")
_MAPS = Text(
    zh="工作表“{sheet}”的表头就是系统的列名，请勿改动；填好后可直接校验：",
    en="The headers of the sheet “{sheet}” are the columns of the toolkit; leave them as they are. Check it when filled in:",
)
_MEANS = Text(
    zh="工作表“{sheet}”逐题录入，填好后先计算各组陈述的均值，再校验所得文件：",
    en="Answers are entered by statement on the sheet “{sheet}”. Take the means first, then check the file:",
)


def answer_sheet(instrument: Instrument, questionnaire: Questionnaire) -> bytes:
    """A workbook: the sheet to fill in, named like the table where it can be read as it is, and the questions."""
    language = questionnaire.language
    definition = answers(instrument, questionnaire)
    blank = form(definition, language)
    named = tuple(dataclasses.replace(one, header=one.column.name) for one in blank.fields)
    book = new_workbook()
    write_form(book, Form(definition, language, named))
    write_outline(book, _codebook(instrument, definition, questionnaire), tabs=False)
    return saved(book)


def answers(instrument: Instrument, questionnaire: Questionnaire) -> TableDefinition:
    """The table of the answers as they are given: a column a question, in the order of the questionnaire."""
    table = table_definition(BACKGROUNDS[instrument.audience].table, instrument)
    known = {one.name: one for one in table.columns}
    columns = [known[one.column] for one in questionnaire.office]
    for part in questionnaire.parts:
        for question in part.questions:
            column = known.get(question.column) or _statement(question, instrument.scale)
            columns.append(dataclasses.replace(column, note=_told(part, question)))
    title = BY_STATEMENT if instrument.scales else table.title
    return dataclasses.replace(table, title=title, columns=tuple(columns))


def _told(part: Part, question: Question) -> Text:
    """The whole question, as the comment of its column says it."""
    words = " ".join(_sentence(part, question))
    return Text(zh=words, en=words)


def _statement(question: Question, scale: tuple[float, float]) -> ColumnDefinition:
    low, high = scale
    return ColumnDefinition(
        name=question.column,
        type="number",
        title=Text(zh=question.words, en=question.words),
        note=None,
        unit="points",
        aliases=(),
        pii="none",
        level="error",
        labels=None,
        refers=None,
        ends_day=False,
        required=False,
        checks=(("in_range", {"min_value": low, "max_value": high}),),
    )


def _codebook(instrument: Instrument, definition: TableDefinition, questionnaire: Questionnaire) -> Outline:
    language = questionnaire.language
    sheet = definition.title.in_(language)
    how = _MEANS if instrument.scales else _MAPS
    file = f"{questionnaire.file_stem}.xlsx"
    score = f"audit instrument score {instrument.id} {file} -o {definition.name}.csv"
    commands = (score, "audit validate") if instrument.scales else ("audit validate",)
    rows = [(one.column, one.words, "") for one in questionnaire.office]
    for part in questionnaire.parts:
        rows += [
            (one.column, "\n".join(_sentence(part, one)), _answers(part, one, language))
            for one in part.questions
        ]
    heads = tuple(WORDS[name].in_(language) for name in ("column", "question"))
    grid = Grid((*heads, _SCALE.in_(language)), tuple(rows), (16, 70, 40))
    told = Points((how.in_(language).format(sheet=sheet),), commands)
    return Outline(QUESTIONS.in_(language), (Chapter(questionnaire.title, (told, grid)),))


def _sentence(part: Part, question: Question) -> tuple[str, ...]:
    """The question, after the words that begin it where these are part of it."""
    whole = (question.words,) if part.kind == "questions" else (part.lead, question.words)
    return tuple(filter(None, whole))


def _answers(part: Part, question: Question, language: Language) -> str:
    if part.kind == "rating":
        equals = WORDS["equals"].in_(language)
        return WORDS["between"].in_(language).join(equals.format(point=p, meaning=m) for p, m in part.anchors)
    return WORDS["between"].in_(language).join(question.options)
