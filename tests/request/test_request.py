"""The data request of an engagement, from audit.yaml to the files that are sent."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from audit.asking import request
from tests.evidence.conftest import audit_yaml

LOG = "投诉编号,受理渠道,受理时间,办结时间\nC1,电话,2026-03-01,2026-02-01\n"


def engagement(folder: Path, evidence: dict[str, object], **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    yaml = audit_yaml(evidence, criteria=["recovery"])
    (folder / "audit.yaml").write_text(yaml, encoding="utf-8")
    return folder


def rows_under(heading: str, text: str) -> list[list[str]]:
    """The cells of the table in a chapter, without its head."""
    chapter = text.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    lines = [line for line in chapter.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


MISSING = (
    "missing columns: Failure number, Customer code, Acknowledged, First response, Told of the delay, Transfers "
    "and others, 8 in all"
)


def test_before_anything_came_all_is_asked_for_and_all_waits(tmp_path: Path) -> None:
    folder = engagement(tmp_path, {})
    files = request(folder, ["zh", "en"], "md")
    assert list(files) == ["资料清单.md", "data-request.md"]
    zh, en = (content.decode() for content in files.values())
    listed = rows_under("What we ask for", en)
    assert {row[8] for row in listed} == {"not handed over"}
    assert "complaints" in [row[1].split("<br>")[1] for row in listed]
    waiting = rows_under("Items that cannot be assessed for want of evidence", en)
    assert ["Complaint log" in row[3] for row in waiting if row[0] == "RC-D01"] == [True]
    assert "资料所属期间：2026-01-01 至 2026-12-31（含首尾两日）" in zh
    assert "audit validate audit.yaml --lang zh-CN" in zh


def test_what_came_is_said_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    folder = engagement(tmp_path, {"complaints": {"files": ["log.csv"]}}, log=LOG)
    [(_, content)] = request(folder, ["en"], "md").items()
    [row] = [one for one in rows_under("What we ask for", content.decode()) if "complaints" in one[1]]
    assert row[8] == "handed over, cannot be used"
    assert row[9].startswith(MISSING)
    assert "before received\\_ts (2026-03-01 00:00:00) (log.csv:2; 1 in all)" in row[9]


def test_a_file_that_cannot_be_read_is_said_at_its_table(tmp_path: Path) -> None:
    folder = engagement(tmp_path, {"complaints": {"files": ["log.csv"]}}, log="")
    [(_, content)] = request(folder, ["zh"], "md").items()
    [row] = [one for one in rows_under("资料清单", content.decode()) if "complaints" in one[1]]
    assert (row[8], "log.csv" in row[9]) == ("已提交，无法读取", True)


def test_a_file_that_audit_yaml_names_and_that_has_not_come_is_asked_for(tmp_path: Path) -> None:
    evidence = {
        "complaints": {"files": ["log.csv", "log-2*.csv"]},
        "documents": {"files": ["documents.xlsx"]},
    }
    folder = engagement(tmp_path, evidence, log=LOG.replace("2026-02-01", "2026-03-02"))
    [(_, content)] = request(folder, ["en"], "md").items()
    listed = {row[1].split("<br>")[1]: row for row in rows_under("What we ask for", content.decode())}
    assert listed["complaints"][8:] == [
        "handed over, files missing",
        f"not received yet: log-2\\*.csv<br>{MISSING}",
    ]
    assert listed["documents"][8:] == ["not handed over", "not received yet: documents.xlsx"]


@pytest.mark.parametrize("form", ["md", "xlsx"])
def test_the_same_engagement_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    folder = engagement(tmp_path, {})
    once, again = (request(folder, ["zh", "en"], form) for _ in range(2))  # type: ignore[arg-type]  # both are forms
    assert once == again


def test_the_workbook_holds_what_the_markdown_says(tmp_path: Path) -> None:
    folder = engagement(tmp_path, {})
    [(_, text)] = request(folder, ["zh"], "md").items()
    [(name, content)] = request(folder, ["zh"], "xlsx").items()
    book = load_workbook(io.BytesIO(content))
    assert (name, book.sheetnames) == (
        "资料清单.xlsx",
        [
            "说明",
            "资料清单",
            "各列要求",
            "文件与记录",
            "待补资料的检查项",
            "个人信息",
            "保存与删除",
            "自行校验",
        ],
    )
    sheet = book["待补资料的检查项"]
    items = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
    assert items == [row[0] for row in rows_under("缺少资料而无法评定的检查项", text.decode())]
    assert sheet.auto_filter.ref == f"A3:E{sheet.max_row}"
