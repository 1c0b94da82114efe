"""Objective evidence: the figures and the judgements that a finding rests on, in words."""

from __future__ import annotations

from audit.criteria.item import ByBoth, Item, MeanOf
from audit.findings import messages
from audit.findings.metric import figure_message
from audit.findings.verdicts import CONFORM
from audit.result import ItemFinding
from audit.text import Message, Template

_APPLIED = 3
"""The level of a rating from which a requirement is met."""


def objective_evidence(item: Item, finding: ItemFinding) -> tuple[Message, ...]:
    """Each figure with its interval and number of cases, then what reviewers said.

    Where a rating contradicts the figures, that is said before its reason.
    """
    metric, said = finding.metric, []
    if metric:
        said += [figure_message(metric.measure, one) for one in metric.estimates if one.value is not None]
    said += _disagreement(item, finding)
    for judgement in (finding.rating, finding.override):
        if judgement:
            said.append(messages.REVIEWER_SAYS(by=judgement.by, reason=judgement.reason))
    return tuple(said)


def _disagreement(item: Item, finding: ItemFinding) -> tuple[Message, ...]:
    """A favourable rating beside figures that miss the requirement, where both take part in the score."""
    rule, metric, rating = _joint(item), finding.metric, finding.rating
    if rule is None or metric is None or metric.score is None or rating is None:
        return ()
    # A rating on talk alone is on record and takes no part in the arithmetic.
    used = any(step.message.code == messages.RATING.code for step in finding.steps)
    if not used or metric.score >= CONFORM or rating.level < _APPLIED:
        return ()
    return (rule(level=rating.level),)


def _joint(item: Item) -> Template | None:
    """What to say of metric and rating by the item's combination; None where they are not joined."""
    if not isinstance(item.judge, ByBoth):
        return None
    combine = item.judge.combine
    if isinstance(combine, MeanOf):
        return messages.BOTH_WEIGH
    return messages.LOWER_COUNTS if combine == "lower" else None
