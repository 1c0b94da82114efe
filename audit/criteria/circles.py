"""Items that name each other: those that are not there, and circles from which no judgement comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from audit.criteria.checklist import Checklist, LoadedSection
from audit.criteria.item import Item
from audit.criteria.names import name_fault
from audit.errors import Located
from audit.text import Text, message
from audit.yamlfile import Path_

CIRCLE = message(
    "L-CIRCLE",
    zh="检查项循环引用：{circle}",
    en="the items refer to each other in a circle: {circle}",
    mend=Text(zh="请使其中一项不依赖其他检查项即可判定", en="let one of them stand on its own"),
)

_ITEM = re.compile(r"\b[A-Z]{2,4}-[A-Z]?\d{2}\b")


def references(checklists: Sequence[Checklist]) -> Iterator[Located]:
    """Items that the requirements and levels of other items name: they exist, and do not refer back."""
    places: dict[str, tuple[LoadedSection, int]] = {}
    named: dict[str, dict[str, Path_]] = {}
    for checklist in checklists:
        for section in checklist.sections:
            for index, item in enumerate(section.items):
                places.setdefault(item.id, (section, index))
                named.setdefault(item.id, dict(_named_items(item)))
    reported: set[frozenset[str]] = set()
    for start, others in named.items():
        section, index = places[start]
        for other, path in others.items():
            at = ("items", index, *path)
            for place, said in name_fault("item", other, named, at):
                yield section.file.at(place, said)
            circle = _circle(start, other, named)
            if circle and frozenset(circle) not in reported:
                reported.add(frozenset(circle))
                yield section.file.at(at, CIRCLE(circle=" → ".join(circle)))


def _named_items(item: Item) -> Iterator[tuple[str, Path_]]:
    """The other items that decide about one: those that its requirement or its levels name."""
    anchors = item.judge.anchors
    texts: list[tuple[Path_, str]] = [(("zh",), item.zh), (("en",), item.en)]
    for language, levels in (("zh", anchors.zh), ("en", anchors.en)) if anchors else ():
        texts += [(("judge", "anchors", language, level), words) for level, words in enumerate(levels)]
    for path, words in reversed(texts):
        yield from ((name, path) for name in _ITEM.findall(words) if name != item.id)


def _circle(start: str, first: str, named: Mapping[str, Mapping[str, Path_]]) -> list[str] | None:
    """The way from an item through the first that it names back to it; None where there is none."""
    ways = [[start, first]]
    seen = {first}
    while ways:
        way = ways.pop(0)
        for other in named.get(way[-1], ()):
            if other == start:
                return [*way, start]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return None
