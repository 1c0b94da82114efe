"""Learning: causes found, actions closed and effective, systemic ones, patterns sought, recurrence."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED
from audit.measures.exposure import monthly_episodes
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Flag,
    Minimum,
    NotMeasurable,
    Register,
    Rows,
    Share,
    TimeToEvent,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.rates import rate_ratio
from audit.text import Text, message

MANY_CANCELLED = message(
    "M-MANY-CANCELLED", zh="取消的措施超过十分之一", en="more than a tenth of the actions were cancelled"
)
NO_WINDOWS = message(
    "M-NO-WINDOWS",
    zh="没有一项措施前后 {days} 天内均有失误记录和业务量",
    en="no action has both failures and contact volumes on record for {days} days before and after it",
)
REGRESSION = message(
    "M-REGRESSION",
    zh="措施往往始于高峰之后，数值自然回落，不能全部归功于措施；前后登记口径须一致",
    en="actions start after a peak, and part of the fall is regression to the mean; the rules of logging must not have "
    "changed",
)

_TEN = Minimum(5, 10)
_NOT_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")


@measure(
    "M-RCA",
    title=Text(zh="根本原因分析覆盖率", en="Root-cause coverage"),
    formula=Text(
        zh="应作原因分析的失误中，已列入采用分析方法的纠正措施的比例。",
        en="Of the failures that call for it, the share covered by an action with a method of root-cause analysis.",
    ),
    tex=r"c = \frac{\sum_i \mathbf{1}[i \in \bigcup_a F_a] \mathbf{1}[\text{called for}_i]}{\sum_i "
    r"\mathbf{1}[\text{called for}_i]}, \qquad \text{called for}_i \iff s_i \ge 4 \lor n_{class, site} "
    r"\ge 3",
    inclusion=Text(
        zh="发现满 30 天、且严重程度 4 级及以上，或同一场所同一类别在周期内发生 3 次及以上的失误；严重程度不详又非多发的计为结果不明。",
        en="Failures detected 30 days before the cut-off that are of severity 4 or more, or one of three or more of the same "
        "class at the same site in the period; where the severity is not recorded and they are fewer, the outcome is unknown.",
    ),
    source=cited("ISO 9001:2015 10.2", DEFAULT, "Wilson (1927)"),
    needs={
        "failures": ("failure_id", "severity", "detected_ts"),
        "corrective_actions": ("failure_ids", "rca_method", "opened_ts"),
    },
    results={"covered": Text(zh="已作原因分析的比例", en="Covered by a root-cause analysis")},
    headline="covered",
    better="higher",
    excludes={
        "not_yet_due": _NOT_DUE,
        "not_called_for": Text(zh="不属应作原因分析的失误", en="no root-cause analysis is called for"),
    },
    params={
        "after": Param(30, "d", "D"),
        "severe": Param(4, "severity", "D"),
        "repeated": Param(3, "failures", "D"),
    },
)
def root_causes(ev: Evidence, p: Params) -> Iterator[Described]:
    """An action of after the period covers what happened within it."""
    f = ev.failures
    same = ibis.window(group_by=[f[ev.adopted_class], f.site_id])
    repeated = f[ev.adopted_class].notnull() & (f.count().over(same) >= p.repeated)
    f = f.mutate(repeated=repeated)
    a = ev.history("corrective_actions")
    analysed = a.filter((a.opened_ts <= ev.as_of) & a.rca_method.notnull() & (a.rca_method != "none"))
    named = analysed.select(failure_id=analysed.failure_ids.unnest())
    covered = f.failure_id.isin(named.failure_id)
    severe = (f.severity >= p.severe).fill_null(False)
    rows = Rows(
        f,
        excluded={
            "not_yet_due": ev.hours(f.detected_ts, ev.as_of, "calendar") < p.after * 24,
            "not_called_for": ~f.repeated & ~severe & f.severity.notnull(),
        },
    )
    asked = f.repeated | severe
    yield Share("covered", rows, ibis.ifelse(asked, covered, ibis.null("boolean")), by=("site_id",))


@measure(
    "M-CA-CLOSE",
    title=Text(zh="纠正措施按期完成率", en="Corrective actions closed in time"),
    formula=Text(
        zh="截止时已到期的措施中按期完成的比例；另列逾期天数的中位数（Kaplan-Meier）和取消的比例。",
        en="Of the actions due by the cut-off, the share closed in time; median days overdue by Kaplan-Meier; share cancelled.",
    ),
    tex=r"c = \frac{\sum_i \mathbf{1}[t^{closed}_i \le d_i] \mathbf{1}[d_i \le T, \text{not "
    r"cancelled}]}{\sum_i \mathbf{1}[d_i \le T, \text{not cancelled}]}",
    inclusion=Text(
        zh="周期内立项、截止时已到期的措施；写明原因而取消的不计；期限改动的，以最初期限为准。",
        en="Actions opened in the period and due by the cut-off; those cancelled with a reason are left out; a due date that "
        "was moved keeps the first one.",
    ),
    source=cited("ISO 9001:2015 10.2.1", "Wilson (1927)", "Kaplan & Meier (1958)"),
    needs={"corrective_actions": ("due_ts", "closed_ts")},
    results={
        "in_time": Text(zh="按期完成的比例", en="Closed in time"),
        "overdue": Text(zh="逾期天数", en="Days overdue"),
        "cancelled": Text(zh="取消的比例", en="Cancelled"),
    },
    headline="in_time",
    keys=("quantile",),
    better="higher",
    excludes={
        "cancelled": Text(zh="已取消并写明原因", en="cancelled with a reason"),
        "no_due_time": Text(zh="未登记期限", en="no due time is recorded"),
        "not_yet_due": _NOT_DUE,
    },
    params={"much": Param(0.10, "1", "D")},
)
def closure(ev: Evidence, p: Params) -> Iterator[Described]:
    """An action that is not closed is overdue from its due time on."""
    a = ev.corrective_actions
    cancelled = a.cancelled_reason.notnull()
    excluded = {
        "cancelled": cancelled,
        "no_due_time": a.due_ts.isnull(),
        "not_yet_due": (a.due_ts > ev.as_of).fill_null(False),
    }
    in_time = (a.closed_ts <= a.due_ts).fill_null(False)
    yield Share("in_time", Rows(a, excluded=excluded), in_time, minimum=_TEN)
    due = a.filter(~cancelled & (a.due_ts <= ev.as_of))
    closed = (due.closed_ts <= ev.as_of).fill_null(False)
    until = ibis.ifelse(closed, due.closed_ts, ev.as_of)
    late = ibis.greatest(ev.hours(due.due_ts, until, "calendar") / 24, ibis.literal(0.0))
    yield TimeToEvent(
        "overdue", Rows(due), late, censored=~closed, q=(0.5,), not_reached=NOT_REACHED, unit="d"
    )
    yield Share("cancelled", Rows(a), cancelled, flags=(Flag(MANY_CANCELLED, above=p.much),))


@measure(
    "M-CA-EFF",
    title=Text(zh="措施有效性验证", en="Effectiveness of actions verified"),
    formula=Text(
        zh="完成满 90 天的措施中，经验证有效的比例。",
        en="Of the actions closed 90 days before the cut-off, the share checked and found effective.",
    ),
    tex=r"e = \frac{\sum_i \mathbf{1}[\text{effective}_i] \mathbf{1}[t^{check}_i \le T] "
    r"\mathbf{1}[t^{closed}_i + 90d \le T]}{\sum_i \mathbf{1}[t^{closed}_i + 90d \le T]}",
    inclusion=Text(
        zh="周期内立项、截止时完成已满 90 天的措施，即时纠正除外；未验证的计为无效。",
        en="Actions opened in the period and closed for 90 days at the cut-off, but for mere corrections; not checked is not "
        "effective.",
    ),
    source=cited("ISO 9001:2015 10.2.1 d)", "Wilson (1927)"),
    needs={"corrective_actions": ("closed_ts", "effectiveness_checked_ts", "effective", "type")},
    results={"effective": Text(zh="经验证有效的比例", en="Checked and effective")},
    headline="effective",
    better="higher",
    excludes={
        "correction": Text(zh="即时纠正", en="a mere correction"),
        "not_yet_due": Text(zh="完成不满规定天数", en="not closed long enough"),
    },
    params={"after": Param(90, "d", "D")},
)
def effectiveness(ev: Evidence, p: Params) -> Iterator[Described]:
    """The word of the action's owner is no check."""
    a = ev.corrective_actions
    old = (ev.hours(a.closed_ts, ev.as_of, "calendar") >= p.after * 24).fill_null(False)
    checked = (a.effectiveness_checked_ts <= ev.as_of).fill_null(False)
    rows = Rows(a, excluded={"correction": a.type == "correction", "not_yet_due": ~old})
    yield Share("effective", rows, checked & a.effective.fill_null(False), minimum=_TEN)


