"""How every judged item came to its score: rule, figures, arithmetic, ratings, overrides, evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.items import figure_lines
from audit.report.sections.words import account_of, bounds_words, item_state, name_of, score_words
from audit.report.telling import Teller, capped
from audit.report.wording import opened
from audit.result import ItemFinding, Measurement, MetricPart, RatingPart
from audit.text import Message

MOST_FIGURES, MOST_STEPS = 3, 5
_KEY, _BETWEEN = re.compile(r"\w+="), re.compile(r", (?=\w+=)")
"""A row of a step as the arithmetic names it: kinds and keys, between commas."""
_BY_RESULT = re.compile(r"(?P<measure>M-[A-Z0-9-]+)(?: \(|（)(?P<result>[a-z][a-z0-9_]*)(?=[)）])")
"""The measure of a rule and the result that it takes, as the checklist names them."""
PROFILE = "GAP-FUN"
"""The concept of knowing one's weakest provider gap: its item is shown the profile of the gaps."""

_TOLD_ABOVE = frozenset({"J-FIGURE", "J-FUNCTION", "J-RATING", "J-OVERRIDE", "J-VERDICT"})
"""Steps whose content stands in the lines above the arithmetic."""


@dataclass(frozen=True)
class Account:
    """How one item came about; ``anchor`` is the place that its rows link to."""

    anchor: str
    id: str
    head: str
    rule: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AccountChapter:
    """The annex with the arithmetic of every item."""

    accounts: tuple[Account, ...]


def account_chapter(teller: Teller) -> AccountChapter:
    """The annex on the items that a figure or a rating speaks of."""
    told = (one for one in teller.result.items if account_of(one))
    return AccountChapter(tuple(_account(teller, one) for one in told))


def _account(teller: Teller, finding: ItemFinding) -> Account:
    """Rule, figures, arithmetic, what people decided, and why a score is missing or does not count."""
    lines: list[str] = []
    if finding.metric:
        lines += figure_lines(teller, finding.metric, MOST_FIGURES)
    lines += _profile(teller, finding)
    lines += _arithmetic(teller, finding)
    if finding.rating:
        lines += rating_lines(teller, finding.rating)
    if finding.override:
        lines.append(override_line(teller, finding))
    lines += [teller.say(one) for one in finding.reasons]
    lines += _source(teller, finding)
    return Account(
        anchor=account_of(finding),
        id=name_of(finding.item, finding.site),
        head=_head(teller, finding),
        rule=_rule(teller, finding),
        lines=tuple(opened(one) for one in lines),
    )


def _rule(teller: Teller, finding: ItemFinding) -> str:
    """The rule in force, with the results of the measure by their names: ``M-DOC (available)``."""
    rule = teller.text(teller.result.criterion(finding.item).rule)
    found = _BY_RESULT.search(rule)
    if found is None:
        return rule
    measure, result = found["measure"], found["result"]
    return rule[: found.start("result")] + teller.result_name(measure, result) + rule[found.end("result") :]


def _head(teller: Teller, finding: ItemFinding) -> str:
    """Verdict and score with its range, or the state."""
    parts = [item_state(teller, finding)]
    if finding.score is not None:
        parts.append(f"{score_words(finding)} {bounds_words(finding.low, finding.high)}".rstrip())
    return teller.clauses(parts)


def _arithmetic(teller: Teller, finding: ItemFinding) -> list[str]:
    """The steps from the figures to the score that no other line tells."""
    codes = {one.message.code for one in finding.steps}
    told = _TOLD_ABOVE | ({"J-SCORE"} if "J-CALCULATION" in codes else set())
    steps = [one for one in finding.steps if one.message.code not in told]
    shown, hidden = capped(steps, MOST_STEPS)
    lines = [teller.say(_named(teller, one.message)) for one in shown]
    return [*lines, teller.said(teller.w.accounts.more_steps, n=hidden)] if hidden else lines


def _named(teller: Teller, message: Message) -> Message:
    """A step with its row in words: ``standard=ST-003`` bears the name of the standard."""
    row = message.params.get("row")
    if not isinstance(row, str) or not _KEY.match(row):
        return message
    keys = (part.split("=", 1) for part in _BETWEEN.split(row))
    named = teller.listed(teller.label(kind, key) for kind, key in keys)
    return message.model_copy(update={"params": {**message.params, "row": named}})


def _profile(teller: Teller, finding: ItemFinding) -> list[str]:
    """The profile of the five gaps, for the item that asks whether the organisation knows it."""
    profile = teller.result.gap_profile
    if profile is None or PROFILE not in teller.result.criterion(finding.item).concepts:
        return []
    told = [
        teller.said(
            teller.w.accounts.gap,
            name=getattr(teller.w.gap, f"name{one.gap}"),
            score=teller.w.figures.none if one.score is None else figure(one.score, 1),
            grade=one.grade or teller.w.figures.none,
        )
        for one in profile.gaps
    ]
    return [teller.said(teller.w.accounts.profile, gaps=teller.clauses(told))]


def rating_lines(teller: Teller, rating: RatingPart) -> list[str]:
    """Who rated, when, how and why; what was cited; until when it holds; what the organisation had said."""
    w = teller.w.accounts
    lines = [
        teller.said(
            w.rating,
            by=rating.by,
            at=teller.date(rating.at),
            level=rating.level,
            method=teller.word("method", rating.method),
            reason=teller.text(rating.reason),
        )
    ]
    if rating.evidence_refs:
        lines.append(teller.said(w.references, refs=teller.clauses(rating.evidence_refs)))
    if rating.expires:
        lines.append(teller.said(w.expires, until=teller.date(rating.expires)))
    if rating.self_level is not None:
        lines.append(teller.said(w.self_level, level=rating.self_level))
    return lines


def override_line(teller: Teller, finding: ItemFinding) -> str:
    """Who changed a score, when, from what to what, and why."""
    override = finding.override
    assert override is not None
    return teller.said(
        teller.w.accounts.override,
        by=override.by,
        at=teller.date(override.at),
        before=figure(override.score_before, 1),
        score=figure(override.score, 1),
        reason=teller.text(override.reason),
    )


def _origin(teller: Teller, metric: MetricPart) -> str:
    """Where the thresholds come from; where some rows declare their share and others take the default, both."""
    origin = str(getattr(teller.w.origin, metric.origin or ""))
    declared = [bool(one.declared) for one in metric.estimates]
    mixed = metric.function == "target" and any(declared) and not all(declared)
    return teller.said(teller.w.accounts.origin_mixed, origin=origin) if mixed else origin


def _source(teller: Teller, finding: ItemFinding) -> list[str]:
    """Where the thresholds come from, the evidence grade, and the files that were read."""
    measured: Measurement | None = (
        teller.result.measurement(finding.metric.measure) if finding.metric else None
    )
    parts = []
    if finding.metric and finding.metric.origin:
        parts.append(teller.said(teller.w.accounts.origin, origin=_origin(teller, finding.metric)))
    if finding.evidence_grade:
        parts.append(teller.said(teller.w.accounts.grade, grade=finding.evidence_grade))
    if measured and measured.tables:
        parts.append(teller.files(measured.tables))
    return [teller.clauses(parts)] if parts else []
