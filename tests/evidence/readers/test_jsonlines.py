"""JSON Lines and JSON arrays: a text table whose records know their lines."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audit.errors import Unreadable
from audit.evidence.readers.encoding import Detected
from audit.evidence.readers.jsonlines import read_json
from audit.evidence.readers.source import Source


def read(tmp_path: Path, text: str | bytes) -> tuple[Source, list[tuple[Any, ...]]]:
    path = tmp_path / "a.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    con = duckdb.connect()
    source = read_json(con, path, "a.jsonl", "t")
    return source, con.execute("SELECT * EXCLUDE (_file) FROM t ORDER BY _row").fetchall()


def refused(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, text)
    assert caught.value.total == len(caught.value.located)
    return [f"{one.place()} {one.message.code} {one.message.in_('en')}" for one in caught.value.located]


def test_values_keep_the_digits_that_they_are_written_with(tmp_path: Path):
    text = '{"id": 1.50, "big": 12345678901234567890, "ok": true, "no": null, "s": " a "}\n'
    source, rows = read(tmp_path, text)
    assert rows == [(1, "1.50", "12345678901234567890", "true", None, " a ")]
    assert source == Source(
        shown="a.jsonl",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        bytes=len(text),
        encoding=Detected("utf-8", "detected", 1.0),
        delimiter=None,
        header=("id", "big", "ok", "no", "s"),
        rows=1,
        path_taken="records",
    )


def test_keys_that_a_record_lacks_are_empty_and_lines_are_physical(tmp_path: Path):
    source, rows = read(tmp_path, '\n{"a": "1"}\n\n{"b": "x", "a": "2"}\n{"c": "y"}\n')
    assert source.header == ("a", "b", "c")
    assert rows == [(2, "1", None, None), (4, "2", "x", None), (5, None, None, "y")]


def test_objects_become_dotted_columns_and_lists_words_with_semicolons(tmp_path: Path):
    source, rows = read(
        tmp_path, '{"id": 1, "customer": {"code": "K1", "at": {"site": "S"}}, "tags": ["a", "b"], "x": {}}\n'
    )
    assert source.header == ("id", "customer.code", "customer.at.site", "tags", "x")
    assert rows == [(1, "1", "K1", "S", "a;b", None)]


def test_an_array_gives_the_line_on_which_each_record_begins(tmp_path: Path):
    _, rows = read(tmp_path, '[\n  {"id": 1,\n   "s": "a"},\n  {"id": 2}, {"id": 3}\n]\n')
    assert rows == [(2, "1", "a"), (4, "2", None), (4, "3", None)]


def test_other_encodings_are_read(tmp_path: Path):
    _, rows = read(tmp_path, '{"渠道": "电话", "内容": "服务态度差，等候太久"}\n'.encode("gb18030"))
    assert rows == [(1, "电话", "服务态度差，等候太久")]


def test_every_broken_line_is_told(tmp_path: Path):
    assert refused(
        tmp_path, '{"a": 1}\n{"a": }\n[1]\n{"b": 1, "b": 2}\n{"c": [{"d": 1}]}\n{"A": 1}\n{"A": 2}\n'
    ) == [
        "a.jsonl:2 E-JSON not valid JSON: Expecting value",
        "a.jsonl:3 E-JSON-OBJECT an object ({column: value}) is needed here, not a list",
        "a.jsonl:4 E-JSON-KEY-TWICE “b” occurs twice in one object",
        "a.jsonl:5 E-NESTED the column “c” is of type object, which is no single value",
        "a.jsonl:6 E-NAME-TWICE the column “A” is there twice (columns 1 and 2; upper and lower case are one)",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"a": 1},\n {"a": }]', "a.jsonl:2 E-JSON not valid JSON: Expecting value"),
        ('[{"a": 1}\n', "a.jsonl:1 E-JSON not valid JSON: Expecting ',' or ']'"),
        ('[{"a": 1}]\n{"a": 2}', "a.jsonl:2 E-JSON not valid JSON: Extra data"),
        (
            '[{"a": 1}, 2]',
            "a.jsonl:1 E-JSON-OBJECT an object ({column: value}) is needed here, not a single value",
        ),
        ("[]", "a.jsonl E-EMPTY the file is empty"),
        (
            '{"_row": 1}',
            "a.jsonl:1 E-HEADER-RESERVED the header “_row” is used by this toolkit to record the source",
        ),
    ],
)
def test_an_array_that_is_broken_is_refused(tmp_path: Path, text: str, expected: str):
    assert refused(tmp_path, text) == [expected]
