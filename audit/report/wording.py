"""The words of the templates, and numbers and dates as each language writes them."""

from __future__ import annotations

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

TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
"""BCP 47 tag of each language: for ``<html lang>``, the PDF and the names of the locale files."""

_LOCALES: dict[Language, Locale] = {"zh": Locale("zh"), "en": Locale("en", "GB")}


@cache
def words(language: Language) -> SimpleNamespace:
    """The words of ``templates/locale/``: ``words("en").chart.quadrant.keep_up``."""
    text = (shipped("templates") / "locale" / f"{TAGS[language]}.yaml").read_text(encoding="utf-8")
    return _namespace(yaml.safe_load(text))


def _namespace(node: dict[str, Any]) -> SimpleNamespace:
    """Attributes rather than keys, so that a word named ``values`` is not taken for a method."""
    return SimpleNamespace(
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


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """1234.5 -> ``1,234.5``: both languages write numbers alike."""
    return figure(value, decimals, signed=signed)


def percent(share: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A share 0-1 as per cent."""
    return f"{figure(100 * share, decimals, signed=signed)}%"


def day(value: date, language: Language) -> str:
    """``2026年4月18日`` or ``18 April 2026``."""
    return format_date(value, format="long", locale=_LOCALES[language])


def moment(value: datetime, language: Language) -> str:
    """Day and minute with the offset from UTC, so that the reader need not know the zone.

    Raises:
        ValueError: the moment has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    clock = format_datetime(value, format="HH:mm (xxx)", locale=_LOCALES[language], tzinfo=value.tzinfo)
    return f"{day(value, language)} {clock}"
