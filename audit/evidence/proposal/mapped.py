"""What reading takes without being told, so that audit.yaml lists only what differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.spelling import normalised


def found_by_itself(
    definition: TableDefinition, header: Sequence[str], told: Collection[str], used: Collection[str]
) -> dict[str, tuple[str, bool]]:
    """Our columns -> the header that reading takes for each by its name, and whether by an exact name.

    ``told`` are the columns that audit.yaml names, ``used`` the headers that it gives them.
    """
    free = {normalised(one): one for one in header if one not in used}
    found = {}
    for column in definition.columns:
        if column.name not in told:
            taken = _taken(column, free)
            if taken is not None:
                found[column.name] = taken
    return found


def _taken(column: ColumnDefinition, free: Mapping[str, str]) -> tuple[str, bool] | None:
    exact = (column.name, column.title.zh, column.title.en)
    for names, is_exact in ((exact[:1], True), (exact[1:], True), (column.aliases, False)):
        candidates = dict.fromkeys(free[form] for name in names if (form := normalised(name)) in free)
        if len(candidates) == 1:
            return next(iter(candidates)), is_exact
        if candidates:
            return None
    return None


def to_write(
    definition: TableDefinition, header: Sequence[str], wanted: Mapping[str, str | None]
) -> tuple[set[str], set[str]]:
    """Which columns audit.yaml must name, and which it must keep from taking a header.

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
            kept = {name for name in by_itself if name not in wanted}
            return named, kept
        named |= wrong
    return named, set()
