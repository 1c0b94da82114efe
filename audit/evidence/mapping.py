"""Their headers -> our columns: what audit.yaml says first, then the catalogue's own names, never a guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.engagement import Constant, LoadedEngagement, RowNumber, Scalar, TableSource
from audit.errors import Located, UsageError
from audit.evidence import problems
from audit.evidence.bare_headers import SECONDS, by_form, unit_of, unit_told
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.labels import spellings
from audit.evidence.problems import Place, at_place
from audit.evidence.spelling import nearest, normalised
from audit.result.problem import Problem
from audit.text import Template, Text, message

UNIT, VALUES = "unit", ("measured_value", "target_value")
"""The column that gives the unit of a value, and the values that may be of any unit."""

TABLE_UNKNOWN = message(
    "A-TABLE-UNKNOWN",
    zh="证据目录中没有表“{name}”，{hint}",
    en="there is no evidence table “{name}”; {hint}",
)
COLUMN_UNKNOWN = message(
    "A-COLUMN-UNKNOWN",
    zh="表“{table}”没有列“{name}”，{hint}",
    en="the table {table} has no column “{name}”; {hint}",
)
HEADER_UNKNOWN = message(
    "A-HEADER-UNKNOWN",
    zh="文件中没有表头“{name}”，{hint}",
    en="no file has the header “{name}”; {hint}",
)
LABEL_UNKNOWN = message(
    "A-LABEL-UNKNOWN",
    zh="“{name}”不是列“{column}”的取值，{hint}",
    en="“{name}” is not a value of the column {column}; {hint}",
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file, or the rows of audit.yaml, staged as the text table ``relation`` of the engine.

    A sheet of a workbook has its name, the letters of its columns in the order of ``header``, and the
    date that the number 0 stands for. ``together`` says that other sheets of its file hold the table, too.
    ``units`` is what a row of units under the header says, by header.
    """

    shown: str
    relation: str
    header: tuple[str, ...]
    rows: int
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    day_zero: dt.date | None = None
    together: bool = False
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What stands in ``_file`` of its rows: no two files of a table have the same."""
        return f"{self.shown}#{self.sheet}" if self.together else self.shown

    def at(self, row: int, header: str | None) -> str:
        """A place as problems name it: the line of a text file; the cell of a sheet, or its whole row."""
        if self.sheet is None:
            return str(row)
        if header is None:
            return f"{row}:{row}"
        return f"{self.letters[self.header.index(header)]}{row}"


@dataclass(frozen=True, slots=True)
class MappedFile:
    """A file, and which of its headers holds which of our columns.

    ``rule_headers`` are the headers that the rules for rows name, by the name that audit.yaml gives them;
    ``told`` is the text of columns of which a header says what stands in every row.
    """

    file: TextFile
    headers: Mapping[str, str]
    rule_headers: Mapping[str, str]
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MappedTable:
    """One table with all its files mapped.

    ``constants`` holds the text of columns that are the same in every row, ``numbered`` the columns
    filled with the record's number, ``answered`` are those whose values stand in a file of answers in long
    form. ``in_units`` are the units of time, by column, in which the files give them where these are not ours.
    ``columns`` are all of ours that were handed over.
    """

    definition: TableDefinition
    source: TableSource
    files: tuple[MappedFile, ...]
    constants: Mapping[str, str]
    numbered: tuple[str, ...]
    unknown: tuple[str, ...]
    problems: tuple[Problem, ...]
    answered: frozenset[str] = frozenset()
    in_units: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that at least one file has, or that audit.yaml fills."""
        found = {name for mapped in self.files for name in (*mapped.headers, *mapped.told)}
        return frozenset(found | self.constants.keys() | set(self.numbered) | self.answered)

    @property
    def incomplete(self) -> bool:
        """Whether a required column is missing, so that nothing can be measured."""
        return any(one.code == problems.COLUMN_MISSING.code for one in self.problems)


def check_tables(loaded: LoadedEngagement) -> None:
    """Raise UsageError for every table of audit.yaml that the catalogue does not have."""
    wrong = [
        loaded.file.at(("evidence", name), TABLE_UNKNOWN(name=name, hint=hint(name, TABLES)))
        for name in loaded.engagement.evidence
        if name not in TABLES
    ]
    wrong += [
        loaded.file.at(("census", index), TABLE_UNKNOWN(name=name, hint=hint(name, TABLES)))
        for index, name in enumerate(loaded.engagement.census)
        if name not in TABLES
    ]
    if wrong:
        raise UsageError(wrong)


