from __future__ import annotations

from audit.report.chapters import Chapter, Entry
from audit.report.contents import second_column


def chapter(name: str, entries: int) -> Chapter:
    return Chapter(name, name, name, "", None, tuple(Entry(f"{name}-{one}", name) for one in range(entries)))


def test_the_second_column_begins_with_the_chapter_that_leaves_both_about_as_long() -> None:
    assert second_column([chapter("a", 5), chapter("b", 0), chapter("c", 1), chapter("d", 1)]) == "b"
    assert second_column([chapter("a", 0), chapter("b", 0), chapter("c", 1), chapter("d", 2)]) == "d"


def test_a_chapter_is_not_parted_however_long() -> None:
    assert second_column([chapter("a", 0), chapter("b", 40), chapter("c", 0)]) == "c"


def test_a_document_of_one_chapter_has_no_second_column() -> None:
    assert second_column([chapter("a", 3)]) == ""
