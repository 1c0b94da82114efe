"""Web pages under the name of a workbook: which table is read, in which encoding, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.errors import Unreadable
from audit.evidence.readers.parts import whole

TABLE = "<table><tr><th>编号</th><th>渠道</th></tr><tr><td>A1</td><td>电话</td></tr></table>"
READ = ["编号,渠道", "A1,电话"]


def _lines(folder: Path, content: bytes) -> list[str]:
    (folder / "c.xls").write_bytes(content)
    part = whole(folder / "c.xls", "c.xls", folder)
    assert part is not None
    assert (part.kind, part.was_page) == ("text", True)
    return part.path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("unicode", "utf-16"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_its_bytes_have(said: str, encoding: str, tmp_path: Path) -> None:
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head>{TABLE}</html>'
    assert _lines(tmp_path, text.encode(encoding)) == READ


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\r\n  ",
        "<!DOCTYPE html>\n<html>",
        '<?xml version="1.0" encoding="utf-8"?><html xmlns:x="urn:schemas-microsoft-com:office:excel">',
        "<style>td {color: red}</style>",
        "<!-- made by OA --><HTML>",
    ],
)
def test_a_page_is_told_by_how_it_begins(before: str, tmp_path: Path) -> None:
    assert _lines(tmp_path, (before + TABLE).encode()) == READ


def test_titles_and_merged_cells_keep_every_row_in_its_line(tmp_path: Path) -> None:
    table = (
        "<table><tr><td colspan=3>投诉台账</td></tr><tr><td>a</td><td>b</td><td>c</td></tr>"
        "<tr><td rowspan=2>1</td><td>x, y<br>z</td><td>2&nbsp;</td></tr><tr><td>3</td><td>4</td></tr><tr></tr></table>"
    )
    assert _lines(tmp_path, f"<html>{table}".encode()) == [
        "投诉台账,,",
        "a,b,c",
        '1,"x, yz",2',
        "1,3,4",
        ",,",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<html><body>请登录</body></html>", "E-PAGE"),
        ("<html><table><tr><td>一格</td></tr></table></html>", "E-PAGE"),
        ("<html></html>", "E-PAGE"),
        (f"<html>{TABLE}{TABLE}</html>", "E-PAGE-TABLES"),
        (f"<html>{TABLE}</html><html>{TABLE}</html>", "E-PAGE-TABLES"),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "E-XML-SHEET",
        ),
    ],
)
def test_a_page_whose_table_cannot_be_told_is_refused(content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "c.xls").write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable) as error:
        whole(tmp_path / "c.xls", "c.xls", tmp_path)
    assert [one.message.code for one in error.value.located] == [code]


def test_a_table_that_lays_out_a_page_is_not_the_one_that_is_meant(tmp_path: Path) -> None:
    assert (
        _lines(tmp_path, f"<html><table><tr><td>{TABLE}</td><td>x</td></tr></table></html>".encode()) == READ
    )


def test_merged_cells_cannot_make_a_small_page_a_large_table(tmp_path: Path) -> None:
    cell = "<td rowspan=1000 colspan=1000>x</td>"
    for rows in (
        f"<tr>{cell * 30}</tr>",
        f"<tr><td colspan=1000></td>{'<td>x</td>' * 200}</tr>" + "<tr></tr>" * 20_000,
    ):
        (tmp_path / "c.xls").write_text(f"<html><table>{rows}</table></html>", encoding="utf-8")
        with pytest.raises(Unreadable) as refused:
            whole(tmp_path / "c.xls", "c.xls", tmp_path)
        assert [one.message.code for one in refused.value.located] == ["E-PAGE-SIZE"]
