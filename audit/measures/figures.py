"""The kinds of figure that a measure describes. A figure says what to count; the runner counts it.

Every kind answers three questions and knows nothing else: which columns hold the outcome of a case (a
null in one of them means that the outcome is unknown), what the engine has to aggregate over the cases
that are known, and which cells follow from the aggregates. Exclusions, unknown outcomes, breakdowns,
minimum numbers, clustering, suppression and rounding are the runner's.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.measures.statistics import bootstrap, means, proportions, quantiles, rates, reliability, survival
from audit.measures.statistics.bounds import Bounds
from audit.result import Kind
from audit.text import Message, message

MORE_THAN_WHOLE = message(
    "M-MORE-THAN-WHOLE",
    zh="部分（{part}）大于整体（{whole}），数据自相矛盾",
    en="the part ({part}) is larger than the whole ({whole}): the data contradict themselves",
)

Aggregates = Mapping[str, Any]
"""One row that the engine returned: the name of an aggregate to its value."""

Frequencies = Mapping[str, npt.NDArray[Any]]
"""The known cases counted by outcome, as columns: those of the outcome, and ``cases``; none unless wanted."""

SKEWED = 1.0
"""A mean whose cases are skewed beyond this gets a bootstrap interval beside Student's."""
FEW = 30
"""Likewise a mean of fewer cases."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The cases that a figure stands on; ``explain --rows`` lists this relation.

    ``excluded`` maps a reason, declared by the measure, to the condition under which a case is left out.
    A case is left out for the first reason that holds, so the counts add up.
    """

    table: ir.Table
    excluded: Mapping[str, ir.BooleanValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Minimum:
    """The number of cases from which a figure is indicative, and from which it may be scored.

    ``breakdown`` is the second number for the cells of a breakdown, where it differs.
    """

    indicative: int
    enough: int
    breakdown: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to say beside a value that lies below, above or between limits; it decides nothing."""

    says: Callable[[], Message]
    below: float = math.inf
    above: float = -math.inf
    at_least: float = -math.inf
    fewer_than: float = math.inf

    def holds(self, value: float, n: int) -> bool:
        """Whether a value that stands on ``n`` cases lies beyond every limit that is set."""
        return self.above < value < self.below and value >= self.at_least and n < self.fewer_than


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its uncertainty, before the runner decides what may be said of it."""

    value: float | None
    n: int
    bounds: Bounds | None = None
    method: str | None = None
    category: str | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None
    kind: Kind | None = None
    reason: Message | None = None
    weight: float | None = None
    flags: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What all kinds have in common.

    ``key`` names the row among its siblings (a dimension, a standard); ``by`` the columns to break it
    down by, one at a time; ``weight`` the row's weight when siblings are pooled; ``declared`` what the
    organisation declared for it, for score functions that ask.
    """

    kind: ClassVar[Kind]
    nulls_are_unknown: ClassVar[bool] = True

    result: str
    rows: Rows
    key: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    by: tuple[str, ...] = field(default=(), kw_only=True)
    unit: str = field(default="1", kw_only=True)
    weight: float | None = field(default=None, kw_only=True)
    declared: Mapping[str, float] = field(default_factory=dict, kw_only=True)
    minimum: Minimum | None = field(default=None, kw_only=True)
    flags: tuple[Flag, ...] = field(default=(), kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        """The kind whose general minimum number of cases holds where ``minimum`` sets none."""
        return self.kind

    def outcome(self) -> dict[str, ir.Value]:
        """The columns of a case's outcome; a null in one of them makes it unknown."""
        raise NotImplementedError

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        """What to aggregate over the known cases; the runner adds their number as ``n``."""
        return {}

    def wants_frequencies(self, row: Aggregates) -> bool:
        """Whether the cells need the known cases counted by outcome."""
        return False

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        """The cells of one group; ``frequencies`` is empty unless they were wanted."""
        raise NotImplementedError

    def clusters(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        """``sum`` and ``size`` of one site, for kinds whose interval widens when cases share a site."""
        return {}


@dataclass(frozen=True)
class Share(Figure):
    """The share of cases for which ``hit`` is true. Wilson interval."""

    kind: ClassVar[Kind] = "share"
    hit: ir.BooleanValue

    def outcome(self) -> dict[str, ir.Value]:
        return {"hit": self.hit}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {"hits": (known & cases.hit).sum()}

    def clusters(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {"sum": (known & cases.hit).sum(), "size": known.sum()}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, hits = row["n"], row["hits"] or 0
        if n:
            yield Cell(hits / n, n, proportions.wilson(hits, n), "wilson")
        else:
            yield Cell(None, 0)


@dataclass(frozen=True)
class Mean(Figure):
    """The mean of ``value``. Student's interval; differences are taken per case before.

    With ``bootstrap_seed`` a second cell, ``<result>_bootstrap``, stands beside it where the cases are
    few or skewed.
    """

    kind: ClassVar[Kind] = "mean"
    value: ir.NumericValue
    bootstrap_seed: int | None = field(default=None, kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"value": self.value.cast("float64")}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        value = cases.value
        moments = {"mean": value.mean(where=known), "sd": value.std(where=known, how="sample")}
        if self.bootstrap_seed is None:
            return moments
        squares, cubes = value**2, value**3
        return moments | {"squares": squares.mean(where=known), "cubes": cubes.mean(where=known)}

    def wants_frequencies(self, row: Aggregates) -> bool:
        if self.bootstrap_seed is None or not row["n"]:
            return False
        return bool(row["n"] < FEW or abs(_skewness(row["mean"], row["squares"], row["cubes"])) > SKEWED)

    def clusters(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {"sum": cases.value.sum(where=known), "size": known.sum()}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        if not n:
            yield Cell(None, 0)
            return
        yield Cell(row["mean"], n, means.student(row["mean"], row["sd"], n) if n > 1 else None, "t")
        if self.bootstrap_seed is not None and frequencies:
            bounds = bootstrap.mean_bounds(frequencies["value"], frequencies["cases"], self.bootstrap_seed)
            yield Cell(row["mean"], n, bounds, "bootstrap", result=f"{self.result}_bootstrap")


@dataclass(frozen=True)
class Ratio(Figure):
    """Sum of ``numerator`` over sum of ``denominator``, both counts of a larger whole. Wilson interval
    on the denominator's sum where the numerator is a part of it, else none.
    """

    kind: ClassVar[Kind] = "ratio"
    numerator: ir.NumericValue
    denominator: ir.NumericValue
    part_of_whole: bool = field(default=True, kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"numerator": self.numerator.cast("float64"), "denominator": self.denominator.cast("float64")}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {
            "numerator": cases.numerator.sum(where=known),
            "denominator": cases.denominator.sum(where=known),
        }

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        above, below = row["numerator"] or 0.0, row["denominator"] or 0.0
        n = int(below)
        if below <= 0:
            yield Cell(None, 0)
        elif self.part_of_whole and above > below:
            yield Cell(None, n, reason=MORE_THAN_WHOLE(part=above, whole=below))
        elif self.part_of_whole:
            yield Cell(above / below, n, proportions.wilson(above, below), "wilson")
        else:
            yield Cell(above / below, n)


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
    interval that the band never reaches is open.
    """

    kind: ClassVar[Kind] = "quantile"
    duration: ir.NumericValue
    censored: ir.BooleanValue = field(kw_only=True)
    q: tuple[float, ...] = field(kw_only=True)
    not_reached: Callable[[], Message] = field(kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"duration": self.duration.cast("float64"), "censored": self.censored}

    def wants_frequencies(self, row: Aggregates) -> bool:
        return True

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        if not n:
            yield from (Cell(None, 0, key={"quantile": _quantile_name(q)}) for q in self.q)
            return
        curve = survival.kaplan_meier(*_events_by_time(frequencies))
        for q in self.q:
            value = curve.quantile(q)
            yield Cell(
                value,
                n,
                curve.quantile_bounds(q),
                "kaplan_meier",
                key={"quantile": _quantile_name(q)},
                reason=self.not_reached() if value is None else None,
            )


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
        variances = {f"var{i}": one.var(where=known, how="sample") for i, one in enumerate(columns)}
        return variances | {"variance_of_total": total.var(where=known, how="sample")}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, k = row["n"], len(self.items)
        if n < 2 or k < 2:
            yield Cell(None, n)
            return
        within = math.fsum(row[f"var{i}"] for i in range(k))
        alpha = reliability.cronbach_alpha(k, within, row["variance_of_total"])
        if alpha is None:
            yield Cell(None, n)
        else:
            yield Cell(alpha, n, reliability.feldt(alpha, n, k), "feldt")


@dataclass(frozen=True)
class Computed(Figure):
    """What no other kind describes: aggregates over named columns, and a function from them to cells.

    A null in a column is the function's affair, not an unknown outcome. ``matrix`` asks for the complete
    cases of some columns as well, an array of cases x columns under the name ``matrix``; only for
    definitions that need single cases, as a bootstrap of several means does. ``minimum_of`` names the
    kind whose minimum number of cases holds; a count has none.
    """

    kind: ClassVar[Kind] = "count"
    nulls_are_unknown: ClassVar[bool] = False
    columns: Mapping[str, ir.Value]
    over: Callable[[ir.Table, ir.BooleanValue], dict[str, ir.Scalar]]
    compute: Callable[[Aggregates], Iterable[Cell]]
    kind_of_cells: Kind = field(default="count", kw_only=True)
    minimum_of: Kind = field(default="count", kw_only=True)
    matrix: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        return self.minimum_of

    def outcome(self) -> dict[str, ir.Value]:
        return dict(self.columns)

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return self.over(cases, known)

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        for cell in self.compute(row):
            yield replace(cell, kind=cell.kind or self.kind_of_cells)


@dataclass(frozen=True, slots=True)
class Register:
    """A value read off a small register, such as the share of the documents that an item asks for. A
    census, so without interval; ``n`` is the number of entries that were expected.
    """

    result: str
    value: float | None
    n: int
    key: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "share"
    unit: str = "1"
    reason: Message | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class NotMeasurable:
    """The evidence is there, and what the definition needs is not in it."""

    reason: Message


def flagged(value: float | None, n: int, flags: Iterable[Flag]) -> tuple[Message, ...]:
    """What is to be said beside a value that stands on ``n`` cases."""
    return () if value is None else tuple(flag.says() for flag in flags if flag.holds(value, n))


def _quantile_name(q: float) -> str:
    return f"p{q * 100:g}"


_ROUNDING = 1e-12
"""A variance below this share of the squares is the rounding of a difference that is truly 0."""


def _skewness(mean: float, squares: float, cubes: float) -> float:
    """Skewness g1 from the first three raw moments; 0 where all cases are alike."""
    variance = squares - mean**2
    if variance <= _ROUNDING * squares:
        return 0.0
    return float((cubes - 3 * mean * squares + 2 * mean**3) / variance**1.5)


def _events_by_time(
    frequencies: Frequencies,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Distinct times, ascending, with the number of events and of censored cases at each."""
    times, place = np.unique(frequencies["duration"], return_inverse=True)
    censored, cases = frequencies["censored"].astype(bool), frequencies["cases"]
    events = np.bincount(place, weights=np.where(censored, 0, cases))
    all_cases = np.bincount(place, weights=cases)
    return times, events.astype(np.int64), (all_cases - events).astype(np.int64)


def all_known(columns: Iterable[ir.Value]) -> ir.BooleanValue:
    """True where none of the columns is null."""
    # Ibis writes (~a).notnull() as NOT a IS NOT NULL, which SQL reads as ~(a.notnull()); a call keeps it whole.
    known = (ibis.coalesce(one).notnull() if one.type().is_boolean() else one.notnull() for one in columns)
    return functools.reduce(operator.and_, known, ibis.literal(value=True))
