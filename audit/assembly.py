"""Puts a result together from what the stages found: snapshots, labels, and what was not handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from audit.criteria.checklist import Checklist
from audit.criteria.instrument import LoadedInstrument
from audit.criteria.references import Concepts, Standards
from audit.engagement import Engagement, LoadedEngagement
from audit.evidence.catalogue import TABLES, table_title
from audit.evidence.dataset import Evidence
from audit.evidence.intake import declared
from audit.measures.definition import Measure
from audit.measures.units import KEYS, UNITS
from audit.result import (
    AuditedSite,
    Body,
    EngagementSnapshot,
    InstrumentItemSnapshot,
    InstrumentSnapshot,
    Measurement,
    MissingTable,
    Organisation,
    Particulars,
    SeenDocument,
    TeamMember,
)
from audit.text import Text

_NUMBERED = re.compile(r"^\d+$|/")
"""ISO standards by their number, others with the letters of who issues them: ``10002``, ``GB/T 27922``."""


def engagement_snapshot(loaded: LoadedEngagement, ratings_sha256: str | None = None) -> EngagementSnapshot:
    """What was agreed, as it travels with the result."""
    engagement = loaded.engagement
    who, targets = engagement.organisation, engagement.targets
    hours = engagement.business_hours
    return EngagementSnapshot(
        sha256=loaded.sha256,
        ratings_sha256=ratings_sha256,
        organisation=Organisation(id=who.id, name=who.name, sector=who.sector),
        scope=engagement.scope,
        type=engagement.type,
        period_start=engagement.period.start.isoformat(),
        period_end=engagement.period.end.isoformat(),
        timezone=engagement.timezone,
        clock=targets.clock,
        business_hours=None
        if hours is None
        else ", ".join(f"{days} {at or 'closed'}" for days, at in hours.items()),
        holidays=tuple(day.isoformat() for day in engagement.holidays),
        currency=engagement.currency,
        services=engagement.services,
        targets={key: one for key, one in declared(engagement).items() if key.startswith("targets.")},
        census=engagement.census,
        notes=engagement.notes,
        particulars=particulars(engagement),
    )


def particulars(engagement: Engagement) -> Particulars | None:
    """What the issuing body says of its report; None where it says nothing."""
    body, report = engagement.body, engagement.report
    said = Particulars(
        number=report.number,
        issued_on=report.issued_on.isoformat() if report.issued_on else None,
        body=Body(name=body.name, address=body.address, mark=body.mark) if body else None,
        client=engagement.client,
        participants=engagement.participants,
        sites=tuple(
            AuditedSite(
                id=one.id,
                name=one.name,
                address=one.address,
                visited=tuple(day.isoformat() for day in sorted(one.visited)),
            )
            for one in engagement.sites
        ),
        documents=tuple(
            SeenDocument(
                id=one.id,
                title=one.title,
                edition=one.edition,
                dated=one.dated.isoformat() if one.dated else None,
            )
            for one in engagement.documents_seen
        ),
    )
    return None if said == Particulars() else said


def instrument_snapshot(loaded: LoadedInstrument) -> InstrumentSnapshot:
    """The questionnaire, as it travels with the result."""
    instrument = loaded.instrument
    return InstrumentSnapshot(
        id=instrument.id,
        version=instrument.version,
        title=instrument.title,
        sha256=loaded.sha256,
        scale_min=instrument.scale[0],
        scale_max=instrument.scale[1],
        expectation_type=instrument.expectation_type,
        facets=tuple(instrument.facets),
        dimensions={one.id: Text(zh=one.zh, en=one.en) for one in instrument.dimensions},
        items=tuple(
            InstrumentItemSnapshot(id=item.id, dimension=item.dimension, text=Text(zh=item.zh, en=item.en))
            for item in instrument.items
        ),
        source=instrument.source,
    )


def team_snapshot(loaded: LoadedEngagement) -> tuple[TeamMember, ...]:
    """Who audited."""
    return tuple(
        TeamMember(id=one.id, role=one.role, name=one.name, duties=one.duties)
        for one in loaded.engagement.team
    )


def labels(measurements: Iterable[Measurement], ev: Evidence) -> dict[str, dict[str, Text]]:
    """The words for every key that an estimate bears, and for the units: kind of key -> key -> words."""
    found = {kind: dict(words) for kind, words in {"unit": UNITS, **KEYS}.items()}
    for measurement in measurements:
        for estimate in measurement.estimates:
            for kind, key in estimate.key.items():
                words = ev.title(kind, key)
                if words is not None:
                    found.setdefault(kind, {})[key] = words
    return found


def concept_labels(concepts: Concepts, checklists: Iterable[Checklist]) -> dict[str, Text]:
    """The words for every concept that an item of these checklists bears on, in the order of ``concepts.yaml``."""
    borne = {concept for one in checklists for _, item in one.items() for concept in item.concepts}
    return {one.id: Text(zh=one.zh, en=one.en) for one in concepts.concepts if one.id in borne}


def reference_labels(standards: Standards, checklists: Iterable[Checklist]) -> dict[str, Text]:
    """The titles of what these checklists cite and that has no number to be known by, such as a law."""
    cited = {ref.standard for one in checklists for _, item in one.items() for ref in item.references}
    return {
        one.id: one.title for one in standards.standards if one.id in cited and not _NUMBERED.search(one.id)
    }


def dependent_items(
    checklists: Sequence[Checklist], measures: Mapping[str, Measure]
) -> dict[str, tuple[str, ...]]:
    """Which items stand on which table: table -> item ids, in the order of the checklists.

    A table that measures need, but no item of these checklists, is there without items.
    """
    found: dict[str, list[str]] = {table: [] for one in measures.values() for table in one.needs}
    for checklist in checklists:
        for _, item in checklist.items():
            needed = measures[item.pick.id].needs if item.pick and item.pick.id in measures else {}
            for table in needed:
                found.setdefault(table, []).append(item.id)
    return {table: tuple(items) for table, items in found.items()}


def missing_tables(
    handed_over: Iterable[str], dependent: Mapping[str, tuple[str, ...]]
) -> tuple[MissingTable, ...]:
    """The tables that were not handed over and that something in force depends on, with the items that do.

    Tables of the catalogue that neither an item of the checklists nor a measure needs are not listed:
    nothing would be known better with them.
    """
    there = set(handed_over)
    return tuple(
        MissingTable(table=name, title=table_title(name), items=dependent[name])
        for name in TABLES
        if name in dependent and name not in there
    )
