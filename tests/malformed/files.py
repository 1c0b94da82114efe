"""The files: each a small complaint log with one thing wrong, and the exit code and problems that it leads to."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from audit.text import Text

HEADER = "complaint_id,received_ts,channel,resolved_ts,contacts_needed\n"
ROWS = "A1,2026-01-05 10:00,phone,2026-01-06 10:00,1\nA2,2026-02-05 10:00,web,2026-02-06 10:00,2\nA3,2026-03-30 10:00,web,,1\n"
GOOD = HEADER + ROWS


@dataclass(frozen=True)
class Malformed:
    """One file. ``says`` are the codes in the order of the output, ``config`` goes under the table in audit.yaml."""

    what: Text
    content: bytes
    exit: int
    says: tuple[str, ...]
    name: str = "c.csv"
    config: str = ""


def csv(body: str, encoding: str = "utf-8") -> bytes:
    return body.encode(encoding)


def first_row(**cells: str) -> bytes:
    """The good log with cells of its first record replaced."""
    names = HEADER.strip().split(",")
    lines = ROWS.splitlines()
    record = dict(zip(names, lines[0].split(","), strict=True)) | cells
    return csv(HEADER + ",".join(f'"{record[name]}"' for name in names) + "\n" + "\n".join(lines[1:]) + "\n")


def page(body: str) -> bytes:
    """A table as a web page, as many systems write it under the name of a workbook."""
    rows = ["".join(f"<td>{cell}</td>" for cell in line.split(",")) for line in body.splitlines()]
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></html>".encode()


def workbook(
    change: Callable[[Any], None] | None = None, rows: Sequence[Sequence[object]] | None = None
) -> bytes:
    """The good log as a workbook, with something done to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows or [line.split(",") for line in GOOD.splitlines()]:
        sheet.append(row)
    if change is not None:
        change(book)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def archive(**members: bytes) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_csv", ".csv"), content)
    return stored.getvalue()


def _hidden(book: Any) -> None:
    book.active.sheet_state = "hidden"
    book.create_sheet("empty")


def _second_sheet(book: Any) -> None:
    other = book.create_sheet("other")
    other.append(["a", "b"])
    other.append([1, 2])


