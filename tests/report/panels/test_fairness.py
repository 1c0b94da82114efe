from __future__ import annotations

import pytest

from audit.report.charts.dots import Dots
from audit.report.panels.fairness import justice_panel, paradox_panel
from audit.result import Measurement
from audit.text import message
from tests.report.panels.results import Figure, figures, measurement, teller

TOST = message("M-SRP-TOST", zh="界限 {margin}", en="margin {margin}.")


def kinds(*values: Figure) -> tuple[Measurement, ...]:
    return tuple(
        measurement(name, *figures(None, {"": value}, "score", kind="mean", unit="score"))
        for name, value in zip(("M-DJ", "M-PJ", "M-IJ"), values, strict=False)
    )


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (
            ((50.0, 45.0, 55.0), (60.0, 56.0, 64.0), (70.0, 65.0, 75.0)),
            "Fairness of the outcome is rated lowest (50.0 of 100; the next 60.0)",
        ),
        (
            ((50.0, 45.0, 56.0), (60.0, 56.0, 64.0), (70.0, 65.0, 75.0)),
            "The kinds of justice lie between 50.0 and 70.0 of 100, and their intervals overlap",
        ),
        (
            ((50.0, None, None), (60.0, 56.0, 64.0)),
            "The kinds of justice lie between 50.0 and 60.0 of 100, and their intervals overlap",
        ),
    ],
    ids=["apart", "touching", "no interval"],
)
def test_a_kind_of_justice_is_lowest_only_where_its_interval_stands_apart(
    values: tuple[Figure, ...], title: str
) -> None:
    made = justice_panel(teller(*kinds(*values)))
    assert made is not None
    assert made.title == title


def test_one_kind_of_justice_is_no_profile() -> None:
    assert justice_panel(teller(*kinds((50.0, 45.0, 55.0)))) is None


def verdict_of(verdict: str | None) -> Measurement:
    plain = {"kind": "difference", "unit": "points"}
    found = figures(None, {"": (0.4, 0.1, 0.7)}, "difference", **plain)
    selected = figures(None, {"": (0.9, 0.5, 1.3)}, "of_satisfied", sufficiency="indicative", **plain)
    told = figures(None, {"": (None, None, None)}, "verdict", kind="category", category=verdict)
    return measurement("M-SRP", *found, *selected, *told, notes=(TOST(margin=0.16),))


@pytest.mark.parametrize(
    ("verdict", "beginning"),
    [
        (
            "paradox supported",
            "Recovered customers are more satisfied than those without a failure (+0.40 points): a paradox within",
        ),
        ("below par", "Recovered customers are less satisfied"),
        ("recovered to par", "Recovered customers are as satisfied"),
        (
            "inconclusive",
            "Whether recovered customers are as satisfied as those without a failure, the number",
        ),
        (None, "Whether recovered customers are as satisfied as those without a failure, the number"),
    ],
)
def test_the_paradox_is_told_as_the_test_decided(verdict: str | None, beginning: str) -> None:
    made = paradox_panel(teller(verdict_of(verdict)))
    assert made is not None
    assert made.title.startswith(beginning)


def test_the_selected_group_is_marked_and_the_caveats_stand_below() -> None:
    made = paradox_panel(teller(verdict_of("below par")))
    assert made is not None and isinstance(made.chart, Dots)
    assert [(row.value, row.firm) for row in made.chart.rows] == [("+0.40", True), ("+0.90", False)]
    assert made.chart.band is not None
    assert made.note == "margin 0.16."


def test_without_the_difference_nothing_is_drawn() -> None:
    only = figures(None, {"": (0.9, 0.5, 1.3)}, "of_satisfied", kind="difference", unit="points")
    assert paradox_panel(teller(measurement("M-SRP", *only))) is None
