"""From the HTML of the report to the body of the document, element by element."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from lxml.etree import _Element as Element

from audit.report.environment import href
from audit.report.word.inline import Bookmarks, Gathering
from audit.report.word.ooxml import bookmark_name, element, paragraph, qualified, value
from audit.report.word.tables import Grid, GridCell, GridRow, grid, table_element
from audit.report.word.vocabulary import (
    CONTAINERS,
    HEADINGS,
    classes,
    first,
    line_style,
    paragraph_style,
    run_style,
)

_BLOCKS = frozenset({"div", "figure", "figcaption", "p", "section", "table", "ul", *HEADINGS})
_ATOMS = frozenset({"a", "br", "img", "svg"})
_TABLE = qualified("w:tbl")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walk stands: what a paragraph without a class is, and how wide the text runs (twips).

    ``keeps_lines``: a new line of the source is one on the page. ``in_keys``: among the figures that carry
    a page.
    """

    style: str
    width: int
    keeps_lines: bool = False
    in_keys: bool = False
    in_cover: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stands in the contents."""

    level: int
    words: str
    bookmark: str


class Shown(Protocol):
    """Puts what is not text into the document."""

    def chart(self, width: int) -> Element:
        """The run of the next ``<svg>``, at most so many twips wide."""

    def image(self, node: Element) -> Element | None:
        """The run of an ``<img>``, if it may be shown."""

    def link(self, address: str) -> str:
        """The id of a relationship to an address outside."""


class Walk:
    """Turns elements of the report into paragraphs and tables; ``chinese`` is what it is in at present."""

    def __init__(self, shown: Shown, *, chinese: bool) -> None:
        self.headings: list[Heading] = []
        self.chinese = chinese
        self._shown = shown
        self._bookmarks = Bookmarks()

    def mark(self, name: str) -> None:
        """Let what comes next be a place to link to."""
        self._bookmarks.wait(bookmark_name(name))

    def blocks(self, node: Element, place: Place) -> list[Element]:
        """All that stands in an element, as paragraphs and tables; see ``apart``."""
        gathering = self._gathering(place.style)
        made: list[Element] = []
        self._into(made, gathering, node, place, None)
        return [*made, *gathering.flush()]

    def _into(
        self, made: list[Element], gathering: Gathering, node: Element, place: Place, run: str | None
    ) -> None:
        if identifier := node.get("id"):
            self._bookmarks.wait(bookmark_name(identifier))
        gathering.text(node.text, run, keeps_lines=place.keeps_lines)
        for child in node:
            if isinstance(child.tag, str):
                self._child(made, gathering, child, place, run)
            gathering.text(child.tail, run, keeps_lines=place.keeps_lines)

    def _child(
        self, made: list[Element], gathering: Gathering, node: Element, place: Place, run: str | None
    ) -> None:
        if node.tag in _BLOCKS:
            made += gathering.flush()
            made += self._block(node, place)
        elif node.tag == "li":
            made += gathering.flush()
            made += self.blocks(node, replace(place, style="List Bullet"))
        elif node.tag in _ATOMS:
            self._atom(gathering, node, place)
        elif style := line_style(node, in_keys=place.in_keys):
            made += gathering.flush()
            made += self.blocks(node, replace(place, style=style))
        else:
            self._into(made, gathering, node, place, run_style(node) or run)

    def _atom(self, gathering: Gathering, node: Element, place: Place) -> None:
        """What stands within a line and is not text."""
        if node.tag == "br":
            gathering.new_line()
        elif node.tag == "a":
            gathering.add(self._anchor(node))
        elif node.tag == "svg":
            gathering.add(self._shown.chart(place.width))
        elif (image := self._shown.image(node)) is not None:
            gathering.add(image)

    def _block(self, node: Element, place: Place) -> list[Element]:
        within = replace(place, keeps_lines=place.keeps_lines or "lines" in classes(node))
        if node.tag == "table":
            return self._table(node, place)
        if node.tag in HEADINGS:
            return self._heading(node, place)
        if node.tag == "p":
            return self.blocks(node, replace(within, style=paragraph_style(node, place.style)))
        if node.tag == "figure":
            return self.blocks(node, replace(within, style="Figure"))
        if node.tag == "figcaption":
            return self.blocks(node, replace(within, style="Figure Title"))
        style = place.style if place.style == "Figure" else first(CONTAINERS, node) or place.style
        return self.blocks(node, replace(within, style=style))

    def _heading(self, node: Element, place: Place) -> list[Element]:
        style = paragraph_style(node, place.style)
        gathering = self._gathering(style)
        self._into([], gathering, node, place, None)
        if style in {"heading 1", "heading 2"}:
            name = f"_Toc{len(self.headings) + 1:09d}"
            self._bookmarks.wait(name)
            self.headings.append(Heading(int(style[-1]), gathering.plain(), name))
        # Beside the table widths the one thing that no style says: a short chapter goes on where the last ended.
        runs_on = [value("w:pageBreakBefore", 0)] if "runs-on" in classes(node) else []
        return gathering.flush(runs_on)

    def _table(self, node: Element, place: Place) -> list[Element]:
        if identifier := node.get("id"):
            self._bookmarks.wait(bookmark_name(identifier))
        found = grid(node, place.width, in_cover=place.in_cover)
        made = table_element(found, self._cells(found, place))
        caption = node.find("caption")
        if caption is None or found.style == "Report Form":
            return [made]
        return [*self.blocks(caption, replace(place, style="caption")), made]

    def _cells(self, found: Grid, place: Place) -> list[list[list[Element]]]:
        here = replace(place, in_keys=found.style == "Report Keys")
        return [self._row(row, here) for row in found.rows]

    def _row(self, row: GridRow, place: Place) -> list[list[Element]]:
        if row.identifier:
            self._bookmarks.wait(bookmark_name(row.identifier))
        return [self._cell(cell, place) for cell in row.cells]

    def _cell(self, cell: GridCell, place: Place) -> list[Element]:
        lines = "lines" in classes(cell.node)
        content = self.blocks(
            cell.node, replace(place, style=cell.style, width=cell.width, keeps_lines=lines)
        )
        return apart(content) or [paragraph(cell.style)]

    def _anchor(self, node: Element) -> Element:
        gathering = self._gathering("Hyperlink")
        self._into([], gathering, node, Place("Hyperlink", 0), "Hyperlink")
        address = href(node.get("href", ""))
        if address.startswith("#"):
            return element("w:hyperlink", {"anchor": bookmark_name(address[1:])}, gathering.runs())
        attributes = {"r:id": self._shown.link(address)} if address else {}
        return element("w:hyperlink", attributes, gathering.runs())

    def _gathering(self, style: str) -> Gathering:
        return Gathering(style, self._bookmarks, chinese=self.chinese)


def apart(blocks: Iterable[Element]) -> list[Element]:
    """Blocks of a body or a cell: two tables in a row would be one, and the last block has to be a paragraph."""
    made: list[Element] = []
    for one in blocks:
        if made and made[-1].tag == one.tag == _TABLE:
            made.append(paragraph("Separator"))
        made.append(one)
    return [*made, paragraph("Separator")] if made and made[-1].tag == _TABLE else made
