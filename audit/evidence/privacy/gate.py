"""The gate for personal data: every column of every file as it was handed over, before anything is typed.

One pass of the engine asks each column for what all kinds have in common; only cells that have it are
looked at closely, in the engine by pattern and then here by checksum, each different value once. Columns
that are typed as numbers, dates or labels are asked on every n-th row first: a personal value that does
not fit the type is a problem of its cell anyway, and the gate asks what a column holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import Errors, Unreadable, UsageError
from audit.evidence import problems
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import name as quoted_name
from audit.evidence.mapped import MappedFile, MappedTable
from audit.evidence.names import HEADER_UNKNOWN, hint
from audit.evidence.privacy import PERSONAL, quoted
from audit.evidence.privacy.cells import Cells, Filled
from audit.evidence.privacy.headers import Called, called, numbers_things, speaks_of_a_person
from audit.evidence.privacy.names import HAN_NAME
from audit.evidence.privacy.patterns import BY_ID, KINDS, kinds_in, refuted
from audit.evidence.problems import Place, at_place, group
from audit.evidence.readers.in_place import UNPARSED, InPlace
from audit.result.manifest import PersonalData
from audit.result.problem import Problem, ProblemGroup
from audit.text import Scalar, Text

MOST_PERSONAL = 0.01
"""Above this share of its filled cells, a column that is not made for personal data is refused."""

SAMPLE = 2_000
"""So many cells decide whether what looks personal is, and whether a column holds names."""

_SAMPLED_ROWS = 50_000
_FEWEST_NAMES = 10
_HAN_NAME = re.compile(HAN_NAME)
_NAMES = Text(zh="姓名", en="personal names")
_FREE_TEXT = ("string", "list")


@dataclass(frozen=True, slots=True)
class Screened:
    """A table after the gate.

    ``mapped`` is the table with every column that holds personal data masked from here on; ``refused``
    says that no measure may read it.
    """

    mapped: MappedTable
    found: tuple[PersonalData, ...]
    groups: tuple[ProblemGroup, ...]

    @property
    def persons(self) -> frozenset[str]:
        """Our columns whose values stand for persons."""
        return frozenset(one.name for one in self.mapped.definition.columns if one.pii in PERSONAL)

    @property
    def refused(self) -> bool:
        """Whether a column is refused, and the table with it."""
        return any(one.decision == "refused" for one in self.found)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a file, ours where it is mapped, and what may stand in it."""

    header: str
    ours: ColumnDefinition | None
    promises: Called | None

    @property
    def allows_names(self) -> bool:
        return self.ours is not None and self.ours.pii in ("org", "audit", "free")

    @property
    def numbers_things(self) -> bool:
        """Whether it should hold the numbers of cases or records, which may look like telephone numbers."""
        if self.ours is not None:
            return self.ours.pii == "none" and self.ours.name.endswith("_id")
        return numbers_things(self.header)

    @property
    def is_text(self) -> bool:
        return self.ours is None or self.ours.type in _FREE_TEXT

    @property
    def may_be_names(self) -> bool:
        """Whether it is a column of text in which names of persons would be a fault."""
        return self.is_text and not self.allows_names


@dataclass(frozen=True, slots=True)
class _Find:
    kind: Text
    count: int
    filled: int
    strong: bool = True

    @property
    def share(self) -> float:
        return self.count / self.filled


def screen(engine: Engine, loaded: LoadedEngagement, mapped: MappedTable) -> Screened:
    """Look through every file of a table.

    Raises:
        UsageError: audit.yaml admits personal data in a column that no file has.
        Unreadable: files that were read where they lie cannot be parsed, or were changed; all of them are told.
    """
    _check_admitted(loaded, mapped)
    found, said, errors = list[PersonalData](), list[Problem](), Errors()
    for one in mapped.files:
        try:
            looked = list(_look(engine, mapped, one))
        except Unreadable as error:
            errors.add(error)
            continue
        for column, finds, looks_like_names in looked:
            decided = [_decided(mapped, column, find) for find in finds]
            found += decided
            said += (_told(mapped, one, column, decision) for decision in decided)
            if looks_like_names:
                said.append(at_place(problems.PERSONAL_NAMES, _place(mapped, one, column)))
    errors.raise_as(Unreadable)
    for column, finds in _constants(mapped):
        decided = [_decided(mapped, column, find) for find in finds]
        found += decided
        said += (_told_of_constant(loaded, mapped, column, decision) for decision in decided)
    personal = {one.ours for one in found if one.decision != "masked"} | set(_of_persons(mapped))
    groups = tuple(group(1, [one]) for one in said)
    return Screened(_guarded(mapped, personal), tuple(found), groups)


