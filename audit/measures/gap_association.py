"""Do branches with larger gaps of Gap 1 and Gap 3 have a larger Gap 5? An association, never a cause."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import conformity
from audit.measures.figures import Aggregates, Cell, Computed, Minimum, NotMeasurable, Rows, Share
from audit.measures.gap5 import dimension_mean, respondent_gaps
from audit.measures.sites import by_site
from audit.measures.sources import cited
from audit.measures.statistics.association import relative_weights, spearman
from audit.text import Text, message

FEW_BRANCHES = message(
    "M-FEW-BRANCHES",
    zh="得分与至少 {least} 份答卷兼备的场所仅 {n} 个，少于 {minimum} 个，不作关联分析",
    en="branches with {least} respondents and a score of the gap: only {n}, fewer than {minimum}; no association is "
    "computed",
)
EXPLORATORY = message(
    "M-ASSOC-EXPLORATORY",
    zh="不足 {units} 个场所，结果仅供探索",
    en="fewer than {units} branches: exploratory only",
)
NO_CAUSE = message(
    "M-ASSOC-NO-CAUSE",
    zh="关联不等于因果：场所之间还有其他差异，各差距的测量单位也不相同",
    en="an association is no cause: branches differ in other ways too, and the gaps are measured on different units",
)

Scores = Mapping[str, float]
"""Site -> its score, 0-100."""


@measure(
    "M-GD-ASSOC",
    title=Text(zh="差距一、差距三与差距五的关联", en="Association of Gaps 1 and 3 with Gap 5"),
    formula=Text(
        zh="以场所为单位，比较差距一得分（各维度 100 × (1 − 3|k|/R) 的平均，k 为该场所管理者判断与顾客期望之差）、差距三得分（各标准达标率按重要性加权的平均）与平均总差距。30 个场所及以上：标准化回归与 Johnson 相对权重；10–29 个：Spearman 等级相关及置换检验 p 值。",
        en="By branch: the score of Gap 1 (mean over dimensions of 100 (1 − 3|k|/R), k what its managers believe less what its "
        "customers expect) and of Gap 3 (conformity to standards, weighted by importance) against the mean overall gap. From "
        "30 branches on standardised regression and Johnson's relative weights; with 10-29 Spearman's rho and its p-value by "
        "permutation.",
    ),
    tex=r"z_{G5} = \beta_1 z_{G1} + \beta_3 z_{G3} + \varepsilon, \qquad \text{part}_g = "
    r"\frac{\epsilon_g}{R^2}, \quad \sum_g \epsilon_g = R^2",
    inclusion=Text(
        zh="至少有 30 份总差距答卷的场所。差距二与差距四的证据不分场所，不能纳入；不足 10 个场所的不作分析。不计分，也不得称为原因。",
        en="Branches with 30 overall gaps or more. The evidence of Gaps 2 and 4 does not tell branches apart. Below 10 branches "
        "nothing is computed. Never scored, never called a cause.",
    ),
    source=cited(
        "Zeithaml, Berry & Parasuraman (1988), J. Marketing 52:35",
        "Johnson (2000), Multivariate Behav. Res. 35:1",
        "Spearman (1904)",
        "Phipson & Smyth (2010)",
    ),
    needs={
        "survey_customers": ("site_id",),
        "service_delivery": ("standard_id", "start_ts", "site_id"),
        "service_standards": ("standard_id",),
        "survey_managers": (),
    },
    one_suffices=True,
    facets=("expected", "perceived"),
    results={
        "part": Text(zh="相对权重（解释比例）", en="Relative weight (share explained)"),
        "slope": Text(zh="标准化回归系数", en="Standardised slope"),
        "rho": Text(zh="Spearman 等级相关", en="Spearman's rho"),
        "p_value": Text(zh="无关联的 p 值（置换检验）", en="p-value of no association (permutation)"),
    },
    headline="part",
    keys=("gap",),
    better="none",
    scored=False,
    params={
        "respondents": Param(30, "respondents", "D"),
        "units": Param(30, "sites", "D"),
        "exploratory": Param(10, "sites", "D"),
    },
)
def association(ev: Evidence, p: Params) -> Iterator[Described]:
    """The unit is the branch: respondents of one branch share its managers and its delivery."""
    if not ev.handed_over("survey_customers", "site_id"):
        yield NotMeasurable(ev.why_not("survey_customers", "site_id"))
        return
    outcome = _mean_gaps(ev, int(p.respondents))
    known = {"1": _gap_1(ev), "3": _gap_3(ev, p)}
    scores = {gap: found for gap, found in known.items() if len(found.keys() & outcome) >= p.exploratory}
    units = (
        sorted(outcome.keys() & set.intersection(*(set(one) for one in scores.values()))) if scores else []
    )
    if not scores:
        for gap, found in known.items():
            n = len(found.keys() & outcome)
            few = FEW_BRANCHES(n=n, least=int(p.respondents), minimum=int(p.exploratory))
            yield _told(ev, "part", gap, Cell(None, n, reason=few))
    elif len(units) >= p.units:
        yield from _regression(ev, outcome, scores, units)
        yield NO_CAUSE()
    else:
        for gap, found in scores.items():
            yield from _ranks(ev, gap, outcome, found, int(p.exploratory))
        yield EXPLORATORY(units=int(p.units))
        yield NO_CAUSE()


def _regression(
    ev: Evidence, outcome: Scores, scores: Mapping[str, Scores], units: Sequence[str]
) -> Iterator[Computed]:
    y = [outcome[site] for site in units]
    x = [[one[site] for one in scores.values()] for site in units]
    found = relative_weights(y, x, ev.seed)
    for i, gap in enumerate(scores):
        if found is None:
            yield _told(ev, "part", gap, Cell(None, len(units)))
            continue
        one = found[i]
        yield _told(ev, "part", gap, Cell(one.part, len(units), one.part_bounds, "bootstrap"))
        yield _told(ev, "slope", gap, Cell(one.slope, len(units), one.slope_bounds, "bootstrap"))


def _ranks(ev: Evidence, gap: str, outcome: Scores, scores: Scores, least: int) -> Iterator[Computed]:
    units = sorted(outcome.keys() & scores.keys())
    found = spearman([scores[site] for site in units], [outcome[site] for site in units], ev.seed)
    few = Minimum(least, len(units) + 1)
    yield _told(ev, "rho", gap, Cell(found.rho if found else None, len(units)), few)
    if found is not None:
        yield _told(ev, "p_value", gap, Cell(found.p_value, len(units), kind="p_value"), few)


def _told(ev: Evidence, result: str, gap: str, cell: Cell, minimum: Minimum | None = None) -> Computed:
    """A figure over branches: it is computed beside the engine, from a few numbers of each."""
    return Computed(
        result,
        Rows(ev.survey_customers, of=("survey_customers",)),
        {},
        lambda t, known: {},
        functools.partial(_same, cell),
        key={"gap": gap},
        kind_of_cells="reliability",
        minimum=minimum,
    )


def _same(cell: Cell, row: Aggregates) -> Sequence[Cell]:
    return [cell]


def _mean_gaps(ev: Evidence, least: int) -> Scores:
    gaps = respondent_gaps(ev)
    found = gaps.filter(gaps.site_id.notnull()).group_by("site_id")
    rows = ev.run(found.aggregate(n=gaps.gap.count(), mean=gaps.gap.mean()))
    return {row["site_id"]: row["mean"] for row in rows if row["n"] >= least}


def _gap_1(ev: Evidence) -> Scores:
    """Scores of Gap 1 where a branch has both managers and customers with an answer on every dimension."""
    if not ev.handed_over("survey_managers", "site_id"):
        return {}
    managers = _means(ev, "survey_managers", ev.beliefs())
    customers = _means(ev, "survey_customers", ev.answers("expected"))
    found = {}
    for site in managers.keys() & customers.keys():
        pairs = zip(managers[site], customers[site], strict=True)
        gaps = [None if belief is None or level is None else belief - level for belief, level in pairs]
        points = [max(0.0, 100 * (1 - 3 * abs(gap) / ev.survey.width)) for gap in gaps if gap is not None]
        if len(points) == len(gaps):
            found[site] = sum(points) / len(points)
    return found


def _means(ev: Evidence, table: str, answers: Mapping[str, ir.NumericValue]) -> dict[str, list[float | None]]:
    """Per site the mean of every dimension over the items asked of managers and customers alike."""
    asked = ev.beliefs().keys() & ev.answers("expected").keys()
    of_both = {item: answer for item, answer in answers.items() if item in asked}
    names = {one.id: dimension_mean(ev, one, of_both) for one in ev.survey.dimensions}
    t = ev.table(table).mutate(**names)
    rows = ev.run(
        t.filter(t.site_id.notnull())
        .group_by("site_id")
        .aggregate(**{name: t[name].mean() for name in names})
    )
    return {row["site_id"]: [row[name] for name in names] for row in rows}


def _gap_3(ev: Evidence, p: Params) -> Scores:
    """Per site the shares that met a standard, weighted by the importance of the standards."""
    if not (
        ev.handed_over("service_delivery", "standard_id", "start_ts", "site_id")
        and ev.handed_over("service_standards", "standard_id")
    ):
        return {}
    weighed: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for share in conformity(ev, p):
        if isinstance(share, Share):
            for row in ev.run(by_site(share).select("site_id", "n", "met")):
                if row["site_id"] is not None:
                    weighed[row["site_id"]].append((share.weight or 0.0, row["met"] / row["n"]))
    return {
        site: 100 * sum(weight * met for weight, met in rows) / sum(weight for weight, _ in rows)
        for site, rows in weighed.items()
        if sum(weight for weight, _ in rows)
    }
