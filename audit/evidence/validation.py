"""Pandera schemas checked against a table in one scan, with every broken row counted and named.

Pandera's own backend for Ibis runs a query per check and cannot say which row failed. Here each rule
becomes a bit of an integer mask per row; one query returns the rows whose mask is not zero, and
they are counted per rule as they stream by, so memory does not grow with the number of broken rows.
Uniqueness and foreign keys take a query each.

This is a plain function rather than a backend registered with Pandera: a registration is global to
the process and would change what ``schema.validate`` means for everyone who imports this package.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import numpy as np
import pandera.ibis as pa
import pyarrow as pa_arrow

from audit.evidence import rules
from audit.evidence.rules import Kind, RowRule, Rule, TableRule

FILE, ROW = "_file", "_row"
_BITS = 62  # of a signed 64-bit mask: the sign and one more are kept free
_BATCH = 100_000


@dataclass(frozen=True)
class RowExample:
    """A row that breaks a rule: where it stands and its values in the columns that the rule reads."""

    file: str
    row: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Violation:
    """A rule that a table breaks.

    ``count`` is the exact number of rows, or 1 where the table as a whole breaks it (a missing
    column, a column of another type, an aggregate check). ``examples`` are the first of these rows by
    file and row. ``statistics`` are those of the check, e.g. ``{"min_value": 1, "max_value": 7}``.
    """

    rule: str
    kind: Kind
    column: str | None
    columns: tuple[str, ...]
    count: int
    examples: tuple[RowExample, ...]
    check: pa.Check | None
    statistics: Mapping[str, object]


def violations(
    table: ir.Table,
    schema: pa.DataFrameSchema,
    *,
    foreign_keys: Mapping[str, tuple[ir.Table, str]] | None = None,
    examples: int = 100,
) -> tuple[Violation, ...]:
    """Every rule of ``schema`` that ``table`` breaks.

    ``table`` carries the columns ``_file`` (string) and ``_row`` (integer), which name each row.
    ``foreign_keys`` maps a column to the table and column that its values must be found in.

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
    broken = tuple(rules.structure(table, schema))
    unusable = _unusable(table, schema, broken)
    asked = tuple(rules.content(table, schema, unusable))
    per_row = [rule for rule in asked if isinstance(rule, RowRule)]
    tallies = [_Tally(rule, examples, count=1) for rule in broken]
    tallies += _tally(_masked(table, per_row), [rule.rule for rule in per_row], examples)
    tallies += _on_the_whole(table, [rule for rule in asked if isinstance(rule, TableRule)], examples)
    for key in rules.keys(table, schema, unusable):
        rule = Rule("unique", "unique", key[0] if len(key) == 1 else None, key)
        tallies += _tally(_duplicated(table, key), [rule], examples)
    for column, (parent, parent_column) in (foreign_keys or {}).items():
        if column in table.columns:
            rule = Rule("foreign", "foreign", column, (column,))
            tallies += _tally(orphaned(table, column, parent, parent_column), [rule], examples)
    return tuple(tally.violation() for tally in tallies if tally.count)


def _unusable(table: ir.Table, schema: pa.DataFrameSchema, broken: Sequence[Rule]) -> frozenset[str]:
    absent = {c.name for c in schema.columns.values() if not rules.matching(table, c)}
    return frozenset(absent | {rule.column for rule in broken if rule.column})


def _masked(table: ir.Table, asked: Sequence[RowRule]) -> ir.Table | None:
    """The rows that break a rule, with the bits of the rules they break in ``_mask0``, ``_mask1``, ..."""
    if not asked:
        return None
    masks = {
        f"_mask{number}": functools.reduce(
            operator.add,
            [
                ibis.ifelse(~rule.passes, ibis.literal(1 << bit, "int64"), ibis.literal(0, "int64"))
                for bit, rule in enumerate(asked[start : start + _BITS])
            ],
        )
        for number, start in enumerate(range(0, len(asked), _BITS))
    }
    read = dict.fromkeys(name for rule in asked for name in rule.rule.columns)
    rows = table.select(FILE, ROW, *(name for name in read if name not in (FILE, ROW)), **masks)
    return rows.filter(functools.reduce(operator.or_, [rows[mask] != 0 for mask in masks]))


