"""What was read: the facts about a file that the manifest records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from audit.evidence.readers.encoding import Detected


@dataclass(frozen=True, slots=True)
class Source:
    """One file, and how it was read.

    ``header`` are the names as they stand in the file; a column without one is called ``#3`` by its
    place. ``rows`` counts the records under the header. ``path_taken`` says whether the file was
    regular enough for DuckDB's own parser; the table is the same either way.

    A sheet of a workbook has no encoding and no delimiter; instead it has a name, the letters of the
    columns in the order of ``header``, and the date that the number 0 stands for.
    """

    shown: str
    sha256: str
    bytes: int
    encoding: Detected | None
    delimiter: str | None
    header: tuple[str, ...]
    rows: int
    path_taken: Literal["fast", "exact", "sheet"]
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    day_zero: dt.date | None = None
