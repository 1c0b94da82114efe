"""People: authority defined, used and kept; training; recognition, sanctions, support and turnover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.cases import actions
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.fieldwork import session_shares
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Flag,
    Mean,
    Minimum,
    NotMeasurable,
    Quantiles,
    Rate,
    Register,
    Rows,
    Share,
)
from audit.measures.statistics.proportions import wilson
from audit.text import Text, message

NO_LIMITS = message("M-NO-LIMITS", zh="授权表为空", en="the empowerment table is empty")
NOBODY = message(
    "M-NOBODY-IN-POST",
    zh="周期末没有在岗的一线员工",
    en="no front-line staff were in post at the end of the period",
)
ROLES_WITHOUT = message(
    "M-ROLES-WITHOUT",
    zh="没有规定权限的岗位：{roles}",
    en="roles without any authority defined: {roles}",
)
EVERYONE_PASSED = message(
    "M-EVERYONE-PASSED",
    zh="参加考核者全部通过：考核可能没有区分度",
    en="everyone who was assessed passed: the test may not discriminate",
)
FEARED = message(
    "M-PUNISHMENT-FEARED",
    zh="员工并不相信善意补救不会受罚",
    en="staff do not believe that good-faith recovery goes unpunished",
)

RECOVERY_TOPICS = ("recovery", "listening")
_NOT_ANSWERED = {"not_answered": Text(zh="未作答", en="did not answer")}
_STAFF = Minimum(5, 10)
_DAY = 86_400


@measure(
    "M-EMP-DEF",
    title=Text(zh="授权规定的覆盖率", en="Authority defined"),
    formula=Text(
        zh="已规定补救权限的一线岗位所占比例，按在岗人数加权。",
        en="Share of front-line roles with authority to recover, weighted by the staff in post.",
    ),
    inclusion=Text(
        zh="周期末在岗的一线员工的岗位；权限指周期末已生效的授权金额或可自行采取的措施；金额为零且未列措施的不算。",
        en="Roles of the front-line staff in post at the end of the period; authority is a limit or a list of actions in "
        "force by then; a limit of zero without actions is none.",
    ),
    source="ISO 10002:2018 5.3; domain default",
    needs={"staff_register": ("role", "front_line"), "empowerment": ("role", "valid_from")},
    results={"defined": Text(zh="已规定权限的份额", en="Staff whose role has authority")},
    headline="defined",
    better="higher",
)
def authority(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register."""
    staff = in_post(ev)
    heads = {
        row["role"]: row["heads"] for row in ev.run(staff.group_by("role").aggregate(heads=staff.count()))
    }
    if not heads:
        yield NotMeasurable(NOBODY())
        return
    e = ev.empowerment
    limited = (e.limit_amount > 0).fill_null(False) | (e.actions_allowed.length() > 0).fill_null(False)
    in_force = e.filter(limited & (e.valid_from <= ibis.literal(ev.period[1]))).select("role").distinct()
    defined = {row["role"] for row in ev.run(in_force)}
    without = sorted(heads.keys() - defined)
    if without:
        yield ROLES_WITHOUT(roles=Text(zh="、".join(without), en=", ".join(without)))
    total = sum(heads.values())
    yield Register("defined", sum(n for role, n in heads.items() if role in defined) / total, total)


