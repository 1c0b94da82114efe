"""Pandera schemas checked against a table, with every broken row counted and the first ones named.

Pandera's own backend for Ibis runs a query per check and cannot say which row failed. Here one statement asks
everything: one scan for what is decided row by row, joins for repeated keys and orphans. The engine counts the
broken rows by rule and file and keeps the places of the first ones, so memory does not grow with their number;
the values of these few are then fetched by place.

This is a plain function rather than a backend registered with Pandera: a registration is global to
the process and would change what ``schema.validate`` means for everyone who imports this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence import rules
from audit.evidence.aggregates import smallest
from audit.evidence.broken_rows import FILE, ROW, RULE, breaking, orphaned, repeating
from audit.evidence.rules import Kind, RowRule, Rule, TableRule

Parents = Mapping[str, tuple[ir.Table, str]]
"""Column -> the table and column that its values must be found in."""


@dataclass(frozen=True)
class RowExample:
    """A row that breaks a rule: where it stands and its values in the columns that the rule reads."""

    file: str
    row: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Violation:
    """A rule that a table breaks.

    ``counts`` gives the exact number of rows by file; it is empty where the table as a whole breaks the
    rule (a missing column, a column of another type, an aggregate check). ``examples`` are the first of
    these rows of each file, in the order of file and row. ``statistics`` are those of the check, e.g.
    ``{"min_value": 1, "max_value": 7}``. ``number`` stands for the rule in ``Checked.rows``.
    """

    rule: str
    kind: Kind
    column: str | None
    columns: tuple[str, ...]
    counts: Mapping[str, int]
    examples: tuple[RowExample, ...]
    check: pa.Check | None
    statistics: Mapping[str, object]
    number: int | None = None

    @property
    def count(self) -> int:
        """The number of rows in all files, or 1 where the table as a whole breaks the rule."""
        return sum(self.counts.values()) or 1


@dataclass(frozen=True)
class Checked:
    """What validation says of a table: the rules that it breaks, and every row that breaks one.

    ``rows`` has the columns ``_file``, ``_row`` and ``_rule``, the ``number`` of a violation; a row stands in
    it once for each rule that it breaks. It is None where the schema asks nothing of rows.
    """

    violations: tuple[Violation, ...]
    rows: ir.Table | None


def violations(
    table: ir.Table,
    schema: pa.DataFrameSchema,
    *,
    foreign_keys: Parents | None = None,
    examples: int = 100,
) -> tuple[Violation, ...]:
    """Every rule of ``schema`` that ``table`` breaks; see ``check_table``."""
    return check_table(table, schema, foreign_keys=foreign_keys, examples=examples).violations


def check_table(
    table: ir.Table,
    schema: pa.DataFrameSchema,
    *,
    foreign_keys: Parents | None = None,
    examples: int = 100,
    keep: Callable[[ir.Table], ir.Table] | None = None,
) -> Checked:
    """Every rule of ``schema`` that ``table`` breaks, and the rows that break them.

    ``table`` carries the columns ``_file`` (string) and ``_row`` (integer), which name each row.
    ``foreign_keys`` maps a column to the table and column that its values must be found in. ``examples``
    rows (at least one) are named for each rule and file. ``keep`` stores the expression of all broken rows,
    for a caller who will ask it again.

    A null passes: it breaks only ``nullable=False`` and checks with ``ignore_na=False``. A row rule
    that answers null cannot be asked and passes. NaN counts as null, as it does in pandas. A key of
    which a part is null equals no other key. A column that is missing or of another type is reported
    as such, and the rules that need it are not asked.

    Raises ``UnsupportedSchema`` for element-wise checks, coercion and other options that cannot be
    put into a query, and ``ValueError`` when the table does not name its rows.
    """
    if not {FILE, ROW} <= set(table.columns):
        raise ValueError(f"the table must carry {FILE} and {ROW}")
    rules.refuse_unsupported(schema)
    structure = tuple(rules.structure(table, schema))
    unusable = _unusable(table, schema, structure)
    asked = tuple(rules.content(table, schema, unusable))
    per_row = [rule for rule in asked if isinstance(rule, RowRule)]
    keys = rules.keys(table, schema, unusable)
    parents = {name: parent for name, parent in (foreign_keys or {}).items() if name in table.columns}
    whole = [*structure, *_on_the_whole(table, [rule for rule in asked if isinstance(rule, TableRule)])]
    rows = _rows(table, per_row, keys, parents)
    if rows is not None and keep is not None:
        rows = keep(rows)
    numbered = [rule.rule for rule in per_row]
    numbered += [Rule("unique", "unique", key[0] if len(key) == 1 else None, key) for key in keys]
    numbered += [Rule("foreign", "foreign", name, (name,)) for name in parents]
    found = [] if rows is None else _found(table, rows, numbered, parents, max(examples, 1))
    return Checked((*(_violation(rule) for rule in whole), *found), rows)


def _unusable(table: ir.Table, schema: pa.DataFrameSchema, broken: Sequence[Rule]) -> frozenset[str]:
    absent = {c.name for c in schema.columns.values() if not rules.matching(table, c)}
    return frozenset(absent | {rule.column for rule in broken if rule.column})


def _rows(
    table: ir.Table, per_row: Sequence[RowRule], keys: Sequence[tuple[str, ...]], parents: Parents
) -> ir.Table | None:
    """Every row that breaks a rule, with the rule's number: rules by row first, then keys, then parents."""
    parts = [breaking(table, per_row)] if per_row else []
    others = [repeating(table, key) for key in keys]
    others += [orphaned(table, name, *parent).select(FILE, ROW) for name, parent in parents.items()]
    for number, rows in enumerate(others, start=len(per_row)):
        parts.append(rows.mutate(**{RULE: ibis.literal(number, "int64")}))
    return ibis.union(*parts, distinct=False) if len(parts) > 1 else next(iter(parts), None)


