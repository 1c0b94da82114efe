"""Every item of every checklist with all that is known of it, and its arithmetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.sections.items import figure_lines
from audit.report.sections.words import cited
from audit.report.tables.table import (
    Field,
    Layout,
    Reference,
    Table,
    Tone,
    code,
    date,
    flag,
    ids,
    lines,
    named,
    number,
    text,
    within,
)
from audit.report.telling import Teller
from audit.result import (
    ChecklistSnapshot,
    Concession,
    CriterionItem,
    CriterionSection,
    ItemFinding,
    MetricPart,
    Override,
    RatingPart,
    Step,
)
from audit.text import Text

VERDICT_TONES: dict[str, Tone] = {
    "conform": "good",
    "partial": "fair",
    "nonconform": "poor",
    "inconclusive": "open",
}
STATE_TONES: dict[str, Tone] = {"not_evidenced": "open", "not_assessed": "open"}
GRADE_TONES: dict[str, Tone] = {"critical": "poor", "major": "poor", "minor": "fair"}

TIERS = {"core": Text(zh="核心", en="Core"), "extended": Text(zh="扩展", en="Extended")}
JUDGED = {
    "measure": Text(zh="指标", en="Measure"),
    "rating": Text(zh="评级", en="Rating"),
    "both": Text(zh="指标与评级", en="Measure and rating"),
}
FUNCTIONS = {
    "up": Text(zh="越高越好，0 分与 100 分对应", en="higher is better; 0 and 100 points at"),
    "down": Text(zh="越低越好，100 分与 0 分对应", en="lower is better; 100 and 0 points at"),
    "share": Text(zh="占比乘以 100", en="the share times 100"),
    "scale": Text(zh="量表上的位置", en="place on the scale"),
    "gap": Text(zh="差距大小", en="size of the gap"),
    "abs_gap": Text(zh="差距大小（不分方向）", en="size of the gap, either way"),
    "target": Text(zh="恰为 60 分的要求比例", en="required share, exactly 60 points"),
    "steps": Text(zh="分级，界限为", en="steps, with limits"),
}
POOLS = {
    "headline": Text(zh="主要数值", en="Headline figure"),
    "mean": Text(zh="均值", en="Mean"),
    "weighted": Text(zh="加权平均", en="Weighted mean"),
    "worst": Text(zh="最差值", en="Worst"),
}


@dataclass(frozen=True)
class Judged:
    """An item of a checklist beside what was found; ``section`` is None where the checklist names none."""

    checklist: ChecklistSnapshot
    section: CriterionSection | None
    criterion: CriterionItem
    finding: ItemFinding


def judged(teller: Teller) -> Iterator[Judged]:
    """All items that were judged, in the order of the result.

    Raises:
        KeyError: the result judges an item that none of its checklists holds.
    """
    places = {item.id: (checklist, item) for checklist in teller.result.criteria for item in checklist.items}
    for finding in teller.result.items:
        checklist, item = places[finding.item]
        section = next((one for one in checklist.sections if one.id == item.section), None)
        yield Judged(checklist, section, item, finding)


def clauses(teller: Teller, item: CriterionItem) -> str | None:
    """The clauses that an item stands on, with a remark where one was not read again."""
    uncertain = teller.w.findings.uncertain
    return lines(f"{cited(teller, one)}{'' if one.certain else uncertain}" for one in item.references)


def _section(teller: Teller, one: Judged) -> str | None:
    return teller.text(one.section.title) if one.section else None


def _severity(one: Judged) -> str:
    return one.finding.severity or one.criterion.severity


def _where(metric: MetricPart) -> str | None:
    """``scale=control,supervision; item_id=FG-A01``."""
    return ids(f"{name}={','.join(values)}" for name, values in sorted(metric.where.items()))


def _gate(teller: Teller, metric: MetricPart) -> str | None:
    return None if metric.gate is None else teller.say(metric.gate)


_CRITERION: tuple[Field[Judged], ...] = (
    code("item", "检查项", "Item", lambda _, r: r.finding.item, 11),
    code("site", "场所", "Site", lambda _, r: r.finding.site, 10),
    code("checklist", "检查表", "Checklist", lambda _, r: r.checklist.id),
    code("section", "部分", "Section", lambda _, r: r.criterion.section, 9),
    text("section_title", "部分名称", "Section title", _section, 24),
    text("requirement", "要求", "Requirement", lambda t, r: t.text(r.criterion.text), 56),
)

_FOUND: tuple[Field[Judged], ...] = (
    *named("state", "状态", "State", "state", lambda _, r: r.finding.state, 14, STATE_TONES),
    *named("verdict", "判定", "Verdict", "verdict", lambda _, r: r.finding.verdict, 12, VERDICT_TONES),
    number("score", "得分", "Score", lambda _, r: r.finding.score, "score"),
    number("low", "得分下限", "Score, low", lambda _, r: r.finding.low, "score"),
    number("high", "得分上限", "Score, high", lambda _, r: r.finding.high, "score"),
    number("earned", "所得分", "Points earned", lambda _, r: r.finding.earned, "score"),
    flag("counts", "是否计入", "Counts", lambda _, r: r.finding.counts),
    text("reasons", "说明", "Reasons", lambda t, r: lines(map(t.say, r.finding.reasons)), 44),
    *named(
        "severity",
        "严重程度",
        "Severity",
        "severity",
        lambda _, r: _severity(r),
    ),
    *named(
        "proposed",
        "拟定的不符合程度",
        "Proposed grade",
        "grade",
        lambda _, r: r.finding.proposed,
        16,
        GRADE_TONES,
    ),
    code("raised_at", "不符合归入", "Raised at", lambda _, r: r.finding.raised_at, 11),
    code("evidence_grade", "证据等级", "Evidence grade", lambda _, r: r.finding.evidence_grade, 10),
)

_MEASURED: tuple[Field[MetricPart], ...] = (
    text("figures", "所依据的数值", "Figures", lambda t, r: lines(figure_lines(t, r, len(r.estimates))), 60),
    code("measure", "指标", "Measure", lambda _, r: r.measure, 13),
    code("result", "数值项", "Result", lambda _, r: r.result, 16),
    code("where", "取用范围", "Where", lambda _, r: _where(r), 22),
    *named("pool", "合并方式", "Pooled by", POOLS, lambda _, r: r.pool, 13),
    *named("function", "计分函数", "Function", FUNCTIONS, lambda _, r: r.function, 26),
    code("thresholds", "阈值", "Thresholds", lambda _, r: json.dumps(r.thresholds) if r.thresholds else None),
    *named("origin", "阈值来源", "Origin", "origin", lambda _, r: r.origin, 22),
    *named("sufficiency", "数据充分性", "Sufficiency", "sufficiency", lambda _, r: r.sufficiency),
    text("gate", "不计分的原因", "Why not scored", _gate, 30),
    number("measure_score", "指标得分", "Measure score", lambda _, r: r.score, "score"),
    number("measure_low", "指标得分下限", "Measure score, low", lambda _, r: r.low, "score"),
    number("measure_high", "指标得分上限", "Measure score, high", lambda _, r: r.high, "score"),
)

_RATED: tuple[Field[RatingPart], ...] = (
    number("rating_level", "评级", "Rating", lambda _, r: r.level, "count", 8),
    code("rating_by", "评级人", "Rated by", lambda _, r: r.by),
    date("rating_at", "评级日期", "Rated on", lambda _, r: r.at),
    *named("rating_method", "评级方法", "Method", "method", lambda _, r: r.method),
    text("rating_reason", "评级理由", "Reason for the rating", lambda t, r: t.text(r.reason), 50),
    text("rating_references", "引用的证据", "References", lambda _, r: lines(r.evidence_refs)),
    date("rating_expires", "评级有效期至", "Rating expires", lambda _, r: r.expires),
    number("self_level", "自评等级", "Organisation's own rating", lambda _, r: r.self_level, "count", 8),
)

_OVERRIDDEN: tuple[Field[Override], ...] = (
    number("override_before", "改分前", "Before override", lambda _, r: r.score_before, "score"),
    number("override_score", "改分后", "Override", lambda _, r: r.score, "score"),
    code("override_by", "改分人", "Overridden by", lambda _, r: r.by),
    date("override_at", "改分日期", "Overridden on", lambda _, r: r.at),
    text("override_reason", "改分理由", "Reason for the override", lambda t, r: t.text(r.reason)),
)

_CONCEDED: tuple[Field[Concession], ...] = (
    code("concession_owner", "让步责任人", "Concession owner", lambda _, r: r.owner),
    code("concession_by", "让步批准人", "Concession approved by", lambda _, r: r.approved_by),
    text("concession_reason", "让步理由", "Reason for the concession", lambda t, r: t.text(r.reason)),
    date("concession_expires", "让步有效期至", "Concession expires", lambda _, r: r.expires),
)

_BACKGROUND: tuple[Field[Judged], ...] = (
    text("rule", "判定规则", "Rule", lambda t, r: t.text(r.criterion.rule), 56),
    text("why", "缘由", "Why it matters", lambda t, r: t.text(r.criterion.why), 40),
    text("references", "条款", "Clauses", lambda t, r: clauses(t, r.criterion), 24),
    code("concepts", "概念", "Concepts", lambda _, r: ids(r.criterion.concepts), 22),
    *named("kind", "审查活动", "Kind of evaluation", "kind", lambda _, r: r.criterion.kind, 16),
    *named("tier", "层次", "Tier", TIERS, lambda _, r: r.criterion.tier, 10),
    *named("judged_by", "判定方式", "Judged by", JUDGED, lambda _, r: r.criterion.judged_by),
    number("weight", "权重", "Weight", lambda _, r: r.criterion.weight, width=8),
    flag("binary", "只分符合与不符合", "Kept or broken", lambda _, r: r.criterion.binary),
)

ITEMS = Layout[Judged](
    "items",
    Text(zh="检查项", en="Items"),
    Text(
        zh="每个检查项一行：要求、判定、得分，以及得分的由来。证据不足的检查项既非符合，亦非不符合，没有得分。",
        en="An item a row: the requirement, the verdict, the score and where it comes from. "
        "An item that is not evidenced neither conforms nor fails to, and has no score.",
    ),
    (
        *_CRITERION,
        *_FOUND,
        *within(lambda r: r.finding.metric, _MEASURED),
        *within(lambda r: r.finding.rating, _RATED),
        *within(lambda r: r.finding.override, _OVERRIDDEN),
        *within(lambda r: r.finding.concession, _CONCEDED),
        *_BACKGROUND,
    ),
    key=("item", "site"),
)


@dataclass(frozen=True)
class ItemStep:
    """One line of the arithmetic of an item."""

    finding: ItemFinding
    place: int
    step: Step


STEPS = Layout[ItemStep](
    "item_steps",
    Text(zh="检查项的计算", en="Arithmetic of the items"),
    Text(
        zh="每个检查项得分与判定的计算过程，一行一步。",
        en="How score and verdict of every item come about, a step a row.",
    ),
    (
        code("item", "检查项", "Item", lambda _, r: r.finding.item, 11),
        code("site", "场所", "Site", lambda _, r: r.finding.site, 10),
        number("step", "步骤", "Step", lambda _, r: r.place, "count", 8),
        text("words", "计算", "Arithmetic", lambda t, r: t.say(r.step.message), 96),
        number("value", "数值", "Value", lambda _, r: r.step.value),
        code("code", "代码", "Code", lambda _, r: r.step.message.code, coded=True),
    ),
    key=("item", "site", "step"),
    references=(Reference(("item", "site"), "items", ("item", "site")),),
)


def item_tables(teller: Teller) -> tuple[Table, Table]:
    """The items, and their arithmetic."""
    steps = (
        ItemStep(finding, place, step)
        for finding in teller.result.items
        for place, step in enumerate(finding.steps, 1)
    )
    return ITEMS.told(teller, judged(teller)), STEPS.told(teller, steps)