def _duplicated(table: ir.Table, key: tuple[str, ...]) -> ir.Table:
    """The rows whose key occurs again: found by hash, then compared by the key itself."""
    rows = table.filter([table[name].notnull() for name in key]).select(FILE, ROW, *key)
    hashed = rows[key[0]] if len(key) == 1 else ibis.struct({name: rows[name] for name in key})
    rows = rows.mutate(_hash=hashed.hash())
    repeated = rows.group_by("_hash").having(rows.count() > 1).aggregate()
    candidates = rows.semi_join(repeated, "_hash")
    candidates = candidates.mutate(_same=candidates.count().over(group_by=key))
    return (
        candidates.filter(candidates._same > 1).drop("_hash", "_same").mutate(_mask0=ibis.literal(1, "int64"))
    )


def orphaned(table: ir.Table, column: str, parent: ir.Table, parent_column: str) -> ir.Table:
    """The rows whose value is not among the values of the parent's column.

    Of a list every word must be there; the first one that is not then stands in the column.
    """
    known = parent.select(_known=parent[parent_column]).filter(ibis._._known.notnull())
    rows = table.filter(table[column].notnull()).select(FILE, ROW, column)
    if rows[column].type().is_array():
        words = rows.select(FILE, ROW, _word=rows[column].unnest())
        lost = words.anti_join(known, words._word == known._known)
        first = lost.group_by(FILE, ROW).aggregate(**{column: lost._word.min()})
        return first.mutate(_mask0=ibis.literal(1, "int64"))
    return rows.anti_join(known, rows[column] == known._known).mutate(_mask0=ibis.literal(1, "int64"))


@dataclass
class _Tally:
    """The rows that break one rule, as they stream by: all counted, the first ones kept."""

    rule: Rule
    limit: int
    count: int = 0
    first: list[RowExample] = field(default_factory=list)

    def add(self, rows: pa_arrow.RecordBatch, broken: np.ndarray) -> None:
        """Take the rows numbered ``broken``, which are in the order of file and row."""
        self.count += len(broken)
        candidates = broken[: self.limit]
        if len(self.first) == self.limit and not _before(rows, candidates, self.first[-1]):
            return
        for values in rows.take(pa_arrow.array(candidates)).to_pylist():
            kept = {name: values[name] for name in self.rule.columns}
            self.first.append(RowExample(values[FILE], values[ROW], kept))
        self.first = sorted(self.first, key=lambda row: (row.file, row.row))[: self.limit]

    def violation(self) -> Violation:
        rule = self.rule
        examples = tuple(self.first)
        return Violation(
            rule.name, rule.kind, rule.column, rule.columns, self.count, examples, rule.check, rule.statistics
        )


def _before(rows: pa_arrow.RecordBatch, candidates: np.ndarray, last: RowExample) -> bool:
    if not len(candidates):
        return False
    first = int(candidates[0])
    return (rows[FILE][first].as_py(), rows[ROW][first].as_py()) < (last.file, last.row)


def _tally(rows: ir.Table | None, asked: Sequence[Rule], limit: int) -> list[_Tally]:
    """Count the rows of each rule; bit i of the masks stands for the i-th rule."""
    tallies = [_Tally(rule, limit) for rule in asked]
    if rows is None:
        return tallies
    for batch in rows.to_pyarrow_batches(chunk_size=_BATCH):
        order = _order(batch)
        for start in range(0, len(tallies), _BITS):
            mask = batch[f"_mask{start // _BITS}"].to_numpy()[order]
            for bit, tally in enumerate(tallies[start : start + _BITS]):
                tally.add(batch, order[(mask & (1 << bit)) != 0])
    return tallies


def _order(batch: pa_arrow.RecordBatch) -> np.ndarray:
    files = batch[FILE].dictionary_encode()
    names = np.array(files.dictionary.to_pylist(), dtype=object)
    rank = np.argsort(np.argsort(names))
    return np.lexsort((batch[ROW].to_numpy(), rank[files.indices.to_numpy()]))


def _on_the_whole(table: ir.Table, asked: Sequence[TableRule], limit: int) -> list[_Tally]:
    """Aggregate checks, all in one query; on no rows most answer null, which passes."""
    if not asked:
        return []
    answers = table.aggregate(**{f"_{n}": rule.passes for n, rule in enumerate(asked)}).to_pyarrow()
    return [
        _Tally(rule.rule, limit, count=int(answers[f"_{n}"][0].as_py() is False))
        for n, rule in enumerate(asked)
    ]
