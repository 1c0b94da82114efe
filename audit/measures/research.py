"""Gap 1: does the organisation listen to its customers and its staff, and use what it hears?"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Minimum, NotMeasurable, Rate, Rows, Share
from audit.measures.months import months_before
from audit.measures.sources import CENSUS, DEFAULT, EXACT_POISSON, cited
from audit.text import Text, message

NEVER_STUDIED = message(
    "M-NEVER-STUDIED", zh="从未完成过涵盖该服务的调研", en="no completed study covers this service"
)
NO_SERVICES = message("M-NO-SERVICES", zh="audit.yaml 未列出服务", en="audit.yaml names no services")

STUDIES = ("survey", "panel", "interview")
"""Kinds of research that ask customers what they expect."""
USABLE = (*STUDIES, "complaint_analysis", "lost_customer", "mystery")
"""Kinds of research that a decision may rest on."""
MONTH = 30.4375
"""Days in a month on average: 365.25 / 12."""


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
