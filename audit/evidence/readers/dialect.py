"""How a delimited file is laid out: its delimiter, its header, and whether it is regular.

DuckDB's own sniffer is never asked: it has been seen to read a ragged file as one column in silence.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audit.evidence.readers.encoding import blocks

DELIMITERS = (",", "\t", ";", "|")
_RECORDS = 200  # under the header, enough to tell a delimiter from a character of the text
_LONGEST_FIELD = 2_000_000  # characters; Python's own limit of 131,072 is less than a long e-mail
_NEWLINE, _QUOTE = b'\n"'


@dataclass(frozen=True, slots=True)
class Layout:
    """What one pass over the bytes has seen.

    ``lines`` counts physical lines. ``regular``: every record is one line, none is blank, line ends
    are all alike, and every quote opens or closes a field, or is doubled within a quoted one.
    ``delimiters`` counts those outside quotes under the header; it is right for regular files only.
    """

    lines: int
    regular: bool
    delimiters: int


def find_delimiter(path: Path, header_row: int) -> str:
    """The delimiter by which most records of a UTF-8 file agree with the header, then the most columns."""
    agreements = {delimiter: _agreement(path, header_row, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: agreements[delimiter])
    return best if agreements[best] > (0.0, 1) else ","


def find_header(path: Path, header_row: int, delimiter: str) -> tuple[str, ...]:
    """The fields of the header record; none when the file ends before it, or it cannot be read."""
    _, fields = next(records(path, header_row, delimiter), (header_row, []))
    return () if isinstance(fields, csv.Error) else tuple(fields)


def records(path: Path, from_line: int, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each record of a UTF-8 file with the physical line that it begins on; none for a blank line.

    A record with a misplaced quote is given as its error, and reading goes on with the next line. A
    quote that is never closed is the last thing given: what follows it cannot be told apart.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in islice(file, from_line - 1):
            pass
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = from_line + reader.line_num
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, error
                if not is_misplaced(error):
                    return


def is_misplaced(error: csv.Error) -> bool:
    """Whether a closing quote stands in the wrong place, rather than nowhere."""
    return "expected after" in str(error)


def examine(path: Path, delimiter: str, header_row: int) -> Layout:
    """Look at every byte of a UTF-8 file once."""
    lines, returns, paired, delimiters, regular, last = 0, 0, 0, 0, True, b"\n"
    for block in blocks(path):
        top = b"".join(block.splitlines(keepends=True)[:header_row]) if lines == 0 else b""
        lines += block.count(b"\n")
        if b"\r" in block:
            returns += block.count(b"\r")
            paired += block.count(b"\r\n")
        separating = _separating(block[len(top) :], delimiter)
        regular = (
            regular and not _has_blank_line(block) and None not in (_separating(top, delimiter), separating)
        )
        delimiters += separating or 0
        last = block
    alike = returns == paired and paired in (0, lines)
    unended = not last.endswith(b"\n")
    return Layout(lines + unended, regular and alike and header_row <= lines + unended, delimiters)


def _has_blank_line(block: bytes) -> bool:
    return block.startswith((b"\n", b"\r")) or b"\n\n" in block or (b"\r" in block and b"\n\r" in block)


def _agreement(path: Path, header_row: int, delimiter: str) -> tuple[float, int]:
    """The share of the first records that have as many fields as the header, and how many those are."""
    first = islice(records(path, header_row, delimiter), _RECORDS)
    counts = [0 if isinstance(fields, csv.Error) else len(fields) for _, fields in first if fields]
    if not counts or counts[0] < 2:
        return 0.0, 1
    return sum(count == counts[0] for count in counts) / len(counts), counts[0]


def _separating(lines: bytes, delimiter: str) -> int | None:
    """The number of delimiters outside quotes in whole lines; None where quotes are not as they should be.

    They should alternate between opening and closing a field, both in one line; the two quotes of a
    doubled one close and open again without a delimiter between them.
    """
    separator = delimiter.encode()
    if b'"' not in lines:
        return lines.count(separator)
    text = np.frombuffer(b"\n" + lines + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    newlines = np.flatnonzero(text == _NEWLINE)
    doubled = np.zeros(len(opening) + 1, dtype=bool)
    doubled[1:-1] = opening[1:] == closing[:-1] + 1
    well = (
        np.array_equal(np.searchsorted(newlines, opening), np.searchsorted(newlines, closing))
        and np.all(_one_of(text[opening - 1], separator + b"\n") | doubled[:-1])
        and np.all(_one_of(text[closing + 1], separator + b"\n\r") | doubled[1:])
    )
    if not well:
        return None
    found = np.flatnonzero(text == separator[0])
    return int(np.sum(np.searchsorted(quotes, found) % 2 == 0))


def _one_of(characters: npt.NDArray[np.uint8], wanted: bytes) -> npt.NDArray[np.bool_]:
    return np.isin(characters, np.frombuffer(wanted, dtype=np.uint8))
