"""What all kinds of figure have in common: cases, minimum numbers, flags, and the cells that follow."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import ibis
import ibis.expr.types as ir
import numpy.typing as npt

from audit.measures.statistics.bounds import Bounds
from audit.result import CurvePoint, Kind
from audit.text import Message

Aggregates = Mapping[str, Any]
"""One row that the engine returned: the name of an aggregate to its value."""

Frequencies = Mapping[str, npt.NDArray[Any]]
"""The known cases counted by outcome, as columns: those of the outcome, and ``cases``; none unless wanted."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The cases that a figure stands on; ``explain --rows`` lists this relation.

    ``excluded`` maps a reason, declared by the measure, to the condition under which a case is left out.
    A case is left out for the first reason that holds, so the counts add up. ``of`` names the tables of the
    catalogue that the cases come from, where that is not the first one that the measure needs: what is known
    of the whole (a census, a headcount, the sites) is known of them.
    """

    table: ir.Table
    excluded: Mapping[str, ir.BooleanValue] = field(default_factory=dict)
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minimum:
    """The number of cases from which a figure is indicative, and from which it may be scored.

    ``breakdown`` is the second number for the cells of a breakdown, where it differs.
    """

    indicative: int
    enough: int
    breakdown: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to say beside a value that lies below, above or between limits; it decides nothing."""

    says: Callable[[], Message]
    below: float = math.inf
    above: float = -math.inf
    at_least: float = -math.inf
    fewer_than: float = math.inf
    from_n: int = 0

    def holds(self, value: float, n: int) -> bool:
        """Whether a value that stands on ``n`` cases lies beyond every limit that is set."""
        return (
            self.above < value < self.below and value >= self.at_least and self.from_n <= n < self.fewer_than
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its uncertainty, before the runner decides what may be said of it.

    ``smallest`` is the number of cases of the smallest group, where groups are compared: the minimum
    numbers hold for it. ``beyond`` tells a quantile that the longest time seen did not reach from one that
    could not be computed. ``answers`` counts the cases by the answer that they gave;
    ``curve`` tells how much of a duration is done by when.
    """

    value: float | None
    n: int
    bounds: Bounds | None = None
    method: str | None = None
    category: str | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None
    kind: Kind | None = None
    reason: Message | None = None
    weight: float | None = None
    flags: tuple[Message, ...] = ()
    smallest: int | None = None
    beyond: bool = False
    answers: Mapping[str, int] = field(default_factory=dict)
    curve: tuple[CurvePoint, ...] = ()

    @property
    def judged_by(self) -> int:
        """The number of cases that the minimum numbers are held against."""
        return self.n if self.smallest is None else self.smallest


@dataclass(frozen=True)
class Figure:
    """What all kinds have in common.

    ``key`` names the row among its siblings (a dimension, a standard); ``by`` the columns to break it
    down by, one at a time; ``weight`` the row's weight when siblings are pooled; ``declared`` what the
    organisation declared for it, for score functions that ask. ``most_left_out`` gives, for a reason of
    exclusion, the share of cases above which the figure says nothing. However many its cases, ``only_indicative``
    says why it decides nothing by itself, and ``unfit`` why it is shown and never scored.
    """

    kind: ClassVar[Kind]
    nulls_are_unknown: ClassVar[bool] = True
    clustered: ClassVar[bool] = False
    """Whether the interval widens when cases share a site; ``site_sum`` is asked then."""

    result: str
    rows: Rows
    key: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    by: tuple[str, ...] = field(default=(), kw_only=True)
    unit: str = field(default="1", kw_only=True)
    weight: float | None = field(default=None, kw_only=True)
    declared: Mapping[str, float] = field(default_factory=dict, kw_only=True)
    minimum: Minimum | None = field(default=None, kw_only=True)
    flags: tuple[Flag, ...] = field(default=(), kw_only=True)
    most_left_out: Mapping[str, float] = field(default_factory=dict, kw_only=True)
    only_indicative: Message | None = field(default=None, kw_only=True)
    unfit: Message | None = field(default=None, kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        """The kind whose general minimum number of cases holds where ``minimum`` sets none."""
        return self.kind

    def outcome(self) -> dict[str, ir.Value]:
        """The columns of a case's outcome; a null in one of them makes it unknown."""
        raise NotImplementedError

    def known(self) -> Iterable[ir.Value]:
        """Columns one of which is null where the outcome is unknown: its own, or what is quicker to tell it by."""
        return self.outcome().values()

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        """What to aggregate over the known cases; their number is added as ``n``.

        Where a null outcome is an unknown one, the outcome of every other case is null already, and aggregates
        pass nulls over: a condition on ``known`` would only cost time.
        """
        return {}

    def wants_frequencies(self, row: Aggregates) -> bool:
        """Whether the cells need the known cases counted by outcome."""
        return False

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        """The cells of one group; ``frequencies`` is empty unless they were wanted."""
        raise NotImplementedError

    def site_sum(self, cases: ir.Table) -> ir.Scalar:
        """The sum over a site's cases of what the figure is a mean of, as ``aggregates`` are asked."""
        raise NotImplementedError


def flagged(value: float | None, n: int, flags: Iterable[Flag]) -> tuple[Message, ...]:
    """What is to be said beside a value that stands on ``n`` cases."""
    return () if value is None else tuple(flag.says() for flag in flags if flag.holds(value, n))


def all_known(columns: Iterable[ir.Value]) -> ir.BooleanValue:
    """True where none of the columns is null."""
    # Ibis writes (~a).notnull() as NOT a IS NOT NULL, which SQL reads as ~(a.notnull()); a call keeps it whole.
    known = (ibis.coalesce(one).notnull() if one.type().is_boolean() else one.notnull() for one in columns)
    return functools.reduce(operator.and_, known, ibis.literal(value=True))
