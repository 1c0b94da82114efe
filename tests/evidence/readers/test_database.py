"""Tables of database servers: SQLite through SQLAlchemy everywhere, PostgreSQL where it is installed."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import AuditError, Unreadable, UsageError
from audit.evidence.intake import take_in
from audit.evidence.readers.database import read_database
from tests.evidence.conftest import TakeIn, audit_yaml

pytest.importorskip("sqlalchemy", reason="the extra “database” is not installed")

SECRET = "geheim-7Q"  # noqa: S105 - a marker that no output may hold
SOURCE = {"complaints": {"database": {"connection": "AUDIT_TEST_DB", "table": "complaints"}}}


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    path = tmp_path / "log.db"
    with closing(sqlite3.connect(path)) as con:
        con.execute(
            "CREATE TABLE complaints (complaint_id TEXT PRIMARY KEY, channel TEXT, received_ts TIMESTAMP)"
        )
        con.execute(
            "INSERT INTO complaints VALUES ('C2', 'web', '2026-12-29 08:30:00'), ('C1', 'phone', '2026-12-28 00:00:00')"
        )
        con.commit()
    return f"sqlite:///{path}"


def refused(tmp_path: Path, evidence: dict[str, Any]) -> AuditError:
    (tmp_path / "audit.yaml").write_text(audit_yaml(evidence), encoding="utf-8")
    with connect(threads=1) as engine, pytest.raises((UsageError, Unreadable)) as caught:
        take_in(load_engagement(tmp_path), None, engine)
    return caught.value


def test_a_table_is_read_in_the_order_of_its_key(
    taken_in: TakeIn, file_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AUDIT_TEST_DB", file_url)
    intake = taken_in(SOURCE)
    rows = [
        (row._file, row._row, row.complaint_id, row.received_ts) for row in intake.evidence.rows("complaints")
    ]
    assert rows == [
        ("database AUDIT_TEST_DB complaints", 1, "C1", dt.datetime(2026, 12, 28)),
        ("database AUDIT_TEST_DB complaints", 2, "C2", dt.datetime(2026, 12, 29, 8, 30)),
    ]
    (file,) = intake.manifest.tables[0].files
    assert (file.path, file.bytes, file.rows, file.encoding) == (
        "database AUDIT_TEST_DB complaints",
        None,
        2,
        None,
    )
    text = "C1\x1fphone\x1f2026-12-28 00:00:00\x1f\x1eC2\x1fweb\x1f2026-12-29 08:30:00\x1f\x1e"
    assert file.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_table_that_is_not_there_is_told_with_the_nearest(
    tmp_path: Path, file_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AUDIT_TEST_DB", file_url)
    error = refused(
        tmp_path, {"complaints": {"database": {"connection": "AUDIT_TEST_DB", "table": "complaint"}}}
    )
    assert (type(error), [one.in_("en") for one in error.located]) == (
        UsageError,
        [
            (
                "audit.yaml:21:7  the database (AUDIT_TEST_DB) has no table “complaint”; did you mean “complaints”?   "
                "[A-DATABASE-TABLE]"
            )
        ],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "A-DATABASE-VARIABLE"),
        (" ", "A-DATABASE-VARIABLE"),
        (f"postgresql//u:{SECRET}@localhost", "A-DATABASE-URL"),
        (f"postgresql://u:{SECRET}@localhost:port/x", "A-DATABASE-URL"),
        (f"nosuch://u:{SECRET}@localhost/x", "A-DATABASE-URL"),
        (f"mssql+nosuchdriver://u:{SECRET}@localhost/x", "A-DATABASE-URL"),
        (f"oracle+oracledb://u:{SECRET}@localhost/x", "A-DATABASE-LIBRARY"),
    ],
)
def test_a_variable_that_cannot_be_used_is_told_without_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, code: str
):
    if content is None:
        monkeypatch.delenv("AUDIT_TEST_DB", raising=False)
    else:
        monkeypatch.setenv("AUDIT_TEST_DB", content)
    error = refused(tmp_path, SOURCE)
    assert (type(error), [one.message.code for one in error.located]) == (UsageError, [code])
    assert SECRET not in everything_said(error)


@pytest.mark.parametrize(
    "evidence",
    [
        {"database": {"connection": f"postgresql://u:{SECRET}@h/x", "table": "t"}},
        {"database": f"postgresql://u:{SECRET}@h/x"},
        {"database": {"connection": f"host=h password={SECRET}", "table": "t"}},
        {"database": {"connection": "X", "table": "t", "url": f"postgresql://u:{SECRET}@h/x"}},
    ],
)
def test_a_connection_string_in_audit_yaml_is_refused_and_not_repeated(
    tmp_path: Path, evidence: dict[str, Any]
):
    error = refused(tmp_path, {"complaints": evidence})
    assert isinstance(error, UsageError)
    assert SECRET not in everything_said(error)


def test_without_the_libraries_it_is_said_what_to_install(
    tmp_path: Path, file_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AUDIT_TEST_DB", file_url)
    monkeypatch.setitem(__import__("sys").modules, "sqlalchemy", None)
    error = refused(tmp_path, SOURCE)
    assert [one.in_("zh") for one in error.located] == [
        (
            "audit.yaml:20:7  读取数据库需要另装程序库（缺少 sqlalchemy） — "
            "请运行：pip install 'service-gap-audit[database]'；PostgreSQL 以外的数据库还须安装其驱动   "
            "[A-DATABASE-LIBRARY]"
        )
    ]


def everything_said(error: BaseException) -> str:
    """What any print of the error could show: its words, its causes, its traceback."""
    located = [one.in_(language) for one in getattr(error, "located", ()) for language in ("zh", "en")]
    return "\n".join([*located, repr(error), *traceback.format_exception(error)])


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own on the loopback, as the user postgres where the tests run as root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (scripts/slow_tools.sh)")
    bin_, folder = Path(initdb).parent, tmp_path_factory.mktemp("postgres")
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": "postgres"}
        for one in (folder, *folder.parents):
            if one == Path(tempfile.gettempdir()):
                break
            one.chmod(0o755)
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "password").write_text(SECRET)
    (folder / "password").chmod(0o644)
    data = folder / "data"
    subprocess.run(
        [bin_ / "initdb", "-D", data, "-U", "auditor", "-A", "scram-sha-256", "--pwfile", folder / "password", "-E", "UTF8"],
        check=True, capture_output=True, **user,
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c timezone=UTC"
    subprocess.run(
        [bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user,
    )  # fmt: skip
    try:
        yield f"postgresql://auditor:{SECRET}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True, **user
        )


def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as con:
        cursor = con.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.slow
def test_a_table_of_postgresql_is_read_with_its_types(
    postgres: str, taken_in: TakeIn, monkeypatch: pytest.MonkeyPatch
):
    run(
        postgres,
        "CREATE SCHEMA IF NOT EXISTS crm",
        """CREATE TABLE crm.complaints (
            complaint_id uuid PRIMARY KEY, channel text, received_ts timestamptz, resolved_ts timestamp,
            transfers numeric(6, 2), urgent boolean, notes text[])""",
        """INSERT INTO crm.complaints VALUES
            ('00000000-0000-0000-0000-000000000002', '电话', '2026-12-28 01:00:00+00', NULL, 2.00, true, NULL),
            ('00000000-0000-0000-0000-000000000001', 'web', '2026-12-28 23:00:00-05', '2026-12-30', 0, NULL, '{a,b}')""",
    )
    monkeypatch.setenv("AUDIT_TEST_DB", postgres)
    intake = taken_in(
        {"complaints": {"database": {"connection": "AUDIT_TEST_DB", "table": "crm.complaints"}}}
    )
    names = ("_row", "channel", "received_ts", "resolved_ts", "transfers")
    assert [tuple(getattr(row, name) for name in names) for row in intake.evidence.rows("complaints")] == [
        (1, "web", dt.datetime(2026, 12, 29, 12), dt.datetime(2026, 12, 30), 0),
        (2, "phone", dt.datetime(2026, 12, 28, 9), None, 2),
    ]


@pytest.mark.slow
def test_reading_streams_and_cannot_write(postgres: str, monkeypatch: pytest.MonkeyPatch):
    run(
        postgres,
        "CREATE TABLE many AS SELECT n AS id, 'x' || n AS name FROM generate_series(1, 60000) AS n",
        """CREATE FUNCTION spoil() RETURNS int LANGUAGE plpgsql AS
           $$ BEGIN INSERT INTO many VALUES (0, 'spoilt'); RETURN 1; END $$""",
        "CREATE VIEW spoiling AS SELECT spoil() AS id",
    )
    monkeypatch.setenv("AUDIT_TEST_DB", postgres)
    con = duckdb.connect()
    source = read_database(con, "AUDIT_TEST_DB", "many", "t")
    assert (source.rows, source.header) == (60_000, ("id", "name"))
    assert con.execute("SELECT count(*), sum(CAST(id AS BIGINT)), max(_row) FROM t").fetchall() == [
        (60_000, 1_800_030_000, 60_000)
    ]
    with pytest.raises(Unreadable) as caught:
        read_database(con, "AUDIT_TEST_DB", "spoiling", "t")
    assert [one.message.in_("en") for one in caught.value.located] == [
        "the database failed while spoiling was read: the server reports the error 25006"
    ]
    assert run(postgres, "SELECT count(*) FROM many WHERE id = 0") == [(0,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: url.replace(SECRET, f"{SECRET}-wrong"), "user name or password are not accepted"),
        (lambda url: url.replace("/postgres", "/nosuch"), "there is no such database"),
        (lambda url: url.rpartition(":")[0] + ":1/postgres", "no answer, or the login is refused"),
    ],
)
def test_no_failure_of_the_server_gives_the_password_away(
    postgres: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    change,
    reason,
):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("AUDIT_TEST_DB", change(postgres))
    error = refused(tmp_path, SOURCE)
    assert (type(error), [one.message.in_("en") for one in error.located]) == (
        Unreadable,
        [f"the database (AUDIT_TEST_DB) cannot be reached: {reason}"],
    )
    assert SECRET not in everything_said(error) + caplog.text
