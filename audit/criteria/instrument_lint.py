"""What an instrument can get wrong: what makes it ambiguous, and what makes its figures say little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.criteria.contradictions import contradictions
from audit.criteria.instrument import Anchor, Instrument
from audit.criteria.names import Found
from audit.criteria.wording import pair
from audit.errors import Located
from audit.text import Text, message
from audit.yamlfile import Path_, YamlFile, checked

FEW_ITEMS = message(
    "L-INSTRUMENT-FEW-ITEMS",
    zh="维度 {dimension} 只有 {count} 个题项，无法计算信度",
    en="the dimension {dimension} holds fewer than two items ({count}): its reliability cannot be computed",
    mend=Text(
        zh="每个维度至少两个题项，最好三个以上，或并入相近的维度",
        en="ask at least two items, better three or more, or join it with a related dimension",
    ),
)
OUTSIDE_SCALE = message(
    "L-INSTRUMENT-ANCHOR",
    zh="{at} 不在量表 {low}–{high} 上",
    en="{at} is not on the scale {low}-{high}",
)
ENDS_UNNAMED = message(
    "L-INSTRUMENT-ENDS",
    zh="量表两端 {low} 和 {high} 未都说明含义",
    en="not both ends of the scale, {low} and {high}, are given a meaning",
    mend=Text(zh="请在 anchors 中写明两端的文字", en="say under “anchors” what the ends mean"),
)
OTHER_SCALE = message(
    "L-INSTRUMENT-SCALE",
    zh="量表为 {low}–{high}，而该问卷的数据表按 1–7 存放",
    en="the scale is {low}-{high}, while the table of this questionnaire holds 1-7",
    mend=Text(zh="请按 1–7 询问", en="ask on 1-7"),
)
UNDECLARED = message(
    "L-INSTRUMENT-REVERSED",
    zh="题项 {item} 含否定词“{word}”，但没有写明是否反向",
    en="item {item} holds a negation (“{word}”) and does not say whether it is reversed",
    mend=Text(
        zh="反向题写 reversed: true，否则写 reversed: false",
        en="write reversed: true where agreement is unfavourable, else reversed: false",
    ),
)
PREFIX_CLASH = message(
    "L-INSTRUMENT-PREFIX",
    zh="列名 {column} 由两处得出：{first} 和 {second}",
    en="the column {column} comes from two places: {first} and {second}",
    mend=Text(zh="请更换其中一个前缀或编号", en="change one of the prefixes or ids"),
)
NO_STEM = message(
    "L-INSTRUMENT-STEM",
    zh="问卷有多种询问方式，但 {facet} 没有题干（stem），答卷者分不清在问什么",
    en="items are asked in several ways, and {facet} has no stem: respondents cannot tell them apart",
)

_ON_ONE_TO_SEVEN = ("managers", "contact_staff", "recovery")
_NEGATION = re.compile(r"不|没|未|难|太|过于|\b(?:not|no|never|without|hardly|too)\b|n't\b", re.IGNORECASE)


def lint_instrument(file: YamlFile) -> list[Located]:
    """Everything that is wrong in an instrument, in order of place.

    What contradicts itself is told first, and alone: a file with two items of one position has no columns
    that could be looked at.

    Raises:
        UsageError: the file has not the form of an instrument.
    """
    found = list(contradictions(file)) or list(_said(file, checked(file, Instrument)))
    return sorted(found, key=lambda one: (one.line or 0, one.column or 0))


def _said(file: YamlFile, instrument: Instrument) -> Iterator[Located]:
    for rule in (_words, _dimensions, _scale, _anchors, _reversed, _stems, _columns):
        for path, said in rule(file, instrument):
            yield file.at(path, said)


def _words(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    yield from pair((), instrument.zh, instrument.en)
    for name, facet in instrument.facets.items():
        yield from pair(("facets", name), facet.zh, facet.en)
        yield from _text(("facets", name, "stem"), facet.stem)
    for index, dimension in enumerate(instrument.dimensions):
        yield from pair(("dimensions", index), dimension.zh, dimension.en)
        yield from _text(("dimensions", index, "asked"), dimension.asked)
    for index, item in enumerate(instrument.items):
        yield from pair(("items", index), item.zh, item.en)
    for index, asked in enumerate(instrument.per_dimension):
        yield from pair(("per_dimension", index), asked.zh, asked.en)
    for index, scale in enumerate(instrument.scales):
        yield from pair(("scales", index), scale.zh, scale.en)
        for place, statement in enumerate(scale.statements):
            yield from _text(("scales", index, "statements", place), statement)
    yield from _text(("instruction",), instrument.instruction)


def _text(at: Path_, words: Text | None) -> Iterator[Found]:
    if words is not None:
        yield from pair(at, words.zh, words.en)


def _dimensions(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    for index, dimension in enumerate(instrument.dimensions if instrument.items else ()):
        count = len(instrument.of(dimension))
        if count < 2:
            yield ("dimensions", index), FEW_ITEMS(dimension=dimension.id, count=count)


def _scale(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    low, high = instrument.scale
    if instrument.audience in _ON_ONE_TO_SEVEN and (low, high) != (1, 7):
        yield ("scale",), OTHER_SCALE(low=f"{low:g}", high=f"{high:g}")


def _anchors(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    places: list[tuple[Path_, Sequence[Anchor], tuple[float, float]]] = []
    facets = [(name, facet) for name, facet in instrument.facets.items() if facet.anchors]
    if instrument.anchors or len(facets) < len(instrument.facets) or instrument.scales:
        places.append(((), instrument.anchors, instrument.scale))
    places += [(("facets", name), facet.anchors, instrument.scale) for name, facet in facets]
    places += [
        (("per_dimension", index), asked.anchors, (1, 7))
        for index, asked in enumerate(instrument.per_dimension)
    ]
    for path, anchors, (low, high) in places:
        ends = {"low": f"{low:g}", "high": f"{high:g}"}
        for index, anchor in enumerate(anchors):
            yield from pair((*path, "anchors", index), anchor.zh, anchor.en)
            if not low <= anchor.at <= high:
                yield (*path, "anchors", index, "at"), OUTSIDE_SCALE(at=f"{anchor.at:g}", **ends)
        if not {low, high} <= {anchor.at for anchor in anchors}:
            yield (*path, "anchors") if anchors else (path or ("scale",)), ENDS_UNNAMED(**ends)


def _reversed(file: YamlFile, instrument: Instrument) -> Iterator[Found]:
    for index, item in enumerate(instrument.items):
        negation = _NEGATION.search(item.zh) or _NEGATION.search(item.en)
        if negation and ("items", index, "reversed") not in file.places:
            yield ("items", index), UNDECLARED(item=item.id, word=negation.group())


def _stems(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    for name, facet in instrument.facets.items():
        if len(instrument.facets) > 1 and facet.stem is None:
            yield ("facets", name), NO_STEM(facet=name)


def _columns(_: YamlFile, instrument: Instrument) -> Iterator[Found]:
    """Columns that two parts of the questionnaire would both fill; told once for a pair of parts."""
    seen: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for column, part, path in _every_column(instrument):
        first = seen.setdefault(column, part)
        if first != part and (first, part) not in told:
            told.add((first, part))
            yield path, PREFIX_CLASH(column=column, first=first, second=part)


def _every_column(instrument: Instrument) -> Iterator[tuple[str, str, Path_]]:
    """Column, the part of the questionnaire that it belongs to, and where this stands."""
    for name, facet in instrument.facets.items():
        at: Path_ = ("facets", name, "prefix") if facet.prefix else ("facets", name)
        for item in instrument.items:
            yield instrument.column(name, item), f"facets.{name}", at
    for dimension in instrument.dimensions:
        if instrument.weights_asked:
            yield instrument.weight_column(dimension), "weights_asked", ("weights_asked",)
        for index, asked in enumerate(instrument.per_dimension):
            column = instrument.dimension_column(asked.prefix, dimension)
            yield column, f"per_dimension.{asked.prefix}.{index}", ("per_dimension", index)
    for index, scale in enumerate(instrument.scales):
        for column in (scale.id, *(scale.column(one + 1) for one in range(len(scale.statements)))):
            yield column, f"scales.{scale.id}", ("scales", index)
