"""What a checklist file can get wrong though its form is right: names nobody knows, words, weights."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.criteria.checklist import Checklist, LoadedSection
from audit.criteria.item import ByBoth, ByMeasure, ByRating, Declared, Item, Pick, ScoreRule
from audit.errors import Located
from audit.text import Message, Text, message
from audit.yamlfile import Path_, YamlFile

What = Literal["measure", "result", "key", "concept", "standard", "document", "table", "flag"]
Found = tuple[Path_, Message]

_NAMES: dict[What, Text] = {
    "measure": Text(zh="指标", en="measure"),
    "result": Text(zh="结果", en="result"),
    "key": Text(zh="键", en="key"),
    "concept": Text(zh="概念", en="concept"),
    "standard": Text(zh="标准", en="standard"),
    "document": Text(zh="文件类型", en="document type"),
    "table": Text(zh="数据表", en="table"),
    "flag": Text(zh="标记", en="flag"),
}
UNKNOWN = message("L-UNKNOWN", zh="没有名为 {name} 的{what}", en="no {what} is called {name}")
UNKNOWN_NEAR = message(
    "L-UNKNOWN",
    zh="没有名为 {name} 的{what}，是否想写 {near}？",
    en="no {what} is called {name}; did you mean {near}?",
)
TWICE = message("L-TWICE", zh="检查项 {item} 重复出现", en="item {item} stands here twice")
NEVER_SCORED = message(
    "L-UNSCORED",
    zh="{measure} 的 {result} 不用于计分",
    en="{result} of {measure} is never scored",
    mend=Text(zh="请改为 by: rating，并以 shows 列示", en="judge by rating and put the figure under “shows”"),
)
NO_DOCUMENTS = message(
    "L-DOCUMENTS",
    zh="按检查项登记文件的指标须列出所需文件（documents）",
    en="a measure of this item's documents needs the documents listed",
)
TIER = message(
    "L-TIER",
    zh="{tier} 检查项的权重不应为 {weight}",
    en="weight {weight} does not go with tier {tier}",
    mend=Text(zh="core 为 2 及以上，extended 为 1", en="core items weigh 2 or more, extended ones 1"),
)
NO_CONCEPT = message("L-CONCEPT", zh="检查项未关联任何概念", en="the item stands on no concept")
HALF_WIDTH = message(
    "L-PUNCTUATION",
    zh="中文中有半角标点：“{around}”",
    en="half-width punctuation in Chinese text: “{around}”",
    mend=Text(zh="请改用全角标点", en="use full-width punctuation"),
)
NOT_CHINESE = message(
    "L-ZH", zh="中文文字中没有汉字：“{words}”", en="no Chinese in the Chinese text: “{words}”"
)
SAME = message("L-SAME", zh="中文与英文相同：“{words}”", en="Chinese and English are the same: “{words}”")
FLOW = message(
    "L-BLOCK",
    zh="句子应逐条分行书写，不放在方括号中",
    en="sentences stand line by line, not in brackets",
    mend=Text(zh="每句一行，以“- ”开头", en="give each sentence a line that begins with “- ”"),
)
WRONG_WAY = message(
    "L-DIRECTION",
    zh="{measure} 以{better}为好，而 {function} 恰好相反",
    en="{measure} is better when {better}, and “{function}” rewards the opposite",
    mend=Text(zh="请改用 {instead}", en="write “{instead}”"),
)
EMPTY = message("L-EMPTY", zh="文字为空", en="the text is empty")

_HAN = r"[\u3400-\u9fff]"
_HALF_WIDTH = re.compile(rf"{_HAN}\s*[,;:!?()]|[,;:!?()]\s*{_HAN}|{_HAN}\.(?!\w)")


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure's results and those of them that never enter a score.

    ``keys`` are the names in the keys of its rows; None where the measure does not declare them.
    """

    results: Collection[str]
    unscored: Collection[str] = ()
    keys: Collection[str] | None = None
    better: Literal["higher", "lower", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a checklist may use."""

    measures: Mapping[str, KnownMeasure]
    concepts: Collection[str]
    standards: Collection[str]
    document_types: Collection[str]
    flags: Collection[str]
    tables: Collection[str]


def lint(checklists: Sequence[Checklist], known: Known) -> list[Located]:
    """Everything that is wrong in some checklists that are used together, in order of place."""
    seen: set[str] = set()
    found: list[Located] = []
    for checklist in checklists:
        for section in checklist.sections:
            found += _section(section, known, seen)
    return found


def _section(section: LoadedSection, known: Known, seen: set[str]) -> list[Located]:
    head = pair(("section",), section.head.zh, section.head.en)
    found = [section.file.at(path, said) for path, said in head]
    for index, item in enumerate(section.items):
        at = ("items", index)
        if item.id in seen:
            found.append(section.file.at((*at, "id"), TWICE(item=item.id)))
        seen.add(item.id)
        found += [section.file.at((*at, *path), said) for path, said in _item(item, known)]
        found += [section.file.at(path, FLOW()) for path in _in_brackets(section.file, at)]
    return sorted(found, key=lambda one: (one.line or 0, one.column or 0))


def _item(item: Item, known: Known) -> Iterator[Found]:
    yield from _words(item)
    if (item.tier == "core") != (item.weight >= 2):
        yield ("weight",), TIER(tier=item.tier, weight=item.weight)
    if not item.concepts:
        yield ("concepts",), NO_CONCEPT()
    if item.escalate is not None:
        yield from _name("flag", item.escalate.when, known.flags, ("escalate", "when"))
    for index, concept in enumerate(item.concepts):
        yield from _name("concept", concept, known.concepts, ("concepts", index))
    for index, reference in enumerate(item.references):
        yield from _name("standard", reference.standard, known.standards, ("references", index, "standard"))
    for index, document in enumerate(item.documents):
        yield from _name("document", document.type, known.document_types, ("documents", index, "type"))
    yield from _judge(item, known)


def _judge(item: Item, known: Known) -> Iterator[Found]:
    judge = item.judge
    if isinstance(judge, ByRating):
        if judge.shows:
            yield from _pick(item, judge.shows, known, ("judge", "shows"))
        return
    yield from _pick(item, judge.measure, known, ("judge", "measure"))
    yield from _scored(judge, known)
    yield from _direction(judge, known)
    yield from _declared(judge.score, known)


def _pick(item: Item, pick: Pick, known: Known, at: Path_) -> Iterator[Found]:
    yield from _name("measure", pick.id, known.measures, (*at, "id"))
    measure = known.measures.get(pick.id)
    if measure is None:
        return
    yield from _name("result", pick.result, measure.results, (*at, "result"))
    for key, values in pick.where.items():
        if measure.keys is not None:
            yield from _name("key", key, measure.keys, (*at, "where", key))
        if values == "this_item" and not item.documents:
            yield (*at, "where", key), NO_DOCUMENTS()


def _scored(judge: ByMeasure | ByBoth, known: Known) -> Iterator[Found]:
    pick = judge.measure
    measure = known.measures.get(pick.id)
    if measure and pick.result in measure.unscored:
        yield ("judge", "score"), NEVER_SCORED(measure=pick.id, result=pick.result)


def _direction(judge: ByMeasure | ByBoth, known: Known) -> Iterator[Found]:
    """``up`` rewards large figures and ``down`` small ones; the other functions go with their measures."""
    pick, function = judge.measure, judge.score.function
    measure = known.measures.get(pick.id)
    rewarded = {"up": "higher", "down": "lower"}.get(function)
    if measure is None or rewarded is None or measure.better in ("none", rewarded):
        return
    better = {"higher": Text(zh="高", en="higher"), "lower": Text(zh="低", en="lower")}[measure.better]
    instead = "down" if function == "up" else "up"
    said = WRONG_WAY(measure=pick.id, better=better, function=function, instead=instead)
    yield ("judge", "score", function), said


def _declared(rule: ScoreRule, known: Known) -> Iterator[Found]:
    if isinstance(rule.target, Declared):
        table = rule.target.from_.partition(".")[0]
        yield from _name("table", table, known.tables, ("judge", "score", "target", "from"))


def _name(what: What, name: str, known: Collection[str], at: Path_) -> Iterator[Found]:
    if name in known:
        return
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        yield at, UNKNOWN_NEAR(what=_NAMES[what], name=name, near=near[0])
    else:
        yield at, UNKNOWN(what=_NAMES[what], name=name)


def _words(item: Item) -> Iterator[Found]:
    yield from pair((), item.zh, item.en)
    yield from pair(("why",), item.why.zh, item.why.en)
    for index, document in enumerate(item.documents):
        yield from pair(("documents", index), document.zh, document.en)
    anchors = item.judge.anchors
    for at, texts in ((("ask",), item.ask), (("look",), item.look), (("judge", "anchors"), anchors)):
        for index, (zh, en) in enumerate(zip(texts.zh, texts.en, strict=True) if texts else ()):
            for path, said in pair((), zh, en):
                yield (*at, *path, index), said


def _in_brackets(file: YamlFile, item: Path_) -> Iterator[Path_]:
    """Lists of sentences in flow style, where a comma would cut a sentence in two."""
    for at in (("ask",), ("look",), ("judge", "anchors")):
        for language in ("zh", "en"):
            path = (*item, *at, language)
            first = (*path, 0)
            if first in file.places and file.places[first][0] == file.places[path][0]:
                yield path


def pair(at: Path_, zh: str, en: str) -> Iterator[Found]:
    """A pair of texts that stand at ``at`` under the keys zh and en."""
    for language, words in (("zh", zh), ("en", en)):
        if not words.strip():
            yield (*at, language), EMPTY()
    if not zh.strip():
        return
    if zh == en:
        yield (*at, "zh"), SAME(words=zh)
    elif not re.search(_HAN, zh):
        yield (*at, "zh"), NOT_CHINESE(words=zh)
    half = _HALF_WIDTH.search(zh)
    if half:
        yield (*at, "zh"), HALF_WIDTH(around=zh[max(0, half.start() - 4) : half.end() + 4])
