"""The result as a workbook: every table in full, on a sheet of its own, behind a sheet that lists them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from audit.handout.workbook import BORDER, FONT, PAPER, print_landscape, saved
from audit.report.branding.palette import Palette
from audit.report.formulas import disarmed, is_like_a_formula
from audit.report.harmless import legible
from audit.report.markup import titles
from audit.report.options import FINAL, Options
from audit.report.sections.scope import as_of, period
from audit.report.sections.standing import standing
from audit.report.tables import Cell, Column, Table, Tone, audit_tables
from audit.report.telling import Teller
from audit.report.wording import TAGS
from audit.result import AuditResult
from audit.text import Language, Text

LONGEST_CELL = 32_767
"""Units of UTF-16 that a spreadsheet holds in one cell."""

_MARK = 20
"""Room for the mark that says how much was cut."""

_MANY = 8
"""Columns that fit a screen; where there are more, the first one stays in view."""

_PAGE = 190
"""Characters that a landscape page of A4 holds legibly; a wider table is printed on several pages side by side."""

_LONG_ID = 20
"""Codes of a wider column are lists, and wrap."""

_PRINTED = 80
"""Characters of a name in the header of a printed page: a header holds 255 in all."""

CONTENTS = Text(zh="目录", en="Contents")
SHEET, HOLDS, ROWS = (
    Text(zh="工作表", en="Sheet"),
    Text(zh="内容", en="What it holds"),
    Text(zh="行数", en="Rows"),
)
EMPTY = Text(zh="（结果中没有此类内容，未设工作表）", en="(the result holds none; no sheet)")

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""``_x0041_`` in a cell is read as ``A``, unless its first underscore is escaped."""

_FILLS: dict[Tone, PatternFill] = {
    "good": PatternFill(bgColor="D5EBDD"),
    "fair": PatternFill(bgColor="FBEBC8"),
    "poor": PatternFill(bgColor="F6D3CF"),
    "open": PatternFill(bgColor="E3E6EA"),
}
_WHOLE = ("count", "days", "bytes")
_WRAPPED, _PLAIN = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")


def render_xlsx(result: AuditResult, language: Language, options: Options = FINAL) -> bytes:
    """The workbook of a result, the same bytes on every run; its times are those of the cut-off.

    Args:
        result: of any audience.
        language: of titles and words; codes of programs are left to the CSV.
        options: a draft or a corrected issue is marked as one on every printed page; the colours are those of the brand.
    """
    teller = Teller(result, language, options.brand.words_in(language))
    then = as_of(result).astimezone(dt.UTC).replace(tzinfo=None)
    tables = [_for_people(one) for one in audit_tables(result, language, options)]
    book = Workbook(write_only=True)
    _describe(book, teller, options, then)
    for style in _styles(options.brand.palette):
        book.add_named_style(style)
    _contents(book, teller, tables, options)
    for table in tables:
        if table.rows:
            _sheet(book, teller, table, options)
    return saved(book, then)


def _for_people(table: Table) -> Table:
    """A table without the columns that only programs need."""
    kept = [place for place, column in enumerate(table.columns) if not column.coded]
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return Table(table.id, table.title, table.note, columns, rows)


def _describe(book: Workbook, teller: Teller, options: Options, then: dt.datetime) -> None:
    book.calculation.fullCalcOnLoad = False
    properties, result = book.properties, teller.result
    properties.title = legible(titles(teller, options)[0])
    properties.creator = f"{result.tool.name} {result.tool.version}"
    properties.language = TAGS[teller.language]
    properties.created = properties.modified = then


def _styles(palette: Palette) -> Iterable[NamedStyle]:
    """Styles by name, so that whoever works on with the workbook can change its look at one place."""
    ink = Font(name=FONT, size=10)
    head = Font(name=FONT, size=10, bold=True, color=PAPER)
    title = Font(name=FONT, size=16, bold=True, color=palette.ink[1:])
    link = Font(name=FONT, size=10, color="0B5394", underline="single")
    ground = PatternFill("solid", fgColor=palette.night[1:])
    yield NamedStyle("Audit title", font=title)
    yield NamedStyle("Audit head", font=head, fill=ground, border=BORDER, alignment=_WRAPPED)
    yield NamedStyle("Audit link", font=link, alignment=_PLAIN)
    for name, form, wraps in (
        ("text", "General", True),
        ("id", "General", False),
        ("number", "General", False),
        ("count", "#,##0", False),
        ("score", "0.0", False),
        ("share", "0.0%", False),
        ("date", "yyyy-mm-dd", False),
        ("flag", "General", False),
    ):
        alignment = _WRAPPED if wraps else _PLAIN
        yield NamedStyle(f"Audit {name}", font=ink, number_format=form, alignment=alignment)


