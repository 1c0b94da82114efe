"""Complaints on the clock of the targets: the hours to each moment, when one is due, and how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.delivery import NOT_REACHED, hours_by_cut
from audit.measures.figures import Figure, Rows, Share, TimeToEvent
from audit.text import Text

CHANNEL_AND_SITE = ("channel", "site_id")
NOT_YET_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")
DUE_MOVED = Text(
    zh="登记的期限晚于申报的办结时限，属数据错误",
    en="the recorded due time lies after the declared target: a data error",
)

_SOURCE = ("_file", "_row")
_KEPT = (
    *(*_SOURCE, *CHANNEL_AND_SITE, "customer_id", "failure_id", "outcome"),
    *("resolved_ts", "target_due_ts", "delay_informed_ts"),
    *("escalated_to", "escalated_ts", "external_decision"),
)
_HOURS = {
    "acknowledged_h": "acknowledged_ts",
    "first_response_h": "first_response_ts",
    "resolved_h": "resolved_ts",
    "closed_h": "closed_ts",
    "informed_h": "delay_informed_ts",
    "escalated_h": "escalated_ts",
}


def complaint_hours(ev: Evidence) -> ir.Table:
    """What the measures of time read of a complaint, and the hours from receipt to each of its moments, on
    the clock of the targets.

    ``acknowledged_h``, ``first_response_h``, ``resolved_h``, ``closed_h`` and ``informed_h`` are null where
    that had not happened by the cut-off, ``open_h`` lasts until then, ``due_h`` until the recorded due time
    and ``escalated_h`` until the escalation. Made once: a clock is a long expression.
    """
    c = ev.complaints
    hours = {name: column for name, column in _HOURS.items() if ev.handed_over("complaints", column)}
    kept = [name for name in _KEPT if name in _SOURCE or ev.handed_over("complaints", name)]

    def build() -> ir.Table:
        taken = {name: hours_by_cut(ev, c.received_ts, c[column]) for name, column in hours.items()}
        waited = {
            "open_h": ev.hours(c.received_ts, ev.as_of),
            "due_h": ev.hours(c.received_ts, c.target_due_ts),
        }
        return c.select(*kept, **taken, **waited)

    # Ten million nulls take memory too: columns that nobody handed over are not kept, but named anew.
    absent = {name: ibis.null(c[name].type()) for name in _KEPT if name not in kept}
    absent |= {name: ibis.null("float64") for name in _HOURS if name not in hours}
    return ev.derived("complaint_hours", build).mutate(**absent)


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
    withdrawn = (c.outcome == "withdrawn").fill_null(False)
    closed = ibis.ifelse(withdrawn, c.closed_h, ibis.null("float64"))
    return Wait(ibis.coalesce(c.resolved_h, closed, c.open_h), c.resolved_h.isnull())


def within_target(c: ir.Table, taken: ir.FloatingValue, target: float) -> Iterator[Figure]:
    """The share of the mature complaints for which something was done within a target, and how long it took.

    ``taken`` is null where it had not been done by the cut-off.
    """
    rows = Rows(c, excluded={"not_yet_due": ~(c.open_h >= target)})
    yield Share("within_target", rows, (taken <= target).fill_null(False), by=CHANNEL_AND_SITE)
    yield quantiles(c, Wait(ibis.coalesce(taken, c.open_h), taken.isnull()))


def quantiles(c: ir.Table, waited: Wait) -> TimeToEvent:
    """Median and P90 in hours, by Kaplan-Meier."""
    return TimeToEvent(
        "hours",
        Rows(c),
        waited.hours,
        censored=waited.censored,
        q=(0.5, 0.9),
        not_reached=NOT_REACHED,
        unit="h",
    )


def earlier(one: ir.FloatingValue, other: ir.FloatingValue) -> ir.FloatingValue:
    """The smaller of two; the one that is there when the other is not."""
    return ibis.ifelse(
        one.isnull() | other.isnull(), ibis.coalesce(one, other), ibis.ifelse(one <= other, one, other)
    )
