"""What is written in a cell of the form, as the checklist wants it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from audit.text import Text

_YES, _NO = ("是", "yes", "true", "1", "y"), ("否", "no", "false", "0", "n")

_LIST = re.compile(r"[,，;；、\s]+")
_PARTS = re.compile(r"\s*[;；]\s*")
_COLON = re.compile(r"\s*[:：]\s*")
_REFERENCE = re.compile(r"(?P<standard>.+?)\s*[:：]\s*(?P<clause>.+?)\s*(?P<doubt>[?？]?)")
_DOCUMENT = re.compile(r"(?P<type>\w+)\s*[:：]\s*(?P<zh>.+?)\s+[/／]\s+(?P<en>.+)")


def names(text: str) -> list[str]:
    """Words with commas, spaces or line breaks between them."""
    return [one for one in _LIST.split(text) if one]


def lines(text: str) -> list[str]:
    """A list of sentences, one a line."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def yes(text: str) -> bool:
    """Yes or no, in either language."""
    if text.casefold() not in (*_YES, *_NO):
        raise ValueError(text)
    return text.casefold() in _YES


def where(text: str) -> dict[str, list[str] | str]:
    """``channel=phone,web`` a line; ``item_id=this_item`` for the item's own id."""
    found: dict[str, list[str] | str] = {}
    for line in lines(text):
        key, equals, values = line.partition("=")
        if not equals or not values.strip():
            raise ValueError(line)
        found[key.strip()] = "this_item" if values.strip() == "this_item" else names(values)
    return found


def references(text: str) -> list[dict[str, object]]:
    """``10002: 7.4`` a line, with a question mark where the clause is not certain."""
    found = [_matched(_REFERENCE, line) for line in lines(text)]
    return [
        {"standard": one["standard"], "clause": one["clause"], "certain": not one["doubt"]} for one in found
    ]


def documents(text: str) -> list[dict[str, str]]:
    """``policy: 方针 / policy`` a line."""
    return [dict(_matched(_DOCUMENT, line)) for line in lines(text)]


def combine(text: str) -> object:
    """``lower``, ``measure_else_rating``, ``mean 0.6; 0.4`` or ``cap 59; 3``."""
    how, _, numbers = text.partition(" ")
    if how == "mean":
        return {"mean": [float(one) for one in _PARTS.split(numbers)]}
    if how == "cap":
        cap, level = _PARTS.split(numbers)
        return {"cap": float(cap), "unless_rating": int(level)}
    if how not in ("lower", "measure_else_rating") or numbers:
        raise ValueError(text)
    return how


def threshold(function: str, text: str) -> object:
    """The numbers of a score function; True for one that has none.

    Raises:
        ValueError: they are not those of the function.
    """
    if function in ("share", "scale", "gap", "abs_gap"):
        if text:
            raise ValueError(text)
        return True
    parts = _PARTS.split(text)
    if function == "steps":
        return [[float(number) for number in _pair(part)] for part in parts]
    if function == "target" and len(parts) == 1:
        return float(text)
    first, second = parts
    if function == "target":
        return {"from": first, "else": float(second)}
    return [float(first), float(second)]


def _pair(part: str) -> tuple[str, str]:
    x, earned = _COLON.split(part)
    return x, earned


def _matched(pattern: re.Pattern[str], line: str) -> Mapping[str, str]:
    found = pattern.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return found.groupdict()


READERS: Mapping[str, Callable[[str], Any]] = {
    "concepts": names,
    "method": names,
    "where": where,
    "combine": combine,
    "documents": documents,
    "references": references,
    "weight": lambda text: int(text) if text.isdigit() else float(text),
    "gap": int,
    "binary": yes,
    **dict.fromkeys(("ask_zh", "ask_en", "look_zh", "look_en"), lines),
}
"""How a cell of a column is read; all others hold words as they are."""

WRITTEN: Mapping[str, Text] = {
    "where": Text(zh="每行一条，如 channel=phone,web", en="one condition a line, like channel=phone,web"),
    "combine": Text(
        zh="lower、measure_else_rating、mean 0.6; 0.4 或 cap 59; 3",
        en="lower, measure_else_rating, mean 0.6; 0.4 or cap 59; 3",
    ),
    "documents": Text(zh="每行一份，如 policy: 方针 / policy", en="one a line, like policy: 方针 / policy"),
    "references": Text(
        zh="每行一条，如 10002: 7.4 或 10002: 7.4?", en="one a line, like 10002: 7.4 or 10002: 7.4?"
    ),
    "weight": Text(zh="数字", en="a number"),
    "binary": Text(zh="是或否", en="yes or no"),
    "gap": Text(zh="1 至 5 的数字", en="a number from 1 to 5"),
    "threshold": Text(
        zh="up、down 如 0.5; 0.9，target 如 0.9 或 表.列; 0.9，steps 如 0.5:60; 0.9:100，其他函数留空",
        en="up, down: 0.5; 0.9. target: 0.9 or table.column; 0.9. steps: 0.5:60; 0.9:100. Other functions: empty",
    ),
}
"""How the cells must be written that are not plain words."""
