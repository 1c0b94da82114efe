"""Made-up evidence of any size, always the same for a size, kept in ``.cache/benchmarks``.

As text with the faults that logs have, for reading and checking; and as typed tables without faults, in a
DuckDB file, for measures.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
from ibis.backends.sql.datatypes import DuckDBType
from openpyxl import Workbook

from audit.criteria.instrument import Instrument, load_instrument
from audit.evidence.catalogue import table_definition
from audit.resources import shipped

CACHE = Path(__file__).parent.parent / ".cache" / "benchmarks"
SEED = 20260101

AUDIT_YAML = """\
audit: 1
organisation:
  id: generated
  name: {zh: 虚构组织, en: Made-up organisation}
  sector: other
scope: {zh: 虚构的投诉, en: made-up complaints}
type: self
period: {start: 2025-01-01, end: 2026-01-01}
as_of: 2026-01-01
timezone: Asia/Shanghai
services: [complaints]
criteria: [recovery]
scheme: default
evidence:
  complaints: {files: [complaints.csv]}
  contacts_volume: {files: [contacts_volume.csv]}
"""

# A log in the order of receipt; waiting times are exponential, and nothing lies after the end of the year.
_COMPLAINTS = """
    WITH drawn AS (
        SELECT i, TIMESTAMP '2025-01-01' + to_seconds(CAST(i * 31_536_000 / {rows} AS BIGINT)) AS received_ts,
               [hash(i, {seed}, k) / 18446744073709551616.0 FOR k IN range(8)] AS u
        FROM range({rows}) numbers(i)),
    waited AS (
        SELECT *, received_ts + to_seconds(60 + CAST(-8 * 3600 * ln(u[1] + 1e-9) AS BIGINT)) AS acknowledged,
               received_ts + to_seconds(60 + CAST(-40 * 3600 * ln(u[2] + 1e-9) AS BIGINT)) AS answered,
               received_ts + to_seconds(60 + CAST(-200 * 3600 * ln(u[3] + 1e-9) AS BIGINT)) AS resolved
        FROM drawn)
    SELECT i, printf('C-%08d', i) AS complaint_id, printf('N%02d', CAST(u[4] * 40 AS INT)) AS site_id,
           ['phone', 'web', 'app', 'store', 'mail', 'regulator'][1 + CAST(floor(u[5] * 6) AS INT)] AS channel,
           received_ts,
           CASE WHEN u[6] > 0.05 AND acknowledged < {cut} THEN acknowledged END AS acknowledged_ts,
           CASE WHEN u[7] > 0.08 AND answered < {cut} THEN answered END AS first_response_ts,
           CASE WHEN u[8] < 0.5 THEN received_ts + INTERVAL 15 DAY END AS target_due_ts,
           CASE WHEN resolved < {cut} THEN resolved END AS resolved_ts,
           CASE WHEN resolved + INTERVAL 1 DAY < {cut} THEN resolved + INTERVAL 1 DAY END AS closed_ts,
           CASE WHEN resolved >= {cut} THEN 'open' WHEN u[6] < 0.1 THEN 'withdrawn'
                WHEN u[6] < 0.6 THEN 'upheld' ELSE 'rejected' END AS outcome,
           CAST(1 + floor(u[7] * 5) AS BIGINT) AS contacts_needed
    FROM waited"""
_CUT = "TIMESTAMP '2026-01-01'"
_WRITTEN = "'%Y-%m-%d %H:%M:%S'"

# Repeated numbers, dates that are none, unknown channels, resolved before received, no contact at all.
_FAULTY = """
    SELECT * EXCLUDE (i) REPLACE (
        CASE WHEN i % 1000 = 7 THEN printf('C-%08d', i - 1) ELSE complaint_id END AS complaint_id,
        CASE WHEN i % 1013 = 11 THEN '飞鸽' ELSE {words}[channel] END AS channel,
        CASE WHEN i % 1009 = 5 THEN '2025-02-30 10:00:00' ELSE strftime(received_ts, {written}) END AS received_ts,
        CASE WHEN i % 997 = 3 THEN received_ts - INTERVAL 1 HOUR ELSE resolved_ts END AS resolved_ts,
        CASE WHEN i % 1021 = 13 THEN 0 ELSE contacts_needed END AS contacts_needed)
    FROM ({complaints}) ORDER BY i"""
CHANNEL_WORDS = {
    "phone": "电话",
    "web": "官网",
    "app": "手机应用",
    "store": "门店",
    "mail": "信函或邮件",
    "regulator": "监管部门转办",
}

_VOLUMES = (
    "SELECT DATE '2025-01-01' + to_months(i) AS period_month, {rows} AS episodes FROM range(12) numbers(i)"
)


def engagement(rows: int) -> str:
    """A folder with audit.yaml and the text of so many complaints; written unless it is there."""
    folder = CACHE / f"complaints-{rows}"
    if (folder / "audit.yaml").is_file():
        return str(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        faulty = _FAULTY.format(
            words=f"MAP {CHANNEL_WORDS!r}", complaints=complaint_log(rows), written=_WRITTEN
        )
        con.execute(f"COPY ({faulty}) TO '{folder}/complaints.csv' (HEADER, TIMESTAMPFORMAT {_WRITTEN})")
        con.execute(f"COPY ({_VOLUMES.format(rows=rows)}) TO '{folder}/contacts_volume.csv' (HEADER)")
    (folder / "audit.yaml").write_text(AUDIT_YAML, encoding="utf-8")
    return str(folder)


def workbook(rows: int) -> str:
    """An XLSX file of twenty columns: texts, moments, numbers, truths and empty cells."""
    path = CACHE / f"workbook-{rows}.xlsx"
    if path.is_file():
        return str(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append([f"Column {place}" for place in range(20)])
    start = dt.datetime(2025, 1, 1)
    for row in range(rows):
        texts = [
            f"C-{row:06d}",
            "phone",
            "upheld",
            f"what was said of case {row}",
            f"N{row % 40:02d}",
            "shop",
        ]
        moments = [start + dt.timedelta(minutes=row + 1440 * day) for day in range(2)]
        numbers = [row % 7, row * 1.5, row, row / 3, 12.25, row % 3, row % 11]
        sheet.append([*texts, *moments, *numbers, row % 2 == 0, None, "kept", None, "closed"])
    book.save(started := path.with_suffix(".part"))
    return str(started.rename(path))


def typed(complaints: int, respondents: int) -> str:
    """A DuckDB file with typed tables of the catalogue: complaints, contacts_volume, survey_customers."""
    path = CACHE / f"typed-{complaints}-{respondents}.duckdb"
    if path.is_file():
        return str(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    started = path.with_suffix(".part")
    started.unlink(missing_ok=True)
    with duckdb.connect(started) as con:
        _store(con, "complaints", complaint_log(complaints), None)
        _store(con, "contacts_volume", _VOLUMES.format(rows=complaints), None)
        _store(con, "survey_customers", _survey(respondents), instrument())
    return str(started.rename(path))


def instrument() -> Instrument:
    """The questionnaire that the made-up respondents answer."""
    path = shipped("checklists") / "instruments" / "servqual-22.yaml"
    return load_instrument(path, path.name).instrument


def answers(of: Instrument) -> list[str]:
    """Its columns that are answered: expected and perceived."""
    return [of.column(facet, item) for facet in ("expected", "perceived") for item in of.items]


def points(of: Instrument) -> list[str]:
    """Its columns with the points given to each dimension."""
    return [of.weight_column(one) for one in of.dimensions]


def complaint_log(rows: int) -> str:
    return _COMPLAINTS.format(rows=rows, seed=SEED, cut=_CUT)


def _survey(rows: int) -> str:
    """Answers of 1 to 7, three in a hundred missing; expectations lie higher."""
    of = instrument()
    drawn = "hash(i, {seed}, {k}) / 18446744073709551616.0"
    columns = []
    for k, name in enumerate(answers(of)):
        u = drawn.format(seed=SEED, k=k)
        expected = k < len(of.items)
        value = f"CAST(7 - floor(7 * pow({u}, {2 if expected else 1.2})) AS DOUBLE)"
        columns.append(f"CASE WHEN {drawn.format(seed=SEED, k=1000 + k)} > 0.03 THEN {value} END AS {name}")
    columns += [f"CAST(20 AS DOUBLE) AS {name}" for name in points(of)]
    return f"""SELECT i, 'R' || i AS respondent_id, TIMESTAMP '2025-06-01' AS survey_ts,
                      printf('N%02d', i % 40) AS site_id, {", ".join(columns)} FROM range({rows}) numbers(i)"""


def _store(con: duckdb.DuckDBPyConnection, name: str, select: str, of: Instrument | None) -> None:
    """The catalogue's table with what a query gives; columns that it does not give are null."""
    given = {column[0] for column in con.execute(f"DESCRIBE {select}").fetchall()}
    columns = ", ".join(
        f"CAST({column.name if column.name in given else 'NULL'} AS {DuckDBType.to_string(column.stored)}) "
        f"AS {column.name}"
        for column in table_definition(name, of).columns
    )
    place = "i" if "i" in given else "row_number() OVER ()"
    con.execute(
        f"CREATE TABLE {name} AS SELECT '{name}.csv' AS _file, {place} + 2 AS _row, {columns} FROM ({select})"
    )
    con.execute("CREATE TABLE IF NOT EXISTS given (name VARCHAR, columns VARCHAR[])")
    con.execute("INSERT INTO given VALUES (?, ?)", [name, sorted(given - {"i"})])
