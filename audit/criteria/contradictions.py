"""Where an instrument contradicts itself: ids and positions that repeat, dimensions that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.errors import Located
from audit.text import Text, message
from audit.yamlfile import YamlFile

TWICE = message(
    "L-INSTRUMENT-TWICE",
    zh="{what} {value} 与第 {line} 行重复",
    en="{what} {value} repeats that of line {line}",
    mend=Text(
        zh="每个题项各用一个，发放后不再更改", en="give each its own, and keep it once the survey is out"
    ),
)
NO_DIMENSION = message(
    "L-INSTRUMENT-DIMENSION",
    zh="题项 {item} 的维度 {dimension} 未定义；已定义：{known}",
    en="item {item} names the dimension {dimension}, which is not defined; defined are {known}",
)

_PREFIX = Text(zh="列名前缀", en="the prefix")
_UNIQUE = (
    ("items", "id", Text(zh="题项编号", en="the item id")),
    ("items", "position", Text(zh="题项位置", en="the position")),
    ("dimensions", "id", Text(zh="维度编号", en="the dimension id")),
    ("scales", "id", Text(zh="陈述组编号", en="the id of a scale")),
)


def contradictions(file: YamlFile) -> Iterator[Located]:
    """Each with its place; read off the data as it stands, which need not have the form of an instrument."""
    data = file.data if isinstance(file.data, dict) else {}
    for part, key, what in _UNIQUE:
        seen: dict[str, int] = {}
        for index, entry in _entries(data, part):
            value = str(entry.get(key))
            if key not in entry:
                continue
            at = (part, index, key)
            if value in seen:
                yield file.at(at, TWICE(what=what, value=value, line=seen[value]))
            seen.setdefault(value, file.place(at)[0])
    yield from _prefixes(file, data)
    known = [str(entry.get("id")) for _, entry in _entries(data, "dimensions")]
    for index, entry in _entries(data, "items"):
        dimension = entry.get("dimension")
        if known and dimension is not None and str(dimension) not in known:
            said = NO_DIMENSION(item=str(entry.get("id")), dimension=str(dimension), known=", ".join(known))
            yield file.at(("items", index, "dimension"), said)


def _prefixes(file: YamlFile, data: Mapping[str, Any]) -> Iterator[Located]:
    """Two ways of asking whose columns would have the same names; at most one may do without a prefix."""
    facets = data.get("facets")
    seen: dict[str, int] = {}
    for name, facet in facets.items() if isinstance(facets, dict) else ():
        if not isinstance(facet, dict):
            continue
        at = ("facets", name, "prefix")
        value = str(facet.get("prefix") or "“”")
        if value in seen:
            yield file.at(at, TWICE(what=_PREFIX, value=value, line=seen[value]))
        seen.setdefault(value, file.place(at)[0])


def _entries(data: Mapping[str, Any], part: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = data.get(part)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry
