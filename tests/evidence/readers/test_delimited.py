"""Delimited files: the table, where each record stands, and what is said of a file that cannot be read."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import Unreadable
from audit.evidence.readers import delimited
from audit.evidence.readers.delimited import read_delimited
from audit.evidence.readers.encoding import Detected
from audit.evidence.readers.source import Source


def read(tmp_path: Path, data: bytes, **options: Any) -> tuple[Source, list[tuple[Any, ...]]]:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    con = duckdb.connect()
    source = read_delimited(con, path, "evidence/a.csv", "t", **options)
    return source, con.execute("SELECT * FROM t ORDER BY _row").fetchall()


def refused(tmp_path: Path, data: bytes, **options: Any) -> list[tuple[str, int | None]]:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, **options)
    return [(one.message.code, one.line) for one in caught.value.located]


def test_a_regular_file_is_a_table_of_text_with_the_line_of_each_record(tmp_path: Path):
    data = b"id,note\n1,\n2, x \n"
    source, rows = read(tmp_path, data)
    assert rows == [("1", "", 2, "evidence/a.csv"), ("2", " x ", 3, "evidence/a.csv")]
    assert source == Source(
        shown="evidence/a.csv",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=17,
        encoding=Detected("utf-8", "detected", 1.0),
        delimiter=",",
        header=("id", "note"),
        rows=2,
        path_taken="fast",
    )


def test_a_newline_in_quotes_is_counted_as_a_line(tmp_path: Path):
    source, rows = read(tmp_path, b'id,note\n1,"a\nb"\n\n2,c\n')
    assert rows == [("1", "a\nb", 2, "evidence/a.csv"), ("2", "c", 5, "evidence/a.csv")]
    assert source.path_taken == "exact"


def test_lines_above_the_header_are_skipped_but_counted(tmp_path: Path):
    source, rows = read(tmp_path, "投诉台账\n\nid;note\n1;a,b\n".encode(), header_row=3)
    assert (source.header, source.delimiter, rows) == (
        ("id", "note"),
        ";",
        [("1", "a,b", 4, "evidence/a.csv")],
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_and_line_end_gives_the_same_table(tmp_path: Path, delimiter: str, newline: str):
    lines = [["编号", "备注"], ["1", '"说, ""慢""; 是|的"'], ["2", ""]]
    data = newline.join(delimiter.join(fields) for fields in lines).encode()
    source, rows = read(tmp_path, data)
    assert source.delimiter == delimiter
    assert rows == [("1", '说, "慢"; 是|的', 2, "evidence/a.csv"), ("2", "", 3, "evidence/a.csv")]


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        ("utf-8-sig", "编号,渠道\n1,电话\n", Detected("utf-8-sig", "bom", 1.0)),
        ("utf-16", "编号,渠道\n1,电话\n", Detected("utf-16", "bom", 1.0)),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_header(
    tmp_path: Path, encoding: str, text: str, expected: Detected
):
    source, rows = read(tmp_path, text.encode(encoding))
    assert (source.encoding, source.header) == (expected, ("编号", "渠道"))
    assert rows == [("1", "电话", 2, "evidence/a.csv")]


def test_a_declared_encoding_is_taken(tmp_path: Path):
    source, rows = read(tmp_path, "编号,渠道\n1,电话\n".encode("gb18030"), encoding="GB18030")
    assert (source.encoding, rows) == (
        Detected("gb18030", "declared", 1.0),
        [("1", "电话", 2, "evidence/a.csv")],
    )


def test_a_header_without_records_is_a_table_without_rows(tmp_path: Path):
    source, rows = read(tmp_path, b"id,note")
    assert (source.rows, source.header, rows) == (0, ("id", "note"), [])


def test_a_column_without_a_name_is_called_by_its_place(tmp_path: Path):
    source, rows = read(tmp_path, b",id\n0,7\n")
    assert (source.header, rows) == (("#1", "id"), [("0", "7", 2, "evidence/a.csv")])


def test_a_column_called_rowid_does_not_hide_the_lines(tmp_path: Path):
    _, rows = read(tmp_path, b"rowid,b\n9,x\n")
    assert rows == [("9", "x", 2, "evidence/a.csv")]


def test_a_quote_within_an_unquoted_field_is_text(tmp_path: Path):
    _, rows = read(tmp_path, b'id,size\n1,5" pipe\n')
    assert rows == [("1", '5" pipe', 2, "evidence/a.csv")]


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        (b"", {}, [("E-EMPTY", None)]),
        (codecs.BOM_UTF8 + b"\r\n", {}, [("E-EMPTY", None)]),
        (b"PK\x03\x04rest", {}, [("E-BINARY", None)]),
        (b"a,b\n1,\x00\n", {}, [("E-NUL", 2)]),
        (b"a,b\n1,2\n1\n1,2,3\n", {}, [("E-RAGGED", 3), ("E-RAGGED", 4)]),
        (b'a,b\n1,"bad"quote\n1,2\n3\n', {}, [("E-QUOTE", 2), ("E-RAGGED", 4)]),
        (b'a,b\n1,2\n1,"open\n1,2\n', {}, [("E-QUOTE-UNCLOSED", 3)]),
        (b"a,_row\n1,2\n", {}, [("E-HEADER-RESERVED", 1)]),
        (b"a,b\n1,2\n", {"header_row": 9}, [("E-HEADER-ROW", None)]),
        (b"a,b\n1,2\n", {"encoding": "utf-9"}, [("E-ENCODING-UNKNOWN", None)]),
        (b"a,b\n1,2\n", {"encoding": "hex"}, [("E-ENCODING-UNKNOWN", None)]),
        ("编号,渠道\n1,电话电话电话电话电话\n".encode() + b"2,\xff\n", {}, [("E-DAMAGED", 3)]),
        ("编号,渠道\n1,电话电话电话\n".encode() + b"2,\xff\n", {"encoding": "utf-8"}, [("E-DAMAGED", 3)]),
        ("编号,投诉\n1,服务慢\n".encode("gb18030") + b"2,\xff\n", {}, [("E-DAMAGED", 3)]),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_lines(
    tmp_path: Path, data: bytes, options: dict[str, Any], expected: list[tuple[str, int | None]]
):
    assert refused(tmp_path, data, **options) == expected


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Unreadable) as caught:
        read_delimited(duckdb.connect(), tmp_path / "none.csv", "none.csv", "t")
    assert [one.message.code for one in caught.value.located] == ["E-OPEN"]


def test_a_wrong_declared_encoding_names_the_byte_and_the_one_that_fits(tmp_path: Path):
    data = "编号,渠道,受理时间\n1,电话,已办结\n".encode("gb18030")
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, encoding="utf-8")
    (one,) = caught.value.located
    assert (one.line, one.message.params) == (
        1,
        {"offset": 0, "byte": "B1", "encoding": "utf-8", "fits": "gb18030"},
    )


def test_all_bad_lines_are_counted_and_the_first_twenty_named(tmp_path: Path):
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, b"a,b\n" + b"1\n" * 50)
    assert (caught.value.total, [one.line for one in caught.value.located]) == (50, list(range(2, 22)))


def test_what_was_refused_leaves_no_table(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n1\n")
    con = duckdb.connect()
    with pytest.raises(Unreadable):
        read_delimited(con, path, "a.csv", "t")
    assert con.execute("SHOW TABLES").fetchall() == []


FIELD = st.text(st.sampled_from("a1 ,;\"'\\é电"), max_size=4)
PLAIN = st.text(st.sampled_from("a1 ;'\\#é电"), max_size=4)


@st.composite
def regular_files(draw: st.DrawFn) -> bytes:
    """Files in which every record is one line and quotes stand where they should."""
    width = draw(st.integers(1, 4))
    quoted = FIELD.map(lambda text: '"' + text.replace('"', '""') + '"')
    cells = st.lists(st.one_of(PLAIN, quoted), min_size=width, max_size=width).map(",".join)
    lines = draw(st.lists(cells.filter(bool), max_size=8))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    header = ",".join(f"c{place}" for place in range(width))
    text = newline.join([header, *lines]) + draw(st.sampled_from(["", newline]))
    return draw(st.sampled_from([b"", codecs.BOM_UTF8])) + text.encode()


def outcome(path: Path, *, exact: bool) -> tuple[Any, ...]:
    con = duckdb.connect()
    with pytest.MonkeyPatch.context() as patch:
        if exact:
            patch.setattr(delimited, "suits_duckdb", lambda text, layout: False)
        try:
            source = read_delimited(con, path, "a.csv", "t", delimiter=",")
        except Unreadable as error:
            return ("refused", error.total, error.located)
    return (source.path_taken, source.rows, con.execute("SELECT * FROM t ORDER BY _row").fetchall())


@settings(max_examples=150, deadline=None)
@given(data=regular_files())
def test_both_paths_give_the_same_table_of_a_regular_file(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
):
    path = tmp_path_factory.mktemp("regular") / "a.csv"
    path.write_bytes(data)
    taken, *fast = outcome(path, exact=False)
    assert taken == "fast"
    assert fast == list(outcome(path, exact=True)[1:])


@settings(max_examples=250, deadline=None)
@given(body=st.text(st.sampled_from('a1 ,"\n\r电'), max_size=24))
def test_whatever_the_file_holds_both_paths_agree(tmp_path_factory: pytest.TempPathFactory, body: str):
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(("x,y\n" + body).encode())
    assert outcome(path, exact=False)[1:] == outcome(path, exact=True)[1:]
