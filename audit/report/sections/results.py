"""What was measured beside the gaps: service recovery by the sections of its checklist, and sector requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.report.panels.fairness import justice_panel, paradox_panel
from audit.report.panels.panel import Panel
from audit.report.panels.recovery import promise_time_panel, stage_panel, timing_panel
from audit.report.panels.sites import site_panel
from audit.report.panels.times import time_panels
from audit.report.scales import figure
from audit.report.sections.figures import (
    MOST_ROWS,
    Group,
    Unmeasured,
    figure_table,
    has_value,
    interval_notes,
    is_measured,
    source,
    unmeasured,
)
from audit.report.sections.gaps import ELSEWHERE, gap_of, sections
from audit.report.sections.words import bounds_words
from audit.report.telling import Teller
from audit.report.wording import percent
from audit.result import ChecklistSnapshot, CriterionSection, Measurement, Score, Verdict

FIVE_GAP, RECOVERY = "five-gap", "recovery"
"""The two checklists that have chapters of their own; any other one is an overlay."""

COURSE = (stage_panel, promise_time_panel, timing_panel, justice_panel, paradox_panel, site_panel)
"""The charts from failure to follow-up, and those of the sites."""

MOST_FURTHER = 5
"""Rows of a measure on which no item stands."""

MOST_NAMED = 2
VERDICTS: tuple[Verdict, ...] = ("conform", "partial", "nonconform", "inconclusive")


@dataclass(frozen=True)
class SectionLine:
    """A section of a checklist in one line; ``counts`` in the order of ``VERDICTS``, then what is open."""

    anchor: str
    title: str
    score: str
    bounds: str
    coverage: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class ResultChapter:
    """A chapter on a checklist: its sections at a glance, the course of recovery, its times, and its figures
    section by section; ``notes`` on the intervals of marked measures.
    """

    lead: str
    overview: tuple[SectionLine, ...]
    course: tuple[Panel, ...]
    panels: tuple[Panel, ...]
    groups: tuple[Group, ...]
    missing: tuple[Unmeasured, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is too little for a page of its own: no section was scored and nothing measured."""
        return not (self.overview or self.groups or self.course)


def recovery_chapter(teller: Teller) -> ResultChapter:
    """The chapter on service recovery; figures on which no item of a section stands come last."""
    own = [one for one in teller.result.criteria if one.id == RECOVERY]
    of = _by_section(teller)
    told = [
        one
        for one in teller.result.measurements
        if of.get(one.measure, (RECOVERY, None))[0] == RECOVERY and _is_told_here(teller, one)
    ]
    course = tuple(one for make in COURSE if (one := make(teller)))
    return _chapter(teller, own, told, str(teller.w.results.no_recovery), course)


def overlay_chapter(teller: Teller) -> ResultChapter:
    """The chapter on the requirements of the sector, and of any other further checklist."""
    own = [one for one in teller.result.criteria if one.id not in (FIVE_GAP, RECOVERY)]
    there = {item for one in own for item in _measures(teller, one)}
    told = [one for one in teller.result.measurements if one.measure in there]
    return _chapter(teller, own, told, str(teller.w.results.no_overlay))


def precondition_groups(teller: Teller) -> tuple[Group, ...]:
    """The figures of the sections of the five-gap checklist that belong to none of the gaps."""
    section = _by_section(teller)
    told = [
        one
        for one in teller.result.measurements
        if is_measured(one)
        and _is_told_here(teller, one)
        and section.get(one.measure, ("", None))[0] == FIVE_GAP
    ]
    return tuple(_groups(teller, told))


def _chapter(
    teller: Teller,
    own: Sequence[ChecklistSnapshot],
    told: Sequence[Measurement],
    none: str,
    course: tuple[Panel, ...] = (),
) -> ResultChapter:
    found = [one for one in told if is_measured(one)]
    told_scores = teller.has_scores or bool(found)
    lines = tuple(line for one in own for line in _overview(teller, one, found)) if told_scores else ()
    return ResultChapter(
        lead=_lead(teller, own, told, [one for one in found if has_value(one)]) if own or told else none,
        overview=lines,
        course=course,
        panels=time_panels(teller.only(found)),
        groups=tuple(_groups(teller, found)),
        missing=unmeasured(teller, told),
        notes=interval_notes(teller, found),
    )


