"""Every number that decides, with its origin, and the questions as they were asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.tables.items import FUNCTIONS
from audit.report.tables.table import Layout, Table, code, named, number, text
from audit.report.telling import Teller
from audit.result import InstrumentItemSnapshot, InstrumentSnapshot
from audit.text import Text

WHERE = {
    "scheme": Text(zh="认证方案", en="Scheme"),
    "band": Text(zh="得分等级", en="Band"),
    "item": Text(zh="检查项", en="Item"),
    "measure": Text(zh="指标", en="Measure"),
}


_WITHOUT_WORDS = frozenset({"1", "share", "words"})
"""Units that need none: parts of 1, plain numbers, and rules that are no number."""


@dataclass(frozen=True)
class Rule:
    """A number that decides, or a rule in words."""

    where: str
    of: str
    place: int
    name: str
    value: float | None
    unit: str
    words: str | None
    origin: str | None


def _unit(teller: Teller, one: Rule) -> str | None:
    return None if one.unit in _WITHOUT_WORDS else teller.unit(one.unit)


THRESHOLDS = Layout[Rule](
    "thresholds",
    Text(zh="阈值与常数", en="Thresholds in force"),
    Text(
        zh="起决定作用的全部数值及其来源，占比以 1 为全部：S 为标准、法规或组织自行声明，L 为文献，D 为默认值。",
        en="Every number that decides, shares as parts of 1, and where it comes from: S a standard, a law or the organisation's own; "
        "L the literature; D a default.",
    ),
    (
        *named("where", "适用处", "Where", WHERE, lambda _, r: r.where),
        code("of", "编号", "Of", lambda _, r: r.of, 16),
        number("place", "序号", "No.", lambda _, r: r.place, "count", 7),
        text("name", "名称", "Name", lambda _, r: r.name, 60),
        number("value", "值", "Value", lambda _, r: r.value, width=13),
        code("unit", "单位（代码）", "Unit (code)", lambda _, r: r.unit, coded=True),
        text("unit_words", "单位", "Unit", _unit, 14),
        text("words", "规则", "Rule", lambda _, r: r.words, 50),
        *named("origin", "来源", "Origin", "origin", lambda _, r: r.origin, 34),
    ),
    key=("where", "of", "place"),
)


def rules(teller: Teller) -> Iterator[Rule]:
    """The rules and bands of the scheme, the thresholds of items, the constants of measures."""
    yield from _scheme(teller)
    for finding in teller.result.items:
        metric = finding.metric
        if metric is not None and metric.function is not None:
            of = finding.item if finding.site is None else f"{finding.item} {finding.site}"
            name = f"{metric.measure} · {_function(teller, metric.function)}"
            for place, value in enumerate(metric.thresholds, 1):
                yield Rule("item", of, place, name, value, "1", None, metric.origin)
    for one in teller.result.measurements:
        for place, (name, param) in enumerate(sorted(one.params.items()), 1):
            yield Rule("measure", one.measure, place, name, param.value, param.unit, None, param.origin)


def _function(teller: Teller, name: str) -> str:
    return teller.text(FUNCTIONS[name]) if name in FUNCTIONS else name


def _scheme(teller: Teller) -> Iterator[Rule]:
    scheme = teller.result.scheme
    for place, rule in enumerate(scheme.rules, 1):
        words = teller.text(rule.value) if isinstance(rule.value, Text) else None
        value = None if isinstance(rule.value, Text) else rule.value
        yield Rule("scheme", scheme.id, place, teller.text(rule.title), value, rule.unit, words, "D")
    for place, band in enumerate(scheme.bands, 1):
        yield Rule("band", scheme.id, place, teller.text(band.title), band.at_least, "score", None, "D")


@dataclass(frozen=True)
class Question:
    """A question of a questionnaire."""

    instrument: InstrumentSnapshot
    item: InstrumentItemSnapshot


def _dimension(teller: Teller, one: Question) -> str:
    found = one.instrument.dimensions.get(one.item.dimension)
    return teller.text(found) if found else one.item.dimension


QUESTIONS = Layout[Question](
    "questions",
    Text(zh="问卷题项", en="Questions"),
    Text(zh="向顾客提出的问题及其量表。", en="The questions as they were asked, and their scale."),
    (
        code("instrument", "问卷", "Questionnaire", lambda _, r: r.instrument.id, 16),
        code("item", "题项", "Question", lambda _, r: r.item.id, 10),
        code("dimension", "维度（代码）", "Dimension (code)", lambda _, r: r.item.dimension, coded=True),
        text("dimension_words", "维度", "Dimension", _dimension, 18),
        text("words", "题目", "Wording", lambda t, r: t.text(r.item.text), 70),
        number("scale_min", "量表最低", "Scale, lowest", lambda _, r: r.instrument.scale_min, "points"),
        number("scale_max", "量表最高", "Scale, highest", lambda _, r: r.instrument.scale_max, "points"),
        *named(
            "expectation_type",
            "期望的类型",
            "Expectation",
            "expectation",
            lambda _, r: r.instrument.expectation_type,
            24,
        ),
    ),
    key=("instrument", "item"),
)


def rule_tables(teller: Teller) -> tuple[Table, Table]:
    """Thresholds, and questions."""
    asked = (Question(one, item) for one in teller.result.instruments for item in one.items)
    return THRESHOLDS.told(teller, rules(teller)), QUESTIONS.told(teller, asked)
