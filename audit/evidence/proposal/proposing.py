"""A folder -> a proposal: files to tables, headers to columns, and everything that audit.yaml says of them."""

from __future__ import annotations

import datetime as dt
import glob
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from audit.engines import Engine, connect
from audit.evidence.catalogue import TABLES
from audit.evidence.members import matching
from audit.evidence.privacy.patterns import masked
from audit.evidence.proposal import locality
from audit.evidence.proposal.columns import decide
from audit.evidence.proposal.deciding import Table, looked_at, tables_of
from audit.evidence.proposal.described import described
from audit.evidence.proposal.discretion import discreet, discreetly
from audit.evidence.proposal.filling import companions, standing_in
from audit.evidence.proposal.folder import look
from audit.evidence.proposal.grouping import Group, grouped
from audit.evidence.proposal.instruments import answers_of, fitting_instrument, starter
from audit.evidence.proposal.links import linked
from audit.evidence.proposal.model import (
    Ask,
    ColumnProposal,
    InstrumentProposal,
    Proposal,
    TableProposal,
    certainty,
)
from audit.evidence.proposal.opening import open_all
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import looks_personal, stamps, why_table
from audit.evidence.proposal.seen import Seen, seen
from audit.evidence.proposal.span import span, whole_months
from audit.evidence.proposal.uniting import differences, united, without_copies
from audit.text import Language, Text

NO_DATE = dt.date(2000, 1, 1)
"""Stands where no file tells a date; a person replaces it."""

INSTRUMENT_FILE = "instrument.yaml"

_FITS = Text(
    zh="题数、量表与该问卷相同，请核对题目内容",
    en="as many items on the same scale; check that the questions are the same",
)
_OWN = Text(
    zh="没有题数、量表相同的现成问卷，已起草 {file}，请补充维度",
    en="no shipped instrument fits; {file} was begun, its dimensions are to be filled in",
)


def propose(
    folder: Path,
    *,
    home: Path | None = None,
    ask: Ask | None = None,
    tell: Callable[[str], None] | None = None,
    languages: tuple[Language, ...] = ("en",),
) -> Proposal:
    """What the files of a folder probably are.

    Args:
        folder: is read with all its folders; nothing is written.
        home: where audit.yaml will stand; the files must lie in it. Without it the folder itself.
        ask: answers what is doubtful; without it what is doubtful stays so.
        tell: told which file is read.
        languages: of the comments in an instrument file that is begun.

    Raises:
        UsageError: the folder does not lie in ``home``.
    """
    found = look(folder, home or folder)
    ask = ask and discreetly(ask)
    with connect() as engine:
        resources, refused = described(found.packages)
        sheets, ignored, unreadable = open_all(engine, found.tables, tell or (lambda _: None), resources, ask)
        everything = seen(sheets, ignored, unreadable)
        sheets, copies = without_copies(engine, sheets)
        groups = grouped(engine, [one for one in sheets if one.rows])
        groups += grouped(engine, [one for one in sheets if not one.rows])
        looked = linked(united(engine, [looked_at(group) for group in groups], everything))
        decided, unknown = tables_of(looked, ask)
        period = whole_months(list(_spans(engine, decided)))
        paths = [shown for _, shown in found.tables]
        tables = tuple(_proposal(engine, one, period, ask, paths, everything) for one in decided)
        latest = _latest_moment(decided)
    tables += _companions([one for one in tables if one.accepted])
    surveyed = next((one for one in decided if one.match.table.name == "survey_customers"), None)
    instrument = _instrument(surveyed, period, languages) if surveyed else None
    columns = [column for one in decided for column in one.looked.group.columns]
    as_of = None
    if period is not None:
        as_of = max(period[1], latest + dt.timedelta(days=1)) if latest else period[1]
    return discreet(
        Proposal(
            tables=tuple(one for one in tables if one.accepted),
            undecided=tuple(one for one in tables if not one.accepted),
            unknown=(*unknown, *copies),
            ignored=(*found.ignored, *ignored),
            unreadable=(*unreadable, *refused),
            period=period,
            as_of=as_of,
            organisation=_identifier(masked(folder.resolve().name)),
            instrument=instrument,
            satisfaction=_satisfaction(tables, surveyed),
            zone=locality.zone(columns),
            currency=locality.currency(columns),
        )
    )


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "organisation"


