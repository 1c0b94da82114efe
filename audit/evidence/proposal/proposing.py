"""A folder -> a proposal: files to tables, headers to columns, and everything that audit.yaml says of them."""

from __future__ import annotations

import datetime as dt
import glob
import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.engines import Engine, connect
from audit.evidence.catalogue import TABLES
from audit.evidence.proposal import asking, locality
from audit.evidence.proposal.columns import decide
from audit.evidence.proposal.filling import companions, standing_in
from audit.evidence.proposal.folder import Ignored, look
from audit.evidence.proposal.instruments import PREFIXES, fitting_instrument, starter
from audit.evidence.proposal.links import linked
from audit.evidence.proposal.matching import Match, is_filled, match
from audit.evidence.proposal.model import (
    Ask,
    ColumnProposal,
    InstrumentProposal,
    Proposal,
    TableProposal,
    certainty,
)
from audit.evidence.proposal.opening import Group, grouped, open_all
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import joined, looks_personal, why_table
from audit.evidence.proposal.span import span, whole_months
from audit.evidence.proposal.surveys import Items, find_items
from audit.resources import shipped
from audit.text import Language, Text

LEAST_TABLE = 0.36
"""A file whose best table scores less is unknown."""

_SUREST = 0.97

NO_DATE = dt.date(2000, 1, 1)
"""Stands where no file tells a date; a person replaces it."""

INSTRUMENT_FILE = "instrument.yaml"

