"""How cases answered on a scale: how many gave which answer, and the mean."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.result import Kind

MOST_POINTS = 11
"""A scale of more points is counted by bands: nobody reads a hundred shares."""
BANDS = 5


@dataclass(frozen=True)
class Answers(Figure):
    """How often each answer was given, and the mean answer, of the cases that answered in all columns.

    One cell a column, its name the result. An answer between two points of the ``scale`` counts as the nearest,
    halves as the higher; a scale of more than eleven points, or whose ends are no whole numbers, is counted by
    five bands of equal width, each without its upper end but the last. The mean has no interval: it is there to
    read the answers by.
    """

    kind: ClassVar[Kind] = "mean"
    columns: Mapping[str, ir.NumericValue]
    scale: tuple[float, float] = field(kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {name: value.cast("float64") for name, value in self.columns.items()}

    def wants_frequencies(self, row: Aggregates) -> bool:
        return bool(row["n"])

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, low = row["n"], self.scale[0]
        for name in self.columns:
            if not n:
                yield Cell(None, 0, result=name)
                continue
            # In their order, so that a sum of answers between two points is the same from run to run.
            order = np.argsort(frequencies[name], kind="stable")
            answers, cases = frequencies[name][order], frequencies["cases"][order]
            # From the lower end: answers that are all alike have a mean that is theirs to the last digit.
            mean = low + float(((answers - low) * cases).sum()) / n
            yield Cell(mean, n, result=name, answers=counted(answers, cases, self.scale))


def counted(
    answers: npt.NDArray[np.float64], cases: npt.NDArray[np.int64], scale: tuple[float, float]
) -> dict[str, int]:
    """How many cases gave each answer, by its point (``"1"``) or band (``"0–20"``), from the lowest up."""
    low, high = scale
    points = _points(low, high)
    if points is not None:
        places, names = np.floor(answers + 0.5) - low, [str(point) for point in points]
    else:
        ends = np.linspace(low, high, BANDS + 1)
        places = np.floor((answers - low) / (high - low) * BANDS)
        names = [f"{start:g}–{end:g}" for start, end in itertools.pairwise(ends)]
    found = np.bincount(np.clip(places, 0, len(names) - 1).astype(np.int64), cases, len(names))
    return dict(zip(names, map(int, found), strict=True))


def _points(low: float, high: float) -> range | None:
    """The points of a scale; None where it is counted by bands."""
    whole = float(low).is_integer() and float(high).is_integer()
    return range(int(low), int(high) + 1) if whole and high - low < MOST_POINTS else None
