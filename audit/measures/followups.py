"""Follow-up: are customers asked again, in time, the four questions, and do the staff hear of it?"""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Rows, Share
from audit.measures.sources import CONSTRUCT, DEFAULT, cited
from audit.text import Text

_DAYS = 24.0
_QUESTIONS = ("q_relief", "q_accept", "q_gone", "q_other_effects")
_NOT_DONE = Text(zh="截止时尚未完成回访", en="not done by the cut-off")
_NOT_DUE = Text(zh="截止时尚未到期", en="not yet due at the cut-off")


@measure(
    "M-FU-COV",
    title=Text(zh="回访覆盖率", en="Follow-up coverage"),
    formula=Text(
        zh="办结满 7 天的投诉中，已完成回访、至少两次尝试未果、或顾客谢绝回访的比例；另列实际回访到的比例。",
        en="Of the complaints resolved 7 days before the cut-off, the share that was followed up, tried at least twice, or "
        "whose customer declined; separately those reached.",
    ),
    tex=r"f = \frac{\sum_i \mathbf{1}[\text{done}_i \vee a_i \ge 2 \vee \text{refused}_i] "
    r"\mathbf{1}[t^{res}_i + 7d \le T]}{\sum_i \mathbf{1}[t^{res}_i + 7d \le T]}",
    inclusion=Text(
        zh="周期内受理、截止时办结已满 7 天的投诉；尝试须在不同日期，以台账登记的次数为准。",
        en="Complaints of the period that had been resolved for 7 days at the cut-off; attempts on different days, as the "
        "log counts them.",
    ),
    source=cited(
        Text(zh="ISO 10002:2018 8.3（原则）", en="ISO 10002:2018 8.3 (principle)"), DEFAULT, "Wilson (1927)"
    ),
    needs={"followups": ("complaint_id", "done_ts"), "complaints": ("complaint_id", "resolved_ts")},
    results={
        "followed_up": Text(zh="已回访的比例", en="Followed up"),
        "reached": Text(zh="回访到的比例", en="Reached"),
    },
    headline="followed_up",
    better="higher",
    excludes={
        "not_resolved": Text(zh="截止时尚未办结", en="not resolved by the cut-off"),
        "not_yet_due": _NOT_DUE,
    },
    params={"after": Param(7, "d", "D"), "attempts": Param(2, "attempts", "D")},
)
def coverage(ev: Evidence, p: Params) -> Iterator[Described]:
    """Customers who decline have been asked."""
    f = ev.followups
    tried = f.group_by("complaint_id").aggregate(
        reached=(f.done_ts <= ev.as_of).any(), attempts=f.attempts.sum(), refused=f.refused.any()
    )
    c = ev.complaints.left_join(tried, "complaint_id")
    resolved = (c.resolved_ts <= ev.as_of).fill_null(False)
    young = resolved & (ev.hours(c.resolved_ts, ev.as_of, "calendar") < p.after * _DAYS)
    rows = Rows(c, excluded={"not_resolved": ~resolved, "not_yet_due": young}, of=("complaints",))
    reached = c.reached.fill_null(False)
    enough = (c.attempts >= p.attempts).fill_null(False) | c.refused.fill_null(False)
    yield Share("followed_up", rows, reached | enough, by=("site_id", "channel"))
    yield Share("reached", rows, reached)


