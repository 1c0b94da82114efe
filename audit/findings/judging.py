"""One item judged: figure, rating or both become a finding, with the arithmetic that led there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from audit.criteria.item import ByBoth, ByMeasure, ByRating, CapUnless, Item
from audit.criteria.scheme import Scheme
from audit.engagement import NotApplicable
from audit.findings import messages
from audit.findings.arithmetic import joined
from audit.findings.combining import Joint, capped, combined
from audit.findings.disagreeing import disagreement
from audit.findings.escalating import escalated
from audit.findings.metric import Metric, metric_of, shown_beside
from audit.findings.rated import Rated, rated
from audit.findings.ratings import OverrideEntry, Rating
from audit.findings.scoring import Bounded
from audit.findings.steps import combination_step, override_step, verdict_step
from audit.findings.verdicts import (
    CONFORM,
    Decided,
    decide,
    decide_binary,
    decide_indicative,
    proposed_grade,
)
from audit.findings.words import METHODS, listed
from audit.result import EvidenceGrade, ItemFinding, Manifest, Measurement, MetricPart, Override, Step
from audit.text import Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that one item is judged on."""

    manifest: Manifest
    scheme: Scheme
    as_of: dt.date
    measurement: Measurement | None = None
    ratings: tuple[Rating, ...] = ()
    override: OverrideEntry | None = None
    not_applicable: NotApplicable | None = None
    scale: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where metric and rating have led, before overrides and the verdict.

    ``score`` is null for an item that is not evidenced. ``deciding`` is what the verdict looks at.
    ``firm`` is false where the score stands on an indicative figure alone. ``metric`` and ``level`` are
    the parts that the score rests on, or would rest on if there were one; ``part`` is what is put on
    record of the metric, used or not.
    """

    part: MetricPart | None = None
    score: Bounded | None = None
    deciding: Bounded | None = None
    firm: bool = True
    metric: Metric | None = None
    level: int | None = None
    steps: tuple[Step, ...] = ()
    reasons: tuple[Message, ...] = ()


def judge_item(item: Item, evidence: Evidence) -> ItemFinding:
    """The finding on one item: state, score with bounds, verdict, and how they came about."""
    if evidence.not_applicable is not None:
        return _not_applicable(item, evidence, evidence.not_applicable)
    left_out = evidence.scheme.leaves_out(item.id)
    if left_out is not None:
        said = messages.LEFT_OUT_BY_SCHEME(reason=left_out)
        return ItemFinding(item=item.id, state="not_assessed", reasons=(said,))
    if item.tier == "extended" and evidence.scheme.tier == "core":
        return ItemFinding(item=item.id, state="not_assessed", reasons=(messages.OUT_OF_TIER(),))
    rating = rated(evidence.ratings, evidence.as_of)
    match item.judge:
        case ByMeasure() as judge:
            metric = _metric(item, judge, evidence)
            outcome = _with_disagreement(item, _by_measure(item, metric, rating), metric, rating)
        case ByRating() as judge:
            outcome = _by_rating(item, judge, evidence, rating)
        case ByBoth() as judge:
            metric = _metric(item, judge, evidence)
            outcome = _with_disagreement(item, _by_both(item, judge, metric, rating), metric, rating)
    found = _finding(item, evidence, outcome, rating)
    return escalated(item, found, evidence.measurement, evidence.scheme, evidence.scale)


def _with_disagreement(item: Item, outcome: Outcome, metric: Metric, rating: Rated) -> Outcome:
    return replace(outcome, reasons=(*outcome.reasons, *disagreement(item, metric, rating)))


def _not_applicable(item: Item, evidence: Evidence, declared: NotApplicable) -> ItemFinding:
    reasons = [messages.NOT_APPLICABLE(reason=declared.reason, by=declared.approved_by)]
    if evidence.ratings or evidence.override:
        reasons.append(messages.NOT_USED())
    return ItemFinding(item=item.id, state="not_applicable", reasons=tuple(reasons))


def _metric(item: Item, judge: ByMeasure | ByBoth, evidence: Evidence) -> Metric:
    measurement, manifest = evidence.measurement, evidence.manifest
    return metric_of(item, judge.score, judge.measure, measurement, manifest, evidence.scheme, evidence.scale)


def _by_measure(item: Item, metric: Metric, rating: Rated) -> Outcome:
    """The figure decides. Where it may not be scored, a rating stands in; an indicative one is shown.

    A case against a binary item stands in a small file too, and no rating takes its place.
    """
    if metric.usable or _case(item, metric):
        said = messages.RATING_BESIDE() if metric.usable else messages.CASE_STANDS()
        return _on_metric(metric, (*rating.reasons, *([said] if rating.part else [])))
    if rating.part:
        return _standing_in(metric, rating)
    return _on_metric(metric, rating.reasons)


def _by_rating(item: Item, judge: ByRating, evidence: Evidence, rating: Rated) -> Outcome:
    """The reviewer decides; a figure may stand beside the rating."""
    part = shown_beside(item, judge.shows, evidence.measurement) if judge.shows else None
    if rating.part is None:
        return Outcome(part=part, reasons=(*rating.reasons, _missing(judge)))
    return replace(_on_rating(rating), part=part)


def _by_both(item: Item, judge: ByBoth, metric: Metric, rating: Rated) -> Outcome:
    """Metric and rating together, by the item's combination.

    Where the metric may not be scored, the rating stands in for both. Where the rating is missing, a
    metric that a rating could only lower is taken as it is; otherwise the item is not evidenced. A rating
    on talk alone takes nothing away from a metric that counts without it.
    """
    if judge.combine == "measure_else_rating" or (_case(item, metric) and not metric.usable):
        outcome = _by_measure(item, metric, rating)
        missing = outcome.score is None and rating.part is None
        return replace(outcome, reasons=(*outcome.reasons, _missing(judge))) if missing else outcome
    if not metric.usable:
        if rating.part:
            return _capped(judge, _standing_in(metric, rating))
        return _capped(judge, _on_metric(metric, (*rating.reasons, _missing(judge))))
    alone = _without_rating(judge, metric, rating)
    if rating.part is None:
        return alone
    if rating.grade == "D" and alone.score is not None:
        return alone
    return _on_both(judge.combine, metric, rating, rating.part.level)


def _on_both(combine: Joint, metric: Metric, rating: Rated, level: int) -> Outcome:
    if metric.score is None or metric.deciding is None or rating.score is None:
        raise ValueError("metric and rating are combined only where both have a score")
    score, deciding = (combined(combine, one, rating.score, level) for one in (metric.score, metric.deciding))
    formula = joined(combine, score.score, metric.score.score, rating.score.score, level)
    steps = (*metric.steps, *rating.steps, combination_step(combine, formula, score))
    outcome = _on_metric(metric, rating.reasons)
    return replace(outcome, score=score, deciding=deciding, level=level, steps=steps)


def _without_rating(judge: ByBoth, metric: Metric, rating: Rated) -> Outcome:
    said = messages.ORAL_ADDS_NOTHING() if rating.part else _missing(judge)
    outcome = _on_metric(metric, (*rating.reasons, said))
    if isinstance(judge.combine, CapUnless):
        return _capped(judge, outcome)
    if judge.combine == "lower" and _clearly_missed(metric):
        return replace(outcome, reasons=(*outcome.reasons, messages.ONLY_LOWER()))
    return replace(outcome, score=None, deciding=None)


def _case(item: Item, metric: Metric) -> bool:
    """Whether the figures hold a case against a binary item."""
    return item.binary and metric.found is not None and metric.found < 100


def _clearly_missed(metric: Metric) -> bool:
    score = metric.deciding
    return score is not None and decide(score, census=metric.census).verdict in ("partial", "nonconform")


def _capped(judge: ByBoth, outcome: Outcome) -> Outcome:
    """What rests on one part alone, under the cap of a ``cap``; unchanged for other combinations."""
    combine = judge.combine
    if not isinstance(combine, CapUnless) or outcome.score is None or outcome.deciding is None:
        return outcome
    score = capped(combine, outcome.score, outcome.level)
    deciding = capped(combine, outcome.deciding, outcome.level)
    formula = joined(combine, score.score, outcome.score.score, None, outcome.level)
    steps = (*outcome.steps, combination_step(judge.combine, formula, score))
    return replace(outcome, score=score, deciding=deciding, steps=steps)


def _on_metric(metric: Metric, reasons: tuple[Message, ...]) -> Outcome:
    return Outcome(
        part=metric.part,
        score=metric.score,
        deciding=metric.deciding,
        firm=metric.usable,
        metric=metric,
        steps=metric.steps,
        reasons=(*metric.reasons, *reasons),
    )


def _on_rating(rating: Rated) -> Outcome:
    level = rating.part.level if rating.part else None
    score = rating.score
    return Outcome(score=score, deciding=score, level=level, steps=rating.steps, reasons=rating.reasons)


def _standing_in(metric: Metric, rating: Rated) -> Outcome:
    outcome = _on_rating(rating)
    said = messages.RATING_STANDS_IN(measure=metric.part.measure)
    return replace(
        outcome,
        part=metric.part,
        steps=(*metric.steps, *outcome.steps),
        reasons=(*metric.reasons, said, *outcome.reasons),
    )


def _missing(judge: ByRating | ByBoth) -> Message:
    return messages.NO_RATING(methods=listed(METHODS[method] for method in judge.method))


def _finding(item: Item, evidence: Evidence, outcome: Outcome, rating: Rated) -> ItemFinding:
    grade = _grade(outcome, rating)
    reasons = [*outcome.reasons]
    if grade == "D" and outcome.score is not None:
        reasons.append(messages.ORAL_ONLY())
    override = _override(evidence.override, outcome)
    if evidence.override and not override:
        reasons.append(messages.NOTHING_TO_OVERRIDE())
    if override:
        score: Bounded | None = Bounded.exact(override.score)
        reasons += _sight(override, evidence.scheme)
    else:
        score = outcome.score
    if score is None:
        return ItemFinding(
            item=item.id,
            state="not_evidenced",
            metric=outcome.part,
            steps=outcome.steps,
            evidence_grade=grade,
            reasons=tuple(reasons),
        )
    guarded = evidence.scheme.guarded(item.severity)
    decided = _decided_by_override(item, score) if override else _decided(item, outcome, guarded=guarded)
    return ItemFinding(
        item=item.id,
        state="scored",
        verdict=decided.verdict,
        score=score.score,
        low=score.low,
        high=score.high,
        counts=grade != "D" and (outcome.firm or override is not None),
        metric=outcome.part,
        rating=rating.part,
        steps=(*outcome.steps, *([override_step(override)] if override else []), verdict_step(decided)),
        override=override,
        evidence_grade=grade,
        reasons=tuple(reasons),
        proposed=None if grade == "D" else proposed_grade(decided.verdict, item.severity),
    )


def _decided(item: Item, outcome: Outcome, *, guarded: bool) -> Decided:
    metric = outcome.metric
    if item.binary:
        needs_rating = not isinstance(item.judge, ByMeasure)
        decided = decide_binary(metric.found if metric else None, outcome.level, needs_rating=needs_rating)
        if decided.verdict == "conform" and outcome.score is not None and outcome.score.score < CONFORM:
            # No case, and yet held under the threshold by what the measure says beside its figure.
            decided = decide(outcome.score, census=True)
        # One case is one case in a small file too; that there is none proves nothing there.
        return decided if outcome.firm or decided.verdict != "conform" else decide_indicative()
    if not outcome.firm or outcome.deciding is None:
        return decide_indicative()
    census = metric is not None and metric.census
    return decide(outcome.deciding, guarded=guarded, census=census)


def _decided_by_override(item: Item, score: Bounded) -> Decided:
    if item.binary:
        return decide_binary(100 if score.score >= CONFORM else 0, None, needs_rating=False)
    return decide(score)


def _override(entry: OverrideEntry | None, outcome: Outcome) -> Override | None:
    """What replaces the score. Without a score there is nothing to replace: an override makes no evidence."""
    if entry is None or outcome.score is None:
        return None
    return Override(
        score_before=outcome.score.score,
        score=entry.score,
        by=entry.by,
        at=entry.at.isoformat(),
        reason=entry.reason,
    )


def _sight(override: Override, scheme: Scheme) -> list[Message]:
    change = round(abs(override.score - override.score_before), 9)
    if change <= scheme.override_sight:
        return []
    facts = {"change": change, "limit": scheme.override_sight, "before": override.score_before}
    return [messages.NEEDS_SIGHT(**facts)]


def _grade(outcome: Outcome, rating: Rated) -> EvidenceGrade | None:
    """The worst grade of what the score rests on; a rating adds D where it stands on talk alone.

    Figures that give no score, too few or waiting for a rating, are printed with the grade of their tables.
    """
    grades = [outcome.metric.grade] if outcome.metric else []
    if outcome.level is not None:
        grades.append(rating.grade)
    return max((grade for grade in grades if grade), default=None)
