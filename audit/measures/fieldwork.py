"""What reviewers saw themselves: visits, interviews, public statements, channels, test complaints."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Mean,
    Minimum,
    NotMeasurable,
    Quantiles,
    Ratio,
    Rows,
    Share,
)
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.proportions import wilson
from audit.text import Text, message

CRITICAL_FAILED = message(
    "C-CRITICAL-POINT",
    zh="检查项 {item_id} 有 {n} 处关键点不合格（场次 {sessions}）",
    en="critical points that failed at {item_id}: {n} (session {sessions})",
)
NO_FIELDWORK = message("M-NO-FIELDWORK", zh="没有此类现场审查记录", en="there is no fieldwork of this kind")

VISITS = 30
"""Mystery visits from which on their mean has an interval; interviews have one from the first two."""
CHECKS, TESTS = 8, 10
"""Checks of channels, and test complaints, from which on they may be scored."""
RESPONSE_H = 72
"""Hours to answer where none are declared."""

_SESSIONS = Minimum(5, TESTS)
_POINTS = {"pass": 1.0, "partial": 0.5, "fail": 0.0}
_NEEDS = {"fieldwork": ("kind", "session_id", "item_id", "result")}
_WHEN = Text(
    zh="周期开始后、截止时之前完成的记录均计入；“不适用”不计入分母，“未见到”视为缺失。",
    en="Records made since the period began and by the cut-off count; “not applicable” leaves the denominator, “not "
    "seen” is missing.",
)


@measure(
    "M-G3-MYST",
    title=Text(zh="神秘顾客检查得分率", en="Share of points in mystery visits"),
    formula=Text(
        zh="每次检查：得分之和 ÷ 满分之和（未打分的：符合 1、部分符合 0.5、不符合 0）；各次检查的均值。另按检查项列示。关键点不合格的，得分不超过 59。",
        en="Per visit: points ÷ maximum points (without points: pass 1, partial 0.5, fail 0 of 1); mean over visits. Also "
        "by checklist item. A critical point that failed caps the score at 59.",
    ),
    tex=r"m = \frac{1}{V} \sum_{v=1}^{V} \frac{\sum_{i \in v} p_i}{\sum_{i \in v} p^{max}_i}",
    inclusion=_WHEN,
    source=cited("Student (1908)", DEFAULT),
    needs=_NEEDS,
    results={"points": Text(zh="得分率", en="Share of points")},
    headline="points",
    keys=("item_id",),
    better="higher",
)
def mystery_visits(ev: Evidence, p: Params) -> Iterator[Described]:
    """A failed critical point keeps the score under the threshold, whatever the other points: of an item that has
    visits of its own only where the point is its own.
    """
    visits = fieldwork(ev, "mystery")
    items = _items(ev, visits)
    if not items:
        yield NotMeasurable(NO_FIELDWORK())
        return
    yield _sessions("points", session_shares(ev, "mystery"), by=("site_id",), interval_from=VISITS)
    for item in items:
        own = session_shares(ev, "mystery", (item,))
        yield _sessions("points", own, key={"item_id": item}, interval_from=VISITS)
    failed = ev.run(
        visits.filter(visits.critical_point & (visits.result == "fail")).select("item_id", "session_id")
    )
    for item in items:
        sessions = sorted(row["session_id"] for row in failed if row["item_id"] == item)
        if sessions:
            yield CRITICAL_FAILED(item_id=item, n=len(sessions), sessions=", ".join(dict.fromkeys(sessions)))


@measure(
    "M-INT-KNOW",
    title=Text(zh="访谈知晓得分", en="Interview knowledge score"),
    formula=Text(
        zh="每一检查项的每次访谈：得分之和 ÷ 满分之和；各次访谈的均值。",
        en="Per checklist item and interview: points ÷ maximum points; mean over interviews.",
    ),
    tex=r"k_q = \frac{1}{V_q} \sum_{v=1}^{V_q} \frac{\sum_{i \in v, q} p_i}{\sum_{i \in v, q} p^{max}_i}",
    inclusion=_WHEN,
    source=cited("Student (1908)", DEFAULT),
    needs=_NEEDS,
    results={"points": Text(zh="得分率", en="Share of points")},
    headline="points",
    keys=("item_id",),
    better="higher",
)
def interviews(ev: Evidence, p: Params) -> Iterator[Described]:
    """One figure an item: what staff know of complaints says nothing of what they know of safety."""
    items = _items(ev, fieldwork(ev, "interview"))
    if not items:
        yield NotMeasurable(NO_FIELDWORK())
    for item in items:
        yield _sessions("points", session_shares(ev, "interview", (item,)), key={"item_id": item})


@measure(
    "M-G4-AWARE",
    title=Text(zh="员工知晓现行承诺", en="Staff know current promises"),
    formula=Text(
        zh="检查项 FG-E07 的每次访谈：得分之和 ÷ 满分之和；各次访谈的均值。",
        en="Per interview on item FG-E07: points ÷ maximum points; mean over interviews.",
    ),
    tex=r"w = \frac{1}{V} \sum_{v=1}^{V} \frac{\sum_{i \in v} p_i}{\sum_{i \in v} p^{max}_i}",
    inclusion=_WHEN,
    source=cited("Student (1908)", DEFAULT),
    needs=_NEEDS,
    results={"points": Text(zh="得分率", en="Share of points")},
    headline="points",
    better="higher",
)
def promises_known(ev: Evidence, p: Params) -> Iterator[Described]:
    """The item asks for two current promises and what happens when they are broken."""
    yield _sessions("points", session_shares(ev, "interview", ("FG-E07",)), by=("site_id",))


@measure(
    "M-G4-DRIFT",
    title=Text(zh="过期或矛盾的公开承诺", en="Expired or contradictory public promises"),
    formula=Text(
        zh="检查项 FG-E06 所查的公开表述：（不符合 + 部分符合的一半）÷（符合 + 部分符合 + 不符合）。",
        en="Of the public statements checked for item FG-E06: (fail + half of partial) ÷ (pass + partial + fail).",
    ),
    tex=r"d = \frac{n_{fail} + 0.5 n_{partial}}{n_{pass} + n_{partial} + n_{fail}}",
    inclusion=_WHEN,
    source=cited(
        Text(zh="Wilson (1927)，按失误数取整", en="Wilson (1927) on the failures, rounded"), DEFAULT
    ),
    needs={"fieldwork": ("kind", "item_id", "result")},
    results={"drifted": Text(zh="过期或矛盾的比例", en="Expired or contradictory")},
    headline="drifted",
    better="lower",
)
def drift(ev: Evidence, p: Params) -> Iterator[Described]:
    """Twenty statements are needed, unless there are no more."""
    f = _seen(fieldwork(ev)).filter(ibis._.item_id == "FG-E06")
    yield Computed(
        "drifted",
        Rows(f),
        {"lost": 1 - _earned(f)},
        lambda cases, known: {"lost": cases.lost.sum()},
        _share_of_halves,
        kind_of_cells="share",
        minimum_of="share",
        minimum=Minimum(5, 20),
    )


@measure(
    "M-CHAN",
    title=Text(zh="投诉渠道的可及性", en="Accessibility of complaint channels"),
    formula=Text(
        zh="检查项 RC-B01、RC-B02 的现场观察，每渠道每检查点一条：（符合 + 部分符合的一半）÷（符合 + 部分符合 + 不符合）。",
        en="Observations for items RC-B01 and RC-B02, one a check and channel: (pass + half of partial) ÷ (pass + partial + "
        "fail).",
    ),
    tex=r"c = \frac{n_{pass} + 0.5 n_{partial}}{n_{pass} + n_{partial} + n_{fail}}",
    inclusion=_WHEN,
    source=cited(
        Text(zh="ISO 10002:2018 4.5、4.8（原则）", en="ISO 10002:2018 4.5, 4.8 (principles)"),
        Text(zh="依据全部检查记录，不作区间估计", en="a census of the checks, so without interval"),
        DEFAULT,
    ),
    needs={"fieldwork": ("kind", "item_id", "session_id", "result")},
    results={"met": Text(zh="达到的比例", en="Checks met")},
    headline="met",
    keys=("item_id",),
    better="higher",
)
def channels(ev: Evidence, p: Params) -> Iterator[Described]:
    """Eight checks a channel: found quickly, free, hours shown, no login, language, disabled, offline, whom and how."""
    observed = _seen(fieldwork(ev, "observation"))
    both = observed.filter(observed.item_id.isin(["RC-B01", "RC-B02"]))
    rows = {None: both} | {item: both.filter(both.item_id == item) for item in ("RC-B01", "RC-B02")}
    for item, f in rows.items():
        key = {} if item is None else {"item_id": item}
        yield Ratio(
            "met",
            Rows(f),
            _earned(f),
            ibis.literal(1.0),
            key=key,
            part_of_whole=False,
            minimum=Minimum(CHECKS, CHECKS),
        )


@measure(
    "M-STEPS",
    title=Text(zh="投诉所费周折", en="Effort to complain"),
    formula=Text(
        zh="测试投诉从开始到取得受理编号的步骤数（点击、填写、转接）的中位数；另列顾客自评的费力程度（1–7）。",
        en="Median steps of test complaints (clicks, fields, transfers) until a case number is given; mean effort that "
        "customers report (1-7).",
    ),
    tex=r"\tilde{s} = \operatorname{median}_c \sum_{i \in c} s_i",
    inclusion=_WHEN,
    source=cited(
        Text(zh="Hyndman & Fan (1996)，第 7 型", en="Hyndman & Fan (1996), type 7"),
        Text(
            zh="次序统计量（David & Nagaraja 2003, 7.1）", en="order statistics (David & Nagaraja 2003, 7.1)"
        ),
    ),
    needs={"fieldwork": ("kind", "steps", "session_id")},
    results={
        "steps": Text(zh="步骤数", en="Steps"),
        "effort": Text(zh="顾客自评的费力程度", en="Effort reported by customers"),
    },
    headline="steps",
    keys=("quantile",),
    better="lower",
    excludes={"not_answered": Text(zh="未作答", en="did not answer")},
)
def steps(ev: Evidence, p: Params) -> Iterator[Described]:
    """A test complaint is one session; the steps of its records are summed."""
    f = fieldwork(ev, "test_complaint")
    # A sum over nothing but blanks is null: the steps of that complaint are unknown.
    sessions = f.group_by("session_id").aggregate(
        _file=f._file.argmin(f._row), _row=f._row.min(), steps=f.steps.sum()
    )
    yield Quantiles("steps", Rows(sessions), sessions.steps, (0.5,), unit="steps", minimum=_SESSIONS)
    if ev.handed_over("survey_recovery", "effort"):
        s = ev.survey_recovery
        rows = Rows(s, excluded={"not_answered": s.effort.isnull()}, of=("survey_recovery",))
        yield Mean("effort", rows, s.effort, unit="points")


@measure(
    "M-ACKTEST",
    title=Text(zh="测试投诉的答复", en="Test complaint response"),
    formula=Text(
        zh="在向顾客公布的时限内得到答复的测试投诉 ÷ 截止时已满时限的测试投诉。",
        en="Test complaints answered within the time declared to customers ÷ those whose time had passed by the cut-off.",
    ),
    tex=r"a = \frac{\sum_i \mathbf{1}[t^{resp}_i - t^{sent}_i \le h_i] \mathbf{1}[t^{sent}_i + h_i \le "
    r"T]}{\sum_i \mathbf{1}[t^{sent}_i + h_i \le T]}",
    inclusion=Text(
        zh="时限按投诉时钟计，未公布的采用答复时限；自动回执不算答复；截止时未满时限的不计。",
        en="On the clock of complaints, the response target where none is declared to customers; automatic receipts are no "
        "answer; those whose time had not passed by the cut-off are left out.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={"fieldwork": ("kind", "done_ts", "response_ts")},
    results={"answered": Text(zh="按时答复的比例", en="Answered in time")},
    headline="answered",
    better="higher",
    excludes={"not_yet_due": Text(zh="截止时未满时限", en="the time had not passed at the cut-off")},
    params={"target": Param(RESPONSE_H, "h", "D", declared="targets.respond_h")},
)
def answers_to_test_complaints(ev: Evidence, p: Params) -> Iterator[Described]:
    """Sent by the reviewer under cover, declared afterwards."""
    sent = _answered(ev, p.target)
    yield Share("answered", Rows(sent, excluded={"not_yet_due": ~sent.due}), sent.hit, minimum=_SESSIONS)


def _answered(ev: Evidence, target: float) -> ir.Table:
    """The test complaints: whether their time had passed by the cut-off (``due``), and whether it was kept (``hit``)."""
    f = fieldwork(ev, "test_complaint")
    allowed = f.target_h.fill_null(target)
    answered = ibis.ifelse(
        f.response_ts <= ev.as_of, ev.hours(f.done_ts, f.response_ts), ibis.null("float64")
    )
    return f.mutate(due=ev.hours(f.done_ts, ev.as_of) >= allowed, hit=(answered <= allowed).fill_null(False))


def fieldwork(ev: Evidence, kind: str | None = None) -> ir.Table:
    """The reviewers' records since the period began and by the cut-off: an audit looks after the period ended."""
    f = ev.history("fieldwork")
    made = f.filter((f.done_ts.date() >= ibis.literal(ev.period[0])) & (f.done_ts <= ev.as_of))
    return made if kind is None else made.filter(made.kind == kind)