def _cell(place: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active[place] = value

    return change


def _says(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


FILES: tuple[Malformed, ...] = (
    Malformed(_says("没有问题的台账", "a log in order"), csv(GOOD), 0, ()),
    # The file itself
    Malformed(_says("空文件", "an empty file"), b"", 5, ("E-EMPTY",)),
    Malformed(_says("只有空白", "nothing but blanks"), b" \n\n  \n", 5, ("E-EMPTY",)),
    Malformed(_says("只有表头", "a header and no records"), csv(HEADER), 0, ("N-NO-RECORDS",)),
    Malformed(
        _says("图片改名为 .csv", "a picture named .csv"),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        5,
        ("E-BINARY",),
    ),
    Malformed(
        _says("记录缺字段", "a record that is too short"),
        csv(GOOD + "A4,2026-03-01 10:00\n"),
        5,
        ("E-RAGGED",),
    ),
    Malformed(
        _says("记录多字段", "a record that is too long"),
        csv(GOOD + "A4,2026-03-01 10:00,web,,1,what\n"),
        5,
        ("E-RAGGED",),
    ),
    Malformed(
        _says("引号位置错误", "a misplaced quote"),
        csv(GOOD + '"A"4,2026-03-01 10:00,web,,1\n'),
        5,
        ("E-QUOTE",),
    ),
    Malformed(
        _says("引号未闭合", "a quote that is never closed"),
        csv(GOOD + '"A4,2026-03-01 10:00,web,,1\n'),
        5,
        ("E-QUOTE-UNCLOSED",),
    ),
    Malformed(
        _says("写明的编码不对", "another encoding than the declared one"),
        csv(GOOD.replace("phone", "电话"), "gb18030"),
        5,
        ("E-ENCODING",),
        config="    encoding: utf-8\n",
    ),
    Malformed(
        _says("UTF-8 文件中夹有 GBK 行", "a line of GBK within UTF-8"),
        csv(GOOD.replace("phone", "电话")) + csv("A4,2026-03-01 10:00,网站,,1\n", "gbk"),
        5,
        ("E-DAMAGED",),
    ),
    Malformed(_says("GB18030 编码", "GB18030"), csv(GOOD.replace("phone", "电话"), "gb18030"), 0, ()),
    Malformed(_says("UTF-16 编码", "UTF-16"), csv(GOOD.replace("phone", "电话"), "utf-16"), 0, ()),
    Malformed(_says("分号分隔", "semicolons"), csv(GOOD.replace(",", ";")), 0, ()),
    # The table in the file
    Malformed(
        _says("表上有标题，表下有合计与注", "a title above, a total and a note below"),
        csv(
            "某某公司投诉台账,,,,\n统计周期：2026年1-3月,,,,\n" + GOOD + "合计,3,,,\n注：数据截至3月底,,,,\n"
        ),
        0,
        ("N-HEADER-ROW", "N-TITLE-ROW", "N-TOTAL-ROW", "N-NOTE-ROW"),
    ),
    Malformed(
        _says("表头重复出现", "a header repeated within the table"),
        csv(GOOD + HEADER + "A4,2026-03-01 10:00,web,,1\n"),
        0,
        ("N-HEADER-AGAIN",),
    ),
    Malformed(
        _says("表头重名", "two columns of one name"),
        csv(GOOD.replace("contacts_needed", "channel", 1)),
        3,
        ("N-HEADER-TWICE", "W-COLUMN-AMBIGUOUS", "E-COLUMN-MISSING", "N-COLUMN-UNKNOWN"),
    ),
    Malformed(
        _says("有数据的列没有表头", "a filled column without a header"),
        csv(GOOD.replace("contacts_needed", "", 1)),
        0,
        ("N-HEADER-EMPTY", "N-COLUMN-UNKNOWN"),
    ),
    Malformed(
        _says("缺少必需的列", "a required column is missing"),
        csv("\n".join(",".join(line.split(",")[::2]) for line in GOOD.splitlines()) + "\n"),
        3,
        ("E-COLUMN-MISSING",),
    ),
    Malformed(
        _says("无用的列", "a column that nothing uses"),
        csv(
            "\n".join(
                line + tail for line, tail in zip(GOOD.splitlines(), (",mood", ",x", ",y", ",z"), strict=True)
            )
            + "\n"
        ),
        0,
        ("N-COLUMN-UNKNOWN",),
    ),
    # Values
    Malformed(
        _says("日历上没有的日期", "a day that does not exist"),
        first_row(received_ts="2026-13-05"),
        3,
        ("E-DATE",),
    ),
    Malformed(
        _says("日期与时刻分列，时刻有误", "a time in a column of its own that is none"),
        csv(
            "complaint_id,channel,received_date,received_time\n"
            "A1,phone,2026-01-05,10:65\nA2,web,2026-02-05,10:00\nA3,web,2026-03-30,10:00\n"
        ),
        3,
        ("E-TIME",),
        config="    columns: {received_ts: {date: received_date, time: received_time}}\n",
    ),
    Malformed(
        _says("日、月次序不明", "day and month that could be swapped"),
        csv(
            GOOD.replace("2026-01-05 10:00", "04-03-2026")
            .replace("2026-02-05 10:00", "05-03-2026")
            .replace("2026-03-30 10:00", "06-03-2026")
        ),
        3,
        ("E-DATE-AMBIGUOUS",),
    ),
    Malformed(
        _says("整列表明日在前", "days first, as the column shows"),
        csv(
            GOOD.replace("2026-01-05 10:00", "05-01-2026")
            .replace("2026-02-05 10:00", "05-02-2026")
            .replace("2026-03-30 10:00", "30-03-2026")
        ),
        0,
        ("N-DAY-FIRST",),
    ),
    Malformed(_says("中文日期", "a Chinese date"), first_row(resolved_ts="2026年1月6日 下午3:05"), 0, ()),
    Malformed(
        _says("次数写成文字", "words for a number"), first_row(contacts_needed="两三次"), 3, ("E-NUMBER",)
    ),
    Malformed(_says("全角数字", "full-width digits"), first_row(contacts_needed="２"), 0, ()),
    Malformed(
        _says("横线表示空缺", "a dash for nothing"), first_row(contacts_needed="—"), 3, ("E-MISSING-WORD",)
    ),
    Malformed(
        _says("横线已声明为空缺", "a dash that is declared to mean nothing"),
        first_row(contacts_needed="—"),
        0,
        (),
        config='    missing: ["—"]\n',
    ),
    Malformed(_says("不认识的取值", "a value that is not known"), first_row(channel="飞鸽"), 3, ("E-LABEL",)),
    Malformed(
        _says("必填栏为空", "a required cell that is empty"), first_row(received_ts=""), 3, ("E-NULL",)
    ),
    Malformed(_says("超出范围", "out of range"), first_row(contacts_needed="-1"), 3, ("E-RANGE",)),
    Malformed(
        _says("办结早于受理", "resolved before it was received"),
        first_row(resolved_ts="2026-01-04 10:00"),
        3,
        ("E-ORDER",),
    ),
    Malformed(
        _says("办结时间在证据截止之后", "resolved after the day of the extract"),
        first_row(resolved_ts="2027-01-06 10:00"),
        0,
        ("W-AFTER-AS-OF",),
    ),
    Malformed(_says("编号重复", "a key that stands twice"), csv(GOOD.replace("A2", "A1")), 3, ("E-KEY",)),
    Malformed(
        _says("一件投诉属于上一年", "a complaint of the year before"),
        csv(GOOD.replace("2026-01-0", "2025-01-0")),
        0,
        ("W-OUTSIDE-PERIOD",),
    ),
    Malformed(
        _says("日期都是上一年的", "every date is of the year before"),
        csv(GOOD.replace("2026", "2025")),
        3,
        ("E-NONE-IN-PERIOD",),
    ),
    Malformed(
        _says("投诉编号是手机号码的顾客代码", "telephone numbers as customers' codes"),
        csv(
            "\n".join(
                line + "," + code
                for line, code in zip(
                    GOOD.splitlines(),
                    ("customer_id", "13800138000", "13912345678", "13700000001"),
                    strict=True,
                )
            )
            + "\n"
        ),
        3,
        ("E-PERSONAL", "N-REF-UNCHECKED"),
    ),
    # Workbooks
    Malformed(_says("工作簿", "a workbook"), workbook(), 0, (), name="c.xlsx"),
    Malformed(
        _says("公式出错的单元格", "a cell whose formula failed"),
        workbook(_cell("E2", "#REF!")),
        3,
        ("E-CELL-ERROR",),
        name="c.xlsx",
    ),
    Malformed(
        _says("未计算的公式", "a formula without a result"),
        workbook(_cell("E2", "=1+1")),
        5,
        ("E-UNCALCULATED",),
        name="c.xlsx",
    ),
    Malformed(
        _says("日期失去格式", "a date that lost its format"),
        workbook(_cell("B2", 46027.4)),
        0,
        ("N-SERIAL-DATE",),
        name="c.xlsx",
    ),
    Malformed(
        _says("两张有内容的工作表", "two sheets that hold something"),
        workbook(_second_sheet),
        2,
        ("A-SHEETS-SEVERAL",),
        name="c.xlsx",
    ),
    Malformed(
        _says("只有隐藏的工作表有内容", "only a hidden sheet holds something"),
        workbook(_hidden),
        2,
        ("A-SHEETS-HIDDEN",),
        name="c.xlsx",
    ),
    Malformed(
        _says("损坏的工作簿", "a damaged workbook"), workbook()[:900], 5, ("E-WORKBOOK",), name="c.xlsx"
    ),
    Malformed(
        _says("名为 .xls 的网页", "a web page that is called .xls"), page(GOOD), 0, ("N-PAGE",), name="c.xls"
    ),
    Malformed(
        _says("没有表格的网页", "a web page without a table"),
        b"<!DOCTYPE html><html><body><p>Please log in</p></body></html>",
        5,
        ("E-PAGE",),
        name="c.xls",
    ),
    Malformed(
        _says("有两张表格的网页", "a web page with two tables"),
        page(GOOD) + page(GOOD),
        5,
        ("E-PAGE-TABLES",),
        name="c.xls",
    ),
    Malformed(
        _says("XML 表格", "a workbook in XML"),
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        5,
        ("E-XML-SHEET",),
        name="c.xls",
    ),
    # Containers and other formats
    Malformed(
        _says("GZIP 压缩", "packed by GZIP"), gzip.compress(csv(GOOD), mtime=0), 0, (), name="c.csv.gz"
    ),
    Malformed(
        _says("截断的 GZIP", "a GZIP file cut off"),
        gzip.compress(csv(GOOD), mtime=0)[:-12],
        5,
        ("E-PACKED-DAMAGED",),
        name="c.csv.gz",
    ),
    Malformed(
        _says("ZIP 中有两个文件", "two files in a ZIP archive"),
        archive(a_csv=csv(GOOD), b_csv=csv(GOOD)),
        2,
        ("A-MEMBERS-SEVERAL",),
        name="c.zip",
    ),
    Malformed(
        _says("JSON 行中有一行损坏", "a broken line of JSON"),
        b'{"complaint_id": "A1", "received_ts": "2026-01-05 10:00", "channel": "web"}\n{"complaint_id": \n',
        5,
        ("E-JSON",),
        name="c.jsonl",
    ),
)
