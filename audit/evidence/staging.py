"""Text tables -> one typed table, in one statement, with a bit for every cell that could not be read."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import Located, UsageError
from audit.evidence.calendar import Calendar
from audit.evidence.casting import ISO, cast, moment, without_errors
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import trimmed
from audit.evidence.labels import recognised, spellings, unknown_words
from audit.evidence.mapping import MappedFile, MappedTable, as_text
from audit.evidence.problems import Place, at_level, at_place, group
from audit.evidence.readers.cells import ERRORS
from audit.evidence.readers.loading import forget
from audit.evidence.selecting import Selection, rule_column, select
from audit.evidence.serials import as_dates, notes
from audit.evidence.spelling import SPACES, normalised
from audit.result.problem import Problem, ProblemGroup
from audit.text import Scalar, Template, Text, message

FAULTS = "_faults"
_BITS = 62  # of a signed 64-bit mask
_EVERYTHING_ELSE = "*"
_READ = "_read_"

DATE_FORMAT = message(
    "A-DATE-FORMAT",
    zh="“{format}”不是有效的日期格式",
    en="“{format}” is not a date format",
    mend=Text(zh="写法如 “%d-%m-%Y %H:%M”", en='formats are written like "%d-%m-%Y %H:%M"'),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which the cells of a column can fail, and the bit of a mask that marks the rows."""

    column: ColumnDefinition
    template: Template
    number: int

    @property
    def mask(self) -> str:
        """The mask that holds the bit."""
        return f"{FAULTS}{self.number // _BITS}"

    def marked(self, table: ir.Table) -> ir.BooleanValue:
        """The rows of which this cell failed so."""
        return (table[self.mask] & (1 << self.number % _BITS)) != 0


@dataclass(frozen=True, slots=True)
class Staged:
    """A typed table of the engine: every column of the catalogue, ``_file``, ``_row`` and the masks."""

    mapped: MappedTable
    table: ir.Table
    faults: tuple[Fault, ...]
    selection: Selection
    groups: tuple[ProblemGroup, ...]

    def failed(self, column: str, table: ir.Table) -> ir.BooleanValue:
        """The rows of a table with the same masks of which a cell of this column could not be read."""
        marked = [fault.marked(table) for fault in self.faults if fault.column.name == column]
        return ibis.or_(ibis.literal(False), *marked)


def stage(
    engine: Engine, loaded: LoadedEngagement, mapped: MappedTable, calendar: Calendar, examples: int
) -> Staged:
    """Type one table and tell every cell that could not be read.

    Raises:
        UsageError: a declared date format is none.
    """
    _check_formats(engine, loaded, mapped)
    source = mapped.source

    def moment_of(text: ir.StringValue) -> ir.TimestampValue:
        by = source.rows.by if source.rows else None
        return moment(text, calendar, _form(mapped, by))

    def counted(aggregate: ir.Table) -> dict[str, int]:
        row: dict[str, Any] = engine.con.to_pyarrow(aggregate).to_pylist()[0]
        return {name: int(value or 0) for name, value in row.items()}

    names = {name: rule_column(index) for index, name in enumerate(_rule_names(mapped))}
    raw = _stacked(engine, mapped, names)
    selection = select(_given(raw, mapped), source.rows, names, moment_of, counted)
    given = selection.rows
    if source.rows is not None:  # its windows are costly, and lose the order of the files
        in_order = given.order_by("_file", "_row")
        given = engine.store(f"{mapped.definition.name}__chosen", in_order, temporary=True)
    labels = {
        column.name: _labels(engine, given, column)
        for column in mapped.definition.columns
        if column.name in mapped.columns and spellings(column) is not None
    }
    typed, faults = _typed(given, mapped, calendar, labels)
    table = engine.store(f"{mapped.definition.name}__typed", typed)
    groups = (*_problems(engine, mapped, table, given, faults, examples), *notes(engine, mapped))
    for one in mapped.files:  # the text is as large as all that is typed
        forget(engine.con.con, one.file.relation)
    return Staged(mapped, table, faults, selection, groups)


def _rule_names(mapped: MappedTable) -> list[str]:
    return list(dict.fromkeys(name for one in mapped.files for name in one.rule_headers))


def _stacked(engine: Engine, mapped: MappedTable, names: Mapping[str, str]) -> ir.Table:
    """The records of all files under one another, as raw text under our names."""
    parts, offset = [], 0
    for one in mapped.files:
        parts.append(_columns_of(engine.con.table(one.file.relation), one, mapped, names, offset))
        offset += one.file.rows
    return parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)


