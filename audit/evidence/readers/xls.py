"""What the old binary format of workbooks (XLS) tells besides values: failed formulas, hidden rows and columns.

Every formula of this format has some result: one that was never calculated cannot be told from one that is 0.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from audit.evidence.readers.cells import Contents

_DAMAGED = (XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError)


class Xls:
    """An open XLS workbook.

    Raises:
        zipfile.BadZipFile: it is damaged, here and when a sheet is looked at.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._book = xlrd.open_workbook(
                str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True
            )
        except _DAMAGED as error:
            raise zipfile.BadZipFile(str(error)) from error

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self._book.datemode == 1

    def contents(self, name: str) -> Contents:
        """Look at one sheet."""
        try:
            sheet = self._book.sheet_by_name(name)
        except _DAMAGED as error:
            raise zipfile.BadZipFile(str(error)) from error
        found = Contents()
        for row in range(sheet.nrows):
            types = sheet.row_types(row)
            full = [
                column
                for column, kind in enumerate(types)
                if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
            ]
            if full:
                found.rows, found.columns = row + 1, max(found.columns, full[-1] + 1)
            for column in full:
                if types[column] == xlrd.XL_CELL_ERROR:
                    code = int(sheet.cell_value(row, column))
                    found.errors[row + 1, column + 1] = xlrd.error_text_from_code.get(code, "#N/A")
        found.hidden_rows = sorted(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
        found.hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
        self._book.unload_sheet(name)
        return found
