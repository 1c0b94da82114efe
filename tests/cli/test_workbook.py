"""What a person sees of a problem that stands in a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.cli.conftest import HEADER, ROW, Run


def test_a_problem_of_a_workbook_names_sheet_and_cell(run: Run, engagement: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "投诉台账"
    book.active.append([*HEADER.strip().split(","), "colour"])
    book.active.append(ROW.strip().split(","))
    book.active.append(["A2", "2026-01-05 10:00", "#REF!"])
    file = io.BytesIO()
    book.save(file)
    ended = run("validate", engagement(file.getvalue()))
    assert (ended.code, ended.out[:2]) == (
        3,
        [
            (
                'c.csv#投诉台账!C3  channel  "#REF!"  the formula of this cell failed — mend the formula; an error that '
                "means “missing” goes under missing   [E-CELL-ERROR]"
            ),
            (
                "c.csv#投诉台账  the column “colour” is not used — if it is needed, say under columns which of "
                "ours it is   [N-COLUMN-UNKNOWN]"
            ),
        ],
    )
