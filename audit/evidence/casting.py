"""Text -> typed, as expressions: what each type of column accepts, and how a cell that fails is told.

A cell is null where its text is none of the accepted forms. Nothing is guessed: a date whose parts
could be swapped, a decimal comma or a word for a number are problems of that cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from audit.evidence import problems
from audit.evidence.calendar import Calendar
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import parsed, trimmed
from audit.evidence.spelling import FULL_WIDTH, HALF_WIDTH, SPACES
from audit.text import Template

ISO = "YYYY-MM-DD hh:mm"

_DATE_TIME = (
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"([T ]+(\d{1,2}:\d{1,2}(:\d{1,2}([.,]\d{1,9})?)?))?"
    r" ?(Z|z|[+-]\d{2}(:?\d{2})?)?$"
)
_MONTH = r"^(\d{4})[-/.年](\d{1,2})月?$"
_AMBIGUOUS = r"^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}(\d{2})?([T ]|$)"
_NUMBER = r"^[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$"
_LARGEST_WHOLE = 2.0**53


Condition = Callable[[ir.StringValue], ir.BooleanValue]


@dataclass(frozen=True, slots=True)
class Cast:
    """The typed value of a cell, and the problems of a cell that has text but no value.

    The first whose condition on the text holds is the cell's problem; a condition of None always holds.
    """

    value: ir.Value
    faults: tuple[tuple[Template, Condition | None], ...] = ()


def cast(
    text: ir.StringValue,
    column: ColumnDefinition,
    *,
    calendar: Calendar,
    form: str | None,
    labels: Mapping[str, object],
) -> Cast:
    """A column's trimmed text as its type.

    ``form`` is the declared strptime format of its dates, ``labels`` the spellings that stand for a code
    or for true and false.
    """
    match column.type:
        case "string":
            return Cast(text)
        case "enum":
            return Cast(_labelled(text, labels, "string"), ((problems.LABEL, None),))
        case "bool":
            return Cast(_labelled(text, labels, "boolean"), ((problems.BOOL, None),))
        case "list":
            return _list(text, labels if column.labels else None)
    if column.type in ("number", "integer"):
        return _number(text, whole=column.type == "integer")
    if column.unit == "month" and form is None:
        text = _first_of_month(text)
    found = moment(text, calendar, form)
    if column.ends_day:
        found = ibis.ifelse(_without_time(text, form), found + ALL_DAY, found)
    return Cast(found if column.type == "datetime" else found.date(), _date_faults(form))


ALL_DAY = ibis.interval(milliseconds=86_399_999)
"""From the beginning of a day to its end, to the millisecond."""


def _without_time(text: ir.StringValue, form: str | None) -> ir.BooleanValue:
    """Whether a cell names a day only."""
    if form is not None:
        return ibis.literal(not any(part in form for part in ("%H", "%I", "%X", "%c", "%T", "%R")))
    return ~_narrow(text).contains(":")


def without_errors(text: ir.StringValue, read: Cast, errors: Sequence[str]) -> Cast:
    """The same, where some texts stand for formulas that failed: even a column of text does not take them."""
    value = ibis.ifelse(text.isin(errors), ibis.null(read.value.type()), read.value)
    return Cast(value, ((problems.CELL_ERROR, lambda text: text.isin(errors)), *read.faults))


def number(text: ir.StringValue) -> ir.FloatingValue:
    """A decimal number; full-width digits and thousands separators are read, nan and infinity are not."""
    plain = text.try_cast("float64")
    usual = plain.notnull() & ~(plain.isnan() | plain.isinf()) & ~text.contains("_")
    narrow = _narrow(text)
    careful = ibis.ifelse(narrow.re_search(_NUMBER), narrow.replace(",", ""), ibis.null("string"))
    return ibis.ifelse(usual, plain, careful.try_cast("float64"))


def moment(text: ir.StringValue, calendar: Calendar, form: str | None) -> ir.TimestampValue:
    """A local timestamp. Without a declared format the year stands first; an offset is converted."""
    if form is not None:
        found = parsed(text, form)
        return calendar.local(found) if "%z" in form else found
    usual = text.like("____-__-__ __:__:__") | text.like("____-__-__T__:__:__") | text.like("____-__-__")
    quick = text.try_cast("timestamp(6)")
    return ibis.ifelse(usual & quick.notnull(), quick, _careful_moment(text, calendar))


def _careful_moment(text: ir.StringValue, calendar: Calendar) -> ir.TimestampValue:
    narrow = _narrow(text)
    parts = [narrow.re_extract(_DATE_TIME, group) for group in (1, 2, 3, 5, 8)]
    year, month, day, time, offset = parts
    time = ibis.ifelse(time == "", "00:00", time.replace(",", "."))
    wall = (year + "-" + month + "-" + day + " " + time).try_cast("timestamp(6)")
    digits = offset.replace(":", "")
    minutes = _or_zero(digits.substr(1, 2)) * 60 + _or_zero(digits.substr(3, 2))
    ahead = ibis.ifelse(digits.startswith("-"), -minutes, minutes)
    seconds = ibis.ifelse(offset.upper() == "Z", 0, ahead) * 60
    instant = wall - seconds.cast("int64").as_interval("s")
    return ibis.ifelse(offset == "", wall, calendar.local(instant))


def _or_zero(digits: ir.StringValue) -> ir.IntegerValue:
    return digits.try_cast("int64").fill_null(0)


def _first_of_month(text: ir.StringValue) -> ir.StringValue:
    narrow = _narrow(text)
    first = narrow.re_replace(_MONTH, r"\1-\2-01")
    return ibis.ifelse(narrow.re_search(_MONTH), first, text)


def _date_faults(form: str | None) -> tuple[tuple[Template, Condition | None], ...]:
    if form is not None:
        return ((problems.DATE, None),)
    return (
        (problems.DATE_AMBIGUOUS, lambda text: _narrow(text).re_search(_AMBIGUOUS)),
        (problems.DATE, None),
    )


def _number(text: ir.StringValue, *, whole: bool) -> Cast:
    given = number(text)
    if not whole:
        return Cast(given, ((problems.NUMBER, None),))
    is_whole = (given % 1 == 0) & (given.abs() <= _LARGEST_WHOLE)
    value = ibis.ifelse(is_whole, given, ibis.null("float64")).cast("int64")
    return Cast(value, ((problems.NUMBER, lambda text: number(text).isnull()), (problems.WHOLE_NUMBER, None)))


def _labelled(text: ir.StringValue, labels: Mapping[str, object], type_: str) -> ir.Value:
    if not labels:
        return ibis.null(type_)
    pairs = [(spelling, ibis.literal(value, type=type_)) for spelling, value in labels.items()]
    return text.cases(*pairs, else_=ibis.null(type_))


def _list(text: ir.StringValue, labels: Mapping[str, object] | None) -> Cast:
    words = (
        text.replace("；", ";")
        .split(";")
        .map(lambda word: trimmed(word, SPACES))
        .filter(lambda word: word != "")
    )
    if labels is None:
        return Cast(words)
    codes = words.map(lambda word: _labelled(word, labels, "string"))
    all_known = words.filter(lambda word: word.notin(list(labels))).length() == 0
    return Cast(ibis.ifelse(all_known, codes, ibis.null("array<string>")), ((problems.LABEL, None),))


def _narrow(text: ir.StringValue) -> ir.StringValue:
    return text.translate(FULL_WIDTH, HALF_WIDTH)
