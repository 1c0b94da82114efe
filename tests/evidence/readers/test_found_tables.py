"""Files whose table does not begin in the first cell: records, places, and what is said of every other row."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from audit.errors import Unreadable
from audit.evidence.readers import delimited
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.loading import forget
from audit.evidence.readers.sheet import read_sheet
from audit.evidence.readers.source import Source
from audit.evidence.readers.workbook import opened
from tests.evidence.readers.made import ods, ods_cell, ods_row, record, xlsb, xlsb_row

Records = list[tuple[Any, ...]]
WORKBOOKS = Path(__file__).parent / "workbooks"


def said(source: Source) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.message.code, one.count, one.places) for one in source.remarks]


def left_out(source: Source) -> list[tuple[int, str]]:
    return [(rows, reason.en) for rows, reason in source.left_out]


def read_text(tmp_path: Path, text: str, **options: Any) -> tuple[Source, Records]:
    (tmp_path / "a.csv").write_bytes(text.encode())
    con = duckdb.connect()
    source = read_delimited(con, tmp_path / "a.csv", "a.csv", "t", **options)
    return source, con.execute("SELECT * EXCLUDE (_file) FROM t ORDER BY _row").fetchall()


def read_book(path: Path, **options: Any) -> tuple[Source, Records]:
    con = duckdb.connect()
    with opened(path, "a") as book:
        source = read_sheet(con, book, book.sheets[0], "t", **options)
    return source, con.execute("SELECT * EXCLUDE (_file) FROM t ORDER BY _row").fetchall()


def refused(read: Callable[[], object]) -> list[tuple[str, int | None]]:
    with pytest.raises(Unreadable) as caught:
        read()
    return [(one.message.code, one.line) for one in caught.value.located]


FORM = """2026 年投诉台账
单位：某某公司,"三,季度"

工单号,渠道,时长
C1,电话,3
C2,网络,4
小计,,7
C3,"柜
台",5
合计,,12

