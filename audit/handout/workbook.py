"""Workbooks whose bytes depend on what stands in them alone, and the sheets of a paper."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from audit.handout.outline import Chapter, Grid, Outline, Points

FONT = "Microsoft YaHei"
"""There on the machines that these workbooks are filled in on; others put their own Chinese font in its place."""

INK, PAPER = "1F3A4D", "FFFFFF"
HEAD = PatternFill("solid", fgColor=INK)
BAND = PatternFill("solid", fgColor="EEF2F5")
_LINE = Side(style="thin", color="C5CED6")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TOP = Alignment(vertical="top", wrap_text=True)

_LONGEST_CELL = 32_767
_MOMENT = dt.datetime(2000, 1, 1)
"""Stands where a workbook says when it was made."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "service-gap-audit"
    book.properties.created = _MOMENT
    return book


def saved(book: Workbook, at: dt.datetime = _MOMENT) -> bytes:
    """The bytes of a workbook, said to have been saved at a moment (UTC) rather than now."""
    raw, packed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{at:%Y-%m-%dT%H:%M:%S}Z".encode(), content)
            new.writestr(zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_outline(book: Workbook, paper: Outline, *, tabs: bool) -> None:
    """Put a paper into a workbook: on one sheet named like it, or with ``tabs`` a sheet for each chapter."""
    if tabs:
        for chapter in paper.chapters:
            sheet = book.create_sheet(chapter.short or chapter.title)
            _heading(sheet, 1, chapter.title, 14)
            _chapter(sheet, 3, chapter)
            _finish(sheet, [chapter])
            if len(chapter.blocks) == 1 and isinstance(chapter.blocks[0], Grid):
                sheet.freeze_panes = "A4"
                last = get_column_letter(len(chapter.blocks[0].columns))
                sheet.auto_filter.ref = f"A3:{last}{sheet.max_row}"
                sheet.print_title_rows = "3:3"
        return
    sheet = book.create_sheet(paper.title)
    _heading(sheet, 1, paper.title, 16)
    row = 3
    for chapter in paper.chapters:
        _heading(sheet, row, chapter.title, 12)
        row = _chapter(sheet, row + 1, chapter) + 1
    _finish(sheet, paper.chapters)


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write a cell; words that begin like a formula stay words."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = value[:_LONGEST_CELL] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def write_table(
    sheet: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]
) -> None:
    """A header that stays in view, rows under it, and the width of each column."""
    for place, (name, width) in enumerate(zip(columns, widths, strict=True), 1):
        head = put(sheet, 1, place, name)
        head.font, head.fill, head.border = Font(name=FONT, size=10, bold=True, color=PAPER), HEAD, BORDER
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            cell = put(sheet, number, place, value)
            cell.font, cell.alignment, cell.border = Font(name=FONT, size=10), TOP, BORDER
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A2"


def display_width(words: str) -> int:
    """Columns that a text takes on screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in words)


def print_landscape(sheet: Worksheet, header: str | None) -> None:
    """Print on landscape pages of A4 as wide as the sheet, with its header on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if header:
        sheet.print_title_rows = header


def _heading(sheet: Worksheet, row: int, words: str, size: int) -> None:
    put(sheet, row, 1, words).font = Font(name=FONT, size=size, bold=True, color=INK)


def _chapter(sheet: Worksheet, row: int, chapter: Chapter) -> int:
    """Write what stands under a heading; the next free row."""
    across = max((len(block.columns) for block in chapter.blocks if isinstance(block, Grid)), default=1)
    for block in chapter.blocks:
        row = _points(sheet, row, block) if isinstance(block, Points) else _grid(sheet, row, block, across)
    return row


def _points(sheet: Worksheet, row: int, block: Points) -> int:
    lines = [f"• {one}" for one in block.sentences] + list(block.commands)
    for place, words in enumerate(lines):
        cell = put(sheet, row + place, 1, words)
        command = place >= len(block.sentences)
        cell.font = Font(name="Consolas" if command else FONT, size=10, color=INK)
    return row + len(lines) + 1


def _grid(sheet: Worksheet, row: int, block: Grid, across: int) -> int:
    for place, name in enumerate(block.columns, 1):
        cell = put(sheet, row, place, name)
        cell.font, cell.fill = Font(name=FONT, size=10, bold=True, color=PAPER), HEAD
        cell.alignment, cell.border = TOP, BORDER
    for number, cells in enumerate(block.rows, 1):
        for place, words in enumerate(cells, 1):
            cell = put(sheet, row + number, place, words)
            cell.font, cell.alignment, cell.border = Font(name=FONT, size=10), TOP, BORDER
            if number % 2 == 0:
                cell.fill = BAND
        sheet.row_dimensions[row + number].height = _height(cells, block.widths)
    return row + len(block.rows) + 2


def _height(cells: Sequence[str], widths: Sequence[int]) -> float:
    """Points that the tallest cell takes; spreadsheets do not all find out by themselves."""
    lines = [
        sum(max(1, -(-display_width(line) // max(width - 2, 1))) for line in words.split("\n"))
        for words, width in zip(cells, widths, strict=False)
    ]
    return 15.0 * max(lines, default=1) + 2


def _finish(sheet: Worksheet, chapters: Iterable[Chapter]) -> None:
    widths: dict[int, int] = {}
    for chapter in chapters:
        for block in chapter.blocks:
            for place, width in enumerate(block.widths if isinstance(block, Grid) else (), 1):
                widths[place] = max(width, widths.get(place, 0))
    for place, width in widths.items():
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.sheet_view.showGridLines = False
    print_landscape(sheet, None)