def _anchor(table: Table) -> Profile | None:
    name = table.match.table.anchor
    pair = table.match.pairs.get(name) if name else None
    return table.looked.group.column(pair.header) if pair else None


def _spans(engine: Engine, tables: Sequence[Table]) -> Iterator[tuple[dt.date, dt.date]]:
    for one in tables:
        anchor = _anchor(one)
        if anchor is not None and anchor.dates is not None and certainty(one.confidence) != "doubtful":
            days = span(engine, one.looked.group, anchor.header, anchor.dates.form)
            if days is not None:
                yield days


def _latest_moment(tables: Sequence[Table]) -> dt.date | None:
    """The last day that a record speaks of as past: what is planned may lie ahead."""
    found = [
        theirs.dates.last.date()
        for one in tables
        for pair in one.match.pairs.values()
        if pair.column.happened
        if (theirs := one.looked.group.column(pair.header)).is_date and theirs.dates is not None
    ]
    return max(found, default=None)


def _proposal(
    engine: Engine,
    one: Table,
    period: tuple[dt.date, dt.date] | None,
    ask: Ask | None,
    paths: Sequence[str],
    folder: Seen,
) -> TableProposal:
    looked, found = one.looked, one.match
    group, table = looked.group, found.table
    survey = looked.items if table.name == "survey_customers" else None
    decided = decide(engine, group, found, looked.others, ask, survey)
    latest, keyed = decided.latest, decided.key_repeats
    unique = {each.header for each in group.columns if each.unique}
    filled = standing_in(found, period[0] if period else NO_DATE, keyed, unique)
    answers = tuple(answers_of(survey)) if survey else ()
    sure = tuple(column for column in answers if certainty(column.confidence) != "doubtful")
    doubts = (*decided.doubts, *(column for column in answers if column not in sure))
    taken = decided.written(engine, (*decided.taken, *filled, *sure), group, table)
    written = {column.name for column in taken}
    present = {column.name for column in taken if column.source is not None}
    missing = tuple(
        (column.name, column.title)
        for column in table.columns
        if column.required and column.name not in present
    )
    used = {header for column in taken for header in (column.header, column.clock)}
    used.add(latest[1] if latest else None)
    package = group.described
    return TableProposal(
        table=table.name,
        title=table.title,
        files=(package.package,) if package else _patterns(group, paths),
        resource=package.resource.name if package else None,
        shown=tuple(each.place for each in group.sheets),
        member=_member(group, folder),
        relation=group.first.table,
        sheet=None if package and package.resource.dialect.sheet_name else _sheet(group, folder.crowded),
        rows=group.rows,
        confidence=one.confidence,
        why=why_table(found, survey.count if survey else 0),
        runner_up=one.runner_up,
        taken=taken,
        doubts=tuple(column for column in doubts if column.name not in written or column.clock is not None),
        missing=missing,
        personal=tuple(each.header for each in group.columns if looks_personal(each)),
        unused=tuple(each.header for each in group.columns if each.header not in used),
        stamps=tuple(header for header in stamps(group.columns) if header not in used),
        encoding=group.first.encoding if group.first.doubtful_encoding else None,
        decimal="," if decided.comma else None,
        grouped=decided.grouped,
        not_values=decided.not_values,
        latest=latest,
        header_row=group.first.told_row,
        strays=_strays(group, taken),
        exclude=decided.exclude(engine, group, survey, looked.others) if survey else None,
        inline=(),
        notes=differences(group),
    )


def _sheet(group: Group, crowded: frozenset[str]) -> str | tuple[str, ...] | None:
    """What audit.yaml says of sheets; nothing where several workbooks have one sheet each, called differently."""
    paths = {one.file for one in group.sheets}
    alone = len(paths) > 1 and not paths & crowded
    return None if alone and isinstance(group.sheet, tuple) else group.sheet


def _member(group: Group, folder: Seen) -> str | tuple[str, ...] | None:
    """What audit.yaml says of members: one pattern where it fits these alone, else their names."""
    names = tuple(dict.fromkeys(one.member for one in group.sheets if one.member is not None))
    if len(names) < 2:
        return next(iter(names), None)
    files, pattern = {one.file for one in group.sheets}, _pattern(names)
    archives = {one.shown for one in group.sheets if one.member is not None}
    picked = (
        f"{archive}/{one}"
        for archive in archives
        for one in matching(folder.members[archive], [pattern] if pattern else [])
    )
    return pattern if pattern and all(one in files for one in picked) else names


