"""Nonconformities, each as a form, the observations, and what may be recommended on them."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.items import figure_lines
from audit.report.telling import Teller, capped
from audit.result import ItemFinding, Nonconformity, Reference

MOST_EVIDENCE = 6
MOST_RELATED = 8
_FIGURE = "J-FIGURE"
"""Evidence that is a figure: printed from the finding itself, in words."""


@dataclass(frozen=True)
class Form:
    """A nonconformity as its form prints it."""

    id: str
    item: str
    grade: str
    tone: str
    requirement: str
    found: str
    evidence: tuple[str, ...]
    references: str
    also_at: str
    related: str
    status: str


@dataclass(frozen=True)
class FindingChapter:
    """The chapter on findings."""

    lead: str
    forms: tuple[Form, ...]
    observations: tuple[Form, ...]


@dataclass(frozen=True)
class Condition:
    """A gate: whether it is passed, and what it says."""

    passed: bool
    state: str
    words: str


@dataclass(frozen=True)
class Signatory:
    """Who signs: the name of the field, the role in words, and the person where the result names one."""

    id: str
    role: str
    name: str


@dataclass(frozen=True)
class RecommendationChapter:
    """The recommendation with its reasons and gates, and who signs the report."""

    outcome: str
    tone: str
    meaning: str
    reasons: tuple[str, ...]
    gates: tuple[Condition, ...]
    signatories: tuple[Signatory, ...]


def finding_chapter(teller: Teller) -> FindingChapter:
    """The chapter on findings."""
    forms = tuple(_form(teller, one) for one in teller.result.findings if one.grade != "observation")
    observed = tuple(_form(teller, one) for one in teller.result.findings if one.grade == "observation")
    return FindingChapter(finding_sentence(teller), forms, observed)


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
    if finding.rating:
        figures += [
            teller.said(teller.w.items.references, refs=teller.listed(finding.rating.evidence_refs))
            for _ in finding.rating.evidence_refs[:1]
        ]
    return Form(
        id=one.id,
        item=one.item if one.site is None else f"{one.item} {one.site}",
        grade=teller.word("grade", one.grade),
        tone=one.grade,
        requirement=teller.text(criterion.text),
        found=_found(teller, finding),
        evidence=tuple(figures),
        references=teller.clauses(
            f"{cited(ref)}{'' if ref.certain else teller.w.findings.uncertain}"
            for ref in criterion.references
        ),
        also_at=teller.listed(one.also_at),
        related=_some(teller, one.related),
        status=teller.word("status", one.status),
    )


def _found(teller: Teller, finding: ItemFinding) -> str:
    verdict = teller.word("verdict", finding.verdict or "")
    score = teller.w.figures.none if finding.score is None else figure(finding.score, 1)
    return teller.said(teller.w.findings.verdict, verdict=verdict, score=score)


def _some(teller: Teller, items: tuple[str, ...]) -> str:
    shown, hidden = capped(items, MOST_RELATED)
    return teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")


def cited(ref: Reference) -> str:
    """The standard, an ISO one written by its number alone in checklists, and the clause where one is named."""
    standard = f"ISO {ref.standard}" if ref.standard.isdigit() else ref.standard
    return f"{standard} {ref.clause}".rstrip()


def recommendation_chapter(teller: Teller) -> RecommendationChapter:
    """The chapter on the recommendation."""
    found, w = teller.result.recommendation, teller.w
    return RecommendationChapter(
        outcome=getattr(w.outcome_short, found.outcome),
        tone=found.outcome,
        meaning=getattr(w.outcome, found.outcome),
        reasons=tuple(teller.say(one) for one in found.reasons),
        gates=tuple(
            Condition(one.passed, w.gate.passed if one.passed else w.gate.shut, teller.say(one.message))
            for one in found.gates
        ),
        signatories=_signatories(teller),
    )


def _signatories(teller: Teller) -> tuple[Signatory, ...]:
    """Whoever takes the decision on certification signs the certificate, not this report (ISO/IEC 17065, 7.6)."""
    roles = ["lead"] if teller.result.engagement.type == "self" else ["lead", "technical_reviewer"]
    names = {one.role: one.name or one.id for one in reversed(teller.result.team)}
    signed = [Signatory(role, teller.word("role", role), names.get(role, "")) for role in roles]
    return (*signed, Signatory("client", teller.w.signing.client, ""))
