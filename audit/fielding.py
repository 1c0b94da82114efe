"""Questionnaires put into the field: what there is, forms to hand out, answers that come back, one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from audit.api import unknown
from audit.criteria.instrument import Instrument, load_instrument
from audit.criteria.instrument_lint import lint_instrument
from audit.errors import Located, UsageError
from audit.questionnaire.answer_sheet import answer_sheet
from audit.questionnaire.background import BACKGROUNDS
from audit.questionnaire.grids import pick, read_book, read_csv
from audit.questionnaire.items_form import items_form
from audit.questionnaire.items_import import imported
from audit.questionnaire.page import page
from audit.questionnaire.paper import Questionnaire, compose
from audit.questionnaire.scoring import scored
from audit.resources import shipped
from audit.text import Language, Text, message
from audit.yamlfile import read_yaml

QuestionnaireFormat = Literal["xlsx", "html", "docx"]

NO_SCALES = message(
    "Q-NO-SCALES",
    zh="问卷 {id} 没有陈述组，答卷可直接校验，无须计算均值",
    en="the questionnaire {id} has no scales of statements: its answers are checked as they are",
)

ITEMS_FORM = Text(zh="问卷题项.xlsx", en="items.xlsx")

_INSTRUMENT = Text(zh="问卷", en="instrument")
_QUESTION = Text(zh="背景问题", en="background question")


def instruments() -> list[dict[str, Any]]:
    """Every instrument that ships, as plain data with stable keys."""
    return [_view(load_instrument(path, path.name).instrument) for _, path in sorted(_shipped().items())]


def find(name: str) -> Instrument:
    """An instrument that ships, by its id, or a file of one's own.

    Raises:
        UsageError: there is none, or the file is wrong.
    """
    if name.endswith((".yaml", ".yml")):
        return load_instrument(Path(name), name).instrument
    known = _shipped()
    if name not in known:
        raise UsageError([Located(file=name, message=unknown(_INSTRUMENT, name, sorted(known)))])
    return load_instrument(known[name], name).instrument


def lint(path: Path) -> list[Located]:
    """What is wrong with an instrument, with lines; raises UsageError where it has not even the right form."""
    return lint_instrument(read_yaml(path, path.as_posix()))


def export(
    instrument: Instrument,
    languages: Sequence[Language],
    forms: Sequence[QuestionnaireFormat],
    asked: Sequence[str] | None = None,
) -> dict[str, bytes]:
    """The questionnaire to hand out: file name -> content, a file for each language and format.

    Args:
        instrument: what is asked.
        languages: of the files.
        forms: ``xlsx`` to enter answers in, ``html`` and ``docx`` to hand out.
        asked: background questions by column, in order; None for the usual ones.

    Raises:
        UsageError: there is no such background question.
    """
    background = BACKGROUNDS[instrument.audience]
    names = list(background.asked if asked is None else asked)
    wrong = [one for one in names if one not in background.questions]
    if wrong:
        known = list(background.questions)
        raise UsageError([Located(file=one, message=unknown(_QUESTION, one, known)) for one in wrong])
    files: dict[str, bytes] = {}
    for language in languages:
        paper = compose(instrument, names, language)
        files |= {f"{paper.file_stem}.{form}": _rendered(instrument, paper, form) for form in forms}
    return files


def score(instrument: Instrument, path: Path) -> bytes:
    """Answers by statement (XLSX or CSV) -> the CSV of their table, with the means of the scales.

    Raises:
        UsageError: columns are missing or answers are no numbers of the scale; or nothing is to be averaged.
        Unreadable: the file cannot be read.
    """
    if not instrument.scales:
        raise UsageError([Located(file=path.as_posix(), message=NO_SCALES(id=instrument.id))])
    if path.suffix.casefold() == ".csv":
        return scored(instrument, read_csv(path))
    from audit.questionnaire.answer_sheet import BY_STATEMENT  # noqa: PLC0415

    return scored(instrument, pick(read_book(path), (BY_STATEMENT.zh, BY_STATEMENT.en), path.as_posix()))


def items_template(languages: Sequence[Language]) -> dict[str, bytes]:
    """The form for an instrument of one's own, one a language: file name -> content."""
    return {ITEMS_FORM.in_(language): items_form(language) for language in languages}


def import_items(path: Path) -> bytes:
    """The YAML of the instrument that a filled form describes; see ``audit.questionnaire.items_import``."""
    return imported(read_book(path), path.as_posix())


def _shipped() -> dict[str, Path]:
    return {path.stem: path for path in (shipped("checklists") / "instruments").glob("*.yaml")}


def _rendered(instrument: Instrument, paper: Questionnaire, form: QuestionnaireFormat) -> bytes:
    match form:
        case "xlsx":
            return answer_sheet(instrument, paper)
        case "html":
            return page(paper)
        case "docx":
            from audit.questionnaire.word import document  # noqa: PLC0415  for this format alone

            return document(paper)


def _view(instrument: Instrument) -> dict[str, Any]:
    background = BACKGROUNDS[instrument.audience]
    return {
        **instrument.model_dump(mode="json"),
        "table": background.table,
        "columns": [
            instrument.column(facet, item)
            for facet in instrument.facets
            for item in sorted(instrument.items, key=lambda one: one.position)
        ],
        "background": list(background.questions),
    }
