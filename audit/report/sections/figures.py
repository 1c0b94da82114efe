"""The figures of any measure as a table: a measure that is added tomorrow prints itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from audit.report.sections.relevance import by_relevance
from audit.report.telling import CLUSTERED, Teller, capped
from audit.report.wording import month, number, opened
from audit.result import Estimate, Measurement

CLUSTERED_MARK, CENSUS_MARK = "†", "‡"
"""What stands behind the id of a measure whose intervals read as the chapter says."""

MOST_ROWS = 16
"""Rows of one table in the PDF; the attached result holds them all."""

MOST_FOLDED = 2
"""More rows than these without a value take one row together."""

MOST_NAMES = 6

_FIRST_DAY = re.compile(r"\d{4}-\d{2}-01")
"""A month as the measures name it."""


@dataclass(frozen=True)
class FigureRow:
    """One figure: what it is of, value, interval and n as printed; ``firm`` when it may be relied on, ``part``
    when it tells how far a breakdown of the row above spreads, ``folded`` when it stands for many without a value.
    """

    label: str
    value: str
    interval: str
    n: str
    remarks: str
    firm: bool
    part: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Breakdown:
    """The cells of a total by one column, such as its sites."""

    kind: str
    total: Estimate
    cells: tuple[Estimate, ...]


@dataclass(frozen=True)
class FigureTable:
    """The figures of a measure; ``said`` stands below without full stops, the number of rows that are not
    printed among it; ``marks`` lead to what the chapter says of its intervals.
    """

    measure: str
    title: str
    rows: tuple[FigureRow, ...]
    said: tuple[str, ...]
    marks: str = ""

    @property
    def is_single(self) -> bool:
        """Whether the measure has one figure, whose row then bears its name."""
        own = [row for row in self.rows if not row.part]
        return len(own) == 1 and not own[0].folded


@dataclass(frozen=True)
class Group:
    """The figures that the items of one section of a checklist stand on."""

    id: str
    title: str
    tables: tuple[FigureTable, ...]
    source: str


@dataclass(frozen=True)
class Unmeasured:
    """Measures without figures for one and the same reason: their titles with their ids."""

    reason: str
    measures: tuple[tuple[str, str], ...]


def figure_table(teller: Teller, measurement: Measurement, most: int = MOST_ROWS) -> FigureTable:
    """The totals of a measure, a row each, and every breakdown in one row: how far it spreads."""
    names = {one.result for one in measurement.estimates}
    # A table whose headline stands elsewhere names its rows, or they would pass for the headline.
    named = len(names - {teller.headline(measurement.measure)}) > 0
    kept, silent = _parted(tuple(_rows(measurement)))
    shown, hidden = capped(kept if len(kept) <= most else _ranked(teller, measurement.measure, kept), most)
    return FigureTable(
        measure=measurement.measure,
        title=teller.measure_name(measurement.measure),
        rows=(
            *(
                _row(teller, measurement.measure, one, named=named)
                if isinstance(one, Estimate)
                else _spread(teller, one)
                for one in shown
            ),
            *([_folded(teller, measurement.measure, silent)] if silent else []),
        ),
        said=(
            *([teller.said(teller.w.figures.hidden, n=hidden).rstrip(teller.w.join.stop)] if hidden else []),
            *(
                opened(teller.say(one).rstrip(teller.w.join.stop))
                for one in measurement.notes
                if one.code != CLUSTERED
            ),
        ),
        marks=marks(measurement),
    )


def _rows(measurement: Measurement) -> Iterator[Estimate | Breakdown]:
    """Each total, followed by the breakdowns of it, in the order of the measurement."""
    totals = {(one.result, frozenset(one.key.items())) for one in measurement.estimates}
    parts: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, list[Estimate]]] = {}
    whole: list[tuple[tuple[str, frozenset[tuple[str, str]]], Estimate]] = []
    for one in measurement.estimates:
        key = frozenset(one.key.items())
        kind = next(
            (name for name, value in one.key.items() if (one.result, key - {(name, value)}) in totals), None
        )
        if kind is None:
            whole.append(((one.result, key), one))
        else:
            of = (one.result, key - {(kind, one.key[kind])})
            parts.setdefault(of, {}).setdefault(kind, []).append(one)
    for of, total in whole:
        yield total
        for kind, cells in parts.get(of, {}).items():
            if sum(_is_told(cell) for cell in cells) > 1:
                yield Breakdown(kind, total, tuple(cells))


def _parted(
    rows: tuple[Estimate | Breakdown, ...],
) -> tuple[tuple[Estimate | Breakdown, ...], tuple[Estimate, ...]]:
    """The rows to print one by one, and those without a value where there are many of them."""
    silent = tuple(one for one in rows if isinstance(one, Estimate) and _is_silent(one))
    if len(silent) <= MOST_FOLDED:
        return rows, ()
    return tuple(one for one in rows if isinstance(one, Breakdown) or not _is_silent(one)), silent


def _ranked(
    teller: Teller, measure: str, rows: tuple[Estimate | Breakdown, ...]
) -> tuple[Estimate | Breakdown, ...]:
    """The rows by how much they matter, each followed by its breakdowns."""
    below: dict[int, list[Breakdown]] = {}
    for one in rows:
        if isinstance(one, Breakdown):
            below.setdefault(id(one.total), []).append(one)
    whole = by_relevance(teller, measure, (one for one in rows if isinstance(one, Estimate)))
    return tuple(each for one in whole for each in (one, *below.get(id(one), ())))


def _is_told(cell: Estimate) -> bool:
    return cell.value is not None and cell.sufficiency != "suppressed"


def _is_silent(one: Estimate) -> bool:
    return bool(one.key) and one.value is None and one.category is None


def _folded(teller: Teller, measure: str, silent: tuple[Estimate, ...]) -> FigureRow:
    """Rows without a value in one row: which they are, on how many cases, and why they have none."""
    w = teller.w.figures
    names, hidden = capped(tuple(dict.fromkeys(teller.row(one) for one in silent)), MOST_NAMES)
    listed = teller.listed(names) + (teller.said(w.more, n=hidden) if hidden else "")
    cases = sorted({one.n for one in silent})
    reasons = dict.fromkeys(remark for one in silent for remark in teller.remarks(measure, one)[:1])
    return FigureRow(
        label=teller.said(w.folded, n=len(silent), rows=listed),
        value=str(w.none),
        interval="",
        n=number(cases[0]) if len(cases) == 1 else f"{number(cases[0])}–{number(cases[-1])}",
        remarks=opened(teller.clauses(reasons)),
        firm=False,
        folded=True,
    )


def _spread(teller: Teller, one: Breakdown) -> FigureRow:
    """How far a total spreads over a column, of which two groups at least have a value."""
    w = teller.w.figures
    told = sorted(
        (cell for cell in one.cells if _is_told(cell)),
        key=lambda cell: cell.value or 0.0,
    )
    low, high = told[0], told[-1]
    withheld = len(one.cells) - len(told)
    blank = any(not cell.key[one.kind] for cell in one.cells)
    remarks = [
        teller.said(w.ends, low=_group_name(teller, one.kind, low), high=_group_name(teller, one.kind, high))
    ]
    remarks += [teller.said(w.withheld, n=withheld)] if withheld else []
    return FigureRow(
        label=teller.said(
            w.by_blank if blank else w.by,
            kind=teller.word("grouping", one.kind),
            n=len(one.cells) - blank,
        ),
        value=teller.said(w.spread, low=_without_unit(teller, low), high=teller.value(high)),
        interval="",
        n="",
        remarks=opened(teller.clauses(remarks)),
        firm=False,
        part=True,
    )


def _group_name(teller: Teller, kind: str, cell: Estimate) -> str:
    """A group in words: a month without its first day."""
    key = cell.key[kind]
    if kind == "period_month" and _FIRST_DAY.fullmatch(key):
        return month(date.fromisoformat(key), teller.language)
    return teller.label(kind, key) if key else str(teller.w.figures.blank_key)


def _without_unit(teller: Teller, cell: Estimate) -> str:
    """The lower end of a spread: its unit stands with the upper end."""
    return teller.bare(cell) if cell.category is None else teller.value(cell)


def _row(teller: Teller, measure: str, one: Estimate, *, named: bool) -> FigureRow:
    label = teller.row(one)
    if named or not one.key:
        name = teller.result_name(measure, one.result)
        label = f"{name}{teller.w.join.colon}{label}" if one.key else name
    return FigureRow(
        label=label,
        value=teller.value(one),
        interval=teller.interval(one),
        n=number(one.n),
        remarks=opened(teller.clauses(teller.remarks(measure, one))),
        firm=one.sufficiency == "enough" and one.value is not None,
    )


def marks(measurement: Measurement) -> str:
    """The marks of a measure whose intervals must be read with care; none where it has no interval."""
    if not any(one.interval for one in measurement.estimates):
        return ""
    clustered = any(note.code == CLUSTERED for note in measurement.notes)
    return (CLUSTERED_MARK if clustered else "") + (CENSUS_MARK if measurement.census else "")


def interval_notes(teller: Teller, measurements: Iterable[Measurement]) -> tuple[str, ...]:
    """What the marks behind the measures of a chapter mean, once for all of them."""
    told = [(one, marks(one)) for one in measurements]
    clustered = [
        note for one, mark in told for note in one.notes if CLUSTERED_MARK in mark and note.code == CLUSTERED
    ]
    said = []
    if clustered:
        sites = sorted({int(str(note.params["sites"])) for note in clustered})
        shown = number(sites[0]) if len(sites) == 1 else f"{number(sites[0])}–{number(sites[-1])}"
        note = clustered[0].model_copy(update={"params": {"sites": shown}})
        said.append(teller.said(teller.w.figures.marked, mark=CLUSTERED_MARK, said=opened(teller.say(note))))
    if any(CENSUS_MARK in mark for _, mark in told):
        census = teller.w.source.census_note
        said.append(teller.said(teller.w.figures.marked, mark=CENSUS_MARK, said=census))
    return tuple(said)


def source(teller: Teller, measurements: Iterable[Measurement]) -> str:
    """The files that figures come from, which stand below them once."""
    return teller.files(dict.fromkeys(table for one in measurements for table in one.tables))


def unmeasured(teller: Teller, measurements: Iterable[Measurement]) -> tuple[Unmeasured, ...]:
    """The measurements without any figure, by the reason that they give."""
    alike: dict[str, list[tuple[str, str]]] = {}
    for one in measurements:
        if not is_measured(one):
            told = (teller.measure_name(one.measure), one.measure)
            alike.setdefault(why_unmeasured(teller, one), []).append(told)
    return tuple(Unmeasured(reason, tuple(told)) for reason, told in alike.items())


def why_unmeasured(teller: Teller, measurement: Measurement) -> str:
    """Why a measurement has no figure."""
    return opened(teller.say(measurement.reason) if measurement.reason else str(teller.w.figures.no_figure))


def has_value(measurement: Measurement) -> bool:
    """Whether at least one of its figures has a value."""
    return any(one.value is not None or one.category is not None for one in measurement.estimates)


def is_measured(measurement: Measurement | None) -> bool:
    """Whether there is anything to print: a value, or a figure that says why it has none."""
    return measurement is not None and bool(measurement.estimates)