def map_table(
    loaded: LoadedEngagement, definition: TableDefinition, files: Sequence[TextFile]
) -> MappedTable:
    """Find the header of each column in each file.

    Raises:
        UsageError: audit.yaml names a column that the table does not have, a header that no file has,
            or a value that is none of the column's labels; every one of them is told.
    """
    source = loaded.engagement.evidence[definition.name]
    wrong = [*_misnamed(loaded, definition, source, files), *_mislabelled(loaded, definition, source)]
    if wrong:
        raise UsageError(wrong)
    wanted = {ours: theirs for ours, theirs in source.columns.items() if isinstance(theirs, str)}
    ruled = _rule_names(source)
    mapped, said = [], list[Problem]()
    for file in files:
        headers, ambiguous = _headers(definition, file, wanted, source)
        rules = {name: header for name in ruled if (header := _rule_header(name, file, headers)) is not None}
        mapped.append(MappedFile(file, headers, rules))
        said += ambiguous
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


def in_told_units(
    definition: TableDefinition, files: Sequence[MappedFile]
) -> tuple[list[MappedFile], dict[str, str], list[Problem]]:
    """The files without columns in units that cannot be converted, the units of the others that are not ours, and
    what is to be said of both.
    """
    in_units, said, refused = dict[str, str](), list[Problem](), set[str]()
    for column in definition.columns:
        if column.unit not in SECONDS or column.type != "number":
            continue
        found = [(one, header) for one in files if (header := one.headers.get(column.name)) is not None]
        told = [(one, header, _told_unit(one.file, header) or str(column.unit)) for one, header in found]
        units = {unit for _, _, unit in told}
        if units <= {column.unit}:
            continue
        convertible = len(units) == 1 and units <= SECONDS.keys()
        template = problems.UNIT_CONVERTED if convertible else problems.UNIT_APART
        if convertible:
            in_units[column.name] = units.pop()
        else:
            refused.add(column.name)
        for one, header, unit in told:
            place = _place(definition, one.file, their_column=header, column=column.name)
            said.append(at_place(template, place, told=unit, unit=str(column.unit)))
    kept = [
        replace(one, headers={ours: theirs for ours, theirs in one.headers.items() if ours not in refused})
        for one in files
    ]
    return kept, in_units, said


def with_told_units(
    definition: TableDefinition, files: Sequence[MappedFile]
) -> tuple[list[MappedFile], list[Problem]]:
    """The files with the unit of a value that may be of any unit, where only its header says it.

    A row without a unit is taken to be in that of its standard, so that minutes would pass for hours.
    """
    units = next((column for column in definition.columns if column.name == UNIT), None)
    value = next((column for column in definition.columns if column.name in VALUES), None)
    if units is None or value is None:
        return list(files), []
    kept, said = [], list[Problem]()
    for one in files:
        header = one.headers.get(value.name)
        told = _told_unit(one.file, header) if header is not None else None
        if header is None or told is None or UNIT in one.headers:
            kept.append(one)
            continue
        known = told in (units.labels or {})
        template = problems.UNIT_TOLD if known else problems.UNIT_UNKNOWN
        place = _place(definition, one.file, their_column=header, column=value.name)
        said.append(at_place(template, place, told=told))
        kept.append(replace(one, told={UNIT: told}) if known else one)
    return kept, said


def _told_unit(file: TextFile, header: str) -> str | None:
    """The unit of time that the header, or the row of units under it, names."""
    return unit_told(header) or unit_of(file.units.get(header, ""))


def hint(name: str, known: Iterable[str]) -> Text:
    """Which word was probably meant, or which there are."""
    known = list(known)
    near = nearest(name, known)
    if near is not None:
        return Text(zh=f"是否想写“{near}”？", en=f"did you mean “{near}”?")
    listed = known if len(known) <= 20 else [*known[:20], "…"]
    return Text(zh="现有：" + "、".join(listed), en="there are " + ", ".join(listed))