@measure(
    "M-REDES",
    title=Text(zh="系统性措施", en="Systemic actions"),
    formula=Text(
        zh="周期内立项的措施中纠正、预防或流程再设计类的比例。",
        en="Of the actions opened in the period, the share that are corrective, preventive or redesign.",
    ),
    tex=r"s = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{type}_i \in \lbrace \text{corrective}, "
    r"\text{preventive}, \text{redesign} \rbrace]",
    inclusion=Text(zh="周期内立项的全部措施。", en="All actions opened in the period."),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"corrective_actions": ("type", "opened_ts")},
    results={"systemic": Text(zh="系统性措施的比例", en="Systemic actions")},
    headline="systemic",
    better="higher",
)
def systemic(ev: Evidence, p: Params) -> Iterator[Described]:
    """A correction mends the case, and leaves its cause."""
    a = ev.corrective_actions
    yield Share("systemic", Rows(a), a.type.isin(["corrective", "preventive", "redesign"]), minimum=_TEN)


@measure(
    "M-PATTERN",
    title=Text(zh="规律分析", en="Pattern analysis done"),
    formula=Text(
        zh="周期内有失误规律报告或投诉分析完成的月份 ÷ 周期的月份。",
        en="Months of the period with a pattern report or complaint analysis completed ÷ months of the period.",
    ),
    tex=r"p = \frac{|\lbrace m : \exists k, t^{comp}_k \in m \rbrace|}{M}",
    inclusion=Text(
        zh="按报告完成的月份计；文件规定按季分析的，一份报告计三个月。",
        en="By the month in which a report was completed; where the documented frequency is quarterly a report counts for "
        "three months.",
    ),
    source=cited("ISO 10002:2018 8.2", DEFAULT),
    needs={"research_activities": ("kind", "completed_on")},
    results={"months": Text(zh="有分析的月份", en="Months with an analysis")},
    headline="months",
    better="higher",
    params={"covers": Param(1, "months", "D")},
)
def patterns(ev: Evidence, p: Params) -> Iterator[Described]:
    """A report covers the month in which it was completed, and those before where it covers more."""
    start, end = ev.period
    months = range(_month(start), _month(end - dt.timedelta(days=1)) + 1)
    r = ev.research_activities
    kinds = r.kind.isin(["pattern_report", "complaint_analysis"])
    done = ev.run(
        r.filter(kinds & r.completed_on.notnull() & (r.completed_on < ibis.literal(end))).select(
            "completed_on"
        )
    )
    covered = {_month(row["completed_on"]) - back for row in done for back in range(int(p.covers))}
    yield Register("months", len(covered.intersection(months)) / len(months), len(months))


