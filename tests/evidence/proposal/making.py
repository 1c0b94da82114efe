"""How the invented exports are written: rows by a seed, text or a workbook around them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.evidence.proposal.corpus import Case

Row = Sequence[object]
Make = Callable[[random.Random, int, dt.datetime], Row]
Write = Callable[[Path], None]


def export(
    cases: list[Case],
    name: str,
    table: str,
    columns: Mapping[str, str],
    *,
    free: Iterable[str] = (),
    instrument: str | None = None,
    at_most: int = 0,
) -> Callable[[Write], Write]:
    """Keep what writes a folder, with the mapping that a reviewer writes by hand."""

    def keep(write: Write) -> Write:
        cases.append(
            Case(name, write, table, columns, frozenset(free), instrument=instrument, at_most=at_most)
        )
        return write

    return keep


def rows(make: Make, count: int = 120) -> Iterator[Row]:
    rng = random.Random(7)  # noqa: S311 - invented records, no secret
    for number in range(count):
        step = dt.timedelta(hours=13 * number + (number * number) % 5, minutes=(number * 37) % 60)
        yield make(rng, number, dt.datetime(2026, 1, 3, 8, 20, 5) + step)


def hours(rng: random.Random, most: int) -> dt.timedelta:
    return dt.timedelta(minutes=rng.randint(15, most * 60))


def text(header: Sequence[str], records: Iterable[Row], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(records)
    return out.getvalue()


def workbook(path: Path, title: str, lines: Iterable[Row]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for line in lines:
        sheet.append(list(line))
    book.save(path)
