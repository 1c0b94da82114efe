"""Where a score stands, with its bounds and its coverage."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.charts.marks import VALUE_WIDTH, WIDTH, Reference, ReferenceLine, Span, reference_line, span
from audit.report.scales import Axis, axis, figure

_PAD = 8.0  # room for half of the label 0


@dataclass(frozen=True)
class ScoreBar:
    """A score on 0-100 with its bounds, and below it how much was assessed at all."""

    width: float
    height: float
    axis: Axis
    score: float | None
    bounds: Span | None
    coverage: Span
    value: str
    share: str
    limit: ReferenceLine | None


def score_bar(
    score: float | None,
    bounds: tuple[float, float] | None,
    coverage: float,
    *,
    limit: Reference | None = None,
    width: float = WIDTH,
) -> ScoreBar:
    """One score.

    Args:
        score: 0-100, or ``None`` when nothing was assessed.
        bounds: the score if everything not assessed were at its worst, and at its best.
        coverage: share of the weight that was assessed, 0-1.
        limit: the score that is asked for.
        width: of the whole chart.
    """
    scale = axis((0, 100), (_PAD, width - VALUE_WIDTH), signed=False, fixed=True)
    return ScoreBar(
        width=width,
        height=78.0,
        axis=scale,
        score=None if score is None else scale.at(score),
        bounds=None if bounds is None else span(scale, *bounds),
        coverage=Span(scale.start, scale.at(100 * coverage)),
        value="—" if score is None else figure(score, 1),
        share=f"{figure(100 * coverage, 0)}%",
        limit=reference_line(limit, scale) if limit else None,
    )
