"""An instrument of one's own from a spreadsheet: the form loads as it stands, and faults are told by cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from audit.criteria.instrument import load_instrument
from audit.errors import Unreadable, UsageError
from audit.questionnaire.grids import read_book
from audit.questionnaire.items_form import items_form
from audit.questionnaire.items_import import imported
from audit.text import Language


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def book(tmp_path: Path, change: Callable[[Workbook], object] | None = None) -> Path:
    """The English form, changed."""
    form = load_workbook(io.BytesIO(items_form("en")))
    if change:
        change(form)
    form.save(tmp_path / "items.xlsx")
    return Path("items.xlsx")


def told(tmp_path: Path, change: Callable[[Workbook], object]) -> list[str]:
    with pytest.raises(UsageError) as refused:
        imported(read_book(book(tmp_path, change)), "items.xlsx")
    return [one.in_("en").removeprefix("items.xlsx#") for one in refused.value.located]


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], object]:
    return lambda book: book[sheet][cell].__setattr__("value", value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_is_an_instrument_as_it_stands(language: Language, tmp_path: Path) -> None:
    (tmp_path / "items.xlsx").write_bytes(items_form(language))
    path = tmp_path / "mine.yaml"
    path.write_bytes(imported(read_book(tmp_path / "items.xlsx"), "items.xlsx"))
    mine = load_instrument(path, "mine.yaml").instrument
    assert (mine.id, mine.version, mine.audience, mine.scale) == ("my-survey", "1.0", "customers", (1, 7))
    assert mine.valid_from == dt.date(2026, 1, 1)
    assert mine.weights_asked
    assert [(one.at, one.en) for one in mine.anchors] == [(1, "fully disagree"), (7, "fully agree")]
    assert [(one.id, one.position, one.dimension, one.reversed) for one in mine.items] == [
        ("q1", 1, "rel", False), ("q2", 2, "rel", False), ("q3", 3, "rel", True), ("q4", 4, "res", False),
        ("q5", 5, "res", False),
    ]  # fmt: skip
    assert [mine.column(facet, mine.items[2]) for facet in mine.facets] == ["e03", "p03"]
    assert [one.asked and one.asked.en for one in mine.dimensions] == ["dependability", "readiness to help"]


def test_positions_that_are_left_empty_follow_the_rows(tmp_path: Path) -> None:
    def without(form: Workbook) -> None:
        form["items"].delete_cols(7)

    text = imported(read_book(book(tmp_path, without)), "items.xlsx").decode()
    assert [line.strip() for line in text.splitlines() if "position" in line] == [
        f"position: {n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("items", "A3", "q1"), ["items!A3  the item id q1 repeats that of line 2 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"]),
        (put("items", "G3", 1), ["items!G3  the position 1 repeats that of line 2 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"]),
        (put("items", "B4", "rle"), ["items!B4  item q3 names the dimension rle, which is not defined; defined are rel, res   [L-INSTRUMENT-DIMENSION]"]),
        (put("items", "E2", "maybe"), ["items!E2  reversed must be yes or no   [Q-YES-NO]"]),
        (put("items", "D3", None), ["items!A3  “items.q2.en” is missing   [Y-MISSING-KEY]"]),
        (put("items", "E1", "reverse"), ["items!E1  no column is called “reverse”; they are id, dimension, zh, en, reversed, required, position   [Q-HEADER]"]),
        (put("instrument", "B6", "clients"), ["instrument!B6  “audience”: 'clients' is not allowed: Input should be 'customers', 'managers', 'contact_staff' or 'recovery'   [Y-INVALID]"]),
        (put("instrument", "A6", "audiences"), ["instrument!A6  no entry is called “audiences”; they are id, version, zh, en, audience, expectation_type, valid_from, scale_min, scale_min_zh, scale_min_en, scale_max, scale_max_zh, scale_max_en, weights_asked, instruction_zh, instruction_en, source_zh, source_en   [Q-ENTRY]"]),
        (put("instrument", "B9", "one"), ["instrument!B9  “scale.0”: 'one' is not allowed: Input should be a valid number, unable to parse string as a number   [Y-INVALID]"]),
        (put("facets", "A3", "perception"), ["facets!A3  “facets.perception”: 'perception' is not allowed: Input should be 'expected', 'adequate', 'perceived', 'importance', 'belief' or 'answer'   [Y-INVALID]"]),
        (put("facets", "B3", "e"), ["facets!B3  the prefix e repeats that of line 2 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_cell(
    change: Callable[[Workbook], object], expected: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, change) == expected


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, lambda form: form.remove(form["facets"])) == [
        "items.xlsx  there is no sheet “询问方式”; there are items, dimensions, instrument   [Q-SHEET]"
    ]


def test_what_is_no_workbook_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "items.xlsx").write_text("id,zh,en", encoding="utf-8")
    with pytest.raises(Unreadable, match="not an XLSX workbook"):
        read_book(tmp_path / "items.xlsx")
