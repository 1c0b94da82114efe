"""What validation finds, in words: a violation of the schema becomes a group of problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.broken_rows import FILE, ROW, any_of
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.example_rows import is_no_example
from audit.evidence.extremes import open_checks
from audit.evidence.mending import bit_of, mask_of
from audit.evidence.privacy import shown
from audit.evidence.problems import PROBLEMS, Place, at_level, at_place, group, level_of
from audit.evidence.staging import Staged
from audit.evidence.validation import Parents, RowExample, Violation, violations
from audit.evidence.widening.cells import LONG_TABLES
from audit.result.problem import Problem, ProblemGroup
from audit.text import Scalar, Template, Text


def check(
    engine: Engine, staged: Staged, parents: Parents, examples: int, as_of: dt.date
) -> tuple[Violation, ...]:
    """Every rule of the catalogue that a staged table breaks; the rows that break them are kept for ``set_aside``.

    ``as_of`` is the day of the extract: what has happened has happened by its end.
    """
    schema = runtime_schema(engine, staged, as_of)
    return violations(staged.table, schema, foreign_keys=parents, examples=examples, keep=_broken(staged))


def _broken(staged: Staged) -> str:
    return f"{staged.mapped.definition.name}__broken"


def runtime_schema(engine: Engine, staged: Staged, as_of: dt.date) -> pa.DataFrameSchema:
    """The catalogue's schema for a staged table, without the ranges that the ends of its columns settle.

    A required cell may be null because its text could not be read; that has been told already. So
    emptiness is asked by a rule that knows the difference. Columns that were not handed over are null, and
    nothing is asked of null.
    """
    schema = staged.mapped.definition.schema
    given = {name: one for name, one in schema.columns.items() if name in staged.mapped.columns}
    checks = open_checks(engine, staged.table, given)
    columns = {
        name: pa.Column(one.dtype, checks=list(checks[name]), nullable=True, unique=one.unique, name=name)
        for name, one in given.items()
    }
    identifier = staged.mapped.definition.identifier.name
    examples = [is_no_example(identifier)] if identifier in staged.mapped.columns else []
    required = [
        _filled(staged, column.name)
        for column in staged.mapped.definition.columns
        if column.required and column.name in staged.mapped.columns
    ]
    past = [
        _happened(column, as_of)
        for column in staged.mapped.definition.columns
        if column.happened and column.name in staged.mapped.columns
    ]
    # Whoever answers twice is found where answers are made wide: a key of millions of rows costs more than all else.
    unique = None if schema.name in LONG_TABLES else schema.unique
    return pa.DataFrameSchema(
        columns=columns, checks=[*examples, *required, *schema.checks, *past], unique=unique, name=schema.name
    )


def _filled(staged: Staged, column: str) -> pa.Check:
    def filled(data: IbisData) -> ir.BooleanValue:
        return data.table[column].notnull() | staged.failed(column, data.table)

    statistics = {"columns": (column,), "code": problems.NULL.code, "why": None}
    return pa.Check(filled, name=f"{column}_filled", statistics=statistics)


def _happened(column: ColumnDefinition, as_of: dt.date) -> pa.Check:
    next_day = ibis.literal(as_of + dt.timedelta(days=1), type=column.stored)

    def happened(data: IbisData) -> ir.BooleanValue:
        return data.table[column.name] < next_day

    said = {"code": problems.AFTER_AS_OF.code, "params": {"as_of": as_of.isoformat()}}
    statistics = {"columns": (column.name,), **said}
    return pa.Check(happened, name=f"{column.name}_happened", statistics=statistics)


def template_of(violation: Violation, definition: TableDefinition) -> Template:
    """The problem that a violation is told as, at the level of its column or rule."""
    if violation.kind == "row_rule":
        return PROBLEMS[str(violation.statistics["code"])]
    if violation.kind == "unique":
        return problems.KEY
    column = definition.column(str(violation.column))
    if violation.kind == "foreign":
        return at_level(problems.REFERENCE, "error" if column.required else "warning")
    found = problems.PATTERN if violation.rule == "str_matches" else problems.RANGE
    return at_level(found, column.level)


def in_words(staged: Staged, found: Sequence[Violation]) -> Iterator[ProblemGroup]:
    """Every violation as groups of problems, one a file, with exact counts."""
    for file in sorted({file for one in found for file in one.counts}):
        for one in found:
            if file in one.counts:
                first = (example for example in one.examples if example.file == file)
                yield group(one.counts[file], _told(staged, one, first))


def set_aside(staged: Staged, found: Sequence[Violation]) -> list[str]:
    """SQL of the rows with an error, by ``_file`` and ``_row``, some of them several times; none where there are none."""
    definition, parts = staged.mapped.definition, list[str]()
    errors = [
        one.number
        for one in found
        if one.number is not None and level_of(template_of(one, definition).code) == "error"
    ]
    if errors:
        parts.append(f'SELECT {FILE}, {ROW} FROM "{_broken(staged)}" WHERE {any_of(errors)}')  # noqa: S608 - our own names
    unread: dict[str, int] = {}
    for fault in staged.faults:
        if fault.column.level == "error":
            unread[mask_of(fault.place)] = unread.get(mask_of(fault.place), 0) | bit_of(fault.place)
    if unread:
        marked = " OR ".join(f"({mask} & {bits}) <> 0" for mask, bits in unread.items())
        parts.append(f'SELECT {FILE}, {ROW} FROM "{staged.table.get_name()}" WHERE {marked}')  # noqa: S608 - our own names
    return parts


def _told(staged: Staged, violation: Violation, examples: Iterable[RowExample]) -> Iterator[Problem]:
    definition = staged.mapped.definition
    template = template_of(violation, definition)
    column = definition.column(violation.column or violation.columns[0])
    files = {one.file.mark: one for one in staged.mapped.files}
    for example in examples:
        file = files[example.file].file
        header = files[example.file].headers.get(column.name)
        place = Place(
            table=definition.name,
            file=file.shown,
            sheet=file.sheet,
            at=file.at(example.row, header),
            their_column=header,
            column=column.name,
            pii=column.pii,
        )
        params = _params(violation, definition, template, example)
        yield at_place(template, place, example.values.get(column.name), **params)


def _params(
    violation: Violation, definition: TableDefinition, template: Template, example: RowExample
) -> dict[str, Text | Scalar]:
    statistics = violation.statistics
    params: dict[str, Text | Scalar] = {}
    match template.code[2:]:
        case "ORDER" | "AT-MOST":
            other = definition.column(violation.columns[1])
            params = {"other": other.name, "other_value": shown(example.values.get(other.name), other.pii)}
        case "RANGE":
            params = {"range": _range(violation)}
        case "PATTERN":
            params = {"pattern": str(statistics["pattern"])}
        case "CONTRADICTION":
            params = {"why": cast("Text", statistics["why"])}
        case "AFTER-AS-OF" | "OTHER-INSTRUMENT":
            params = dict(cast("Mapping[str, str]", statistics["params"]))
        case "KEY":
            params = {"key": " + ".join(violation.columns)}
        case "REF":
            table, _, key = str(definition.column(str(violation.column)).refers).partition(".")
            params = {"table": title_of(table), "key": key}
    return params


def _range(violation: Violation) -> str:
    """What a built-in check of pandera allows: ``1..7``, ``≥ 0`` or ``> 0``."""
    low, high = violation.statistics.get("min_value"), violation.statistics.get("max_value")
    if low is not None and high is not None:
        return f"{_short(low)}..{_short(high)}"
    sign = {"greater_than": ">", "greater_than_or_equal_to": "≥", "less_than": "<"}.get(violation.rule, "≤")
    return f"{sign} {_short(high if low is None else low)}"


def _short(number: object) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def title_of(reference: str) -> Text:
    """The words for what a foreign key points to: a table, the instrument, or a table to come by name."""
    if reference == "instrument":
        return Text(zh="问卷", en="the instrument")
    return TABLES[reference].title if reference in TABLES else Text(zh=reference, en=reference)
