"""The rows behind a figure of a result, selected again from the evidence that it was computed from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audit.errors import Located, UsageError
from audit.evidence.dataset import Evidence
from audit.evidence.privacy.patterns import masked
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Params
from audit.measures.figures import Figure
from audit.measures.pseudonyms import Pseudonyms
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
        numbers = Pseudonyms(ev)
        wanted = [
            one
            for one in figures
            if isinstance(one, Figure) and (one.result, tuple(sorted(_key(one, numbers).items()))) in chosen
        ]
        return [_rows(one, ev, numbers) for one in wanted]


def _rows(figure: Figure, ev: Evidence, numbers: Pseudonyms) -> CaseRows:
    """The rows of a figure; where one of its groups is told by a number, each row says which it belongs to."""
    table, outcome = figure.rows.table, figure.outcome()
    by = [name for name in figure.by if name in table.columns and name not in outcome]
    rows = ev.run(figure_rows(figure, by))
    told = [name for name in by if any(numbers.hides(name, _text(row[name])) for row in rows)]
    rows = [row | {"_file": masked(_text(row["_file"]))} for row in rows]
    columns = tuple(name for name in rows[0] if name in told or name not in by) if rows else ()
    listed = (
        tuple(numbers.shown(name, _text(row[name])) if name in told else row[name] for name in columns)
        for row in rows
    )
    return CaseRows(figure.result, _key(figure, numbers), columns, tuple(listed))


def _key(figure: Figure, numbers: Pseudonyms) -> dict[str, str]:
    """The key of a figure as a result has it."""
    return {kind: numbers.shown(kind, value) for kind, value in figure.key.items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)
