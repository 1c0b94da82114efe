"""Files and sheets that are one table though their headers differ, and those that are not though they look like it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from audit.api import drafted, prepare, propose
from audit.engines import connect
from audit.evidence.intake import take_in
from audit.evidence.proposal.model import Proposal
from tests.evidence.proposal.correcting import written

HEADER = ["投诉编号", "受理时间", "投诉渠道", "投诉类别", "办结时间"]
Rows = list[list[str]]


def _records(month: int, count: int = 30) -> Rows:
    channels = ("电话", "来信", "网站")
    return [
        [
            f"TS{month:02d}{n:03d}",
            f"2026-{month:02d}-{n % 27 + 1:02d} 09:00",
            channels[n % 3],
            ("收费", "质量")[n % 2],
            f"2026-{month:02d}-{n % 27 + 1:02d} 17:00",
        ]
        for n in range(count)
    ]


def _table(month: int, header: list[str] = HEADER) -> Rows:
    return [header, *_records(month)]


def _turned(rows: Rows) -> Rows:
    return [row[::-1] for row in rows]


def _with(rows: Rows, header: str, value: str) -> Rows:
    return [[*rows[0], header], *([*row, value] for row in rows[1:])]


def _csv(path: Path, rows: Rows) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")


def _book(path: Path, sheets: dict[str, Rows]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def _used(folder: Path, proposal: Proposal) -> int:
    """The records that are measured, with the audit.yaml that is proposed."""
    for name, text in drafted(proposal).items():
        (folder / name).write_text(text, encoding="utf-8")
    with connect() as engine:
        entries = take_in(prepare(folder).loaded, None, engine).manifest.tables
    return sum(one.used for one in entries)


def test_monthly_sheets_whose_headers_differ_a_little_are_one_table(tmp_path: Path) -> None:
    renamed = ["投诉编号", "投诉日期", "投诉渠道", "投诉类别", "办结时间"]
    sheets = {
        "1月": _table(1),
        "2月": _with(_table(2), "备注", "无"),
        "3月": [row[:-1] for row in _table(3)],
        "4月": _turned(_table(4)),
        "5月": _table(5, renamed),
        "6月": _table(6, ["投诉编号", "受理 时间", *HEADER[2:]]),
    }
    _book(tmp_path / "投诉台账.xlsx", sheets)
    proposal = propose(tmp_path)
    (table,) = proposal.tables
    assert (table.table, table.sheet, table.rows) == ("complaints", tuple(sheets), 180)
    assert {one.en for one in table.notes} == {
        "“受理时间” is called “投诉日期” in 投诉台账.xlsx#5月",
        "“受理时间” is called “受理 时间” in 投诉台账.xlsx#6月",
        "no column “办结时间” in 投诉台账.xlsx#3月",
        "only 投诉台账.xlsx#2月 has the column “备注”",
    }
    assert "    # “备注”列只在以下之处有：投诉台账.xlsx#2月\n" in drafted(proposal, ("zh",))["audit.yaml"]
    assert (proposal.unknown, _used(tmp_path, proposal)) == ((), 180)


def test_monthly_files_are_named_by_a_pattern_that_finds_no_other_file(tmp_path: Path) -> None:
    for month in (1, 2):
        _csv(
            tmp_path / f"投诉-{month}月.csv",
            _with(_table(month), "经办部门", "一部") if month == 2 else _table(month),
        )
    proposal = propose(tmp_path)
    assert [one.files for one in proposal.tables] == [("投诉-*月.csv",)]
    _csv(tmp_path / "投诉-汇总1月.csv", [["投诉类别", "件数"], ["收费", "3"]])
    assert [one.files for one in propose(tmp_path).tables] == [("投诉-1月.csv", "投诉-2月.csv")]


def test_workbooks_whose_only_sheets_are_called_differently_are_one_table(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        _book(tmp_path / f"投诉{month}.xlsx", {f"{month}月": _table(month)})
    proposal = propose(tmp_path)
    (table,) = proposal.tables
    assert (table.files, table.sheet, _used(tmp_path, proposal)) == (("投诉*.xlsx",), None, 90)


def _said(folder: Path) -> list[tuple[str, str | None, str]]:
    """Code, file and words of what is said of two months, where audit.yaml names the header 受理时间."""
    text = drafted(propose(folder))["audit.yaml"].partition("evidence:")[0]
    text += 'evidence:\n  complaints:\n    files: ["投诉-*月.csv"]\n    columns: {received_ts: 收到时间}\n'
    (folder / "audit.yaml").write_text(text, encoding="utf-8")
    with connect() as engine:
        groups = take_in(prepare(folder).loaded, None, engine).groups
    return [
        (one.code, one.file, one.examples[0].message.in_("en"))
        for one in groups
        if one.code in ("E-COLUMN-MISSING", "N-COLUMN-OTHERWISE")
    ]


def test_a_file_that_lacks_the_header_of_audit_yaml_is_read_by_another_usual_name(tmp_path: Path) -> None:
    _csv(tmp_path / "投诉-1月.csv", _table(1, ["投诉编号", "收到时间", *HEADER[2:]]))
    _csv(tmp_path / "投诉-2月.csv", _table(2, ["投诉编号", "投诉日期", *HEADER[2:]]))
    assert _said(tmp_path) == [
        (
            "N-COLUMN-OTHERWISE",
            "投诉-2月.csv",
            "this file lacks the header “收到时间” of audit.yaml; “投诉日期” is read as received_ts (Received) instead",
        )
    ]


def test_a_usual_name_that_stands_beside_the_named_header_elsewhere_is_something_else(tmp_path: Path) -> None:
    dated = [[*row[:2], row[1], *row[2:]] for row in _records(1)]
    _csv(tmp_path / "投诉-1月.csv", [["投诉编号", "收到时间", "投诉日期", *HEADER[2:]], *dated])
    _csv(tmp_path / "投诉-2月.csv", _table(2, ["投诉编号", "投诉日期", *HEADER[2:]]))
    assert [one[:2] for one in _said(tmp_path)] == [("E-COLUMN-MISSING", "投诉-2月.csv")]


def test_a_copy_is_named_and_left_out(tmp_path: Path) -> None:
    for name in ("投诉.csv", "投诉 - 副本.csv"):
        _csv(tmp_path / name, _table(1))
    proposal = propose(tmp_path)
    assert [one.files for one in proposal.tables] == [("投诉.csv",)]
    assert [(one.shown, one.why.zh) for one in proposal.unknown] == [
        ("投诉 - 副本.csv", "30 行与“投诉.csv”完全相同，是其副本")
    ]


def test_two_halves_of_one_table_are_told_and_not_put_under_one_another(tmp_path: Path) -> None:
    whole = _table(1)
    _csv(tmp_path / "投诉受理.csv", [row[:4] for row in whole])
    rows = [["投诉编号", "受理时间", "办结时间", "补救方式"]] + [
        [row[0], row[1], row[4], "退款"] for row in whole[1:]
    ]
    _csv(tmp_path / "投诉办结.csv", rows)
    proposal = propose(tmp_path)
    (table,), (other,) = proposal.tables, proposal.unknown
    assert (len(table.shown), table.rows) == (1, 30)
    assert "30 of its 30 numbers (投诉编号) stand in" in other.why.en
    assert "Files are not joined by a number here: join them into one file by it" in other.why.en


def test_another_version_of_the_same_records_is_told_and_left_out(tmp_path: Path) -> None:
    _csv(tmp_path / "投诉.csv", _with(_table(1), "备注", "无"))
    _csv(tmp_path / "投诉旧版.csv", [row[:4] for row in _table(1)])
    (other,) = propose(tmp_path).unknown
    assert other.shown == "投诉旧版.csv"
    assert other.why.zh.startswith(
        "30 个编号（投诉编号）中有 30 个与“投诉.csv”相同，像是同一批记录的另一版本"
    )


@pytest.mark.parametrize("form", [HEADER, [*HEADER, "备注"]])
def test_a_form_without_records_gives_way_to_an_export_with_some(form: list[str], tmp_path: Path) -> None:
    _book(tmp_path / "模板.xlsx", {"投诉记录": [form]})
    _csv(tmp_path / "export.csv", _table(1))
    proposal = propose(tmp_path)
    assert [one.files for one in proposal.tables] == [("export.csv",)]
    assert [(one.shown, one.why.en) for one in proposal.unknown] == [
        ("模板.xlsx#投诉记录", "a header without records; “complaints” is taken from export.csv")
    ]
    assert written(tmp_path, proposal)["complaints"]["complaint_id"] == "投诉编号"


def test_a_file_that_lacks_a_required_column_stays_out_with_its_rows(tmp_path: Path) -> None:
    _csv(tmp_path / "投诉-1月.csv", _table(1))
    _csv(tmp_path / "投诉-2月.csv", [[row[0], *row[2:4]] for row in _table(2)])
    (other,) = propose(tmp_path).unknown
    assert (other.shown, other.why.en) == (
        "投诉-2月.csv",
        (
            "“complaints” is taken from 投诉-1月.csv, which is more like it; rows not read: 30; "
            "it lacks the required received_ts"
        ),
    )


def test_a_sheet_that_audit_yaml_names_nowhere_is_noted_with_its_rows(tmp_path: Path) -> None:
    codes = [["类别", "代码"], ["收费", "F"]]
    _book(tmp_path / "投诉.xlsx", {"1月": _table(1), "2月": _table(2), "封面": [["投诉台账"]], "码表": codes})
    text = drafted(propose(tmp_path))["audit.yaml"].replace("sheet: [1月, 2月]", "sheet: 1月")
    (tmp_path / "audit.yaml").write_text(text, encoding="utf-8")
    with connect() as engine:
        groups = take_in(prepare(tmp_path).loaded, None, engine).groups
    assert [
        (one.file, one.examples[0].message.in_("zh")) for one in groups if one.code == "N-SHEETS-UNREAD"
    ] == [("投诉.xlsx", "以下工作表未列入任何一张表，没有读取：2月（31 行）、码表（2 行）")]


def _zip(path: Path, members: dict[str, bytes]) -> None:
    """An archive as Chinese Windows packs it: the names are in GBK, which nothing in it tells."""
    raw = [name.encode("gbk") for name in members]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        for letter, name, content in zip("abcdefgh", raw, members.values(), strict=False):
            parts.writestr("#" + letter * (len(name) - 1), content)
    data = packed.getvalue()
    for letter, name in zip("abcdefgh", raw, strict=False):
        data = data.replace(b"#" + letter.encode() * (len(name) - 1), name)
    path.write_bytes(data)


def _text(rows: Rows) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def _packed_book(folder: Path, sheets: dict[str, Rows]) -> bytes:
    _book(folder / "book", sheets)
    data = (folder / "book").read_bytes()
    (folder / "book").unlink()
    return data


def test_months_in_one_archive_are_one_table_with_all_their_records(tmp_path: Path) -> None:
    months = {f"投诉/{month}月[终].csv": _text(_table(month)) for month in (1, 2, 3)}
    _zip(tmp_path / "数据.zip", months | {"说明.txt": "投诉数据".encode()})
    proposal = propose(tmp_path)
    assert [(one.table, one.files, one.member, one.rows) for one in proposal.tables] == [
        ("complaints", ("数据.zip",), tuple(months), 90)
    ]
    assert _used(tmp_path, proposal) == 90


def test_a_pattern_stands_for_the_members_that_it_alone_finds(tmp_path: Path) -> None:
    months = {f"投诉2026-{month}.csv": _text(_table(month)) for month in (1, 2, 3)}
    _zip(tmp_path / "a.zip", months)
    (table,) = propose(tmp_path).tables
    assert (table.member, _used(tmp_path, propose(tmp_path))) == ("投诉2026-*.csv", 90)
    _zip(tmp_path / "a.zip", months | {"旧/投诉2026-4.csv": _text([["代码", "名称"], ["a", "b"]])})
    (table,) = propose(tmp_path).tables
    assert (table.member, table.rows) == (tuple(months), 90)


def test_workbooks_in_archives_with_a_sheet_called_otherwise_each_are_one_table(tmp_path: Path) -> None:
    cover = {"封面": [["台账", "说明"], ["一", "二"]]}
    for quarter, months in (("一季度", (1, 2)), ("二季度", (4, 5))):
        books = {
            f"{month}月投诉.xlsx": _packed_book(tmp_path, {f"{month}月": _table(month)} | cover)
            for month in months
        }
        _zip(tmp_path / f"{quarter}.zip", books)
    proposal = propose(tmp_path)
    assert [(one.files, one.member, one.sheet) for one in proposal.tables] == [
        (
            ("一季度.zip", "二季度.zip"),
            ("1月投诉.xlsx", "2月投诉.xlsx", "4月投诉.xlsx", "5月投诉.xlsx"),
            ("1月", "2月", "4月", "5月"),
        )
    ]
    assert _used(tmp_path, proposal) == 120


def test_the_same_cases_in_two_folders_of_an_archive_are_read_once(tmp_path: Path) -> None:
    _zip(tmp_path / "a.zip", {"北/投诉.csv": _text(_table(1)), "南/投诉.csv": _text(_turned(_table(1)))})
    proposal = propose(tmp_path)
    assert [(one.member, one.rows) for one in proposal.tables] == [("北/投诉.csv", 30)]
    assert [one.shown for one in proposal.unknown] == ["a.zip/南/投诉.csv"]


def test_sheets_called_otherwise_in_each_workbook_are_one_table(tmp_path: Path) -> None:
    codes = [["类别", "代码"], ["收费", "F"], ["质量", "Z"]]
    _book(tmp_path / "a.xlsx", {"1月": _table(1), "码表": codes})
    _book(tmp_path / "b.xlsx", {"2月": _table(2), "码表": codes})
    proposal = propose(tmp_path)
    assert [(one.files, one.sheet, one.rows) for one in proposal.tables] == [
        (("a.xlsx", "b.xlsx"), ("1月", "2月"), 60)
    ]
    assert _used(tmp_path, proposal) == 60


def test_a_sheet_name_that_means_something_else_in_another_workbook_is_told(tmp_path: Path) -> None:
    codes = [["类别", "代码"], ["收费", "F"], ["质量", "Z"]]
    _book(tmp_path / "a.xlsx", {"1月": _table(1), "码表": codes})
    _book(tmp_path / "b.xlsx", {"2月": _table(2), "1月": codes[::-1]})
    proposal = propose(tmp_path)
    assert [(one.files, one.sheet, one.rows) for one in proposal.tables] == [(("a.xlsx",), "1月", 30)]
    assert next(one for one in proposal.unknown if one.shown == "b.xlsx#2月").why.en.startswith(
        "probably one table with a.xlsx#1月, but a name among these stands for another sheet or member"
    )


def _unread(folder: Path) -> list[tuple[str, str, str]]:
    """The notes on what no table takes."""
    with connect() as engine:
        groups = take_in(prepare(folder).loaded, None, engine).groups
    return [
        (one.code, one.file, one.examples[0].message.in_("zh"))
        for one in groups
        if one.code.endswith("-UNREAD")
    ]


def test_files_beside_the_evidence_that_audit_yaml_names_nowhere_are_noted(tmp_path: Path) -> None:
    _csv(tmp_path / "投诉_01.csv", _table(1))
    (tmp_path / "audit.yaml").write_text(drafted(propose(tmp_path))["audit.yaml"], encoding="utf-8")
    for name in ("~$投诉.csv", "._a.csv", ".DS_Store", "report.zh.xlsx", "result.json", "更深/投诉.csv"):
        _csv(tmp_path / name, _table(2))
    _csv(tmp_path / "空表.csv", [HEADER])
    assert _unread(tmp_path) == []
    for month in range(2, 14):
        _csv(tmp_path / f"{month}月.csv", _table(1))
    named = "10月.csv、11月.csv、12月.csv、13月.csv、2月.csv、3月.csv、4月.csv、5月.csv、6月.csv、7月.csv、…"
    said = f"与证据文件同在一处的 12 个文件未列入任何一张表，没有读取：{named}"
    assert _unread(tmp_path) == [("N-FILES-UNREAD", "audit.yaml", said)]


def test_members_and_hidden_sheets_that_no_table_takes_are_noted(tmp_path: Path) -> None:
    _book(tmp_path / "book.xlsx", {"1月": _table(1), "旧": _table(2)})
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    data = (tmp_path / "book.xlsx").read_bytes()
    (tmp_path / "book.xlsx").unlink()
    codes = _text([["类别", "代码"], ["收费", "F"], ["质量", "Z"]])
    _zip(tmp_path / "a.zip", {"投诉.xlsx": data, "码表.csv": codes, "说明.txt": codes})
    (tmp_path / "audit.yaml").write_text(drafted(propose(tmp_path))["audit.yaml"], encoding="utf-8")
    assert _unread(tmp_path) == [
        ("N-SHEETS-UNREAD", "a.zip/投诉.xlsx", "以下工作表未列入任何一张表，没有读取：旧（31 行）"),
        ("N-MEMBERS-UNREAD", "a.zip", "压缩包中的 1 个文件未列入任何一张表，没有读取：码表.csv"),
    ]
