"""Charts with a sentence for a title: what the data say, no more than their intervals allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from audit.report.charts import (
    LABEL_WIDTH,
    ROW,
    WIDTH,
    IntervalBars,
    Measured,
    Reference,
    Tone,
    interval_bars,
)
from audit.report.quadrants import ImportancePerformance, Quadrant, Rated, importance_performance
from audit.report.quantiles import Duration, Quantile, QuantileBars, quantile_bars
from audit.report.scales import figure
from audit.report.telling import Teller, above, below, of_result
from audit.report.wording import percent
from audit.result import Estimate, Measurement

QUADRANTS: Mapping[str, Quadrant] = {
    "concentrate": "concentrate",
    "keep": "keep_up",
    "low": "low_priority",
    "overkill": "overkill",
}
"""How the measure names a quadrant, and how the chart does."""

Standing = Literal["met", "missed", "undecided", "without"]
"""A standard against its required share, if one is declared."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)

MOST_BARS = 12
TIME_UNITS = ("s", "min", "h", "d")


@dataclass(frozen=True)
class Size:
    """How large a chart is drawn: over the whole column, or beside another."""

    width: float = WIDTH
    label_width: float = LABEL_WIDTH
    row_height: float = ROW
    plot_height: float = 310.0


FULL = Size()
BESIDE = Size(width=352.0, label_width=98.0, row_height=24.0)
NARROW = Size(width=268.0, plot_height=252.0)
"""Two charts in one row: bars at the left, a plot at the right."""


@dataclass(frozen=True)
class Panel:
    """A chart with its title, what is drawn, and where it comes from."""

    kind: Literal["bars", "quantiles", "quadrants"]
    title: str
    detail: str
    source: str
    chart: IntervalBars | QuantileBars | ImportancePerformance


# --- Gap 5 by dimension --------------------------------------------------------------------------------


def dimension_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """The gap of every dimension, in the order of the questionnaire."""
    measurement = teller.result.measurement("M-G5-DIM")
    rows = of_result(measurement, "gap", "dimension")
    if measurement is None or not any(one.value is not None for one in rows):
        return None
    w = teller.w.panel.dimensions
    return Panel(
        "bars",
        dimension_sentence(teller, rows),
        teller.said(w.detail, measure=measurement.measure),
        teller.source(measurement, max(one.n for one in rows)),
        interval_bars(
            [_measured(teller, one, one.key["dimension"], "dimension") for one in rows],
            signed=True,
            width=size.width,
            label_width=size.label_width,
            row_height=size.row_height,
        ),
    )


def dimension_sentence(teller: Teller, rows: Sequence[Estimate]) -> str:
    """How many dimensions fall short of expectations by more than chance explains."""
    w = teller.w.panel.dimensions
    short = sorted((one for one in rows if below(one.interval, 0)), key=_value)
    over = sum(above(one.interval, 0) for one in rows)
    if not short:
        return teller.said(w.exceeds, n=over, of=len(rows)) if over else teller.said(w.level, of=len(rows))
    facts = {
        "n": len(short),
        "of": len(rows),
        "most": teller.label("dimension", short[0].key["dimension"]),
        "value": figure(_value(short[0]), 2, signed=True),
    }
    return teller.said(w.all_short if len(short) == len(rows) else w.some_short, **facts)


# --- Gap 3: conformity with standards ------------------------------------------------------------------


def conformity_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """The share of deliveries that met each standard, beside the share that the organisation requires."""
    measurement = teller.result.measurement("M-G3-CONF")
    every = [one for one in of_result(measurement, "conform", "standard") if one.value is not None]
    if measurement is None or not every:
        return None
    rows, w = every[:MOST_BARS], teller.w.panel.conformity
    required = {_required(one) for one in rows}
    shared = next(iter(required)) if len(required) == 1 else None
    detail = teller.said(w.detail, measure=measurement.measure)
    if len(every) > len(rows):
        detail += teller.said(teller.w.figures.first, n=len(rows), of=len(every))
    return Panel(
        "bars",
        conformity_sentence(teller, every),
        detail,
        teller.source(measurement, sum(one.n for one in every)),
        interval_bars(
            [_measured(teller, one, one.key["standard"], "standard", 100) for one in rows],
            decimals=1,
            bounds=(0, 100),
            reference=None
            if shared is None
            else Reference(100 * shared, teller.said(w.required, share=percent(shared, 1))),
            width=size.width,
            label_width=size.label_width,
            row_height=size.row_height,
        ),
    )


