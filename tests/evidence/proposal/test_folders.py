"""What a folder holds beside single files: data packages, workbooks of several sheets, doubtful headers, odd times."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from audit.api import drafted, propose
from audit.engagement import load_engagement
from audit.evidence.proposal.model import Question
from tests.evidence.proposal.correcting import written

HEADER = ["投诉编号", "受理时间", "投诉渠道", "投诉类别", "办结时间"]


def _record(number: int) -> list[str]:
    channel = ("电话", "来信", "网站")[number % 3]
    day = number % 27 + 1
    return [f"TS{number:04d}", f"2026-01-{day:02d} 09:00", channel, "收费", f"2026-02-{day:02d} 10:00"]


def _book(path: Path, sheets: dict[str, range]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, numbers in sheets.items():
        sheet = book.create_sheet(name)
        for row in [HEADER, *map(_record, numbers)]:
            sheet.append(row)
    book.save(path)


def _csv(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding=encoding)


def test_sheets_of_a_workbook_with_one_header_are_one_table(tmp_path: Path) -> None:
    _book(tmp_path / "投诉台账.xlsx", {"一月": range(40), "二月": range(40, 80), "三月": range(80, 120)})
    proposal = propose(tmp_path)
    (table,) = proposal.tables
    assert (table.table, table.sheet, table.rows) == ("complaints", ("一月", "二月", "三月"), 120)
    assert proposal.unknown == ()
    assert written(tmp_path, proposal)["complaints"]["complaint_id"] == "投诉编号"


def test_sheets_that_speak_of_other_things_stay_apart(tmp_path: Path) -> None:
    _book(tmp_path / "台账.xlsx", {"投诉": range(40), "培训": range(40, 80)})
    proposal = propose(tmp_path)
    assert [(one.table, one.sheet) for one in proposal.tables] == [("complaints", "投诉")]


def _package(folder: Path, **resource: object) -> None:
    described = {"name": "complaints", "path": "data/k.csv", **resource}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")


def test_a_data_package_says_how_its_files_are_written_and_what_their_columns_are(tmp_path: Path) -> None:
    rows = [
        ["c1", "c2", "c3", "c4"],
        *([f"K{n}", f"0{n % 9 + 1}/02/2026", "phone", "-99"] for n in range(40)),
    ]
    _csv(tmp_path / "data" / "k.csv", rows, "|", "cp1252")
    fields = [
        {"name": "c1", "title": "Complaint no."},
        {"name": "c2", "title": "Date received", "type": "date", "format": "%m/%d/%Y"},
        {"name": "c3", "title": "Channel"},
        {"name": "c4", "title": "Date resolved"},
    ]
    _package(
        tmp_path,
        encoding="cp1252",
        dialect={"delimiter": "|"},
        schema={"fields": fields, "missingValues": ["-99"]},
    )

    def ask(question: Question) -> int | None:
        pytest.fail(f"the package answers it: {question.text.en}")

    proposal = propose(tmp_path, ask=ask)
    (table,) = proposal.tables
    assert (table.table, table.files, table.resource) == ("complaints", ("datapackage.json",), "complaints")
    assert [one.date for one in table.taken] == [None] * len(table.taken)
    columns = written(tmp_path, proposal)["complaints"]
    assert columns == {
        "complaint_id": "c1",
        "received_ts": "c2",
        "channel": "c3",
        "resolved_ts": "c4",
    }


def test_a_resource_of_which_the_folder_does_not_hold_everything_is_told_and_its_file_read_as_it_is(
    tmp_path: Path,
) -> None:
    _csv(tmp_path / "data" / "k.csv", [HEADER, *map(_record, range(40))])
    _package(tmp_path, path=["data/k.csv", "data/gone.csv"])
    proposal = propose(tmp_path)
    assert [(one.table, one.files) for one in proposal.tables] == [("complaints", ("data/k.csv",))]
    (refused,) = proposal.unreadable
    assert (refused.shown, refused.why.en) == (
        "datapackage.json#complaints",
        "the data package is not followed: the data package lists “data/gone.csv”, which is not there",
    )


@pytest.mark.parametrize(
    ("answer", "headers"), [(0, "C_RECEIVED"), (1, "Day it was received"), (None, "C_RECEIVED")]
)
def test_a_person_says_which_of_several_rows_is_the_header(
    answer: int | None, headers: str, tmp_path: Path
) -> None:
    codes = ["C_NO", "C_RECEIVED", "C_VIA", "C_TOPIC"]
    words = ["Number of complaint", "Day it was received", "Channel it used", "Its nature"]
    rows = [[f"C{n}", f"2026-02-{n % 27 + 1:02d}", ("Phone", "Web")[n % 2], "Fees"] for n in range(40)]
    _csv(tmp_path / "complaints.csv", [codes, words, *rows])
    asked = list[Question]()

    def ask(question: Question) -> int | None:
        asked.append(question)
        return answer if question.about.endswith("header_row") else question.preferred

    proposal = propose(tmp_path, ask=ask)
    first = asked[0]
    assert first.text.en == "Which row of complaints.csv is its header? The others are no records"
    assert [(one.label.en, one.examples) for one in first.choices] == [
        ("row 1", tuple(codes)),
        ("row 2", tuple(words)),
    ]
    (table,) = proposal.tables
    assert (table.header_row, table.rows) == ((answer or 0) + 1, 40)
    assert next(one.header for one in table.taken if one.name == "received_ts") == headers


def test_times_counted_in_seconds_are_told_with_what_to_do(tmp_path: Path) -> None:
    rows = [["Complaint no.", "created_at", "Date received", "Channel"]]
    rows += [
        [f"{1_700_000_000 + n}", f"{1_770_000_000 + 5000 * n}", f"2026-02-{n % 27 + 1:02d}", "Phone"]
        for n in range(40)
    ]
    _csv(tmp_path / "complaints.csv", rows)
    proposal = propose(tmp_path)
    (table,) = proposal.tables
    assert table.stamps == ("created_at",)
    text = drafted(proposal)["audit.yaml"]
    assert (
        "    # these look like times counted in seconds or milliseconds since 1970: created_at. They cannot be read "
        "as dates; ask for an export with dates\n"
    ) in text


def test_a_file_whose_only_times_are_counted_is_no_table_yet_and_the_reason_stands_with_it(
    tmp_path: Path,
) -> None:
    rows = [["sku", "created_ms", "colour"]]
    rows += [[f"S{n % 7}", f"{1_770_000_000_000 + 5_000_000 * n}", "red"] for n in range(40)]
    _csv(tmp_path / "dump.csv", rows)
    (unknown,) = propose(tmp_path).unknown
    assert unknown.why.zh.endswith("created_ms。不能当作日期读取，请对方按日期重新导出")


def test_what_is_proposed_loads(tmp_path: Path) -> None:
    _book(tmp_path / "a[1].xlsx", {"一月": range(40), "二月, 三月": range(40, 80)})
    for name, text in drafted(propose(tmp_path)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_engagement(tmp_path / "audit.yaml").engagement.evidence["complaints"].sheet == (
        "一月",
        "二月, 三月",
    )


def test_every_sheet_that_is_left_out_is_named_with_the_reason(tmp_path: Path) -> None:
    _book(tmp_path / "客诉.xlsx", {"客诉": range(40), "旧数据": range(60, 90)})
    book = openpyxl.load_workbook(tmp_path / "客诉.xlsx")
    for name, rows in {
        "封面": [["2026 年上半年客诉台账"]],
        "汇总": [["投诉类别", "件数"], ["收费", 40], ["质量", 2]],
        "Lookup": [["类别", "代码"], ["收费", "F"], ["质量", "Q"]],
        "Sheet6": [],
        "时长": [["=1+1"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["旧数据"].sheet_state = "hidden"
    book.save(tmp_path / "客诉.xlsx")
    proposal = propose(tmp_path)
    assert [(one.table, one.sheet, one.rows) for one in proposal.tables] == [("complaints", "客诉", 40)]
    assert proposal.undecided == ()
    left_out = {
        one.shown.removeprefix("客诉.xlsx#"): one.why.en
        for one in (*proposal.unknown, *proposal.unreadable, *proposal.ignored)
    }
    beside = (
        "by its name words of explanation, a list of codes or a summary, and no records; rows not read: 2"
    )
    assert left_out == {
        "封面": "a title or other words, and no table",
        "汇总": beside,
        "Lookup": beside,
        "旧数据": "a hidden sheet of 31 rows with its header; name it under sheet if it is evidence",
        "Sheet6": "nothing in it",
        "时长": (
            "formulas in the column “A” have no result (A1, 1 in all): a program wrote the file, and nothing has calculated "
            "it yet; open the workbook in Excel or LibreOffice, save it, and hand that over"
        ),
    }


def test_a_result_of_an_earlier_run_is_told_for_what_it_is(tmp_path: Path) -> None:
    _csv(tmp_path / "投诉.csv", [HEADER, *map(_record, range(40))])
    (tmp_path / "result.json").write_text(json.dumps({"result": 1, "items": []}, indent=2), encoding="utf-8")
    proposal = propose(tmp_path)
    assert [(one.shown, one.why.zh) for one in proposal.ignored] == [
        ("result.json", "一份 JSON 文档（如本工具的结果），不是逐行的记录")
    ]
    assert proposal.unreadable == ()


@pytest.mark.parametrize(
    ("name", "taken"), [("2026 上半年满意度调查", None), ("SERVQUAL-22", "问卷"), ("servqual-22", "问卷")]
)
def test_a_questionnaire_by_a_name_of_its_own_is_not_taken(
    tmp_path: Path, name: str, taken: str | None
) -> None:
    items = [f"{part}{place:02d}" for part in ("e", "p") for place in range(1, 23)]
    header = ["答卷编号", "问卷", "提交时间", *items]
    rows = [
        [f"R{n}", name, f"2026-03-{n % 27 + 1:02d} 10:00", *(str((n + k) % 7 + 1) for k in range(44))]
        for n in range(40)
    ]
    _csv(tmp_path / "顾客问卷.csv", [header, *rows])
    (table,) = propose(tmp_path).tables
    assert [one.header for one in table.taken if one.name == "instrument_id"] == [taken]
