"""How long things took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.report.charts.quantiles import Duration, Quantile, quantile_bars
from audit.report.panels.panel import FULL, MOST_BARS, Panel, Size, panel
from audit.report.scales import figure
from audit.report.telling import Teller, of_result
from audit.result import Estimate, Measurement

TIME_UNITS = ("s", "min", "h", "d")


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
    """One chart for each unit of time; what was not measured at all has no row."""
    every = [one for one in durations(teller) if _is_known(one.median) or _is_known(one.p90)]
    units = dict.fromkeys(one.unit for one in every)
    return tuple(_time_panel(teller, [one for one in every if one.unit == unit], size) for unit in units)


def _time_panel(teller: Teller, rows: Sequence[Timed], size: Size) -> Panel:
    w, shown = teller.w.panel.times, rows[:MOST_BARS]
    detail = teller.said(w.detail, unit=teller.unit(rows[0].unit))
    if len(rows) > len(shown):
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(rows))
    return panel(
        teller,
        "quantile_bars",
        quantile_bars([_duration(teller, one) for one in shown], width=size.width),
        title=_time_sentence(teller, rows),
        detail=detail,
        source=teller.files(table for one in shown for table in one.measurement.tables),
        figures=[_told(teller, one) for one in shown],
    )


def _is_known(one: Estimate) -> bool:
    """Whether a quantile has a value, or is known to lie beyond the longest time seen."""
    return one.value is not None or one.beyond


def _duration(teller: Teller, one: Timed) -> Duration:
    median, p90 = _quantile(one.median), _quantile(one.p90)
    return Duration(one.label, median, p90, one.median.n, _told(teller, one))


def _told(teller: Teller, one: Timed) -> str:
    both = [(teller.w.chart.median, one.median), (teller.w.chart.p90, one.p90)]
    return f"{one.label}{teller.w.join.colon}{teller.listed(_reached(teller, *each) for each in both)}"


def _reached(teller: Teller, name: str, one: Estimate) -> str:
    if one.value is None:
        return f"{name} {teller.w.chart.not_reached if one.beyond else teller.w.chart.not_assessed}"
    return f"{name} {teller.full(one)}"


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
        return teller.said(w.median if one.p90.beyond else w.half, median=median)
    return teller.said(w.both, median=median, p90=teller.value(one.p90))


def _quantile(one: Estimate) -> Quantile:
    if one.interval is None:
        return Quantile(one.value, beyond=one.beyond)
    return Quantile(one.value, one.interval.low, one.interval.high, one.beyond)
