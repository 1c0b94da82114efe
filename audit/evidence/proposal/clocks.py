"""The time of the day that stands in a column of its own, beside the date or under a header of the same stem."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from audit.engagement import DateAndTime
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.mapping import known_by_name
from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.model import ColumnProposal
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import joined
from audit.evidence.proposal.times import time_of_day
from audit.evidence.spelling import normalised
from audit.text import Text

_NEARLY_ALL, _DOUBTFUL = 0.95, 0.4
_NIGHT = dt.time(6)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00(\.0+)?)?$")
_PART = re.compile(r"0\.\d+")
_DATE_WORD = re.compile(r"年月日|日期|^date|date$|^day|day$")
_TIME_WORD = re.compile(r"时间|時間|时刻|時刻|时分|時分|^time|time$|clock$")

_STEM = Text(zh="时刻另在“{header}”一列", en="the time of the day stands under “{header}”")
_BESIDE = Text(
    zh="“{header}”紧接其后，都是时刻，但表头不同：如是同一事件，请改用这一行",
    en="“{header}” follows it and holds times of the day, yet by its header it may be something else: "
    "where it is the same event, take this line instead",
)
_LIKE_DURATIONS = Text(
    zh="“{header}”多在 6 点以前，也可能是时长：如是时刻，请改用这一行",
    en="most of “{header}” lies before six in the morning, so that it may be durations: "
    "where they are times of the day, take this line instead",
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A column with the time of the day of another; ``sure`` says that nothing speaks against it."""

    header: str
    sure: bool
    why: Text


def with_clocks(
    taken: Sequence[ColumnProposal], doubts: Sequence[ColumnProposal], group: Group, table: TableDefinition
) -> tuple[list[ColumnProposal], list[ColumnProposal]]:
    """The columns with the time of the day that stands beside their dates, and those of which that is doubtful."""
    said = {one.header for one in (*taken, *doubts)}
    free = [one.header for one in group.columns if one.header not in said]
    whole, doubtful = list[ColumnProposal](), list[ColumnProposal]()
    for one in taken:
        clock = None
        if one.header is not None:
            theirs, column = group.column(one.header), table.column(one.name)
            clock = clock_of(theirs, column, group.columns, free, sheet=group.first.sheet is not None)
        if clock is None or one.header is None:
            whole.append(one)
            continue
        source = DateAndTime(date=one.header, time=clock.header)
        if clock.sure:
            whole.append(replace(one, source=source, why=joined(one.why, clock.why)))
        else:
            whole.append(one)
            doubtful.append(ColumnProposal(one.name, source, _DOUBTFUL, clock.why))
    return whole, doubtful


def clock_of(
    date: Profile, column: ColumnDefinition, columns: Sequence[Profile], free: Collection[str], *, sheet: bool
) -> Clock | None:
    """The column that tells the time of the dates of another, which are ``column`` of ours.

    ``free`` are the headers that are nothing else; a ``sheet`` may hold times as parts of a day.
    """
    if column.type != "datetime" or not _days_alone(date):
        return None
    times = [one for one in columns if one.header in free and _are_times(one, sheet=sheet)]
    stem = _stem(date.header, _DATE_WORD)
    alike = [one for one in times if stem and _stem(one.header, _TIME_WORD) == stem]
    named = [one for one in times if not stem and known_by_name(column, [one.header])]
    following = [one for one in times if one.place == date.place + 1]
    bare = [one for one in following if not _stem(one.header, _TIME_WORD)]
    for found in (alike, bare, named):
        if len(found) == 1:
            night = _by_night(found[0])
            return _clock(found[0], _LIKE_DURATIONS if night else _STEM, sure=not night)
    others = {_stem(one.header, _DATE_WORD) for one in columns if one.is_date}
    doubtful = [one for one in following if _stem(one.header, _TIME_WORD) not in others]
    return _clock(doubtful[0], _BESIDE, sure=False) if doubtful else None


def _clock(one: Profile, why: Text, *, sure: bool) -> Clock:
    header = one.header
    return Clock(header, sure, Text(zh=why.zh.format(header=header), en=why.en.format(header=header)))


def _stem(header: str, word: re.Pattern[str]) -> str:
    """What is left of a header without the word for date or time; the whole of it where it has no such word.

    >>> _stem("Received date", _DATE_WORD), _stem("受理时间", _TIME_WORD), _stem("时间_2", _TIME_WORD)
    ('received', '受理', '')
    """
    plain = normalised(header)
    found = word.sub("", plain, count=1)
    return plain if found == plain else found.rstrip("0123456789")


def _days_alone(date: Profile) -> bool:
    """Whether a column of dates tells no time of the day; midnight in every row is none."""
    if not date.is_date or date.dates is None:
        return False
    return not date.dates.with_time or all(_MIDNIGHT.search(text) for text in date.values)


def _are_times(one: Profile, *, sheet: bool) -> bool:
    times = sum(count for text, count in one.values.items() if time_of_day(text) is not None)
    if sheet and times == 0 and _stem(one.header, _TIME_WORD) != normalised(one.header):
        times = sum(count for text, count in one.values.items() if _PART.fullmatch(text))
    return times >= _NEARLY_ALL * one.filled > 0


def _by_night(one: Profile) -> bool:
    """Whether most of the times lie in the small hours, as durations do."""
    early = sum(
        count
        for text, count in one.values.items()
        if (time := time_of_day(text)) is not None and time < _NIGHT
    )
    return 2 * early > one.filled
