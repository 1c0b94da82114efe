"""A number that others published or worked out, and the path of ours that has to yield it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.measures.statistics.bounds import Bounds
from audit.result import Estimate

Number = float | None


@dataclass(frozen=True)
class Published:
    """What is to come out, to what tolerance, from where, and how we get there.

    ``section`` groups the entries; ``printed`` gives the half of the last digit printed, or what the
    rounding of the inputs allows for. ``None`` stands for an end that cannot be estimated.
    """

    section: str
    what: str
    source: str
    expected: tuple[Number, ...]
    printed: float
    ours: Callable[[], Sequence[Number]]

    @property
    def name(self) -> str:
        """How the test is called."""
        return f"{self.section}: {self.what}"


def ends(estimate: Estimate) -> tuple[Number, Number]:
    """The interval of an estimate; both ends open where it has none."""
    one = estimate.interval
    return (one.low, one.high) if one is not None else Bounds(None, None)


def value_and_ends(estimate: Estimate) -> tuple[Number, Number, Number]:
    """The value with its interval."""
    return (estimate.value, *ends(estimate))
