"""Gap 5: what customers perceive, less what they expect; by item, by dimension and as one score."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir

from audit.criteria.instrument import Dimension
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Mean,
    Minimum,
    NotMeasurable,
    Rows,
    Share,
)
from audit.measures.statistics.means import holm, one_sample_p
from audit.text import Text, message

NO_WEIGHTS = message(
    "M-NO-WEIGHTS",
    zh="调查未请顾客分配各维度的权重",
    en="the survey did not ask customers to weigh the dimensions",
)

SMALL_SURVEY = Minimum(10, 100, breakdown=30)
"""A dimension is reported from 100 respondents on, within a site from 30."""

_NOT_ANSWERED = Text(zh="未同时回答期望与感知", en="expectation and perception not both answered")
_INCOMPLETE = Text(zh="有维度作答不足", en="a dimension is not answered sufficiently")
_PAIRED = Text(
    zh="某维度必答题中期望与感知均已作答者达 75% 的答卷，取已作答题对的平均；不作插补。",
    en="Respondents who answered both facets of at least 75 % of the dimension's required items; the mean of "
    "the answered pairs; nothing is imputed.",
)


@measure(
    "M-G5-ITEM",
    title=Text(zh="题项差距", en="Item gap"),
    formula=Text(
        zh="对每一题项：差距 = 感知 − 期望，先按答卷求差再取平均。",
        en="For every item: gap = perceived − expected, taken per respondent and then averaged.",
    ),
    inclusion=Text(
        zh="该题项期望与感知均已作答的答卷。少于 30 份或分布偏斜（|偏度| > 1）时另给自助法区间；p 值按 Holm 法在全部题项间校正。",
        en="Respondents who answered both facets of the item. With fewer than 30, or where skewed (|skewness| > 1), "
        "a bootstrap interval stands beside; p-values are adjusted over all items (Holm).",
    ),
    source="Parasuraman, Zeithaml & Berry (1988, 1991); Holm (1979)",
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={
        "gap": Text(zh="差距", en="Gap"),
        "gap_bootstrap": Text(zh="差距（自助法区间）", en="Gap (bootstrap interval)"),
        "p_holm": Text(zh="差距为零的 p 值（Holm 校正）", en="p-value of no gap (Holm)"),
    },
    headline="gap",
    keys=("item",),
    better="higher",
    excludes={"not_answered": _NOT_ANSWERED},
)
def item_gaps(ev: Evidence, p: Params) -> Iterator[Described]:
    """Differences per respondent, so the interval is that of paired answers, never Welch's."""
    survey, gaps = ev.survey_customers, _item_gaps(ev)
    for item, gap in gaps.items():
        yield Mean(
            "gap",
            Rows(survey, excluded={"not_answered": gap.isnull()}),
            gap,
            key={"item": item},
            unit="points",
            bootstrap_seed=ev.seed,
        )

    def aggregates(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        wanted: dict[str, ir.Scalar] = {}
        for item in gaps:
            gap = t[f"gap_{item}"]
            wanted[f"mean_{item}"] = gap.mean(where=known)
            wanted[f"sd_{item}"] = gap.std(where=known, how="sample")
            wanted[f"n_{item}"] = (known & gap.notnull()).sum()
        return wanted

    def p_values(row: Aggregates) -> Iterator[Cell]:
        raw = {i: one_sample_p(row[f"mean_{i}"], row[f"sd_{i}"], row[f"n_{i}"]) for i in gaps if row[f"n_{i}"] > 1}
        testable = {item: value for item, value in raw.items() if value is not None}
        for item, adjusted in zip(testable, holm(list(testable.values())), strict=True):
            yield Cell(adjusted, row[f"n_{item}"], key={"item": item})

    columns = {f"gap_{item}": gap for item, gap in gaps.items()}
    yield Computed("p_holm", Rows(survey), columns, aggregates, p_values, kind_of_cells="p_value")


@measure(
    "M-G5-DIM",
    title=Text(zh="维度差距", en="Dimension gap"),
    formula=Text(
        zh="每份答卷先取该维度内各题项（感知 − 期望）的平均，再对答卷平均。",
        en="Per respondent the mean of (perceived − expected) over the dimension's items, then the mean over "
        "respondents.",
    ),
    inclusion=_PAIRED,
    source="Parasuraman, Zeithaml & Berry (1988, 1991)",
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={
        "gap": Text(zh="差距", en="Gap"),
        "gap_bootstrap": Text(zh="差距（自助法区间）", en="Gap (bootstrap interval)"),
    },
    headline="gap",
    keys=("dimension",),
    better="higher",
    excludes={"not_answered": _INCOMPLETE},
)
def dimension_gaps(ev: Evidence, p: Params) -> Iterator[Described]:
    """The weight of a dimension is what customers give it, where they were asked."""
    weights = _mean_weights(ev)
    for dimension in ev.survey.dimensions:
        gap = dimension_gap(ev, dimension)
        if gap is None:
            continue
        yield Mean(
            "gap",
            Rows(ev.survey_customers, excluded={"not_answered": gap.isnull()}),
            gap,
            key={"dimension": dimension.id},
            by=("site_id",),
            unit="points",
            weight=weights.get(dimension.id),
            minimum=SMALL_SURVEY,
            bootstrap_seed=ev.seed,
        )


@measure(
    "M-G5-UNW",
    title=Text(zh="服务质量总差距（未加权）", en="Overall gap, unweighted"),
    formula=Text(
        zh="每份答卷取各维度差距的平均（维度等权，而非题项等权），再对答卷平均。",
        en="Per respondent the mean of the dimension gaps (dimensions weigh alike, not items), then the mean over "
        "respondents.",
    ),
    inclusion=Text(
        zh="每一维度均有差距的答卷。", en="Respondents with a gap in every dimension."
    ),
    source="Parasuraman, Zeithaml & Berry (1988)",
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={"gap": Text(zh="总差距", en="Overall gap")},
    headline="gap",
    better="higher",
    excludes={"not_answered": _INCOMPLETE},
)
def overall_gap(ev: Evidence, p: Params) -> Iterator[Described]:
    """Not the mean over items: dimensions with more items would weigh more."""
    gap = _respondent_gap(ev)
    yield Mean(
        "gap",
        Rows(ev.survey_customers, excluded={"not_answered": gap.isnull()}),
        gap,
        by=("site_id", "channel", "segment"),
        unit="points",
    )


@measure(
    "M-G5-WTD",
    title=Text(zh="服务质量总差距（加权）", en="Overall gap, weighted"),
    formula=Text(
        zh="每份答卷以其分配的权重（各维度分数 ÷ 该答卷总分）对维度差距加权求和，再对答卷平均；不再除以维度数。",
        en="Per respondent the sum of the dimension gaps times the respondent's own weights (points ÷ their total), "
        "then the mean over respondents; not divided by the number of dimensions again.",
    ),
    inclusion=Text(
        zh="权重合计在 90 至 110 之间，且凡权重大于零的维度均有差距的答卷。",
        en="Respondents whose points total 90 to 110 and who have a gap wherever their weight is above zero.",
    ),
    source="Zeithaml, Parasuraman & Berry (1990), Delivering Quality Service",
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={
        "gap": Text(zh="加权总差距", en="Weighted gap"),
        "gap_mean_weights": Text(zh="以平均权重加权的总差距", en="Gap under the mean weights"),
    },
    headline="gap",
    better="higher",
    excludes={
        "weights_missing": Text(zh="未分配权重", en="no weights given"),
        "weights_off": Text(zh="权重合计不在 90 至 110 之间", en="the points do not total 90 to 110"),
        "not_answered": _INCOMPLETE,
    },
    params={"least": Param(90, "points", "D"), "most": Param(110, "points", "D")},
)
def weighted_gap(ev: Evidence, p: Params) -> Iterator[Described]:
    """A respondent's own weights first; the mean weights of the same respondents beside it."""
    points = ev.weights()
    gaps = {one.id: dimension_gap(ev, one) for one in ev.survey.dimensions}
    if set(points) != set(gaps) or any(gap is None for gap in gaps.values()):
        yield NotMeasurable(NO_WEIGHTS())
        return
    total = _sum([point.fill_null(0) for point in points.values()])
    shares = {name: point.fill_null(0) / total for name, point in points.items()}
    unanswered = functools.reduce(
        operator.or_, [(shares[name] > 0) & gaps[name].isnull() for name in shares]  # type: ignore[union-attr]
    )
    rows = Rows(
        ev.survey_customers,
        excluded={
            "weights_missing": functools.reduce(operator.and_, [one.isnull() for one in points.values()]),
            "weights_off": (total < p.least) | (total > p.most),
            "not_answered": unanswered,
        },
    )
    known = {name: gap for name, gap in gaps.items() if gap is not None}
    yield Mean("gap", rows, _sum([shares[n] * known[n].fill_null(0) for n in known]), unit="points")

    def means(t: ir.Table, counted: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {name: t[name].mean(where=counted) for name in t.columns if name.startswith(("gap_", "share_"))}

    def pooled(row: Aggregates) -> Iterator[Cell]:
        value = sum(row[f"share_{n}"] * row[f"gap_{n}"] for n in known) if row["n"] else None
        yield Cell(value, row["n"])

    columns = {f"gap_{n}": gap for n, gap in known.items()} | {f"share_{n}": one for n, one in shares.items()}
    yield Computed(
        "gap_mean_weights", rows, columns, means, pooled, kind_of_cells="mean", unit="points", minimum=Minimum(10, 30)
    )


@measure(
    "M-G5-NEG",
    title=Text(zh="差距明显为负的顾客份额", en="Share of customers with a clearly negative gap"),
    formula=Text(
        zh="总差距低于 −0.5u 的答卷 ÷ 有总差距的答卷；u 为量表宽度的六分之一（7 点量表的一个点）。",
        en="Respondents whose overall gap is below −0.5u ÷ respondents with an overall gap; u is one sixth of the "
        "scale's width (one point of a 7-point scale).",
    ),
    inclusion=Text(zh="每一维度均有差距的答卷。", en="Respondents with a gap in every dimension."),
    source="domain default",
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={"negative": Text(zh="差距明显为负的份额", en="Share clearly negative")},
    headline="negative",
    better="lower",
    excludes={"not_answered": _INCOMPLETE},
    params={"below": Param(-0.5, "u", "D")},
)
def negative_share(ev: Evidence, p: Params) -> Iterator[Described]:
    """Strictly below: a respondent exactly at the limit is not counted."""
    gap = _respondent_gap(ev)
    point = ev.survey.width / 6
    yield Share(
        "negative",
        Rows(ev.survey_customers, excluded={"not_answered": gap.isnull()}),
        # Means of whole answers can miss the limit by a rounding error; 9 decimals are far below any answer.
        hit=gap.round(9) < round(p.below * point, 9),
        by=("site_id", "channel", "segment"),
    )


def dimension_gap(ev: Evidence, dimension: Dimension) -> ir.FloatingValue | None:
    """g_jd: a respondent's mean gap over the answered pairs of a dimension; null under the 75 % rule.

    None where the survey holds no pair of the dimension at all.
    """
    items = ev.survey.of(dimension)
    gaps = _item_gaps(ev)
    pairs = [gaps[item.id] for item in items if item.id in gaps]
    required = [gaps[item.id] for item in items if item.id in gaps and item.required]
    if not pairs:
        return None
    asked = sum(item.required for item in items)
    answered = _sum([gap.notnull().cast("float64") for gap in required]) if required else ibis.literal(0.0)
    # Four times a count against three times a count: whole numbers, so 75 % is met exactly.
    enough = answered * 4 >= asked * 3
    pairs_answered = _sum([gap.notnull().cast("float64") for gap in pairs])
    mean = _sum([gap.fill_null(0.0) for gap in pairs]) / pairs_answered.nullif(0.0)
    return ibis.ifelse(enough, mean, ibis.null("float64"))


def _respondent_gap(ev: Evidence) -> ir.FloatingValue:
    """G_j: the mean of a respondent's dimension gaps; null where one is missing."""
    gaps = [dimension_gap(ev, dimension) for dimension in ev.survey.dimensions]
    if any(gap is None for gap in gaps):
        return ibis.null("float64")
    return _sum([gap for gap in gaps if gap is not None]) / len(gaps)


def _item_gaps(ev: Evidence) -> dict[str, ir.FloatingValue]:
    perceived, expected = ev.answers("perceived"), ev.answers("expected")
    return {item: perceived[item] - expected[item] for item in expected if item in perceived}


def _mean_weights(ev: Evidence) -> dict[str, float]:
    """The mean of the respondents' rescaled weights by dimension; empty where weights were not asked."""
    points = ev.weights()
    if set(points) != {dimension.id for dimension in ev.survey.dimensions}:
        return {}
    total = _sum([point.fill_null(0) for point in points.values()])
    valid = (total >= 90) & (total <= 110)
    wanted = {name: (point.fill_null(0) / total).mean(where=valid) for name, point in points.items()}
    row = ev.run(ev.survey_customers.aggregate(**wanted))[0]
    return {name: float(str(value)) for name, value in row.items() if value is not None}


def _sum(columns: Sequence[ir.NumericValue]) -> ir.FloatingValue:
    return functools.reduce(operator.add, columns)
