"""Where the answers to questions stand: for each question the shares of its answers, of several facets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.report.charts.marks import BOTTOM, LABEL_SIZE, WIDTH
from audit.report.charts.pieces import KeyEntry, Part, Piece, keyed, laid
from audit.report.scales import Axis, axis, figure, rounded, wrapped

SHADES = 7
"""How many shades there are, from the lowest answer to the highest."""

_LABEL, _FACET, _END = 204.0, 52.0, 76.0
_BELOW_KEY = 2.0
_BAR, _BETWEEN, _APART = 10.0, 1.5, 7.0
_PART_SIZE = 7.5


@dataclass(frozen=True)
class Answered:
    """The answers to a question in one facet: shares of one whole, from the lowest answer up, and their mean."""

    facet: str
    shares: tuple[float, ...]
    mean: float
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with what was answered to it; ``n`` cases answered in every facet."""

    label: str
    answered: tuple[Answered, ...]
    n: int


@dataclass(frozen=True)
class AnswerBar:
    """The bar of one facet; its upper edge lies at ``y``."""

    facet: str
    y: float
    parts: tuple[Piece[int], ...]
    mean: str


@dataclass(frozen=True)
class AnswerRow:
    """A question with its bars, around ``y``."""

    label: tuple[str, ...]
    y: float
    bars: tuple[AnswerBar, ...]
    n: int


@dataclass(frozen=True)
class AnswerShares:
    """Questions from top to bottom, each with a bar of 100 % for every facet."""

    width: float
    height: float
    bar_height: float
    label_end: float
    axis: Axis
    key: tuple[KeyEntry[int], ...]
    rows: tuple[AnswerRow, ...]


def answer_shares(
    questions: Sequence[Question], answers: Sequence[str], *, width: float = WIDTH
) -> AnswerShares:
    """Questions with the shares of their answers.

    Args:
        questions: from top to bottom; all with as many facets.
        answers: what each answer is called, from the lowest up.
        width: of the whole chart.

    Raises:
        ValueError: no questions, or a bar with more or fewer shares than there are answers.
    """
    if not questions:
        raise ValueError("a chart needs at least one question")
    if any(len(bar.shares) != len(answers) for one in questions for bar in one.answered):
        raise ValueError("every bar has a share for every answer")
    scale = axis((0.0, 100.0), (_LABEL + _FACET, width - _END), signed=False, fixed=True)
    shades = [(shade(place, len(answers)), label) for place, label in enumerate(answers)]
    key, below = keyed(shades, scale.start, width, gap=10)
    top = below + _BELOW_KEY
    bars = max(len(one.answered) for one in questions)
    each = bars * (_BAR + _BETWEEN) - _BETWEEN + _APART
    return AnswerShares(
        width=width,
        height=rounded(top + each * len(questions) + BOTTOM),
        bar_height=_BAR,
        label_end=_LABEL - 4,
        axis=scale,
        key=key,
        rows=tuple(_row(one, rounded(top + each * i), each, scale) for i, one in enumerate(questions)),
    )


def shade(place: int, answers: int) -> int:
    """The shade of an answer by its place among all, so that the ends of every scale look alike."""
    return round(place * (SHADES - 1) / max(1, answers - 1))


def _row(one: Question, top: float, height: float, scale: Axis) -> AnswerRow:
    return AnswerRow(
        label=wrapped(one.label, _LABEL - 4, LABEL_SIZE),
        y=rounded(top + (height - _APART) / 2),
        bars=tuple(
            AnswerBar(
                facet=bar.facet,
                y=rounded(top + place * (_BAR + _BETWEEN)),
                parts=laid(_parts(bar), scale, _PART_SIZE, room=3),
                mean=figure(bar.mean, 2),
            )
            for place, bar in enumerate(one.answered)
        ),
        n=one.n,
    )


def _parts(bar: Answered) -> Iterator[Part[int]]:
    told = bar.told or ("",) * len(bar.shares)
    for place, (share, words) in enumerate(zip(bar.shares, told, strict=True)):
        percent = 100 * share
        yield Part(shade(place, len(bar.shares)), percent, figure(percent, 0), words)
