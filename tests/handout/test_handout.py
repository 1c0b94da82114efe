"""Papers as Markdown and as sheets: words stay words."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from audit.handout.outline import Chapter, Grid, Outline, Points, markdown
from audit.handout.workbook import display_width, new_workbook, put, saved, write_outline

PAPER = Outline(
    "Paper",
    (
        Chapter("First", (Points(("one_two <b>", "three"), ("audit validate a_b",)),)),
        Chapter("Second", (Grid(("A", "B"), (("x|y", "1\n2"),), (10, 20)),), "2nd"),
    ),
)


def test_markdown_shows_names_and_marks_as_they_stand() -> None:
    assert markdown(PAPER) == (
        "# Paper\n\n## First\n\n- one\\_two \\<b\\>\n- three\n\n```\naudit validate a_b\n```\n\n"
        "## Second\n\n| A | B |\n| --- | --- |\n| x\\|y | 1<br>2 |\n"
    )


def test_a_paper_on_one_sheet_or_with_a_sheet_a_chapter() -> None:
    book = new_workbook()
    write_outline(book, PAPER, tabs=True)
    write_outline(book, PAPER, tabs=False)
    book = load_workbook(io.BytesIO(saved(book)))
    assert book.sheetnames == ["First", "2nd", "Paper"]
    assert [[cell.value for cell in row] for row in book["2nd"].iter_rows(min_row=3)] == [
        ["A", "B"],
        ["x|y", "1\n2"],
    ]
    assert book["2nd"].column_dimensions["B"].width == 20


def test_words_that_look_like_a_formula_are_no_formula() -> None:
    book = new_workbook()
    put(book.create_sheet("s"), 1, 1, '=HYPERLINK("http://example.org")')
    cell = load_workbook(io.BytesIO(saved(book)))["s"]["A1"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://example.org")', "s")


def test_a_chinese_character_takes_two_places() -> None:
    assert display_width("工单 No.1") == 9