def _of_persons(mapped: MappedTable) -> Iterator[str]:
    """Our columns of text that are taken from a header that speaks of a person."""
    for one in mapped.files:
        for ours, header in one.headers.items():
            column = mapped.definition.column(ours)
            if column.type == "string" and column.pii != "org" and speaks_of_a_person(header):
                yield ours


def _check_admitted(loaded: LoadedEngagement, mapped: MappedTable) -> None:
    admitted = mapped.source.personal_data
    if admitted is None:
        return
    table = mapped.definition.name
    known = {header for one in mapped.files for header in (*one.file.header, *one.headers)}
    known |= mapped.constants.keys()
    wrong = [
        loaded.file.at(
            ("evidence", table, "personal_data", "columns", index),
            HEADER_UNKNOWN(name=name, hint=hint(name, sorted(mapped.columns))),
        )
        for index, name in enumerate(admitted.columns)
        if name not in known
    ]
    if wrong:
        raise UsageError(wrong)


def _look(
    engine: Engine, mapped: MappedTable, one: MappedFile
) -> Iterator[tuple[_Column, list[_Find], bool]]:
    """The columns of a file in which something personal was found, and whether one looks like names."""
    cells, columns, worth = _first_look(engine.con.con, mapped, one)
    first = cells.first([column.header for column in columns if column.may_be_names], SAMPLE)
    for column in columns:
        seen = worth[column.header]
        if not seen.count:
            continue
        finds = _by_header(cells, column, seen.count)
        if not finds and seen.suspected:
            finds = _by_value(cells, column, seen.count)
        named = not finds and column.may_be_names and _like_names(first[column.header])
        if named and column.ours is not None and column.ours.pii == "pseud":
            # A pseudonym is a code: nothing honest in such a column looks like a family and a given name.
            finds, named = [_Find(_NAMES, cells.matching(column.header, HAN_NAME), seen.count)], False
        if finds or named:
            yield column, finds, named


def _first_look(
    con: duckdb.DuckDBPyConnection, mapped: MappedTable, one: MappedFile
) -> tuple[Cells, list[_Column], dict[str, Filled]]:
    """The cells of a file, its columns that can hold something of a person, and what stands in each.

    A file that is read where it lies is loaded first if a row of it may be no record: such rows do not count.
    """
    lying = one.file.in_place
    if lying is not None and lying.lies:
        columns = _columns(mapped, one)
        try:
            cells = Cells.of(con, lying.relation, one.file.header)
            worth, doubtful = _worth_where_it_lies(cells, lying, columns)
        except UNPARSED:
            doubtful = True
        if not doubtful:
            lying.sure = True
            return cells, columns, worth
        lying.load(con)
    cells = Cells.of(con, one.file.relation, one.file.header)
    columns = [column for column in _columns(mapped, one) if column.header in cells.texts]
    return cells, columns, _worth_a_look(cells, one.file.rows, columns)


def _columns(mapped: MappedTable, one: MappedFile) -> list[_Column]:
    definition = mapped.definition
    ours = {header: definition.column(name) for name, header in one.headers.items()}
    columns = []
    for header in one.file.header:
        column = ours.get(header)
        promises = called(header, of_persons=definition.personal)
        skip = column is not None and (
            column.pii in ("org", "audit", "free") or column.type not in _FREE_TEXT
        )
        columns.append(_Column(header, column, None if skip else promises))
    return columns


def _worth_a_look(cells: Cells, rows: int, columns: Sequence[_Column]) -> dict[str, Filled]:
    """What stands in every column: exactly where it is text, else by every n-th row of a long file."""
    step = _step(rows)
    if step == 1:
        return cells.filled([column.header for column in columns])
    sampled = cells.filled([column.header for column in columns if not column.is_text], step)
    estimated = {header: replace(one, count=one.count * step) for header, one in sampled.items()}
    return cells.filled_in_long([column.header for column in columns if column.is_text]) | estimated


def _worth_where_it_lies(
    cells: Cells, lying: InPlace, columns: Sequence[_Column]
) -> tuple[dict[str, Filled], bool]:
    """The same for a file that each look would parse anew, and whether a row of it may be no record."""
    texts = [column.header for column in columns if column.is_text]
    others = [column.header for column in columns if not column.is_text]
    doubtful = lying.doubtful([quoted_name(header) for header in lying.header])
    return cells.filled_together(texts, others, _step(lying.rows), also=doubtful)


def _step(rows: int) -> int:
    """One row of so many is looked at; odd, for every second row is often of one sort."""
    return rows // _SAMPLED_ROWS | 1


