"""What a Pandera schema asks of each row, as Ibis expressions that are true where a row keeps it.

Nothing is computed here; ``validation`` gathers the expressions of a schema into one query.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pandera.backends.ibis.builtin_checks  # noqa: F401  registers what the checks do on Ibis tables
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

Kind = Literal["null", "check", "row_rule", "unique", "foreign", "dtype", "missing_column"]

for _attribute in ("_check_fn", "_check_kwargs"):
    if not hasattr(pa.Check.ge(0), _attribute):
        raise ImportError(
            f"pandera.Check has no {_attribute} any more: install the release of pandera that "
            "pyproject.toml pins, or adapt audit/evidence/rules.py"
        )

# What the readers and the mapping do before validation, or what would change the data in passing.
_SCHEMA_OPTIONS = (
    "add_missing_columns", "coerce", "drop_invalid_rows", "dtype", "index", "ordered", "parsers",
    "strict", "unique_column_names",
)  # fmt: skip
_COLUMN_OPTIONS = ("coerce", "default", "drop_invalid_rows", "parsers")

_BY_VALUE = frozenset((
    "equal_to", "not_equal_to", "greater_than", "greater_than_or_equal_to", "less_than",
    "less_than_or_equal_to", "in_range", "isin", "notin", "str_matches",
))  # fmt: skip
"""Built-in checks that look at one value at a time: what they say holds for every column of a type."""


class UnsupportedSchema(TypeError):
    """The schema asks for something that cannot be decided by an expression on the table."""


@dataclass(frozen=True)
class Rule:
    """One thing asked of a table: its name, its kind and the columns that it reads."""

    name: str
    kind: Kind
    column: str | None
    columns: tuple[str, ...]
    check: pa.Check | None = None
    statistics: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RowRule:
    """A rule decided row by row: ``passes`` is true, or null where it cannot be asked."""

    rule: Rule
    passes: ir.BooleanValue


@dataclass(frozen=True)
class TableRule:
    """A rule decided once for the whole table, e.g. on a mean; null where it cannot be asked."""

    rule: Rule
    passes: ir.BooleanScalar


def refuse_unsupported(schema: pa.DataFrameSchema) -> None:
    """Raise UnsupportedSchema for every option that would otherwise be ignored in silence."""
    asked = [name for name in _SCHEMA_OPTIONS if getattr(schema, name, None)]
    for column in schema.columns.values():
        asked += [f"{column.name}.{name}" for name in _COLUMN_OPTIONS if getattr(column, name, None)]
    if asked:
        raise UnsupportedSchema(f"schema {schema.name!r}: not supported: {', '.join(sorted(asked))}")


def structure(table: ir.Table, schema: pa.DataFrameSchema) -> Iterator[Rule]:
    """The rules broken before any row is looked at: columns missing or of another type."""
    for column in schema.columns.values():
        found = matching(table, column)
        if not found and column.required:
            yield Rule("missing_column", "missing_column", column.name, (column.name,))
        for name in found:
            if not _same_family(table[name].type(), column):
                types = {"expected": str(column.dtype), "found": str(table[name].type())}
                yield Rule("dtype", "dtype", name, (name,), statistics=types)


def content(
    table: ir.Table, schema: pa.DataFrameSchema, unusable: frozenset[str]
) -> Iterator[RowRule | TableRule]:
    """Every rule on the content that can be asked; those that need an ``unusable`` column cannot."""
    for column in schema.columns.values():
        for name in matching(table, column):
            if name in unusable:
                continue
            if not column.nullable:
                yield RowRule(Rule("not_nullable", "null", name, (name,)), ~_missing(table[name]))
            for check in column.checks:
                yield _bound(check, table, name)
    for check in schema.checks:
        if unusable.isdisjoint(_declared(check)):
            yield _bound(check, table, None)


def keys(
    table: ir.Table, schema: pa.DataFrameSchema, unusable: frozenset[str]
) -> tuple[tuple[str, ...], ...]:
    """The sets of columns whose values must be unique together, each once, in the schema's order."""
    single = [(n,) for c in schema.columns.values() if c.unique for n in matching(table, c)]
    joint = [tuple(schema.unique)] if schema.unique else []
    return tuple(key for key in dict.fromkeys(single + joint) if unusable.isdisjoint(key))


def matching(table: ir.Table, column: pa.Column) -> tuple[str, ...]:
    """The columns of the table that a schema column speaks of; several where it is a pattern."""
    if column.regex:
        return tuple(name for name in table.columns if re.match(column.name, name))
    return (column.name,) if column.name in table.columns else ()


