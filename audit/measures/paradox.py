"""Are recovered customers as satisfied as those who never had a failure?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Cell, Computed, Mean, MeanDifference, Minimum, Rows
from audit.measures.justice import top_box
from audit.measures.sources import cited
from audit.measures.statistics.effects import Equivalence, equivalence, satterthwaite, standardised_difference
from audit.measures.statistics.means import Welch, welch
from audit.text import Text, message

CAVEATS = message(
    "M-SRP-CAVEATS",
    zh="两组并非随机分组；离去的顾客不作答（幸存者偏差）；存在回忆误差与均值回归。文献所称的补救悖论仅见于轻度失误，对满意度的作用不延及再次购买、口碑或形象（de Matos 等，2007），第二次失误后即消失（Maxham 与 Netemeyer，2002），且属罕见（Michel 与 Meuter，2008）；以上为文献所述，并非本次审查的发现。",
    en="The groups were observed, not assigned; leavers do not answer (survivors' bias); there is error of recall and "
    "regression to the mean. The recovery paradox of the literature is one of mild failures; its effect on satisfaction does "
    "not carry to repurchase, word of mouth or image (de Matos et al. 2007), vanishes at the second failure (Maxham & "
    "Netemeyer 2002) and is rare (Michel & Meuter 2008): this is said in the literature and was not found by this audit.",
)
TOST = message(
    "M-SRP-TOST",
    zh="等效性检验：差值的 Welch 90% 区间为 [{low}，{high}]，等效界限为 ±{margin}",
    en="equivalence test: Welch's 90% interval of the difference is [{low}, {high}], the margin ±{margin}",
)
INCONCLUSIVE = message(
    "G-SRP-INCONCLUSIVE",
    zh="数据不足以作出结论，只列示、不计分",
    en="the data allow no conclusion: shown, not scored",
    mend=Text(
        zh="更多经历补救与未遭遇失误的顾客的答卷",
        en="answers of more customers, with recovery and without a failure",
    ),
)

PARADOX, BELOW, PAR, OPEN = "paradox supported", "below par", "recovered to par", "inconclusive"

_NOT_ANSWERED = {"not_answered": Text(zh="未作答", en="did not answer")}
_PER_GROUP = Minimum(10, 50)


@measure(
    "M-SRP",
    title=Text(zh="服务补救悖论检验", en="Recovery-paradox test"),
    formula=Text(
        zh="D = 补救后顾客的总体满意度均值 − 未遭遇失误顾客的均值；g =（D ÷ 合并标准差）×（1 − 3 ÷（4(n1 + n0 − 2) − 1））。结论依次为：D 的 95% 区间全部高于零，支持悖论；全部低于零，低于常态；90% 区间在 ±0.2 个标准差（未遭遇失误组）之内，恢复至常态；其余无法判断。",
        en="D = mean overall satisfaction of recovered customers − mean of those without a failure; g = (D ÷ pooled SD) × (1 − 3 "
        "÷ (4(n1 + n0 − 2) − 1)). In this order: the 95% interval of D above 0, paradox supported; below 0, below par; the 90% "
        "interval within ± 0.2 SD of those without a failure, recovered to par; else inconclusive.",
    ),
    tex=r"D = \bar{x}_1 - \bar{x}_0, \qquad g = \frac{D}{s} \left( 1 - \frac{3}{4 (n_1 + n_0 - 2) - 1} "
    r"\right), \quad s^2 = \frac{(n_1 - 1) s_1^2 + (n_0 - 1) s_0^2}{n_1 + n_0 - 2}",
    inclusion=Text(
        zh="补救后调查的答卷，对同场所、同渠道的顾客调查中未遭遇失误的答卷；每组至少 50 份；量表、问法、时期须相同。两个以上的场所与顾客群组合各组均达 20 份时，另列分层差值。仅取对补救满意者的差值另列，因其按结果选取，不得作为结论。",
        en="Respondents of the recovery survey against those of the customer survey without a failure at the same sites and "
        "channels; 50 in each group; the same scale, wording and period. Where two or more combinations of site and segment "
        "have 20 in both groups, a stratified difference stands beside. That of customers satisfied with the recovery is "
        "selected on the outcome and never the headline.",
    ),
    source=cited(
        "de Matos, Henrique & Rossi (2007), J. Service Research 10:60",
        "Michel & Meuter (2008)",
        "McCollough (2009)",
        "Hedges & Olkin (1985)",
        "Schuirmann (1987)",
    ),
    needs={"survey_recovery": ("sat_overall",), "survey_customers": ("overall_sat", "had_failure")},
    results={
        "g": Text(zh="Hedges g 效应量", en="Hedges' g"),
        "d": Text(zh="Cohen d 效应量", en="Cohen's d"),
        "verdict": Text(zh="结论", en="Verdict"),
        "difference": Text(zh="均值之差", en="Difference of the means"),
        "stratified": Text(zh="分层的均值之差", en="Difference of the means, stratified"),
        "of_satisfied": Text(
            zh="均值之差：对补救满意者（按结果选取）", en="Difference: satisfied with the recovery (selected)"
        ),
        "of_silent": Text(zh="均值之差：遭遇失误而未投诉者", en="Difference: failure without a complaint"),
    },
    headline="g",
    better="higher",
    excludes=_NOT_ANSWERED,
    params={"margin": Param(0.2, "1", "L"), "stratum": Param(20, "respondents", "D")},
)
def recovery_paradox(ev: Evidence, p: Params) -> Iterator[Described]:
    """A paradox earns nothing, and is never a reason to tolerate failures."""
    t = both_groups(ev, "sat_overall", "overall_sat")
    rows = Rows(t, excluded={"not_answered": t.value.isnull()})
    yield MeanDifference("difference", rows, t.value, t.recovered, unit="points", minimum=_PER_GROUP)
    yield from _compared(ev, rows, p.margin)
    if ev.handed_over("survey_recovery", "site_id") and ev.handed_over("survey_customers", "site_id"):
        yield _stratified(ev, rows, p.stratum)
    if ev.handed_over("survey_recovery", "sat_recovery"):
        chosen = t.filter(~t.recovered | top_box(t.sat_recovery, ev.satisfaction_scale).fill_null(False))
        yield _apart("of_satisfied", chosen)
    if ev.handed_over("survey_customers", "complained"):
        silent = both_groups(ev, "sat_overall", "overall_sat", silent=True)
        yield _apart("of_silent", silent)
    yield CAVEATS()


def _apart(result: str, t: ir.Table) -> MeanDifference:
    rows = Rows(t, excluded={"not_answered": t.value.isnull()})
    return MeanDifference(result, rows, t.value, t.recovered, unit="points", minimum=_PER_GROUP)


def _compared(ev: Evidence, rows: Rows, margin: float) -> Iterator[Described]:
    """Effect sizes and verdict, and the words that belong to them."""
    t = rows.table
    row = ev.run(t.filter(t.value.notnull()).aggregate(**_moments(t.value, t.recovered)))[0]
    n, others = row["n_in"], row["n_out"]
    if min(n, others) < 2:
        yield _computed("g", rows, [Cell(None, n + others, smallest=min(n, others))])
        return
    groups = (row["mean_in"], row["sd_in"], n, row["mean_out"], row["sd_out"], others)
    effect, found = standardised_difference(*groups), welch(*groups)
    par = equivalence(*groups, margin=margin * row["sd_out"])
    total, smallest = n + others, min(n, others)
    method = "noncentral_t"
    yield _computed("g", rows, [Cell(effect.g, total, effect.g_bounds, method, smallest=smallest)])
    yield _computed("d", rows, [Cell(effect.d, total, effect.d_bounds, method, smallest=smallest)])
    verdict = _verdict(found, par)
    told = Cell(None, total, category=verdict, kind="category", smallest=smallest)
    yield _computed("verdict", rows, [told])
    if par.bounds.low is not None:
        yield TOST(low=par.bounds.low, high=par.bounds.high, margin=par.margin)
    if verdict == OPEN:
        yield INCONCLUSIVE()


def _verdict(found: Welch, par: Equivalence) -> str:
    low, high = found.bounds
    if low is None or high is None:
        return OPEN
    if low > 0:
        return PARADOX
    if high < 0:
        return BELOW
    return PAR if par.holds else OPEN


def _computed(result: str, rows: Rows, cells: list[Cell]) -> Computed:
    return Computed(
        result,
        rows,
        {"value": rows.table.value},
        lambda t, known: {},
        lambda row: cells,
        kind_of_cells="difference",
        minimum=_PER_GROUP,
    )


def _stratified(ev: Evidence, rows: Rows, least: float) -> Computed:
    """Differences within site and segment, averaged by the recovered respondents of each stratum."""
    t = rows.table
    answered = t.filter(t.value.notnull())
    found = answered.group_by("site_id", "segment").aggregate(**_moments(answered.value, answered.recovered))
    strata = sorted(
        (row for row in ev.run(found) if min(row["n_in"], row["n_out"]) >= least),
        key=lambda row: (str(row["site_id"]), str(row["segment"])),
    )
    return _computed("stratified", rows, [_pooled(strata)] if len(strata) > 1 else [])


def _pooled(strata: list[dict[str, Any]]) -> Cell:
    """One Welch comparison of weighted sums: its variance is the sum of those of the strata's means."""
    total = sum(row["n_in"] for row in strata)
    n = sum(row["n_in"] + row["n_out"] for row in strata)
    parts = [
        (row["n_in"] / total, row[f"sd_{side}"] ** 2 / row[f"n_{side}"], row[f"n_{side}"])
        for row in strata
        for side in ("in", "out")
    ]
    difference = sum(row["n_in"] / total * (row["mean_in"] - row["mean_out"]) for row in strata)
    bounds = satterthwaite(difference, parts)
    smallest = min(total, n - total)
    return Cell(difference, n, bounds, "welch", smallest=smallest)


