"""Where the answers to questions stand: for each question the shares of its answers, of several facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.marks import BOTTOM, LABEL_SIZE, TOP, WIDTH, Span, span
from audit.report.scales import Axis, axis, figure, rounded, text_width, wrapped

SHADES = 7
"""How many shades there are, from the lowest answer to the highest."""

_LABEL, _FACET, _END = 204.0, 52.0, 76.0
_BAR, _BETWEEN, _APART = 10.0, 1.5, 7.0
_PART_SIZE = 7.5
_KEY_SIZE, _SWATCH, _KEY_LINE = 8.5, 14.0, 18.0


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
class AnswerPart:
    """Where the share of one answer stands; ``words`` are empty where they have no room."""

    shade: int
    at: Span
    words: str
    told: str

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return rounded((self.at.start + self.at.end) / 2)


@dataclass(frozen=True)
class AnswerBar:
    """The bar of one facet; its upper edge lies at ``y``."""

    facet: str
    y: float
    parts: tuple[AnswerPart, ...]
    mean: str


@dataclass(frozen=True)
class AnswerRow:
    """A question with its bars, around ``y``."""

    label: tuple[str, ...]
    y: float
    bars: tuple[AnswerBar, ...]
    n: int


@dataclass(frozen=True)
class ShadeKey:
    """What a shade means, at (x, y)."""

    shade: int
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class AnswerShares:
    """Questions from top to bottom, each with a bar of 100 % for every facet."""

    width: float
    height: float
    bar_height: float
    label_end: float
    axis: Axis
    key: tuple[ShadeKey, ...]
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
    top = TOP + _KEY_LINE
    bars = max(len(one.answered) for one in questions)
    each = bars * (_BAR + _BETWEEN) - _BETWEEN + _APART
    return AnswerShares(
        width=width,
        height=rounded(top + each * len(questions) + BOTTOM),
        bar_height=_BAR,
        label_end=_LABEL - 4,
        axis=scale,
        key=_key(answers, scale.start),
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
                parts=_parts(bar, scale),
                mean=figure(bar.mean, 2),
            )
            for place, bar in enumerate(one.answered)
        ),
        n=one.n,
    )


def _parts(bar: Answered, scale: Axis) -> tuple[AnswerPart, ...]:
    parts, reached = [], 0.0
    told = bar.told or ("",) * len(bar.shares)
    for place, (share, words) in enumerate(zip(bar.shares, told, strict=True)):
        if share > 0:
            at = span(scale, 100 * reached, 100 * (reached + share))
            printed = figure(100 * share, 0)
            fits = text_width(printed, _PART_SIZE) + 3 <= at.length
            parts.append(AnswerPart(shade(place, len(bar.shares)), at, printed if fits else "", words))
            reached += share
    return tuple(parts)


def _key(answers: Sequence[str], left: float) -> tuple[ShadeKey, ...]:
    """One line above the bars, from the lowest answer to the highest."""
    entries, x = [], left
    for place, label in enumerate(answers):
        entries.append(ShadeKey(shade(place, len(answers)), label, rounded(x), TOP))
        x += _SWATCH + text_width(label, _KEY_SIZE) + 10
    return tuple(entries)