@measure(
    "M-FU-TIME",
    title=Text(zh="回访及时率", en="Follow-up timeliness"),
    formula=Text(
        zh="截止时已到期的回访中按期完成的比例；未登记期限的，以办结后 7 天为期限。",
        en="Of the follow-ups due by the cut-off, the share done in time; due 7 days after the resolution where no time is "
        "recorded.",
    ),
    tex=r"p = \frac{\sum_i \mathbf{1}[t^{done}_i \le d_i] \mathbf{1}[d_i \le T]}{\sum_i \mathbf{1}[d_i \le "
    r"T]}, \qquad d_i = t^{due}_i \text{ or else } t^{res}_i + 7d",
    inclusion=Text(
        zh="周期内投诉的全部计划回访；未完成的计为逾期；既无期限又未办结的不计。",
        en="All follow-ups planned for the complaints of the period; not done is late; without a due time and a resolution "
        "none is due.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"followups": ("complaint_id", "due_ts", "done_ts"), "complaints": ("complaint_id", "resolved_ts")},
    results={"in_time": Text(zh="按期的比例", en="Done in time")},
    headline="in_time",
    better="higher",
    excludes={
        "no_due_time": Text(zh="没有期限，投诉亦未办结", en="no due time, and the complaint is not resolved"),
        "not_yet_due": _NOT_DUE,
    },
    params={"after": Param(7, "d", "D")},
)
def timeliness(ev: Evidence, p: Params) -> Iterator[Described]:
    """Days run on the calendar clock: customers do not keep opening hours."""
    f = _of_the_period(ev)
    # In hours from the resolution: a due time of the log and the seven days are then compared alike.
    due = ibis.coalesce(f.due_ts, f.resolved_ts + ibis.interval(days=int(p.after)))
    rows = Rows(f, excluded={"no_due_time": due.isnull(), "not_yet_due": (due > ev.as_of).fill_null(False)})
    yield Share("in_time", rows, (f.done_ts <= due).fill_null(False), by=("channel",))


@measure(
    "M-FU-4Q",
    title=Text(zh="回访四问", en="Four follow-up questions"),
    formula=Text(
        zh="已完成的回访中四个问题均有答案的比例；另列问题已消除的比例。",
        en="Of the follow-ups done, the share with all four questions answered; separately those whose problem is gone.",
    ),
    tex=r"q = \frac{\sum_i \mathbf{1}[\text{done}_i] \prod_{k=1}^{4} \mathbf{1}[q_{ik} \text{ "
    r"answered}]}{\sum_i \mathbf{1}[\text{done}_i]}",
    inclusion=Text(
        zh="周期内投诉的已完成回访；四问为：不满是否缓解、处理是否接受、问题是否消除、有无其他影响。",
        en="Follow-ups done for the complaints of the period; the questions: relief, acceptance, problem gone, other effects.",
    ),
    source=cited(CONSTRUCT, "Wilson (1927)"),
    needs={"followups": ("complaint_id", "done_ts", *_QUESTIONS), "complaints": ("complaint_id",)},
    results={
        "all_four": Text(zh="四问齐全的比例", en="All four answered"),
        "gone": Text(zh="问题已消除的比例", en="Problem gone"),
    },
    headline="all_four",
    better="higher",
    excludes={"not_done": _NOT_DONE, "not_asked": Text(zh="未询问", en="not asked")},
)
def four_questions(ev: Evidence, p: Params) -> Iterator[Described]:
    """A question left blank was not asked."""
    f = _of_the_period(ev)
    undone = ~(f.done_ts <= ev.as_of).fill_null(False)
    answered = ibis.and_(*(f[question].notnull() for question in _QUESTIONS))
    yield Share("all_four", Rows(f, excluded={"not_done": undone}), answered)
    asked = Rows(f, excluded={"not_done": undone, "not_asked": f.q_gone.isnull()})
    yield Share("gone", asked, f.q_gone)


@measure(
    "M-FB-STAFF",
    title=Text(zh="回访结果反馈员工", en="Result fed back to staff"),
    formula=Text(
        zh="完成满 14 天的回访中，结果已反馈给员工的比例。",
        en="Of the follow-ups done 14 days before the cut-off, the share whose result went back to the staff.",
    ),
    tex=r"b = \frac{\sum_i \mathbf{1}[t^{fed}_i \le T] \mathbf{1}[t^{done}_i + 14d \le T]}{\sum_i "
    r"\mathbf{1}[t^{done}_i + 14d \le T]}",
    inclusion=Text(
        zh="周期内投诉的回访，截止时完成已满 14 天者。",
        en="Follow-ups of the period's complaints that had been done for 14 days at the cut-off.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"followups": ("complaint_id", "done_ts", "fed_back_to_staff_ts"), "complaints": ("complaint_id",)},
    results={"fed_back": Text(zh="已反馈的比例", en="Fed back")},
    headline="fed_back",
    better="higher",
    excludes={"not_done": _NOT_DONE, "not_yet_due": _NOT_DUE},
    params={"after": Param(14, "d", "D")},
)
def fed_back(ev: Evidence, p: Params) -> Iterator[Described]:
    """Who caused the trouble learns from how it ended."""
    f = _of_the_period(ev)
    done = (f.done_ts <= ev.as_of).fill_null(False)
    young = done & (ev.hours(f.done_ts, ev.as_of, "calendar") < p.after * _DAYS)
    rows = Rows(f, excluded={"not_done": ~done, "not_yet_due": young})
    yield Share("fed_back", rows, (f.fed_back_to_staff_ts <= ev.as_of).fill_null(False))


def _of_the_period(ev: Evidence) -> ir.Table:
    """The follow-ups of the period's complaints, with the time of the complaint's resolution."""
    return ev.followups.inner_join(ev.complaints.select("complaint_id", "resolved_ts"), "complaint_id")
