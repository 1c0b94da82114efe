"""The profile of the five gaps: for each what was measured, or that it was not, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.report.panels.delivery import conformity_panel
from audit.report.panels.dimensions import dimension_panel
from audit.report.panels.levels import adequacy_panel, level_panel, zone_panel
from audit.report.panels.panel import Panel
from audit.report.panels.profile import profile_panel
from audit.report.panels.provider import belief_panel, promise_panel
from audit.report.panels.times import time_panels
from audit.report.scales import figure
from audit.report.sections.figures import (
    FigureTable,
    Group,
    Unmeasured,
    figure_table,
    interval_notes,
    is_measured,
    source,
    unmeasured,
    why_unmeasured,
)
from audit.report.sections.survey import QUALITY, SurveyTables, survey_tables
from audit.report.sections.words import item_state
from audit.report.telling import Teller, of_result
from audit.result import CriterionSection, Measurement

GAPS = (1, 2, 3, 4, 5)
_ID = re.compile(r"^M-G([1-5])-")
ELSEWHERE = frozenset({"M-G5-DIM", "M-G5-ITEM", "M-ALPHA", "M-IPA", *QUALITY})
"""Measures with a chart and a table of their own, and those told with the survey."""


PANELS: Mapping[int, Sequence[Callable[[Teller], Panel | None]]] = {
    1: (belief_panel,),
    3: (conformity_panel,),
    4: (promise_panel,),
    5: (dimension_panel, level_panel, zone_panel, adequacy_panel),
}
"""The charts of each gap."""


@dataclass(frozen=True)
class Overview:
    """A gap in one line."""

    number: str
    name: str
    meaning: str
    score: str
    grade: str
    found: str
    items: str


@dataclass(frozen=True)
class Gap:
    """A gap in full; nothing but ``why_not`` where it was not measured."""

    number: int
    name: str
    meaning: str
    why_not: str
    panels: tuple[Panel, ...]
    tables: tuple[FigureTable, ...]
    source: str
    missing: tuple[Unmeasured, ...]
    survey: SurveyTables | None
    items: str


@dataclass(frozen=True)
class GapChapter:
    """The chapter on the gaps; ``others`` are the sections of their checklist that tell none of them, ``notes``
    on the intervals of marked measures.
    """

    lead: str
    profile: Panel | None
    overview: tuple[Overview, ...]
    gaps: tuple[Gap, ...]
    others: tuple[Group, ...]
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is too little for a page of its own: no gap was measured, no item judged."""
        return not (self.overview or self.others)


def gap_of(teller: Teller, measure: str) -> int | None:
    """The gap that a measure belongs to, by its id or by the section whose items stand on it; else None."""
    found = _ID.match(measure)
    if found:
        return int(found.group(1))
    section = sections(teller).get(measure)
    return section.gap if section else None


def sections(teller: Teller) -> dict[str, CriterionSection]:
    """Measure -> the section of the first item that stands on it."""
    uses = {one.item: one.metric.measure for one in teller.result.items if one.metric}
    found: dict[str, CriterionSection] = {}
    for checklist in teller.result.criteria:
        by_id = {one.id: one for one in checklist.sections}
        for item in checklist.items:
            if item.id in uses:
                found.setdefault(uses[item.id], by_id[item.section])
    return found


def gap_chapter(teller: Teller, others: tuple[Group, ...] = ()) -> GapChapter:
    """The chapter on the gaps."""
    gaps = tuple(_gap(teller, number) for number in GAPS)
    w, profile = teller.w.gaps, teller.result.gap_profile
    weakest = [str(gaps[one - 1].name) for one in profile.weakest] if profile else []
    measured = [str(one.name) for one in gaps if not one.why_not]
    silent = [str(one.name) for one in gaps if one.why_not]
    lead = teller.sentences(
        [
            teller.said(w.lead_measured, gaps=teller.listed(measured)) if measured else none_measured(teller),
            teller.said(w.lead_silent, n=len(silent), gaps=teller.listed(silent))
            if measured and silent
            else "",
            teller.said(w.weakest, n=len(weakest), gaps=teller.listed(weakest)) if weakest else "",
        ]
    )
    further = {table.measure for group in others for table in group.tables}
    told = [
        one
        for one in teller.result.measurements
        if one.measure in ELSEWHERE | further or gap_of(teller, one.measure) is not None
    ]
    return GapChapter(
        lead=lead,
        profile=profile_panel(teller),
        overview=tuple(_overview(teller, one) for one in gaps) if measured or teller.has_scores else (),
        gaps=gaps,
        others=others,
        notes=interval_notes(teller, told),
    )


