"""What recovery consists of: repair in kind and in mind, words, choice, substitutes, strategy, information."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.catalogue.vocabulary import RECOVERY_TYPES
from audit.evidence.dataset import Evidence
from audit.measures.cases import actions, cases, tables_of_cases, what_was_done
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Minimum,
    NotMeasurable,
    Rows,
    Share,
    Shares,
)
from audit.measures.sources import CONSTRUCT, DEFAULT, cited
from audit.measures.statistics.bootstrap import mean_bounds
from audit.text import Text, message

LOSS_UNKNOWN = message(
    "M-LOSS-UNKNOWN",
    zh="{cases} 件未登记损失金额，按“两者兼有 100 分、仅有其一 50 分”计",
    en="of {cases} cases the loss is not recorded: both repairs earn them 100, one of the two 50",
)
NOTHING_OUTSIDE = message(
    "M-NO-OUTSIDE-FAILURE",
    zh="周期内没有影响 {least} 人及以上的外部原因失误",
    en="no failure from outside affected {least} persons or more",
)

REPAIRS = ("both", "tangible", "psychological", "neither")
OUTSIDE_THE_TYPOLOGY = ("explanation", "substitute")
"""Types that the twelve of Kelley, Hoffman and Davis do not have."""

_KHD = tuple(one for one in RECOVERY_TYPES if one not in OUTSIDE_THE_TYPOLOGY)
_POINTS = (0.0, 50.0, 100.0)
_OTHER_CAUSE = Text(zh="原因不在组织", en="the cause does not lie with the organisation")
_CASES = Text(
    zh="案件为一起失误，或未对应失误的一件投诉；没有任何补救的案件亦计入。",
    en="A case is a failure, or a complaint without one; cases without any action count.",
)


@measure(
    "M-TANGPSY",
    title=Text(zh="物质补救与精神补救", en="Tangible and psychological mix"),
    formula=Text(
        zh="每案计分后平均：有损失的，物质与精神补救兼有 100 分，仅有其一 50 分；无损失的，有精神补救 100 分，仅有物质补救 50 分；均无 0 分。另列四种组合的比例。",
        en="The mean over cases of: with a loss, both repairs 100 and one of them 50; without a loss, psychological repair 100 "
        "and tangible alone 50; neither 0. The shares of the four combinations beside it.",
    ),
    tex=r"\bar{p} = \frac{1}{n} \sum_{i=1}^{n} p_i, \qquad p_i = \begin{cases} 100 & M_i \wedge Y_i \text{ "
    r"or } (Y_i \wedge \ell_i = 0) \cr 50 & \text{else if } M_i \vee Y_i \cr 0 & \text{else} "
    r"\end{cases}",
    inclusion=Text(
        zh=f"周期内原因在组织或不明的案件。{_CASES.zh}损失未登记的按有损失计，并予注明；日志未标明性质的补救按类型推定。",
        en=f"Cases of the period whose cause lies with the organisation or is unknown. {_CASES.en} An unrecorded loss "
        "counts as a loss and is said; repairs without a mark follow from their type.",
    ),
    source=cited(
        "Miller, Craighead & Karwan (2000), J. Operations Management 18:387",
        "Goodman (1965), Technometrics 7:247",
    ),
    needs={"recovery_actions": ("type",), "failures": ("failure_id", "cause_locus")},
    results={
        "points": Text(zh="平均得分", en="Mean points"),
        "share": Text(zh="比例", en="Share"),
    },
    headline="points",
    keys=("repair",),
    better="higher",
    excludes={"other_cause": _OTHER_CAUSE},
)
def repair(ev: Evidence, p: Params) -> Iterator[Described]:
    """A loss asks for repair in kind; a mere annoyance does not."""
    c = cases(ev)
    other = c.cause_locus.isin(["customer", "external"]).fill_null(False)
    rows = Rows(c, excluded={"other_cause": other}, of=tables_of_cases(ev))
    tangible, psychological = c.tangible.fill_null(False), c.psychological.fill_null(False)
    points = ibis.cases(
        (tangible & psychological, 100.0),
        (psychological & (c.loss_amount == 0).fill_null(False), 100.0),
        (tangible | psychological, 50.0),
        else_=0.0,
    )
    kind = ibis.cases(
        (tangible & psychological, "both"),
        (tangible, "tangible"),
        (psychological, "psychological"),
        else_="neither",
    )
    yield _mean_points(rows, points, ev.seed)
    yield Shares("share", rows, kind, among=REPAIRS, name="repair")
    counted = c.filter(~c.cause_locus.isin(["customer", "external"]).fill_null(False))
    unknown = ev.run(counted.aggregate(n=counted.loss_amount.isnull().sum()))[0]["n"]
    if unknown:
        yield LOSS_UNKNOWN(cases=unknown)


def _mean_points(rows: Rows, points: ir.FloatingValue, seed: int) -> Computed:
    names = [f"with_{one:g}" for one in _POINTS]

    def compute(row: Aggregates) -> Iterator[Cell]:
        counts, n = [row[name] or 0 for name in names], row["n"]
        if not n:
            yield Cell(None, 0)
            return
        mean = sum(count * one for count, one in zip(counts, _POINTS, strict=True)) / n
        yield Cell(mean, n, mean_bounds(_POINTS, counts, seed), "bootstrap")

    return Computed(
        "points",
        rows,
        {"points": points},
        lambda t, known: {
            name: (known & (t.points == one)).sum() for name, one in zip(names, _POINTS, strict=True)
        },
        compute,
        kind_of_cells="mean",
        minimum=Minimum(5, 30),
        unit="score",
    )


@measure(
    "M-APOL",
    title=Text(zh="道歉与解释的登记", en="Apology and explanation recorded"),
    formula=Text(
        zh="原因在组织的案件中登记了道歉的比例、登记了解释的比例；另列只有解释而无物质补救的比例。",
        en="Of the cases whose cause lies with the organisation, the share with an apology and the share with an explanation; "
        "separately those explained without any tangible repair.",
    ),
    tex=r"a_x = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[x \in A_i], \qquad x \in \lbrace \text{apology}, "
    r"\text{explanation} \rbrace",
    inclusion=Text(
        zh="周期内原因在组织的失误；没有任何补救的计为“否”。",
        en="Failures of the period whose cause lies with the organisation; without any action the answer is no.",
    ),
    source=cited(
        Text(zh="ISO 10002:2018（对投诉人的答复）", en="ISO 10002:2018 (response to the complainant)"),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={"failures": ("failure_id", "cause_locus"), "recovery_actions": ("type",)},
    results={
        "recorded": Text(zh="已登记的比例", en="Recorded"),
        "only_explained": Text(zh="只有解释", en="Explained without tangible repair"),
    },
    headline="recorded",
    keys=("type",),
    better="higher",
)
def words(ev: Evidence, p: Params) -> Iterator[Described]:
    """Two rows, so that an item takes the mean of their scores: neither can stand for the other."""
    c = failures_with_actions(ev)
    own = c.filter(c.cause_locus == "org")
    apology, explanation = own.apology.fill_null(False), own.explanation.fill_null(False)
    yield Share("recorded", Rows(own), apology, key={"type": "apology"}, by=("site_id",))
    yield Share("recorded", Rows(own), explanation, key={"type": "explanation"}, by=("site_id",))
    yield Share("only_explained", Rows(own), explanation & ~own.tangible.fill_null(False))


@measure(
    "M-KHD",
    title=Text(zh="补救方式构成", en="Recovery-type mix"),
    formula=Text(
        zh="最后一项措施为处理不当、失误扩大或未处理，或没有任何措施的案件 ÷ 全部案件；另列 12 种补救方式的比例。",
        en="Cases whose last action is an unsatisfactory correction, an escalation or nothing, or that have no action ÷ all "
        "cases; the shares of the twelve types beside it.",
    ),
    tex=r"w = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{last}_i \in \lbrace \text{unsatisfactory}, "
    r"\text{escalation}, \text{nothing} \rbrace \lor A_i = \emptyset]",
    inclusion=Text(
        zh=f"周期内的全部案件。{_CASES.zh}同一时刻有多项措施的，任一为上述方式即计入；解释和替代服务不属 12 种方式，不计入比例。",
        en=f"All cases of the period. {_CASES.en} Of actions at the same time any one decides; explanation and substitute are "
        "outside the twelve types and their shares.",
    ),
    source=cited("Kelley, Hoffman & Davis (1993), J. Retailing 69:429", "Wilson (1927)", "Goodman (1965)"),
    needs={"recovery_actions": ("type", "action_ts")},
    results={
        "weak": Text(zh="补救不力的比例", en="Weak recovery"),
        "share": Text(zh="比例", en="Share"),
    },
    headline="weak",
    keys=("type",),
    better="lower",
    excludes={"outside": Text(zh="不属 12 种方式", en="outside the twelve types")},
)
def types(ev: Evidence, p: Params) -> Iterator[Described]:
    """Only what came last tells how a case ended."""
    c = cases(ev)
    yield Share("weak", Rows(c, of=tables_of_cases(ev)), c.weak.fill_null(True))
    a = actions(ev)
    rows = Rows(a, excluded={"outside": a.type.isin(OUTSIDE_THE_TYPOLOGY)})
    yield Shares("share", rows, a.type, among=_KHD, name="type")


@measure(
    "M-CHOICE",
    title=Text(zh="给予顾客选择", en="Customer offered a choice"),
    formula=Text(
        zh="至少一次给予顾客选择的案件 ÷ 登记了是否给予选择的案件。",
        en="Cases in which a choice was offered at least once ÷ cases in which it is recorded whether one was.",
    ),
    tex=r"c = \frac{\sum_i \max_{a \in A_i} \mathbf{1}[\text{offered}_a]}{\sum_i "
    r"\mathbf{1}[\text{recorded}_i]}",
    inclusion=Text(
        zh="周期内有补救措施的案件；各项措施均未登记的计为结果不明。",
        en="Cases of the period with an action; where no action says so the outcome is unknown.",
    ),
    source=cited(
        Text(zh="Van Vaerenbergh et al. (2018)，效应较弱", en="Van Vaerenbergh et al. (2018), weak effects"),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={"recovery_actions": ("customer_choice_offered",)},
    results={"offered": Text(zh="给予选择的比例", en="Choice offered")},
    headline="offered",
    better="higher",
)
def choice(ev: Evidence, p: Params) -> Iterator[Described]:
    """One offer in a case is enough."""
    c = cases(ev).filter(ibis._.types.notnull())
    yield Share("offered", Rows(c, of=tables_of_cases(ev)), c.choice)


@measure(
    "M-SUBST",
    title=Text(zh="替代服务的使用", en="Use of substitute services"),
    formula=Text(
        zh="提供了替代服务的失误 ÷ 能够替代的失误。",
        en="Failures for which a substitute was given ÷ failures for which one was possible.",
    ),
    tex=r"s = \frac{\sum_i \mathbf{1}[\text{substitute given}_i] \mathbf{1}[\text{possible}_i]}{\sum_i "
    r"\mathbf{1}[\text{possible}_i]}",
    inclusion=Text(
        zh="周期内判定能够替代的失误；未判定的计为结果不明；措施类型或策略为替代服务即算。不足 10 起不计算。",
        en="Failures of the period coded as open to a substitute; those not coded are unknown; an action of that type or "
        "strategy counts. Not computed below 10.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"failures": ("failure_id", "substitute_possible"), "recovery_actions": ("type",)},
    results={"used": Text(zh="提供替代的比例", en="Substitute given")},
    headline="used",
    better="higher",
    excludes={"not_possible": Text(zh="无法替代", en="no substitute was possible")},
)
def substitute(ev: Evidence, p: Params) -> Iterator[Described]:
    """What cannot be performed again may still be replaced."""
    c = failures_with_actions(ev)
    possible = c.substitute_possible
    used = ibis.ifelse(possible.notnull(), c.substitute.fill_null(False), ibis.null("boolean"))
    rows = Rows(c, excluded={"not_possible": (possible == ibis.literal(False)).fill_null(False)})
    yield Share("used", rows, used, by=("site_id",), minimum=Minimum(10, 10))


@measure(
    "M-STRAT",
    title=Text(zh="补救策略构成", en="Strategy mix"),
    formula=Text(
        zh="首项补救采用系统响应、早期干预或替代服务的案件 ÷ 登记了策略的案件；另列逐案处理的比例。",
        en="Cases whose first recovery act follows a systematic, early or substitute strategy ÷ cases whose strategy is "
        "recorded; the case-by-case share beside it.",
    ),
    tex=r"p = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{strategy}(a_{i1}) \in \lbrace \text{systematic}, "
    r"\text{early}, \text{substitute} \rbrace]",
    inclusion=Text(
        zh="周期内有补救的案件；首项补救未登记策略的计为结果不明，超过 20% 时不计分。",
        en="Cases of the period with a recovery act; where the first has no strategy the outcome is unknown, and nothing is "
        "scored above 20% of these.",
    ),
    source=cited(CONSTRUCT, "Wilson (1927)"),
    needs={"recovery_actions": ("strategy", "type", "action_ts")},
    results={
        "planned": Text(zh="有预案的比例", en="Planned"),
        "case_by_case": Text(zh="逐案处理的比例", en="Case by case"),
    },
    headline="planned",
    better="higher",
)
def strategy(ev: Evidence, p: Params) -> Iterator[Described]:
    """Of acts at the same moment the first in the log counts."""
    c = cases(ev).filter(ibis._.first_ts.notnull())
    rows = Rows(c, of=tables_of_cases(ev))
    yield Share("planned", rows, c.first_strategy.isin(["systematic", "early", "substitute"]))
    yield Share("case_by_case", rows, c.first_strategy == "case")


@measure(
    "M-EXTINFO",
    title=Text(zh="外部失误的告知", en="Information given in external failures"),
    formula=Text(
        zh="发现后 30 分钟内告知顾客的外部失误 ÷ 影响 10 人及以上的外部失误。",
        en="External failures of which customers were told within 30 minutes of detection ÷ external failures that affected "
        "10 persons or more.",
    ),
    tex=r"x = \frac{\sum_i \mathbf{1}[t^{notice}_i - t^{det}_i \le 30 min] \mathbf{1}[N_i \ge 10]}{\sum_i "
    r"\mathbf{1}[N_i \ge 10]}",
    inclusion=Text(
        zh="周期内原因在外部、影响 10 人及以上的失误，按时限所用的时钟计；未告知的计为“否”；受影响人数未登记的计为结果不明；截止时未满 30 分钟的不计。",
        en="Failures of the period from outside that affected 10 persons or more, on the clock of the targets; without a "
        "notice the answer is no; where the number is not recorded the outcome is unknown; those found less than 30 minutes "
        "before the cut-off are left out.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"failures": ("cause_locus", "affected_count", "detected_ts", "customer_notice_ts")},
    results={"told": Text(zh="及时告知的比例", en="Told in time")},
    headline="told",
    better="higher",
    excludes={
        "few_affected": Text(zh="受影响者不足 10 人", en="fewer than 10 persons affected"),
        "not_yet_due": Text(zh="截止时未满时限", en="found too shortly before the cut-off"),
    },
    params={"within": Param(30, "min", "D"), "affected": Param(10, "persons", "D")},
)
def told_of_outage(ev: Evidence, p: Params) -> Iterator[Described]:
    """An outage is nobody's fault here; silence about it is."""
    f = ev.failures.filter(ibis._.cause_locus == "external")
    few = (f.affected_count < p.affected).fill_null(False)
    if not ev.run(f.aggregate(n=(~few).sum()))[0]["n"]:
        yield NotMeasurable(NOTHING_OUTSIDE(least=f"{p.affected:g}"))
        return
    limit = p.within / 60
    young = ev.hours(f.detected_ts, ev.as_of) < limit
    told = (ev.hours(f.detected_ts, f.customer_notice_ts).round(9) <= limit).fill_null(False)
    told = ibis.ifelse(f.affected_count.notnull(), told, ibis.null("boolean"))
    yield Share("told", Rows(f, excluded={"few_affected": few, "not_yet_due": young}), told, by=("site_id",))


def failures_with_actions(ev: Evidence) -> ir.Table:
    """The failures of the period with what was done for them; null where nothing was."""
    f = ev.failures.mutate(case_id="f:" + ibis._.failure_id)
    return f.left_join(what_was_done(ev), "case_id").drop("case_id_right")
