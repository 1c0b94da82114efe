"""How often each answer was given: by the points of a scale or by bands, and from how many respondents on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.measures.figures import Minimum
from audit.measures.figures.answers import counted
from audit.measures.runner import Rules
from tests.measures.answers import respondent
from tests.measures.evidence import evidence_of, facts, instrument, measured, stated, the, times

TINY = instrument()
ZERO_TO_TEN = [str(point) for point in range(11)]


def survey(rows: list[dict[str, Any]]) -> Any:
    return evidence_of(of=TINY, survey_customers=rows)


def counts(answers: list[float], scale: tuple[float, float]) -> dict[str, int]:
    return counted(np.array(answers), np.ones(len(answers), dtype=np.int64), scale)


def test_answers_are_counted_of_those_who_gave_both_and_their_means_differ_by_the_gap() -> None:
    """Item 03 is reversed: expected 3 and perceived 4 of five were ticked 3 and 2."""
    rows = times(20, respondent((2, 3, 2, 3, 3, 3), (5, 3, 3, 3, 3, 3)))
    rows += times(10, respondent((5, 3, 2, 3, 3, 3), (4, 3, 3, 3, 3, 3)))
    rows += times(3, respondent((1, 3, 3, 3, 3, 3), (None, 3, 3, 3, 3, 3)))
    found = measured("M-G5-ITEM", survey(rows))
    expected, perceived, gap = (the(found, name, item="01") for name in ("expected", "perceived", "gap"))
    assert expected.answers == {"1": 0, "2": 0, "3": 0, "4": 10, "5": 20}
    assert perceived.answers == {"1": 0, "2": 20, "3": 0, "4": 0, "5": 10}
    assert facts(expected) == stated(140 / 30, 30, excluded={"not_answered": 3})
    assert facts(perceived) == stated(3, 30, excluded={"not_answered": 3})
    assert gap.value == pytest.approx(3 - 140 / 30, rel=1e-11)
    assert the(found, "perceived", item="03").answers == {"1": 0, "2": 0, "3": 3, "4": 30, "5": 0}


def test_answers_of_fewer_than_ten_are_not_told() -> None:
    found = measured("M-G5-ITEM", survey(times(9, respondent((2,) * 6, (3,) * 6))))
    told = the(found, "perceived", item="01")
    assert (told.value, told.answers, told.sufficiency) == (None, {}, "insufficient")


def test_answers_are_withheld_where_the_scheme_withholds_cells_of_so_many() -> None:
    rules = Rules(
        share=Minimum(5, 30), mean=Minimum(10, 30), unknown_share=0.2, smallest_cell=20, smallest_staff_cell=5
    )
    rows = times(15, respondent((2, 3, 3, 3, 3, 3), (3,) * 6))
    told = the(measured("M-G5-ITEM", survey(rows), rules), "perceived", item="01")
    assert (told.value, told.answers) == (2, {})


def test_an_estimate_without_answers_does_not_speak_of_them() -> None:
    found = measured("M-G5-ITEM", survey(times(30, respondent((2,) * 6, (3,) * 6))))
    assert "answers" not in the(found, "gap", item="01").model_dump(mode="json")
    assert the(found, "expected", item="01").model_dump(mode="json")["answers"]["3"] == 30


@pytest.mark.parametrize(
    ("answers", "scale", "told"),
    [
        ([1, 3, 3, 5], (1, 5), {"1": 1, "2": 0, "3": 2, "4": 0, "5": 1}),
        ([2.49, 2.5, 4.6], (1, 5), {"1": 0, "2": 1, "3": 1, "4": 0, "5": 1}),
        ([-1, 0, 1], (-1, 1), {"-1": 1, "0": 1, "1": 1}),
        ([0, 10], (0, 10), {**dict.fromkeys(ZERO_TO_TEN, 0), "0": 1, "10": 1}),
        ([0, 19.9, 20, 100], (0, 100), {"0–20": 2, "20–40": 1, "40–60": 0, "60–80": 0, "80–100": 1}),
        ([0.5, 3], (0.5, 3), {"0.5–1": 1, "1–1.5": 0, "1.5–2": 0, "2–2.5": 0, "2.5–3": 1}),
    ],
    ids=["points", "between points", "below zero", "eleven points", "bands", "broken ends"],
)
def test_an_answer_counts_at_its_point_or_in_its_band(
    answers: list[float], scale: tuple[float, float], told: dict[str, int]
) -> None:
    assert counts(answers, scale) == told


@given(st.lists(st.floats(0, 100), max_size=50), st.sampled_from([(0, 100), (0, 7), (1, 3.5)]))
def test_every_answer_on_the_scale_is_counted_once(shares: list[float], scale: tuple[float, float]) -> None:
    low, high = scale
    answers = [low + share / 100 * (high - low) for share in shares]
    assert sum(counts(answers, scale).values()) == len(answers)
