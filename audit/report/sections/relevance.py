"""Which figures of a measure matter most, for where not all of them can be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.report.telling import Teller
from audit.result import Estimate

_FIRST = "concentrate"
"""The category that asks for action: important, and below average in performance."""


def by_relevance(teller: Teller, measure: str, estimates: Iterable[Estimate]) -> list[Estimate]:
    """Overall figures first, then the rows of the headline, then all others; within a result the least favourable
    first, or the largest where neither side is the better one. Rows in different units keep their order.
    """
    rows = list(estimates)
    headline = teller.headline(measure)
    sign = _sign(teller, measure)
    order = list(dict.fromkeys(one.result for one in rows))
    comparable = {result for result in order if _is_comparable([one for one in rows if one.result == result])}

    def rank(one: Estimate) -> tuple[bool, bool, int, float]:
        side = sign if one.result == headline else -1.0
        value = one.value or 0.0
        worst = 0.0 if one.result not in comparable else side * value
        if one.category is not None:
            worst = 0.0 if one.category == _FIRST else 1.0
        return bool(one.key), one.result != headline, order.index(one.result), worst

    return sorted(rows, key=rank)


def _sign(teller: Teller, measure: str) -> float:
    """By what a value of the headline is multiplied so that the least favourable sorts first."""
    better = next((one.better for one in teller.result.definitions if one.id == measure), None)
    return 1.0 if better == "higher" else -1.0


def _is_comparable(rows: Sequence[Estimate]) -> bool:
    """Whether values may be ordered: they have one unit, and are of one quantile where they are of any."""
    keyed = [one for one in rows if one.key]
    return len({(one.unit, one.key.get("quantile")) for one in keyed}) <= 1
