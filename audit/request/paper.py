"""The data request as a lead reviewer sends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from audit import __version__
from audit.criteria.checklist import Checklist
from audit.engagement import Engagement
from audit.evidence.privacy import PERSONAL
from audit.evidence.templates.wording import PERSONAL_WORDS, what_to_fill_in
from audit.handout.outline import Chapter, Grid, Outline, Points
from audit.request import words
from audit.request.needs import Request, Waiting, WantedColumn, WantedTable
from audit.request.self_check import SELF_CHECK
from audit.text import Language, Text

MOST_COLUMNS = 6
"""So many missing columns are named in a cell; the sheet of columns has all of them."""

MOST_PROBLEMS = 5


def outline(
    request: Request, engagement: Engagement, checklists: Sequence[Checklist], language: Language
) -> Outline:
    """The request in one language."""
    chapters = [
        _chapter(
            words.ABOUT,
            words.ABOUT_SHORT,
            language,
            Points(tuple(_introduction(engagement, checklists, language))),
        ),
        _chapter(words.LIST, words.LIST, language, _list(request.tables, engagement, language)),
        _chapter(words.COLUMNS, words.COLUMNS, language, _columns(request.tables, language)),
    ]
    if request.documents:
        chapters.append(_chapter(words.DOCUMENTS, words.DOCUMENTS, language, _documents(request, language)))
    chapters += [
        _chapter(words.WAITING, words.WAITING_SHORT, language, _waiting(request.waiting, language)),
        _chapter(
            words.PRIVACY,
            words.PRIVACY_SHORT,
            language,
            _points(words.REMOVE, language),
            _private(request, language),
        ),
        _chapter(words.RETENTION, words.RETENTION, language, _points(words.KEEPING, language)),
        _chapter(words.VALIDATING, words.VALIDATING_SHORT, language, *_validating(engagement, language)),
    ]
    name = engagement.organisation.name.in_(language)
    joined = f"{words.TITLE.zh}：{name}" if language == "zh" else f"{words.TITLE.en}: {name}"
    return Outline(joined, tuple(chapters))


def _chapter(title: Text, short: Text, language: Language, *blocks: Points | Grid) -> Chapter:
    return Chapter(title.in_(language), blocks, short.in_(language))


def _points(sentences: Iterable[Text], language: Language) -> Points:
    return Points(tuple(one.in_(language) for one in sentences))


def _introduction(
    engagement: Engagement, checklists: Sequence[Checklist], language: Language
) -> Iterator[str]:
    facts = {
        "name": engagement.organisation.name.in_(language),
        "scope": engagement.scope.in_(language),
        "criteria": _listed((one.title.in_(language) for one in checklists), language),
        "as_of": engagement.cut.isoformat(sep=" ", timespec="minutes"),
        **_period(engagement),
    }
    return (one.in_(language).format(**facts) for one in words.INTRODUCTION)


def _period(engagement: Engagement) -> dict[str, str]:
    """The first and the last day: people read a period with both its ends."""
    last = dt.date.fromordinal(engagement.period.end.toordinal() - 1)
    return {"start": engagement.period.start.isoformat(), "end": last.isoformat()}


def _list(tables: Sequence[WantedTable], engagement: Engagement, language: Language) -> Grid:
    rows = tuple(
        (str(number), *_listed_table(one, engagement, language)) for number, one in enumerate(tables, 1)
    )
    return Grid(_heads(words.LIST_HEADS, language), rows, (6, 17, 17, 22, 26, 30, 17, 22, 15, 36))


def _listed_table(one: WantedTable, engagement: Engagement, language: Language) -> Iterator[str]:
    definition = one.definition
    yield f"{definition.title.in_(language)}\n{definition.name}"
    yield definition.grain.in_(language)
    yield _named((c.column.title for c in one.columns if c.need == "required"), language)
    yield _few([c.column.title for c in one.columns if c.need == "wanted"], language)
    yield "\n".join(f"{use.measure.title.in_(language)} ({use.measure.id})" for use in one.uses)
    yield ", ".join(item.id for item in one.items) or words.NO_ITEM.in_(language)
    if definition.anchor is None:
        yield words.CURRENT.in_(language)
    else:
        anchor = definition.column(definition.anchor).title.in_(language)
        yield words.BY_DAY.in_(language).format(anchor=anchor, **_period(engagement))
    yield words.STATES[one.state].in_(language)
    yield "\n".join(_to_mend(one, language))


def _to_mend(one: WantedTable, language: Language) -> Iterator[str]:
    yield from (located.in_(language) for located in one.unreadable[:MOST_PROBLEMS])
    if one.awaited:
        yield words.AWAITED.in_(language).format(files=_listed(one.awaited, language))
    if one.missing and one.state != "absent":
        columns = _few([column.title for column in one.missing], language)
        yield words.LACKS.in_(language).format(columns=columns)
    errors = [found for found in one.groups if found.level == "error"]
    for found in errors[:MOST_PROBLEMS]:
        first = found.examples[0]
        place = f"{first.file}:{first.at}" if first.at else first.file
        said = first.message.in_(language)
        yield words.PLACES.in_(language).format(message=said, place=place, count=found.count)


def _columns(tables: Sequence[WantedTable], language: Language) -> Grid:
    rows = tuple(tuple(_asked_column(one, column, language)) for one in tables for column in one.columns)
    return Grid(_heads(words.COLUMN_HEADS, language), rows, (18, 26, 24, 9, 44, 36, 26, 36, 12))


def _asked_column(one: WantedTable, wanted: WantedColumn, language: Language) -> Iterator[str]:
    column = wanted.column
    yield one.definition.title.in_(language)
    yield column.title.in_(language)
    yield column.name
    yield words.NEEDS[wanted.need].in_(language)
    yield what_to_fill_in(column, language)
    yield column.note.in_(language) if column.note else ""
    yield ", ".join(wanted.measures)
    personal = PERSONAL_WORDS[column.pii]
    yield personal.in_(language) if personal else ""
    yield words.THERE[wanted.there].in_(language)


def _documents(request: Request, language: Language) -> Grid:
    types = next(
        (
            one.definition.column("type").labels
            for one in request.tables
            if one.definition.name == "documents"
        ),
        None,
    )
    place = 0 if language == "zh" else 1
    rows = tuple(
        (
            one.document.zh if language == "zh" else one.document.en,
            types[one.document.type][place] if types and one.document.type in types else one.document.type,
            ", ".join(item.id for item in one.items),
        )
        for one in request.documents
    )
    return Grid(_heads(words.DOCUMENT_HEADS, language), rows, (50, 22, 40))


def _waiting(waiting: Sequence[Waiting], language: Language) -> Points | Grid:
    if not waiting:
        return _points([words.NONE_WAITING], language)
    rows = tuple(
        (
            one.item.id,
            one.item.text.in_(language),
            f"{one.measure.title.in_(language)} ({one.measure.id})",
            _named((table.title for table in one.tables), language),
            _few(
                [
                    Text(zh=f"{table.title.zh}：{column.title.zh}", en=f"{table.title.en}: {column.title.en}")
                    for table, column in one.columns
                ],
                language,
            ),
        )
        for one in waiting
    )
    return Grid(_heads(words.WAITING_HEADS, language), rows, (12, 60, 36, 34, 44))


def _private(request: Request, language: Language) -> Grid:
    rows = []
    for one in request.tables:
        for wanted in one.columns:
            treatment = PERSONAL_WORDS[wanted.column.pii]
            if wanted.column.pii in PERSONAL and treatment is not None:
                title = one.definition.title.in_(language)
                rows.append(
                    (title, wanted.column.title.in_(language), wanted.column.name, treatment.in_(language))
                )
    return Grid(_heads(words.PRIVACY_HEADS, language), tuple(rows), (22, 24, 24, 64))


def _validating(engagement: Engagement, language: Language) -> Iterator[Points]:
    """What the check does, and then its steps."""
    named = engagement.instrument or ""
    own = [PurePosixPath(named).name] if named.endswith((".yaml", ".yml")) else []
    facts = {
        "lang": "zh-CN" if language == "zh" else "en",
        "version": __version__,
        "files": _listed([SELF_CHECK, *own], language),
    }
    yield _points(words.CHECKING, language)
    for step in words.CHECKING_STEPS:
        commands = tuple(one.format(**facts) for one in step.commands)
        yield Points((step.words.in_(language).format(**facts),), commands)


def _heads(heads: Iterable[Text], language: Language) -> tuple[str, ...]:
    return tuple(one.in_(language) for one in heads)


def _named(titles: Iterable[Text], language: Language) -> str:
    return _listed((one.in_(language) for one in titles), language)


def _listed(parts: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _few(titles: Sequence[Text], language: Language) -> str:
    """The first of many names, and how many there are; a questionnaire has dozens."""
    named = _named(titles[:MOST_COLUMNS], language)
    return named + (words.MORE.in_(language).format(count=len(titles)) if len(titles) > MOST_COLUMNS else "")
