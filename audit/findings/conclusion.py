"""What an audit comes to: nonconformities, the gates that no average opens, and a recommendation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from audit.criteria.item import ByBoth, CapUnless
from audit.criteria.scheme import Scheme
from audit.findings import messages
from audit.findings.metric import CAP, CAPPED_AT
from audit.findings.objective_evidence import objective_evidence
from audit.findings.scores import KINDS, OVERALL, Judged
from audit.findings.verdicts import CONFORM
from audit.result import Gate, Grade, ItemFinding, Nonconformity, Recommendation, Score
from audit.states import VERDICTS
from audit.text import Scalar, Text

Outcome = Literal["recommended", "conditional", "deferred", "not_recommended", "not_concluded"]

_GRAVEST_FIRST: tuple[Grade, ...] = ("critical", "major", "minor", "observation")

Fact = tuple[str, ...]


def raised(judged: Sequence[Judged]) -> tuple[tuple[ItemFinding, ...], tuple[Nonconformity, ...]]:
    """Raise each fact once, at the item where it is gravest; the other items refer to it.

    Two items stand on the same fact when the same rows of the same measure missed the threshold.

    Returns:
        The findings in their order, with ``raised_at`` set where a fact is raised at another item, and
        the nonconformities, NC-01 first: by grade, then in the order of the checklists; observations follow in a
        series of their own, OBS-01 first.
    """
    facts: dict[Fact, list[Judged]] = {}
    for one in judged:
        if one.finding.proposed:
            facts.setdefault(_fact(one), []).append(one)
    elsewhere: dict[str, str] = {}
    heads: list[tuple[Judged, tuple[str, ...]]] = []
    for items in facts.values():
        # min is stable: of equally grave items the first of the checklists is the head.
        head = min(items, key=_gravity)
        others = tuple(one.item.id for one in items if one is not head)
        elsewhere |= dict.fromkeys(others, head.item.id)
        heads.append((head, others))
    order = {one.item.id: place for place, one in enumerate(judged)}
    heads.sort(key=lambda head: (_gravity(head[0]), order[head[0].item.id]))
    findings = tuple(
        one.finding.model_copy(update={"raised_at": elsewhere.get(one.item.id)}) for one in judged
    )
    return findings, tuple(
        _nonconformity(number, head, others, _related(head, others, judged))
        for number, (head, others) in zip(_numbers(head for head, _ in heads), heads, strict=True)
    )


def recommend(
    judged: Sequence[Judged],
    nonconformities: Sequence[Nonconformity],
    scores: Sequence[Score],
    scheme: Scheme,
) -> Recommendation:
    """The recommendation that the gates allow, the strictest first.

    not_recommended with a critical finding open; not_concluded under the scheme's coverage; deferred
    where any other gate is shut; conditional with minor findings open; otherwise recommended.
    """
    gates = _gates(judged, nonconformities, scores, scheme)
    shut = {gate.id for gate in gates if not gate.passed}
    reasons = [gate.message for gate in gates if not gate.passed]
    minors = sum(one.grade == "minor" for one in nonconformities)
    if minors:
        reasons.append(messages.MINORS_OPEN(count=minors))
    return Recommendation(
        outcome=_outcome(shut, minors),
        reasons=tuple(reasons) or (messages.NOTHING_OPEN(),),
        gates=gates,
    )


def _outcome(shut: set[str], minors: int) -> Outcome:
    # A confirmed breach of a critical requirement stands, however little else was seen.
    if "critical" in shut:
        return "not_recommended"
    if "coverage" in shut:
        return "not_concluded"
    if shut:
        return "deferred"
    return "conditional" if minors else "recommended"


def _gates(
    judged: Sequence[Judged],
    nonconformities: Sequence[Nonconformity],
    scores: Sequence[Score],
    scheme: Scheme,
) -> tuple[Gate, ...]:
    by_id = {score.id: score for score in scores if score.scope in ("overall", "kind")}
    coverage, minimum = by_id[OVERALL].coverage or 0.0, scheme.coverage.overall
    grades = Counter(one.grade for one in nonconformities)
    unsettled = [one.item.id for one in judged if _unsettled(one)]
    crowded = _majors_in_a_section(judged, nonconformities)
    limit = scheme.gates.majors_in_one_section
    return (
        _gate("coverage", coverage >= minimum, coverage=100 * coverage, minimum=100 * minimum),
        _count_gate("critical", _seen(judged, "critical"), count=grades["critical"]),
        _gate("critical_settled", not unsettled, count=len(unsettled), items=", ".join(unsettled) or "—"),
        _count_gate("major", _seen(judged, "critical", "major"), count=grades["major"]),
        _count_gate(
            "majors_in_section", _seen(judged, "critical", "major"), allowed=limit, count=crowded, limit=limit
        ),
        *(
            _score_gate(name, by_id[name], minimum)
            for name, minimum in (
                (OVERALL, scheme.gates.overall_minimum),
                *((kind, scheme.gates.subscore_minimum) for kind in KINDS),
            )
            if minimum is not None
        ),
    )


def _gate(name: str, passed: bool, **params: Text | Scalar) -> Gate:
    return Gate(id=name, passed=passed, message=messages.GATES[name](**params))


class _Seen(NamedTuple):
    """Of the items that could shut a gate, how many a verdict was reached on."""

    judged: int
    of: int


def _seen(judged: Sequence[Judged], *severities: str) -> _Seen:
    asked = [
        one.finding
        for one in judged
        if one.finding.state in ("scored", "not_evidenced")
        and (one.finding.severity or one.item.severity) in severities
    ]
    return _Seen(sum(_is_settled(one) for one in asked), len(asked))


def _is_settled(finding: ItemFinding) -> bool:
    # A verdict that does not count, on talk or on a handful of cases, settles nothing; a case stands all the same.
    reached = finding.verdict in ("conform", "partial", "nonconform")
    return finding.proposed is not None or (reached and finding.counts)


def _count_gate(name: str, seen: _Seen, *, count: int, allowed: int = 0, **params: Scalar) -> Gate:
    """A gate that counts findings: over items of which none was judged it is not shut, and says nothing either."""
    passed = count <= allowed
    said = messages.GATES[name](count=count, judged=seen.judged, of=seen.of, **params)
    return Gate(id=name, passed=passed, judged=not passed or bool(seen.judged) or not seen.of, message=said)


def _score_gate(name: str, score: Score, minimum: float) -> Gate:
    """A score over no applicable item asks for nothing; one that is not graded has not passed."""
    passed = score.weight_applicable == 0 or (score.score is not None and score.score >= minimum)
    shown = messages.NOT_SCORED if score.score is None else score.score
    return _gate(name, passed, score=shown, minimum=minimum)


def _unsettled(one: Judged) -> bool:
    """A critical requirement of which it is not known that it holds; a breach has a gate of its own."""
    finding = one.finding
    asked = finding.state in ("scored", "not_evidenced")
    if not asked or (finding.severity or one.item.severity) != "critical":
        return False
    return finding.proposed is None and (finding.verdict != "conform" or not finding.counts)


def _majors_in_a_section(judged: Sequence[Judged], nonconformities: Sequence[Nonconformity]) -> int:
    section = {one.item.id: one.section for one in judged}
    majors = Counter(section[one.item] for one in nonconformities if one.grade == "major")
    return max(majors.values(), default=0)


def _numbers(heads: Iterable[Judged]) -> Iterator[str]:
    """NC-01, NC-02 and so on; observations are no nonconformities and count on their own: OBS-01."""
    given: Counter[str] = Counter()
    for one in heads:
        series = "OBS" if one.finding.proposed == "observation" else "NC"
        given[series] += 1
        yield f"{series}-{given[series]:02d}"


def _gravity(one: Judged) -> int:
    grade = one.finding.proposed
    return _GRAVEST_FIRST.index(grade) if grade else len(_GRAVEST_FIRST)


def _fact(one: Judged) -> Fact:
    metric = one.finding.metric
    # What a rating or a reviewer's override found wanting is a fact of this item alone.
    if metric is None or metric.score is None or metric.score >= CONFORM or one.finding.override:
        return (one.item.id,)
    rows = (f"{name}={','.join(values)}" for name, values in sorted(metric.where.items()))
    return (metric.measure, metric.result, *rows)


def _related(head: Judged, others: Sequence[str], judged: Sequence[Judged]) -> tuple[str, ...]:
    """Items that miss their requirement on other facts, and share a concept: the same cause may show there."""
    concepts = set(head.item.concepts)
    return tuple(
        one.item.id
        for one in judged
        if one.finding.proposed
        and one.item.id not in (head.item.id, *others)
        and concepts.intersection(one.item.concepts)
    )


def _nonconformity(
    number: str, head: Judged, others: tuple[str, ...], related: tuple[str, ...]
) -> Nonconformity:
    finding = head.finding
    if finding.proposed is None or finding.verdict is None:
        raise ValueError(f"{finding.item} proposes no finding")
    statement = messages.FINDING(
        requirement=head.item.text,
        fact=_nature(head),
        verdict=VERDICTS[finding.verdict],
        score=finding.score,
    )
    return Nonconformity(
        id=number,
        item=finding.item,
        grade=finding.proposed,
        statement=statement,
        evidence=objective_evidence(finding),
        also_at=others,
        related=related,
        site=finding.site,
    )


def _nature(one: Judged) -> Text:
    """What kind of fact the finding is: a decision of the reviewer, a case, figures, or a rating."""
    finding = one.finding
    if finding.override is not None:
        return messages.SCORE_SET
    metric, rating = finding.metric, finding.rating
    missed = metric is not None and metric.score is not None and metric.score < CONFORM
    if (
        one.item.binary
        and metric is not None
        and metric.score is not None
        and metric.score < _free_of_cases(one)
    ):
        return messages.CASE_FOUND
    if rating is None and not missed and (cap := _held(one)) is not None:
        return messages.held_unrated(cap)
    if missed or rating is None:
        return messages.FIGURES_MISS
    return messages.level_found(rating.level)


def _free_of_cases(one: Judged) -> float:
    """The score of a figure that holds no case: all points, or the cap that the measure itself sets."""
    capped = any(said.code.startswith(CAP) for said in one.finding.reasons)
    return CAPPED_AT if capped else 100.0


def _held(one: Judged) -> float | None:
    """The cap that the score of an item stands at, if any."""
    judge, score = one.item.judge, one.finding.score
    if not isinstance(judge, ByBoth) or not isinstance(judge.combine, CapUnless):
        return None
    return judge.combine.cap if score == judge.combine.cap else None
