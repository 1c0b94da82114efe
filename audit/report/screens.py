"""What the markup of a report needs before a browser shows it: links, tables that scroll, no inline styles.

These functions work on the text of our own markup rather than on a parsed tree. Every value in it is
escaped, attributes included, so ``<`` and ``>`` are those of tags of the templates and of nothing else.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from audit.result import AuditResult

_COLUMN = re.compile(r'<col style="width:([\d.]+)mm">')
_DRAWING = re.compile(r'<svg( [^>]*?\bwidth="([\d.]+)")')
_SET_IN = re.compile(r' (?:style|font-family)="[^"]*"(?=[^<>]*>)')
_TAG = re.compile(r"(<[^>]*>)")
_NAMED = re.compile(r'^<(/?)([a-z0-9]+)(?:[^>]* id="([^"]*)")?', re.IGNORECASE)
_ID = re.compile(r"(?<![\w&#.-])[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+", re.ASCII)
_IDS = re.compile(r' id="([^"]*)"')
_PLACES = re.compile(r'( id="| href="#|url\(#)([^")]+)')
_ASSET = re.compile(r'\bsrc="asset:([^"]+)"')
_PICTURES = {"png": "image/png", "svg": "image/svg+xml"}

_PAGE = 170.0
"""Millimetres of the text column of a printed page, of which the widths of columns are shares."""

_PLAIN = frozenset({"a", "button", "label", "option", "svg", "title"})
"""Elements whose text bears no links."""


def freed(html: str) -> tuple[str, list[str]]:
    """The markup without any style attribute, and the rules of a style sheet that say widths instead.

    The content security policy of the page refuses style attributes, because one is the way by which a value
    of the evidence could become CSS. A chart grows by a third at most and never shrinks: its words would be
    too small to read. They are set in the fonts of the page rather than in those of the printed report.
    """
    rules: dict[str, str] = {}

    def column(found: re.Match[str]) -> str:
        name = f"mm{found[1].replace('.', '-')}"
        rules[name] = f".{name}{{width:{100 * float(found[1]) / _PAGE:.1f}%}}"
        return f'<col class="{name}">'

    def drawing(found: re.Match[str]) -> str:
        name = f"px{found[2].replace('.', '-')}"
        rules[name] = f".{name}{{min-width:{found[2]}px;max-width:{1.34 * float(found[2]):.0f}px}}"
        return f'<svg class="{name}"{found[1]}'

    html = _DRAWING.sub(drawing, _COLUMN.sub(column, html))
    return _SET_IN.sub("", html), list(rules.values())


def scrolling(html: str) -> str:
    """Every table and every chart in a box that scrolls sideways where the screen is too narrow for it."""
    boxed = html.replace("<table", '<div class="scroll"><table').replace("</table>", "</table></div>")
    return boxed.replace("<svg", '<div class="scroll drawn"><svg').replace("</svg>", "</svg></div>")


def linked(html: str, result: AuditResult) -> str:
    """Ids of items, findings and measures as links to where the report says most of them.

    The id of an item leads to its row, the one in that row to the account of its score, and the one of a
    measure to its formula. An id that has no place in the report stays text.
    """
    there = set(_IDS.findall(html))
    places = _places(result, there)
    out: list[str] = []
    plain, here = 0, ""
    for piece in _TAG.split(html):
        tag = _NAMED.match(piece)
        if tag is None:
            out.append(piece if plain else _with_links(piece, places, here, there))
            continue
        closes, name, place = tag.groups()
        if name in _PLAIN:
            plain += -1 if closes else 1
        if name in ("tr", "div", "h3"):
            here = "" if closes else place or here
        out.append(piece)
    return "".join(out)


def _places(result: AuditResult, there: set[str]) -> dict[str, str]:
    """Where each id leads, for those that stand in the report."""
    rows: dict[str, str] = {}
    for one in result.items:
        rows.setdefault(one.item, one.item if one.site is None else f"{one.item}.{one.site}")
    wanted = {
        **{one.id: f"measure-{one.id}" for one in result.definitions},
        **{one.id: one.id for one in result.findings},
        **rows,
    }
    return {name: place for name, place in wanted.items() if place in there}


def _with_links(text: str, places: Mapping[str, str], here: str, there: set[str]) -> str:
    """A run of text whose ids are links; ``here`` is the place that it stands in, to which no link leads."""

    def link(found: re.Match[str]) -> str:
        place = places.get(found[0])
        if place == here:
            place = f"account-{found[0]}"
        return f'<a class="ref" href="#{place}">{found[0]}</a>' if place in there else found[0]

    return _ID.sub(link, text)


def apart(html: str, prefix: str) -> str:
    """The markup with a prefix to each of its ids and every reference to one: two editions in one page."""
    own = set(_IDS.findall(html))
    return _PLACES.sub(
        lambda found: f"{found[1]}{prefix}{found[2]}" if found[2] in own else found[0],
        html,
    )


def embedded(html: str, files: Mapping[str, bytes]) -> str:
    """The markup with its pictures inside it; one that there is not stays what it is, and shows its words."""

    def picture(found: re.Match[str]) -> str:
        content, kind = files.get(found[1]), _PICTURES.get(found[1].rpartition(".")[2])
        if content is None or kind is None:
            return found[0]
        return f'src="data:{kind};base64,{base64.b64encode(content).decode()}"'

    return _ASSET.sub(picture, html)
