"""People: recognition, sanctions, support, awareness and turnover."""

from __future__ import annotations

from collections.abc import Iterator

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.fieldwork import session_shares
from audit.measures.figures import Cell, Computed, Flag, Mean, Minimum, Rate, Rows
from audit.measures.sources import DEFAULT, EXACT_POISSON, cited
from audit.measures.staff import staff_years
from audit.text import Text, message

FEARED = message(
    "M-PUNISHMENT-FEARED",
    zh="员工并不相信善意补救不会受罚",
    en="staff do not believe that good-faith recovery goes unpunished",
)
HELD_BY_FEAR = message(
    "C-PUNISHMENT-FEARED",
    zh="员工对“善意补救不受罚”的认同度均值仅为 {belief}（1–7，{n} 人作答），低于 {feared}",
    en="staff's mean belief that good-faith recovery goes unpunished is only {belief} (of 1-7, {n} answers), under {feared}",
)

_NOT_ANSWERED = {"not_answered": Text(zh="未作答", en="did not answer")}
_STAFF = Minimum(5, 10)


@measure(
    "M-NOPUN",
    title=Text(zh="善意补救受罚", en="Sanctions for good-faith recovery"),
    formula=Text(
        zh="周期内经审查员核实、因权限内补救而受处分的人次；另列员工对“善意补救不受罚”的认同（1–7），均值低于 4 的，得分最高 59。",
        en="Sanctions of the period for recovery within the limit, confirmed by the reviewer; mean belief of staff that "
        "good-faith recovery goes unpunished (1-7): where it is under 4, the score is 59 at most.",
    ),
    tex=r"x = \sum_k \mathbf{1}[\text{sanction}_k] \mathbf{1}[\text{for recovery within the limit}_k] "
    r"\mathbf{1}[\text{confirmed}_k]",
    inclusion=Text(
        zh="处分类、事由为权限内补救、经核实的事件。没有奖惩记录的，不作结论。认同度须有 10 人及以上作答，方影响得分。",
        en="Events of the kind sanction, for recovery within the limit, confirmed. Without a log of staff events nothing is "
        "concluded. The belief moves the score from 10 answers on.",
    ),
    source=cited(DEFAULT, "Student (1908)"),
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
        rows = Rows(s, excluded={"not_answered": s.nopun_belief.isnull()}, of=("survey_contact_staff",))
        flags = (Flag(FEARED, below=p.feared),)
        yield Mean("belief", rows, s.nopun_belief, unit="points", minimum=_STAFF, flags=flags)
        row = ev.run(s.aggregate(n=s.nopun_belief.count(), total=s.nopun_belief.sum()))[0]
        if row["n"] >= _STAFF.enough and row["total"] < p.feared * row["n"]:
            belief = f"{row['total'] / row['n']:.2f}"
            yield HELD_BY_FEAR(belief=belief, n=row["n"], feared=f"{p.feared:g}")


@measure(
    "M-RECOG",
    title=Text(zh="补救表彰", en="Recognition for recovery"),
    formula=Text(
        zh="因补救受到的表彰次数 ÷ 一线员工人年 × 100。",
        en="Recognitions for recovery per 100 front-line staff-years.",
    ),
    tex=r"\lambda = 100 \frac{x}{\sum_k D_k / 365.25}",
    inclusion=Text(
        zh="周期内一线员工因补救（权限内外均可）受到的表彰；人年为周期内在岗天数 ÷ 365.25。",
        en="Recognitions of front-line staff in the period for recovery within or over the limit; staff-years are the days "
        "in post within the period ÷ 365.25.",
    ),
    source=cited(EXACT_POISSON, DEFAULT),
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
    tex=r"\lambda = \frac{\sum_k \mathbf{1}[t_{start} \le t^{left}_k \lt t_{end}]}{\sum_k D_k / 365.25}",
    inclusion=Text(
        zh="名册中的全部一线员工；行业差异很大，本项不计分。",
        en="All front-line staff of the register; sectors differ widely, so this is never scored.",
    ),
    source=EXACT_POISSON,
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
    tex=r"S = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}(x_i)",
    inclusion=Text(zh="回答了该问题的全部一线员工。", en="All contact staff who answered the question."),
    source=cited("Bowen & Johnston (1999), Int. J. Service Industry Management 10(2):118", "Student (1908)"),
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
    tex=r"A = \frac{1}{n} \sum_{i=1}^{n} \operatorname{RS}(x_i)",
    inclusion=Text(
        zh="回答了该问题的全部一线员工；访谈为检查项 RC-F09 的全部访谈。",
        en="All contact staff who answered the question; all interviews on item RC-F09.",
    ),
    source=cited(
        Text(zh="本工具自定的构念与默认值", en="construct and default of this toolkit"), "Student (1908)"
    ),
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
        yield Mean("interviews", Rows(sessions, of=("fieldwork",)), sessions.share, minimum=_STAFF)


def _rating(ev: Evidence, column: str) -> Mean:
    """The mean of a question asked on 1-7, from 0 to 100."""
    s = ev.survey_contact_staff
    rows = Rows(s, excluded={"not_answered": s[column].isnull()})
    return Mean(column, rows, (s[column] - 1) / 6 * 100, unit="score", by=("site_id", "role"), minimum=_STAFF)
