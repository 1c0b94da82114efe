"""Worked examples as they are written: a table as a block of CSV, a value as it was worked out."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from audit.criteria.worked_example import Outcome, Rows, worked_example
from audit.errors import UsageError


def test_a_table_is_read_from_csv_with_its_empty_cells() -> None:
    rows = Rows.model_validate('id,note,n\nA,"one, two",\nB,,3\n')
    assert rows.cells() == [{"id": "A", "note": "one, two", "n": ""}, {"id": "B", "note": "", "n": "3"}]


def test_a_row_of_another_length_than_the_header_is_refused() -> None:
    with pytest.raises(ValidationError, match="a row has not as many cells as the header: A,1,2"):
        Rows.model_validate("id,n\nA,1,2\n")


@pytest.mark.parametrize(
    ("value", "number", "tolerance"),
    [
        ("3/5", 0.6, 1e-9),
        ("-25/36", -25 / 36, 1e-9),
        ("12", 12.0, 1e-9),
        ("≈0.816", 0.816, 0.0005001),
        (None, None, 1e-9),
    ],
)
def test_a_value_is_exact_unless_it_says_that_it_is_rounded(
    value: str | None, number: float | None, tolerance: float
) -> None:
    outcome = Outcome(result="x", value=value, n=1)
    assert (outcome.number, outcome.tolerance) == (pytest.approx(number), pytest.approx(tolerance))


def test_a_measure_without_an_example_is_told_with_the_file_that_it_should_have() -> None:
    with pytest.raises(UsageError) as caught:
        worked_example("M-NONE")
    assert [one.file for one in caught.value.located] == ["checklists/measures/M-NONE.yaml"]
