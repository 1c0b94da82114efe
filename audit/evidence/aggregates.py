"""Aggregates: those of the engine that Ibis has no name for, and those that can be added up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir


def grouping(column: ir.Column) -> ir.IntegerScalar:
    """0 in the rows of a grouping by this column, 1 in those of one by other columns or by none."""

    def _grouping(column):  # type: ignore[no-untyped-def]  # Ibis is told the types below
        """The function of the engine."""

    asked = ibis.udf.agg.builtin(_grouping, name="grouping", signature=((column.type(),), dt.int64))
    found: ir.IntegerScalar = asked(column)
    return found


def only_sums(wanted: Mapping[str, ir.Scalar]) -> bool:
    """Whether all that is wanted are sums and counts."""
    return all(isinstance(one.op(), ops.Sum | ops.Count | ops.CountStar) for one in wanted.values())


def added_up(names: Iterable[str], groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The sums and counts of these names over some groups together; over nothing a sum is null.

    The order of the groups does not matter, not even to the last digit.
    """
    told = {name: [group[name] for group in groups if group[name] is not None] for name in names}
    return {name: _sum(several) if several else None for name, several in told.items()}


def _sum(several: Sequence[Any]) -> Any:
    return math.fsum(several) if isinstance(several[0], float) else sum(several)
