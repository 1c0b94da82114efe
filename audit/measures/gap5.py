"""Gap 5: what customers perceive, less what they expect; by item, by dimension and as one score."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from audit.criteria.instrument import Dimension
from audit.evidence.catalogue.survey import LEAST_POINTS, MOST_POINTS
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Answers,
    Cell,
    Computed,
    Mean,
    Minimum,
    NotMeasurable,
    Rows,
    Scale,
    Share,
    all_known,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.means import holm, mean_and_sd, one_sample_p
from audit.measures.weights import mean_customer_weights
from audit.text import Message, Text, message

NO_WEIGHTS = message(
    "M-NO-WEIGHTS",
    zh="调查未请顾客分配各维度的权重",
    en="the survey did not ask customers to weigh the dimensions",
)
NOT_ONE_SCORE = message(
    "M-G5-NOT-ONE-SCORE",
    zh="该维度感知部分的 Cronbach α 为 {alpha}，低于 {least}，各题项不能合为一个得分：只列示、不计分，请看题项差距",
    en="Cronbach's alpha of the perceptions is {alpha}, below {least}: the items do not make one score, which is shown and not "
    "scored; see the gaps of the items",
    mend=Text(
        zh="该维度的题项经修订或增补后的调查", en="a survey with revised or further items on the dimension"
    ),
)

SMALL_SURVEY = Minimum(10, 100, breakdown=30)
"""A dimension is reported from 100 respondents on, within a site from 30."""

BROKEN_DOWN_BY = ("site_id", "channel", "segment")
"""What the gaps of customers are told apart by."""

_NOT_ANSWERED = Text(zh="未同时回答期望与感知", en="expectation and perception not both answered")
_INCOMPLETE = Text(zh="有维度作答不足", en="a dimension is not answered sufficiently")
_PAIRED = Text(
    zh="某维度必答题中期望与感知均已作答者达 75% 的答卷，取已作答题对的平均；不作插补。",
    en="Respondents who answered both facets of at least 75% of the dimension's required items; the mean of "
    "the answered pairs; nothing is imputed.",
)


@measure(
    "M-G5-ITEM",
    title=Text(zh="题项差距", en="Item gap"),
    formula=Text(
        zh="对每一题项：差距 = 感知 − 期望，先按答卷求差再取平均。另列期望与感知各答案点的人数及其平均，两者平均之差即差距。",
        en="For every item: gap = perceived − expected, taken per respondent and then averaged. Beside it how many gave which "
        "answer on expectation and on perception, and the means, whose difference is the gap.",
    ),
    tex=r"g_j = \frac{1}{n_j} \sum_{i=1}^{n_j} (P_{ij} - E_{ij})",
    inclusion=Text(
        zh="该题项期望与感知均已作答的答卷。少于 30 份或分布偏斜（|偏度| > 1）时另给自助法区间；p 值按 Holm 法在全部题项间校正。反向题先转换；介于两点之间的作答计入最近一点，居中者计入较高一点；超过 11 点的量表按五个等宽区间计数。",
        en="Respondents who answered both facets of the item. With fewer than 30, or where skewed (|skewness| > 1), "
        "a bootstrap interval stands beside; p-values are adjusted over all items (Holm). Reversed items are turned first; an "
        "answer between two points counts as the nearest, halves as the higher; a scale of more than 11 points is counted by "
        "five bands of equal width.",
    ),
    source=cited("Parasuraman, Zeithaml & Berry (1988, 1991)", "Holm (1979)"),
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={
        "gap": Text(zh="差距", en="Gap"),
        "gap_bootstrap": Text(zh="差距（自助法区间）", en="Gap (bootstrap interval)"),
        "p_holm": Text(zh="差距为零的 p 值（Holm 校正）", en="p-value of no gap (Holm)"),
        "expected": Text(zh="期望作答（平均及各答案点人数）", en="Answers on expectation (mean and counts)"),
        "perceived": Text(zh="感知作答（平均及各答案点人数）", en="Answers on perception (mean and counts)"),
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
            on_scale=True,
        )

    def aggregates(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        wanted: dict[str, ir.Scalar] = {}
        for item in gaps:
            gap = t[f"gap_{item}"]
            wanted |= {
                f"n_{item}": gap.count(),
                f"sum_{item}": gap.sum(),
                f"squares_{item}": (gap * gap).sum(),
            }
        return wanted

    def p_values(row: Aggregates) -> Iterator[Cell]:
        testable = {}
        for item in gaps:
            n = row[f"n_{item}"] or 0
            mean, sd = mean_and_sd(n, row[f"sum_{item}"], row[f"squares_{item}"]) if n else (0.0, None)
            raw = None if sd is None else one_sample_p(mean, sd, n)
            if raw is not None:
                testable[item] = raw
        for item, adjusted in zip(testable, holm(list(testable.values())), strict=True):
            yield Cell(adjusted, row[f"n_{item}"], key={"item": item})

    columns = {f"gap_{item}": gap for item, gap in gaps.items()}
    yield Computed(
        "p_holm", Rows(survey), columns, aggregates, p_values, kind_of_cells="p_value", minimum_of="mean"
    )
    yield from _given_answers(ev, gaps)


@measure(
    "M-G5-DIM",
    title=Text(zh="维度差距", en="Dimension gap"),
    formula=Text(
        zh="每份答卷先取该维度内各题项（感知 − 期望）的平均，再对答卷平均。",
        en="Per respondent the mean of (perceived − expected) over the dimension's items, then the mean over "
        "respondents.",
    ),
    tex=r"g_d = \frac{1}{n} \sum_{i=1}^{n} g_{id}, \qquad g_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} "
    r"(P_{ij} - E_{ij})",
    inclusion=Text(
        zh=_PAIRED.zh + "感知部分 α 低于 0.60（至少 50 份作答完整的答卷）的维度只列示、不计分。",
        en=_PAIRED.en
        + " A dimension whose perceptions have an alpha below 0.60 (50 complete respondents or more) is shown "
        "and not scored.",
    ),
    source=cited(
        "Parasuraman, Zeithaml & Berry (1988, 1991)",
        "Cronbach (1951)",
        Text(zh="Nunnally (1978)，论信度", en="Nunnally (1978) on reliability"),
    ),
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
    params={"alpha": Param(0.60, "1", "L"), "respondents": Param(50, "respondents", "D")},
)
def dimension_gaps(ev: Evidence, p: Params) -> Iterator[Described]:
    """The weight of a dimension is what customers give it, where they were asked."""
    weights, gaps = mean_customer_weights(ev), respondent_gaps(ev)
    for dimension in ev.survey.dimensions:
        gap = gaps[_column(dimension)]
        yield Mean(
            "gap",
            Rows(gaps, excluded={"not_answered": gap.isnull()}),
            gap,
            key={"dimension": dimension.id},
            by=("site_id",),
            unit="points",
            weight=weights.get(dimension.id),
            minimum=SMALL_SURVEY,
            bootstrap_seed=ev.seed,
            on_scale=True,
            unfit=_not_one_score(ev, dimension, p),
        )


def _not_one_score(ev: Evidence, dimension: Dimension, p: Params) -> Message | None:
    """Why the items of a dimension do not make one score; None where they do, or too few answered to tell."""
    perceived = ev.answers("perceived")
    asked = [perceived[item.id] for item in ev.survey.of(dimension) if item.id in perceived]
    scale = Scale("alpha", Rows(ev.survey_customers), asked)
    complete = ev.survey_customers.filter(all_known(asked)).select(**scale.outcome())
    wanted = scale.aggregates(complete, ibis.literal(value=True)) if len(asked) > 1 else {}
    row = ev.run(complete.aggregate(n=complete.count(), **wanted))[0]
    (alpha,) = (cell.value for cell in scale.cells(row, {}))
    if alpha is None or row["n"] < p.respondents or alpha >= p.alpha:
        return None
    return NOT_ONE_SCORE(alpha=f"{alpha:.2f}", least=f"{p.alpha:g}")


@measure(
    "M-G5-UNW",
    title=Text(zh="服务质量总差距（未加权）", en="Overall gap, unweighted"),
    formula=Text(
        zh="每份答卷取各维度差距的平均（维度等权，而非题项等权），再对答卷平均。",
        en="Per respondent the mean of the dimension gaps (dimensions weigh alike, not items), then the mean over "
        "respondents.",
    ),
    tex=r"G = \frac{1}{n} \sum_{i=1}^{n} G_i, \qquad G_i = \frac{1}{D} \sum_{d=1}^{D} g_{id}",
    inclusion=Text(zh="每一维度均有差距的答卷。", en="Respondents with a gap in every dimension."),
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
    gaps = respondent_gaps(ev)
    yield Mean(
        "gap",
        Rows(gaps, excluded={"not_answered": gaps.gap.isnull()}),
        gaps.gap,
        by=BROKEN_DOWN_BY,
        unit="points",
        on_scale=True,
    )


@measure(
    "M-G5-WTD",
    title=Text(zh="服务质量总差距（加权）", en="Overall gap, weighted"),
    formula=Text(
        zh="每份答卷以其分配的权重（各维度分数 ÷ 该答卷总分）对维度差距加权求和，再对答卷平均；不再除以维度数。",
        en="Per respondent the sum of the dimension gaps times the respondent's own weights (points ÷ their total), "
        "then the mean over respondents; not divided by the number of dimensions again.",
    ),
    tex=r"G_w = \frac{1}{n} \sum_{i=1}^{n} \sum_{d} v_{id} g_{id}, \qquad v_{id} = \frac{w_{id}}{\sum_{d} "
    r"w_{id}}, \quad 90 \le \sum_{d} w_{id} \le 110",
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
    params={"least": Param(LEAST_POINTS, "points", "D"), "most": Param(MOST_POINTS, "points", "D")},
)
def weighted_gap(ev: Evidence, p: Params) -> Iterator[Described]:
    """A respondent's own weights first; the mean weights of the same respondents beside it."""
    names = list(ev.weights())
    if not names:
        yield NotMeasurable(NO_WEIGHTS())
        return
    table = respondent_gaps(ev)
    points = {name: table[f"w_{name}"] for name in names}
    gaps = {name: table[f"gap_{name}"] for name in names}
    total = _sum([point.fill_null(0) for point in points.values()])
    shares = {name: point.fill_null(0) / total.nullif(0) for name, point in points.items()}
    unanswered = [(points[name].fill_null(0) > 0) & gaps[name].isnull() for name in names]
    rows = Rows(
        table,
        excluded={
            "weights_missing": functools.reduce(operator.and_, [one.isnull() for one in points.values()]),
            "weights_off": (total < p.least) | (total > p.most),
            "not_answered": functools.reduce(operator.or_, unanswered),
        },
    )
    weighted = _sum([shares[name] * gaps[name].fill_null(0) for name in names])
    yield Mean("gap", rows, weighted, unit="points", on_scale=True)

    def means(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        counts = {f"n_{name}": t[f"gap_{name}"].count(where=known) for name in names}
        return counts | {name: t[name].sum(where=known) for name in columns}

    def pooled(row: Aggregates) -> Iterator[Cell]:
        if not row["n"]:
            yield Cell(None, 0)
            return
        # A dimension that nobody both weighs and answers contributes nothing.
        shares = {name: row[f"share_{name}"] / row["n"] for name in names}
        gaps = {name: row[f"gap_{name}"] / row[f"n_{name}"] if row[f"n_{name}"] else 0.0 for name in names}
        yield Cell(sum(shares[name] * gaps[name] for name in names), row["n"])

    columns = {f"gap_{name}": gap for name, gap in gaps.items()}
    columns |= {f"share_{name}": share for name, share in shares.items()}
    yield Computed(
        "gap_mean_weights",
        rows,
        columns,
        means,
        pooled,
        kind_of_cells="mean",
        minimum_of="mean",
        unit="points",
    )


@measure(
    "M-G5-NEG",
    title=Text(zh="差距明显为负的顾客比例", en="Share of customers with a clearly negative gap"),
    formula=Text(
        zh="总差距低于 −0.5u 的答卷 ÷ 有总差距的答卷；u 为量表宽度的六分之一（7 点量表的一个点）。",
        en="Respondents whose overall gap is below −0.5u ÷ respondents with an overall gap; u is one sixth of the "
        "scale's width (one point of a 7-point scale).",
    ),
    tex=r"q = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[G_i \lt -0.5 u]",
    inclusion=Text(zh="每一维度均有差距的答卷。", en="Respondents with a gap in every dimension."),
    source=DEFAULT,
    needs={"survey_customers": ()},
    facets=("expected", "perceived"),
    results={"negative": Text(zh="差距明显为负的比例", en="Share clearly negative")},
    headline="negative",
    better="lower",
    excludes={"not_answered": _INCOMPLETE},
    params={"below": Param(-0.5, "u", "D")},
)
def negative_share(ev: Evidence, p: Params) -> Iterator[Described]:
    """Strictly below: a respondent exactly at the limit is not counted."""
    gaps = respondent_gaps(ev)
    point = ev.survey.width / 6
    yield Share(
        "negative",
        Rows(gaps, excluded={"not_answered": gaps.gap.isnull()}),
        # Means of whole answers can miss the limit by a rounding error; 9 decimals are far below any answer.
        hit=gaps.gap.round(9) < round(p.below * point, 9),
        by=BROKEN_DOWN_BY,
    )


def respondent_gaps(ev: Evidence) -> ir.Table:
    """Every respondent's gaps, ``gap_<dimension>`` (g_jd) and ``gap`` (G_j, their mean), beside the weights given and
    what gaps are broken down by.

    Null where the 75% rule, or for G_j a dimension, is not met. Made once: six measures stand on it.
    """

    def build() -> ir.Table:
        survey, gaps = ev.survey_customers, _item_gaps(ev)
        dimensions = {_column(one): dimension_mean(ev, one, gaps) for one in ev.survey.dimensions}
        asked = [name for name in BROKEN_DOWN_BY if ev.handed_over("survey_customers", name)]
        weights = [point.get_name() for point in ev.weights().values()]
        by_dimension = survey.select("_file", "_row", *asked, *weights, **dimensions)
        return by_dimension.mutate(gap=_sum([by_dimension[name] for name in dimensions]) / len(dimensions))

    return ev.derived("respondent_gaps", build)


def _column(dimension: Dimension) -> str:
    return f"gap_{dimension.id}"


def dimension_mean(
    ev: Evidence, dimension: Dimension, values: Mapping[str, ir.NumericValue]
) -> ir.FloatingValue:
    """A respondent's mean over the items of a dimension that have a value, where 75% of those required have.

    ``values`` maps items to what is averaged: an answer, or a difference that is null unless both are given.
    """
    items = ev.survey.of(dimension)
    given = [values[item.id] for item in items if item.id in values]
    if not given:
        return ibis.null("float64")
    answered = _sum(
        [_one(values[item.id]) for item in items if item.required and item.id in values]
        or [ibis.literal(0.0)]
    )
    # Four times a count against three times a count: whole numbers, so 75% is met exactly.
    enough = answered * 4 >= sum(item.required for item in items) * 3
    mean = _sum([one.fill_null(0.0) for one in given]) / _sum([_one(one) for one in given]).nullif(0.0)
    return ibis.ifelse(enough, mean, ibis.null("float64"))


def _one(answer: ir.NumericValue) -> ir.FloatingValue:
    """1 for an answer, 0 for none."""
    return answer.notnull().cast("float64")


def _item_gaps(ev: Evidence) -> dict[str, ir.FloatingValue]:
    perceived, expected = ev.answers("perceived"), ev.answers("expected")
    return {item: perceived[item] - expected[item] for item in expected if item in perceived}


def _given_answers(ev: Evidence, gaps: Mapping[str, ir.FloatingValue]) -> Iterator[Answers]:
    """What was answered by those whose gap counts, so that the two means differ by the gap."""
    expected, perceived = ev.answers("expected"), ev.answers("perceived")
    for item in gaps:
        both = {"expected": expected[item], "perceived": perceived[item]}
        yield Answers(
            "answers",
            Rows(ev.survey_customers, excluded={"not_answered": ~all_known(both.values())}),
            both,
            scale=ev.survey.scale,
            key={"item": item},
            unit="points",
        )


def _sum(columns: Sequence[ir.NumericValue]) -> ir.FloatingValue:
    return functools.reduce(operator.add, columns)
