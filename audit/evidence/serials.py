"""Dates of a workbook that lost their format: numbers of days, read by the workbook's date system.

Only numbers that are days from 1950 to 2099 are taken for dates. A year (2026), a month (202603) or a date
written as a number (20260304) lies outside, in either system, and stays the text that it is.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import name, parsed, template
from audit.evidence.mapped import MappedFile, MappedTable
from audit.evidence.problems import Place, at_place, group
from audit.evidence.readers.workbook import DAY_ZERO_1904
from audit.evidence.spelling import SPACES
from audit.result.problem import ProblemGroup

_CELLS = ibis.table({"cell": "string"}, name="cells")
_SERIAL = r"^\d{5}(\.\d+)?$"
_FIRST, _END = dt.date(1950, 1, 1), dt.date(2100, 1, 1)
_ISO = r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d+)?)?$"
_DAY = 86_400


def as_dates(cell: str, day_zero: dt.date, form: str | None) -> str:
    """SQL for the text of a cell with a number of days as a date: in ISO form, or in the declared one.

    A date cell of the workbook is brought into the declared form as well, unless that would lose a part
    of it: then it stays as it is, and is told as a cell that does not have the form.
    """
    return _dates_template(day_zero, form).replace("{cell}", cell)


def _is_serial_sql(cell: str, day_zero: dt.date) -> str:
    return _serial_template(day_zero).replace("{cell}", cell)


@functools.cache
def _dates_template(day_zero: dt.date, form: str | None) -> str:
    text = _CELLS.cell
    bare = text.strip()
    zero = ibis.literal(dt.datetime.combine(day_zero, dt.time()))
    seconds = (_days(bare) * _DAY).round().cast("int64")
    iso = ibis.ifelse(
        _is_serial(bare, day_zero), (zero + seconds.as_interval("s")).strftime("%Y-%m-%d %H:%M:%S"), text
    )
    return template(iso if form is None else _in_form(iso, form), "cell")


@functools.cache
def _serial_template(day_zero: dt.date) -> str:
    return template(_is_serial(_CELLS.cell.strip(), day_zero), "cell")


def notes(engine: Engine, mapped: MappedTable) -> Iterator[ProblemGroup]:
    """A note for every column of a workbook that has such numbers, with their count and the first of them."""
    for one in mapped.files:
        columns = {
            column.name: column
            for column in mapped.definition.columns
            if column.type in ("date", "datetime") and column.name in one.headers
        }
        if one.file.day_zero is not None and columns:
            yield from _told(engine, mapped, one, columns, one.file.day_zero)


def _told(
    engine: Engine,
    mapped: MappedTable,
    one: MappedFile,
    columns: Mapping[str, ColumnDefinition],
    day_zero: dt.date,
) -> Iterator[ProblemGroup]:
    asked = []
    for ours in columns:
        text = name(one.headers[ours])
        where = f"FILTER ({_is_serial_sql(text, day_zero)})"
        asked += [f"count(*) {where}", f"min(_row) {where}", f"arg_min({text}, _row) {where}"]
    found = engine.con.con.execute(f"SELECT {', '.join(asked)} FROM {name(one.file.relation)}").fetchall()[0]  # noqa: S608 - names are quoted
    for column, count, row, text in zip(columns.values(), found[::3], found[1::3], found[2::3], strict=True):
        if not count:
            continue
        header = one.headers[column.name]
        place = Place(
            table=mapped.definition.name,
            file=one.file.shown,
            sheet=one.file.sheet,
            at=one.file.at(row, header),
            their_column=header,
            column=column.name,
            pii=column.pii,
        )
        system = 1904 if day_zero == DAY_ZERO_1904 else 1900
        said = at_place(problems.SERIAL_DATE, place, text.strip(SPACES), system=str(system))
        yield group(count, [said])


def _is_serial(text: ir.StringValue, day_zero: dt.date) -> ir.BooleanValue:
    days = _days(text)
    plausible = (days >= (_FIRST - day_zero).days) & (days < (_END - day_zero).days)
    return (text.re_search(_SERIAL) & plausible).fill_null(False)


def _days(text: ir.StringValue) -> ir.FloatingValue:
    return text.try_cast("float64")


def _in_form(text: ir.StringValue, form: str) -> ir.StringValue:
    moment = ibis.ifelse(text.re_search(_ISO), text, ibis.null("string")).try_cast("timestamp(6)")
    written = moment.strftime(form)
    return ibis.ifelse(parsed(written, form) == moment, written, text).fill_null(text)
