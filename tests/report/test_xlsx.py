from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from audit.report.branding.brand import Brand
from audit.report.branding.palette import Palette
from audit.report.edition import Replaced
from audit.report.options import Options
from audit.report.tables import Table, audit_tables
from audit.report.xlsx import LONGEST_CELL, render_xlsx
from audit.result import AuditResult
from audit.text import Language, Text
from tests.report.hostile import SMALL, TURNS, hostile_result
from tests.report.results import engagement, result, survey_result
from tests.report.test_tables import LANGUAGES, golden

Book = Any  # openpyxl.Workbook, whose stubs know sheets only as a union


def book(found: AuditResult, language: Language = "en", **options: bool) -> Book:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(found, language, Options(**options))))


@cache
def small(name: str, language: Language) -> Book:
    return book(SMALL[name](), language)


def for_people(table: Table) -> tuple[list[str], list[list[object]]]:
    """Titles and rows of a table without the codes that only programs need."""
    kept = [place for place, column in enumerate(table.columns) if not column.coded]
    return [table.columns[place].title for place in kept], [
        [row[place] for place in kept] for row in table.rows
    ]


def cells(sheet: Worksheet) -> list[list[object]]:
    """Values as they stand, days as days, and the escape of ``_x0041_`` undone as spreadsheets do."""
    return [[read(one) for one in row] for row in sheet.iter_rows(values_only=True)]


def read(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SMALL)
def test_read_back_the_sheets_are_the_tables(name: str, language: Language) -> None:
    sheets = small(name, language)
    filled = [table for table in audit_tables(SMALL[name](), language) if table.rows]
    assert sheets.sheetnames[1:] == [table.title for table in filled]
    for table in filled:
        titles, rows = for_people(table)
        assert cells(sheets[table.title]) == [titles, *rows], table.id


def test_the_whole_result_is_in_the_workbook() -> None:
    sheets = book(golden(), "zh")
    for table in audit_tables(golden(), "zh"):
        if table.rows:
            assert cells(sheets[table.title]) == [for_people(table)[0], *for_people(table)[1]], table.id


def test_the_first_sheet_leads_to_every_other_and_names_what_is_empty() -> None:
    sheets = small("survey", "zh")
    first = sheets.worksheets[0]
    listed = {row[0].value: row for row in first.iter_rows(min_row=5)}
    assert first.title == "目录"
    assert first["A1"].value == "服务质量审查：某某服务公司"
    assert [one.title for one in audit_tables(survey_result(), "zh")] == list(listed)
    assert {name: row[0].hyperlink.location for name, row in listed.items() if row[0].hyperlink} == {
        name: f"'{name}'!A1" for name in sheets.sheetnames[1:]
    }
    assert [cell.value for cell in listed["良好实践"]] == [
        "良好实践",
        "（结果中没有此类内容，未设工作表）",
        0,
    ]
    assert listed["检查项"][2].value == 53


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_can_be_read_filtered_and_printed(language: Language) -> None:
    for sheet in small("survey", language).worksheets[1:]:
        assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet.title)
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.auto_filter.ref == sheet.dimensions.replace("A1:A1", "A1")
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert (sheet.print_title_rows, sheet.oddHeader.right.text) == ("$1:$1", sheet.title)
        assert min(sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]) >= 7


def test_a_wide_sheet_is_printed_on_pages_side_by_side_that_all_name_the_row() -> None:
    sheets = small("survey", "zh")
    team, items = sheets["审查组"], sheets["检查项"]
    assert (team.page_setup.fitToWidth, team.print_title_cols) == (1, None)
    assert (items.page_setup.fitToWidth, items.print_title_cols) == (6, "$A:$A")


def test_numbers_keep_their_digits_under_the_format_of_their_kind() -> None:
    sheet = small("delivery", "zh")["数值"]
    head = {cell.value: cell.column - 1 for cell in sheet[1]}
    first = next(sheet.iter_rows(min_row=2))
    assert [
        (first[head[name]].value, first[head[name]].number_format) for name in ("值", "n", "置信水平")
    ] == [
        (0.634, "General"),
        (890, "#,##0"),
        (0.95, "0.0%"),
    ]
    days = small("survey", "zh")["已收到的证据"]
    assert [cell.number_format for cell in days[2] if isinstance(cell.value, dt.datetime)] == [
        "yyyy-mm-dd"
    ] * 2


def test_verdicts_are_words_with_a_fill_that_follows_them() -> None:
    sheet = small("survey", "zh")["检查项"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "判定")
    rules = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb[-6:]
        for place in sheet.conditional_formatting
        if str(place.sqref).startswith(f"{column}2")
        for rule in place.rules
    }
    assert rules == {'"符合"': "D5EBDD", '"部分符合"': "FBEBC8", '"不符合"': "F6D3CF", '"无法判定"': "E3E6EA"}


