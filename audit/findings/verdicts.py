"""What a score means: conform, partial, nonconform, or not to be decided on this evidence."""

from __future__ import annotations

from typing import Literal, NamedTuple

from audit.criteria.item import Severity
from audit.findings.scoring import Bounded
from audit.result import Grade, Verdict

CONFORM = 60.0
"""The threshold of every item: each score function gives 60 where the requirement is just met."""

PARTIAL = 40.0
"""Under this a requirement that is not met is met not even in part."""

CONTENT_READ = 3
"""The rating from which on a document says what it must and is lived by: "applied consistently"."""

Rule = Literal[
    "met",
    "met_guarded",
    "met_not_guarded",
    "may_be_met",
    "missed_in_part",
    "missed",
    "indicative",
    "binary_kept",
    "binary_case",
    "binary_open",
]
"""Which rule gave a verdict; ``words`` holds a sentence for each."""


class Decided(NamedTuple):
    """A verdict and the rule that it rests on."""

    verdict: Verdict
    rule: Rule


def decide(score: Bounded, *, guarded: bool = False, census: bool = False) -> Decided:
    """The verdict on a score that may be relied on.

    Under guarded acceptance (critical items) the unfavourable end of the interval must conform too, also
    in a complete file, which stands for the service of the coming certificate period.
    Below the threshold a sample whose interval reaches it decides nothing; a complete file decides.
    Source: ISO/IEC Guide 98-4 (JCGM 106:2012), by analogy.
    """
    if score.score >= CONFORM:
        if not guarded:
            return Decided("conform", "met")
        return Decided("conform", "met_guarded") if score.low >= CONFORM else _undecided("met_not_guarded")
    if not census and score.high >= CONFORM:
        return _undecided("may_be_met")
    return Decided("partial", "missed_in_part") if score.score >= PARTIAL else Decided("nonconform", "missed")


def decide_binary(metric: float | None, level: int | None, *, needs_rating: bool) -> Decided:
    """The verdict on a requirement that one confirmed case breaks; there is no "in part" and no interval.

    A case is confirmed by a figure whose score is below 100 (one document missing, one claim refused)
    or by a reviewer's rating below 3. Where the item needs a rating and has none, nothing is confirmed
    and nothing excluded.
    """
    if (metric is not None and metric < 100) or (level is not None and level < CONTENT_READ):
        return Decided("nonconform", "binary_case")
    if level is None and (needs_rating or metric is None):
        return _undecided("binary_open")
    return Decided("conform", "binary_kept")


def decide_indicative() -> Decided:
    """A figure under its minimum n is printed, and decides nothing by itself."""
    return _undecided("indicative")


def proposed_grade(verdict: Verdict, severity: Severity) -> Grade | None:
    """The grade of the finding that a verdict proposes; the reviewer decides."""
    if verdict == "nonconform":
        return severity
    if verdict == "partial":
        return _ONE_LOWER[severity]
    return None


_ONE_LOWER: dict[Severity, Grade] = {
    "critical": "major",
    "major": "minor",
    "minor": "observation",
    "observation": "observation",
}


def _undecided(rule: Rule) -> Decided:
    return Decided("inconclusive", rule)
