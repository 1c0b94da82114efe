"""Merged cells below a header: a value that holds for several rows, or a heading across the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from python_calamine import CalamineSheet

from audit.evidence.readers.cells import Contents
from audit.evidence.readers.grid import MOSTLY, Row, Span
from audit.evidence.readers.source import REMARKED

_MOST_SPANS = 200_000


def spans_of(values: CalamineSheet, found: Contents) -> list[Span]:
    """The merged cells of a sheet, from 1; those that the library does not tell were found in the file."""
    merged = values.merged_cell_ranges
    if merged is None:
        return sorted(found.merged)
    return sorted((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged)


def headings(spans: Sequence[Span], width: int) -> frozenset[int]:
    """The rows that one merged cell crosses, or nearly so."""
    return frozenset(
        top for top, left, bottom, right in spans if top == bottom and right - left + 1 > MOSTLY * width
    )


class Held:
    """Writes the value of a merged cell into every row that it covers, in its first column.

    ``count`` cells were written; ``first`` are the merged cells that the first of them come from.
    """

    def __init__(self, spans: Sequence[Span], header: int) -> None:
        self._spans = [span for span in spans if span[2] > span[0] > header][:_MOST_SPANS]
        self.count = 0
        self.first: list[tuple[int, int]] = []

    def filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows in order, with the values of merged cells."""
        return self._filled(rows) if self._spans else rows

    def _filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        waiting = iter(self._spans)
        following = next(waiting, None)
        holding: dict[int, tuple[int, str]] = {}
        for number, cells in rows:
            if not holding and (following is None or following[0] > number):
                yield number, cells
                continue
            texts = list(cells)
            for column, (until, text) in list(holding.items()):
                if number > until:
                    del holding[column]
                else:
                    self.count += bool(text)
                    texts[column - 1] = text
            while following is not None and following[0] <= number:
                top, left, bottom, _ = following
                if top == number and left <= len(texts):
                    holding[left] = (bottom, texts[left - 1])
                    if texts[left - 1] and len(self.first) < REMARKED:
                        self.first.append((top, left))
                following = next(waiting, None)
            yield number, texts