def _columns_of(
    text: ir.Table, one: MappedFile, mapped: MappedTable, names: Mapping[str, str], offset: int
) -> ir.Table:
    columns: dict[str, ir.Value] = {"_file": text._file, "_row": text._row.cast("int64")}
    for column in mapped.definition.columns:
        if column.name in one.headers:
            cells = text[one.headers[column.name]]
            dated = column.type in ("date", "datetime")
            columns[column.name] = as_dates(cells, one, _form(mapped, column.name)) if dated else cells
        elif column.name in mapped.constants:
            columns[column.name] = ibis.literal(mapped.constants[column.name])
        elif column.name in mapped.numbered:
            number = ibis.row_number().over(order_by=text._row) + offset + 1
            columns[column.name] = number.cast("string")
        elif column.name in mapped.columns:
            columns[column.name] = ibis.null("string")
    by = mapped.source.rows.by if mapped.source.rows else None
    for name, ours in names.items():
        header = one.rule_headers.get(name)
        cells = text[header] if header is not None else ibis.null("string")
        columns[ours] = as_dates(cells, one, _form(mapped, by)) if name == by else cells
    return text.select(**columns)


def _given(raw: ir.Table, mapped: MappedTable) -> ir.Table:
    """Trimmed text; null where the cell is empty or says so, and the values that audit.yaml replaces."""
    missing = ["", *mapped.source.missing]
    errors = _errors(mapped)
    given = {}
    for name in raw.columns:
        if name in ("_file", "_row"):
            continue
        text = trimmed(raw[name], SPACES)
        text = ibis.ifelse(text.isin(missing), ibis.null("string"), text)
        given[name] = _replaced(text, mapped.source.values.get(name), errors)
    return raw.mutate(**given)


def _errors(mapped: MappedTable) -> tuple[str, ...]:
    """What stands in a cell whose formula failed; text files have no such cells."""
    return ERRORS if any(one.file.sheet is not None for one in mapped.files) else ()


def _replaced(
    text: ir.StringValue, values: Mapping[str, Any] | None, errors: tuple[str, ...]
) -> ir.StringValue:
    """What audit.yaml puts in the place of a label; “every other” does not mean a failed formula."""
    if not values:
        return text
    replaced = {label: _literal(ours) for label, ours in values.items()}
    rest = replaced.pop(_EVERYTHING_ELSE, text)
    if errors:
        rest = ibis.ifelse(text.isin(errors), text, rest)
    pairs = list(replaced.items())
    chosen = text.cases(*pairs, else_=rest) if pairs else rest
    return ibis.ifelse(text.isnull(), ibis.null("string"), chosen)


def _literal(value: Any) -> ir.StringValue:
    return ibis.null("string") if value is None else ibis.literal(as_text(value))


def _labels(engine: Engine, given: ir.Table, column: ColumnDefinition) -> dict[str, str | bool]:
    """The labels that stand in a column and that it knows: no more distinct values than have a meaning."""
    cells = given[column.name]
    if column.type == "list":
        words = given.select(word=cells.replace("；", ";").split(";").unnest())
        distinct = words.select(word=trimmed(words.word, SPACES)).distinct()
    else:
        distinct = given.select(word=cells).distinct()
    found: dict[str, str | bool] = {}
    for batch in engine.con.to_pyarrow_batches(distinct):
        found |= recognised((word for word in batch["word"].to_pylist() if word is not None), column)
    return dict(sorted(found.items()))


def _typed(
    given: ir.Table,
    mapped: MappedTable,
    calendar: Calendar,
    labels: Mapping[str, Mapping[str, object]],
) -> tuple[ir.Table, tuple[Fault, ...]]:
    """The typed columns, and masks whose bits mark the cells that have text but no value."""
    casts = {
        column.name: cast(
            given[column.name],
            column,
            calendar=calendar,
            form=_form(mapped, column.name),
            labels=labels.get(column.name, {}),
        )
        for column in mapped.definition.columns
        if column.name in mapped.columns
    }
    if errors := _errors(mapped):
        casts = {name: without_errors(given[name], read, errors) for name, read in casts.items()}
    # Two projections, so that a value is computed once and then looked at.
    both = given.mutate(**{f"{_READ}{name}": read.value for name, read in casts.items()})
    columns: dict[str, ir.Value] = {"_file": both._file, "_row": both._row}
    faults: list[Fault] = []
    masks: dict[str, list[ir.IntegerValue]] = {}
    for column in mapped.definition.columns:
        name = column.name
        if name not in casts:
            columns[name] = ibis.null(column.stored)
            continue
        columns[name] = both[f"{_READ}{name}"].cast(column.stored)
        if casts[name].faults:
            own = _numbered(column, [template for template, _ in casts[name].faults], faults)
            conditions = [holds and holds(both[name]) for _, holds in casts[name].faults]
            failed = both[name].notnull() & both[f"{_READ}{name}"].isnull()
            masks.setdefault(own[0].mask, []).append(ibis.ifelse(failed, _which(own, conditions), _bits(0)))
            faults += own
    summed = {mask: functools.reduce(operator.add, bits) for mask, bits in masks.items()}
    return both.select(**columns, **summed), tuple(faults)