def _moments(value: ir.NumericValue, recovered: ir.BooleanValue) -> dict[str, ir.Scalar]:
    wanted: dict[str, ir.Scalar] = {}
    for name, where in (("in", recovered), ("out", ~recovered)):
        wanted[f"n_{name}"] = value.count(where=where)
        wanted[f"mean_{name}"] = value.mean(where=where)
        wanted[f"sd_{name}"] = value.std(where=where, how="sample")
    return wanted


def both_groups(
    ev: Evidence, of_recovered: str, of_others: str, *, silent: bool = False, matched: bool = True
) -> ir.Table:
    """Recovered respondents and those without a failure: ``value``, ``recovered``, ``site_id``, ``segment``.

    The others are those without a failure, ``matched`` to the sites and channels of the recovered where both
    surveys tell them. ``silent`` puts customers with a failure who did not complain in the place of the
    recovered.
    """
    r, c = ev.survey_recovery, ev.survey_customers
    if matched:
        for name in ("site_id", "channel"):
            if ev.handed_over("survey_recovery", name) and ev.handed_over("survey_customers", name):
                seen = r.filter(r[name].notnull())[name]
                c = c.filter(c[name].isin(seen))
    others = _group(c.filter(c.had_failure == ibis.literal(False)), of_others, recovered=False)
    if silent:
        group = c.filter(c.had_failure & (c.complained == ibis.literal(False)))
        return _group(group, of_others, recovered=True).union(others)
    return _group(r, of_recovered, recovered=True).union(others)