def hears_customers(ev: Evidence) -> bool:
    """Whether channels or test complaints reach 60 points: 60% of eight checks or more, or 80% answered in time
    of ten or more.
    """
    if not ev.handed_over("fieldwork", "kind", "item_id", "result"):
        return False
    observed = _seen(fieldwork(ev, "observation"))
    both = observed.filter(observed.item_id.isin(["RC-B01", "RC-B02"]))
    row = ev.run(both.aggregate(n=both.count(), earned=_earned(both).sum()))[0]
    if row["n"] >= CHECKS and row["earned"] >= 0.6 * row["n"]:
        return True
    if not ev.handed_over("fieldwork", "done_ts", "response_ts"):
        return False
    sent = _answered(ev, ev.declared.get("targets.respond_h", RESPONSE_H))
    due = sent.filter(sent.due)
    row = ev.run(due.aggregate(n=due.count(), hits=due.hit.sum()))[0]
    return bool(row["n"] >= TESTS and row["hits"] >= 0.8 * row["n"])


def session_shares(ev: Evidence, kind: str, items: tuple[str, ...] | None = None) -> ir.Table:
    """The sessions of a kind with their ``share`` of points, 0..1, and the site; ``items`` are those that count."""
    f = _seen(fieldwork(ev, kind))
    if items is not None:
        f = f.filter(f.item_id.isin(items))
    pointed = f.points.notnull() & f.points_max.notnull()
    f = f.mutate(
        _points=ibis.ifelse(pointed, f.points, _earned(f)),
        _most=ibis.ifelse(pointed, f.points_max, ibis.literal(1.0)),
    )
    sums = f.group_by("session_id").aggregate(
        _file=f._file.argmin(f._row),
        _row=f._row.min(),
        site_id=f.site_id.argmin(f._row),
        points=f._points.sum(),
        most=f._most.sum(),
    )
    return sums.filter(sums.most > 0).mutate(share=ibis._.points / ibis._.most)


def _sessions(
    result: str,
    sessions: ir.Table,
    *,
    key: dict[str, str] | None = None,
    by: tuple[str, ...] = (),
    interval_from: int = 2,
) -> Mean:
    minimum = Minimum(5, 10, breakdown=5)
    return Mean(
        result,
        Rows(sessions),
        sessions.share,
        key=key or {},
        by=by,
        minimum=minimum,
        limits=(0.0, 1.0),
        interval_from=interval_from,
    )


def _seen(f: ir.Table) -> ir.Table:
    """Records with a result: what does not apply and what was not seen say nothing."""
    return f.filter(f.result.isin(list(_POINTS)))


def _earned(f: ir.Table) -> ir.FloatingValue:
    return f.result.cases(*_POINTS.items(), else_=ibis.null("float64"))


def _items(ev: Evidence, f: ir.Table) -> list[str]:
    return sorted(row["item_id"] for row in ev.run(f.select("item_id").distinct()))


def _share_of_halves(row: Aggregates) -> Iterator[Cell]:
    n, lost = row["n"], row["lost"] or 0.0
    yield Cell(lost / n, n, wilson(round(lost), n), "wilson") if n else Cell(None, 0)