@measure(
    "M-EMP-USE",
    title=Text(zh="权限内仍须上报", en="Use of authority"),
    formula=Text(
        zh="金额在岗位权限之内、却仍须上级批准的份额；另列金额与权限之比的中位数。",
        en="Share of cases within the limit of the role that still went to somebody above; median of amount over limit.",
    ),
    inclusion=Text(
        zh="已登记金额、且办理岗位当时有权限的补救；同一事项同一岗位的多笔合并计算。未登记是否经批准的计为结果不明。",
        en="Recovery with an amount by a role that had a limit at the time; several actions of a role in one case are "
        "summed. Where it is not recorded who approved, the outcome is unknown.",
    ),
    source="domain default; Wilson (1927)",
    needs={
        "recovery_actions": ("role", "amount", "action_ts", "approved_up"),
        "empowerment": ("role", "limit_amount", "valid_from"),
    },
    results={
        "sent_up": Text(zh="权限内仍须上报的份额", en="Within the limit, yet sent up"),
        "of_limit": Text(zh="金额与权限之比", en="Amount over limit"),
    },
    headline="sent_up",
    keys=("quantile",),
    better="lower",
    excludes={"above_limit": Text(zh="超出权限", en="above the limit")},
)
def authority_used(ev: Evidence, p: Params) -> Iterator[Described]:
    """Authority that is never used is none."""
    cases = limited_cases(ev)
    if cases is None:
        yield NotMeasurable(NO_LIMITS())
        return
    c = cases.filter(cases.amount.notnull())
    yield Share("sent_up", Rows(c, excluded={"above_limit": c.amount > c.limit_amount}), c.approved_up)
    with_limit = c.filter(c.limit_amount > 0)
    yield Quantiles("of_limit", Rows(with_limit), with_limit.amount / with_limit.limit_amount, (0.5,))


@measure(
    "M-EMP-OVER",
    title=Text(zh="超越权限", en="Limit breaches"),
    formula=Text(
        zh="合计金额超出岗位权限、且未经上级批准的份额。",
        en="Share of cases whose sum exceeds the limit of the role without approval from above.",
    ),
    inclusion=Text(
        zh="办理岗位当时有权限的全部补救事项；未登记金额的，以“是否在权限内”为准，两者均无的计为结果不明。",
        en="All cases of roles that had a limit at the time; where no amount is recorded, the log's own mark decides; "
        "without either the outcome is unknown.",
    ),
    source="domain default; Wilson (1927)",
    needs={
        "recovery_actions": ("role", "amount", "action_ts", "approved_up"),
        "empowerment": ("role", "limit_amount", "valid_from"),
    },
    results={"breached": Text(zh="超越权限的份额", en="Above the limit without approval")},
    headline="breached",
    better="lower",
)
def authority_exceeded(ev: Evidence, p: Params) -> Iterator[Described]:
    """An approval that is not recorded is none."""
    cases = limited_cases(ev)
    if cases is None:
        yield NotMeasurable(NO_LIMITS())
        return
    above = ibis.ifelse(cases.amount.notnull(), cases.amount > cases.limit_amount, ~cases.within_authority)
    approved = cases.approved_up.fill_null(False)
    yield Share("breached", Rows(cases), above & ~approved)


@measure(
    "M-EMP-WAIT",
    title=Text(zh="等待批准的时长", en="Waiting for approval"),
    formula=Text(
        zh="须上级批准的补救等待批准的小时数：中位数与 P90（7 型）。",
        en="Hours that recovery waited for approval from above: median and P90 (type 7).",
    ),
    inclusion=Text(
        zh="经上级批准的全部补救措施，按日历小时计；未登记等待时长的计为结果不明。",
        en="All actions approved above, in calendar hours; where no time is recorded it is unknown.",
    ),
    source="Hyndman & Fan (1996), type 7; order statistics (David & Nagaraja 2003, 7.1)",
    needs={"recovery_actions": ("approval_wait_h", "approved_up")},
    results={"hours": Text(zh="等待批准", en="Wait for approval")},
    headline="hours",
    keys=("quantile",),
    better="lower",
)
def approval_wait(ev: Evidence, p: Params) -> Iterator[Described]:
    """The upper end of P90 cannot be estimated from fewer than 36 actions."""
    a = actions(ev).filter(ibis._.approved_up)
    yield Quantiles("hours", Rows(a), a.approval_wait_h, (0.5, 0.9), unit="h", minimum=Minimum(5, 20))