@measure(
    "M-CA-RECUR",
    title=Text(zh="措施后的复发", en="Recurrence after action"),
    formula=Text(
        zh="同类原因的失误率：措施完成后 180 天 ÷ 完成前 180 天（失误数 ÷ 服务次数），各项措施合并计算。",
        en="Failures of the same cause per episode in the 180 days after an action was closed ÷ the 180 days before it, all "
        "actions pooled.",
    ),
    tex=r"RR = \frac{\sum_a x^{after}_a / \sum_a e^{after}_a}{\sum_a x^{before}_a / \sum_a e^{before}_a}",
    inclusion=Text(
        zh="截止时完成已满 180 天、前 180 天至少有 10 次同类失误的措施，即时纠正除外；前后均须有业务量。",
        en="Actions closed for 180 days at the cut-off with 10 failures of the cause or more in the 180 days before, but for "
        "mere corrections; contact volumes must cover both.",
    ),
    source=cited(
        Text(
            zh="Przyborowski & Wilenski (1940), Biometrika 31:313，两个发生率之比的精确检验",
            en="Przyborowski & Wilenski (1940), Biometrika 31:313, exact ratio of two rates",
        ),
        DEFAULT,
    ),
    needs={
        "corrective_actions": ("cause_class", "closed_ts", "type"),
        "failures": ("cause_class", "detected_ts"),
        "contacts_volume": ("episodes", "period_month"),
    },
    results={"ratio": Text(zh="措施前后的失误率之比", en="Rate after ÷ rate before")},
    headline="ratio",
    better="lower",
    params={"window": Param(180, "d", "D"), "least": Param(10, "failures", "D")},
)
def recurrence(ev: Evidence, p: Params) -> Iterator[Described]:
    """Failures and volumes of before the period count as well: the windows reach out of it."""
    pooled = _windows(ev, dt.timedelta(days=p.window), int(p.least))
    if not pooled.actions:
        yield NotMeasurable(NO_WINDOWS(days=p.window))
        return
    yield REGRESSION()

    def ratio(row: Aggregates) -> Iterator[Cell]:
        rate = (pooled.after / pooled.exposure_after) / (pooled.before / pooled.exposure_before)
        bounds = rate_ratio(pooled.after, pooled.exposure_after, pooled.before, pooled.exposure_before)
        yield Cell(rate, pooled.after + pooled.before, bounds, "rate_ratio")

    yield Computed(
        "ratio", Rows(ev.corrective_actions), {}, lambda cases, known: {}, ratio, kind_of_cells="ratio"
    )


