"""From drawn numbers to columns: identifiers, labels, moments, with nulls where nothing was recorded."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit.evidence.synthesis.clock import Bools, Floats, Moments

Rng = np.random.Generator
Whole = NDArray[np.int64]
Columns = Mapping[str, pa.Array]
"""A part of a table: our column names and their values, all of one length."""

NAT = np.datetime64("NaT", "s")


def generator(seed: int, purpose: str, part: int = 0) -> Rng:
    """The random numbers of one purpose and part: drawing more for one never shifts those of another."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(zlib.crc32(purpose.encode()), part)))


def identifiers(prefix: str, numbers: Whole, present: Bools | None = None, width: int = 8) -> pa.Array:
    """``C-00000012`` and the like; null where not present."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return some(pc.binary_join_element_wise(prefix, digits, "-"), present)


def some(values: Any, present: Bools | None) -> pa.Array:
    """The values, null where not present; numpy arrays become arrow arrays."""
    array = values if isinstance(values, pa.Array) else pa.array(values)
    return array if present is None else pc.if_else(pa.array(present), array, None)


def coded(index: Whole, codes: Sequence[str], present: Bools | None = None) -> pa.Array:
    """Codes by their number; null where not present."""
    indices = pa.array(index.astype(np.int16), mask=None if present is None else ~present)
    return pa.DictionaryArray.from_arrays(indices, pa.array(codes, pa.string()))


def drawn(rng: Rng, weights: Mapping[str, float], n: int, present: Bools | None = None) -> pa.Array:
    """Codes drawn by their weights."""
    return coded(weighted(rng, list(weights.values()), n), list(weights), present)


def weighted(rng: Rng, weights: Sequence[float] | Floats, n: int) -> Whole:
    """Numbers of the choices drawn by their weights."""
    risen = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(risen / risen[-1], rng.random(n), side="right").clip(0, len(risen) - 1)


def moments(values: Moments) -> pa.Array:
    """Moments to the second; NaT is null."""
    return pa.array(values.astype("datetime64[s]"))


def days(values: Moments) -> pa.Array:
    """Dates; NaT is null."""
    return pa.array(values.astype("datetime64[D]"))


def until(values: Moments, cut: np.datetime64) -> Moments:
    """What had happened by a moment; the rest is not known yet."""
    return np.asarray(np.where(values < cut, values, NAT), dtype="datetime64[s]")


def hours(values: Floats) -> Any:
    """Hours as lengths of time, to the second; numpy's types cannot say what they give when added to moments."""
    return (np.asarray(values) * 3600).astype("timedelta64[s]")


def lognormal(rng: Rng, median: float | NDArray[Any], sigma: float, n: int) -> Floats:
    """Right-skewed positive numbers with this median."""
    return np.asarray(median * np.exp(sigma * rng.standard_normal(n)))


def points(rng: Rng, latent: Floats, low: float, high: float) -> Whole:
    """Answers on a scale of points: a latent attitude with noise of its own, rounded and cut to the scale."""
    noise = 0.6 * rng.standard_normal(latent.shape)
    return np.clip(np.rint(latent + noise), low, high).astype(np.int64)


def evenly(rng: Rng, share: float, among: Bools) -> Bools:
    """True for this share of those that are true, one from each run of them, so that no month goes without."""
    places = np.flatnonzero(among)
    share = min(share, 1.0)
    wanted = round(share * len(places))
    at = ((np.arange(wanted) + rng.random(wanted)) / share).astype(np.int64)
    found = np.zeros(len(among), dtype=bool)
    found[places[np.minimum(at, len(places) - 1)]] = True
    return found


def chances(rng: Rng, probability: float | Floats, n: int) -> Bools:
    """True with this probability."""
    return np.asarray(rng.random(n) < probability)
