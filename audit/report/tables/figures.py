"""Every figure of every measure, what names its row, and what was left out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.tables.table import (
    Field,
    Layout,
    Reference,
    Table,
    Tone,
    code,
    flag,
    ids,
    lines,
    named,
    number,
    share,
    text,
    within,
)
from audit.report.telling import Teller
from audit.result import AuditResult, CurvePoint, Estimate, Interval, Measurement
from audit.result.numbers import significant
from audit.text import Text

KINDS = {
    "share": Text(zh="占比", en="Share"),
    "mean": Text(zh="均值", en="Mean"),
    "difference": Text(zh="差值", en="Difference"),
    "ratio": Text(zh="比值", en="Ratio"),
    "rate": Text(zh="率", en="Rate"),
    "quantile": Text(zh="分位数", en="Quantile"),
    "reliability": Text(zh="信度", en="Reliability"),
    "p_value": Text(zh="p 值", en="p-value"),
    "category": Text(zh="类别", en="Category"),
    "count": Text(zh="计数", en="Count"),
}
SUFFICIENCY_TONES: dict[str, Tone] = {
    "indicative": "fair",
    "insufficient": "open",
    "not_measurable": "open",
    "suppressed": "open",
}
_FIGURE = Reference(("figure",), "figures", ("figure",))


@dataclass(frozen=True)
class Counted:
    """A figure with its number in the result, its measurement and the items that stand on it."""

    number: int
    measurement: Measurement
    estimate: Estimate
    items: tuple[str, ...]

    @property
    def id(self) -> str:
        """``F-0001``: the place of the figure in the result."""
        return f"F-{self.number:04d}"


def counted(result: AuditResult) -> tuple[Counted, ...]:
    """All figures, in the order of the result."""
    items: dict[tuple[str, str], list[tuple[str, Estimate]]] = {}
    for finding in result.items:
        for one in finding.metric.estimates if finding.metric else ():
            of = (finding.metric.measure if finding.metric else "", _named(one))
            items.setdefault(of, []).append((finding.item, one))
    pairs = [(one, estimate) for one in result.measurements for estimate in one.estimates]
    return tuple(
        Counted(
            place,
            measurement,
            estimate,
            tuple(
                item
                for item, one in items.get((measurement.measure, _named(estimate)), ())
                if one == estimate
            ),
        )
        for place, (measurement, estimate) in enumerate(pairs, 1)
    )


def _named(estimate: Estimate) -> str:
    return f"{estimate.result} {sorted(estimate.key.items())}"


def _reason(teller: Teller, one: Estimate) -> str | None:
    return None if one.reason is None else teller.say(one.reason)


def _excluded(teller: Teller, one: Counted) -> str | None:
    found = sorted(one.estimate.excluded.items())
    return lines(
        f"{teller.exclusion(one.measurement.measure, reason)}{teller.w.join.colon}{count}"
        for reason, count in found
        if count
    )


def _declared(one: Estimate) -> str | None:
    return ids(f"{name}={value:.12g}" for name, value in sorted(one.declared.items()))


_INTERVAL: tuple[Field[Interval], ...] = (
    number("low", "区间下限", "Interval, low", lambda _, r: r.low),
    number("high", "区间上限", "Interval, high", lambda _, r: r.high),
    code("interval_method", "区间方法", "Interval method", lambda _, r: r.method, 14),
    share("interval_level", "置信水平", "Confidence level", lambda _, r: r.level),
)

FIGURES = Layout[Counted](
    "figures",
    Text(zh="数值", en="Figures"),
    Text(
        zh="每个数值一行，含全部分组。占比以 1 为全部；n 为数值所依据的个案数；没有数值的地方为空，而不是零。",
        en="A figure a row, all breakdowns included. Shares are parts of 1; n counts the cases that a value stands on. "
        "Where there is no value the cell is empty, not zero.",
    ),
    (
        code("figure", "编号", "Figure", lambda _, r: r.id, 9),
        code("measure", "指标", "Measure", lambda _, r: r.measurement.measure, 13),
        text(
            "measure_title",
            "指标名称",
            "Measure title",
            lambda t, r: t.measure_name(r.measurement.measure),
            26,
        ),
        code("result", "数值项", "Result", lambda _, r: r.estimate.result, 15),
        text(
            "result_title",
            "数值项名称",
            "Result title",
            lambda t, r: t.result_name(r.measurement.measure, r.estimate.result),
            26,
        ),
        text("row", "分组", "Row", lambda t, r: t.row(r.estimate), 26),
        Field(
            "key",
            Text(zh="分组（代码）", en="Row (code)"),
            "id",
            lambda _, r: (
                json.dumps(r.estimate.key, ensure_ascii=False, sort_keys=True) if r.estimate.key else None
            ),
            24,
            coded=True,
        ),
        *named("kind", "类型", "Kind", KINDS, lambda _, r: r.estimate.kind, 10),
        number("value", "值", "Value", lambda _, r: r.estimate.value, width=13),
        *named("category", "类别", "Category", "category", lambda _, r: r.estimate.category, 14),
        code("unit", "单位（代码）", "Unit (code)", lambda _, r: r.estimate.unit, coded=True),
        text(
            "unit_words",
            "单位",
            "Unit",
            lambda t, r: None if r.estimate.unit == "1" else t.unit(r.estimate.unit),
            14,
        ),
        number("n", "n", "n", lambda _, r: r.estimate.n, "count", 9),
        *within(lambda r: r.estimate.interval, _INTERVAL),
        *named(
            "sufficiency",
            "数据充分性",
            "Sufficiency",
            "sufficiency",
            lambda _, r: r.estimate.sufficiency,
            18,
            SUFFICIENCY_TONES,
        ),
        text("reason", "原因", "Reason", lambda t, r: _reason(t, r.estimate), 36),
        number("excluded", "未计入", "Excluded", lambda _, r: sum(r.estimate.excluded.values()), "count", 9),
        text("excluded_words", "未计入的原因", "Excluded because", _excluded, 36),
        number("unknown", "结果不明", "Unknown", lambda _, r: r.estimate.unknown, "count", 9),
        code("declared", "组织声明的值", "Declared", lambda _, r: _declared(r.estimate), 24),
        number("weight", "权重", "Weight", lambda _, r: r.estimate.weight),
        flag("beyond", "超出最长观察时间", "Beyond the longest time seen", lambda _, r: r.estimate.beyond),
        text("flags", "提示", "Flags", lambda t, r: lines(map(t.say, r.estimate.flags)), 36),
        code("items", "依据此数值的检查项", "Items", lambda _, r: ids(r.items), 16),
    ),
    key=("figure",),
    references=(Reference(("measure",), "measures", ("measure",)),),
)


@dataclass(frozen=True)
class Key:
    """One part of what names the row of a figure."""

    figure: str
    kind: str
    value: str


KEYS = Layout[Key](
    "figure_keys",
    Text(zh="数值的分组", en="Rows of the figures"),
    Text(
        zh="每个数值按什么分组，一行一个分组；总体的数值没有分组。",
        en="What names the row of a figure, a part a row; a total has none.",
    ),
    (
        code("figure", "数值编号", "Figure", lambda _, r: r.figure, 9),
        code("kind", "分组方式（代码）", "By (code)", lambda _, r: r.kind, coded=True),
        text("kind_words", "分组方式", "By", lambda t, r: t.word("grouping", r.kind), 20),
        code("value", "组（代码）", "Group (code)", lambda _, r: r.value, 20, coded=True),
        text(
            "value_words", "组", "Group", lambda t, r: t.label(r.kind, r.value) or t.w.figures.blank_key, 36
        ),
    ),
    key=("figure", "kind"),
    references=(_FIGURE,),
)


@dataclass(frozen=True)
class Exclusion:
    """The cases that a rule left out of a figure."""

    figure: str
    measure: str
    reason: str
    cases: int


EXCLUSIONS = Layout[Exclusion](
    "figure_exclusions",
    Text(zh="数值未计入的个案", en="Cases left out of figures"),
    Text(
        zh="按规则未计入数值的个案，一行一个原因；零表示该规则适用而没有个案。",
        en="Cases that a rule left out of a figure, a reason a row; zero says that the rule applied and left out none.",
    ),
    (
        code("figure", "数值编号", "Figure", lambda _, r: r.figure, 9),
        code("measure", "指标", "Measure", lambda _, r: r.measure, 13),
        code("reason", "原因（代码）", "Reason (code)", lambda _, r: r.reason, 18, coded=True),
        text("reason_words", "原因", "Reason", lambda t, r: t.exclusion(r.measure, r.reason), 50),
        number("cases", "个案数", "Cases", lambda _, r: r.cases, "count"),
    ),
    key=("figure", "reason"),
    references=(_FIGURE,),
)


@dataclass(frozen=True)
class Answer:
    """The cases of a figure that gave one answer, and their share of all cases of the figure."""

    figure: str
    measure: str
    result: str
    question: str
    answer: str
    cases: int
    share: float


ANSWERS = Layout[Answer](
    "figure_answers",
    Text(zh="作答分布", en="Answers"),
    Text(
        zh="说明作答情况的数值，各答案点（或区间）的人数，一行一个答案点；零表示无人选择。",
        en="How many gave which answer, for the figures that tell of answers: a point or band of the scale a row; zero says "
        "that nobody chose it.",
    ),
    (
        code("figure", "数值编号", "Figure", lambda _, r: r.figure, 9),
        code("measure", "指标", "Measure", lambda _, r: r.measure, 13),
        text("result", "数值项名称", "Result title", lambda t, r: t.result_name(r.measure, r.result), 30),
        text("question", "题项", "Question", lambda t, r: t.label("item", r.question), 36),
        code("answer", "答案点", "Answer", lambda _, r: r.answer, 9),
        number("cases", "人数", "Cases", lambda _, r: r.cases, "count", 9),
        share("share", "比例", "Share", lambda _, r: r.share),
    ),
    key=("figure", "answer"),
    references=(_FIGURE,),
)


CURVES = Layout[tuple[Counted, CurvePoint]](
    "figure_curves",
    Text(zh="完成曲线", en="Curves"),
    Text(
        zh="用时的数值所依据的曲线：至某一时刻已完成的比例及其置信带，一行一个时刻；未结个案按删失计入。",
        en="The curve on which the figures of a duration lie: the share done by a time with its band, a time a row; open cases "
        "count as censored.",
    ),
    (
        code("figure", "数值编号", "Figure", lambda _, r: r[0].id, 9),
        code("measure", "指标", "Measure", lambda _, r: r[0].measurement.measure, 13),
        number("time", "时间", "Time", lambda _, r: r[1].time, width=13),
        code("unit", "单位（代码）", "Unit (code)", lambda _, r: r[0].estimate.unit, coded=True),
        share("share", "已完成", "Done", lambda _, r: r[1].share),
        share("low", "置信带下限", "Band, low", lambda _, r: r[1].low),
        share("high", "置信带上限", "Band, high", lambda _, r: r[1].high),
    ),
    key=("figure", "time"),
    references=(_FIGURE,),
)


def figure_tables(teller: Teller) -> tuple[Table, ...]:
    """Figures with their keys, exclusions, answers and curves."""
    figures = counted(teller.result)
    return (
        FIGURES.told(teller, figures),
        KEYS.told(teller, _keys(figures)),
        EXCLUSIONS.told(teller, _left_out(figures)),
        ANSWERS.told(teller, _answers(figures)),
        CURVES.told(teller, [(one, point) for one in figures for point in one.estimate.curve]),
    )


def _keys(figures: tuple[Counted, ...]) -> Iterator[Key]:
    return (Key(one.id, kind, value) for one in figures for kind, value in sorted(one.estimate.key.items()))


def _left_out(figures: tuple[Counted, ...]) -> Iterator[Exclusion]:
    return (
        Exclusion(one.id, one.measurement.measure, reason, cases)
        for one in figures
        for reason, cases in sorted(one.estimate.excluded.items())
    )


def _answers(figures: tuple[Counted, ...]) -> Iterator[Answer]:
    return (
        Answer(
            one.id,
            one.measurement.measure,
            one.estimate.result,
            one.estimate.key.get("item", ""),
            answer,
            one.estimate.answers[answer],
            significant(one.estimate.answers[answer] / one.estimate.n),
        )
        for one in figures
        for answer in one.estimate.ascending()
    )
