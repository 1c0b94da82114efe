"""What was handed over: every file with its hash, and how far it can be relied on."""

from __future__ import annotations

from typing import Literal

from audit.result.numbers import Record
from audit.text import Message, Text

EvidenceGrade = Literal["A", "B", "C", "D"]
"""A complete system export, hashed, traced on site; B export not traced, or probability sample;
C summary, convenience sample or a response under 0.10; D oral only."""


class SourceFile(Record):
    """One file as it was handed over. ``rows`` counts its records, without the header.

    ``bytes`` is None for a table of a database server, which has no size.
    """

    path: str
    sha256: str
    bytes: int | None
    rows: int
    encoding: str | None = None
    encoding_how: Literal["declared", "bom", "detected"] | None = None
    sheet: str | None = None


class PersonalData(Record):
    """What the gate for personal data found in one column, and what was decided.

    ``count`` of the filled cells, which are ``share`` of them, look like ``kind``. A ``refused`` column
    takes its table with it; in a ``masked`` one the values are never shown; an ``admitted`` one was let in
    by audit.yaml for a reason, and is masked as well.
    """

    column: str
    ours: str | None = None
    kind: Text
    count: int
    share: float
    decision: Literal["refused", "masked", "admitted"]
    reason: Text | None = None
    approved_by: str | None = None


class TableEntry(Record):
    """One table: its files, what was taken from them, and its evidence grade.

    ``rows`` counts what was read; ``left_out`` what audit.yaml left out, by reason; ``set_aside`` the
    rows with errors; ``outside_period`` the valid rows that the audit period does not hold; ``used`` what
    measures see. ``first`` and ``last`` are the ISO dates of the anchor column among the rows used.
    Of the ``months`` that the period touches, ``months_covered`` hold a row; ``age_days`` is the age of the
    newest row at the cut-off, and ``fresh_days`` the window before the end of the period in which a log of
    this kind should have one. ``collected_at`` (ISO) and ``source`` are what audit.yaml says: the time stamp of
    a file is no evidence. ``columns`` are those of the catalogue that were handed over. ``sha256`` is the hash
    of the rows that measures see, in file order.
    """

    table: str
    title: Text
    files: tuple[SourceFile, ...] = ()
    inline: bool = False
    rows: int
    used: int
    outside_period: int = 0
    set_aside: int = 0
    left_out: tuple[LeftOut, ...] = ()
    first: str | None = None
    last: str | None = None
    months: int | None = None
    months_covered: int | None = None
    age_days: int | None = None
    fresh_days: int | None = None
    collected_at: str | None = None
    source: Text | None = None
    sha256: str
    grade: EvidenceGrade
    grade_reason: Message
    columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    personal: tuple[PersonalData, ...] = ()
    notes: tuple[Message, ...] = ()


class LeftOut(Record):
    """Rows that are no records, or that audit.yaml leaves out, with the reason."""

    rows: int
    reason: Text


class MissingTable(Record):
    """A table that was not handed over, and the items that would have needed it."""

    table: str
    title: Text
    items: tuple[str, ...] = ()


class Manifest(Record):
    """Evidence received and evidence missing."""

    tables: tuple[TableEntry, ...] = ()
    missing: tuple[MissingTable, ...] = ()

    def table(self, name: str) -> TableEntry | None:
        """The entry of one table, or None when it was not handed over."""
        return next((entry for entry in self.tables if entry.table == name), None)
