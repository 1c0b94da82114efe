"""One cell -> its typed value, or why it has none: what each type of column accepts.

This is the definition of reading. The engine reads the everyday forms by itself (``functions``), to the same
values; whatever it leaves comes here. Nothing is guessed: what could be two values is a problem of that cell.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from audit.evidence import problems
from audit.evidence.calendar import Calendar
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.dates import Moment, Order, read_moment, year_last
from audit.evidence.joint import Joint
from audit.evidence.labels import Labels
from audit.evidence.quantities import (
    SURELY_COMMA,
    SURELY_POINT,
    Mark,
    Marks,
    Quantity,
    currencies,
    read_quantity,
)
from audit.evidence.said import Remarked, Unread
from audit.evidence.spelling import narrow, tidy, without_invisible
from audit.text import Template

ALL_DAY = dt.timedelta(milliseconds=86_399_999)
"""From the beginning of a day to its end, to the millisecond."""

EVERYTHING_ELSE = "*"
_LARGEST_WHOLE = 2.0**53
_MISSING_WORDS = frozenset(
    [
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "―",
        "－",
        "/",
        "//",
        "\\",
        ".",
        "..",
        "...",
        "…",
        "?",
        "??",
        "？",
        "*",
        "无",
        "無",
        "暂无",
        "暫無",
        "没有",
        "未填",
        "未填写",
        "空",
        "空白",
        "缺",
        "缺失",
        "不详",
        "不詳",
        "未知",
        "不适用",
        "不適用",
        "待定",
        "待补",
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "null",
        "none",
        "nil",
        "nan",
        "missing",
        "unknown",
        "tbd",
        "(blank)",
        "(null)",
        "(空白)",
    ]
)
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_DECIMAL = re.compile(r"\d+\.0+")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a column writes what could be read in two ways; declared, or shown by the column as a whole."""

    order: Order | None = None
    decimal: Marks = None
    mixed_money: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one column.

    Args:
        column: its definition.
        code: whether its text names something, so that invisible characters inside it do not count.
        calendar: gives the local time of moments with an offset.
        conventions: see there.
        form: the declared strptime format of its dates.
        joint: says how its texts are read where each is a date and a time from two columns of theirs.
        parsed: texts in half width -> their moments in that format, as the engine reads them.
        currency: the engagement's, for amounts.
        missing: spellings that mean "no value".
        values: what audit.yaml puts in the place of a text, ``*`` in that of every other.
        errors: what cells show whose formula failed.
    """

    column: ColumnDefinition
    calendar: Calendar
    code: bool = False
    conventions: Conventions = Conventions()
    form: str | None = None
    parsed: Mapping[str, dt.datetime] = field(default_factory=dict)
    currency: str | None = None
    missing: frozenset[str] = frozenset()
    values: Mapping[str, str | None] = field(default_factory=dict)
    errors: frozenset[str] = frozenset()
    joint: Joint | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "_read", self._reading())

    def given(self, raw: str) -> str | None:
        """The text that is to be read: trimmed, None where it is empty, says so or is replaced by nothing."""
        text = tidy(raw)
        if not text or text in self.missing:
            return None
        if text in self.values:
            return self.values[text]
        if EVERYTHING_ELSE in self.values and text not in self.errors:
            return self.values[EVERYTHING_ELSE]
        return text

    def __call__(self, raw: str) -> object:
        """The value of a cell; None where it is empty, Unread where it has none, or Remarked."""
        text = self.given(raw)
        if text is None:
            return None
        if text in self.errors:
            return Unread(problems.CELL_ERROR)
        found = self._read(text)  # type: ignore[attr-defined]  # set once, by the type of the column
        if isinstance(found, Unread) and text.casefold() in _MISSING_WORDS:
            return Unread(problems.MISSING_WORD, {"word": text})
        return found

    def with_conventions(self, conventions: Conventions) -> Reader:
        """The same, where the whole column has shown how it is to be read."""
        return replace(self, conventions=conventions)

    def _reading(self) -> Callable[[str], object]:
        column = self.column
        labels = Labels(column)
        match column.type:
            case "string":
                return self._code if self.code else (lambda text: text)
            case "enum" | "bool":
                template = problems.LABEL if column.type == "enum" else problems.BOOL
                return lambda text: _labelled(text, labels, template)
            case "list":
                return lambda text: _listed(text, labels)
            case "date" | "datetime":
                return self._date
        of = quantity(column, self.conventions, self.currency)
        if column.type == "integer":
            return lambda text: _whole(read_quantity(text, of))
        return lambda text: read_quantity(text, of)

    def _code(self, text: str) -> object:
        seen = without_invisible(text)
        if _ROUNDED.fullmatch(seen):
            return Unread(problems.CODE_ROUNDED)
        return Remarked(seen, problems.CODE_DECIMAL) if _DECIMAL.fullmatch(seen) else seen

    def _date(self, text: str) -> object:
        found = self._moment(text) if self.joint is None else self.joint.read(text, self._moment, self._local)
        if isinstance(found, Unread):
            return found
        if self.column.type == "date":
            return found.at.date()
        return found.at + ALL_DAY if self.column.ends_day and not found.timed else found.at

    def _moment(self, text: str) -> Moment | Unread:
        if self.form is None:
            month = self.column.unit == "month"
            return read_moment(text, self.conventions.order, self._local, month=month)
        at = self.parsed.get(narrow(text))
        if at is None:
            return Unread(problems.DATE_FORM, {"format": self.form})
        return Moment(at, timed=names_time(self.form))

    def _local(self, utc: dt.datetime) -> dt.datetime:
        return local(self.calendar, utc)


def shown(texts: Iterable[str], column: ColumnDefinition) -> Conventions:
    """What the texts of a column, taken together, show of how it is to be read."""
    order: Order | None = None
    marks: Marks = None
    money: frozenset[str] | None = None
    mixed_money = False
    for text in texts:
        if column.type in ("date", "datetime"):
            if (now := order_of(text)) is not None:
                order = now if order in (None, now) else "mixed"
        elif column.type in ("number", "integer"):
            plain = narrow(tidy(text))
            if (mark := mark_of(plain)) is not None:
                marks = mark if marks in (None, mark) else "mixed"
            if column.unit == "currency" and (named := currencies(plain)) is not None:
                money = named if money is None else money & named
                mixed_money = mixed_money or not money
    return Conventions(order, marks, mixed_money)


def order_of(text: str) -> Order | None:
    """The order that a date in digits with the year last shows by itself: one of its numbers is no month."""
    first, second = year_last(text) or (0, 0)
    if first > 12 >= second > 0:
        return "day-first"
    return "month-first" if second > 12 >= first > 0 else None


def mark_of(text: str) -> Mark | None:
    """The decimal mark that a number shows by itself, in half width."""
    if re.match(SURELY_COMMA, text):
        return ","
    return "." if re.match(SURELY_POINT, text) else None


def quantity(column: ColumnDefinition, conventions: Conventions, currency: str | None) -> Quantity:
    """What a column of numbers holds."""
    limits = next((statistics for name, statistics in column.checks if name == "in_range"), {})
    share = limits.get("min_value") == 0 and limits.get("max_value") == 1
    return Quantity(column.unit, share, conventions.decimal, currency, conventions.mixed_money)


def local(calendar: Calendar, utc: dt.datetime) -> dt.datetime:
    """The local time of a UTC moment, by the same changes of the clock as ``Calendar.local``."""
    changes = calendar.transitions
    if not changes:
        return utc + (ZoneInfo(calendar.timezone).utcoffset(utc) or dt.timedelta())
    place = bisect.bisect_right([one.utc for one in changes], utc)
    return utc + dt.timedelta(seconds=changes[place - 1].after if place else changes[0].before)


def names_time(form: str) -> bool:
    """Whether a strptime format has a time of the day."""
    return any(part in form for part in ("%H", "%I", "%X", "%c", "%T", "%R", "%-H", "%-I"))


def _labelled(text: str, labels: Labels, template: Template) -> object:
    meant = labels.meaning(text)
    if meant is None:
        return Unread(template, {"label": text, "hint": labels.hint(text)})
    return meant


def _listed(text: str, labels: Labels) -> object:
    codes, unknown = labels.listed(text)
    if unknown is not None:
        return Unread(problems.LABEL, {"label": unknown, "hint": labels.hint(unknown)})
    return codes


def _whole(found: float | Unread | Remarked) -> object:
    if isinstance(found, Remarked) and isinstance(found.value, float):
        whole = _whole(found.value)
        return whole if isinstance(whole, Unread) else replace(found, value=whole)
    if not isinstance(found, float):
        return found
    whole_enough = found.is_integer() and abs(found) <= _LARGEST_WHOLE
    return int(found) if whole_enough else Unread(problems.WHOLE_NUMBER)
