"""What was read: the facts about a file that the manifest records, and what a reader should be told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from audit.evidence.readers.encoding import Detected
from audit.evidence.readers.layout import Layout
from audit.text import Message, Text

if TYPE_CHECKING:
    from audit.evidence.readers.in_place import InPlace

REMARKED = 20
"""How many places of one remark are kept; the count is exact."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that stops nobody from reading it, but must not stay unsaid.

    ``count`` is exact; ``places`` are the first of them, as problems name places (a physical line), and none
    where the remark is about the file as a whole.
    """

    message: Message
    count: int = 1
    places: tuple[str, ...] = ()


def remark(message: Message, lines: Sequence[int]) -> Remark:
    """A remark about lines."""
    return Remark(message, len(lines), tuple(map(str, lines[:REMARKED])))


@dataclass(frozen=True, slots=True)
class Source:
    """One file, and how it was read.

    ``header`` are the names as they stand in the file; a column without one is called ``#3`` by its
    place. ``rows`` counts the records under the header. ``path_taken`` says whether the file was
    regular enough for DuckDB's own parser; the table is the same either way.

    A sheet of a workbook has no encoding and no delimiter; instead it has a name, the letters of the
    columns in the order of ``header``, and the date that the number 0 stands for. ``sha256`` and ``bytes``
    are those of the file as it was handed over, for a member of an archive those of the archive; a table of
    a database server has no bytes, and the hash of its rows.

    ``left_out`` counts the rows below the header that are no records and are not in ``rows``, by reason;
    ``layout`` is where the table stands in its file. A file that is read ``in_place`` has its records there, and
    what these are is known only once they are typed: see ``settled``.
    """

    shown: str
    sha256: str
    bytes: int | None
    encoding: Detected | None
    delimiter: str | None
    header: tuple[str, ...]
    rows: int
    path_taken: Literal["fast", "exact", "sheet", "typed", "records"]
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    day_zero: dt.date | None = None
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[tuple[int, Text], ...] = ()
    layout: Layout | None = field(default=None, compare=False, repr=False)
    in_place: InPlace | None = field(default=None, compare=False, repr=False)
