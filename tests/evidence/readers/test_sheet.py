"""Sheets of workbooks: the text of every kind of cell, where each record stands, and what is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from audit.errors import Unreadable
from audit.evidence.readers import cells, workbook
from audit.evidence.readers.sheet import is_empty, read_sheet
from audit.evidence.readers.source import Source
from audit.evidence.readers.values import as_text
from audit.evidence.readers.workbook import is_workbook, opened

SHOWN = "evidence/台账.xlsx"
SHEET_XML = "xl/worksheets/sheet1.xml"


def made(*rows: list[Any], start: str = "A1", change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook with one sheet, 投诉台账, whose rows begin at ``start``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "投诉台账"
    first = sheet[start]
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            sheet.cell(first.row + down, first.column + across, value)
    if change is not None:
        change(sheet)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """The archive with the XML of some parts changed; a part goes by the last word of its name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(Path(name).stem)
            new.writestr(name, change(old.read(name)) if change else old.read(name))
    return file.getvalue()


def read(tmp_path: Path, data: bytes, **options: Any) -> tuple[Source, list[tuple[Any, ...]]]:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    con = duckdb.connect()
    with opened(path, SHOWN) as book:
        source = read_sheet(con, book, book.sheets[0], "t", **options)
    return source, con.execute("SELECT * FROM t ORDER BY _row").fetchall()


def refused(tmp_path: Path, data: bytes, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, **options)
    return [(one.message.code, one.place()) for one in caught.value.located]


def test_a_sheet_is_a_table_of_text_with_the_row_of_each_record(tmp_path: Path):
    data = made(["工单号", "备注"], ["C1", None], [None, None], ["C2", " 慢 "])
    source, rows = read(tmp_path, data)
    assert rows == [("C1", "", 2, SHOWN), ("C2", " 慢 ", 4, SHOWN)]
    assert source == Source(
        shown=SHOWN,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        encoding=None,
        delimiter=None,
        header=("工单号", "备注"),
        rows=2,
        path_taken="sheet",
        sheet="投诉台账",
        letters=("A", "B"),
        day_zero=dt.date(1899, 12, 30),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("007", "007"),
        ("#1", "#1"),
        (7, "7"),
        (7.0, "7"),
        (-0.5, "-0.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (True, "true"),
        (False, "false"),
        (dt.datetime(2026, 3, 1, 9, 5, 30), "2026-03-01 09:05:30"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        ("#REF!", "#REF!"),
        ("#N/A", "#N/A"),
    ],
)
def test_every_kind_of_cell_has_its_text(tmp_path: Path, value: object, text: str):
    assert read(tmp_path, made(["a", "b"], ["x", value]))[1] == [("x", text, 2, SHOWN)]


def test_a_formula_is_its_last_result(tmp_path: Path):
    def calculated(xml: bytes) -> bytes:
        return xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
        )

    data = made(["a", "b"], ["x", "=1+1"])
    assert read(tmp_path, with_parts(data, sheet1=calculated))[1] == [("x", "2", 2, SHOWN)]
    assert refused(tmp_path, data) == [("E-UNCALCULATED", f"{SHOWN}#投诉台账!B2")]


def test_a_formula_without_result_is_missed_in_records_only(tmp_path: Path):
    rows = [[f"T{n}", n] for n in range(1, 5)]
    table = [["投诉台账", "=TODAY()"], ["工单", "金额"], *rows]
    data = made(*table, ["合计", "=SUM(B3:B6)"])
    assert [row[:3] for row in read(tmp_path, data)[1]] == [(f"T{n}", str(n), n + 2) for n in range(1, 5)]
    data = made(*table, ["T5", "=B6+1"], ["合计", "=SUM(B3:B7)"])
    assert refused(tmp_path, data) == [("E-UNCALCULATED", f"{SHOWN}#投诉台账!B7")]


def test_a_formula_whose_result_is_the_empty_text_is_calculated(tmp_path: Path):
    def empty(xml: bytes) -> bytes:
        start, rest = xml.split(b'<c r="B2"', 1)
        return start + b'<c r="B2" t="str"><f>""</f><v></v></c>' + rest.split(b"</c>", 1)[1]

    data = with_parts(made(["a", "b"], ["x", '=""']), sheet1=empty)
    assert read(tmp_path, data)[1] == [("x", "", 2, SHOWN)]


