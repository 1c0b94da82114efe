"""How a delimited file is written: its delimiter, its records, and whether it is regular.

DuckDB's own sniffer is never asked: it has been seen to read a ragged file as one column in silence.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audit.evidence.readers.encoding import blocks
from audit.evidence.readers.grid import Row

DELIMITERS = (",", "\t", ";", "|")
_RECORDS = 200  # enough to tell a delimiter from a character of the text
_LONGEST_FIELD = 2_000_000  # characters; Python's own limit of 131,072 is less than a long e-mail
_TAIL = 1 << 16  # bytes in which notes and totals at the end of a file are looked for
_NEWLINE, _QUOTE = b'\n"'


def find_delimiter(path: Path, from_line: int = 1) -> str:
    """The delimiter by which most records of a UTF-8 file have one width, then the one of most columns."""
    agreements = {delimiter: _agreement(path, from_line, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: agreements[delimiter])
    return best if agreements[best] > (0.0, 1) else ","


def head(path: Path, from_line: int, delimiter: str, count: int) -> list[Row]:
    """The first records; one that cannot be read is a text like any other."""
    first = islice(records(path, from_line, delimiter), count)
    return [(line, [str(fields)] if isinstance(fields, csv.Error) else fields) for line, fields in first]


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


class Scan:
    """What a pass over the bytes below a header has seen; ``skip`` lines stand above the records.

    ``lines`` counts physical lines, those above too. ``regular``: every record is one line, none is blank,
    line ends are all alike, and every quote opens or closes a field, or is doubled within a quoted one.
    ``delimiters`` counts those outside quotes; it is right for regular files only. ``tail`` are the last
    lines, not counted yet, and ``tail_at`` the byte that they begin at.
    """

    def __init__(self, delimiter: str, skip: int) -> None:
        self.delimiter, self.skip = delimiter, skip
        self.lines = self.delimiters = self.tail_at = 0
        self.tail = b""
        self._returns = self._paired = self._ends = 0
        self._well = True

    @property
    def regular(self) -> bool:
        """Whether what was seen so far is regular, and reaches as far as the records."""
        alike = self._returns == self._paired and self._paired in (0, self._ends)
        return self._well and alike and self.lines >= self.skip

    def above(self, lines: bytes) -> None:
        """Count what stands above the records."""
        self._count(lines)
        self._well &= _separating(lines, self.delimiter) is not None

    def add(self, lines: bytes) -> None:
        """Look at whole lines of records."""
        self._count(lines)
        separating = _separating(lines, self.delimiter)
        self._well = self._well and separating is not None and not _has_blank_line(lines)
        self.delimiters += separating or 0

    def tail_rows(self, count: int) -> list[Row] | None:
        """The last lines of the tail as records, if each of them is one."""
        lines = self.tail.splitlines(keepends=True)
        texts = [line.decode("utf-8-sig" if self.tail_at == 0 else "utf-8") for line in lines[-count:]]
        try:
            found = list(csv.reader(texts, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        first = self.lines + len(lines) - len(texts) + 1
        return list(enumerate(found, first)) if len(found) == len(texts) else None

    def _count(self, lines: bytes) -> None:
        ends = _count(lines, b"\n")
        self._ends += ends
        self.lines += ends + (bool(lines) and not lines.endswith(b"\n"))
        if b"\r" in lines:
            self._returns += lines.count(b"\r")
            self._paired += lines.count(b"\r\n")


def scan(path: Path, delimiter: str, skip: int) -> Scan:
    """Look at every byte of a UTF-8 file once, all but its tail; the first ``skip`` lines are no records."""
    seen = Scan(delimiter, skip)
    tail_at = _start_of_tail(path)
    offset = 0
    for block in blocks(path):
        top = len(b"".join(block.splitlines(keepends=True)[:skip])) if offset == 0 else 0
        if top:
            seen.above(block[:top])
            tail_at = max(tail_at, top)
        end = max(0, tail_at - offset)
        if block[top:end]:
            seen.add(block[top:end])
        seen.tail += block[end:]
        offset += len(block)
    seen.tail_at = tail_at
    return seen


def _start_of_tail(path: Path) -> int:
    """The beginning of the first line that lies within the last bytes of a file."""
    begin = path.stat().st_size - _TAIL
    if begin <= 0:
        return 0
    with path.open("rb") as file:
        file.seek(begin)
        file.readline()
        return file.tell()


def _has_blank_line(block: bytes) -> bool:
    if block.startswith((b"\n", b"\r")) or (b"\r" in block and b"\n\r" in block):
        return True
    ends = np.frombuffer(block, dtype=np.uint8) == _NEWLINE
    return bool(np.any(ends[1:] & ends[:-1]))


def _count(text: bytes, sought: bytes) -> int:
    """How often a character occurs; of one that is frequent, seven times as quick as ``bytes.count``."""
    if len(sought) > 1:
        return text.count(sought)
    return int(np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == sought[0]))


def _agreement(path: Path, from_line: int, delimiter: str) -> tuple[float, int]:
    """The share of the first records that are of the commonest width, and that width.

    Titles above a table have their own; a header without a delimiter speaks against one that every number
    of the records holds as its decimal point.
    """
    first = islice(records(path, from_line, delimiter), _RECORDS)
    widths = Counter(0 if isinstance(fields, csv.Error) else len(fields) for _, fields in first if fields)
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 0.0, 1
    count, width = max(several)
    return count / widths.total(), width


def _separating(lines: bytes, delimiter: str) -> int | None:
    """The number of delimiters outside quotes in whole lines; None where quotes are not as they should be.

    They should alternate between opening and closing a field, both in one line; the two quotes of a
    doubled one close and open again without a delimiter between them.
    """
    separator = delimiter.encode()
    if b'"' not in lines:
        return _count(lines, separator)
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
