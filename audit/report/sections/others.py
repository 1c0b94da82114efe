"""Times, complaints and whatever else was measured beside the gaps and the survey."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.sections.figures import FigureTable, Unmeasured, figure_table, is_measured, unmeasured
from audit.report.sections.gaps import gap_of
from audit.report.sections.panels import Panel, Timed, durations, time_panels
from audit.report.telling import Teller
from audit.report.wording import number
from audit.result import Measurement

_OF_THE_SURVEY = frozenset({"M-RESP", "M-MISS", "M-ALPHA", "M-IPA"})


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
class OtherChapter:
    """The chapter on times and on the rest."""

    lead: str
    panels: tuple[Panel, ...]
    times: tuple[TimeRow, ...]
    time_notes: tuple[str, ...]
    tables: tuple[FigureTable, ...]
    missing: tuple[Unmeasured, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was measured here."""
        return not self.times and not self.tables


def other_chapter(teller: Teller) -> OtherChapter:
    """The chapter on times and on the rest."""
    rest = [one for one in teller.result.measurements if _is_other(one)]
    found = [one for one in rest if is_measured(one)]
    timed, w = durations(teller), teller.w.others
    lead = teller.said(w.lead, n=len(found), of=len(rest)) if rest else str(w.lead_none)
    if not found:
        lead = str(w.lead_times) if timed else str(w.lead_none)
    return OtherChapter(
        lead=lead,
        panels=time_panels(teller),
        times=tuple(_time_row(teller, one) for one in timed),
        time_notes=_time_notes(teller, timed),
        tables=tuple(figure_table(teller, one) for one in found),
        missing=tuple(unmeasured(teller, one) for one in rest if not is_measured(one)),
    )


def _is_other(measurement: Measurement) -> bool:
    return gap_of(measurement.measure) is None and measurement.measure not in _OF_THE_SURVEY


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
