"""One long table at work: the questions that it answers, and its rows as expressions; nothing is told here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.broken_rows import FILE, ROW
from audit.evidence.mending import bit_of, mask_of
from audit.evidence.staging import Fault, Staged
from audit.evidence.widening.cells import Cell, LongForm

_SPOILT, _STRAY = 60, 61  # the columns of a long table are few: these bits of its first mask are free
_MOST_TOGETHER = 11
"""Columns that one pass over the rows fills: with more of them, each row is compared with too many questions."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the rows name it, how many rows answer it, and the least and largest of their answers."""

    instrument: str | None
    subject: str
    aspect: str
    rows: int
    low: float | None
    high: float | None
    whole: bool | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Answers made wide: a row for each respondent in ``table``, with ``respondent`` and the columns of the cells.

    ``given`` counts the answers in the long rows, ``cells`` the filled cells that they became.
    """

    cells_of: tuple[Cell, ...]
    table: ir.Table
    given: int
    cells: int

    @property
    def tables(self) -> tuple[str, ...]:
        """The surveys that may hold the respondents."""
        return self.cells_of[0].tables


@dataclass(frozen=True, slots=True)
class Answers:
    """A staged long table, and which of its questions belong to which cell."""

    engine: Engine
    staged: Staged
    form: LongForm
    placed: Mapping[Cell, tuple[Question, ...]]

    @property
    def rows(self) -> ir.Table:
        """Every row that is left."""
        return self.staged.table

    @property
    def right(self) -> ir.Table:
        """The rows that nothing is wrong with."""
        return self.rows.filter(self.rows[mask_of(0)] == 0)

    def to(self, rows: ir.Table, cells: Iterable[Cell]) -> ir.BooleanValue:
        """Whether a row answers a question of one of these cells."""
        subjects: dict[str, list[str]] = {}
        for cell in cells:
            for one in self.placed[cell]:
                subjects.setdefault(one.aspect, []).append(one.subject)
        aspect, subject = rows[self.form.aspect], rows[self.form.subject]
        asked = [(aspect == name) & subject.isin(sorted(set(found))) for name, found in subjects.items()]
        return ibis.or_(ibis.literal(False), *asked)

    def spoilt(self, survey: str) -> ir.Table | None:
        """The respondents of a survey, as ``respondent``, of whom an answer is wrong: like a wrong cell of a
        wide file, it sets its respondent aside. None where no answer at all is wrong.
        """
        mask = self.rows[mask_of(0)]
        unread = [bit_of(fault.place) for fault in self.staged.faults if fault.column.name == "value"]
        marks = sum(unread) | bit_of(_SPOILT)
        marked = self.engine.con.to_pyarrow(mask.bit_or()).as_py()
        if not (marked or 0) & marks:
            return None
        wrong = self.rows.filter(
            (mask & marks) != 0,
            (mask & bit_of(_STRAY)) == 0,
            self.to(self.rows, (cell for cell in self.placed if survey in cell.tables)),
        )
        return wrong.select(respondent=wrong.respondent_id).distinct()

    def mark(self, rows: ir.Table, *, stray: bool) -> None:
        """Set rows aside; a ``stray`` one belongs to no respondent or question, any other spoils its respondent."""
        bit, mask, stored = bit_of(_STRAY if stray else _SPOILT), mask_of(0), self.staged.stored
        chosen = self.engine.con.compile(rows.select(FILE, ROW))
        self.engine.run_sql(
            f'UPDATE "{stored.table}" SET {mask} = {mask} | {bit} WHERE {stored.among(chosen)}'  # noqa: S608 - our own names
        )

    def with_marks(self) -> Staged:
        """The long table with the rows that were marked as faults of their values."""
        value = self.staged.mapped.definition.column("value")
        marks = (Fault(value, _SPOILT), Fault(value, _STRAY))
        return replace(self.staged, faults=(*self.staged.faults, *marks))

    def pieces(self) -> tuple[Piece, ...]:
        """The right answers made wide, a few columns at a time."""
        together: dict[tuple[tuple[str, ...], str], list[Cell]] = {}
        for cell, questions in self.placed.items():
            together.setdefault((cell.tables, questions[0].aspect), []).append(cell)
        parts = [
            cells[start : start + _MOST_TOGETHER]
            for cells in together.values()
            for start in range(0, len(cells), _MOST_TOGETHER)
        ]
        return tuple(self._piece(number, cells) for number, cells in enumerate(parts))

    def twice(self, piece: Piece) -> ir.Table:
        """The rows of a piece whose respondent answers the same question in another row."""
        rows = self.right.filter(self.right.value.notnull())
        rows = rows.filter(self.to(rows, piece.cells_of))
        rows = rows.mutate(_cell=self._number(rows, piece.cells_of))
        rows = rows.mutate(_same=rows.count().over(group_by=("respondent_id", "_cell")))
        return rows.filter(rows._same > 1)

    def _number(self, rows: ir.Table, cells: Sequence[Cell]) -> ir.IntegerValue:
        branches = [(self.to(rows, [cell]), number) for number, cell in enumerate(cells)]
        return ibis.cases(*branches)

    def _piece(self, number: int, cells: Sequence[Cell]) -> Piece:
        rows = self.right.filter(self.to(self.right, cells))
        subject = rows[self.form.subject]  # alone: a piece has answers of one aspect only
        columns = {
            cell.column: rows.value.max(
                where=subject.isin(sorted({one.subject for one in self.placed[cell]}))
            )
            for cell in cells
        }
        wide = rows.group_by(respondent=rows.respondent_id).aggregate(**columns, _given=rows.value.count())
        table = self.engine.store(f"{self.form.table}__wide{number}", wide, temporary=True)
        filled = sum((table[name].count() for name in columns), ibis.literal(0))
        counted = self.engine.con.to_pyarrow(
            table.aggregate(given=table._given.sum().fill_null(0), cells=filled)
        ).to_pylist()[0]
        return Piece(tuple(cells), table, int(counted["given"]), int(counted["cells"]))


def questions(engine: Engine, staged: Staged, form: LongForm) -> list[Question]:
    """The questions that the rows of a long table answer, each once, in one scan."""
    rows = staged.table.filter(staged.table[form.subject].notnull(), staged.table[form.aspect].notnull())
    found = rows.group_by(
        instrument=rows.instrument_id, subject=rows[form.subject], aspect=rows[form.aspect]
    ).aggregate(
        rows=rows.count(),
        low=rows.value.min(),
        high=rows.value.max(),
        whole=(rows.value == rows.value.floor()).all(),
    )
    every = engine.con.to_pyarrow(found.order_by("aspect", "subject", "instrument")).to_pylist()
    return [Question(**one) for one in every]
