"""The example row of a template: what marks it, and why it never counts as evidence."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from audit.evidence import problems
from audit.evidence.casting import Cast
from audit.evidence.catalogue.definition import TableDefinition
from audit.text import Text

MARK = Text(zh="示例-删除此行", en="EXAMPLE-DELETE-THIS-ROW")
"""Stands where an identifier would; nobody's identifier is called so."""


def marked_columns(definition: TableDefinition) -> tuple[str, ...]:
    """The columns that bear the mark in an example row: the first identifier, and references that must be given."""
    texts = [column for column in definition.columns if column.type == "string"]
    first = next((column for column in texts if column.required), texts[0])
    return tuple(
        column.name for column in texts if column is first or (column.required and column.refers is not None)
    )


def without_examples(text: ir.StringValue, read: Cast) -> Cast:
    """The same, where a cell with the mark has no value and is a problem of its own."""
    marks = (MARK.zh, MARK.en)
    value = ibis.ifelse(text.isin(marks), ibis.null(read.value.type()), read.value)
    return Cast(value, ((problems.EXAMPLE_ROW, lambda text: text.isin(marks)), *read.faults))
