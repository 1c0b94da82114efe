"""Keys that one file shares with another: they make both tables surer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.evidence.proposal.grouping import Group
from audit.evidence.proposal.matching import Match

if TYPE_CHECKING:
    from audit.evidence.proposal.deciding import Looked

_BOOST, _SHARED, _FEWEST = 0.06, 0.5, 3


def linked(looked: Sequence[Looked]) -> list[Looked]:
    """The same, with tables scored higher whose keys are found in another file, or hold those of another."""
    scored = []
    for one in looked:
        matches = [
            replace(found, score=found.score + _BOOST) if _refers(one.group, found, one, looked) else found
            for found in one.matches
        ]
        matches.sort(key=lambda found: -found.score)
        scored.append(replace(one, matches=tuple(matches)))
    return scored


def _refers(group: Group, found: Match, own: Looked, looked: Sequence[Looked]) -> bool:
    for header, target in _references(found):
        values = set(group.column(header).values)
        for other in looked:
            if other is own or len(values) < _FEWEST:
                continue
            keys = _key_values(other, target)
            if keys and len(values & keys) >= _SHARED * len(values):
                return True
    return False


def _references(found: Match) -> Iterator[tuple[str, str]]:
    """Headers that hold keys of other tables, and which."""
    for pair in found.pairs.values():
        if pair.column.refers and not pair.column.refers.startswith("instrument."):
            yield pair.header, pair.column.refers


def _key_values(other: Looked, target: str) -> set[str]:
    table, _, column = target.partition(".")
    best = other.matches[0]
    if best.table.name != table or column not in best.pairs:
        return set()
    return set(other.group.column(best.pairs[column].header).values)