def _constants(mapped: MappedTable) -> Iterator[tuple[_Column, list[_Find]]]:
    """The columns that audit.yaml fills with one value in which something personal stands."""
    for ours, value in mapped.constants.items():
        kinds = [BY_ID[kind] for kind in sorted(kinds_in(value))]
        if kinds:
            finds = [_Find(one.title, 1, 1, one.strength == "strong") for one in kinds]
            yield _Column(ours, mapped.definition.column(ours), None), finds


def _by_header(cells: Cells, column: _Column, filled: int) -> list[_Find]:
    if column.promises is None:
        return []
    count = cells.matching(column.header, column.promises.plausible)
    return [_Find(column.promises.title, count, filled)] if count > MOST_PERSONAL * filled else []


def _by_value(cells: Cells, column: _Column, filled: int) -> list[_Find]:
    """Every kind that the column holds, with the exact number of cells."""
    held = BY_ID.keys() - refuted(cells.lookalikes(column.header, SAMPLE))
    counts = {kind.id: 0 for kind in KINDS if kind.id in held}
    for cell, n in cells.suspects(column.header) if counts else ():
        for kind in kinds_in(cell) & held:
            counts[kind] += n
    if counts.get("mobile") and column.numbers_things:
        numbered = cells.numbering(column.header)
        if numbered.runs and numbered.cells >= counts["mobile"]:
            counts["mobile"] = 0
    filled = max(filled, *counts.values(), 1)  # of a sampled column it is an estimate
    return [
        _Find(BY_ID[kind].title, count, filled, BY_ID[kind].strength == "strong")
        for kind, count in counts.items()
        if count
    ]


def _like_names(cells: Sequence[str | None]) -> bool:
    """Whether most of the different values are a family name and one or two characters."""
    distinct = {cell.strip() for cell in cells if cell and cell.strip()}
    like = sum(_HAN_NAME.fullmatch(one) is not None for one in distinct)
    return like >= _FEWEST_NAMES and 2 * like > len(distinct)


def _decided(mapped: MappedTable, column: _Column, find: _Find) -> PersonalData:
    ours = column.ours.name if column.ours is not None else None
    admitted = mapped.source.personal_data
    facts: dict[str, Any] = {
        "column": quoted(column.header),
        "ours": ours,
        "kind": find.kind,
        "count": find.count,
        "share": find.share,
    }
    if admitted is not None and {column.header, ours} & set(admitted.columns):
        return PersonalData(
            **facts, decision="admitted", reason=admitted.reason, approved_by=admitted.approved_by
        )
    made_for_it = column.ours is not None and column.ours.pii in ("free", "audit")
    refused = find.strong and not made_for_it and find.share > MOST_PERSONAL
    return PersonalData(**facts, decision="refused" if refused else "masked")


def _told(mapped: MappedTable, one: MappedFile, column: _Column, found: PersonalData) -> Problem:
    return _told_at(_place(mapped, one, column), found)


def _told_at(place: Place, found: PersonalData) -> Problem:
    facts: dict[str, Text | Scalar] = {
        "count": found.count,
        "share": _percent(found.share),
        "kind": found.kind,
    }
    if found.decision == "admitted" and found.reason is not None:
        return at_place(
            problems.PERSONAL_ADMITTED, place, **facts, by=str(found.approved_by), reason=found.reason
        )
    told = problems.PERSONAL_DATA if found.decision == "refused" else problems.PERSONAL_SOME
    return at_place(told, place, **facts)


def _told_of_constant(
    loaded: LoadedEngagement, mapped: MappedTable, column: _Column, found: PersonalData
) -> Problem:
    line, _ = loaded.file.place(("evidence", mapped.definition.name, "columns", column.header))
    place = Place(table=mapped.definition.name, file=loaded.file.shown, at=str(line), column=column.header)
    return _told_at(place, found)


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "<0.1%"


def _place(mapped: MappedTable, one: MappedFile, column: _Column) -> Place:
    return Place(
        table=mapped.definition.name,
        file=one.file.shown,
        sheet=one.file.sheet,
        their_column=column.header,
        column=column.ours.name if column.ours is not None else None,
    )


def _guarded(mapped: MappedTable, personal: set[str | None]) -> MappedTable:
    """The same table, in which columns that hold personal data are shown as such: not at all."""
    columns = tuple(
        replace(column, pii="pseud") if column.name in personal and column.pii in ("none", "org") else column
        for column in mapped.definition.columns
    )
    return replace(mapped, definition=replace(mapped.definition, columns=columns))
