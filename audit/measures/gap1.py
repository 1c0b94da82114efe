"""Gap 1: do managers know what customers expect, and do they listen and use what they hear?"""

from __future__ import annotations

import functools
import math
import operator
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir
import scipy  # stats is loaded when first used: it takes longer than all of numpy

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    MeanDifference,
    Minimum,
    NotMeasurable,
    Rate,
    Rows,
    Share,
)
from audit.measures.gap5 import LEAST_POINTS, MOST_POINTS, NO_WEIGHTS, dimension_mean
from audit.measures.months import months_before
from audit.measures.sources import CENSUS, DEFAULT, EXACT_POISSON, cited
from audit.measures.statistics.bounds import Bounds
from audit.text import Text, message

NO_BELIEFS = message(
    "M-NO-BELIEFS",
    zh="没有题项既请管理者判断、又询问了顾客的期望",
    en="no item was asked of managers (what customers expect) and of customers alike",
)
FEW_CUSTOMERS = message(
    "M-FEW-CUSTOMERS",
    zh="顾客答卷最少仅 {n} 份，少于 {minimum} 份",
    en="customers who answered: only {n} (at least), fewer than {minimum}",
)
TWO_SAMPLES = message(
    "M-TWO-SAMPLES",
    zh="n 为两个样本之和：管理者 {managers} 份、顾客 {customers} 份",
    en="n adds up two samples: {managers} managers and {customers} customers",
)
MANAGERS_NOT_WEIGHED = message(
    "M-MANAGERS-NO-WEIGHTS",
    zh="未请管理者分配各维度的权重",
    en="managers were not asked to weigh the dimensions",
)
BIASED_UPWARD = message(
    "M-RANK-BIASED",
    zh="管理者仅 {managers} 人：最大差异取自多个维度，人数越少越偏高",
    en="{managers} managers answered: the largest of several differences is biased upward, the more so the fewer they are",
)
NEVER_STUDIED = message(
    "M-NEVER-STUDIED", zh="从未完成过涵盖该服务的调研", en="no completed study covers this service"
)
NO_SERVICES = message("M-NO-SERVICES", zh="audit.yaml 未列出服务", en="audit.yaml names no services")

LEVELS = ("top", "middle", "front")
STUDIES = ("survey", "panel", "interview")
"""Kinds of research that ask customers what they expect."""
USABLE = (*STUDIES, "complaint_analysis", "lost_customer", "mystery")
"""Kinds of research that a decision may rest on."""
MONTH = 30.4375
"""Days in a month on average: 365.25 / 12."""

_MANAGERS, _MANAGERS_OF_MORE = 5, 10
_CUSTOMERS = 100
_INCOMPLETE = Text(zh="该维度作答不足", en="the dimension is not answered sufficiently")
_NEEDS = {"survey_managers": (), "survey_customers": ()}
_BOTH = tuple(_NEEDS)


