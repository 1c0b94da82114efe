"""Elapsed time on two clocks, as expressions on a table: no join, no Python per row.

Timestamps are local and without offset. Their place on the UTC time line is found by the zone's own
transitions, written into the expression as a step function that is searched by halving. Opening time is looked
up by day, in a list that spans the holidays; before and after, opening hours repeat weekly. All is arithmetic of
whole milliseconds.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from audit.engagement import opening_hours

YEARS_AROUND = 10
"""How far around the period the changes of the clock are written into the expressions."""

_SECOND = 1_000
_HOUR = 3_600 * _SECOND
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY
_MONDAY = -719_162 * _DAY
"""The first day of year 1, a Monday: before every moment, so that no remainder is negative."""


@ibis.udf.scalar.builtin(name="epoch_ms", signature=((dtypes.timestamp,), dtypes.int64))
def _milliseconds(moment):  # type: ignore[no-untyped-def]  # Ibis is told the types above
    """Whole milliseconds since 1970 as the wall clock shows them; DuckDB's own, and made for Spark when it starts."""


@ibis.udf.scalar.builtin(name="divide", signature=((dtypes.int64, dtypes.int64), dtypes.int64))
def _quotient(dividend, divisor):  # type: ignore[no-untyped-def]  # likewise
    """The whole part of a quotient; Ibis would divide floats and round. DuckDB's own, and made for Spark too."""


@ibis.udf.scalar.builtin(
    name="list_extract", signature=((dtypes.Array(dtypes.int64), dtypes.int64), dtypes.int64)
)
def _at(elements, place):  # type: ignore[no-untyped-def]  # likewise
    """An element by its place from 1; Ibis would ask of every place if it is counted from the end. Likewise."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of the zone's offset: the UTC moment, and the offsets in seconds before and from then on."""

    utc: dt.datetime
    before: int
    after: int

    @property
    def local(self) -> dt.datetime:
        """The local time from which the later offset holds.

        In the hour that a zone skips or repeats, the earlier offset is meant, as in Python (PEP 495).
        """
        return self.utc + dt.timedelta(seconds=max(self.before, self.after))


