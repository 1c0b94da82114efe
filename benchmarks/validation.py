"""Nine rules, a unique key and a foreign key on complaints: hand-written SQL, this project, Pandera's own backend.

``floor`` is the least that names rows: all rules in one scan with the first hundred rows of each, repeated
keys by their hash, orphans by an anti-join. ``usual`` is what one writes without thinking of it: a scan that
counts, a scan that fetches, a group-by. All must agree on the number of rows that break each rule, and on the first of them.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import duckdb
import ibis
import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

from audit.cli import main
from audit.engagement import load_engagement
from audit.engines import connect
from audit.evidence.checking import check, in_words
from audit.evidence.intake import calendar_of
from audit.evidence.reading import map_tables, read_tables
from audit.evidence.references import parents_of
from audit.evidence.staging import stage
from audit.evidence.validation import violations
from benchmarks.complaints import BROKEN
from benchmarks.peers.rules import CHANNELS, EXAMPLES, KNOWN, NOT_BEFORE_RECEIVED, OUTCOMES, UNIQUE, Found

DUCKDB = ibis.duckdb  # imports the backend: what is imported is not measured, here as with the others

_VALUES = """_file, _row, channel, received_ts, acknowledged_ts, first_response_ts, resolved_ts,
             outcome, contacts_needed"""
_ONE_SCAN = f"""
    SELECT * FROM (
        SELECT *, count(*) OVER (PARTITION BY mask) AS rows,
               row_number() OVER (PARTITION BY mask ORDER BY _file, _row) AS place
        FROM (SELECT {_VALUES}, {{mask}} AS mask FROM complaints) WHERE mask <> 0)
    WHERE place <= {EXAMPLES} ORDER BY _file, _row"""
_REPEATED = f"""
    WITH hashed AS (SELECT _file, _row, complaint_id, hash(complaint_id) AS h FROM complaints),
         same AS (SELECT h FROM hashed GROUP BY h HAVING count(*) > 1),
         candidates AS (SELECT * FROM hashed SEMI JOIN same USING (h)),
         repeated AS (SELECT *, count(*) OVER (PARTITION BY complaint_id) AS times FROM candidates)
    SELECT _file, _row, complaint_id, count(*) OVER () AS rows FROM repeated WHERE times > 1
    ORDER BY _file, _row LIMIT {EXAMPLES}"""
_ORPHANS = f"""
    SELECT _file, _row, site_id, count(*) OVER () AS rows
    FROM complaints WHERE site_id NOT IN (SELECT site_id FROM sites) ORDER BY _file, _row LIMIT {EXAMPLES}"""


def floor(folder: str) -> Found:
    with _opened(folder) as con:
        bits = " + ".join(
            f"CASE WHEN {broken} THEN {1 << bit} ELSE 0 END" for bit, broken in enumerate(BROKEN.values())
        )
        first = con.execute(_ONE_SCAN.format(mask=f"CAST({bits} AS BIGINT)")).fetchall()
        masks = {row[-3]: row[-2] for row in first}
        found: Found = {}
        for bit, rule in enumerate(BROKEN):
            count = sum(rows for mask, rows in masks.items() if mask & (1 << bit))
            found[rule] = [count, min((row[1] for row in first if row[-3] & (1 << bit)), default=None)]
        found[UNIQUE], found[KNOWN] = _first(con, _REPEATED), _first(con, _ORPHANS)
    return _without_zeros(found)


def usual(folder: str) -> Found:
    with _opened(folder) as con:
        counts = ", ".join(f"count_if({broken}), min(_row) FILTER ({broken})" for broken in BROKEN.values())
        counted = con.execute(f"SELECT {counts} FROM complaints").fetchall()[0]
        anything = " OR ".join(f"({broken})" for broken in BROKEN.values())
        rows = f"SELECT {_VALUES} FROM complaints WHERE {anything} ORDER BY _row LIMIT {EXAMPLES}"
        con.execute(rows).fetchall()
        repeated = con.execute(
            """SELECT _row, complaint_id FROM complaints WHERE complaint_id IN
               (SELECT complaint_id FROM complaints GROUP BY ALL HAVING count(*) > 1)"""
        ).fetchall()
        found = {rule: list(counted[2 * bit : 2 * bit + 2]) for bit, rule in enumerate(BROKEN)}
        found[UNIQUE] = [len(repeated), min((row for row, _ in repeated), default=None)]
        found[KNOWN] = _first(con, _ORPHANS)
    return _without_zeros(found)


def read(folder: str) -> int:
    """DuckDB's own typed read of the file into a table, and nothing else."""
    with _opened(folder) as con:
        return int(con.execute("SELECT count(*) FROM complaints").fetchall()[0][0])


def ours(folder: str) -> Found:
    """The rules as a schema, checked by ``violations``: nothing is read, told or hashed."""
    with _opened(folder) as con:
        backend = DUCKDB.from_connection(con)
        sites = {"site_id": (backend.table("sites"), "site_id")}
        found = violations(backend.table("complaints"), schema(), foreign_keys=sites, examples=EXAMPLES)
    return {
        name: [one.count, one.examples[0].row]
        for name, one in sorted((_name(one.rule, one.kind), one) for one in found)
    }


