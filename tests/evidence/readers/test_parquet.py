"""Parquet: types are kept, nested values refused, damage told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.errors import Unreadable
from audit.evidence.readers.parquet import check_parquet, read_parquet

TYPES = pa.table(
    {
        "id": pa.array(["C1", "C2"]).dictionary_encode(),
        "at": pa.array([dt.datetime(2026, 3, 1, 9), None], pa.timestamp("ns")),
        "zoned": pa.array([dt.datetime(2026, 3, 1, 9), None], pa.timestamp("ms", tz="Asia/Shanghai")),
        "day": [dt.date(2026, 3, 1), None],
        "money": [Decimal("12.50"), None],
        "hours": [2.0, 0.25],
        "count": pa.array([1, None], pa.int16()),
        "ok": [True, None],
        "words": [["a", "b"], None],
        "who": [{"code": "K1", "age": 3}, None],
        "raw": pa.array([b"text", None]),
    }
)


def read(
    tmp_path: Path, table: pa.Table, *, name: str = "a.parquet", **options: Any
) -> tuple[list[str], list[Any]]:
    path = tmp_path / name
    pq.write_table(table, path, row_group_size=1)
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    source = read_parquet(con, path, "a.parquet", "t", tmp_path, **options)
    types = con.execute("DESCRIBE SELECT * EXCLUDE (_file) FROM t").fetchall()
    assert [one[0] for one in types] == [*source.header, "_row"]
    rows = con.execute("SELECT * EXCLUDE (_file) FROM t ORDER BY _row").to_arrow_table()
    return [str(one[1]) for one in types], [tuple(row.values()) for row in rows.to_pylist()]


def refused(tmp_path: Path, table: pa.Table) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, table)
    return [f"{one.message.code} {one.message.in_('en')}" for one in caught.value.located]


def test_types_are_kept(tmp_path: Path):
    types, rows = read(tmp_path, TYPES, typed=True)
    assert types == [
        "VARCHAR", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "DATE", "DECIMAL(4,2)", "DOUBLE", "SMALLINT",
        "BOOLEAN", "VARCHAR[]", "VARCHAR", "BIGINT", "VARCHAR", "BIGINT",
    ]  # fmt: skip
    nine = dt.datetime(2026, 3, 1, 9)
    assert rows[0] == (
        "C1", nine, nine.replace(tzinfo=dt.UTC), dt.date(2026, 3, 1), Decimal("12.50"), 2.0, 1, True, ["a", "b"],
        "K1", 3, "text", 1,
    )  # fmt: skip


def test_or_become_the_text_that_other_files_would_hold(tmp_path: Path):
    types, rows = read(tmp_path, TYPES)
    assert set(types[:-1]) == {"VARCHAR"}
    assert rows == [
        (
            "C1", "2026-03-01 09:00:00", "2026-03-01 09:00:00+00", "2026-03-01", "12.50", "2", "1", "true",
            "a;b", "K1", "3", "text", 1,
        ),
        ("C2", None, None, None, None, "0.25", None, None, None, None, None, None, 2),
    ]  # fmt: skip


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path):
    (tmp_path / "a1.parquet").write_bytes(b"another")
    _, rows = read(tmp_path, pa.table({"id": ["C1"]}), name="a[1].parquet")
    assert rows == [("C1", 1)]


def test_nested_values_and_names_that_are_taken_are_refused(tmp_path: Path):
    table = pa.table(
        {
            "m": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int32())),
            "l": [[{"a": 1}]],
            "ID": ["x"],
            "_row": [1],
        }
    )
    assert refused(tmp_path, table) == [
        "E-NESTED the column “m” is of type MAP(VARCHAR, INTEGER), which is no single value",
        "E-NESTED the column “l” is of type STRUCT(a BIGINT)[], which is no single value",
        "E-HEADER-RESERVED the header “_row” is used by this toolkit to record the source",
    ]


def test_a_file_without_its_end_is_refused(tmp_path: Path):
    path = tmp_path / "a.parquet"
    pq.write_table(TYPES, path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Unreadable) as caught:
        read_parquet(duckdb.connect(), path, "a.parquet", "t", tmp_path)
    assert [one.message.in_("en") for one in caught.value.located] == [
        "the Parquet file cannot be read: InvalidInput"
    ]


def test_damage_within_is_found_when_every_value_is_read(tmp_path: Path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [f"C{n}" for n in range(10_000)]}), path, compression="gzip")
    data = bytearray(path.read_bytes())
    data[2000:2400] = b"\xff" * 400
    path.write_bytes(data)
    con = duckdb.connect()
    assert read_parquet(con, path, "a.parquet", "t", tmp_path).rows == 10_000
    with pytest.raises(Unreadable) as caught:
        check_parquet(con, "t", "a.parquet")
    assert [one.message.code for one in caught.value.located] == ["E-PARQUET"]
