"""Their headers -> our columns: what audit.yaml says first, then the catalogue's own names, never a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from audit.engagement import Constant, LoadedEngagement, RowNumber, TableSource
from audit.errors import UsageError
from audit.evidence import problems
from audit.evidence.bare_headers import by_form
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.mapped import MappedFile, MappedTable, TextFile
from audit.evidence.names import as_text, header_named, mislabelled, misnamed, rule_names
from audit.evidence.problems import at_place
from audit.evidence.spelling import normalised
from audit.evidence.told_units import UNIT, in_told_units, with_told_units
from audit.evidence.unknown_items import unknown_item
from audit.result.problem import Problem
from audit.text import Template, Text


def map_table(
    loaded: LoadedEngagement, definition: TableDefinition, files: Sequence[TextFile]
) -> MappedTable:
    """Find the header of each column in each file.

    Raises:
        UsageError: audit.yaml names a column that the table does not have, a header that no file has,
            or a value that is none of the column's labels; every one of them is told.
    """
    source = loaded.engagement.evidence[definition.name]
    wrong = [*misnamed(loaded, definition, source, files), *mislabelled(loaded, definition, source)]
    if wrong:
        raise UsageError(wrong)
    wanted = {place[0]: theirs for place, theirs in source.named.items() if place[1:] != ("time",)}
    clocks = {place[0]: theirs for place, theirs in source.named.items() if place[1:] == ("time",)}
    ruled = rule_names(source)
    mapped, said = [], list[Problem]()
    for file in files:
        times = {
            ours: header
            for ours, theirs in clocks.items()
            if (header := header_named(theirs, file.header)) is not None
        }
        headers, ambiguous = _headers(definition, file, files, wanted, source, times.values())
        rules = {name: header for name in ruled if (header := _rule_header(name, file, headers)) is not None}
        mapped.append(MappedFile(file, headers, rules, times=times))
        said += ambiguous
        said += (
            _said(problems.COLUMN_ABSENT_HERE, definition, file, theirs, column=ours)
            for ours, theirs in clocks.items()
            if ours in headers and ours not in times
        )
    mapped, in_units, of_units = in_told_units(definition, mapped)
    said += of_units
    constants = {
        ours: as_text(one.constant) for ours, one in source.columns.items() if isinstance(one, Constant)
    }
    numbered = tuple(ours for ours, one in source.columns.items() if isinstance(one, RowNumber))
    filled = constants.keys() | set(numbered)
    if UNIT not in filled:
        mapped, of_values = with_told_units(definition, mapped)
        said += of_values
    for one in mapped:
        said += _absent(definition, one, mapped, filled)
    unknown = [list(_nameable(definition, one, filled)) for one in mapped]
    for one, headers_left in zip(mapped, unknown, strict=True):
        said += (_unknown_header(definition, one.file, header) for header in headers_left)
    names = tuple(dict.fromkeys(header for headers_left in unknown for header in headers_left))
    return MappedTable(
        definition, source, tuple(mapped), constants, numbered, names, tuple(said), in_units=in_units
    )


def _headers(
    definition: TableDefinition,
    file: TextFile,
    files: Sequence[TextFile],
    wanted: Mapping[str, str],
    source: TableSource,
    times: Collection[str],
) -> tuple[dict[str, str], list[Problem]]:
    """Our columns -> the headers of one file; those named by audit.yaml are taken first, ``times`` are taken already."""
    found = {
        ours: header
        for ours, theirs in wanted.items()
        if (header := header_named(theirs, file.header)) is not None
    }
    said = []
    taken = {*found.values(), *times}
    free = [header for header in file.header if header not in taken]
    for column in definition.columns:
        theirs = wanted.get(column.name)
        if theirs is not None and column.name not in found:
            other = _spelt_otherwise(column, theirs, free, files)
            if other is not None:
                found[column.name] = other
                said.append(_otherwise(definition, column, file, other, theirs))
        if column.name in source.columns:
            continue
        candidates = known_by_name(column, free)
        if len(candidates) == 1:
            found[column.name] = candidates[0]
            if normalised(candidates[0]) not in map(normalised, _exact_names(column)):
                said.append(_taken(definition, column, file, candidates[0]))
        elif candidates:
            said.append(_ambiguous(definition, column, file, candidates))
    return found, said


def _spelt_otherwise(
    column: ColumnDefinition, theirs: str, free: Sequence[str], files: Sequence[TextFile]
) -> str | None:
    """The header of a file that lacks the one audit.yaml names: another usual name of the column.

    Where it stands beside the named header in another file, it is something else.
    """
    known = known_by_name(column, free)
    beside = any(
        header_named(theirs, one.header) is not None and header_named(name, one.header) is not None
        for one in files
        for name in known
    )
    return known[0] if len(known) == 1 and not beside else None


def known_by_name(column: ColumnDefinition, headers: Sequence[str]) -> list[str]:
    """The headers that are one of the column's own names; its name and title go before its aliases."""
    forms = by_form(headers, column.unit)
    exact = _exact_names(column)
    for names in (exact[:1], exact[1:], column.aliases):
        candidates = dict.fromkeys(header for name in names for header in forms.get(normalised(name), ()))
        if candidates:
            return list(candidates)
    return []


