"""Text to checked rows: ``audit`` from the file to its verdict, and the same rules in hand-written SQL.

The SQL reads with the types fixed, knows the labels, names the first broken rows and counts all of them.
It does not detect the encoding, hash the file and the rows, or tell what it found in two languages.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
from python_calamine import CalamineWorkbook

from audit.api import assess, validate
from audit.evidence.readers.sheet import read_sheet
from audit.evidence.readers.workbook import opened
from benchmarks import generated

_MOMENTS = (
    "received_ts",
    "acknowledged_ts",
    "first_response_ts",
    "target_due_ts",
    "resolved_ts",
    "closed_ts",
)
_READ = """
    CREATE TABLE complaints AS
    SELECT complaint_id, site_id, {labels}[channel] AS channel, channel IS NOT NULL AND NOT map_contains({labels}, channel) AS no_label,
           {moments}, received_ts IS NOT NULL AND TRY_CAST(received_ts AS TIMESTAMP) IS NULL AS no_date,
           outcome, TRY_CAST(contacts_needed AS BIGINT) AS contacts_needed
    FROM read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '"', auto_detect = false,
                  columns = {{{columns}}})"""
_RULES = """
    SELECT rowid, complaint_id, no_label AS "E-LABEL", no_date AS "E-DATE",
           contacts_needed < 1 AS "E-RANGE",
           coalesce(acknowledged_ts < received_ts, false) OR coalesce(first_response_ts < received_ts, false)
           OR coalesce(resolved_ts < received_ts, false) OR coalesce(closed_ts < coalesce(resolved_ts, received_ts), false) AS "E-ORDER",
           coalesce(outcome = 'open' AND resolved_ts IS NOT NULL, false) AS "W-CONTRADICTION"
    FROM complaints"""
_CODES = ("E-LABEL", "E-DATE", "E-RANGE", "E-ORDER", "W-CONTRADICTION")
_REPEATED = """
    SELECT rowid, complaint_id FROM complaints
    WHERE complaint_id IN (SELECT complaint_id FROM complaints GROUP BY ALL HAVING count(*) > 1)"""


def ours(folder: str) -> dict[str, int]:
    """Codes of the problems with their numbers of rows."""
    found = validate(Path(folder))
    return dict(sorted((one.code, one.count) for one in found.groups if not one.code.startswith("N-")))


def sheet(path: str) -> int:
    """The records of a workbook, read as ``audit`` reads them; a text table in DuckDB."""
    with duckdb.connect() as con, opened(Path(path), path) as book:
        return read_sheet(con, book, book.sheets[0], "read").rows


def sheet_by_calamine(path: str) -> int:
    """The same by the library that reads the values, and nothing else; one row is the header."""
    with CalamineWorkbook.from_path(path) as book:
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows()) - 1


def assessed(folder: str) -> int:
    return len(assess(Path(folder)).items)


def by_hand(folder: str) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(f"{spill}/evidence.duckdb") as con:
        path = f"{folder}/complaints.csv"
        with Path(path).open(encoding="utf-8") as file:
            header = file.readline().strip().split(",")
        con.execute(
            _READ.format(
                path=path,
                columns=", ".join(f"'{name}': 'VARCHAR'" for name in header),
                moments=", ".join(f"TRY_CAST({name} AS TIMESTAMP) AS {name}" for name in _MOMENTS),
                labels=f"MAP { ({word: code for code, word in generated.CHANNEL_WORDS.items()})!r}",
            )
        )
        found = _broken(con)
        repeated = con.execute(_REPEATED).fetchall()
    return dict(sorted((found | {"E-KEY": len(repeated)}).items()))


def _broken(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    counts = ", ".join(f'count_if("{code}") AS "{code}"' for code in _CODES)
    counted = con.execute(f"SELECT {counts} FROM ({_RULES})").fetchall()[0]
    anything = " OR ".join(f'"{code}"' for code in _CODES)
    con.execute(f"SELECT * FROM ({_RULES}) WHERE {anything} ORDER BY rowid LIMIT 100").fetchall()
    return {code: count for code, count in zip(_CODES, counted, strict=True) if count}
