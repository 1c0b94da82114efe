"""The SQL of the benchmarks is a second opinion: written by hand, it must come to the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import figures, generated, reading, validation


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up evidence goes to a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("benchmarks")
        patch.setattr(generated, "CACHE", folder)
        patch.setattr(validation, "CACHE", folder)
        yield folder


@pytest.fixture(scope="module")
def typed(cache: Path) -> str:
    return generated.typed(3_000, 500)


def agree(found: dict[str, float], expected: dict[str, float]) -> None:
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-9)


def test_complaints_on_the_calendar_clock(typed: str) -> None:
    measures = ["M-ACK", "M-TTR", "M-OPEN", "M-COMPL-RATE"]
    expected = figures.complaints_by_hand(typed)
    # Three shares in all, by channel and by site; two medians; a rate.
    assert len(expected) == 3 * (1 + 6 + 41) + 3
    agree(figures.ours(typed, measures, "calendar"), expected)


def test_complaints_in_opening_hours_with_holidays(typed: str) -> None:
    agree(figures.ours(typed, ["M-TTR"], "business"), figures.opening_hours_by_hand(typed))


def test_gaps_of_a_survey(typed: str) -> None:
    measures = ["M-G5-ITEM", "M-G5-DIM", "M-G5-UNW", "M-G5-WTD", "M-G5-NEG"]
    agree(figures.ours(typed, measures, "calendar"), figures.survey_by_hand(typed))


def test_faults_of_a_complaint_log(cache: Path) -> None:
    folder = generated.engagement(3_000)
    # Rows 3, 1000, 1997 and 2994 are resolved too early; the last came in so late that it is still open.
    expected = {"E-DATE": 3, "E-KEY": 6, "E-LABEL": 3, "E-ORDER": 4, "E-RANGE": 3, "W-CONTRADICTION": 1}
    assert reading.by_hand(folder) == expected
    assert reading.ours(folder) == expected


def test_broken_rows_of_parquet(cache: Path) -> None:
    path = validation.generated(10_000)
    broken, repeated = validation.by_hand(path)
    assert (broken, repeated) == (100 + 50 + 200, 20)
    assert validation.ours(path) == broken + repeated
