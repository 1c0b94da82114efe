"""Nonconformities, each as a form, the observations, and what may be recommended on them."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.disagreements import Disagreement, disagreements
from audit.report.sections.items import figure_lines
from audit.report.sections.scope import Fact
from audit.report.sections.words import account_of, bounds_words, cited, name_of
from audit.report.telling import Teller, capped
from audit.report.wording import opened
from audit.result import CriterionItem, ItemFinding, Nonconformity
from audit.text import Text

MOST_EVIDENCE = 6
MOST_RELATED = 8
MOST_HELD = 12
_TONES = {"passed": "conform", "shut": "nonconform", "unjudged": "inconclusive"}
_FIGURE = "J-FIGURE"
"""Evidence that is a figure: printed from the finding itself, in words."""


@dataclass(frozen=True)
class Form:
    """A nonconformity as its form prints it; ``account`` is the place of the item's arithmetic, ``rule`` how its
    figures are judged, where it has any.
    """

    id: str
    item: str
    account: str
    site: str
    grade: str
    tone: str
    why_grade: str
    requirement: str
    found: str
    evidence: tuple[str, ...]
    source: str
    rule: str
    references: str
    also_at: str
    related: str
    status: str


@dataclass(frozen=True)
class FindingChapter:
    """The chapter on findings; ``identity`` heads the forms where they stand alone."""

    lead: str
    forms: tuple[Form, ...]
    observations: tuple[Form, ...]
    disagreements: tuple[Disagreement, ...] = ()
    identity: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A gate: whether it is passed, what it says, and the items that hold it shut. ``tone`` is the verdict that its
    state is marked as.
    """

    name: str
    passed: bool
    tone: str
    state: str
    words: str
    held: str


@dataclass(frozen=True)
class Recommended:
    """The recommendation with its reasons and gates."""

    outcome: str
    tone: str
    meaning: str
    reasons: tuple[str, ...]
    gates: tuple[Condition, ...]


def finding_chapter(teller: Teller, identity: tuple[Fact, ...] = ()) -> FindingChapter:
    """The chapter on findings."""
    forms = tuple(_form(teller, one) for one in teller.result.findings if one.grade != "observation")
    observed = tuple(_form(teller, one) for one in teller.result.findings if one.grade == "observation")
    return FindingChapter(finding_sentence(teller), forms, observed, disagreements(teller), identity)


def finding_sentence(teller: Teller) -> str:
    """How many findings of which grade are proposed."""
    w, findings = teller.w.findings, teller.result.findings
    parts = [
        teller.said(getattr(w.count, grade), n=count)
        for grade in ("critical", "major", "minor", "observation")
        if (count := sum(one.grade == grade for one in findings))
    ]
    if parts:
        return teller.said(w.some, counts=teller.listed(parts))
    scored = any(one.state == "scored" for one in teller.result.items)
    return str(w.none if scored else w.nothing_judged)


def _form(teller: Teller, one: Nonconformity) -> Form:
    criterion = teller.result.criterion(one.item)
    finding = teller.result.finding(one.item, one.site)
    figures = figure_lines(teller, finding.metric, MOST_EVIDENCE) if finding.metric else []
    figures += [teller.say(said) for said in one.evidence if said.code != _FIGURE]
    if finding.rating and finding.rating.evidence_refs:
        figures.append(
            teller.said(teller.w.accounts.references, refs=teller.clauses(finding.rating.evidence_refs))
        )
    return Form(
        id=one.id,
        item=name_of(one.item, one.site),
        account=account_of(finding),
        site=one.site or "",
        grade=teller.word("grade", one.grade),
        tone=one.grade,
        why_grade=_why_grade(teller, finding, criterion),
        requirement=teller.text(criterion.text),
        found=_fact(teller, one),
        evidence=tuple(opened(one) for one in figures),
        source=_source(teller, finding),
        rule=teller.text(criterion.rule) if finding.metric else "",
        references=teller.clauses(
            f"{cited(teller, ref)}{'' if ref.certain else teller.w.findings.uncertain}"
            for ref in criterion.references
        ),
        also_at=teller.listed(one.also_at),
        related=_some(teller, one.related, MOST_RELATED),
        status=teller.word("status", one.status),
    )


def _fact(teller: Teller, one: Nonconformity) -> str:
    """The fact out of the statement: the form has places of its own for requirement and judgement."""
    fact = one.statement.params.get("fact")
    if not isinstance(fact, Text):
        return opened(teller.say(one.statement))
    return opened(teller.text(fact)) + str(teller.w.join.stop)


def _why_grade(teller: Teller, finding: ItemFinding, criterion: CriterionItem) -> str:
    """The severity of the item and the verdict, which together give the grade."""
    w = teller.w.findings
    return teller.said(
        w.why_grade,
        severity=teller.word("severity", finding.severity or criterion.severity),
        verdict=teller.word("verdict", finding.verdict or ""),
        score=teller.w.figures.none if finding.score is None else figure(finding.score, 1),
        bounds=f" {bounds_words(finding.low, finding.high)}".rstrip(),
    )


def _source(teller: Teller, finding: ItemFinding) -> str:
    """The files behind the figures, and the evidence grade."""
    measured = teller.result.measurement(finding.metric.measure) if finding.metric else None
    parts = [teller.files(measured.tables)] if measured and measured.tables else []
    if finding.evidence_grade:
        parts.append(teller.said(teller.w.accounts.grade, grade=finding.evidence_grade))
    return teller.clauses(parts)


def _some(teller: Teller, items: tuple[str, ...], most: int) -> str:
    shown, hidden = capped(items, most)
    return teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")


def recommended(teller: Teller) -> Recommended:
    """What may be recommended, why, and which gates are met."""
    found, w = teller.result.recommendation, teller.w
    return Recommended(
        outcome=getattr(w.outcome_short, found.outcome),
        tone=found.outcome,
        meaning=getattr(w.outcome, found.outcome),
        reasons=tuple(opened(teller.say(one)) for one in found.reasons),
        gates=tuple(
            Condition(
                name=teller.word("gate_name", one.id),
                passed=one.passed,
                tone=_TONES[one.state],
                state=teller.word("gate", one.state),
                words=opened(teller.say(one.message)),
                held=_some(
                    teller,
                    tuple(step.item for step in teller.result.priorities if one.id in step.gates),
                    MOST_HELD,
                ),
            )
            for one in found.gates
        ),
    )
