"""Whether a table reaches to the end of the period, and which of its months hold no record.

A log that is handed over in October and ends in June looks as if the complaints had stopped. But a register
of three guarantee claims a year is not stale because the last one was in June. So a gap is told only where
it is wider than the table's freshness window *and* chance would leave it in fewer than one of a hundred
cases: n records that fall anywhere in the period leave a share g of it empty with probability (1 - g)^n.
Records come in clusters, as one incident brings several complaints; so of fewer than ten nothing is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import ibis.expr.types as ir

from audit.engagement import Engagement
from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.functions import relation
from audit.evidence.problems import Place, at_place
from audit.result.problem import Problem
from audit.text import Text

BY_CHANCE = 0.01
"""A gap that is left by chance less often than this is told."""

FEWEST = 10
"""Fewer records than this have no rate from which a gap could stand out."""

_MONTH = 31
"""A table whose window is longer, such as a survey in waves, need not have a row in every month."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the anchor column says of a table's rows in the period.

    ``age_days`` is the age of the newest row at the cut-off, ``short_by`` how many days before the end of
    the period it lies, and ``chance`` how probable it is that chance alone leaves these days without a row.
    ``empty`` are the months of the period without a row of which chance is no likely cause.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    months: int | None = None
    months_covered: int | None = None
    age_days: int | None = None
    fresh_days: int | None = None
    short_by: int = 0
    chance: float = 1.0
    empty: tuple[dt.date, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the table ends too long before the period does."""
        late = self.fresh_days is not None and self.short_by > self.fresh_days
        return late and self.chance < BY_CHANCE


def coverage(
    engine: Engine, definition: TableDefinition, rows: ir.Table, used: int, engagement: Engagement
) -> Coverage:
    """How the rows that measures see, a table of the engine, spread over the period; empty where it has no anchor."""
    start, end = engagement.period.start, engagement.period.end
    if definition.anchor is None or not used:
        return Coverage()
    # Of each month its first day; a date is one already, and a moment becomes one.
    day, month = "CAST(day AS DATE)", "CAST(date_trunc('month', day) AS DATE)"
    ((first, last, known, there),) = engine.con.con.execute(
        f"""SELECT min({day}), max({day}), count(day), list(DISTINCT {month})
            FROM (SELECT "{definition.anchor}" AS day FROM {relation(rows)})"""  # noqa: S608 - our own names
    ).fetchall()
    if not known:
        return Coverage()
    months = list(_months(start, end))
    length = (end - start).days
    short_by = (end - last).days - 1
    return Coverage(
        first=first,
        last=last,
        months=len(months),
        months_covered=sum(month in there for month in months),
        age_days=(engagement.cut.date() - last).days,
        fresh_days=definition.fresh_days,
        short_by=short_by,
        chance=_chance(short_by / length, known),
        empty=tuple(
            month
            for month in months
            if month not in there
            and (definition.fresh_days or _MONTH + 1) <= _MONTH
            and _chance(_days(month, start, end) / length, known) < BY_CHANCE
        ),
    )


def told(found: Coverage, place: Place) -> Iterator[Problem]:
    """What is wrong with the coverage of a table, in words."""
    if found.stale and found.last is not None:
        yield at_place(
            problems.STALE, place, last=found.last.isoformat(), days=found.short_by, window=found.fresh_days
        )
    empty = [f"{month:%Y-%m}" for month in found.empty]
    if empty:
        months = Text(zh="、".join(empty), en=", ".join(empty))
        yield at_place(problems.PERIOD_GAP, place, months=months)


def _chance(share: float, known: int) -> float:
    """How probable it is that chance leaves this share of the period without any of the records."""
    return float((1 - share) ** known) if known >= FEWEST else 1.0


def _months(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The first day of every month that the period touches."""
    month = start.replace(day=1)
    while month < end:
        yield month
        month = _next(month)


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _days(month: dt.date, start: dt.date, end: dt.date) -> int:
    """How many days of a month lie in the period."""
    return (min(_next(month), end) - max(month, start)).days
