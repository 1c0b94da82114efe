"""Kaplan-Meier: how long something takes while part of the cases is still open at the cut-off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, normal_deviate

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """Share still open just after each distinct event time; all arrays are ascending in time, (event times,).

    `greenwood` is the cumulated variance of log S (Greenwood 1926), infinite where S reaches 0.
    """

    times: Floats
    at_risk: Counts
    events: Counts
    survival: Floats
    greenwood: Floats

    def band(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Pointwise lower and upper limit of S from a symmetric interval of log(-log S).

        Where S = 0 the transform does not exist: the lower limit is 0, the upper one NaN, not estimable.
        Source: Kalbfleisch & Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.
        """
        deviate = normal_deviate(level)
        low, high = np.zeros_like(self.survival), np.full_like(self.survival, np.nan)
        open_ = self.survival > 0
        log_survival = np.log(self.survival[open_])
        # An exponent that overflows stands for a limit of 0, not for an error.
        with np.errstate(over="ignore"):
            factor = np.exp(deviate * np.sqrt(self.greenwood[open_]) / -log_survival)
            low[open_] = np.exp(log_survival * factor)
        high[open_] = np.exp(log_survival / factor)
        return low, high

    def quantile(self, q: float) -> float | None:
        """Smallest time with S <= 1 - q, in the unit of the times; `None` = not reached."""
        # S never rises, so that the place can be halved in on; the limits of a band may rise.
        _check(q)
        place = bisect_left(
            range(self.times.size), True, key=lambda i: self.survival[i] <= _reaching(q, i + 1)
        )
        return float(self.times[place]) if place < self.times.size else None

    def quantile_bounds(self, q: float, level: float = 0.95) -> Bounds:
        """Interval of a quantile: where the lower and the upper limit of the band first come down to 1 - q.

        A side is `None` when its limit never gets there.
        Source: Brookmeyer & Crowley (1982), Biometrics 38:29.
        """
        if not self.times.size:
            return NOT_ESTIMABLE
        low, high = self.band(level)
        return Bounds(self._first_time(low, q), self._first_time(high, q))

    def done_by(self, times: Sequence[float], level: float = 0.95) -> list[tuple[float, Bounds]]:
        """1 - S at each of some ascending times, with the band's limits; 0 without any before the first event.

        An end is `None` where the band is not estimable.
        """
        places = np.searchsorted(self.times, times, side="right") - 1
        known = places[places >= 0]
        low, high = self._at(known).band(level)
        nothing_yet = [(0.0, NOT_ESTIMABLE)] * (len(places) - len(known))
        return nothing_yet + [
            (float(1 - still_open), Bounds(_estimable(1 - most), _estimable(1 - least)))
            for still_open, least, most in zip(self.survival[known], low, high, strict=True)
        ]

    def _at(self, places: npt.NDArray[np.intp]) -> SurvivalCurve:
        """The curve at some of its events: limits hold at each by itself."""
        return SurvivalCurve(
            self.times[places],
            self.at_risk[places],
            self.events[places],
            self.survival[places],
            self.greenwood[places],
        )

    def _first_time(self, share_open: Floats, q: float) -> float | None:
        _check(q)
        reached = np.flatnonzero(share_open <= _reaching(q, np.arange(1, share_open.size + 1)))
        return float(self.times[reached[0]]) if reached.size else None


def _check(q: float) -> None:
    if not 0 < q < 1:
        raise ValueError(f"a quantile of a duration lies between 0 and 1, not {q}")


def _reaching(q: float, factors: int | Counts) -> Any:
    """What S must not exceed where a quantile is reached, S being a product of so many factors.

    S is a rational number that may equal 1 - q exactly and then counts, yet 1 - 0.9 < 0.1 in floating point. The
    allowance is the bound on what rounding can add up to: one unit for 1 - q, two for each factor of S.
    """
    return 1 - q + np.finfo(np.float64).eps * (1 + 2 * factors * (1 - q))


def _estimable(limit: float) -> float | None:
    return None if np.isnan(limit) else float(limit)


def kaplan_meier(times: npt.ArrayLike, events: npt.ArrayLike, censored: npt.ArrayLike) -> SurvivalCurve:
    """Product-limit estimate from counts: per time, how many cases ended and how many were last seen open.

    All three have shape (n,), in any order; a time may occur more than once. Events come before censorings of
    the same time, so that those censored are still at risk. No cases, or no events, give an empty curve.
    `ValueError` for other shapes, times that are not finite, counts that are negative or not whole. Source:
    Kaplan & Meier (1958), JASA 53:457.
    """
    observed = np.asarray(times, dtype=np.float64)
    ended, left_open = _counts(events), _counts(censored)
    if observed.ndim != 1 or not observed.shape == ended.shape == left_open.shape:
        raise ValueError(
            f"one row a time is needed, not shapes {observed.shape}, {ended.shape}, {left_open.shape}"
        )
    if not np.isfinite(observed).all():
        raise ValueError("a duration must be finite: an open case is censored at the cut-off")
    distinct, position = np.unique(observed, return_inverse=True)
    ended, left_open = _summed(ended, position, distinct.size), _summed(left_open, position, distinct.size)
    leaving = ended + left_open
    at_risk = leaving[::-1].cumsum()[::-1]
    happened = ended > 0
    d, n = ended[happened], at_risk[happened]
    with np.errstate(divide="ignore"):
        variance = d / (n.astype(np.float64) * (n - d))
    return SurvivalCurve(distinct[happened], n, d, np.cumprod((n - d) / n), np.cumsum(variance))


def _counts(values: npt.ArrayLike) -> Counts:
    given = np.asarray(values, dtype=np.float64)
    if not np.isfinite(given).all() or (given < 0).any() or (given % 1 != 0).any():
        raise ValueError("numbers of cases must be whole and not negative")
    return given.astype(np.int64)


def _summed(counts: Counts, position: npt.NDArray[np.intp], size: int) -> Counts:
    totals = np.zeros(size, dtype=np.int64)
    np.add.at(totals, position, counts)
    return totals
