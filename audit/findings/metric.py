"""What a measure contributes to an item: the chosen figures, their score, and how far they carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.criteria.item import Declared, Item, Pick, ScoreRule
from audit.criteria.scheme import Scheme
from audit.findings import arithmetic, messages
from audit.findings.pooling import Pooled, Row, choose, most_sufficient, own_weights, pool
from audit.findings.scoring import Bounded, required_share
from audit.findings.words import POOLS, SUFFICIENCIES, function_in_words
from audit.result import Estimate, EvidenceGrade, Manifest, Measurement, MetricPart, Origin, Step
from audit.text import Message, Scalar, Template, Text

GATE = "G-"
"""The code of a note by which a measure says: shown, not scored, because a bad practice could raise it."""
NOT_OBSERVED = "B-"
"""The code of a note by which a measure says: what it tells of cannot be observed, grade B at best."""
CAP, CAPPED_AT = "C-", 59.0
"""The code of a note that keeps the score under the threshold, and the score that is left.

A note that names a row of the measure, as ``item_id`` does, caps the items that pick this row or no row at all.
"""


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure's contribution.

    ``score`` is null where the figure may not be scored at all; ``found`` is the same before any cap, which
    alone can tell a case against a binary item. ``deciding`` is what the verdict looks at: the worst row for a
    critical item, else the score. ``usable`` is false for a figure that is only indicative. ``grade`` is the
    worst evidence grade of the tables that were read.
    """

    part: MetricPart
    found: float | None
    score: Bounded | None
    deciding: Bounded | None
    usable: bool
    census: bool
    grade: EvidenceGrade | None
    steps: tuple[Step, ...]
    reasons: tuple[Message, ...]


def metric_of(
    item: Item,
    rule: ScoreRule,
    pick: Pick,
    measurement: Measurement | None,
    manifest: Manifest,
    scheme: Scheme,
    scale: tuple[float, float] | None,
) -> Metric:
    """Choose, score and pool the figures that an item stands on."""
    if measurement is None:
        return _absent(item, rule, pick)
    chosen = choose(measurement, pick, item.id)
    gate = gate_of(measurement)
    pooled = pool(chosen, pick, rule, scale, minimum=scheme.minimums.share.scored)
    caps = _caps(measurement, _where(item, pick))
    found = None if gate else pooled.score
    score = _capped(found, caps)
    deciding = score
    if score and item.severity == "critical" and pooled.worst:
        deciding = _capped(pooled.worst, caps)
    return Metric(
        part=_part(item, rule, pick, pooled, gate, score),
        found=found.score if found else None,
        score=score,
        deciding=deciding,
        usable=score is not None and pooled.sufficiency == "enough",
        census=measurement.census,
        grade=evidence_grade(measurement, manifest),
        steps=(*_steps(item, rule, pick, pooled, scale, scored=score is not None), *_cap_steps(score, caps)),
        reasons=(*_reasons(measurement, pick, chosen, pooled, gate), *caps),
    )


def shown_beside(item: Item, pick: Pick, measurement: Measurement | None) -> MetricPart:
    """The figures that are shown beside a rating: the overall one, or every row where there is none."""
    chosen: tuple[Estimate, ...] = ()
    if measurement is not None:
        rows = pick.model_copy(update={"pool": "mean"})
        chosen = choose(measurement, pick, item.id) or choose(measurement, rows, item.id)
    return MetricPart(
        measure=pick.id,
        result=pick.result,
        where=_where(item, pick),
        pool=pick.pool,
        estimates=chosen,
        function=None,
        sufficiency=most_sufficient(one.sufficiency for one in chosen),
    )


def figure_steps(measure: str, estimates: tuple[Estimate, ...]) -> tuple[Step, ...]:
    """One line for each figure that has something to show."""
    return tuple(
        Step(message=figure_message(measure, one), value=one.value)
        for one in estimates
        if one.value is not None or one.category is not None or one.beyond
    )


