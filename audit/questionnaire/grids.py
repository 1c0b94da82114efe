"""Workbooks and CSV files that people filled in, as rows of cells that know where they stand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.errors import Located, Unreadable, UsageError
from audit.text import Message, Text, message

NOT_FOUND = message("Q-NOT-FOUND", zh="找不到文件", en="no such file")
NOT_A_WORKBOOK = message(
    "Q-WORKBOOK",
    zh="不是 XLSX 工作簿",
    en="not an XLSX workbook",
    mend=Text(zh="请在电子表格软件中另存为 XLSX", en="save it as XLSX in the spreadsheet program"),
)
NOT_UTF8 = message(
    "Q-ENCODING", zh="不是 UTF-8 编码的 CSV 文件", en="not a CSV file in UTF-8",
    mend=Text(zh="请另存为 CSV UTF-8，或用 XLSX", en="save it as CSV UTF-8, or use XLSX"),
)  # fmt: skip
NO_SHEET = message(
    "Q-SHEET",
    zh="没有名为“{name}”的工作表，现有：{known}",
    en="there is no sheet “{name}”; there are {known}",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet, the header first, all equally long; ``name`` is None for a CSV file."""

    shown: str
    name: str | None
    rows: tuple[tuple[object, ...], ...]

    def at(self, row: int, column: int | None, said: Message) -> Located:
        """A message about a row and a column, both from 1."""
        return Located(file=self.shown, sheet=self.name, line=row, column=column, message=said)


def read_book(path: Path) -> dict[str, Sheet]:
    """Every sheet of a workbook by name.

    Raises:
        UsageError: no such file.
        Unreadable: not an XLSX workbook.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  a quarter of a second

    shown = path.as_posix()
    if not path.is_file():
        raise UsageError([Located(file=shown, message=NOT_FOUND())])
    try:
        book = load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Unreadable([Located(file=shown, message=NOT_A_WORKBOOK())]) from None
    return {
        sheet.title: Sheet(shown, sheet.title, tuple(tuple(row) for row in sheet.iter_rows(values_only=True)))
        for sheet in book.worksheets
    }


def read_csv(path: Path) -> Sheet:
    """A CSV file in UTF-8, commas between its cells.

    Raises:
        UsageError: no such file.
        Unreadable: not in UTF-8.
    """
    shown = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError([Located(file=shown, message=NOT_FOUND())]) from None
    except UnicodeDecodeError:
        raise Unreadable([Located(file=shown, message=NOT_UTF8())]) from None
    rows = [tuple(row) for row in csv.reader(io.StringIO(text))]
    width = max(map(len, rows), default=0)
    return Sheet(shown, None, tuple((*row, *("" for _ in range(width - len(row)))) for row in rows))


def pick(book: Mapping[str, Sheet], names: Sequence[str], shown: str) -> Sheet:
    """The sheet with one of these names; UsageError where there is none."""
    for name in names:
        if name in book:
            return book[name]
    said = NO_SHEET(name=names[0], known=", ".join(book))
    raise UsageError([Located(file=shown, message=said)])
