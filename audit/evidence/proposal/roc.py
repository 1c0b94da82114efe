"""Dates whose years are those of the Republic of China (115/01/05), told from everything else that looks so."""

from __future__ import annotations

import re
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from audit.evidence.dates import BEFORE_ROC, Moment, Order, read_moment
from audit.evidence.proposal.dates import DateForm
from audit.evidence.spelling import narrow

ROC: Order = "roc"
_NEARLY_ALL = 0.9
_FIRST, _LAST = 80, 149
"""The years from 1991 to 2060: what the records of a service can be of."""

_WRITTEN = re.compile(r"(?P<y>\d{2,3})(?P<mark>\s?[-/.年 ]\s?)\d{1,2}\s?[-/.月 ]\s?\d{1,2}(?!\d)")
_COMPACT = re.compile(r"(?P<y>1\d{2})\d{4}(?!\d)")
_UNMISTAKABLE = ("/", "年")
_OF_DATES = re.compile(r"日期|时间|時間|date|time", re.IGNORECASE)
_TEXTS = r"^\D*(\d{2,3})\s?[-/.年 ]\s?(\d{1,2})\s?[-/.月 ]\s?(\d{1,2})"


def roc_form(values: Mapping[str, int], header: str) -> DateForm | None:
    """The form of a column nearly all of whose values are such dates, of three digits in one of them at least.

    Other things look like 101-12-05 and 1150105 as well: these have to stand under a ``header`` that speaks of dates.
    """
    named = _OF_DATES.search(header) is not None
    found: dict[str, Moment] = {}
    three = False
    for text in values:
        year = _year(narrow(text), named=named)
        moment = read_moment(text, ROC, lambda utc: utc) if year is not None else None
        if year is not None and isinstance(moment, Moment):
            found[text] = moment
            three = three or year > 99
    share = sum(values[text] for text in found) / (sum(values.values()) or 1)
    if share < _NEARLY_ALL or not three:
        return None
    moments = [one.at for one in found.values()]
    timed = any(one.timed for one in found.values())
    return DateForm(ROC, share, timed, min(moments), max(moments), told=ROC)


def _year(text: str, *, named: bool) -> int | None:
    """The year that a value begins with, where it may be one of these."""
    found = _WRITTEN.match(text) or (_COMPACT.match(text) if named else None)
    if found is None:
        return None
    sure = named or found["mark"].strip() in _UNMISTAKABLE
    year = int(found["y"])
    return year if sure and _FIRST <= year <= _LAST else None


def roc_day(text: ir.StringValue) -> ir.DateValue:
    """The day that such a text names, null where it names none."""
    parted = text.re_replace(r"^(\d{3})(\d{2})(\d{2})", r"\1-\2-\3")
    year, month, day = (parted.re_extract(_TEXTS, place) for place in (1, 2, 3))
    full = (year.try_cast("int64") + BEFORE_ROC).cast("string")
    return ibis.literal("").join([full, ibis.literal("-"), month, ibis.literal("-"), day]).try_cast("date")
