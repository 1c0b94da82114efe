"""Aggregates of the engine that Ibis has no name for."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir


def grouping(column: ir.Column) -> ir.IntegerScalar:
    """0 in the rows of a grouping by this column, 1 in those of one by other columns or by none."""

    def _grouping(column):  # type: ignore[no-untyped-def]  # Ibis is told the types below
        """The function of the engine."""

    asked = ibis.udf.agg.builtin(_grouping, name="grouping", signature=((column.type(),), dt.int64))
    found: ir.IntegerScalar = asked(column)
    return found


MOST = 999_999
"""How many of the smallest the engine gives at most."""


@ibis.udf.agg.builtin(name="min", signature=((dt.int64, dt.int64), dt.Array(dt.int64)))
def _smallest(number, how_many):  # type: ignore[no-untyped-def]
    """The smallest of some numbers, in order."""


def smallest(number: ir.IntegerColumn, how_many: int) -> ir.ArrayScalar:
    """The ``how_many`` smallest of a column, in order; takes the memory of so many, however long the column.

    Above the most that the engine keeps in this way, the whole column is gathered and sorted.
    """
    if how_many > MOST:
        return number.collect().sort()[:how_many]
    found: ir.ArrayScalar = _smallest(number, how_many)
    return found
