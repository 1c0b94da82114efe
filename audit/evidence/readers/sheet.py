"""A sheet of a workbook -> a text table in DuckDB whose every record knows its row."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain, islice

import duckdb

from audit.errors import Located, Unreadable, column_letters
from audit.evidence.readers import unreadable
from audit.evidence.readers.cells import Cell
from audit.evidence.readers.endings import REASONS, Sieve
from audit.evidence.readers.grid import Row, Span
from audit.evidence.readers.layout import HEAD, Known, Layout, begin, no_name
from audit.evidence.readers.loading import EXAMPLES, load
from audit.evidence.readers.merged import Held, headings, spans_of
from audit.evidence.readers.naming import name_columns, nameless, reserved
from audit.evidence.readers.noted import counted, remarks_on
from audit.evidence.readers.source import Source
from audit.evidence.readers.values import Grid, on_cells, on_format
from audit.evidence.readers.workbook import SheetPart, Workbook
from audit.text import Text


def is_empty(book: Workbook, sheet: SheetPart) -> bool:
    """Whether no cell of a sheet has a value."""
    layout = book.examine(sheet)
    return not layout.rows or book.book.get_sheet_by_name(sheet.name).start is None


def read_sheet(
    con: duckdb.DuckDBPyConnection,
    book: Workbook,
    sheet: SheetPart,
    table: str,
    *,
    header_row: int | Sequence[int] | None = None,
    last_row: int | None = None,
    known: Known = no_name,
    mark: str | None = None,
) -> Source:
    """Read a sheet into the relation ``table``: its columns as text, then ``_row`` and ``_file``.

    Dates become ISO text, numbers their shortest decimal text (85 % is 0.85), booleans true and false; a
    formula is its last result, an error cell what it shows (``#REF!``). A merged cell holds for all the rows
    that it covers. The header is found unless ``header_row`` names its row or rows; titles, totals, repeated
    headers and notes are no records, but said in ``remarks``. Empty rows are no records, columns without a
    name and without a value are no columns. Hidden rows and columns are read, and said.

    ``_file`` is the file as people see it, or ``mark`` where several sheets of it hold one table.

    Raises:
        Unreadable: the sheet is empty or too large, which row is its header cannot be told, or formulas of
            records have no results.
    """
    found = book.examine(sheet)
    values = book.book.get_sheet_by_name(sheet.name)
    if values.start is None and found.uncalculated:
        raise _uncalculated(book, sheet, found.uncalculated, None)
    if values.start is None:
        raise book.stop(unreadable.EMPTY(), sheet.name)
    asked = (header_row,) if isinstance(header_row, int) else tuple(header_row or ())
    grid = Grid(values, found, trimmed=book.format != "XLSX")
    spans = spans_of(values, found)
    rows = grid.rows()
    head = list(islice(rows, HEAD + max(asked, default=0)))
    if found.uncalculated:
        likely = begin(head, header=asked or None, merged=spans, known=known)
        if likely is None or likely.rivals:
            raise _uncalculated(book, sheet, found.uncalculated, likely)
    layout = _layout(book, sheet, head, asked, spans, known)
    columns = name_columns(layout, max(len(cells) for _, cells in head), column_letters)
    sieve = layout.sieve(last_row)
    sieve.headings = headings(spans, len(layout.columns))
    merged = Held(spans, layout.header[-1])
    below = chain([row for row in head if row[0] >= layout.first], rows)
    records = sieve.records(merged.filled(below))
    count, places = load(con, table, columns.names, records, mark or book.shown, columns.kept)
    lacking = _in_records(found.uncalculated, layout, sieve)
    if lacking:
        raise _uncalculated(book, sheet, lacking, layout)
    if grid.unplaced and book.format == "XLSX":  # the library and we saw different sheets
        raise book.stop(unreadable.WORKBOOK_DAMAGED(reason=f"row {min(grid.unplaced)}"), sheet.name)
    with book.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        shown=book.shown,
        sha256=digest,
        bytes=book.path.stat().st_size,
        encoding=None,
        delimiter=None,
        header=tuple(columns.names[place] for place in places),
        rows=count,
        path_taken="sheet",
        sheet=sheet.name,
        letters=tuple(column_letters(place + 1) for place in places),
        day_zero=book.day_zero,
        remarks=(
            *remarks_on(layout, sieve, _whole_row, asked=not asked),
            *columns.remarks,
            *nameless(columns, places, lambda column: f"{column_letters(column)}{layout.header[-1]}"),
            *on_cells(grid, merged, found, layout, places),
            *on_format(book.format),
        ),
        left_out=tuple((count, REASONS[why]) for count, why in counted(sieve.left)),
        layout=layout,
    )


def _in_records(cells: Sequence[Cell], layout: Layout, sieve: Sieve) -> list[Cell]:
    """The cells that stand in the header or in a record; in a title or a row of totals a result is not missed."""
    left = {one.row for one in (*layout.left_out, *sieve.left)}
    return [cell for cell in cells if cell[0] >= layout.header[0] and cell[0] not in left]


def _uncalculated(
    book: Workbook, sheet: SheetPart, cells: Sequence[Cell], layout: Layout | None
) -> Unreadable:
    """The error that formulas have no results, column by column, by the header where there surely is one."""
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        by_column.setdefault(column, []).append(row)
    sure = layout is not None and not layout.doubtful and not layout.rivals
    names = dict(zip(layout.columns, layout.names, strict=True)) if layout is not None and sure else {}
    where = []
    for column, rows in sorted(by_column.items()):
        letters = column_letters(column)
        name = names.get(column) or letters
        said = unreadable.UNCALCULATED(
            column=Text(zh=f"“{name}”", en=f"“{name}”"),
            count=len(rows),
            cells=f"{letters}{rows[0]}" if len(rows) == 1 else f"{letters}{rows[0]}:{letters}{rows[-1]}",
        )
        where.append(Located(file=book.shown, sheet=sheet.name, line=rows[0], column=column, message=said))
    return Unreadable(where[:EXAMPLES], total=len(where))


def _layout(
    book: Workbook,
    sheet: SheetPart,
    head: Sequence[Row],
    asked: tuple[int, ...],
    spans: Sequence[Span],
    known: Known,
) -> Layout:
    """The header, declared or found."""
    layout = begin(head, header=asked or None, merged=spans, known=known)
    if layout is None:
        row = max(asked, default=1)
        raise book.stop(unreadable.NO_HEADER(header_row=row, lines=head[-1][0]), sheet.name)
    if layout.rivals:
        rows = ", ".join(map(str, (*layout.header, *layout.rivals)))
        raise book.stop(unreadable.HEADER_RIVALS(rows=rows, first=layout.header[0]), sheet.name)
    wrong = [
        Located(file=book.shown, sheet=sheet.name, line=layout.header[-1], column=column, message=said)
        for column, said in reserved(layout)
    ]
    if wrong:
        raise Unreadable(wrong[:EXAMPLES], total=len(wrong))
    return layout


def _whole_row(row: int) -> str:
    return f"{row}:{row}"