def _strays(group: Group, taken: Sequence[ColumnProposal]) -> tuple[str, tuple[str, ...]] | None:
    """By which header, and which of its words, the further header rows of an export are kept out of the records."""
    rows = list({tuple(row.items()): row for one in group.sheets for row in one.strays}.values())
    headers = [one.header for one in taken if one.header is not None]
    by = next((header for header in headers if rows and all(row[header] for row in rows)), None)
    return (by, tuple(row[by] for row in rows)) if by is not None else None


def _patterns(group: Group, paths: Sequence[str]) -> tuple[str, ...]:
    """The files of a group: one pattern where it fits these and their like, and no other file here, else their names."""
    names = list(dict.fromkeys(one.shown for one in group.sheets))
    if len(names) < 2:
        return tuple(map(glob.escape, names))
    pattern = _pattern(names)
    if pattern and all(one in names for one in paths if _fits(one, *pattern.split("*"))):
        return (pattern,)
    return tuple(map(glob.escape, names))


def _pattern(names: Sequence[str]) -> str | None:
    """What some names of one folder have in common, with one star for the rest; None where that is too little."""
    start, end = _common(names), _common([name[::-1] for name in names])[::-1]
    start, end = re.sub(r"\d+$", "", start), re.sub(r"^\d+", "", end)
    same_folder = len({name.rpartition("/")[0] for name in names}) == 1
    plain = same_folder and "." in end and start.rpartition("/")[2] and not re.search(r"[*?\[]", start + end)
    return f"{start}*{end}" if plain else None


def _fits(path: str, start: str, end: str) -> bool:
    """Whether a pattern with one star finds a path."""
    middle = path[len(start) : -len(end)]
    return (
        len(path) >= len(start + end) and path.startswith(start) and path.endswith(end) and "/" not in middle
    )


def _common(names: Sequence[str]) -> str:
    """The characters that all begin with."""
    alike = itertools.takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike)


def _companions(tables: Sequence[TableProposal]) -> tuple[TableProposal, ...]:
    filled = [column for one in tables for column in one.taken]
    rows = companions([one.table for one in tables], filled)
    if not rows:
        return ()
    definition = TABLES["service_standards"]
    why = Text(
        zh="记录未说明是哪一项标准；请填写标准的名称、时限和要求达标率",
        en="the records do not say which standard; fill in its title, its target and the share that must meet it",
    )
    return (
        TableProposal(
            definition.name,
            definition.title,
            (),
            (),
            None,
            len(rows),
            0.7,
            why,
            None,
            (),
            (),
            (),
            (),
            inline=rows,
        ),
    )


def _instrument(
    surveyed: Table, period: tuple[dt.date, dt.date] | None, languages: tuple[Language, ...]
) -> InstrumentProposal | None:
    items = surveyed.looked.items
    if items is None:
        return None
    fitting = fitting_instrument(items)
    if fitting is not None:
        return InstrumentProposal(fitting[0], items.scale, items.count, _FITS, None)
    text = starter(items, languages, (period[0] if period else NO_DATE).isoformat(), "own-survey")
    why = Text(zh=_OWN.zh.format(file=INSTRUMENT_FILE), en=_OWN.en.format(file=INSTRUMENT_FILE))
    return InstrumentProposal(INSTRUMENT_FILE, items.scale, items.count, why, text)


def _satisfaction(tables: Sequence[TableProposal], surveyed: Table | None) -> tuple[int, int] | None:
    """The scale of overall satisfaction, where it was asked on another one than 1 to 7."""
    if surveyed is None:
        return None
    survey = next(one for one in tables if one.table == "survey_customers")
    rated = next((one for one in survey.taken if one.name == "overall_sat" and one.header), None)
    if rated is None or rated.header is None:
        return None
    points = list(rated.values.values())
    theirs = surveyed.looked.group.column(rated.header)
    low, high = (1, max(int(one or 0) for one in points)) if points else (int(theirs.low), theirs.high)
    scale = (0, 10) if low == 0 else (1, 5) if high <= 5 else (1, 7) if high <= 7 else (1, 10)
    return None if scale == (1, 7) else scale
