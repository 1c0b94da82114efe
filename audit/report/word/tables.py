"""Tables: fixed columns, heads that repeat, rows that stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import lxml.etree
from lxml.etree import _Element as Element

from audit.report.word.ooxml import MILLIMETRE, element, style_id, value
from audit.report.word.vocabulary import TABLES, cell_style, classes, first

_WIDTH = re.compile(r"width:\s*([0-9.]+)mm")
_FIELD_HEIGHT, _WRITE_HEIGHT = 11, 20
"""Millimetres of a field of a form, and of one to write in."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: what it holds, the style of its text, its width (twips) and how many columns it spans. One that spans
    rows is ``begun`` in the first of them and ``continued``, empty, in the others.
    """

    node: Element
    style: str
    width: int
    span: int
    merged: Literal["", "begun", "continued"] = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row. ``height``: the least, in millimetres, 0 where its content decides; ``identifier``: of its place."""

    identifier: str
    cells: tuple[GridCell, ...]
    is_head: bool
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the widths of its columns (twips). ``name`` is read out to those who cannot see it."""

    style: str
    name: str
    widths: tuple[int, ...]
    rows: tuple[GridRow, ...]

    @property
    def names_rows(self) -> bool:
        """Whether the first cell of a row says what the row is about."""
        return any(row.cells[0].node.tag == "th" for row in self.rows if not row.is_head)


def grid(node: Element, width: int, *, in_cover: bool) -> Grid:
    """A table of the HTML."""
    style = "Report Cover" if in_cover else first(TABLES, node) or "Report Table"
    rows = list(node.iter("tr"))
    widths = _widths(node, width, max(sum(_span(cell) for cell in row) for row in rows))
    return Grid(style, _name(node), widths, tuple(_rows(rows, widths, style)))


def _rows(rows: Sequence[Element], widths: Sequence[int], style: str) -> Iterator[GridRow]:
    """Every row with all its cells, those included that a row above began; a span ends with its head or body."""
    below: dict[int, tuple[int, GridCell]] = {}
    part: Element | None = None
    for row in rows:
        if row.getparent() is not part:
            part, below = row.getparent(), {}
        yield _row(row, widths, style, below)


def _row(row: Element, widths: Sequence[int], style: str, below: dict[int, tuple[int, GridCell]]) -> GridRow:
    """A row; ``below`` holds the cells that go on, by column: how many rows yet, and the cell."""
    cells: list[GridCell] = []
    column, own = 0, list(row)
    while own or column in below:
        if column in below:
            left, above = below.pop(column)
            one = replace(above, node=lxml.etree.Element("td"), merged="continued")
        else:
            cell = own.pop(0)
            span, left = _span(cell), int(cell.get("rowspan", "1"))
            width = sum(widths[column : column + span])
            one = GridCell(cell, cell_style(cell, row, style), width, span, "begun" if left > 1 else "")
        if left > 1:
            below[column] = (left - 1, one)
        cells.append(one)
        column += one.span
    writes = any("write" in classes(cell) for cell in row)
    height = 0 if style != "Report Form" else _WRITE_HEIGHT if writes else _FIELD_HEIGHT
    return GridRow(row.get("id", ""), tuple(cells), row.getparent().tag == "thead", height)


def _span(cell: Element) -> int:
    return int(cell.get("colspan", "1"))


def _widths(node: Element, width: int, columns: int) -> tuple[int, ...]:
    """The widths that the columns ask for; those that ask for none share what is left."""
    asked = [_WIDTH.search(col.get("style", "")) for col in node.findall("colgroup/col")] or [None] * columns
    fixed = [round(float(one[1]) * MILLIMETRE) if one else 0 for one in asked]
    free = fixed.count(0)
    rest = max(width - sum(fixed), free * width // (4 * columns)) if free else 0
    wanted = [one or rest // free for one in fixed]
    scale = min(1.0, width / sum(wanted))
    return tuple(round(one * scale) for one in wanted)


def _name(node: Element) -> str:
    """The caption, or else the heading above the table."""
    caption = node.find("caption")
    if caption is not None:
        return _words(caption)
    above = node.xpath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4][1]")
    return _words(above[0]) if above else ""


def _words(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def table_element(table: Grid, content: Sequence[Sequence[Sequence[Element]]]) -> Element:
    """The table; ``content`` holds the paragraphs of every cell of every row."""
    rows = [_row_element(row, cells, table.widths) for row, cells in zip(table.rows, content, strict=True)]
    columns = element("w:tblGrid", children=[element("w:gridCol", {"w": one}) for one in table.widths])
    return element("w:tbl", children=[_properties(table), columns, *rows])


def _properties(table: Grid) -> Element:
    look = {
        "firstRow": int(any(row.is_head for row in table.rows)),
        "lastRow": 0,
        "firstColumn": int(table.names_rows),
        "lastColumn": 0,
        "noHBand": 1,
        "noVBand": 1,
    }
    found = [
        value("w:tblStyle", style_id(table.style)),
        element("w:tblW", {"w": sum(table.widths), "type": "dxa"}),
        element("w:tblLayout", {"type": "fixed"}),
        element("w:tblLook", look),
    ]
    if table.name:
        found.append(value("w:tblCaption", table.name))
    return element("w:tblPr", children=found)


def _row_element(row: GridRow, content: Sequence[Sequence[Element]], widths: Sequence[int]) -> Element:
    properties = [element("w:cantSplit")]
    if row.height:
        properties.append(element("w:trHeight", {"val": round(row.height * MILLIMETRE), "hRule": "atLeast"}))
    if row.is_head:
        properties.append(element("w:tblHeader"))
    cells = [_cell_element(cell, blocks) for cell, blocks in zip(row.cells, content, strict=True)]
    return element("w:tr", children=[element("w:trPr", children=properties), *cells])


def _cell_element(cell: GridCell, content: Sequence[Element]) -> Element:
    properties = [element("w:tcW", {"w": cell.width, "type": "dxa"})]
    if cell.span > 1:
        properties.append(value("w:gridSpan", cell.span))
    if cell.merged:
        properties.append(value("w:vMerge", "restart" if cell.merged == "begun" else "continue"))
    return element("w:tc", children=[element("w:tcPr", children=properties), *content])
