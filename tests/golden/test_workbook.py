"""The golden engagement again, its complaints in a workbook: where the rows lie must change no figure."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from audit.api import assess
from audit.result import AuditResult
from tests.golden.__main__ import FOLDER

TABLE = "投诉台账"


def as_workbook(path: Path, to: Path, epoch: dt.datetime) -> None:
    """The rows under a title, on the second sheet: times as date cells, and in one column as bare numbers."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.active.append(["封面"])
    sheet = book.create_sheet(TABLE)
    sheet.append(["2026 年第一季度投诉台账"])
    sheet.append([])
    with path.open(encoding="gb18030", newline="") as file:
        header, *rows = csv.reader(file)
    sheet.append([None, *header])
    for row in rows:
        cells = [_moment(text) for text in row]
        if isinstance(cells[4], dt.datetime):
            cells[4] = to_excel(cells[4], epoch)
        sheet.append([None, *cells])
    book.save(to)


def _moment(text: str) -> str | dt.datetime | float | None:
    try:
        return dt.datetime.strptime(text, "%Y/%m/%d %H:%M")
    except ValueError:
        return text or None


@pytest.fixture(scope="module")
def golden() -> AuditResult:
    return assess(FOLDER / "engagement")


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_rows_of_a_workbook_give_the_figures_of_the_same_rows_in_csv(
    tmp_path: Path, golden: AuditResult, epoch: dt.datetime
) -> None:
    folder = tmp_path / "engagement"
    shutil.copytree(FOLDER / "engagement", folder)
    text = folder / "evidence" / f"{TABLE}.csv"
    as_workbook(text, folder / "evidence" / "台账.xlsx", epoch)
    text.unlink()
    config = (folder / "audit.yaml").read_text(encoding="utf-8")
    files = f"files: [evidence/{TABLE}.csv]"
    assert files in config
    in_workbook = f"files: [evidence/台账.xlsx]\n    sheet: {TABLE}\n    header_row: 3"
    (folder / "audit.yaml").write_text(config.replace(files, in_workbook), encoding="utf-8")

    found = assess(folder)
    assert found.measurements == golden.measurements
    assert found.items == golden.items
    assert found.scores == golden.scores
    ours, theirs = found.manifest.table("complaints"), golden.manifest.table("complaints")
    assert ours is not None
    assert theirs is not None
    assert (ours.sha256, ours.rows, ours.used) == (theirs.sha256, theirs.rows, theirs.used)
    assert [(one.path, one.sheet) for one in ours.files] == [("evidence/台账.xlsx", TABLE)]
    new = [one for one in found.problems if one.code == "N-SERIAL-DATE"]
    assert [(one.column, one.examples[0].at) for one in new] == [("acknowledged_ts", "F4")]
