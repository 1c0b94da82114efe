"""The gap profile (M-GD-PROFILE): five sections side by side, never summed."""

from __future__ import annotations

from collections.abc import Sequence

from audit.criteria.checklist import Checklist
from audit.findings.scores import Judged
from audit.result import GapProfile, GapSection, Score

PROVIDER_GAPS = (1, 2, 3, 4)
_SURE = ("A", "B")


def gap_profile(
    checklists: Sequence[Checklist],
    judged: Sequence[Judged],
    scores: Sequence[Score],
    *,
    minimum: float,
) -> GapProfile | None:
    """The sections that a checklist declares to tell a gap, by gap; None where none does.

    The weakest provider gaps are those of gaps 1-4 with the lowest score, ties together, among the sections on
    evidence of grade A or B with at least the ``minimum`` coverage. Gap 5 is the customer's, and no cause is
    claimed: measured on managers, documents, episodes and promises, the gaps have no sum.
    Source: Zeithaml, Berry & Parasuraman (1988), J. Marketing 52(2):35.
    """
    by_id = {one.id: one for one in scores if one.scope == "section"}
    gaps = []
    for checklist in checklists:
        for section in checklist.sections:
            if section.head.gap is None:
                continue
            name = f"{checklist.id}/{section.head.id}"
            grades = [
                one.finding.evidence_grade
                for one in judged
                if one.section == name and one.finding.counts and one.finding.evidence_grade
            ]
            score = by_id[name]
            gaps.append(
                GapSection(
                    gap=section.head.gap, section=name, score=score.score, coverage=score.coverage,
                    grade=max(grades, default=None),
                )
            )  # fmt: skip
    if not gaps:
        return None
    gaps.sort(key=lambda one: one.gap)
    sure = [
        one
        for one in gaps
        if one.gap in PROVIDER_GAPS and one.grade in _SURE and one.score is not None
        and (one.coverage or 0.0) >= minimum
    ]  # fmt: skip
    lowest = min((one.score for one in sure if one.score is not None), default=None)
    weakest = tuple(one.gap for one in sure if one.score == lowest)
    return GapProfile(gaps=tuple(gaps), weakest=weakest)
