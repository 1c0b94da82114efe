"""What reading takes without being told, so that audit.yaml lists only what differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.mapping import known_by_name
from audit.evidence.spelling import normalised


def found_by_itself(
    definition: TableDefinition, header: Sequence[str], told: Collection[str], used: Collection[str]
) -> dict[str, tuple[str, bool]]:
    """Our columns -> the header that reading takes for each by its name, and whether by an exact name.

    ``told`` are the columns that audit.yaml names, ``used`` the headers that it gives them.
    """
    free = [one for one in header if one not in used]
    found = {}
    for column in definition.columns:
        if column.name not in told:
            candidates = known_by_name(column, free)
            if len(candidates) == 1:
                exact = map(normalised, (column.name, column.title.zh, column.title.en))
                found[column.name] = (candidates[0], normalised(candidates[0]) in exact)
    return found


def to_write(
    definition: TableDefinition, header: Sequence[str], wanted: Mapping[str, str | None]
) -> tuple[set[str], dict[str, str]]:
    """Which columns audit.yaml must name, and which others reading would give a header by its name.

    ``wanted`` gives the header of each column that has one; None for those that are filled otherwise.
    """
    named = {name for name, theirs in wanted.items() if theirs is None}
    for _ in range(len(definition.columns)):
        used = {theirs for name, theirs in wanted.items() if name in named and theirs is not None}
        by_itself = found_by_itself(definition, header, named | (set(wanted) & named), used)
        wrong = {
            name
            for name, theirs in wanted.items()
            if name not in named and by_itself.get(name) != (theirs, True)
        }
        if not wrong:
            kept = {name: theirs for name, (theirs, _) in by_itself.items() if name not in wanted}
            return named, kept
        named |= wrong
    return named, {}
