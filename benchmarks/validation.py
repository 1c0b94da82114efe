"""Three rules and a unique key on dirty rows in Parquet: hand-written SQL, this project, Pandera's own backend.

All three must agree on the number of broken rows.
"""

from __future__ import annotations

import duckdb
import ibis
import pandera.ibis as pa

from audit.evidence.validation import violations
from benchmarks.generated import CACHE

CHANNELS = ["phone", "web", "counter"]
CHECKS = """channel IN ('phone', 'web', 'counter') AS channel, wait_h >= 0 AS wait_h,
            resolved_ts >= received_ts AS in_order"""
GENERATED = """
    SELECT 'complaints.csv' AS _file, i + 2 AS _row,
           'C-' || (CASE WHEN i % 1000 = 7 THEN i - 1 ELSE i END) AS complaint_id,
           CASE WHEN i % 100 = 3 THEN 'fax' ELSE ['phone', 'web', 'counter'][1 + i % 3] END AS channel,
           CASE WHEN i % 200 = 5 THEN -1 ELSE i % 90 END::DOUBLE AS wait_h,
           TIMESTAMP '2026-01-01' + to_minutes(i) AS received_ts,
           received_ts + to_minutes(CASE WHEN i % 50 = 9 THEN -60 ELSE 60 END) AS resolved_ts
    FROM range({rows}) numbers(i)"""
SCHEMA = pa.DataFrameSchema(
    {
        "complaint_id": pa.Column(str, unique=True),
        "channel": pa.Column(str, pa.Check.isin(CHANNELS)),
        "wait_h": pa.Column(float, pa.Check.ge(0), nullable=True),
    },
    checks=pa.Check(lambda data: data.table["resolved_ts"] >= data.table["received_ts"], name="in_order"),
)


def by_hand(path: str) -> tuple[int, int]:
    """Count each rule, then fetch the first hundred rows that break one, and the repeated keys."""
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW complaints AS SELECT * FROM '{path}'")
        rules = f"SELECT _row, complaint_id, {CHECKS} FROM complaints"
        counts = con.execute(
            f"SELECT count_if(NOT channel), count_if(NOT wait_h), count_if(NOT in_order) FROM ({rules})"
        ).fetchall()[0]
        con.execute(
            f"SELECT * FROM ({rules}) WHERE NOT (channel AND wait_h AND in_order) ORDER BY _row LIMIT 100"
        ).fetchall()
        repeated = con.execute(
            """SELECT _row, complaint_id FROM complaints WHERE complaint_id IN
               (SELECT complaint_id FROM complaints GROUP BY ALL HAVING count(*) > 1)"""
        ).fetchall()
    return sum(counts), len(repeated)


def ours(path: str) -> int:
    table = ibis.duckdb.connect().read_parquet(path)
    return sum(violation.count for violation in violations(table, SCHEMA))


def stock(path: str) -> int:
    try:
        SCHEMA.validate(ibis.duckdb.connect().read_parquet(path), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0


def generated(rows: int) -> str:
    path = CACHE / f"rows-{rows}.parquet"
    if not path.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as con:
            con.execute(f"COPY ({GENERATED.format(rows=rows)}) TO '{path}'")
    return str(path)
