"""SQLite files: their tables as text, opened without a trace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audit.errors import Unreadable
from audit.evidence.readers.sqlite import read_sqlite, table_names


def database(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "a?#.db"
    with closing(sqlite3.connect(path)) as con:
        for statement in statements:
            con.execute(statement)
        con.commit()
    return path


def read(path: Path, name: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    con = duckdb.connect()
    source = read_sqlite(con, path, "a.db", name, "t")
    return source.header, con.execute("SELECT * EXCLUDE (_file) FROM t ORDER BY _row").fetchall()


def refused(path: Path, name: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(path, name)
    return [f"{one.place()} {one.message.code} {one.message.in_('en')}" for one in caught.value.located]


def test_a_table_of_any_affinity_is_text(tmp_path: Path):
    path = database(
        tmp_path,
        'CREATE TABLE "投 诉" (id INTEGER PRIMARY KEY, 内容 TEXT, h REAL, ok BOOLEAN)',
        """INSERT INTO "投 诉" VALUES (7, '慢', 2.0, 1), (3, NULL, 0.25, 0), (9, 12, 'x', NULL)""",
    )
    assert read(path, "投 诉") == (
        ("id", "内容", "h", "ok"),
        [(1, "3", None, "0.25", "0"), (2, "7", "慢", "2", "1"), (3, "9", "12", "x", None)],
    )
    assert [one.name for one in tmp_path.iterdir()] == ["a?#.db"]


def test_an_empty_table_keeps_its_columns(tmp_path: Path):
    assert read(database(tmp_path, "CREATE TABLE t (a, b)"), "t") == (("a", "b"), [])


def test_views_are_named_only_when_asked(tmp_path: Path):
    path = database(
        tmp_path,
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE VIEW v AS SELECT * FROM t",
    )
    assert (table_names(path, "a.db"), table_names(path, "a.db", views=True)) == (("t",), ("t", "v"))


def test_binary_data_and_text_that_is_not_utf8_are_refused_with_their_record(tmp_path: Path):
    path = database(tmp_path, "CREATE TABLE t (a)", "INSERT INTO t VALUES ('ok'), (x'00ff')")
    assert refused(path, "t") == ["a.db E-DATABASE-VALUE the column “a” holds binary data in record 2"]
    other = tmp_path / "b.db"
    path.rename(other)
    path = database(tmp_path, "CREATE TABLE t (a)", "INSERT INTO t VALUES (CAST(x'c4e3' AS TEXT))")
    assert refused(path, "t") == ["a.db E-DATABASE-VALUE the column “a” holds binary data in record 1"]


def test_a_damaged_file_is_unreadable(tmp_path: Path):
    path = database(tmp_path, "CREATE TABLE t (a)")
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)
    assert refused(path, "t") == [
        "a.db E-DATABASE the database cannot be read: database disk image is malformed"
    ]


def test_changes_that_are_not_written_yet_are_not_overlooked(tmp_path: Path):
    path = database(tmp_path, "CREATE TABLE t (a)")
    path.with_name(path.name + "-wal").write_bytes(b"x")
    assert refused(path, "t") == [
        "a.db E-DATABASE-OPEN the last changes of the database still stand in a?#.db-wal"
    ]
