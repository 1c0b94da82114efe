"""Antecedents of the gaps: what managers and contact staff say of the conditions that they work under.

All questions are asked on 1-7. Those where 7 is bad are turned here, once: tables hold what was answered.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Params, measure
from audit.measures.figures import Aggregates, Mean, Minimum, NotMeasurable, Rows, Scale
from audit.measures.sources import cited
from audit.measures.units import KEYS
from audit.text import Text, message

GROUP_ALONE = message(
    "M-ANT-ONE-GROUP", zh="指数仅由{group}的作答得出", en="the index stands on the answers of {group} alone"
)
LOWEST = message("M-ANT-LOWEST", zh="最低的方面：{aspect}", en="lowest aspect: {aspect}")
NOT_ASKED = message("M-NOT-ASKED", zh="调查未按维度询问", en="the survey did not ask this by dimension")

REVERSED = ("ant1_levels", "ant3_conflict", "ant3_ambig", "ant4_overprom")
"""Questions where a high answer is a bad one."""
ANT1 = ("ant1_research", "ant1_upcom", "ant1_levels")
ANT2 = ("ant2_commit", "ant2_goals", "ant2_std", "ant2_feas")
ANT3 = ("team", "fit", "tech", "control", "superv", "conflict", "ambig")
PARTS = {
    "teamwork_and_fit": ("team", "fit", "tech"),
    "control_and_supervision": ("control", "superv"),
    "role_stress": ("conflict", "ambig"),
}
"""The aspects of ANT3 that an item of the checklist takes together."""
ANT4 = ("ant4_horiz", "ant4_overprom")

MANAGERS, STAFF = Minimum(5, 5), Minimum(5, 10)
GROUPS = {"managers": MANAGERS, "contact_staff": STAFF}
_FEW_ANSWERS = {"not_answered": Text(zh="作答不足", en="not answered sufficiently")}
_SOURCE = cited(
    "Zeithaml, Berry & Parasuraman (1988), J. Marketing 52(2):35", "Student (1908)", "Cochran (1977), 2.6"
)


@measure(
    "M-G1-ANT",
    title=Text(zh="认知差距的成因指数", en="Gap 1 antecedent index"),
    formula=Text(
        zh="每名管理者：市场调研导向、向上沟通与（8 − 管理层级过多）三者的平均，由 1–7 换算为 0–100；再对管理者平均。",
        en="Per manager the mean of research orientation, upward communication and (8 − levels of management), from 1-7 to "
        "0-100; then the mean over managers.",
    ),
    tex=r"A_1 = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}\left( \frac{x^{research}_i + x^{upcom}_i + (8 "
    r"- x^{levels}_i)}{3} \right)",
    inclusion=Text(
        zh="三题均已作答的管理者，至少 5 人；不少于 30 人时另列 Cronbach α。",
        en="Managers who answered all three, at least 5; Cronbach's alpha beside it from 30 on.",
    ),
    source=_SOURCE,
    needs={"survey_managers": ANT1},
    results={
        "index": Text(zh="成因指数", en="Antecedent index"),
        "alpha": Text(zh="Cronbach α 系数", en="Cronbach's alpha"),
    },
    headline="index",
    better="higher",
    excludes=_FEW_ANSWERS,
)
def knowing(ev: Evidence, p: Params) -> Iterator[Described]:
    """The construct is that of the literature; it says how managers hear, not whether they know."""
    managers = ev.survey_managers
    yield _index("index", managers, ANT1, least=3, by=("level",), minimum=MANAGERS)
    answers = [turned(managers, one) for one in ANT1]
    unanswered = functools.reduce(operator.or_, [one.isnull() for one in answers])
    yield Scale(
        "alpha", Rows(managers, excluded={"not_answered": unanswered}), answers, minimum=Minimum(30, 30)
    )


@measure(
    "M-G2-ANT",
    title=Text(zh="标准差距的成因指数", en="Gap 2 antecedent index"),
    formula=Text(
        zh="每名管理者：对质量的承诺、目标设定、任务标准化和可行性认知四题的平均，由 1–7 换算为 0–100；再对管理者平均。",
        en="Per manager the mean of commitment, goal setting, task standardisation and perceived feasibility, from 1-7 to "
        "0-100; then the mean over managers.",
    ),
    tex=r"A_2 = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}\left( \frac{1}{|Q_i|} \sum_{q \in Q_i} x_{iq} "
    r"\right), \qquad |Q_i| \ge 3",
    inclusion=Text(
        zh="四题中至少答了三题的管理者，至少 5 人。",
        en="Managers who answered at least three of the four, at least 5 managers.",
    ),
    source=_SOURCE,
    needs={"survey_managers": ANT2},
    results={"index": Text(zh="成因指数", en="Antecedent index")},
    headline="index",
    better="higher",
    excludes=_FEW_ANSWERS,
)
def setting(ev: Evidence, p: Params) -> Iterator[Described]:
    """Whether those who set standards want them and believe in them."""
    yield _index("index", ev.survey_managers, ANT2, least=3, by=("level",), minimum=MANAGERS)


@measure(
    "M-G3-ANT",
    title=Text(zh="交付差距的成因", en="Gap 3 antecedent profile"),
    formula=Text(
        zh="七个方面各取作答的均值，由 1–7 换算为 0–100（角色冲突和角色模糊先取 8 − x）；指数为七个均值的平均，"
        "分项指数为其中一类方面均值的平均：协作与匹配（团队合作、人岗匹配、技术与岗位匹配），控制与监督（控制感、监督考核体系），"
        "角色压力（角色冲突、角色模糊）。",
        en="The mean of each of the seven aspects, from 1-7 to 0-100 (role conflict and ambiguity as 8 − x); the index is the "
        "mean of the seven means, a partial index that of the means of some: teamwork and fit (teamwork, employee-job fit, "
        "technology-job fit), control and supervision (perceived control, supervisory control systems), role stress (conflict, "
        "ambiguity).",
    ),
    tex=r"A_3 = \frac{1}{7} \sum_{a=1}^{7} \operatorname{RS}(\bar{x}_a), \qquad x^{conflict}_i, "
    r"x^{ambig}_i \text{ as } 8 - x",
    inclusion=Text(
        zh="对该方面作答的一线员工；指数和分项指数计入至少答了其中一个方面者。至少 10 人；不足 5 人的组不列示。",
        en="Contact staff who answered on the aspect; for an index those who answered on at least one of its aspects. At least "
        "10; groups under 5 are withheld.",
    ),
    source=_SOURCE,
    needs={"survey_contact_staff": tuple(f"ant3_{one}" for one in ANT3)},
    results={
        "index": Text(zh="成因指数", en="Antecedent index"),
        "part": Text(zh="分项指数", en="Partial index"),
        "aspect": Text(zh="各方面的均值", en="Mean of the aspect"),
    },
    headline="index",
    keys=("antecedent",),
    better="higher",
    excludes=_FEW_ANSWERS,
)
def delivering(ev: Evidence, p: Params) -> Iterator[Described]:
    """Items take a part by its key: the mean of its aspects is scored, not each aspect for itself."""
    staff = ev.survey_contact_staff
    aspects = {one: _rescaled(turned(staff, f"ant3_{one}")) for one in ANT3}
    indices = {"": ANT3, **PARTS}
    wanted = {f"mean_{one}": aspect.mean() for one, aspect in aspects.items()}
    wanted |= {f"n_{one}": aspect.count() for one, aspect in aspects.items()}
    for name, own in indices.items():
        answered = functools.reduce(operator.or_, [aspects[one].notnull() for one in own])
        wanted[f"any_{name}"] = answered.sum()
    means = ev.run(staff.aggregate(**wanted))[0]
    for name, own in indices.items():
        if all(means[f"n_{one}"] for one in own):
            of = {one: aspects[one] for one in own}
            yield _mean_of_means(staff, of, means, means[f"any_{name}"], part=name)
    for one, aspect in aspects.items():
        rows = Rows(staff, excluded={"not_answered": aspect.isnull()})
        key = {"antecedent": one}
        yield Mean("aspect", rows, aspect, key=key, by=("site_id", "role"), unit="score", minimum=STAFF)
    known = {one: means[f"mean_{one}"] for one in aspects if means[f"n_{one}"] >= STAFF.enough}
    if known:
        yield LOWEST(aspect=KEYS["antecedent"][min(known, key=known.__getitem__)])


@measure(
    "M-G3-STAFFREP",
    title=Text(zh="员工自述的达标能力", en="Staff-reported ability to meet standards"),
    formula=Text(
        zh="每名一线员工对各维度达标能力自评（1–7）的平均，换算为 0–100；再对员工平均。另按维度列示。",
        en="Per contact employee the mean over the dimensions of the rated ability to meet the standards (1-7), as 0-100; then "
        "the mean over staff. Also by dimension.",
    ),
    tex=r"B = \frac{1}{n} \sum_{i=1}^{n} \frac{1}{|D_i|} \sum_{d \in D_i} \operatorname{RS}(b_{id})",
    inclusion=Text(
        zh="至少评价了一个维度的一线员工，至少 10 人；宜与交付达标率对照，判断员工是乐观还是悲观。",
        en="Contact staff who rated at least one dimension, at least 10; to be read beside the delivery conformity, as "
        "optimism or pessimism.",
    ),
    source=cited("Parasuraman, Berry & Zeithaml (1990), MSI Report 90-122", "Student (1908)"),
    needs={"survey_contact_staff": ()},
    results={
        "ability": Text(zh="自述的达标能力", en="Reported ability"),
        "dimension_ability": Text(zh="各维度的达标能力", en="Reported ability by dimension"),
    },
    headline="ability",
    keys=("dimension",),
    better="higher",
    excludes=_FEW_ANSWERS,
)
def ability(ev: Evidence, p: Params) -> Iterator[Described]:
    """What staff say they can do; what they do stands in the delivery."""
    yield from ratings_by_dimension(ev, "survey_contact_staff", "perf", "ability", STAFF)


@measure(
    "M-G4-ANT",
    title=Text(zh="承诺差距的成因指数", en="Gap 4 antecedent index"),
    formula=Text(
        zh="每人：横向沟通与（8 − 过度承诺倾向）的平均，由 1–7 换算为 0–100；管理者与一线员工分别取均值，指数为两者中较低者。",
        en="Per person the mean of horizontal communication and (8 − propensity to overpromise), from 1-7 to 0-100; the mean of "
        "managers and of contact staff each; the index is the lower of the two.",
    ),
    tex=r"A_4 = \min_g \frac{1}{n_g} \sum_{i \in g} \operatorname{RS}\left( \frac{x^{horiz}_i + (8 - "
    r"x^{overprom}_i)}{2} \right)",
    inclusion=Text(
        zh="两题均已作答者；管理者至少 5 人，一线员工至少 10 人。只有一组作答（或只有一组达到人数）的，指数即该组的均值，并予注明。",
        en="Those who answered both; at least 5 managers and 10 contact staff. Where one group alone answered, or is large "
        "enough, the index is theirs, and says so.",
    ),
    source=_SOURCE,
    needs={"survey_contact_staff": ANT4, "survey_managers": ANT4},
    one_suffices=True,
    results={
        "index": Text(zh="成因指数", en="Antecedent index"),
        "group": Text(zh="各组的均值", en="Mean of the group"),
    },
    headline="index",
    keys=("group",),
    better="higher",
    excludes=_FEW_ANSWERS,
)
def promising(ev: Evidence, p: Params) -> Iterator[Described]:
    """The lower group is the one that is pressed to promise, or not told what was promised."""
    found: dict[str, tuple[int, float]] = {}
    for group in GROUPS:
        if not ev.handed_over(f"survey_{group}", *ANT4):
            continue
        people = ev.table(f"survey_{group}")
        yield _promising("group", ev, group, key={"group": group})
        value = _person_mean(people, ANT4, 2)
        row = ev.run(people.aggregate(n=value.count(), mean=value.mean()))[0]
        if row["n"]:
            found[group] = (row["n"], row["mean"])
    large = {group: mean for group, (n, mean) in found.items() if n >= GROUPS[group].enough}
    candidates = large or {group: mean for group, (_, mean) in found.items()}
    lower = min(candidates, key=candidates.__getitem__, default="contact_staff")
    yield _promising("index", ev, lower)
    if len(candidates) == 1:
        yield GROUP_ALONE(group=KEYS["group"][lower])


def _promising(result: str, ev: Evidence, group: str, key: Mapping[str, str] | None = None) -> Mean:
    table, minimum = f"survey_{group}", GROUPS[group]
    return _index(result, ev.table(table), ANT4, least=2, minimum=minimum, key=key, of=(table,))


def ratings_by_dimension(
    ev: Evidence, table: str, prefix: str, result: str, minimum: Minimum
) -> Iterator[Described]:
    """What a staff survey asks once a dimension on 1-7, as 0-100: the mean over people and dimensions, and
    ``dimension_<result>`` by dimension.
    """
    asked = ev.by_dimension(table, prefix)
    if not asked:
        yield NotMeasurable(NOT_ASKED())
        return
    people = ev.table(table)
    ratings = {dimension: _rescaled(rating) for dimension, rating in asked.items()}
    own = _mean_of(list(ratings.values()), 1)
    rows = Rows(people, excluded={"not_answered": own.isnull()})
    yield Mean(result, rows, own, by=("site_id",), unit="score", minimum=minimum)
    for dimension, rating in ratings.items():
        rows = Rows(people, excluded={"not_answered": rating.isnull()})
        yield Mean(
            f"dimension_{result}", rows, rating, key={"dimension": dimension}, unit="score", minimum=minimum
        )


def turned(people: ir.Table, column: str) -> ir.FloatingValue:
    """The answers to a question, turned where a high one is bad: always, the more the better."""
    answer: ir.FloatingValue = people[column]
    return 8 - answer if column in REVERSED else answer


def _index(
    result: str,
    people: ir.Table,
    columns: Sequence[str],
    *,
    least: int,
    minimum: Minimum,
    key: Mapping[str, str] | None = None,
    by: tuple[str, ...] = (),
    of: tuple[str, ...] = (),
) -> Mean:
    """The mean over people of their own mean; ``least`` is the number of questions that must be answered."""
    value = _person_mean(people, columns, least)
    rows = Rows(people, excluded={"not_answered": value.isnull()}, of=of)
    return Mean(result, rows, value, key=key or {}, by=by, unit="score", minimum=minimum)


def _person_mean(people: ir.Table, columns: Sequence[str], least: int) -> ir.FloatingValue:
    return _mean_of([_rescaled(turned(people, one)) for one in columns], least)


def _mean_of(answers: Sequence[ir.FloatingValue], least: int) -> ir.FloatingValue:
    """The mean of those that a person answered; null for fewer than ``least``."""
    answered = _sum([one.notnull().cast("float64") for one in answers])
    mean = _sum([one.fill_null(0.0) for one in answers]) / answered.nullif(0.0)
    return ibis.ifelse(answered >= least, mean, ibis.null("float64"))


def _mean_of_means(
    staff: ir.Table, aspects: Mapping[str, ir.FloatingValue], means: Aggregates, n: int, *, part: str
) -> Mean:
    """The mean of the aspects' own means, each over those who answered on it: the index, or a ``part`` of it.
    ``n`` is the number of those who answered on any.

    Per person stands what they contribute to it, a linearised mean: its average is the index and its
    spread that of the index. Of someone who answered everything, as all others did, it is the own mean.
    """
    index = sum(means[f"mean_{one}"] for one in aspects) / len(aspects)
    shares = [
        ((aspect - means[f"mean_{one}"]) * (n / means[f"n_{one}"])).fill_null(0.0)
        for one, aspect in aspects.items()
    ]
    unanswered = functools.reduce(operator.and_, [aspect.isnull() for aspect in aspects.values()])
    rows = Rows(staff, excluded={"not_answered": unanswered})
    result, key = ("part", {"antecedent": part}) if part else ("index", {})
    return Mean(result, rows, index + _sum(shares) / len(aspects), key=key, unit="score", minimum=STAFF)


def _rescaled(answer: ir.NumericValue) -> ir.FloatingValue:
    """From 1-7 to 0-100."""
    return (answer - 1) / 6 * 100


def _sum(columns: Sequence[ir.NumericValue]) -> ir.FloatingValue:
    return functools.reduce(operator.add, columns)
