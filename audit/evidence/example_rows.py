"""The example row of a template: what marks it, and the rule by which it never counts as evidence."""

from __future__ import annotations

import pandera.ibis as pa
from pandera.api.ibis.types import IbisData

from audit.evidence import problems
from audit.text import Text

MARK = Text(zh="示例-删除此行", en="EXAMPLE-DELETE-THIS-ROW")
"""Stands where an identifier would; nobody's identifier is called so."""


def is_no_example(column: str) -> pa.Check:
    """The rule of a table whose example row bears the mark in ``column``."""
    return pa.Check(
        lambda data: _unmarked(data, column),
        name="is_no_example",
        title="The example row of a template is no record.",
        statistics={"columns": (column,), "code": problems.EXAMPLE_ROW.code, "why": None},
    )


def _unmarked(data: IbisData, column: str) -> object:
    return data.table[column].notin([MARK.zh, MARK.en])
