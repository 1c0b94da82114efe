"""Who was audited, over what, against which criteria, by whom: the cover and the chapter on scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from audit.report.telling import Teller
from audit.report.wording import day, moment, number
from audit.result import AuditResult


@dataclass(frozen=True)
class Fact:
    """A name and what stands for it."""

    name: str
    value: str


@dataclass(frozen=True)
class Cover:
    """What the cover says."""

    title: str
    scope: str
    notes: tuple[str, ...]
    rows: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True)
class Scope:
    """The chapter on scope, criteria and method; every list is of names and values."""

    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    criteria: tuple[Fact, ...]
    method: tuple[str, ...]
    team: tuple[Fact, ...]


def cover(teller: Teller) -> Cover:
    """The cover."""
    w, result = teller.w.cover, teller.result
    engagement = result.engagement
    return Cover(
        title=teller.text(engagement.organisation.name),
        scope=teller.text(engagement.scope),
        notes=tuple(teller.text(one) for one in engagement.notes),
        rows=(
            (
                Fact(w.type, teller.word("audit_type", engagement.type)),
                Fact(w.period, period(teller)),
                Fact(w.as_of, moment(as_of(result), teller.language)),
            ),
            (
                Fact(w.recommendation, teller.w.outcome_short.__dict__[result.recommendation.outcome]),
                Fact(w.criteria, teller.listed(f"{one.id} {one.version}" for one in result.criteria)),
                Fact(w.result, result.sha256()[:16]),
            ),
        ),
    )


def scope(teller: Teller) -> Scope:
    """The chapter on scope."""
    result = teller.result
    return Scope(
        notes=tuple(teller.text(one) for one in result.engagement.notes),
        facts=tuple(_facts(teller)),
        criteria=tuple(
            Fact(
                teller.text(one.title),
                teller.said(teller.w.scope.edition, id=one.id, version=one.version, n=len(one.items)),
            )
            for one in result.criteria
        ),
        method=tuple(_method(teller)),
        team=tuple(
            Fact(teller.word("role", one.role), one.id if one.name is None else f"{one.name} ({one.id})")
            for one in result.team
        ),
    )


def _facts(teller: Teller) -> list[Fact]:
    w, engagement = teller.w.scope, teller.result.engagement
    clock = teller.word("clock", engagement.clock)
    if engagement.business_hours:
        clock += f"{teller.w.join.clause}{engagement.business_hours}"
    facts = [
        Fact(w.organisation, teller.text(engagement.organisation.name)),
        Fact(w.sector, teller.word("sector", engagement.organisation.sector)),
        Fact(w.scope, teller.text(engagement.scope)),
        Fact(w.services, teller.listed(engagement.services)),
        Fact(w.type, teller.word("audit_type", engagement.type)),
        Fact(w.period, period(teller)),
        Fact(
            w.as_of,
            f"{moment(as_of(teller.result), teller.language)}{teller.w.join.clause}{engagement.timezone}",
        ),
        Fact(w.clock, clock),
        Fact(w.holidays, number(len(engagement.holidays)) if engagement.holidays else ""),
        Fact(w.census, teller.listed(_table_titles(teller, engagement.census))),
    ]
    return [fact for fact in facts if fact.value]


def _table_titles(teller: Teller, names: tuple[str, ...]) -> list[str]:
    entries = ((name, teller.result.manifest.table(name)) for name in names)
    return [teller.text(entry.title) if entry else name for name, entry in entries]


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
    return said


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
