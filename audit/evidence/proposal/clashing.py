"""Headers that share the words of a column and mean another thing: the opposite of it, or another moment."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.proposal.names import concepts
from audit.evidence.proposal.thesaurus import STEPS
from audit.evidence.senses import sense
from audit.evidence.spelling import normalised
from audit.text import Text

Clash = Literal["opposite", "planned", "actual", "recorded"]
Care = Literal["none", "denial", "plan", "moment"]
"""What of the sense of a name counts for a column: nothing, what it denies, also what is planned, or all of it."""

_ANY_PLAN = frozenset({"due", "time"})
"""Concepts of a header that says no more than that a time is planned."""

_WHY: Mapping[Clash, Text] = {
    "opposite": Text(zh="“{header}”的意思与这一列相反", en="“{header}” says the opposite of this column"),
    "planned": Text(
        zh="“{header}”说的是计划或约定，这一列是实际发生的",
        en="“{header}” tells what was planned or agreed, this column what happened",
    ),
    "actual": Text(
        zh="“{header}”说的是实际发生的，这一列是计划或约定",
        en="“{header}” tells what happened, this column what was planned or agreed",
    ),
    "recorded": Text(
        zh="“{header}”说的是记录本身何时变动或导出",
        en="“{header}” tells when the record was changed or exported",
    ),
}


@dataclass(frozen=True, slots=True)
class Clashing:
    """A header that would be a column if its sense were that of the column."""

    column: ColumnDefinition
    header: str
    clash: Clash

    @property
    def why(self) -> Text:
        """What speaks against it."""
        told = _WHY[self.clash]
        return Text(zh=told.zh.format(header=self.header), en=told.en.format(header=self.header))


def care(column: ColumnDefinition) -> Care:
    """What of the sense of a header counts for a column; a number or free text is what it is, planned or not."""
    if column.name.endswith("_id") or column.refers is not None or column.pii == "free":
        return "none"
    if column.type in ("date", "datetime"):
        return "moment"
    return "plan" if column.type in ("number", "integer") else "denial"


@functools.lru_cache(maxsize=200_000)
def agreeing(header: str, names: tuple[str, ...], care: Care) -> tuple[str, ...]:
    """Those names of a column that speak in the same sense as a header."""
    return tuple(name for name in names if _clash(header, name, care) is None)


def _clash(header: str, name: str, care: Care) -> Clash | None:
    theirs, ours = sense(header), sense(name)
    if care in ("plan", "moment") and theirs.planned != ours.planned:
        return "planned" if theirs.planned else "actual"
    if care == "moment" and theirs.recorded != ours.recorded:
        return "recorded"
    return "opposite" if care != "none" and theirs.denied != ours.denied else None


def clash(header: str, column: ColumnDefinition) -> Clash | None:
    """How a header contradicts every name of a column; None where it may be one of them."""
    found = [_clash(header, name, care(column)) for name in column.headers]
    return None if None in found else found[0]


def another_step(header: str, column: ColumnDefinition) -> bool:
    """Whether a header tells when a step is due that no name of the column speaks of (首次答复期限 is not 应办结时间).

    When something is planned, without a word of what, is not until when something holds.
    """
    if care(column) != "moment" or not sense(header).planned:
        return False
    if column.name.endswith("_to") and concepts(header) <= _ANY_PLAN:
        return normalised(header) not in map(normalised, column.headers)
    return not STEPS & concepts(header) <= _steps(column.headers)


@functools.cache
def _steps(names: tuple[str, ...]) -> frozenset[str]:
    return STEPS & {concept for name in names for concept in concepts(name)}
