"""An audit judged: every item, the scores, the nonconformities and the recommendation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.criteria.checklist import Checklist
from audit.criteria.item import Item
from audit.criteria.scheme import Scheme
from audit.engagement import NotApplicable
from audit.findings.conclusion import raised, recommend
from audit.findings.focus import focus
from audit.findings.good_practice import good_practice
from audit.findings.judging import Evidence, judge_item
from audit.findings.points import earned, settled
from audit.findings.priorities import priorities
from audit.findings.profile import gap_profile
from audit.findings.ratings import Ratings
from audit.findings.scores import all_scores, placed
from audit.result import (
    GapProfile,
    GoodPractice,
    ItemFinding,
    Manifest,
    Measurement,
    Nonconformity,
    Priority,
    Recommendation,
    Score,
)
from audit.text import Message


@dataclass(frozen=True, slots=True)
class Conclusion:
    """All that judging arrives at; the items stand in the order of the checklists."""

    items: tuple[ItemFinding, ...]
    scores: tuple[Score, ...]
    findings: tuple[Nonconformity, ...]
    recommendation: Recommendation
    good_practice: tuple[GoodPractice, ...]
    priorities: tuple[Priority, ...]
    focus: tuple[Message, ...]
    gap_profile: GapProfile | None


def judge(
    checklists: Sequence[Checklist],
    scheme: Scheme,
    measurements: Mapping[str, Measurement],
    manifest: Manifest,
    *,
    as_of: dt.date,
    ratings: Ratings | None = None,
    not_applicable: Sequence[NotApplicable] = (),
    scale: tuple[float, float] | None = None,
) -> Conclusion:
    """Judge every item of the checklists and conclude.

    Args:
        checklists: the criteria, in the order of the report; an item id stands in one of them only.
        scheme: coverage, gates and minimum numbers of cases.
        measurements: what was measured, by measure id; an item whose measure is absent is not evidenced.
        manifest: the evidence, for its grades.
        as_of: the day on which ratings must still be in force; never today.
        ratings: the reviewers' judgements.
        not_applicable: the requirements that do not concern the organisation.
        scale: both ends of the questionnaire's scale, in points; None without a questionnaire.
    """
    excused = {one.item: one for one in not_applicable}
    given = ratings or Ratings()

    def evidence(item: Item) -> Evidence:
        return Evidence(
            manifest=manifest,
            scheme=scheme,
            as_of=as_of,
            measurement=measurements.get(item.pick.id) if item.pick else None,
            ratings=given.of(item.id),
            override=given.override(item.id),
            not_applicable=excused.get(item.id),
            scale=scale,
        )

    items = [
        earned(item, judge_item(item, evidence(item)), scheme.points)
        for checklist in checklists
        for _, item in checklist.items()
    ]
    judged = placed(checklists, items)
    scores = settled(all_scores(judged, scheme), judged, scheme.points, given)
    findings, nonconformities = raised(judged)
    recommendation = recommend(judged, nonconformities, scores, scheme)
    profile = gap_profile(checklists, judged, scores, minimum=scheme.coverage.section)
    return Conclusion(
        items=findings,
        scores=scores,
        findings=nonconformities,
        recommendation=recommendation,
        good_practice=good_practice(judged, scheme, measurements),
        priorities=priorities(judged, nonconformities, recommendation.gates, scheme),
        focus=focus(measurements, profile, checklists),
        gap_profile=profile,
    )
