"""The last lines of an item's arithmetic: metric and rating joined, the override, the verdict."""

from __future__ import annotations

from audit.findings import messages
from audit.findings.combining import Combine
from audit.findings.scoring import Bounded
from audit.findings.verdicts import Decided
from audit.findings.words import combination_in_words
from audit.result import Override, Step
from audit.states import VERDICTS


def combination_step(combine: Combine, formula: str, score: Bounded) -> Step:
    """How metric and rating became one score."""
    how = combination_in_words(combine)
    said = messages.COMBINED(how=how, formula=formula, low=score.low, high=score.high)
    return Step(message=said, value=score.score)


def override_step(override: Override) -> Step:
    """Who changed the score, from what to what, and why."""
    said = messages.OVERRIDDEN(
        by=override.by,
        at=override.at,
        before=override.score_before,
        score=override.score,
        reason=override.reason,
    )
    return Step(message=said, value=override.score)


def verdict_step(decided: Decided) -> Step:
    """The verdict with the rule that it rests on."""
    said = messages.VERDICT(verdict=VERDICTS[decided.verdict], rule=messages.RULES[decided.rule])
    return Step(message=said)
