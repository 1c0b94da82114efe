"""Groups of files that are one table all the same: a header spelt otherwise, a column more or less.

What bears the numbers of another file once more is never put under it: it is told, with how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.mapping import known_by_name
from audit.evidence.names import header_named
from audit.evidence.proposal.deciding import LEAST_TABLE, Looked, looked_at
from audit.evidence.proposal.folder import Ignored
from audit.evidence.proposal.grouping import Group, profiled
from audit.evidence.proposal.names import concepts
from audit.evidence.proposal.opening import Sheet
from audit.evidence.proposal.phrases import filled_in
from audit.evidence.proposal.seen import Seen
from audit.evidence.proposal.thesaurus import SUBJECTS
from audit.text import Text

_ALIKE = 0.6
"""So many headers of the shorter of two files at least are headers of the other, where they are one table."""

_SAME_CASES = 0.5
"""A file that bears more of the numbers of another than this speaks of the same cases."""

_COPY = Text(
    zh="{rows} 行与“{other}”完全相同，是其副本",
    en="its {rows} rows are those of {other}: a copy",
)
_AGAIN = Text(
    zh="{own} 个编号（{key}）中有 {same} 个与“{other}”相同，像是同一批记录的另一版本，未一并读取，以免重复计算；"
    "请核对哪一份有效，只保留一份",
    en="{same} of its {own} numbers ({key}) stand in {other} too: probably another version of the same records, not "
    "read so that nothing counts twice; find out which one holds and keep that",
)
_HALVES = Text(
    zh="{own} 个编号（{key}）中有 {same} 个与“{other}”相同，而列不同（{headers}），像是同一张表的两半。本工具不按编号"
    "合并文件：请按编号将两者合并为一个文件（如 Excel 的 XLOOKUP 或“合并查询”），再重新运行",
    en="{same} of its {own} numbers ({key}) stand in {other} too, with other columns ({headers}): these look like two "
    "halves of one table. Files are not joined by a number here: join them into one file by it (XLOOKUP or Merge "
    "Queries in Excel, for instance) and run this again",
)
_UNREACHABLE = Text(
    zh="与“{other}”像是同一张表，但其中的名称在这些文件里还指别的工作表或文件，audit.yaml 无法一并指明；请将同一张表的改为"
    "相同的名称、其余的改为别的名称，再重新运行",
    en="probably one table with {other}, but a name among these stands for another sheet or member as well, so that "
    "audit.yaml cannot name them at once; give the parts of this table one name, the others another, and run this again",
)
_ONLY = Text(zh="“{header}”列只在以下之处有：{places}", en="only {places} has the column “{header}”")
_LACKING = Text(zh="没有“{header}”列：{places}", en="no column “{header}” in {places}")
_SPELT = Text(
    zh="“{header}”在以下之处写作“{other}”：{places}", en="“{header}” is called “{other}” in {places}"
)


def without_copies(engine: Engine, sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Ignored]]:
    """The sheets, and those that hold just the records of another one with the same header."""
    kept, copies = list[Sheet](), list[Ignored]()
    for one in sorted(sheets, key=lambda one: len(one.place)):  # a copy has something added to its name
        other = next((other for other in kept if _same_records(engine, one, other)), None)
        if other is None:
            kept.append(one)
        else:
            copies.append(Ignored(one.place, filled_in(_COPY, rows=one.rows, other=other.place)))
    return [one for one in sheets if one in kept], copies


def _same_records(engine: Engine, one: Sheet, other: Sheet) -> bool:
    if (
        not one.rows
        or one.rows != other.rows
        or one.header != other.header
        or one.described
        or other.described
    ):
        return False
    rows, others = (engine.con.table(each.relation).select(*one.header) for each in (one, other))
    left = ibis.difference(rows, others, distinct=False).count()
    return not engine.con.to_pyarrow(left).as_py()


def united(engine: Engine, looked: Sequence[Looked], folder: Seen) -> list[Looked]:
    """The groups, with those that are one table as one, and those of the same cases with the reason to stay apart."""
    order = {place: number for number, place in enumerate(folder.places)}
    return [
        replace(
            one,
            group=replace(
                one.group, sheets=tuple(sorted(one.group.sheets, key=lambda sheet: order[sheet.place]))
            ),
        )
        for one in _united(engine, looked, folder)
    ]


def _united(engine: Engine, looked: Sequence[Looked], folder: Seen) -> list[Looked]:
    waiting = sorted(looked, key=lambda one: (-one.matches[0].score, -one.group.rows))
    found = list[Looked]()
    while waiting:
        first, waiting = waiting[0], waiting[1:]
        if first.matches[0].score < LEAST_TABLE or not first.group.rows:
            found.append(first)
            continue
        whole, left = first, list[Looked]()
        for one in waiting:
            whole, rest = _with(engine, whole, one, folder)
            left += [rest] if rest is not None else []
        found += [whole, *(one for one in left if one.apart is not None)]
        waiting = [one for one in left if one.apart is None]
    return found


def _with(engine: Engine, whole: Looked, one: Looked, folder: Seen) -> tuple[Looked, Looked | None]:
    """A table with one more group in it, or without it."""
    best, table = one.matches[0], whole.matches[0].table
    unlike = best.table.name != table.name and best.score >= LEAST_TABLE
    if unlike or not one.group.rows or not _may_stand_together(whole.group, one.group):
        return whole, one
    spelt = _spelt(whole, one)
    again = _again(engine, whole, one, spelt)
    if again is not None:
        return whole, replace(one, apart=again)
    if best.table.name != table.name or not _is_one_table(whole, one, spelt):
        return whole, one
    group = _stacked(engine, whole.group, one.group, spelt)
    if not folder.reachable(group.sheets):
        places = ", ".join(each.place for each in whole.group.sheets)
        return whole, replace(one, apart=filled_in(_UNREACHABLE, other=places))
    return looked_at(group), None


def _may_stand_together(whole: Group, one: Group) -> bool:
    """Whether audit.yaml could name both at once, and their names do not speak of different things."""
    first, other = whole.first, one.first
    plain = all(each.described is None and each.table is None for each in (first, other))
    subjects = [
        (_subjects(first.sheet), _subjects(other.sheet)),
        (_subjects(Path(first.file).stem), _subjects(Path(other.file).stem)),
    ]
    agree = not any(a and b and a.isdisjoint(b) for a, b in subjects)
    return plain and agree and first.told_row == other.told_row


def _subjects(name: str | None) -> frozenset[str]:
    return concepts(name or "").intersection(SUBJECTS)


def _spelt(whole: Looked, one: Looked) -> dict[str, str]:
    """The headers of a group -> those of the table that they are, as audit.yaml will find them."""
    theirs, ours = one.group.first.header, whole.group.first.header
    found = {
        header: same
        for same in ours
        if (header := header_named(same, theirs)) is not None and header_named(header, ours) == same
    }
    for name, pair in whole.matches[0].pairs.items():
        if pair.header in found.values():
            continue
        # Where its header is missing, reading takes one that the catalogue knows, if no other file has it beside.
        free = [header for header in theirs if header not in found]
        known = known_by_name(whole.matches[0].table.column(name), free)
        if len(known) == 1 and header_named(known[0], ours) is None:
            found[known[0]] = pair.header
    return found


def _is_one_table(whole: Looked, one: Looked, spelt: Mapping[str, str]) -> bool:
    """Whether nearly the same headers stand in both, and nothing that must be there lacks in the other."""
    match, other = whole.matches[0], one.matches[0]
    least = min(len(whole.group.first.header), len(one.group.first.header))
    there = set(spelt.values())
    needed = {pair.header for pair in match.pairs.values() if pair.column.required}
    needs_others = {pair.header for pair in other.pairs.values() if pair.column.required}
    complete = needed <= there and needs_others <= set(spelt)
    same = match.missing == other.missing and _asked(whole) == {spelt.get(name, name) for name in _asked(one)}
    return len(spelt) >= _ALIKE * least and complete and same


def _asked(looked: Looked) -> set[str]:
    """The headers of the questions of a survey."""
    return set(looked.items.headers) if looked.items is not None else set()


def _again(engine: Engine, whole: Looked, one: Looked, spelt: Mapping[str, str]) -> Text | None:
    """What is said of a group that bears the numbers of the table once more; None where it does not."""
    key = _key(whole.matches[0].table)
    pair = whole.matches[0].pairs.get(key) if key else None
    own = next((header for header, same in spelt.items() if pair is not None and same == pair.header), None)
    if pair is None or own is None:
        return None
    if not (whole.group.column(pair.header).unique and one.group.column(own).unique):
        return None  # several states of a case may stand in several files
    theirs, ours = _values(engine, one.group, own), _values(engine, whole.group, pair.header)
    counted = theirs.aggregate(own=theirs.count(), same=theirs.value.isin(ours.value).sum())
    row = engine.con.to_pyarrow(counted).to_pylist()[0]
    if not row["own"] or row["same"] <= _SAME_CASES * row["own"]:
        return None
    more = [header for header in one.group.first.header if header not in spelt]
    lacks = set(whole.group.first.header) - set(spelt.values())
    said = _HALVES if more and lacks else _AGAIN
    return filled_in(
        said,
        key=own,
        other=", ".join(each.place for each in whole.group.sheets),
        headers=" | ".join(more),
        **row,
    )


def _key(table: TableDefinition) -> str | None:
    return table.key[0] if len(table.key) == 1 else None


def _values(engine: Engine, group: Group, header: str) -> ir.Table:
    parts = [engine.con.table(one.relation)[header].strip().name("value").as_table() for one in group.sheets]
    table = parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)
    return table.filter(table.value != "").distinct()


def _stacked(engine: Engine, whole: Group, one: Group, spelt: Mapping[str, str]) -> Group:
    """Both groups under one header: that of the table, then what only the other has."""
    more = tuple(header for header in one.first.header if header not in spelt)
    header = (*whole.first.header, *more)
    own = {same: theirs for theirs, same in spelt.items()} | {name: name for name in more}
    sheets = [
        *(_under(engine, each, header, {name: name for name in each.header}) for each in whole.sheets),
        *(_under(engine, each, header, own) for each in one.sheets),
    ]
    return profiled(engine, sheets)


def _under(engine: Engine, sheet: Sheet, header: tuple[str, ...], own: Mapping[str, str]) -> Sheet:
    """A sheet under a common header; a column that it lacks is empty there."""
    otherwise = dict(sheet.otherwise) | {name: own.get(name) for name in header if own.get(name) != name}
    if header == sheet.header:
        return sheet
    table = engine.con.table(sheet.relation)
    cells = [(table[own[name]] if name in own else ibis.null("string")).name(name) for name in header]
    relation = f"{sheet.relation}_under"
    engine.con.create_view(relation, table.select(*cells, "_row"), overwrite=True)
    return replace(sheet, relation=relation, header=header, otherwise=otherwise)


def differences(group: Group) -> tuple[Text, ...]:
    """In what the sheets of one table differ, header by header."""
    return tuple(_differences(group))


def _differences(group: Group) -> Iterator[Text]:
    for header in group.first.header:
        spelt: dict[str | None, list[str]] = {}
        for one in group.sheets:
            spelt.setdefault(one.otherwise.get(header, header), []).append(one.place)
        lacking = spelt.pop(None, [])
        having = [place for places in spelt.values() for place in places]
        if len(lacking) > len(having):
            yield filled_in(_ONLY, header=header, places=", ".join(having))
        elif lacking:
            yield filled_in(_LACKING, header=header, places=", ".join(lacking))
        for name, places in spelt.items():
            if name != header:
                yield filled_in(_SPELT, header=header, other=str(name), places=", ".join(places))
