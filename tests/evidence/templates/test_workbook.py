"""The workbook that people fill in: what it offers, what it refuses, and what it tells."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.privacy import PERSONAL
from audit.evidence.templates import templates
from audit.evidence.templates.sheets import LISTS, LONGEST_LIST
from audit.evidence.templates.wording import PERSONAL_WORDS, UNIT_WORDS, choices, what_to_fill_in
from audit.text import Language

EVERY = [TABLES[name] for name in TABLES]


def workbook(languages: Sequence[Language] = ("zh",), names: Sequence[str] = tuple(TABLES)) -> Workbook:
    serves = {"complaints": ("RC-D01", "RC-D03")}
    [content] = templates([TABLES[name] for name in names], languages, "xlsx", serves=serves).values()
    return load_workbook(io.BytesIO(content))


def validation(sheet: Worksheet, column: int) -> DataValidation | None:
    """What the cells under a header take."""
    cell = sheet.cell(5, column).coordinate
    return next((one for one in sheet.data_validations.dataValidation if cell in one.sqref), None)


def column_of(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).removesuffix(" *") == header)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return workbook()


def test_a_sheet_a_table_behind_the_guidance(book: Workbook) -> None:
    assert book.sheetnames == ["填写说明", "各列说明", *(one.title.zh for one in EVERY)]


def test_a_required_column_is_marked_in_words_and_not_by_colour_alone(book: Workbook) -> None:
    for definition in EVERY:
        headers = [str(cell.value) for cell in book[definition.title.zh][1]]
        assert [header.endswith(" *") for header in headers] == [one.required for one in definition.columns]
        assert book[definition.title.zh].freeze_panes == "B2"


def test_every_choice_can_be_chosen_and_nothing_else(book: Workbook) -> None:
    for definition in EVERY:
        sheet = book[definition.title.zh]
        for place, column in enumerate(definition.columns, 1):
            found = validation(sheet, place)
            if column.type not in ("enum", "bool"):
                assert found is None or found.type != "list", column.name
                continue
            assert found is not None
            assert (found.type, found.showErrorMessage, bool(found.error)) == ("list", True, True)
            assert offered(book, str(found.formula1)) == choices(column, "zh"), column.name


def offered(book: Workbook, formula: str) -> tuple[str, ...]:
    if formula.startswith('"'):
        assert len(formula) <= LONGEST_LIST + 2
        return tuple(formula.strip('"').split(","))
    cells = book[LISTS][formula.partition("!")[2].replace("$", "")]
    return tuple(str(row[0].value) for row in cells)


def test_a_long_list_stands_on_the_hidden_sheet() -> None:
    english = workbook(["en"], ["failures"])
    sheet = english["Failure log"]
    found = validation(sheet, column_of(sheet, "Retail failure class"))
    assert found is not None
    assert str(found.formula1) == f"'{LISTS}'!$A$1:$A$16"
    assert english[LISTS].sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("table", "header", "kind", "operator", "bounds"),
    [
        ("投诉台账", "转办次数", "whole", "greaterThanOrEqual", ("0", None)),
        ("服务标准", "要求达标率", "decimal", None, ("0", "1")),
        ("服务标准", "权重", "decimal", "greaterThan", ("0", None)),
        ("投诉台账", "受理时间", "date", None, ("DATE(1990,1,1)", "DATE(2099,12,31)")),
    ],
)
def test_numbers_and_dates_are_held_to_their_range(
    table: str, header: str, kind: str, operator: str | None, bounds: tuple[str, str | None], book: Workbook
) -> None:
    sheet = book[table]
    found = validation(sheet, column_of(sheet, header))
    assert found is not None
    told = (found.type, found.operator if found.operator != "between" else None)
    assert (*told, (found.formula1, found.formula2)) == (kind, operator, bounds)
    assert found.errorTitle == "不能这样填写"


def test_a_comment_tells_name_meaning_and_what_is_personal(book: Workbook) -> None:
    sheet = book["投诉台账"]
    comment = sheet.cell(1, column_of(sheet, "顾客代码")).comment
    assert comment is not None
    assert comment.text == (
        "列名：customer_id (选填)\n填写：文字\n只用假名代码，不得为姓名或电话\n"
        "个人信息：只填假名代码，不得为姓名、电话、证件号"
    )


def test_numbers_with_leading_zeros_stay_text_and_dates_look_like_dates(book: Workbook) -> None:
    sheet = book["投诉台账"]
    forms = {
        header: sheet.cell(2, column_of(sheet, header)).number_format
        for header in ("投诉编号", "受理时间", "转办次数")
    }
    assert forms == {"投诉编号": "@", "受理时间": "yyyy-mm-dd hh:mm", "转办次数": "0"}


def test_the_guidance_tells_what_is_personal_and_whom_a_table_serves(book: Workbook) -> None:
    text = "\n".join(str(cell.value) for row in book["填写说明"].iter_rows() for cell in row if cell.value)
    assert "加盐散列" in text
    assert "RC-D01, RC-D03" in text
    listed = {
        (row[0], row[2], row[6]) for row in book["各列说明"].iter_rows(min_row=5, values_only=True) if row[6]
    }
    expected = {
        (one.title.zh, column.name, words.zh)
        for one in EVERY
        for column in one.columns
        if (words := PERSONAL_WORDS[column.pii])
    }
    assert listed == expected
    assert all(PERSONAL_WORDS[pii] for pii in PERSONAL)


def test_both_languages_have_guidance_of_their_own() -> None:
    names = workbook(["zh", "en"], ["documents"]).sheetnames
    assert names == ["填写说明", "各列说明", "How to fill in", "The columns", "文件清单"]


def test_the_survey_asks_the_questions_of_its_instrument(instrument: Instrument) -> None:
    definition = table_definition("survey_customers", instrument)
    [content] = templates([definition], ["zh"], "xlsx", serves={}).values()
    sheet = load_workbook(io.BytesIO(content))["顾客调查"]
    headers = [str(cell.value) for cell in sheet[1]]
    assert len(headers) == len(definition.columns)
    found = validation(sheet, headers.index(definition.column("e01").title.zh) + 1)
    assert found is not None
    assert (found.formula1, found.formula2) == ("1", "7")


def test_the_same_tables_give_the_same_bytes() -> None:
    once, again = (templates(EVERY[:4], ["zh"], "xlsx", serves={}) for _ in range(2))
    assert once == again


def test_a_workbook_a_table_or_csv_with_a_mark_that_excel_needs() -> None:
    some = [TABLES["complaints"], TABLES["sites"]]
    assert list(templates(some, ["en"], "xlsx", serves={}, separate=True)) == [
        "complaints.xlsx",
        "sites.xlsx",
    ]
    files = templates(some, ["zh", "en"], "csv", serves={})
    assert list(files) == ["complaints.csv", "sites.csv", "填写说明.md", "README.md"]
    assert files["sites.csv"] == (
        "\ufeff场所代码 *,场所名称 *,场所类型 *,一线人数,是否中央职能 *,开业日期,上次审查日期\r\n".encode()
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_can_be_explained(language: Language) -> None:
    for definition in EVERY:
        for column in definition.columns:
            assert what_to_fill_in(column, language)
            assert column.unit is None or UNIT_WORDS[column.unit].in_(language)
