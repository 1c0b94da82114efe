"""Elapsed time on two clocks, as expressions on a table: no join, no Python per row.

Timestamps are local and without offset. Their place on the UTC time line is found by the zone's own
transitions, written into the expression; opening hours repeat weekly, so that all but holidays is
arithmetic. Both come down to step functions of a timestamp, which are searched by halving.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from audit.engagement import opening_hours

YEARS_AROUND = 10
"""How far around the period the changes of the clock are written into the expressions."""

_MONDAY = dt.datetime(1970, 1, 5, tzinfo=dt.UTC)
_DAY = 86_400.0
_HOUR = 3_600.0


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
        if clock not in ("calendar", "business"):
            raise ValueError(f"no clock is called {clock!r}")
        elapsed = self._opened if clock == "business" and self.business_hours is not None else self._utc
        return (elapsed(end) - elapsed(start)) / _HOUR

    @property
    def business_day_hours(self) -> float | None:
        """Opening time of a working day in hours, 24 without opening hours; None where days differ."""
        lengths = {(end - start) / _HOUR for start, end in self._open.values()} or {24.0}
        return lengths.pop() if len(lengths) == 1 else None

    def local(self, utc: ir.TimestampValue) -> ir.TimestampValue:
        """The local time of a UTC timestamp."""
        offset = _step(utc, [one.utc for one in self.transitions], self._offsets)
        return utc + offset.cast("int64").as_interval("s")

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
    def _offsets(self) -> list[float]:
        if not self.transitions:
            return [_offset(ZoneInfo(self.timezone), dt.datetime(self.years[0], 1, 1))]
        return [float(self.transitions[0].before), *(float(one.after) for one in self.transitions)]

    def _utc(self, moment: ir.TimestampValue) -> ir.FloatingValue:
        """Seconds of the UTC time line."""
        return _seconds(moment) - _step(moment, [one.local for one in self.transitions], self._offsets)

    def _opened(self, moment: ir.TimestampValue) -> ir.FloatingValue:
        """Seconds of opening time from the Monday at the start of the count to a local moment."""
        since = moment.truncate("W").epoch_seconds().cast("float64") - _MONDAY.timestamp()
        weekday = moment.day_of_week.index()
        lengths = [float(end - start) for start, end in map(self._day, range(7))]
        before = [sum(lengths[:weekday]) for weekday in range(7)]
        so_far = weekday.cases(*enumerate(before[:-1]), else_=before[-1])
        today = self._today(moment, weekday)
        return since / (7 * _DAY) * sum(lengths) + so_far + today - self._lost(moment, today)

    def _today(self, moment: ir.TimestampValue, weekday: ir.IntegerValue) -> ir.FloatingValue:
        """Seconds of opening time of a day up to a moment of it, were it no holiday."""
        second = _seconds(moment) - moment.truncate("D").epoch_seconds().cast("float64")
        # Days with the same hours share a branch: the engine computes each branch anew.
        alike: dict[tuple[int, int], list[int]] = {}
        for day, hours in self._open.items():
            alike.setdefault(hours, []).append(day)
        today: ir.FloatingValue = ibis.literal(0.0)
        for (start, end), days in alike.items():
            within = ibis.least(ibis.greatest(second, float(start)), float(end)) - float(start)
            today = ibis.ifelse(weekday.isin(days), within, today)
        return today

    def _day(self, weekday: int) -> tuple[int, int]:
        return self._open.get(weekday, (0, 0))

    def _lost(self, moment: ir.TimestampValue, today: ir.FloatingValue) -> ir.FloatingValue:
        """Opening seconds that holidays took away up to a moment; ``today`` is what this day would count."""
        closed = sorted({day for day in self.holidays if day.weekday() in self._open})
        if not closed:
            return ibis.literal(0.0)
        ends, lost = [], [0.0]
        for holiday in closed:
            start, end = self._day(holiday.weekday())
            ends.append(dt.datetime.combine(holiday + dt.timedelta(days=1), dt.time()))
            lost.append(lost[-1] + end - start)
        on_holiday = moment.date().isin(closed)
        return _step(moment, ends, lost) + ibis.ifelse(on_holiday, today, 0.0)


def _seconds(moment: ir.TimestampValue) -> ir.FloatingValue:
    """Seconds since 1970 as the wall clock shows them, to the millisecond, which every engine can tell."""
    # Cut to the second first: DuckDB gives epoch seconds with their fraction, other engines without.
    return moment.truncate("s").epoch_seconds().cast("float64") + moment.millisecond().cast("float64") / 1e3


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


def _step(
    moment: ir.TimestampValue, ends: Sequence[dt.datetime], values: Sequence[float]
) -> ir.FloatingValue:
    """``values[i]`` between ``ends[i - 1]`` and ``ends[i]``, as a tree of comparisons."""
    if not ends:
        return ibis.literal(float(values[0]))
    middle = len(ends) // 2
    early = _step(moment, ends[:middle], values[: middle + 1])
    late = _step(moment, ends[middle + 1 :], values[middle + 1 :])
    return ibis.ifelse(moment < ibis.literal(ends[middle]), early, late)
