"""Parts of a whole side by side along a scale, and the key of how they are filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from audit.report.charts.marks import TOP, Span, span
from audit.report.scales import Axis, rounded, text_width

F = TypeVar("F")
"""How a part is filled: a name, or the place of a shade among all."""

_KEY_SIZE, _SWATCH, _KEY_LINE = 8.5, 14.0, 16.0


@dataclass(frozen=True)
class Part(Generic[F]):
    """A part of a whole: how much, what is printed in it where there is room, and the same in full."""

    fill: F
    amount: float
    words: str
    told: str = ""


@dataclass(frozen=True)
class Piece(Generic[F]):
    """Where a part stands; ``words`` are empty where they have no room."""

    fill: F
    at: Span
    words: str
    told: str

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return rounded((self.at.start + self.at.end) / 2)


@dataclass(frozen=True)
class KeyEntry(Generic[F]):
    """What a fill means, at (x, y)."""

    fill: F
    label: str
    x: float
    y: float


def laid(parts: Iterable[Part[F]], scale: Axis, size: float, room: float) -> tuple[Piece[F], ...]:
    """Pieces from left to right, without those of nothing; words of this size fit with ``room`` around them."""
    pieces, reached = [], 0.0
    for part in parts:
        if part.amount > 0:
            at = span(scale, reached, reached + part.amount)
            fits = text_width(part.words, size) + room <= at.length
            pieces.append(Piece(part.fill, at, part.words if fits else "", part.told))
            reached += part.amount
    return tuple(pieces)


def keyed(
    meanings: Iterable[tuple[F, str]], left: float, right: float, gap: float
) -> tuple[tuple[KeyEntry[F], ...], float]:
    """The entries, ``gap`` apart, on as many lines as they need, and where the lines below them begin."""
    entries: list[KeyEntry[F]] = []
    x, y = left, TOP
    for fill, label in meanings:
        taken = _SWATCH + text_width(label, _KEY_SIZE) + gap
        if x > left and x + taken > right:
            x, y = left, y + _KEY_LINE
        entries.append(KeyEntry(fill, label, rounded(x), y))
        x += taken
    return tuple(entries), y + _KEY_LINE
