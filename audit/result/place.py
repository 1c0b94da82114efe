"""Where an item stands in the scores: its weight and its share of section, checklist and whole."""

from __future__ import annotations

from typing import NamedTuple

from audit.result.audit import AuditResult
from audit.result.finding import Score


class Place(NamedTuple):
    """An item within one score.

    ``share`` of the score, 0..1, is the item's; ``points`` of the score's lower bound are earned by it, and
    ``open`` points lie between the bounds because it does not count.
    """

    score: Score
    share: float
    points: float
    open: float


def places(result: AuditResult, item: str) -> tuple[Place, ...]:
    """The item in its section, in its checklist and in the overall score; empty where it does not apply.

    The overall score is left out where the scheme's index gives the checklist no part of it.

    Raises:
        KeyError: the result holds no such item.
    """
    finding, criterion = result.finding(item), result.criterion(item)
    if finding.state not in ("scored", "not_evidenced"):
        return ()
    checklist = next(one for one in result.criteria if any(two.id == item for two in one.items))
    by_id = {(one.scope, one.id): one for one in result.scores}
    section = by_id["section", f"{checklist.id}/{criterion.section}"]
    whole, overall = by_id["checklist", checklist.id], by_id["overall", "overall"]
    worth = finding.score if finding.earned is None else finding.earned
    earned = worth if finding.counts and worth is not None else None
    shares = [(score, criterion.weight / score.weight_applicable) for score in (section, whole)]
    if whole.share is not None:
        shares.append((overall, criterion.weight / whole.weight_applicable * whole.share))
    return tuple(
        Place(score, part, part * (earned or 0.0), 0.0 if earned is not None else part * 100)
        for score, part in shares
    )
