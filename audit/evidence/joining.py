"""SQL that puts a date in one column and its time in another together, as one text: see ``joint``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.evidence.functions import Local, declared, literal, name, texts
from audit.evidence.joint import APART, NOT_IN_FORM
from audit.evidence.serials import as_dates
from audit.evidence.spelling import SPACES

_MIDNIGHT = r"[ T]0{1,2}:00(:00([.]0+)?)?$"
_DAY_OF_NONE = "^(1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T]"
"""The days that workbooks write before a time without a day."""

_EVERYDAY = r"^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$"
_PART_OF_A_DAY = r"^0([.][0-9]+)?$|^[1-9]([.][0-9]+)?[eE]-[0-9]+$"


@dataclass(frozen=True, slots=True)
class Pair:
    """The cells of a date and of its time as text in SQL; ``day_zero`` is that of their workbook.

    ``form`` is the declared strptime format of the dates, ``missing`` what means that there is no value.
    """

    date: str
    time: str | None
    day_zero: dt.date | None
    form: str | None
    missing: Sequence[str]


def joint_name(ours: str) -> str:
    """The column that holds the joint text of one of ours."""
    return f"_joint_{ours}"


def with_joint(relation: str, pairs: Mapping[str, Pair], local: Local) -> str:
    """A relation in SQL with the joint texts of these columns beside its own."""
    steps = [step for ours, pair in pairs.items() for step in _steps(ours, pair, local)]
    return f"(SELECT *, {', '.join(steps)} FROM {relation})" if steps else relation  # noqa: S608 - names are quoted


def _steps(ours: str, pair: Pair, local: Local) -> list[str]:
    """Expressions of which each may name those before it."""
    date, time = (name(f"_joint_{part}_{ours}") for part in ("date", "time"))
    given, clock = (name(f"_joint_{part}_{ours}") for part in ("day", "clock"))
    raw_date, raw_time = pair.date, pair.time or "''"
    if pair.day_zero is not None:
        raw_date, raw_time = (
            as_dates(raw_date, pair.day_zero, pair.form),
            as_dates(raw_time, pair.day_zero, None),
        )
    moment = declared(given, pair.form, local) if pair.form is not None else None
    day = given if moment is None else f"strftime({moment}, '%Y-%m-%d %H:%M:%S')"
    seconds = f"least(86399, CAST(round(86400 * TRY_CAST({clock} AS DOUBLE)) AS BIGINT))"
    of_day = f"strftime(TIMESTAMP '2000-01-01' + to_seconds({seconds}), '%H:%M:%S')"
    apart = literal(APART)
    if moment is not None:
        apart = f"CASE WHEN {date} IS NULL THEN {literal(NOT_IN_FORM)} ELSE {literal(APART)} END"
    return [
        f"{_plain(raw_date, pair.missing)} AS {given}",
        f"{_plain(raw_time, pair.missing)} AS {clock}",
        f"regexp_replace({day}, {literal(_MIDNIGHT)}, '') AS {date}",
        f"""CASE WHEN {"TRUE" if pair.day_zero is not None else "FALSE"} AND regexp_matches({clock}, {literal(_PART_OF_A_DAY)})
                      THEN {of_day}
                 WHEN {date} <> '' AND starts_with({clock}, {date} || ' ') THEN {clock}[length({date}) + 2:]
                 ELSE regexp_replace({clock}, {literal(_DAY_OF_NONE)}, '') END AS {time}""",
        f"""CASE WHEN {given} = '' AND {clock} = '' THEN ''
                 WHEN {date} <> '' AND NOT contains({date}, ':') AND {time} = '' THEN {date}
                 WHEN {date} <> '' AND NOT contains({date}, ':') AND regexp_matches({time}, {literal(_EVERYDAY)})
                      THEN {date} || ' ' || {time}
                 ELSE coalesce({date}, {given}) || {apart} || {time} END AS {name(joint_name(ours))}""",
    ]


def _plain(cell: str, missing: Sequence[str]) -> str:
    """A cell without spaces around it; empty where it is missing."""
    trimmed = f"trim(coalesce({cell}, ''), {literal(SPACES)})"
    return f"CASE WHEN {trimmed} IN {texts(missing)} THEN '' ELSE {trimmed} END" if missing else trimmed
