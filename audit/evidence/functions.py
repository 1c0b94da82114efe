"""What DuckDB reads by itself: SQL for the everyday forms of each type, and functions that Ibis has no name for.

An expression of this module gives the value of a cell where its text is in one of these forms, and null
otherwise, so that ``casting`` looks at the few others. What both read, they read as the same value.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql.compilers.duckdb import compiler
from ibis.expr import datatypes

from audit.evidence.calendar import Calendar
from audit.evidence.casting import Conventions, Reader, mark_of, names_time
from audit.evidence.said import Remarked, Unread
from audit.evidence.spelling import INVISIBLE, SPACES, narrow

_LOCAL = datatypes.Timestamp(scale=6)
_UTC = datatypes.Timestamp(timezone="UTC", scale=6)
Local = Callable[[str], str]
"""SQL for a UTC moment -> SQL for its local time."""

_MOST_LABELS = 200
_FIRST, _LAST = "TIMESTAMP '1000-01-01'", "TIMESTAMP '9999-12-31 23:59:59.999999'"

_TIME = r"(?P<gap>[ T])(?P<h>\d{1,2}):(?P<min>\d{1,2})(?P<s>:\d{1,2})?"
_FORMS = (
    re.compile(rf"(?P<y>\d{{4}})(?P<s1>[-/.])(?P<m>\d{{1,2}})(?P<s2>[-/.])(?P<d>\d{{1,2}})(?:{_TIME})?"),
    re.compile(
        rf"(?P<y>\d{{4}})(?P<s1>年)(?P<m>\d{{1,2}})(?P<s2>月)(?P<d>\d{{1,2}})(?P<s3>日)(?:{_TIME.replace('[ T]', ' ?')})?"
    ),
    re.compile(rf"(?P<a>\d{{1,2}})(?P<s1>[-/.])(?P<b>\d{{1,2}})(?P<s2>[-/.])(?P<y>\d{{4}})(?:{_TIME})?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<s1>)(?P<m>\d{2})(?P<s2>)(?P<d>\d{2})"),
)
"""Forms of dates that are read by the engine where the first rows of a column have them."""

_ISO_LIKE = ("____-__-__ __:__:__", "____-__-__T__:__:__", "____-__-__ __:__", "____-__-__")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?")
_OFFSET = r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"


_MONTHS = {
    "十二月": "December", "十一月": "November", "十月": "October", "九月": "September", "八月": "August",
    "七月": "July", "六月": "June", "五月": "May", "四月": "April", "三月": "March", "二月": "February",
    "一月": "January",
}  # fmt: skip


@ibis.udf.scalar.builtin(name="try_strptime", signature=((datatypes.string, datatypes.string), _LOCAL))
def _try_strptime(text, form):  # type: ignore[no-untyped-def]
    """The moment that a text gives in a format, null where it is none."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=((datatypes.string, datatypes.string), _UTC))
def _try_strptime_utc(text, form):  # type: ignore[no-untyped-def]
    """The same for a format with an offset: an instant."""


def _chinese_words(form: str) -> dict[str, str]:
    """The Chinese words that a date in a strptime format may hold, and what the engine knows in their place.

    Longer names come first, as 十二月 ends like 二月.
    """
    words = {}
    if "%B" in form or "%b" in form:
        words = {zh: en if "%B" in form else en[:3] for zh, en in _MONTHS.items()}
    return words | ({"上午": "AM", "下午": "PM"} if "%p" in form else {})


def parsed(text: ir.StringValue, form: str) -> ir.TimestampValue:
    """The moment in a strptime format; in UTC where the format has an offset (%z). Null where it is none."""
    for chinese, english in _chinese_words(form).items():
        text = text.replace(chinese, english)
    if "%z" in form:
        instant: ir.TimestampValue = _try_strptime_utc(text, form).cast(_LOCAL)
        return instant
    moment: ir.TimestampValue = _try_strptime(text, form)
    return moment


def template(value: ir.Value, cell: str) -> str:
    """SQL for an expression on the column ``cell`` of some table, with ``{cell}`` in its place: put together once."""
    query = compiler.to_sqlglot(value.name("found").as_table())
    return str(query.expressions[0].this.sql("duckdb")).replace(f'"t0"."{cell}"', f"{{{cell}}}")


def local_time(calendar: Calendar) -> Local:
    """SQL for the local time of a UTC moment, from the calendar's own expression; built when first asked for."""

    @functools.cache
    def built() -> str:
        moments = ibis.table({"utc": _LOCAL}, name="moments")
        return template(calendar.local(moments.utc), "utc")

    return lambda utc: built().replace("{utc}", f"({utc})")


