"""One Ibis connection: DuckDB in the process, on a file that is deleted when the work is done."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis import Schema
    from ibis.backends.duckdb import Backend
    from ibis.backends.sql import SQLBackend

READING = "1GB"
"""Memory of the engine while files are read and checked: beyond it, text and typed rows lie on disk. Ten million
complaints would otherwise take 3 GB."""


ROW_GROUP = 122_880
"""Rows that DuckDB stores, scans and hands to its threads together."""


class Measuring(Protocol):
    """What measures ask of an engine. Expressions stand on the engine's own tables."""

    def fetch(self, rows: ir.Expr) -> pa.Table:
        """The rows of an expression, in the types that it declares."""

    def fetch_by_each(self, grouped: ir.Table, columns: int, *, by_none: bool = True) -> pa.Table:
        """The rows of a grouping by the first ``columns``, made one by each of them and, if ``by_none``, one by none:
        in one pass.
        """

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """The rows of an expression as a table that lives as long as the engine, computed once."""

    def name(self, name: str, rows: ir.Table) -> ir.Table:
        """An expression under a name, computed anew by whatever reads it, and only the columns that this reads."""


def by_each(statement: str, columns: int, *, by_none: bool = True) -> str:
    """SQL of a grouping by the first columns, as Ibis writes it, made one by each of them and one by none.

    Without columns there is nothing but the one by none.

    >>> by_each("SELECT a, b, COUNT(*) FROM t GROUP BY 1, 2", 2)
    'SELECT a, b, COUNT(*) FROM t GROUP BY GROUPING SETS ((), (1), (2))'

    Raises:
        ValueError: the statement groups by something else.
    """
    if not columns:
        return statement
    places = [str(place) for place in range(1, columns + 1)]
    ungrouped = statement.removesuffix(f" GROUP BY {', '.join(places)}")
    if ungrouped == statement:
        raise ValueError(f"this does not group by the first {columns} columns: {statement}")
    sets = [*(["()"] if by_none else []), *(f"({place})" for place in places)]
    return f"{ungrouped} GROUP BY GROUPING SETS ({', '.join(sets)})"


class Connected:
    """A connection with a folder of its files: a context manager that ends the one and deletes the other."""

    __slots__ = ()

    con: SQLBackend
    folder: Path

    def close(self) -> None:
        """Disconnect and delete the temporary files; may be called twice."""
        self.con.disconnect()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Engine(Connected):
    """A connection to DuckDB and the folder of its temporary files."""

    con: Backend
    folder: Path

    def run_sql(self, statement: str) -> None:
        """Run one statement that gives no rows."""
        self.con.raw_sql(statement)

    def use_one_thread(self) -> None:
        """For tables of one ``ROW_GROUP`` at most: the engine gives its threads whole ones to work on.

        To wake the others for every statement takes more time than these tables do.
        """
        self.run_sql("SET threads = 1")

    def store(self, name: str, rows: ir.Table, *, temporary: bool = False) -> ir.Table:
        """Keep the rows of an expression as a table, in place of one of that name.

        A temporary table is not compressed: quicker to write, larger in memory or in the spill. (Ibis'
        own ``create_table`` takes half as long again to put the statements for a wide table together.)
        """
        kind = "TEMP TABLE" if temporary else "TABLE"
        self.run_sql(f'CREATE OR REPLACE {kind} "{name}" AS {self.con.compile(rows)}')
        return self.con.table(name)

    def table(self, name: str, schema: Schema) -> ir.Table:
        """A table of which the columns are known: to ask the engine for those of a wide one takes milliseconds."""
        import ibis.expr.operations as ops  # noqa: PLC0415 - as below

        return ops.DatabaseTable(name, schema, self.con, ops.Namespace()).to_expr()

    def fetch(self, rows: ir.Expr) -> pa.Table:
        """See ``Measuring``."""
        return self.con.to_pyarrow(rows)

    def fetch_by_each(self, grouped: ir.Table, columns: int, *, by_none: bool = True) -> pa.Table:
        """See ``Measuring``."""
        statement = by_each(self.con.compile(grouped), columns, by_none=by_none)
        return self.con.con.execute(statement).to_arrow_table().cast(grouped.schema().to_pyarrow())

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """See ``Measuring``."""
        return self.store(name, rows, temporary=True)

    def name(self, name: str, rows: ir.Table) -> ir.Table:
        """See ``Measuring``."""
        self.run_sql(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {self.con.compile(rows)}')
        return self.con.table(name)

    def seal(self) -> None:
        """Shut the engine off from files and network; what is staged stays. Cannot be undone.

        Measures may then take what memory the machine has (DuckDB: 80 %): not all that they ask can lie on disk.
        """
        self.run_sql("RESET memory_limit")
        self.run_sql("SET enable_external_access = false")


def connect(*, threads: int | None = None) -> Engine:
    """Open the engine that files are read and checked on; ``threads`` defaults to all cores.

    The database is a file in a temporary folder, so that tables larger than memory spill to disk. No
    extension is ever downloaded, and rows keep the order of their files.
    """
    import ibis  # noqa: PLC0415 - half a second that `audit --help` does not need

    folder = Path(tempfile.mkdtemp(prefix="service-gap-audit-"))
    settings: dict[str, object] = {
        "temp_directory": str(folder / "spill"),
        "memory_limit": READING,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if threads is not None:
        settings["threads"] = threads
    try:
        con = ibis.duckdb.connect(folder / "evidence.duckdb", **settings)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    connected = Engine(con, folder)
    connected.run_sql("SET TimeZone = 'UTC'")
    return connected
