"""Forms as sheets of a workbook: drop-downs, limits, comments, an example row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.limits import limits
from audit.evidence.templates.form import Form, FormField
from audit.evidence.templates.wording import (
    OPTIONAL,
    PERSONAL_WORDS,
    REQUIRED,
    range_words,
    what_to_fill_in,
)
from audit.handout.workbook import BORDER, FONT, HEAD, INK, PAPER, display_width, print_landscape, put
from audit.text import Language, Text

LISTS = "_lists"
"""The hidden sheet that holds the words of drop-downs which are too long for the validation itself."""

LONGEST_LIST = 255
"""Characters of a list within a validation, quotes not counted: more make Excel repair the file."""

_ROWS = 1_048_576
_EARLIEST = dt.date(1990, 1, 1)
_LATEST = dt.date(2099, 12, 31)
_OPTIONAL_HEAD = PatternFill("solid", fgColor="D5DEE5")
_EXAMPLE_ROW = PatternFill("solid", fgColor="F6F1E3")
_NARROWEST, _WIDEST = 13, 30
_FORMATS = {
    "string": "@",
    "enum": "@",
    "bool": "@",
    "list": "@",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "integer": "0",
    "number": "General",
}

_PICK = Text(zh="请从下拉列表中选择。", en="Choose one of the list.")
_BAD_DATE = Text(
    zh="应为 1990 至 2099 年间的日期，写成 2026-03-04 或 2026-03-04 15:05。",
    en="A date between 1990 and 2099 is needed, written 2026-03-04 or 2026-03-04 15:05.",
)
_BAD_NUMBER = Text(zh="应为数字，{range}。", en="A number is needed: {range}.")
_BAD_WHOLE = Text(zh="应为整数，{range}。", en="A whole number is needed: {range}.")
_OF_COLUMN = Text(zh="列名", en="Name")
_FILL = Text(zh="填写", en="Fill in")
_STOP = Text(zh="不能这样填写", en="Not allowed here")


def write_form(book: Workbook, form: Form) -> None:
    """Put one form on a sheet of its own, named like the table."""
    sheet = book.create_sheet(form.title)
    for place, field in enumerate(form.fields, 1):
        _header(sheet, place, field, form.language)
        _column(sheet, place, field)
        validation = _validation(book, field, form.language)
        if validation is not None:
            letter = get_column_letter(place)
            validation.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "B2"
    print_landscape(sheet, "1:1")


def _header(sheet: Worksheet, place: int, field: FormField, language: Language) -> None:
    cell = put(sheet, 1, place, field.header)
    required = field.column.required
    cell.font = Font(name=FONT, size=10, bold=required, color=PAPER if required else INK)
    cell.fill = HEAD if required else _OPTIONAL_HEAD
    cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), BORDER
    words = "\n".join(_comment(field, language))
    height = 22 * (2 + sum(-(-display_width(line) // 44) for line in words.split("\n")))
    cell.comment = Comment(words, "service-gap-audit", height=min(height, 420), width=340)


def _comment(field: FormField, language: Language) -> Iterator[str]:
    column = field.column
    colon = "：" if language == "zh" else ": "
    mark = (REQUIRED if column.required else OPTIONAL).in_(language)
    yield f"{_OF_COLUMN.in_(language)}{colon}{column.name} ({mark})"
    yield f"{_FILL.in_(language)}{colon}{what_to_fill_in(column, language)}"
    if column.note:
        yield column.note.in_(language)
    personal = PERSONAL_WORDS[column.pii]
    if personal:
        yield personal.in_(language)


def _column(sheet: Worksheet, place: int, field: FormField) -> None:
    letter, form = get_column_letter(place), _format(field)
    dimension = sheet.column_dimensions[letter]
    dimension.number_format = form
    shown = max(display_width(field.header), display_width(str(field.example or "")))
    dimension.width = min(max(shown + 3, _NARROWEST), _WIDEST)
    cell = put(sheet, 2, place, field.example)
    cell.number_format, cell.fill = form, _EXAMPLE_ROW
    cell.font = Font(name=FONT, size=10, italic=True, color="7A6A3A")


def _format(field: FormField) -> str:
    return "yyyy-mm" if field.column.unit == "month" else _FORMATS[field.column.type]


def _validation(book: Workbook, field: FormField, language: Language) -> DataValidation | None:
    """What a column takes, with the words that appear where something else is typed."""
    column = field.column
    if field.choices:
        found, said = DataValidation(type="list", formula1=_choices(book, field.choices)), _PICK
    elif column.type in ("date", "datetime"):
        first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (_EARLIEST, _LATEST))
        found = DataValidation(type="date", operator="between", formula1=first, formula2=last)
        said = _BAD_DATE
    elif limits(column).low is not None:
        found, said = _number(column), _BAD_WHOLE if column.type == "integer" else _BAD_NUMBER
    else:
        return None
    found.error = said.in_(language).format(range=range_words(column, language))
    found.errorTitle = _STOP.in_(language)
    found.allow_blank = found.showErrorMessage = True
    return found


def _choices(book: Workbook, words: tuple[str, ...]) -> str:
    """The list itself, or where it stands on the hidden sheet; words with a comma cannot stand in the list."""
    listed = ",".join(words)
    if len(listed) <= LONGEST_LIST and not any("," in one or '"' in one for one in words):
        return f'"{listed}"'
    if LISTS not in book.sheetnames:
        book.create_sheet(LISTS).sheet_state = "veryHidden"
    sheet = book[LISTS]
    place = sheet.max_column + (sheet["A1"].value is not None)
    for row, word in enumerate(words, 1):
        put(sheet, row, place, word)
    letter = get_column_letter(place)
    return f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(words)}"


def _number(column: ColumnDefinition) -> DataValidation:
    bounds = limits(column)
    kind: Literal["whole", "decimal"] = "whole" if column.type == "integer" else "decimal"
    low = f"{bounds.low:g}"
    if bounds.high is not None:
        return DataValidation(type=kind, operator="between", formula1=low, formula2=f"{bounds.high:g}")
    operator: Literal["greaterThan", "greaterThanOrEqual"]
    operator = "greaterThan" if bounds.low_open else "greaterThanOrEqual"
    return DataValidation(type=kind, operator=operator, formula1=low)