def _style(column: Column) -> str:
    if column.kind == "number":
        unit = column.unit
        return "Audit score" if unit == "score" else "Audit count" if unit in _WHOLE else "Audit number"
    return f"Audit {'text' if column.kind == 'id' and column.width > _LONG_ID else column.kind}"


class _Pen:
    """Writes the cells of one column. Two are used for all its rows, because each is written before the next."""

    __slots__ = ("_plain", "_quoted")

    def __init__(self, sheet: Worksheet, style: str) -> None:
        self._plain, self._quoted = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        self._plain.style = self._quoted.style = style
        self._quoted.quotePrefix = True

    def __call__(self, value: Cell) -> SheetCell | None:
        """A cell with a value; text is never anything else, whatever it looks like."""
        if value is None:
            return None
        if not isinstance(value, str):
            self._plain.value = value
            return self._plain
        text = _fitted(value)
        cell = self._quoted if is_like_a_formula(text) else self._plain
        cell.value = text
        cell.data_type = "s"
        return cell


def _fitted(text: str) -> str:
    """Text as a cell holds it: legible, no formula, not too long, and ``_x0041_`` meaning itself."""
    return _ESCAPE.sub("_x005F_", _cut(disarmed(legible(text))))


def _cut(text: str) -> str:
    """The beginning of a text that is too long for a cell, and how many characters are not there.

    A cell counts the units of UTF-16, and those of escapes as well.
    """
    room = LONGEST_CELL - 6 * len(_ESCAPE.findall(text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * room:
        return text
    shown = units[: 2 * (room - _MARK)].decode("utf-16-le", "ignore")
    return f"{shown}…⟦+{len(text) - len(shown)}⟧"


def _contents(book: Workbook, teller: Teller, tables: Iterable[Table], options: Options) -> None:
    """The first sheet: what the workbook is of, and a link to every sheet; what is empty is named as well."""
    sheet = book.create_sheet(teller.text(CONTENTS))
    for letter, width in zip("ABC", (34, 90, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    _print(sheet, teller, teller.text(CONTENTS), options)
    sheet.append([_Pen(sheet, "Audit title")(titles(teller, options)[0])])
    sheet.append([_Pen(sheet, "Audit text")(period(teller))])
    sheet.append([_Pen(sheet, "Audit title")(standing(teller, options).mark or None)])
    sheet.append([_Pen(sheet, "Audit head")(teller.text(one)) for one in (SHEET, HOLDS, ROWS)])
    for table in tables:
        name = _Pen(sheet, "Audit link" if table.rows else "Audit id")(table.title)
        if table.rows and name is not None:
            name.hyperlink = Hyperlink(ref="", location=f"{quote_sheetname(table.title)}!A1")
        note = table.note if table.rows else teller.text(EMPTY)
        sheet.append([name, _Pen(sheet, "Audit text")(note), _Pen(sheet, "Audit count")(len(table.rows))])


def _sheet(book: Workbook, teller: Teller, table: Table, options: Options) -> None:
    """A table: its header stays in view, can be filtered by and is printed on every page."""
    sheet = book.create_sheet(table.title)
    last = get_column_letter(len(table.columns))
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "B2" if len(table.columns) > _MANY else "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.fitToWidth = pages = -(-sum(column.width for column in table.columns) // _PAGE)
    if pages > 1:
        sheet.print_title_cols = "A:A"
    _print(sheet, teller, table.title, options)
    _fill(sheet, table)
    sheet.append([_Pen(sheet, "Audit head")(column.title) for column in table.columns])
    pens = [_Pen(sheet, _style(column)) for column in table.columns]
    for row in table.rows:
        sheet.append([pen(value) for pen, value in zip(pens, row, strict=True)])


def _fill(sheet: Worksheet, table: Table) -> None:
    """Words that are good or bad news are filled, by a rule: who corrects one sees its colour follow."""
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        for word, tone in column.tones:
            look = DifferentialStyle(fill=_FILLS[tone])
            rule = Rule("cellIs", operator="equal", formula=[f'"{word}"'], dxf=look)
            sheet.conditional_formatting.add(f"{letter}2:{letter}{len(table.rows) + 1}", rule)


def _print(sheet: Worksheet, teller: Teller, title: str, options: Options) -> None:
    """Landscape pages of A4 that name the audit, its issue, the sheet and the page, and a draft as one."""
    print_landscape(sheet, None)
    sheet.print_options.gridLines = True
    mark = standing(teller, options).mark
    header = f"{mark}{teller.w.edition.separator}{title}" if mark else title
    name = legible(titles(teller, options)[0]).replace("\n", " ")[:_PRINTED]
    assert sheet.oddHeader is not None and sheet.oddFooter is not None  # every new sheet has them
    sheet.oddHeader.left.text = name.replace("&", "&&")
    sheet.oddHeader.right.text = header.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"
