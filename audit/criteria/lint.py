"""What a checklist file can get wrong though its form is right: names nobody knows, words, weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.criteria.checklist import Checklist, LoadedSection
from audit.criteria.circles import references
from audit.criteria.item import ByBoth, ByMeasure, ByRating, Declared, Item, Pick, ScoreRule
from audit.criteria.names import Found, Known, name_fault
from audit.criteria.wording import pair
from audit.errors import Located
from audit.text import Text, message
from audit.yamlfile import Path_, YamlFile

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
NO_SOURCE = message(
    "L-SOURCE",
    zh="阈值来源为 {origin}，但没有写明出处（source）",
    en="the threshold has the origin {origin} and names no source",
    mend=Text(
        zh="请写明标准、法律或文献；若是本工具的默认值，来源写 D",
        en="name the standard, law or literature, or write D for a default",
    ),
)
OUT_OF_REACH = message(
    "L-REACH",
    zh="{function} 无法得到 {score} 分",
    en="“{function}” can never give a score of {score}",
    mend=Text(
        zh="请更正数值，使 0 分和 100 分都能达到",
        en="choose numbers under which 0 and 100 can both be reached",
    ),
)
NO_ANCHORS = message(
    "L-ANCHORS",
    zh="需要评级，但没有 0 至 5 级的描述（anchors）",
    en="the item is rated and says not what the levels 0 to 5 look like (“anchors”)",
    mend=Text(zh="请以中英文各写六句，每级一句", en="write six sentences in each language, one a level"),
)
NO_TABLE = message(
    "L-TABLE",
    zh="没有数据表可支持 {measure}：证据目录中没有它所需的数据表",
    en="no table of the evidence serves {measure}",
    mend=Text(zh="请改用其他指标，或由审查员评级", en="choose another measure, or judge by rating"),
)


def lint(checklists: Sequence[Checklist], known: Known) -> list[Located]:
    """Everything that is wrong in some checklists that are used together, in order of place."""
    seen: set[str] = set()
    found: list[Located] = []
    for checklist in checklists:
        for section in checklist.sections:
            found += _section(section, known, seen)
    return found + list(references(checklists))


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
        yield from name_fault("flag", item.escalate.when, known.flags, ("escalate", "when"))
    for index, concept in enumerate(item.concepts):
        yield from name_fault("concept", concept, known.concepts, ("concepts", index))
    for index, reference in enumerate(item.references):
        yield from name_fault(
            "standard", reference.standard, known.standards, ("references", index, "standard")
        )
    for index, document in enumerate(item.documents):
        yield from name_fault("document", document.type, known.document_types, ("documents", index, "type"))
    yield from judge_faults(item, known)


def judge_faults(item: Item, known: Known) -> Iterator[Found]:
    """What is wrong with the way in which an item is judged; paths begin at the item."""
    judge = item.judge
    if judge.anchors is None and not isinstance(judge, ByMeasure):
        yield ("judge",), NO_ANCHORS()
    if isinstance(judge, ByRating):
        if judge.shows:
            yield from _pick(item, judge.shows, known, ("judge", "shows"))
        return
    yield from _pick(item, judge.measure, known, ("judge", "measure"))
    yield from _scored(judge, known)
    yield from _direction(judge, known)
    yield from _declared(judge.score, known)
    yield from _score_rule(judge.score)


def _pick(item: Item, pick: Pick, known: Known, at: Path_) -> Iterator[Found]:
    yield from name_fault("measure", pick.id, known.measures, (*at, "id"))
    measure = known.measures.get(pick.id)
    if measure is None:
        return
    yield from name_fault("result", pick.result, measure.results, (*at, "result"))
    if measure.tables is not None and not set(measure.tables) & set(known.tables):
        yield (*at, "id"), NO_TABLE(measure=pick.id)
    for key, values in pick.where.items():
        if measure.keys is not None:
            yield from name_fault("key", key, measure.keys, (*at, "where", key))
        of_documents = measure.tables is None or "documents" in measure.tables
        if values == "this_item" and of_documents and not item.documents:
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
        yield from name_fault("table", table, known.tables, ("judge", "score", "target", "from"))


def _score_rule(rule: ScoreRule) -> Iterator[Found]:
    """An origin that is not a default names its source; what the organisation declares is one."""
    at = ("judge", "score")
    if rule.origin in ("S", "L") and not rule.source and not isinstance(rule.target, Declared):
        yield (*at, "origin"), NO_SOURCE(origin=rule.origin)
    ends = [0.0, 100.0]
    if rule.steps is not None:
        # Under the first step nothing is earned; a figure that is never negative is never under a step at 0.
        scores = [earned for _, earned in rule.steps] + [0.0] * (rule.steps[0][0] > 0)
        ends = [min(scores), max(scores)]
    required = rule.target.else_ if isinstance(rule.target, Declared) else rule.target
    if required == 0:
        ends = [60.0, 100.0]
    for end, wanted in zip(ends, (0, 100), strict=True):
        if end != wanted:
            yield (*at, rule.function), OUT_OF_REACH(function=rule.function, score=wanted)


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