def conformity_sentence(teller: Teller, rows: Sequence[Estimate]) -> str:
    """The share met against the share required; a difference only where the interval leaves it out."""
    w = teller.w.panel.conformity
    if len(rows) > 1:
        return _several_standards(teller, rows)
    one, required = rows[0], _required(rows[0])
    share = percent(_value(one), 1)
    if required is None:
        return teller.said(w.alone, share=share)
    words = {"missed": w.short, "met": w.met}.get(_standing(one), w.open)
    return teller.said(words, share=share, required=percent(required, 1))


def _required(one: Estimate) -> float | None:
    return one.declared.get("service_standards.required_share")


def _several_standards(teller: Teller, rows: Sequence[Estimate]) -> str:
    """How many standards stand where; a count of none is left out."""
    w = teller.w.panel.conformity
    found = Counter(_standing(one) for one in rows)
    if found["without"] == len(rows):
        return teller.said(w.none_required, of=len(rows))
    counts = [teller.said(getattr(w.count, one), n=found[one]) for one in STANDINGS if found[one]]
    return teller.said(w.several, of=len(rows), counts=teller.listed(counts))


def _standing(one: Estimate) -> Standing:
    """A share against what is required of it: undecided where the interval holds the required share."""
    required = _required(one)
    if required is None:
        return "without"
    if below(one.interval, required):
        return "missed"
    return "met" if above(one.interval, required) else "undecided"


# --- times ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Timed:
    """A duration with its median and ninetieth percentile, and the share within its target if measured."""

    measurement: Measurement
    label: str
    unit: str
    median: Estimate
    p90: Estimate
    within: Estimate | None


def durations(teller: Teller) -> tuple[Timed, ...]:
    """Every time of which both a median and a ninetieth percentile were taken; totals, no breakdowns."""
    return tuple(timed for one in teller.result.measurements for timed in _durations(teller, one))


def _durations(teller: Teller, measurement: Measurement) -> Iterator[Timed]:
    quantiles: dict[tuple[str, tuple[tuple[str, str], ...], str], dict[str, Estimate]] = {}
    for one in measurement.estimates:
        if one.kind == "quantile" and one.unit in TIME_UNITS and "quantile" in one.key:
            rest = tuple((kind, key) for kind, key in one.key.items() if kind != "quantile")
            quantiles.setdefault((one.result, rest, one.unit), {})[one.key["quantile"]] = one
    for (result, rest, unit), found in quantiles.items():
        broken_down = any(
            (result, tuple(one for one in rest if one != key), unit) in quantiles for key in rest
        )
        if {"p50", "p90"} <= found.keys() and not broken_down:
            name = teller.result_name(measurement.measure, result)
            keys = [teller.label(kind, key) for kind, key in rest]
            label = f"{name}{teller.w.join.colon}{teller.listed(keys)}" if keys else name
            within = _within(teller, measurement.measure, dict(rest))
            yield Timed(measurement, label, unit, found["p50"], found["p90"], within)


def _within(teller: Teller, measure: str, key: dict[str, str]) -> Estimate | None:
    """The share that belongs to a duration: of the same measure, or of the conformity with the standard."""
    for other, result in ((measure, "within_target"), ("M-G3-CONF", "conform")):
        found = of_result(teller.result.measurement(other), result, *key)
        match = next((one for one in found if one.key == key), None)
        if match is not None and (other == measure or "standard" in key):
            return match
    return None


def time_panels(teller: Teller, size: Size = FULL) -> tuple[Panel, ...]:
    """One chart for each unit of time."""
    every = durations(teller)
    units = dict.fromkeys(one.unit for one in every)
    return tuple(_time_panel(teller, [one for one in every if one.unit == unit], size) for unit in units)


