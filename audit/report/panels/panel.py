"""What every panel consists of, and how its figures are told in words."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass

from audit.report.charts.bars import Measured
from audit.report.charts.marks import LABEL_WIDTH, ROW, WIDTH, Tone
from audit.report.telling import CLUSTERED, Teller, capped
from audit.report.wording import percent
from audit.result import Estimate, Measurement

VERDICTS: tuple[Tone, ...] = ("conform", "partial", "nonconform", "inconclusive")

MOST_BARS = 12
"""Bars in a chart of the chapters; what is left out is said."""

_MOST_TOLD = 12


@dataclass(frozen=True)
class Size:
    """How large a chart is drawn: over the whole column, or beside another. ``most_bars`` as far as they can be
    told apart; ``bars_height`` is the room that they share, where it is short.
    """

    width: float = WIDTH
    label_width: float = LABEL_WIDTH
    row_height: float = ROW
    plot_height: float = 310.0
    most_bars: int = MOST_BARS
    bars_height: float = math.inf

    def row_of(self, bars: int) -> float:
        """The height of each of some bars."""
        return min(self.row_height, self.bars_height / bars)


FULL = Size()
BESIDE = Size(width=352.0, label_width=98.0, row_height=24.0)
NARROW = Size(width=268.0, plot_height=252.0)
"""Two charts in one row: bars at the left, a plot at the right."""


@dataclass(frozen=True)
class Panel:
    """A chart with its title, how to read it, and where it comes from.

    ``kind`` names the macro of ``templates/report/charts.svg.j2`` that draws ``chart``; ``alternative`` is for
    who does not see it: title and figures. ``note`` is what must be said of the figures, where anything must.
    """

    kind: str
    title: str
    detail: str
    source: str
    chart: object
    alternative: str
    note: str = ""


def panel(
    teller: Teller,
    kind: str,
    chart: object,
    *,
    title: str,
    detail: str,
    source: str,
    figures: Iterable[str],
    toned: Iterable[Measured] = (),
    note: str = "",
) -> Panel:
    """A panel whose alternative says what the chart does: title, how to read it, the first dozen figures.

    ``toned`` are the rows whose marks and colours bear verdicts: how to read it says which mark is which.
    """
    detail = teller.clauses((detail, _marks_in_words(teller, toned)))
    shown, hidden = capped([one for one in figures if one], _MOST_TOLD)
    listed = teller.clauses(shown)
    if hidden:
        listed += teller.said(teller.w.chart.untold, n=hidden)
    alternative = teller.sentences(f"{one}{teller.w.join.stop}" for one in (title, detail, listed) if one)
    return Panel(kind, title, detail, source, chart, alternative, note)


def notes(teller: Teller, measurement: Measurement, only: Container[str] | None = None) -> str:
    """What a measurement says of itself, or some of it by its codes, as one paragraph; empty where it says nothing.

    What holds for many measures the chapter says once.
    """
    kept = [one for one in measurement.notes if (one.code != CLUSTERED if only is None else one.code in only)]
    said = [teller.say(one).rstrip(".。") for one in kept]
    return f"{teller.clauses(said)}{teller.w.join.stop}" if said else ""


def told(teller: Teller, label: str, one: Estimate | None) -> str:
    """A mark in words: what it is, its value with interval and n, or that there is none."""
    if one is None or one.value is None:
        return f"{label}{teller.w.join.colon}{missing(teller, one)}"
    return f"{label}{teller.w.join.colon}{teller.full(one)}"


def missing(teller: Teller, one: Estimate | None) -> str:
    """Why a mark is not there: withheld, or not assessed."""
    withheld = one is not None and one.sufficiency == "suppressed"
    return str(teller.word("sufficiency", "suppressed") if withheld else teller.w.chart.not_assessed)


def measured(
    teller: Teller, one: Estimate, label: str, factor: float = 1.0, required: float | None = None
) -> Measured:
    """An estimate as the row of a chart, with the mark that is required of this row alone."""
    low, high = (one.interval.low, one.interval.high) if one.interval else (None, None)
    return Measured(
        label,
        None if one.value is None else factor * one.value,
        None if low is None or high is None else (factor * low, factor * high),
        one.n,
        tone(teller, one),
        told(teller, label, one) + _required_in_words(teller, required),
        None if required is None else factor * required,
    )


def _marks_in_words(teller: Teller, rows: Iterable[Measured]) -> str:
    """Which mark stands for which verdict, as far as they occur; empty where no row bears one."""
    w, there = teller.w.chart, {one.tone for one in rows}
    marks = [
        f"{getattr(w.shape, verdict)} {teller.word('verdict', verdict)}"
        for verdict in VERDICTS
        if verdict in there
    ]
    return teller.said(w.marks, marks=teller.listed(marks)) if marks else ""


def _required_in_words(teller: Teller, share: float | None) -> str:
    if share is None:
        return ""
    declared = teller.said(teller.w.figures.declared, share=percent(share, 1))
    return f"{teller.w.join.list_of_figures}{declared}"


def tone(teller: Teller, one: Estimate) -> Tone:
    """The verdict of the item that stands on this figure alone; a verdict on many figures colours none."""
    for finding in teller.result.items:
        if finding.metric and finding.metric.estimates == (one,) and finding.verdict:
            return finding.verdict
    return "neutral"


def value(one: Estimate) -> float:
    """The value of an estimate that is known to have one.

    Raises:
        ValueError: it has none.
    """
    if one.value is None:
        raise ValueError(f"{one.result} has no value")
    return one.value
