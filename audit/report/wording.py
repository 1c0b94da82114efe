"""The words of the templates, and numbers and dates as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime

from audit.report.scales import figure
from audit.resources import shipped
from audit.text import Language

_BEGINS = re.compile(r"(a|[a-z]{2,})(?=[ ,.'’]|$)")
"""A word of running text, at the beginning."""

TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
"""BCP 47 tag of each language: for ``<html lang>``, the PDF and the names of the locale files."""

_LOCALES: dict[Language, Locale] = {"zh": Locale("zh"), "en": Locale("en", "GB")}


class Words(SimpleNamespace):
    """The words of the templates, by attributes rather than keys, so that one named ``values`` is not taken for
    a method: ``words("en").chart.quadrant.keep_up``.
    """

    def flat(self) -> dict[str, str]:
        """Key, such as ``chart.quadrant.keep_up``, -> text."""
        return dict(_flat(vars(self)))


def _flat(node: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if isinstance(value, Words):
            yield from _flat(vars(value), f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def words(language: Language) -> Words:
    """The words that ship, those of ``templates/locale/``."""
    return shipped_words(language)


@cache
def shipped_words(language: Language, instead: tuple[tuple[str, str], ...] = ()) -> Words:
    """The words of ``templates/locale/``, some of them replaced: pairs of key and text."""
    text = (shipped("templates") / "locale" / f"{TAGS[language]}.yaml").read_text(encoding="utf-8")
    found = _namespace(yaml.safe_load(text))
    for key, value in instead:
        *way, name = key.split(".")
        node = found
        for step in way:
            node = getattr(node, step)
        setattr(node, name, value)
    return found


def _namespace(node: dict[str, Any]) -> Words:
    return Words(
        **{key: _namespace(value) if isinstance(value, dict) else value for key, value in node.items()}
    )


def said(sentence: str, **facts: object) -> str:
    """A sentence with its facts filled in.

    ``{n} item|{n} items`` holds the singular and the plural; ``n`` decides. Chinese needs only one.
    """
    if "|" in sentence:
        one, many = sentence.split("|")
        sentence = one if facts.get("n") == 1 else many
    shown = {name: number(fact) if type(fact) is int else fact for name, fact in facts.items()}
    return sentence.format(**shown)


def opened(words: str) -> str:
    """Words as they stand at the beginning of a line: ``the rating …`` begins with a capital, an id such as ``r-lee: …``,
    a symbol such as ``n = 5`` and Chinese stay as they are.
    """
    return words[:1].upper() + words[1:] if _BEGINS.match(words) else words


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """1234.5 -> ``1,234.5``: both languages write numbers alike."""
    return figure(value, decimals, signed=signed)


def percent(share: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A share 0-1 as per cent."""
    return f"{figure(100 * share, decimals, signed=signed)}%"


def day(value: date, language: Language) -> str:
    """``2026年4月18日`` or ``18 April 2026``."""
    return format_date(value, format="long", locale=_LOCALES[language])


def month(value: date, language: Language) -> str:
    """``2026年4月`` or ``April 2026``."""
    return format_date(
        value, format="yyyy年M月" if language == "zh" else "MMMM yyyy", locale=_LOCALES[language]
    )


def moment(value: datetime, language: Language) -> str:
    """Day and minute with the offset from UTC, so that the reader need not know the zone.

    Raises:
        ValueError: the moment has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    clock = format_datetime(value, format="HH:mm (xxx)", locale=_LOCALES[language], tzinfo=value.tzinfo)
    return f"{day(value, language)} {clock}"
