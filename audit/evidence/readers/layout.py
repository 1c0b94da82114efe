"""Where in a grid of texts the table stands: its header, its records, and the rows that are neither.

People put titles above a table, units under its header, totals within and notes below it. A header is told
by what it is: words that differ from one another, as wide as the table, above cells of another form that
never repeat them. Which words they are decides only where two rows are equally good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.evidence.readers.endings import LeftRow, Sieve, profile_of_records
from audit.evidence.readers.grid import Profile, Row, Span, is_blank
from audit.evidence.readers.headers import Reason, choose, declared, names_of, units_of
from audit.text import Text

Known = Callable[[str], bool]
"""Whether a text is a usual name of a column; asked only where form does not decide."""

HEAD = 100
"""How many of the first rows a header is found from."""

REASON_WORDS: Mapping[Reason, Text] = {
    "first": Text(
        zh="首个与表同宽、各格文字互不相同的行", en="the first row as wide as the table, of different words"
    ),
    "typed": Text(
        zh="各格文字互不相同，其下是数字、日期或编码", en="different words above numbers, dates or codes"
    ),
    "named": Text(zh="其中有常见的列名", en="it holds common names of columns"),
    "declared": Text(zh="audit.yaml 已写明", en="audit.yaml says so"),
    "only": Text(zh="其下没有记录", en="there is no record below it"),
    "record": Text(zh="没有一行像表头，暂取首行", en="no row looks like a header; the first was taken"),
}


def no_name(_: str) -> bool:
    """Know no usual names of columns."""
    return False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands in its grid. Rows and columns count from 1.

    ``header`` are the rows of the header: one, two where the upper one names groups. ``names`` are the names
    of ``columns``, the columns that have a name or a value; empty where a column has none. ``first`` is the
    row of the first record, ``last`` that of the last one, where it is known. ``left_out`` are the rows that
    hold text but no record, as far as they were seen; ``units`` what a row of units says, by column.

    ``rivals`` are rows that could be the header just as well: where there are any, a person must be asked.
    ``confidence`` is from 0 to 1, ``reason`` why this header was taken. ``profile`` is the form of what
    stands below it.
    """

    header: tuple[int, ...]
    names: tuple[str, ...]
    columns: tuple[int, ...]
    first: int
    last: int | None
    left_out: tuple[LeftRow, ...]
    confidence: float
    reason: Text
    rivals: tuple[int, ...] = ()
    units: Mapping[int, str] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    header_rows: tuple[Row, ...] = field(default=(), compare=False, repr=False)
    profile: Profile = field(default=Profile(0, {}, {}), compare=False, repr=False)

    @property
    def doubtful(self) -> bool:
        """Whether no row looks like a header at all."""
        return self.reason == REASON_WORDS["record"]

    def sieve(self, last: int | None = None) -> Sieve:
        """What tells the records of this table from other rows."""
        return Sieve(self.profile, self.header_rows, last)


def begin(
    head: Sequence[Row],
    *,
    header: tuple[int, ...] | None = None,
    merged: Sequence[Span] = (),
    known: Known = no_name,
) -> Layout | None:
    """The header of a grid and what stands above its records; None where there is none.

    Args:
        head: the first rows of the grid, ``HEAD`` of them, or all.
        header: the rows of the header, where audit.yaml names them.
        merged: merged cells among these rows, as far as the format has them.
        known: whether a text is a usual name of a column; decides only where form does not.
    """
    chosen = choose(head, merged, known) if header is None else declared(head, header)
    if chosen is None:
        return None
    top, start = chosen.rows[0][0], chosen.rows[-1][0]
    left = [LeftRow(number, "title") for number, cells in head if number < top and not is_blank(cells)]
    below = [row for row in head if row[0] > start and not is_blank(row[1])]
    units = units_of(below[0][1], chosen.profile) if below else None
    if units is not None:
        start = below.pop(0)[0]
        left.append(LeftRow(start, "units"))
    names = names_of(chosen.rows, merged)
    records = profile_of_records([cells for _, cells in below], sum(map(bool, names)))
    places = sorted({place for place, name in enumerate(names) if name}.union(records.columns))
    return Layout(
        header=tuple(number for number, _ in chosen.rows),
        names=tuple(names[place] if place < len(names) else "" for place in places),
        columns=tuple(place + 1 for place in places),
        first=below[0][0] if below else start + 1,
        last=None,
        left_out=tuple(left),
        confidence=chosen.confidence,
        reason=REASON_WORDS[chosen.reason],
        rivals=chosen.rivals,
        units={place + 1: text for place, text in (units or {}).items()},
        header_rows=chosen.rows,
        profile=records,
    )


def find(
    head: Sequence[Row],
    tail: Sequence[Row] = (),
    *,
    header: tuple[int, ...] | None = None,
    last: int | None = None,
    merged: Sequence[Span] = (),
    known: Known = no_name,
) -> Layout | None:
    """The whole layout, as far as the first rows and the last ones tell; None where there is no table.

    Args:
        head: the first rows of the grid, ``HEAD`` of them, or all.
        tail: the last rows that are not in ``head``, ``TAIL`` of them; none where ``head`` is the grid.
        header: the rows of the header, where audit.yaml names them.
        last: the row of the last record, where audit.yaml names it.
        merged: merged cells among the first rows, as far as the format has them.
        known: whether a text is a usual name of a column; decides only where form does not.
    """
    found = begin(head, header=header, merged=merged, known=known)
    if found is None:
        return None
    sieve = found.sieve(last)
    above = {one.row for one in found.left_out}.union(found.header)
    rows = (row for row in (*head, *tail) if row[0] > found.header[-1] and row[0] not in above)
    records = [number for number, _ in sieve.records(rows)]
    return replace(
        found,
        first=records[0] if records else found.first,
        last=records[-1] if records else None,
        left_out=(*found.left_out, *sieve.left),
        kept=tuple(sieve.kept),
    )
