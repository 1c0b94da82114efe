"""The labels of a column that reading would not understand, and what they probably mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.labels import spellings
from audit.evidence.proposal.fitting import meaning
from audit.evidence.spelling import normalised


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels to write under ``values``, those without a meaning, and the codes that there are."""

    values: Mapping[str, str | bool]
    unknown: tuple[str, ...]
    codes: tuple[str, ...]


def labels_of(
    labels: Sequence[str], column: ColumnDefinition, not_values: Sequence[str], *, rework: bool = False
) -> Labels:
    """What is to be said of the distinct values of a column.

    ``rework`` says that they count how often a thing was opened again: never means right first time.
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
            continue
        meant = meaning(label, column)
        if meant is None:
            unknown.append(label)
        else:
            values[label] = meant
    # A list is taken apart by reading: its labels are never whole cells.
    return Labels({} if column.type == "list" else values, tuple(unknown), codes)


def _words(cells: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for cell in cells for word in cell.replace("；", ";").split(";") if word))
