from __future__ import annotations

import pytest

from audit.measures.gap1 import TWO_SAMPLES
from audit.measures.runner import CLUSTERED
from audit.report.charts.bars import IntervalBars
from audit.report.panels.provider import belief_panel, promise_panel
from audit.text import Language
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


def test_a_promise_without_its_words_is_told_to_be_one() -> None:
    shares: dict[str, Figure] = {"P-1": (0.96, 0.84, 0.99)}
    named: tuple[tuple[Language, str], ...] = (("zh", "承诺 P-1"), ("en", "promise P-1"))
    for language, label in named:
        made = promise_panel(
            teller(measurement("M-G4-KEPT", *figures("promise", shares, "kept")), language=language)
        )
        assert made is not None and isinstance(made.chart, IntervalBars)
        assert [row.label for row in made.chart.rows] == [(label,)]


def test_each_promise_has_a_tick_where_its_own_required_share_lies() -> None:
    kept = figures("promise", {"P-1": (0.85, 0.64, 0.95), "P-2": (0.96, 0.84, 0.99)}, "kept")
    declared = kept[0].model_copy(update={"declared": {"promises.required_share": 0.9}})
    made = promise_panel(teller(measurement("M-G4-KEPT", declared, kept[1])))
    assert made is not None and isinstance(made.chart, IntervalBars)
    assert [row.required for row in made.chart.rows] == [made.chart.axis.at(90), None]
    assert made.chart.required == "share required of this row"
    assert "P-1: 85.0%, 95% [64.0%, 95.0%], n = 120, required 90.0%" in made.alternative


def test_the_two_samples_of_beliefs_are_told_apart() -> None:
    found = figures("dimension", {"d": UNDER}, "difference", kind="difference", unit="points")
    noted = TWO_SAMPLES(managers="21", customers="398–400")
    made = belief_panel(teller(measurement("M-G1-DIM", *found, notes=(noted, CLUSTERED(sites=3)))))
    assert made is not None
    assert made.note == "n adds up two samples: 21 managers and 398–400 customers."


def test_without_figures_there_is_no_chart() -> None:
    nothing = figures("dimension", {"d": (None, None, None)}, "difference", kind="difference", unit="points")
    assert belief_panel(teller(measurement("M-G1-DIM", *nothing))) is None
    assert promise_panel(teller()) is None
