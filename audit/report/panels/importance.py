"""Importance and performance of the questions."""

from __future__ import annotations

from collections.abc import Mapping

from audit.report.charts.quadrants import Quadrant, Rated, importance_performance
from audit.report.panels.panel import FULL, Panel, Size, panel
from audit.report.scales import figure
from audit.report.telling import Teller, of_result
from audit.result import Measurement

QUADRANTS: Mapping[str, Quadrant] = {
    "concentrate": "concentrate",
    "keep": "keep_up",
    "low": "low_priority",
    "overkill": "overkill",
}
"""How the measure names a quadrant, and how the chart does."""


SETTLED = 0.8
"""The share of resamples in which an item must keep its quadrant for that to be read as settled."""


def importance_panel(teller: Teller, size: Size = FULL) -> Panel | None:
    """Every item by performance and importance; its number is its place in the table of items."""
    measurement = teller.result.measurement("M-IPA")
    points, centre = _points(teller, measurement), _centre(measurement)
    if measurement is None or not points or centre is None or not teller.result.instruments:
        return None
    scale = teller.result.instruments[0]
    first = [one for one in points if one.quadrant == "concentrate"]
    w = teller.w.panel.importance
    sentence = teller.said(w.some, n=len(first), of=len(points)) if first else str(w.none)
    quadrants = of_result(measurement, "quadrant", "item")
    unsettled = sum(not one.settled for one in first)
    if unsettled:
        sentence += teller.said(w.unsettled, n=unsettled)
    return panel(
        teller,
        "importance_performance",
        importance_performance(
            points,
            mean=centre,
            scale=(scale.scale_min, scale.scale_max),
            width=size.width,
            height=size.plot_height,
        ),
        title=sentence,
        detail=teller.clauses([w.detail, *([w.hollow] if any(not one.settled for one in points) else [])]),
        source=teller.source(measurement, min(one.n for one in quadrants)),
        figures=[one.told for one in points],
    )


def _points(teller: Teller, measurement: Measurement | None) -> list[Rated]:
    across = {one.key["item"]: one.value for one in of_result(measurement, "performance", "item")}
    up = {one.key["item"]: one.value for one in of_result(measurement, "importance", "item")}
    points = []
    for number, one in enumerate(of_result(measurement, "quadrant", "item"), 1):
        x, y = across.get(one.key["item"]), up.get(one.key["item"])
        quadrant = QUADRANTS.get(one.category or "")
        if x is not None and y is not None and quadrant:
            settled = (one.value or 0.0) >= SETTLED
            told = _told(teller, number, x, y, quadrant, settled=settled)
            points.append(Rated(number, x, y, quadrant, told, settled))
    return points


def _told(
    teller: Teller, number: int, performance: float, importance: float, quadrant: Quadrant, *, settled: bool
) -> str:
    w = teller.w.chart
    facts = [
        f"{w.performance} {figure(performance, 2)}",
        f"{w.importance} {figure(importance, 2)}",
        f"{getattr(w.quadrant, quadrant)}{'' if settled else w.unsettled}",
    ]
    return f"{number}{teller.w.join.colon}{teller.listed(facts)}"


def _centre(measurement: Measurement | None) -> tuple[float, float] | None:
    found = {one.key["axis"]: one.value for one in of_result(measurement, "centre", "axis")}
    x, y = found.get("performance"), found.get("importance")
    return None if x is None or y is None else (x, y)
