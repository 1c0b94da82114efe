"""What measures arrive at: estimates, and the measurement that holds them together."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from audit.result.numbers import Figure, Record
from audit.text import Message

Kind = Literal[
    "share", "mean", "difference", "ratio", "rate", "quantile", "reliability", "p_value", "category", "count"
]

Sufficiency = Literal["enough", "indicative", "insufficient", "not_measurable", "suppressed"]
"""How far a figure may be relied on.

``enough``          may be scored.
``indicative``      printed and scored in brackets; cannot make an item conform by itself.
``insufficient``    too few cases, or too many unknown: printed where a value exists, never scored.
``not_measurable``  the evidence that it needs was not handed over or cannot be used.
``suppressed``      a small cell, withheld so that nobody can be recognised.
"""

Origin = Literal["S", "L", "D"]
"""Where a number that decides comes from: S a standard, a law or the organisation's own declaration;
L the literature; D a default of the toolkit or the certification body."""


class Interval(Record):
    """A confidence interval; an end is null where it is not reached or cannot be estimated."""

    low: Figure | None
    high: Figure | None
    method: str
    level: float = 0.95


class CurvePoint(Record):
    """How much is done by a time: the share 0..1 with the ends of its band, null where one cannot be estimated."""

    time: Figure
    share: Figure
    low: Figure | None
    high: Figure | None


class Estimate(Record):
    """One figure of a measure.

    ``key`` names the row: empty for the total, otherwise a dimension, item, standard or a value of a
    breakdown. ``n`` counts the cases that the value stands on, ``unknown`` those whose outcome is not
    known, ``excluded`` those left out by a rule, by reason. ``declared`` holds what the organisation
    declared for the row, such as its required share; ``weight`` the row's weight among its siblings.
    ``flags`` are warnings that decide nothing. ``beyond`` says of a quantile without a value that it lies
    beyond the longest time seen. ``answers`` counts the cases by the answer that they gave, where an estimate
    tells of answers: by the points of the scale (``"1"``) or by bands of it (``"0–20"``); otherwise it is absent.
    ``curve``, where a duration keeps one, says how much is done by some times up to the longest seen.
    """

    result: str
    key: dict[str, str] = {}
    kind: Kind
    value: Figure | None = None
    beyond: bool = False
    category: str | None = None
    unit: str = "1"
    n: int = 0
    sufficiency: Sufficiency = "enough"
    interval: Interval | None = None
    weight: Figure | None = None
    unknown: int = 0
    excluded: dict[str, int] = {}
    declared: dict[str, Figure] = {}
    reason: Message | None = None
    flags: tuple[Message, ...] = ()
    # Few estimates hold more than a value; the others need not say so.
    answers: dict[str, int] = Field(default={}, exclude_if=operator.not_)
    curve: tuple[CurvePoint, ...] = Field(default=(), exclude_if=operator.not_)

    def ascending(self) -> tuple[str, ...]:
        """What was answered, from the lowest point or band up; JSON keeps them in the order of letters."""
        return tuple(sorted(self.answers, key=lambda name: float(name.partition("–")[0])))


class ParamValue(Record):
    """A constant of a definition, as it was in force."""

    value: Figure
    unit: str
    origin: Origin


class Measurement(Record):
    """What one measure found.

    ``definition`` is the SHA-256 of the measure's code and words; ``tables`` gives the SHA-256 of the
    rows that it read. ``reason`` says why there is nothing to measure, where that is so.
    """

    measure: str
    definition: str
    estimates: tuple[Estimate, ...] = ()
    params: dict[str, ParamValue] = {}
    tables: dict[str, str] = {}
    census: bool = False
    clustered: bool = False
    reason: Message | None = None
    notes: tuple[Message, ...] = ()
