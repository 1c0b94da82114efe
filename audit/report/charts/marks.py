"""What all charts share: their width, their tones, spans and lines across them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audit.report.scales import Axis, rounded, text_width

WIDTH = 640.0
"""Width of a chart: the text column of an A4 page with margins of 20 mm."""

LABEL_SIZE = 10.0
LABEL_WIDTH = 168.0
VALUE_WIDTH = 132.0
ROW = 34.0
TOP = 10.0
BOTTOM = 26.0

Tone = Literal["conform", "partial", "nonconform", "inconclusive", "neutral"]


@dataclass(frozen=True)
class Span:
    """From one x to another."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Length in pixels."""
        return rounded(self.end - self.start)


@dataclass(frozen=True)
class Reference:
    """A line across a chart with its name, such as a promise or a limit."""

    value: float
    label: str


@dataclass(frozen=True)
class ReferenceLine:
    """Where a reference stands, and on which side of it its name has room."""

    x: float
    label: str
    anchor: Literal["start", "end"]


def span(scale: Axis, one: float, other: float) -> Span:
    """From one value to another, whichever is the greater."""
    return Span(*sorted((scale.at(one), scale.at(other))))


def reference_line(reference: Reference, scale: Axis) -> ReferenceLine:
    """A reference on a scale; its name turns to the left where the right has no room."""
    x = scale.at(reference.value)
    fits = x + 4 + text_width(reference.label, 8) <= scale.end
    return ReferenceLine(x, reference.label, "start" if fits else "end")
