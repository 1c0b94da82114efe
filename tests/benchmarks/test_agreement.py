"""The SQL of the benchmarks is a second opinion: written by hand, it must come to the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import complaints, figures, generated, reading, sections, validation


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up evidence goes to a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("benchmarks")
        patch.setattr(generated, "CACHE", folder)
        yield folder


@pytest.fixture(scope="module")
def typed(cache: Path) -> str:
    return generated.typed(3_000, 500)


def agree(found: dict[str, float], expected: dict[str, float]) -> None:
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-9)


def test_a_sheet_is_read_to_its_last_row(cache: Path) -> None:
    path = generated.workbook(300)
    assert (reading.sheet(path), reading.sheet_by_calamine(path)) == (300, 300)


IN_FULL = pytest.mark.parametrize("full", [False, True], ids=["headlines", "in full"])


@IN_FULL
def test_complaints_on_the_calendar_clock(typed: str, full: bool) -> None:
    measures = ["M-ACK", "M-TTR", "M-OPEN", "M-COMPL-RATE"]
    expected = figures.complaints_by_hand(typed, full)
    # Three shares in all, by channel and by site; two medians, in full two P90 and a share more; a rate.
    assert len(expected) == 3 * (1 + 6 + 41) + (6 if full else 3)
    agree(figures.ours(typed, measures, "calendar"), expected)


@IN_FULL
def test_complaints_in_opening_hours_with_holidays(typed: str, full: bool) -> None:
    agree(figures.ours(typed, ["M-TTR"], "business"), figures.opening_hours_by_hand(typed, full))


@IN_FULL
def test_gaps_of_a_survey(typed: str, full: bool) -> None:
    measures = ["M-G5-ITEM", "M-G5-DIM", "M-G5-UNW", "M-G5-WTD", "M-G5-NEG"]
    agree(figures.ours(typed, measures, "calendar"), figures.survey_by_hand(typed, full))


def test_faults_of_a_complaint_log(cache: Path) -> None:
    folder = generated.engagement(3_000)
    # Rows 3, 1000, 1997 and 2994 are resolved too early; the last came in so late that it is still open.
    expected = {"E-DATE": 3, "E-KEY": 6, "E-LABEL": 3, "E-ORDER": 4, "E-RANGE": 3, "W-CONTRADICTION": 1}
    assert reading.by_hand(folder) == expected
    assert reading.ours(folder) == expected


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_broken_rows_of_complaints(cache: Path, form: str) -> None:
    folder = complaints.generated_folder(10_000, "dirty", form)
    # One row in a hundred breaks each rule; a repeated number is that of two rows; three
    # of those resolved too early were open.
    expected = {
        "acknowledged_after_received": [100, 53],
        "answered_after_received": [100, 63],
        "channel_filled": [100, 23],
        "channel_known": [100, 33],
        "complaint_id_unique": [200, 3],
        "contacts_positive": [100, 15],
        "open_is_not_resolved": [103, 83],
        "outcome_known": [100, 93],
        "received_filled": [100, 43],
        "resolved_after_received": [100, 73],
        "site_known": [100, 13],
    }
    assert validation.floor(folder) == expected
    assert validation.usual(folder) == expected
    assert validation.ours(folder) == expected


def test_clean_complaints_break_nothing(cache: Path) -> None:
    folder = complaints.generated_folder(10_000, "clean", "parquet")
    assert validation.floor(folder) == validation.usual(folder) == validation.ours(folder) == {}


def test_what_a_peer_does_not_see_is_said() -> None:
    expected = {"a": [3, 2], "b": [1, 4], "c": [1, 5]}
    assert sections.differing({"a": [2, 2], "b": [1, None], "d": [1, 1]}, expected) == (
        "a: 2 rows of 3; b: rows without a place; c is not seen; d is seen and not there"
    )
    assert sections.differing(expected, expected) == ""