def as_text(value: Scalar | list[str]) -> str:
    """A value of audit.yaml as it would stand in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value)


def _misnamed(
    loaded: LoadedEngagement, definition: TableDefinition, source: TableSource, files: Sequence[TextFile]
) -> Iterator[Located]:
    """Columns that are not ours, and headers that no file has."""
    ours = [column.name for column in definition.columns]
    headers = list(dict.fromkeys(header for file in files for header in file.header))
    dated = {*ours, *_rule_names(source)}
    for key, names, known in (
        ("columns", source.columns, set(ours)),
        ("values", source.values, set(ours)),
        ("dates", source.dates, dated),
    ):
        for name in names:
            if name not in known:
                said = COLUMN_UNKNOWN(table=definition.name, name=name, hint=hint(name, ours))
                yield loaded.file.at(("evidence", definition.name, key, name), said)
    places = list(_rule_places(source))
    for name, theirs in source.columns.items():
        if isinstance(theirs, str):
            places.append((("columns", name), theirs))
    for path, theirs in places:
        theirs_or_ours = path[0] == "rows" and theirs in ours
        if not theirs_or_ours and all(_find(theirs, file.header) is None for file in files):
            said = HEADER_UNKNOWN(name=theirs, hint=_header_hint(theirs, headers))
            yield loaded.file.at(("evidence", definition.name, *path), said)


def _header_hint(theirs: str, headers: Sequence[str]) -> Text:
    """The nearest header. No list of all: where the header line is missing, they are somebody's record."""
    near = nearest(theirs, headers)
    if near is not None:
        return Text(zh=f"是否想写“{near}”？", en=f"did you mean “{near}”?")
    return Text(
        zh=f"所有文件共有 {len(headers)} 个不同的表头", en=f"the files have {len(headers)} different headers"
    )


def _mislabelled(
    loaded: LoadedEngagement, definition: TableDefinition, source: TableSource
) -> Iterator[Located]:
    """Values that audit.yaml maps to something that the column does not know."""
    known_columns = {column.name: column for column in definition.columns}
    for name, mapped in source.values.items():
        column = known_columns.get(name)
        known = spellings(column) if column is not None else None
        if known is None or column is None:
            continue
        for label, ours in mapped.items():
            if ours is not None and normalised(as_text(ours)) not in known:
                codes = column.labels or ("true", "false")
                said = LABEL_UNKNOWN(name=as_text(ours), column=name, hint=hint(as_text(ours), codes))
                yield loaded.file.at(("evidence", definition.name, "values", name, label), said)


def _headers(
    definition: TableDefinition, file: TextFile, wanted: Mapping[str, str], source: TableSource
) -> tuple[dict[str, str], list[Problem]]:
    """Our columns -> the headers of one file; those named by audit.yaml are taken first."""
    found = {
        ours: header for ours, theirs in wanted.items() if (header := _find(theirs, file.header)) is not None
    }
    said = []
    free = [header for header in file.header if header not in found.values()]
    for column in definition.columns:
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


def _find(theirs: str, header: Sequence[str]) -> str | None:
    """A header as audit.yaml names it: exactly, or else by its form where that is unique."""
    if theirs in header:
        return theirs
    same = [name for name in header if normalised(name) == normalised(theirs)]
    return same[0] if len(same) == 1 else None


def _rule_names(source: TableSource) -> tuple[str, ...]:
    return tuple(name for _, name in _rule_places(source))


def _rule_places(source: TableSource) -> Iterator[tuple[tuple[str, ...], str]]:
    rules = source.rows
    if rules is None:
        return
    if rules.latest_per is not None and rules.by is not None:
        yield ("rows", "latest_per"), rules.latest_per
        yield ("rows", "by"), rules.by
    for name in rules.exclude:
        yield ("rows", "exclude", name), name


def _rule_header(name: str, file: TextFile, headers: Mapping[str, str]) -> str | None:
    return _find(name, file.header) or headers.get(name)


def _unused(mapped: MappedFile) -> Iterator[str]:
    used = {*mapped.headers.values(), *mapped.rule_headers.values()}
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
            place = _place(definition, one.file, column=column.name)
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
    return _said(problems.COLUMN_UNKNOWN, definition, file, header)


def _ambiguous(
    definition: TableDefinition, column: ColumnDefinition, file: TextFile, candidates: Sequence[str]
) -> Problem:
    place = _place(definition, file, column=column.name)
    headers = Text(zh="、".join(candidates), en=", ".join(candidates))
    return at_place(problems.COLUMN_AMBIGUOUS, place, headers=headers, name=column.name, title=column.title)


def _taken(definition: TableDefinition, column: ColumnDefinition, file: TextFile, header: str) -> Problem:
    place = _place(definition, file, their_column=header)
    return at_place(problems.COLUMN_TAKEN, place, name=column.name, title=column.title)


def _said(
    template: Template, definition: TableDefinition, file: TextFile, header: str, column: str | None = None
) -> Problem:
    return at_place(template, _place(definition, file, their_column=header, column=column), header=header)


def _place(
    definition: TableDefinition, file: TextFile, their_column: str | None = None, column: str | None = None
) -> Place:
    return Place(
        table=definition.name, file=file.shown, sheet=file.sheet, their_column=their_column, column=column
    )
