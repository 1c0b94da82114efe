"""Training in recovery: how many have had it, and was it assessed?"""

from __future__ import annotations

from collections.abc import Iterator

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Flag, Rows, Share
from audit.measures.months import months_before
from audit.measures.sources import DEFAULT, cited
from audit.measures.staff import day_number, in_post
from audit.measures.statistics.proportions import wilson
from audit.text import Text, message

EVERYONE_PASSED = message(
    "M-EVERYONE-PASSED",
    zh="参加考核者全部通过：考核可能没有区分度",
    en="everyone who was assessed passed: the test may not discriminate",
)
RECOVERY_TOPICS = ("recovery", "listening")


@measure(
    "M-TRAIN-COV",
    title=Text(zh="补救培训覆盖率", en="Recovery training coverage"),
    formula=Text(
        zh="一线员工中，近 24 个月受过补救或倾听培训、且新入职者在 90 天内首次受训的比例。",
        en="Share of front-line staff trained in recovery or listening in the last 24 months, newcomers within 90 days.",
    ),
    tex=r"c = \frac{1}{n} \sum_{k=1}^{n} \mathbf{1}[t^{last}_k \ge t_{end} - 24m] \mathbf{1}[t^{first}_k - "
    r"t^{hired}_k \le 90d \text{ if hired in the period}]",
    inclusion=Text(
        zh="周期末在岗的一线员工；入职不满 90 天且尚未受训的不计，离职者不计。",
        en="Front-line staff in post at the end of the period; those hired under 90 days before and not yet trained are "
        "left out, and so are leavers.",
    ),
    source=cited("ISO 10002:2018 6.4", DEFAULT, "Wilson (1927)"),
    needs={
        "staff_register": ("staff_id", "front_line", "hired_on"),
        "training": ("staff_id", "topic", "held_on"),
    },
    results={"trained": Text(zh="受训的比例", en="Trained")},
    headline="trained",
    better="higher",
    excludes={"not_yet_due": Text(zh="入职不久，尚未到期", en="hired too recently to be due")},
    params={"newcomers": Param(90, "d", "D"), "valid": Param(24, "months", "D")},
)
def trained(ev: Evidence, p: Params) -> Iterator[Described]:
    """Newcomers need both: training that is still valid, and their first one in time."""
    start, end = ev.period
    courses = ev.training.filter(ibis._.topic.isin(RECOVERY_TOPICS) & (ibis._.held_on < ibis.literal(end)))
    held = courses.group_by("staff_id").aggregate(first=courses.held_on.min(), last=courses.held_on.max())
    staff = in_post(ev).left_join(held, "staff_id")
    days_in_post = (day_number(ibis.literal(end)) - day_number(staff.hired_on)).cast("float64")
    valid = (staff.last >= ibis.literal(months_before(end, int(p.valid)))).fill_null(False)
    in_time = (day_number(staff.first) - day_number(staff.hired_on) <= p.newcomers).fill_null(False)
    newcomer = staff.hired_on >= ibis.literal(start)
    not_due = (days_in_post < p.newcomers) & staff.first.isnull()
    hit = valid & (~newcomer | in_time)
    yield Share("trained", Rows(staff, excluded={"not_yet_due": not_due}), hit, by=("site_id", "role"))


@measure(
    "M-TRAIN-EFF",
    title=Text(zh="培训考核", en="Training assessed"),
    formula=Text(
        zh="补救或倾听培训中经考核的比例 × 考核通过率。",
        en="Share of trainings in recovery or listening that were assessed × share of these that were passed.",
    ),
    tex=r"e = a p, \qquad a = \frac{n_{assessed}}{n}, \quad p = \frac{n_{passed}}{n_{assessed, rated}}",
    inclusion=Text(
        zh="周期末前 24 个月内举办的补救或倾听培训；未登记是否考核的计为未考核，未登记结果的不计入通过率。",
        en="Trainings of these topics held in the 24 months to the end of the period; no entry means not assessed, and one "
        "without a result leaves the pass rate.",
    ),
    source=cited("ISO 10015:2019", DEFAULT, "Wilson (1927)"),
    needs={"training": ("topic", "assessed", "passed", "held_on")},
    results={
        "effective": Text(zh="经考核并通过的比例", en="Assessed and passed"),
        "assessed": Text(zh="经考核的比例", en="Assessed"),
        "passed": Text(zh="考核通过率", en="Passed, of those assessed"),
    },
    headline="effective",
    better="higher",
    excludes={"no_result": Text(zh="未登记考核结果", en="no result is recorded")},
    params={"valid": Param(24, "months", "D")},
)
def training_assessed(ev: Evidence, p: Params) -> Iterator[Described]:
    """A test that everyone passes tells nothing: flagged from 30 on."""
    end = ev.period[1]
    t = ev.training
    recent = (t.held_on < ibis.literal(end)) & (t.held_on >= ibis.literal(months_before(end, int(p.valid))))
    t = t.filter(t.topic.isin(RECOVERY_TOPICS) & recent)
    assessed = t.assessed.fill_null(False)
    yield Computed(
        "effective",
        Rows(t),
        {"assessed": assessed, "passed": t.passed},
        lambda cases, known: {
            "assessed": cases.assessed.sum(),
            "rated": (cases.assessed & cases.passed.notnull()).sum(),
            "passed": (cases.assessed & cases.passed.fill_null(False)).sum(),
        },
        _assessed_and_passed,
        kind_of_cells="share",
        minimum_of="share",
    )
    yield Share("assessed", Rows(t), assessed)
    tested = t.filter(assessed)
    flags = (Flag(EVERYONE_PASSED, at_least=1.0, from_n=30),)
    rows = Rows(tested, excluded={"no_result": tested.passed.isnull()})
    yield Share("passed", rows, tested.passed, flags=flags)


def _assessed_and_passed(row: Aggregates) -> Iterator[Cell]:
    n, assessed, rated = row["n"], row["assessed"] or 0, row["rated"] or 0
    if not n or (assessed and not rated):
        yield Cell(None, n)
        return
    share = assessed / n * (row["passed"] / rated if rated else 0.0)
    yield Cell(share, n, wilson(share * n, n), "wilson")
