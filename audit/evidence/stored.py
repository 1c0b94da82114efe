"""The table behind a typed table: what statements that change or take out its rows have to name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from audit.evidence.functions import literal, name

GONE, CELLS, _TAKEN = "_gone", "_cells", "_taken"
_BETWEEN = "\n"  # which no cell holds, where every record is one line


def all_cells(cells: Sequence[str]) -> str:
    """SQL for all cells of a row in one text, null as an empty one."""
    nothing = literal("")
    return f"concat_ws({literal(_BETWEEN)}, {', '.join(f'coalesce({one}, {nothing})' for one in cells)})"


def one_cell(place: int) -> str:
    """SQL for the cell in this place, from 0, of such a text."""
    return f"split_part({CELLS}, {literal(_BETWEEN)}, {place + 1})"


def behind(table: str) -> str:
    """The name of the table behind a typed table, which is a view of it."""
    return f"{table}__stored"


@dataclass(frozen=True, slots=True)
class Stored:
    """A table of typed rows, each with ``_file`` and ``_row``.

    Rows that were typed where they lie have neither: they are of one ``file``, and the first of them stands on line
    ``first``, so that a row's place in the table tells its line. Such rows are only marked as gone, for to delete
    some of them could move the others.
    """

    table: str
    file: str = ""
    first: int | None = None

    @property
    def place(self) -> str:
        """SQL of ``_file`` and ``_row``, to be selected from the table."""
        if self.first is None:
            return "_file, _row"
        return f"{literal(self.file)} AS _file, rowid + {self.first} AS _row"

    @property
    def there(self) -> str:
        """The condition that a row of the table has not been taken out."""
        return "TRUE" if self.first is None else f"{GONE} IS NULL"

    def same(self, own: str, other: str) -> str:
        """The condition that a row of the table, called ``own``, is that of another relation."""
        if self.first is None:
            return f"{own}._file = {other}._file AND {own}._row = {other}._row"
        return f"{own}.rowid = {other}._row - {self.first}"

    def among(self, rows: str) -> str:
        """The condition that a row is one of ``rows``, a query for ``_file`` and ``_row``."""
        if self.first is None:
            return f"(_file, _row) IN ({rows})"
        return f"rowid IN (SELECT _row - {self.first} FROM ({rows}))"  # noqa: S608 - our own names, here and below

    def take_out(self, con: duckdb.DuckDBPyConnection, rows: str) -> int:
        """Take ``rows`` out; how many there were."""
        if self.first is None:
            statement = f"DELETE FROM {name(self.table)} WHERE {self.among(rows)}"  # noqa: S608
        else:
            # By themselves first: the engine takes three times as long where one statement finds and marks them.
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE {_TAKEN} AS SELECT DISTINCT _row - {self.first} AS place FROM ({rows})"  # noqa: S608
            )
            statement = (
                f"UPDATE {name(self.table)} SET {GONE} = TRUE WHERE rowid IN (SELECT place FROM {_TAKEN})"  # noqa: S608
            )
        ((taken,),) = con.execute(statement).fetchall()
        con.execute(f"DROP TABLE IF EXISTS {_TAKEN}")
        return int(taken)

    def forget_cells(self, con: duckdb.DuckDBPyConnection) -> None:
        """Drop the text of cells that were kept for another look, once nobody looks any more."""
        if self.first is not None:
            con.execute(f"ALTER TABLE {name(self.table)} DROP COLUMN {CELLS}")
