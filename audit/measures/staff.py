"""The front line: who was in post, for how long."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence

_DAY = 86_400


def in_post(ev: Evidence) -> ir.Table:
    """The front-line staff in post at the end of the period."""
    end = ibis.literal(ev.period[1])
    r = ev.staff_register
    return r.filter(r.front_line & (r.hired_on < end) & (r.left_on.isnull() | (r.left_on >= end)))


def staff_years(ev: Evidence) -> float:
    """Years in post of the front-line staff within the period; a year has 365.25 days."""
    start, end = (day_number(ibis.literal(day)) for day in ev.period)
    r = ev.staff_register.filter(ibis._.front_line)
    first = ibis.greatest(day_number(r.hired_on), start)
    last = ibis.least(ibis.coalesce(day_number(r.left_on), end), end)
    days = ev.run(r.aggregate(days=ibis.greatest(last - first, ibis.literal(0)).sum()))[0]["days"]
    return float(days or 0) / 365.25


def day_number(day: ir.DateValue) -> ir.IntegerValue:
    """The number of a day, counted from 1970."""
    return (day.cast("timestamp").epoch_seconds() / _DAY).floor().cast("int64")
