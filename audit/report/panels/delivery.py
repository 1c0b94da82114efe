"""Gap 3: how far the deliveries met their standards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args

from audit.report.charts.bars import interval_bars
from audit.report.charts.marks import Reference
from audit.report.panels.panel import FULL, Panel, Size, measured, panel, value
from audit.report.telling import Teller, above, below, of_result
from audit.report.wording import percent
from audit.result import Estimate

Standing = Literal["met", "missed", "undecided", "without"]
"""A standard against its required share, if one is declared."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)


def conformity_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """The share of deliveries that met each standard, beside the share that the organisation requires."""
    measurement = teller.result.measurement("M-G3-CONF")
    every = [one for one in of_result(measurement, "conform", "standard") if one.value is not None]
    if measurement is None or not every:
        return None
    rows, w = every[: size.most_bars], teller.w.panel.conformity
    required = {_required(one) for one in rows}
    shared = next(iter(required)) if len(required) == 1 else None
    detail = teller.said(w.detail, measure=measurement.measure)
    if len(every) > len(rows):
        detail += teller.said(teller.w.figures.first, n=len(rows), of=len(every))
    bars = [
        measured(
            teller,
            one,
            teller.label("standard", one.key["standard"]),
            100,
            _required(one) if shared is None else None,
        )
        for one in rows
    ]
    return panel(
        teller,
        "interval_bars",
        interval_bars(
            bars,
            decimals=1,
            bounds=(0, 100),
            reference=None
            if shared is None
            else Reference(100 * shared, teller.said(w.required, share=percent(shared, 1))),
            required=str(w.ticks),
            width=size.width,
            label_width=size.label_width,
            row_height=size.row_of(len(bars)),
        ),
        title=conformity_sentence(teller, every),
        detail=detail,
        source=teller.source(measurement, sum(one.n for one in every)),
        figures=[one.told for one in bars],
        toned=bars,
    )


def conformity_sentence(teller: Teller, rows: Sequence[Estimate]) -> str:
    """The share met against the share required; a difference only where the interval leaves it out."""
    w = teller.w.panel.conformity
    if len(rows) > 1:
        return _several_standards(teller, rows)
    one, required = rows[0], _required(rows[0])
    share = percent(value(one), 1)
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
