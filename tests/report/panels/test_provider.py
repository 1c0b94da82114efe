from __future__ import annotations

import pytest

from audit.report.panels.provider import belief_panel, promise_panel
from tests.report.panels.results import Figure, figures, measurement, teller

UNDER, OVER, OPEN = (-0.5, -0.7, -0.3), (0.4, 0.2, 0.6), (0.1, -0.1, 0.3)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            (UNDER, OVER, OPEN),
            "Beyond chance, management underestimates what customers expect in 1 of 3 dimensions, and overestimates it in 1",
        ),
        (
            (OPEN, OPEN),
            "In none of 2 dimensions do the beliefs of management differ from expectations beyond chance",
        ),
    ],
)
def test_management_is_wrong_only_where_the_interval_leaves_zero_out(
    rows: tuple[Figure, ...], title: str
) -> None:
    values = {f"d{i}": row for i, row in enumerate(rows)}
    found = figures("dimension", values, "difference", kind="difference", unit="points")
    made = belief_panel(teller(measurement("M-G1-DIM", *found)))
    assert made is not None
    assert made.title == title


def test_promises_stand_from_the_least_kept_on() -> None:
    shares: dict[str, Figure] = {"P-1": (0.96, 0.84, 0.99), "P-2": (0.85, 0.64, 0.95)}
    made = promise_panel(teller(measurement("M-G4-KEPT", *figures("promise", shares, "kept"))))
    assert made is not None
    assert made.title == "2 promises were kept in 85.0% to 96.0% of the cases"
    assert made.alternative.index("P-2: 85.0%") < made.alternative.index("P-1: 96.0%")


def test_without_figures_there_is_no_chart() -> None:
    nothing = figures("dimension", {"d": (None, None, None)}, "difference", kind="difference", unit="points")
    assert belief_panel(teller(measurement("M-G1-DIM", *nothing))) is None
    assert promise_panel(teller()) is None
