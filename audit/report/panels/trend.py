"""How scores and gaps went from audit to audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.report.charts.trend import Course, Then, trend
from audit.report.panels.panel import Panel, panel
from audit.report.panels.profile import THRESHOLD
from audit.report.scales import figure
from audit.report.telling import Teller, of_result
from audit.result import AuditResult, EarlierAudit, EarlierScore, Estimate, Score

MOST_AUDITS = 6
"""Audits in a chart, this one among them: more would not stand beside each other. The latest are shown."""
MOST_PLOTS = 12


@dataclass(frozen=True)
class Found:
    """A figure of one audit with its bounds."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Both bounds, or None where one is missing or they do not differ."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        return self.low, self.high


def earlier_audits(teller: Teller) -> tuple[EarlierAudit, ...]:
    """The earlier audits of the same organisation, the oldest first."""
    comparison = teller.result.comparison
    return tuple(one for one in comparison.audits if one.same_organisation) if comparison else ()


def trend_panels(teller: Teller) -> tuple[Panel, ...]:
    """The scores, and the gaps of the dimensions, through the audits of the organisation."""
    audits = earlier_audits(teller)[-(MOST_AUDITS - 1) :]
    if not audits:
        return ()
    return tuple(one for one in (_score_panel(teller, audits), _gap_panel(teller, audits)) if one)


def audit_label(period_end: str) -> str:
    """``2026-09`` for an audit whose period ends before the first of October: its end is exclusive."""
    year, month, day = map(int, period_end.split("-"))
    if day > 1:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12"


def _labels(teller: Teller, audits: Sequence[EarlierAudit]) -> list[str]:
    return [
        audit_label(end) for end in (*(one.period_end for one in audits), teller.result.engagement.period_end)
    ]


# --- scores ----------------------------------------------------------------------------------------------


def _score_panel(teller: Teller, audits: Sequence[EarlierAudit]) -> Panel | None:
    chosen = [one for one in charted(teller.result) if one.score is not None][:MOST_PLOTS]
    if not chosen:
        return None
    courses = [Course(score_name(teller, one), tuple(_scores(teller, audits, one))) for one in chosen]
    w = teller.w.panel.trend
    return panel(
        teller,
        "trend",
        trend(courses, _labels(teller, audits), bounds=(0, 100), limit=THRESHOLD),
        title=score_sentence(teller, audits),
        detail=teller.said(w.detail, threshold=figure(THRESHOLD, 0)),
        source=w.source,
        figures=[_course_told(teller, one) for one in courses],
    )


def charted(result: AuditResult) -> Iterator[Score]:
    """The whole, the checklists, and the sections that tell a gap."""
    gaps = {
        f"{checklist.id}/{section.id}"
        for checklist in result.criteria
        for section in checklist.sections
        if section.gap
    }
    several = len(result.criteria) > 1
    for one in result.scores:
        if one.scope == "overall" or (one.scope == "checklist" and several) or one.id in gaps:
            yield one


def score_name(teller: Teller, score: Score | EarlierScore) -> str:
    """What a score is of: the whole, a checklist, a section."""
    if score.scope == "overall":
        return str(teller.w.summary.overall)
    for checklist in teller.result.criteria:
        if score.id == checklist.id:
            return teller.text(checklist.title)
        for section in checklist.sections:
            if score.id == f"{checklist.id}/{section.id}":
                return teller.text(section.title)
    return score.id


def _scores(teller: Teller, audits: Sequence[EarlierAudit], score: Score) -> Iterator[Then]:
    for audit in audits:
        one = next((one for one in audit.scores if (one.scope, one.id) == (score.scope, score.id)), None)
        if one is None:
            yield Then(None)
        else:
            found = Found(one.score, one.lower, one.upper)
            yield _then(teller, found, audit.period_end, comparable=audit.comparable(one))
    found = Found(score.score, score.lower, score.upper)
    yield _then(teller, found, teller.result.engagement.period_end)


