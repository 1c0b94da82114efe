"""Scales looked at item by item: McDonald's omega, and what each item adds to its dimension."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import ibis
import ibis.expr.types as ir
import numpy as np

from audit.criteria.instrument import Dimension, FacetName
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Flag, Minimum, Rows, all_known
from audit.measures.sources import cited
from audit.measures.statistics.correlation import fisher_z
from audit.measures.statistics.factor import omega_bounds, omega_total
from audit.measures.statistics.means import covariances
from audit.measures.statistics.reliability import ROUNDING, cronbach_alpha, standardised_alpha
from audit.measures.survey_quality import DOUBTFUL, REDUNDANT, UNRELIABLE
from audit.text import Text, message

HEYWOOD = message(
    "M-HEYWOOD",
    zh="单因子模型无解（独特方差不为正，即 Heywood 情形，或迭代未收敛），ω 不予估计",
    en="the one-factor model has no solution (a unique variance that is not positive, a Heywood case, or no convergence): "
    "omega is not estimated",
)
WEAK_ITEM = message(
    "M-WEAK-ITEM",
    zh="题项与其余题项的相关偏低",
    en="the item hardly goes with the others of its dimension",
)

_INCOMPLETE = {"not_answered": Text(zh="该维度作答不完整", en="the dimension is not answered in full")}


@measure(
    "M-OMEGA",
    title=Text(zh="各维度麦克唐纳 ω 系数", en="McDonald's omega by dimension"),
    formula=Text(
        zh="对协方差矩阵拟合单因子模型（极大似然）：ω =（载荷之和）² ÷（（载荷之和）² + 独特方差之和）。",
        en="One-factor maximum likelihood on the covariance matrix: omega = (sum of loadings)² ÷ ((sum of loadings)² + sum "
        "of unique variances).",
    ),
    tex=r"\omega = \frac{\left( \sum_j \lambda_j \right)^2}{\left( \sum_j \lambda_j \right)^2 + \sum_j "
    r"\psi_j}",
    inclusion=Text(
        zh="每一维度（至少 3 题）、每一部分内作答完整的答卷，至少 100 份；反向题先转换。区间为按答卷重抽的自助法区间。",
        en="Respondents complete within the dimension (3 items or more) and facet, 100 or more, reversed items turned. The "
        "interval is a bootstrap over respondents.",
    ),
    source=cited("McDonald (1999), Test Theory", "Jöreskog (1967), Psychometrika 32:443"),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "perceived": Text(zh="感知部分的 ω", en="Omega of perceptions"),
        "expected": Text(zh="期望部分的 ω", en="Omega of expectations"),
    },
    headline="perceived",
    keys=("dimension",),
    better="none",
    scored=False,
    excludes=_INCOMPLETE,
    params={
        "low": Param(0.60, "1", "L"),
        "moderate": Param(0.70, "1", "L"),
        "redundant": Param(0.95, "1", "L"),
        "minimum": Param(100, "respondents", "D"),
    },
)
def omega(ev: Evidence, p: Params) -> Iterator[Described]:
    """A Heywood case is told as one, and never clipped in silence."""
    flags = (
        Flag(UNRELIABLE, below=p.low),
        Flag(DOUBTFUL, below=p.moderate, at_least=p.low),
        Flag(REDUNDANT, above=p.redundant),
    )
    facets: tuple[FacetName, ...] = ("perceived", "expected")
    for facet in facets:
        for dimension in ev.survey.dimensions:
            answers = _answers(ev, facet, dimension)
            if len(answers) >= 3:
                yield _omega(ev, facet, dimension, answers, int(p.minimum), flags)


@measure(
    "M-ITC",
    title=Text(zh="校正的题总相关", en="Corrected item-total correlation"),
    formula=Text(
        zh="题项与同维度其余题项之和的皮尔逊相关；删去该题项后的 α；维度的标准化 α。",
        en="Pearson correlation of an item with the sum of the others of its dimension; alpha without the item; standardised "
        "alpha of the dimension.",
    ),
    tex=r"r_j = \operatorname{corr}(x_j, T - x_j) = \frac{\operatorname{cov}(x_j, T) - s_j^2}{s_j "
    r"\sqrt{s_T^2 - 2 \operatorname{cov}(x_j, T) + s_j^2}}",
    inclusion=Text(
        zh="感知部分在该维度内作答完整的答卷，至少 50 份；反向题先转换；至少 3 题的维度才给出删题后的 α。",
        en="Respondents complete within the dimension in the perceptions, 50 or more, reversed items turned; alpha without an "
        "item in dimensions of three items or more.",
    ),
    source=cited(
        "Nunnally & Bernstein (1994), Psychometric Theory", "Fisher (1921), Metron 1:3", "Cronbach (1951)"
    ),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "item_total": Text(zh="与其余题项的相关", en="Correlation with the rest"),
        "alpha_without": Text(zh="删去该题项后的 α", en="Alpha without the item"),
        "alpha_standardised": Text(zh="标准化 α", en="Standardised alpha"),
    },
    headline="item_total",
    keys=("item", "dimension"),
    better="none",
    scored=False,
    excludes=_INCOMPLETE,
    params={"weak": Param(0.30, "1", "L"), "minimum": Param(50, "respondents", "D")},
)
def item_total(ev: Evidence, p: Params) -> Iterator[Described]:
    """From sums and products of the items alone, which the engine adds up in one scan."""
    for dimension in ev.survey.dimensions:
        answers = _answers(ev, "perceived", dimension)
        if len(answers) < 2:
            continue
        least = int(p.minimum)
        yield Computed(
            "item_total",
            Rows(ev.survey_customers, excluded={"not_answered": ~all_known(answers.values())}),
            _of_complete(answers),
            _products(list(answers)),
            _by_item(list(answers), dimension.id, p.weak),
            kind_of_cells="reliability",
            minimum=Minimum(least, least),
        )


def _answers(ev: Evidence, facet: FacetName, dimension: Dimension) -> dict[str, ir.FloatingColumn]:
    """The answers to all items of a dimension; none where an item was not asked."""
    given = ev.answers(facet)
    items = [item.id for item in ev.survey.of(dimension)]
    return {item: given[item] for item in items} if all(item in given for item in items) else {}


def _omega(
    ev: Evidence,
    facet: str,
    dimension: Dimension,
    answers: Mapping[str, ir.FloatingColumn],
    least: int,
    flags: tuple[Flag, ...],
) -> Computed:
    survey = ev.survey_customers
    names = [f"item{i}" for i in range(len(answers))]

    def compute(row: Aggregates) -> Iterator[Cell]:
        n = row["n"]
        if n < least:
            yield Cell(None, n)
            return
        complete = survey.filter(all_known(answers.values()))
        columns = dict(zip(names, answers.values(), strict=True))
        counted = complete.group_by(**columns).aggregate(cases=complete.count()).order_by(names)
        found = ev.columns(counted)
        patterns = np.column_stack([found[name] for name in names]).astype(np.float64)
        covariance = np.cov(patterns.T, fweights=found["cases"])
        value = omega_total(covariance) if (np.diag(covariance) > 0).all() else None
        if value is None:
            yield Cell(None, n, reason=HEYWOOD())
        else:
            yield Cell(value, n, omega_bounds(patterns, found["cases"], ev.seed), "bootstrap")

    return Computed(
        facet,
        Rows(survey, excluded={"not_answered": ~all_known(answers.values())}),
        {},
        lambda cases, known: {},
        compute,
        key={"dimension": dimension.id},
        kind_of_cells="reliability",
        minimum=Minimum(least, least),
        flags=flags,
    )


def _of_complete(answers: Mapping[str, ir.FloatingColumn]) -> dict[str, ir.FloatingValue]:
    """The answers of those who answered all, null of the others."""
    complete, nothing = all_known(answers.values()), ibis.null("float64")
    return {item: ibis.ifelse(complete, answer, nothing) for item, answer in answers.items()}


def _products(items: list[str]) -> Callable[[ir.Table, ir.BooleanValue], dict[str, ir.Scalar]]:
    pairs = [(i, j) for i in range(len(items)) for j in range(i, len(items))]

    def over(cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        sums = {f"{i}": cases[item].sum() for i, item in enumerate(items)}
        return sums | {f"{i}_{j}": (cases[items[i]] * cases[items[j]]).sum() for i, j in pairs}

    return over


def _by_item(items: list[str], dimension: str, weak: float) -> Callable[[Aggregates], Iterator[Cell]]:
    k = len(items)

    def compute(row: Aggregates) -> Iterator[Cell]:
        n = row["n"]
        covariance = np.zeros((k, k))
        if n > 1:
            products = [[row[f"{min(i, j)}_{max(i, j)}"] for j in range(k)] for i in range(k)]
            covariance = covariances(n, [row[f"{i}"] for i in range(k)], products)
        variances = np.diag(covariance)
        for i, item in enumerate(items):
            rest = float(covariance.sum() - 2 * covariance[i].sum() + variances[i])
            shared = float(covariance[i].sum() - variances[i])
            key = {"item": item}
            if rest > ROUNDING * variances.sum() and variances[i] > 0:
                r = max(-1.0, min(1.0, shared / math.sqrt(rest * float(variances[i]))))
                said = (WEAK_ITEM(),) if r < weak else ()
                yield Cell(r, n, fisher_z(r, n), "fisher_z", key=key, flags=said)
            else:
                yield Cell(None, n, key=key)
            if k > 2:
                without = cronbach_alpha(k - 1, float(variances.sum() - variances[i]), max(0.0, rest))
                yield Cell(without, n, key=key, result="alpha_without")
        if (variances > 0).all():
            scale = np.sqrt(variances)
            standardised = standardised_alpha(covariance / np.outer(scale, scale))
            yield Cell(standardised, n, key={"dimension": dimension}, result="alpha_standardised")

    return compute