@dataclass(frozen=True)
class _Part:
    """The rows of one file that break one rule: how many, and the numbers of the first ones."""

    file: str
    count: int
    first: list[int]


def _found(
    table: ir.Table, rows: ir.Table, numbered: Sequence[Rule], parents: Parents, limit: int
) -> Iterator[Violation]:
    """Count the broken rows by rule and file, and fetch the first ones."""
    counted = rows.group_by(FILE, RULE).aggregate(count=rows.count(), first=smallest(rows[ROW], limit))
    parts: dict[int, list[_Part]] = {}
    for one in counted.to_pyarrow().to_pylist():
        parts.setdefault(one[RULE], []).append(_Part(one[FILE], one["count"], one["first"]))
    places = {(part.file, row) for several in parts.values() for part in several for row in part.first}
    near = _near(table, places)
    read = dict.fromkeys(name for number in parts for name in numbered[number].columns)
    values = _by_place(near.select(FILE, ROW, *read)) if places else {}
    for number in sorted(parts):
        rule = numbered[number]
        own = values
        if rule.kind == "foreign" and table[rule.columns[0]].type().is_array():
            own = _by_place(orphaned(near, rule.columns[0], *parents[rule.columns[0]]))
        yield _violation(rule, number, sorted(parts[number], key=lambda part: part.file), own)


def _violation(
    rule: Rule,
    number: int | None = None,
    parts: Sequence[_Part] = (),
    values: Mapping[tuple[str, int], Mapping[str, Any]] | None = None,
) -> Violation:
    examples = tuple(
        RowExample(part.file, row, {name: (values or {})[part.file, row][name] for name in rule.columns})
        for part in parts
        for row in part.first
    )
    counts = {part.file: part.count for part in parts}
    return Violation(
        rule.name,
        rule.kind,
        rule.column,
        rule.columns,
        counts,
        examples,
        rule.check,
        rule.statistics,
        number,
    )


def _near(table: ir.Table, places: set[tuple[str, int]]) -> ir.Table:
    """The rows at some places, and those of other files with the same numbers."""
    numbers = sorted({row for _, row in places}) or [0]
    wanted = ibis.literal(numbers, "array<int64>").unnest().name(ROW).as_table()
    # Engines skip what lies outside of bounds, which they cannot tell from a join.
    return table.filter(table[ROW].between(numbers[0], numbers[-1])).semi_join(wanted, ROW)


def _by_place(rows: ir.Table) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row[FILE], row[ROW]): row for row in rows.to_pyarrow().to_pylist()}


def _on_the_whole(table: ir.Table, asked: Sequence[TableRule]) -> list[Rule]:
    """The aggregate checks that the table breaks, all in one query; on no rows most answer null, which passes."""
    if not asked:
        return []
    answers = table.aggregate(**{f"_{n}": rule.passes for n, rule in enumerate(asked)}).to_pyarrow()
    return [rule.rule for n, rule in enumerate(asked) if answers[f"_{n}"][0].as_py() is False]