def test_error_cells_are_found_at_every_edge_of_the_sheet(tmp_path: Path):
    data = made(["a", "b", "c"], ["#REF!", 1, 2], [None, None, "#DIV/0!"], ["#VALUE!"], start="B3")
    source, rows = read(tmp_path, data, header_row=3)
    assert rows == [
        ("#REF!", "1", "2", 4, SHOWN),
        ("", "", "#DIV/0!", 5, SHOWN),
        ("#VALUE!", "", "", 6, SHOWN),
    ]
    assert source.letters == ("B", "C", "D")


@pytest.mark.parametrize("shown", [b"<v>#NEWER!</v>", b"<v></v>"])
def test_an_error_that_is_none_of_the_format_damages_the_workbook(tmp_path: Path, shown: bytes):
    data = with_parts(made(["a"], ["#NULL!"]), sheet1=lambda xml: xml.replace(b"<v>#NULL!</v>", shown))
    assert refused(tmp_path, data) == [("E-WORKBOOK", SHOWN)]


def test_names_with_a_prefix_hide_no_error(tmp_path: Path):
    def prefixed(xml: bytes) -> bytes:
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"f"):
            for end in (b" ", b">", b"/"):
                xml = xml.replace(b"<" + name + end, b"<x:" + name + end)
            xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
        return xml.replace(b"xmlns=", b"xmlns:x=")

    found = cells.Contents(rows=2, columns=2, errors={(2, 2): "#REF!"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_parts(made(["a", "b"], [1, "#REF!"]), sheet1=prefixed))
    with zipfile.ZipFile(path) as parts:
        assert cells.examine(parts, SHEET_XML) == found


def test_title_rows_above_the_header_are_skipped_but_counted(tmp_path: Path):
    data = made(
        ["2026 年投诉台账"],
        [],
        ["工单号", "来源"],
        ["C1", "电话"],
        change=lambda sheet: sheet.merge_cells("A1:B1"),
    )
    source, rows = read(tmp_path, data, header_row=3)
    assert (source.header, rows) == (("工单号", "来源"), [("C1", "电话", 4, SHOWN)])


def test_columns_without_name_and_value_are_no_columns(tmp_path: Path):
    def formatted(sheet: Worksheet) -> None:
        sheet["F9"].number_format = "0.00"
        sheet["F9"] = " "

    data = made(["a", None, None, "b"], [1, None, 3, 4], change=formatted)
    source, rows = read(tmp_path, data)
    assert (source.header, source.letters) == (("a", "#3", "b"), ("A", "C", "D"))
    assert rows == [("1", "3", "4", 2, SHOWN)]


def test_the_date_system_of_the_workbook_is_known(tmp_path: Path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["a", "b"])
    book.active.append([dt.datetime(2026, 3, 1, 9), 44620])
    source, rows = read(tmp_path, saved(book))
    assert (source.day_zero, rows) == (
        dt.date(1904, 1, 1),
        [("2026-03-01 09:00:00", "44620", 2, SHOWN)],
    )


def test_hidden_and_empty_sheets_are_told_from_the_others(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("空").cell(5, 5).number_format = "0.00"
    book.create_sheet("隐藏").sheet_state = "hidden"
    book["隐藏"].append([1])
    book.create_sheet("深藏").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    with opened(path, SHOWN) as one:
        found = [(sheet.name, sheet.visible, is_empty(one, sheet)) for sheet in one.sheets]
    assert found == [
        ("Sheet", True, False),
        ("空", True, True),
        ("隐藏", False, False),
        ("深藏", False, True),
    ]


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ([], {}, [("E-EMPTY", f"{SHOWN}#投诉台账")]),
        ([["a"], [1]], {"header_row": 9}, [("E-HEADER-ROW", f"{SHOWN}#投诉台账")]),
        ([["a", "_row"], [1, 2]], {}, [("E-HEADER-RESERVED", f"{SHOWN}#投诉台账!B1")]),
    ],
)
def test_a_sheet_that_is_no_table_is_refused_with_its_cell(
    tmp_path: Path, rows: list[list[Any]], options: dict[str, Any], expected: list[tuple[str, str]]
):
    assert refused(tmp_path, made(*rows), **options) == expected


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_laid_out(tmp_path: Path):
    far = made(["a"], change=lambda sheet: sheet.__setitem__("XFD1048576", 1))
    assert refused(tmp_path, far) == [("E-SHEET-SIZE", f"{SHOWN}#投诉台账")]
    formatted = made(["a"], [1], change=lambda sheet: setattr(sheet["XFD1048576"], "number_format", "0.00"))
    assert read(tmp_path, formatted)[1] == [("1", 2, SHOWN)]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1 << 20)
    bomb = with_parts(made(["a"]), sheet1=lambda xml: xml + b" " * (3 << 20))
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, bomb)
    assert len(bomb) < 20_000
    assert caught.value.located[0].message.in_("en") == "the workbook unpacks to 3 MiB, the limit is 1 MiB"


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path):
    data = bytearray(with_parts(made(["a"]), sheet1=lambda xml: xml + b" " * (3 << 20)))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        part = parts.getinfo(SHEET_XML)
    true, lie = part.file_size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert data.count(true) == 2  # in the header of the part, and in the directory
    assert refused(tmp_path, bytes(data).replace(true, lie)) == [("E-WORKBOOK", SHOWN)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "E-ENCRYPTED"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "E-WORKBOOK"),
        (made(["a"])[:2000], "E-WORKBOOK"),
        (with_parts(made(["a"]), sheet1=lambda xml: xml[:-40]), "E-WORKBOOK"),
        (with_parts(made(["a"]), workbook=lambda xml: b"<!DOCTYPE a []>" + xml), "E-WORKBOOK"),
        (with_parts(made(["a"]), workbook=lambda xml: xml.replace(b"rId1", b"rId9")), "E-WORKBOOK"),
        (with_parts(made(["a"]), sheet1=lambda xml: b"<!DOCTYPE a []>" + xml), "E-WORKBOOK"),
    ],
)
def test_a_workbook_that_cannot_be_read_in_full_is_refused(tmp_path: Path, data: bytes, expected: str):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert is_workbook(path)
    assert [code for code, _ in refused(tmp_path, data)] == [expected]


