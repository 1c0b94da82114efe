"""The Jinja environment of all report templates: what they may see, and what goes through which filter."""

from __future__ import annotations

from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from audit.report.branding.brand import PLAIN, Brand
from audit.report.harmless import MAX_LENGTH, Harmless, brief, harmless
from audit.report.wording import TAGS, day, moment, number, percent, said
from audit.resources import shipped
from audit.text import Language

# Each turns text into markup and would so lead it past ``finalize``.
_WAYS_AROUND = ("e", "escape", "forceescape", "safe", "tojson", "urlize", "xmlattr")

SHIPPED = "shipped"

_LINKS = frozenset({"https", "mailto"})


def environment(language: Language, brand: Brand = PLAIN) -> ImmutableSandboxedEnvironment:
    """An environment for one report.

    Every printed value is escaped and made harmless; a float, a boolean and ``None`` are refused, because
    each needs a filter or a word. A name that does not exist is an error. Templates see ``w`` (the words
    of the language), ``language``, ``tag``, ``palette`` and ``beside``, which is the other part of a report in two
    languages, and the filters ``number``, ``percent``, ``day``,
    ``moment``, ``px``, ``said``, ``short``, ``brief`` and ``href``.

    Templates run in a sandbox: a folder of somebody's own templates is not a way to run code. Values stand
    between tags or in quoted attributes only: inside ``style`` they would be CSS whatever is escaped.

    Args:
        language: of the words, numbers and dates.
        brand: its folder is looked through before the templates that ship, which stay at hand as
            ``shipped/NAME``.
    """
    return _plain(language) if brand is PLAIN else _environment(language, brand)


@cache
def _plain(language: Language) -> ImmutableSandboxedEnvironment:
    """Compiled once for all forms of a report: that takes as long as printing 40 pages with it."""
    return _environment(language, PLAIN)


def _environment(language: Language, brand: Brand) -> ImmutableSandboxedEnvironment:
    ours, folders = shipped("templates") / "report", [] if brand.folder is None else [brand.folder]
    env = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [FileSystemLoader([*folders, ours]), PrefixLoader({SHIPPED: FileSystemLoader(ours)})]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in _WAYS_AROUND:
        del env.filters[name]
    env.filters.update(
        number=number,
        percent=percent,
        day=partial(day, language=language),
        moment=partial(moment, language=language),
        px=pixels,
        said=said,
        short=short,
        brief=brief,
        href=href,
    )
    env.globals.update(
        w=brand.words_in(language), language=language, tag=TAGS[language], palette=brand.palette, beside=None
    )
    return env


def printed(value: Any) -> str | int:
    """What ``{{ value }}`` prints before it is escaped.

    Raises:
        TypeError: the value has no written form of its own: a float, a boolean, ``None``, an object.
    """
    if isinstance(value, Undefined):
        return str(value)  # raises, naming what is missing
    if isinstance(value, (Markup, Harmless)):
        return value
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"{type(value).__name__} needs a filter or a word to be printed: {value!r}")


def short(text: str, max_length: int = 120) -> Harmless:
    """Harmless text for a table cell."""
    return harmless(text, min(max_length, MAX_LENGTH))


def pixels(length: float) -> str:
    """A coordinate: two decimals at most, no exponent, no ``-0``."""
    return f"{round(length, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def href(address: str) -> str:
    """The address if it may be a link (https, mailto, or a place in the document), otherwise empty."""
    if address.startswith("#"):
        return address
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address if scheme in _LINKS else ""
