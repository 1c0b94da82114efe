"""What a column as a whole shows of how it is to be read: the order of its dates, its decimal mark.

Only the whole column can tell: 04/03/2026 is the fourth of March if 31/03/2026 stands below it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from audit.evidence import problems
from audit.evidence.casting import Conventions, Reader, mark_of, shown
from audit.evidence.dates import year_last
from audit.evidence.functions import literal, name
from audit.evidence.functions import texts as sql_texts
from audit.evidence.quantities import POINT_THOUSANDS, SURELY_COMMA, SURELY_POINT, THOUSANDS
from audit.evidence.spelling import FULL_WIDTH, HALF_WIDTH, SPACES, narrow, tidy
from audit.text import Template

_YEAR_LAST = r"^[^0-9:]{0,12}(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?\d{4}(\D|$)"
_DAY_FIRST = "first > 12 AND second BETWEEN 1 AND 12"
_MONTH_FIRST = "second > 12 AND first BETWEEN 1 AND 12"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The note on what a column shows: how many cells it concerns, and the one that shows it."""

    template: Template
    count: int
    file: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """How a column is read, and the note on it where something had to be decided."""

    conventions: Conventions
    evidence: tuple[Evidence, ...] = ()


def unsettled(reader: Reader, texts: Iterable[str]) -> bool:
    """Whether some of these texts can be read in two ways, so that the column has to decide."""
    if reader.column.type in ("date", "datetime"):
        form = reader.form or (reader.joint.form if reader.joint else None)
        asked = reader.conventions.order is None and form is None
        return asked and any(year_last(text) is not None for text in texts)
    if reader.column.type in ("number", "integer"):
        return reader.conventions.decimal is None and _two_ways(texts)
    return False


def _two_ways(numbers: Iterable[str]) -> bool:
    """Whether one of these numbers has a comma, or a point that may part thousands."""
    parted = point = False
    for text in numbers:
        plain = narrow(text)
        mark = mark_of(plain)
        if "," in plain or mark == ",":
            return True
        parted = parted or re.match(POINT_THOUSANDS, plain) is not None
        point = point or mark == "."
    return parted and not point


def decide(
    con: duckdb.DuckDBPyConnection, given: str, reader: Reader, numbers: Collection[str] = ()
) -> Decided:
    """What the whole column of the relation ``given`` shows.

    ``numbers`` are its files that hold numbers as such, so that their points are decimal points.
    """
    if reader.column.type in ("date", "datetime"):
        return _order(con, given, reader)
    return _decimal(con, given, reader, numbers)


def with_money(reader: Reader, texts: Iterable[str]) -> Reader:
    """The same, told where the signs of a column name no common currency."""
    if reader.column.unit != "currency" or reader.currency is not None:
        return reader
    mixed = shown(texts, reader.column).mixed_money
    return reader.with_conventions(replace(reader.conventions, mixed_money=mixed))


def _order(con: duckdb.DuckDBPyConnection, given: str, reader: Reader) -> Decided:
    found = _asked(
        con,
        f"""SELECT _file, _row, text, TRY_CAST(regexp_extract(plain, '{_YEAR_LAST}', 1) AS INTEGER) AS first,
                   TRY_CAST(regexp_extract(plain, '{_YEAR_LAST}', 2) AS INTEGER) AS second
            FROM {_texts(given, reader)} WHERE regexp_matches(plain, '{_YEAR_LAST}')""",  # noqa: S608
        {"all": "TRUE", "day": _DAY_FIRST, "month": _MONTH_FIRST},
    )
    every, day, month = found["all"], found["day"], found["month"]
    if day and month:
        return Decided(replace(reader.conventions, order="mixed"))
    if every and day:
        shows = replace(day, template=problems.DAY_FIRST, count=every.count)
        return Decided(replace(reader.conventions, order="day-first"), (shows,))
    if every and month:
        shows = replace(month, template=problems.MONTH_FIRST, count=every.count)
        return Decided(replace(reader.conventions, order="month-first"), (shows,))
    return Decided(reader.conventions)


