"""Priorities for improvement: the items that hold the conclusion back, the gravest gate first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.criteria.scheme import Scheme
from audit.findings import messages
from audit.findings.scores import KINDS, OVERALL, Judged, shares, worth
from audit.findings.scoring import DECIMALS
from audit.findings.verdicts import CONFORM
from audit.result import Gate, Nonconformity, Priority
from audit.text import Message

_GRAVEST_FIRST = ("critical", "critical_settled", "major", "majors_in_section", OVERALL, *KINDS, "coverage")


def priorities(
    judged: Sequence[Judged],
    nonconformities: Sequence[Nonconformity],
    gates: Sequence[Gate],
    scheme: Scheme,
) -> tuple[Priority, ...]:
    """Every item that does not meet its requirement, or does not count, where that costs the audit something.

    First those that hold a gate shut, by the gravest; within a gate, and after them, those whose meeting the
    requirement would raise the overall lower bound most. What it takes to get there is not known here.
    """
    shut = {gate.id for gate in gates if not gate.passed}
    grades = {item: one.grade for one in nonconformities for item in (one.item, *one.also_at)}
    share = shares(judged, scheme)
    found = [
        (tuple(gate for gate in _held(one, grades) if gate in shut), _gain(one, share), one) for one in judged
    ]
    wanting = [(held, gain, one) for held, gain, one in found if held or gain > 0]
    wanting.sort(
        key=lambda each: (_GRAVEST_FIRST.index(each[0][0]) if each[0] else len(_GRAVEST_FIRST), -each[1])
    )
    return tuple(
        Priority(rank=rank, item=one.item.id, gain=gain, gates=held, reason=_reason(one))
        for rank, (held, gain, one) in enumerate(wanting, 1)
    )


def _held(one: Judged, grades: Mapping[str, str]) -> Iterator[str]:
    """The gates that an item holds shut if they are, the gravest first."""
    finding = one.finding
    if finding.state not in ("scored", "not_evidenced"):
        return
    grade = grades.get(one.item.id)
    settled = finding.verdict == "conform" and finding.counts
    if grade == "critical":
        yield "critical"
    elif (finding.severity or one.item.severity) == "critical" and grade is None and not settled:
        yield "critical_settled"
    if grade == "major":
        yield from ("major", "majors_in_section")
    if finding.score is None or not finding.counts or finding.score < CONFORM:
        yield from (OVERALL, one.item.kind)
    if not finding.counts:
        yield "coverage"


def _gain(one: Judged, share: Mapping[str, float]) -> float:
    """By how many points the overall lower bound rises once the item reaches the threshold.

    An item that has lost all its points gets all of them back by meeting its requirement.
    """
    finding = one.finding
    now = (worth(finding) or 0.0) if finding.counts else 0.0
    then = 100.0 if finding.earned == 0 else CONFORM
    return round(share.get(one.item.id, 0.0) * max(0.0, then - now), DECIMALS)


def _reason(one: Judged) -> Message:
    finding = one.finding
    if finding.state == "not_evidenced":
        return messages.BY_EVIDENCE()
    if not finding.counts:
        return messages.BY_FIRM_EVIDENCE(score=finding.score)
    if finding.verdict == "inconclusive":
        return messages.BY_LARGER_SAMPLE(score=finding.score, low=finding.low, high=finding.high)
    return messages.BY_IMPROVEMENT(score=finding.score)
