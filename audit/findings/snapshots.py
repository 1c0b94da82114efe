"""Checklists and schemes as they were in force, in the words and numbers that a result keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from audit.criteria.checklist import Checklist
from audit.criteria.item import ByBoth, ByMeasure, Item, Severity
from audit.criteria.scheme import OTHERS, LoadedScheme, Scheme
from audit.findings.words import ACCEPTANCE, rule_in_words
from audit.result import (
    Band,
    ChecklistSnapshot,
    CriterionItem,
    CriterionSection,
    Reference,
    SchemeRule,
    SchemeSnapshot,
)
from audit.text import Text

Unit = Literal["share", "score", "cases", "count", "words"]


def _critical(severity: Severity) -> bool:
    """Which items the default scheme judges guarded."""
    return severity == "critical"


def checklist_snapshot(
    checklist: Checklist, guarded: Callable[[Severity], bool] = _critical
) -> ChecklistSnapshot:
    """A checklist for the result, with each item's judgement rule in words, as the scheme has it."""
    return ChecklistSnapshot(
        id=checklist.id,
        version=checklist.version,
        title=checklist.title,
        sha256=checklist.sha256,
        sections=tuple(
            CriterionSection(id=one.head.id, title=Text(zh=one.head.zh, en=one.head.en), gap=one.head.gap)
            for one in checklist.sections
        ),
        items=tuple(
            _item(section.id, item, guarded=guarded(item.severity)) for section, item in checklist.items()
        ),
    )


def scheme_snapshot(loaded: LoadedScheme) -> SchemeSnapshot:
    """A scheme for the result."""
    scheme = loaded.scheme
    return SchemeSnapshot(
        id=scheme.id,
        version=scheme.version,
        title=scheme.title,
        sha256=loaded.sha256,
        rules=tuple(_rules(scheme)),
        bands=tuple(Band(at_least=one.at_least, title=Text(zh=one.zh, en=one.en)) for one in scheme.bands),
    )


def _rules(scheme: Scheme) -> Iterator[SchemeRule]:
    for title, unit, of in _RULES:
        value = of(scheme)
        if value is not None:
            yield SchemeRule(title=title, value=value, unit=unit)


def _index(scheme: Scheme) -> Text:
    def listed(others: str, join: str) -> str:
        named = (others if name == OTHERS else name for name in scheme.index or ())
        return join.join(
            f"{name} {part:g}" for name, part in zip(named, (scheme.index or {}).values(), strict=True)
        )

    return Text(zh=listed("其他检查表", "，"), en=listed("other checklists", ", "))


def _points(scheme: Scheme) -> Text | None:
    points = scheme.points
    if points is None:
        return None
    rated, sampled = _RATED[points.rated], _SAMPLED[points.sampled]
    return Text(
        zh=f"评级项{rated.zh}；测量项{sampled.zh}；每项减分 {points.deduction:g} 分；"
        f"每项加分 {points.bonus:g} 分，最多 {points.most_bonuses} 项",
        en=f"rated items {rated.en}; measured items {sampled.en}; {points.deduction:g} off for each deduction; "
        f"{points.bonus:g} for each bonus, {points.most_bonuses} at most",
    )


_RATED = {
    "all_or_nothing": Text(zh="满足得全部分值，否则不得分", en="earn all their points or none"),
    "proportional": Text(zh="按级别得分", en="earn a fifth of their points a level"),
}
_SAMPLED = {
    "share": Text(zh="按满足要求的比例得分", en="earn the share of cases that meet the requirement"),
    "score": Text(zh="按评分函数得分", en="earn what their score function gives"),
}
_CORE_ONLY = Text(zh="仅核心项", en="core items only")

