"""Perception alone, and the zone of tolerance between what is adequate and what is desired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from audit.criteria.instrument import FacetName
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Mean, NotMeasurable, Rows, Share, Shares
from audit.measures.gap5 import SMALL_SURVEY, dimension_mean
from audit.measures.sources import cited
from audit.measures.weights import mean_customer_weights
from audit.text import Text, message

NOT_DESIRED = message(
    "M-NOT-DESIRED",
    zh="问卷询问的不是理想期望，不计算服务优势",
    en="the questionnaire does not ask what is desired: superiority is not defined",
)
FALLBACK = message(
    "M-PERCEPTION-ONLY",
    zh="未询问期望，差距 5 未测量；以下仅为感知水平",
    en="expectations were not asked, so Gap 5 is not measured; this is the level of perception alone",
)

_INCOMPLETE = Text(zh="有维度作答不足", en="a dimension is not answered sufficiently")
_VIOLATION = Text(
    zh="“可接受”高于“期望”，答案自相矛盾",
    en="the adequate level lies above the expected one: a contradiction",
)
_EXCLUDES = {"not_answered": _INCOMPLETE, "violation": _VIOLATION}
_MOST = Param(0.10, "1", "D")
_ZONE = Text(
    zh="某维度必答题中所用各部分均已作答者达 75% 的答卷；“可接受”均值高于“期望”均值的答卷排除并计数，超过一成则不评分。",
    en="Respondents who answered every facet used of 75% of the dimension's required items; those whose mean adequate "
    "lies above their mean expected level are left out and counted, and beyond a tenth nothing is scored.",
)
_ZEITHAML = cited(
    "Zeithaml, Berry & Parasuraman (1993)", "Parasuraman, Zeithaml & Berry (1994), J. Retailing 70:201"
)


@measure(
    "M-G5-PERF",
    title=Text(zh="感知得分", en="Perception-only score"),
    formula=Text(
        zh="每份答卷先取各维度感知的平均，再取各维度的平均，换算为 0–100 后对答卷平均。",
        en="Per respondent the mean of the dimensions' mean perceptions, rescaled to 0-100, then the mean over respondents.",
    ),
    tex=r"P = \frac{1}{n} \sum_{i=1}^{n} \frac{1}{D} \sum_{d=1}^{D} \operatorname{RS}(p_{id}), \qquad "
    r"p_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} P_{ij}",
    inclusion=Text(
        zh="每一维度必答题的感知作答达 75% 的答卷；不作插补。",
        en="Respondents who answered 75% of the required items of every dimension; nothing is imputed.",
    ),
    source=cited("Cronin & Taylor (1992), J. Marketing 56(3):55", "Student (1908)"),
    needs={"survey_customers": ()},
    facets=("perceived",),
    results={
        "score": Text(zh="感知得分", en="Perception"),
        "dimension": Text(zh="维度感知得分", en="Perception by dimension"),
    },
    headline="score",
    keys=("dimension",),
    better="higher",
    excludes={"not_answered": _INCOMPLETE},
)
def perception(ev: Evidence, p: Params) -> Iterator[Described]:
    """Dimensions weigh alike, not items."""
    if "expected" not in ev.facets:
        yield FALLBACK()
    low, width = ev.survey.scale[0], ev.survey.width
    perceived = ev.answers("perceived")
    by_dimension = {one.id: dimension_mean(ev, one, perceived) for one in ev.survey.dimensions}
    scores = {name: (mean - low) / width * 100 for name, mean in by_dimension.items()}
    score = ibis.literal(0.0)
    for one in scores.values():
        score = score + one / len(scores)
    s = ev.survey_customers
    rows = Rows(s, excluded={"not_answered": score.isnull()})
    by = ("site_id", "channel", "segment")
    yield Mean("score", rows, score, unit="score", by=by, limits=(0.0, 100.0), on_scale=True)
    for name, one in scores.items():
        answered = Rows(s, excluded={"not_answered": one.isnull()})
        yield Mean(
            "dimension",
            answered,
            one,
            key={"dimension": name},
            unit="score",
            limits=(0.0, 100.0),
            on_scale=True,
        )


@measure(
    "M-ZOT-MSA",
    title=Text(zh="服务适当性", en="Measure of service adequacy"),
    formula=Text(
        zh="每份答卷取该维度内（感知 − 可接受）的平均，再对答卷平均。",
        en="Per respondent the mean of (perceived − adequate) over the dimension's items, then the mean over respondents.",
    ),
    tex=r"MSA_d = \frac{1}{n u} \sum_{i=1}^{n} \frac{1}{|J_{id}|} \sum_{j \in J_{id}} (P_{ij} - A_{ij})",
    inclusion=_ZONE,
    source=_ZEITHAML,
    needs={"survey_customers": ()},
    facets=("adequate", "perceived"),
    results={"adequacy": Text(zh="服务适当性", en="Adequacy")},
    headline="adequacy",
    keys=("dimension",),
    better="higher",
    excludes=_EXCLUDES,
    params={"most": _MOST},
)
def adequacy(ev: Evidence, p: Params) -> Iterator[Described]:
    """In units of u, one sixth of the scale, so that a threshold holds on every scale."""
    yield from _differences(ev, p, "adequacy", "adequate", ev.survey.width / 6, unit="u")


@measure(
    "M-ZOT-MSS",
    title=Text(zh="服务优势", en="Measure of service superiority"),
    formula=Text(
        zh="每份答卷取该维度内（感知 − 期望）的平均，再对答卷平均；仅当问卷询问的是理想期望。",
        en="Per respondent the mean of (perceived − expected) over the dimension's items, then the mean over respondents; "
        "only where the questionnaire asks what is desired.",
    ),
    tex=r"MSS_d = \frac{1}{n} \sum_{i=1}^{n} \frac{1}{|J_{id}|} \sum_{j \in J_{id}} (P_{ij} - E_{ij})",
    inclusion=_ZONE,
    source=_ZEITHAML,
    needs={"survey_customers": ()},
    facets=("expected", "adequate", "perceived"),
    results={"superiority": Text(zh="服务优势", en="Superiority")},
    headline="superiority",
    keys=("dimension",),
    better="higher",
    excludes=_EXCLUDES,
    params={"most": _MOST},
)
def superiority(ev: Evidence, p: Params) -> Iterator[Described]:
    """The dimension gap, of those whose two levels do not contradict each other."""
    if ev.survey.expectation_type != "desired":
        yield NotMeasurable(NOT_DESIRED())
        return
    yield from _differences(ev, p, "superiority", "expected", 1.0, unit="points")


@measure(
    "M-ZOT-POS",
    title=Text(zh="容忍区间中的位置", en="Position in the zone of tolerance"),
    formula=Text(
        zh="按维度：感知均值低于可接受、介于可接受与期望之间、高于期望的答卷比例；总体为没有任何维度低于可接受的答卷比例。",
        en="By dimension the shares of respondents whose mean perception lies below adequate, within the zone, above "
        "expected; overall the share who lie below in no dimension.",
    ),
    tex=r"b_d = \frac{1}{n} \sum_i \mathbf{1}[p_{id} \ge a_{id}], \qquad b = \frac{1}{n} \sum_i \prod_d "
    r"\mathbf{1}[p_{id} \ge a_{id}]",
    inclusion=_ZONE,
    source=cited(_ZEITHAML, "Goodman (1965)", "Wilson (1927)"),
    needs={"survey_customers": ()},
    facets=("expected", "adequate", "perceived"),
    results={
        "not_below": Text(zh="不低于可接受的比例", en="Not below adequate"),
        "position": Text(zh="比例", en="Share"),
    },
    headline="not_below",
    keys=("dimension", "position"),
    better="higher",
    excludes=_EXCLUDES,
    params={"most": _MOST},
)
def position(ev: Evidence, p: Params) -> Iterator[Described]:
    """Means over the items that are answered in all three facets, so that all three speak of the same."""
    means = {one.id: _levels(ev, one.id) for one in ev.survey.dimensions}
    s, weights = ev.survey_customers, mean_customer_weights(ev)
    anywhere = ibis.literal(False)
    for name, level in means.items():
        perceived, adequate, expected = level["perceived"], level["adequate"], level["expected"]
        anywhere = anywhere | (perceived < adequate)
        where = ibis.cases((perceived < adequate, "below"), (perceived <= expected, "inside"), else_="above")
        rows = Rows(s, excluded={"not_answered": perceived.isnull(), "violation": adequate > expected})
        key, most = {"dimension": name}, {"violation": p.most}
        yield Share(
            "not_below", rows, perceived >= adequate, key=key, weight=weights.get(name), most_left_out=most
        )
        among = ("below", "inside", "above")
        yield Shares("position", rows, where, among=among, name="position", key=key, most_left_out=most)
    unanswered = ibis.or_(*(level["perceived"].isnull() for level in means.values()))
    contradicted = ibis.or_(*(level["adequate"] > level["expected"] for level in means.values()))
    overall = Rows(s, excluded={"not_answered": unanswered, "violation": contradicted})
    yield Share("not_below", overall, ~anywhere, most_left_out={"violation": p.most})


def _differences(
    ev: Evidence, p: Params, result: str, less: FacetName, by: float, *, unit: str
) -> Iterator[Described]:
    """The mean over respondents of perceived less another facet, by dimension."""
    perceived, others = ev.answers("perceived"), ev.answers(less)
    pairs = {item: perceived[item] - others[item] for item in others if item in perceived}
    for one in ev.survey.dimensions:
        difference = dimension_mean(ev, one, pairs)
        excluded = {"not_answered": difference.isnull()}
        most = {}
        if {"adequate", "expected"} <= ev.facets:
            level = _levels(ev, one.id)
            excluded["violation"] = (level["adequate"] > level["expected"]).fill_null(False)
            most = {"violation": p.most}
        yield Mean(
            result,
            Rows(ev.survey_customers, excluded=excluded),
            difference / by,
            key={"dimension": one.id},
            by=("site_id",),
            unit=unit,
            minimum=SMALL_SURVEY,
            most_left_out=most,
            on_scale=True,
        )


def _levels(ev: Evidence, dimension: str) -> Mapping[str, ir.FloatingValue]:
    """A respondent's mean of each facet of the zone, over the items that are answered in all three."""
    facets: tuple[FacetName, ...] = ("perceived", "adequate", "expected")
    answers = {facet: ev.answers(facet) for facet in facets}
    shared = set.intersection(*(set(given) for given in answers.values()))
    whole = {
        item: ibis.and_(*(answers[facet][item].notnull() for facet in facets)) for item in sorted(shared)
    }
    (one,) = (one for one in ev.survey.dimensions if one.id == dimension)
    nothing = ibis.null("float64")
    return {
        facet: dimension_mean(
            ev, one, {item: ibis.ifelse(whole[item], answers[facet][item], nothing) for item in whole}
        )
        for facet in facets
    }
