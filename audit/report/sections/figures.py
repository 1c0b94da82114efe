"""The figures of any measure as a table: a measure that is added tomorrow prints itself."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.telling import Teller, capped
from audit.report.wording import number
from audit.result import Estimate, Measurement

MOST_ROWS = 30
"""Rows of one table in the PDF; the attached result holds them all."""


@dataclass(frozen=True)
class FigureRow:
    """One figure: what it is of, value, interval and n as printed; ``firm`` when it may be relied on."""

    label: str
    value: str
    interval: str
    n: str
    remarks: str
    firm: bool


@dataclass(frozen=True)
class FigureTable:
    """The figures of a measure; ``hidden`` rows are not printed; ``notes`` stand below."""

    measure: str
    title: str
    rows: tuple[FigureRow, ...]
    hidden: int
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Unmeasured:
    """A measure without figures, and why."""

    measure: str
    title: str
    reason: str


def figure_table(teller: Teller, measurement: Measurement) -> FigureTable:
    """Every estimate of a measure, totals and breakdowns."""
    names = {one.result for one in measurement.estimates}
    shown, hidden = capped(measurement.estimates, MOST_ROWS)
    return FigureTable(
        measure=measurement.measure,
        title=teller.measure_name(measurement.measure),
        rows=tuple(_row(teller, measurement.measure, one, named=len(names) > 1) for one in shown),
        hidden=hidden,
        notes=notes(teller, measurement),
        source=teller.source(measurement),
    )


def _row(teller: Teller, measure: str, one: Estimate, *, named: bool) -> FigureRow:
    label = teller.row(one)
    if named or not one.key:
        name = teller.result_name(measure, one.result)
        label = f"{name}{teller.w.join.colon}{label}" if one.key else name
    return FigureRow(
        label=label,
        value=teller.value(one),
        interval=teller.interval(one),
        n=number(one.n),
        remarks=teller.clauses(teller.remarks(measure, one)),
        firm=one.sufficiency == "enough" and one.value is not None,
    )


def notes(teller: Teller, measurement: Measurement) -> tuple[str, ...]:
    """What a measurement says of itself, and of how its cases hang together."""
    said = [teller.say(one) for one in measurement.notes]
    if measurement.census:
        said.append(teller.w.source.census_note)
    return tuple(said)


def unmeasured(teller: Teller, measurement: Measurement) -> Unmeasured:
    """A measurement without any figure."""
    reason = teller.say(measurement.reason) if measurement.reason else teller.w.figures.no_figure
    return Unmeasured(measurement.measure, teller.measure_name(measurement.measure), reason)


def is_measured(measurement: Measurement | None) -> bool:
    """Whether there is anything to print: a value, or a figure that says why it has none."""
    return measurement is not None and bool(measurement.estimates)
