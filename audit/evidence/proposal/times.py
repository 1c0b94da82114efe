"""Times of the day that stand alone in a cell."""

from __future__ import annotations

import datetime as dt
import functools
import re

from audit.evidence.dates import Moment, at_time

_ON = Moment(dt.datetime(2000, 1, 1), timed=False)
_NO_DAY = re.compile(r"^(1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T]")
"""The days that workbooks write before a time without a day."""

_OF_THE_DAY = re.compile(r"\d\s?[:：时時点點]|\d\s?[ap]\.?m", re.IGNORECASE)


@functools.lru_cache(maxsize=20_000)
def time_of_day(text: str) -> dt.time | None:
    """The time that a text names without a day; None where it names none."""
    bare = _NO_DAY.sub("", text)
    if not _OF_THE_DAY.search(bare):
        return None
    found = at_time(_ON, bare, lambda utc: utc)
    return found.at.time() if isinstance(found, Moment) else None
