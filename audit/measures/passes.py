"""Counts what figures ask for: those that stand on the same cases in one pass over them.

A pass has the engine read the outcomes and the conditions of exclusion off the cases, number the reason why
one does not count, take the outcome from those that do not, and aggregate: in all, and by one column at a
time. What several figures ask for alike is read and aggregated once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.figures import Aggregates, Figure, all_known
from audit.measures.marking import UNKNOWN

_Asked = tuple[str, str]
"""What kind of thing is asked (cases, figure, excluded, site), and its name there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure to be counted: in all, by each of some columns, and, if ``by_site``, its sums of every site."""

    figure: Figure
    by: tuple[str, ...]
    by_site: bool

    @property
    def columns(self) -> set[str]:
        """What the cases are grouped by, one at a time."""
        return {*self.by, "site_id"} if self.by_site else set(self.by)


@dataclass(frozen=True, slots=True)
class Group:
    """The cases with one value of a column, or all: ``n`` of them count, the others are excluded or unknown."""

    value: object
    n: int
    unknown: int
    excluded: Mapping[str, int]
    aggregates: Aggregates


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for a figure: its groups by column (None: all cases), in the order of their values.

    ``sums`` and ``sizes`` are those of the sites with a case that counts. Cases without a site are one site
    more, so that the centre is that of the figure.
    """

    groups: Mapping[str | None, Sequence[Group]]
    sums: Sequence[float]
    sizes: Sequence[float]


def count(wanted: Sequence[Wanted], ev: Evidence) -> list[Counted]:
    """What is counted for each figure, in their order."""
    alike: dict[Any, list[int]] = defaultdict(list)
    for place, one in enumerate(wanted):
        alike[one.figure.rows.table.op()].append(place)
    found: dict[int, Counted] = {}
    for places in alike.values():
        found.update(zip(places, _in_one_pass([wanted[place] for place in places], ev), strict=True))
    return [found[place] for place in range(len(wanted))]


def _in_one_pass(wanted: Sequence[Wanted], ev: Evidence) -> list[Counted]:
    by, table = sorted({column for one in wanted for column in one.columns}), wanted[0].figure.rows.table
    read, reasons, kept, asked = _Once("read"), _Once("reason"), _Once("kept"), _Once("asked")
    counting = [_Counting.of(one, read) for one in wanted]
    cases = table.select(**{name: table[name] for name in by}, **read) if by or read else table
    numbered = [reasons.name(one.left_out(cases)) for one in counting]
    cases = cases.mutate(**reasons)
    columns = [
        {name: kept.name(value) for name, value in one.kept(cases[left_out], cases).items()}
        for one, left_out in zip(counting, numbered, strict=True)
    ]
    cases = cases.mutate(**kept)
    names = [
        {name: asked.name(value) for name, value in one.aggregates(cases, cases[left_out], own).items()}
        for one, left_out, own in zip(counting, numbered, columns, strict=True)
    ]
    found = ev.aggregates_by(by, cases, asked)
    return [one.counted(found, own) for one, own in zip(counting, names, strict=True)]


class _Once(dict[str, Any]):
    """Expressions by made-up names; equal ones have one name."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._names: dict[Any, str] = {}

    def name(self, expression: ir.Value) -> str:
        name = self._names.setdefault(expression.op(), f"_{self._prefix}{len(self._names)}")
        self[name] = expression
        return name


class _Outcome:
    """The columns of a figure's outcome, under their own names, among those of all figures of a pass."""

    def __init__(self, columns: Mapping[str, ir.Column]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> ir.Column:
        return self._columns[name]

    def __getattr__(self, name: str) -> ir.Column:
        return self._columns[name]


@dataclass(frozen=True, slots=True)
class _Counting:
    """A figure in a pass: the columns of its outcome, and those of the conditions that exclude a case."""

    wanted: Wanted
    outcome: Mapping[str, str]
    excluded: Mapping[str, str]

    @classmethod
    def of(cls, wanted: Wanted, read: _Once) -> _Counting:
        figure = wanted.figure
        outcome = {name: read.name(value) for name, value in figure.outcome().items()}
        return cls(wanted, outcome, {why: read.name(one) for why, one in figure.rows.excluded.items()})

    @property
    def unknown_when_null(self) -> bool:
        return bool(self.outcome) and self.wanted.figure.nulls_are_unknown

    def left_out(self, cases: ir.Table) -> ir.IntegerValue:
        """The place of the first reason why a case does not count among all reasons, unknown last; else null."""
        conditions = [cases[column] for column in self.excluded.values()]
        if self.unknown_when_null:
            conditions.append(~all_known(cases[column] for column in self.outcome.values()))
        numbered = [(condition, ibis.literal(i, "int8")) for i, condition in enumerate(conditions)]
        return ibis.cases(*numbered) if numbered else ibis.null("int8")

    def kept(self, left_out: ir.IntegerValue, cases: ir.Table) -> dict[str, ir.Value]:
        """The outcome, null where a case does not count; as it is where null says nothing."""
        columns = {name: cases[column] for name, column in self.outcome.items()}
        if not self.unknown_when_null:
            return columns
        return {
            name: ibis.ifelse(left_out.isnull(), value, ibis.null(value.type()))
            for name, value in columns.items()
        }

    def aggregates(
        self, cases: ir.Table, left_out: ir.IntegerValue, columns: Mapping[str, str]
    ) -> dict[_Asked, ir.Scalar]:
        """What is asked for the figure, and how many cases are left out for which reason."""
        figure, counts = self.wanted.figure, left_out.isnull()
        # A figure takes nothing from its cases but the columns of its outcome.
        own = cast("ir.Table", _Outcome({name: cases[column] for name, column in columns.items()}))
        leaves_out = bool(self.excluded) or self.unknown_when_null
        asked = {("cases", "n"): counts.sum() if leaves_out else cases.count()}
        asked |= {("figure", name): value for name, value in figure.aggregates(own, counts).items()}
        asked |= {("excluded", why): (left_out == i).sum() for i, why in enumerate(self.excluded)}
        if self.unknown_when_null:
            asked["cases", UNKNOWN] = (left_out == len(self.excluded)).sum()
        if self.wanted.by_site:
            asked |= {("site", name): value for name, value in figure.clusters(own, counts).items()}
        return asked

    def counted(
        self, rows: Mapping[str | None, Sequence[Mapping[str, Any]]], names: Mapping[_Asked, str]
    ) -> Counted:
        """The figure's part of what the pass found; ``names`` are those of its aggregates."""
        own = {
            by: [(row[by] if by else None, {name: row[asked] for name, asked in names.items()}) for row in of]
            for by, of in rows.items()
        }
        groups = {
            by: [_group(*row) for row in sorted(own[by], key=lambda row: str(row[0] or ""))]
            for by in (None, *self.wanted.by)
        }
        sites = [row for _, row in sorted(own.get("site_id", ()), key=lambda row: (row[0] is None, row[0]))]
        sites = [row for row in sites if row.get(("site", "size"))]
        return Counted(
            groups,
            sums=[float(row["site", "sum"]) for row in sites],
            sizes=[float(row["site", "size"]) for row in sites],
        )


def _group(value: object, row: Mapping[_Asked, Any]) -> Group:
    """A group from what was asked for it; an engine's sum over nothing is null."""
    n = int(row["cases", "n"] or 0)
    return Group(
        value,
        n,
        unknown=int(row.get(("cases", UNKNOWN)) or 0),
        excluded={name: int(found or 0) for (kind, name), found in row.items() if kind == "excluded"},
        aggregates={name: found for (kind, name), found in row.items() if kind == "figure"} | {"n": n},
    )
