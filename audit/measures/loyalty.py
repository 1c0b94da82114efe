"""What is left after a recovery: trust, customers who stay, and what they tell others."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.complaint_times import complaint_hours, due
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Mean,
    MeanDifference,
    Minimum,
    Rows,
    Share,
    ShareDifference,
)
from audit.measures.paradox import both_groups
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.effects import difference_bounds
from audit.text import Text

RECOMMENDS, DETRACTS = 9, 6
"""On 0-10: promoters from 9, detractors up to 6."""

_NET = (100.0, 0.0, -100.0)
_NOT_ANSWERED = Text(zh="未作答", en="did not answer")
_FIFTY = Minimum(10, 50)


@measure(
    "M-TRUST",
    title=Text(zh="补救后的信任", en="Trust after recovery"),
    formula=Text(
        zh="补救后顾客信任（1–7，换算为 0–100）的均值 − 未遭遇失误顾客的均值。",
        en="Mean trust (1-7, from 0 to 100) of recovered customers − that of customers without a failure.",
    ),
    tex=r"D = \frac{1}{n_1} \sum_{i \in \text{recovered}} \operatorname{RS}(x_i) - \frac{1}{n_0} \sum_{i "
    r"\in \text{no failure}} \operatorname{RS}(x_i)",
    inclusion=Text(
        zh="回答了该题的补救后调查答卷与顾客调查中未遭遇失误的答卷；每组至少 30 份。",
        en="Respondents of the recovery survey and those of the customer survey without a failure who answered; 30 in each.",
    ),
    source=cited("Tax, Brown & Chandrashekaran (1998), J. Marketing 62(2):60", "Welch (1947)"),
    needs={"survey_recovery": ("trust",), "survey_customers": ("trust", "had_failure")},
    results={"difference": Text(zh="信任之差", en="Difference of trust")},
    headline="difference",
    better="higher",
    excludes={"not_answered": _NOT_ANSWERED},
)
def trust(ev: Evidence, p: Params) -> Iterator[Described]:
    """Asked alike in both surveys."""
    t = both_groups(ev, "trust", "trust", matched=False)
    rows = Rows(t, excluded={"not_answered": t.value.isnull()})
    score = (t.value - 1) / 6 * 100
    yield MeanDifference("difference", rows, score, t.recovered, unit="score", minimum=Minimum(10, 30))


@measure(
    "M-LOYAL",
    title=Text(zh="补救后的顾客留存", en="Retention after recovery"),
    formula=Text(
        zh="补救到位的顾客 12 个月留存的比例 − 未遭遇失误的顾客的比例；另列未补救到位的顾客与未遭遇失误者之差。",
        en="Share retained after 12 months of the recovered customers − that of customers without a failure; that of the not "
        "recovered beside it.",
    ),
    tex=r"D = \frac{1}{n_1} \sum_{i \in \text{recovered}} \mathbf{1}[\text{retained}_i] - \frac{1}{n_0} "
    r"\sum_{i \in \text{no failure}} \mathbf{1}[\text{retained}_i]",
    inclusion=Text(
        zh="截止时 12 个月留存期已满的顾客。周期内有投诉且全部按期办结的为补救到位；其余有失误或投诉的为未补救到位；两者均无的为未遭遇失误。留存不明的计为结果不明；每组至少 50 名。",
        en="Customers whose 12 months were over at the cut-off. Recovered: complaints in the period, all of them resolved by "
        "their due time; not recovered: others with a failure or a complaint; no failure: neither. Where the retention is not "
        "recorded it is unknown; 50 in each group.",
    ),
    source=cited(
        Text(
            zh="Newcombe (1998), Stat. Med. 17:873，方法 10",
            en="Newcombe (1998), Stat. Med. 17:873, method 10",
        ),
        DEFAULT,
    ),
    needs={
        "customers": ("customer_id", "retained_12m", "index_ts"),
        "complaints": ("customer_id", "received_ts", "resolved_ts"),
        "failures": ("customer_id", "detected_ts"),
    },
    results={
        "difference": Text(zh="补救到位者与未遭遇失误者之差", en="Recovered less no failure"),
        "not_recovered": Text(zh="未补救到位者与未遭遇失误者之差", en="Not recovered less no failure"),
        "retained": Text(zh="留存的比例", en="Retained"),
    },
    headline="difference",
    keys=("recovery",),
    better="higher",
    excludes={
        "window_open": Text(
            zh="截止时 12 个月未满，或没有起点", en="12 months not over at the cut-off, or no start"
        )
    },
    params={"target": Param(360, "h", "D", declared="targets.resolve_h")},
)
def retention(ev: Evidence, p: Params) -> Iterator[Described]:
    """Leavers stay in their group: what customers did later never moves them."""
    c = _groups(ev, p.target)
    for result, group in (("difference", "recovered"), ("not_recovered", "not_recovered")):
        two = c.filter(c.group.isin([group, "no_failure"]))
        rows = _mature(ev, two)
        yield ShareDifference(result, rows, two.retained_12m, two.group == group, minimum=Minimum(5, 50))
    for group in ("recovered", "not_recovered", "no_failure"):
        one = c.filter(c.group == group)
        yield Share("retained", _mature(ev, one), one.retained_12m, key={"recovery": group})


def _mature(ev: Evidence, c: ir.Table) -> Rows:
    over = (c.index_ts + ibis.interval(months=12) <= ev.as_of).fill_null(False)
    return Rows(c, excluded={"window_open": ~over})


def _groups(ev: Evidence, target: float) -> ir.Table:
    """The customers with their ``group``. Made once: five figures stand on it."""

    def build() -> ir.Table:
        complaints = complaint_hours(ev)
        in_time = due(ev, complaints, target).in_time
        handled = complaints.mutate(in_time=in_time).group_by("customer_id")
        answered = handled.aggregate(all_in_time=ibis._.in_time.all(), complained=ibis._.count())
        failed = ev.failures.filter(ibis._.customer_id.notnull()).customer_id
        c = ev.customers.left_join(answered, "customer_id").drop("customer_id_right")
        group = ibis.cases(
            (c.all_in_time.fill_null(False), "recovered"),
            (c.complained.notnull() | c.customer_id.isin(failed), "not_recovered"),
            else_="no_failure",
        )
        return c.mutate(group=group)

    return ev.derived(f"customers_by_recovery_{target:g}", build)


@measure(
    "M-WOM",
    title=Text(zh="口碑", en="Word of mouth"),
    formula=Text(
        zh="净推荐值（9–10 分的比例 − 0–6 分的比例）：补救后的顾客 − 未遭遇失误的顾客；另列平均告诉他人的人数（最高 1% 缩尾）。",
        en="Net promoter score (share of 9-10 − share of 0-6) of recovered customers − that of customers without a failure; mean "
        "number of others told (top 1% winsorised).",
    ),
    tex=r"\Delta = NPS_1 - NPS_0, \qquad NPS = 100 \left( \frac{1}{n} \sum_i \mathbf{1}[x_i \ge 9] - "
    r"\frac{1}{n} \sum_i \mathbf{1}[x_i \le 6] \right)",
    inclusion=Text(
        zh="回答了该题的答卷，每组至少 50 份。净推荐值波动大，只列示，不计分。",
        en="Respondents who answered, 50 in each group. The score is noisy: shown, never scored.",
    ),
    source=cited("Reichheld (2003), Harvard Business Review 81(12):46", "Efron & Tibshirani (1993)"),
    needs={"survey_recovery": ("nps",), "survey_customers": ("nps", "had_failure")},
    results={
        "difference": Text(zh="净推荐值之差", en="Difference of the net promoter score"),
        "told_others": Text(zh="告诉他人的人数", en="Others told"),
        "told_others_bootstrap": Text(
            zh="告诉他人的人数（自助法区间）", en="Others told (bootstrap interval)"
        ),
    },
    headline="difference",
    better="none",
    scored=False,
    excludes={"not_answered": _NOT_ANSWERED},
    params={"winsorised": Param(0.99, "quantile", "D")},
)
def word_of_mouth(ev: Evidence, p: Params) -> Iterator[Described]:
    """In points: 100 if all recommend, −100 if none does."""
    t = both_groups(ev, "nps", "nps", matched=False)
    yield _promoters(Rows(t, excluded={"not_answered": t.value.isnull()}), ev.seed)
    if ev.handed_over("survey_recovery", "told_others_n"):
        s = ev.survey_recovery
        rows = Rows(s, excluded={"not_answered": s.told_others_n.isnull()})
        most = ev.run(s.aggregate(most=s.told_others_n.quantile(p.winsorised)))[0]["most"]
        told = s.told_others_n.cast("float64")
        if most is not None:
            told = ibis.ifelse(told > most, float(most), told)
        yield Mean("told_others", rows, told, unit="persons", bootstrap_seed=ev.seed, minimum=_FIFTY)


def _promoters(rows: Rows, seed: int) -> Computed:
    def aggregates(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        wanted: dict[str, ir.Scalar] = {}
        for name, group in (("in", t.recovered), ("out", ~t.recovered)):
            inside = known & group
            wanted[f"{name}0"] = (inside & (t.value >= RECOMMENDS)).sum()
            wanted[f"{name}1"] = (inside & (t.value > DETRACTS) & (t.value < RECOMMENDS)).sum()
            wanted[f"{name}2"] = (inside & (t.value <= DETRACTS)).sum()
        return wanted

    def compute(row: Aggregates) -> Iterator[Cell]:
        counts = [[row[f"{name}{place}"] or 0 for place in range(len(_NET))] for name in ("in", "out")]
        smallest = min(map(sum, counts))
        if not smallest:
            yield Cell(None, row["n"], smallest=0)
            return
        recovered, others = (
            sum(one * count for one, count in zip(_NET, group, strict=True)) / sum(group) for group in counts
        )
        bounds = difference_bounds(_NET, counts[0], counts[1], seed)
        yield Cell(recovered - others, row["n"], bounds, "bootstrap", smallest=smallest)

    columns = {"value": rows.table.value, "recovered": rows.table.recovered}
    return Computed(
        "difference",
        rows,
        columns,
        aggregates,
        compute,
        kind_of_cells="difference",
        minimum=_FIFTY,
        unit="points",
    )
