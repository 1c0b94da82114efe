"""Records with names for their cells -> a text table in DuckDB that grows a column whenever a new name comes."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from audit.evidence.problems import problem
from audit.evidence.readers import unreadable
from audit.text import Message, Text

NAME_TWICE = problem(
    "E-NAME-TWICE",
    zh="列名“{name}”出现两次（第 {first} 列和第 {second} 列，不分大小写）",
    en="the column “{name}” is there twice (columns {first} and {second}; upper and lower case are one)",
    mend=Text(zh="请给其中一列另起名称", en="give one of them another name"),
)

_BATCH = 50_000
_RESERVED = frozenset({"_row", "_file"})


class Loader:
    """Fills the relation ``table``; cells that a record does not have are null."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str, shown: str) -> None:
        self._con, self._table, self._shown = con, table, shown
        self._columns: dict[str, list[str | None]] = {}
        self._spelt: dict[str, str] = {}
        self._refused: set[str] = set()
        self._rows: list[int] = []
        self._count = 0
        con.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} (_row BIGINT, _file VARCHAR)")

    def add(self, row: int, cells: Mapping[str, str | None]) -> Message | None:
        """Take a record, or say which of its names cannot be a column; each name is refused once."""
        for name in cells:
            wrong = self.declare(name)
            if wrong is not None:
                return wrong
        for name, column in self._columns.items():
            column.append(cells.get(name))
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self._flush()
        return None

    def declare(self, name: str) -> Message | None:
        """Make a column that no record has named yet, or say why it cannot be one."""
        if name in self._columns or name in self._refused:
            return None
        wrong = self._wrong(name)
        if wrong is not None:
            self._refused.add(name)
            return wrong
        self._columns[name] = [None] * len(self._rows)
        self._con.execute(f"ALTER TABLE {quoted(self._table)} ADD COLUMN {quoted(name)} VARCHAR")
        return None

    def close(self) -> tuple[tuple[str, ...], int]:
        """The names in the order in which they came, and the number of records."""
        self._flush()
        return tuple(self._columns), self._count

    def drop(self) -> None:
        """Give up the relation."""
        self._con.execute(f"DROP TABLE {quoted(self._table)}")

    def _wrong(self, name: str) -> Message | None:
        if name.lower() in _RESERVED:
            return unreadable.HEADER_RESERVED(name=name)
        same = self._spelt.setdefault(name.lower(), name)
        if same != name:
            places = list(self._columns)
            return NAME_TWICE(name=name, first=places.index(same) + 1, second=len(places) + 1)
        return None

    def _flush(self) -> None:
        if not self._rows:
            return
        names = [quoted(name) for name in self._columns]
        arrays = [pa.array(column, pa.string()) for column in self._columns.values()]
        arrays += [pa.array(self._rows, pa.int64()), pa.repeat(self._shown, len(self._rows))]
        batch = pa.table(arrays, names=[f"_{place}" for place in range(len(arrays))])
        into = ", ".join([*names, "_row", "_file"])
        self._con.register("_batch", batch)
        self._con.execute(f"INSERT INTO {quoted(self._table)} ({into}) SELECT * FROM _batch")  # noqa: S608 - quoted
        self._con.unregister("_batch")
        self._count += len(self._rows)
        self._rows = []
        self._columns = {name: [] for name in self._columns}


def quoted(identifier: str) -> str:
    """An identifier of SQL."""
    return '"' + identifier.replace('"', '""') + '"'
