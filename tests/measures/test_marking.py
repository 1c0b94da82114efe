"""Single cases of a figure, where counts do not do: outcomes with their number, and complete cases as an array."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import numpy as np
import pytest

from audit.evidence.dataset import Evidence
from audit.measures.figures import Computed, Quantiles, Rows
from audit.measures.marking import frequencies, matrix, rows_behind
from audit.measures.statistics.bootstrap import LARGEST_RESAMPLED
from tests.measures.evidence import evidence_of

START = dt.datetime(2025, 1, 6, 9)


@pytest.fixture(scope="module")
def ev() -> Evidence:
    """Deliveries with what was measured and whether it was right; what was measured in another unit is excluded."""
    cases = [
        ("A", 3.0, True, "min"),
        ("A", 1.0, False, "min"),
        ("A", None, True, "min"),
        ("B", 1.0, True, None),
        ("B", 5.0, True, "kg"),
        (None, 7.0, False, "min"),
        (None, 7.0, None, "min"),
    ]
    return evidence_of(
        service_delivery=[
            {
                "start_ts": START,
                "site_id": site,
                "measured_value": value,
                "first_time_right": right,
                "unit": unit,
            }
            for site, value, right, unit in cases
        ]
    )


def rows(ev: Evidence) -> Rows:
    # The engine hands over the last row first.
    cases = ev.service_delivery.order_by(ibis.desc("_row"))
    return Rows(cases, excluded={"other unit": cases.unit != "min"})


def both(ev: Evidence) -> Computed:
    """Whether it was right, and the measured value doubled, in the other order."""
    cases = rows(ev).table
    columns = {"right": cases.first_time_right, "twice": cases.measured_value * 2}
    return Computed("x", rows(ev), columns, lambda _, known: {}, lambda row: (), matrix=("twice", "right"))


def counted(found: Any) -> dict[object, dict[float, int]]:
    return {
        value: dict(sorted(zip(one["value"].tolist(), one["cases"].tolist(), strict=True)))
        for value, one in found.items()
    }


def test_outcomes_are_counted_in_all_or_by_a_column_over_the_cases_that_count(ev: Evidence) -> None:
    figure = Quantiles("x", rows(ev), rows(ev).table.measured_value, (0.5,))
    assert counted(frequencies(figure, None, ev)) == {None: {1.0: 2, 3.0: 1, 7.0: 2}}
    assert counted(frequencies(figure, "site_id", ev)) == {
        "A": {1.0: 1, 3.0: 1},
        "B": {1.0: 1},
        None: {7.0: 2},
    }


@pytest.mark.parametrize("n", [5, LARGEST_RESAMPLED])
def test_the_complete_cases_are_an_array_in_the_order_of_their_rows(n: int, ev: Evidence) -> None:
    found = matrix(both(ev), None, None, n, ev)
    assert found.dtype == np.float64
    assert found.tolist() == [[6.0, 1.0], [2.0, 0.0], [2.0, 1.0], [14.0, 0.0]]


@pytest.mark.parametrize(
    ("site", "expected"),
    [("A", [[6.0, 1.0], [2.0, 0.0]]), ("B", [[2.0, 1.0]]), (None, [[14.0, 0.0]])],
)
def test_the_array_of_a_group_holds_its_own_cases(
    site: str | None, expected: list[list[float]], ev: Evidence
) -> None:
    assert matrix(both(ev), "site_id", site, 5, ev).tolist() == expected


def test_the_rows_behind_a_figure_stand_in_the_order_of_the_file_with_the_reason_they_do_not_count(
    ev: Evidence,
) -> None:
    table = rows_behind(Quantiles("x", rows(ev), rows(ev).table.measured_value, (0.5,)))
    assert table.columns == ("_file", "_row", "value", "_left_out")
    assert [(one["_row"], one["value"], one["_left_out"]) for one in ev.run(table)] == [
        (1, 3.0, None),
        (2, 1.0, None),
        (3, None, "unknown"),
        (4, 1.0, None),
        (5, 5.0, "other unit"),
        (6, 7.0, None),
        (7, 7.0, None),
    ]


def test_every_case_counts_where_nothing_is_excluded_and_null_says_nothing(ev: Evidence) -> None:
    cases = ev.service_delivery
    figure = Computed("x", Rows(cases), {"value": cases.measured_value}, lambda _, known: {}, lambda row: ())
    table = rows_behind(figure)
    assert [one["_left_out"] for one in ev.run(table)] == [None] * 7
    assert table["_left_out"].type().is_string()
