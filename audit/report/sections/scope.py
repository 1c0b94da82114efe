"""Who was audited, why, over what and against which criteria: the cover and the chapter on scope."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from audit.report.sections.words import name_of, standard_name
from audit.report.telling import Teller, capped
from audit.report.wording import day, moment, number
from audit.result import AuditResult

MOST_OUTSIDE = 24
_THEIRS = ("promise", "standard", "site_id", "service", "segment")
"""Kinds of keys that bear names out of the evidence."""


@dataclass(frozen=True)
class Fact:
    """A name and what stands for it."""

    name: str
    value: str


@dataclass(frozen=True)
class Cover:
    """What the cover says; ``rows`` are of three facts, but the first where the issuing body says less."""

    title: str
    scope: str
    notes: tuple[str, ...]
    rows: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True)
class Scope:
    """The chapter on objectives, scope, criteria and method; every list is of names and values."""

    objective: str
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    criteria: tuple[Fact, ...]
    standards: str
    method: tuple[str, ...]
    outside: tuple[Fact, ...]


def cover(teller: Teller) -> Cover:
    """The cover."""
    w, result = teller.w.cover, teller.result
    engagement = result.engagement
    return Cover(
        title=teller.text(engagement.organisation.name),
        scope=teller.text(engagement.scope),
        notes=tuple(teller.text(one) for one in engagement.notes),
        rows=(
            *([issued] if (issued := issue(teller)) else []),
            (
                Fact(w.type, teller.word("audit_type", engagement.type)),
                Fact(w.period, period(teller)),
                Fact(w.as_of, moment(as_of(result), teller.language)),
            ),
            (
                Fact(w.recommendation, teller.w.outcome_short.__dict__[result.recommendation.outcome]),
                Fact(w.criteria, teller.listed(f"{one.id} {one.version}" for one in result.criteria)),
                Fact(w.result, teller.digest[:16]),
            ),
        ),
    )


def issue(teller: Teller) -> tuple[Fact, ...]:
    """Number, day and body of the report, as far as they are known."""
    w, said = teller.w.cover, teller.particulars
    on = day(date.fromisoformat(said.issued_on), teller.language) if said.issued_on else ""
    facts = (Fact(w.number, said.number or ""), Fact(w.issued_on, on), Fact(w.body, body(teller)))
    return tuple(one for one in facts if one.value)


def body(teller: Teller) -> str:
    """Who issues the report: name, address, and the number of its approval; empty where nobody is named."""
    one = teller.particulars.body
    if one is None:
        return ""
    address = teller.text(one.address) if one.address else ""
    mark = teller.said(teller.w.scope.mark, mark=one.mark) if one.mark else ""
    return teller.clauses([teller.text(one.name), address, mark])


def scope(teller: Teller) -> Scope:
    """The chapter on scope."""
    result, w = teller.result, teller.w.scope
    return Scope(
        objective=getattr(w.objectives, result.engagement.type, w.objectives.special),
        notes=tuple(teller.text(one) for one in result.engagement.notes),
        facts=tuple(_facts(teller)),
        criteria=criteria(teller),
        standards=_standards(teller),
        method=tuple(_method(teller)),
        outside=tuple(_outside(teller)),
    )


def identity(teller: Teller) -> tuple[Fact, ...]:
    """What heads a document that travels without the report: who, what, when, and of which result."""
    w, engagement = teller.w.cover, teller.result.engagement
    number = teller.particulars.number
    return (
        *([Fact(w.number, number)] if number else []),
        Fact(teller.w.scope.organisation, teller.text(engagement.organisation.name)),
        Fact(teller.w.scope.scope, teller.text(engagement.scope)),
        Fact(w.type, teller.word("audit_type", engagement.type)),
        Fact(w.period, period(teller)),
        Fact(w.criteria, teller.listed(f"{one.id} {one.version}" for one in teller.result.criteria)),
        Fact(w.result, teller.digest[:16]),
    )


def criteria(teller: Teller) -> tuple[Fact, ...]:
    """The checklists and the scheme with their editions."""
    w, result = teller.w.scope, teller.result
    lists = tuple(
        Fact(
            teller.text(one.title),
            teller.said(w.edition, id=one.id, version=one.version, n=len(one.items)),
        )
        for one in result.criteria
    )
    edition = teller.said(w.scheme_edition, id=result.scheme.id, version=result.scheme.version)
    return (*lists, Fact(teller.text(result.scheme.title), edition))


def _standards(teller: Teller) -> str:
    """The standards that items refer to, each once, in the order of how often."""
    counts = Counter(
        ref.standard for one in teller.result.criteria for item in one.items for ref in item.references
    )
    return teller.listed(standard_name(teller, one) for one, _ in counts.most_common())


def _outside(teller: Teller) -> list[Fact]:
    """What the audit does not speak of, with the reason: excluded, not asked, not evidenced, not received."""
    w, result = teller.w.scope, teller.result
    by_state: dict[str, list[str]] = {}
    for one in result.items:
        by_state.setdefault(one.state, []).append(name_of(one.item, one.site))
    facts = [
        Fact(
            teller.word("state", state),
            _counted(teller, by_state[state])
            if len(by_state[state]) < len(result.items)
            else teller.said(w.every_item, n=len(result.items)),
        )
        for state in ("not_applicable", "not_assessed", "not_evidenced")
        if state in by_state
    ]
    missing = [teller.text(one.title) for one in result.manifest.missing if one.items]
    return [*facts, Fact(w.not_received, _counted(teller, missing))] if missing else facts


def _counted(teller: Teller, names: list[str]) -> str:
    shown, hidden = capped(names, MOST_OUTSIDE)
    listed = teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
    return teller.said(teller.w.scope.counted, n=len(names), names=listed)


def _facts(teller: Teller) -> list[Fact]:
    w, engagement, client = teller.w.scope, teller.result.engagement, teller.particulars.client
    # A report must name its body (ISO/IEC 17021-1, 9.4.8.2); who assesses himself has none.
    no_body = "" if engagement.type == "self" else str(w.no_body)
    facts = [
        *(one for one in issue(teller) if one.name != teller.w.cover.body),
        Fact(teller.w.cover.body, body(teller) or no_body),
        Fact(w.organisation, teller.text(engagement.organisation.name)),
        Fact(w.client, teller.text(client) if client else str(w.no_client)),
        Fact(w.sector, teller.word("sector", engagement.organisation.sector)),
        Fact(w.scope, teller.text(engagement.scope)),
        Fact(w.services, teller.listed(engagement.services)),
        Fact(w.type, teller.word("audit_type", engagement.type)),
        Fact(w.clock, teller.word("clock", engagement.clock)),
        Fact(
            w.unused_hours if engagement.clock == "calendar" else w.business_hours,
            _opening(teller, engagement.business_hours or ""),
        ),
        Fact(w.holidays, number(len(engagement.holidays)) if engagement.holidays else ""),
    ]
    return [fact for fact in facts if fact.value]


def _opening(teller: Teller, hours: str) -> str:
    """Opening hours with their days in words: ``mon-fri 09:00-18:00, sat closed``."""
    w, told = teller.w.weekday, []
    for one in hours.split(", ") if hours else ():
        days, _, at = one.partition(" ")
        first, _, last = days.partition("-")
        start, end = teller.word("weekday", first), teller.word("weekday", last)
        named = teller.said(w.span, start=start, end=end) if last else start
        told.append(f"{named} {w.closed if at == 'closed' else at.replace('-', '–')}")
    return teller.clauses(told)


def _method(teller: Teller) -> list[str]:
    w, scheme = teller.w.scope, teller.result.scheme
    said = [teller.said(w.scheme, title=teller.text(scheme.title), version=scheme.version)]
    for one in teller.result.instruments:
        facets = teller.listed(teller.word("facet", facet) for facet in one.facets)
        said.append(
            teller.said(
                w.instrument,
                title=teller.text(one.title),
                version=one.version,
                items=len(one.items),
                dimensions=len(one.dimensions),
                low=number(one.scale_min),
                high=number(one.scale_max),
                facets=facets,
                expectation=teller.word("expectation", one.expectation_type),
            )
        )
        if one.source:
            said.append(teller.said(w.instrument_source, source=teller.text(one.source)))
    return [*said, str(w.as_written)] if _as_written(teller) else said


def _as_written(teller: Teller) -> bool:
    """Whether the organisation named something in one language only, which then stands in both."""
    labels = teller.result.labels
    return any(
        one.zh == one.en and not one.zh.isascii() for kind in _THEIRS for one in labels.get(kind, {}).values()
    )


def period(teller: Teller) -> str:
    """First and last day of the audit period; the end of a period is exclusive in the result."""
    engagement = teller.result.engagement
    start, end = date.fromisoformat(engagement.period_start), date.fromisoformat(engagement.period_end)
    last = date.fromordinal(end.toordinal() - 1)
    return teller.said(
        teller.w.join.period, start=day(start, teller.language), end=day(last, teller.language)
    )


def as_of(result: AuditResult) -> datetime:
    """The moment of the data extract, in the time zone of the engagement."""
    then = datetime.fromisoformat(result.as_of)
    zone = ZoneInfo(result.engagement.timezone)
    return then.replace(tzinfo=zone) if then.tzinfo is None else then.astimezone(zone)
