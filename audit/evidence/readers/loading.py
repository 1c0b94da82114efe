"""The ways of records into DuckDB, which give the same relation: by DuckDB's own parser, or row by row.

The fast one is DuckDB's parser with everything fixed, for files that a pass over the bytes has found
regular; a record's line then follows from its number. The other takes rows from Python, which knows the
physical line of any record and says what is wrong with a bad one. Text is temporary: DuckDB would spend
twice the time of reading on compressing it into the database, and it is read but once or twice. The text of
a long file stays where it is: it would be written to disk, which takes longer than to parse it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from audit.evidence.readers.dialect import Scan
from audit.evidence.readers.endings import LIKE_TOTALS, SPELLINGS, Sieve
from audit.evidence.readers.grid import Row
from audit.evidence.readers.naming import Names
from audit.evidence.readers.source import InOrder
from audit.evidence.spelling import SPACES

EXAMPLES = 20
LONG = 1 << 28
"""Bytes from which a file is read where it lies: so much text and what is typed of it do not fit into memory together."""
_BATCH = 50_000
_LOADED, _IN_ORDER = "__text", "__in_order"
_WIDE_SPACES = "'\u3000', '\u00a0', '\ufeff', '\u200b'"
_FIRST_COLUMNS = 2  # in which a row of totals says that it is one


@dataclass(frozen=True, slots=True)
class TextFile:
    """A UTF-8 file, the columns of its records, and what it is to be called; ``skip`` lines stand above them."""

    path: Path
    shown: str
    table: str
    delimiter: str
    columns: Names
    skip: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The number of records, and which columns, from 0, were kept.

    ``in_order`` is there where the relation reads the file whenever it is asked.
    """

    rows: int
    places: list[int]
    in_order: InOrder | None = None


def suits_duckdb(text: TextFile, seen: Scan) -> bool:
    """Whether the fast path may be tried.

    DuckDB would take a path with ``*?[`` for a pattern, and a column called rowid would hide the
    record number that lines are counted by.
    """
    plain = text.delimiter.isascii() and set("*?[").isdisjoint(str(text.path))
    return seen.regular and plain and "rowid" not in (name.lower() for name in text.columns.names)


def fast(con: duckdb.DuckDBPyConnection, text: TextFile, seen: Scan, sieve: Sieve) -> Loaded | None:
    """Load by DuckDB.

    None where DuckDB finds a fault, which the exact path will name. The view adds the line to DuckDB's record
    number: a window function would take as long as reading.
    """
    raw, header = _name(text.table + _LOADED), text.columns.names
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {raw} AS SELECT * FROM {_parsed(text)}")  # noqa: S608 - quoted, here and below
    except duckdb.InvalidInputException:
        return None
    rows = int(con.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0])  # noqa: S608
    if not _agree(text, seen, rows):
        con.execute(f"DROP TABLE {raw}")
        return None
    first = text.skip + 1
    left = _sifted(con, raw, header, sieve, first)
    places = text.columns.kept(_filled(con, raw, text.columns))
    chosen = "".join(f"{_name(header[place])}, " for place in places)
    without = f"WHERE rowid NOT IN ({', '.join(map(str, left))})" if left else ""
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(text.table)} AS
            SELECT {chosen} rowid + {first} AS _row, {_literal(text.shown)} AS _file FROM {raw} {without}"""  # noqa: S608
    )
    return Loaded(rows - len(left), places)


def in_place(con: duckdb.DuckDBPyConnection, text: TextFile, seen: Scan, sieve: Sieve) -> Loaded | None:
    """The same without loading: the relation reads the file whenever it is asked.

    None also where a row may be no record: to judge it, it must be loaded.
    """
    header = text.columns.names
    # Outside of WHERE the engine would ask all of an OR of every row.
    searches = _searches(header, sieve, _matches, {*range(_FIRST_COLUMNS), *sieve.telling})
    doubtful = " ".join(f"WHEN {one} THEN TRUE" for one in searches)
    bare = sorted(text.columns.bare)
    asked = ["count(*)", f"count_if(CASE {doubtful} END)", *(_holds(header[place]) for place in bare)]
    try:
        counts = con.execute(f"SELECT {', '.join(asked)} FROM {_parsed(text)}").fetchall()[0]  # noqa: S608
    except duckdb.InvalidInputException:
        return None
    rows, doubts, *held = counts
    if doubts or not _agree(text, seen, rows):
        return None
    filled = [True] * len(header)
    for place, answer in zip(bare, held, strict=True):
        filled[place] = answer
    places = text.columns.kept(filled)
    chosen = "".join(f"{_name(header[place])}, " for place in places)
    # DuckDB would number records that nobody asks the numbers of, and one thread would have to read all of them.
    ordered = InOrder(text.table + _IN_ORDER, text.skip + 1)
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(ordered.relation)} AS
            SELECT {chosen} {_literal(text.shown)} AS _file FROM {_parsed(text)}"""  # noqa: S608
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(text.table)} AS
            SELECT *, row_number() OVER () + {text.skip} AS _row FROM {_name(ordered.relation)}"""  # noqa: S608
    )
    return Loaded(rows, places, ordered)


def load(
    con: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    rows: Iterator[Row],
    shown: str,
    kept: Callable[[Sequence[bool]], list[int]],
) -> tuple[int, list[int]]:
    """Load rows of one width: the number of records, and which columns, from 0, were kept.

    ``kept`` chooses among them once it is known which have a value in any record.
    """
    raw = _name(table + _LOADED)
    columns = "".join(f"{_name(name)} VARCHAR, " for name in names)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {raw} ({columns}_row BIGINT, _file VARCHAR)")
    count, filled = 0, [False] * len(names)
    while batch := list(islice(rows, _BATCH)):
        numbers, records = zip(*batch, strict=True)
        texts = list(zip(*records, strict=True))
        filled = [before or any(column) for before, column in zip(filled, texts, strict=True)]
        arrays = [pa.array(column, pa.string()) for column in texts]
        arrays += [pa.array(numbers, pa.int64()), pa.repeat(shown, len(batch))]
        con.register("_batch", pa.table(arrays, names=[f"_{place}" for place in range(len(arrays))]))
        con.execute(f"INSERT INTO {raw} SELECT * FROM _batch")  # noqa: S608
        con.unregister("_batch")
        count += len(batch)
    places = kept(filled)
    chosen = "".join(f"{_name(names[place])}, " for place in places)
    con.execute(f"CREATE OR REPLACE TEMP VIEW {_name(table)} AS SELECT {chosen}_row, _file FROM {raw}")  # noqa: S608
    return count, places


def forget(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Free the text behind a relation once nothing reads it any more; nothing where there is none."""
    con.execute(f"DROP TABLE IF EXISTS {_name(table + _LOADED)}")


