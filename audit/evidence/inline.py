"""Rows that stand in audit.yaml itself, staged like those of a file."""

from __future__ import annotations

from audit.engagement import LoadedEngagement
from audit.engines import Engine
from audit.errors import UsageError
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.functions import literal, name
from audit.evidence.mapped import TextFile
from audit.evidence.names import COLUMN_UNKNOWN, as_text, hint
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
    used = set(map(normalised, source.named.values()))
    if source.rows is not None:
        used |= {normalised(one) for one in source.rows.exclude}
    known = used | {normalised(one) for column in definition.columns for one in column.headers}
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
    columns = "".join(f"{name(column)} VARCHAR, " for column in header)
    engine.run_sql(f"CREATE OR REPLACE TABLE {name(relation)} ({columns}_row BIGINT, _file VARCHAR)")
    records = [
        [
            *(as_text(row.get(column)) for column in header),
            loaded.file.place((*path, index))[0],
            loaded.file.shown,
        ]
        for index, row in enumerate(rows)
    ]
    if records:
        values = ", ".join(f"({', '.join(map(literal, record))})" for record in records)
        engine.run_sql(f"INSERT INTO {name(relation)} VALUES {values}")  # noqa: S608 - names and values are quoted
    return TextFile(shown=loaded.file.shown, relation=relation, header=header, rows=len(rows), numbers=True)
