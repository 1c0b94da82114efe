"""Which figures an item stands on, and how several of them become one score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from audit.criteria.item import Pick, ScoreRule
from audit.findings.scoring import DECIMALS, Bounded, through
from audit.result import Estimate, Measurement, Sufficiency

# From the figure that can be relied on most to the one that says least.
_BEST_FIRST: tuple[Sufficiency, ...] = (
    "enough",
    "indicative",
    "insufficient",
    "suppressed",
    "not_measurable",
)
_SCORED = ("enough", "indicative")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure that entered, with its score and weight."""

    estimate: Estimate
    score: Bounded
    weight: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """What an item's figures come to.

    ``score`` is null where no row may be scored; ``rows`` are those that it is made of, and
    ``left_out`` is the weight share, 0..1, of the others, which fell short of their minimum n.
    ``worst`` is the lowest row with at least the scheme's minimum n: it decides over critical items.
    """

    estimates: tuple[Estimate, ...]
    sufficiency: Sufficiency
    score: Bounded | None = None
    worst: Bounded | None = None
    rows: tuple[Row, ...] = ()
    left_out: float = 0.0


def choose(measurement: Measurement, pick: Pick, item: str) -> tuple[Estimate, ...]:
    """The estimates that a pick names, in the order of the measurement.

    ``headline`` takes the row whose key consists of the ``where`` alone (no key without ``where``); the
    other pools take the measure's own rows, and not their breakdowns by site or channel: the rows with
    the fewest parts in their key.
    """
    wanted = {name: [item] if values == "this_item" else values for name, values in pick.where.items()}
    found = [
        estimate
        for estimate in measurement.estimates
        if estimate.result == pick.result
        and all(estimate.key.get(name) in values for name, values in wanted.items())
    ]
    if pick.pool == "headline":
        return tuple(estimate for estimate in found if estimate.key.keys() == wanted.keys())
    keyed = [estimate for estimate in found if estimate.key]
    if not keyed:
        return ()
    names = min((estimate.key.keys() for estimate in keyed), key=len)
    return tuple(estimate for estimate in keyed if estimate.key.keys() == names)


def pool(
    estimates: Sequence[Estimate],
    pick: Pick,
    rule: ScoreRule,
    scale: tuple[float, float] | None = None,
    *,
    minimum: int,
) -> Pooled:
    """Score every row, then pool the scores: never the score of the pooled figure.

    Only rows at their minimum n enter. Where none reaches it, the indicative ones are pooled and the
    whole is indicative. ``minimum`` is the n from which on a row can be the worst of a critical item.
    """
    scorable = [estimate for estimate in estimates if _scorable(estimate)]
    if not scorable:
        others = (one.sufficiency for one in estimates if one.sufficiency not in _SCORED)
        return Pooled(tuple(estimates), most_sufficient(others))
    level = most_sufficient(estimate.sufficiency for estimate in scorable)
    weights = _weights(estimates, pick)
    rows = tuple(
        Row(estimate, through(rule, estimate, scale), weight)
        for estimate, weight in zip(estimates, weights, strict=True)
        if _scorable(estimate) and estimate.sufficiency == level
    )
    large = [row.score for row in rows if level == "enough" and row.estimate.n >= minimum]
    entered = sum(row.weight for row in rows)
    return Pooled(
        tuple(estimates),
        level,
        _lowest([row.score for row in rows]) if pick.pool == "worst" else _mean(rows),
        _lowest(large) if large else None,
        rows,
        round(1 - entered / sum(weights), DECIMALS),
    )


def own_weights(estimates: Sequence[Estimate]) -> list[float] | None:
    """The rows' own weights; None where one of them is not known, and all rows weigh the same."""
    known = [estimate.weight for estimate in estimates if estimate.weight is not None]
    return known if len(known) == len(estimates) and sum(known) > 0 else None


def most_sufficient(levels: Iterable[Sufficiency]) -> Sufficiency:
    """The best of several sufficiencies; not measurable where there is none."""
    return min(levels, key=_BEST_FIRST.index, default="not_measurable")


def _scorable(estimate: Estimate) -> bool:
    return (estimate.value is not None or estimate.beyond) and estimate.sufficiency in _SCORED


def _weights(estimates: Sequence[Estimate], pick: Pick) -> list[float]:
    own = own_weights(estimates) if pick.pool == "weighted" else None
    return own or [1.0] * len(estimates)


def _mean(rows: Sequence[Row]) -> Bounded:
    # Rows that were given no weight at all still have to average to something.
    weights = [row.weight for row in rows] if any(row.weight for row in rows) else [1.0] * len(rows)

    def mean(part: Callable[[Bounded], float]) -> float:
        total = sum(weight * part(row.score) for weight, row in zip(weights, rows, strict=True))
        return round(total / sum(weights), DECIMALS)

    return Bounded(mean(lambda one: one.score), mean(lambda one: one.low), mean(lambda one: one.high))


def _lowest(scores: Sequence[Bounded]) -> Bounded:
    return Bounded(
        min(one.score for one in scores), min(one.low for one in scores), min(one.high for one in scores)
    )