def stock(folder: str) -> Found:
    """Pandera's backend for Ibis; it ignores ``unique``, has no foreign keys, and names no rows."""
    with _opened(folder) as con:
        table = DUCKDB.from_connection(con).table("complaints")
        try:
            schema().validate(table, lazy=True)
        except pa.errors.SchemaErrors as errors:
            checks = [one.check.name for one in errors.schema_errors for _ in range(len(one.failure_cases))]
            return {name: [checks.count(name), None] for name in sorted(set(checks))}
    return {}


def read_and_checked(folder: str) -> int:
    """What ``floor`` does by hand, done by this project: read, type, check, with every cell that cannot be read named.

    The number of problems. Files are hashed on the way; rows are not, and nothing is looked through for personal data.
    """
    loaded = load_engagement(Path(folder))
    with connect() as engine:
        read = map_tables(loaded, read_tables(engine, loaded, None))
        calendar = calendar_of(loaded.engagement)
        staged = {name: stage(engine, loaded, one, calendar, EXAMPLES) for name, one in read.items()}
        groups = [group for one in staged.values() for group in one.groups]
        for one in staged.values():
            parents, as_of = parents_of(engine, one, staged, None), loaded.engagement.cut.date()
            groups += in_words(one, check(engine, one, parents, EXAMPLES, as_of))
    return sum(group.count for group in groups)


def command(folder: str) -> str:
    """The whole of ``audit validate``, in this process: the last line that it prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        main(["validate", folder])
    return printed.getvalue().splitlines()[-1]


def schema() -> pa.DataFrameSchema:
    def not_before(column: str, name: str) -> pa.Check:
        def keeps(data: IbisData) -> ibis.Value:
            return data.table[column] >= data.table["received_ts"]

        return pa.Check(keeps, name=name, statistics={"columns": (column, "received_ts")})

    def open_is_not_resolved(data: IbisData) -> ibis.Value:
        return ~((data.table["outcome"] == "open") & data.table["resolved_ts"].notnull())

    columns = {
        "complaint_id": pa.Column(str, unique=True, nullable=True),
        "channel": pa.Column(
            str, [_filled("channel"), pa.Check.isin(CHANNELS, name="channel_known")], nullable=True
        ),
        "received_ts": pa.Column(checks=_filled("received"), nullable=True),
        "outcome": pa.Column(str, pa.Check.isin(OUTCOMES, name="outcome_known"), nullable=True),
        "contacts_needed": pa.Column(int, pa.Check.ge(1, name="contacts_positive"), nullable=True),
    }
    checks = [not_before(column, name) for name, column in NOT_BEFORE_RECEIVED.items()]
    checks.append(pa.Check(open_is_not_resolved, statistics={"columns": ("outcome", "resolved_ts")}))
    return pa.DataFrameSchema(columns, checks=checks)


def _filled(name: str) -> pa.Check:
    def filled(data: IbisData) -> ibis.Value:
        return data.table[data.key].notnull()

    return pa.Check(filled, name=f"{name}_filled", ignore_na=False)


def _name(rule: str, kind: str) -> str:
    return {"unique": UNIQUE, "foreign": KNOWN}.get(kind, rule)


@contextmanager
def _opened(folder: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """``complaints`` and ``sites`` with the place of each row: Parquet as it lies there, CSV read into a table.

    Only a table needs a file of the database.
    """
    stored = not Path(folder, "complaints.parquet").is_file()
    with tempfile.TemporaryDirectory() as spill, _connected(spill, stored=stored) as con:
        for name, types in _TYPES.items():
            parquet, csv = Path(folder) / f"{name}.parquet", Path(folder) / f"{name}.csv"
            if not stored:
                number, rows = "file_row_number", f"read_parquet('{parquet}', file_row_number = true)"
            else:
                number, rows = "rowid", f"{name}_read"
                con.execute(
                    f"""CREATE TABLE {rows} AS SELECT * FROM read_csv('{csv}', header = true,
                        auto_detect = false, delim = ',', quote = '"', columns = {types})"""
                )
            con.execute(
                f"CREATE VIEW {name} AS SELECT '{name}' AS _file, {number} + 2 AS _row, {', '.join(types)} FROM {rows}"
            )
        yield con


def _connected(spill: str, *, stored: bool) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        f"{spill}/evidence.duckdb" if stored else ":memory:", config={"temp_directory": spill}
    )


_TYPES = {
    "sites": {"site_id": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR", "central_function": "BOOLEAN"},
    "complaints": {
        "complaint_id": "VARCHAR", "site_id": "VARCHAR", "channel": "VARCHAR", "received_ts": "TIMESTAMP",
        "acknowledged_ts": "TIMESTAMP", "first_response_ts": "TIMESTAMP", "resolved_ts": "TIMESTAMP",
        "outcome": "VARCHAR", "contacts_needed": "BIGINT",
    },
}  # fmt: skip


def _first(con: duckdb.DuckDBPyConnection, statement: str) -> list[int | None]:
    """How many rows a statement finds, and the first of them."""
    rows = con.execute(statement).fetchall()
    return [rows[0][-1], rows[0][1]] if rows else [0, None]


def _without_zeros(found: Found) -> Found:
    return {rule: found[rule] for rule in sorted(found) if found[rule][0]}
