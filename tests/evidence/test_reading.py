"""Files of every format and container as evidence: the rows, their places, the manifest, and the refusals."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import AuditError, Unreadable, UsageError
from audit.evidence.intake import Intake, take_in
from tests.evidence.conftest import TakeIn, audit_yaml, told

HEADER = "complaint_id,channel,received_ts,transfers\n"
FIRST, SECOND = "C1,phone,2026-12-28 09:00:00,0\n", "C2,web,2026-12-29 10:30:00,2\n"
CSV = (HEADER + FIRST).encode()


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, content in members.items():
            parts.writestr(name, content)
    return file.getvalue()


def parquet(**columns: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def sqlite(tmp_path: Path, *tables: str) -> bytes:
    path = tmp_path / "made.db"
    with closing(sqlite3.connect(path)) as con:
        for table in tables:
            con.execute(
                f"CREATE TABLE {table} (complaint_id TEXT, channel TEXT, received_ts TEXT, transfers INTEGER)"
            )
            con.execute(f"INSERT INTO {table} VALUES ('C1', 'phone', '2026-12-28 09:00:00', 0)")  # noqa: S608 - our own names
        con.commit()
    return path.read_bytes()


def rows(intake: Intake) -> list[tuple[Any, ...]]:
    names = ("_file", "_row", "complaint_id", "received_ts", "transfers")
    return [tuple(getattr(row, name) for name in names) for row in intake.evidence.rows("complaints")]


def problems(intake: Intake) -> list[tuple[Any, ...]]:
    return [(code, column, count, at) for code, column, count, at, _, _ in told(intake) if code[0] in "EW"]


def refused(
    tmp_path: Path, source: dict[str, Any], files: dict[str, bytes]
) -> tuple[type[AuditError], list[str]]:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "audit.yaml").write_text(audit_yaml({"complaints": source}), encoding="utf-8")
    with connect(threads=1) as engine, pytest.raises((UsageError, Unreadable)) as caught:
        take_in(load_engagement(tmp_path), None, engine)
    return type(caught.value), [one.in_("en") for one in caught.value.located]


RECORD = {"complaint_id": "C1", "channel": "phone", "received_ts": "2026-12-28 09:00:00", "transfers": 0}


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("c.csv.gz", gzip.compress(CSV, mtime=0), 2),
        ("c.jsonl", json.dumps(RECORD).encode() + b"\n", 1),
        ("c.json", json.dumps([RECORD], indent=1).encode(), 2),
        ("c.json.gz", gzip.compress(json.dumps(RECORD).encode(), mtime=0), 1),
        (
            "c.parquet",
            parquet(
                complaint_id=["C1"],
                channel=["phone"],
                received_ts=pa.array([dt.datetime(2026, 12, 28, 1)], pa.timestamp("us", tz="UTC")),
                transfers=pa.array([0.0]),
            ),
            1,
        ),
    ],
)
def test_the_same_record_comes_out_of_every_format(taken_in: TakeIn, name: str, content: bytes, row: int):
    intake = taken_in({"complaints": {"files": [name]}}, {name: content})
    assert rows(intake) == [(name, row, "C1", dt.datetime(2026, 12, 28, 9), 0)]
    file = intake.manifest.tables[0].files[0]
    assert (file.path, file.sha256, file.bytes, file.rows) == (
        name,
        hashlib.sha256(content).hexdigest(),
        len(content),
        1,
    )


def test_a_table_of_a_sqlite_file_is_named_or_the_only_one(taken_in: TakeIn, tmp_path: Path):
    only, two = sqlite(tmp_path, "t"), None
    (tmp_path / "made.db").unlink()
    two = sqlite(tmp_path, "log", "other")
    expected = [("c.db", 1, "C1", dt.datetime(2026, 12, 28, 9), 0)]
    assert rows(taken_in({"complaints": {"files": ["c.db"]}}, {"c.db": only})) == expected
    assert rows(taken_in({"complaints": {"files": ["c.db"], "table": "LOG"}}, {"c.db": two})) == expected
    assert refused(tmp_path, {"files": ["c.db"]}, {"c.db": two}) == (
        UsageError,
        [
            "audit.yaml:19:5  c.db has several tables: log, other — say which one under table   [A-RELATIONS-SEVERAL]",
        ],
    )
    assert refused(tmp_path, {"files": ["c.db"], "table": "logs"}, {"c.db": two}) == (
        UsageError,
        ["audit.yaml:21:5  c.db has no table “logs”; did you mean “log”?   [A-RELATION-UNKNOWN]"],
    )


def test_problems_in_a_member_name_the_archive_the_member_and_the_line(taken_in: TakeIn):
    data = archive(**{"export/complaints.csv": (HEADER + FIRST + "C2,web,29 Dec,0\n").encode()})
    intake = taken_in({"complaints": {"files": ["export.zip"]}}, {"export.zip": data})
    (group,) = (one for one in intake.groups if one.level == "error")
    assert (group.file, group.examples[0].at, group.code) == (
        "export.zip/export/complaints.csv",
        "3",
        "E-DATE",
    )
    file = intake.manifest.tables[0].files[0]
    assert (file.path, file.sha256, file.bytes) == (
        "export.zip/export/complaints.csv",
        hashlib.sha256(data).hexdigest(),
        len(data),
    )


def test_a_pattern_takes_several_members_as_one_table(taken_in: TakeIn):
    data = archive(**{"a/jan.csv": CSV, "b/feb.csv": (HEADER + SECOND).encode(), "other.csv": b"x,y\n1,2\n"})
    intake = taken_in({"complaints": {"files": ["c.zip"], "member": "???.csv"}}, {"c.zip": data})
    assert [row[:3] for row in rows(intake)] == [("c.zip/a/jan.csv", 2, "C1"), ("c.zip/b/feb.csv", 2, "C2")]


def test_a_name_means_the_member_that_is_called_exactly_so(taken_in: TakeIn):
    data = archive(**{"c[1].csv": CSV, "old/c[1].csv": CSV, "d.csv": (HEADER + SECOND).encode()})
    intake = taken_in({"complaints": {"files": ["c.zip"], "member": ["c[1].csv", "d.csv"]}}, {"c.zip": data})
    assert [row[:3] for row in rows(intake)] == [("c.zip/c[1].csv", 2, "C1"), ("c.zip/d.csv", 2, "C2")]


def test_the_only_member_that_is_called_a_table_is_taken(taken_in: TakeIn):
    data = archive(**{"columns.txt": b"a,b\n1,2\n", "about.json": b'[{"a": 1}]', "c.CSV": CSV})
    assert rows(taken_in({"complaints": {"files": ["c.zip"]}}, {"c.zip": data}))[0][:2] == ("c.zip/c.CSV", 2)


def test_the_only_member_that_can_be_read_is_taken(taken_in: TakeIn):
    data = archive(**{"scan.pdf": b"%PDF-1.7", "c.csv": CSV})
    assert rows(taken_in({"complaints": {"files": ["c.zip"]}}, {"c.zip": data}))[0][:2] == ("c.zip/c.csv", 2)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            {},
            (
                "audit.yaml:19:5  c.zip holds several files that could be read: a.csv, b.csv — "
                "say which one under member; several names or a pattern take several as one table   [A-MEMBERS-SEVERAL]"
            ),
        ),
        (
            {"member": "aa.csv"},
            "audit.yaml:21:5  no file in c.zip matches “aa.csv”; did you mean “a.csv”?   [A-MEMBER-UNKNOWN]",
        ),
        (
            {"member": ["a.csv", "c.csv"]},
            "audit.yaml:21:5  no file in c.zip matches “c.csv”; did you mean “a.csv”?   [A-MEMBER-UNKNOWN]",
        ),
        (
            {"member": "a.csv", "table": "t"},
            (
                "audit.yaml:22:5  a table “t” is named, but no file of the table is a SQLite database   "
                "[A-RELATION-OF-NO-DATABASE]"
            ),
        ),
    ],
)
def test_what_member_means_must_be_there(tmp_path: Path, source: dict[str, Any], expected: str):
    files = {"c.zip": archive(**{"a.csv": CSV, "b.csv": CSV})}
    assert refused(tmp_path, {"files": ["c.zip"], **source}, files) == (UsageError, [expected])


def test_a_member_of_no_archive_is_refused(tmp_path: Path):
    assert refused(tmp_path, {"files": ["c.csv"], "member": "x"}, {"c.csv": CSV}) == (
        UsageError,
        [
            "audit.yaml:21:5  a member “x” is named, but no file of the table is a ZIP archive   [A-MEMBER-OF-NO-ARCHIVE]"
        ],
    )


def test_files_of_several_formats_encodings_and_orders_are_one_table(taken_in: TakeIn):
    other_order = "transfers,received_ts,受理渠道,complaint_id\n1,2026-12-30,电话,C2\n".encode("gb18030")
    typed = parquet(
        complaint_id=["C3"],
        channel=["web"],
        received_ts=[dt.date(2026, 12, 31)],
        transfers=pa.array([3], pa.int32()),
    )
    intake = taken_in(
        {"complaints": {"files": ["c*"]}}, {"c1.csv": CSV, "c2.csv": other_order, "c3.parquet": typed}
    )
    assert rows(intake) == [
        ("c1.csv", 2, "C1", dt.datetime(2026, 12, 28, 9), 0),
        ("c2.csv", 2, "C2", dt.datetime(2026, 12, 30), 1),
        ("c3.parquet", 1, "C3", dt.datetime(2026, 12, 31), 3),
    ]


def test_the_same_file_twice_is_told(taken_in: TakeIn):
    intake = taken_in({"complaints": {"files": ["c*.csv"]}}, {"c1.csv": CSV, "c2.csv": CSV})
    (group,) = (one for one in intake.groups if one.code == "W-FILE-TWICE")
    assert (group.file, group.examples[0].message.in_("en"), group.examples[0].message.in_("zh")) == (
        "c2.csv",
        "the content is that of c1.csv: its records count twice",
        "内容与“c1.csv”完全相同，其记录会计算两次",
    )


def test_an_empty_file_among_several_is_unreadable_and_so_are_all_others_that_are(tmp_path: Path):
    files = {"c1.csv": CSV, "c2.csv": b"", "c3.json": b'{"a": }\n'}
    assert refused(tmp_path, {"files": ["c*"]}, files) == (
        Unreadable,
        [
            "c2.csv  the file is empty — export it again; where there are no records, keep the header line   [E-EMPTY]",
            "c3.json:1  not valid JSON: Expecting value — mend the line, or export it again   [E-JSON]",
        ],
    )


def test_typed_values_that_do_not_fit_are_problems_with_their_record(taken_in: TakeIn):
    content = parquet(
        complaint_id=["C1", "C2", "C3"],
        channel=["phone", "web", "web"],
        received_ts=pa.array([dt.datetime(2026, 12, 28)] * 3, pa.timestamp("ms")),
        transfers=[1.0, 1.5, -1.0],
    )
    intake = taken_in({"complaints": {"files": ["c.parquet"]}}, {"c.parquet": content})
    assert problems(intake) == [("E-WHOLE-NUMBER", "transfers", 1, "2"), ("E-RANGE", "transfers", 1, "3")]


def test_damage_within_a_parquet_file_is_its_own_fault_and_not_ours(tmp_path: Path):
    data = bytearray(
        parquet(
            complaint_id=[f"C{n}" for n in range(5000)],
            channel=["phone"] * 5000,
            received_ts=[dt.datetime(2026, 12, 28)] * 5000,
        )
    )
    data[500:900] = b"\xff" * 400
    kind, located = refused(tmp_path, {"files": ["c.parquet"]}, {"c.parquet": bytes(data)})
    assert (kind, [one.split(":")[0] for one in located]) == (
        Unreadable,
        ["c.parquet  the Parquet file cannot be read"],
    )


def test_unpacked_files_are_gone_when_the_work_is_done_or_failed(tmp_path: Path):
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(CSV))
    (tmp_path / "bad.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2,3\n"))
    for name in ("c.csv.gz", "bad.csv.gz"):
        (tmp_path / "audit.yaml").write_text(audit_yaml({"complaints": {"files": [name]}}), encoding="utf-8")
        with connect(threads=1) as engine:
            try:
                take_in(load_engagement(tmp_path), None, engine)
            except Unreadable:
                assert name == "bad.csv.gz"
        assert not engine.folder.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["audit.yaml", "bad.csv.gz", "c.csv.gz"]
