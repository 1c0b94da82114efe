"""The five gaps beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from audit.report.charts.bars import Measured, interval_bars
from audit.report.charts.marks import Reference
from audit.report.panels.panel import Panel, panel
from audit.report.scales import figure
from audit.report.telling import Teller
from audit.result import GapSection, Score

THRESHOLD = 60.0
"""The score that is asked for everywhere; the scope of the report says so."""


def profile_panel(teller: Teller) -> Panel | None:
    """Every gap's section with its score, and how far what is not evidenced could move it."""
    profile = teller.result.gap_profile
    if profile is None or not any(one.score is not None for one in profile.gaps):
        return None
    w = teller.w.panel.profile
    scores = {one.id: one for one in teller.result.scores if one.scope == "section"}
    rows = [(one, scores.get(one.section)) for one in profile.gaps]
    bars = [_bar(teller, gap, score) for gap, score in rows]
    return panel(
        teller,
        "interval_bars",
        interval_bars(
            bars, decimals=1, bounds=(0, 100), reference=Reference(THRESHOLD, figure(THRESHOLD, 0))
        ),
        title=profile_sentence(teller, rows),
        detail=w.detail,
        source=w.source,
        figures=[one.told for one in bars],
    )


def _bar(teller: Teller, gap: GapSection, score: Score | None) -> Measured:
    label = str(getattr(teller.w.gap, f"name{gap.gap}"))
    bounds = _bounds(score)
    if gap.score is None:
        return Measured(label, None, told=f"{label}{teller.w.join.colon}{teller.w.chart.not_assessed}")
    told = f"{label}{teller.w.join.colon}{figure(gap.score, 1)}"
    if bounds is None or bounds[0] == bounds[1]:
        bounds = None
    else:
        told += teller.said(teller.w.panel.profile.range, low=figure(bounds[0], 1), high=figure(bounds[1], 1))
    return Measured(label, gap.score, bounds, told=told)


def _bounds(score: Score | None) -> tuple[float, float] | None:
    """How far what is not evidenced could move a score; ``None`` where that is not known."""
    if score is None or score.lower is None or score.upper is None:
        return None
    return score.lower, score.upper


def profile_sentence(teller: Teller, rows: Sequence[tuple[GapSection, Score | None]]) -> str:
    """Which gaps lie under 60 whatever the missing evidence would show, and which could go either way."""
    w = teller.w.panel.profile
    known = [(one, _bounds(score)) for one, score in rows if one.score is not None]
    under = [one for one, ends in known if ends and ends[1] < THRESHOLD]
    open_ = [one for one, ends in known if ends is None or ends[0] < THRESHOLD <= ends[1]]
    names = [str(getattr(teller.w.gap, f"name{one.gap}")) for one in under]
    if under:
        return teller.said(w.under, n=len(under), of=len(known), gaps=teller.listed(names))
    return teller.said(w.open, n=len(open_), of=len(known)) if open_ else str(w.reached)
