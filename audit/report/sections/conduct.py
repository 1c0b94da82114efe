"""Who carried out the audit, when and where, and what was drawn from the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from audit.report.sections.scope import Fact, as_of, period
from audit.report.telling import Teller, capped
from audit.report.wording import day, moment, number
from audit.result import AuditedSite, TableEntry

MOST_SITES = 40


@dataclass(frozen=True)
class Site:
    """A place that was audited, in words."""

    id: str
    name: str
    address: str
    visited: str


@dataclass(frozen=True)
class Conduct:
    """The chapter on team, dates, sites and sampling; its other lists are of names and values."""

    team: tuple[Fact, ...]
    dates: tuple[Fact, ...]
    sites: tuple[Site, ...]
    place: str
    sampling: tuple[Fact, ...]
    plan: str


def conduct_chapter(teller: Teller) -> Conduct:
    """The chapter on how the audit was carried out."""
    w = teller.w.conduct
    return Conduct(
        team=(*_team(teller), Fact(w.participants, _participants(teller))),
        dates=tuple(_dates(teller)),
        sites=tuple(_site(teller, one) for one in teller.particulars.sites),
        place=str(w.place) if teller.has_evidence else "",
        sampling=tuple(_sampling(teller)) if teller.has_evidence else (),
        plan=_plan(teller),
    )


def _plan(teller: Teller) -> str:
    """How what was examined was drawn, as far as anything was."""
    w = teller.w.conduct
    if not teller.has_evidence:
        return str(w.nothing_sampled)
    return teller.sentences([w.statement, w.no_plan if teller.result.plan is None else w.plan])


def _team(teller: Teller) -> tuple[Fact, ...]:
    """The members by role; without any, one line that says so."""
    w = teller.w.conduct
    by_role: dict[str, list[str]] = {}
    for one in teller.result.team:
        shown = one.id if one.name is None else one.name + teller.said(teller.w.join.paren, text=one.id)
        if one.duties:
            shown += f"{teller.w.join.colon}{teller.text(one.duties)}"
        by_role.setdefault(one.role, []).append(shown)
    if not by_role:
        return (Fact(w.team, str(w.no_team)),)
    return tuple(Fact(teller.word("role", role), teller.clauses(names)) for role, names in by_role.items())


def _participants(teller: Teller) -> str:
    """Who took part for the organisation; that nobody is on record where nobody is."""
    named = teller.particulars.participants
    return teller.clauses(map(teller.text, named)) if named else str(teller.w.conduct.no_participants)


def _site(teller: Teller, one: AuditedSite) -> Site:
    visited = [day(date.fromisoformat(when), teller.language) for when in one.visited]
    none = str(teller.w.figures.none)
    return Site(
        id=one.id,
        name=teller.text(one.name),
        address=teller.text(one.address) if one.address else none,
        visited=teller.listed(visited) or none,
    )


def _dates(teller: Teller) -> list[Fact]:
    w, result = teller.w.conduct, teller.result
    return [
        Fact(w.period, period(teller)),
        Fact(
            w.as_of,
            f"{moment(as_of(result), teller.language)}{teller.w.join.clause}{result.engagement.timezone}",
        ),
        Fact(w.ratings, _ratings(teller)),
        Fact(w.sites, _sites(teller)),
    ]


def _ratings(teller: Teller) -> str:
    """When the reviewers rated, and how often by which method."""
    w = teller.w.conduct
    ratings = [one.rating for one in teller.result.items if one.rating]
    if not ratings:
        return str(w.no_ratings if teller.has_scores else teller.w.figures.nobody)
    days = sorted(date.fromisoformat(one.at[:10]) for one in ratings)
    methods = Counter(one.method for one in ratings)
    counts = [teller.said(w.by_method, method=teller.word("method", one), n=methods[one]) for one in methods]
    start, end = day(days[0], teller.language), day(days[-1], teller.language)
    span = start if start == end else teller.said(teller.w.join.period, start=start, end=end)
    return teller.said(w.rated, n=len(ratings), span=span, counts=teller.listed(counts))


def sites(teller: Teller) -> list[str]:
    """The sites that the evidence names, as codes."""
    found = {
        estimate.key["site_id"]
        for one in teller.result.measurements
        for estimate in one.estimates
        if estimate.key.get("site_id")
    }
    found |= {one.site for one in teller.result.items if one.site}
    return sorted(found)


def _sites(teller: Teller) -> str:
    w, found = teller.w.conduct, sites(teller)
    if not found:
        return str(w.no_sites if teller.has_evidence else teller.w.evidence.lead_nothing)
    shown, hidden = capped(found, MOST_SITES)
    listed = teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
    return teller.said(w.sites_named, n=len(found), sites=listed)


def _sampling(teller: Teller) -> list[Fact]:
    """What each table is of the whole: all of it, what was exported, or a selection; and the seed."""
    w, result = teller.w.conduct, teller.result
    census = [one for one in result.manifest.tables if one.table in result.engagement.census]
    others = [one for one in result.manifest.tables if one not in census]
    facts = [
        Fact(w.census, _tables(teller, census)),
        Fact(w.export, _tables(teller, [one for one in others if one.grade in ("A", "B")])),
        Fact(w.selection, _tables(teller, [one for one in others if one.grade in ("C", "D")])),
        Fact(w.seed, teller.said(w.seed_words, seed=str(result.seed))),
    ]
    return [one for one in facts if one.value]


def _tables(teller: Teller, entries: list[TableEntry]) -> str:
    return teller.listed(
        teller.text(one.title) + teller.said(teller.w.join.paren, text=number(one.used)) for one in entries
    )
