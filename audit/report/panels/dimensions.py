"""Gap 5 by dimension."""

from __future__ import annotations

from collections.abc import Sequence

from audit.report.charts.bars import interval_bars
from audit.report.panels.panel import FULL, Panel, Size, measured, panel, value
from audit.report.scales import figure
from audit.report.telling import Teller, above, below, of_result
from audit.result import Estimate


def dimension_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """The gap of every dimension, in the order of the questionnaire."""
    measurement = teller.result.measurement("M-G5-DIM")
    rows = of_result(measurement, "gap", "dimension")
    if measurement is None or not any(one.value is not None for one in rows):
        return None
    bars = [measured(teller, one, teller.label("dimension", one.key["dimension"])) for one in rows]
    return panel(
        teller,
        "interval_bars",
        interval_bars(
            bars,
            signed=True,
            width=size.width,
            label_width=size.label_width,
            row_height=size.row_of(len(bars)),
        ),
        title=dimension_sentence(teller, rows),
        detail=teller.said(teller.w.panel.dimensions.detail, measure=measurement.measure),
        source=teller.source(measurement, max(one.n for one in rows)),
        figures=[one.told for one in bars],
        toned=bars,
    )


def dimension_sentence(teller: Teller, rows: Sequence[Estimate]) -> str:
    """How many dimensions fall short of expectations by more than chance explains."""
    w = teller.w.panel.dimensions
    short = sorted((one for one in rows if below(one.interval, 0)), key=value)
    over = sum(above(one.interval, 0) for one in rows)
    if not short:
        return teller.said(w.exceeds, n=over, of=len(rows)) if over else teller.said(w.level, of=len(rows))
    facts = {
        "n": len(short),
        "of": len(rows),
        "most": teller.label("dimension", short[0].key["dimension"]),
        "value": figure(value(short[0]), 2, signed=True),
    }
    return teller.said(w.all_short if len(short) == len(rows) else w.some_short, **facts)
