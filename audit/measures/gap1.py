"""Gap 1: do managers know what customers expect?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, MeanDifference, Minimum, NotMeasurable, Rows
from audit.measures.gap5 import dimension_mean
from audit.measures.sources import cited
from audit.measures.weights import mean_customer_weights
from audit.text import Text, message

NO_BELIEFS = message(
    "M-NO-BELIEFS",
    zh="没有题项既请管理者判断、又询问了顾客的期望",
    en="no item was asked of managers (what customers expect) and of customers alike",
)
FEW_CUSTOMERS = message(
    "M-FEW-CUSTOMERS",
    zh="顾客答卷最少仅 {n} 份，少于 {minimum} 份",
    en="customers who answered: only {n} (at least), fewer than {minimum}",
)
TWO_SAMPLES = message(
    "M-TWO-SAMPLES",
    zh="n 为两个样本之和：管理者 {managers} 份、顾客 {customers} 份",
    en="n adds up two samples: {managers} managers and {customers} customers",
)

BOTH = ("survey_managers", "survey_customers")
"""The tables of the two groups."""
LEAST_MANAGERS = 5
"""Fewer managers say nothing of all."""
LEVELS = ("top", "middle", "front")

_MANAGERS_OF_MORE = 10
_CUSTOMERS = 100
_INCOMPLETE = Text(zh="该维度作答不足", en="the dimension is not answered sufficiently")


@measure(
    "M-G1-DIM",
    title=Text(zh="各维度的认知差距", en="Knowledge gap per dimension"),
    formula=Text(
        zh="对每一维度：管理者所判断的顾客期望的均值 − 顾客期望的均值；负值表示管理者低估。",
        en="Per dimension: mean of what managers believe customers expect − mean of what customers expect; negative: managers "
        "underestimate.",
    ),
    tex=r"k_d = \bar{m}_d - \bar{x}_d, \qquad m_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} B_{ij}, "
    r"\quad x_{id} = \frac{1}{|J_{id}|} \sum_{j \in J_{id}} E_{ij}",
    inclusion=Text(
        zh="两组均被问到的题项，必答题作答达 75% 的答卷取已作答题项的平均。管理者至少 5 人；在范围内管理者多于 10 人或人数不详时至少 10 人；"
        "顾客至少 100 份。管理者的方差乘以（1 − 作答人数 ÷ 管理者总数）。",
        en="Items asked of both; the mean of the answered items of those who answered at least 75% of the required ones. At "
        "least 5 managers, 10 where more than 10 are in scope or their number is not declared; at least 100 customers. The "
        "variance of managers is multiplied by 1 − answered ÷ managers in scope.",
    ),
    source=cited(
        "Zeithaml, Berry & Parasuraman (1988), J. Marketing 52(2):35", "Welch (1947)", "Cochran (1977), 2.6"
    ),
    needs=dict.fromkeys(BOTH, ()),
    facets=("expected",),
    results={"difference": Text(zh="管理者 − 顾客", en="Managers − customers")},
    headline="difference",
    keys=("dimension",),
    better="none",
    excludes={"not_answered": _INCOMPLETE},
)
def knowledge_gaps(ev: Evidence, p: Params) -> Iterator[Described]:
    """Neither sign is good: the score falls with the distance. Two groups of people, so never paired."""
    both = beliefs_beside_expectations(ev)
    if both is None:
        yield NotMeasurable(NO_BELIEFS())
        return
    weights, managers = mean_customer_weights(ev), ev.declared.get("people.managers")
    asked, answered = (
        ev.run(group.aggregate(**{one.id: group[one.id].count() for one in ev.survey.dimensions}))[0]
        for group in (both.filter(both.of_manager), both.filter(~both.of_manager))
    )
    if min(asked.values()) >= LEAST_MANAGERS:
        yield TWO_SAMPLES(managers=_range(asked.values()), customers=_range(answered.values()))
    if min(answered.values()) < _CUSTOMERS:
        yield FEW_CUSTOMERS(n=min(answered.values()), minimum=_CUSTOMERS)
    all_asked = managers is not None and managers <= _MANAGERS_OF_MORE
    enough = LEAST_MANAGERS if all_asked else _MANAGERS_OF_MORE
    for dimension in ev.survey.dimensions:
        value = both[dimension.id]
        yield MeanDifference(
            "difference",
            Rows(both, excluded={"not_answered": value.isnull()}, of=BOTH),
            value,
            both.of_manager,
            population=None if managers is None else int(managers),
            key={"dimension": dimension.id},
            unit="points",
            weight=weights.get(dimension.id),
            minimum=Minimum(LEAST_MANAGERS, enough if answered[dimension.id] >= _CUSTOMERS else _CUSTOMERS),
        )


def _range(counts: Iterable[int]) -> str:
    """From the smallest to the largest count; one number where all are the same."""
    every = sorted(counts)
    return f"{every[0]:,}" if every[0] == every[-1] else f"{every[0]:,}–{every[-1]:,}"


@measure(
    "M-G1-EXEC",
    title=Text(zh="各管理层级与顾客的距离", en="Distance of management levels from customers"),
    formula=Text(
        zh="对每一管理层级：各维度认知差距（管理者 − 顾客）绝对值的平均。",
        en="Per level of management: the mean over the dimensions of the absolute knowledge gap (managers − customers).",
    ),
    tex=r"D_\ell = \frac{1}{D} \sum_{d=1}^{D} \left| \bar{m}_{\ell d} - \bar{x}_d \right|",
    inclusion=Text(
        zh="作答规则同各维度的认知差距；每一维度至少 3 名该层级管理者作答，否则不列示。仅作描述，不计分。",
        en="Answers count as for the knowledge gap per dimension; at least 3 managers of the level in every dimension, else "
        "withheld. Descriptive, never scored.",
    ),
    source=Text(
        zh="Zeithaml, Berry & Parasuraman (1988)：管理层级为差距一的影响因素",
        en="Zeithaml, Berry & Parasuraman (1988): levels of management as an antecedent of Gap 1",
    ),
    needs={"survey_managers": ("level",), "survey_customers": ()},
    facets=("expected",),
    results={"distance": Text(zh="平均距离", en="Mean distance")},
    headline="distance",
    keys=("level",),
    better="lower",
    scored=False,
)
def distance_by_level(ev: Evidence, p: Params) -> Iterator[Described]:
    """Few managers a level: the absolute value of a chance difference is never 0, so levels are only shown."""
    both = beliefs_beside_expectations(ev)
    if both is None:
        yield NotMeasurable(NO_BELIEFS())
        return
    dimensions = [one.id for one in ev.survey.dimensions]

    def means(t: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        wanted: dict[str, ir.Scalar] = {}
        for group in ("", *LEVELS):
            of_group = t.level == group if group else ~t.of_manager
            for one in dimensions:
                wanted[f"mean_{group}_{one}"] = t[one].mean(where=known & of_group)
                wanted[f"n_{group}_{one}"] = (known & of_group & t[one].notnull()).sum()
        return wanted

    def distances(row: Aggregates) -> Iterator[Cell]:
        for level in LEVELS:
            n = min(row[f"n_{level}_{one}"] or 0 for one in dimensions)
            value = None
            if n and all(row[f"n__{one}"] for one in dimensions):
                apart = [abs(row[f"mean_{level}_{one}"] - row[f"mean__{one}"]) for one in dimensions]
                value = sum(apart) / len(apart)
            yield Cell(value, n, key={"level": level})

    columns = {one: both[one] for one in dimensions} | {"of_manager": both.of_manager, "level": both.level}
    yield Computed(
        "distance", Rows(both, of=BOTH), columns, means, distances,
        kind_of_cells="mean", unit="points", minimum=Minimum(3, 3),
    )  # fmt: skip


def beliefs_beside_expectations(ev: Evidence) -> ir.Table | None:
    """Managers and customers, one row each, with a column per dimension: what managers believe customers expect,
    and what customers expect. ``of_manager`` tells them apart; ``level`` is null for customers.

    Null where the 75% rule is not met; None where no item was asked of both.
    """
    beliefs, expected = ev.beliefs(), ev.answers("expected")
    asked = beliefs.keys() & expected.keys()
    if not asked:
        return None

    def means(table: ir.Table, answers: Mapping[str, ir.NumericValue], level: ir.Value) -> ir.Table:
        of_both = {item: answer for item, answer in answers.items() if item in asked}
        dimensions = {one.id: dimension_mean(ev, one, of_both) for one in ev.survey.dimensions}
        is_manager = ibis.literal(answers is beliefs)
        return table.select("_file", "_row", of_manager=is_manager, level=level, **dimensions)

    def build() -> ir.Table:
        m, c = ev.survey_managers, ev.survey_customers
        return means(m, beliefs, m.level).union(means(c, expected, ibis.null("string")))

    return ev.derived("beliefs_beside_expectations", build)
