"""The values of the cells of a sheet as text, and what is said of those that are not what people see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, cast

from python_calamine import CalamineSheet

from audit.errors import column_letters
from audit.evidence.problems import problem
from audit.evidence.readers.cells import Contents
from audit.evidence.readers.grid import Cells, Row
from audit.evidence.readers.layout import Layout
from audit.evidence.readers.merged import Held
from audit.evidence.readers.source import REMARKED, Remark
from audit.text import Text

Value = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta

DIGITS_LOST = problem(
    "W-DIGITS-LOST",
    zh="超过 15 位的号码以数字保存，第 15 位以后的数字已丢失",
    en="a number of more than 15 digits was stored as a number; what follows the 15th digit is lost",
    mend=Text(
        zh="请从系统重新导出，并把该列设为文本", en="export it again from the system, with the column as text"
    ),
)
MERGED = problem(
    "N-MERGED-CELLS",
    zh="合并的单元格，其值用于所覆盖的每一行",
    en="merged cells; their value holds for every row that they cover",
    mend=Text(
        zh="如不对，请在原文件中取消合并并逐行填写", en="if that is wrong, unmerge them and fill in every row"
    ),
)
HIDDEN_ROWS = problem("N-HIDDEN-ROWS", zh="隐藏的行，已一并读取", en="hidden rows, read like any other")
HIDDEN_COLUMNS = problem(
    "N-HIDDEN-COLUMNS", zh="隐藏的列，已一并读取", en="hidden columns, read like any other"
)

OLD_FORMAT = problem(
    "N-OLD-FORMAT",
    zh="XLS 格式不区分结果为 0 的公式和从未计算的公式",
    en="the XLS format does not tell a formula whose result is 0 from one that was never calculated",
    mend=Text(
        zh="文件如由程序生成并含有公式，请用 Excel 打开并另存为 XLSX",
        en="if a program wrote the file and it has formulas, open it in Excel and save it as XLSX",
    ),
)

_DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""

_MOST = 10.0**_DIGITS


def as_text(value: Value) -> str:
    """The value of a cell as it would stand in a text file.

    >>> as_text(3.0), as_text(0.1), as_text(1e-7), as_text(True), as_text(dt.timedelta(hours=30))
    ('3', '0.1', '0.0000001', 'true', '30:00:00')
    """
    return _AS_TEXT[value.__class__](value)


def _number(value: float) -> str:
    if -_MOST < value < _MOST:
        text = repr(value or 0.0)  # minus nothing is nothing
        if "e" not in text:
            return text.removesuffix(".0")
    return f"{Decimal(repr(value)):f}"


def _numbers(values: Sequence[float]) -> list[str] | None:
    """Numbers that are written without an exponent, as ``_number`` writes them; None where one of them is not."""
    if not -_MOST < min(values) <= max(values) < _MOST:
        return None
    if all(map(float.is_integer, values)):
        return list(map(str, map(int, values)))
    texts = [repr(value or 0.0) for value in values]
    return None if any("e" in text for text in texts) else [text.removesuffix(".0") for text in texts]


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "true" if value else "false",
    int: _number,
    float: _number,
    dt.datetime: lambda value: value.isoformat(sep=" "),
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: _duration,
}


_BY_STR = frozenset({str, dt.datetime, dt.date, dt.time})
"""Types of which ``str`` writes the text."""

_TOGETHER = 1000
"""Rows whose cells are written column by column."""


class Grid:
    """The rows of a sheet as text, from its first column, whatever its first value stands in.

    ``long`` are the cells, by column, whose numbers have more than 15 digits; ``unplaced`` the error cells of
    rows that were not read yet. ``trimmed`` says that the library leaves out rows and columns at the edge which
    hold nothing but such cells.
    """

    def __init__(self, values: CalamineSheet, found: Contents, *, trimmed: bool) -> None:
        self._values = values
        self._left = [""] * (values.start[1] if values.start is not None else 0)
        furthest = max((column for _, column in found.errors), default=0) if trimmed else 0
        self._right = [""] * max(0, furthest - len(self._left) - values.width)
        self._trimmed = trimmed
        self.long: dict[int, list[int]] = {}
        self.unplaced: dict[int, list[tuple[int, str]]] = {}
        for (row, column), shown in found.errors.items():
            self.unplaced.setdefault(row, []).append((column - 1, shown))

    def rows(self) -> Iterator[Row]:
        """Every row with its number, the empty ones too."""
        left, right = tuple(self._left), tuple(self._right)
        first, values = 1, self._values.iter_rows()
        while batch := list(islice(values, _TOGETHER)):
            columns = [
                self._texts(place, first, column) for place, column in enumerate(zip(*batch, strict=True))
            ]
            for number, texts in enumerate(zip(*columns, strict=True), first):
                row: Cells = (*left, *texts, *right) if left or right else texts
                if self.unplaced and number in self.unplaced:
                    row = self._with_errors(number, row)
                yield number, row
            first += len(batch)
        if self._trimmed:
            yield from self._beyond(len(left) + self._values.width + len(right))

    def _texts(self, place: int, first: int, column: Sequence[Value]) -> Sequence[str]:
        """Some cells of a column, from the row ``first`` on, as text; most columns hold values of one type only."""
        kinds = {value.__class__ for value in column}
        if kinds == {str}:
            return cast("Sequence[str]", column)
        if kinds == {float}:
            return _numbers(cast("Sequence[float]", column)) or self._each(place, first, column)
        if kinds <= _BY_STR:
            return list(map(str, column))
        return self._each(place, first, column)

    def _each(self, place: int, first: int, column: Sequence[Value]) -> list[str]:
        for number, value in enumerate(column, first):
            if value.__class__ is float and abs(value) >= _MOST:
                self.long.setdefault(len(self._left) + place + 1, []).append(number)
        return [value if value.__class__ is str else as_text(value) for value in column]

    def _with_errors(self, number: int, row: Cells) -> Cells:
        texts = list(row)
        for place, shown in self.unplaced.pop(number):
            texts[place] = shown
        return texts

    def _beyond(self, width: int) -> Iterator[Row]:
        for number in sorted(self.unplaced):
            texts = [""] * width
            for place, shown in self.unplaced.pop(number):
                texts[place] = shown
            yield number, texts


def on_format(kind: str) -> Iterator[Remark]:
    """What cannot be told of a workbook in the old format."""
    if kind == "XLS":
        yield Remark(OLD_FORMAT())


def on_cells(
    grid: Grid, held: Held, found: Contents, layout: Layout, places: Sequence[int]
) -> Iterator[Remark]:
    """What is said of long numbers, merged cells, and hidden rows and columns."""
    for column, rows in grid.long.items():
        yield Remark(
            DIGITS_LOST(), len(rows), tuple(f"{column_letters(column)}{row}" for row in rows[:REMARKED])
        )
    if held.count:
        yield Remark(MERGED(), held.count, tuple(f"{column_letters(one[1])}{one[0]}" for one in held.first))
    hidden = [row for row in found.hidden_rows if row >= layout.first and row <= found.rows]
    if hidden:
        yield Remark(HIDDEN_ROWS(), len(hidden), tuple(f"{row}:{row}" for row in hidden[:REMARKED]))
    letters = [column_letters(place + 1) for place in places if place + 1 in found.hidden_columns]
    if letters:
        yield Remark(HIDDEN_COLUMNS(), len(letters), tuple(f"{one}:{one}" for one in letters[:REMARKED]))