def figure_message(measure: str, estimate: Estimate) -> Message:
    """A figure with its interval and n."""
    row = _row(estimate)
    said: dict[str, Text | Scalar] = {
        "measure": measure,
        "result": estimate.result,
        "row": f" [{row}]" if row else "",
        "value": messages.BEYOND if estimate.beyond else estimate.category or estimate.value,
        "unit": "" if estimate.unit == "1" or estimate.beyond else f" {estimate.unit}",
        "n": estimate.n,
    }
    if estimate.interval is None:
        return messages.FIGURE_ALONE(**said)
    ends = (estimate.interval.low, estimate.interval.high)
    low, high = (messages.OPEN_END if end is None else end for end in ends)
    level, method = f"{estimate.interval.level:.0%}", estimate.interval.method
    return messages.FIGURE(**said, low=low, high=high, level=level, method=method)


def evidence_grade(measurement: Measurement, manifest: Manifest) -> EvidenceGrade | None:
    """The worst grade of the tables that a measure read; null where it read none of the manifest's.

    What cannot be observed is never of grade A, however good its tables.
    """
    entries = (manifest.table(name) for name in measurement.tables)
    worst: EvidenceGrade | None = max((entry.grade for entry in entries if entry), default=None)
    unobserved = any(note.code.startswith(NOT_OBSERVED) for note in measurement.notes)
    return "B" if worst == "A" and unobserved else worst


def gate_of(measurement: Measurement) -> Message | None:
    """The note by which a measure keeps its figures from being scored; None where it has none."""
    return next((note for note in measurement.notes if note.code.startswith(GATE)), None)


def _absent(item: Item, rule: ScoreRule, pick: Pick) -> Metric:
    part = _part(item, rule, pick, Pooled((), "not_measurable"), None, None)
    said = messages.NOT_MEASURED(measure=pick.id)
    return Metric(part, None, None, None, False, False, None, (), (said,))


def _part(
    item: Item, rule: ScoreRule, pick: Pick, pooled: Pooled, gate: Message | None, score: Bounded | None
) -> MetricPart:
    return MetricPart(
        measure=pick.id,
        result=pick.result,
        where=_where(item, pick),
        pool=pick.pool,
        estimates=pooled.estimates,
        function=rule.function,
        thresholds=_thresholds(rule, pooled.estimates),
        origin=_origin(rule, pooled.estimates),
        sufficiency=pooled.sufficiency,
        gate=gate,
        score=score.score if score else None,
        low=score.low if score else None,
        high=score.high if score else None,
    )


def _where(item: Item, pick: Pick) -> dict[str, tuple[str, ...]]:
    return {
        name: (item.id,) if values == "this_item" else tuple(values) for name, values in pick.where.items()
    }


def _thresholds(rule: ScoreRule, estimates: tuple[Estimate, ...]) -> tuple[float, ...]:
    """The numbers of the function as they were in force, each required share once."""
    if rule.target is not None:
        declared = [estimate.declared for estimate in estimates] or [{}]
        return tuple(dict.fromkeys(required_share(rule, one) for one in declared))
    if rule.steps is not None:
        return tuple(x for x, _ in rule.steps)
    return rule.up or rule.down or ()


def _origin(rule: ScoreRule, estimates: tuple[Estimate, ...]) -> Origin:
    # A share that the organisation has not declared is a default, whatever the checklist hoped for.
    if isinstance(rule.target, Declared) and not any(rule.target.from_ in one.declared for one in estimates):
        return "D"
    return rule.origin


def _steps(
    item: Item,
    rule: ScoreRule,
    pick: Pick,
    pooled: Pooled,
    scale: tuple[float, float] | None,
    *,
    scored: bool,
) -> tuple[Step, ...]:
    figures = figure_steps(pick.id, pooled.estimates)
    if not scored or pooled.score is None:
        return figures
    function = messages.FUNCTION(
        function=rule.function, words=function_in_words(rule), origin=_origin(rule, pooled.estimates)
    )
    rows = (
        [_headline_step(rule, row, scale) for row in pooled.rows]
        if pick.pool == "headline"
        else _pool_steps(rule, pick, pooled, scale)
    )
    worst = pooled.worst if item.severity == "critical" and pooled.worst != pooled.score else None
    decided = [_scored(messages.WORST, worst)] if worst else []
    return (*figures, Step(message=function), *rows, _scored(messages.SCORE, pooled.score), *decided)


