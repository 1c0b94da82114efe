"""Foreign keys: where the columns of a table lead, and what is said of those that lead nowhere yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis.expr.types as ir
import pyarrow as pa

from audit.criteria.instrument import Instrument
from audit.engines import Engine
from audit.evidence import problems
from audit.evidence.checking import title_of
from audit.evidence.problems import Place, at_place, group
from audit.evidence.staging import Staged
from audit.evidence.validation import Parents
from audit.result.problem import ProblemGroup

_INSTRUMENT = "instrument"


def parents_of(
    engine: Engine, one: Staged, staged: Mapping[str, Staged], instrument: Instrument | None
) -> Parents:
    """The columns of a table whose values can be looked up in what was handed over, or in the instrument."""
    found: dict[str, tuple[ir.Table, str]] = {}
    for column in one.mapped.definition.columns:
        if column.refers is None or column.name not in one.mapped.columns:
            continue
        table, _, key = column.refers.partition(".")
        if table == _INSTRUMENT and instrument is not None:
            found[column.name] = (_ids(engine, instrument, key), "id")
        elif table in staged and key in staged[table].mapped.columns:
            found[column.name] = (staged[table].table, key)
    return found


def unchecked(one: Staged, parents: Parents) -> Iterator[ProblemGroup]:
    """A note for every reference to something that was not handed over."""
    definition, file = one.mapped.definition, one.mapped.files[0]
    for column in definition.columns:
        if column.refers is None or column.name in parents or column.name not in one.mapped.columns:
            continue
        place = Place(
            table=definition.name,
            file=file.file.shown,
            sheet=file.file.sheet,
            their_column=file.headers.get(column.name),
            column=column.name,
        )
        parent = title_of(column.refers.partition(".")[0])
        yield group(1, [at_place(problems.REFERENCE_UNCHECKED, place, table=parent)])


def _ids(engine: Engine, instrument: Instrument, part: str) -> ir.Table:
    ids = [one.id for one in (instrument.items if part == "items" else instrument.dimensions)]
    name = f"{_INSTRUMENT}__{part}"
    engine.con.create_table(name, pa.table({"id": pa.array(ids, pa.string())}), overwrite=True)
    return engine.con.table(name)
