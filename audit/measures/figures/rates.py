"""Rates: cases per exposure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import ibis.expr.types as ir

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.measures.statistics import rates
from audit.result import Kind


@dataclass(frozen=True)
class Rate(Figure):
    """Cases per ``per`` units of ``exposure``. Exact Poisson interval; ``n`` is the number of cases."""

    kind: ClassVar[Kind] = "rate"
    exposure: float
    per: float

    def outcome(self) -> dict[str, ir.Value]:
        return {}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        cases = row["n"]
        if self.exposure <= 0:
            yield Cell(None, cases)
            return
        bounds = rates.poisson_rate(cases, self.exposure / self.per)
        yield Cell(cases / self.exposure * self.per, cases, bounds, "poisson")
