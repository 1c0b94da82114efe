"""Percentile bootstrap of quantiles of a duration in several groups, from counts by time and group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bootstrap import BLOCK_CELLS, DRAWS, LARGEST_RESAMPLED
from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, tail
from audit.measures.statistics.survival import kaplan_meier

Floats = npt.NDArray[np.float64]


def resampled_quantiles(
    times: npt.ArrayLike,
    ended: npt.ArrayLike,
    groups: npt.ArrayLike,
    counts: npt.ArrayLike,
    q: float,
    seed: int,
    draws: int = DRAWS,
) -> Floats:
    """Kaplan-Meier quantiles of every group in each resample: (draws, groups).

    ``counts`` cases of ``groups`` (0, 1, ...) were last seen at ``times``, their end where ``ended``; all
    (cells,), in any order. Infinite where the curve does not come down so far, NaN where a resample has no
    case of the group. Cases are resampled over all groups together, by multinomial counts of the cells. Beyond
    5,000 cells each group's log S is moved by one normal deviate times its Greenwood error, the limiting law of
    the resampled curve at the time where it crosses 1 - q; drawing every cell would cost minutes and change the
    ends by less than 2,000 draws can tell. Source: Efron (1981), JASA 76:312.
    """
    time, end = np.asarray(times, dtype=np.float64), np.asarray(ended, dtype=bool)
    group, count = np.asarray(groups, dtype=np.int64), np.asarray(counts, dtype=np.int64)
    if not time.shape == end.shape == group.shape == count.shape or not count.sum() or (count < 0).any():
        raise ValueError("one time, state, group and count a cell are needed, and one case or more")
    order = np.lexsort((end, time, group))
    time, end, group, count = time[order], end[order], group[order], count[order]
    generator = np.random.Generator(np.random.PCG64(seed))
    of_groups = [group == one for one in range(int(group.max()) + 1)]
    if time.size > LARGEST_RESAMPLED:
        parts = [_normal_quantiles(time[one], end[one], count[one], q, generator, draws) for one in of_groups]
        return np.column_stack(parts)
    found = np.empty((draws, len(of_groups)))
    size = max(1, BLOCK_CELLS // time.size)
    for start in range(0, draws, size):
        block = slice(start, min(start + size, draws))
        drawn = generator.multinomial(count.sum(), count / count.sum(), size=block.stop - block.start)
        for place, one in enumerate(of_groups):
            found[block, place] = _quantiles(time[one], end[one], drawn[:, one], q)
    return found


def ordered_bounds(draws: npt.ArrayLike, level: float = 0.95) -> Bounds:
    """Ends of a percentile interval as draws themselves, (draws,): they may be infinite, an open end.

    Draws without a value are left out; not estimable where none is left.
    """
    known = np.asarray(draws, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not known.size:
        return NOT_ESTIMABLE
    out = tail(level)
    ends = np.quantile(known, [out, 1 - out], method="inverted_cdf")
    return Bounds(*(float(end) if np.isfinite(end) else None for end in ends))


def _quantiles(time: Floats, ended: npt.NDArray[np.bool_], drawn: npt.NDArray[np.int64], q: float) -> Floats:
    """First time with S <= 1 - q in each row of drawn counts; cells ascending in time, (draws, cells)."""
    distinct, first = np.unique(time, return_index=True)
    left = np.add.reduceat(drawn, first, axis=1)
    events = np.add.reduceat(np.where(ended, drawn, 0), first, axis=1)
    at_risk = left[:, ::-1].cumsum(axis=1)[:, ::-1]
    survival = np.cumprod(1 - events / np.maximum(at_risk, 1), axis=1)
    # What rounding can add up to, as for one curve: S may equal 1 - q and then counts.
    allowance = np.finfo(np.float64).eps * (1 + 2 * np.arange(1, distinct.size + 1) * (1 - q))
    reached = survival <= 1 - q + allowance
    quantiles = np.where(reached.any(axis=1), distinct[reached.argmax(axis=1)], np.inf)
    return np.where(at_risk[:, 0] > 0, quantiles, np.nan)


def _normal_quantiles(
    time: Floats,
    ended: npt.NDArray[np.bool_],
    count: npt.NDArray[np.int64],
    q: float,
    generator: np.random.Generator,
    draws: int,
) -> Floats:
    curve = kaplan_meier(time, np.where(ended, count, 0), np.where(ended, 0, count))
    deviates = generator.standard_normal(draws)
    if not curve.times.size:
        return np.full(draws, np.inf if count.sum() else np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = (np.log(1 - q) - np.log(curve.survival)) / np.sqrt(curve.greenwood)
    # Where S = 0 the quantile is reached whatever is drawn.
    needed = np.maximum.accumulate(np.where(curve.survival > 0, needed, np.inf))
    place = np.searchsorted(needed, deviates)
    return np.append(curve.times, np.inf)[place]
