"""What others may learn from, and what to mend first."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.items import figure_lines
from audit.report.telling import Teller, capped
from audit.report.wording import opened
from audit.result import GoodPractice, Priority

MOST_PRACTICES, MOST_PRIORITIES, MOST_EVIDENCE = 20, 20, 2


@dataclass(frozen=True)
class Practice:
    """A requirement that is met so well that others may learn from it."""

    id: str
    item: str
    requirement: str
    score: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """An item to mend: what it would gain, and which gates wait for it."""

    rank: str
    item: str
    requirement: str
    reason: str
    gates: str
    gain: str


@dataclass(frozen=True)
class ImprovementChapter:
    """The chapter on good practice and priorities; hidden rows stand in the attached result."""

    lead: str
    practices: tuple[Practice, ...]
    hidden_practices: int
    focus: tuple[str, ...]
    steps: tuple[Step, ...]
    hidden_steps: int


def improvement_chapter(teller: Teller) -> ImprovementChapter:
    """The chapter on good practice and priorities."""
    result, w = teller.result, teller.w.improvement
    practices, hidden_practices = capped(result.good_practice, MOST_PRACTICES)
    steps, hidden_steps = capped(result.priorities, MOST_PRIORITIES)
    if not teller.has_scores:
        return ImprovementChapter(teller.sentences([w.unjudged, w.no_order]), (), 0, (), (), 0)
    told = [
        teller.said(w.practices_lead, n=len(result.good_practice)) if result.good_practice else w.no_practice,
        teller.said(w.steps_lead, n=len(result.priorities)) if result.priorities else w.no_step,
    ]
    return ImprovementChapter(
        lead=teller.sentences(told),
        practices=tuple(_practice(teller, one) for one in practices),
        hidden_practices=hidden_practices,
        focus=tuple(opened(teller.say(one)) for one in result.focus),
        steps=tuple(_step(teller, one) for one in steps),
        hidden_steps=hidden_steps,
    )


def _practice(teller: Teller, one: GoodPractice) -> Practice:
    finding = teller.result.finding(one.item, one.site)
    lines = figure_lines(teller, finding.metric, MOST_EVIDENCE) if finding.metric else []
    if finding.rating:
        lines.append(teller.text(finding.rating.reason))
    return Practice(
        id=one.id,
        item=one.item,
        requirement=teller.text(teller.result.criterion(one.item).text),
        score=figure(finding.score or 0.0, 1),
        evidence=tuple(lines),
    )


def _step(teller: Teller, one: Priority) -> Step:
    return Step(
        rank=str(one.rank),
        item=one.item,
        requirement=teller.text(teller.result.criterion(one.item).text),
        reason=opened(teller.say(one.reason)),
        gates=opened(teller.listed(teller.word("gate_name", gate) for gate in one.gates))
        or teller.w.figures.none,
        gain=f"+{figure(one.gain, 1)}" if one.gain else teller.w.figures.none,
    )