_RULES: tuple[tuple[Text, Unit, Callable[[Scheme], float | Text | None]], ...] = (
    (
        Text(
            zh="给出总得分与结论所需的覆盖率（M-COVER）",
            en="Coverage (M-COVER) for an overall score and a conclusion",
        ),
        "share",
        lambda s: s.coverage.overall,
    ),
    (
        Text(zh="给出部分得分所需的覆盖率（M-COVER）", en="Coverage (M-COVER) for the score of a part"),
        "share",
        lambda s: s.coverage.section,
    ),
    (
        Text(zh="各检查表在总得分中的权重", en="Weights of the checklists in the overall score"),
        "words",
        lambda s: _index(s) if s.index else None,
    ),
    (
        Text(zh="关键检查项的判定规则", en="Decision rule of critical items"),
        "words",
        lambda s: ACCEPTANCE[s.decision.critical],
    ),
    (
        Text(zh="其他检查项的判定规则", en="Decision rule of the other items"),
        "words",
        lambda s: ACCEPTANCE[s.decision.other],
    ),
    (
        Text(
            zh="服务特性、服务管理子得分的最低要求",
            en="Minimum of each sub-score, characteristics and management",
        ),
        "score",
        lambda s: s.gates.subscore_minimum,
    ),
    (
        Text(zh="总得分的最低要求", en="Minimum of the overall score"),
        "score",
        lambda s: s.gates.overall_minimum,
    ),
    (
        Text(zh="同一部分允许的严重不符合数", en="Major findings that one section may hold"),
        "count",
        lambda s: s.gates.majors_in_one_section,
    ),
    (
        Text(zh="占比：列示所需例数", en="Shares: cases for an indicative figure"),
        "cases",
        lambda s: s.minimums.share.indicative,
    ),
    (
        Text(zh="占比：计分所需例数", en="Shares: cases for a score"),
        "cases",
        lambda s: s.minimums.share.scored,
    ),
    (
        Text(zh="均值：列示所需例数", en="Means: cases for an indicative figure"),
        "cases",
        lambda s: s.minimums.mean.indicative,
    ),
    (Text(zh="均值：计分所需例数", en="Means: cases for a score"), "cases", lambda s: s.minimums.mean.scored),
    (
        Text(zh="允许的结果不明比例", en="Share of unknown outcomes that a figure bears"),
        "share",
        lambda s: s.minimums.unknown,
    ),
    (
        Text(zh="顾客数据：低于此数的分组不公布", en="Customers: cells under this number are withheld"),
        "cases",
        lambda s: s.suppression.customers,
    ),
    (
        Text(
            zh="一线员工数据：低于此数的分组不公布", en="Contact staff: cells under this number are withheld"
        ),
        "cases",
        lambda s: s.suppression.staff,
    ),
    (Text(zh="良好实践：得分", en="Good practice: score"), "score", lambda s: s.good_practice.score),
    (
        Text(zh="良好实践：区间不利端", en="Good practice: unfavourable end of the bounds"),
        "score",
        lambda s: s.good_practice.low,
    ),
    (
        Text(zh="改分须经技术复核的幅度", en="Change of a score that the technical reviewer must see"),
        "score",
        lambda s: s.override_sight,
    ),
    (Text(zh="计点规则", en="Points"), "words", _points),
    (Text(zh="审查范围", en="Items assessed"), "words", lambda s: _CORE_ONLY if s.tier == "core" else None),
)
"""Everything that decides beside the items' own thresholds, in words and numbers."""


def _item(section: str, item: Item, *, guarded: bool) -> CriterionItem:
    judge = item.judge
    return CriterionItem(
        id=item.id,
        section=section,
        text=item.text,
        why=item.why,
        concepts=item.concepts,
        kind=item.kind,
        tier=item.tier,
        weight=item.weight,
        severity=item.severity,
        binary=item.binary,
        judged_by=judge.by,
        rule=rule_in_words(item, guarded=guarded),
        origin=judge.score.origin if isinstance(judge, ByMeasure | ByBoth) else None,
        references=tuple(
            Reference(standard=one.standard, clause=one.clause, certain=one.certain)
            for one in item.references
        ),
    )
