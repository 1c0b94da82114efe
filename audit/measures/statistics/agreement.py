"""Agreement of two coders beyond what chance would give."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audit.measures.statistics.bounds import NOT_ESTIMABLE, Bounds, normal_deviate


class Kappa(NamedTuple):
    """Cohen's kappa with the agreement observed and that expected by chance; `None` where chance is certain."""

    kappa: float | None
    observed: float
    expected: float
    bounds: Bounds


def cohen_kappa(table: npt.ArrayLike, level: float = 0.95) -> Kappa:
    """Unweighted kappa of a square table of counts, (codes, codes): rows one coder, columns the other.

    kappa = (po - pe)/(1 - pe); asymptotic interval, which may reach beyond 1 and is cut there. Not estimable
    when both coders give everything the same code. `ValueError` for a table that is not square, empty or
    negative. Source: Cohen (1960), Educ. Psychol. Meas. 20:37; Fleiss, Cohen & Everitt (1969), Psychol. Bull.
    72:323, eq. 13.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.sum() or (counts < 0).any():
        raise ValueError(f"agreement needs a square table of counts, not {counts.tolist()}")
    n = float(counts.sum())
    share = counts / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float(np.trace(share)), float(rows @ columns)
    if expected >= 1:
        return Kappa(None, observed, expected, NOT_ESTIMABLE)
    kappa = (observed - expected) / (1 - expected)
    margins = rows[None, :] + columns[:, None]
    agreed = np.diag(share) @ (1 - np.diag(margins) * (1 - kappa)) ** 2
    crossed = (1 - kappa) ** 2 * float((share * (margins**2) * (1 - np.eye(len(share)))).sum())
    variance = (agreed + crossed - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    half = normal_deviate(level) * math.sqrt(max(0.0, float(variance)))
    return Kappa(kappa, observed, expected, Bounds(kappa - half, kappa + half).clipped(-1.0, 1.0))
