"""The test of the recovery paradox, and the functions that turn figures into scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from audit.criteria.item import ScoreRule
from audit.findings.scoring import score
from audit.measures.statistics.effects import equivalence
from audit.measures.statistics.means import welch
from audit.result import Measurement
from tests.measures.evidence import evidence_of, instrument, measured, the
from tests.measures.published.entry import Number, Published, value_and_ends

WORKED = "recovered 5.6 (1.1), n 80, against 5.9 (0.9), n 120; worked with scipy and statsmodels"
RECOVERED, OTHERS = (5.6, 1.1, 80), (5.9, 0.9, 120)


def exactly(mean: float, sd: float, n: int) -> list[float]:
    """Values with this mean and standard deviation."""
    drawn = np.random.default_rng(n).normal(size=n)
    spread: list[float] = (mean + sd * (drawn - drawn.mean()) / drawn.std(ddof=1)).tolist()
    return spread


def paradox() -> Measurement:
    at = dt.datetime(2025, 2, 3, 12)
    recovered = [{"survey_ts": at, "sat_overall": one} for one in exactly(*RECOVERED)]
    others = [{"survey_ts": at, "overall_sat": one, "had_failure": False} for one in exactly(*OTHERS)]
    ev = evidence_of(of=instrument(), survey_recovery=recovered, survey_customers=others)
    return measured("M-SRP", ev)


def figure(result: str) -> tuple[Number, ...]:
    return value_and_ends(the(paradox(), result))


def margins() -> list[Number]:
    """The interval of the two one-sided tests with its margin, as the note of M-SRP prints them."""
    params = paradox().notes[0].params
    return [float(str(params[name])) for name in ("low", "high", "margin")]


def tested() -> tuple[Number, ...]:
    """t, degrees of freedom and two-sided p."""
    found = welch(*RECOVERED, *OTHERS)
    return (found.t, found.df, found.p_value)


def one_sided() -> tuple[Number, ...]:
    """The p-value of a positive difference, from the two-sided one of a negative difference."""
    found = welch(*RECOVERED, *OTHERS)
    assert found.p_value is not None and found.difference < 0
    return (1 - found.p_value / 2,)


def points(rule: Mapping[str, Any], *values: float) -> list[Number]:
    """Scores on a scale of 1-7."""
    function = ScoreRule.model_validate({**rule, "origin": "D"})
    return [score(function, value, (1.0, 7.0)) for value in values]


def scored_effect() -> list[Number]:
    g = figure("g")[0]
    return points({"up": [-0.5, 0.0]}, g if g is not None else float("nan"))


TARGETS = [(0.90, (0.90, 0.95, 0.72, 0.45), (60, 80, 36, 0)), (1.0, (0.99, 1.0), (58.8, 100))]

ENTRIES = [
    Published(
        "Paradox", "difference", WORKED, (-0.3, -0.592306, -0.007694), 5.1e-7, partial(figure, "difference")
    ),
    Published(
        "Paradox", "Cohen's d", WORKED, (-0.304667, -0.588768, -0.019805), 5.1e-7, partial(figure, "d")
    ),
    Published(
        "Paradox", "Hedges' g", WORKED, (-0.303512, -0.586535, -0.019730), 5.1e-7, partial(figure, "g")
    ),
    Published("Paradox", "t, df and p", WORKED, (-2.028370, 145.949178, 0.044341), 5.1e-7, tested),
    # Worked from the rounded .044341: unrounded it is .9778294.
    Published("Paradox", "one-sided p", WORKED, (0.977830,), 1e-6, one_sided),
    Published("Paradox", "two one-sided tests", WORKED, (-0.544831, -0.055169, 0.18), 5.1e-7, margins),
    Published(
        "Paradox",
        "no equivalence",
        WORKED,
        (0,),
        0.0,
        lambda: [float(equivalence(*RECOVERED, *OTHERS, margin=0.18).holds)],
    ),
    Published("Scores", "UP(-0.5, 0) of g", WORKED, (39.30,), 0.005, scored_effect),
    *(
        Published(
            "Scores",
            f"TGT({required})",
            "by definition",
            expected,
            0.0,
            partial(points, {"target": required}, *values),
        )
        for required, values, expected in TARGETS
    ),
    Published(
        "Scores",
        "GAPS on 1-7",
        "by definition",
        (85, 60, 40, 0),
        0.0,
        partial(points, {"gap": True}, -0.3, -0.8, -1.2, -2.0),
    ),
]
