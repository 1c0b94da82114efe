"""How many lines of a proposed audit.yaml a person has to correct, as the files are then really read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audit.api import drafted, prepare, propose
from audit.engines import connect
from audit.evidence.packaged import unpacked
from audit.evidence.proposal.model import Proposal
from audit.evidence.reading import map_tables, read_tables
from tests.evidence.proposal.corpus import Case

Corrections = list[str]


def written(folder: Path, proposal: Proposal | None = None) -> Mapping[str, Mapping[str, str]]:
    """Table -> column -> header, as reading finds it under the audit.yaml that is proposed for a folder.

    A constant is ``=value``, the record's number ``#row``.
    """
    for name, text in drafted(proposal or propose(folder)).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    prepared = prepare(folder)
    instrument = prepared.instrument.instrument if prepared.instrument else None
    loaded = unpacked(prepared.loaded).loaded
    with connect() as engine:
        mapped = map_tables(loaded, read_tables(engine, loaded, instrument))
    return {
        name: {column: header for one in table.files for column, header in one.headers.items()}
        | {column: f"={value}" for column, value in table.constants.items()}
        | dict.fromkeys(table.numbered, "#row")
        for name, table in mapped.items()
    }


def corrections(case: Case, folder: Path) -> Corrections:
    """The lines to write, to change and to take out, in words."""
    case.write(folder)
    proposal = propose(folder)
    found = written(folder, proposal)
    if case.table not in found:
        return [f"{case.table}: not proposed, but {', '.join(found) or 'nothing'}", *case.columns]
    ours = found[case.table]
    wrong = [
        f"{name}: {ours.get(name)} instead of {header}"
        for name, header in case.columns.items()
        if ours.get(name) != header and name not in case.free
    ]
    wrong += [
        f"{name}: {header} is none"
        for name, header in ours.items()
        if name not in case.columns and name not in case.free
    ]
    table = next(one for one in proposal.tables if one.table == case.table)
    wrong += [f"{one.name}: labels {', '.join(one.unknown)}" for one in table.taken if one.unknown]
    if (table.latest[:2] if table.latest else None) != case.latest:
        wrong.append(f"rows: {table.latest}")
    if case.instrument != (proposal.instrument.name if proposal.instrument else None):
        wrong.append(f"instrument: {proposal.instrument}")
    return wrong
