"""How recovered customers see it: the kinds of justice, and the recovery paradox."""

from __future__ import annotations

from collections.abc import Sequence

from audit.report.charts.bars import interval_bars
from audit.report.charts.dots import Dot, dots
from audit.report.panels.panel import Panel, measured, notes, panel, told, value
from audit.report.scales import figure
from audit.report.telling import Teller, of_result
from audit.result import Estimate, Measurement

KINDS = (("dj", "M-DJ"), ("pj", "M-PJ"), ("ij", "M-IJ"))


def justice_panel(teller: Teller) -> Panel | None:
    """The three kinds of justice from 0 to 100; one alone is no profile."""
    found = [
        (kind, measure, next(iter(of_result(teller.result.measurement(measure), "score")), None))
        for kind, measure in KINDS
    ]
    there = [(kind, one) for kind, _, one in found if one is not None and one.value is not None]
    if len(there) < 2:
        return None
    w = teller.w.panel.justice
    rows = [(str(getattr(w.kind, kind)), one) for kind, one in there]
    bars = [measured(teller, one, label) for label, one in rows]
    (first, *_) = (one for _, name, _ in found if (one := teller.result.measurement(name)) is not None)
    return panel(
        teller,
        "interval_bars",
        interval_bars(bars, decimals=1, bounds=(0, 100)),
        title=justice_sentence(teller, rows),
        detail=teller.said(w.detail, measures=teller.listed(name for _, name in KINDS)),
        source=teller.source(first, max(one.n for _, one in rows)),
        figures=[one.told for one in bars],
        toned=bars,
    )


def justice_sentence(teller: Teller, rows: Sequence[tuple[str, Estimate]]) -> str:
    """The kind that surely lies lowest; otherwise between which scores they lie."""
    w, ordered = teller.w.panel.justice, sorted(rows, key=lambda each: value(each[1]))
    (label, lowest), (_, next_one) = ordered[0], ordered[1]
    ends, others = lowest.interval, [one.interval for _, one in ordered[1:]]
    apart = (
        ends is not None
        and ends.high is not None
        and all(one is not None and one.low is not None and ends.high < one.low for one in others)
    )
    if apart:
        return teller.said(
            w.lowest, kind=label, value=figure(value(lowest), 1), next=figure(value(next_one), 1)
        )
    low, high = figure(value(lowest), 1), figure(value(ordered[-1][1]), 1)
    return teller.said(w.alike, low=low, high=high)


# --- the paradox -----------------------------------------------------------------------------------------

ROWS = ("difference", "stratified", "of_satisfied", "of_silent")
VERDICTS = {
    "paradox supported": "paradox",
    "below par": "below",
    "recovered to par": "par",
    "inconclusive": "open",
}
"""How the measure names its verdicts, and how the words of the report do."""


def paradox_panel(teller: Teller) -> Panel | None:
    """Recovered customers less those without a failure, beside the band in which they count as alike."""
    measurement = teller.result.measurement("M-SRP")
    rows = [(name, one) for name in ROWS for one in of_result(measurement, name) if one.value is not None]
    if measurement is None or not rows or rows[0][0] != "difference":
        return None
    w = teller.w.panel.paradox
    marks = [_dot(teller, str(getattr(w.row, name)), one) for name, one in rows]
    verdict = next((one.category for one in of_result(measurement, "verdict")), None)
    sentence = getattr(w, VERDICTS.get(verdict or "", "open"))
    return panel(
        teller,
        "dots",
        dots(marks, margin=_margin(measurement)),
        title=teller.said(sentence, value=figure(value(rows[0][1]), 2, signed=True)),
        detail=teller.said(w.detail, measure=measurement.measure),
        source=teller.source(measurement, rows[0][1].n),
        figures=[one.told for one in marks],
        note=notes(teller, measurement),
    )


def _dot(teller: Teller, label: str, one: Estimate) -> Dot:
    ends = one.interval
    return Dot(
        label,
        one.value,
        None if ends is None or ends.low is None or ends.high is None else (ends.low, ends.high),
        one.n,
        one.sufficiency == "enough",
        told(teller, label, one),
    )


def _margin(measurement: Measurement) -> float | None:
    """How large a difference may be to count as none: the test says so in its note, in points."""
    found = [one.params.get("margin") for one in measurement.notes if one.code == "M-SRP-TOST"]
    return next((float(one) for one in found if isinstance(one, (int, float))), None)
