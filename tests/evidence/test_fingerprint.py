"""The hash of a table's values, recomputed from its definition."""

from __future__ import annotations

import hashlib
import struct

import pyarrow as pa
import pytest

from audit.engines import connect
from audit.evidence.fingerprint import rows_sha256


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def fingerprint(columns: dict[str, pa.Array]) -> str:
    with connect(threads=1) as engine:
        return rows_sha256(engine, engine.con.create_table("t", pa.table(columns)))


def test_the_hash_is_that_of_the_columns_as_it_is_defined():
    rows = {
        "_file": pa.array(["a.csv", "a.csv", "b.csv"]),
        "_row": pa.array([2, 3, 2]),
        "name": pa.array(["一", None, ""]),
        "nothing": pa.array([None, None, None], pa.string()),
        "share": pa.array([0.5, 3.0, None]),
        "count": pa.array([7, None, -1], pa.int32()),
        "ok": pa.array([True, None, False]),
        "when": pa.array([0, 1_500_000, None], pa.timestamp("us")),
        "day": pa.array([0, None, 20_000], pa.date32()),
        "items": pa.array([["a", "b"], None, ["c"]], pa.list_(pa.string())),
    }
    expected = [
        ("name", b"\1\0\1", struct.pack("<2I", 3, 0), "一".encode()),
        ("share", b"\1\1\0", b"", struct.pack("<2d", 0.5, 3.0)),
        ("count", b"\1\0\1", b"", struct.pack("<2q", 7, -1)),
        ("ok", b"\1\0\1", b"", b"\1\0"),
        ("when", b"\1\1\0", b"", struct.pack("<2q", 0, 1_500_000)),
        ("day", b"\1\0\1", b"", struct.pack("<2i", 0, 20_000)),
        ("items", b"\1\0\1", struct.pack("<2I", 3, 1), b"a;bc"),
    ]
    lines = ["3", *("\t".join([name, *map(digest, parts)]) for name, *parts in expected)]
    assert fingerprint(rows) == digest("".join(f"{line}\n" for line in lines).encode())


def test_no_rows_have_a_hash_of_their_own():
    assert fingerprint({"_row": pa.array([], pa.int64()), "x": pa.array([], pa.string())}) == digest(b"0\n")


def test_a_column_without_values_counts_for_as_much_as_one_that_was_not_handed_over():
    x = pa.array(["a", "b"])
    assert fingerprint({"x": x, "y": pa.array([None, None], pa.float64())}) == fingerprint({"x": x})


@pytest.mark.parametrize(
    "others",
    [
        {"x": ["ab", "c", None]},
        {"x": ["a", None, "bc"]},
        {"x": ["bc", "a", None]},
        {"x": ["a", "bc", ""]},
        {"x": ["a", "bc"]},
        {"x": ["a", "bd", None]},
        {"y": ["a", "bc", None]},
    ],
    ids=["boundary", "null elsewhere", "order", "empty for null", "a row less", "a character", "name"],
)
def test_whatever_differs_in_the_values_differs_in_the_hash(others):
    given = {name: pa.array(values, pa.string()) for name, values in others.items()}
    assert fingerprint(given) != fingerprint({"x": pa.array(["a", "bc", None])})


def test_the_hash_does_not_depend_on_the_number_of_threads():
    found = set()
    for threads in (1, 2, 4):
        with connect(threads=threads) as engine:
            engine.run_sql(
                """CREATE TABLE t AS SELECT 'a' AS _file, i AS _row, md5(i::VARCHAR) AS x,
                   CASE WHEN i % 3 = 0 THEN i END AS y FROM range(300000) r(i)"""
            )
            engine.run_sql("DELETE FROM t WHERE _row % 7 = 0")
            found.add(rows_sha256(engine, engine.con.table("t")))
    assert len(found) == 1