def _bound(check: pa.Check, table: ir.Table, column: str | None) -> RowRule | TableRule:
    shared = None if column is None else _shared(check, table[column])
    answer = _answer(check, table, column) if shared is None else shared
    columns = (column,) if column else _declared(check) or _read(answer, table)
    kind: Kind = "check" if column else "row_rule"
    rule = Rule(str(check.name), kind, column, columns, check, dict(check.statistics or {}))
    if isinstance(answer, ir.BooleanScalar):
        return TableRule(rule, answer)
    if not isinstance(answer, ir.BooleanColumn):
        raise UnsupportedSchema(f"check {check.name!r} answers {answer.type()}, not true or false")
    if not check.ignore_na:
        return RowRule(rule, answer.fill_null(False))
    if column is None or (_null_on_null(check, answer) and not table[column].type().is_floating()):
        return RowRule(rule, answer)
    return RowRule(rule, answer | _missing(table[column]))


def _missing(column: ir.Column) -> ir.BooleanColumn:
    """Null; in a column of floats also NaN, which would pass every lower bound."""
    return column.isnull() | column.isnan() if column.type().is_floating() else column.isnull()


def _null_on_null(check: pa.Check, answer: ir.Value) -> bool:
    """The built-in checks compare, so null gives null; all but ``isin`` of nothing, which is false."""
    empty = isinstance(answer.op(), ops.InValues) and not answer.op().options
    return pa.Check.is_builtin_check(check._check_fn.__name__) and not empty


def _answer(check: pa.Check, table: ir.Table, column: str | None) -> ir.Value:
    """What the check's own function says of the table: one boolean expression, never computed."""
    if check.element_wise or check.groupby is not None:
        raise UnsupportedSchema(f"check {check.name!r}: element_wise and groupby cannot be put into a query")
    answer: Any = functools.partial(check._check_fn, **check._check_kwargs)(IbisData(table, column))
    if isinstance(answer, ir.Table):  # the built-in checks answer with table.select(<booleans>)
        projection = answer.op()
        if not isinstance(projection, ops.Project) or projection.parent != table.op():
            raise UnsupportedSchema(f"check {check.name!r} answers with another table")
        answer = {name: value.to_expr() for name, value in projection.values.items()}
    if isinstance(answer, dict):
        answer = functools.reduce(operator.and_, answer.values())
    return ibis.literal(answer) if isinstance(answer, bool) else answer


def _shared(check: pa.Check, column: ir.Column) -> ir.Value | None:
    """The answer of a built-in check on values, which a survey asks of a hundred columns alike; else None.

    Putting a column in the place of another takes a tenth of the time of the check's own function.
    """
    if check._check_fn.__name__ not in _BY_VALUE or check.element_wise or check.groupby is not None:
        return None
    asked = tuple((name, _hashable(value)) for name, value in check._check_kwargs.items())
    try:
        stand_in, answer = _on_stand_in(_Alike(check._check_fn, asked, column.type(), check))
    except TypeError:  # a value that cannot be hashed
        return None
    moved: ir.Value = answer.op().replace({stand_in: column.op()}).to_expr()
    return moved


@dataclass(frozen=True)
class _Alike:
    """A built-in check with its arguments on columns of one type; equal for checks that ask the same."""

    function: Callable[..., Any]
    asked: tuple[tuple[str, object], ...]
    dtype: dt.DataType
    check: pa.Check = field(compare=False)


@functools.lru_cache(maxsize=256)
def _on_stand_in(alike: _Alike) -> tuple[ops.Field, ir.Value]:
    """A column of a table that there is not, and what the check says of it."""
    table = ibis.table({"column": alike.dtype}, name="stand_in")
    return table["column"].op(), _answer(alike.check, table, "column")


def _hashable(value: object) -> object:
    several = value if isinstance(value, (list, tuple, set, frozenset)) else (value,)
    return type(value), tuple((type(one), one) for one in several)


def _declared(check: pa.Check) -> tuple[str, ...]:
    return tuple((check.statistics or {}).get("columns", ()))


def _read(answer: ir.Value, table: ir.Table) -> tuple[str, ...]:
    """The columns of the table that an expression reads, in the table's order."""
    fields = {node.name for node in answer.op().find(ops.Field)}
    return tuple(name for name in table.columns if name in fields)


def _same_family(found: dt.DataType, column: pa.Column) -> bool:
    return column.dtype is None or _family(found) == _family(column.dtype.type)


def _family(dtype: dt.DataType) -> str:
    """int32 and int64 are one family, so are float and decimal, and timestamps of every precision."""
    if dtype.is_integer():
        return "integer"
    if dtype.is_floating() or dtype.is_decimal():
        return "number"
    return type(dtype).__name__
