"""Objective evidence: the figures and the judgements that a finding rests on, in words."""

from __future__ import annotations

from audit.findings import messages
from audit.findings.metric import figure_message
from audit.result import ItemFinding
from audit.text import Message


def objective_evidence(finding: ItemFinding) -> tuple[Message, ...]:
    """Each figure with its interval and number of cases, then what reviewers said.

    Where a rating contradicts the figures, that is said before its reason.
    """
    metric, said = finding.metric, []
    if metric:
        said += [figure_message(metric.measure, one) for one in metric.estimates if one.value is not None]
    said += [one for one in finding.reasons if one.code == messages.DISAGREE.code]
    for judgement in (finding.rating, finding.override):
        if judgement:
            said.append(messages.REVIEWER_SAYS(by=judgement.by, reason=judgement.reason))
    return tuple(said)
