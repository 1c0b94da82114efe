"""The way from a failure to the follow-up: its stages, its promises, its moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from audit.report.charts.promises import MOST_CURVES, Course, Done, Promised, Reached, promise_curves
from audit.report.charts.stages import Stage, stages
from audit.report.charts.timeline import Phase, timeline
from audit.report.panels.panel import Panel, notes, panel, told, value
from audit.report.scales import figure
from audit.report.telling import Teller, of_result
from audit.report.wording import percent
from audit.result import Estimate, Measurement


class Step(NamedTuple):
    """A stage of recovery: its word, and the measure and result that tell its share.

    ``ours``: the organisation does it. That few customers complain is no shortfall of a stage.
    """

    name: str
    measure: str
    result: str
    ours: bool = True


STEPS = (
    Step("found", "M-FAIL-DET", "own"),
    Step("complained", "M-ICEBERG", "propensity", ours=False),
    Step("acknowledged", "M-ACK", "within_target"),
    Step("answered", "M-FRT", "within_target"),
    Step("resolved", "M-TTR", "within_target"),
    Step("followed_up", "M-FU-COV", "followed_up"),
    Step("reached", "M-FU-COV", "reached"),
)


def stage_panel(teller: Teller) -> Panel | None:
    """From failure to follow-up; two stages at least must have been measured."""
    found = [(step, _total(teller, step.measure, step.result)) for step in STEPS]
    there = [(step, one) for step, one in found if one is not None and one.value is not None]
    if len(there) < 2:
        return None
    w = teller.w.panel.stages
    rows = [_stage(teller, step, one) for step, one in found]
    tables = [
        table
        for step, _ in there
        if (measurement := teller.result.measurement(step.measure))
        for table in measurement.tables
    ]
    return panel(
        teller,
        "stages",
        stages(rows),
        title=stage_sentence(teller, there),
        detail=w.detail,
        source=teller.files(dict.fromkeys(tables)),
        figures=[one.told for one in rows],
    )


def _total(teller: Teller, measure: str, result: str) -> Estimate | None:
    return next(iter(of_result(teller.result.measurement(measure), result)), None)


def _stage(teller: Teller, step: Step, one: Estimate | None) -> Stage:
    w = teller.w.panel.stages
    label, base = str(getattr(w.stage, step.name)), str(getattr(w.base, step.name))
    if one is None:
        return Stage(label, base, None, told=told(teller, label, one))
    return Stage(label, base, one.value, _ends(one), one.n, told(teller, label, one))


def _ends(one: Estimate) -> tuple[float, float] | None:
    if one.interval is None or one.interval.low is None or one.interval.high is None:
        return None
    return one.interval.low, one.interval.high


def stage_sentence(teller: Teller, there: Sequence[tuple[Step, Estimate]]) -> str:
    """The stage that surely holds least, or those that cannot be told apart from the lowest."""
    w = teller.w.panel.stages
    ours = sorted(((step, one) for step, one in there if step.ours), key=lambda each: value(each[1]))
    if len(ours) < 2:
        return str(w.alone)
    lowest = ours[0][1]
    near = [each for each in ours if each[1] is lowest or _overlap(lowest, each[1])]
    names = [f"{getattr(w.stage, step.name)} {percent(value(one), 1)}" for step, one in near]
    if len(near) == len(ours):
        return str(w.alike)
    return teller.said(w.lowest if len(near) == 1 else w.among, stages=teller.listed(names), of=len(ours))


def _overlap(one: Estimate, other: Estimate) -> bool:
    """Whether two intervals share a value; a figure without one can be told apart from none."""
    ends, others = _ends(one), _ends(other)
    return ends is None or others is None or (ends[0] <= others[1] and others[0] <= ends[1])


# --- what was promised by when ---------------------------------------------------------------------------

PROMISED = ("M-ACK", "M-FRT", "M-TTR")
"""Measures of complaints with a target in hours, their quantiles and the share within it."""


def promise_time_panel(teller: Teller) -> Panel | None:
    """How much was done by when, and the promise: acknowledgement, first response, resolution."""
    measurements = [one for name in PROMISED if (one := teller.result.measurement(name)) is not None]
    found = [(one, _course(teller, one)) for one in measurements]
    drawn = [(one, course) for one, course in found if course is not None][:MOST_CURVES]
    if not drawn:
        return None
    w = teller.w.panel.promised
    kept = [
        f"{course.label} {percent(course.promised.kept, 1)}"
        for _, course in drawn
        if course.promised and course.promised.kept is not None
    ]
    return panel(
        teller,
        "promise_curves",
        promise_curves([course for _, course in drawn]),
        title=teller.said(w.sentence, kept=teller.listed(kept)) if kept else str(w.unmeasured),
        detail=teller.said(
            w.curve if any(course.done for _, course in drawn) else w.detail, unit=teller.unit("h")
        ),
        source=teller.source(drawn[0][0], max(course.n or 0 for _, course in drawn)),
        figures=[course.told for _, course in drawn],
    )


def _course(teller: Teller, measurement: Measurement) -> Course | None:
    quantiles = {one.key["quantile"]: one for one in of_result(measurement, "hours", "quantile")}
    reached = tuple(
        Reached(int(name.removeprefix("p")) / 100, one.value, *_times(one)) for name, one in quantiles.items()
    )
    if not any(one.time is not None for one in reached):
        return None
    within, target = _total(teller, measurement.measure, "within_target"), measurement.params.get("target")
    promised = None
    if target is not None:
        promised = Promised(target.value, within.value if within else None, _ends(within) if within else None)
    label = str(getattr(teller.w.panel.promised.course, measurement.measure.removeprefix("M-").lower()))
    parts = [f"{teller.quantile(name)} {teller.full(one)}" for name, one in quantiles.items()]
    if promised and within:
        due = teller.said(teller.w.panel.promised.due, time=figure(promised.time, 0))
        parts.append(f"{due} {teller.full(within)}")
    shown = f"{label}{teller.w.join.colon}{teller.listed(parts)}"
    done = tuple(
        Done(point.time, point.share, point.low, point.high)
        for one in quantiles.values()
        for point in one.curve
    )
    return Course(label, reached, promised, max(one.n for one in quantiles.values()), shown, done)


def _times(one: Estimate) -> tuple[float | None, float | None]:
    return (None, None) if one.interval is None else (one.interval.low, one.interval.high)


# --- when recovery set in --------------------------------------------------------------------------------

MODES = ("offensive", "defensive", "managerial", "none")


def timing_panel(teller: Teller) -> Panel | None:
    """When the first act of recovery came: at once, while the service ran, after it, or not at all."""
    measurement = teller.result.measurement("M-TIME-MODE")
    shares = {
        one.key["mode"]: one for one in of_result(measurement, "share", "mode") if one.value is not None
    }
    if measurement is None or not shares:
        return None
    w = teller.w.panel.timing
    limits = {name: measurement.params.get(name) for name in ("tau", "none_after")}
    tau, after = (figure(one.value, 0) if one else teller.w.figures.none for one in limits.values())
    ends = {
        "offensive": teller.said(w.tau, tau=tau),
        "defensive": str(w.service_ends),
        "managerial": teller.said(w.after, after=after),
    }
    phases = [
        Phase(label, one.value, _ends(one), ends.get(mode, ""), told(teller, label, one))
        for mode in MODES
        if (one := shares.get(mode)) is not None
        for label in [teller.label("mode", mode)]
    ]
    n = max(one.n for one in shares.values())
    listed = [f"{teller.label('mode', mode)} {percent(value(one), 1)}" for mode, one in shares.items()]
    apart = next(iter(shares.values())).excluded
    return panel(
        teller,
        "timeline",
        timeline(phases, start=w.start),
        title=teller.said(w.sentence, n=n, shares=teller.listed(listed)),
        detail=teller.said(
            w.detail,
            after=apart.get("found_after", 0),
            unclassified=apart.get("unclassified", 0),
            measure=measurement.measure,
        ),
        source=teller.source(measurement, n),
        figures=[one.told for one in phases],
        note=notes(teller, measurement),
    )
