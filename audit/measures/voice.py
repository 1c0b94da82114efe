"""Hearing the customer: who complains at all, why others do not, where the organisation listens, who suffers twice."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.figures import Aggregates, Cell, Computed, Register, Rows, Share
from audit.measures.months import months_before
from audit.measures.sources import DEFAULT, cited
from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.proportions import wilson
from audit.text import Text, message

ORDER_OF_MAGNITUDE = message(
    "M-ORDER-OF-MAGNITUDE",
    zh="未表达的不满以人计、投诉以件计，所得仅为数量级；回忆期以问卷为准",
    en="persons are set against cases: the hidden complaints are an order of magnitude only, and the recall window is the "
    "survey's",
)
NOT_LISTENED = message(
    "M-POSTS-SILENT",
    zh="未启用的倾听渠道：{posts}",
    en="listening posts without a record: {posts}",
)

BARRIERS = ("unknown_whom", "unknown_how", "effort", "cost", "useless", "fear")
"""Reasons for not complaining that the organisation could remove; the matter being minor is none."""

POSTS = {
    "survey": Text(zh="调查", en="surveys"),
    "hotline": Text(zh="热线", en="hotline"),
    "box": Text(zh="意见箱", en="suggestion box"),
    "web": Text(zh="官网与应用", en="web and app"),
    "social": Text(zh="社交媒体", en="social media"),
    "media": Text(zh="媒体", en="media"),
    "staff": Text(zh="员工", en="staff"),
    "lost_customer": Text(zh="流失顾客", en="lost customers"),
}


@measure(
    "M-ICEBERG",
    title=Text(zh="投诉倾向", en="Complaint propensity"),
    formula=Text(
        zh="遇到问题的顾客中向本组织投诉者的比例 c；冰山系数 1/c；未表达的投诉 = 投诉数 ×（1/c − 1）。",
        en="Share c of the customers with a problem who complained to the organisation; iceberg factor 1/c; hidden "
        "complaints = complaints × (1/c − 1).",
    ),
    tex=r"c = \frac{\sum_i \mathbf{1}[\text{complained}_i] \mathbf{1}[\text{failure}_i]}{\sum_i "
    r"\mathbf{1}[\text{failure}_i]}, \qquad \text{factor} = \frac{1}{c}, \quad \text{hidden} = N "
    r"\left( \frac{1}{c} - 1 \right)",
    inclusion=Text(
        zh="调查中回答遇到过问题的顾客；未回答是否投诉的计为结果不明。",
        en="Respondents who had a problem; where they do not say whether they complained the outcome is unknown.",
    ),
    source=cited(
        Text(zh="TARP (1979–1999)，论冰山现象", en="TARP (1979-1999) on the iceberg"), "Wilson (1927)"
    ),
    needs={"survey_customers": ("had_failure", "complained")},
    results={
        "propensity": Text(zh="投诉的比例", en="Complained"),
        "factor": Text(zh="冰山系数", en="Iceberg factor"),
        "hidden": Text(zh="未表达的投诉", en="Hidden complaints"),
    },
    headline="propensity",
    better="higher",
    excludes={"no_failure": Text(zh="未遇到问题或未作答", en="no problem, or no answer")},
)
def propensity(ev: Evidence, p: Params) -> Iterator[Described]:
    """Fewer complaints are no better: silence is the larger part of what goes wrong."""
    s = ev.survey_customers
    rows = Rows(s, excluded={"no_failure": ~s.had_failure.fill_null(False)})
    yield Share("propensity", rows, s.complained, by=("site_id", "channel", "segment"))
    known = s.filter(s.had_failure & s.complained.notnull())

    def of_factor(result: str, scale: float, shift: float) -> Computed:
        def compute(row: Aggregates) -> Iterator[Cell]:
            n, hits = row["n"], row["hits"] or 0
            if not hits:
                yield Cell(None, n)
                return
            low, high = wilson(hits, n)
            ends = Bounds(
                None if not high else scale * (1 / high - shift),
                None if not low else scale * (1 / low - shift),
            )
            yield Cell(scale * (n / hits - shift), n, ends, "wilson")

        return Computed(
            result,
            Rows(known),
            {"complained": known.complained},
            lambda cases, _: {"hits": cases.complained.sum()},
            compute,
            kind_of_cells="ratio" if result == "factor" else "count",
            minimum_of="share",
            unit="1" if result == "factor" else "count",
        )

    yield of_factor("factor", 1.0, 0.0)
    if ev.handed_over("complaints"):
        count = ev.run(ev.complaints.aggregate(n=ibis._.count()))[0]["n"]
        yield of_factor("hidden", float(count), 1.0)
        yield ORDER_OF_MAGNITUDE()


@measure(
    "M-NONCOMP",
    title=Text(zh="未投诉的原因", en="Reasons for not complaining"),
    formula=Text(
        zh="遇到问题而未投诉的顾客中，提到至少一项障碍者的比例；另列每一原因的比例（可多选，合计可超过 100%）。",
        en="Of the customers who had a problem and did not complain, the share who name at least one barrier; each reason "
        "for itself (several may be named, so the sum may exceed 100%).",
    ),
    tex=r"b = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[Q_i \cap B \ne \emptyset]",
    inclusion=Text(
        zh="遇到问题、未投诉且说明了原因的受访者；障碍指不知找谁、不知如何投诉、费力、花费、无用、顾虑；“小事”与“其他”不是障碍。",
        en="Respondents with a problem, without a complaint and with a reason; barriers are not knowing whom or how, effort, "
        "cost, uselessness and fear; a minor matter and other reasons are none.",
    ),
    source=cited("Wilson (1927)", DEFAULT),
    needs={"survey_customers": ("had_failure", "complained", "noncomplaint_reason")},
    results={
        "barrier": Text(zh="提到障碍的比例", en="Name a barrier"),
        "reason": Text(zh="提到该原因的比例", en="Name this reason"),
    },
    headline="barrier",
    keys=("noncomplaint_reason",),
    better="lower",
)
def reasons_for_silence(ev: Evidence, p: Params) -> Iterator[Described]:
    """Persons, not reasons, are counted: one who names three barriers is one person."""
    s = ev.survey_customers
    silent = s.filter(s.had_failure & ~s.complained & (s.noncomplaint_reason.length() > 0))
    named = silent.noncomplaint_reason
    yield Share(
        "barrier",
        Rows(silent),
        ibis.or_(*(named.contains(one) for one in BARRIERS)),
        by=("channel", "segment"),
    )
    for reason in (*BARRIERS, "minor", "other"):
        yield Share("reason", Rows(silent), named.contains(reason), key={"noncomplaint_reason": reason})


@measure(
    "M-SOLICIT",
    title=Text(zh="在用的倾听渠道", en="Listening posts in use"),
    formula=Text(
        zh="八类倾听渠道中近 12 个月有记录的个数：调查、热线、意见箱、官网与应用、社交媒体、媒体、员工、流失顾客。",
        en="How many of eight listening posts have a record in the last 12 months: surveys, hotline, suggestion box, web and "
        "app, social media, media, staff, lost customers.",
    ),
    tex=r"L = \sum_{p=1}^{8} \mathbf{1}[\exists i \in p : t_{end} - 12m \le t_i \lt t_{end}]",
    inclusion=Text(
        zh="周期末前 12 个月内有日期的调研、预警与投诉记录；制度文件不算。",
        en="Dated records of research, warnings and complaints in the 12 months to the end of the period; a document does not "
        "count.",
    ),
    source=DEFAULT,
    needs={"research_activities": ("kind", "completed_on")},
    results={"posts": Text(zh="有记录的倾听渠道", en="Posts with a record")},
    headline="posts",
    better="higher",
    params={"window": Param(12, "months", "D")},
)
def listening_posts(ev: Evidence, p: Params) -> Iterator[Described]:
    """A dated row counts, a document does not."""
    since = months_before(ev.period[1], int(p.window))
    studies = _recent(ev, "research_activities", "completed_on", "kind", since)
    warnings = _recent(ev, "early_warnings", "signal_ts", "source", since)
    complaints = _recent(ev, "complaints", "received_ts", "channel", since)
    used = {
        "survey": {"survey", "panel"} & studies,
        "hotline": ({"hotline"} & warnings) | ({"phone"} & complaints),
        "box": {"box"} & warnings,
        "web": ({"web"} & warnings) | ({"web", "app"} & complaints),
        "social": {"social"} & (studies | warnings | complaints),
        "media": {"media"} & (studies | warnings),
        "staff": ({"upward_meeting"} & studies) | ({"staff"} & warnings),
        "lost_customer": {"lost_customer"} & (studies | warnings),
    }
    silent = [POSTS[name] for name, records in used.items() if not records]
    if silent:
        zh, en = "、".join(one.zh for one in silent), ", ".join(one.en for one in silent)
        yield NOT_LISTENED(posts=Text(zh=zh, en=en))
    count = sum(bool(records) for records in used.values())
    yield Register("posts", float(count), len(POSTS), kind="count", unit="posts")


@measure(
    "M-DD",
    title=Text(zh="双重偏离", en="Double deviation"),
    formula=Text(
        zh="依台账：已办结投诉中重开过的比例；依调查：已办结投诉的受访者中，对补救的满意度不高于量表下三分之一者的比例。",
        en="By the log: share of resolved complaints that were reopened; by the survey: share of respondents on resolved "
        "complaints whose satisfaction with the recovery lies in the lower third of the scale.",
    ),
    tex=r"a = \frac{\sum_i \mathbf{1}[\text{reopened}_i \ge 1] \mathbf{1}[t^{res}_i \le T]}{\sum_i "
    r"\mathbf{1}[t^{res}_i \le T]}, \qquad b = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}\left[ x_i \le "
    r"x_{min} + \frac{x_{max} - x_{min}}{3} \right]",
    inclusion=Text(
        zh="周期内受理、截止时已办结的投诉；未登记重开次数的计为结果不明；受访者以对应投诉已办结者为限。",
        en="Complaints of the period resolved by the cut-off; where the reopenings are not recorded the outcome is unknown; "
        "respondents are those whose complaint was resolved.",
    ),
    source=cited(
        Text(
            zh="Bitner, Booms & Tetreault (1990), J. Marketing 54:71（构念）",
            en="Bitner, Booms & Tetreault (1990), J. Marketing 54:71 (construct)",
        ),
        "Wilson (1927)",
        DEFAULT,
    ),
    needs={"complaints": ("complaint_id", "reopened_count", "resolved_ts")},
    results={"twice": Text(zh="双重偏离的比例", en="Failed twice")},
    headline="twice",
    keys=("basis",),
    better="lower",
    excludes={
        "not_resolved": Text(zh="截止时尚未办结", en="not resolved by the cut-off"),
        "not_answered": Text(zh="未作答", en="did not answer"),
    },
)
def failed_twice(ev: Evidence, p: Params) -> Iterator[Described]:
    """Two figures with two denominators: items take the worse of those with enough cases."""
    c = ev.complaints
    resolved = (c.resolved_ts <= ev.as_of).fill_null(False)
    rows = Rows(c, excluded={"not_resolved": ~resolved})
    yield Share("twice", rows, c.reopened_count >= 1, key={"basis": "log"}, by=("site_id", "channel"))
    if ev.handed_over("survey_recovery", "complaint_id", "sat_recovery"):
        low, high = ev.satisfaction_scale
        s = ev.survey_recovery.filter(ibis._.complaint_id.isin(c.filter(resolved).complaint_id))
        asked = Rows(s, excluded={"not_answered": s.sat_recovery.isnull()}, of=("survey_recovery",))
        yield Share("twice", asked, s.sat_recovery <= low + (high - low) / 3, key={"basis": "survey"})


def _recent(ev: Evidence, table: str, at: str, what: str, since: object) -> set[str]:
    """What a table has records of, from a day on and before the end of the period."""
    if not ev.handed_over(table, at, what):
        return set()
    t: ir.Table = ev.history(table)
    day = t[at].date() if t[at].type().is_timestamp() else t[at]
    recent = t.filter((day >= ibis.literal(since)) & (day < ibis.literal(ev.period[1])))
    return {row[what] for row in ev.run(recent.select(what).distinct()) if row[what] is not None}
