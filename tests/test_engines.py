"""The engine leaves nothing behind and reaches for nothing."""

from __future__ import annotations

import duckdb
import pytest

from audit.engines import connect


def test_the_temporary_files_are_deleted():
    with connect() as engine:
        engine.run_sql("CREATE TABLE t AS SELECT 1 AS x")
        assert (engine.folder / "evidence.duckdb").is_file()
    engine.close()
    assert not engine.folder.exists()


def test_a_sealed_engine_reads_and_writes_no_files(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("x\n1\n", encoding="utf-8")
    with connect() as engine:
        engine.run_sql("CREATE TABLE t AS SELECT 1 AS x")
        engine.seal()
        with pytest.raises(duckdb.PermissionException):
            engine.con.con.read_csv(str(file))
        engine.run_sql("CREATE TABLE u AS SELECT x + 1 AS x FROM t")
        assert engine.con.to_pyarrow(engine.con.table("u"))["x"].to_pylist() == [2]


def test_extensions_are_never_fetched_and_time_is_utc():
    with connect(threads=1) as engine:
        names = ("autoinstall_known_extensions", "autoload_known_extensions", "TimeZone", "threads")
        settings = [
            engine.con.con.execute("SELECT current_setting(?)", [name]).fetchone()[0] for name in names
        ]
    assert settings == [False, False, "UTC", 1]


def test_reading_is_given_little_memory_and_measuring_what_there_is():
    with connect() as engine:
        limits = []
        for _ in range(2):
            limits.append(engine.con.con.execute("SELECT current_setting('memory_limit')").fetchone()[0])
            engine.seal()
    assert limits[0] == "953.6 MiB"
    assert limits[1] != limits[0]
