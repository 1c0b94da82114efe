"""Pandera schemas checked against a table, with every broken row counted and the first ones named.

Pandera's own backend for Ibis runs a query per check and cannot say which row failed. Here one statement asks
everything: one scan for what is decided row by row, joins for repeated keys and orphans. The engine counts the
broken rows by rule and file and keeps the places of the first ones, so memory does not grow with their number;
the values of these few are then fetched by place. What a schema asks is Ibis; that it is asked of DuckDB, which
reads and checks the files of every engagement, is settled here.

This is a plain function rather than a backend registered with Pandera: a registration is global to
the process and would change what ``schema.validate`` means for everyone who imports this package.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from threading import Lock
from typing import Any

import duckdb
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence import broken_rows, rules
from audit.evidence.broken_rows import FILE, ROW
from audit.evidence.functions import name, relation
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
    ``{"min_value": 1, "max_value": 7}``. ``number`` stands for the rule where the broken rows are kept.
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


def violations(
    table: ir.Table,
    schema: pa.DataFrameSchema,
    *,
    foreign_keys: Parents | None = None,
    examples: int = 100,
    keep: str | None = None,
) -> tuple[Violation, ...]:
    """Every rule of ``schema`` that ``table``, of a DuckDB connection, breaks.

    ``table`` carries the columns ``_file`` (string) and ``_row`` (integer), which name each row.
    ``foreign_keys`` maps a column to the table and column that its values must be found in. ``examples``
    rows (at least one) are named for each rule and file. ``keep`` names a table that all broken rows are
    stored in, as ``broken_rows`` describes them.

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
    parents = {column: parent for column, parent in (foreign_keys or {}).items() if column in table.columns}
    whole = [*structure, *_on_the_whole(table, [rule for rule in asked if isinstance(rule, TableRule)])]
    numbered = [rule.rule for rule in per_row]
    numbered += [Rule("unique", "unique", key[0] if len(key) == 1 else None, key) for key in keys]
    numbered += [Rule("foreign", "foreign", column, (column,)) for column in parents]
    con, alone = table.get_backend().con, Lock()
    with closing(_broken(table, per_row, keys, parents, alone)) as broken:
        found = _counted(con, _kept(con, broken, keep, alone), max(examples, 1), alone)
    return (*(_violation(rule) for rule in whole), *_found(table, found, numbered, parents))


def _unusable(table: ir.Table, schema: pa.DataFrameSchema, broken: Sequence[Rule]) -> frozenset[str]:
    absent = {c.name for c in schema.columns.values() if not rules.matching(table, c)}
    return frozenset(absent | {rule.column for rule in broken if rule.column})


def _broken(
    table: ir.Table,
    per_row: Sequence[RowRule],
    keys: Sequence[tuple[str, ...]],
    parents: Parents,
    alone: Lock,
) -> Generator[str]:
    """The rows that break rules, in two turns: first all that need no search for repeated keys, then these.

    The search goes on in a thread while the first are put together and asked for. One connection answers both,
    since no other sees its temporary tables: whoever asks it something holds ``alone``.
    """
    con = table.get_backend().con
    with ThreadPoolExecutor(1) as beside, ExitStack() as registered:
        searches = [beside.submit(broken_rows.repeated, con, relation(table), key, alone) for key in keys]
        first = [broken_rows.breaking(table, per_row)] if per_row else []
        for number, rows in enumerate(_orphaned(table, parents), start=len(per_row) + len(keys)):
            first.append(broken_rows.breaking_alone(rows, number))
        if first:
            yield " UNION ALL ".join(first)
        second = []
        for number, (key, search) in enumerate(zip(keys, searches, strict=True), start=len(per_row)):
            hashes, known_as = search.result(), f"_repeated{number}"
            if len(hashes):
                with alone:  # of Arrow, the engine would import all that datasets need
                    con.register(known_as, {"h": hashes})
                registered.callback(con.unregister, known_as)
                rows = broken_rows.repeating(relation(table), key, known_as)
                second.append(broken_rows.breaking_alone(rows, number))
        if second:
            yield " UNION ALL ".join(second)


def _orphaned(table: ir.Table, parents: Parents) -> Iterator[str]:
    """The rows of each column that names something which is not among its parents."""
    for column, (parent, key) in parents.items():
        several = table[column].type().is_array()
        yield broken_rows.orphaned(relation(table), column, relation(parent), key, several=several)


@dataclass(frozen=True)
class _Part:
    """The rows of one file that break one rule: how many, and the numbers of the first ones."""

    file: str
    count: int
    first: list[int]


def _kept(
    con: duckdb.DuckDBPyConnection, broken: Iterable[str], keep: str | None, alone: Lock
) -> Iterator[str]:
    """What is to be counted, as it stands in FROM: the rows of each turn, or all of them once they are kept."""
    if keep is None:
        yield from (f"({rows})" for rows in broken)
        return
    into, kept = f"CREATE OR REPLACE TABLE {name(keep)} AS", 0
    for rows in broken:
        with alone:
            kept += con.execute(f"{into} {rows}").fetchall()[0][0]
        into = f"INSERT INTO {name(keep)}"
    if kept:
        yield name(keep)


def _counted(
    con: duckdb.DuckDBPyConnection, broken: Iterable[str], limit: int, alone: Lock
) -> dict[int, list[_Part]]:
    """The broken rows by rule and file, with the first ones; in the order of the rules."""
    found: dict[int, list[_Part]] = {}
    for rows in broken:
        with alone:
            answers = con.execute(broken_rows.counted(rows, limit)).fetchall()
        for file, rule, count, first in answers:
            found.setdefault(rule, []).append(_Part(file, count, first))
    return dict(sorted(found.items()))


def _found(
    table: ir.Table, found: Mapping[int, Sequence[_Part]], numbered: Sequence[Rule], parents: Parents
) -> Iterator[Violation]:
    """The violations, with the values of their first rows."""
    places = {(part.file, row) for parts in found.values() for part in parts for row in part.first}
    if not places:
        return
    con, near = table.get_backend().con, broken_rows.near(relation(table), {row for _, row in places})
    read = dict.fromkeys(column for number in found for column in numbered[number].columns)
    values = _by_place(con, f"SELECT {', '.join(map(name, (FILE, ROW, *read)))} FROM {near}")  # noqa: S608 - names are quoted
    for number, parts in found.items():
        rule = numbered[number]
        own = values
        if rule.kind == "foreign" and table[rule.columns[0]].type().is_array():
            parent, key = parents[rule.columns[0]]
            own = _by_place(
                con, broken_rows.orphaned(near, rule.columns[0], relation(parent), key, several=True)
            )
        yield _violation(rule, number, parts, own)


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


def _by_place(con: duckdb.DuckDBPyConnection, rows: str) -> dict[tuple[str, int], dict[str, Any]]:
    asked = con.execute(rows)
    columns = [column[0] for column in asked.description or ()]
    found = (dict(zip(columns, values, strict=True)) for values in asked.fetchall())
    return {(row[FILE], row[ROW]): row for row in found}


def _on_the_whole(table: ir.Table, asked: Sequence[TableRule]) -> list[Rule]:
    """The aggregate checks that the table breaks, all in one query; on no rows most answer null, which passes."""
    if not asked:
        return []
    answers = table.aggregate(**{f"_{n}": rule.passes for n, rule in enumerate(asked)}).to_pyarrow()
    return [rule.rule for n, rule in enumerate(asked) if answers[f"_{n}"][0].as_py() is False]