def name(identifier: str) -> str:
    """An identifier in SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def relation(table: ir.Table) -> str:
    """A table as it stands in FROM."""
    stored = table.op()
    return (
        name(stored.name)
        if isinstance(stored, ops.DatabaseTable)
        else f"({table.get_backend().compile(table)})"
    )


def literal(value: object) -> str:
    """A Python value in SQL: text, number, true or false, a moment, a list of texts, null."""
    match value:
        case None | bool() | int():
            return "NULL" if value is None else str(value).upper()
        case float():
            return f"CAST('{value!r}' AS DOUBLE)"
        case dt.datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case list():
            return "CAST([" + ", ".join(map(literal, value)) + "] AS VARCHAR[])"
    return "'" + str(value).replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """Texts as the right side of IN."""
    return "(" + ", ".join(map(literal, values)) + ")"


def quick(x: str, reader: Reader, sample: Sequence[str], local: Local) -> str:
    """SQL for the value of the text ``x`` where it is in an everyday form, null elsewhere.

    Args:
        x: the SQL name of the text.
        reader: says what the column is, and reads what is left.
        sample: the first texts of the column, which tell the forms that it has.
        local: see there.
    """
    match reader.column.type:
        case "string":
            value = _text(x, code=reader.code)
        case "enum" | "bool" | "list":
            return _labels(x, reader, sample)
        case "number":
            value = _number(x, reader.conventions, sample)
        case "integer":
            value = _whole(x, reader.conventions, sample)
        case _:
            value = _moment(x, reader, sample, local)
    return f"CASE WHEN {_ordinary(x, reader)} THEN {value} END"


def _ordinary(x: str, reader: Reader) -> str:
    """Texts that audit.yaml says nothing about; nothing hides around them where it does."""
    if "*" in reader.values:
        return "FALSE"
    special = sorted({*reader.missing, *reader.values, *reader.errors})
    plain = _none_of(x, ["", *special])
    if special and reader.column.type != "string":
        plain = f"{plain} AND {x} >= '!' AND {x}[-1] BETWEEN '!' AND '~'"
    return plain


def _none_of(x: str, words: Iterable[str]) -> str:
    """That a text is none of these: the engine would make a join of NOT IN, with 10 MB for each column."""
    return " AND ".join(f"{x} <> {literal(one)}" for one in words)


def _text(x: str, *, code: bool) -> str:
    """Text with nothing at its ends that is to be trimmed; of codes, nothing inside them either."""
    edges = f"^[{SPACES}]|[{SPACES}]$"
    # ASCII alone, which can be turned round byte by byte to see its end.
    plain = f"strlen({x}) = length({x}) AND {x} BETWEEN '!' AND '~' AND reverse({x}) >= '!'"
    if not code:
        return f"CASE WHEN {plain} THEN {x} WHEN NOT regexp_matches({x}, {literal(edges)}) THEN {x} END"
    hidden = f"{edges}|[{INVISIBLE}]"
    spoilt = r"^\d+\.0+$|^\d(\.\d+)?[eE]\+\d+$"
    begins_otherwise = f"({x} >= ':' OR NOT (contains({x}, '.') OR contains({x}, '+')))"
    return (
        f"CASE WHEN {plain} AND {begins_otherwise} THEN {x} "
        f"WHEN NOT regexp_matches({x}, {literal(hidden)}) AND NOT regexp_matches({x}, '{spoilt}') THEN {x} END"
    )


def _number(x: str, conventions: Conventions, sample: Sequence[str]) -> str:
    number = f"TRY_CAST({x} AS DOUBLE)"
    told = conventions.decimal is not None or any(mark_of(narrow(text)) == "." for text in sample)
    # Three digits behind a point may be thousands: the whole column is asked once such a number is left.
    certain = "" if told else f" AND {x}[-4] <> '.'"
    plain = f"WHEN isfinite({number}) AND NOT contains({x}, '_'){certain} THEN {number}"
    if conventions.decimal == ",":
        form = r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d*)?"
        value = f"TRY_CAST(replace(replace({x}, '.', ''), ',', '.') AS DOUBLE)"
        return f"CASE WHEN regexp_full_match({x}, '{form}') THEN {value} END"
    if conventions.decimal != "mixed" and any("," in text for text in sample):
        form = r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"
        plain += f" WHEN regexp_full_match({x}, '{form}') THEN TRY_CAST(replace({x}, ',', '') AS DOUBLE)"
    return f"CASE {plain} END"


def _whole(x: str, conventions: Conventions, sample: Sequence[str]) -> str:
    """A whole number; only where the first rows have other forms, one with decimals that are nought."""
    if all(re.fullmatch(r"-?\d{1,15}", text) for text in sample):
        # DuckDB rounds 1.5 and reads 1_000 and 0x1F: none of them comes back as it was written.
        whole = f"TRY_CAST({x} AS BIGINT)"
        return f"CASE WHEN strlen({x}) < 16 AND CAST({whole} AS VARCHAR) = {x} THEN {whole} END"
    number = _number(x, conventions, sample)
    return (
        f"CASE WHEN floor({number}) = {number} AND abs({number}) <= 9007199254740992 "
        f"THEN CAST({number} AS BIGINT) END"
    )


def _labels(x: str, reader: Reader, sample: Sequence[str]) -> str:
    """The labels of the first rows, looked up, and the others that are spelt like them."""
    first = list(dict.fromkeys(sample))[:_MOST_LABELS]
    known = {text: reader(text) for text in (*first, *_spelt_alike(reader, first))}
    pairs = [
        f"WHEN {literal(text)} THEN {literal(value)}"
        for text, value in known.items()
        if value is not None and not isinstance(value, Unread | Remarked)
    ]
    return f"CASE {x} {' '.join(pairs)} END" if pairs else "NULL"


def _spelt_alike(reader: Reader, seen: Sequence[str]) -> Iterator[str]:
    """All labels as our codes, as their Chinese or their English titles, wherever one of them was seen so."""
    labels = reader.column.labels or {}
    for spelling in zip(*((code, *titles[:2]) for code, titles in labels.items()), strict=False):
        if not set(spelling).isdisjoint(seen):
            yield from spelling


def _moment(x: str, reader: Reader, sample: Sequence[str], local: Local) -> str:
    if reader.form is not None:
        value, timed = declared(x, reader.form, local), literal(names_time(reader.form))
    else:
        value, timed = _found(x, reader.conventions, sample, local), f"contains({x}, ':')"
    if reader.column.ends_day:
        return f"CASE WHEN {timed} THEN {value} ELSE {value} + INTERVAL 86399999 MILLISECONDS END"
    return value


def declared(x: str, form: str, local: Local) -> str:
    """SQL for the moment of a text in a strptime format, null where it is none."""
    text = x
    for chinese, english in _chinese_words(form).items():
        text = f"replace({text}, {literal(chinese)}, {literal(english)})"
    found = f"try_strptime({text}, {literal(form)})"
    if "%z" in form:
        found = local(f"CAST({found} AS TIMESTAMP)")
    # DuckDB takes a few words such as epoch for dates in any format, and years of two digits for %Y.
    return f"CASE WHEN {x}[1] NOT IN ('e', 'E', 'i', 'I', '-') AND {found} BETWEEN {_FIRST} AND {_LAST} THEN {found} END"


def _found(x: str, conventions: Conventions, sample: Sequence[str], local: Local) -> str:
    """Dates in ISO form, and in the forms of the first rows."""
    # The form of the first text is asked for by itself; the years before 1000 and words such as epoch are left.
    likes = sorted(_ISO_LIKE, key=lambda like: not _fits(like, sample))
    plain, cast = f"{x} BETWEEN '1' AND ':'", f"TRY_CAST({x} AS TIMESTAMP)"
    others = " OR ".join(f"{x} LIKE '{pattern}'" for pattern in likes[1:])
    cases = [f"WHEN {x} LIKE '{likes[0]}' AND {plain} THEN {cast} WHEN {plain} AND ({others}) THEN {cast}"]
    seen = dict.fromkeys(_strptime(text, conventions) for text in sample if not _ISO.fullmatch(text))
    for guard, form in filter(None, seen):
        cases.append(f"WHEN regexp_full_match({x}, '{guard}') THEN try_strptime({x}, '{form}')")
    if any(re.fullmatch(_OFFSET, text) for text in sample):
        utc = f"CAST(TRY_CAST({x} AS TIMESTAMPTZ) AS TIMESTAMP)"
        cases.append(f"WHEN regexp_full_match({x}, '{_OFFSET}') THEN {local(utc)}")
    return f"CASE {' '.join(cases)} END"


def _fits(like: str, sample: Sequence[str]) -> bool:
    """Whether the first text has this form."""
    return bool(sample) and re.fullmatch(like.replace("_", "."), sample[0]) is not None


def _strptime(text: str, conventions: Conventions) -> tuple[str, str] | None:
    """The pattern of texts in the form of this one, and their strptime format.

    None for a form that the engine is not asked to read, or whose order is not known.
    """
    found = next((found for pattern in _FORMS if (found := pattern.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    first, second = parts["s1"], parts["s2"]
    guard, form = _without_time(parts, first, second, conventions)
    if not form:
        return None
    if parts.get("h"):
        guard += parts["gap"] + r"\d{1,2}:\d{1,2}"
        form += parts["gap"] + "%H:%M"
        if parts["s"]:
            guard, form = guard + r":\d{1,2}", form + ":%S"
    return guard, form


def _without_time(
    parts: Mapping[str, Any], first: str, second: str, conventions: Conventions
) -> tuple[str, str]:
    between, after = re.escape(first), re.escape(second)
    if "a" in parts:
        forms = {"day-first": f"%d{first}%m{second}%Y", "month-first": f"%m{first}%d{second}%Y"}
        return rf"\d{{1,2}}{between}\d{{1,2}}{after}[1-9]\d{{3}}", forms.get(conventions.order or "", "")
    last = parts.get("s3") or ""
    digits = r"\d{2}" if not first else r"\d{1,2}"
    return rf"[1-9]\d{{3}}{between}{digits}{after}{digits}{last}", f"%Y{first}%m{second}%d{last}"
