"""The records of all files of a table under one another, under our names: as text, or in a type of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.engines import Engine
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import Local, literal, name
from audit.evidence.joining import Pair, joint_name, with_joint
from audit.evidence.mapped import MappedFile, MappedTable
from audit.evidence.readers.in_place import InPlace
from audit.evidence.serials import as_dates
from audit.evidence.stored import one_cell

_WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
_BROKEN = ("FLOAT", "DOUBLE", "DECIMAL")
_MOMENTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
_INSTANT = "TIMESTAMP WITH TIME ZONE"


@dataclass(frozen=True, slots=True)
class Stacked:
    """A relation with ``_file``, ``_row`` and our columns; ``native`` are those that need no reading, with their SQL.

    Of a file that is read where it lies there are no lines; instead the relation has every cell of the file by its
    place, see ``cell_of``, and ``texts`` gives SQL for the text of each of our columns from all cells of a row.
    """

    relation: str
    native: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)


def stack(
    engine: Engine,
    mapped: MappedTable,
    rules: Mapping[str, str],
    forms: Mapping[str, str | None],
    local: Local,
) -> Stacked:
    """Put the files of a table under one another.

    ``rules`` gives a column for each header that the rules for rows name, ``forms`` the declared strptime
    format of each column of dates, by our name.
    """
    types = [_types(engine, one.file.relation) for one in mapped.files]
    native = {
        column.name: value
        for column in mapped.definition.columns
        if (value := _native(column, mapped, types, local)) is not None
    }
    parts, offset = [], 0
    for one, own in zip(mapped.files, types, strict=True):
        parts.append(_part(_File(one, own, offset), mapped, rules, forms, native, local))
        offset += one.file.rows
    relation = f"{mapped.definition.name}__given"
    engine.run_sql(f"CREATE OR REPLACE TEMP VIEW {name(relation)} AS {' UNION ALL '.join(parts)}")
    return Stacked(relation, native)


def stack_in_place(engine: Engine, mapped: MappedTable, lying: InPlace) -> Stacked:
    """The only file of a table, where it lies: our columns, and behind them every cell of the file by its place.

    Its lines are not known there.
    """
    own = _File(mapped.files[0], dict.fromkeys(lying.header, "VARCHAR"), 0)
    columns = _columns(own, mapped, {}, {})
    cells = {cell_of(place): name(header) for place, header in enumerate(lying.header)}
    selected = ", ".join(f"{value} AS {name(ours)}" for ours, value in {**columns, **cells}.items())
    relation = f"{mapped.definition.name}__given"
    statement = f"SELECT {selected} FROM {name(lying.relation)}"  # noqa: S608 - names are quoted
    engine.run_sql(f"CREATE OR REPLACE TEMP VIEW {name(relation)} AS {statement}")
    places = {header: place for place, header in enumerate(lying.header)}
    of_file = {ours: one_cell(places[header]) for ours, header in own.mapped.headers.items()}
    return Stacked(relation, {}, {**columns, **of_file})


def cell_of(place: int) -> str:
    """The column that holds the cell in this place, from 0, of a file that is read where it lies."""
    return f"_cell{place}"


def _types(engine: Engine, relation: str) -> dict[str, str]:
    rows = engine.con.con.execute(f"DESCRIBE {name(relation)}").fetchall()
    return {column: str(type_) for column, type_, *_ in rows}


@dataclass(frozen=True, slots=True)
class _File:
    """A file, the types of its columns, and how many records stand before its own."""

    mapped: MappedFile
    types: Mapping[str, str]
    before: int


def _part(
    file: _File,
    mapped: MappedTable,
    rules: Mapping[str, str],
    forms: Mapping[str, str | None],
    native: Mapping[str, str],
    local: Local,
) -> str:
    """The records of one file."""
    pairs = {ours: _pair(file, mapped, ours, forms) for ours in mapped.joint if ours in file.mapped.headers}
    columns = {"_file": "_file", "_row": "CAST(_row AS BIGINT)"} | _columns(file, mapped, forms, native)
    one, by = file.mapped, mapped.source.rows.by if mapped.source.rows else None
    for header, ours in rules.items():
        theirs = one.rule_headers.get(header)
        if header in pairs:
            columns[ours] = name(joint_name(header))
            continue
        columns[ours] = (
            _cell(file, theirs, forms.get(ours), native=ours in native, dates=header == by)
            if theirs
            else "CAST(NULL AS VARCHAR)"
        )
    selected = ", ".join(f"{value} AS {name(ours)}" for ours, value in columns.items())
    relation = with_joint(name(one.file.relation), pairs, local)
    return f"SELECT {selected} FROM {relation}"  # noqa: S608 - names are quoted


def _pair(file: _File, mapped: MappedTable, ours: str, forms: Mapping[str, str | None]) -> Pair:
    """The two cells in which a file has a column of ours; of a file without the time, its date alone."""
    one = file.mapped
    time = one.times.get(ours)
    return Pair(
        date=_as_text(name(one.headers[ours]), file.types[one.headers[ours]]),
        time=_as_text(name(time), file.types[time]) if time is not None else None,
        day_zero=one.file.day_zero,
        form=forms.get(ours),
        missing=mapped.source.missing,
    )


def _columns(
    file: _File, mapped: MappedTable, forms: Mapping[str, str | None], native: Mapping[str, str]
) -> dict[str, str]:
    """SQL for our columns in a file, by name."""
    columns = {}
    for column in (one for one in mapped.definition.columns if one.name in mapped.columns):
        header, dates = file.mapped.headers.get(column.name), column.type in ("date", "datetime")
        if column.name in mapped.joint and header is not None:
            columns[column.name] = name(joint_name(column.name))
            continue
        columns[column.name] = (
            _filled(mapped, file, column.name)
            if header is None
            else _cell(file, header, forms.get(column.name), native=column.name in native, dates=dates)
        )
    return columns


def _cell(file: _File, header: str, form: str | None, *, native: bool, dates: bool) -> str:
    """The cell under a header: as it is where it has a fitting type, else as text."""
    if native:
        return name(header)
    day_zero = file.mapped.file.day_zero
    if day_zero is None or not dates:
        return _as_text(name(header), file.types[header])
    return as_dates(name(header), day_zero, form)


def _filled(mapped: MappedTable, file: _File, column: str) -> str:
    """A column that no header holds: a constant, what a header says, the record's number, or nothing in this file."""
    if column in file.mapped.told:
        return literal(file.mapped.told[column])
    if column in mapped.constants:
        return literal(mapped.constants[column])
    if column in mapped.numbered:
        return f"CAST(row_number() OVER (ORDER BY _row) + {file.before} AS VARCHAR)"
    return "CAST(NULL AS VARCHAR)"


