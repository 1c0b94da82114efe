from __future__ import annotations

import pytest

from audit.report.charts.promises import PromiseCurves
from audit.report.charts.stages import Stages
from audit.report.charts.timeline import Timeline
from audit.report.panels.recovery import promise_time_panel, stage_panel, timing_panel
from audit.result import Measurement
from tests.report.panels.results import Figure, figures, measurement, params, teller


def total(measure: str, result: str, value: Figure) -> Measurement:
    return measurement(measure, *figures(None, {"": value}, result))


FOUND = total("M-FAIL-DET", "own", (0.38, 0.34, 0.42))
SILENT = total("M-ICEBERG", "propensity", (0.1, 0.05, 0.15))
IN_TIME = total("M-TTR", "within_target", (0.92, 0.89, 0.94))
ALIKE = total("M-FU-COV", "followed_up", (0.42, 0.38, 0.46))
SURE = total("M-FU-COV", "followed_up", (0.6, 0.55, 0.65))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (
            (FOUND, SILENT, IN_TIME, SURE),
            "Of the 3 stages of the organisation itself, the lowest is: Found by the organisation 38.0%",
        ),
        (
            (FOUND, IN_TIME, ALIKE),
            "Of the organisation's own stages, the lowest, with overlapping intervals: Found by the organisation 38.0%, Followed up afterwards 42.0%",
        ),
        (
            (FOUND, ALIKE),
            "The interval of the lowest of the organisation's own stages overlaps with all others",
        ),
        ((SILENT, FOUND), "Only one of the organisation's own stages was measured"),
    ],
    ids=["lowest", "two alike", "all alike", "one"],
)
def test_a_stage_is_the_lowest_only_where_its_interval_stands_apart(
    found: tuple[Measurement, ...], title: str
) -> None:
    made = stage_panel(teller(*found))
    assert made is not None
    assert made.title == title


def test_stages_that_were_not_measured_are_shown_as_such() -> None:
    made = stage_panel(teller(FOUND, IN_TIME))
    assert made is not None and isinstance(made.chart, Stages)
    assert [row.value for row in made.chart.rows] == ["38.0%", "—", "—", "—", "92.0%", "—", "—"]
    assert "Customer complained: not assessed" in made.alternative
    assert "the bases differ" in made.detail


def test_one_stage_is_no_way() -> None:
    assert stage_panel(teller(FOUND)) is None


def resolution(kept: bool = True) -> Measurement:
    quantiles: dict[str, Figure] = {"p50": (88.1, 69.4, 96.4), "p90": (None, 240.0, None)}
    times = figures("quantile", quantiles, "hours", kind="quantile", unit="h", beyond=False)
    within = figures(None, {"": (0.92, 0.889, 0.943)}, "within_target") if kept else ()
    return measurement("M-TTR", *within, *times, params=params(target=360))


def test_the_promise_stands_beside_what_is_known_of_the_curve() -> None:
    made = promise_time_panel(teller(resolution()))
    assert made is not None and isinstance(made.chart, PromiseCurves)
    assert made.title == "Within the promised time: Resolution 92.0%"
    assert "Resolution: median 88.1 hours, 95% [69.4, 96.4], n = 120" in made.alternative
    assert "within 360 h 92.0%, 95% [88.9%, 94.3%], n = 120" in made.alternative
    (curve,) = made.chart.curves
    assert curve.promise is not None
    assert (curve.promise.time, curve.promise.kept, [point.words for point in curve.points]) == (
        "360",
        "92.0%",
        ["88.1"],
    )


def test_a_promise_whose_keeping_was_not_measured_claims_nothing() -> None:
    made = promise_time_panel(teller(resolution(kept=False)))
    assert made is not None
    assert made.title == "How long complaints took; the share within the promised time was not measured"


def test_without_times_no_curve_is_drawn() -> None:
    assert promise_time_panel(teller(IN_TIME)) is None


def test_the_moments_of_recovery_stand_in_their_order_with_what_is_left_out() -> None:
    shares: dict[str, Figure] = {
        "none": (0.1, 0.0, 0.2),
        "offensive": (0.6, 0.5, 0.7),
        "managerial": (0.3, 0.2, 0.4),
    }
    excluded = {"found_after": 275, "unclassified": 157}
    found = figures("mode", shares, "share", excluded=excluded)
    made = timing_panel(
        teller(
            measurement("M-TIME-MODE", *found, params=params(tau=15, none_after=72)),
            labels={"mode": tuple(shares)},
        )
    )
    assert made is not None and isinstance(made.chart, Timeline)
    assert [phase.label for phase in made.chart.phases] == [("OFFENSIVE",), ("MANAGERIAL",), ("NONE",)]
    assert [phase.ends for phase in made.chart.phases] == [
        ("15 min later",),
        ("72 h after it was found",),
        (),
    ]
    assert "275 found after the service had ended, 157 without a recorded end" in made.detail
    assert (
        made.title
        == "Of 120 failures found while the service ran: NONE 10.0%, OFFENSIVE 60.0%, MANAGERIAL 30.0%"
    )
