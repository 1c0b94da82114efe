"""What comes of comparing evidence with criteria: findings a checklist item, scores, a recommendation."""

from __future__ import annotations

from typing import Literal

from audit.result.estimate import Estimate, Origin, Sufficiency
from audit.result.manifest import EvidenceGrade
from audit.result.numbers import Figure, Record
from audit.text import Message, Text

State = Literal["scored", "not_applicable", "not_evidenced", "not_assessed"]
"""``scored``         judged, with a score.
``not_applicable``  the requirement does not concern this organisation; reason and approval on record.
``not_evidenced``   asked for, and not supplied or not sufficient.
``not_assessed``    not part of this audit's plan.
"""

Verdict = Literal["conform", "partial", "nonconform", "inconclusive"]
Grade = Literal["critical", "major", "minor", "observation"]


class Step(Record):
    """One line of the arithmetic that ``explain`` prints."""

    message: Message
    value: Figure | None = None


class MetricPart(Record):
    """What the measure contributed: the chosen estimates, how they were pooled and scored."""

    measure: str
    result: str
    where: dict[str, tuple[str, ...]] = {}
    pool: Literal["headline", "mean", "weighted", "worst"]
    estimates: tuple[Estimate, ...]
    function: str | None
    thresholds: tuple[Figure, ...] = ()
    origin: Origin | None = None
    sufficiency: Sufficiency
    gate: Message | None = None
    score: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None


class RatingPart(Record):
    """A judgement on record: level 0-5, who, when, how, why, on what."""

    level: int
    by: str
    at: str
    method: str
    reason: Text
    evidence_refs: tuple[str, ...] = ()
    expires: str | None = None
    self_level: int | None = None


class Override(Record):
    """A reviewer's decision to depart from the computed score; the old score stays on record."""

    score_before: Figure
    score: Figure
    by: str
    at: str
    reason: Text


class Concession(Record):
    """A deviation accepted for a limited time."""

    owner: str
    approved_by: str
    reason: Text
    expires: str


class ItemFinding(Record):
    """One checklist item, judged. ``counts`` is false where a score is shown and does not count.

    ``severity`` is set where another one than the item's own is in force. ``earned`` is the part of the
    item's points, 0-100, that counts in a points scheme; elsewhere the score itself counts.
    """

    item: str
    site: str | None = None
    state: State
    verdict: Verdict | None = None
    score: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    earned: Figure | None = None
    counts: bool = False
    severity: Grade | None = None
    metric: MetricPart | None = None
    rating: RatingPart | None = None
    steps: tuple[Step, ...] = ()
    override: Override | None = None
    concession: Concession | None = None
    evidence_grade: EvidenceGrade | None = None
    reasons: tuple[Message, ...] = ()
    proposed: Grade | None = None
    raised_at: str | None = None


class Score(Record):
    """A weighted score with its coverage; the bounds take what is not evidenced as 0 and as 100.

    ``scope`` is a checklist, a section (``five-gap/A``) or a kind of item (``characteristic``).
    ``score`` is null where nothing was scored or the coverage is under the scheme's minimum for printing
    a grade; ``lower`` and ``upper`` are null only where nothing is applicable. ``share`` is the part, 0..1,
    that its applicable items have in the overall score. ``steps`` are its arithmetic: every item of a section,
    every section of a checklist, every checklist of the whole, and every deduction of a points scheme.
    """

    scope: Literal["checklist", "section", "kind", "overall"]
    id: str
    score: Figure | None
    lower: Figure | None
    upper: Figure | None
    coverage: Figure | None
    share: Figure | None = None
    graded: bool
    weight_scored: Figure
    weight_applicable: Figure
    states: dict[State, int]
    verdicts: dict[Verdict, int]
    steps: tuple[Step, ...] = ()


class Nonconformity(Record):
    """A finding that the reviewer is asked to confirm: requirement, evidence, grade.

    ``also_at`` names the items that stand on the same fact, ``related`` those that miss their requirement
    on facts of their own and share a concept with it: the same cause may show there.
    """

    id: str
    item: str
    grade: Grade
    statement: Message
    evidence: tuple[Message, ...] = ()
    also_at: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    site: str | None = None
    status: Literal["proposed", "open", "closed"] = "proposed"


class GoodPractice(Record):
    """A requirement that is met so well, and so surely, that others may learn from it."""

    id: str
    item: str
    statement: Message
    evidence: tuple[Message, ...] = ()
    site: str | None = None


class Priority(Record):
    """An item by which the audit would gain most, effort left to the reader.

    ``gain`` is the rise of the overall lower bound, in points, once the item meets its requirement (60);
    ``gates`` are the gates that stay shut as long as it does not.
    """

    rank: int
    item: str
    gain: Figure
    gates: tuple[str, ...] = ()
    reason: Message


class GapSection(Record):
    """One of the five gaps as its section of the checklist tells it; ``grade`` is the worst of its evidence."""

    gap: Literal[1, 2, 3, 4, 5]
    section: str
    score: Figure | None
    coverage: Figure | None
    grade: EvidenceGrade | None


class GapProfile(Record):
    """The five gaps side by side (M-GD-PROFILE); ``weakest`` are the provider gaps with the lowest score."""

    gaps: tuple[GapSection, ...]
    weakest: tuple[int, ...] = ()


class Gate(Record):
    """A condition that no average can make good; ``judged`` is false where nothing was judged that could shut it."""

    id: str
    passed: bool
    judged: bool = True
    message: Message

    @property
    def state(self) -> Literal["passed", "shut", "unjudged"]:
        """A gate that is not shut for want of anything judged is no passed one."""
        if not self.passed:
            return "shut"
        return "passed" if self.judged else "unjudged"


class Recommendation(Record):
    """What the reviewer may recommend on these findings; the decision is taken by others."""

    outcome: Literal["recommended", "conditional", "deferred", "not_recommended", "not_concluded"]
    reasons: tuple[Message, ...]
    gates: tuple[Gate, ...]
