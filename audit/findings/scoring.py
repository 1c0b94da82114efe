"""The eight functions that turn a figure into a score of 0-100, where 60 is the threshold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from audit.criteria.item import Declared, ScoreRule
from audit.result import Estimate

DECIMALS = 9
"""Scores are rounded here, so that the last bits of a float never decide over a threshold."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A score and the scores that its interval reaches, all 0-100; ``low <= score <= high``."""

    score: float
    low: float
    high: float

    @classmethod
    def exact(cls, score: float) -> Bounded:
        """A score without an interval, such as a reviewer's rating."""
        return cls(rounded(score), rounded(score), rounded(score))


def rounded(score: float) -> float:
    """Clipped to 0-100 and rounded to 9 decimals."""
    return round(min(100.0, max(0.0, score)), DECIMALS) + 0.0


def score(
    rule: ScoreRule,
    value: float,
    scale: tuple[float, float] | None = None,
    declared: Mapping[str, float] | None = None,
) -> float:
    """The score of one value; infinite values give the limit of the function.

    Args:
        rule: the function with its thresholds.
        value: in the unit that the function expects (a share is 0..1, a gap is in scale points).
        scale: the two ends of the questionnaire's scale; ``scale``, ``gap`` and ``abs_gap`` need it.
        declared: what the organisation declared, for a ``target`` that stands on it.

    Raises:
        ValueError: the function needs a scale and there is none.
    """
    if rule.up is not None:
        points = _between(value, *rule.up)
    elif rule.down is not None:
        points = 100 - _between(value, *rule.down)
    elif rule.share:
        points = 100 * value
    elif rule.scale:
        points = _between(value, *ends_of_scale(rule, scale))
    elif rule.gap:
        points = 100 * (1 + 3 * value / _width(rule, scale))
    elif rule.abs_gap:
        points = 100 * (1 - 3 * abs(value) / _width(rule, scale))
    elif rule.steps is not None:
        points = _step(rule.steps, value)
    else:
        points = _target(value, required_share(rule, declared or {}))
    return rounded(points)


def through(rule: ScoreRule, estimate: Estimate, scale: tuple[float, float] | None = None) -> Bounded:
    """The score of an estimate and the lowest and highest score within its interval.

    An open end of the interval counts as infinitely far away: nothing is known there, so the score's
    bound is the worst or best that the function can give. Without an interval all three are equal. A
    quantile beyond the longest time seen counts as infinitely long.

    Raises:
        ValueError: the estimate has no value, or the function needs a scale and there is none.
    """
    value = math.inf if estimate.beyond else estimate.value
    if value is None:
        raise ValueError(f"{estimate.result} {estimate.key} has no value to score")

    def at(value: float) -> float:
        return score(rule, value, scale, estimate.declared)

    middle = at(value)
    if estimate.interval is None:
        return Bounded(middle, middle, middle)
    low = -math.inf if estimate.interval.low is None else estimate.interval.low
    high = math.inf if estimate.interval.high is None else estimate.interval.high
    reached = [middle, at(low), at(high), *map(at, _turns(rule, low, high))]
    return Bounded(middle, min(reached), max(reached))


def required_share(rule: ScoreRule, declared: Mapping[str, float]) -> float:
    """The share that a ``target`` asks for: the declared one where there is one."""
    if isinstance(rule.target, Declared):
        return declared.get(rule.target.from_, rule.target.else_)
    if rule.target is None:
        raise ValueError(f"{rule.function} has no required share")
    return rule.target


def _turns(rule: ScoreRule, low: float, high: float) -> list[float]:
    """Where, inside an interval, a function that is not monotone can reach an extreme."""
    if rule.abs_gap:
        return [0.0] if low < 0 < high else []
    return [x for x, _ in rule.steps or () if low < x <= high]


def _between(value: float, a: float, b: float) -> float:
    return 100 * (value - a) / (b - a)


def _target(value: float, required: float) -> float:
    if value < required:
        return 60 * (2 * value / required - 1) if required else 0.0
    return 100.0 if required == 1 else 60 + 40 * (value - required) / (1 - required)


def _step(steps: tuple[tuple[float, float], ...], value: float) -> float:
    # Below the first step nothing is earned.
    return max(((x, earned) for x, earned in steps if x <= value), default=(0.0, 0.0))[1]


def ends_of_scale(rule: ScoreRule, scale: tuple[float, float] | None) -> tuple[float, float]:
    """Both ends of the scale; raises ValueError where the function needs one and there is none."""
    if scale is None:
        raise ValueError(f"{rule.function} needs the questionnaire's scale")
    return scale


def _width(rule: ScoreRule, scale: tuple[float, float] | None) -> float:
    low, high = ends_of_scale(rule, scale)
    return high - low
