"""What was read: the facts about a file that the manifest records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audit.evidence.readers.encoding import Detected


@dataclass(frozen=True, slots=True)
class Source:
    """One file, and how it was read.

    ``header`` are the names as they stand in the file; a column without one is called ``#3`` by its
    place. ``rows`` counts the records under the header. ``path_taken`` says whether the file was
    regular enough for DuckDB's own parser; the table is the same either way.
    """

    shown: str
    sha256: str
    bytes: int
    encoding: Detected
    delimiter: str
    header: tuple[str, ...]
    rows: int
    path_taken: Literal["fast", "exact"]
