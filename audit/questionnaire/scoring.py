"""Answers by statement -> the table of managers or contact staff: the mean of each scale, as answered."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from statistics import fmean

from audit.criteria.instrument import Instrument, Scale
from audit.errors import Located, UsageError
from audit.evidence.example_rows import MARK
from audit.questionnaire.grids import Sheet
from audit.text import Text, message

NO_COLUMN = message(
    "Q-COLUMN",
    zh="缺少列 {column}",
    en="the column {column} is missing",
    mend=Text(
        zh="表头应与 audit instrument export 写出的一致",
        en="the headers are those that audit instrument export writes",
    ),
)
NO_NUMBER = message(
    "Q-NUMBER", zh="{column} 应为 {low}–{high} 的数字", en="{column} must be a number from {low} to {high}"
)


def scored(instrument: Instrument, sheet: Sheet) -> bytes:
    """The rows with one column a scale instead of one a statement, as CSV in UTF-8 with a byte order mark.

    The mean is taken over the statements that were answered, and empty where none was. Nothing is turned:
    the measures turn scales whose agreement is unfavourable. Rows that are empty or hold the example are left
    out; other columns pass through as they are.

    Raises:
        UsageError: a statement has no column, or an answer is no number of the scale; with its cell.
    """
    columns = _columns(instrument, sheet)
    scales = {one.id: [columns[name] for name in _statements(one)] for one in instrument.scales}
    averaged = {place for places in scales.values() for place in places}
    kept = {name: place for name, place in columns.items() if place not in averaged}
    wrong: list[Located] = []
    rows = []
    for number, row in _answered(sheet):
        means = []
        for places in scales.values():
            answers = [_number(instrument, sheet, number, place, row[place], wrong) for place in places]
            means.append(_mean(answers))
        rows.append([*(_plain(row[place]) for place in kept.values()), *means])
    if wrong:
        raise UsageError(wrong)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[*kept, *scales], *rows])
    return out.getvalue().encode("utf-8-sig")


def _statements(scale: Scale) -> list[str]:
    return [scale.column(place) for place in range(1, len(scale.statements) + 1)]


def _columns(instrument: Instrument, sheet: Sheet) -> dict[str, int]:
    """Header -> its place; refuses a sheet on which a statement has none."""
    head = sheet.rows[0] if sheet.rows else ()
    columns = {str(name).strip(): place for place, name in enumerate(head) if name not in (None, "")}
    missing = [
        sheet.at(1, None, NO_COLUMN(column=name))
        for scale in instrument.scales
        for name in _statements(scale)
        if name not in columns
    ]
    if missing:
        raise UsageError(missing)
    return columns


def _answered(sheet: Sheet) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Rows with an answer, numbered as in the file."""
    for number, row in enumerate(sheet.rows[1:], 2):
        if any(cell not in (None, "") for cell in row) and row[0] not in (MARK.zh, MARK.en):
            yield number, row


def _number(
    instrument: Instrument, sheet: Sheet, row: int, place: int, cell: object, wrong: list[Located]
) -> float | None:
    """An answer; what is no number of the scale is added to ``wrong``, without repeating what it was."""
    if cell in (None, ""):
        return None
    low, high = instrument.scale
    try:
        answer = float(str(cell))
    except ValueError:
        answer = math.nan
    if low <= answer <= high:
        return answer
    said = NO_NUMBER(column=str(sheet.rows[0][place]), low=f"{low:g}", high=f"{high:g}")
    wrong.append(sheet.at(row, place + 1, said))
    return None


def _mean(answers: Sequence[float | None]) -> str:
    given = [one for one in answers if one is not None]
    return repr(fmean(given)) if given else ""


def _plain(cell: object) -> object:
    return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else cell