@measure(
    "M-G1-DIM",
    title=Text(zh="各维度的认知差距", en="Knowledge gap per dimension"),
    formula=Text(
        zh="对每一维度：管理者所判断的顾客期望的均值 − 顾客期望的均值；负值表示管理者低估。",
        en="Per dimension: mean of what managers believe customers expect − mean of what customers expect; negative: managers "
        "underestimate.",
    ),
    tex=r"k_d = \bar{m}_d - \bar{x}_d, \qquad m_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} B_{ij}, "
    r"\quad x_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} E_{ij}",
    inclusion=Text(
        zh="两组均被问到的题项，必答题作答达 75% 的答卷取已作答题项的平均。管理者至少 5 人；在范围内管理者多于 10 人或人数不详时至少 10 人；"
        "顾客至少 100 份。管理者的方差乘以（1 − 作答人数 ÷ 管理者总数）。",
        en="Items asked of both; the mean of the answered items of those who answered at least 75 % of the required ones. At "
        "least 5 managers, 10 where more than 10 are in scope or their number is not declared; at least 100 customers. The "
        "variance of managers is multiplied by 1 − answered ÷ managers in scope.",
    ),
    source=cited(
        "Zeithaml, Berry & Parasuraman (1988), J. Marketing 52(2):35", "Welch (1947)", "Cochran (1977), 2.6"
    ),
    needs=_NEEDS,
    facets=("expected",),
    results={"difference": Text(zh="管理者 − 顾客", en="Managers − customers")},
    headline="difference",
    keys=("dimension",),
    better="none",
    excludes={"not_answered": _INCOMPLETE},
)
def knowledge_gaps(ev: Evidence, p: Params) -> Iterator[Described]:
    """Neither sign is good: the score falls with the distance. Two groups of people, so never paired."""
    both = beliefs_beside_expectations(ev)
    if both is None:
        yield NotMeasurable(NO_BELIEFS())
        return
    weights, managers = _mean_customer_weights(ev), ev.declared.get("people.managers")
    asked, answered = (
        ev.run(group.aggregate(**{one.id: group[one.id].count() for one in ev.survey.dimensions}))[0]
        for group in (both.filter(both.of_manager), both.filter(~both.of_manager))
    )
    if min(asked.values()) >= _MANAGERS:
        yield TWO_SAMPLES(managers=_range(asked.values()), customers=_range(answered.values()))
    if min(answered.values()) < _CUSTOMERS:
        yield FEW_CUSTOMERS(n=min(answered.values()), minimum=_CUSTOMERS)
    all_asked = managers is not None and managers <= _MANAGERS_OF_MORE
    enough = _MANAGERS if all_asked else _MANAGERS_OF_MORE
    for dimension in ev.survey.dimensions:
        value = both[dimension.id]
        yield MeanDifference(
            "difference",
            Rows(both, excluded={"not_answered": value.isnull()}, of=_BOTH),
            value,
            both.of_manager,
            population=None if managers is None else int(managers),
            key={"dimension": dimension.id},
            unit="points",
            weight=weights.get(dimension.id),
            minimum=Minimum(_MANAGERS, enough if answered[dimension.id] >= _CUSTOMERS else _CUSTOMERS),
        )


def _range(counts: Iterable[int]) -> str:
    """From the smallest to the largest count; one number where all are the same."""
    every = sorted(counts)
    return f"{every[0]:,}" if every[0] == every[-1] else f"{every[0]:,}–{every[-1]:,}"


@measure(
    "M-G1-RANK",
    title=Text(zh="重点排序的一致性", en="Agreement on priorities"),
    formula=Text(
        zh="各维度中，管理者平均权重与顾客平均权重之差绝对值的最大者（各答卷的权重先换算为合计 100）；另列各维度之差与两组次序的 Kendall tau-b。",
        en="The largest absolute difference between managers' and customers' mean weight of a dimension (each respondent's "
        "points rescaled to 100); beside it the difference per dimension and Kendall's tau-b of the two orders.",
    ),
    tex=r"W = \max_d \left| \bar{w}^{M}_d - \bar{w}^{C}_d \right|, \qquad w_{id} = \frac{100 "
    r"v_{id}}{\sum_{d} v_{id}}, \quad 90 \le \sum_{d} v_{id} \le 110",
    inclusion=Text(
        zh="权重合计在 90 至 110 之间的答卷；管理者至少 5 人，顾客至少 30 份。区间为差异最大的维度的 Welch 区间，未计入挑选最大者带来的偏差。",
        en="Respondents whose points total 90 to 110; at least 5 managers and 30 customers. The interval is Welch's of the "
        "dimension that differs most; it does not allow for its having been picked.",
    ),
    source=cited("Welch (1947)", "Kendall (1945), Biometrika 33:239 (tau-b)", DEFAULT),
    needs=_NEEDS,
    results={
        "largest": Text(zh="权重差异的最大者", en="Largest difference of weights"),
        "difference": Text(zh="管理者 − 顾客", en="Managers − customers"),
        "tau": Text(zh="两组次序的 Kendall tau-b", en="Kendall's tau-b of the two orders"),
    },
    headline="largest",
    keys=("dimension",),
    better="lower",
    excludes={
        "weights_missing": Text(zh="未分配权重", en="no weights given"),
        "weights_off": Text(zh="权重合计不在 90 至 110 之间", en="the points do not total 90 to 110"),
    },
    params={"customers": Param(30, "respondents", "D")},
)
def priorities(ev: Evidence, p: Params) -> Iterator[Described]:
    """Five ranks say little: the differences in points are to be read, not tau alone."""
    for table, missing in (("survey_customers", NO_WEIGHTS), ("survey_managers", MANAGERS_NOT_WEIGHED)):
        if not ev.weights(table):
            yield NotMeasurable(missing())
            return
    both, dimensions = weights_of_both(ev), list(ev.weights())
    managers = ev.declared.get("people.managers")
    rows = Rows(both, excluded={"weights_missing": both.missing, "weights_off": both.off}, of=_BOTH)
    minimum = Minimum(_MANAGERS, _MANAGERS)
    differences = [
        MeanDifference(
            "difference",
            rows,
            both[dimension],
            both.of_manager,
            population=None if managers is None else int(managers),
            key={"dimension": dimension},
            unit="points",
            minimum=minimum,
        )
        for dimension in dimensions
    ]
    figure = functools.partial(
        Computed,
        rows=rows,
        columns={dimension: both[dimension] for dimension in dimensions} | {"of_manager": both.of_manager},
        over=functools.partial(_moments, columns=dimensions),
        minimum=minimum,
    )
    largest = functools.partial(_largest, differences=differences, least=int(p.customers))
    yield figure("largest", compute=largest, kind_of_cells="difference", unit="points")
    yield figure(
        "tau", compute=functools.partial(_agreement, dimensions=len(dimensions)), kind_of_cells="mean"
    )
    yield from differences
    answered = ev.run(
        both.filter(both.of_manager & both[dimensions[0]].notnull()).aggregate(n=ibis._.count())
    )
    yield BIASED_UPWARD(managers=answered[0]["n"])


