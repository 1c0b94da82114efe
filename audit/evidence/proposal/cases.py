"""Event logs and populations: several rows a case, and respondents whom the questions did not concern."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from audit.engines import Engine
from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.names import concepts
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.surveys import Items

_REPEATED = 1.2
"""So many rows a case at least make an event log; less are duplicates, which validation tells."""

_STEADY = 0.9
"""The share of cases for which a fact of the case is the same in all of its rows."""

_FEW_LABELS = 12


def latest_of(engine: Engine, group: Group, key: str, anchor: str | None) -> str | None:
    """The column that says when a row of an event log was written; None where the file is no event log.

    In an event log a key repeats, what belongs to the case (``anchor``) stays the same within it, and one
    date column moves: the one that is called an update, else the one that moves most.
    """
    dated = [one for one in group.columns if one.is_date and one.header not in (key, anchor)]
    if group.column(key).unique or not dated:
        return None
    table = _rows(engine, group, [key, *(one.header for one in dated), *([anchor] if anchor else [])])
    pairs = {"anchor": anchor, **{f"date{place}": one.header for place, one in enumerate(dated)}}
    known = table.filter(table[key].strip() != "")
    counted = known.aggregate(
        rows=known.count(),
        cases=known[key].nunique(),
        **{name: (known[key] + "\x1f" + known[header]).nunique() for name, header in pairs.items() if header},
    )
    found = engine.con.to_pyarrow(counted).to_pylist()[0]
    cases = found["cases"]
    if not cases or found["rows"] < _REPEATED * cases or (anchor and found["anchor"] * _STEADY > cases):
        return None
    moving = [
        (one, found[f"date{place}"]) for place, one in enumerate(dated) if found[f"date{place}"] > cases
    ]
    moving.sort(key=lambda pair: ("updated" not in concepts(pair[0].header), -pair[1], pair[0].place))
    return moving[0][0].header if moving else None


def outside_the_population(
    engine: Engine, group: Group, items: Items, columns: Sequence[Profile]
) -> tuple[str, str] | None:
    """Header and label of those who were not asked: all of them left every item blank, and nobody else did."""
    candidates = [
        one.header
        for one in columns
        if one.labels is not None and 2 <= one.distinct <= _FEW_LABELS and not one.is_number
    ][:10]
    if not candidates:
        return None
    table = _rows(engine, group, [*candidates, *sorted(items.headers)])
    silent = ibis.and_(*((table[header].fill_null("").strip() == "") for header in sorted(items.headers)))
    marked = table.select(*candidates, _silent=silent.cast("int64"))
    blank = int(engine.con.to_pyarrow(marked.aggregate(n=marked._silent.sum()))["n"][0].as_py() or 0)
    if not blank:
        return None
    for header in candidates:
        by_label = marked.group_by(header).aggregate(n=marked.count(), silent=marked._silent.sum())
        for row in engine.con.to_pyarrow(by_label).to_pylist():
            if row["silent"] == blank == row["n"] and row[header]:
                return header, str(row[header])
    return None


def _rows(engine: Engine, group: Group, headers: Sequence[str]) -> ir.Table:
    parts = [engine.con.table(one.relation).select(*dict.fromkeys(headers)) for one in group.sheets]
    return parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)