def _time_panel(teller: Teller, rows: Sequence[Timed], size: Size) -> Panel:
    w, shown = teller.w.panel.times, rows[:MOST_BARS]
    detail = teller.said(w.detail, unit=teller.unit(rows[0].unit))
    if len(rows) > len(shown):
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(rows))
    return Panel(
        "quantiles",
        _time_sentence(teller, rows),
        detail,
        teller.source(rows[0].measurement, max(one.median.n for one in rows)),
        quantile_bars(
            [Duration(one.label, _quantile(one.median), _quantile(one.p90), one.median.n) for one in shown],
            width=size.width,
        ),
    )


def _time_sentence(teller: Teller, rows: Sequence[Timed]) -> str:
    w = teller.w.panel.times
    reached = sorted(one.median.value for one in rows if one.median.value is not None)
    if not reached:
        return str(w.open)
    if len(rows) > 1:
        return teller.said(
            w.several, n=len(rows), low=figure(reached[0], 1), high=teller.value_in(reached[-1], rows[0].unit)
        )
    one, median = rows[0], teller.value(rows[0].median)
    if one.p90.value is None:
        return teller.said(w.median, median=median)
    return teller.said(w.both, median=median, p90=teller.value(one.p90))


def _quantile(one: Estimate) -> Quantile:
    if one.interval is None:
        return Quantile(one.value)
    return Quantile(one.value, one.interval.low, one.interval.high)


# --- importance and performance ------------------------------------------------------------------------


def importance_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """Every item by performance and importance; its number is its place in the table of items."""
    measurement = teller.result.measurement("M-IPA")
    points, centre = _points(measurement), _centre(measurement)
    if measurement is None or not points or centre is None or not teller.result.instruments:
        return None
    scale = teller.result.instruments[0]
    first = [one for one in points if one.quadrant == "concentrate"]
    w = teller.w.panel.importance
    sentence = teller.said(w.some, n=len(first), of=len(points)) if first else str(w.none)
    quadrants = of_result(measurement, "quadrant", "item")
    return Panel(
        "quadrants",
        sentence,
        w.detail,
        teller.source(measurement, min(one.n for one in quadrants)),
        importance_performance(
            points,
            mean=centre,
            scale=(scale.scale_min, scale.scale_max),
            width=size.width,
            height=size.plot_height,
        ),
    )


def _points(measurement: Measurement | None) -> list[Rated]:
    across = {one.key["item"]: one.value for one in of_result(measurement, "performance", "item")}
    up = {one.key["item"]: one.value for one in of_result(measurement, "importance", "item")}
    points = []
    for number, one in enumerate(of_result(measurement, "quadrant", "item"), 1):
        x, y = across.get(one.key["item"]), up.get(one.key["item"])
        quadrant = QUADRANTS.get(one.category or "")
        if x is not None and y is not None and quadrant:
            points.append(Rated(number, x, y, quadrant))
    return points


def _centre(measurement: Measurement | None) -> tuple[float, float] | None:
    found = {one.key["axis"]: one.value for one in of_result(measurement, "centre", "axis")}
    x, y = found.get("performance"), found.get("importance")
    return None if x is None or y is None else (x, y)


# --- rows of a chart -----------------------------------------------------------------------------------


def _measured(teller: Teller, one: Estimate, key: str, kind: str, factor: float = 1.0) -> Measured:
    ends = (one.interval.low, one.interval.high) if one.interval else (None, None)
    low, high = ends
    return Measured(
        teller.label(kind, key),
        None if one.value is None else factor * one.value,
        None if low is None or high is None else (factor * low, factor * high),
        one.n,
        _tone(teller, one),
    )


def _tone(teller: Teller, one: Estimate) -> Tone:
    """The verdict of the item that stands on this figure alone; a verdict on many figures colours none."""
    for finding in teller.result.items:
        if finding.metric and finding.metric.estimates == (one,) and finding.verdict:
            return finding.verdict
    return "neutral"


def _value(one: Estimate) -> float:
    if one.value is None:
        raise ValueError(f"{one.result} has no value")
    return one.value
