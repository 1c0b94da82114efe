"""Fingerprints by which a record is known again in a later validation, on whatever line it then stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from audit.engines import Engine
from audit.evidence import broken_rows
from audit.evidence.functions import literal, name, relation
from audit.evidence.privacy import PERSONAL
from audit.evidence.staging import Staged
from audit.result.problem import ProblemGroup, RecordMark

_LENGTH = 16


def record_marks(
    engine: Engine, staged: Mapping[str, Staged], groups: Sequence[ProblemGroup]
) -> Iterator[RecordMark]:
    """One for every record that an example stands in, as long as no rows are taken out of the tables."""
    for table, one in staged.items():
        rows = {
            (problem.file, problem.sheet, int(number[0]))
            for group in groups
            if group.table == table
            for problem in group.examples
            if problem.at is not None and (number := re.search(r"\d+", problem.at))
        }
        if rows:
            yield from _marks(engine, one, rows)


def _marks(engine: Engine, one: Staged, rows: set[tuple[str, str | None, int]]) -> Iterator[RecordMark]:
    files = {each.file.mark: (each.file.shown, each.file.sheet) for each in one.mapped.files}
    near = broken_rows.near(relation(one.table), {row for _, _, row in rows})
    asked = f"SELECT _file, _row, {_fingerprint(one)} FROM {near} ORDER BY ALL"  # noqa: S608 - names are quoted
    for mark, row, fingerprint in engine.con.con.execute(asked).fetchall():
        file, sheet = files[mark]
        if (file, sheet, row) in rows:
            yield RecordMark(
                table=one.mapped.definition.name, file=file, sheet=sheet, row=row, fingerprint=fingerprint
            )


def _fingerprint(one: Staged) -> str:
    """SQL of a hash of what cannot be personal: no text goes in, in which a name may have slipped."""
    columns = sorted(
        column.name
        for column in one.mapped.definition.columns
        if column.name in one.mapped.columns and column.type != "string" and column.pii not in PERSONAL
    )
    cells = [f"{literal(f'{column}=')} || CAST({name(column)} AS VARCHAR)" for column in columns]
    return f"md5(concat_ws(';', {', '.join(cells) or literal('')}))[:{_LENGTH}]"
