"""Complaints on the clock of the targets: the hours to each moment, when one is due, and how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from audit.evidence.calendar import between
from audit.evidence.dataset import Evidence
from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import Figure, Rows, Share, TimeToEvent
from audit.text import Text

CHANNEL_AND_SITE = ("channel", "site_id")
NOT_YET_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")
DUE_MOVED = Text(
    zh="登记的期限晚于申报的办结时限，属数据错误",
    en="the recorded due time lies after the declared target: a data error",
)

_KEPT = (
    *("_file", "_row", *CHANNEL_AND_SITE, "customer_id", "failure_id", "outcome"),
    *("received_ts", "resolved_ts", "target_due_ts", "delay_informed_ts"),
    *("escalated_to", "escalated_ts", "external_decision"),
)


def complaint_hours(ev: Evidence) -> ir.Table:
    """What the measures of time read of a complaint, and the hours from receipt to each of its moments, on
    the clock of the targets.

    ``acknowledged_h`` lasts until a complaint was acknowledged or first answered, ``answered_h`` until it was
    first answered or resolved, ``resolved_h`` until it was resolved, ``ended_h`` until it was resolved or, if
    withdrawn, closed; likewise ``informed_h`` and ``escalated_h``. All are null where that had not happened by
    the cut-off. ``open_h`` lasts until then, ``due_h`` until the recorded due time.
    """

    def build() -> ir.Table:
        c = ev.complaints

        def by_cut(moment: ir.TimestampValue) -> ir.TimestampValue:
            return ibis.ifelse(moment <= ev.as_of, moment, ibis.null(moment.type()))

        answered, resolved = by_cut(c.first_response_ts), by_cut(c.resolved_ts)
        withdrawn = (c.outcome == "withdrawn").fill_null(False)
        closed = ibis.ifelse(withdrawn, by_cut(c.closed_ts), ibis.null(c.closed_ts.type()))
        # The moment is chosen, not the hours: a clock costs more than all the rest.
        moments = c.select(
            *_KEPT,
            received=c.received_ts,
            acknowledged_h=earlier(by_cut(c.acknowledged_ts), answered),
            answered_h=earlier(answered, resolved),
            resolved_h=resolved,
            ended_h=ibis.coalesce(resolved, closed),
            informed_h=by_cut(c.delay_informed_ts),
            escalated_h=by_cut(c.escalated_ts),
            due_h=c.target_due_ts,
        )
        readings = {name: ev.reading(moments[name]) for name in moments.columns if name not in _KEPT}
        return moments.select(*_KEPT, **readings, open_h=ev.reading(ev.as_of))

    read = ev.named("complaint_readings", build)
    hours = [name for name in read.columns if name.endswith("_h")]
    return read.select(*_KEPT, **{name: between(read.received, read[name]) for name in hours})


class Due(NamedTuple):
    """When complaints are due, as a column each: the recorded due time, else receipt plus the target.

    ``moved``: the recorded due time lies after the declared target, a data error; ``passed``: due by the
    cut-off; ``in_time``: resolved by the due time, false where it was not resolved.
    """

    moved: ir.BooleanValue
    passed: ir.BooleanValue
    in_time: ir.BooleanValue


def due(ev: Evidence, c: ir.Table, target: float) -> Due:
    """The due times of a table made of ``complaint_hours``, with a target in hours."""
    recorded = c.target_due_ts
    declared = ibis.literal("targets.resolve_h" in ev.declared)
    return Due(
        moved=(c.due_h > target).fill_null(False) & declared,
        passed=ibis.ifelse(recorded.notnull(), recorded <= ev.as_of, c.open_h >= target),
        in_time=by_due(c, c.resolved_ts, c.resolved_h, target),
    )


def by_due(c: ir.Table, moment: ir.TimestampValue, hours: ir.FloatingValue, target: float) -> ir.BooleanValue:
    """Whether a moment, ``hours`` after receipt, came by the due time; false where it never came."""
    recorded = c.target_due_ts
    return ibis.ifelse(recorded.notnull(), moment <= recorded, hours <= target).fill_null(False)


class Wait(NamedTuple):
    """How long complaints took to be resolved, in hours, and whether that is where they were last seen open."""

    hours: ir.FloatingValue
    censored: ir.BooleanValue


def wait(c: ir.Table) -> Wait:
    """Resolution is the event; open cases are censored at the cut-off, withdrawn ones when they were closed."""
    return Wait(ibis.coalesce(c.ended_h, c.open_h), c.resolved_h.isnull())


def within_target(c: ir.Table, taken: ir.FloatingValue, target: float) -> Iterator[Figure]:
    """The share of the mature complaints for which something was done within a target, and how long it took.

    ``taken`` is null where it had not been done by the cut-off.
    """
    rows = Rows(c, excluded={"not_yet_due": ~(c.open_h >= target)})
    yield Share("within_target", rows, (taken <= target).fill_null(False), by=CHANNEL_AND_SITE)
    yield quantiles(c, Wait(ibis.coalesce(taken, c.open_h), taken.isnull()), target)


def quantiles(c: ir.Table, waited: Wait, target: float) -> TimeToEvent:
    """Median and P90 in hours, by Kaplan-Meier, with the curve on which they lie."""
    return TimeToEvent(
        "hours",
        Rows(c),
        waited.hours,
        censored=waited.censored,
        q=(0.5, 0.9),
        not_reached=NOT_REACHED,
        marks=(target,),
        from_moment=c.received_ts,
        unit="h",
    )


def earlier(one: ir.TimestampValue, other: ir.TimestampValue) -> ir.TimestampValue:
    """The smaller of two; the one that is there when the other is not."""
    return ibis.ifelse(
        one.isnull() | other.isnull(), ibis.coalesce(one, other), ibis.ifelse(one <= other, one, other)
    )
