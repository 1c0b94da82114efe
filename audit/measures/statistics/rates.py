"""Rates of events per exposure, and the ratio of two of them: exact, for counts that may be small."""

from __future__ import annotations

import math

import scipy  # special is loaded when first used: it takes longer than all of numpy

from audit.measures.statistics.bounds import Bounds, tail


def poisson_rate(events: float, exposure: float = 1.0, level: float = 0.95) -> Bounds:
    """Exact interval of events/exposure, per unit of exposure; with exposure 1 that of the Poisson mean.

    The lower end is 0 for no events. `ValueError` unless events >= 0 and exposure > 0. Source: Garwood
    (1936), Biometrika 28:437, [chi2(a/2; 2x)/2, chi2(1 - a/2; 2x + 2)/2].
    """
    _check(events, exposure)
    out = tail(level)
    # chi2 with 2x degrees of freedom, halved, is the gamma law of shape x.
    low = 0.0 if events == 0 else float(scipy.special.gammaincinv(events, out))
    return Bounds(low / exposure, float(scipy.special.gammainccinv(events + 1, out)) / exposure)


def rate_ratio(
    events: float, exposure: float, other_events: float, other_exposure: float, level: float = 0.95
) -> Bounds:
    """Exact interval of (events/exposure) / (other_events/other_exposure).

    Given their sum, `events` is binomial; its Clopper-Pearson ends are turned into odds. Without other events
    the upper end is not estimable, without events at all neither end is. `ValueError` unless both counts are
    >= 0 and both exposures > 0. Source: Przyborowski & Wilenski (1940), Biometrika 31:313.
    """
    _check(events, exposure)
    _check(other_events, other_exposure)
    out = tail(level)
    scale = other_exposure / exposure
    low = high = None
    if other_events > 0:
        high = _odds(events + 1, other_events, 1 - out) * scale
    if events > 0:
        low = _odds(events, other_events + 1, out) * scale
    elif other_events > 0:
        low = 0.0
    return Bounds(low, high)


def _odds(a: float, b: float, probability: float) -> float:
    # p/(1 - p) of a beta quantile; 1 - p comes from the mirrored law, which keeps its digits when p is near 1
    return float(scipy.special.betaincinv(a, b, probability) / scipy.special.betainccinv(b, a, probability))


def _check(events: float, exposure: float) -> None:
    if not (0 <= events < math.inf and 0 < exposure < math.inf):
        raise ValueError(f"a rate needs events >= 0 and exposure > 0, not {events} per {exposure}")
