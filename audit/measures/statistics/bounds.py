"""The interval that every function here returns, and the confidence level it is computed for."""

from __future__ import annotations

from typing import NamedTuple

import scipy  # special is loaded when first used: it takes longer than all of numpy


class Bounds(NamedTuple):
    """Both ends of a confidence interval, in the figure's unit; `None` = not estimable or not reached."""

    low: float | None
    high: float | None

    def clipped(self, smallest: float, largest: float) -> Bounds:
        """The same interval without values that the figure cannot take."""
        return Bounds(
            None if self.low is None else min(max(self.low, smallest), largest),
            None if self.high is None else min(max(self.high, smallest), largest),
        )


NOT_ESTIMABLE = Bounds(None, None)


def tail(level: float) -> float:
    """Probability left out on each side of a two-sided interval; `ValueError` unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return (1 - level) / 2


def normal_deviate(level: float) -> float:
    """z of a two-sided interval: 1.959963984540054 at 95 %."""
    return -float(scipy.special.ndtri(tail(level)))
