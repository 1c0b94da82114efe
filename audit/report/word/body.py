"""The text of the document: the cover, the contents of each language, the chapters, the pictures among them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart
from lxml.etree import _Element as Element

from audit.report.markup import Markup
from audit.report.word.ooxml import bookmark, paragraph, run
from audit.report.word.pages import contents, section, text_width
from audit.report.word.pictures import (
    LOGO_BOX,
    dots,
    drawing,
    drawings,
    fitted,
    natural_size,
    png,
    size,
    told,
)
from audit.report.word.vocabulary import classes
from audit.report.word.walking import Place, Walk, apart
from audit.text import Language

_ASSET = "asset:"
_FIRST_RANGE = 1_000_000
"""Numbers of the bookmarks around whole languages, beyond those of the walk."""


def body(
    page: Element, made: Markup, part: DocumentPart, pages: Element, language: Language
) -> list[Element]:
    """The blocks of the document.

    Args:
        page: the ``<body>`` of the report.
        made: the report that it was read from.
        part: takes the pictures and the addresses outside.
        pages: the section of all pages but the cover, which ends with a section of its own.
        language: of what does not say its own.
    """
    walk = Walk(_Shown(part, drawings(made.html), made.assets), chinese=language == "zh")
    width = text_width(pages)
    blocks: list[Element] = []
    chapters: list[Element] = []
    for node in page:
        if "cover" in classes(node):
            blocks += walk.blocks(node, Place("Cover Note", text_width(section()), in_cover=True))
            blocks.append(paragraph("Cover Note", [run(page.get("data-issuer"))], [section()]))
        elif "part" in classes(node):
            walk.chinese = node.get("lang", "").startswith("zh")
            blocks += _language(walk, node, width, node.get("lang"))
        else:
            chapters.append(node)
    return apart([*blocks, *_language(walk, chapters, width, None)])


def _language(walk: Walk, nodes: Iterable[Element], width: int, tag: str | None) -> list[Element]:
    """The contents and the chapters of one language; ``tag`` where it is one of two."""
    before, first = None, len(walk.headings)
    blocks: list[Element] = []
    for node in nodes:
        if "toc" in classes(node):
            before, title = len(blocks), " ".join(node.find("h1").text_content().split())
            walk.mark(node.find("h1").get("id"))  # on the first heading after: Word makes the contents anew
        else:
            blocks += walk.blocks(node, Place("Body Text", width))
    if before is None:
        return blocks
    name = f"language_{tag}".replace("-", "_") if tag else None
    blocks.insert(before, contents(title, walk.headings[first:], name))
    if name is None:
        return blocks
    start, end = bookmark(_FIRST_RANGE + first, name)
    return [start, *apart(blocks), end]


class _Shown:
    """Pictures and addresses of the document, each put into the package where it is first used."""

    def __init__(self, part: DocumentPart, svgs: list[str], assets: Mapping[str, bytes]) -> None:
        self._part, self._svgs, self._assets = part, svgs, assets
        self._next, self._number = 0, 0

    def chart(self, width: int) -> Element:
        """The next ``<svg>`` of the document, at most so many twips wide."""
        svg = self._svgs[self._next]
        self._next += 1
        return self._drawn(png(svg), told(svg), size(svg, width))

    def image(self, node: Element) -> Element | None:
        """An ``<img>`` that shows an asset; nothing for any other address."""
        name = node.get("src", "").removeprefix(_ASSET)
        content = self._assets.get(name)
        if content is None:
            return None
        if name.endswith(".svg"):
            content = dots(content)
        return self._drawn(content, node.get("alt", ""), fitted(natural_size(content, name), LOGO_BOX))

    def link(self, address: str) -> str:
        """The id of the relationship to an address outside."""
        return str(self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def _drawn(self, content: bytes, words: str, extent: tuple[int, int]) -> Element:
        relationship, _ = self._part.get_or_add_image(io.BytesIO(content))
        self._number += 1
        return drawing(relationship, self._number, words, extent)