@dataclass(slots=True)
class _Pooled:
    """Failures and episodes before and after the actions that can be looked at."""

    actions: int = 0
    before: int = 0
    after: int = 0
    exposure_before: float = 0.0
    exposure_after: float = 0.0


def _windows(ev: Evidence, window: dt.timedelta, least: int) -> _Pooled:
    a = ev.history("corrective_actions")
    a = a.filter(a.cause_class.notnull() & a.closed_ts.notnull() & (a.type != "correction"))
    exposure = monthly_episodes(ev.history("contacts_volume"), ev)
    moments = _failures_by_cause(ev)
    pooled = _Pooled()
    for row in ev.run(a.select("cause_class", "closed_ts").order_by("closed_ts", "cause_class")):
        closed, times = row["closed_ts"], moments[row["cause_class"]]
        first, at, last = closed - window, closed, closed + window
        episodes = exposure.between(first, at), exposure.between(at, last)
        before = bisect_left(times, at) - bisect_left(times, first)
        if last > ev.cut or before < least or None in episodes:
            continue
        # A failure at the very moment of closing belongs to neither side.
        just_after = at + dt.timedelta(microseconds=1)
        pooled.actions += 1
        pooled.before += before
        pooled.after += bisect_left(times, last + dt.timedelta(microseconds=1)) - bisect_left(
            times, just_after
        )
        pooled.exposure_before += episodes[0] or 0.0
        pooled.exposure_after += episodes[1] or 0.0
    return pooled


def _failures_by_cause(ev: Evidence) -> dict[str, list[dt.datetime]]:
    """The moments of all failures of each cause, ascending."""
    f = ev.history("failures")
    found: dict[str, list[dt.datetime]] = defaultdict(list)
    for row in ev.run(
        f.filter(f.cause_class.notnull()).select("cause_class", "detected_ts").order_by("detected_ts")
    ):
        found[row["cause_class"]].append(row["detected_ts"])
    return found


def _month(day: dt.date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1
