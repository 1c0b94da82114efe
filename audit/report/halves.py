"""A long document as two of about the same length, each laid out by itself and joined again as PDFs.

The cut stands where a page begins anyway: before the second language, or else before a chapter. It depends on
the document alone, so that the pages are the same whether one process lays out both halves or two do.
"""

from __future__ import annotations

import re

LONG = 200_000
"""Characters of a document that is worth a second process: some 45 pages."""

LIKELY_LONG = 700_000
"""Bytes of a result, counted for each language, whose report is likely to be: a process may be started for it."""

ELSEWHERE = "elsewhere"

_LANGUAGE = '<div class="part"'
# A chapter that runs on has a class before its running head.
_CHAPTER = re.compile(r'<section>\s*<h1 id="[^"]*" data-run=')
_COVER = '<section class="cover'
_BLANK_COVER = f'{_COVER}"></section>'
_END = "</body></html>"
_PLACE = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r' href="#([^"]*)"')


def halves(html: str) -> tuple[str, str] | None:
    """The halves of a document of our own templates, each a document; None for a short one, or one without a cover
    or a place to cut.

    The second begins with a blank cover. Places to which a half refers and which it does not hold stand at its
    end, without content, in the element ``ELSEWHERE``.
    """
    cut = _cut(html) if len(html) >= LONG else None
    if cut is None:
        return None
    return _document(html[:cut]), _second(html, cut)


def second_language(html: str) -> str:
    """The second half of a document in two languages, out of all of it but its first language."""
    return _second(html, html.index(_LANGUAGE))


def _cut(html: str) -> int | None:
    """Where the second half begins."""
    if _COVER not in html:
        return None
    languages = [one.start() for one in re.finditer(_LANGUAGE, html)][1:]
    places = languages or [one.start() for one in _CHAPTER.finditer(html)]
    return min(places, key=lambda place: abs(2 * place - len(html)), default=None)


def _second(html: str, cut: int) -> str:
    return _document(html[: html.index(_COVER)] + _BLANK_COVER + html[cut : html.rindex(_END)])


def _document(half: str) -> str:
    names = sorted(set(_LINK.findall(half)) - set(_PLACE.findall(half)))
    places = "".join(f'<span id="{name}"></span>' for name in names)
    # Out of the flow, where it makes no page.
    elsewhere = f'<div id="{ELSEWHERE}" style="position:absolute">{places}</div>' if names else ""
    return f"{half}{elsewhere}{_END}"