@dataclass(frozen=True)
class Calendar:
    """The time zone, opening hours and holidays of an engagement.

    Changes of the clock are known within ``years``; before and after, the offset stays as it is there.

    Without opening hours the business clock runs around the clock, holidays included: it is the
    calendar clock then.
    """

    timezone: str
    business_hours: Mapping[str, str | None] | None = None
    holidays: Sequence[dt.date] = ()
    years: tuple[int, int] = (1990, 2060)
    _open: Mapping[int, tuple[int, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        hours = opening_hours(dict(self.business_hours)) if self.business_hours is not None else {}
        object.__setattr__(self, "_open", hours)

    def hours(
        self, start: ir.TimestampValue, end: ir.TimestampValue, clock: str = "calendar"
    ) -> ir.FloatingValue:
        """Hours from ``start`` to ``end``, two local timestamps of one table or literals.

        ``calendar`` is true elapsed time, also across changes of the clock. ``business`` counts opening
        hours outside holidays, read off the wall clock. Null where either is null, negative where the
        end lies before the start.

        Raises:
            ValueError: another clock.
        """
        return between(self.reading(start, clock), self.reading(end, clock))

    def reading(self, moment: ir.TimestampValue, clock: str = "calendar") -> ir.NumericValue:
        """What a clock shows at a local moment, in milliseconds from some start; see ``hours`` and ``between``."""
        if clock not in ("calendar", "business"):
            raise ValueError(f"no clock is called {clock!r}")
        on_business = clock == "business" and self.business_hours is not None
        return self._opened(moment) if on_business else self._utc(moment)

    @property
    def business_day_hours(self) -> float | None:
        """Opening time of a working day in hours, 24 without opening hours; None where days differ."""
        lengths = {(end - start) * _SECOND / _HOUR for start, end in self._open.values()} or {24.0}
        return lengths.pop() if len(lengths) == 1 else None

    def local(self, utc: ir.TimestampValue) -> ir.TimestampValue:
        """The local time of a UTC timestamp."""
        offset = _step(utc, [one.utc for one in self.transitions], self._offsets)
        return utc + offset.as_interval("s")

    @functools.cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The zone's changes of offset, found by halving between days on which it differs."""
        zone = ZoneInfo(self.timezone)
        first, last = dt.datetime(self.years[0], 1, 1), dt.datetime(self.years[1], 1, 1)
        days = [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]
        offsets = [_offset(zone, day) for day in days]
        return tuple(
            _between(zone, days[i], days[i + 1]) for i in range(len(days) - 1) if offsets[i] != offsets[i + 1]
        )

    @property
    def _offsets(self) -> list[int]:
        """The offset before the first change, and after each."""
        if not self.transitions:
            return [_offset(ZoneInfo(self.timezone), dt.datetime(self.years[0], 1, 1))]
        return [self.transitions[0].before, *(one.after for one in self.transitions)]

    def _utc(self, moment: ir.TimestampValue) -> ir.NumericValue:
        """Milliseconds of the UTC time line; where the offset never changes, of that zone's own."""
        if not self.transitions:
            return _milliseconds(moment)
        offset = _step(moment, [one.local for one in self.transitions], self._offsets)
        return _milliseconds(moment) - offset * _SECOND

    def _opened(self, moment: ir.TimestampValue) -> ir.NumericValue:
        """Milliseconds of opening time from the first of the weeks of ``_days`` to a local moment.

        What lies outside these weeks is moved by whole weeks into the first or the last, which have no holiday.
        """
        weeks, _ = self._days
        now, last = _milliseconds(moment), len(weeks) - 1
        since = now - (weeks.start * _WEEK + _MONDAY)
        week = _quotient(now - _MONDAY, _WEEK) - weeks.start
        moved = ibis.greatest(ibis.least(week, 0), week - last)
        # The long branch is the first, for an engine goes through it only where the condition holds.
        return ibis.ifelse(
            (since < 0) | (since >= len(weeks) * _WEEK),
            self._passed(since - moved * _WEEK) + moved * self._a_week,
            self._passed(since),
        )

    def _passed(self, since: ir.IntegerValue) -> ir.IntegerValue:
        """Milliseconds of opening time from the start of the weeks of ``_days`` to a moment in them."""
        _, before = self._days
        day, today = _quotient(since, _DAY), since % _DAY
        so_far = _at(before, day + 1) + ibis.greatest(today - self._opens(day), 0)
        return ibis.least(so_far, _at(before, day + 2))

    @functools.cached_property
    def _days(self) -> tuple[range, ir.ArrayValue]:
        """The weeks from before the first holiday to after the last; what was opened before each of their days."""
        closed = {day.toordinal() - 1 for day in self.holidays}  # 0 is the first Monday
        weeks = range(min(closed, default=0) // 7 - 1, max(closed, default=0) // 7 + 2)
        days = range(weeks.start * 7, weeks.stop * 7)
        lengths = (0 if day in closed else self._length(day % 7) for day in days)
        opened = itertools.accumulate(lengths, initial=0)
        # One text to compile instead of a literal a day: the engine makes a list of it, once.
        return weeks, ibis.literal(",".join(map(str, opened))).split(",").cast("array<int64>")

    def _length(self, weekday: int) -> int:
        start, end = self._open.get(weekday, (0, 0))
        return (end - start) * _SECOND

    @property
    def _a_week(self) -> int:
        return sum(self._length(weekday) for weekday in range(7))

    def _opens(self, day: ir.IntegerValue) -> ir.IntegerValue:
        """When a day of the weeks opens, in milliseconds; of no meaning where it does not."""
        opens = [self._open.get(weekday, (0, 0))[0] * _SECOND for weekday in range(7)]
        of_open = {start * _SECOND for start, _ in self._open.values()}
        return ibis.literal(of_open.pop()) if len(of_open) == 1 else _at(ibis.array(opens), day % 7 + 1)


def between(start: ir.NumericValue, end: ir.NumericValue) -> ir.FloatingValue:
    """Hours between two readings of a clock."""
    return (end - start) / float(_HOUR)


def _offset(zone: ZoneInfo, utc: dt.datetime) -> int:
    offset = utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    return int((offset or dt.timedelta()).total_seconds())


def _between(zone: ZoneInfo, early: dt.datetime, late: dt.datetime) -> Transition:
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > dt.timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    return Transition(late, before, after)


def _step(moment: ir.TimestampValue, ends: Sequence[dt.datetime], values: Sequence[int]) -> ir.IntegerValue:
    """``values[i]`` between ``ends[i - 1]`` and ``ends[i]``, as a tree of comparisons."""
    if not ends:
        return ibis.literal(values[0], "int64")
    middle = len(ends) // 2
    early = _step(moment, ends[:middle], values[: middle + 1])
    late = _step(moment, ends[middle + 1 :], values[middle + 1 :])
    return ibis.ifelse(moment < ibis.literal(ends[middle]), early, late)
