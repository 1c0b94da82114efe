"""Gap 1: do managers weigh the dimensions of a service as customers do?"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir
import scipy  # stats is loaded when first used: it takes longer than all of numpy

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, MeanDifference, Minimum, NotMeasurable, Rows
from audit.measures.gap1 import BOTH, FEW_CUSTOMERS, LEAST_MANAGERS
from audit.measures.gap5 import NO_WEIGHTS
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.bounds import Bounds
from audit.measures.weights import weights_of_both
from audit.text import Text, message

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
    needs=dict.fromkeys(BOTH, ()),
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
    rows = Rows(both, excluded={"weights_missing": both.missing, "weights_off": both.off}, of=BOTH)
    minimum = Minimum(LEAST_MANAGERS, LEAST_MANAGERS)
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
