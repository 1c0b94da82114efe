"""Justice as customers saw it after a recovery, and their satisfaction with it."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Mean,
    Minimum,
    Register,
    Rows,
    Scale,
    Share,
    all_known,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.bootstrap import percentile_bounds, resampled_means
from audit.measures.statistics.correlation import fisher_z
from audit.measures.statistics.effects import standardised_regression
from audit.measures.statistics.reliability import cronbach_alpha_of
from audit.text import Message, Text, message

UNRELIABLE = message(
    "G-JUSTICE-ALPHA",
    zh="“{dimension}”的 Cronbach α 为 {alpha}，低于 {least}，只列示、不计分",
    en="Cronbach's alpha of {dimension} is {alpha}, below {least}: shown, not scored",
    mend=Text(
        zh="测量“{dimension}”的题项经修订或增补后的调查",
        en="a survey with revised or further items on {dimension}",
    ),
)
COLLINEAR = message(
    "M-COLLINEAR",
    zh="方差膨胀因子过高，各系数的先后不作解释",
    en="the variance inflation is high: the order of the effects is not interpreted",
)
TOO_FEW_FOR_REGRESSION = message(
    "M-REGRESSION-FEW",
    zh="完整答卷 {n} 份，不足 {least} 份，只列相关系数",
    en="{n} complete respondents, fewer than {least}: correlations only",
)
DIMENSIONS = {
    "dj": Text(zh="结果公平", en="distributive justice"),
    "pj": Text(zh="程序公平", en="procedural justice"),
    "ij": Text(zh="互动公平", en="interactional justice"),
}
SCALE = (1, 7)
LEAST_ALPHA = 0.60
_ITEMS = 4
_SEVEN = 7
_SURVEY_MINIMUM = Minimum(10, 30)
_NOT_ANSWERED = Text(zh="作答不足 75%", en="fewer than 75% of the items answered")
_INCLUSION = Text(
    zh="该维度题项作答达 75% 的答卷，取已作答题项的平均，换算为 0–100；不作插补。被驳回、撤回投诉的顾客应在调查名单内。α 低于 0.60 时不计分。",
    en="Respondents who answered 75% of the dimension's items; the mean of the answered ones, from 0 to 100; nothing is "
    "imputed. Customers whose complaint was rejected or withdrawn belong in the frame. Not scored below an alpha of 0.60.",
)
_SOURCE = cited(
    "Tax, Brown & Chandrashekaran (1998), J. Marketing 62(2):60",
    "Smith, Bolton & Wagner (1999), J. Marketing Research 36:356",
)
_RESULTS = {
    "score": Text(zh="平均分（0–100）", en="Mean, 0 to 100"),
    "alpha": Text(zh="Cronbach α 系数", en="Cronbach's alpha"),
    "of_resolved": Text(zh="答卷数与已办结投诉数之比", en="Respondents over resolved complaints"),
}


def _formula(dimension: str) -> Text:
    words = DIMENSIONS[dimension]
    return Text(
        zh=f"每份答卷取“{words.zh}”各题的平均，换算为（x − 1）÷ 6 × 100，再对答卷平均。",
        en=f"Per respondent the mean of the items of {words.en}, as (x − 1) ÷ 6 × 100, then the mean over respondents.",
    )


@measure(
    "M-DJ",
    title=Text(zh="结果公平", en="Distributive justice"),
    formula=_formula("dj"),
    tex=r"DJ = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}\left( \frac{1}{|Q_i|} \sum_{q \in Q_i} x_{iq} "
    r"\right), \qquad |Q_i| \ge 0.75 k",
    inclusion=_INCLUSION,
    source=_SOURCE,
    needs={"survey_recovery": ("dj1",)},
    results=_RESULTS,
    headline="score",
    better="higher",
    excludes={"not_answered": _NOT_ANSWERED},
    params={"alpha": Param(LEAST_ALPHA, "1", "L")},
)
def distributive(ev: Evidence, p: Params) -> Iterator[Described]:
    """Was the outcome fair?"""
    yield from _dimension(ev, "dj", p.alpha)


@measure(
    "M-PJ",
    title=Text(zh="程序公平", en="Procedural justice"),
    formula=_formula("pj"),
    tex=r"PJ = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}\left( \frac{1}{|Q_i|} \sum_{q \in Q_i} x_{iq} "
    r"\right), \qquad |Q_i| \ge 0.75 k",
    inclusion=_INCLUSION,
    source=_SOURCE,
    needs={"survey_recovery": ("pj1",)},
    results=_RESULTS,
    headline="score",
    better="higher",
    excludes={"not_answered": _NOT_ANSWERED},
    params={"alpha": Param(LEAST_ALPHA, "1", "L")},
)
def procedural(ev: Evidence, p: Params) -> Iterator[Described]:
    """Was the way to it fair?"""
    yield from _dimension(ev, "pj", p.alpha)


@measure(
    "M-IJ",
    title=Text(zh="互动公平", en="Interactional justice"),
    formula=_formula("ij"),
    tex=r"IJ = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}\left( \frac{1}{|Q_i|} \sum_{q \in Q_i} x_{iq} "
    r"\right), \qquad |Q_i| \ge 0.75 k",
    inclusion=_INCLUSION,
    source=_SOURCE,
    needs={"survey_recovery": ("ij1",)},
    results=_RESULTS,
    headline="score",
    better="higher",
    excludes={"not_answered": _NOT_ANSWERED},
    params={"alpha": Param(LEAST_ALPHA, "1", "L")},
)
def interactional(ev: Evidence, p: Params) -> Iterator[Described]:
    """Were people treated fairly?"""
    yield from _dimension(ev, "ij", p.alpha)


def _dimension(ev: Evidence, dimension: str, least: float) -> Iterator[Described]:
    s = scores(ev)
    score, items = s[dimension], [s[name] for name in _asked(ev, dimension)]
    rows = Rows(s, excluded={"not_answered": score.isnull()})
    yield Mean("score", rows, score, unit="score", by=("site_id", "channel"), minimum=_SURVEY_MINIMUM)
    if len(items) > 1:
        yield Scale("alpha", Rows(s), items)
    yield from _of_resolved(ev, s)
    yield from _unreliable(ev, (dimension,), least)


def _of_resolved(ev: Evidence, s: ir.Table) -> Iterator[Described]:
    """How many respondents there are for a resolved complaint; no response rate, for who was asked is not known."""
    if ev.handed_over("complaints", "resolved_ts"):
        c = ev.complaints
        resolved = ev.run(c.aggregate(n=(c.resolved_ts <= ev.as_of).sum()))[0]["n"] or 0
        answered = ev.run(s.aggregate(n=s.count()))[0]["n"]
        yield Register("of_resolved", answered / resolved if resolved else None, answered, kind="ratio")


def _unreliable(ev: Evidence, dimensions: tuple[str, ...], least: float) -> Iterator[Message]:
    for dimension in dimensions:
        s, names = scores(ev), _asked(ev, dimension)
        if len(names) > 1:
            complete = s.filter(all_known(s[name] for name in names)).select(*names)
            columns = ev.columns(complete)
            alpha = cronbach_alpha_of(np.column_stack([columns[name] for name in names]))
            if alpha is not None and alpha < least:
                yield UNRELIABLE(dimension=DIMENSIONS[dimension], alpha=f"{alpha:.2f}", least=f"{least:g}")


@measure(
    "M-JUST",
    title=Text(zh="公平轮廓", en="Justice profile"),
    formula=Text(
        zh="三个维度的平均分各按 35–85 换算为 0–100 的得分 s；综合 = 0.40 结果 + 0.25 程序 + 0.35 互动；结果 = 0.5 × 综合 + 0.5 × 最低的 s。",
        en="The means of the three dimensions become scores s of 0 to 100 between 35 and 85; composite = 0.40 distributive + "
        "0.25 procedural + 0.35 interactional; result = 0.5 composite + 0.5 of the lowest s.",
    ),
    tex=r"R = \frac{1}{2} (0.40 s_{dj} + 0.25 s_{pj} + 0.35 s_{ij}) + \frac{1}{2} \min(s_{dj}, s_{pj}, "
    r"s_{ij}), \qquad s_x = 100 \frac{\bar{x} - 35}{85 - 35} \text{ within } [0, 100]",
    inclusion=Text(
        zh="三个维度均达到 75% 作答要求的答卷；任一维度 α 低于 0.60 时不计分。",
        en="Respondents with 75% of the items of every dimension; not scored where an alpha is below 0.60.",
    ),
    source=cited(
        Text(
            zh="Orsingher, Valentini & de Angelis (2010), J. Academy of Marketing Science 38:169（次序）",
            en="Orsingher, Valentini & de Angelis (2010), J. Academy of Marketing Science 38:169 (order)",
        ),
        Text(zh="权重为默认值", en="weights are defaults"),
    ),
    needs={"survey_recovery": ("dj1", "pj1", "ij1")},
    results={
        "profile": Text(zh="公平轮廓得分", en="Justice profile"),
        "part": Text(zh="维度得分", en="Score of the dimension"),
    },
    headline="profile",
    keys=("justice",),
    better="higher",
    excludes={"not_answered": Text(zh="有维度作答不足", en="a dimension is not answered sufficiently")},
    params={
        "dj": Param(0.40, "1", "D"),
        "pj": Param(0.25, "1", "D"),
        "ij": Param(0.35, "1", "D"),
        "from_": Param(35, "score", "D"),
        "to": Param(85, "score", "D"),
        "alpha": Param(LEAST_ALPHA, "1", "L"),
    },
)
def profile(ev: Evidence, p: Params) -> Iterator[Described]:
    """A fair outcome does not make up for rudeness: the lowest score counts as much as all three."""
    s, weights = scores(ev), np.array([p.dj, p.pj, p.ij])

    def parts(means: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(np.clip(100 * (means - p.from_) / (p.to - p.from_), 0, 100))

    def compute(row: Aggregates) -> Iterator[Cell]:
        answers, n = row["matrix"], row["n"]
        if not n:
            yield Cell(None, 0)
            return
        found, drawn = parts(answers.mean(axis=0)), parts(resampled_means(answers, ev.seed))
        bounds = percentile_bounds(0.5 * drawn @ weights + 0.5 * drawn.min(axis=1))
        yield Cell(float(0.5 * found @ weights + 0.5 * found.min()), n, bounds, "bootstrap")
        for name, one in zip(DIMENSIONS, found, strict=True):
            yield Cell(float(one), n, result="part", key={"justice": name})

    columns = {name: s[name] for name in DIMENSIONS}
    yield Computed(
        "profile",
        Rows(s, excluded={"not_answered": ~all_known(columns.values())}),
        columns,
        lambda t, known: {},
        compute,
        matrix=tuple(DIMENSIONS),
        kind_of_cells="mean",
        minimum=_SURVEY_MINIMUM,
        unit="score",
    )
    yield from _unreliable(ev, tuple(DIMENSIONS), p.alpha)


@measure(
    "M-JREG",
    title=Text(zh="公平与补救满意度", en="Justice and satisfaction with the recovery"),
    formula=Text(
        zh="以标准化的补救满意度对标准化的三个公平维度作最小二乘回归，标准误为 HC3；另列方差膨胀因子和 Pearson 相关系数。",
        en="Least squares of standardised satisfaction with the recovery on the three standardised justice means, HC3 errors; "
        "variance inflation and Pearson correlations beside it.",
    ),
    tex=r"z_{sat} = \beta_{dj} z_{dj} + \beta_{pj} z_{pj} + \beta_{ij} z_{ij} + \varepsilon, \qquad VIF_x "
    r"= \frac{1}{1 - R_x^2}",
    inclusion=Text(
        zh="四项均已作答的答卷；不足 100 份时只列相关系数；方差膨胀因子大于 5 时不解释先后。只列示，不计分。",
        en="Respondents with all four; below 100 only the correlations; with a variance inflation above 5 the order is not "
        "interpreted. Shown, never scored.",
    ),
    source=cited("MacKinnon & White (1985), J. Econometrics 29:305", "Orsingher et al. (2010)"),
    needs={"survey_recovery": ("sat_recovery", "dj1", "pj1", "ij1")},
    results={
        "slope": Text(zh="标准化回归系数", en="Standardised slope"),
        "inflation": Text(zh="方差膨胀因子", en="Variance inflation factor"),
        "correlation": Text(zh="与补救满意度的相关系数", en="Correlation with satisfaction"),
    },
    headline="slope",
    keys=("justice",),
    better="none",
    scored=False,
    excludes={"not_answered": Text(zh="未全部作答", en="not all answered")},
    params={"least": Param(100, "respondents", "D"), "inflation": Param(5, "1", "L")},
)
def regression(ev: Evidence, p: Params) -> Iterator[Described]:
    """Which justice moves satisfaction here, as far as answers of one survey can tell."""
    s = scores(ev)
    columns = {name: s[name] for name in (*DIMENSIONS, "sat_recovery")}

    def compute(row: Aggregates) -> Iterator[Cell]:
        return _effects(row["matrix"], row["n"], p)

    yield Computed(
        "slope",
        Rows(s, excluded={"not_answered": ~all_known(columns.values())}),
        columns,
        lambda t, known: {},
        compute,
        matrix=tuple(columns),
        kind_of_cells="reliability",
        minimum=_SURVEY_MINIMUM,
    )


def _effects(answers: npt.NDArray[np.float64], n: int, p: Params) -> Iterator[Cell]:
    """Slopes and inflation from enough respondents, correlations always."""
    x, y = answers[:, :-1], answers[:, -1]
    found = standardised_regression(y, x) if n >= p.least else None
    reason = None if n >= p.least else TOO_FEW_FOR_REGRESSION(n=n, least=f"{p.least:g}")
    for place, name in enumerate(DIMENSIONS):
        key = {"justice": name}
        if found is None:
            yield Cell(None, n, key=key, reason=reason)
        else:
            one = found[place]
            flags = (COLLINEAR(),) if one.vif > p.inflation else ()
            yield Cell(one.slope, n, one.bounds, "hc3", key=key, flags=flags)
            yield Cell(one.vif, n, key=key, result="inflation")
        alike = n < 2 or not x[:, place].std() or not y.std()
        r = None if alike else float(np.clip(np.corrcoef(x[:, place], y)[0, 1], -1, 1))
        bounds = None if r is None else fisher_z(r, n)
        yield Cell(r, n, bounds, "fisher_z", key=key, result="correlation")


@measure(
    "M-RECSAT",
    title=Text(zh="对补救的满意度", en="Satisfaction with the recovery"),
    formula=Text(
        zh="补救满意度换算为 0–100 后的平均；另列高分段比例：量表不超过 7 点的取最高两点，其余取最高五分之一。",
        en="Mean of the satisfaction with the recovery from 0 to 100; the top-box share beside it: the two highest points of a "
        "scale of up to 7 points, otherwise the top fifth of the range.",
    ),
    tex=r"S = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}(x_i)",
    inclusion=Text(
        zh="回答了该题的答卷；被驳回、撤回投诉的顾客应在调查名单内。回收率见 M-RESP。",
        en="Respondents who answered it; customers whose complaint was rejected or withdrawn belong in the frame. The response "
        "rate is that of M-RESP.",
    ),
    source=cited(DEFAULT, "Student (1908)", "Wilson (1927)"),
    needs={"survey_recovery": ("sat_recovery",)},
    results={
        "score": Text(zh="平均分（0–100）", en="Mean, 0 to 100"),
        "top_box": Text(zh="高分段比例", en="Top-box share"),
        "of_resolved": Text(zh="答卷数与已办结投诉数之比", en="Respondents over resolved complaints"),
    },
    headline="score",
    better="higher",
    excludes={"not_answered": Text(zh="未作答", en="did not answer")},
)
def satisfaction(ev: Evidence, p: Params) -> Iterator[Described]:
    """Of those who answered; leavers do not."""
    s = ev.survey_recovery
    low, high = ev.satisfaction_scale
    rows = Rows(s, excluded={"not_answered": s.sat_recovery.isnull()})
    score = (s.sat_recovery - low) / (high - low) * 100
    yield Mean("score", rows, score, unit="score", by=("site_id", "channel"), minimum=_SURVEY_MINIMUM)
    yield Share("top_box", rows, top_box(s.sat_recovery, ev.satisfaction_scale), by=("site_id", "channel"))
    yield from _of_resolved(ev, s)


def top_box(answer: ir.NumericValue, scale: tuple[float, float]) -> ir.BooleanValue:
    """Whether an answer is among the highest: two points of a scale of up to 7, else the top fifth of the range."""
    low, high = scale
    if high - low < _SEVEN:
        return answer >= high - 1
    return answer > high - (high - low) / 5


def scores(ev: Evidence) -> ir.Table:
    """The recovery survey with ``dj``, ``pj`` and ``ij`` from 0 to 100; null where fewer than 75% of the items
    asked are answered. Made once: five measures stand on it.
    """

    def build() -> ir.Table:
        s = ev.survey_recovery
        return s.mutate(**{one: _score(s, _asked(ev, one)) for one in DIMENSIONS})

    return ev.derived("justice_scores", build)


def _asked(ev: Evidence, dimension: str) -> list[str]:
    names = [f"{dimension}{number}" for number in range(1, _ITEMS + 1)]
    return [name for name in names if ev.handed_over("survey_recovery", name)]


def _score(s: ir.Table, names: list[str]) -> ir.FloatingValue:
    if not names:
        return ibis.null("float64")
    answers = [s[name] for name in names]
    answered = functools.reduce(operator.add, [one.notnull().cast("int64") for one in answers])
    total = functools.reduce(operator.add, [one.fill_null(0).cast("float64") for one in answers])
    low, high = SCALE
    score = (total / answered.nullif(0) - low) / (high - low) * 100
    # Four times a count against three times a count: whole numbers, so 75% is met exactly.
    return ibis.ifelse(answered * 4 >= len(names) * 3, score, ibis.null("float64"))
