"""Gaps 1 and 4: what management believes, and which promises are kept."""

from __future__ import annotations

from collections.abc import Sequence

from audit.report.charts.bars import interval_bars
from audit.report.panels.panel import MOST_BARS, Panel, measured, notes, panel, value
from audit.report.telling import Teller, above, below, capped, of_result
from audit.report.wording import percent
from audit.result import Estimate

_SAMPLES = frozenset({"M-TWO-SAMPLES"})


def belief_panel(teller: Teller) -> Panel | None:
    """Gap 1: what managers believe that customers expect, less what customers expect."""
    measurement = teller.result.measurement("M-G1-DIM")
    rows = [one for one in of_result(measurement, "difference", "dimension") if one.value is not None]
    if measurement is None or not rows:
        return None
    bars = [measured(teller, one, teller.label("dimension", one.key["dimension"])) for one in rows]
    return panel(
        teller,
        "interval_bars",
        interval_bars(bars, signed=True),
        title=belief_sentence(teller, rows),
        detail=teller.said(teller.w.panel.belief.detail, measure=measurement.measure),
        source=teller.source(measurement, max(one.n for one in rows)),
        figures=[one.told for one in bars],
        toned=bars,
        note=notes(teller, measurement, only=_SAMPLES),
    )


def belief_sentence(teller: Teller, rows: Sequence[Estimate]) -> str:
    """In how many dimensions management surely thinks too little, or too much, of expectations."""
    w = teller.w.panel.belief
    under = sum(below(one.interval, 0) for one in rows)
    over = sum(above(one.interval, 0) for one in rows)
    if not under and not over:
        return teller.said(w.level, of=len(rows))
    return str(w.sentence).format(under=under, over=over, of=len(rows))


def promise_panel(teller: Teller) -> Panel | None:
    """Gap 4: the share of cases in which each promise was kept."""
    measurement = teller.result.measurement("M-G4-KEPT")
    every = [one for one in of_result(measurement, "kept", "promise") if one.value is not None]
    if measurement is None or not every:
        return None
    shown, hidden = capped(sorted(every, key=value), MOST_BARS)
    w = teller.w.panel.promises_kept
    detail = teller.said(w.detail, measure=measurement.measure)
    if hidden:
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(every))
    bars = [
        measured(
            teller,
            one,
            teller.label("promise", one.key["promise"]),
            100,
            one.declared.get("promises.required_share"),
        )
        for one in shown
    ]
    shares = [value(one) for one in every]
    return panel(
        teller,
        "interval_bars",
        interval_bars(bars, decimals=1, bounds=(0, 100), required=str(w.ticks)),
        title=teller.said(
            w.sentence, n=len(every), low=percent(min(shares), 1), high=percent(max(shares), 1)
        ),
        detail=detail,
        source=teller.source(measurement, sum(one.n for one in every)),
        figures=[one.told for one in bars],
        toned=bars,
    )