def _headline_step(rule: ScoreRule, row: Row, scale: tuple[float, float] | None) -> Step:
    formula, ends = (told(rule, row.estimate, scale) for told in (arithmetic.calculated, arithmetic.ends))
    said = (
        messages.CALCULATION_ENDS(formula=formula, ends=ends)
        if ends
        else messages.CALCULATION(formula=formula)
    )
    return Step(message=said, value=row.score.score)


def _pool_steps(rule: ScoreRule, pick: Pick, pooled: Pooled, scale: tuple[float, float] | None) -> list[Step]:
    steps = [_row_step(rule, pick, row, scale) for row in pooled.rows]
    scores = [row.score.score for row in pooled.rows]
    formula = (
        arithmetic.written(min(scores))
        if pick.pool == "worst"
        else arithmetic.weighted([(row.weight, row.score.score) for row in pooled.rows])
    )
    steps.append(Step(message=messages.POOLED(rows=len(scores), how=POOLS[pick.pool], formula=formula)))
    if pick.pool == "weighted" and own_weights(pooled.estimates) is None:
        steps.append(Step(message=messages.EQUAL_WEIGHTS()))
    if pooled.left_out:
        steps.append(Step(message=messages.LEFT_OUT(share=pooled.left_out), value=pooled.left_out))
    return steps


def _row_step(rule: ScoreRule, pick: Pick, row: Row, scale: tuple[float, float] | None) -> Step:
    named = {"row": _row(row.estimate), "formula": arithmetic.calculated(rule, row.estimate, scale)}
    if pick.pool == "weighted":
        return _scored(messages.WEIGHTED_ROW, row.score, **named, weight=row.weight)
    return _scored(messages.ROW_SCORE, row.score, **named)


def _caps(measurement: Measurement, where: Mapping[str, tuple[str, ...]]) -> tuple[Message, ...]:
    """The notes that cap the score of the rows picked; one that names another row is not the item's affair."""
    return tuple(
        note
        for note in measurement.notes
        if note.code.startswith(CAP)
        and all(name not in note.params or note.params[name] in rows for name, rows in where.items())
    )


def _capped(score: Bounded | None, caps: tuple[Message, ...]) -> Bounded | None:
    if score is None or not caps:
        return score
    return Bounded(*(min(CAPPED_AT, one) for one in (score.score, score.low, score.high)))


def _cap_steps(score: Bounded | None, caps: tuple[Message, ...]) -> tuple[Step, ...]:
    if score is None or not caps:
        return ()
    return *(Step(message=cap) for cap in caps), _scored(messages.CAPPED, score)


def _scored(said: Template, bounded: Bounded, **params: str | float) -> Step:
    filled = said(score=bounded.score, low=bounded.low, high=bounded.high, **params)
    return Step(message=filled, value=bounded.score)


def _row(estimate: Estimate) -> str:
    return ", ".join(f"{name}={value}" for name, value in estimate.key.items())


def _reasons(
    measurement: Measurement, pick: Pick, chosen: tuple[Estimate, ...], pooled: Pooled, gate: Message | None
) -> tuple[Message, ...]:
    if gate:
        return (gate,)
    if pooled.sufficiency == "enough":
        return ()
    said: list[Message] = []
    for reason in (measurement.reason, *(one.reason for one in chosen)):
        if reason and reason not in said:
            said.append(reason)
    if chosen:
        said.append(messages.NOT_ENOUGH(measure=pick.id, sufficiency=SUFFICIENCIES[pooled.sufficiency]))
    elif not said:
        said.append(messages.NO_FIGURE(measure=pick.id, result=pick.result))
    return tuple(said)
