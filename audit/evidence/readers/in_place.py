"""A long, regular file that is read where it lies: parsed by the very statement that types it.

To keep the text of ten million records beside their values takes more time than to parse and to type them. What
needs the text as a table can still have it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.functions import name
from audit.evidence.readers import unreadable
from audit.evidence.readers.loading import Loaded, Regular, doubtful, parsed, text_of
from audit.evidence.readers.source import Source

LONG = 1 << 26
"""Bytes from which on a file is read where it lies: below, nobody waits for it."""

UNPARSED = (duckdb.InvalidInputException, duckdb.IOException)
"""What DuckDB raises where it cannot parse a file, as where a line lacks what another has too many, or cannot open it."""

Stamp = tuple[int, int, int]


class Irregular(Exception):
    """A file has other records than it seemed to have: its text is to be loaded."""


def stamp_of(path: Path) -> Stamp | None:
    """By which a file that was changed can be told: its size, the time of its last change, and its inode."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ino


@dataclass(slots=True)
class InPlace:
    """A regular file of which nothing is loaded.

    ``relation`` has its columns, with null for an empty field, in the order of the records; it does not know their
    lines: the first of the ``rows`` records stands on line ``first``, each on one line. That all of them are records
    is known once somebody has looked for ``doubtful`` ones and is ``sure``. If some are, its text is to be loaded as
    that of every other file, and ``taken`` says what came of it. ``remarked`` counts what its reader had to remark.
    """

    regular: Regular
    rows: int
    stamp: Stamp
    by_text: Callable[[duckdb.DuckDBPyConnection], Loaded]
    tell: Callable[[Loaded], Source]
    sure: bool = False
    taken: Loaded | None = None
    remarked: int = 0

    @classmethod
    def of(
        cls,
        con: duckdb.DuckDBPyConnection,
        regular: Regular,
        stamp: Stamp,
        by_text: Callable[[duckdb.DuckDBPyConnection], Loaded],
        tell: Callable[[Loaded], Source],
    ) -> InPlace | None:
        """A long file whose columns all have a header; None for any other."""
        text, rows = regular.text, regular.records
        if rows is None or text.columns.bare or stamp[0] < LONG:
            return None
        found = cls(regular, rows, stamp, by_text, tell)
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW {name(found.relation)} AS SELECT * FROM {parsed(text, empty=False)}"  # noqa: S608 - our own names
        )
        return found

    @property
    def relation(self) -> str:
        """The records as text, without their lines."""
        return text_of(self.regular.text.table)

    @property
    def lies(self) -> bool:
        """Whether its text is still not loaded."""
        return self.taken is None

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of the relation."""
        return self.regular.text.columns.names

    def told(self) -> Source:
        """What is told of the file if every row is a record."""
        every = list(range(len(self.header)))
        source = self.tell(Loaded(self.rows, every, self.regular.sieve, "fast"))
        self.remarked = len(source.remarks)
        return replace(source, in_place=self)

    @property
    def first(self) -> int:
        """The line of the first record."""
        return self.regular.text.skip + 1

    def doubtful(self, columns: Sequence[str]) -> str:
        """The condition that a row may be no record, on the columns under these names."""
        return doubtful(columns, self.regular.sieve)

    def load(self, con: duckdb.DuckDBPyConnection) -> None:
        """Have the text as a table after all.

        Raises:
            Unreadable: the file cannot be parsed, with what is wrong by line; or it was changed meanwhile.
        """
        self.forget(con)
        self.refuse_changes()
        self.taken = self.by_text(con)
        self.rows = self.taken.rows
        self.refuse_changes()

    def forget(self, con: duckdb.DuckDBPyConnection) -> None:
        """Drop the relation."""
        con.execute(f"DROP VIEW {name(self.relation)}")

    def refuse_changes(self) -> None:
        """Raise Unreadable if the file is another than the one whose hash was taken."""
        if stamp_of(self.regular.text.path) != self.stamp:
            said = Located(file=self.regular.text.shown, message=unreadable.CHANGED())
            raise Unreadable([said])


def settled(source: Source) -> Source:
    """What is known of a file once its records are typed."""
    lying = source.in_place
    if lying is None or lying.taken is None:
        return source
    told = lying.tell(lying.taken)
    return replace(told, remarks=(*told.remarks, *source.remarks[lying.remarked :]), in_place=lying)
