"""Complaints: how soon they are acknowledged and resolved, how many stay unanswered, how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.complaint_times import (
    CHANNEL_AND_SITE,
    DUE_MOVED,
    NOT_YET_DUE,
    complaint_hours,
    due,
    quantiles,
    wait,
    within_target,
)
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Flag, Rate, Rows, Share
from audit.measures.sources import DEFAULT, EXACT_POISSON, cited
from audit.text import Text, message

MANY_WITHDRAWN = message(
    "M-WITHDRAWN",
    zh="撤回的投诉较多，须查明原因",
    en="many complaints were withdrawn: find out why",
)
MONTHS_MISSING = message(
    "M-MONTHS",
    zh="周期共 {months} 个月，服务量数据仅覆盖 {covered} 个月，投诉率偏高",
    en="months of the period: {months}, covered by the volumes: {covered}; the rate comes out too high",
)

_MATURE = Text(
    zh="截止时已到期的全部投诉，不论结果如何，撤回、驳回者亦计入；未到期者不计，即使已提前办理。",
    en="All complaints due by the cut-off whatever their outcome, withdrawn and rejected ones included; those not "
    "yet due are left out even when dealt with early.",
)


@measure(
    "M-ACK",
    title=Text(zh="受理确认时间", en="Time to acknowledgement"),
    formula=Text(
        zh="受理后在时限内确认的投诉 ÷ 截止时已到确认期限的投诉；首次答复早于确认的，视同确认。另列确认用时的中位数、P90 及完成曲线（Kaplan-Meier）。",
        en="Complaints acknowledged within the target ÷ complaints whose target had passed by the cut-off; an earlier "
        "first response acknowledges too. Median, P90 and curve of the time by Kaplan-Meier.",
    ),
    tex=r"a = \frac{\sum_i \mathbf{1}[\min(t^{ack}_i, t^{resp}_i) - t^{rec}_i \le h] \mathbf{1}[t^{rec}_i "
    r"+ h \le T]}{\sum_i \mathbf{1}[t^{rec}_i + h \le T]}",
    inclusion=_MATURE,
    source=cited(
        Text(
            zh="ISO 10002:2018 7.4 要求及时受理确认，未给出数值",
            en="ISO 10002:2018 7.4 asks for prompt acknowledgement without a number",
        ),
        "Wilson (1927)",
        "Kaplan & Meier (1958)",
    ),
    needs={"complaints": ("received_ts", "acknowledged_ts")},
    results={
        "within_target": Text(zh="按时确认的比例", en="Acknowledged within the target"),
        "hours": Text(zh="确认用时", en="Time to acknowledgement"),
    },
    headline="within_target",
    keys=("quantile",),
    better="higher",
    excludes={"not_yet_due": NOT_YET_DUE},
    params={"target": Param(24, "h", "D", declared="targets.acknowledge_h")},
)
def acknowledgement(ev: Evidence, p: Params) -> Iterator[Described]:
    """Automatic receipts with a case number count as acknowledgement."""
    c = complaint_hours(ev)
    yield from within_target(c, c.acknowledged_h, p.target)


@measure(
    "M-TTR",
    title=Text(zh="办结时间", en="Time to resolution"),
    formula=Text(
        zh="在期限内办结的投诉 ÷ 截止时已到期的投诉；期限为登记的应办结时刻，未登记者为受理时刻加办结时限。另列办结用时的中位数、P90 及完成曲线（Kaplan-Meier）。",
        en="Complaints resolved by their due time ÷ complaints due by the cut-off; due is the recorded due time, else "
        "receipt plus the target. Median, P90 and curve of the time by Kaplan-Meier.",
    ),
    tex=r"r = \frac{\sum_i \mathbf{1}[t^{res}_i \le d_i] \mathbf{1}[d_i \le T]}{\sum_i \mathbf{1}[d_i \le "
    r"T]}, \qquad d_i = t^{due}_i \text{ or else } t^{rec}_i + h",
    inclusion=Text(
        zh="截止时已到期的全部投诉，未结、重开、撤回者均计入；生存曲线以办结为事件，未结者在截止时删失，撤回者在结案时删失。",
        en="All complaints due by the cut-off: open, reopened and withdrawn ones included. In the curve a resolution is "
        "the event; open cases are censored at the cut-off, withdrawn ones when they were closed.",
    ),
    source=cited(
        Text(zh="本工具的默认目标值", en="default targets of this toolkit"),
        "Wilson (1927)",
        "Kaplan & Meier (1958)",
    ),
    needs={"complaints": ("received_ts", "resolved_ts")},
    results={
        "within_target": Text(zh="按期办结的比例", en="Resolved by the due time"),
        "hours": Text(zh="办结用时", en="Time to resolution"),
        "withdrawn": Text(zh="撤回的比例", en="Withdrawn"),
    },
    headline="within_target",
    keys=("quantile",),
    better="higher",
    excludes={
        "due_moved": DUE_MOVED,
        "not_yet_due": NOT_YET_DUE,
    },
    params={
        "target": Param(360, "h", "D", declared="targets.resolve_h"),
        "much_withdrawn": Param(0.10, "1", "D"),
    },
)
def resolution(ev: Evidence, p: Params) -> Iterator[Described]:
    """A withdrawn complaint counts as resolved only if it was resolved by its due time."""
    c = complaint_hours(ev)
    when = due(ev, c, p.target)
    rows = Rows(c, excluded={"due_moved": when.moved, "not_yet_due": ~when.passed})
    yield Share("within_target", rows, when.in_time, by=CHANNEL_AND_SITE)
    yield quantiles(c, wait(c), p.target)
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
    tex=r"o = \frac{\sum_i \mathbf{1}[\min(t^{resp}_i, t^{res}_i) - t^{rec}_i \gt 2h] \mathbf{1}[t^{rec}_i "
    r"+ 2h \le T]}{\sum_i \mathbf{1}[t^{rec}_i + 2h \le T]}",
    inclusion=Text(
        zh="截止时已满两倍答复时限的全部投诉；此后才答复的仍计为未获答复。另列由顾客自身或外部原因引起的投诉。",
        en="All complaints received at least twice the response target before the cut-off; a later answer does not "
        "undo the silence. Separately those whose failure was the customer's or came from outside.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"complaints": ("received_ts", "first_response_ts", "resolved_ts")},
    results={"unanswered": Text(zh="未获答复的比例", en="Share unanswered")},
    headline="unanswered",
    keys=("cause",),
    better="lower",
    excludes={"not_yet_due": NOT_YET_DUE},
    params={"target": Param(72, "h", "D", declared="targets.respond_h")},
)
def unanswered(ev: Evidence, p: Params) -> Iterator[Described]:
    """Automatic receipts are no answer."""
    c = complaint_hours(ev)
    yield _silent(c, 2 * p.target, by=CHANNEL_AND_SITE)
    if ev.handed_over("complaints", "failure_id") and ev.handed_over("failures", "cause_locus"):
        failures = ev.table("failures")
        others = failures.filter(failures.cause_locus.isin(["customer", "external"])).select("failure_id")
        yield _silent(c.semi_join(others, "failure_id"), 2 * p.target, key={"cause": "not_own"})


def _silent(c: ir.Table, limit: float, **named: Any) -> Share:
    """The share of complaints without an answer by a limit, of those that have been open so long."""
    silent = ~(c.answered_h <= limit).fill_null(False)
    return Share("unanswered", Rows(c, excluded={"not_yet_due": ~(c.open_h >= limit)}), silent, **named)


@measure(
    "M-COMPL-RATE",
    title=Text(zh="投诉率", en="Complaint rate"),
    formula=Text(zh="受理的投诉数 ÷ 服务次数 × 1000。", en="Complaints received ÷ service episodes × 1,000."),
    tex=r"\lambda = 1000 \frac{x}{\sum_m e_m}",
    inclusion=Text(
        zh="周期内受理的全部投诉。投诉少不等于服务好，本项不计分。",
        en="All complaints received in the period. Fewer complaints are not better: never scored.",
    ),
    source=EXACT_POISSON,
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


def _months(start: dt.date, end: dt.date) -> int:
    """How many calendar months a period touches; its end is exclusive."""
    last = end - dt.timedelta(days=1)
    return (last.year - start.year) * 12 + last.month - start.month + 1
