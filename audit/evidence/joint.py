"""A date in one cell and its time of the day in another, read as one moment.

The two texts come as one. A day with an everyday time of it is what one cell would have held (2026-01-05 14:05),
which the engine reads by itself; in all else a mark of our own stands between the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.evidence import problems
from audit.evidence.dates import Local, Moment, at_time
from audit.evidence.said import Unread
from audit.text import Text

APART, NOT_IN_FORM = "\x01", "\x02"
"""What stands between a date and a time; the latter where the date has not the declared format."""

_NO_DATE = Text(zh="同一行没有日期", en="the row has no date")
_TWO_TIMES = Text(zh="日期一列已带有另一时刻", en="the date has a time of its own")


@dataclass(frozen=True, slots=True)
class Joint:
    """How a column is read whose dates and times stand in two; ``form`` is the declared format of the dates."""

    form: str | None = None

    def read(self, text: str, date: Callable[[str], Moment | Unread], local: Local) -> Moment | Unread:
        """The moment of the two texts; what is wrong with the time says so by its own template."""
        day, time = parts(text)
        if not day:
            return Unread(problems.TIME, {"why": _NO_DATE})
        if NOT_IN_FORM in text:
            return Unread(problems.DATE_FORM, {"format": str(self.form)})
        found = date(day)
        if isinstance(found, Unread) or not time:
            return found
        if found.timed:
            return Unread(problems.TIME, {"why": _TWO_TIMES})
        return at_time(found, time, local)


def parts(text: str) -> tuple[str, str]:
    """The date and the time of such a text.

    >>> parts("5 Jan 2026 14:05"), parts("5 Jan 2026")
    (('5 Jan 2026', '14:05'), ('5 Jan 2026', ''))
    """
    for mark in (APART, NOT_IN_FORM):
        if mark in text:
            day, _, time = text.partition(mark)
            return day, time
    day, _, time = text.rpartition(" ")
    return (day, time) if ":" in time and day else (text, "")
