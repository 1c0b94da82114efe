"""A long document as two of about the same length, each laid out by itself and joined again as PDFs.

The cut stands where a page begins anyway: before the second language, or else before a chapter. It depends on the
document alone, so that the pages are the same whether one process lays out both halves or two do.
"""

from __future__ import annotations

import re

LONG = 200_000
"""Characters of a document that is worth a second process: some 45 pages."""

LIKELY_LONG = 700_000
"""Bytes of a result, once a language, whose report is likely to be: the process may be started before it is made."""

ELSEWHERE = "elsewhere"

_LANGUAGE = re.compile(r'<div class="part"')
# A chapter that runs on has a class before its running head.
_CHAPTER = re.compile(r'<section>\s*<h1 id="[^"]*" data-run=')
_COVER = '<section class="cover'
_BLANK_COVER = f'{_COVER}"></section>'
_END = "</body></html>"
_PLACE = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r' href="#([^"]*)"')


def halves(html: str) -> tuple[str, str] | None:
    """The halves of a document of our own templates, each a document; None where it is short or has no place to cut.

    The second begins with a blank cover. Places of the other half that a half refers to stand at its end, without
    content, in the element ``ELSEWHERE``.
    """
    cut = _cut(html) if len(html) >= LONG else None
    if cut is None:
        return None
    cover, end = html.index(_COVER), html.rindex(_END)
    first, second = html[:cut], html[cut:end]
    return (
        f"{first}{_elsewhere(first, second)}{_END}",
        f"{html[:cover]}{_BLANK_COVER}{second}{_elsewhere(second, first)}{_END}",
    )


def _cut(html: str) -> int | None:
    """Where the second half begins."""
    languages = [one.start() for one in _LANGUAGE.finditer(html)][1:]
    places = languages or [one.start() for one in _CHAPTER.finditer(html)]
    return min(places, key=lambda place: abs(2 * place - len(html)), default=None)


def _elsewhere(half: str, other: str) -> str:
    names = sorted(set(_LINK.findall(half)) & set(_PLACE.findall(other)))
    places = "".join(f'<span id="{name}"></span>' for name in names)
    # Out of the flow, where it makes no page.
    return f'<div id="{ELSEWHERE}" style="position:absolute">{places}</div>' if names else ""
