"""The first and the last day of a column of dates, over all rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.functions import parsed
from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.roc import ROC, roc_day

_DAY_LENGTH = 11
_YEAR_FIRST = r"^\s*(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?"


def span(engine: Engine, group: Group, header: str, form: str | None) -> tuple[dt.date, dt.date] | None:
    """The extremes of a column whose dates have a form (None: the year stands first); None where it has none."""
    days = []
    for one in group.sheets:
        table = engine.con.table(one.relation)
        text = table[header].strip()
        # Few days are written in many rows: with the year first, the day stands in the first characters.
        days.append(table.select(text=text.left(_DAY_LENGTH) if form is None else text).distinct())
    texts = days[0] if len(days) == 1 else ibis.union(*days, distinct=False)
    both = texts.select(day=_day(texts.text, form))
    plausible = both.filter(both.day.between(dt.date(1980, 1, 1), dt.date(2099, 12, 31)))
    found = engine.con.to_pyarrow(plausible.aggregate(first=both.day.min(), last=both.day.max())).to_pylist()[
        0
    ]
    return (found["first"], found["last"]) if found["first"] is not None else None


def _day(text: ir.StringValue, form: str | None) -> ir.DateValue:
    if form == ROC:
        return roc_day(text)
    if form is not None:
        return parsed(text, form).date()
    year, month, day = (text.re_extract(_YEAR_FIRST, place) for place in (1, 2, 3))
    day = ibis.ifelse(day == "", "01", day)
    return (year + "-" + month + "-" + day).try_cast("date")


def whole_months(days: Sequence[tuple[dt.date, dt.date]]) -> tuple[dt.date, dt.date] | None:
    """The months that hold all of the days, the end exclusive."""
    if not days:
        return None
    first, last = min(one for one, _ in days), max(one for _, one in days)
    end = dt.date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return first.replace(day=1), end