def _parsed(text: TextFile) -> str:
    """The records of a regular file as text, as they stand in FROM."""
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in text.columns.names)
    names = ", ".join(map(_literal, text.columns.names))
    return f"""read_csv(
        {_literal(str(text.path))}, columns = {{{columns}}}, skip = {text.skip}, header = false,
        auto_detect = false, delim = {_literal(text.delimiter)}, quote = '"', escape = '"',
        comment = '', strict_mode = true, null_padding = false, force_not_null = [{names}],
        compression = 'none', encoding = 'utf-8')"""


def _agree(text: TextFile, seen: Scan, rows: int) -> bool:
    """Whether DuckDB found what the pass over the bytes did.

    It drops an empty field too many at the end of a line in silence, even in strict mode.
    """
    return seen.delimiters == rows * (len(text.columns.names) - 1) and rows == seen.lines - text.skip


def _filled(con: duckdb.DuckDBPyConnection, raw: str, columns: Names) -> list[bool]:
    """Whether any record has a value in a column; asked only of those without a header."""
    filled = [True] * len(columns.names)
    if bare := sorted(columns.bare):
        asked = ", ".join(_holds(columns.names[place]) for place in bare)
        answers = con.execute(f"SELECT {asked} FROM {raw}").fetchall()[0]  # noqa: S608
        for place, answer in zip(bare, answers, strict=True):
            filled[place] = answer
    return filled


def _holds(column: str) -> str:
    return f"coalesce(bool_or({_name(column)} <> ''), false)"


def _sifted(
    con: duckdb.DuckDBPyConnection, raw: str, header: Sequence[str], sieve: Sieve, first: int
) -> list[int]:
    """The numbers, from 0, of the rows of a table that are no records, judged one by one."""
    searches = _searches(header, sieve, _is_one_of, range(len(header)))
    rows = " UNION ".join(f"SELECT rowid FROM {raw} WHERE {one}" for one in searches)  # noqa: S608
    numbers = ", ".join(str(number) for (number,) in con.execute(rows).fetchall())
    if not numbers:
        return []
    found = con.execute(f"SELECT rowid, * FROM {raw} WHERE rowid IN ({numbers}) ORDER BY rowid").fetchall()  # noqa: S608
    return [number for number, *cells in found if not sieve.judge(number + first, cells)]


def _searches(
    header: Sequence[str],
    sieve: Sieve,
    among: Callable[[str, Iterable[str]], str],
    blank_in: Collection[int],
) -> list[str]:
    """Conditions of which every row that is no record meets one, and hardly any record.

    They leave few rows for Python to look at: those that begin with a word for a total or like the header,
    those that lack a value and may do so, and those that are blank in some columns. Each is on one column first, so that the statistics
    of a table answer most of it.
    """
    columns = [_name(name) for name in header]
    leading = ", ".join(f"nullif({one}, '')" for one in columns[:_FIRST_COLUMNS])
    totals = f"regexp_matches(lower(coalesce({leading}, '')), {_literal(LIKE_TOTALS)})"
    words = sorted(SPELLINGS.union(sieve.leading(_FIRST_COLUMNS)))
    blank = " AND ".join(
        f"trim({one}, {_literal(SPACES)}) = ''" for place, one in enumerate(columns) if place in blank_in
    )
    searches = [among(one, words) for one in columns[:_FIRST_COLUMNS]]
    lacking = " OR ".join(f"{columns[place]} = ''" for place in sieve.telling)
    searches += [f"({lacking}) AND {totals}"] if lacking else []
    return searches + [f"{columns[0]} {those} AND {blank}" for those in ("< '!'", f"IN ({_WIDE_SPACES})")]


def _is_one_of(text: str, words: Iterable[str]) -> str:
    """That a text of a table is one of these."""
    return f"{text} IN ({', '.join(map(_literal, words))})"


def _matches(text: str, words: Iterable[str]) -> str:
    """The same without statistics: hundreds of words are looked for at once."""
    return f"regexp_full_match({text}, {_literal('|'.join(map(re.escape, words)))})"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