def _as_text(cell: str, type_: str) -> str:
    """A cell as text; a whole number that came as a float has no decimals."""
    if type_ == "VARCHAR":
        return cell
    if type_.startswith(_BROKEN):
        whole = f"abs({cell}) < 9007199254740992 AND {cell} = floor({cell})"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({cell} AS BIGINT) AS VARCHAR) ELSE CAST({cell} AS VARCHAR) END"
        )
    return f"array_to_string({cell}, ';')" if type_.endswith("[]") else f"CAST({cell} AS VARCHAR)"


def _native(
    column: ColumnDefinition, mapped: MappedTable, types: list[dict[str, str]], local: Local
) -> str | None:
    """SQL for the value of a column that has a fitting type in every file; None where it is to be read as text.

    A value of the type that is none of the column's (not a number, a fraction, infinity) gives null.
    """
    held = {
        own[one.headers[column.name]] if column.name in one.headers else ""
        for one, own in zip(mapped.files, types, strict=True)
    }
    text = column.name in mapped.source.values or column.name in mapped.joint
    if len(held) != 1 or text or held & {"", "VARCHAR"}:
        return None
    return _fitting(column, held.pop(), name(column.name), local)


def _fitting(column: ColumnDefinition, type_: str, own: str, local: Local) -> str | None:
    number, broken = f"CAST({own} AS DOUBLE)", type_.startswith(_BROKEN)
    match column.type:
        case "bool" if type_ == "BOOLEAN":
            return own
        case "number" if broken or type_ in _WHOLE:
            return f"CASE WHEN isfinite({number}) THEN {number} END"
        case "integer" if broken or type_ in _WHOLE:
            whole = f"isfinite({number}) AND {number} = floor({number})"
            return f"CASE WHEN {whole} THEN TRY_CAST({own} AS BIGINT) END"
        case "date" | "datetime" if type_ in _MOMENTS or type_ == _INSTANT:
            moment = f"CASE WHEN isfinite({own}) THEN CAST({own} AS TIMESTAMP) END"
            moment = local(moment) if type_ == _INSTANT else moment
            ends_day = column.ends_day and type_ == "DATE"
            return f"{moment} + INTERVAL 86399999 MILLISECONDS" if ends_day else moment
    return None
