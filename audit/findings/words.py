"""The closed vocabulary of judging in both languages: functions, pools, methods, rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from audit.criteria.item import (
    ByMeasure,
    ByRating,
    CapUnless,
    Declared,
    Item,
    MeanOf,
    Method,
    Pick,
    ScoreRule,
)
from audit.criteria.scheme import Acceptance, Ground
from audit.findings.combining import Combine
from audit.result import Sufficiency
from audit.states import GRADES
from audit.text import Text

METHODS: dict[Method, Text] = {
    "document": Text(zh="文件审查", en="document review"),
    "interview": Text(zh="访谈", en="interview"),
    "observation": Text(zh="现场观察", en="observation"),
    "mystery": Text(zh="神秘顾客暗访", en="mystery visit"),
}
SUFFICIENCIES: dict[Sufficiency, Text] = {
    "enough": Text(zh="充分", en="enough"),
    "indicative": Text(zh="样本量偏小，仅供参考", en="few cases, indicative only"),
    "insufficient": Text(zh="不充分", en="insufficient"),
    "not_measurable": Text(zh="无法测量", en="not measurable"),
    "suppressed": Text(zh="为保护个人信息不予列示", en="withheld so that nobody can be recognised"),
}
POOLS: dict[Literal["headline", "mean", "weighted", "worst"], Text] = {
    "headline": Text(zh="总体值", en="the overall figure"),
    "mean": Text(zh="各行得分的平均", en="the mean of the rows' scores"),
    "weighted": Text(zh="各行得分的加权平均", en="the weighted mean of the rows' scores"),
    "worst": Text(zh="得分最低的一行", en="the lowest row"),
}


def listed(texts: Iterable[Text]) -> Text:
    """Several words as an enumeration."""
    found = list(texts)
    return Text(zh="、".join(one.zh for one in found), en=", ".join(one.en for one in found))


def function_in_words(rule: ScoreRule) -> Text:
    """A score function as a sentence: where it gives 0, 60 and 100."""
    if rule.up is not None:
        a, b = rule.up
        return _line(_or_less(a), _n(a + 0.6 * (b - a)), _or_more(b))
    if rule.down is not None:
        a, b = rule.down
        return _line(_or_more(b), _n(b - 0.6 * (b - a)), _or_less(a))
    if rule.steps is not None:
        ladder = [Text(zh=f"达到 {_n(x)} 得 {_n(y)} 分", en=f"≥ {_n(x)}: {_n(y)}") for x, y in rule.steps]
        return Text(
            zh="分级计分：" + "；".join(one.zh for one in ladder),
            en="by steps: " + "; ".join(one.en for one in ladder),
        )
    if rule.target is not None:
        return _target_in_words(rule.target)
    return _PLAIN[rule.function]


def rule_in_words(item: Item, *, guarded: bool) -> Text:
    """How an item is judged, as the handbook says it: evidence, function, and what the verdict needs.

    ``guarded``: whether the scheme in force asks the unfavourable end of its interval to conform too.
    """
    parts = [_judge_in_words(item), _verdict_in_words(item, guarded=guarded)]
    return Text(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))


def _judge_in_words(item: Item) -> Text:
    judge = item.judge
    if isinstance(judge, ByRating):
        rating = _rating_in_words(judge.method)
        if judge.shows is None:
            return rating
        shown = _picked(judge.shows)
        return Text(
            zh=f"{rating.zh}同时列示 {shown.zh}，不计分。",
            en=f"{rating.en} {shown.en} is shown beside it, unscored.",
        )
    measured, function = _picked(judge.measure), function_in_words(judge.score)
    figure = Text(zh=f"依据 {measured.zh}；{function.zh}。", en=f"By {measured.en}; {function.en}.")
    if isinstance(judge, ByMeasure):
        return figure
    rating, combined = _rating_in_words(judge.method), combination_in_words(judge.combine)
    return Text(zh=f"{figure.zh}{rating.zh}{combined.zh}。", en=f"{figure.en} {rating.en} {combined.en}.")


def combination_in_words(combine: Combine) -> Text:
    """How metric and rating are put together, without the full stop."""
    if isinstance(combine, CapUnless):
        cap, level = _n(combine.cap), combine.unless_rating
        return Text(
            zh=f"评级未达 {level} 级时，得分以 {cap} 分为限",
            en=f"Until the rating reaches {level}, the score is held at {cap}",
        )
    if isinstance(combine, MeanOf):
        metric, rating = combine.mean
        return Text(
            zh=f"得分为测量得分的 {_n(metric)} 与评级得分的 {_n(rating)} 之和",
            en=f"The score is {_n(metric)} of the metric's and {_n(rating)} of the rating's",
        )
    if combine == "lower":
        return Text(zh="取测量得分与评级得分中的较低者", en="The lower of metric and rating counts")
    return Text(
        zh="测量结果充分时以测量为准，否则以评级为准",
        en="The metric counts where it is sufficient, otherwise the rating",
    )


def _verdict_in_words(item: Item, *, guarded: bool) -> Text:
    if item.binary:
        return Text(zh="凡有一起经证实的情形，即判为不符合。", en="One confirmed case makes it nonconform.")
    told = Text(zh="60 分及以上为符合，40 分以下为不符合。", en="Conform from 60, nonconform under 40.")
    if guarded:
        told = Text(
            zh="60 分及以上、且置信区间的不利端也达到 60 分，方为符合。",
            en="It conforms at 60 or more, the unfavourable end of the interval included.",
        )
    if item.escalate is None:
        return told
    to = GRADES[item.escalate.to]
    return Text(
        zh=f"{told.zh}标准由法律或安全要求规定的，按“{to.zh}”对待。",
        en=f"{told.en} Where law or safety sets the standard, it counts as {to.en}.",
    )


def _rating_in_words(methods: tuple[Method, ...]) -> Text:
    how = listed(METHODS[method] for method in methods)
    return Text(
        zh=f"审查员通过{how.zh}评定 0–5 级，每级 20 分。", en=f"Rated 0-5 by {how.en}, 20 points a level."
    )


def _picked(pick: Pick) -> Text:
    pooled = POOLS[pick.pool]
    if pick.pool == "headline":
        return Text(zh=f"{pick.id}（{pick.result}）", en=f"{pick.id} ({pick.result})")
    return Text(zh=f"{pick.id}（{pick.result}），取{pooled.zh}", en=f"{pick.id} ({pick.result}), {pooled.en}")


def _target_in_words(target: float | Declared) -> Text:
    if isinstance(target, Declared):
        default = _n(target.else_)
        share = Text(
            zh=f"组织自行声明的比例（未声明时取 {default}）",
            en=f"the share that the organisation declares ({default} where it declares none)",
        )
    else:
        share = Text(zh=f" {_n(target)} ", en=_n(target))
    return Text(
        zh=f"恰达到{share.zh}得 60 分，达到 1 得 100 分，只及其半得 0 分",
        en=f"60 points exactly at {share.en}, 100 at 1, 0 at half of it",
    )


def _line(zero: Text, sixty: str, hundred: Text) -> Text:
    return Text(
        zh=f"{zero.zh}得 0 分，{hundred.zh}得 100 分，其间按比例计分（60 分对应 {sixty}）",
        en=f"0 points at {zero.en}, 100 at {hundred.en}, in proportion between (60 at {sixty})",
    )


def _or_less(value: float) -> Text:
    return Text(zh=f"{_n(value)} 及以下", en=f"{_n(value)} or less")


def _or_more(value: float) -> Text:
    return Text(zh=f"{_n(value)} 及以上", en=f"{_n(value)} or more")


_PLAIN: dict[str, Text] = {
    "share": Text(zh="占比乘以 100", en="the share times 100"),
    "scale": Text(zh="按在量表上的位置折算为 0–100 分", en="its place on the scale, as 0-100"),
    "gap": Text(
        zh="差距为零或为正得 100 分，低于期望达量表宽度的三分之一得 0 分",
        en="100 points from a zero gap on, 0 where it falls short by a third of the scale",
    ),
    "abs_gap": Text(
        zh="差距为零得 100 分，向任一方向偏离达量表宽度的三分之一得 0 分",
        en="100 points at a zero gap, 0 where it is off by a third of the scale either way",
    ),
}


def _n(value: float) -> str:
    return f"{value:.6g}"


GROUNDS: dict[Ground, Text] = {
    "law": Text(zh="违反法律法规", en="breach of law"),
    "own_rules": Text(zh="违反自身规定", en="breach of own rules"),
    "professional_requirements": Text(zh="违反专业要求", en="breach of professional requirements"),
    "system": Text(zh="影响服务体系", en="affects the service system"),
}
ACCEPTANCE: dict[Acceptance, Text] = {
    "guarded": Text(
        zh="保守接受：区间不利端也须达到 60 分", en="guarded: the unfavourable end too is 60 or more"
    ),
    "simple": Text(zh="简单接受：以估计值判定", en="simple: the estimate decides"),
}
