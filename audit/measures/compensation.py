"""Compensation: does it fit the loss, is it alike for like cases and for all customers, what does it cost?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.evidence.dataset import Evidence
from audit.measures.cases import cases, tables_of_cases
from audit.measures.complaint_times import complaint_hours, wait
from audit.measures.content import failures_with_actions
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.exposure import monthly_episodes
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Frequencies,
    Minimum,
    NotMeasurable,
    Quantiles,
    Rows,
    Share,
)
from audit.measures.sources import CONSTRUCT, DEFAULT, cited
from audit.measures.statistics.bootstrap import percentile_bounds, resampled_means
from audit.measures.statistics.proportions import wilson
from audit.measures.statistics.survival import kaplan_meier
from audit.measures.statistics.survival_bootstrap import ordered_bounds, resampled_quantiles
from audit.text import Text, message

NO_EPISODES = message("M-NO-EPISODES", zh="没有服务次数", en="no episodes are on record")
NO_BANDS = message(
    "M-NO-VALUE-CELLS",
    zh="没有一个严重程度组在高、低两个价值层级均达到 {least} 件投诉",
    en="in no group of severity do the high and the low band both have {least} complaints",
)

_ABSENT_LOSS = Text(zh="没有损失金额", en="without a loss")
_DIGITS = 9


@measure(
    "M-COMPFIT",
    title=Text(zh="补偿与损失相称", en="Compensation fit"),
    formula=Text(
        zh="补偿金额与损失之比在 0.8 至 1.5 之间的失误 ÷ 有损失的失误；补偿金额为该案各项补救之和。另按严重程度列示该比值的中位数、P10、P90 和变异系数。",
        en="Failures with compensation of 0.8 to 1.5 times the loss ÷ failures with a loss; compensation is the sum over the "
        "recovery acts of the case. Median, P10, P90 and coefficient of variation of the ratio by severity.",
    ),
    tex=r"f = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}\left[ 0.8 \le \frac{\sum_{a \in A_i} m_a}{\ell_i} \le "
    r"1.5 \right]",
    inclusion=Text(
        zh="周期内原因在组织、损失大于零的失误；没有补救的比值为 0；有物质补救而未登记金额的计为结果不明。免费纠正、全额更换按其价值登记。",
        en="Failures of the period with a loss above zero whose cause lies with the organisation; without any act the ratio is "
        "0; tangible repair without an amount is unknown. Free correction and full replacement are entered at their value.",
    ),
    source=cited(
        Text(
            zh="Gelbrich, Gäthke & Grégoire (2015), J. Service Research 18:107（增益递减）",
            en="Gelbrich, Gäthke & Grégoire (2015), J. Service Research 18:107 (diminishing gain)",
        ),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={
        "failures": ("failure_id", "loss_amount", "cause_locus"),
        "recovery_actions": ("amount", "type"),
    },
    results={
        "fitting": Text(zh="补偿相称的比例", en="Compensation fits"),
        "ratio": Text(zh="补偿与损失之比", en="Compensation over loss"),
        "variation": Text(zh="比值的变异系数", en="Coefficient of variation of the ratio"),
    },
    headline="fitting",
    keys=("quantile",),
    better="higher",
    params={"least": Param(0.8, "1", "D"), "most": Param(1.5, "1", "D")},
)
def fit(ev: Evidence, p: Params) -> Iterator[Described]:
    """Too much is no fit either: gratitude does not grow with it."""
    f = failures_with_actions(ev).filter((ibis._.cause_locus == "org") & (ibis._.loss_amount > 0))
    ratio = _paid(f) / f.loss_amount
    rounded = ratio.round(_DIGITS)
    yield Share("fitting", Rows(f), (rounded >= p.least) & (rounded <= p.most), by=("site_id",))
    yield Quantiles("ratio", Rows(f), ratio, (0.1, 0.5, 0.9), by=("severity",), minimum=Minimum(5, 30))
    yield Computed(
        "variation",
        Rows(f.filter(ratio.notnull())),
        {"ratio": _paid(f) / f.loss_amount},
        lambda t, known: {"mean": t.ratio.mean(), "sd": t.ratio.std(how="sample")},
        lambda row: [Cell(_variation(row["mean"], row["sd"]), row["n"])],
        kind_of_cells="ratio",
        minimum=Minimum(5, 30),
        by=("severity",),
    )


def _paid(f: ir.Table) -> ir.FloatingValue:
    """What the acts of a case were worth: 0 without any, null where a tangible one has no amount."""
    return ibis.ifelse(f.amount_unknown.fill_null(False), ibis.null("float64"), f.amount.fill_null(0.0))


def _variation(mean: float | None, sd: float | None) -> float | None:
    """Standard deviation over mean; null for fewer than two cases or a mean of 0."""
    return sd / mean if mean and sd is not None else None


@measure(
    "M-CONSIST",
    title=Text(zh="同类个案的一致性", en="Consistency of like cases"),
    formula=Text(
        zh="一致的组所含失误 ÷ 各组所含失误；组 = 失误类别 × 严重程度。补偿与损失之比的变异系数不超过 0.5（或补偿全为零），且最常见的措施组合覆盖 60% 以上的，为一致。",
        en="Failures in consistent cells ÷ failures in cells; a cell is a class of failure at one severity, consistent where the "
        "coefficient of variation of compensation over loss is at most 0.5 (or all is 0) and the most frequent set of action "
        "types covers 60 % of its failures.",
    ),
    tex=r"C = \frac{\sum_k n_k \mathbf{1}[V_k \le 0.5] \mathbf{1}[a_k \ge 0.6]}{\sum_k n_k}, \qquad V_k = "
    r"\frac{s_k}{\bar{\rho}_k}",
    inclusion=Text(
        zh="周期内归类且评定了严重程度的失误，每组至少 5 起，至少 5 组；组内没有损失金额的，以补偿金额的变异系数代之；补偿金额不明的不计入变异系数。",
        en="Failures of the period with a class and a severity, 5 or more in a cell, 5 cells or more; where no loss is "
        "recorded in a cell, the variation of the amounts stands in; unknown amounts leave it.",
    ),
    source=cited(CONSTRUCT, Text(zh="Wilson (1927)，用于各单元格", en="Wilson (1927) for the cells")),
    needs={
        "failures": ("failure_id", "severity"),
        "recovery_actions": ("amount", "type"),
    },
    results={
        "consistent": Text(zh="一致的比例（按失误加权）", en="Consistent, weighted by failures"),
        "cells": Text(zh="一致的组所占比例", en="Consistent cells"),
    },
    headline="consistent",
    better="higher",
    excludes={
        "no_cell": Text(zh="未归类或未评定严重程度", en="without a class or a severity"),
        "small_cell": Text(zh="该组失误不足 5 起", en="fewer than 5 failures in the cell"),
    },
    params={
        "least": Param(5, "failures", "D"),
        "cells": Param(5, "classes", "D"),
        "variation": Param(0.5, "1", "D"),
        "alike": Param(0.60, "1", "D"),
    },
)
def consistency(ev: Evidence, p: Params) -> Iterator[Described]:
    """Like cases that end unlike are unfair to somebody."""
    f = failures_with_actions(ev)
    f = f.mutate(kind=f[ev.adopted_class], types=f.types.fill_null(0), paid=_paid(f))
    no_cell = f.kind.isnull() | f.severity.isnull()
    size = f.count().over(ibis.window(group_by=[f.kind, f.severity]))
    f = f.mutate(no_cell=no_cell, small=~no_cell & (size < p.least))
    judged = [_consistent(one, p) for one in _cells(ev, f.filter(~f.no_cell & ~f.small))]
    rows = Rows(f, excluded={"no_cell": f.no_cell, "small_cell": f.small})
    yield Computed(
        "consistent",
        rows,
        {},
        lambda t, known: {},
        lambda row: _weighed(judged, row["n"]),
        kind_of_cells="share",
        minimum=Minimum(int(p.cells), int(p.cells)),
    )


def _cells(ev: Evidence, f: ir.Table) -> list[list[dict[str, Any]]]:
    """The rows of every cell, one for each set of action types, with the moments of amount and ratio."""
    ratio = ibis.ifelse(f.loss_amount > 0, f.paid / f.loss_amount, ibis.null("float64"))
    counted = f.mutate(ratio=ratio).group_by("kind", "severity", "types")
    rows = ev.run(
        counted.aggregate(
            n=ibis._.count(),
            paid=ibis._.paid.count(),
            paid_sum=ibis._.paid.sum(),
            paid_squares=(ibis._.paid**2).sum(),
            ratio=ibis._.ratio.count(),
            ratio_sum=ibis._.ratio.sum(),
            ratio_squares=(ibis._.ratio**2).sum(),
        )
    )
    ordered = sorted(rows, key=lambda row: (row["kind"], row["severity"], row["types"]))
    return [list(part) for _, part in groupby(ordered, key=lambda row: (row["kind"], row["severity"]))]


def _consistent(cell: list[dict[str, Any]], p: Params) -> tuple[int, bool]:
    """The failures of a cell, and whether it is consistent."""
    total = {name: sum(row[name] or 0 for row in cell) for name in cell[0] if name not in ("kind", "types")}
    by = "ratio" if total["ratio"] else "paid"
    n, mean = total[by], total[f"{by}_sum"] / max(total[by], 1)
    variance = max(0.0, total[f"{by}_squares"] - n * mean**2) / max(n - 1, 1)
    steady = mean == 0 or round(variance**0.5 / mean, _DIGITS) <= p.variation
    alike = max(row["n"] for row in cell) >= round(p.alike * total["n"], _DIGITS)
    return total["n"], bool(steady and alike)


def _weighed(judged: list[tuple[int, bool]], n: int) -> Iterator[Cell]:
    if not judged:
        yield Cell(None, n, smallest=0)
        return
    cells, consistent = len(judged), sum(one for _, one in judged)
    yield Cell(sum(size for size, one in judged if one) / n, n, smallest=cells)
    yield Cell(consistent / cells, cells, wilson(consistent, cells), "wilson", result="cells")


@measure(
    "M-COST",
    title=Text(zh="补救成本", en="Cost of recovery and redo"),
    formula=Text(
        zh="补救金额之和 ÷ 服务次数 × 1000；同一批失误的补救金额之和 ÷ 损失金额之和。",
        en="Sum of the amounts of recovery ÷ episodes × 1,000; sum of the amounts ÷ sum of the losses of the same failures.",
    ),
    tex=r"c = 1000 \frac{\sum_i m_i}{\sum_m e_m}, \qquad \kappa = \frac{\sum_i m_i}{\sum_i \ell_i}",
    inclusion=Text(
        zh="周期内有补救的案件；有物质补救而未登记金额的金额不明，不作零计。成本高低不说明好坏，本项不计分。",
        en="Cases of the period with a recovery act; tangible repair without an amount is unknown, not 0. More or less cost is "
        "neither good nor bad: never scored.",
    ),
    source=Text(
        zh="对个案的百分位自助法（Efron & Tibshirani 1993）",
        en="percentile bootstrap over cases (Efron & Tibshirani 1993)",
    ),
    needs={"recovery_actions": ("amount", "type"), "contacts_volume": ("episodes", "period_month")},
    results={
        "per_1000": Text(zh="每千次服务的补救金额", en="Amount per 1,000 episodes"),
        "of_loss": Text(zh="补救金额与损失之比", en="Amount over loss"),
    },
    headline="per_1000",
    better="none",
    scored=False,
    excludes={
        "unknown_amount": Text(zh="金额未登记", en="the amount is not recorded"),
        "no_loss": _ABSENT_LOSS,
    },
)
def cost(ev: Evidence, p: Params) -> Iterator[Described]:
    """A lower bound where amounts are missing: the number of these cases is printed beside it."""
    episodes = sum(monthly_episodes(ev.contacts_volume, ev).months.values())
    if not episodes:
        yield NotMeasurable(NO_EPISODES())
        return
    c = cases(ev).filter(ibis._.acts > 0)
    unknown = c.amount_unknown.fill_null(False)
    no_loss = ~(c.loss_amount > 0).fill_null(False)
    of = tables_of_cases(ev)
    yield _total(Rows(c, excluded={"unknown_amount": unknown}, of=of), 1000 / episodes, ev.seed)
    yield _of_loss(Rows(c, excluded={"unknown_amount": unknown, "no_loss": no_loss}, of=of), ev.seed)


def _total(rows: Rows, factor: float, seed: int) -> Computed:
    """The sum of the amounts times a factor; cases are resampled."""

    def compute(row: Aggregates) -> Iterator[Cell]:
        n, amounts = row["n"], row["matrix"]
        if not n:
            yield Cell(None, 0)
            return
        drawn = resampled_means(amounts, seed)[:, 0] * n * factor
        yield Cell(float(amounts.sum()) * factor, n, percentile_bounds(drawn), "bootstrap")

    return Computed(
        "per_1000",
        rows,
        {"amount": rows.table.amount},
        lambda t, known: {},
        compute,
        matrix=("amount",),
        kind_of_cells="rate",
        unit="currency_per_1000",
    )


def _of_loss(rows: Rows, seed: int) -> Computed:
    def compute(row: Aggregates) -> Iterator[Cell]:
        n, sums = row["n"], row["matrix"]
        if not n:
            yield Cell(None, 0)
            return
        drawn, (paid, lost) = resampled_means(sums, seed), sums.sum(axis=0)
        yield Cell(float(paid / lost), n, percentile_bounds(drawn[:, 0] / drawn[:, 1]), "bootstrap")

    return Computed(
        "of_loss",
        rows,
        {"amount": rows.table.amount, "loss": rows.table.loss_amount},
        lambda t, known: {},
        compute,
        matrix=("amount", "loss"),
        kind_of_cells="ratio",
    )


@measure(
    "M-VALUE",
    title=Text(zh="不因顾客价值区别对待", en="Customers of all value bands treated alike"),
    formula=Text(
        zh="在严重程度相同的组（1–2、3、4–5）内，低价值顾客办结用时的中位数 ÷ 高价值顾客的中位数（Kaplan-Meier），按组内低价值顾客的投诉数加权平均。另列补偿与损失之比的中位数之比。",
        en="At equal severity (1-2, 3, 4-5): median time to resolution of the low band ÷ that of the high band (Kaplan-Meier), "
        "averaged by the complaints of the low band. The ratio of the median compensation over loss beside it.",
    ),
    tex=r"r = \frac{\sum_k n_{k,low} \rho_k}{\sum_k n_{k,low}}, \qquad \rho_k = "
    r"\frac{\operatorname{median}(w_i : i \in k, low)}{\operatorname{median}(w_i : i \in k, high)}",
    inclusion=Text(
        zh="对应失误评定了严重程度、顾客价值层级已知的投诉；某组两个层级不足 30 件的不计。低价值顾客未达到中位数而高价值顾客达到的，比值计为 2.25；反之计为 1；均未达到的该组不计。",
        en="Complaints whose failure has a severity and whose customer has a value band; groups with fewer than 30 in either "
        "band are left out. Where the low band does not reach its median and the high band does, the ratio counts as 2.25, the "
        "other way round as 1; where neither does, the group is left out.",
    ),
    source=cited("Kaplan & Meier (1958)", "Efron (1981), JASA 76:312", DEFAULT),
    needs={
        "complaints": ("customer_id", "failure_id", "received_ts", "resolved_ts"),
        "customers": ("customer_id", "value_band"),
        "failures": ("failure_id", "severity"),
    },
    results={
        "ratio": Text(zh="办结用时之比", en="Ratio of the time to resolution"),
        "by_severity": Text(zh="各严重程度的办结用时之比", en="Ratio by severity"),
        "compensation": Text(
            zh="补偿与损失之比的中位数之比", en="Ratio of the median compensation over loss"
        ),
    },
    headline="ratio",
    keys=("severity_group",),
    better="lower",
    params={"least": Param(30, "cases", "D"), "not_reached": Param(2.25, "1", "D")},
)
def bands(ev: Evidence, p: Params) -> Iterator[Described]:
    """More service for the valuable is allowed; a worse answer to the same failure is not."""
    c = _by_band(ev)
    counted = ev.columns(c.group_by("hours", "ended", "cell").aggregate(cases=c.count()))
    groups = _groups(counted, p.least)
    yield Computed(
        "ratio",
        Rows(c),
        {},
        lambda t, known: {},
        lambda row: (
            _alike(counted, groups, p.not_reached, ev.seed)
            if groups
            else iter([Cell(None, row["n"], smallest=0, reason=NO_BANDS(least=f"{p.least:g}"))])
        ),
        kind_of_cells="ratio",
        minimum=Minimum(int(p.least), int(p.least)),
    )
    if ev.handed_over("recovery_actions", "amount") and ev.handed_over("failures", "loss_amount"):
        yield _compensation_by_band(ev)


_SEVERITIES = ("1-2", "3", "4-5")
_LOW, _HIGH = 0, 1


def _by_band(ev: Evidence) -> ir.Table:
    """Complaints with their wait and their ``cell``: twice the group of severity, and one more for the high band."""

    def build() -> ir.Table:
        failures = ev.history("failures").filter(ibis._.severity.notnull()).select("failure_id", "severity")
        customers = ev.customers.filter(ibis._.value_band.isin(["low", "high"])).select(
            "customer_id", "value_band"
        )
        c = complaint_hours(ev).inner_join(failures, "failure_id").inner_join(customers, "customer_id")
        waited = wait(c)
        group = ibis.cases((c.severity <= 2, 0), (c.severity == 3, 1), else_=2)
        band = ibis.ifelse(c.value_band == "low", _LOW, _HIGH)
        return c.mutate(hours=waited.hours, ended=~waited.censored, cell=2 * group + band)

    return ev.derived("complaints_by_band", build)


def _groups(counted: Frequencies, least: float) -> dict[int, tuple[int, int]]:
    """Group of severity -> the complaints of its low and its high band, where both are enough."""
    sizes = [int(counted["cases"][counted["cell"] == cell].sum()) for cell in range(2 * len(_SEVERITIES))]
    pairs = {group: (sizes[2 * group], sizes[2 * group + 1]) for group in range(len(_SEVERITIES))}
    return {group: pair for group, pair in pairs.items() if min(pair) >= least}


def _alike(
    counted: Frequencies, groups: dict[int, tuple[int, int]], not_reached: float, seed: int
) -> Iterator[Cell]:
    cells = [2 * group + band for group in groups for band in (_LOW, _HIGH)]
    used = np.isin(counted["cell"], cells)
    hours, ended, cases_, cell = (counted[name][used] for name in ("hours", "ended", "cases", "cell"))
    place = np.searchsorted(cells, cell)
    medians = [
        _median(hours[place == one], ended[place == one], cases_[place == one]) for one in range(len(cells))
    ]
    drawn = resampled_quantiles(hours, ended, place, cases_, 0.5, seed)
    low_sizes = np.array([low for low, _ in groups.values()], dtype=np.float64)
    ratios = _ratios(np.array([medians]), not_reached)
    n, smallest = int(cases_.sum()), min(min(pair) for pair in groups.values())
    mean = float(_pooled(ratios, low_sizes)[0])
    bounds = ordered_bounds(_pooled(_ratios(drawn, not_reached), low_sizes))
    yield Cell(None if np.isnan(mean) else mean, n, bounds, "bootstrap", smallest=smallest)
    for (group, pair), ratio in zip(groups.items(), ratios[0], strict=True):
        yield Cell(
            None if np.isnan(ratio) else float(ratio),
            sum(pair),
            result="by_severity",
            key={"severity_group": _SEVERITIES[group]},
            weight=float(pair[0]),
            smallest=min(pair),
        )


def _median(
    hours: npt.NDArray[np.float64], ended: npt.NDArray[np.bool_], counts: npt.NDArray[np.int64]
) -> float:
    """The Kaplan-Meier median; infinite where it is not reached."""
    median = kaplan_meier(hours, np.where(ended, counts, 0), np.where(ended, 0, counts)).quantile(0.5)
    return np.inf if median is None else median


def _ratios(medians: npt.NDArray[np.float64], not_reached: float) -> npt.NDArray[np.float64]:
    """Low over high band of each group, (draws, groups), from medians (draws, 2 x groups), infinite where open."""
    low, high = medians[:, ::2], medians[:, 1::2]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(np.isinf(low), not_reached, np.where(np.isinf(high), 1.0, low / high))
    return np.where((np.isinf(low) & np.isinf(high)) | (high == 0), np.nan, ratios)


def _pooled(ratios: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The weighted mean over the groups that have a ratio; NaN where none has."""
    known = ~np.isnan(ratios)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, ratios, 0.0) @ weights / (known @ weights))


def _compensation_by_band(ev: Evidence) -> Computed:
    bands_ = ev.customers.filter(ibis._.value_band.isin(["low", "high"])).select("customer_id", "value_band")
    f = failures_with_actions(ev).filter(ibis._.loss_amount > 0).inner_join(bands_, "customer_id")
    f = f.mutate(ratio=_paid(f) / f.loss_amount).filter(ibis._.ratio.notnull())

    def compute(row: Aggregates) -> Iterator[Cell]:
        low, high = row["low"], row["high"]
        smallest = min(row["lows"] or 0, row["n"] - (row["lows"] or 0))
        yield Cell(low / high if high and low is not None else None, row["n"], smallest=smallest)

    return Computed(
        "compensation",
        Rows(f, of=("failures",)),
        {"ratio": f.ratio, "low": f.value_band == "low"},
        lambda t, known: {
            "lows": t.low.sum(),
            # Spark knows no median of some of the rows; it leaves out those without a value.
            "low": ibis.ifelse(t.low, t.ratio, None).median(),
            "high": ibis.ifelse(t.low, None, t.ratio).median(),
        },
        compute,
        kind_of_cells="ratio",
        minimum=Minimum(5, 30),
    )
