"""Files that are not plain UTF-8: what comes out, and what is said with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit.errors import Unreadable
from audit.evidence.readers.decoding import as_utf8

TABLE = "编号,渠道,内容\n1,电话,服务态度差\n2,官网,退款迟迟不到账\n3,门店,等候太久\n"


def decoded(
    tmp_path: Path, data: bytes, encoding: str | None = None
) -> tuple[str, str, list[tuple[Any, ...]]]:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    found = as_utf8(path, "a.csv", encoding, tmp_path)
    said = [(one.message.code, one.count, one.places) for one in found.remarks]
    return found.path.read_bytes().decode("utf-8-sig"), found.encoding.encoding, said


def refused(tmp_path: Path, data: bytes, encoding: str | None = None) -> tuple[list[str], int]:
    with pytest.raises(Unreadable) as caught:
        decoded(tmp_path, data, encoding)
    return [f"{one.place()}  {one.message.in_('en')}" for one in caught.value.located], caught.value.total


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"])
def test_a_table_comes_out_as_it_was_whatever_its_encoding(tmp_path: Path, encoding: str, newline: str):
    text = TABLE.replace("\n", newline)
    assert decoded(tmp_path, text.encode(encoding)) == (text, encoding, [])


def test_lines_in_another_encoding_are_each_named_and_nothing_is_replaced(tmp_path: Path):
    lines = TABLE.splitlines(keepends=True)
    data = b"".join(
        line.encode("gb18030" if number in (1, 3) else "utf-8") for number, line in enumerate(lines)
    )
    said = "this line is in gb18030, the rest of the file in utf-8 (byte {}, 0x{})"
    assert refused(tmp_path, data) == (
        [f"a.csv:2  {said.format(23, 'B5')}", f"a.csv:4  {said.format(72, 'C3')}"],
        2,
    )


def test_a_damaged_line_is_told_by_line_and_byte(tmp_path: Path):
    data = TABLE.encode() + b"4,\xff\xff\n"
    offset = len(TABLE.encode()) + 2
    assert refused(tmp_path, data) == (
        [f"a.csv:5  byte {offset} (0xFF) is not valid utf-8, as the rest of the file is"],
        1,
    )


def test_a_declared_encoding_that_is_wrong_fails_where_it_fails_first(tmp_path: Path):
    data = ("id,note\n1,plain\n" + TABLE).encode("gb18030")
    assert refused(tmp_path, data, "utf-8") == (
        ["a.csv:3  byte 16 (0xB1) cannot be decoded as utf-8, which was declared"],
        1,
    )


def test_a_broken_pair_of_utf16_is_told_with_its_line(tmp_path: Path):
    data = TABLE.encode("utf-16") + b"\x00\xd8" + "\n".encode("utf-16-le")
    offset = len(TABLE.encode("utf-16"))
    assert refused(tmp_path, data) == (
        [f"a.csv:5  byte {offset} (0x00) is not valid utf-16, as the rest of the file is"],
        1,
    )


def test_lines_end_with_a_return_alone_as_well(tmp_path: Path):
    assert refused(tmp_path, b"id,note\r1,a\r2,\xff\r" + TABLE.encode())[0][0].startswith("a.csv:3  byte 14 ")


def test_characters_that_were_lost_before_are_counted(tmp_path: Path):
    text = TABLE + "4,电话,服务\ufffd态\ufffd差\n5,电话,\ufffd\n"
    assert decoded(tmp_path, text.encode()) == (text, "utf-8", [("W-REPLACED", 2, ("5", "6"))])


@pytest.mark.parametrize("wrong", ["cp1252", "gb18030"])
def test_words_that_were_read_in_another_encoding_are_remarked(tmp_path: Path, wrong: str):
    garbled = "4," + "投诉，服务态度差".encode().decode(wrong, "ignore") + "\n"
    text = TABLE + garbled
    assert decoded(tmp_path, text.encode()) == (text, "utf-8", [("W-GARBLED", 1, ("5",))])


@pytest.mark.parametrize(
    "text", ["Kunde,Größe\nMüller,Café à la crème\n", "Élève,âgé\nNaïve,Çà et là\n", TABLE]
)
def test_words_with_accents_are_not_taken_for_garbled(tmp_path: Path, text: str):
    assert decoded(tmp_path, text.encode()) == (text, "utf-8", [])


def test_marks_of_joined_files_are_taken_away_and_said(tmp_path: Path):
    data = "编号,内容\n".encode("utf-8-sig") + '"1","a"\n'.encode("utf-8-sig") + b"2,b\n"
    assert decoded(tmp_path, data) == (
        '编号,内容\n"1","a"\n2,b\n',
        "utf-8-sig",
        [("W-MARK-WITHIN", 1, ("2",))],
    )


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\n\x1a"])
def test_the_end_of_file_mark_of_dos_is_no_record(tmp_path: Path, end: bytes):
    text, encoding, said = decoded(tmp_path, b"id,note\n1,a\n" + end)
    assert (text.rstrip("\n"), encoding, said) == ("id,note\n1,a", "utf-8", [("N-END-OF-TEXT", 1, ())])


def test_a_few_characters_that_make_sense_in_two_encodings_are_refused_with_both(tmp_path: Path):
    data = "中文\n1\n".encode("big5")  # いゅ in EUC-JP
    assert refused(tmp_path, data) == (
        [
            "a.csv  its encoding cannot be told: read as cp950, euc_jp, cp874 it makes about equal sense, or none"
        ],
        1,
    )
    assert decoded(tmp_path, data, "big5") == ("中文\n1\n", "big5", [])


def test_a_nul_byte_is_told_with_its_place(tmp_path: Path):
    assert refused(tmp_path, b"id,note\n1,a\0b\n") == (["a.csv:2  holds a NUL byte at byte 11"], 1)