def _lead(
    teller: Teller,
    own: Sequence[ChecklistSnapshot],
    told: Sequence[Measurement],
    valued: Sequence[Measurement],
) -> str:
    """The weakest sections first, then how many measures of the chapter have a value."""
    w, parts = teller.w.results, []
    scored = sorted(
        (
            (score.score, section)
            for one in own
            for section, score in _scores(teller, one)
            if score.score is not None
        ),
        key=lambda pair: pair[0],
    )
    if len(scored) > MOST_NAMED:
        weakest = [
            teller.said(w.section_score, title=teller.text(section.title), score=figure(score, 1))
            for score, section in scored[:MOST_NAMED]
        ]
        parts.append(teller.said(w.weakest, n=len(scored), sections=teller.listed(weakest)))
    if not own:
        parts.append(str(w.no_recovery))
    if not valued:
        parts.append(str(w.lead_none))
    elif len(valued) == len(told):
        parts.append(teller.said(w.lead_all, n=len(told)))
    else:
        parts.append(teller.said(w.lead, n=len(valued), of=len(told)))
    return teller.sentences(parts)


def _is_told_here(teller: Teller, one: Measurement) -> bool:
    return gap_of(teller, one.measure) is None and one.measure not in ELSEWHERE


def _by_section(teller: Teller) -> dict[str, tuple[str, CriterionSection]]:
    """Measure -> the checklist and the section of the first item that stands on it."""
    first = sections(teller)
    return {
        measure: (checklist.id, section)
        for measure, section in first.items()
        for checklist in teller.result.criteria
        if any(one is section for one in checklist.sections)
    }


def _measures(teller: Teller, checklist: ChecklistSnapshot) -> set[str]:
    return {measure for measure, (name, _) in _by_section(teller).items() if name == checklist.id}


def _scores(teller: Teller, checklist: ChecklistSnapshot) -> Iterator[tuple[CriterionSection, Score]]:
    scores = {one.id: one for one in teller.result.scores if one.scope == "section"}
    for section in checklist.sections:
        score = scores.get(f"{checklist.id}/{section.id}")
        if score is not None:
            yield section, score


def _overview(
    teller: Teller, checklist: ChecklistSnapshot, found: Sequence[Measurement]
) -> Iterator[SectionLine]:
    of = _by_section(teller)
    there = {id(of.get(one.measure, ("", None))[1]) for one in found}
    none = str(teller.w.figures.none)
    for section, score in _scores(teller, checklist):
        counts = [score.verdicts.get(one, 0) for one in VERDICTS]
        open_ = score.states.get("not_evidenced", 0) + score.states.get("not_assessed", 0)
        yield SectionLine(
            anchor=_anchor(checklist.id, section) if id(section) in there else "",
            title=f"{section.id}{teller.w.join.space}{teller.text(section.title)}",
            score=none if score.score is None else figure(score.score, 1),
            bounds=bounds_words(score.lower, score.upper),
            coverage=none if score.coverage is None else percent(score.coverage),
            counts=tuple(str(one) if one else none for one in (*counts, open_)),
        )


def _anchor(checklist: str, section: CriterionSection) -> str:
    return f"figures-{checklist}-{section.id}"


def _groups(teller: Teller, found: Sequence[Measurement]) -> Iterator[Group]:
    """Measures by the section whose items stand on them, in the order of the checklists."""
    section = _by_section(teller)
    order = [(checklist.id, one) for checklist in teller.result.criteria for one in checklist.sections]
    for checklist, one in order:
        own = [each for each in found if section.get(each.measure, ("", None))[1] is one]
        if own:
            title = f"{one.id}{teller.w.join.space}{teller.text(one.title)}"
            yield _group(teller, _anchor(checklist, one), title, own)
    rest = [each for each in found if each.measure not in section]
    if rest:
        yield _group(teller, "figures-further", str(teller.w.results.further), rest, MOST_FURTHER)


def _group(teller: Teller, name: str, title: str, own: Sequence[Measurement], most: int = MOST_ROWS) -> Group:
    return Group(name, title, tuple(figure_table(teller, one, most) for one in own), source(teller, own))
