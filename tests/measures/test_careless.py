"""Careless answers: runs, uniform answers, haste."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

import numpy as np
import pytest

from audit.criteria.instrument import Dimension, Facet, Instrument, InstrumentItem
from audit.text import Text
from tests.measures.evidence import evidence_of, facts, measured, stated, the, times, wilson


def ten_items() -> Instrument:
    """One dimension of ten items, asked in the reverse order of their ids; the last but one is reversed."""
    items = tuple(
        InstrumentItem(id=f"q{i}", position=10 - i, dimension="one", zh="题", en="item", reversed=i == 1)
        for i in range(10)
    )
    return Instrument(
        id="ten", version="1", zh="十题", en="Ten", audience="customers", expectation_type="desired",
        valid_from=dt.date(2025, 1, 1), scale=(1, 7), items=items,
        facets={"perceived": Facet(prefix="p", zh="感知", en="perceived"), "expected": Facet(prefix="e", zh="期望", en="expected")},
        dimensions=(Dimension(id="one", zh="一", en="one"),), source=Text(zh="测试", en="test"),
    )  # fmt: skip


def row(
    perceived: list[float | None], expected: float = 6.0, duration: float | None = 60.0
) -> dict[str, Any]:
    """Answers in the order in which they were asked."""
    answers = {f"p{position:02d}": one for position, one in enumerate(perceived, start=1)}
    return answers | {f"e{position:02d}": expected for position in range(1, 11)} | {"duration_s": duration}


MIXED: list[float | None] = [1.0, 2.0] * 5


def marked(*rows: dict[str, Any]) -> dict[str, float | None]:
    padding = times(10, row(MIXED))
    found = measured("M-CARELESS", evidence_of(of=ten_items(), survey_customers=[*rows, *padding]))
    return {one.result: one.value for one in found.estimates if not one.key}


@pytest.mark.parametrize(
    ("answers", "straight"),
    [
        ([3.0] * 8 + [1.0, 2.0], True),
        ([3.0] * 7 + [1.0, 2.0, 3.0], False),
        ([1.0] + [3.0] * 8 + [2.0], True),
        (
            [3.0, 3.0, None, 3.0, 3.0, 3.0, 3.0, 3.0, 1.0, None],
            True,
        ),  # 7 of 8: a blank does not break the run
        ([3.0, 1.0] * 4 + [None, None], False),
    ],
)
def test_a_run_of_four_fifths_of_the_answers_is_marked(answers: list[float | None], straight: bool) -> None:
    assert marked(row(answers))["straight"] == pytest.approx(float(straight) / 11)


def test_uniform_and_hasty_answers_are_marked() -> None:
    found = marked(
        row([6.0] * 10), row(MIXED, duration=39.9), row(MIXED, duration=40.0), row(MIXED, duration=None)
    )
    assert found["uniform"] == pytest.approx(1 / 14)
    assert found["hasty"] == pytest.approx(1 / 13)
    assert found["careless"] == pytest.approx(2 / 14)


def test_respondents_with_few_answers_are_not_judged() -> None:
    few = row([3.0] * 7 + [None] * 3)
    rows = [*times(30, row(MIXED)), *times(5, row([3.0] * 10)), few]
    found = measured("M-CARELESS", evidence_of(of=ten_items(), survey_customers=rows))
    share = stated(5 / 35, 35, **wilson(5, 35), excluded={"few_answers": 1}, flags=["M-CARELESS-MUCH"])
    assert facts(the(found, "careless")) == share


def test_runs_are_those_of_a_plain_count() -> None:
    generator = np.random.default_rng(7)
    rows, straight = [], 0
    for _ in range(300):
        answers = [float(one) for one in generator.choice([1, 2], size=10, p=[0.9, 0.1])]
        given = [None if generator.random() < 0.1 else one for one in answers]
        there = [one for one in given if one is not None]
        longest = max(len(list(run)) for _, run in groupby(there))
        rows.append(row(given))
        straight += len(there) >= 8 and longest >= 0.8 * len(there)
    found = measured("M-CARELESS", evidence_of(of=ten_items(), survey_customers=rows))
    one = the(found, "straight")
    assert (one.value or 0) * one.n == pytest.approx(straight)
