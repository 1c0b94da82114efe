"""Archives: what is in them, under which names, and what is never unpacked."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from audit.errors import Unreadable
from audit.evidence.readers import compressed
from audit.evidence.readers.parts import Part, listed, member_part, readable, whole

TABLE = "编号,渠道\n1,电话\n"


def archive_of(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def opened(tmp_path: Path, name: str, data: bytes) -> list[tuple[str, str, bytes] | str]:
    """What every part is: shown name, kind and content; or why it cannot be read."""
    folder = tmp_path / "private"
    folder.mkdir()
    return [
        (one.shown, one.kind, one.path.read_bytes())
        if isinstance(one, Part)
        else "; ".join(located.in_("en") for located in one.located)
        for one in readable(written(tmp_path, name, data), name, folder)
    ]


def refused(tmp_path: Path, name: str, data: bytes) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        opened(tmp_path, name, data)
    return [f"{one.place()}  {one.message.code}  {one.message.in_('en')}" for one in caught.value.located]


def test_a_gzip_file_goes_by_its_own_name(tmp_path: Path):
    packed = gzip.compress(b"id\n") + gzip.compress(b"1\n")
    assert opened(tmp_path, "a.csv.gz", packed) == [("a.csv.gz", "text", b"id\n1\n")]


def test_every_member_of_an_archive_is_listed_with_its_path(tmp_path: Path):
    data = archive_of(
        {
            "data/投诉.csv": TABLE.encode(),
            "data/": b"",
            "b.jsonl.gz": gzip.compress(b'{"id": 1}\n'),
            "__MACOSX/._b": b"x",
            "data/.DS_Store": b"x",
            "scan.pdf": b"%PDF-1.7",
            "说明.docx": archive_of({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<b/>"}),
            "inner.zip": archive_of({"x.csv": b"id\n"}),
        }
    )
    assert opened(tmp_path, "export.zip", data) == [
        ("export.zip/data/投诉.csv", "text", TABLE.encode()),
        ("export.zip/b.jsonl.gz", "json", b'{"id": 1}\n'),
        "export.zip/scan.pdf  not a text file but PDF — save it as CSV, XLSX or Parquet   [E-BINARY]",
        "export.zip/说明.docx  not a text file but DOCX — save it as CSV, XLSX or Parquet   [E-BINARY]",
        "export.zip/inner.zip  an archive within an archive — unpack the inner one first   [E-PACKED-NESTED]",
    ]


def test_names_in_the_encoding_of_a_chinese_system_are_read(tmp_path: Path):
    name = "投诉台账2026年.csv"
    raw = name.encode("gbk")
    data = archive_of({"#" * len(raw): TABLE.encode()}).replace(b"#" * len(raw), raw)
    (member,) = listed(written(tmp_path, "a.zip", data), "a.zip")
    assert member.name == name


@pytest.mark.parametrize(
    "name", ["../../outside.csv", "/outside.csv", "C:\\outside.csv", "a/../../outside.csv"]
)
def test_a_member_is_never_written_under_its_own_name(tmp_path: Path, name: str):
    path, folder = written(tmp_path, "a.zip", archive_of({name: TABLE.encode()})), tmp_path / "private"
    folder.mkdir()
    (member,) = listed(path, "a.zip")
    part = member_part(path, "a.zip", member, folder)
    assert (part.path.parent, part.path.read_bytes()) == (folder, TABLE.encode())
    assert {one.name for one in tmp_path.rglob("*")} == {"a.zip", "private", part.path.name}


def test_an_encrypted_member_is_refused_by_name(tmp_path: Path):
    data = bytearray(archive_of({"a.csv": TABLE.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert opened(tmp_path, "a.zip", bytes(data)) == [
        (
            "a.zip/a.csv  a.csv in the archive is encrypted — "
            "unpack it, or pack it again without a password   [E-PACKED-SECRET]"
        )
    ]


@pytest.mark.parametrize(
    ("name", "packed"), [("a.csv.gz", gzip.compress), ("a.zip", lambda data: archive_of({"a": data}))]
)
def test_what_unpacks_to_too_much_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, packed
):
    monkeypatch.setattr(compressed, "ALWAYS_ALLOWED", 1000)
    told = (
        opened(tmp_path, name, packed(b"1,2\n" * 1_000_000))
        if name == "a.zip"
        else refused(tmp_path, name, packed(b"1,2\n" * 1_000_000))
    )
    assert "it unpacks to more than 500 times its size, which no table does" in told[0]
    monkeypatch.setattr(compressed, "MOST_UNPACKED", 1 << 20)
    (tmp_path / "private").rename(tmp_path / "before")
    told = (
        opened(tmp_path, name, packed(b"1,2\n" * 1_000_000))
        if name == "a.zip"
        else refused(tmp_path, name, packed(b"1,2\n" * 1_000_000))
    )
    assert "it unpacks to more than 1 MiB, which is the limit" in told[0]


def test_a_size_that_the_archive_declares_falsely_is_found_while_unpacking(tmp_path: Path):
    data = archive_of({"a.csv": b"1,2\n" * 50_000})
    lying = data.replace((200_000).to_bytes(4, "little"), (8).to_bytes(4, "little"))
    (told,) = opened(tmp_path, "a.zip", lying)
    assert "[E-PACKED-DAMAGED]" in told


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(TABLE.encode(), mtime=0)[:-9], "E-PACKED-DAMAGED"),
        (gzip.compress(TABLE.encode(), mtime=0)[:-4] + b"xxxx", "E-PACKED-DAMAGED"),
        (b"\xfd7zXZ\0rest", "E-PACKED-OTHERWISE"),
        (b"\x28\xb5\x2f\xfdrest", "E-PACKED-OTHERWISE"),
        (b"7z\xbc\xaf\x27\x1crest", "E-PACKED-OTHERWISE"),
        (b"Rar!\x1a\x07\x01\x00rest", "E-PACKED-OTHERWISE"),
        (b"\0" * 257 + b"ustar", "E-PACKED-OTHERWISE"),
        (gzip.compress(gzip.compress(b"id\n", mtime=0), mtime=0), "E-PACKED-NESTED"),
        (archive_of({}), "E-PACKED-EMPTY"),
        (b"", "E-EMPTY"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(tmp_path: Path, data: bytes, code: str):
    (told,) = refused(tmp_path, "a.bin", data)
    assert told.split("  ")[:2] == ["a.bin", code]


def test_a_plain_file_stays_where_it_is(tmp_path: Path):
    path = written(tmp_path, "a.csv", TABLE.encode())
    assert whole(path, "a.csv", tmp_path) == Part(path, "a.csv", "text", path)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b'{"id": 1}\n', "json"),
        (b' [\n {"id": 1}]', "json"),
        ('{"id": "\u7f16"}'.encode("utf-16"), "json"),
        (b"[id],name\n", "text"),
        (b"{id},name\n", "text"),
    ],
)
def test_json_is_told_from_text_by_how_it_begins(tmp_path: Path, start: bytes, kind: str):
    path = written(tmp_path, "a", start)
    part = whole(path, "a", tmp_path)
    assert part is not None
    assert part.kind == kind


def test_a_damaged_archive_is_a_workbook_only_by_the_names_of_its_parts(tmp_path: Path):
    table = archive_of({"a.csv": b"id,day\n1,2\n"})[:40]
    assert refused(tmp_path, "a.zip", table) == [
        "a.zip  E-PACKED-DAMAGED  the packed file is damaged: the directory at its end is missing, as when only a part of it was sent"
    ]
    book = written(
        tmp_path, "a.xlsx", archive_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b""})[:60]
    )
    part = whole(book, "a.xlsx", tmp_path)
    assert part is not None
    assert part.kind == "workbook"