@measure(
    "M-TRAIN-COV",
    title=Text(zh="补救培训覆盖率", en="Recovery training coverage"),
    formula=Text(
        zh="一线员工中，近 24 个月受过补救或倾听培训、且新入职者在 90 天内首次受训的份额。",
        en="Share of front-line staff trained in recovery or listening in the last 24 months, newcomers within 90 days.",
    ),
    inclusion=Text(
        zh="周期末在岗的一线员工；入职不满 90 天且尚未受训的不计，离职者不计。",
        en="Front-line staff in post at the end of the period; those hired under 90 days before and not yet trained are "
        "left out, and so are leavers.",
    ),
    source="ISO 10002:2018 6.4; domain default; Wilson (1927)",
    needs={
        "staff_register": ("staff_id", "front_line", "hired_on"),
        "training": ("staff_id", "topic", "held_on"),
    },
    results={"trained": Text(zh="受训的份额", en="Trained")},
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
    days_in_post = (_days(ibis.literal(end)) - _days(staff.hired_on)).cast("float64")
    valid = (staff.last >= ibis.literal(months_before(end, int(p.valid)))).fill_null(False)
    in_time = (_days(staff.first) - _days(staff.hired_on) <= p.newcomers).fill_null(False)
    newcomer = staff.hired_on >= ibis.literal(start)
    not_due = (days_in_post < p.newcomers) & staff.first.isnull()
    hit = valid & (~newcomer | in_time)
    yield Share("trained", Rows(staff, excluded={"not_yet_due": not_due}), hit, by=("site_id", "role"))


@measure(
    "M-TRAIN-EFF",
    title=Text(zh="培训考核", en="Training assessed"),
    formula=Text(
        zh="补救或倾听培训中经考核的份额 × 考核通过率。",
        en="Share of trainings in recovery or listening that were assessed × share of these that were passed.",
    ),
    inclusion=Text(
        zh="周期末前 24 个月内举办的补救或倾听培训；未登记是否考核的计为未考核，未登记结果的不计入通过率。",
        en="Trainings of these topics held in the 24 months to the end of the period; no entry means not assessed, and one "
        "without a result leaves the pass rate.",
    ),
    source="ISO 10015:2019; domain default; Wilson (1927)",
    needs={"training": ("topic", "assessed", "passed", "held_on")},
    results={
        "effective": Text(zh="经考核并通过的份额", en="Assessed and passed"),
        "assessed": Text(zh="经考核的份额", en="Assessed"),
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


@measure(
    "M-NOPUN",
    title=Text(zh="善意补救受罚", en="Sanctions for good-faith recovery"),
    formula=Text(
        zh="周期内经审查员核实、因权限内补救而受处分的人次；另列员工对“善意补救不受罚”的认同（1–7）。",
        en="Sanctions of the period for recovery within the limit, confirmed by the reviewer; mean belief of staff that "
        "good-faith recovery goes unpunished (1-7).",
    ),
    inclusion=Text(
        zh="处分类、事由为权限内补救、经核实的事件。没有奖惩记录的，不作结论。",
        en="Events of the kind sanction, for recovery within the limit, confirmed. Without a log of staff events nothing is "
        "concluded.",
    ),
    source="domain default; Student (1908)",
    needs={"staff_events": ("type", "reason", "event_on", "confirmed")},
    results={
        "sanctions": Text(zh="核实的受罚人次", en="Confirmed sanctions"),
        "unconfirmed": Text(zh="待核实的受罚人次", en="Sanctions not yet confirmed or refuted"),
        "belief": Text(zh="不受罚的认同度", en="Belief that it goes unpunished"),
    },
    headline="sanctions",
    better="lower",
    excludes=_NOT_ANSWERED,
    params={"feared": Param(4, "points", "D")},
)
def punished(ev: Evidence, p: Params) -> Iterator[Described]:
    """One confirmed case decides; what staff believe can only make it worse."""
    e = ev.staff_events
    sanction = (e.type == "sanction") & (e.reason == "recovery_within_limit").fill_null(False)
    for result, counts in (
        ("sanctions", e.confirmed.fill_null(False)),
        ("unconfirmed", e.confirmed.isnull()),
    ):
        yield Computed(
            result,
            Rows(e),
            {"counts": sanction & counts},
            lambda cases, known: {"found": cases.counts.sum()},
            lambda row: [Cell(float(row["found"] or 0), row["n"])],
            unit="count",
        )
    if ev.handed_over("survey_contact_staff", "nopun_belief"):
        s = ev.survey_contact_staff
        rows = Rows(s, excluded={"not_answered": s.nopun_belief.isnull()})
        flags = (Flag(FEARED, below=p.feared),)
        yield Mean("belief", rows, s.nopun_belief, unit="points", minimum=_STAFF, flags=flags)


@measure(
    "M-RECOG",
    title=Text(zh="补救表彰", en="Recognition"),
    formula=Text(
        zh="因补救受到的表彰次数 ÷ 一线员工人年 × 100。",
        en="Recognitions for recovery per 100 front-line staff-years.",
    ),
    inclusion=Text(
        zh="周期内一线员工因补救（权限内外均可）受到的表彰；人年为周期内在岗天数 ÷ 365.25。",
        en="Recognitions of front-line staff in the period for recovery within or over the limit; staff-years are the days "
        "in post within the period ÷ 365.25.",
    ),
    source="exact Poisson interval (Garwood 1936); domain default",
    needs={
        "staff_events": ("type", "reason", "event_on", "staff_id"),
        "staff_register": ("staff_id", "front_line", "hired_on"),
    },
    results={"rate": Text(zh="每百人年的表彰次数", en="Recognitions per 100 staff-years")},
    headline="rate",
    better="higher",
)
def recognised(ev: Evidence, p: Params) -> Iterator[Described]:
    """Recognition for other merits says nothing of recovery."""
    e = ev.staff_events
    for_recovery = e.reason.isin(["recovery_within_limit", "recovery_over_limit"]).fill_null(False)
    front = ev.staff_register.filter(ibis._.front_line).staff_id
    events = e.filter((e.type == "recognition") & for_recovery & e.staff_id.isin(front))
    yield Rate("rate", Rows(events), staff_years(ev), 100.0, unit="per_100_staff_years")


@measure(
    "M-STAFFLOY",
    title=Text(zh="一线员工流失", en="Front-line turnover"),
    formula=Text(
        zh="周期内离职的一线员工 ÷ 一线员工人年。",
        en="Front-line staff who left in the period ÷ front-line staff-years.",
    ),
    inclusion=Text(
        zh="名册中的全部一线员工；行业差异很大，本项不计分。",
        en="All front-line staff of the register; sectors differ widely, so this is never scored.",
    ),
    source="exact Poisson interval (Garwood 1936)",
    needs={"staff_register": ("front_line", "hired_on", "left_on")},
    results={"rate": Text(zh="每人年的离职人数", en="Leavers per staff-year")},
    headline="rate",
    better="none",
    scored=False,
)
def turnover(ev: Evidence, p: Params) -> Iterator[Described]:
    """Who left on a day of the period left in it."""
    start, end = ev.period
    r = ev.staff_register.filter(ibis._.front_line)
    left = r.filter((r.left_on >= ibis.literal(start)) & (r.left_on < ibis.literal(end)))
    yield Rate("rate", Rows(left), staff_years(ev), 1.0, unit="per_staff_year")


@measure(
    "M-INTREC",
    title=Text(zh="内部支持", en="Internal recovery support"),
    formula=Text(
        zh="一线员工对内部支持的评分（1–7），换算为 0–100 后的均值。",
        en="Mean of the staff's rating of internal support (1-7), rescaled to 0-100.",
    ),
    inclusion=Text(zh="回答了该问题的全部一线员工。", en="All contact staff who answered the question."),
    source="Bowen & Johnston (1999), Int. J. Service Industry Management 10(2):118; Student (1908)",
    needs={"survey_contact_staff": ("support",)},
    results={"support": Text(zh="内部支持", en="Internal support")},
    headline="support",
    better="higher",
    excludes=_NOT_ANSWERED,
)
def internal_support(ev: Evidence, p: Params) -> Iterator[Described]:
    """Staff who fail customers have often been failed themselves first."""
    yield _rating(ev, "support")


@measure(
    "M-CULT",
    title=Text(zh="补救意识", en="Recovery awareness"),
    formula=Text(
        zh="一线员工对补救认知的自评（1–7），换算为 0–100 后的均值；另列访谈得分率。",
        en="Mean of the staff's own rating of recovery awareness (1-7), rescaled to 0-100; share of points in interviews.",
    ),
    inclusion=Text(
        zh="回答了该问题的全部一线员工；访谈为检查项 RC-F09 的全部访谈。",
        en="All contact staff who answered the question; all interviews on item RC-F09.",
    ),
    source="domain construct and default; Student (1908)",
    needs={"survey_contact_staff": ("awareness",)},
    results={
        "awareness": Text(zh="补救意识", en="Recovery awareness"),
        "interviews": Text(zh="访谈得分率", en="Share of points in interviews"),
    },
    headline="awareness",
    better="higher",
    excludes=_NOT_ANSWERED,
)
def awareness(ev: Evidence, p: Params) -> Iterator[Described]:
    """What staff say of themselves, beside what interviews show."""
    yield _rating(ev, "awareness")
    if ev.handed_over("fieldwork", "kind", "item_id", "session_id"):
        sessions = session_shares(ev, "interview", ("RC-F09",))
        yield Mean("interviews", Rows(sessions), sessions.share, minimum=_STAFF)


def in_post(ev: Evidence) -> ir.Table:
    """The front-line staff in post at the end of the period."""
    end = ibis.literal(ev.period[1])
    r = ev.staff_register
    return r.filter(r.front_line & (r.hired_on < end) & (r.left_on.isnull() | (r.left_on >= end)))


def staff_years(ev: Evidence) -> float:
    """Years in post of the front-line staff within the period; a year has 365.25 days."""
    start, end = (_days(ibis.literal(day)) for day in ev.period)
    r = ev.staff_register.filter(ibis._.front_line)
    first = ibis.greatest(_days(r.hired_on), start)
    last = ibis.least(ibis.coalesce(_days(r.left_on), end), end)
    days = ev.run(r.aggregate(days=ibis.greatest(last - first, ibis.literal(0)).sum()))[0]["days"]
    return float(days or 0) / 365.25


def limited_cases(ev: Evidence) -> ir.Table | None:
    """Sums by case and role, for roles that had a limit when they acted; None where no limit is recorded.

    Columns: ``amount`` (null where no action has one), ``limit_amount`` in force at the last action,
    ``approved_up`` (null where it is nowhere recorded), ``within_authority``, and the first action's place.
    """
    e = ev.empowerment.filter(ibis._.limit_amount.notnull())
    if not ev.run(e.aggregate(n=e.count()))[0]["n"]:
        return None

    def build() -> ir.Table:
        by_role = ibis.window(group_by="role", order_by="valid_from")
        limits = e.select("role", "limit_amount", "valid_from", until=e.valid_from.lead().over(by_role))
        a = actions(ev)
        taken = a.action_ts.date()
        in_force = a.join(
            limits,
            [
                a.role == limits.role,
                taken >= limits.valid_from,
                limits.until.isnull() | (taken < limits.until),
            ],
        )
        grouped = in_force.group_by("case_id", "role")
        return grouped.aggregate(
            _file=ibis._._file.argmin(ibis._._row),
            _row=ibis._._row.min(),
            amount=ibis._.amount.sum(),
            limit_amount=ibis._.limit_amount.argmax(ibis._.action_ts),
            approved_up=ibis._.approved_up.any(),
            within_authority=ibis._.within_authority.all(),
        )

    return ev.derived("limited_cases", build)


def _rating(ev: Evidence, column: str) -> Mean:
    """The mean of a question asked on 1-7, from 0 to 100."""
    s = ev.survey_contact_staff
    rows = Rows(s, excluded={"not_answered": s[column].isnull()})
    return Mean(column, rows, (s[column] - 1) / 6 * 100, unit="score", by=("site_id", "role"), minimum=_STAFF)


def _days(day: ir.DateValue) -> ir.IntegerValue:
    """The number of a day, counted from 1970."""
    return (day.cast("timestamp").epoch_seconds() / _DAY).floor().cast("int64")


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last one that the month has."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (following - dt.timedelta(days=1)).day))