注：数据已脱敏
"""


def test_a_form_saved_as_text_is_read_and_every_other_line_is_named(tmp_path: Path):
    source, rows = read_text(tmp_path, FORM)
    assert (source.header, rows) == (
        ("工单号", "渠道", "时长"),
        [("C1", "电话", "3", 5), ("C2", "网络", "4", 6), ("C3", "柜\n台", "5", 8)],
    )
    assert said(source) == [
        ("N-HEADER-ROW", 1, ("4",)),
        ("N-TITLE-ROW", 2, ("1", "2")),
        ("N-TOTAL-ROW", 2, ("7", "10")),
        ("N-NOTE-ROW", 1, ("12",)),
    ]
    assert left_out(source) == [(2, "totals"), (1, "notes below the table")]


@pytest.mark.parametrize("fast", [True, False])
def test_both_paths_find_the_same_table_in_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
):
    lines = ["台账", "工单号,渠道,时长"] + [f"C{number},电话,{number}" for number in range(30_000)]
    lines[5_000] = "合计,,9"
    lines[20_000] = "工单号,渠道,时长"
    lines[25_000] = ",,"
    lines[25_001] = "合计,电话,9"
    lines += ["合计,,99", "", "数据来源：客服系统"]
    if not fast:
        monkeypatch.setattr(delimited, "suits_duckdb", lambda text, seen: False)
    source, rows = read_text(tmp_path, "\n".join(lines))
    assert source.path_taken == ("fast" if fast else "exact")
    assert (source.rows, len(rows), rows[0], rows[-1]) == (
        29_997,
        29_997,
        ("C0", "电话", "0", 3),
        ("C29999", "电话", "29999", 30_002),
    )
    assert said(source) == [
        ("N-HEADER-ROW", 1, ("2",)),
        ("N-TITLE-ROW", 1, ("1",)),
        ("N-HEADER-AGAIN", 1, ("20001",)),
        ("N-TOTAL-ROW", 2, ("5001", "30003")),
        ("N-NOTE-ROW", 1, ("30005",)),
        ("W-TOTAL-KEPT", 1, ("25002",)),
    ]


def test_a_ragged_record_is_still_an_error_with_its_line(tmp_path: Path):
    text = "台账\n\n工单号,渠道,时长\nC1,电话,3\nC2,网络\nC3,电话,5\n合计,,8\n"
    assert refused(lambda: read_text(tmp_path, text)) == [("E-RAGGED", 5)]


def test_a_cut_off_last_record_is_an_error_and_no_note(tmp_path: Path):
    text = "工单号,渠道,时长\n" + "".join(f"C{number},电话,3\n" for number in range(9)) + "C9,电"
    assert refused(lambda: read_text(tmp_path, text)) == [("E-RAGGED", 11)]


def test_two_possible_headers_are_refused_until_one_is_named(tmp_path: Path):
    text = "Q1,Q2,Q3\nHow old,How tall,How nice\n3,4,5\n2,3,5\n1,3,4\n"
    with pytest.raises(Unreadable) as caught:
        read_text(tmp_path, text)
    (one,) = caught.value.located
    assert one.message.in_("zh") == "第 1, 2 行都可能是表头，无法判定"
    assert one.message.mend_in("en") == "say header_row: 1, or header_row: [1, 2] where they belong together"
    assert read_text(tmp_path, text, header_row=(1, 2))[0].header == (
        "Q1 / How old",
        "Q2 / How tall",
        "Q3 / How nice",
    )
    source, rows = read_text(tmp_path, text, header_row=2, last_row=4)
    assert (source.header, rows) == (
        ("How old", "How tall", "How nice"),
        [("3", "4", "5", 3), ("2", "3", "5", 4)],
    )
    assert said(source) == [("N-BELOW-LAST-ROW", 1, ("5",))]
    assert left_out(source) == [(1, "below the last row that audit.yaml names")]


def test_headers_that_stand_twice_and_columns_without_one_get_names(tmp_path: Path):
    source, rows = read_text(tmp_path, "id,备注,,备注,\n1,a,x,b,\n2,c,y,d,\n")
    assert source.header == ("id", "备注 (1)", "#3", "备注 (2)")
    assert rows == [("1", "a", "x", "b", 2), ("2", "c", "y", "d", 3)]
    assert [(one.message.in_("en"), one.places) for one in source.remarks] == [
        ("the header “备注” stands in columns 2, 4, which are called 备注 (1), 备注 (2)", ()),
        ("the column has no header and is called “#3”", ("1",)),
    ]


def test_a_header_over_two_lines_with_spaces_is_one_name(tmp_path: Path):
    assert read_text(tmp_path, '"工单\n号",　处理 时长（小时） \nC1,3\nC2,4\n')[0].header == (
        "工单 号",
        "处理 时长（小时）",
    )


def test_a_plain_file_has_nothing_to_say(tmp_path: Path):
    source, _ = read_text(tmp_path, "id,note\n1,\n2,x\n")
    assert (source.remarks, source.left_out, source.path_taken) == ((), (), "fast")


def workbook(tmp_path: Path, rows: list[list[Any]], change: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    (tmp_path / "a.xlsx").write_bytes(file.getvalue())
    return tmp_path / "a.xlsx"


def test_a_form_in_a_workbook_is_read_and_every_other_row_is_named(tmp_path: Path):
    rows: list[list[Any]] = [
        [None, "2026 年顾客调查"],
        [],
        [None, "编号", "期望", None, "感知", "卡号", None],
        [None, None, "e01", "e02", "p01", None, None],
        [None, "R1", 3, 4, 5, 622202000000000018, "甲"],
        [None, None, 2, 4, 5, 1, "乙"],
        [None, "第二季度"],
        [None, "R3", 1, 0.85, 5, 2, None],
        [None, "平均", 2, None, 5, None, None],
        [None, "填表人：张三"],
    ]

    def change(sheet: Worksheet) -> None:
        for span in ("B1:G1", "B3:B4", "C3:D3", "F3:F4", "B5:B6", "B7:G7"):
            sheet.merge_cells(span)
        sheet["D8"].number_format = "0%"
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["E"].hidden = True

    source, records = read_book(workbook(tmp_path, rows, change))
    assert source.header == ("编号", "期望 / e01", "期望 / e02", "感知 / p01", "卡号", "#7")
    assert source.letters == ("B", "C", "D", "E", "F", "G")
    assert records == [
        ("R1", "3", "4", "5", "622202000000000000", "甲", 5),
        ("R1", "2", "4", "5", "1", "乙", 6),
        ("R3", "1", "0.85", "5", "2", "", 8),
    ]
    assert said(source) == [
        ("N-HEADER-ROW", 1, ("3:3",)),
        ("N-TITLE-ROW", 1, ("1:1",)),
        ("N-TOTAL-ROW", 1, ("9:9",)),
        ("N-HEADING-ROW", 1, ("7:7",)),
        ("N-NOTE-ROW", 1, ("10:10",)),
        ("N-HEADER-EMPTY", 1, ("G4",)),
        ("W-DIGITS-LOST", 1, ("F5",)),
        ("N-MERGED-CELLS", 1, ("B5",)),
        ("N-HIDDEN-ROWS", 1, ("6:6",)),
        ("N-HIDDEN-COLUMNS", 1, ("E:E",)),
    ]
    assert left_out(source) == [
        (1, "totals"),
        (1, "headings across the table"),
        (1, "notes below the table"),
    ]


@pytest.mark.parametrize(
    ("name", "serial"), [("dates-1900.xls", ("46082", "46083")), ("dates-1904.xls", ("44620", "44621"))]
)
def test_an_old_workbook_is_read_in_either_date_system(name: str, serial: tuple[str, str]):
    source, rows = read_book(WORKBOOKS / name)
    assert (source.header, rows[:2], rows[3]) == (
        ("工单号", "受理时间", "序列日期", "时长", "比例"),
        [
            ("C1", "2026-03-01 09:05:30", serial[0], "30:00:00", "0.85", 4),
            ("C2", "2026-03-02 09:05:30", serial[1], "30:00:00", "0.85", 5),
        ],
        ("C4", "#REF!", "true", "", "#N/A", 7),
    )
    assert source.day_zero is not None
    assert source.day_zero.year == (1899 if "1900" in name else 1904)
    assert said(source) == [
        ("N-HEADER-ROW", 1, ("3:3",)),
        ("N-TITLE-ROW", 1, ("1:1",)),
        ("N-TOTAL-ROW", 1, ("8:8",)),
        ("N-NOTE-ROW", 1, ("10:10",)),
        ("N-HIDDEN-ROWS", 1, ("5:5",)),
        ("N-HIDDEN-COLUMNS", 1, ("D:D",)),
        ("N-OLD-FORMAT", 1, ()),
    ]


def test_an_opendocument_sheet_is_read_with_its_failed_formulas(tmp_path: Path):
    empty = ods_cell(attributes='table:number-columns-repeated="16384"')
    data = ods(
        ods_row(ods_cell("2026 台账", 'table:number-columns-spanned="3"')),
        ods_row(empty),
        ods_row(ods_cell("工单号"), ods_cell("渠道"), ods_cell("时长")),
        ods_row(ods_cell("C1", 'table:number-rows-spanned="2"'), ods_cell("电话"), ods_cell(3)),
        ods_row("<table:covered-table-cell/>", ods_cell("网络"), ods_cell(4)),
        ods_row(
            ods_cell("C3"), ods_cell("网络"), ods_cell("#DIV/0!"), attributes='table:visibility="filter"'
        ),
        ods_row(ods_cell("C4"), ods_cell("电话"), ods_cell(2), ods_cell("#REF!")),
        ods_row(ods_cell("合计"), ods_cell(), ods_cell(7)),
        ods_row(empty, attributes='table:number-rows-repeated="1048568"'),
        before='<table:table-column table:visibility="collapse"/><table:table-column/>',
    )
    (tmp_path / "a.ods").write_bytes(data)
    source, rows = read_book(tmp_path / "a.ods")
    assert (source.header, rows) == (
        ("工单号", "渠道", "时长", "#4"),
        [
            ("C1", "电话", "3", "", 4),
            ("C1", "网络", "4", "", 5),
            ("C3", "网络", "#DIV/0!", "", 6),
            ("C4", "电话", "2", "#REF!", 7),
        ],
    )
    assert said(source) == [
        ("N-HEADER-ROW", 1, ("3:3",)),
        ("N-TITLE-ROW", 1, ("1:1",)),
        ("N-TOTAL-ROW", 1, ("8:8",)),
        ("N-HEADER-EMPTY", 1, ("D3",)),
        ("N-MERGED-CELLS", 1, ("A4",)),
        ("N-HIDDEN-ROWS", 1, ("6:6",)),
        ("N-HIDDEN-COLUMNS", 1, ("A:A",)),
    ]


def test_a_binary_workbook_is_read_with_its_failed_formulas(tmp_path: Path):
    data = xlsb(
        xlsb_row(0, "工单号", "渠道", "时长"),
        xlsb_row(1, "C1", "电话", 3),
        xlsb_row(2, "C2", None, b"\x17", hidden=True),
        xlsb_row(3, None, "网络", 7.5),
        around=record(176, bytes.fromhex("02000000 03000000 00000000 00000000")),
        from_1904=True,
    )
    (tmp_path / "a.xlsb").write_bytes(data)
    source, rows = read_book(tmp_path / "a.xlsb")
    assert rows == [("C1", "电话", "3", 2), ("C2", "", "#REF!", 3), ("C2", "网络", "7.5", 4)]
    assert source.day_zero is not None
    assert source.day_zero.year == 1904
    assert said(source) == [("N-MERGED-CELLS", 1, ("A3",)), ("N-HIDDEN-ROWS", 1, ("3:3",))]


CELL = ods_cell("x", 'table:number-columns-repeated="16384"')
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ods(ods_row(CELL, attributes='table:number-rows-repeated="1048576"')), "E-SHEET-SIZE"),
        (ods(manifest="<a><manifest:encryption-data/></a>"), "E-ENCRYPTED"),
        (ods(content=ENTITIES), "E-WORKBOOK"),
        (ods(content="<a>"), "E-WORKBOOK"),
        (
            ods(ods_row(ods_cell("a")), ods_row(ods_cell(attributes='table:formula="of:=1"'))),
            "E-UNCALCULATED",
        ),
        (ods(), "E-EMPTY"),
        (xlsb(xlsb_row(0, "a"), around=record(0)), "E-WORKBOOK"),
        (xlsb(xlsb_row(0, "a"), around=record(176, b"\x01")), "E-WORKBOOK"),
        ((WORKBOOKS / "dates-1900.xls").read_bytes()[:3000], "E-WORKBOOK"),
    ],
)
def test_a_hostile_or_damaged_workbook_is_refused_in_plain_words(tmp_path: Path, data: bytes, expected: str):
    (tmp_path / "a").write_bytes(data)
    assert [code for code, _ in refused(lambda: read_book(tmp_path / "a"))] == [expected]


def test_the_text_of_a_sheet_is_freed_once_it_is_typed(tmp_path: Path):
    path = workbook(tmp_path, [["a", "b"], ["x", 1]], lambda sheet: None)
    con = duckdb.connect()
    with opened(path, "a") as book:
        read_sheet(con, book, book.sheets[0], "t")
    forget(con, "t")
    assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == []
