"""The curve that a time to an event keeps: it runs through the quantiles, and ends where nothing more is known."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from audit.measures.figures import Minimum
from audit.measures.runner import Rules
from audit.result import CurvePoint, Estimate
from tests.measures.evidence import evidence_of, measured, the

START = dt.datetime(2025, 1, 6, 9)
CUT = dt.datetime(2025, 4, 1)


def complaints(*hours: float | None) -> Any:
    """Complaints that were resolved after so many hours, or, None, are open at the cut-off."""
    rows = [
        {
            "complaint_id": f"C{place}",
            "received_ts": START,
            "resolved_ts": None if one is None else START + dt.timedelta(hours=one),
        }
        for place, one in enumerate(hours)
    ]
    return evidence_of(complaints=rows, period=(dt.date(2025, 1, 1), dt.date(2025, 4, 1)), cut=CUT)


def curve_of(evidence: Any, rules: Rules | None = None) -> tuple[Estimate, tuple[CurvePoint, ...]]:
    found = measured("M-TTR", evidence, *([rules] if rules else []))
    median = the(found, "hours", quantile="p50")
    assert the(found, "hours", quantile="p90").curve == ()
    return median, median.curve


def test_the_curve_runs_through_the_printed_quantiles_and_the_target() -> None:
    evidence = complaints(*range(10, 410, 10))
    found = measured("M-TTR", evidence)
    _, curve = curve_of(evidence)
    done = {point.time: point.share for point in curve}
    # 40 complaints, one resolved every ten hours: every second one is a twentieth; the target is 360 hours.
    assert done == pytest.approx({20.0 * place: place / 20 for place in range(1, 21)})
    p50, p90, within = (
        the(found, "hours", quantile="p50"),
        the(found, "hours", quantile="p90"),
        the(found, "within_target"),
    )
    assert p50.value is not None and p90.value is not None
    assert (done[p50.value], done[p90.value]) == pytest.approx((0.5, 0.9))
    assert done[360] == pytest.approx(within.value)


def test_the_band_tells_what_the_intervals_of_the_quantiles_tell() -> None:
    _, curve = curve_of(complaints(*range(10, 410, 10)))
    half = next(point for point in curve if point.time == 200)
    # Nothing is censored up to S = 1/2: Greenwood's sum of 1 / (n (n - 1)) for n = 40 to 21 is 1/20 - 1/40.
    factor = math.exp(1.959963984540054 * math.sqrt(1 / 40) / math.log(2))
    assert (half.low, half.high) == pytest.approx((1 - 0.5 ** (1 / factor), 1 - 0.5**factor))
    last = curve[-1]
    assert (last.share, last.low, last.high) == (1, None, 1)


def test_beyond_the_longest_time_seen_nothing_is_told() -> None:
    """Twelve of twenty stay open: at the cut-off, after 2,031 hours, 40 % are done and no more is known."""
    median, curve = curve_of(complaints(*(24.0 * day for day in range(1, 9)), *[None] * 12))
    assert median.beyond
    assert {point.time: point.share for point in curve} == pytest.approx(
        {**{24.0 * day: day / 20 for day in range(1, 9)}, 360.0: 0.4, 2031.0: 0.4}
    )


def test_a_mark_before_the_first_event_says_that_nothing_was_done() -> None:
    _, curve = curve_of(complaints(*[400.0] * 12, *[None] * 3))
    assert curve[0] == CurvePoint(time=360, share=0, low=None, high=None)


def test_fewer_complaints_than_the_smallest_cell_have_no_curve() -> None:
    nine = complaints(*range(10, 100, 10))
    kept = [
        len(
            curve_of(
                nine,
                Rules(
                    Minimum(5, 30),
                    Minimum(10, 30),
                    unknown_share=0.2,
                    smallest_cell=least,
                    smallest_staff_cell=5,
                ),
            )[1]
        )
        for least in (9, 10)
    ]
    assert kept == [9, 0]


def test_a_curve_is_written_only_where_there_is_one() -> None:
    found = measured("M-TTR", complaints(*range(10, 410, 10)))
    assert ["curve" in one.model_dump(mode="json") for one in found.estimates if one.result == "hours"] == [
        True,
        False,
    ]
