"""A missed standard that law or safety sets weighs more than one that the organisation set for itself."""

from __future__ import annotations

from audit.criteria.item import ByRating, Item
from audit.criteria.scheme import Scheme
from audit.findings import messages
from audit.findings.metric import gate_of
from audit.findings.pooling import choose, pool
from audit.findings.scoring import Bounded
from audit.findings.steps import verdict_step
from audit.findings.verdicts import decide
from audit.result import ItemFinding, Measurement, Step
from audit.states import GRADES


def escalated(
    item: Item,
    found: ItemFinding,
    measurement: Measurement | None,
    scheme: Scheme,
    scale: tuple[float, float] | None,
) -> ItemFinding:
    """The finding under a higher severity, where the rows that bear the item's flag miss it or leave it open.

    Those rows are judged by themselves, guarded; the item's other rows keep its own severity. What a
    reviewer has decided stands. Figures behind a gate raise nothing, and evidence of grade D proposes nothing.
    """
    worst = _worst_by_law(item, measurement, scheme, scale)
    if item.escalate is None or worst is None or found.state != "scored" or found.override is not None:
        return found
    decided = decide(worst, guarded=True, census=measurement is not None and measurement.census)
    missed = decided.verdict in ("partial", "nonconform")
    if decided.verdict == "conform" or (not missed and found.proposed is not None):
        return found
    law = Step(message=messages.LAW(score=worst.score, low=worst.low, high=worst.high), value=worst.score)
    return found.model_copy(
        update={
            "verdict": decided.verdict,
            "severity": item.escalate.to,
            "proposed": item.escalate.to if missed and found.evidence_grade != "D" else None,
            "steps": (*found.steps[:-1], law, verdict_step(decided)),
            "reasons": (messages.ESCALATED(severity=GRADES[item.escalate.to]), *found.reasons),
        }
    )


def _worst_by_law(
    item: Item, measurement: Measurement | None, scheme: Scheme, scale: tuple[float, float] | None
) -> Bounded | None:
    """The worst of the rows that bear the flag, by the scheme's minimum n; None where there is none."""
    judge = item.judge
    if item.escalate is None or measurement is None or isinstance(judge, ByRating) or gate_of(measurement):
        return None
    flagged = [
        row
        for row in choose(measurement, judge.measure, item.id)
        if any(flag.code == item.escalate.when for flag in row.flags)
    ]
    minimum = scheme.minimums.share.scored
    return pool(flagged, judge.measure, judge.score, scale, minimum=minimum).worst