def _exact_names(column: ColumnDefinition) -> tuple[str, str, str]:
    """The column's name and its title in both languages: these are no aliases."""
    return column.name, column.title.zh, column.title.en


def _rule_header(name: str, file: TextFile, headers: Mapping[str, str]) -> str | None:
    return header_named(name, file.header) or headers.get(name)


def _unused(mapped: MappedFile) -> Iterator[str]:
    used = {*mapped.headers.values(), *mapped.times.values(), *mapped.rule_headers.values()}
    return (header for header in mapped.file.header if header not in used)


def _absent(
    definition: TableDefinition, one: MappedFile, files: Sequence[MappedFile], filled: Iterable[str]
) -> Iterator[Problem]:
    """Columns that a file lacks: required ones, and those that other files of the table have."""
    elsewhere = {name: theirs for other in files for name, theirs in other.headers.items()}
    for column in definition.columns:
        if column.name in one.headers or column.name in filled:
            continue
        if column.required:
            place = one.file.place(definition.name, column=column.name)
            yield at_place(problems.COLUMN_MISSING, place, name=column.name, title=column.title)
        elif column.name in elsewhere:
            theirs = elsewhere[column.name]
            yield _said(problems.COLUMN_ABSENT_HERE, definition, one.file, theirs, column=column.name)


def _nameable(definition: TableDefinition, one: MappedFile, filled: Iterable[str]) -> Iterator[str]:
    """The headers that nothing uses; by their place alone where the file lacks a required column.

    Such a file may have no header line at all, and what stands there is then somebody's record.
    """
    there = {*one.headers, *filled}
    doubtful = any(column.required and column.name not in there for column in definition.columns)
    for header in _unused(one):
        yield f"#{one.file.header.index(header) + 1}" if doubtful else header


def _unknown_header(definition: TableDefinition, file: TextFile, header: str) -> Problem:
    return unknown_item(definition, file, header) or _said(problems.COLUMN_UNKNOWN, definition, file, header)


def _ambiguous(
    definition: TableDefinition, column: ColumnDefinition, file: TextFile, candidates: Sequence[str]
) -> Problem:
    place = file.place(definition.name, column=column.name)
    headers = Text(zh="、".join(candidates), en=", ".join(candidates))
    return at_place(problems.COLUMN_AMBIGUOUS, place, headers=headers, name=column.name, title=column.title)


def _taken(definition: TableDefinition, column: ColumnDefinition, file: TextFile, header: str) -> Problem:
    place = file.place(definition.name, their_column=header)
    return at_place(problems.COLUMN_TAKEN, place, name=column.name, title=column.title)


def _otherwise(
    definition: TableDefinition, column: ColumnDefinition, file: TextFile, header: str, named: str
) -> Problem:
    place = file.place(definition.name, their_column=header)
    return at_place(
        problems.COLUMN_OTHERWISE, place, header=header, named=named, name=column.name, title=column.title
    )


def _said(
    template: Template, definition: TableDefinition, file: TextFile, header: str, column: str | None = None
) -> Problem:
    return at_place(template, file.place(definition.name, their_column=header, column=column), header=header)