def test_the_workbook_says_what_it_is_and_when_the_evidence_ended() -> None:
    found = small("survey", "en").properties
    assert (found.title, found.language, found.creator) == (
        "Service-quality audit: Acme Services",
        "en",
        "service-gap-audit 0",
    )
    assert (found.created, found.modified) == (dt.datetime(2026, 6, 30, 16), dt.datetime(2026, 6, 30, 16))


def test_a_corrected_issue_says_so_on_the_first_sheet_and_on_every_printed_page() -> None:
    options = Options(replaces=Replaced(issue=2, result="a" * 64))
    content = render_xlsx(SMALL["empty"](), "zh", options)
    sheets: Book = openpyxl.load_workbook(io.BytesIO(content))
    assert sheets.worksheets[0]["A3"].value == "第 3 版"
    assert [sheet.oddHeader.right.text for sheet in sheets] == [
        f"第 3 版 · {name}" for name in sheets.sheetnames
    ]


def test_a_draft_says_so_on_the_first_sheet_and_on_every_printed_page() -> None:
    drafted = book(SMALL["empty"](), "zh", draft=True)
    assert drafted.worksheets[0]["A3"].value == "草稿"
    assert {sheet.oddHeader.right.text[:2] for sheet in drafted.worksheets} == {"草稿"}
    assert small("empty", "zh").worksheets[0]["A3"].value is None


SHOWN = {
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "+1+1": "'+1+1",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "' =1",
    "\r=1": "'\n=1",
    "＝1＋1": "'＝1＋1",
    " =1+1": "' =1+1",
    "'=1+1": "''=1+1",
    "a\x00b\x1bc\ufffe": "a⟦U+0000⟧b⟦U+001B⟧c⟦U+FFFE⟧",
    "user\u202egpj.exe": "user⟦U+202E⟧gpj.exe",
    "zero\u200bwidth\ufeff": "zero⟦U+200B⟧width⟦U+FEFF⟧",
    "one\u2028two\r\nthree": "one\ntwo\nthree",
}


@pytest.mark.parametrize("texts", TURNS)
def test_hostile_text_is_never_a_formula_and_never_breaks_the_file(texts: tuple[str, ...]) -> None:
    content = render_xlsx(hostile_result(*texts), "en")
    sheets: Book = openpyxl.load_workbook(io.BytesIO(content))
    shown = [row[1] for row in cells(sheets["Diverging opinions"])[1:]]
    assert shown == [SHOWN.get(text, text) for text in texts]
    types = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert types == {"s", "n", "b", "d"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in b"".join(parts.read(one) for one in parts.namelist() if "worksheets" in one)


def opinion(text: str) -> Cell:
    """The cell of a diverging opinion."""
    found = result(opinions=(Text(zh=text, en=text),))
    return book(found)["Diverging opinions"]["B2"]


def test_a_cell_that_looks_like_a_formula_is_marked_as_text_for_whoever_edits_it() -> None:
    cell = opinion("=1+1")
    assert (cell.value, cell.quotePrefix, cell.data_type) == ("'=1+1", True, "s")


def test_a_text_that_means_an_escape_to_spreadsheets_still_means_itself() -> None:
    assert opinion("_x003D_1+1").value == "_x005F_x003D_1+1"


def test_what_is_too_long_for_a_cell_says_how_much_is_missing() -> None:
    assert opinion("B" * 40_000).value == "B" * 32_747 + "…⟦+7253⟧"


def test_a_cell_counts_the_halves_of_rare_characters() -> None:
    found = opinion("𠀀" * 20_000).value
    assert len(found.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert found == "𠀀" * 16_373 + "…⟦+3627⟧"


def test_a_name_for_the_header_of_a_page_brings_no_commands() -> None:
    found = result(engagement=engagement(Text(zh="甲&P", en="A & B &P")))
    sheets = book(found, "en")
    assert "A && B &&P" in sheets.worksheets[0].oddHeader.left.text


def test_the_workbook_bears_the_words_and_the_colours_of_the_body_that_issues_it() -> None:
    brand = Brand(
        name=Text(zh="某认证中心", en="A body"),
        palette=Palette(night="#123456"),
        words={"en": {"document.title": "Audit of {name}"}},
    )
    content = render_xlsx(SMALL["empty"](), "en", Options(brand=brand))
    sheets: Book = openpyxl.load_workbook(io.BytesIO(content))
    assert sheets.properties.title == sheets.worksheets[0]["A1"].value == "Audit of Acme Services"
    about = sheets["About this report"]
    assert about["A1"].fill.fgColor.rgb[-6:] == "123456"
    assert ["Issued by", "A body"] in cells(about)
