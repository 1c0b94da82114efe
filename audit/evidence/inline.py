"""Rows that stand in audit.yaml itself, staged like those of a file."""

from __future__ import annotations

import pyarrow as pa

from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import UsageError
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.mapping import COLUMN_UNKNOWN, TextFile, as_text, hint
from audit.evidence.spelling import normalised


def stage_inline(
    engine: Engine, loaded: LoadedEngagement, definition: TableDefinition, relation: str
) -> TextFile:
    """The rows under ``rows_inline`` as a text table; ``_row`` is the line of each in audit.yaml.

    Raises:
        UsageError: a key is neither a column of the table nor mapped to one. In a file such a column
            would be someone else's business; here it can only be a slip.
    """
    source = loaded.engagement.evidence[definition.name]
    rows = source.rows_inline or ()
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    path = ("evidence", definition.name, "rows_inline")
    used = {normalised(one) for one in source.columns.values() if isinstance(one, str)}
    if source.rows is not None:
        used |= {normalised(one) for one in source.rows.exclude}
    known = used | {normalised(name) for column in definition.columns for name in column.headers}
    ours = [column.name for column in definition.columns]
    wrong = [
        loaded.file.at(
            (*path, index, key), COLUMN_UNKNOWN(table=definition.name, name=key, hint=hint(key, ours))
        )
        for index, row in enumerate(rows)
        for key in row
        if normalised(key) not in known
    ]
    if wrong:
        raise UsageError(wrong)
    cells = {name: pa.array([as_text(row.get(name)) for row in rows], pa.string()) for name in header}
    lines = [loaded.file.place((*path, index))[0] for index in range(len(rows))]
    text = pa.table(
        cells
        | {
            "_row": pa.array(lines, pa.int64()),
            "_file": pa.array([loaded.file.shown] * len(rows), pa.string()),
        }
    )
    engine.con.con.register(f"{relation}__given", text)
    engine.run_sql(f'CREATE OR REPLACE TABLE "{relation}" AS FROM "{relation}__given"')
    engine.con.con.unregister(f"{relation}__given")
    return TextFile(shown=loaded.file.shown, relation=relation, header=header, rows=len(rows))
