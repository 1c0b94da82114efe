"""Rows that an expression finds -> groups of problems, one a file, with exact counts and the first places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.problems import Place, group
from audit.evidence.staging import Staged
from audit.result.problem import Problem, ProblemGroup

Say = Callable[[Place, Mapping[str, Any]], Problem]
"""A place and the values of its row -> the problem."""


def told_rows(
    engine: Engine,
    staged: Staged,
    column: str,
    rows: ir.Table,
    examples: int,
    say: Say,
    order: tuple[str, ...] = ("_row",),
) -> Iterator[ProblemGroup]:
    """The rows of a table that something is to be said of, by file: counted, the first ones as ``say`` puts it.

    ``rows`` carries ``_file``, ``_row``, what ``say`` needs, and the columns of the ``order`` in which they are told.
    """
    counts = engine.con.to_pyarrow(rows.group_by("_file").aggregate(rows=rows.count())).to_pylist()
    for row in sorted(counts, key=lambda row: str(row["_file"])):
        first = rows.filter(rows._file == row["_file"]).order_by(*order).limit(examples)
        shown = engine.con.to_pyarrow(first).to_pylist()
        places = [place_in(staged, column, file=row["_file"], at=one["_row"]) for one in shown]
        yield group(row["rows"], [say(place, one) for place, one in zip(places, shown, strict=True)])


def place_in(staged: Staged, column: str, file: str | None = None, at: int | None = None) -> Place:
    """The place of a column in a table: in the first file, or at a row of the file that bears this mark."""
    mapped = staged.mapped
    one = next((one for one in mapped.files if one.file.mark == file), mapped.files[0])
    header = one.headers.get(column)
    return Place(
        table=mapped.definition.name,
        file=one.file.shown,
        sheet=one.file.sheet,
        at=None if at is None else one.file.at(at, header),
        their_column=header,
        column=column,
        pii=mapped.definition.column(column).pii,
    )
