"""What validation finds, in words: a violation of the schema becomes a group of problems."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.example_rows import is_no_example
from audit.evidence.privacy import shown
from audit.evidence.problems import PROBLEMS, Place, at_level, at_place, group, level_of
from audit.evidence.rules import content
from audit.evidence.staging import Staged
from audit.evidence.validation import FILE, ROW, RowExample, Violation, orphaned, violations
from audit.result.problem import Problem, ProblemGroup
from audit.text import Scalar, Template, Text

Parents = Mapping[str, tuple[ir.Table, str]]
"""Our column -> the table and column that its values must be found in."""


def check(engine: Engine, staged: Staged, parents: Parents, examples: int) -> tuple[Violation, ...]:
    """Every rule of the catalogue that a staged table breaks."""
    return violations(staged.table, runtime_schema(staged), foreign_keys=parents, examples=examples)


def runtime_schema(staged: Staged) -> pa.DataFrameSchema:
    """The catalogue's schema for a staged table.

    A required cell may be null because its text could not be read; that has been told already. So
    emptiness is asked by a rule that knows the difference, and only of columns that were handed over.
    """
    schema = staged.mapped.definition.schema
    columns = {
        name: pa.Column(column.dtype, checks=column.checks, nullable=True, unique=column.unique, name=name)
        for name, column in schema.columns.items()
    }
    identifier = staged.mapped.definition.identifier.name
    given = [is_no_example(identifier)] if identifier in staged.mapped.columns else []
    required = [
        _filled(staged, column.name)
        for column in staged.mapped.definition.columns
        if column.required and column.name in staged.mapped.columns
    ]
    return pa.DataFrameSchema(
        columns=columns, checks=[*given, *required, *schema.checks], unique=schema.unique, name=schema.name
    )


def _filled(staged: Staged, column: str) -> pa.Check:
    def filled(data: IbisData) -> ir.BooleanValue:
        return data.table[column].notnull() | staged.failed(column, data.table)

    statistics = {"columns": (column,), "code": problems.NULL.code, "why": None}
    return pa.Check(filled, name=f"{column}_filled", statistics=statistics)


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


def in_words(
    engine: Engine, staged: Staged, found: Sequence[Violation], parents: Parents, examples: int
) -> Iterator[ProblemGroup]:
    """Every violation as groups of problems, one a file, with exact counts."""
    if len(staged.mapped.files) == 1:
        for violation in found:
            yield group(violation.count, _told(staged, violation, violation.examples, parents))
        return
    marked = staged.table.mutate(**{_flag(i): breaks(staged, one, parents) for i, one in enumerate(found)})
    sums = {_flag(i): marked[_flag(i)].sum() for i in range(len(found))}
    counts = engine.con.to_pyarrow(marked.group_by("_file").aggregate(**sums)).to_pylist() if found else []
    for row in sorted(counts, key=lambda row: str(row["_file"])):
        for i, violation in enumerate(found):
            if row[_flag(i)]:
                rows = marked.filter((marked._file == row["_file"]) & marked[_flag(i)])
                first = _first(engine, rows, violation, examples)
                yield group(int(row[_flag(i)]), _told(staged, violation, first, parents))


def keeping(staged: Staged, found: Sequence[Violation], parents: Parents) -> ir.BooleanValue:
    """True for the rows that break no rule of level error; an expression on the staged table."""
    table, definition = staged.table, staged.mapped.definition
    errors = [one for one in found if level_of(template_of(one, definition).code) == "error"]
    keeps = [~breaks(staged, one, parents) for one in errors]
    keeps += [~fault.marked(table) for fault in staged.faults if fault.column.level == "error"]
    return ibis.and_(ibis.literal(True), *keeps)


def breaks(staged: Staged, violation: Violation, parents: Parents) -> ir.BooleanValue:
    """The rows that break a rule, as an expression on the staged table."""
    table = staged.table
    if violation.kind == "unique":
        key = _joined(table, violation.columns)
        keys = table.select(key=key).filter(ibis._.key.notnull())
        repeated = keys.group_by("key").having(ibis._.count() > 1).aggregate()
        return key.notnull() & key.isin(repeated.key)
    if violation.kind == "foreign":
        parent, key = parents[str(violation.column)]
        cell = table[violation.column]
        if cell.type().is_array():
            lost = orphaned(table, violation.columns[0], parent, key)
            return _joined(table, (FILE, ROW)).isin(lost.select(row=_joined(lost, (FILE, ROW))).row)
        known = parent.filter(parent[key].notnull())[key]
        return cell.notnull() & cell.notin(known)
    passes = next(
        rule.passes
        for rule in content(table, runtime_schema(staged), frozenset())
        if (rule.rule.name, rule.rule.column) == (violation.rule, violation.column)
    )
    return ~passes.fill_null(True)


def _joined(table: ir.Table, columns: Sequence[str]) -> ir.StringValue:
    """A key as one text; null where a part is null, for such a key equals no other."""
    parts = [table[name].cast("string") for name in columns]
    return functools.reduce(lambda key, part: key + "\x1f" + part, parts)


def _flag(index: int) -> str:
    return f"_breaks{index}"


def _first(engine: Engine, rows: ir.Table, violation: Violation, examples: int) -> list[RowExample]:
    first = rows.select("_file", "_row", *violation.columns).order_by("_row").limit(examples)
    return [
        RowExample(row.pop("_file"), row.pop("_row"), row) for row in engine.con.to_pyarrow(first).to_pylist()
    ]


def _told(
    staged: Staged, violation: Violation, examples: Iterable[RowExample], parents: Parents
) -> Iterator[Problem]:
    definition = staged.mapped.definition
    template = template_of(violation, definition)
    column = definition.column(violation.column or violation.columns[0])
    files = {one.file.shown: one for one in staged.mapped.files}
    for example in examples:
        file = files[example.file].file
        header = files[example.file].headers.get(column.name)
        place = Place(
            table=definition.name,
            file=example.file,
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
