"""Scores with their bounds, the arithmetic behind them, the five gaps and what may be recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.sections.items import score_name
from audit.report.tables.table import Field, Layout, Table, code, flag, named, number, share, text
from audit.report.telling import Teller
from audit.result import GapSection, Score, State, Step, Verdict
from audit.text import Text

SCOPES = {
    "overall": Text(zh="总体", en="Overall"),
    "checklist": Text(zh="检查表", en="Checklist"),
    "section": Text(zh="检查表的部分", en="Section"),
    "kind": Text(zh="审查活动", en="Kind of evaluation"),
}


def _in_state(state: State, zh: str, en: str) -> Field[Score]:
    title = f"项数：{zh}", f"Items: {en}"
    return number(f"items_{state}", *title, lambda _, r: r.states.get(state, 0), "count")


def _with_verdict(verdict: Verdict, zh: str, en: str) -> Field[Score]:
    title = f"项数：{zh}", f"Items: {en}"
    return number(f"items_{verdict}", *title, lambda _, r: r.verdicts.get(verdict, 0), "count")


SCORES = Layout[Score](
    "scores",
    Text(zh="得分", en="Scores"),
    Text(
        zh="得分为 0–100 分；上下限把证据不足的部分分别按 0 分和 100 分计。没有得分的地方为空，而不是零分。",
        en="Scores run from 0 to 100; the bounds take what is not evidenced as 0 and as 100. "
        "Where there is no score the cell is empty, not zero.",
    ),
    (
        *named("scope", "层级", "Level", SCOPES, lambda _, r: r.scope, 16),
        code("id", "编号", "Id", lambda _, r: r.id, 20),
        text("name", "部分", "Part", score_name, 36),
        number("score", "得分", "Score", lambda _, r: r.score, "score"),
        number("lower", "下限", "Lower bound", lambda _, r: r.lower, "score"),
        number("upper", "上限", "Upper bound", lambda _, r: r.upper, "score"),
        share("coverage", "覆盖率", "Coverage", lambda _, r: r.coverage),
        share("share", "占总得分的比例", "Share of the overall score", lambda _, r: r.share),
        flag("graded", "是否给出得分", "Graded", lambda _, r: r.graded),
        number("weight_scored", "已计分权重", "Weight scored", lambda _, r: r.weight_scored),
        number("weight_applicable", "适用权重", "Weight applicable", lambda _, r: r.weight_applicable),
        _in_state("scored", "已评分", "scored"),
        _in_state("not_evidenced", "证据不足", "not evidenced"),
        _in_state("not_applicable", "不适用", "not applicable"),
        _in_state("not_assessed", "未列入本次审查", "not assessed"),
        _with_verdict("conform", "符合", "conform"),
        _with_verdict("partial", "部分符合", "partial"),
        _with_verdict("nonconform", "不符合", "nonconform"),
        _with_verdict("inconclusive", "无法判定", "inconclusive"),
    ),
    key=("scope", "id"),
)


@dataclass(frozen=True)
class ScoreStep:
    """One line of the arithmetic of a score."""

    score: Score
    place: int
    step: Step


STEPS = Layout[ScoreStep](
    "score_steps",
    Text(zh="得分的计算", en="Arithmetic of the scores"),
    Text(zh="每个得分的计算过程，一行一步。", en="How every score comes about, a step a row."),
    (
        *named("scope", "层级", "Level", SCOPES, lambda _, r: r.score.scope, 16),
        code("id", "编号", "Id", lambda _, r: r.score.id, 20),
        text("name", "部分", "Part", lambda t, r: score_name(t, r.score), 36),
        number("step", "步骤", "Step", lambda _, r: r.place, "count", 8),
        text("words", "计算", "Arithmetic", lambda t, r: t.say(r.step.message), 80),
        number("value", "数值", "Value", lambda _, r: r.step.value),
        code("code", "代码", "Code", lambda _, r: r.step.message.code, coded=True),
    ),
    key=("scope", "id", "step"),
)


def _is_weakest(teller: Teller, one: GapSection) -> bool:
    profile = teller.result.gap_profile
    return profile is not None and one.gap in profile.weakest


GAPS = Layout[GapSection](
    "gap_profile",
    Text(zh="五项差距", en="Gap profile"),
    Text(
        zh="每项差距由检查表的一个部分反映；证据等级取其所依据证据中最低的一级。",
        en="Each gap as its section of the checklist tells it; the grade is the worst of its evidence.",
    ),
    (
        number("gap", "差距", "Gap", lambda _, r: r.gap, "count", 8),
        text("name", "名称", "Name", lambda t, r: t.word("gap", f"name{r.gap}"), 24),
        text("meaning", "含义", "Meaning", lambda t, r: t.word("gap", f"meaning{r.gap}"), 60),
        code("section", "检查表的部分", "Section", lambda _, r: r.section, 16),
        number("score", "得分", "Score", lambda _, r: r.score, "score"),
        share("coverage", "覆盖率", "Coverage", lambda _, r: r.coverage),
        code("evidence_grade", "证据等级", "Evidence grade", lambda _, r: r.grade, 10),
        flag("weakest", "得分最低", "Weakest", _is_weakest),
    ),
    key=("gap", "section"),
)


PARTS = {
    "outcome": Text(zh="推荐意见", en="Recommendation"),
    "reason": Text(zh="理由", en="Reason"),
    "gate": Text(zh="放行条件", en="Gate"),
    "focus": Text(zh="首先关注", en="Look here first"),
}


@dataclass(frozen=True)
class Conclusion:
    """A part of the recommendation; ``state`` is the outcome itself, or that of a gate."""

    part: str
    place: int
    id: str
    state: str | None
    words: str


def _state_words(teller: Teller, one: Conclusion) -> str | None:
    if one.state is None:
        return None
    return teller.word("outcome_short" if one.part == "outcome" else "gate", one.state)


RECOMMENDATION = Layout[Conclusion](
    "recommendation",
    Text(zh="推荐意见", en="Recommendation"),
    Text(
        zh="推荐意见不是认证决定；认证决定由未参与评价的人员作出。",
        en="A recommendation is not the certification decision, which is taken by others.",
    ),
    (
        *named("part", "内容", "Part", PARTS, lambda _, r: r.part, 14),
        number("place", "序号", "No.", lambda _, r: r.place, "count", 7),
        code("id", "编号", "Id", lambda _, r: r.id, 22),
        code("state", "状态（代码）", "State (code)", lambda _, r: r.state, coded=True),
        Field(
            "state_words",
            Text(zh="状态", en="State"),
            "text",
            _state_words,
            14,
            place="gate",
            tones={"passed": "good", "shut": "poor", "unjudged": "open"},
        ),
        text("words", "说明", "Words", lambda _, r: r.words, 90),
    ),
    key=("part", "place"),
)


def conclusions(teller: Teller) -> Iterator[Conclusion]:
    """The recommendation, its reasons and gates, and where to look first."""
    found = teller.result.recommendation
    yield Conclusion("outcome", 1, found.outcome, found.outcome, teller.word("outcome", found.outcome))
    for place, reason in enumerate(found.reasons, 1):
        yield Conclusion("reason", place, reason.code, None, teller.say(reason))
    for place, gate in enumerate(found.gates, 1):
        yield Conclusion("gate", place, gate.id, gate.state, teller.say(gate.message))
    for place, one in enumerate(teller.result.focus, 1):
        yield Conclusion("focus", place, one.code, None, teller.say(one))


def score_tables(teller: Teller) -> tuple[Table, ...]:
    """Recommendation, scores, five gaps and the arithmetic of the scores."""
    result = teller.result
    steps = (
        ScoreStep(score, place, step) for score in result.scores for place, step in enumerate(score.steps, 1)
    )
    return (
        RECOMMENDATION.told(teller, conclusions(teller)),
        SCORES.told(teller, result.scores),
        GAPS.told(teller, result.gap_profile.gaps if result.gap_profile else ()),
        STEPS.told(teller, steps),
    )
