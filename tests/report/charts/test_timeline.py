from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.timeline import Phase, PhaseColumn, timeline


def test_phases_stand_in_their_order_with_columns_as_high_as_their_shares() -> None:
    chart = timeline(
        [Phase("当场", 0.25, (0.125, 0.5), "15 分钟", "told"), Phase("事后", None)], start="发现"
    )
    # 128 pixels above the ground at y = 158 stand for all of the cases.
    assert chart.phases == (
        PhaseColumn(
            ("当场",), Span(8, 320), 126, Span(94, 142), "25.0%", "[12.5, 50.0]", ("15 分钟",), 0, "told"
        ),
        PhaseColumn(("事后",), Span(320, 632), None, None, "—", "", (), 1, ""),
    )
    assert (chart.start, chart.phases[0].middle) == (("发现",), 164)


def test_a_chart_without_phases_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one phase"):
        timeline([], start="")


@given(st.lists(st.floats(-1, 2), min_size=1, max_size=8))
def test_columns_stay_between_ground_and_head(shares: list[float]) -> None:
    chart = timeline([Phase("a", one) for one in shares], start="")
    tops = [phase.top for phase in chart.phases if phase.top is not None]
    assert all(30 <= top <= chart.ground for top in tops)
    assert [top for _, top in sorted(zip(shares, tops, strict=True))] == sorted(tops, reverse=True)
