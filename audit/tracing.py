"""The rows behind a figure of a result, selected again from the evidence that it was computed from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audit.errors import Located, UsageError
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Params
from audit.measures.figures import Figure
from audit.measures.runner import rows_behind as figure_rows
from audit.measuring import opened
from audit.preparing import prepare
from audit.result import AuditResult
from audit.text import message

EVIDENCE_CHANGED = message(
    "A-EVIDENCE-CHANGED",
    zh="证据与结果不符，不能列出原始记录；不同的数据表：{tables}",
    en="the evidence is no longer that of the result, so its rows cannot be listed; tables that differ: {tables}",
)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows behind one figure: its key, the columns, and the rows in order of their source."""

    result: str
    key: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def rows_behind(result: AuditResult, item: str, path: Path) -> list[CaseRows]:
    """The rows that an item's figures stand on, selected again from evidence that is still the same.

    Raises:
        UsageError: the evidence is no longer that of the result; the tables that differ are named.
        KeyError: the result holds no such item.
    """
    metric = result.finding(item).metric
    if metric is None:
        return []
    prepared = prepare(Path(path))
    measurement = result.measurement(metric.measure)
    expected = measurement.tables if measurement else {}
    chosen = {(one.result, tuple(sorted(one.key.items()))) for one in metric.estimates}
    with opened(prepared, None) as intake:
        ev = intake.evidence
        changed = [
            name for name, digest in expected.items() if not ev.handed_over(name) or ev.sha256(name) != digest
        ]
        if changed:
            said = EVIDENCE_CHANGED(tables=", ".join(changed))
            raise UsageError([Located(file=prepared.loaded.file.shown, message=said)])
        values = measurement.params if measurement else {}
        figures = MEASURES[metric.measure].describe(ev, Params(values))
        wanted = [
            one
            for one in figures
            if isinstance(one, Figure) and (one.result, tuple(sorted(one.key.items()))) in chosen
        ]
        return [_rows(one, ev) for one in wanted]


def _rows(figure: Figure, ev: Evidence) -> CaseRows:
    rows = ev.run(figure_rows(figure))
    columns = tuple(rows[0]) if rows else ()
    return CaseRows(figure.result, dict(figure.key), columns, tuple(tuple(row.values()) for row in rows))