def test_text_and_archives_of_other_things_are_no_workbooks(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(b"a,b\n1,2\n")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as parts:
        parts.writestr("c.csv", "a,b\n")
    assert [is_workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "none.xlsx")] == [False] * 3


def test_a_hundred_thousand_rows_are_read_in_full(tmp_path: Path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("长表")
    sheet.append(["id", "n"])
    for number in range(100_000):
        sheet.append([f"C{number}", number / 2])
    sheet.append(["最后", "#REF!"])
    source, rows = read(tmp_path, saved(book))
    assert (source.rows, rows[0], rows[-2], rows[-1]) == (
        100_001,
        ("C0", "0", 2, SHOWN),
        ("C99999", "49999.5", 100_001, SHOWN),
        ("最后", "#REF!", 100_002, SHOWN),
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_is_that_number(value: float):
    text = as_text(value)
    assert float(text) == value
    assert "e" not in text


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(min_codepoint=32, exclude_categories=["C"]), max_size=5), st.integers(-9, 9)
        ),
        max_size=5,
    )
)
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, int]]
):
    # A text that begins with “=” would be a formula to the library that writes.
    written = [("." + text, number) for text, number in written]
    rows = read(tmp_path_factory.mktemp("a"), made(["a", "b"], *map(list, written)))[1]
    assert [row[:2] for row in rows] == [(text, str(number)) for text, number in written]


def test_formulas_without_results_are_told_by_column_with_their_cells(tmp_path: Path):
    data = made(["编号", "时长", "说明"], ["x", "=1+1", "a"], ["y", "=2+2", "=3"], ["z", "=4", "b"])
    (tmp_path / "a.xlsx").write_bytes(data)
    with opened(tmp_path / "a.xlsx", SHOWN) as book, pytest.raises(Unreadable) as error:
        read_sheet(duckdb.connect(), book, book.sheets[0], "t")
    assert [one.message.in_("en") for one in error.value.located] == [
        "formulas in the column “时长” have no result (B2:B4, 3 in all): a program wrote the file, and nothing has calculated it yet",
        "formulas in the column “说明” have no result (C3, 1 in all): a program wrote the file, and nothing has calculated it yet",
    ]
    assert (
        error.value.located[0].message.mend_in("zh")
        == "请用 Excel、WPS 或 LibreOffice 打开该工作簿，保存后再提交"
    )
