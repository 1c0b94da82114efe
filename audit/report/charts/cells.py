"""Where the cells of a heat map stand: groups of cells in lines, read like text, beside the name of their group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import WIDTH
from audit.report.scales import figure, rounded, wrapped

_A_LINE = 5  # cells beside each other: as many as leave room for a name in three lines
_GROUP_WIDTH = 90.0  # the names of the groups, in a column where no cell stands
_LINE = 38.0
_GAP = 2.0
_BETWEEN = 5.0  # groups
_KEY = 26.0
_NAME_SIZE = 8.8
_NAME_LINES = 3
_GROUP_LINES = 3
_VALUE_WIDTH = 20.0
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
    name: tuple[str, ...]
    value: str
    shade: int | None
    covered: float
    told: str


@dataclass(frozen=True)
class PlacedGroup:
    """The name of a group beside the first line of its cells, and its cells."""

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
    pitch = (width - _GROUP_WIDTH) / _A_LINE
    placed, y = [], _KEY
    for group in groups:
        cells = tuple(
            _placed(cell, _GROUP_WIDTH + (i % _A_LINE) * pitch, y + (i // _A_LINE) * _LINE, pitch - _GAP)
            for i, cell in enumerate(group.cells)
        )
        name = wrapped(group.name, _GROUP_WIDTH - 10, _NAME_SIZE, _GROUP_LINES)
        placed.append(PlacedGroup(name, rounded(y), cells))
        y += _height(group)
    return HeatMap(width, rounded(y), rounded(pitch - _GAP), _LINE - _GAP, _KEY, tuple(placed))


def in_parts(groups: Sequence[Group], most: float) -> tuple[tuple[Group, ...], ...]:
    """Groups in as few charts as there must be for none to be higher than ``most``; a group stays whole."""
    parts: list[list[Group]] = []
    taken = 0.0
    for group in groups:
        if not parts or taken + _height(group) > most:
            parts.append([])
            taken = _KEY
        parts[-1].append(group)
        taken += _height(group)
    return tuple(map(tuple, parts))


def _height(group: Group) -> float:
    return -(-len(group.cells) // _A_LINE) * _LINE + _BETWEEN


def _placed(cell: Cell, x: float, y: float, width: float) -> PlacedCell:
    return PlacedCell(
        x=rounded(x),
        y=rounded(y),
        name=wrapped(cell.name, width - 6 - _VALUE_WIDTH, _NAME_SIZE, _NAME_LINES),
        value="—" if cell.score is None else figure(cell.score, 0),
        shade=None if cell.score is None else sum(cell.score >= limit for limit in SHADES),
        covered=rounded(width * min(max(cell.coverage, 0.0), 1.0)),
        told=cell.told,
    )
