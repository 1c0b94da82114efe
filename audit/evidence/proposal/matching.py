"""Which column of a file is which column of a table: an assignment problem, scored by names and values."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.proposal.clashing import Care, Clashing, agreeing, another_step, care, clash
from audit.evidence.proposal.fitting import (
    counts_rework,
    fit,
    mostly_in_range,
    recognised_share,
    tells_by_itself,
)
from audit.evidence.proposal.model import LIKELY
from audit.evidence.proposal.names import ALIAS, concepts, likeness
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.thesaurus import AUDIENCES, FURTHER_NAMES, OPPOSITES, SUBJECTS

LEAST = 0.42
"""A pair under it is no proposal at all."""

_REWORK = 0.6
"""How well a count of reopenings tells that a thing was right first time."""

_OF_A_LOG = frozenset({("service_delivery", "episode_id"), ("service_delivery", "standard_id")})

_SUREST = 0.98
"""Nothing is certain that nobody has said."""

_LABELS_OF_ANOTHER = 0.4
_RUNNING = 0.5
"""What a running number from 1 on counts as the key of a case: it numbers the lines of a list."""

_ALIKE, _LATER = 0.03, 0.05
_ENDS = ("resolved_ts", "closed_ts", "end_ts")

_ONE_ONLY = 0.6
"""A column with a usual name and one value: the export of one branch, or about one questionnaire."""

_WOULD_BE = 0.55
"""A header that comes so near to a column and says something else is told."""

_STOOD_IN = 0.6
"""What a column counts that is not there but can be filled."""

_UNDERSTOOD, _SURELY_NAMED = 0.95, 0.9
_KNOWN = ALIAS - 0.02
_FIGURES = ("number", "integer")
_WITH_MISTAKES = 0.45
"""How well numbers fit of which a few lie outside the limits."""

_SETTLED = 0.15
_RIVAL = 0.15
"""Another header that comes nearer than this makes a pair doubtful."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A header for one of our columns; ``name`` and ``values`` are what speaks for it, each from 0 to 1.

    ``rival`` is the header that would be next, where it is not far behind; ``chosen`` says that a person said so.
    """

    column: ColumnDefinition
    header: str
    name: float
    values: float
    score: float
    confidence: float
    rival: str | None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A table for a file: the pairs, and how well all of it fits, from 0 to 1."""

    table: TableDefinition
    pairs: Mapping[str, Pair]
    score: float
    subject: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that no header was found for."""
        return tuple(one.name for one in self.table.columns if one.required and one.name not in self.pairs)


def match(
    table: TableDefinition, columns: Sequence[Profile], said: Collection[str], *, items: int = 0
) -> Match:
    """The best assignment of the columns of a file to those of a table.

    ``said`` are names that stand around the file (its own, its sheet's, its titles); ``items`` counts columns
    that a questionnaire has taken already.
    """
    pairs = _pairs(table, columns)
    subject = subject_of(table.name, columns, said, items=items)
    return Match(table, pairs, _score(table, pairs, columns, subject, items), subject)


def _pairs(table: TableDefinition, columns: Sequence[Profile]) -> dict[str, Pair]:
    ours = table.columns
    if not columns:
        return {}
    scores = np.zeros((len(ours), len(columns)))
    names, values = np.zeros_like(scores), np.zeros_like(scores)
    labelled = _labelled(table, columns)
    for i, column in enumerate(ours):
        for j, theirs in enumerate(columns):
            names[i, j] = named(theirs, column, table)
            values[i, j] = _fitting(theirs, column, table, names[i, j], other=j in labelled)
            scores[i, j] = _paired(names[i, j], values[i, j], theirs, column, table)
    _order_of_dates(table, columns, names, scores)
    _latest_of_equals(table, columns, scores)
    # Of several that fit alike, the one that stands first.
    scores -= np.where(scores > 0, 0.001 * np.arange(len(columns)) / len(columns), 0.0)
    # A column that must be there goes before one that may.
    wanted = np.where(scores >= LEAST, scores, 0.0) * np.array(
        [[1.05 if column.required else 1.0] for column in ours]
    )
    found = {}
    # Squared, so that one header that surely is a column is not given up for two that may be.
    assigned = [
        (int(i), int(j)) for i, j in zip(*linear_sum_assignment(wanted**2, maximize=True), strict=True)
    ]
    settled = {j: float(scores[i, j]) for i, j in assigned}
    for i, j in assigned:
        if scores[i, j] >= LEAST:
            pair = _pair(i, j, ours, columns, names, values, scores, settled)
            if pair.confidence >= LIKELY or not is_filled(ours[i], table):
                found[ours[i].name] = pair
    return found


def _fitting(
    theirs: Profile, column: ColumnDefinition, table: TableDefinition, name: float, *, other: bool
) -> float:
    """How far values fit; ``other`` says that all of them are labels of another column."""
    value = fit(theirs, column, is_key=column.name in table.key)
    if value == 0.0 and name >= _KNOWN and column.type in _FIGURES and mostly_in_range(theirs, column):
        value = _WITH_MISTAKES
    if other and column.type == "string" and not theirs.wordy:
        value *= _LABELS_OF_ANOTHER
    if theirs.runs and column.name in table.key and name < ALIAS:
        value *= _RUNNING
    return value


def named(
    theirs: Profile, column: ColumnDefinition, table: TableDefinition, *, careful: bool = True
) -> float:
    """How alike the header of a column of theirs is to the names of one of ours that speak in its sense.

    Not ``careful``, to all of its names.
    """
    careful = careful and not tells_by_itself(theirs, column)
    heeded: Care = care(column) if careful else "none"
    if careful and another_step(theirs.header, column):
        return 0.0
    place = (table.name, column.name)
    further = (*FURTHER_NAMES.get(place, ()), *(() if careful else OPPOSITES.get(place, ())))
    exact = (column.name, column.title.zh, column.title.en)
    return max(
        max(
            likeness(header, agreeing(header, exact, heeded), agreeing(header, column.aliases, heeded)),
            0.94 * likeness(header, agreeing(header, further, heeded), ()),
        )
        for header in (theirs.header, theirs.words)
    )


def _labelled(table: TableDefinition, columns: Sequence[Profile]) -> frozenset[int]:
    """The places of columns all of whose labels are those of a column of ours: they are that, whatever they are called."""
    enums = [one for one in table.columns if one.type == "enum" and one.labels]
    return frozenset(
        place
        for place, theirs in enumerate(columns)
        if theirs.distinct >= 3 and any(recognised_share(theirs, one) >= _UNDERSTOOD for one in enums)
    )


def _paired(
    name: float, value: float, theirs: Profile, column: ColumnDefinition, table: TableDefinition
) -> float:
    """How well one header and one column go together."""
    if value == 0.0:
        return 0.0
    if theirs.empty and name < ALIAS:
        return 0.4 * name
    if counts_rework(theirs, column):
        return _REWORK
    told = name * (0.35 + 0.65 * value)
    if name >= ALIAS and value >= 0.45:
        told = max(told, 0.75)
    elif name >= ALIAS and theirs.distinct == 1 and column.refers and column.name not in table.key:
        told = max(told, _ONE_ONLY)
    if column.type == "enum" and name >= 0.3 and value >= 0.45 + 0.55 * 0.4:
        told = max(told, 0.5 * (name + (value - 0.45) / 0.55))
    return max(told, _by_values(theirs, column, table))


def _by_values(theirs: Profile, column: ColumnDefinition, table: TableDefinition) -> float:
    """What the values alone say, for headers in a language that nobody here knows."""
    if column.type == "enum" and theirs.labels is not None and theirs.distinct >= 2 and not theirs.is_number:
        share = recognised_share(theirs, column)
        if share >= 0.95 and theirs.booleans < 0.5:
            return 0.6
        return 0.5 * share if share > 0.6 else 0.0
    if column.name in table.key and theirs.unique and theirs.place <= 1 and not theirs.is_date:
        return 0.5 if fit(theirs, column, is_key=True) == 1.0 else 0.0
    return 0.0


def _order_of_dates(
    table: TableDefinition,
    columns: Sequence[Profile],
    names: np.ndarray,
    scores: np.ndarray,
) -> None:
    """Where no header speaks for the anchor, the date column that starts earliest may be it."""
    place = next((i for i, one in enumerate(table.columns) if one.name == table.anchor), None)
    dated = [j for j, one in enumerate(columns) if one.is_date and one.dates is not None]
    if place is None or not dated:
        return
    if scores[place].max() >= LEAST:
        _earliest_first(scores[place], columns)
        return
    unnamed = [j for j in dated if names[:, j].max() < LEAST]
    if unnamed:
        first = min(unnamed, key=lambda j: (-columns[j].filled, columns[j].dates.first, j))  # type: ignore[union-attr]
        scores[place, first] = 0.5


def _earliest_first(scores: np.ndarray, columns: Sequence[Profile]) -> None:
    """Of several headers that surely name the receipt (登记时间, 受理时间), the one whose dates come first is it."""
    named = [
        (one.dates, j)
        for j, one in enumerate(columns)
        if scores[j] >= _SURELY_NAMED and one.dates is not None
    ]
    if len(named) < 2:
        return
    dates, first = min(named, key=lambda one: (one[0].first, one[1]))
    if all(dates.first < other.first and dates.last < other.last for other, j in named if j != first):
        scores[first] = max(scores[first], scores.max() + 0.01)


def _latest_of_equals(table: TableDefinition, columns: Sequence[Profile], scores: np.ndarray) -> None:
    """Of headers that name the end of a case alike (first_closed_at, last_closed_at), the one whose dates come last."""
    for i, column in enumerate(table.columns):
        if column.name not in _ENDS or scores[i].max() < LEAST:
            continue
        alike = [
            (one.dates.last, j)
            for j, one in enumerate(columns)
            if one.dates is not None and scores[i, j] >= scores[i].max() - _ALIKE
        ]
        if len(alike) > 1 and len({last for last, _ in alike}) > 1:
            scores[i, max(alike)[1]] = scores[i].max() + _LATER


def _pair(
    i: int,
    j: int,
    ours: Sequence[ColumnDefinition],
    columns: Sequence[Profile],
    names: np.ndarray,
    values: np.ndarray,
    scores: np.ndarray,
    settled: Mapping[int, float],
) -> Pair:
    own = float(scores[i, j])
    others = [
        (score, k)
        for k, score in enumerate(map(float, scores[i]))
        # A header that is better for another column is no rival.
        if k != j and settled.get(k, 0.0) < score + _SETTLED
    ]
    best, rival = max(others, default=(0.0, None))
    # A header by which reading knows the column has no rival but another such.
    known = names[i, j] >= _KNOWN and (rival is None or names[i, rival] < _KNOWN)
    near = 0.0 if known else max(0.0, _RIVAL - (own - best)) / _RIVAL if names[i, j] < 1.0 else 0.0
    # Of two numbers that both name the row, either will do; of a required column without a rival there is no doubt.
    doubt = 0.05 if near and rival is not None and columns[j].unique and columns[rival].unique else 0.3
    sole = 0.1 if ours[i].required and best < LEAST else 0.0
    return Pair(
        column=ours[i],
        header=columns[j].header,
        name=float(names[i, j]),
        values=float(values[i, j]),
        score=own,
        confidence=max(0.05, min(_SUREST, own * 1.05 + sole) - doubt * near),
        rival=columns[rival].header if near and rival is not None else None,
    )


def clashing(
    table: TableDefinition, columns: Sequence[Profile], used: Collection[str], found: Collection[str]
) -> list[Clashing]:
    """The headers that would be one of our columns if they did not say something else; each header and column once.

    ``used`` are headers, ``found`` our columns that are settled.
    """
    near = []
    for column in table.columns:
        for theirs in columns:
            contrary = clash(theirs.header, column)
            if contrary is None or column.name in found or theirs.header in used or theirs.empty:
                continue
            name = named(theirs, column, table, careful=False)
            score = _paired(name, _fitting(theirs, column, table, name, other=False), theirs, column, table)
            if score >= _WOULD_BE and not tells_by_itself(theirs, column):
                near.append((score, Clashing(column, theirs.header, contrary)))
    chosen: list[Clashing] = []
    for _, one in sorted(near, key=lambda pair: -pair[0]):
        if all(one.header != other.header and one.column.name != other.column.name for other in chosen):
            chosen.append(one)
    return chosen


@functools.cache
def _commonness() -> Mapping[str, int]:
    """In how many tables a column of a name stands: the more, the less it tells."""
    return Counter(column.name for table in TABLES.values() for column in table.columns)


def _telling(column: ColumnDefinition) -> float:
    return 1.0 / math.sqrt(_commonness()[column.name])


def _score(
    table: TableDefinition, pairs: Mapping[str, Pair], columns: Sequence[Profile], subject: float, items: int
) -> float:
    """What must be there, what need not but tells, what the file is called, and how much of it is understood."""
    required = [one for one in table.columns if one.required]
    must = sum(_there(one, table, pairs) for one in required) / (len(required) or 1)
    may = sum(one.score * _telling(one.column) for one in pairs.values() if not one.column.required)
    if items:
        may += 1.5 + 0.05 * items
        must = max(must, 0.5)
    full = len(columns) + items
    covered = (len(pairs) + items) / full if full else 0.0
    return 0.35 * must + 0.18 * (1 - math.exp(-may / 1.5)) + 0.35 * subject + 0.12 * min(1.0, covered * 1.5)


def _there(column: ColumnDefinition, table: TableDefinition, pairs: Mapping[str, Pair]) -> float:
    """How far a required column is there; what ``filling`` may put in its place counts a little less."""
    if column.name in pairs:
        return max(pairs[column.name].score, _STOOD_IN if is_filled(column, table) and pairs else 0.0)
    return _STOOD_IN if is_filled(column, table) and pairs else 0.0


def is_filled(column: ColumnDefinition, table: TableDefinition) -> bool:
    """Whether a missing column can be filled: a row's own number, that of its episode, the one standard of a log."""
    own_number = table.key == (column.name,) and column.type == "string" and column.refers is None
    return own_number or (table.name, column.name) in _OF_A_LOG


def audience(said: Iterable[str]) -> str | None:
    """The survey that names around a file speak of; None where they speak of none, or do not say whom it asked."""
    spoken = {concept for name in said for concept in concepts(name)}
    asked = {AUDIENCES[one] for one in spoken if one in AUDIENCES}
    return asked.pop() if "survey" in spoken and "customer" not in spoken and len(asked) == 1 else None


def subject_of(table: str, columns: Sequence[Profile], said: Collection[str], *, items: int = 0) -> float:
    """How much the words around a file and in its headers speak of the table's subject, from 0 to 1."""
    definition = TABLES[table]
    named = max(
        (likeness(name, (definition.name, definition.title.zh, definition.title.en), definition.aliases)
         for name in said if name),
        default=0.0,
    )  # fmt: skip
    around = {concept for name in said for concept in concepts(name)}
    inside = Counter(concept for one in columns for concept in set(concepts(one.header)))
    voiced = [SUBJECTS[one].get(table, 0.0) for one in around if one in SUBJECTS]
    voiced += [
        SUBJECTS[one].get(table, 0.0) * (0.75 if count > 1 else 0.6)
        for one, count in inside.items()
        if one in SUBJECTS
    ]
    asked = audience(said)
    if asked is not None:
        return 1.0 if table == asked else 0.3
    words = max(voiced, default=0.0) + 0.1 * (sorted(voiced)[-2] if len(voiced) > 1 else 0.0)
    if items and table == "survey_customers":
        words = max(words, 0.9)
    return min(1.0, max(words, named if named >= ALIAS - 0.03 else 0.7 * named))
