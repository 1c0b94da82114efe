"""Making evidence dirty on purpose, and keeping the list of what was made wrong where."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from audit.errors import column_letters
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.synthesis.drawing import Whole, generator
from audit.evidence.synthesis.faults import Context, Kind, keys_of, kinds_of
from audit.evidence.synthesis.style import Look, as_text
from audit.evidence.synthesis.writing import Sheet

LOG = "dirty.csv"
LOG_COLUMNS = ("table", "file", "sheet", "at", "column", "header", "code", "before", "after")
_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class Dirt:
    """How much is made wrong: a share of the rows of every table; ``written`` are the tables there are."""

    seed: int
    share: float
    written: Collection[str]


@dataclass
class FaultLog:
    """The list of what was made wrong; ``count`` its lines. Without a file nothing is listed."""

    writer: Any = None
    count: int = 0

    def add(self, rows: Iterator[Sequence[object]]) -> None:
        """List some places."""
        for row in rows:
            self.writer.writerow(row)
            self.count += 1


@contextmanager
def fault_log(folder: Path | None) -> Iterator[FaultLog]:
    """``dirty.csv`` of a folder, open for writing; nothing without one."""
    if folder is None:
        yield FaultLog()
        return
    with (folder / LOG).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(LOG_COLUMNS)
        yield FaultLog(writer)


@dataclass(frozen=True, slots=True)
class Target:
    """The table that is made dirty: what it is, where it lies and how it looks there."""

    definition: TableDefinition
    sheet: Sheet
    look: Look
    file: str

    def at(self, row: int, column: str) -> str:
        """A place as problems name it: the line of a file, the cell of a sheet."""
        if self.sheet.name is None:
            return str(row)
        place = [one.name for one in self.definition.columns].index(column)
        return f"{column_letters(place + 1)}{row}"


@dataclass
class _Part:
    """A part of a table while cells in it are replaced."""

    target: Target
    typed: Mapping[str, pa.Array]
    cells: dict[str, pa.Array] = field(default_factory=dict)

    def text(self, column: str, rows: Whole) -> list[str]:
        """How cells look now."""
        some = self.cells[column].take(pa.array(rows))
        return [cell or "" for cell in as_text(some, slashed=self.target.look.slashed).to_pylist()]

    def among(self, rows: Whole, may: pa.Array) -> Whole:
        """Those of some rows for which a column of truths holds."""
        holds = np.asarray(pc.fill_null(may, fill_value=False).to_numpy(zero_copy_only=False))
        return np.asarray(rows[holds[rows]])

    def replace(self, kind: Kind, rows: Whole) -> None:
        """Put the wrong values into some rows; where they are words among times or numbers, all become text."""
        new = kind.value(self.typed)
        old = self.cells[kind.column]
        if old.type != new.type:
            old = as_text(old, slashed=self.target.look.slashed)
            new = as_text(new, slashed=self.target.look.slashed)
        chosen = np.zeros(len(old), dtype=bool)
        chosen[rows] = True
        self.cells[kind.column] = pc.if_else(pa.array(chosen), new, old)


def dirtied(
    batches: Iterator[pa.RecordBatch], target: Target, dirt: Dirt, log: FaultLog
) -> Iterator[pa.RecordBatch]:
    """A dressed table with faults in a share of its rows, the kinds of them in turn."""
    context = Context(target.look.language, target.sheet.path.suffix, dirt.written)
    kinds = kinds_of(target.definition, context)
    keys = keys_of(target.definition)
    first, turn = _FIRST_ROW, 0
    if not kinds:
        yield from batches
        return
    for number, batch in enumerate(batches):
        rng = generator(dirt.seed, f"dirt {target.definition.name}", number)
        rows = rng.permutation(batch.num_rows)[: math.ceil(dirt.share * batch.num_rows)]
        of_kind = (turn + np.arange(len(rows))) % (len(kinds) + bool(keys))
        turn += len(rows)
        faulty = {place: np.sort(rows[of_kind == place]) for place in range(len(kinds))}
        part = _part(target, batch)
        again = np.sort(rows[of_kind == len(kinds)])
        moved = _moved(batch.num_rows, again) + first
        log.add(_changes(part, kinds, faulty, moved))
        log.add(_repeats(part, keys, again, moved))
        names = batch.schema.names
        dirty = pa.RecordBatch.from_arrays(list(part.cells.values()), names=names)
        dirty = dirty.take(pa.array(np.sort(np.concatenate([np.arange(batch.num_rows), again]))))
        first += dirty.num_rows
        yield dirty


def _part(target: Target, batch: pa.RecordBatch) -> _Part:
    columns = [column.name for column in target.definition.columns]
    typed = dict(zip(columns, batch.columns, strict=True))
    return _Part(target, typed, dict(typed))


def _moved(rows: int, again: Whole) -> Whole:
    """Where each row comes to stand when some stand twice: after all those repeated before it."""
    repeated = np.zeros(rows, dtype=np.int64)
    repeated[again] = 1
    return np.arange(rows) + np.cumsum(repeated) - repeated


def _changes(
    part: _Part, kinds: Sequence[Kind], faulty: Mapping[int, Whole], moved: Whole
) -> Iterator[Sequence[object]]:
    """Replace cells kind by kind, typed ones before those that are text, and tell each."""
    order = sorted(faulty, key=lambda place: kinds[place].text)
    for place in order:
        kind = kinds[place]
        may = kind.where(part.typed) if kind.where else part.typed[kind.column].is_valid()
        rows = part.among(faulty[place], may)
        if len(rows) == 0:
            continue
        before = part.text(kind.column, rows)
        part.replace(kind, rows)
        after = part.text(kind.column, rows)
        for row, was, is_ in zip(moved[rows], before, after, strict=True):
            yield _line(part.target, int(row), kind.told, kind.code, was, is_)


def _repeats(
    part: _Part, keys: Sequence[tuple[str, ...]], again: Whole, moved: Whole
) -> Iterator[Sequence[object]]:
    """The rows that stand twice: both are told, by every key that they repeat."""
    for key in keys:
        filled = _comparable(part, key)
        rows = again[filled[again]]
        values = part.text(key[0], rows)
        for row, value in zip(moved[rows], values, strict=True):
            for one in (int(row), int(row) + 1):
                yield _line(part.target, one, key[0], "E-KEY", value, value)


def _comparable(part: _Part, key: tuple[str, ...]) -> np.ndarray:
    """Rows whose key can repeat: a key of the schema with an empty part equals no other."""
    ruled = any(rule.code == "E-KEY" and rule.columns == key for rule in part.target.definition.rules)
    filled = np.ones(len(part.typed[key[0]]), dtype=bool)
    if not ruled:
        for name in key:
            filled &= part.typed[name].is_valid().to_numpy(zero_copy_only=False)
    return filled


def _line(target: Target, row: int, column: str, code: str, before: str, after: str) -> Sequence[object]:
    return (
        target.definition.name, target.file, target.sheet.name or "", target.at(row, column), column,
        target.look.headers[column], code, before, after,
    )  # fmt: skip
