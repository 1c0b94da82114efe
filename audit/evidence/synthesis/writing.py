"""Made-up tables as files: CSV, Parquet, XLSX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from audit.errors import Located, UsageError
from audit.evidence.synthesis.style import as_text
from audit.handout.workbook import saved
from audit.text import Text, message

Form = Literal["csv", "parquet", "xlsx"]

MOST_ROWS = 1_048_575
"""What a sheet holds below its header."""

TOO_LONG = message(
    "S-SHEET-FULL",
    zh="一张工作表最多容纳 {most} 条记录，而 {table} 有 {rows} 条",
    en="a sheet holds {most} records at most, and {table} has {rows}",
    mend=Text(zh="请改用 --format csv 或 parquet，或缩小 --size", en="write --format csv or parquet, or a smaller --size"),
)  # fmt: skip

EPOCH = dt.datetime(2026, 7, 15)
"""What a workbook says of when it was made: the day of the extract, never now."""

FORMULA_ERROR = "#REF!"
"""What stands in a cell of a sheet whose formula failed."""

_TIME_FORM, _DATE_FORM = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"


class Writer(Protocol):
    """Takes the parts of one table, as it is dressed."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""

    def close(self) -> None:
        """Finish the file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a table lies: a file, and its sheet in a workbook."""

    path: Path
    name: str | None


def check_length(table: str, rows: int) -> None:
    """Raise UsageError for a table that no sheet can hold."""
    if rows > MOST_ROWS:
        raise UsageError([Located(file="--format", message=TOO_LONG(most=MOST_ROWS, table=table, rows=rows))])


def write(batches: Iterator[pa.RecordBatch], sheet: Sheet, *, slashed: bool) -> int:
    """Write a table; returns its rows. Columns of text stay text, all others are typed where the form has types."""
    writer = _WRITERS[sheet.path.suffix](sheet, slashed)
    rows = 0
    for batch in batches:
        writer.write(batch)
        rows += batch.num_rows
    writer.close()
    return rows


class _Csv:
    """UTF-8, commas, a header; every text in quotes, as most systems export it."""

    def __init__(self, sheet: Sheet, slashed: bool) -> None:
        self._file = sheet.path.open("wb")
        self._slashed = slashed
        self._header = True

    def write(self, batch: pa.RecordBatch) -> None:
        options = pyarrow.csv.WriteOptions(include_header=self._header)
        pyarrow.csv.write_csv(_slashed(batch) if self._slashed else batch, self._file, options)
        self._header = False

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Typed columns, one row group a part."""

    def __init__(self, sheet: Sheet, slashed: bool) -> None:
        self._path = sheet.path
        self._writer: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, batch.schema, compression="zstd")
        self._writer.write_batch(batch)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class _Xlsx:
    """One sheet with typed cells; the file bears no date of its own, so that its bytes stay the same."""

    def __init__(self, sheet: Sheet, slashed: bool) -> None:
        self._path = sheet.path
        self._book = Workbook(write_only=True)
        self._book.properties.created = EPOCH
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet(sheet.name)
        self._empty = True

    def write(self, batch: pa.RecordBatch) -> None:
        if self._empty:
            self._sheet.append(batch.schema.names)
            self._empty = False
        columns = [self._cells(array) for array in batch.columns]
        for row in zip(*columns, strict=True):
            self._sheet.append(row)

    def close(self) -> None:
        self._path.write_bytes(saved(self._book))

    def _cells(self, array: pa.Array) -> list[Any]:
        values = array.to_pylist()
        if pa.types.is_temporal(array.type):
            form = _DATE_FORM if pa.types.is_date(array.type) else _TIME_FORM
            return [None if value is None else self._cell(value, form) for value in values]
        if pa.types.is_string(array.type):
            return [self._cell(value, None) if value == FORMULA_ERROR else value for value in values]
        return list(values)

    def _cell(self, value: Any, form: str | None) -> Any:
        cell = WriteOnlyCell(self._sheet, value=value)
        if form is None:
            cell.data_type = "e"
        else:
            cell.number_format = form
        return cell


def _slashed(batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = [as_text(one, slashed=True) if pa.types.is_temporal(one.type) else one for one in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


_WRITERS: Mapping[str, Callable[[Sheet, bool], Writer]] = {".csv": _Csv, ".parquet": _Parquet, ".xlsx": _Xlsx}
