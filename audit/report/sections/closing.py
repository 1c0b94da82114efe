"""What stands at the end of a report: earlier findings, diverging opinions, handling, signatures."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.telling import Teller


@dataclass(frozen=True)
class FollowUpChapter:
    """What became of earlier findings: two sentences where nothing is on record."""

    words: tuple[str, ...]


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
    compared = str(w.compared if result.comparison is not None else w.not_compared)
    return FollowUpChapter((earlier, compared))


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
