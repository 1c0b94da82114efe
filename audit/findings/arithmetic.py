"""A score as it is worked out on paper: the function with its numbers in, the sum of a pool, a weighted mean.

Formulas are the same in both languages; numbers carry six significant digits, enough to check one decimal of a score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from audit.criteria.item import CapUnless, MeanOf, ScoreRule
from audit.findings.combining import Combine
from audit.findings.scoring import ends_of_scale, required_share, rounded, score
from audit.result import Estimate


def written(number: float) -> str:
    """A number with six significant digits, a true minus sign, and ∞ where there is no end."""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return (f"{number:.6g}" if abs(number) < 1e6 else f"{number:.0f}").replace("-", "−")


def calculated(rule: ScoreRule, estimate: Estimate, scale: tuple[float, float] | None) -> str:
    """``100 × (0.947 − 0.8) ÷ (0.98 − 0.8) = 81.6667``; ``→`` stands before a result held within 0 to 100."""
    value = math.inf if estimate.beyond else estimate.value
    if value is None:
        raise ValueError(f"{estimate.result} {estimate.key} has no value to score")
    points = score(rule, value, scale, estimate.declared)
    if math.isinf(value):
        return f"{written(value)} → {written(points)}"
    formula, raw = _formula(rule, value, scale, estimate)
    told = f"{formula} = {written(raw)}" if formula else f"{written(value)} → {written(points)}"
    return told if rounded(raw) == round(raw, 9) else f"{told} → {written(points)}"


def ends(rule: ScoreRule, estimate: Estimate, scale: tuple[float, float] | None) -> str:
    """``0.8989 → 54.9444, 0.9729 → 96.0556``: both ends of the interval through the same function."""
    interval = estimate.interval
    if interval is None:
        return ""
    low = -math.inf if interval.low is None else interval.low
    high = math.inf if interval.high is None else interval.high
    return ", ".join(
        f"{written(end)} → {written(score(rule, end, scale, estimate.declared))}" for end in (low, high)
    )


def weighted(parts: Sequence[tuple[float, float]]) -> str:
    """``(2 × 33.3333 + 3 × 35) ÷ 5`` of weights and scores; without the weights where all are 1."""
    total = sum(weight for weight, _ in parts)
    if len(parts) == 1:
        return written(parts[0][1])
    if all(weight == 1 for weight, _ in parts):
        return f"({' + '.join(written(one) for _, one in parts)}) ÷ {len(parts)}"
    return f"({' + '.join(f'{written(w)} × {written(one)}' for w, one in parts)}) ÷ {written(total)}"


def joined(combine: Combine, score: float, metric: float, rating: float | None, level: int | None) -> str:
    """``0.6 × 71.4286 + 0.4 × 60 = 66.8571``; a cap is ``min(66.6667, 59) = 59``, or ``3 ≥ 3 → 66.6667``."""
    if isinstance(combine, CapUnless):
        if level is not None and level >= combine.unless_rating:
            return f"{level} ≥ {combine.unless_rating} → {written(score)}"
        return f"min({written(metric)}, {written(combine.cap)}) = {written(score)}"
    if rating is None:
        return written(score)
    if isinstance(combine, MeanOf):
        a, b = combine.mean
        formula = f"{written(a)} × {written(metric)} + {written(b)} × {written(rating)}"
    else:
        formula = f"min({written(metric)}, {written(rating)})"
    return f"{formula} = {written(score)}"


def _formula(
    rule: ScoreRule, value: float, scale: tuple[float, float] | None, estimate: Estimate
) -> tuple[str, float]:
    """The function with its numbers in, and what it gives before it is held within 0 to 100."""
    x = _bracketed(value)
    if rule.up is not None or rule.scale:
        a, b = rule.up or ends_of_scale(rule, scale)
        return f"100 × ({written(value)} − {_bracketed(a)}) ÷ ({written(b)} − {_bracketed(a)})", (
            100 * (value - a) / (b - a)
        )
    if rule.down is not None:
        a, b = rule.down
        return f"100 × ({written(b)} − {x}) ÷ ({written(b)} − {_bracketed(a)})", 100 * (b - value) / (b - a)
    if rule.share:
        return f"100 × {x}", 100 * value
    if rule.gap or rule.abs_gap:
        low, high = ends_of_scale(rule, scale)
        sign, off = ("+", x) if rule.gap else ("−", f"|{written(value)}|")
        return (
            f"100 × (1 {sign} 3 × {off} ÷ {written(high - low)})",
            100 * (1 + 3 * (value if rule.gap else -abs(value)) / (high - low)),
        )
    if rule.steps is not None:
        return "", score(rule, value)
    return _target(value, x, required_share(rule, estimate.declared))


def _bracketed(number: float) -> str:
    return f"({written(number)})" if number < 0 else written(number)


def _target(value: float, x: str, required: float) -> tuple[str, float]:
    share = written(required)
    if required in (0, 1) and value >= required:
        return "", score(ScoreRule(origin="D", target=required), value)
    if value < required:
        return f"60 × (2 × {x} ÷ {share} − 1)", 60 * (2 * value / required - 1)
    return f"60 + 40 × ({x} − {share}) ÷ (1 − {share})", 60 + 40 * (value - required) / (1 - required)
