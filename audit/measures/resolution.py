"""How complaints are resolved: answered in time, at once, by few hands, without leaving anyone in the dark."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.evidence.dataset import Evidence
from audit.measures.complaint_times import (
    CHANNEL_AND_SITE,
    DUE_MOVED,
    NOT_YET_DUE,
    by_due,
    complaint_hours,
    due,
    wait,
    within_target,
)
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Frequencies,
    Mean,
    Minimum,
    NotMeasurable,
    Rows,
    Share,
    TimeToEvent,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.survival import kaplan_meier
from audit.measures.statistics.survival_bootstrap import ordered_bounds, resampled_quantiles
from audit.text import Text, message

NONE_LATE = message("M-NONE-LATE", zh="周期内没有逾期的投诉", en="no complaint of the period was late")
NO_LOSSES = message(
    "M-NO-LOSSES",
    zh="没有投诉对应到有损失金额的失误",
    en="no complaint belongs to a failure with a loss",
)
REST_OPEN = message(
    "M-REST-OPEN",
    zh="其余投诉在最长观察时间内也未达到 P90，两组无法相比",
    en="the other complaints do not reach their P90 within the longest time seen either: the groups cannot be compared",
)

OUTSIDE = ("adr", "regulator", "court", "media")
"""Where a complaint goes when it leaves the organisation."""

_SLOW = 0.9
_TARGETS = cited(Text(zh="本工具的默认目标值", en="default targets of this toolkit"), "Wilson (1927)")


@measure(
    "M-FRT",
    title=Text(zh="首次实质答复时间", en="Time to the first substantive response"),
    formula=Text(
        zh="受理后在时限内得到首次答复或办结的投诉 ÷ 截止时已到答复期限的投诉。另列用时的中位数、P90 及完成曲线（Kaplan-Meier）。",
        en="Complaints answered or resolved within the target ÷ complaints whose target had passed by the cut-off. Median, "
        "P90 and curve of the time by Kaplan-Meier.",
    ),
    tex=r"f = \frac{\sum_i \mathbf{1}[\min(t^{resp}_i, t^{res}_i) - t^{rec}_i \le h] \mathbf{1}[t^{rec}_i "
    r"+ h \le T]}{\sum_i \mathbf{1}[t^{rec}_i + h \le T]}",
    inclusion=Text(
        zh="截止时已到期的全部投诉，不论结果如何，撤回、驳回者亦计入；自动回执不算答复；未到期者不计，即使已提前答复。",
        en="All complaints due by the cut-off whatever their outcome, withdrawn and rejected ones included; automatic "
        "receipts are no answer; those not yet due are left out even when answered early.",
    ),
    source=cited(_TARGETS, "Kaplan & Meier (1958)"),
    needs={"complaints": ("received_ts", "first_response_ts", "resolved_ts")},
    results={
        "within_target": Text(zh="按时答复的比例", en="Answered within the target"),
        "hours": Text(zh="答复用时", en="Time to the answer"),
    },
    headline="within_target",
    keys=("quantile",),
    better="higher",
    excludes={"not_yet_due": NOT_YET_DUE},
    params={"target": Param(72, "h", "D", declared="targets.respond_h")},
)
def first_response(ev: Evidence, p: Params) -> Iterator[Described]:
    """A resolution without a word before it is an answer too."""
    c = complaint_hours(ev)
    yield from within_target(c, c.answered_h, p.target)


@measure(
    "M-FCR",
    title=Text(zh="首次联系解决率", en="First-contact resolution"),
    formula=Text(
        zh="首次联系即解决、已办结且未重新打开的投诉 ÷ 截止时受理已满 30 天的全部投诉。",
        en="Complaints resolved at the first contact and never reopened ÷ all complaints received 30 days before the "
        "cut-off.",
    ),
    tex=r"f = \frac{\sum_i \mathbf{1}[\text{first contact}_i] \mathbf{1}[t^{res}_i \le T] "
    r"\mathbf{1}[\text{reopened}_i = 0] \mathbf{1}[t^{rec}_i + 30d \le T]}{\sum_i \mathbf{1}[t^{rec}_i "
    r"+ 30d \le T]}",
    inclusion=Text(
        zh="受理已满 30 个日历日的全部投诉，未结、撤回者亦计入（计为未解决）。未登记是否首次解决的，以联系次数为 1 代之；两者均无的已办结投诉计为结果不明；已办结而未登记重开次数的视为未重开。",
        en="All complaints received 30 calendar days before the cut-off; open and withdrawn ones count as not resolved. "
        "Without a mark, a single contact stands for it; a resolved complaint with neither is unknown; no entry of "
        "reopenings means none.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"complaints": ("received_ts", "resolved_ts")},
    results={"at_first_contact": Text(zh="首次联系解决的比例", en="Resolved at the first contact")},
    headline="at_first_contact",
    better="higher",
    excludes={"not_yet_due": Text(zh="受理未满 30 天", en="received less than 30 days before the cut-off")},
    params={"after": Param(30, "d", "D")},
)
def first_contact(ev: Evidence, p: Params) -> Iterator[Described]:
    """What is not resolved was not resolved at the first contact, whatever else is not known of it."""
    if not any(ev.handed_over("complaints", one) for one in ("resolved_first_contact", "contacts_needed")):
        yield NotMeasurable(ev.why_not("complaints", "resolved_first_contact"))
        return
    c = ev.complaints
    at_once = ibis.coalesce(c.resolved_first_contact, c.contacts_needed == 1)
    resolved = (c.resolved_ts <= ev.as_of).fill_null(False)
    stayed = c.reopened_count.fill_null(0) == 0
    young = ev.hours(c.received_ts, ev.as_of, "calendar") < p.after * 24
    rows = Rows(c, excluded={"not_yet_due": young})
    yield Share("at_first_contact", rows, at_once & resolved & stayed, by=CHANNEL_AND_SITE)


@measure(
    "M-TRANS",
    title=Text(zh="投诉转办次数", en="Transfers per complaint"),
    formula=Text(
        zh="转办两次及以上的投诉 ÷ 登记了转办次数的投诉；另列平均转办次数。",
        en="Complaints transferred twice or more ÷ complaints with a number of transfers; the mean beside it.",
    ),
    tex=r"q = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[x_i \ge 2], \qquad \bar{x} = \frac{1}{n} "
    r"\sum_{i=1}^{n} x_i",
    inclusion=Text(
        zh="周期内受理的全部投诉，未结者以截至目前的次数计；未登记次数的计为结果不明。少于 30 件或分布偏斜时，平均次数另给自助法区间。",
        en="All complaints of the period, open ones with their count so far; without a count the outcome is unknown. With "
        "fewer than 30, or where skewed, the mean gets a bootstrap interval as well.",
    ),
    source=cited(DEFAULT, "Wilson (1927)", "Efron & Tibshirani (1993)"),
    needs={"complaints": ("transfers",)},
    results={
        "often": Text(zh="转办两次及以上的比例", en="Transferred twice or more"),
        "transfers": Text(zh="平均转办次数", en="Mean number of transfers"),
        "transfers_bootstrap": Text(
            zh="平均转办次数（自助法区间）", en="Mean number of transfers (bootstrap interval)"
        ),
    },
    headline="often",
    better="lower",
    params={"often": Param(2, "transfers", "D")},
)
def transfers(ev: Evidence, p: Params) -> Iterator[Described]:
    """Every hand-over is a customer who explains the case anew."""
    c = ev.complaints
    yield Share("often", Rows(c), c.transfers >= p.often, by=CHANNEL_AND_SITE)
    yield Mean("transfers", Rows(c), c.transfers, unit="transfers", bootstrap_seed=ev.seed)


@measure(
    "M-DELAYINF",
    title=Text(zh="延期告知率", en="Customers told of a delay"),
    formula=Text(
        zh="到期前已告知延期的逾期投诉 ÷ 逾期投诉。",
        en="Late complaints whose customer was told of the delay by the due time ÷ late complaints.",
    ),
    tex=r"e = \frac{\sum_{i \in L} \mathbf{1}[t^{told}_i \le d_i]}{|L|}, \qquad L = \lbrace i : d_i \le T, "
    r"t^{res}_i \gt d_i \rbrace",
    inclusion=Text(
        zh="截止时已到期、到期前未办结的投诉；期限为登记的应办结时刻，未登记者为受理时刻加办结时限。未登记告知时间的计为未告知。",
        en="Complaints due by the cut-off and not resolved by then; due is the recorded due time, else receipt plus the "
        "target. No entry means that nobody was told.",
    ),
    source=cited(Text(zh="依 ISO 10002:2018 7.5 的精神", en="ISO 10002:2018 7.5, in spirit"), _TARGETS),
    needs={"complaints": ("received_ts", "resolved_ts", "delay_informed_ts")},
    results={"told": Text(zh="已告知的比例", en="Told of the delay")},
    headline="told",
    better="higher",
    excludes={"due_moved": DUE_MOVED},
    params={"target": Param(360, "h", "D", declared="targets.resolve_h")},
)
def delay_explained(ev: Evidence, p: Params) -> Iterator[Described]:
    """Told after the due time is told too late."""
    c = complaint_hours(ev)
    when = due(ev, c, p.target)
    late = c.filter(when.passed & ~when.in_time)
    if not ev.run(late.aggregate(n=late.count()))[0]["n"]:
        yield NotMeasurable(NONE_LATE())
        return
    rows = Rows(late, excluded={"due_moved": due(ev, late, p.target).moved})
    told = by_due(late, late.delay_informed_ts, late.informed_h, p.target)
    yield Share("told", rows, told, by=CHANNEL_AND_SITE)


@measure(
    "M-CAPRES",
    title=Text(zh="高损失投诉的等待", en="Waiting of high-loss cases"),
    formula=Text(
        zh="损失最高的一成投诉办结用时的 P90 ÷ 其余投诉的 P90（均为 Kaplan-Meier）。",
        en="P90 of the time to resolution of the complaints with the highest tenth of losses ÷ P90 of the rest, both by "
        "Kaplan-Meier.",
    ),
    tex=r"\rho = \frac{P_{90}(w_i : \ell_i \ge Q_{0.9}(\ell))}{P_{90}(w_i : \ell_i \lt Q_{0.9}(\ell))}",
    inclusion=Text(
        zh="对应失误的损失金额大于零的投诉；损失不低于第 90 百分位（7 型）者为高损失，相等者一并计入；两组各须 30 件。高损失组未达到 P90 而其余达到的，比值视为无穷大；其余投诉亦未达到的，不作比较。",
        en="Complaints whose failure has a loss above zero; high is a loss at or above the 90th percentile (type 7), ties "
        "included; 30 in each group. Where the high losses do not reach their P90 and the rest do, the ratio counts as "
        "infinite; where the rest do not either, nothing is compared.",
    ),
    source=cited("Kaplan & Meier (1958)", "Efron (1981), JASA 76:312", DEFAULT),
    needs={
        "complaints": ("failure_id", "received_ts", "resolved_ts"),
        "failures": ("failure_id", "loss_amount"),
    },
    results={
        "ratio": Text(zh="P90 之比", en="Ratio of the P90"),
        "hours": Text(zh="办结用时", en="Time to resolution"),
    },
    headline="ratio",
    keys=("quantile", "loss"),
    better="lower",
    params={"high": Param(0.90, "quantile", "D")},
)
def high_losses(ev: Evidence, p: Params) -> Iterator[Described]:
    """Whoever lost most should not wait longest."""
    failures = ev.history("failures")
    losses = failures.filter(failures.loss_amount > 0).select("failure_id", "loss_amount")
    c = complaint_hours(ev).inner_join(losses, "failure_id")
    limit = ev.run(c.aggregate(limit=c.loss_amount.quantile(p.high)))[0]["limit"]
    if limit is None:
        yield NotMeasurable(NO_LOSSES())
        return
    waited = wait(c)
    c = c.mutate(hours=waited.hours, ended=~waited.censored, high=c.loss_amount >= limit)
    yield _ratio_of_waits(ev, c)
    for group, part in (("high", c.filter(c.high)), ("rest", c.filter(~c.high))):
        yield TimeToEvent(
            "hours",
            Rows(part),
            part.hours,
            censored=~part.ended,
            q=(_SLOW,),
            not_reached=NOT_REACHED,
            key={"loss": group},
            unit="h",
        )


def _ratio_of_waits(ev: Evidence, c: ir.Table) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        n, high = row["n"], row["high"] or 0
        counted = ev.columns(c.group_by("hours", "ended", "high").aggregate(cases=c.count()))
        yield _compared(counted, n, min(high, n - high), ev.seed)

    return Computed(
        "ratio",
        Rows(c),
        {"high": c.high},
        lambda cases, known: {"high": cases.high.sum()},
        compute,
        kind_of_cells="ratio",
        minimum=Minimum(5, 30),
    )


def _compared(counted: Frequencies, n: int, smallest: int, seed: int) -> Cell:
    """The ratio of the two P90, from the complaints counted by hours, end and group."""
    if not smallest:
        return Cell(None, n, smallest=0)
    high, rest = (_slow(counted, counted["high"] == group) for group in (True, False))
    if rest is None:
        return Cell(None, n, smallest=smallest, reason=REST_OPEN())
    if high is None:
        return Cell(None, n, smallest=smallest, reason=NOT_REACHED(), beyond=True)
    if not rest:
        return Cell(None, n, smallest=smallest)
    groups = np.where(counted["high"], 0, 1)
    drawn = resampled_quantiles(counted["hours"], counted["ended"], groups, counted["cases"], _SLOW, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        bounds = ordered_bounds(drawn[:, 0] / drawn[:, 1])
    return Cell(high / rest, n, bounds, "bootstrap", smallest=smallest)


def _slow(counted: Frequencies, where: npt.NDArray[np.bool_]) -> float | None:
    """The P90 of one group; None where the curve does not reach it."""
    hours, ended, cases = (counted[name][where] for name in ("hours", "ended", "cases"))
    return kaplan_meier(hours, np.where(ended, cases, 0), np.where(ended, 0, cases)).quantile(_SLOW)


@measure(
    "M-ESC",
    title=Text(zh="本可避免的外部升级", en="Avoidable external escalation"),
    formula=Text(
        zh="本可避免的外部升级 ÷ 投诉；外部升级指转至外部争议解决机构、监管、法院或媒体；升级时已过期限而未按期办结，或外部结论支持（含部分支持）顾客的，属本可避免。另列外部升级的总比例，不计分。",
        en="Avoidable external escalations ÷ complaints; external is dispute resolution, regulator, court or media; avoidable "
        "where the due time had passed unresolved when the case escalated, or the outside decision was for the customer, in "
        "part too. The total share is shown, not scored.",
    ),
    tex=r"e = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{external}_i] \max(\mathbf{1}[t^{esc}_i \gt d_i, "
    r"t^{res}_i \gt d_i], \mathbf{1}[\text{decided for the customer}_i])",
    inclusion=Text(
        zh="周期内受理的全部投诉；未登记升级去向的计为结果不明，未登记升级时间且外部结论不支持顾客的亦然；外部结论未决的，待有结论后计入。为顾客提供外部渠道是义务，不是过错。",
        en="All complaints of the period; where no escalation is recorded, not even “none”, the outcome is unknown, likewise "
        "where its time is missing and the decision was not for the customer; pending decisions are counted later. Offering "
        "an outside body is a duty, not a fault.",
    ),
    source=cited(
        Text(zh="ISO 10003:2018（外部争议解决）", en="ISO 10003:2018 (outside dispute resolution)"), _TARGETS
    ),
    needs={"complaints": ("received_ts", "resolved_ts", "escalated_to")},
    results={
        "avoidable": Text(zh="本可避免的外部升级", en="Avoidable external escalations"),
        "external": Text(zh="全部外部升级", en="All external escalations"),
    },
    headline="avoidable",
    better="lower",
    excludes={"due_moved": DUE_MOVED},
    params={"target": Param(360, "h", "D", declared="targets.resolve_h")},
)
def escalation(ev: Evidence, p: Params) -> Iterator[Described]:
    """Fewer escalations are no aim: only those that an earlier or better answer would have spared."""
    c = complaint_hours(ev)
    when = due(ev, c, p.target)
    later = (c.escalated_ts > ev.as_of).fill_null(False)
    external = c.escalated_to.isin(OUTSIDE) & ~later
    overdue = ~by_due(c, c.escalated_ts, c.escalated_h, p.target) & ~when.in_time
    overdue = ibis.ifelse(c.escalated_ts.notnull(), overdue, ibis.null("boolean"))
    decided = c.external_decision.isin(["for_customer", "partly"]).fill_null(False)
    avoidable = ibis.ifelse(c.escalated_to.notnull(), external & (decided | overdue), ibis.null("boolean"))
    yield Share("avoidable", Rows(c, excluded={"due_moved": when.moved}), avoidable, by=CHANNEL_AND_SITE)
    yield Share("external", Rows(c), external)
