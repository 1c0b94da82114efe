"""The rows that break a rule, as SQL that names each by ``_file`` and ``_row`` with the rules that it breaks.

A rule is a number, and a bit of a mask: rule ``n`` is bit ``n % BITS`` of mask ``n // BITS``. So one scan answers
all rules that are decided row by row, and however many rows are broken, none has to be held in memory. What the
rules ask is written by Ibis; the statements around it are not, for on a small table Ibis would take longer to put
them together than the engine takes to answer them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Lock

import duckdb
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.evidence.functions import name
from audit.evidence.rules import RowRule

FILE, ROW = "_file", "_row"
PART, MASK = "_part", "_mask"
"""Which of the masks it is, and the mask."""

BITS = 62  # of a signed 64-bit mask: the sign and one more are kept free
_MOST_NUMBERED = 999_999
"""How many of the smallest the engine finds without sorting all of them."""
_SORTED_TOGETHER = 1 << 24
"""Hashes of keys that are sorted in one piece: 192 MB."""


def breaking(table: ir.Table, asked: Sequence[RowRule]) -> str:
    """The rows that break rules decided row by row; a rule's number is its place in ``asked``."""
    broken = {f"_{number}": ~rule.passes for number, rule in enumerate(asked)}
    answered = table.get_backend().compile(table.select(FILE, ROW, **broken))
    rows = f"FROM ({answered}) WHERE {' OR '.join(broken)}"  # first, for most rows break nothing
    parts = (list(broken)[start : start + BITS] for start in range(0, len(broken), BITS))
    masks = [
        " + ".join(f"CASE WHEN {one} THEN {1 << bit} ELSE 0 END" for bit, one in enumerate(part))
        for part in parts
    ]
    if len(masks) == 1:
        return f"SELECT {FILE}, {ROW}, 0 AS {PART}, CAST({masks[0]} AS BIGINT) AS {MASK} {rows}"
    return f"""SELECT * FROM (
        SELECT {FILE}, {ROW}, unnest(range({len(masks)})) AS {PART}, unnest([{", ".join(masks)}]) AS {MASK} {rows}
    ) WHERE {MASK} <> 0"""  # noqa: S608 - our own names, here and below


def breaking_alone(rows: str, number: int) -> str:
    """The same for the rows that break one rule, of this number."""
    mask = f"CAST({1 << number % BITS} AS BIGINT)"
    return f"SELECT {FILE}, {ROW}, {number // BITS} AS {PART}, {mask} AS {MASK} FROM ({rows})"  # noqa: S608


def repeated(
    con: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], alone: Lock
) -> npt.NDArray[np.uint64]:
    """The hashes that two rows or more have of their keys; a key of which a part is null has none.

    Hashes are sorted here: that takes half the time of the engine's grouping, and twelve bytes a row. The
    connection is free for others meanwhile: it is used only while ``alone`` is held.
    """
    with alone:
        ((rows,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608
    passes = 1 + rows // _SORTED_TOGETHER
    found = []
    for turn in range(passes):
        part = f" AND h % {passes} = {turn}" if passes > 1 else ""
        asked = f"SELECT {_hash(key)} AS h FROM {table} WHERE {_complete(key)}{part}"  # noqa: S608
        with alone:
            hashes = np.ma.getdata(con.execute(asked).fetchnumpy()["h"])
        found.append(_twice(hashes))
    return np.concatenate(found)


def _twice(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The hashes that occur more than once, each once.

    One half of each is sorted, which is quicker; only those whose half may occur again are sorted as a whole.
    """
    half = hashes.view(np.uint32)[::2]
    halves = np.sort(half)
    again = np.zeros(1 << 20, np.bool_)
    again[halves[1:][halves[1:] == halves[:-1]] >> 12] = True
    del halves
    likely = np.sort(hashes[again[half >> 12]])
    return np.unique(likely[1:][likely[1:] == likely[:-1]])


def repeating(table: str, key: Sequence[str], hashes: str) -> str:
    """The rows whose key occurs again: those with one of the ``hashes``, a relation, compared by the key itself."""
    columns = ", ".join(map(name, key))
    return f"""
        SELECT {FILE}, {ROW} FROM (
            SELECT {FILE}, {ROW}, count(*) OVER (PARTITION BY {columns}) AS times FROM {table}
            WHERE {_complete(key)} AND {_hash(key)} IN (SELECT h FROM {hashes})
        ) WHERE times > 1"""  # noqa: S608


def orphaned(table: str, column: str, parent: str, parent_column: str, *, several: bool) -> str:
    """The rows whose value is not among the values of the parent's column, with that value.

    Of a list (``several``) every word must be there; the first one that is not then stands in the column.
    """
    known = f"(SELECT {name(parent_column)} AS _known FROM {parent} WHERE _known IS NOT NULL)"  # noqa: S608
    own = f"unnest({name(column)})" if several else name(column)
    rows = f"(SELECT {FILE}, {ROW}, {own} AS _word FROM {table} WHERE {name(column)} IS NOT NULL)"  # noqa: S608
    lost = f"{rows} ANTI JOIN {known} ON _word = _known"
    if several:
        return f"SELECT {FILE}, {ROW}, min(_word) AS {name(column)} FROM {lost} GROUP BY ALL"  # noqa: S608
    return f"SELECT {FILE}, {ROW}, _word AS {name(column)} FROM {lost}"  # noqa: S608


def counted(rows: str, limit: int) -> str:
    """File, rule, how many rows of that file break it, and the numbers of the first ``limit`` of them."""
    first = f"min({ROW}, {limit})" if limit <= _MOST_NUMBERED else f"list({ROW})"
    return f"""
        SELECT {FILE}, {PART} * {BITS} + bit AS rule, CAST(sum(rows) AS BIGINT), list_sort(flatten(list(first)))[:{limit}]
        FROM (SELECT {FILE}, {PART}, {MASK}, count(*) AS rows, {first} AS first FROM {rows} GROUP BY ALL),
             range({BITS}) AS bits(bit)
        WHERE ({MASK} >> bit) & 1 = 1 GROUP BY ALL ORDER BY rule, {FILE}"""  # noqa: S608


def near(table: str, numbers: Collection[int]) -> str:
    """The rows of these numbers, of whatever file, as they stand in FROM."""
    # As a text, since the engine is slow to parse a list.
    wanted = f"(SELECT unnest(CAST('{sorted(numbers)}' AS BIGINT[])) AS {ROW})"
    # The engine skips what lies outside of bounds, which it cannot tell from a join.
    within = f"(FROM {table} WHERE {ROW} BETWEEN {min(numbers)} AND {max(numbers)})"
    return f"({within} SEMI JOIN {wanted} USING ({ROW}))"


def any_of(numbers: Sequence[int]) -> str:
    """The condition that a row breaks one of these rules."""
    masks: dict[int, int] = {}
    for number in numbers:
        masks[number // BITS] = masks.get(number // BITS, 0) | 1 << number % BITS
    return " OR ".join(f"({PART} = {part} AND ({MASK} & {bits}) <> 0)" for part, bits in masks.items())


def _hash(key: Sequence[str]) -> str:
    return f"hash({', '.join(map(name, key))})"


def _complete(key: Sequence[str]) -> str:
    return " AND ".join(f"{name(column)} IS NOT NULL" for column in key)
