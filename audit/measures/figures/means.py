"""Means: one, and the difference between two groups of cases."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import ibis.expr.types as ir

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.measures.statistics import bootstrap, means
from audit.result import Kind

SKEWED = 1.0
"""A mean whose cases are skewed beyond this gets a bootstrap interval beside Student's."""
FEW = 30
"""Likewise a mean of fewer cases."""


@dataclass(frozen=True)
class Mean(Figure):
    """The mean of ``value``. Student's interval; differences are taken per case before.

    ``limits`` are values that the mean cannot leave, and neither can its interval, which is given from
    ``interval_from`` cases on. ``on_scale`` says that the value is an answer on a scale, a mean or a difference of
    such: so near to 0 that its spread can be had from sums, which an engine adds up in half the time. With
    ``bootstrap_seed`` a second cell, ``<result>_bootstrap``, stands beside it where the cases are few or skewed.
    """

    kind: ClassVar[Kind] = "mean"
    clustered: ClassVar[bool] = True
    value: ir.NumericValue
    bootstrap_seed: int | None = field(default=None, kw_only=True)
    limits: tuple[float, float] | None = field(default=None, kw_only=True)
    interval_from: int = field(default=2, kw_only=True)
    on_scale: bool = field(default=False, kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"value": self.value.cast("float64")}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        value = cases.value
        # A product, for a power takes the engine ten times as long.
        square = value * value
        if self.on_scale:
            wanted = {"sum": value.sum(), "squares": square.sum()}
        else:
            wanted = {"mean": value.mean(), "sd": value.std(how="sample")}
        if self.bootstrap_seed is not None:
            wanted |= {"squares": square.sum(), "cubes": (square * value).sum()}
        return wanted

    def wants_frequencies(self, row: Aggregates) -> bool:
        if self.bootstrap_seed is None or not row["n"]:
            return False
        n, (mean, _) = row["n"], self._moments(row)
        return bool(n < FEW or abs(_skewness(mean, row["squares"] / n, row["cubes"] / n)) > SKEWED)

    def site_sum(self, cases: ir.Table) -> ir.Scalar:
        return cases.value.sum()

    def _moments(self, row: Aggregates) -> tuple[float, float | None]:
        """Mean and standard deviation of a group of one case or more."""
        if self.on_scale:
            return means.mean_and_sd(row["n"], row["sum"], row["squares"])
        return row["mean"], row["sd"]

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        if not n:
            yield Cell(None, 0)
            return
        mean, sd = self._moments(row)
        bounds = means.student(mean, sd, n) if sd is not None and n >= self.interval_from else None
        if bounds is not None and self.limits is not None:
            bounds = bounds.clipped(*self.limits)
        yield Cell(mean, n, bounds, "t")
        if self.bootstrap_seed is not None and frequencies:
            drawn = bootstrap.mean_bounds(frequencies["value"], frequencies["cases"], self.bootstrap_seed)
            yield Cell(mean, n, drawn, "bootstrap", result=f"{self.result}_bootstrap")


@dataclass(frozen=True)
class MeanDifference(Figure):
    """The mean of ``value`` among the cases of ``group`` minus that among the others. Welch's interval.

    ``population`` is the size of the whole that the group was drawn from, where it is known: the group's
    variance shrinks by the part that was asked, and is 0 when all were. Minimum numbers hold for the
    smaller group.
    """

    kind: ClassVar[Kind] = "difference"
    value: ir.NumericValue
    group: ir.BooleanValue
    population: int | None = field(default=None, kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        return "mean"

    def outcome(self) -> dict[str, ir.Value]:
        return {"value": self.value.cast("float64"), "in_group": self.group}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        moments = {"size": cases.in_group.sum()}
        for name, where in (("in", cases.in_group), ("out", ~cases.in_group)):
            moments[f"mean_{name}"] = cases.value.mean(where=where)
            moments[f"sd_{name}"] = cases.value.std(where=where, how="sample")
        return moments

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, size = row["n"], row["size"] or 0
        others = n - size
        smaller = min(size, others)
        if not smaller:
            yield Cell(None, n, smallest=0)
            return
        left = 1.0 if self.population is None else max(0.0, 1 - size / self.population)
        sd, other_sd = (row["sd_in"] or 0.0) * math.sqrt(left), row["sd_out"] or 0.0
        found = means.welch(row["mean_in"], sd, size, row["mean_out"], other_sd, others)
        yield Cell(found.difference, n, found.bounds, "welch", smallest=smaller)


def _skewness(mean: float, squares: float, cubes: float) -> float:
    """Skewness g1 from the first three raw moments; 0 where all cases are alike."""
    variance = squares - mean**2
    if variance <= means.ROUNDING * squares:
        return 0.0
    return float((cubes - 3 * mean * squares + 2 * mean**3) / variance**1.5)
