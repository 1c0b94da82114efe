"""The annex that a certificate would have: drafted for whoever decides, certifying nothing."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.conduct import sites
from audit.report.sections.scope import Fact, criteria, period
from audit.report.telling import Teller
from audit.report.wording import percent
from audit.result import AuditResult

_TRACES = frozenset({"complaints", "failures", "service_delivery", "recovery_actions"})
_SURVEYS = frozenset({"survey_customers", "survey_recovery"})
_CAPABILITY = frozenset({"staff_register", "training"})


@dataclass(frozen=True)
class CertificateAnnex:
    """The draft of a certificate's annex; every list is of names and values."""

    facts: tuple[Fact, ...]
    criteria: tuple[Fact, ...]
    modes: tuple[str, ...]
    result: tuple[Fact, ...]


def certificate_annex(teller: Teller) -> CertificateAnnex:
    """The draft of a certificate's annex."""
    w, engagement = teller.w.certificate, teller.result.engagement
    return CertificateAnnex(
        facts=(
            Fact(teller.w.scope.organisation, teller.text(engagement.organisation.name)),
            Fact(teller.w.scope.scope, teller.text(engagement.scope)),
            Fact(teller.w.scope.services, teller.listed(engagement.services) or teller.w.figures.none),
            Fact(w.sites, _sites(teller)),
            Fact(teller.w.scope.type, teller.word("audit_type", engagement.type)),
            Fact(teller.w.conduct.period, period(teller)),
            Fact(w.number, str(w.body)),
            Fact(w.validity, str(w.body)),
        ),
        criteria=criteria(teller),
        modes=tuple(getattr(w.mode, one) for one in modes(teller.result)),
        result=_result(teller),
    )


def _sites(teller: Teller) -> str:
    """The sites with their addresses where the body names them, else the codes in the evidence."""
    named = teller.particulars.sites
    if named:
        told = [
            [teller.text(one.name), *([teller.text(one.address)] if one.address else [])] for one in named
        ]
        return "\n".join(teller.w.join.list_of_figures.join(parts) for parts in told)
    found = sites(teller)
    return teller.listed(found) if found else str(teller.w.certificate.no_sites)


def modes(result: AuditResult) -> tuple[str, ...]:
    """The modes of service certification that the evidence of a result speaks of, by their letters."""
    tables = {one.table for one in result.manifest.tables}
    methods = {one.rating.method for one in result.items if one.rating}
    used = {
        "A": "observation" in methods,
        "B": "mystery" in methods,
        "E": bool(tables & _SURVEYS),
        "F": bool(tables & _TRACES),
        "G": bool(tables & _CAPABILITY),
        "I": bool({"document", "interview"} & methods) or "documents" in tables,
    }
    return tuple(letter for letter, is_used in used.items() if is_used)


def _result(teller: Teller) -> tuple[Fact, ...]:
    """The recommendation, the score with its coverage, and the band that it falls into."""
    w, result = teller.w.certificate, teller.result
    overall = next((one for one in result.scores if one.scope == "overall"), None)
    none = str(teller.w.figures.none)
    score = none if overall is None or overall.score is None else figure(overall.score, 1)
    coverage = percent(overall.coverage or 0.0, 1) if overall else none
    return (
        Fact(w.recommendation, getattr(teller.w.outcome_short, result.recommendation.outcome)),
        Fact(w.score, teller.said(w.score_words, score=score, coverage=coverage)),
        Fact(w.band, _band(teller, overall.score if overall else None)),
    )


def _band(teller: Teller, score: float | None) -> str:
    """The highest band that a score reaches."""
    w, bands = teller.w.certificate, teller.result.scheme.bands
    if not bands:
        return str(w.no_bands)
    if score is None:
        return str(w.no_score)
    reached = [one for one in bands if score >= one.at_least]
    if not reached:
        return teller.said(w.below, least=figure(min(one.at_least for one in bands), 0))
    best = max(reached, key=lambda one: one.at_least)
    return teller.said(w.reached, title=teller.text(best.title), least=figure(best.at_least, 0))
