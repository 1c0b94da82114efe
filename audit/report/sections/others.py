"""Times, complaints and whatever else was measured beside the gaps and the survey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.report.panels.fairness import justice_panel, paradox_panel
from audit.report.panels.panel import Panel
from audit.report.panels.recovery import promise_time_panel, stage_panel, timing_panel
from audit.report.panels.sites import site_panel
from audit.report.panels.times import Timed, durations, time_panels
from audit.report.sections.figures import (
    FigureTable,
    Unmeasured,
    figure_table,
    is_measured,
    sources,
    unmeasured,
)
from audit.report.sections.gaps import ELSEWHERE, gap_of, sections
from audit.report.telling import Teller
from audit.report.wording import number
from audit.result import Measurement

RECOVERY = (stage_panel, promise_time_panel, timing_panel, justice_panel, paradox_panel, site_panel)
"""The charts from failure to follow-up, and those of the sites."""


@dataclass(frozen=True)
class TimeRow:
    """A time with both quantiles and the share within its target."""

    label: str
    measure: str
    median: str
    median_interval: str
    p90: str
    p90_interval: str
    n: str
    within: str
    within_interval: str
    remarks: str


@dataclass(frozen=True)
class Group:
    """The figures that the items of one section of a checklist stand on; the rest comes last."""

    id: str
    title: str
    tables: tuple[FigureTable, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class OtherChapter:
    """The chapter on times and on the rest."""

    lead: str
    panels: tuple[Panel, ...]
    recovery: tuple[Panel, ...]
    times: tuple[TimeRow, ...]
    time_notes: tuple[str, ...]
    groups: tuple[Group, ...]
    missing: tuple[Unmeasured, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was measured here."""
        return not self.times and not self.groups


def other_chapter(teller: Teller) -> OtherChapter:
    """The chapter on times and on the rest."""
    rest = [one for one in teller.result.measurements if _is_other(teller, one)]
    found = [one for one in rest if is_measured(one)]
    timed, w = durations(teller), teller.w.others
    lead = teller.said(w.lead, n=len(found), of=len(rest)) if rest else str(w.lead_none)
    if not found:
        lead = str(w.lead_times) if timed else str(w.lead_none)
    return OtherChapter(
        lead=lead,
        panels=time_panels(teller),
        recovery=tuple(one for make in RECOVERY if (one := make(teller))),
        times=tuple(_time_row(teller, one) for one in timed),
        time_notes=_time_notes(teller, timed),
        groups=tuple(_groups(teller, found)),
        missing=tuple(unmeasured(teller, one) for one in rest if not is_measured(one)),
    )


def _is_other(teller: Teller, measurement: Measurement) -> bool:
    return gap_of(teller, measurement.measure) is None and measurement.measure not in ELSEWHERE


def _groups(teller: Teller, found: Sequence[Measurement]) -> Iterator[Group]:
    """Measures by the section whose items stand on them, in the order of the checklists."""
    section = {measure: teller.text(one.title) for measure, one in sections(teller).items()}
    for place, name in enumerate(dict.fromkeys([*section.values(), ""])):
        own = [one for one in found if section.get(one.measure, "") == name]
        if own:
            yield Group(
                id=f"figures-{place}",
                title=name or teller.w.others.further,
                tables=tuple(figure_table(teller, one) for one in own),
                sources=sources(teller, own),
            )


def _time_row(teller: Teller, one: Timed) -> TimeRow:
    remarks = [*teller.remarks(one.measurement.measure, one.median)]
    remarks += [said for said in teller.remarks(one.measurement.measure, one.p90) if said not in remarks]
    return TimeRow(
        label=one.label,
        measure=one.measurement.measure,
        median=teller.value(one.median),
        median_interval=teller.interval(one.median),
        p90=teller.value(one.p90),
        p90_interval=teller.interval(one.p90),
        n=number(one.median.n),
        within=teller.value(one.within) if one.within else teller.w.figures.none,
        within_interval=teller.interval(one.within) if one.within else "",
        remarks=teller.clauses(remarks),
    )


def _time_notes(teller: Teller, timed: tuple[Timed, ...]) -> tuple[str, ...]:
    """What the measurements behind the times say of themselves, each once."""
    said: dict[str, None] = {}
    names = {one.measurement.measure for one in timed}
    names |= {"M-G3-CONF"} if any(one.within for one in timed) else set()
    for measurement in teller.result.measurements:
        if measurement.measure in names:
            said |= dict.fromkeys(teller.say(one) for one in measurement.notes)
    return tuple(said)
