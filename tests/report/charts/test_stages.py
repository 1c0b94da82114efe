from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.marks import Span
from audit.report.charts.stages import Stage, StageRow, stages


def test_each_stage_is_a_share_of_its_own_base() -> None:
    # 294 pixels from x = 214 stand for the whole of each base.
    chart = stages(
        [
            Stage("按时办结", "占已到期的投诉", 0.5, (0.4, 0.6), 399, "told"),
            Stage("回访", "占已办结的投诉", None),
        ]
    )
    assert chart.rows == (
        StageRow(
            1,
            ("按时办结",),
            "占已到期的投诉",
            30,
            Span(214, 361),
            Span(331.6, 390.4),
            "50.0%",
            "[40.0, 60.0]",
            399,
            "told",
        ),
        StageRow(2, ("回访",), "占已办结的投诉", 70, None, None, "—", "", None, ""),
    )
    assert chart.height == 116


def test_a_chart_without_stages_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        stages([])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_greater_share_never_has_a_shorter_bar(shares: list[float]) -> None:
    lengths = [row.bar.length for row in stages([Stage("a", "", one) for one in shares]).rows if row.bar]
    assert [length for _, length in sorted(zip(shares, lengths, strict=True))] == sorted(lengths)
    assert max(lengths) <= 294