_UNKNOWN = Text(zh="与目录中的任何一张表都不相像", en="like no table of the catalogue")
_TAKEN = Text(zh="更像的文件已用作“{table}”", en="another file is more like “{table}”")
_FITS = Text(
    zh="题数、量表与该问卷相同，请核对题目内容",
    en="as many items on the same scale; check that the questions are the same",
)
_OWN = Text(
    zh="没有题数、量表相同的现成问卷，已起草 {file}，请补充维度",
    en="no shipped instrument fits; {file} was begun, its dimensions are to be filled in",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A group of files, the questionnaire in it, the other columns, and the tables that it may be, best first."""

    group: Group
    items: Items | None
    others: tuple[Profile, ...]
    matches: tuple[Match, ...]


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
    with connect() as engine:
        sheets, ignored, unreadable = open_all(engine, found.tables, tell or (lambda _: None))
        looked = linked([_looked(group) for group in grouped(engine, sheets)])
        decided, unknown = _tables(looked, ask)
        period = whole_months(list(_spans(engine, decided)))
        tables = tuple(_proposal(engine, one, period, ask) for one in decided)
        latest = _latest_moment(decided)
    tables += _companions([one for one in tables if one.accepted])
    surveyed = next((one for one in decided if one.match.table.name == "survey_customers"), None)
    instrument = _instrument(surveyed, period, languages) if surveyed else None
    columns = [column for one in decided for column in one.looked.group.columns]
    as_of = None
    if period is not None:
        as_of = max(period[1], latest + dt.timedelta(days=1)) if latest else period[1]
    return Proposal(
        tables=tuple(one for one in tables if one.accepted),
        undecided=tuple(one for one in tables if not one.accepted),
        unknown=tuple(unknown),
        ignored=(*found.ignored, *ignored),
        unreadable=tuple(unreadable),
        period=period,
        as_of=as_of,
        organisation=_identifier(folder.resolve().name),
        instrument=instrument,
        satisfaction=_satisfaction(tables, surveyed),
        zone=locality.zone(columns),
        currency=locality.currency(columns),
    )


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "organisation"


def _looked(group: Group) -> Looked:
    items = find_items(group.columns)
    others = tuple(one for one in group.columns if items is None or one.header not in items.headers)
    said = [
        name
        for one in group.sheets
        for name in (Path(one.shown).stem, Path(one.member or "").stem, one.sheet, one.table)
        if name
    ]
    found = [
        match(table, others, said, items=items.count if items and name == "survey_customers" else 0)
        for name, table in TABLES.items()
    ]
    found.sort(key=lambda one: -one.score)
    return Looked(group, items, others, tuple(found))


@dataclass(frozen=True, slots=True)
class Table:
    """A group that was decided to be a table."""

    looked: Looked
    match: Match
    confidence: float
    runner_up: str | None


def _tables(looked: Sequence[Looked], ask: Ask | None) -> tuple[list[Table], list[Ignored]]:
    """Files to tables, the surest first; a table has one source."""
    decided, unknown = list[Table](), list[Ignored]()
    taken: set[str] = set()
    for one in sorted(looked, key=lambda one: -one.matches[0].score):
        table = _choice(one, taken, ask)
        if table is None:
            shown = ", ".join(sheet.place for sheet in one.group.sheets)
            best = one.matches[0]
            unknown.append(Ignored(shown, _why_unknown(best, taken)))
        else:
            taken.add(table.match.table.name)
            decided.append(table)
    order = list(TABLES)
    decided.sort(key=lambda one: order.index(one.match.table.name))
    return decided, unknown


def _why_unknown(best: Match, taken: Collection[str]) -> Text:
    if best.score >= LEAST_TABLE and best.table.name in taken:
        name = best.table.name
        return Text(zh=_TAKEN.zh.format(table=name), en=_TAKEN.en.format(table=name))
    return _UNKNOWN


def _choice(one: Looked, taken: Collection[str], ask: Ask | None) -> Table | None:
    free = [found for found in one.matches if found.table.name not in taken]
    best, second = free[0], free[1]
    if one.matches[0].table.name in taken and one.matches[0].score - best.score > 0.08:
        return None
    confidence = _confidence(best, second, one.items)
    runner_up = second.table.name if best.score - second.score < 0.1 and second.score >= LEAST_TABLE else None
    if best.score < LEAST_TABLE or not (best.pairs or one.items):
        if ask is None or best.score < LEAST_TABLE / 2:
            return None
        confidence = 0.0
    if ask is not None and (certainty(confidence) == "doubtful" or runner_up):
        candidates = [found for found in free[:4] if found.pairs or one.items]
        answer = ask(asking.which_table(one.group, candidates, preferred=None if confidence == 0.0 else 0))
        if answer is None:
            return None
        return Table(one, candidates[answer], 1.0, None)
    return Table(one, best, confidence, runner_up)


def _confidence(best: Match, second: Match, items: Items | None) -> float:
    """From the score of a table and its lead over the next."""
    fits = max(0.0, min(1.0, (best.score - 0.25) / 0.4))
    lead = min(1.0, max(0.0, best.score - second.score) / 0.1)
    asked = 1.0 if items is None else 0.9 if items.guessed else 1.0
    lacking = 1.0 if items is not None else 1.0 - 0.5 * _lacking(best)
    return min(_SUREST, fits * (0.65 + 0.35 * lead) * asked * lacking)


def _lacking(match: Match) -> float:
    """The share of required columns that nothing can stand in for; without its anchor a log lacks everything."""
    required = [one for one in match.table.columns if one.required]
    lost = [one for one in required if one.name in match.missing and not is_filled(one, match.table)]
    if any(one.name == match.table.anchor for one in lost):
        return 1.0
    return len(lost) / (len(required) or 1)


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
    """The last day that a record speaks of as past: times at which something is due may lie ahead."""
    found = [
        theirs.dates.last.date()
        for one in tables
        for name, pair in one.match.pairs.items()
        if pair.column.type in ("date", "datetime") and "due" not in name and not pair.column.ends_day
        if (theirs := one.looked.group.column(pair.header)).is_date and theirs.dates is not None
    ]
    return max(found, default=None)


def _proposal(
    engine: Engine, one: Table, period: tuple[dt.date, dt.date] | None, ask: Ask | None
) -> TableProposal:
    looked, found = one.looked, one.match
    group, table = looked.group, found.table
    survey = looked.items if table.name == "survey_customers" else None
    decided = decide(engine, group, found, looked.others, ask, survey)
    latest, keyed = decided.latest, decided.key_repeats
    unique = {each.header for each in group.columns if each.unique}
    filled = standing_in(found, period[0] if period else NO_DATE, keyed, unique)
    answers = tuple(_answers(survey)) if survey else ()
    taken = decided.written((*decided.taken, *filled, *answers), group, table)
    present = {column.name for column in taken}
    missing = tuple(
        (column.name, column.title)
        for column in table.columns
        if column.required and column.name not in present
    )
    used = {column.header for column in taken} | {latest[1] if latest else None}
    sheet = group.first.sheet
    return TableProposal(
        table=table.name,
        title=table.title,
        files=_patterns(group),
        shown=tuple(each.place for each in group.sheets),
        member=group.first.member,
        relation=group.first.table,
        sheet=sheet,
        rows=group.rows,
        confidence=one.confidence,
        why=why_table(found, survey.count if survey else 0),
        runner_up=one.runner_up,
        taken=taken,
        doubts=decided.doubts,
        missing=missing,
        personal=tuple(each.header for each in group.columns if looks_personal(each)),
        unused=tuple(each.header for each in group.columns if each.header not in used),
        encoding=group.first.encoding if group.first.doubtful_encoding else None,
        decimal="," if decided.comma else None,
        not_values=decided.not_values,
        latest=latest,
        header_row=group.first.told_row,
        strays=_strays(group, taken),
        exclude=decided.exclude(engine, group, survey, looked.others) if survey else None,
        inline=(),
    )


def _strays(group: Group, taken: Sequence[ColumnProposal]) -> tuple[str, tuple[str, ...]] | None:
    """By which header, and which of its words, the further header rows of an export are kept out of the records."""
    rows = group.first.strays
    headers = [one.header for one in taken if one.header is not None]
    by = next((header for header in headers if rows and all(row[header] for row in rows)), None)
    return (by, tuple(row[by] for row in rows)) if by is not None else None


def _answers(items: Items) -> Iterator[ColumnProposal]:
    confidence = 0.7 if items.guessed else 0.9
    why = Text(zh="同一量表的成组题目", en="one of a group of questions on one scale")
    if items.guessed:
        order = Text(
            zh="期望与感知只按先后次序区分", en="which is expected and which perceived is told by order only"
        )
        why = joined(why, order)
    if items.coded:
        confidence = 0.65
        ends = Text(
            zh="答案是代码，请核对哪一端为好", en="the answers are codes: check which end is favourable"
        )
        why = joined(why, ends)
    for facet, headers in items.facets.items():
        for place, header in enumerate(headers, 1):
            values = items.words.get(header, {})
            yield ColumnProposal(
                f"{PREFIXES[facet]}{place:02d}", header, confidence, why, values=dict(values)
            )


def _patterns(group: Group) -> tuple[str, ...]:
    """The files of a group: one pattern where it fits these files and their like, else their names."""
    names = list(dict.fromkeys(one.shown for one in group.sheets))
    if len(names) < 2:
        return tuple(map(glob.escape, names))
    start, end = _common(names), _common([name[::-1] for name in names])[::-1]
    start, end = re.sub(r"\d+$", "", start), re.sub(r"^\d+", "", end)
    same_folder = len({name.rpartition("/")[0] for name in names}) == 1
    if same_folder and "." in end and start.rpartition("/")[2] and not re.search(r"[*?\[]", start + end):
        return (f"{start}*{end}",)
    return tuple(map(glob.escape, names))


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
    fitting = fitting_instrument(items, shipped("checklists") / "instruments")
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
