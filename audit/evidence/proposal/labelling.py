"""The labels of a column that reading would not understand, and what they probably mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audit.engines import Engine
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.labels import spellings
from audit.evidence.privacy.patterns import masked
from audit.evidence.proposal import asking
from audit.evidence.proposal.clashing import clash
from audit.evidence.proposal.discretion import personal_labels
from audit.evidence.proposal.fitting import counts_rework, meaning, recognised_share
from audit.evidence.proposal.grouping import Group, distinct_labels
from audit.evidence.proposal.model import Ask, ColumnProposal, certainty
from audit.evidence.proposal.profile import MOST_LABELS, Profile
from audit.evidence.spelling import normalised

UNDERSTOOD = 0.3
"""A column of labels of which less are understood is doubtful."""

_MOST_ASKED = 8
_OFTEN = 2
"""How often a label is taken to occur that the sample does not hold: more than once."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels to write under ``values``, those without a meaning, and the codes that there are."""

    values: Mapping[str, str | bool]
    unknown: tuple[str, ...]
    codes: tuple[str, ...]


def labels_of(
    labels: Sequence[str],
    column: ColumnDefinition,
    not_values: Sequence[str],
    *,
    rework: bool = False,
    turned: bool = False,
) -> Labels:
    """What is to be said of the distinct values of a column.

    ``rework`` says that they count how often a thing was opened again: never means right first time. ``turned``
    says that they answer the opposite question: yes means that it is not so.
    """
    codes = tuple(column.labels or ("true", "false"))
    if rework:
        return Labels({"0": True, "*": False}, (), codes)
    words = _words(labels) if column.type == "list" else [one for one in labels if one not in not_values]
    by_itself = spellings(column) or {}
    values: dict[str, str | bool] = {}
    unknown: list[str] = []
    for label in words:
        if normalised(label) in by_itself:
            if turned:
                values[label] = not by_itself[normalised(label)]
            continue
        meant = meaning(label, column)
        if meant is None:
            unknown.append(label)
        else:
            values[label] = meant
    # A list is taken apart by reading: its labels are never whole cells.
    return Labels({} if column.type == "list" else values, tuple(unknown), codes)


def turned(theirs: Profile, column: ColumnDefinition) -> bool:
    """Whether a flag of theirs answers the opposite of what a column of ours asks."""
    return (
        column.type == "bool"
        and not counts_rework(theirs, column)
        and clash(theirs.header, column) == "opposite"
    )


def _words(cells: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for cell in cells for word in cell.replace("；", ";").split(";") if word))


def labelled(
    engine: Engine,
    one: ColumnProposal,
    group: Group,
    column: ColumnDefinition,
    theirs: Profile,
    ask: Ask | None,
) -> ColumnProposal:
    """The column with what its labels mean; a person is asked about those of a required column."""
    if theirs.empty:
        return one
    words = distinct_labels(engine, group, theirs.header, MOST_LABELS)
    known = spellings(column) or {}
    counted = {word: theirs.values.get(word, _OFTEN) for word in words}
    hidden = {
        word
        for word in personal_labels(counted, theirs.header)
        # What has a meaning here (严重) is no name, whatever its form.
        if masked(word) != word or (normalised(word) not in known and meaning(word, column) is None)
    }
    words = [word for word in words if word not in hidden]
    found = labels_of(
        words, column, theirs.missing, rework=counts_rework(theirs, column), turned=turned(theirs, column)
    )
    values: Mapping[str, str | bool] = found.values
    unknown = found.unknown
    if ask is not None and column.required and column.labels and certainty(one.confidence) != "doubtful":
        values, unknown = _told(group, column, theirs.header, found.values, unknown, ask)
    if (
        column.type == "enum"
        and column.labels
        and recognised_share(theirs, column) < UNDERSTOOD
        and not values
    ):
        one = replace(one, confidence=min(one.confidence, 0.65 if column.required else 0.5))
    return replace(one, values=dict(values), unknown=unknown, codes=found.codes, hidden=len(hidden))


def _told(
    group: Group,
    column: ColumnDefinition,
    header: str,
    values: Mapping[str, str | bool],
    unknown: Sequence[str],
    ask: Ask,
) -> tuple[dict[str, str | bool], tuple[str, ...]]:
    """The labels of a required column that a person explains."""
    codes = list(column.labels or {})
    said, left = dict(values), list[str]()
    for place, label in enumerate(unknown):
        answer = (
            ask(asking.which_code(group.first.shown, column, header, label)) if place < _MOST_ASKED else None
        )
        if answer is None:
            left.append(label)
        else:
            said[label] = codes[answer]
    return said, tuple(left)