def score_sentence(teller: Teller, audits: Sequence[EarlierAudit]) -> str:
    """From the latest audit that may be compared to this one: up or down only where the bounds leave no doubt."""
    w = teller.w.panel.trend
    now = next((one for one in teller.result.scores if one.scope == "overall"), None)
    for audit in reversed(audits):
        then = next((one for one in audit.scores if one.scope == "overall"), None)
        if then is not None and audit.comparable(then) and then.score is not None:
            if now is None or now.score is None:
                break
            facts = {
                "then": figure(then.score, 1),
                "now": figure(now.score, 1),
                "audit": audit_label(audit.period_end),
            }
            return teller.said(getattr(w, _direction(then, now)), **facts)
    return str(w.incomparable)


def _direction(then: EarlierScore, now: Score) -> str:
    if now.lower is not None and then.upper is not None and now.lower > then.upper:
        return "rose"
    if now.upper is not None and then.lower is not None and now.upper < then.lower:
        return "fell"
    return "open"


# --- gaps of the dimensions ------------------------------------------------------------------------------


def _gap_panel(teller: Teller, audits: Sequence[EarlierAudit]) -> Panel | None:
    now = [
        one
        for one in of_result(teller.result.measurement("M-G5-DIM"), "gap", "dimension")
        if one.value is not None
    ]
    if not now or not any(one.gaps for one in audits):
        return None
    courses = [
        Course(teller.label("dimension", one.key["dimension"]), tuple(_gaps(teller, audits, one)))
        for one in now[:MOST_PLOTS]
    ]
    w = teller.w.panel.trend
    return panel(
        teller,
        "trend",
        trend(courses, _labels(teller, audits), decimals=2, signed=True),
        title=gap_sentence(teller, audits, now),
        detail=w.gap_detail,
        source=w.source,
        figures=[_course_told(teller, one) for one in courses],
    )


def _gaps(teller: Teller, audits: Sequence[EarlierAudit], now: Estimate) -> Iterator[Then]:
    for audit in audits:
        one = next((one for one in audit.gaps if one.dimension == now.key["dimension"]), None)
        found = Found(one.value, one.low, one.high) if one else Found(None, None, None)
        yield _then(
            teller, found, audit.period_end, comparable=audit.gaps_comparable, decimals=2, signed=True
        )
    found = Found(now.value, *((now.interval.low, now.interval.high) if now.interval else (None, None)))
    yield _then(teller, found, teller.result.engagement.period_end, decimals=2, signed=True)


def gap_sentence(teller: Teller, audits: Sequence[EarlierAudit], now: Sequence[Estimate]) -> str:
    """In how many dimensions the intervals of the latest comparable audit and of this one lie apart."""
    w = teller.w.panel.trend
    latest = next((one for one in reversed(audits) if one.gaps_comparable and one.gaps), None)
    if latest is None:
        return str(w.gap_incomparable)
    then = {one.dimension: one for one in latest.gaps}
    pairs = [(one.interval, then[one.key["dimension"]]) for one in now if one.key["dimension"] in then]
    known = [
        (ends.low, ends.high, one.low, one.high)
        for ends, one in pairs
        if ends and None not in (ends.low, ends.high, one.low, one.high)
    ]
    narrower = sum(low > before for low, _, _, before in known if low is not None and before is not None)
    wider = sum(high < before for _, high, before, _ in known if high is not None and before is not None)
    return teller.said(
        w.gap_sentence, audit=audit_label(latest.period_end), up=narrower, down=wider, of=len(pairs)
    )


# --- in words --------------------------------------------------------------------------------------------


def _then(
    teller: Teller,
    found: Found,
    period_end: str,
    *,
    comparable: bool = True,
    decimals: int = 1,
    signed: bool = False,
) -> Then:
    w, label = teller.w.panel.trend, audit_label(period_end)
    if found.value is None:
        return Then(None, comparable=comparable, told=f"{label} {teller.w.chart.not_assessed}")
    told = f"{label} {figure(found.value, decimals, signed=signed)}"
    if found.bounds:
        low, high = (figure(end, decimals, signed=signed) for end in found.bounds)
        told += f" [{low}, {high}]"
    if not comparable:
        told += str(w.not_comparable)
    return Then(found.value, found.bounds, comparable, told)


def _course_told(teller: Teller, course: Course) -> str:
    told = teller.w.join.list_of_figures.join(one.told for one in course.audits if one.told)
    return f"{course.title}{teller.w.join.colon}{told}"
