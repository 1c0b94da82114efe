"""Complaints: how soon they are acknowledged and resolved, how many stay unanswered, how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED, hours_by_cut
from audit.measures.figures import Flag, Rate, Rows, Share, TimeToEvent
from audit.text import Text, message

MANY_WITHDRAWN = message(
    "M-WITHDRAWN",
    zh="撤回的投诉较多，须查明原因",
    en="many complaints were withdrawn: find out why",
)
MONTHS_MISSING = message(
    "M-MONTHS",
    zh="周期共 {months} 个月，服务量数据仅覆盖 {covered} 个月，投诉率偏高",
    en="the period has {months} months and the volumes cover {covered}: the rate comes out too high",
)

_CHANNEL_AND_SITE = ("channel", "site_id")
_KEPT = ("_file", "_row", *_CHANNEL_AND_SITE, "outcome", "resolved_ts", "target_due_ts", "failure_id")
_NOT_YET_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")
_MATURE = Text(
    zh="截止时已到期的全部投诉，不论结果如何，撤回、驳回者亦计入；未到期者不计，即使已提前办理。",
    en="All complaints due by the cut-off whatever their outcome, withdrawn and rejected ones included; those not "
    "yet due are left out even when dealt with early.",
)


@measure(
    "M-ACK",
    title=Text(zh="受理确认时间", en="Time to acknowledgement"),
    formula=Text(
        zh="受理后在时限内确认的投诉 ÷ 截止时已到确认期限的投诉；首次答复早于确认的，视同确认。另列确认用时的中位数与 P90（Kaplan-Meier）。",
        en="Complaints acknowledged within the target ÷ complaints whose target had passed by the cut-off; an earlier "
        "first response acknowledges too. Median and P90 of the time by Kaplan-Meier.",
    ),
    inclusion=_MATURE,
    source="ISO 10002:2018 7.4 asks for prompt acknowledgement without a number; Wilson (1927); Kaplan & Meier (1958)",
    needs={"complaints": ("received_ts", "acknowledged_ts")},
    results={
        "within_target": Text(zh="按时确认的份额", en="Acknowledged within the target"),
        "hours": Text(zh="确认用时", en="Time to acknowledgement"),
    },
    headline="within_target",
    keys=("quantile",),
    better="higher",
    excludes={"not_yet_due": _NOT_YET_DUE},
    params={"target": Param(24, "h", "D", declared="targets.acknowledge_h")},
)
def acknowledgement(ev: Evidence, p: Params) -> Iterator[Described]:
    """Automatic receipts with a case number count as acknowledgement."""
    c = complaint_hours(ev)
    known = _earlier(c.acknowledged_h, c.first_response_h)
    in_time = (known <= p.target).fill_null(False)
    mature = c.open_h >= p.target
    yield Share("within_target", Rows(c, excluded={"not_yet_due": ~mature}), in_time, by=_CHANNEL_AND_SITE)
    waited = ibis.coalesce(known, c.open_h)
    yield TimeToEvent(
        "hours", Rows(c), waited, censored=known.isnull(), q=(0.5, 0.9), not_reached=NOT_REACHED, unit="h"
    )


@measure(
    "M-TTR",
    title=Text(zh="办结时间", en="Time to resolution"),
    formula=Text(
        zh="在期限内办结的投诉 ÷ 截止时已到期的投诉；期限为登记的应办结时刻，未登记者为受理时刻加办结时限。另列办结用时的中位数与 P90（Kaplan-Meier）。",
        en="Complaints resolved by their due time ÷ complaints due by the cut-off; due is the recorded due time, else "
        "receipt plus the target. Median and P90 of the time by Kaplan-Meier.",
    ),
    inclusion=Text(
        zh="截止时已到期的全部投诉，未结、重开、撤回者均计入；生存曲线以办结为事件，未结者在截止时删失，撤回者在结案时删失。",
        en="All complaints due by the cut-off: open, reopened and withdrawn ones included. In the curve a resolution is "
        "the event; open cases are censored at the cut-off, withdrawn ones when they were closed.",
    ),
    source="domain default targets; Wilson (1927); Kaplan & Meier (1958)",
    needs={"complaints": ("received_ts", "resolved_ts")},
    results={
        "within_target": Text(zh="按期办结的份额", en="Resolved by the due time"),
        "hours": Text(zh="办结用时", en="Time to resolution"),
        "withdrawn": Text(zh="撤回的份额", en="Withdrawn"),
    },
    headline="within_target",
    keys=("quantile",),
    better="higher",
    excludes={
        "due_moved": Text(
            zh="登记的期限晚于申报的办结时限，属数据错误",
            en="the recorded due time lies after the declared target: a data error",
        ),
        "not_yet_due": _NOT_YET_DUE,
    },
    params={
        "target": Param(360, "h", "D", declared="targets.resolve_h"),
        "much_withdrawn": Param(0.10, "1", "D"),
    },
)
def resolution(ev: Evidence, p: Params) -> Iterator[Described]:
    """A withdrawn complaint counts as resolved only if it was resolved by its due time."""
    c = complaint_hours(ev)
    due = c.target_due_ts
    declared = "targets.resolve_h" in ev.declared
    moved = (c.due_h > p.target).fill_null(False) & ibis.literal(declared)
    in_time = ibis.ifelse(due.notnull(), c.resolved_ts <= due, c.resolved_h <= p.target).fill_null(False)
    mature = ibis.ifelse(due.notnull(), due <= ev.as_of, c.open_h >= p.target)
    rows = Rows(c, excluded={"due_moved": moved, "not_yet_due": ~mature})
    yield Share("within_target", rows, in_time, by=_CHANNEL_AND_SITE)
    withdrawn = (c.outcome == "withdrawn").fill_null(False)
    closed = ibis.ifelse(withdrawn, c.closed_h, ibis.null("float64"))
    waited = ibis.coalesce(c.resolved_h, closed, c.open_h)
    yield TimeToEvent(
        "hours",
        Rows(c),
        waited,
        censored=c.resolved_h.isnull(),
        q=(0.5, 0.9),
        not_reached=NOT_REACHED,
        unit="h",
    )
    if ev.handed_over("complaints", "outcome"):
        flags = (Flag(MANY_WITHDRAWN, above=p.much_withdrawn),)
        yield Share("withdrawn", Rows(c), c.outcome == "withdrawn", flags=flags)


@measure(
    "M-OPEN",
    title=Text(zh="未获答复的投诉", en="Unanswered complaints"),
    formula=Text(
        zh="受理后超过两倍答复时限仍无首次答复、亦未办结的投诉 ÷ 截止时已满两倍答复时限的投诉。",
        en="Complaints with neither a first response nor a resolution within twice the response target ÷ complaints "
        "that had been open so long by the cut-off.",
    ),
    inclusion=Text(
        zh="截止时已满两倍答复时限的全部投诉；此后才答复的仍计为未获答复。另列由顾客自身或外部原因引起的投诉。",
        en="All complaints received at least twice the response target before the cut-off; a later answer does not "
        "undo the silence. Separately those whose failure was the customer's or came from outside.",
    ),
    source="domain default; Wilson (1927)",
    needs={"complaints": ("received_ts", "first_response_ts", "resolved_ts")},
    results={"unanswered": Text(zh="未获答复的份额", en="Share unanswered")},
    headline="unanswered",
    keys=("cause",),
    better="lower",
    excludes={"not_yet_due": _NOT_YET_DUE},
    params={"target": Param(72, "h", "D", declared="targets.respond_h")},
)
def unanswered(ev: Evidence, p: Params) -> Iterator[Described]:
    """Automatic receipts are no answer."""
    c = complaint_hours(ev)
    yield _silent(c, 2 * p.target, by=_CHANNEL_AND_SITE)
    if ev.handed_over("complaints", "failure_id") and ev.handed_over("failures", "cause_locus"):
        failures = ev.table("failures")
        others = failures.filter(failures.cause_locus.isin(["customer", "external"])).select("failure_id")
        yield _silent(c.semi_join(others, "failure_id"), 2 * p.target, key={"cause": "not_own"})


def _silent(c: ir.Table, limit: float, **named: Any) -> Share:
    """The share of complaints without an answer by a limit, of those that have been open so long."""
    silent = ~(_earlier(c.first_response_h, c.resolved_h) <= limit).fill_null(False)
    return Share("unanswered", Rows(c, excluded={"not_yet_due": ~(c.open_h >= limit)}), silent, **named)


@measure(
    "M-COMPL-RATE",
    title=Text(zh="投诉率", en="Complaint rate"),
    formula=Text(zh="受理的投诉数 ÷ 服务次数 × 1000。", en="Complaints received ÷ service episodes × 1,000."),
    inclusion=Text(
        zh="周期内受理的全部投诉。投诉少不等于服务好，本项不计分。",
        en="All complaints received in the period. Fewer complaints are not better: never scored.",
    ),
    source="exact Poisson interval (Garwood 1936)",
    needs={"complaints": ("received_ts",), "contacts_volume": ("episodes",)},
    results={"rate": Text(zh="每千次服务的投诉数", en="Complaints per 1,000 episodes")},
    headline="rate",
    better="none",
    scored=False,
)
def complaint_rate(ev: Evidence, p: Params) -> Iterator[Described]:
    """The denominator must cover the whole period, or the rate comes out too high."""
    volume = ev.contacts_volume
    row = ev.run(
        volume.aggregate(episodes=volume.episodes.sum(), months=volume.period_month.truncate("M").nunique())
    )[0]
    months, covered = _months(*ev.period), int(str(row["months"] or 0))
    if covered < months:
        yield MONTHS_MISSING(months=months, covered=covered)
    exposure = float(str(row["episodes"] or 0))
    yield Rate("rate", Rows(ev.complaints), exposure, 1000.0, unit="per_1000_episodes")


def complaint_hours(ev: Evidence) -> ir.Table:
    """What the measures of time read of a complaint, and the hours from receipt to each of its moments, on
    the clock of the targets.

    ``acknowledged_h``, ``first_response_h``, ``resolved_h`` and ``closed_h`` are null where that had not
    happened by the cut-off, ``open_h`` lasts until then, ``due_h`` until the recorded due time. Made once:
    three measures stand on it, and a clock is a long expression.
    """

    def build() -> ir.Table:
        c = ev.complaints
        return c.select(
            *_KEPT,
            acknowledged_h=hours_by_cut(ev, c.received_ts, c.acknowledged_ts),
            first_response_h=hours_by_cut(ev, c.received_ts, c.first_response_ts),
            resolved_h=hours_by_cut(ev, c.received_ts, c.resolved_ts),
            closed_h=hours_by_cut(ev, c.received_ts, c.closed_ts),
            open_h=ev.hours(c.received_ts, ev.as_of),
            due_h=ev.hours(c.received_ts, c.target_due_ts),
        )

    return ev.derived("complaint_hours", build)


def _earlier(one: ir.FloatingValue, other: ir.FloatingValue) -> ir.FloatingValue:
    """The smaller of two; the one that is there when the other is not."""
    return ibis.ifelse(
        one.isnull() | other.isnull(), ibis.coalesce(one, other), ibis.ifelse(one <= other, one, other)
    )


def _months(start: dt.date, end: dt.date) -> int:
    """How many calendar months a period touches; its end is exclusive."""
    last = end - dt.timedelta(days=1)
    return (last.year - start.year) * 12 + last.month - start.month + 1
