"""The engine leaves nothing behind and reaches for nothing."""

from __future__ import annotations

import duckdb
import pytest

from audit.engines import by_each, connect


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


def test_a_grouping_by_each_column_has_the_groups_of_one_at_a_time_and_all_rows():
    with connect(threads=1) as engine:
        engine.run_sql(
            "CREATE TABLE t AS SELECT * FROM (VALUES ('a', 1, 2), ('a', 2, 3), (NULL, 2, 4)) t(x, y, z)"
        )
        table = engine.con.table("t")
        grouped = table.group_by(["x", "y"]).aggregate(z=table.z.sum())
        rows = engine.fetch_by_each(grouped, 2).to_pylist()
        by_columns = engine.fetch_by_each(grouped, 2, by_none=False).to_pylist()
    assert [row for row in rows if row not in by_columns] == [{"x": None, "y": None, "z": 9}]
    # A group of null looks like one of all rows: whoever asks has the engine tell them apart.
    assert sorted(map(str, rows)) == sorted(
        [
            "{'x': None, 'y': None, 'z': 9}",
            "{'x': 'a', 'y': None, 'z': 5}",
            "{'x': None, 'y': None, 'z': 4}",
            "{'x': None, 'y': 1, 'z': 2}",
            "{'x': None, 'y': 2, 'z': 7}",
        ]
    )


def test_a_statement_that_groups_by_something_else_is_refused():
    assert by_each("SELECT COUNT(*) FROM t", 0) == "SELECT COUNT(*) FROM t"
    by_x = by_each("SELECT x, COUNT(*) FROM t GROUP BY 1", 1, by_none=False)
    assert by_x == "SELECT x, COUNT(*) FROM t GROUP BY GROUPING SETS ((1))"
    with pytest.raises(ValueError, match="does not group by the first 2 columns"):
        by_each("SELECT x, COUNT(*) FROM t GROUP BY 1", 2)
