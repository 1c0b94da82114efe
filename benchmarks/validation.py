"""Three rules and a unique key on dirty rows: hand-written SQL, this project, Pandera's own backend.

    python -m benchmarks.validation [ROWS]

All three run in one process on the same DuckDB table, and must agree on the number of broken rows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import ibis
import pandera.ibis as pa

from audit.evidence.validation import violations

CHANNELS = ["phone", "web", "counter"]
CHECKS = """channel IN ('phone', 'web', 'counter') AS channel, wait_h >= 0 AS wait_h,
            resolved_ts >= received_ts AS in_order"""
GENERATED = """
    CREATE OR REPLACE TABLE complaints AS
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


def by_hand(table: ibis.Table) -> int:
    """Count each rule, then fetch the first hundred rows that break one, and the repeated keys."""
    run = table.get_backend().con.execute
    rules = f"SELECT _row, complaint_id, {CHECKS} FROM complaints"
    counts = run(f"SELECT count_if(NOT channel), count_if(NOT wait_h), count_if(NOT in_order) FROM ({rules})")
    broken = sum(counts.fetchall()[0])
    run(
        f"SELECT * FROM ({rules}) WHERE NOT (channel AND wait_h AND in_order) ORDER BY _row LIMIT 100"
    ).fetchall()
    repeated = run(
        """SELECT _row, complaint_id FROM complaints WHERE complaint_id IN
           (SELECT complaint_id FROM complaints GROUP BY ALL HAVING count(*) > 1)"""
    )
    return broken + len(repeated.fetchall())


def ours(table: ibis.Table) -> int:
    return sum(violation.count for violation in violations(table, SCHEMA))


def stock(table: ibis.Table) -> int:
    """Pandera ignores ``unique`` on Ibis tables; the other rows are in its failure cases."""
    try:
        SCHEMA.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0


def timed(check: Callable[[ibis.Table], int], table: ibis.Table) -> tuple[float, int]:
    """The best of three runs, in seconds, and the number of broken rows."""
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        broken = check(table)
        runs.append(time.perf_counter() - start)
    return min(runs), broken


def main(rows: int) -> None:
    con = ibis.duckdb.connect(threads=2)
    con.raw_sql(GENERATED.format(rows=rows))
    for check in (by_hand, ours, stock):
        seconds, broken = timed(check, con.table("complaints"))
        print(f"{check.__name__:8} {seconds:8.2f} s  {broken:10,} broken rows")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
