"""Nonconformities with room for the organisation's answer, good practice, and what to mend first."""

from __future__ import annotations

from audit.report.sections.items import figure_lines
from audit.report.tables.items import GRADE_TONES, clauses
from audit.report.tables.table import Layout, Table, code, date, ids, lines, named, number, text
from audit.report.telling import Teller
from audit.result import GoodPractice, Nonconformity, Priority
from audit.text import Text

_FIGURE = "J-FIGURE"
"""Evidence that is a figure: told from the item itself, with its names, unit and interval."""


def evidence_words(teller: Teller, found: Nonconformity | GoodPractice) -> list[str]:
    """What a finding stands on: every figure of its item, and whatever else there is."""
    metric = teller.result.finding(found.item, found.site).metric
    figures = figure_lines(teller, metric, len(metric.estimates)) if metric else []
    return [*figures, *(teller.say(one) for one in found.evidence if one.code != _FIGURE)]


NONCONFORMITIES = Layout[Nonconformity](
    "nonconformities",
    Text(zh="不符合与观察项", en="Findings"),
    Text(
        zh="纠正、原因分析、纠正措施、完成期限和责任人由受审查组织填写。",
        en="Correction, cause, corrective action, due date and person responsible are for the organisation to fill in.",
    ),
    (
        code("id", "编号", "Id", lambda _, r: r.id, 10),
        code("item", "检查项", "Item", lambda _, r: r.item, 11),
        code("site", "场所", "Site", lambda _, r: r.site, 10),
        *named("grade", "不符合程度", "Grade", "grade", lambda _, r: r.grade, 14, GRADE_TONES),
        text("requirement", "要求", "Requirement", lambda t, r: t.text(t.result.criterion(r.item).text), 44),
        text("statement", "不符合事实", "Statement", lambda t, r: t.say(r.statement), 50),
        text("evidence", "证据", "Evidence", lambda t, r: lines(evidence_words(t, r)), 50),
        text("clauses", "相关条款", "Clauses", lambda t, r: clauses(t, t.result.criterion(r.item)), 22),
        code("also_at", "同一事实亦涉及", "Also at", lambda _, r: ids(r.also_at), 16),
        code("related", "可能存在同一原因", "Related", lambda _, r: ids(r.related), 22),
        *named("status", "状态", "Status", "status", lambda _, r: r.status, 10),
        text("correction", "纠正", "Correction", lambda *_: None, 30),
        text("cause", "原因分析", "Cause", lambda *_: None, 30),
        text("action", "纠正措施", "Corrective action", lambda *_: None, 30),
        date("due", "完成期限", "Due", lambda *_: None),
        text("responsible", "责任人", "Responsible", lambda *_: None, 14),
    ),
    key=("id",),
)

GOOD_PRACTICE = Layout[GoodPractice](
    "good_practice",
    Text(zh="良好实践", en="Good practice"),
    Text(
        zh="完成得好且有把握、可供借鉴的要求。",
        en="Requirements that are met so well, and so surely, that others may learn from them.",
    ),
    (
        code("id", "编号", "Id", lambda _, r: r.id, 10),
        code("item", "检查项", "Item", lambda _, r: r.item, 11),
        code("site", "场所", "Site", lambda _, r: r.site, 10),
        text("requirement", "要求", "Requirement", lambda t, r: t.text(t.result.criterion(r.item).text), 50),
        number("score", "得分", "Score", lambda t, r: t.result.finding(r.item, r.site).score, "score"),
        text("statement", "说明", "Statement", lambda t, r: t.say(r.statement), 50),
        text("evidence", "依据", "Evidence", lambda t, r: lines(evidence_words(t, r)), 60),
    ),
    key=("id",),
)

PRIORITIES = Layout[Priority](
    "priorities",
    Text(zh="改进的优先次序", en="Priorities"),
    Text(
        zh="先按所影响的放行条件排列，再按该项达到要求后总得分下限可提高的分数排列；所需投入，本报告无从得知。",
        en="By the gates that wait for an item, then by the rise of the overall lower bound once it meets its "
        "requirement; the effort is left to the reader.",
    ),
    (
        number("rank", "序", "Rank", lambda _, r: r.rank, "count", 7),
        code("item", "检查项", "Item", lambda _, r: r.item, 11),
        text("requirement", "要求", "Requirement", lambda t, r: t.text(t.result.criterion(r.item).text), 56),
        text("reason", "不足之处", "Shortfall", lambda t, r: t.say(r.reason), 50),
        code("gates", "所影响的放行条件（代码）", "Gates (code)", lambda _, r: ids(r.gates), coded=True),
        text(
            "gates_words",
            "所影响的放行条件",
            "Gates",
            lambda t, r: lines(t.word("gate_name", one) for one in r.gates),
            24,
        ),
        number("gain", "可提高分数", "Gain", lambda _, r: r.gain, "score"),
    ),
    key=("rank",),
)


def finding_tables(teller: Teller) -> tuple[Table, Table, Table]:
    """Nonconformities, good practice and priorities."""
    result = teller.result
    return (
        NONCONFORMITIES.told(teller, result.findings),
        GOOD_PRACTICE.told(teller, result.good_practice),
        PRIORITIES.told(teller, result.priorities),
    )
