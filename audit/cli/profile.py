"""The profile of a result in a terminal: scores with coverage and bounds, findings, recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audit.cli.words import score as score_in_words
from audit.states import GRADES
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.result import AuditResult, Score

OVERALL = Text(zh="总体", en="Overall")
KINDS = {
    "characteristic": Text(zh="服务特性测评", en="Service-characteristic evaluation"),
    "management": Text(zh="服务管理审核", en="Service-management audit"),
}
SCORE = Text(
    zh="{name}：得分 {score}，界限 {lower}–{upper}，证据覆盖率 {coverage}%",
    en="{name}: score {score}, bounds {lower}–{upper}, coverage {coverage}%",
)
NOT_GRADED = Text(zh="不予评分", en="not graded")
FINDING = Text(zh="{id} {grade} {item}：{statement}", en="{id} {grade} {item}: {statement}")
FIRST = Text(
    zh="首先改进（其后为总得分下限可提高的分数）",
    en="To mend first (with the points by which the overall lower bound would rise)",
)
MOST_PRIORITIES = 5
OUTCOMES = {
    "recommended": Text(zh="推荐通过", en="Recommended"),
    "conditional": Text(zh="有条件推荐", en="Recommended with conditions"),
    "deferred": Text(zh="暂缓推荐", en="Deferred"),
    "not_recommended": Text(zh="不推荐", en="Not recommended"),
    "not_concluded": Text(zh="证据不足，不作结论", en="No conclusion: too little evidence"),
}


def profile(result: AuditResult, language: Language) -> Iterator[str]:
    """The lines to print."""
    for score in result.scores:
        if score.scope != "section":
            yield _score(result, score, language)
    for finding in result.findings:
        statement = finding.statement.in_(language, score_in_words)
        grade = GRADES[finding.grade].in_(language)
        yield FINDING.in_(language).format(id=finding.id, grade=grade, item=finding.item, statement=statement)
    yield OUTCOMES[result.recommendation.outcome].in_(language)
    for reason in result.recommendation.reasons:
        yield f"  · {reason.in_(language, score_in_words)}"
    first = [f"{one.item} +{one.gain:.1f}" for one in result.priorities[:MOST_PRIORITIES]]
    if first or result.focus:
        yield FIRST.in_(language)
    if first:
        yield f"  · {Text(zh='、'.join(first), en=', '.join(first)).in_(language)}"
    for one in result.focus:
        yield f"  · {one.in_(language, score_in_words)}"


def _score(result: AuditResult, score: Score, language: Language) -> str:
    names = {checklist.id: checklist.title for checklist in result.criteria}
    name = {"overall": OVERALL, "kind": KINDS.get(score.id)}.get(score.scope) or names.get(score.id)
    return SCORE.in_(language).format(
        name=name.in_(language) if name else score.id,
        score=_number(score.score) if score.score is not None else NOT_GRADED.in_(language),
        lower=_number(score.lower),
        upper=_number(score.upper),
        coverage=_number(None if score.coverage is None else 100 * score.coverage),
    )


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
