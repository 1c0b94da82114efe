"""Quantiles: of complete data, and of durations that are partly still open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import ibis.expr.types as ir
import numpy as np

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.measures.statistics import quantiles, survival
from audit.measures.statistics.bounds import Bounds
from audit.result import CurvePoint, Kind
from audit.text import Message


@dataclass(frozen=True)
class Quantiles(Figure):
    """Quantiles of complete data: type 7, with the order-statistic interval. Key ``quantile``: p50, p90.

    The smallest and the largest value (q 0 and 1) have no interval.
    """

    kind: ClassVar[Kind] = "quantile"
    value: ir.NumericValue
    q: tuple[float, ...]

    def outcome(self) -> dict[str, ir.Value]:
        return {"value": self.value.cast("float64")}

    def wants_frequencies(self, row: Aggregates) -> bool:
        return True

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        if not n:
            yield from (Cell(None, 0, key={"quantile": _quantile_name(q)}) for q in self.q)
            return
        order = np.argsort(frequencies["value"])
        values, ends = frequencies["value"][order], np.cumsum(frequencies["cases"][order])

        def ranked(rank: int) -> float:
            """The value of the case at a rank, from 1."""
            return float(values[np.searchsorted(ends, rank)])

        for q in self.q:
            rank, fraction = quantiles.type7_position(n, q)
            value = ranked(rank)
            if fraction:
                value += fraction * (ranked(rank + 1) - value)
            bounds = None
            if 0 < q < 1:
                ranks = quantiles.order_statistic_ranks(n, q)
                bounds = Bounds(*(None if one is None else ranked(one) for one in ranks))
            yield Cell(value, n, bounds, "order_statistics", key={"quantile": _quantile_name(q)})


@dataclass(frozen=True)
class TimeToEvent(Figure):
    """Kaplan-Meier quantiles of ``duration``; a case is censored where ``censored`` is true.

    Key ``quantile``: p50, p90. A quantile that the curve never reaches has no value; an end of its
    interval that the band never reaches is open. ``from_moment`` is a column that is null where the duration
    is, and there alone: to ask a moment takes less than to ask the clock.

    With ``marks`` the first cell keeps the curve itself: how much is done, with its band, where each twentieth of
    the cases is reached, at the marks, and at the last event and the longest time seen.
    """

    kind: ClassVar[Kind] = "quantile"
    duration: ir.NumericValue
    censored: ir.BooleanValue = field(kw_only=True)
    q: tuple[float, ...] = field(kw_only=True)
    not_reached: Callable[[], Message] = field(kw_only=True)
    marks: tuple[float, ...] | None = field(default=None, kw_only=True)
    from_moment: ir.TimestampValue | None = field(default=None, kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"duration": self.duration.cast("float64"), "censored": self.censored}

    def known(self) -> Iterable[ir.Value]:
        return super().known() if self.from_moment is None else (self.from_moment, self.censored)

    def wants_frequencies(self, row: Aggregates) -> bool:
        return True

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        if not n:
            yield from (Cell(None, 0, key={"quantile": _quantile_name(q)}) for q in self.q)
            return
        censored, cases = frequencies["censored"].astype(bool), frequencies["cases"]
        events, left_open = np.where(censored, 0, cases), np.where(censored, cases, 0)
        curve = survival.kaplan_meier(frequencies["duration"], events, left_open)
        kept = () if self.marks is None else _points(curve, self.marks, float(frequencies["duration"].max()))
        for q in self.q:
            value = curve.quantile(q)
            yield Cell(
                value,
                n,
                curve.quantile_bounds(q),
                "kaplan_meier",
                key={"quantile": _quantile_name(q)},
                reason=self.not_reached() if value is None else None,
                beyond=value is None,
                curve=kept if q == self.q[0] else (),
            )


TWENTIETHS = tuple(place / 20 for place in range(1, 20))


def _points(curve: survival.SurvivalCurve, marks: Sequence[float], longest: float) -> tuple[CurvePoint, ...]:
    """The curve where it is told: of what lies beyond the longest time seen nothing is known."""
    reached = [time for q in TWENTIETHS if (time := curve.quantile(q)) is not None]
    last = [float(curve.times[-1])] if curve.times.size else []
    times = sorted({*reached, *last, *(one for one in marks if 0 < one <= longest), longest})
    return tuple(
        CurvePoint(time=time, share=done, low=bounds.low, high=bounds.high)
        for time, (done, bounds) in zip(times, curve.done_by(times), strict=True)
    )


def _quantile_name(q: float) -> str:
    return f"p{q * 100:g}"
