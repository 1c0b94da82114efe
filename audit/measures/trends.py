"""Do failures fall over time, while hearing stays open?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.exposure import monthly_episodes, next_month
from audit.measures.figures import Aggregates, Cell, Computed, NotMeasurable, Register, Rows
from audit.measures.sources import cited
from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.proportions import newcombe_difference
from audit.measures.statistics.trend import Trend, quasi_poisson
from audit.text import Text, message

TOO_SHORT = message(
    "M-TREND-SHORT",
    zh="仅有 {months} 个月、{failures} 起失误，不足 {least_months} 个月、{least} 起，无法判断趋势",
    en="too few for a trend (months: {months}, failures: {failures}): {least_months} months and {least} failures are "
    "needed",
)
CUSTOMERS_FIND_MORE = message(
    "G-HEARING",
    zh="由顾客发现的失误所占比例显著上升，组织自身的发现能力可能下降，趋势只列示、不计分",
    en="the share of failures that customers found has risen significantly: the organisation may be finding less itself, "
    "and the trend is shown, not scored",
    mend=Text(
        zh="增加记录无济于事：须先查明由顾客发现的失误为何增多，待该比例不再显著上升",
        en="more records do not help: why customers find more failures has to be looked into, until that share no longer rises",
    ),
)
UNSETTLED = message(
    "G-TREND-UNSETTLED",
    zh="失误率之比的区间（{low} 至 {high}）过宽，既不能说明下降，也不能说明平稳或上升，趋势只列示、不计分",
    en="the interval of the rate ratio ({low} to {high}) is too wide to tell a fall from a steady rate or a rise: the trend "
    "is shown, not scored",
    mend=Text(
        zh="纳入更多月份的失误和服务次数，或改由审查员评级",
        en="hand over more months of failures and episodes, or let the reviewer rate it",
    ),
)

FALLING, STEADY, RISING = 100.0, 60.0, 20.0
"""Points of a trend by what its interval shows; a steady rate just meets the requirement."""


@measure(
    "M-TREND",
    title=Text(zh="失误趋势", en="Failure trend"),
    formula=Text(
        zh="每月失误数对时间的拟泊松对数线性回归，以服务次数的对数为偏移量：一年后的失误率 ÷ 现在的失误率。"
        "区间上限低于 1 为下降（100 分），区间含 1 且上限不超过 1.25 为平稳（60 分），下限高于 1 为上升（20 分）；其余无法判断，不计分。",
        en="Quasi-Poisson log-linear regression of monthly failures on time, with log episodes as the offset: the rate a year "
        "on ÷ the rate now. It falls where the interval ends below 1 (100 points), is steady where the interval holds 1 and "
        "ends at 1.25 or less (60), and rises where the interval begins above 1 (20); otherwise nothing is told, and nothing "
        "scored.",
    ),
    tex=r"\ln \operatorname{E}(x_m) = \ln e_m + \beta_0 + \beta_1 t_m, \qquad RR = e^{\beta_1}, \quad "
    r"\operatorname{Var}(x_m) = \phi \operatorname{E}(x_m)",
    inclusion=Text(
        zh="周期内有服务次数的整月，至少 12 个月、50 起失误；登记口径须未改变。",
        en="Months of the period with episodes, 12 or more with 50 failures or more; the rules of logging must not have "
        "changed.",
    ),
    source=cited(
        "McCullagh & Nelder (1989), Generalized Linear Models, 4.5, 9.2",
        Text(zh="Newcombe (1998)，用于放行条件", en="Newcombe (1998) for the gate"),
    ),
    needs={"failures": ("detected_ts",), "contacts_volume": ("episodes", "period_month")},
    results={
        "ratio": Text(zh="每年的失误率之比", en="Rate ratio per year"),
        "points": Text(zh="趋势得分", en="Points of the trend"),
    },
    headline="points",
    better="higher",
    excludes={"no_volume": Text(zh="该月没有服务次数", en="no episodes are on record for the month")},
    params={
        "months": Param(12, "months", "D"),
        "failures": Param(50, "failures", "D"),
        "most_steady": Param(1.25, "1", "D"),
    },
)
def trend(ev: Evidence, p: Params) -> Iterator[Described]:
    """Less hearing is not fewer failures: hence the gate."""
    known = monthly_episodes(ev.contacts_volume, ev)
    months = [month for month in _months(*ev.period) if known.months.get(month)]
    f = ev.failures.mutate(month=ibis._.detected_ts.truncate("M").date())
    rows = ev.run(f.group_by("month").aggregate(cases=ibis._.count(), customers=_by_customers(ev, f)))
    counts = {row["month"]: row for row in rows}
    cases = [counts[month]["cases"] if month in counts else 0 for month in months]
    if len(months) < p.months or sum(cases) < p.failures:
        said = TOO_SHORT(months=len(months), failures=sum(cases), least_months=p.months, least=p.failures)
        yield NotMeasurable(said)
        return
    times = [(month.year * 12 + month.month) / 12 for month in months]
    found = quasi_poisson(cases, [known.months[month] for month in months], times)
    in_month = f.month.isin(months)
    yield _ratio(Rows(f, excluded={"no_volume": ~in_month}), found)
    if ev.handed_over("failures", "detected_by") and _customers_find_more(
        [counts.get(month) for month in months]
    ):
        yield CUSTOMERS_FIND_MORE()
    if found is None:
        return
    points = _points(found.bounds, p.most_steady)
    unsettled = None if points else UNSETTLED(low=found.bounds.low, high=found.bounds.high)
    yield Register("points", points, sum(cases), kind="mean", reason=unsettled)
    if unsettled:
        yield unsettled


def _points(bounds: Bounds, most_steady: float) -> float | None:
    """What the interval of the ratio shows; None where it shows nothing."""
    low, high = bounds
    if high is not None and high < 1:
        return FALLING
    if low is not None and low > 1:
        return RISING
    return STEADY if high is not None and high <= most_steady else None


def _by_customers(ev: Evidence, f: ibis.Table) -> ibis.Scalar:
    return (
        (f.detected_by == "customer").sum() if ev.handed_over("failures", "detected_by") else ibis.literal(0)
    )


def _ratio(rows: Rows, found: Trend | None) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        if found is None:
            yield Cell(None, row["n"])
        else:
            yield Cell(found.ratio, row["n"], found.bounds, "quasi_poisson")

    return Computed("ratio", rows, {}, lambda cases, known: {}, compute, kind_of_cells="ratio")


def _customers_find_more(months: list[dict[str, int] | None]) -> bool:
    """Whether their share is higher in the second half of the months, beyond chance."""
    half = len(months) // 2
    first, second = (
        [sum(month[name] or 0 for month in part if month) for name in ("customers", "cases")]
        for part in (months[:half], months[-half:])
    )
    low = newcombe_difference(second[0], second[1], first[0], first[1]).low
    return low is not None and low > 0


def _months(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The first days of the months that lie wholly within a period; its end is exclusive."""
    month = start if start.day == 1 else next_month(start)
    while next_month(month) <= end:
        yield month
        month = next_month(month)
