"""Which records count: the last state of each case of an event log, and those inside the population."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from audit.engagement import RowsRule

THEIRS = "_theirs_"
"""Begins the names of columns that only the rules for rows read."""

_WHEN, _PLACE, _LAST, _SAME = "_when", "_place", "_last", "_same"


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that count, and the numbers of those that do not.

    ``earlier`` are states that a later one of the same case replaces, ``excluded`` the rows outside the
    population, ``ties`` the cases with several records at their last moment, ``never`` the values that
    were to be excluded and do not occur, by column.
    """

    rows: ir.Table
    earlier: int = 0
    excluded: int = 0
    ties: int = 0
    never: tuple[tuple[str, str], ...] = ()


def rule_column(index: int) -> str:
    """The name of the column that holds what the index-th header of the rules holds."""
    return f"{THEIRS}{index}"


def select(
    rows: ir.Table,
    rule: RowsRule | None,
    names: Mapping[str, str],
    moment: Callable[[ir.StringValue], ir.TimestampValue],
    run: Callable[[ir.Table], dict[str, int]],
) -> Selection:
    """Apply the rules: first the last state of each case, then the exclusions.

    ``rows`` holds trimmed text, null where empty; ``names`` gives its column for each header of the
    rules. ``moment`` reads a cell of the ``by`` column; ``run`` executes an aggregate of one row.
    """
    if rule is None:
        return Selection(rows)
    earlier = ties = 0
    if rule.latest_per is not None and rule.by is not None:
        ranked = _ranked(rows, names[rule.latest_per], moment(rows[names[rule.by]]))
        last = ranked[_PLACE] == 0
        counts = run(ranked.aggregate(earlier=(~last).sum(), ties=(last & (ranked[_SAME] > 1)).sum()))
        earlier, ties = counts["earlier"], counts["ties"]
        rows = ranked.filter(last).drop(_WHEN, _PLACE, _LAST, _SAME)
    if not rule.exclude:
        return Selection(rows, earlier, 0, ties)
    found = [
        (header, value, rows[names[header]] == value)
        for header, values in rule.exclude.items()
        for value in values
    ]
    outside = ibis.or_(*(is_one.fill_null(False) for _, _, is_one in found))
    counts = run(
        rows.aggregate(all=outside.sum(), **{f"_{i}": one.sum() for i, (_, _, one) in enumerate(found)})
    )
    never = tuple((header, value) for i, (header, value, _) in enumerate(found) if not counts[f"_{i}"])
    return Selection(rows.filter(~outside), earlier, counts["all"], ties, never)


def _ranked(rows: ir.Table, case: str, when: ir.TimestampValue) -> ir.Table:
    """Each row's place within its case, the last one 0: by moment, then by its place in the files.

    A row without a case is a case of its own: it will be told as a row without a key.
    """
    timed = rows.mutate(**{_WHEN: when})
    own = ibis.ifelse(timed[case].isnull(), timed._file + "\x1f" + timed._row.cast("string"), "")
    window = ibis.window(group_by=[timed[case], own])
    latest = ibis.window(
        group_by=[timed[case], own],
        order_by=[timed[_WHEN].desc(nulls_first=False), timed._file.desc(), timed._row.desc()],
    )
    marked = timed.mutate(**{_PLACE: ibis.row_number().over(latest), _LAST: timed[_WHEN].max().over(window)})
    same = ibis.ifelse(marked[_WHEN] == marked[_LAST], 1, 0)
    again = ibis.ifelse(marked[case].isnull(), marked._file + "\x1f" + marked._row.cast("string"), "")
    return marked.mutate(**{_SAME: same.sum().over(ibis.window(group_by=[marked[case], again]))})
