"""The reliability of a scale."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import ibis.expr.types as ir

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.measures.statistics import means, reliability
from audit.result import Kind


@dataclass(frozen=True)
class Scale(Figure):
    """Cronbach's alpha of ``items`` (columns of one table), with Feldt's interval."""

    kind: ClassVar[Kind] = "reliability"
    items: Sequence[ir.NumericValue]

    def outcome(self) -> dict[str, ir.Value]:
        return {f"item{i}": item.cast("float64") for i, item in enumerate(self.items)}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        columns = [cases[f"item{i}"] for i in range(len(self.items))]
        total = functools.reduce(operator.add, columns)
        squares = functools.reduce(operator.add, [one * one for one in columns])
        sums = {f"sum{i}": one.sum() for i, one in enumerate(columns)}
        return sums | {"squares": squares.sum(), "squares_of_total": (total * total).sum()}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, k = row["n"], len(self.items)
        if n < 2 or k < 2:
            yield Cell(None, n)
            return
        sums = [row[f"sum{i}"] for i in range(k)]
        within = means.deviations(n, sums, row["squares"]) / (n - 1)
        of_total = means.deviations(n, [math.fsum(sums)], row["squares_of_total"]) / (n - 1)
        alpha = reliability.cronbach_alpha(k, within, of_total)
        if alpha is None:
            yield Cell(None, n)
        else:
            yield Cell(alpha, n, reliability.feldt(alpha, n, k), "feldt")
