"""Which problems are new since an earlier validation."""

from __future__ import annotations

from audit.result import Counts, Filter, ProblemGroup, RecordMark, ValidationResult
from audit.result.baseline import new_only
from tests.report.validation import dates, validation


def found(*groups: ProblemGroup) -> ValidationResult:
    return validation().model_copy(update={"groups": groups})


def mark(row: int, fingerprint: str) -> RecordMark:
    return RecordMark(table="complaints", file="evidence/a b%,1.csv", row=row, fingerprint=fingerprint)


def test_what_was_there_before_is_not_new() -> None:
    assert new_only(validation(), validation()).groups == ()


def test_another_file_column_or_table_is_another_group() -> None:
    for more in ({"file": "b.csv"}, {"column": "resolved_ts"}, {"table": "contacts"}):
        other = dates(2, 3, 4, **more)
        assert new_only(found(dates(2, 3, 4), other), found(dates(2, 3, 4))).groups == (other,)


def test_a_new_place_in_a_known_group_is_new_even_where_another_was_mended() -> None:
    assert new_only(found(dates(2, 3, 5)), found(dates(2, 3, 4))).groups == (dates(1, 5),)


def test_where_not_every_place_was_listed_the_increase_counts() -> None:
    before = found(dates(9, 3, 4))
    assert new_only(found(dates(9, 5, 6)), before).groups == ()
    assert new_only(found(dates(8, 5, 6)), before).groups == ()
    assert new_only(found(dates(10, 3, 5, 6)), before).groups == (dates(1, 5),)
    assert new_only(found(dates(15, 3, 4, 5)), before).groups == (dates(6, 5),)


def test_a_new_problem_at_a_known_place_is_counted() -> None:
    before = found(dates(1, 3))
    grown = new_only(found(dates(1, 3), dates(1, 3)), before).groups
    assert grown == (dates(1, 3),)


def test_another_wrong_value_in_a_known_place_is_new() -> None:
    other = dates(1, 3, shown="2026-14-01")
    assert new_only(found(other), found(dates(1, 3))).groups == (other,)


def test_a_problem_of_a_known_record_may_stand_elsewhere() -> None:
    before = found(dates(2, 3, 4)).model_copy(update={"records": (mark(3, "a"), mark(4, "b"))})
    moved = found(dates(2, 8, 9)).model_copy(update={"records": (mark(8, "a"), mark(9, "b"))})
    assert new_only(moved, before).groups == ()
    another = found(dates(2, 8, 9)).model_copy(update={"records": (mark(8, "a"), mark(9, "c"))})
    assert new_only(another, before).groups == (dates(1, 9),)


def test_what_is_known_is_counted_and_what_cannot_be_compared_is_said() -> None:
    before = found(dates(9, 3, 4))
    (now, earlier) = (found(dates(10, 3, 5)), before)
    assert new_only(now, earlier).filter == Filter(
        levels=("error", "warning", "note"), new_only=True, known=Counts(error=9), by_count=1
    )


def test_tables_and_items_that_suffered_before_are_not_named_again() -> None:
    before = found().model_copy(update={"broken": ("complaints",), "affected_items": ("RC-A01",)})
    now = found().model_copy(
        update={"broken": ("complaints", "contacts"), "affected_items": ("RC-A01", "RC-D01")}
    )
    new = new_only(now, before)
    assert (new.broken, new.affected_items) == (("contacts",), ("RC-D01",))
