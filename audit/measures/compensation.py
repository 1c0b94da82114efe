"""Compensation: does it fit the loss, and what does recovery cost?"""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.cases import cases, tables_of_cases
from audit.measures.content import failures_with_actions
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.exposure import monthly_episodes
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Minimum,
    NotMeasurable,
    Quantiles,
    Rows,
    Share,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.bootstrap import percentile_bounds, resampled_means
from audit.text import Text, message

NO_EPISODES = message("M-NO-EPISODES", zh="没有服务次数", en="no episodes are on record")

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
    ratio = paid(f) / f.loss_amount
    rounded = ratio.round(_DIGITS)
    yield Share("fitting", Rows(f), (rounded >= p.least) & (rounded <= p.most), by=("site_id",))
    yield Quantiles("ratio", Rows(f), ratio, (0.1, 0.5, 0.9), by=("severity",), minimum=Minimum(5, 30))
    yield Computed(
        "variation",
        Rows(f.filter(ratio.notnull())),
        {"ratio": paid(f) / f.loss_amount},
        lambda t, known: {"mean": t.ratio.mean(), "sd": t.ratio.std(how="sample")},
        lambda row: [Cell(_variation(row["mean"], row["sd"]), row["n"])],
        kind_of_cells="ratio",
        minimum=Minimum(5, 30),
        by=("severity",),
    )


def paid(f: ir.Table) -> ir.FloatingValue:
    """What the acts of a case were worth: 0 without any, null where a tangible one has no amount."""
    return ibis.ifelse(f.amount_unknown.fill_null(False), ibis.null("float64"), f.amount.fill_null(0.0))


def _variation(mean: float | None, sd: float | None) -> float | None:
    """Standard deviation over mean; null for fewer than two cases or a mean of 0."""
    return sd / mean if mean and sd is not None else None


@measure(
    "M-COST",
    title=Text(zh="补救成本", en="Cost of recovery"),
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
        "no_loss": Text(zh="没有损失金额", en="without a loss"),
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
