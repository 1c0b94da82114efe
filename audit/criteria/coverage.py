"""Which items and measures reach a concept: by name, or through the concept or the measure that it states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from audit.criteria.checklist import Checklist
from audit.criteria.references import Concept, Concepts


@dataclass(frozen=True, slots=True)
class Reaching:
    """An item that names a concept, and the measure that it is judged by or shows, if any."""

    checklist: str
    item: str
    judged_by: Literal["measure", "rating", "both"]
    measure: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What reaches a concept.

    ``items`` name it. Where none does, ``through`` is the nearest concept above it that an item names or that
    states measures, and ``measures`` those that it states itself. A concept with none of the three is out of reach.
    """

    concept: Concept
    items: tuple[Reaching, ...]
    measures: tuple[str, ...] = ()
    through: str | None = None

    @property
    def reached(self) -> bool:
        """Whether anything does."""
        return bool(self.items or self.measures or self.through)


def coverage(concepts: Concepts, checklists: Iterable[Checklist]) -> tuple[Reach, ...]:
    """Every concept with what reaches it, in the order of ``concepts.yaml``."""
    by_concept: dict[str, list[Reaching]] = {}
    for checklist in checklists:
        for _, item in checklist.items():
            measure = item.pick.id if item.pick else None
            reaching = Reaching(checklist.id, item.id, item.judge.by, measure)
            for concept in item.concepts:
                by_concept.setdefault(concept, []).append(reaching)
    stated = {one.id for one in concepts.concepts if one.measures}
    return tuple(_reach(one, concepts, by_concept, stated) for one in concepts.concepts)


def _reach(
    concept: Concept, concepts: Concepts, by_concept: dict[str, list[Reaching]], stated: set[str]
) -> Reach:
    items = tuple(by_concept.get(concept.id, ()))
    if items:
        return Reach(concept, items)
    above = (one for one in concepts.parents(concept.id) if one in by_concept or one in stated)
    return Reach(concept, (), concept.measures, next(above, None))