def _decimal(con: duckdb.DuckDBPyConnection, given: str, reader: Reader, numbers: Collection[str]) -> Decided:
    found = _asked(
        con,
        f"SELECT _file, _row, text, plain FROM {_texts(given, reader)} WHERE contains(plain, ',') OR contains(plain, '.')",  # noqa: S608
        _conditions(numbers),
    )
    comma, point, thousands = found["comma"], found["point"], found["thousands"]
    parted = found["parted"] if found["written"] and not _below_a_thousand(reader) else None
    if reader.column.type == "integer" and found["broken"] and parted and not comma:
        comma, parted = replace(found["broken"], count=parted.count), None
    if comma and point:
        return Decided(replace(reader.conventions, decimal="mixed"))
    if comma:
        points = "," not in narrow(comma.text)
        count = comma.count + (0 if points or not thousands else thousands.count)
        template = problems.POINT_THOUSANDS if points else problems.DECIMAL_COMMA
        shows = replace(comma, template=template, count=count)
        return Decided(replace(reader.conventions, decimal=","), (shows,))
    doubts = [(thousands, problems.THOUSANDS), (parted, problems.POINT_DECIMAL)]
    shown = tuple(replace(one, template=template) for one, template in doubts if one and not point)
    return Decided(replace(reader.conventions, decimal="."), shown)


def _conditions(numbers: Collection[str]) -> dict[str, str]:
    """What is asked of the numbers of a column, in SQL.

    A number of a workbook never ends with a nought behind its point, so that what does is text (``written``).
    ``broken`` are those that are no whole numbers if the point is a decimal point.
    """
    patterns = {
        "comma": SURELY_COMMA,
        "point": SURELY_POINT,
        "thousands": THOUSANDS,
        "parted": POINT_THOUSANDS,
    }
    found = {key: f"regexp_matches(plain, {literal(pattern)})" for key, pattern in patterns.items()}
    of_text = f"_file NOT IN {sql_texts(['', *numbers])} OR regexp_matches(plain, '0\\D*$')"
    written = f"{found['parted']} AND ({of_text})"
    return found | {
        "written": written,
        "broken": f"{written} AND NOT regexp_matches(plain, '\\.000\\D*$')",
    }


def _below_a_thousand(reader: Reader) -> bool:
    """Whether no value of the column can reach a thousand."""
    return any(
        statistics.get("max_value", math.inf) < 1000
        and name in ("in_range", "less_than", "less_than_or_equal_to")
        for name, statistics in reader.column.checks
    )


def _texts(given: str, reader: Reader) -> str:
    """The texts of a column as a subquery, and in half width without odd spaces."""
    column = name(reader.column.name)
    wide = literal(FULL_WIDTH + "￥" + SPACES[6:])
    half = literal(HALF_WIDTH + "¥" + " " * len(SPACES[6:]))
    plain = f"trim(translate({column}, {wide}, {half}))"
    return f"(SELECT _file, _row, {column} AS text, {plain} AS plain FROM {name(given)} WHERE {column} <> '')"  # noqa: S608


def _asked(
    con: duckdb.DuckDBPyConnection, cells: str, conditions: Mapping[str, str]
) -> dict[str, Evidence | None]:
    """The first of the cells that meet each condition, and how many there are."""
    first = "{'file': _file, 'row': _row, 'text': text}"
    columns = ", ".join(
        f"count(*) FILTER ({condition}), min({first}) FILTER ({condition})"
        for condition in conditions.values()
    )
    row: tuple[Any, ...] = con.execute(f"SELECT {columns} FROM ({cells})").fetchall()[0]  # noqa: S608
    found = dict(zip(conditions, zip(row[::2], row[1::2], strict=True), strict=True))
    return {
        key: Evidence(problems.THOUSANDS, count, one["file"], one["row"], tidy(one["text"])) if one else None
        for key, (count, one) in found.items()
    }