def _group(t: ir.Table, column: str, *, recovered: bool) -> ir.Table:
    of_recovery = t.sat_recovery if "sat_recovery" in t.columns else ibis.null("float64")
    return t.select(
        "_file",
        "_row",
        "site_id",
        "segment",
        value=t[column].cast("float64"),
        recovered=ibis.literal(recovered),
        sat_recovery=of_recovery.cast("float64"),
    )


@measure(
    "M-SRP-PRE",
    title=Text(
        zh="同一顾客补救前后的满意度", en="Satisfaction of the same customers before and after recovery"
    ),
    formula=Text(
        zh="每名顾客补救后的总体满意度 − 失误前的满意度，再取平均。",
        en="Per customer overall satisfaction after the recovery − satisfaction before the failure, then the mean.",
    ),
    tex=r"\bar{\delta} = \frac{1}{n} \sum_{i=1}^{n} (x^{after}_i - x^{before}_i)",
    inclusion=Text(
        zh="两次均有实际测量的答卷，不得事后回忆；至少 30 份。只列示，不计分。",
        en="Respondents with a true measurement before the failure, never from memory; 30 or more. Shown, never scored.",
    ),
    source=cited("Maxham & Netemeyer (2002), J. Marketing 66(4):57", "Student (1908)"),
    needs={"survey_recovery": ("sat_before", "sat_overall")},
    results={"change": Text(zh="满意度的变化", en="Change of satisfaction")},
    headline="change",
    better="none",
    scored=False,
    excludes={"not_answered": Text(zh="缺少其中一次测量", en="one of the two measurements is missing")},
)
def within_person(ev: Evidence, p: Params) -> Iterator[Described]:
    """Paired: the interval is that of the differences."""
    s = ev.survey_recovery
    change = s.sat_overall - s.sat_before
    rows = Rows(s, excluded={"not_answered": change.isnull()})
    yield Mean("change", rows, change, unit="points", minimum=Minimum(10, 30))
