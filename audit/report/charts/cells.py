"""Where the cells of a heat map stand: groups of cells in lines, read like text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import WIDTH
from audit.report.scales import figure, rounded, wrapped

_NAME = 138.0  # room for the name of a group
_CELL, _LINE = 50.0, 25.0
_GAP = 2.0
_BETWEEN = 5.0  # groups
_KEY = 30.0
_CAPITALS = 8.0  # names are capitals of 6.5 pixels, which are wider than prose
SHADES = (20.0, 40.0, 60.0, 80.0)
"""Where the shade of a cell changes, in points of the score: five steps of equal length."""


@dataclass(frozen=True)
class Cell:
    """A cell: its name, a score 0-100 or none, and the share 0-1 of what it stands on that was assessed."""

    name: str
    score: float | None
    coverage: float
    told: str = ""


@dataclass(frozen=True)
class Group:
    """Cells under one name."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PlacedCell:
    """Where a cell stands; ``shade`` is 0 for the lowest scores and 4 for the highest, ``None`` without one."""

    x: float
    y: float
    name: str
    value: str
    shade: int | None
    covered: float
    told: str


@dataclass(frozen=True)
class PlacedGroup:
    """The name of a group beside its first line, and its cells."""

    name: tuple[str, ...]
    y: float
    cells: tuple[PlacedCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Groups from top to bottom; every cell is ``cell`` wide and ``line`` high."""

    width: float
    height: float
    cell: float
    line: float
    key: float
    groups: tuple[PlacedGroup, ...]


def heat_map(groups: Sequence[Group], *, width: float = WIDTH) -> HeatMap:
    """Groups of cells.

    Raises:
        ValueError: no groups.
    """
    if not groups:
        raise ValueError("a chart needs at least one group")
    a_line = int((width - _NAME) // _CELL)
    placed, y = [], _KEY
    for group in groups:
        lines = -(-len(group.cells) // a_line)
        cells = tuple(
            _placed(cell, _NAME + (i % a_line) * _CELL, y + (i // a_line) * _LINE)
            for i, cell in enumerate(group.cells)
        )
        placed.append(PlacedGroup(wrapped(group.name, _NAME - 10, 8.5, 2), rounded(y), cells))
        y += lines * _LINE + _BETWEEN
    return HeatMap(width, rounded(y), _CELL - _GAP, _LINE - _GAP, _KEY, tuple(placed))


def _placed(cell: Cell, x: float, y: float) -> PlacedCell:
    return PlacedCell(
        x=rounded(x),
        y=rounded(y),
        name=wrapped(cell.name, _CELL - _GAP - 4, _CAPITALS, 1)[0],
        value="—" if cell.score is None else figure(cell.score, 0),
        shade=None if cell.score is None else sum(cell.score >= limit for limit in SHADES),
        covered=rounded((_CELL - _GAP) * min(max(cell.coverage, 0.0), 1.0)),
        told=cell.told,
    )
