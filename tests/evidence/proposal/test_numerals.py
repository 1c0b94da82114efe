"""How a draft tells the decimal mark of a file: by its whole columns, and as a comment where these leave it open."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from audit.api import drafted, propose
from audit.evidence.proposal.profile import profile

HEADER = ["补救编号", "失误编号", "措施", "金额", "措施时间"]


def _rows(amounts: list[object]) -> list[list[object]]:
    return [
        [
            f"R{n:03}",
            f"F{n % 30:03}",
            ("道歉", "退款")[n % 2],
            amounts[n % len(amounts)],
            f"2026-01-{n % 27 + 1:02} 09:00",
        ]
        for n in range(40)
    ]


def _decimals(folder: Path) -> list[str]:
    """The lines of a draft that say something of the decimal mark."""
    return [
        line.strip() for line in drafted(propose(folder))["audit.yaml"].splitlines() if "decimal:" in line
    ]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["1,234", "12,500", "980", "1,234.50"], []),
        (["1,250", "12,500", "980"], ['# decimal: ","']),
        (["1.125", "1.234", "12.500"], ['# decimal: ","']),
        (["1.125.000", "1.234"], ['decimal: ","']),
        (["12,50", "1,234", "980"], ['decimal: ","']),
        (["12.50", "980"], []),
    ],
)
def test_the_draft_declares_a_decimal_mark_only_where_a_column_shows_it(tmp_path, amounts, expected):
    with (tmp_path / "recovery_actions.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *_rows(amounts)])
    assert _decimals(tmp_path) == expected


def test_the_numbers_of_a_workbook_leave_no_doubt(tmp_path):
    book = openpyxl.Workbook()
    for row in [HEADER, *_rows([1.125, 1.234])]:
        book.active.append(row)
    book.save(tmp_path / "recovery_actions.xlsx")
    assert _decimals(tmp_path) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,250", "980"], (None, ",", 1250.0)),
        (["1.250", "980"], (None, ".", 980.0)),
        (["1,250", "12,5"], (",", None, 12.5)),
        (["1,250", "0.5"], (".", None, 1250.0)),
    ],
)
def test_a_profile_tells_the_mark_of_its_numbers(cells, expected):
    found = profile("金额", 0, cells)
    assert (found.mark, found.grouped, found.high) == expected
