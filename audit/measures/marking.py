"""Which cases of a figure count, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from audit.evidence.dataset import Evidence
from audit.measures.figures import Computed, Figure, Frequencies, all_known
from audit.measures.statistics import bootstrap

UNKNOWN = "unknown"
"""Why a case does not count whose outcome is null."""

_LEFT_OUT = "_left_out"
_SOURCE = ("_file", "_row")


def rows_behind(figure: Figure, groups: Iterable[str] = ()) -> ir.Table:
    """The cases of a figure with their source, outcome and the reason why one is left out.

    Columns: ``_file``, ``_row``, those of ``groups``, the outcome columns, ``_left_out`` (null: counted).
    """
    return _marked(figure, [*_SOURCE, *groups]).order_by(*_SOURCE)


def frequencies(figure: Figure, by: str | None, ev: Evidence) -> Mapping[object, Frequencies]:
    """The outcomes of the cases that count, counted by value of a column; under None all of them without one."""
    table, outcome = figure.rows.table, figure.outcome()
    # What does not count gets no outcome, and falls away once counted: a filter by what is computed would have
    # the engine compute it twice.
    if figure.rows.excluded:
        left_out = ibis.or_(*(one.fill_null(False) for one in figure.rows.excluded.values()))
        outcome = {name: ibis.ifelse(left_out, ibis.null(one.type()), one) for name, one in outcome.items()}
    if by is None:
        return {None: ev.columns(table.group_by(**outcome).aggregate(cases=table.count()))}
    return ev.columns_by(by, table.group_by(by, **outcome).aggregate(cases=table.count()))


def matrix(
    figure: Computed, by: str | None, value: object, n: int, ev: Evidence
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The complete ones of the ``n`` cases with a value of a column that count, (cases, columns of ``matrix``)."""
    cases = _counting(figure, [*([by] if by else []), *_SOURCE])
    if by is not None:
        cases = cases.filter(cases[by].isnull() if value is None else cases[by] == value)
    names = list(figure.matrix)
    complete = cases.filter(all_known(cases[name] for name in names))
    # A bootstrap must draw the same cases whenever it is repeated; a large one draws no single cases.
    if n <= bootstrap.LARGEST_RESAMPLED:
        complete = complete.order_by(*_SOURCE)
    columns = ev.columns(complete.select(*names))
    return np.column_stack([columns[name] for name in names]).astype(np.float64, copy=False)


def _counting(figure: Figure, keep: Iterable[str]) -> ir.Table:
    marked = _marked(figure, keep)
    return marked.filter(marked[_LEFT_OUT].isnull())


def _marked(figure: Figure, keep: Iterable[str]) -> ir.Table:
    """The cases with their outcome, and the reason why one does not count: excluded, or unknown."""
    outcome = figure.outcome()
    why = [(condition, ibis.literal(reason)) for reason, condition in figure.rows.excluded.items()]
    if outcome and figure.nulls_are_unknown:
        why.append((~all_known(outcome.values()), ibis.literal(UNKNOWN)))
    left_out = ibis.cases(*why) if why else ibis.null("string")
    kept = {name: figure.rows.table[name] for name in keep}
    return figure.rows.table.select(**kept, **outcome, **{_LEFT_OUT: left_out})
