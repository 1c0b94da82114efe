"""The names that checklists and schemes may use, and what is said of one that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from audit.text import Message, Text, message
from audit.yamlfile import Path_

What = Literal[
    "measure",
    "result",
    "key",
    "concept",
    "standard",
    "document",
    "table",
    "flag",
    "item",
    "param",
    "checklist",
]
Found = tuple[Path_, Message]

"""Where something is wrong, as a path of the file, and what."""

_NAMES: dict[What, Text] = {
    "measure": Text(zh="指标", en="measure"),
    "result": Text(zh="结果", en="result"),
    "key": Text(zh="键", en="key"),
    "concept": Text(zh="概念", en="concept"),
    "standard": Text(zh="标准", en="standard"),
    "document": Text(zh="文件类型", en="document type"),
    "table": Text(zh="数据表", en="table"),
    "flag": Text(zh="标记", en="flag"),
    "item": Text(zh="检查项", en="item"),
    "param": Text(zh="常数", en="constant"),
    "checklist": Text(zh="检查表", en="checklist"),
}
UNKNOWN = message("L-UNKNOWN", zh="没有名为 {name} 的{what}", en="no {what} is called {name}")
UNKNOWN_NEAR = message(
    "L-UNKNOWN",
    zh="没有名为 {name} 的{what}，是否想写 {near}？",
    en="no {what} is called {name}; did you mean {near}?",
)


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure's results and those of them that never enter a score.

    ``keys`` are the names in the keys of its rows, ``tables`` those that it needs; None where that is not known.
    """

    results: Collection[str]
    unscored: Collection[str] = ()
    keys: Collection[str] | None = None
    params: Collection[str] = ()
    tables: Collection[str] | None = None
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


def name_fault(what: What, name: str, known: Collection[str], at: Path_) -> Iterator[Found]:
    """A name that nobody knows, with the nearest that somebody does; nothing for one that is known."""
    if name in known:
        return
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        yield at, UNKNOWN_NEAR(what=_NAMES[what], name=name, near=near[0])
    else:
        yield at, UNKNOWN(what=_NAMES[what], name=name)
