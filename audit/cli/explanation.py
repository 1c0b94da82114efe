"""An item, a measure or a score explained, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audit.cli import explain_words as w
from audit.cli.words import METHODS, UNKNOWN, constant, figure, in_words
from audit.states import GRADES, STATES, VERDICTS
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.result import (
        AuditResult,
        Estimate,
        GapProfile,
        ItemFinding,
        MeasureDefinition,
        Measurement,
        MetricPart,
        Override,
        RatingPart,
        Score,
    )


def lines(audit: AuditResult, finding: ItemFinding, language: Language) -> Iterator[str]:
    """How an item was judged, line by line: from the figures to its share in the scores."""
    colon = "：" if language == "zh" else ": "
    yield from _verdict(audit, finding, language, colon)
    if finding.metric is not None:
        yield from _metric(audit, finding.metric, language, colon)
    if finding.rating is not None:
        yield from _rating(finding.rating, language, colon)
    if finding.override is not None:
        yield f"{w.OVERRIDE.in_(language)}{colon}{_override(finding.override, language)}"
    # The figures themselves stand above, with their names and flags.
    arithmetic = [step.message for step in finding.steps if step.message.code != "J-FIGURE"]
    for label, messages in ((w.ARITHMETIC, arithmetic), (w.REASONS, finding.reasons)):
        if messages:
            yield f"{label.in_(language)}{colon}".rstrip()
            yield from (f"  · {message.in_(language, figure)}" for message in messages)
    yield from _raised(audit, finding, language, colon)
    yield from _place(audit, finding, language, colon)
    yield from _priority(audit, finding, language, colon)


def _verdict(audit: AuditResult, finding: ItemFinding, language: Language, colon: str) -> Iterator[str]:
    """What is required, and what was concluded on it."""
    criterion = audit.criterion(finding.item)

    def row(label: Text, value: str) -> str:
        return f"{label.in_(language)}{colon}{value}"

    yield f"{finding.item}  {criterion.text.in_(language)}"
    yield row(w.WHY, criterion.why.in_(language))
    yield row(w.RULE, criterion.rule.in_(language))
    yield row(w.STATE, STATES[finding.state].in_(language))
    if finding.score is not None:
        yield row(w.SCORE, _score(finding))
        counts = [(w.YES if finding.counts else w.NO).in_(language)]
        if finding.evidence_grade:
            counts.append(f"{w.GRADE.in_(language)} {finding.evidence_grade}")
        yield row(w.COUNTS, ("；" if language == "zh" else "; ").join(counts))
    if finding.verdict is not None:
        yield row(w.VERDICT, VERDICTS[finding.verdict].in_(language))
    yield row(w.SEVERITY, w.SEVERITIES[finding.severity or criterion.severity].in_(language))


def _override(override: Override, language: Language) -> str:
    return w.WAS.in_(language).format(
        before=figure(override.score_before),
        score=figure(override.score),
        by=override.by,
        at=override.at,
        reason=override.reason.in_(language),
    )


def _raised(audit: AuditResult, finding: ItemFinding, language: Language, colon: str) -> Iterator[str]:
    """The nonconformity that the item proposes, or the item at which its fact is raised, and what goes with it."""
    join = "、" if language == "zh" else ", "
    if finding.raised_at is not None:
        yield f"{w.FINDING.in_(language)}{colon}{w.RAISED_AT.in_(language).format(item=finding.raised_at)}"
    for one in audit.findings:
        if one.item != finding.item:
            continue
        told = w.PROPOSED.in_(language).format(
            id=one.id, grade=GRADES[one.grade].in_(language), status=w.STATUS[one.status].in_(language)
        )
        lower = (
            w.ONE_LOWER.in_(language)
            if finding.verdict == "partial" and one.grade != finding.severity
            else ""
        )
        yield f"{w.FINDING.in_(language)}{colon}{told}{lower}"
        for label, items in ((w.ALSO_AT, one.also_at), (w.RELATED, one.related)):
            if items:
                yield f"  {label.in_(language)}{colon}{join.join(items)}"


def _place(audit: AuditResult, finding: ItemFinding, language: Language, colon: str) -> Iterator[str]:
    """The item's weight, and its share in section, checklist and whole."""
    from audit.result import places

    weight = audit.criterion(finding.item).weight
    found = places(audit, finding.item)
    yield f"{w.WEIGHT.in_(language)}{colon}{figure(weight) if found else w.OUTSIDE.in_(language)}"
    for one in found:
        share = w.SHARE_OF_ALL if one.score.scope == "overall" else w.SHARE
        worth = w.OPEN if one.open else w.POINTS
        told = share.in_(language) + worth.in_(language)
        yield "  · " + told.format(
            score=one.score.id,
            weight=figure(weight),
            applicable=figure(one.score.weight_applicable),
            share=f"{one.share:.2%}",
            points=f"{one.open or one.points:.2f}",
        )


def _priority(audit: AuditResult, finding: ItemFinding, language: Language, colon: str) -> Iterator[str]:
    for one in audit.priorities:
        if one.item == finding.item:
            told = w.GAIN.in_(language).format(rank=one.rank, gain=f"{one.gain:.2f}")
            yield f"{w.PRIORITY.in_(language)}{colon}{told}"
            named = ("、" if language == "zh" else ", ").join(
                w.GATE[gate].in_(language) for gate in one.gates
            )
            if named:
                yield f"  {w.GATES.in_(language)}{colon}{named}"


