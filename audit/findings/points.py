"""Points schemes: what an item earns, and how deductions and a bonus settle the overall score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.criteria.item import ByMeasure, ByRating, Item
from audit.criteria.scheme import Points
from audit.findings import messages
from audit.findings.ratings import Ratings
from audit.findings.scores import OVERALL, Judged, worth
from audit.findings.scoring import rounded
from audit.findings.words import GROUNDS
from audit.result import Estimate, ItemFinding, Score, Step

_SHARE_MET = ("share", "up", "target")
"""The score functions under which a share is that of the cases that meet the requirement."""


def earned(item: Item, finding: ItemFinding, points: Points | None) -> ItemFinding:
    """The finding with the part of its points that the item earns, and the line that says why.

    What a reviewer has overridden counts as it was decided; without a points scheme nothing changes.
    """
    if points is None or finding.state != "scored" or finding.override is not None:
        return finding
    found = _whole(finding) if _undivided(item, finding, points) else _part(item, finding, points)
    if found is None:
        return finding
    return finding.model_copy(update={"earned": found.value, "steps": (*finding.steps, found)})


def settled(
    scores: Sequence[Score], judged: Sequence[Judged], points: Points | None, ratings: Ratings
) -> tuple[Score, ...]:
    """The scores with the overall one as the points scheme settles it; unchanged without one.

    Points obtained ÷ points of the items concerned × 100, less the deductions, plus the bonuses; no less
    than 0 and no more than 100. The bounds move alike.
    """
    if points is None:
        return tuple(scores)
    change = points.bonus * len(ratings.bonuses) - points.deduction * len(ratings.deductions)

    def moved(value: float | None) -> float | None:
        return None if value is None else rounded(value + change)

    return tuple(
        one.model_copy(
            update={
                **{name: moved(getattr(one, name)) for name in ("score", "lower", "upper")},
                "steps": tuple(_arithmetic(one, judged, points, ratings, moved(one.score))),
            }
        )
        if one.id == OVERALL
        else one
        for one in scores
    )


def _undivided(item: Item, finding: ItemFinding, points: Points) -> bool:
    """Whether the item earns all its points or none: a binary one, and one that a rating alone decides."""
    metric = finding.metric
    measured = metric is not None and metric.score is not None and metric.sufficiency == "enough"
    by_rating = isinstance(item.judge, ByRating) or not measured
    return item.binary or (by_rating and points.rated == "all_or_nothing")


def _whole(finding: ItemFinding) -> Step:
    met = finding.verdict == "conform"
    said = messages.POINTS_KEPT() if met else messages.POINTS_LOST()
    return Step(message=said, value=100.0 if met else 0.0)


def _part(item: Item, finding: ItemFinding, points: Points) -> Step | None:
    """The share of the cases that meet the requirement; None where the score says it, or no share decides."""
    if points.sampled == "score" or not isinstance(item.judge, ByMeasure) or finding.metric is None:
        return None
    function = item.judge.score.function
    rows = [(one.n, one.value) for one in finding.metric.estimates if one.value is not None and _used(one)]
    cases = sum(n for n, _ in rows)
    if not cases or function not in (*_SHARE_MET, "down"):
        return None
    share = sum(n * value for n, value in rows) / cases
    value = rounded(100 * (1 - share if function == "down" else share))
    return Step(message=messages.POINTS_IN_PROPORTION(cases=cases, share=value), value=value)


def _used(estimate: Estimate) -> bool:
    return estimate.kind == "share" and estimate.sufficiency == "enough"


def _arithmetic(
    before: Score, judged: Sequence[Judged], points: Points, ratings: Ratings, total: float | None
) -> Iterator[Step]:
    counted = [(one.item.weight, worth(one.finding)) for one in judged if one.finding.counts]
    obtained = sum(weight * value / 100 for weight, value in counted if value is not None)
    if before.score is not None:
        said = messages.POINTS_OBTAINED(obtained=obtained, concerned=before.weight_scored, score=before.score)
        yield Step(message=said, value=before.score)
    else:
        yield from before.steps
    for deduction in ratings.deductions:
        said = messages.DEDUCTION(
            points=points.deduction,
            ground=GROUNDS[deduction.ground],
            reason=deduction.reason,
            by=deduction.by,
            at=deduction.at.isoformat(),
            evidence="; ".join(deduction.evidence),
        )
        yield Step(message=said, value=-points.deduction)
    for bonus in ratings.bonuses:
        said = messages.BONUS(
            points=points.bonus,
            reason=bonus.reason,
            by=bonus.by,
            at=bonus.at.isoformat(),
            evidence="; ".join(bonus.evidence),
        )
        yield Step(message=said, value=points.bonus)
    if total is not None:
        yield Step(message=messages.POINTS_SETTLED(score=total), value=total)