def _numbered(column: ColumnDefinition, templates: Iterable[Template], before: list[Fault]) -> list[Fault]:
    """The faults of a column with numbers of their own, all in one mask."""
    templates = list(templates)
    first = before[-1].number + 1 if before else 0
    if first // _BITS != (first + len(templates) - 1) // _BITS:
        first = (first // _BITS + 1) * _BITS
    return [
        Fault(column, at_level(template, column.level), number)
        for number, template in enumerate(templates, start=first)
    ]


def _which(faults: list[Fault], conditions: list[ir.BooleanValue | None]) -> ir.IntegerValue:
    """The bit of the first fault whose condition holds; the last one always does."""
    bit = _bits(1 << faults[-1].number % _BITS)
    for fault, condition in zip(reversed(faults[:-1]), reversed(conditions[:-1]), strict=True):
        bit = ibis.ifelse(condition, _bits(1 << fault.number % _BITS), bit)
    return bit


def _bits(value: int) -> ir.IntegerScalar:
    return ibis.literal(value, "int64")


def _form(mapped: MappedTable, name: str | None) -> str | None:
    """The declared format of a column's dates; that of a rule's header may stand under either name."""
    dates = mapped.source.dates
    if name is None or name in dates:
        return dates.get(name) if name else None
    ours = next((own for one in mapped.files for own, header in one.headers.items() if header == name), None)
    theirs = next((one.headers[name] for one in mapped.files if name in one.headers), None)
    return dates.get(ours or "") or dates.get(theirs or "")


def _check_formats(engine: Engine, loaded: LoadedEngagement, mapped: MappedTable) -> None:
    wrong: list[Located] = []
    for name, form in mapped.source.dates.items():
        try:
            engine.con.con.execute("SELECT try_strptime('', ?)", [form])
        except duckdb.InvalidInputException:
            place = ("evidence", mapped.definition.name, "dates", name)
            wrong.append(loaded.file.at(place, DATE_FORMAT(format=form)))
    if wrong:
        raise UsageError(wrong)


def _problems(
    engine: Engine,
    mapped: MappedTable,
    table: ir.Table,
    given: ir.Table,
    faults: tuple[Fault, ...],
    examples: int,
) -> Iterator[ProblemGroup]:
    """The cells that could not be read, by file, column and kind: counted, the first ones with their text."""
    if not faults:
        return
    masks = dict.fromkeys(fault.mask for fault in faults)
    broken = table.filter(functools.reduce(operator.or_, [table[mask] != 0 for mask in masks]))
    counts = broken.group_by("_file").aggregate(
        **{str(fault.number): fault.marked(broken).sum() for fault in faults}
    )
    for row in sorted(engine.con.to_pyarrow(counts).to_pylist(), key=lambda row: str(row["_file"])):
        for fault in faults:
            if count := int(row[str(fault.number)] or 0):
                first = broken.filter((broken._file == row["_file"]) & fault.marked(broken))
                texts = _texts(engine, first, given, fault.column.name, examples)
                yield group(count, _examples(mapped, fault, str(row["_file"]), texts))


def _texts(
    engine: Engine, broken: ir.Table, given: ir.Table, column: str, examples: int
) -> list[tuple[int, str]]:
    first = broken.select("_file", "_row").order_by("_row").limit(examples)
    rows = engine.con.to_pyarrow(first).to_pylist()
    if not rows:
        return []
    numbers = pa.array([row["_row"] for row in rows], pa.int64())
    texts = given.filter((given._file == rows[0]["_file"]) & given._row.isin(numbers.to_pylist()))
    found = engine.con.to_pyarrow(texts.select("_row", text=texts[column])).to_pylist()
    return sorted((row["_row"], row["text"]) for row in found)


def _examples(
    mapped: MappedTable, fault: Fault, file: str, texts: list[tuple[int, str]]
) -> Iterator[Problem]:
    one = next(one for one in mapped.files if one.file.shown == file)
    header = one.headers.get(fault.column.name)
    for row, text in texts:
        place = Place(
            table=mapped.definition.name,
            file=file,
            sheet=one.file.sheet,
            at=one.file.at(row, header),
            their_column=header,
            column=fault.column.name,
            pii=fault.column.pii,
        )
        yield at_place(fault.template, place, text, **_params(mapped, fault, text))


def _params(mapped: MappedTable, fault: Fault, text: str) -> dict[str, Text | Scalar]:
    match fault.template.code[2:]:
        case "DATE":
            return {"format": _form(mapped, fault.column.name) or ISO}
        case "LABEL":
            return {"label": text, "hint": unknown_words(_first_unknown(text, fault.column), fault.column)}
    return {}


def _first_unknown(text: str, column: ColumnDefinition) -> str:
    """Of a list, the word that is not known."""
    words = text.replace("；", ";").split(";") if column.type == "list" else [text]
    known = spellings(column) or {}
    return next((word for word in words if normalised(word) not in known), text)
