"""Are customers of a low value band answered as those of a high one are, to the same failure?"""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.evidence.dataset import Evidence
from audit.measures.compensation import paid
from audit.measures.complaint_times import complaint_hours, wait
from audit.measures.content import failures_with_actions
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Frequencies, Minimum, Rows
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.survival import kaplan_meier
from audit.measures.statistics.survival_bootstrap import ordered_bounds, resampled_quantiles
from audit.text import Text, message

NO_BANDS = message(
    "M-NO-VALUE-CELLS",
    zh="没有一个严重程度组在高、低两个价值层级均达到 {least} 件投诉",
    en="in no group of severity do the high and the low band both have {least} complaints",
)

_SEVERITIES = ("1-2", "3", "4-5")
_LOW, _HIGH = 0, 1


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
    f = f.mutate(ratio=paid(f) / f.loss_amount).filter(ibis._.ratio.notnull())

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