def none_measured(teller: Teller) -> str:
    """That no gap was measured: on what was handed over, or because nothing was."""
    return str(teller.w.gaps.lead_none if teller.has_evidence else teller.w.gaps.lead_nothing)


def _measurements(teller: Teller, number: int) -> list[Measurement]:
    return [one for one in teller.result.measurements if gap_of(teller, one.measure) == number]


def _gap(teller: Teller, number: int) -> Gap:
    own = _measurements(teller, number)
    found = [one for one in own if is_measured(one)]
    survey = survey_tables(teller) if number == 5 else None
    told = [one for one in found if one.measure not in ELSEWHERE]
    return Gap(
        number=number,
        name=getattr(teller.w.gap, f"name{number}"),
        meaning=getattr(teller.w.gap, f"meaning{number}"),
        why_not="" if found else _why_not(teller, number, own),
        panels=tuple(_panels(teller, number, found)),
        tables=tuple(figure_table(teller, one) for one in told),
        source=source(teller, told),
        missing=unmeasured(teller, own) if found else (),
        survey=survey,
        items=_items(teller, number),
    )


def _panels(teller: Teller, number: int, found: list[Measurement]) -> Iterator[Panel]:
    """The charts of a gap, and those of the times among its figures."""
    for make in PANELS.get(number, ()):
        drawn = make(teller)
        if drawn:
            yield drawn
    yield from time_panels(teller.only(found))


def _why_not(teller: Teller, number: int, own: list[Measurement]) -> str:
    w, concept = teller.w.gaps, f"GAP-{number}"
    if not own:
        rated = any(
            one.rating and concept in teller.result.criterion(one.item).concepts
            for one in teller.result.items
        )
        return teller.sentences([w.no_measure, w.rated_only if rated else "", w.not_inferred])
    reasons = dict.fromkeys(why_unmeasured(teller, one) for one in own)
    return teller.said(w.not_measured, reasons=teller.clauses(reasons))


def _items(teller: Teller, number: int) -> str:
    """The checklist items on a gap by what came of them."""
    concept, by_state = f"GAP-{number}", dict[str, list[str]]()
    for finding in teller.result.items:
        if concept in teller.result.criterion(finding.item).concepts:
            by_state.setdefault(item_state(teller, finding), []).append(finding.item)
    return teller.clauses(
        f"{state}{teller.w.join.colon}{teller.listed(items)}" for state, items in by_state.items()
    )


def _overview(teller: Teller, gap: Gap) -> Overview:
    profile = teller.result.gap_profile
    told = next((one for one in profile.gaps if one.gap == gap.number), None) if profile else None
    none = str(teller.w.figures.none)
    return Overview(
        score=none if told is None or told.score is None else figure(told.score, 1),
        grade=(told.grade if told else None) or none,
        number=str(gap.number),
        name=gap.name,
        meaning=gap.meaning,
        found=teller.w.gaps.silent if gap.why_not else _headline(teller, gap.number),
        items=gap.items or teller.w.figures.none,
    )


_HEADLINES = {5: ("M-G5-UNW", "M-G5-DIM"), 3: ("M-G3-CONF",), 2: ("M-G2-COV",)}
"""Measures that stand for a gap in one line, the first that has a figure; otherwise the gap's first one."""


def _headline(teller: Teller, number: int) -> str:
    own = [one for one in _measurements(teller, number) if is_measured(one)]
    preferred = [one for name in _HEADLINES.get(number, ()) for one in own if one.measure == name]
    chosen = (preferred or own)[0]
    headline = teller.result.definition(chosen.measure).headline
    totals = of_result(chosen, headline)
    if len(totals) == 1:
        return f"{teller.measure_name(chosen.measure)}{teller.w.join.colon}{teller.full(totals[0])}"
    rows = [one for one in chosen.estimates if one.result == headline and len(one.key) == 1]
    if len(rows) == 1:
        return f"{teller.measure_name(chosen.measure)}{teller.w.join.colon}{teller.full(rows[0])}"
    return teller.said(teller.w.gaps.several, measure=teller.measure_name(chosen.measure), n=len(rows))
