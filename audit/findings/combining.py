"""Metric and rating as one score; what is done to the score is done to both its bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from audit.criteria.item import CapUnless, MeanOf
from audit.findings.scoring import Bounded, rounded

Joint = Literal["lower"] | MeanOf | CapUnless
"""The combinations that take both parts; ``measure_else_rating`` never does."""
Combine = Joint | Literal["measure_else_rating"]


def combined(combine: Joint, metric: Bounded, rating: Bounded, level: int) -> Bounded:
    """Both parts at hand: the lower one, their weighted mean, or the metric under a cap."""
    if isinstance(combine, CapUnless):
        return capped(combine, metric, level)
    if isinstance(combine, MeanOf):
        a, b = combine.mean
        return _each(metric, rating, lambda one, other: rounded(a * one + b * other))
    return _each(metric, rating, min)


def capped(combine: CapUnless, score: Bounded, level: int | None) -> Bounded:
    """A score held at the cap until the rating reaches its level; no rating reaches none."""
    if level is not None and level >= combine.unless_rating:
        return score
    return _each(score, Bounded.exact(combine.cap), min)


def _each(one: Bounded, other: Bounded, join: Callable[[float, float], float]) -> Bounded:
    return Bounded(join(one.score, other.score), join(one.low, other.low), join(one.high, other.high))
