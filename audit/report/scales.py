"""Axes with round ticks, figures as they are printed, and how much room a text takes."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from audit.report.harmless import Harmless, harmless

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS, _FEW_TICKS = 5, 3
_SHORT = 140.0  # pixels: a shorter axis has no room for the labels of five ticks
_TICK_SIZE, _TICK_GAP = 8.0, 5.0  # pixels: labels of ticks, and the least room between two of them

# Mean advance of Inter over English prose, in em; Han characters are one em wide.
_LATIN_ADVANCE = 0.56
_BRACKET_ADVANCE = 0.75


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class Axis:
    """A straight scale: values from ``low`` to ``high`` lie on pixels from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Tick, ...]

    def at(self, value: float) -> float:
        """The pixel of a value; values beyond the ends stand at the end."""
        return _pixel(value, self.low, self.high, self.start, self.end)


def axis(bounds: tuple[float, float], pixels: tuple[float, float], *, signed: bool, fixed: bool) -> Axis:
    """An axis with about five ticks at round values, or about three where it is short.

    Args:
        bounds: least and greatest value to show.
        pixels: where the two ends lie; the first may be the greater (upward axes).
        signed: whether positive ticks carry a plus sign.
        fixed: keep the bounds as they are; otherwise they widen to the next round value.
    """
    low, high = bounds
    if low == high:
        low, high = low - 0.5, high + 0.5
    most = _TICKS if abs(pixels[1] - pixels[0]) > _SHORT else _FEW_TICKS
    step = _round_step(high - low, most)
    if not fixed:
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    decimals = _decimals(step)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    values = [round(i * step, decimals) for i in range(first, last + 1)]
    start, end = pixels
    ticks = [Tick(_pixel(v, low, high, start, end), figure(v, decimals, signed=signed)) for v in values]
    zero = values.index(0) if 0 in values else 0
    shown = _apart(ticks, zero) if start < end else ticks
    return Axis(round(low, 12), round(high, 12), start, end, tuple(shown))


def _apart(ticks: list[Tick], anchor: int) -> list[Tick]:
    """Every tick of a horizontal axis, or every second, third ... from the anchor, so that no labels touch."""
    for every in range(1, len(ticks)):
        shown = ticks[anchor % every :: every]
        widths = [text_width(one.label, _TICK_SIZE) for one in shown]
        if all(
            after.at - before.at >= (left + right) / 2 + _TICK_GAP
            for before, after, left, right in zip(shown, shown[1:], widths, widths[1:], strict=False)
        ):
            return shown
    return ticks[anchor : anchor + 1]


def figure(value: float, decimals: int, *, signed: bool = False) -> str:
    """A number as it is printed in both languages: thousands apart, a real minus sign, never -0.

    Halves round away from zero (四舍五入), as readers check by hand: 2.5 is printed as 3.
    """
    exact = Decimal(repr(abs(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "\N{MINUS SIGN}" if value < 0 else "+" if signed else ""
    return f"{sign if exact else ''}{exact:,f}"


def rounded(pixels: float) -> float:
    """Two decimals: finer than any printer, and the same on every machine."""
    return round(pixels, 2) + 0.0


def text_width(text: str, size: float) -> float:
    """About how wide a line is at a font size, both in pixels."""
    return rounded(size * sum(map(_advance, text)))


def _advance(character: str) -> float:
    """How wide a character is, in ems; what stands in our brackets is mostly capitals and digits."""
    if character in "⟦⟧":
        return _BRACKET_ADVANCE
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else _LATIN_ADVANCE


def wrapped(text: str, width: float, size: float, lines: int = 2) -> tuple[Harmless, ...]:
    """A label on at most ``lines`` lines of ``width`` pixels; what does not fit gives way to an ellipsis.

    Latin words stay whole where they fit; Han text breaks anywhere. The lines are harmless already: text that
    grows when its characters are spelled out has to be measured as it is printed. There is one line at least, if
    only an empty one.
    """
    out: list[str] = []
    rest: str = harmless(text).replace("\n", " ")
    while rest and len(out) < lines:
        end = _fitting(rest, width, size)
        is_last = len(out) == lines - 1
        if end < len(rest) and is_last:
            end = _fitting(rest, width - text_width("…", size), size)
            out.append(rest[:end].rstrip() + "…")
            break
        out.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(map(Harmless, out)) or (Harmless(),)


_NEVER_FIRST, _NEVER_LAST = "，。、；：！？）》」』】”’…%‰", "（《「『【“‘"
"""Signs that begin no line, and those that end none."""


def _fitting(text: str, width: float, size: float) -> int:
    """How many characters fit on a line, cut after a word, or a part of one, where one ends on it."""
    end = len(text)
    while end > 1 and text_width(text[:end], size) > width:
        end -= 1
    if end == len(text):
        return end
    while end > 1 and (text[end] in _NEVER_FIRST or text[end - 1] in _NEVER_LAST):
        end -= 1
    space = max(text.rfind(" ", 0, end + 1), text.rfind("-", 0, end) + 1)
    splits_a_word = text[end].isascii() and text[end - 1].isascii() and text[end] != " "
    return space if splits_a_word and space > 0 else end


def _pixel(value: float, low: float, high: float, start: float, end: float) -> float:
    share = (min(max(value, low), high) - low) / (high - low)
    return rounded(start + share * (end - start))


def _round_step(length: float, most: int) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that gives at most so many ticks and one."""
    magnitude = 10.0 ** math.floor(math.log10(length / most))
    return next(step * magnitude for step in _STEPS if length / (step * magnitude) <= most + 1e-9)


def _decimals(step: float) -> int:
    """Decimals needed to print a step exactly."""
    return next(places for places in range(13) if math.isclose(round(step, places), step, rel_tol=1e-9))
