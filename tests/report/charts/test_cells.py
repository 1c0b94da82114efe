from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.report.charts.cells import Cell, Group, PlacedCell, heat_map, in_parts


def test_cells_fill_lines_beside_the_name_of_their_group_and_the_next_group_begins_below() -> None:
    chart = heat_map(
        [
            Group("甲", tuple(Cell(f"A-{i}", 59.9, 1.0) for i in range(7))),
            Group("乙", (Cell("B-1", None, 0.0, "told"),)),
        ]
    )
    first, second = chart.groups
    assert first.cells[0] == PlacedCell(90, 26, ("A-0",), "60", 2, 108, "")
    assert [(cell.x, cell.y) for cell in first.cells[4:]] == [(530, 26), (90, 64), (200, 64)]
    assert (first.name, first.y, second.y) == (("甲",), 26, 107)
    assert second.cells == (PlacedCell(90, 107, ("B-1",), "—", None, 0, "told"),)
    assert chart.height == 150


def test_a_long_name_takes_three_lines_beside_the_value() -> None:
    ((cell,),) = (
        one.cells
        for one in heat_map([Group("a", (Cell("importance-performance analysis of services", 1, 1),))]).groups
    )
    assert cell.name == ("importance-", "performance", "analysis of…")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_no_cell_stands_in_the_column_of_the_names(sizes: list[int]) -> None:
    chart = heat_map([Group("a", (Cell("A", 50.0, 1.0),) * size) for size in sizes])
    assert {cell.x >= 90 for group in chart.groups for cell in group.cells} == {True}


def test_groups_stay_whole_where_a_chart_is_parted() -> None:
    groups = [Group(name, (Cell("A", 50.0, 1.0),) * size) for name, size in (("a", 5), ("b", 5), ("c", 30))]
    parts = in_parts(groups, 120)
    assert [[one.name for one in part] for part in parts] == [["a", "b"], ["c"]]
    assert [heat_map(part).height for part in parts] == [112, 259]


@pytest.mark.parametrize(
    ("score", "shade"), [(0, 0), (19.99, 0), (20, 1), (59.96, 2), (60, 3), (80, 4), (100, 4)]
)
def test_the_shade_follows_the_unrounded_score(score: float, shade: int) -> None:
    ((cell,),) = (group.cells for group in heat_map([Group("a", (Cell("A", score, 0.5),))]).groups)
    assert (cell.shade, cell.covered) == (shade, 54)


def test_a_chart_without_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one group"):
        heat_map([])


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_no_two_cells_share_a_place_and_all_stay_inside(sizes: list[int]) -> None:
    chart = heat_map([Group("a", (Cell("A", 50.0, 1.0),) * size) for size in sizes])
    places = [(cell.x, cell.y) for group in chart.groups for cell in group.cells]
    assert len(set(places)) == sum(sizes)
    assert all(x + chart.cell <= chart.width and y + chart.line <= chart.height for x, y in places)
