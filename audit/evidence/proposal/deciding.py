"""Which file is which table: every file against every table, then the surest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.evidence.catalogue import TABLES
from audit.evidence.proposal import asking
from audit.evidence.proposal.folder import Ignored
from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.matching import Match, audience, is_filled, match
from audit.evidence.proposal.model import (
    Ask,
    certainty,
)
from audit.evidence.proposal.opening import Sheet
from audit.evidence.proposal.phrases import STAMPS, filled_in
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import joined, stamps
from audit.evidence.proposal.surveys import Items, find_items
from audit.text import Text

LEAST_TABLE = 0.36
"""A file whose best table scores less is unknown."""

_SUREST = 0.97

_UNKNOWN = Text(
    zh="与目录中的任何一张表都不相像，{rows} 行未读取",
    en="like no table of the catalogue; rows not read: {rows}",
)
_WORDS_ONLY = Text(zh="只有标题或说明文字，没有表格", en="a title or other words, and no table")
_BESIDE = Text(
    zh="从名称看是说明、代码表或汇总，不是记录，{rows} 行未读取",
    en="by its name words of explanation, a list of codes or a summary, and no records; rows not read: {rows}",
)
_NAMES_BESIDE = re.compile(
    r"说明|须知|字典|码表|代码表|对照表|枚举|下拉|选项|汇总|统计|透视|图表|封面|目录|"
    r"\b(lookups?|codes?|codebook|dictionary|readme|notes?|instructions?|cover|index|summary|pivot|charts?|totals?|"
    r"lists?|legend)\b",
    re.IGNORECASE,
)
"""Names of sheets that stand beside records; a table that is surely one is taken whatever it is called."""
_TAKEN = Text(
    zh="“{table}”已取自更像的 {other}；此处 {rows} 行未读取",
    en="“{table}” is taken from {other}, which is more like it; rows not read: {rows}",
)
_NO_RECORDS = Text(
    zh="只有表头，没有记录；“{table}”已取自 {other}",
    en="a header without records; “{table}” is taken from {other}",
)
_LACKING = Text(zh="缺必需列 {names}", en="it lacks the required {names}")


@dataclass(frozen=True, slots=True)
class Looked:
    """A group of files, the questionnaire in it, the other columns, and the tables that it may be, best first.

    ``apart`` says why it is none of them though it looks like one: another file holds the same cases.
    """

    group: Group
    items: Items | None
    others: tuple[Profile, ...]
    matches: tuple[Match, ...]
    apart: Text | None = None


def looked_at(group: Group) -> Looked:
    """A group with its questionnaire and every table scored for it."""
    said = [
        name
        for one in group.sheets
        for name in (
            Path(one.shown).stem,
            Path(one.member or "").stem,
            one.sheet,
            one.table,
            *_described(one),
        )
        if name
    ]
    # Only the survey of customers is taken apart into items; the others have columns of their own.
    items = find_items(group.columns) if audience(said) is None else None
    others = tuple(one for one in group.columns if items is None or one.header not in items.headers)
    found = [
        match(table, others, said, items=items.count if items and name == "survey_customers" else 0)
        for name, table in TABLES.items()
    ]
    found.sort(key=lambda one: -one.score)
    return Looked(group, items, others, tuple(found))


def _described(sheet: Sheet) -> tuple[str, ...]:
    return sheet.described.said if sheet.described else ()


@dataclass(frozen=True, slots=True)
class Table:
    """A group that was decided to be a table."""

    looked: Looked
    match: Match
    confidence: float
    runner_up: str | None


def tables_of(looked: Sequence[Looked], ask: Ask | None) -> tuple[list[Table], list[Ignored]]:
    """Files to tables, the surest first; a table has one source."""
    decided, unknown = list[Table](), list[Ignored]()
    taken: set[str] = set()
    # A form without records gives way to an export with some.
    for one in sorted(looked, key=lambda one: (not one.group.rows, -one.matches[0].score)):
        table = _choice(one, taken, ask)
        if table is None:
            shown = ", ".join(sheet.place for sheet in one.group.sheets)
            unknown.append(Ignored(shown, joined(_why_unknown(one, decided), _stamped(one.group))))
        else:
            taken.add(table.match.table.name)
            decided.append(table)
    order = list(TABLES)
    decided.sort(key=lambda one: order.index(one.match.table.name))
    return decided, unknown


def _why_unknown(one: Looked, decided: Sequence[Table]) -> Text:
    """Why a group is no table."""
    if one.apart is not None:
        return one.apart
    best = one.matches[0]
    other = next((each for each in decided if each.match.table.name == best.table.name), None)
    if len(one.group.columns) == 1 and one.group.first.sheet is not None:
        return _WORDS_ONLY
    if _stands_beside(one.group):
        return filled_in(_BESIDE, rows=one.group.rows)
    if best.score < LEAST_TABLE or other is None:
        return filled_in(_UNKNOWN, rows=one.group.rows)
    said = _TAKEN if one.group.rows else _NO_RECORDS
    places = ", ".join(sheet.place for sheet in other.looked.group.sheets)
    lost = [name for name in best.missing if name not in other.match.missing]
    lacking = filled_in(_LACKING, names=", ".join(lost)) if lost else None
    return joined(filled_in(said, table=best.table.name, other=places, rows=one.group.rows), lacking)


def _stands_beside(group: Group) -> bool:
    """Whether the sheet is called like something that explains or sums up records."""
    return all(one.sheet is not None and _NAMES_BESIDE.search(one.sheet) for one in group.sheets)


def _stamped(group: Group) -> Text | None:
    headers = stamps(group.columns)
    if not headers:
        return None
    listed = ", ".join(headers)
    return Text(zh=STAMPS.zh.format(headers=listed), en=STAMPS.en.format(headers=listed))


def _choice(one: Looked, taken: Collection[str], ask: Ask | None) -> Table | None:
    free = [found for found in one.matches if found.table.name not in taken]
    best, second = free[0], free[1]
    led = one.matches[0].score - best.score > 0.08 or not one.group.rows
    if one.apart is not None or (one.matches[0].table.name in taken and led):
        return None
    confidence = _confidence(best, second, one.items)
    if certainty(confidence) == "doubtful" and ask is None and _stands_beside(one.group):
        return None
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