@measure(
    "M-G1-EXEC",
    title=Text(zh="各管理层级与顾客的距离", en="Distance by management level"),
    formula=Text(
        zh="对每一管理层级：各维度认知差距（管理者 − 顾客）绝对值的平均。",
        en="Per level of management: the mean over the dimensions of the absolute knowledge gap (managers − customers).",
    ),
    tex=r"D_\ell = \frac{1}{D} \sum_{d=1}^{D} \left| \bar{m}_{\ell d} - \bar{x}_d \right|",
    inclusion=Text(
        zh="作答规则同各维度的认知差距；每一维度至少 3 名该层级管理者作答，否则不列示。仅作描述，不计分。",
        en="Answers count as for the knowledge gap per dimension; at least 3 managers of the level in every dimension, else "
        "withheld. Descriptive, never scored.",
    ),
    source=Text(
        zh="Zeithaml, Berry & Parasuraman (1988)：管理层级为差距一的影响因素",
        en="Zeithaml, Berry & Parasuraman (1988): levels of management as an antecedent of Gap 1",
    ),
    needs={"survey_managers": ("level",), "survey_customers": ()},
    facets=("expected",),
    results={"distance": Text(zh="平均距离", en="Mean distance")},
    headline="distance",
    keys=("level",),
    better="lower",
    scored=False,
)
def distance_by_level(ev: Evidence, p: Params) -> Iterator[Described]:
    """Few managers a level: the absolute value of a chance difference is never 0, so levels are only shown."""
    both = beliefs_beside_expectations(ev)
    if both is None:
        yield NotMeasurable(NO_BELIEFS())
        return
    dimensions = [one.id for one in ev.survey.dimensions]

    def means(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        wanted: dict[str, ir.Scalar] = {}
        for group in ("", *LEVELS):
            of_group = t.level == group if group else ~t.of_manager
            for one in dimensions:
                wanted[f"mean_{group}_{one}"] = t[one].mean(where=known & of_group)
                wanted[f"n_{group}_{one}"] = (known & of_group & t[one].notnull()).sum()
        return wanted

    def distances(row: Aggregates) -> Iterator[Cell]:
        for level in LEVELS:
            n = min(row[f"n_{level}_{one}"] or 0 for one in dimensions)
            value = None
            if n and all(row[f"n__{one}"] for one in dimensions):
                apart = [abs(row[f"mean_{level}_{one}"] - row[f"mean__{one}"]) for one in dimensions]
                value = sum(apart) / len(apart)
            yield Cell(value, n, key={"level": level})

    columns = {one: both[one] for one in dimensions} | {"of_manager": both.of_manager, "level": both.level}
    yield Computed(
        "distance", Rows(both, of=_BOTH), columns, means, distances,
        kind_of_cells="mean", unit="points", minimum=Minimum(3, 3),
    )  # fmt: skip


@measure(
    "M-G1-CADENCE",
    title=Text(zh="调研频次", en="Research cadence"),
    formula=Text(
        zh="对每项服务：最近一次完成的调查、顾客小组或访谈距周期末的月数（天数 ÷ 30.4375）；另列 24 个月内调研过的服务比例与月数的中位数。",
        en="Per service: months (days ÷ 30.4375) from the last completed survey, panel or interview that covers it to the end "
        "of the period; beside it the share of services studied within 24 months, and the median.",
    ),
    tex=r"a_s = \frac{t_{end} - \max \lbrace t^{comp}_k \le t_{end} : k \text{ covers } s \rbrace}{30.4375}",
    inclusion=Text(
        zh="audit.yaml 所列的每项服务；没有完成日期的调研视为未完成，未写明服务的不涵盖任何服务；从未调研的服务视为无限久。",
        en="Every service that audit.yaml names. A study without a date of completion is not completed, one that names no "
        "service covers none; a service never studied counts as infinitely long.",
    ),
    source=cited(
        Text(
            zh="ISO 10004:2018 6.2 要求规定频次，未给出数值",
            en="ISO 10004:2018 6.2 asks for a set frequency and gives no number",
        ),
        DEFAULT,
        CENSUS,
    ),
    needs={"research_activities": ("kind", "completed_on", "services_covered")},
    results={
        "months": Text(zh="距最近一次调研的月数", en="Months since the last study"),
        "median": Text(zh="月数的中位数", en="Median of the months"),
        "within": Text(zh="期限内调研过的服务比例", en="Services studied in time"),
    },
    headline="months",
    keys=("service",),
    better="lower",
    params={"limit": Param(24, "months", "D")},
)
def cadence(ev: Evidence, p: Params) -> Iterator[Described]:
    """Items average the scores of the services, so that one service studied yearly does not hide another never studied."""
    if not ev.services:
        yield NotMeasurable(NO_SERVICES())
        return
    period_end = ev.period[1]
    r = ev.research_activities
    counts = r.kind.isin(STUDIES) & (r.completed_on <= ibis.literal(period_end))
    columns = {
        f"completed_{i}": ibis.ifelse(
            counts & r.services_covered.contains(service), r.completed_on, ibis.null("date")
        )
        for i, service in enumerate(ev.services)
    }

    def last(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        newest = {f"last_{i}": t[f"completed_{i}"].max(where=known) for i in range(len(ev.services))}
        return newest | {
            f"n_{i}": (known & t[f"completed_{i}"].notnull()).sum() for i in range(len(ev.services))
        }

    def ages(row: Aggregates) -> list[float]:
        days = (row[f"last_{i}"] for i in range(len(ev.services)))
        return [math.inf if day is None else (period_end - day).days / MONTH for day in days]

    def months(row: Aggregates) -> Iterator[Cell]:
        for i, (service, age) in enumerate(zip(ev.services, ages(row), strict=True)):
            yield _age(age, row[f"n_{i}"] or 0, key={"service": service})
        yield _age(statistics.median(ages(row)), len(ev.services), result="median")

    def within(row: Aggregates) -> Iterator[Cell]:
        in_time = sum(age <= p.limit for age in ages(row))
        yield Cell(in_time / len(ev.services), len(ev.services))

    yield Computed("months", Rows(r), columns, last, months, kind_of_cells="mean", unit="months")
    yield Computed("within", Rows(r), columns, last, within, kind_of_cells="share")


@measure(
    "M-G1-USE",
    title=Text(zh="调研结果的应用", en="Use of research in decisions"),
    formula=Text(
        zh="截至周期末 24 个月内完成的调研中，至少用于一项决策或措施的比例。",
        en="Of the studies completed in the 24 months to the end of the period, the share used in at least one decision or action.",
    ),
    tex=r"u = \frac{\sum_k \mathbf{1}[|U_k| \ge 1] \mathbf{1}[t_{end} - 24m \lt t^{comp}_k \le "
    r"t_{end}]}{\sum_k \mathbf{1}[t_{end} - 24m \lt t^{comp}_k \le t_{end}]}",
    inclusion=Text(
        zh="调查、顾客小组、访谈、投诉分析、流失顾客调研和神秘顾客；“用于何处”须写有决策或措施编号，空白为未应用。至少 3 项调研。",
        en="Surveys, panels, interviews, complaint analyses, lost-customer research and mystery shopping; “used in” must give "
        "the number of a decision or action, empty means not used. At least 3 studies.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"research_activities": ("kind", "completed_on", "used_in")},
    results={"used": Text(zh="得到应用的比例", en="Used in a decision")},
    headline="used",
    better="higher",
    params={"months": Param(24, "months", "D")},
)
def research_used(ev: Evidence, p: Params) -> Iterator[Described]:
    """Whether the decision cites the study is for the reviewer to trace: decisions have no table."""
    end = ev.period[1]
    r = ev.research_activities
    recent = (r.completed_on > ibis.literal(months_before(end, int(p.months)))) & (
        r.completed_on <= ibis.literal(end)
    )
    studies = r.filter(r.kind.isin(USABLE) & recent)
    yield Share("used", Rows(studies), (studies.used_in.length() > 0).fill_null(False), minimum=Minimum(3, 3))


@measure(
    "M-G1-UP",
    title=Text(zh="自下而上的沟通", en="Upward communication events"),
    formula=Text(
        zh="周期内召开的上行沟通会中，记录了决策的比例；另列每百名一线员工每月的次数。",
        en="Of the upward meetings held in the period, the share with a recorded decision; beside it meetings per 100 "
        "front-line staff and month.",
    ),
    tex=r"s = \frac{1}{n} \sum_{k=1}^{n} \mathbf{1}[\text{decided}_k], \qquad \lambda = 100 \frac{n}{N "
    r"\cdot \text{months}}",
    inclusion=Text(
        zh="类型为上行沟通会的活动；没有日期的予以排除并计数；未注明是否记录决策的视为没有。至少 5 次。",
        en="Activities of the kind upward meeting; those without a date are left out and counted; where nothing is said of a "
        "decision there was none. At least 5 meetings.",
    ),
    source=cited(DEFAULT, "Wilson (1927)", EXACT_POISSON),
    needs={"research_activities": ("kind", "completed_on", "decision_recorded")},
    results={
        "decided": Text(zh="记录了决策的比例", en="With a recorded decision"),
        "rate": Text(zh="每百名一线员工每月的次数", en="Meetings per 100 front-line staff and month"),
    },
    headline="decided",
    better="higher",
    excludes={"no_date": Text(zh="没有日期", en="no date")},
)
def upward_meetings(ev: Evidence, p: Params) -> Iterator[Described]:
    """A meeting that decides nothing is held, not heard: the share is scored, the rate only shown."""
    start, end = ev.period
    meetings = ev.research_activities.filter(ibis._.kind == "upward_meeting")
    held = meetings.completed_on
    inside = (held >= ibis.literal(start)) & (held < ibis.literal(end))
    meetings = meetings.filter(inside | held.isnull())
    rows = Rows(meetings, excluded={"no_date": meetings.completed_on.isnull()})
    decided = meetings.decision_recorded.fill_null(False)
    yield Share("decided", rows, decided, minimum=Minimum(5, 5))
    staff = ev.declared.get("people.front_line")
    if staff:
        exposure = staff * (end - start).days / MONTH
        yield Rate("rate", rows, exposure, 100.0, unit="per_100_staff_months")


def beliefs_beside_expectations(ev: Evidence) -> ir.Table | None:
    """Managers and customers, one row each, with a column per dimension: what managers believe customers expect,
    and what customers expect. ``of_manager`` tells them apart; ``level`` is null for customers.

    Null where the 75 % rule is not met; None where no item was asked of both.
    """
    beliefs, expected = ev.beliefs(), ev.answers("expected")
    asked = beliefs.keys() & expected.keys()
    if not asked:
        return None

    def means(table: ir.Table, answers: Mapping[str, ir.NumericValue], level: ir.Value) -> ir.Table:
        of_both = {item: answer for item, answer in answers.items() if item in asked}
        dimensions = {one.id: dimension_mean(ev, one, of_both) for one in ev.survey.dimensions}
        is_manager = ibis.literal(answers is beliefs)
        return table.select("_file", "_row", of_manager=is_manager, level=level, **dimensions)

    def build() -> ir.Table:
        m, c = ev.survey_managers, ev.survey_customers
        return means(m, beliefs, m.level).union(means(c, expected, ibis.null("string")))

    return ev.derived("beliefs_beside_expectations", build)


def weights_of_both(ev: Evidence) -> ir.Table:
    """Managers and customers, one row each, with the weight of every dimension in points, their total made 100.

    ``of_manager`` tells them apart. Weights are null where none were given (``missing``) or their total is
    not near 100 (``off``). Both groups must have been asked.
    """
    return ev.derived(
        "weights_of_both", lambda: _weights(ev, "survey_managers").union(_weights(ev, "survey_customers"))
    )


def _weights(ev: Evidence, table: str) -> ir.Table:
    points = ev.weights(table)
    missing = functools.reduce(operator.and_, [one.isnull() for one in points.values()])
    total = functools.reduce(operator.add, [one.fill_null(0.0) for one in points.values()])
    off = ~missing & ((total < LEAST_POINTS) | (total > MOST_POINTS))
    nothing = ibis.null("float64")
    rescaled = {
        name: ibis.ifelse(missing | off, nothing, 100.0 * one.fill_null(0.0) / total.nullif(0.0))
        for name, one in points.items()
    }
    of_manager = ibis.literal(table == "survey_managers")
    return ev.table(table).select(
        "_file", "_row", of_manager=of_manager, missing=missing, off=off, **rescaled
    )


def _mean_customer_weights(ev: Evidence) -> dict[str, float]:
    """Dimension -> its mean weight in points; empty where customers were not asked, or none answered well."""
    names = list(ev.weights())
    if not names:
        return {}
    customers = _weights(ev, "survey_customers")
    row = ev.run(customers.aggregate(**{name: customers[name].mean() for name in names}))[0]
    return {name: float(value) for name, value in row.items() if value is not None}


def _moments(t: ir.Table, known: ir.BooleanValue, columns: Sequence[str]) -> dict[str, ir.Scalar]:
    """Mean and standard deviation of every column among managers (``in``) and customers (``out``)."""
    sides = {"in": known & t.of_manager, "out": known & ~t.of_manager}
    wanted: dict[str, ir.Scalar] = {"size": sides["in"].sum()}
    for i, name in enumerate(columns):
        for side, where in sides.items():
            wanted[f"mean_{side}{i}"] = t[name].mean(where=where)
            wanted[f"sd_{side}{i}"] = t[name].std(where=where, how="sample")
    return wanted


def _largest(row: Aggregates, differences: Sequence[MeanDifference], least: int) -> Iterator[Cell]:
    """The difference furthest from 0, without its sign."""
    n, managers = row["n"], row["size"] or 0
    if n - managers < least:
        yield Cell(None, n, reason=FEW_CUSTOMERS(n=n - managers, minimum=least))
        return
    if not managers:
        yield Cell(None, 0)
        return
    cells: list[Cell] = []
    for i, one in enumerate(differences):
        own = {name: row[f"{name}{i}"] for name in ("mean_in", "sd_in", "mean_out", "sd_out")}
        cells += one.cells({"n": n, "size": managers, **own}, {})
    apart, furthest = max(((abs(one.value or 0.0), one) for one in cells), key=operator.itemgetter(0))
    yield Cell(apart, n, _absolute(furthest.bounds), "welch", smallest=managers)


def _absolute(bounds: Bounds | None) -> Bounds | None:
    """The interval of a difference without its sign, from that of the difference."""
    if bounds is None or bounds.low is None or bounds.high is None:
        return bounds
    ends = sorted((abs(bounds.low), abs(bounds.high)))
    return Bounds(0.0 if bounds.low <= 0 <= bounds.high else ends[0], ends[1])


def _agreement(row: Aggregates, dimensions: int) -> Iterator[Cell]:
    n, managers = row["n"], row["size"] or 0
    smaller = min(managers, n - managers)
    if not smaller or dimensions < 2:
        yield Cell(None, n, smallest=smaller)
        return
    theirs, customers = ([row[f"mean_{side}{i}"] for i in range(dimensions)] for side in ("in", "out"))
    tau = float(scipy.stats.kendalltau(theirs, customers, variant="b").statistic)
    # A group that weighs all dimensions alike has no order to agree with.
    yield Cell(None if math.isnan(tau) else tau, n, smallest=smaller)


def _age(months: float, n: int, *, key: Mapping[str, str] | None = None, result: str | None = None) -> Cell:
    """An age in months; of what never happened it lies beyond every number."""
    never = math.isinf(months)
    return Cell(
        None if never else months,
        n,
        key=key or {},
        result=result,
        beyond=never,
        reason=NEVER_STUDIED() if never else None,
    )