def measure_lines(audit: AuditResult, measurement: Measurement, language: Language) -> Iterator[str]:
    """Everything that a measure found, line by line."""
    colon = "：" if language == "zh" else ": "
    yield from _definition(audit, measurement.measure, language, colon)
    for said in (*([measurement.reason] if measurement.reason else []), *measurement.notes):
        yield f"  · {said.in_(language, figure)}"
    yield f"{w.FIGURES.in_(language)}{colon}".rstrip()
    definition = audit.definition(measurement.measure)
    yield from ("  " + _estimate(audit, definition, one, language) for one in measurement.estimates)


def score_lines(score: Score, language: Language) -> Iterator[str]:
    """A score with its coverage and bounds and, in a points scheme, every deduction; line by line."""
    colon = "：" if language == "zh" else ": "
    value = w.NOT_GRADED.in_(language) if score.score is None else figure(score.score)
    yield f"{score.id}  {w.SCORE.in_(language)}{colon}{value}"
    if score.coverage is not None and score.lower is not None and score.upper is not None:
        yield "  " + _covered(score, language)
    if score.steps:
        yield f"{w.ARITHMETIC.in_(language)}{colon}".rstrip()
        yield from (f"  · {step.message.in_(language, figure)}" for step in score.steps)


def coverage_lines(audit: AuditResult, language: Language) -> Iterator[str]:
    """The coverage (M-COVER) of every score, line by line."""
    for score in audit.scores:
        if score.coverage is not None:
            yield f"{score.id}  {_covered(score, language)}"


def profile_lines(profile: GapProfile, language: Language) -> Iterator[str]:
    """The gap profile (M-GD-PROFILE), line by line."""
    yield w.PROFILE.in_(language)
    for one in profile.gaps:
        yield "  " + w.GAP.in_(language).format(
            gap=one.gap,
            section=one.section,
            score="—" if one.score is None else figure(one.score),
            coverage="—" if one.coverage is None else f"{one.coverage:.1%}",
            grade=one.grade or "—",
        )
    named = ("、" if language == "zh" else ", ").join(str(one) for one in profile.weakest)
    yield "  " + w.WEAKEST.in_(language).format(gaps=named or "—")


def _covered(score: Score, language: Language) -> str:
    return w.COVERAGE.in_(language).format(
        coverage=f"{score.coverage:.1%}",
        scored=figure(score.weight_scored),
        applicable=figure(score.weight_applicable),
        lower=figure(score.lower),
        upper=figure(score.upper),
    )


def _score(finding: ItemFinding) -> str:
    """The score with its bounds; in brackets when it does not count."""
    shown = figure(finding.score)
    if finding.low is not None:
        shown += f" [{figure(finding.low)}, {figure(finding.high)}]"
    return shown if finding.counts else f"({shown})"


def _rating(rating: RatingPart, language: Language, colon: str) -> Iterator[str]:
    yield f"{w.RATING.in_(language)}{colon}{rating.level} ({rating.by}, {rating.at}) {rating.reason.in_(language)}"
    yield from (f"  · {reference}" for reference in rating.evidence_refs)


def _metric(audit: AuditResult, metric: MetricPart, language: Language, colon: str) -> Iterator[str]:
    yield from _definition(audit, metric.measure, language, colon)
    if metric.estimates:
        yield f"{w.FIGURES.in_(language)}{colon}".rstrip()
    definition = audit.definition(metric.measure)
    yield from ("  " + _estimate(audit, definition, one, language) for one in metric.estimates)


def _definition(audit: AuditResult, measure: str, language: Language, colon: str) -> Iterator[str]:
    """A measure in words, with its constants in force."""
    definition, measurement = audit.definition(measure), audit.measurement(measure)
    yield f"{w.MEASURE.in_(language)}{colon}{definition.id} {definition.title.in_(language)}"
    told = (
        (w.FORMULA, definition.formula),
        (w.INCLUSION, definition.inclusion),
        (w.SOURCE, definition.source),
    )
    for label, text in told:
        yield f"  {label.in_(language)}{colon}{text.in_(language)}"
    if measurement and measurement.params:
        units = audit.labels.get("unit", {})
        values = (
            constant(name, p.value, in_words(units, p.unit, language), p.origin)
            for name, p in measurement.params.items()
        )
        yield f"  {w.CONSTANTS.in_(language)}{colon}{'; '.join(values)}"


def _estimate(
    audit: AuditResult, definition: MeasureDefinition, estimate: Estimate, language: Language
) -> str:
    name = definition.results.get(estimate.result)
    words = [name.in_(language) if name else estimate.result]
    for kind, key in estimate.key.items():
        label = audit.labels.get(kind, {}).get(key)
        words.append(f"{key} {label.in_(language)}" if label else key)
    value = "—" if estimate.value is None else figure(estimate.value)
    if estimate.category:
        value = f"{estimate.category} {value}"
    unit = in_words(audit.labels.get("unit", {}), estimate.unit, language)
    parts = [" · ".join(words), f"{value} {unit}".rstrip(), f"n = {estimate.n}"]
    if estimate.interval:
        ends = (estimate.interval.low, estimate.interval.high)
        low, high = (figure(end) if end is not None else "…" for end in ends)
        parts.append(f"95% [{low}, {high}] ({in_words(METHODS, estimate.interval.method, language)})")
    left_out = {
        in_words(definition.exclusions, reason, language): n for reason, n in estimate.excluded.items()
    }
    left_out[UNKNOWN.in_(language)] = estimate.unknown
    parts += [f"{reason}: {count}" for reason, count in left_out.items() if count]
    parts += [
        said.in_(language, figure)
        for said in (*estimate.flags, *([estimate.reason] if estimate.reason else []))
    ]
    return "  ".join(parts)
