"""Importance and performance: which items to improve first."""

from __future__ import annotations

from collections.abc import Iterator

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.criteria.instrument import FacetName
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Minimum, NotMeasurable, Rows
from audit.measures.sources import cited
from audit.measures.statistics import bootstrap
from audit.text import Message, Text, message

EXPECTED_FOR_IMPORTANCE = message(
    "M-IPA-EXPECTED",
    zh="调查未询问重要性，以期望均值代替",
    en="importance was not asked; the mean expectation stands in for it",
)
NO_IMPORTANCE = message(
    "M-IPA-ITEMS",
    zh="没有题项既问了感知又问了重要性或期望",
    en="no item was asked both for perception and for importance or expectation",
)
ON_THE_LINE = message("M-IPA-LINE", zh="紧邻分界线", en="on the line between two quadrants")

QUADRANTS = ("overkill", "low", "keep", "concentrate")
"""By number: 2 where importance lies above its line, and 1 where performance lies below its own."""

_DECIMALS = 9
"""Means that should be equal can differ in their last bits; no answer is so fine."""


def quadrants(performance: npt.ArrayLike, importance: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The number of every item's quadrant; the cross-hairs are the means over the items, the last axis.

    On a line an item is not above and not below.
    """
    across, up = np.asarray(performance, dtype=np.float64), np.asarray(importance, dtype=np.float64)
    below = np.round(across - across.mean(axis=-1, keepdims=True), _DECIMALS) < 0
    above = np.round(up - up.mean(axis=-1, keepdims=True), _DECIMALS) > 0
    return np.asarray(2 * above + below, dtype=np.int64)


@measure(
    "M-IPA",
    title=Text(zh="重要性—绩效分析", en="Importance-performance analysis"),
    formula=Text(
        zh="每一题项以感知均值为横坐标、重要性均值为纵坐标，以各题项均值的平均为十字线划分四个象限；稳定度为 2000 次自助抽样中落在同一象限的比例。",
        en="Each item at its mean perception (across) and mean importance (up); the cross-hairs at the mean of the "
        "item means make four quadrants. Stability is the share of 2,000 bootstrap samples in the same quadrant.",
    ),
    tex=r"x_j = \bar{P}_j, \quad y_j = \bar{I}_j, \quad c_x = \frac{1}{J} \sum_j x_j, \quad c_y = "
    r"\frac{1}{J} \sum_j y_j, \qquad \text{concentrate}_j = \mathbf{1}[y_j \gt c_y] \mathbf{1}[x_j \lt "
    r"c_x]",
    inclusion=Text(
        zh="均值取该题项的全部作答；稳定度取全部题项作答完整的答卷。少于 100 份不作判断；距十字线不足 0.1u 的题项标明“紧邻分界线”。",
        en="Means over all answers to the item, stability over respondents who answered all items. Not below 100 "
        "respondents; items within 0.1u of a cross-hair are marked as on the line.",
    ),
    source=cited("Martilla & James (1977)", "Abalo, Varela & Manzano (2007)"),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "quadrant": Text(zh="象限及其稳定度", en="Quadrant and its stability"),
        "importance": Text(zh="重要性均值", en="Mean importance"),
        "performance": Text(zh="绩效（感知）均值", en="Mean performance (perception)"),
        "centre": Text(zh="十字线位置", en="Cross-hairs"),
        "derived_importance": Text(
            zh="推导重要性（与总体满意度的偏相关）",
            en="Derived importance (partial correlation with satisfaction)",
        ),
    },
    headline="quadrant",
    keys=("item", "axis"),
    better="none",
    scored=False,
    params={
        "line": Param(0.1, "u", "D"),
        "minimum": Param(100, "respondents", "D"),
        "respondents_per_item": Param(10, "respondents", "L"),
    },
)
def importance_performance(ev: Evidence, p: Params) -> Iterator[Described]:
    """Stated importance where it was asked, else expectation; never mixed."""
    facet: FacetName = "importance" if "importance" in ev.facets else "expected"
    performance, importance = ev.answers("perceived"), ev.answers(facet)
    items = [item for item in performance if item in importance]
    if not items:
        yield NotMeasurable(NO_IMPORTANCE())
        return
    if facet == "expected":
        yield EXPECTED_FOR_IMPORTANCE()
    across, up = [f"performance_{i}" for i in items], [f"importance_{i}" for i in items]
    names = (*across, *up)
    columns = {f"performance_{i}": performance[i] for i in items} | {
        f"importance_{i}": importance[i] for i in items
    }

    def means(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        counts = {f"n_{name}": t[name].count() for name in names}
        return counts | {name: t[name].mean() for name in names}

    def cells(row: Aggregates) -> Iterator[Cell]:
        if any(row[name] is None for name in names):
            yield Cell(None, 0)
            return
        x, y = np.array([row[n] for n in across]), np.array([row[n] for n in up])
        yield Cell(float(x.mean()), row["n"], key={"axis": "performance"}, result="centre", kind="mean")
        yield Cell(float(y.mean()), row["n"], key={"axis": "importance"}, result="centre", kind="mean")
        where = quadrants(x, y)
        stable = _stability(row["matrix"], where, ev.seed)
        distances = np.minimum(np.abs(x - x.mean()), np.abs(y - y.mean())).round(_DECIMALS)
        near = distances <= round(p.line * ev.survey.width / 6, _DECIMALS)
        for i, item in enumerate(items):
            key = {"item": item}
            n_across, n_up = row[f"n_{across[i]}"], row[f"n_{up[i]}"]
            yield Cell(float(x[i]), n_across, key=key, result="performance", kind="mean")
            yield Cell(float(y[i]), n_up, key=key, result="importance", kind="mean")
            flags: tuple[Message, ...] = (ON_THE_LINE(),) if near[i] else ()
            category = QUADRANTS[where[i]]
            yield Cell(
                stable[i], min(n_across, n_up), category=category, key=key, kind="category", flags=flags
            )

    least = int(p.minimum)
    yield Computed(
        "quadrant",
        Rows(ev.survey_customers),
        columns,
        means,
        cells,
        matrix=names,
        minimum=Minimum(least, least),
    )
    if ev.handed_over("survey_customers", "overall_sat"):
        yield _derived(ev, performance, int(p.respondents_per_item) * len(performance))


def _stability(
    complete: npt.NDArray[np.float64], where: npt.NDArray[np.int64], seed: int
) -> list[float | None]:
    """The share of resamples in which an item lies in its quadrant ``where``; ``complete`` holds
    performance, then importance, cases x 2 items.
    """
    if not len(complete):
        return [None] * len(where)
    across, up = np.split(bootstrap.resampled_means(complete, seed), 2, axis=1)
    return [float(share) for share in (quadrants(across, up) == where).mean(axis=0)]


def _derived(ev: Evidence, performance: dict[str, ir.FloatingColumn], least: int) -> Computed:
    """The partial correlation of every item with overall satisfaction, given all other items."""
    items = list(performance)

    def cells(row: Aggregates) -> Iterator[Cell]:
        answers = row["matrix"]
        if len(answers) < least or np.linalg.matrix_rank(answers - answers.mean(axis=0)) < len(items) + 1:
            return  # too few, or an item that the others determine: there is no partial correlation
        precision = np.linalg.inv(np.corrcoef(answers, rowvar=False))
        for i, item in enumerate(items):
            partial = -precision[i, -1] / np.sqrt(precision[i, i] * precision[-1, -1])
            yield Cell(float(partial), len(answers), key={"item": item})

    return Computed(
        "derived_importance",
        Rows(ev.survey_customers),
        {**performance, "overall_sat": ev.survey_customers.overall_sat},
        lambda t, known: {},
        cells,
        kind_of_cells="mean",
        matrix=(*items, "overall_sat"),
    )
