"""What stands at the end of a report: earlier findings, diverging opinions, handling, signatures."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.panels.panel import Panel
from audit.report.panels.trend import audit_label, trend_panels
from audit.report.scales import figure
from audit.report.telling import Teller
from audit.result import EarlierAudit, EarlierScore, Score


@dataclass(frozen=True)
class AuditRow:
    """An audit in one line; ``why`` says what keeps its scores from being compared, and what else differs."""

    name: str
    when: str
    score: str
    bounds: str
    tool: str
    result: str
    standing: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class FollowUpChapter:
    """What became of earlier findings, and the audits beside each other; two sentences where nothing is on record."""

    words: tuple[str, ...]
    trends: tuple[Panel, ...] = ()
    audits: tuple[AuditRow, ...] = ()


@dataclass(frozen=True)
class OpinionChapter:
    """Opinions on which no agreement was reached, or the sentence that none is on record."""

    opinions: tuple[str, ...]
    none: str


@dataclass(frozen=True)
class Signatory:
    """Who signs: the name of the field, the role in words, and the person where the result names one."""

    id: str
    role: str
    name: str


@dataclass(frozen=True)
class HandlingChapter:
    """How the report is to be handled, and who signs it."""

    confidentiality: tuple[str, ...]
    protection: tuple[str, ...]
    distribution: str
    signatories: tuple[Signatory, ...]


def follow_up_chapter(teller: Teller) -> FollowUpChapter:
    """The chapter on earlier findings."""
    w, result = teller.w.follow_up, teller.result
    earlier = teller.said(w.some, n=len(result.follow_ups)) if result.follow_ups else str(w.none)
    if result.comparison is None:
        return FollowUpChapter((earlier, str(w.not_compared)))
    audits = result.comparison.audits
    return FollowUpChapter(
        (earlier, teller.said(w.compared, n=len(audits))),
        trend_panels(teller),
        (*(_audit_row(teller, one) for one in audits), _this_audit(teller)),
    )


def _audit_row(teller: Teller, audit: EarlierAudit) -> AuditRow:
    w = teller.w.follow_up
    overall = next((one for one in audit.scores if one.scope == "overall"), None)
    comparable = [audit.comparable(one) for one in audit.scores if one.scope == "checklist"]
    standing = w.whole if not audit.differences else w.partly if any(comparable) else w.none_of_it
    said = [*(one.message for one in audit.differences), *audit.remarks]
    return AuditRow(
        name=audit_label(audit.period_end),
        when=_when(teller, audit.period_start, audit.period_end, audit.type, audit.as_of),
        score=_score(teller, overall),
        bounds=_bounds(overall),
        tool=audit.tool,
        result=audit.result[:16],
        standing=standing,
        why=tuple(dict.fromkeys(teller.say(one) for one in said)),
    )


def _this_audit(teller: Teller) -> AuditRow:
    result, w = teller.result, teller.w.follow_up
    engagement = result.engagement
    overall = next((one for one in result.scores if one.scope == "overall"), None)
    return AuditRow(
        name=audit_label(engagement.period_end),
        when=_when(teller, engagement.period_start, engagement.period_end, engagement.type, result.as_of),
        score=_score(teller, overall),
        bounds=_bounds(overall),
        tool=result.tool.version,
        result=teller.digest[:16],
        standing=w.this,
        why=(),
    )


def _when(teller: Teller, start: str, end: str, type_: str, as_of: str) -> str:
    period = teller.said(teller.w.join.period, start=start, end=end)
    kind = teller.word("audit_type", type_)
    return teller.said(teller.w.follow_up.period_and_type, period=period, type=kind, as_of=as_of[:10])


def _score(teller: Teller, one: Score | EarlierScore | None) -> str:
    return str(teller.w.figures.none) if one is None or one.score is None else figure(one.score, 1)


def _bounds(one: Score | EarlierScore | None) -> str:
    if one is None or one.lower is None or one.upper is None:
        return ""
    return f"[{figure(one.lower, 1)}, {figure(one.upper, 1)}]"


def opinion_chapter(teller: Teller) -> OpinionChapter:
    """The chapter on diverging opinions."""
    return OpinionChapter(
        tuple(teller.text(one) for one in teller.result.opinions), str(teller.w.opinions.none)
    )


def handling_chapter(teller: Teller) -> HandlingChapter:
    """The chapter on confidentiality, data protection and distribution, and the places to sign."""
    w = teller.w.handling
    return HandlingChapter(
        confidentiality=(str(w.confidential),),
        protection=tuple(_protection(teller)),
        distribution=getattr(w.audience, teller.result.audience),
        signatories=_signatories(teller),
    )


def _protection(teller: Teller) -> list[str]:
    """What keeps persons out of the report, and what the gate for personal data met."""
    w, told = teller.w.handling, [str(teller.w.handling.aggregated)]
    if not teller.result.manifest.tables:
        return [*told, str(w.nothing_to_check)]
    found = [one for entry in teller.result.manifest.tables for one in entry.personal]
    if not found:
        return [*told, str(w.nothing_personal)]
    decided = [
        teller.said(w.decided, decision=getattr(teller.w.evidence.decision, name), n=count)
        for name in ("refused", "masked", "admitted")
        if (count := sum(one.decision == name for one in found))
    ]
    return [*told, teller.said(w.personal, n=len(found), decisions=teller.listed(decided))]


def _signatories(teller: Teller) -> tuple[Signatory, ...]:
    """Whoever takes the decision on certification signs the certificate, not this report (ISO/IEC 17065, 7.6)."""
    roles = ["lead"] if teller.result.engagement.type == "self" else ["lead", "technical_reviewer"]
    names = {one.role: one.name or one.id for one in reversed(teller.result.team)}
    signed = [Signatory(role, teller.word("role", role), names.get(role, "")) for role in roles]
    return (*signed, Signatory("client", teller.w.signing.client, ""))
