"""Tables that lie in workbooks: which sheet is meant, dates without a format, failed formulas, cells named."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import Unreadable, UsageError
from audit.evidence.intake import take_in
from tests.evidence.conftest import audit_yaml, told

HEADER = ["complaint_id", "customer_id", "channel", "received_ts", "resolved_ts", "transfers"]
FIRST = ["C1", "K1", "phone", dt.datetime(2026, 3, 1, 9), None, 0]


def workbook(sheets: dict[str, list[list[Any]]], *, hidden: tuple[str, ...] = (), mac: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refused(tmp_path, source, data):
    """What audit.yaml is told: the line that each error points at, and the sentence."""
    (tmp_path / "c.xlsx").write_bytes(data)
    text = audit_yaml({"complaints": {"files": ["c.xlsx"], **source}})
    (tmp_path / "audit.yaml").write_text(text, encoding="utf-8")
    with connect(threads=1) as engine, pytest.raises(UsageError) as caught:
        take_in(load_engagement(tmp_path), None, engine)
    lines = text.splitlines()
    return [(lines[one.line - 1].strip(), one.message.in_("en")) for one in caught.value.located]


def values(intake, *columns):
    return [tuple(getattr(row, name) for name in columns) for row in intake.evidence.rows("complaints")]


def test_the_only_visible_sheet_with_values_is_taken(taken_in):
    data = workbook({"空": [], "投诉台账": [HEADER, FIRST], "草稿": [["x"]]}, hidden=("草稿",))
    intake = taken_in({"complaints": {"files": ["c.xlsx"]}}, {"c.xlsx": data})
    assert values(intake, "complaint_id", "received_ts", "transfers") == [
        ("C1", dt.datetime(2026, 3, 1, 9), 0)
    ]
    file = intake.manifest.tables[0].files[0]
    assert (file.path, file.sheet, file.encoding, file.rows) == ("c.xlsx", "投诉台账", None, 1)


@pytest.mark.parametrize("name", ["台账 2026", "台账2026"])
def test_a_sheet_is_found_by_its_name_even_when_hidden(taken_in, name):
    data = workbook({"a": [["x"], ["y"]], "台账 2026": [HEADER, FIRST]}, hidden=("台账 2026",))
    intake = taken_in({"complaints": {"files": ["c.xlsx"], "sheet": name}}, {"c.xlsx": data})
    assert intake.manifest.tables[0].files[0].sheet == "台账 2026"


def test_an_unknown_sheet_is_told_with_the_nearest(tmp_path):
    data = workbook({"投诉台账": [HEADER, FIRST], "回访": [["x"]]})
    assert refused(tmp_path, {"sheet": "投诉台帐"}, data) == [
        ("sheet: 投诉台帐", "c.xlsx has no sheet “投诉台帐”; did you mean “投诉台账”?")
    ]


def test_several_sheets_are_listed_and_none_is_guessed(tmp_path):
    data = workbook(
        {"一月": [HEADER, FIRST], "二月": [HEADER, FIRST], "空": [], "旧": [["x"]]}, hidden=("旧",)
    )
    assert refused(tmp_path, {}, data) == [
        ("files:", "c.xlsx has several visible sheets that are not empty: 一月, 二月")
    ]


def test_a_hidden_sheet_is_not_chosen_in_silence(tmp_path):
    data = workbook({"空": [], "旧": [HEADER, FIRST]}, hidden=("旧",))
    assert refused(tmp_path, {}, data) == [("files:", "only hidden sheets of c.xlsx hold anything: 旧")]


def test_a_sheet_of_text_files_is_a_slip(tmp_path):
    text = b"complaint_id,received_ts,channel\nC1,2026-03-01,phone\n"
    assert refused(tmp_path, {"sheet": "台账"}, text) == [
        ("sheet: 台账", "a sheet “台账” is named, but no file of the table is a workbook")
    ]


def test_a_workbook_without_values_is_empty(tmp_path):
    (tmp_path / "c.xlsx").write_bytes(workbook({"空": []}))
    (tmp_path / "audit.yaml").write_text(audit_yaml({"complaints": {"files": ["c.xlsx"]}}), encoding="utf-8")
    with connect(threads=1) as engine, pytest.raises(Unreadable) as caught:
        take_in(load_engagement(tmp_path), None, engine)
    assert [(one.file, one.message.code) for one in caught.value.located] == [("c.xlsx", "E-EMPTY")]


def test_content_decides_and_not_the_extension(taken_in):
    files = {
        "a.csv": workbook({"台账": [HEADER, FIRST]}),
        "b.xlsx": b"complaint_id,customer_id,channel,received_ts,resolved_ts,transfers\nC2,K2,web,2026-03-02,,1\n",
    }
    intake = taken_in({"complaints": {"files": ["a.csv", "b.xlsx"]}}, files)
    assert values(intake, "complaint_id", "channel") == [("C1", "phone"), ("C2", "web")]
    assert [one.sheet for one in intake.manifest.tables[0].files] == ["台账", None]


def test_problems_name_the_cell(taken_in):
    rows = [
        ["2026 年投诉台账"],
        [],
        [None, *HEADER],
        [None, "C1", "K1", "fone", "2026-13-01", "#REF!", 1.5],
        [None, "C2", "#N/A", "#DIV/0!", dt.datetime(2026, 3, 2), dt.date(2026, 3, 1), -1],
        [None, "C3", "K3", "web", dt.datetime(2026, 3, 3), None, 0],
        [None, "C3", "K3", "web", dt.datetime(2026, 3, 3), None, 0],
    ]
    data = workbook({"投诉台账": rows})
    intake = taken_in({"complaints": {"files": ["c.xlsx"], "header_row": 3}}, {"c.xlsx": data})
    assert {one.examples[0].sheet for one in intake.groups} == {"投诉台账"}
    assert [found[:5] for found in told(intake) if found[0][0] == "E"] == [
        ("E-CELL-ERROR", "customer_id", 1, "C5", "‹personal›"),
        ("E-CELL-ERROR", "channel", 1, "D5", "#DIV/0!"),
        ("E-LABEL", "channel", 1, "D4", "fone"),
        ("E-DATE", "received_ts", 1, "E4", "2026-13-01"),
        ("E-CELL-ERROR", "resolved_ts", 1, "F4", "#REF!"),
        ("E-WHOLE-NUMBER", "transfers", 1, "G4", "1.5"),
        ("E-RANGE", "transfers", 1, "G5", "-1"),
        ("E-ORDER", "resolved_ts", 1, "F5", "2026-03-01 00:00:00"),
        ("E-KEY", "complaint_id", 2, "B6", "C3"),
    ]


def test_every_other_value_does_not_mean_a_failed_formula(taken_in):
    data = workbook({"a": [HEADER, [*FIRST[:2], "#REF!", *FIRST[3:]], [*FIRST[:2], "?", *FIRST[3:]]]})
    source = {"files": ["c.xlsx"], "values": {"channel": {"*": "web"}}}
    intake = taken_in({"complaints": source}, {"c.xlsx": data})
    assert [found[:5] for found in told(intake) if found[1] == "channel"] == [
        ("E-CELL-ERROR", "channel", 1, "C2", "#REF!")
    ]


def test_an_error_that_means_missing_may_be_declared_so(taken_in):
    data = workbook({"a": [HEADER, [*FIRST[:4], "#N/A", "#N/A"]]})
    intake = taken_in({"complaints": {"files": ["c.xlsx"], "missing": ["#N/A"]}}, {"c.xlsx": data})
    assert values(intake, "complaint_id", "resolved_ts", "transfers") == [("C1", None, None)]


@pytest.mark.parametrize(("mac", "offset", "system"), [(False, 0, "1900"), (True, -1462, "1904")])
def test_numbers_of_days_are_dates_of_the_workbooks_system_and_said_once(taken_in, mac, offset, system):
    rows = [
        HEADER,
        ["C1", "K1", "phone", dt.datetime(2026, 3, 1, 9), 46085 + offset, 0],
        ["C2", "K2", "phone", 46082.375 + offset, str(46083 + offset), 0],
        ["C3", "K3", "phone", 46082.375694444 + offset, None, 0],
    ]
    data = workbook({"台账": rows}, mac=mac)
    intake = taken_in({"complaints": {"files": ["c.xlsx"]}}, {"c.xlsx": data})
    assert values(intake, "received_ts", "resolved_ts") == [
        (dt.datetime(2026, 3, 1, 9), dt.datetime(2026, 3, 4)),
        (dt.datetime(2026, 3, 1, 9), dt.datetime(2026, 3, 2)),
        (dt.datetime(2026, 3, 1, 9, 1), None),
    ]
    said = f"a number without a date format, read as a date in the {system} date system of the workbook"
    assert [found for found in told(intake) if found[0].startswith("N-SERIAL")] == [
        ("N-SERIAL-DATE", "received_ts", 2, "D3", str(46082.375 + offset), said),
        ("N-SERIAL-DATE", "resolved_ts", 2, "E2", str(46085 + offset), said),
    ]


@pytest.mark.parametrize("number", [2026, 202603, 1, 59, 60, 18263, 73051, -46082])
def test_other_numbers_are_no_dates(taken_in, number):
    data = workbook({"台账": [HEADER, ["C1", "K1", "phone", number, None, 0], ["C2", *FIRST[1:]]]})
    intake = taken_in({"complaints": {"files": ["c.xlsx"]}}, {"c.xlsx": data})
    assert [found[:5] for found in told(intake) if found[0][0] == "E" and found[1] == "received_ts"] == [
        ("E-DATE", "received_ts", 1, "D2", str(number))
    ]


def test_numbers_of_days_in_text_files_are_no_dates(taken_in):
    text = "complaint_id,customer_id,channel,received_ts\nC1,K1,phone,46082\nC2,K2,phone,2026-03-01\n"
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    assert [found[:5] for found in told(intake) if found[0][0] == "E" and found[1] == "received_ts"] == [
        ("E-DATE", "received_ts", 1, "2", "46082")
    ]


def test_dates_meet_the_declared_format_or_are_told(taken_in):
    rows = [
        HEADER,
        ["C1", "K1", "phone", "04-03-2026 09:00", None, 0],
        ["C2", "K2", "phone", dt.datetime(2026, 3, 4, 9), None, 0],
        ["C3", "K3", "phone", 46085.375, None, 0],
        ["C4", "K4", "phone", dt.datetime(2026, 3, 4, 9, 0, 30), None, 0],
    ]
    source = {"files": ["c.xlsx"], "dates": {"received_ts": "%d-%m-%Y %H:%M"}}
    intake = taken_in({"complaints": source}, {"c.xlsx": workbook({"台账": rows})})
    assert values(intake, "complaint_id", "received_ts") == [
        (name, dt.datetime(2026, 3, 4, 9)) for name in ("C1", "C2", "C3")
    ]
    assert [found[:5] for found in told(intake) if found[0] == "E-DATE-FORM"] == [
        ("E-DATE-FORM", "received_ts", 1, "D5", "2026-03-04 09:00:30")
    ]


def test_the_last_state_of_a_case_is_found_by_numbers_of_days(taken_in):
    header = ["case", *HEADER, "changed"]
    rows = [header, ["A", *FIRST, 46090.5], ["A", "C2", *FIRST[1:], dt.datetime(2026, 3, 8)]]
    source = {"files": ["c.xlsx"], "rows": {"latest_per": "case", "by": "changed"}}
    intake = taken_in({"complaints": source}, {"c.xlsx": workbook({"台账": rows})})
    assert values(intake, "complaint_id") == [("C1",)]


def test_several_sheets_of_a_pattern_are_one_table(taken_in):
    sheets = {
        "2026-01": [HEADER, FIRST],
        "2026-02": [HEADER, ["C2", "K2", "fone", *FIRST[3:]], ["C3", *FIRST[1:]]],
        "说明": [["x"]],
    }
    source = {"files": ["c.xlsx"], "sheet": "2026-*"}
    intake = taken_in({"complaints": source}, {"c.xlsx": workbook(sheets)})
    assert values(intake, "complaint_id") == [("C1",), ("C3",)]
    assert [(one.path, one.sheet, one.rows) for one in intake.manifest.tables[0].files] == [
        ("c.xlsx", "2026-01", 1),
        ("c.xlsx", "2026-02", 2),
    ]
    (label,) = [one for one in intake.groups if one.code == "E-LABEL"]
    assert [(one.file, one.sheet, one.at) for one in label.examples] == [("c.xlsx", "2026-02", "C2")]


def test_several_sheets_may_be_listed(taken_in):
    sheets = {"一月": [HEADER, FIRST], "二月": [HEADER, ["C2", *FIRST[1:]]], "三月": [["x"]]}
    source = {"files": ["c.xlsx"], "sheet": ["一月", "二月"]}
    intake = taken_in({"complaints": source}, {"c.xlsx": workbook(sheets)})
    assert values(intake, "complaint_id") == [("C1",), ("C2",)]


def test_a_pattern_that_no_sheet_matches_is_told(tmp_path):
    assert refused(tmp_path, {"sheet": "2025-*"}, workbook({"2026-01": [HEADER, FIRST]})) == [
        ("sheet: 2025-*", "c.xlsx has no sheet “2025-*”; did you mean “2026-01”?")
    ]


def test_rows_that_are_no_records_are_counted_in_the_manifest_and_named(taken_in):
    rows = [
        ["2026 年投诉台账"],
        [],
        HEADER,
        FIRST,
        ["C2", *FIRST[1:]],
        ["合计", None, None, None, None, 0],
        ["注：来自客服系统"],
    ]
    intake = taken_in({"complaints": {"files": ["c.xlsx"]}}, {"c.xlsx": workbook({"台账": rows})})
    entry = intake.manifest.tables[0]
    assert (entry.rows, entry.used, [(one.rows, one.reason.zh) for one in entry.left_out]) == (
        4,
        2,
        [(1, "合计行"), (1, "表下的说明")],
    )
    assert [(one.code, one.examples[0].at) for one in intake.groups if one.code.endswith("-ROW")] == [
        ("N-HEADER-ROW", "3:3"),
        ("N-TITLE-ROW", "1:1"),
        ("N-TOTAL-ROW", "6:6"),
        ("N-NOTE-ROW", "7:7"),
    ]


def test_a_header_that_stands_twice_is_not_guessed(taken_in):
    data = workbook({"台账": [[*HEADER, "Channel"], [*FIRST, "web"], ["C2", *FIRST[1:], "web"]]})
    intake = taken_in({"complaints": {"files": ["c.xlsx"]}}, {"c.xlsx": data})
    assert [found[0] for found in told(intake) if found[1] == "channel" and found[0][0] in "EW"] == [
        "W-COLUMN-AMBIGUOUS",
        "E-COLUMN-MISSING",
    ]
    named = {"files": ["c.xlsx"], "columns": {"channel": "Channel (2)"}}
    assert values(taken_in({"complaints": named}, {"c.xlsx": data}), "channel") == [("web",), ("web",)]


def test_each_of_several_workbooks_needs_one_of_the_sheets_named(taken_in):
    second = [HEADER, ["C2", *FIRST[1:]]]
    files = {"a.xlsx": workbook({"1月": [HEADER, FIRST]}), "b.xlsx": workbook({"2月": second})}
    source = {"files": ["a.xlsx", "b.xlsx"], "sheet": ["1月", "2月"]}
    assert [one for (one,) in values(taken_in({"complaints": source}, files), "complaint_id")] == ["C1", "C2"]


def test_a_sheet_that_no_workbook_has_is_refused(tmp_path):
    data = workbook({"1月": [HEADER, FIRST], "二月": [HEADER, FIRST]})
    assert refused(tmp_path, {"sheet": ["1月", "2月"]}, data) == [
        ("sheet:", "c.xlsx has no sheet “2月”; did you mean “二月”?")
    ]
