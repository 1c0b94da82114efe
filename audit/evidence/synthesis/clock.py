"""When things happen: how demand moves through the year, the week and the day, and when people work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audit.engagement import opening_hours

Moments = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

START = np.datetime64("2025-07-01T00:00:00", "s")
END = np.datetime64("2026-07-01T00:00:00", "s")
CUT = np.datetime64("2026-07-15T00:00:00", "s")
"""The audited period, its end exclusive, and the moment of the data extract."""

TIMEZONE = "Asia/Shanghai"
OPEN: dict[str, str | None] = {"mon-fri": "09:00-18:00", "sat": "09:00-13:00"}
HOLIDAYS = ("2025-10-01", "2025-10-02", "2025-10-03", "2026-01-01", "2026-02-17", "2026-02-18", "2026-02-19")

_HOUR = 3600
_WEEKDAY = np.array([1.15, 1.05, 1.0, 1.0, 1.1, 0.8, 0.65])
_MONTH = np.array([1.1, 1.2, 0.95, 0.9, 0.95, 1.2, 0.95, 0.9, 0.95, 1.0, 1.35, 1.1])
"""January to December: Spring Festival, the June sale, the November sale."""

_DAYTIME = np.array(
    [2, 1, 1, 1, 1, 2, 5, 12, 30, 55, 70, 60, 40, 42, 58, 62, 58, 50, 40, 42, 48, 40, 20, 8], dtype=float
)


@dataclass(frozen=True, slots=True)
class Demand:
    """How often something happens, hour by hour over the period."""

    hours: Floats
    risen: Floats

    def moments(self, quantiles: Floats) -> Moments:
        """The moments by which these shares of the year's events have happened."""
        return START + np.interp(quantiles, self.risen, self.hours * _HOUR).astype("timedelta64[s]")

    def of_months(self) -> Floats:
        """The share of each month of the period."""
        months = np.arange(START.astype("datetime64[M]"), END.astype("datetime64[M]") + 1)
        at = (months.astype("datetime64[s]") - START).astype(float) / _HOUR
        return np.diff(np.interp(at, self.hours, self.risen))


def demand() -> Demand:
    """The demand of the period."""
    hours = np.arange(START, END, np.timedelta64(_HOUR, "s"))
    months = hours.astype("datetime64[M]").astype(int) % 12
    rate = _MONTH[months] * _WEEKDAY[_weekday(hours)] * np.tile(_DAYTIME, len(hours) // 24)
    risen = np.concatenate([[0.0], np.cumsum(rate)])
    return Demand(np.arange(len(hours) + 1, dtype=float), risen / risen[-1])


@dataclass(frozen=True, slots=True)
class Office:
    """Opening hours as a clock that stands still outside them: edges of openings, and hours worked by then."""

    edges: Floats
    worked: Floats

    def after(self, start: Moments, hours: Floats) -> Moments:
        """The moments so many opening hours after others; NaT stays NaT."""
        since = (start - START).astype("timedelta64[s]").astype(float)
        since[np.isnat(start)] = 0.0
        done = np.interp(since, self.edges, self.worked) + np.nan_to_num(hours, nan=0.0) * _HOUR
        found = START + np.interp(done, self.worked, self.edges).astype("timedelta64[s]")
        return np.where(
            np.isnat(start) | np.isnan(hours), np.datetime64("NaT", "s"), np.maximum(found, start)
        )


def office() -> Office:
    """The opening hours from a month before the period to three years after: cases may stay open for long."""
    weekly, closed = opening_hours(OPEN), np.array(HOLIDAYS, dtype="datetime64[D]")
    first = START.astype("datetime64[D]")
    edges: list[float] = []
    worked = [0.0]
    for day in np.arange(first - 31, first + 4 * 366):
        weekday = int(_weekday(np.array([day]))[0])
        if weekday in weekly and day not in closed:
            midnight = float((day.astype("datetime64[s]") - START).astype(float))
            opens, closes = weekly[weekday]
            edges += [midnight + opens, midnight + closes]
            worked += [worked[-1], worked[-1] + closes - opens]
    return Office(np.array(edges), np.array(worked[1:]))


def _weekday(moments: Moments) -> NDArray[np.int64]:
    """0 = Monday; the first day of 1970 was a Thursday."""
    days: NDArray[np.int64] = moments.astype("datetime64[D]").astype(np.int64)
    return (days + 3) % 7
