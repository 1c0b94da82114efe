"""The rows that break a rule, as expressions that name each by ``_file`` and ``_row``; nothing is computed here.

Rules decided row by row become the bits of integer masks, so that one scan answers all of them, and only rows
with a bit are looked at once for each bit. So however many rows are broken, none has to be held in memory.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from audit.evidence.rules import RowRule

FILE, ROW, RULE = "_file", "_row", "_rule"
_BITS = 62  # of a signed 64-bit mask: the sign and one more are kept free


def breaking(table: ir.Table, asked: Sequence[RowRule]) -> ir.Table:
    """The rows that break rules decided row by row, once for each; ``_rule`` is its place in ``asked``."""
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
    rows = table.select(FILE, ROW, **masks)
    rows = rows.filter(ibis.or_(*(rows[mask] != 0 for mask in masks)))
    each = rows.cross_join(ibis.range(0, len(asked)).unnest().cast("int64").name(RULE).as_table())
    mask = (each[RULE] // _BITS).cases(*((number, each[name]) for number, name in enumerate(masks)))
    return each.filter((mask >> (each[RULE] % _BITS)) % 2 == 1).select(FILE, ROW, RULE)


def repeating(table: ir.Table, key: tuple[str, ...]) -> ir.Table:
    """The rows whose key occurs again: found by hash, then compared by the key itself."""
    # Two reads of the table: what both sides of a join share, the engine would hold in memory as a whole.
    hashes = table.select(_hash=_hashed(table, key))
    repeated = hashes.group_by("_hash").having(hashes.count() > 1).aggregate()
    rows = table.filter([table[name].notnull() for name in key])
    candidates = rows.select(FILE, ROW, *key, _hash=_hashed(rows, key)).semi_join(repeated, "_hash")
    candidates = candidates.mutate(_same=candidates.count().over(group_by=key))
    return candidates.filter(candidates._same > 1).select(FILE, ROW)


def _hashed(table: ir.Table, key: tuple[str, ...]) -> ir.IntegerColumn:
    whole = table[key[0]] if len(key) == 1 else ibis.struct({name: table[name] for name in key})
    return whole.hash()


def orphaned(table: ir.Table, column: str, parent: ir.Table, parent_column: str) -> ir.Table:
    """The rows whose value is not among the values of the parent's column, with that value.

    Of a list every word must be there; the first one that is not then stands in the column.
    """
    known = parent.select(_known=parent[parent_column]).filter(ibis._._known.notnull())
    rows = table.filter(table[column].notnull()).select(FILE, ROW, column)
    if rows[column].type().is_array():
        words = rows.select(FILE, ROW, _word=rows[column].unnest())
        lost = words.anti_join(known, words._word == known._known)
        return lost.group_by(FILE, ROW).aggregate(**{column: lost._word.min()})
    return rows.anti_join(known, rows[column] == known._known)
