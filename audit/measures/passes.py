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
    numbered = [None if one.told_by_null else reasons.name(one.left_out(cases)) for one in counting]
    cases = cases.mutate(**reasons) if reasons else cases
    columns = [
        {name: kept.name(value) for name, value in one.kept(cases[left_out], cases).items()}
        if one.masked and left_out is not None
        else one.outcome
        for one, left_out in zip(counting, numbered, strict=True)
    ]
    cases = cases.mutate(**kept) if kept else cases
    names = [
        {name: asked.name(value) for name, value in one.aggregates(cases, left_out, own).items()}
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
    """A figure in a pass: the columns of its outcome, and those of the conditions that exclude a case.

    ``known`` are columns of which none is null where the outcome is known.
    ``reasons`` are all for which a case may not count, in their order. ``told_by_null``: there is one alone, and
    it says no more than that the one column of the outcome is null.
    """

    wanted: Wanted
    outcome: Mapping[str, str]
    known: Sequence[str]
    excluded: Mapping[str, str]
    reasons: Sequence[str]
    told_by_null: bool

    @classmethod
    def of(cls, wanted: Wanted, read: _Once) -> _Counting:
        figure = wanted.figure
        outcome, excluded = figure.outcome(), figure.rows.excluded
        null_counts = bool(outcome) and figure.nulls_are_unknown
        alone = next(iter(outcome.values())) if null_counts and len(outcome) == 1 else None
        null = {(~all_known(outcome.values())).op()} | ({alone.isnull().op()} if alone is not None else set())
        # Where an exclusion says that the outcome is null, no case is left whose outcome is unknown.
        said = null_counts and any(one.op() in null for one in excluded.values())
        reasons = [*excluded, *([UNKNOWN] if null_counts and not said else ())]
        told_by_null = alone is not None and len(reasons) == 1
        return cls(
            wanted,
            {name: read.name(value) for name, value in outcome.items()},
            [read.name(value) for value in figure.known()] if UNKNOWN in reasons else (),
            {} if told_by_null else {why: read.name(one) for why, one in excluded.items()},
            reasons,
            told_by_null,
        )

    @property
    def masked(self) -> bool:
        """Whether the outcome of a case that does not count has to be hidden: where null says nothing it is not."""
        return self.wanted.figure.nulls_are_unknown and not self.told_by_null

    def left_out(self, cases: ir.Table) -> ir.IntegerValue:
        """The place of the first reason why a case does not count among all reasons, unknown last; else null."""
        conditions = [cases[column] for column in self.excluded.values()]
        if UNKNOWN in self.reasons:
            conditions.append(~all_known(cases[column] for column in self.known))
        numbered = [(condition, ibis.literal(i, "int8")) for i, condition in enumerate(conditions)]
        return ibis.cases(*numbered) if numbered else ibis.null("int8")

    def kept(self, left_out: ir.IntegerValue, cases: ir.Table) -> dict[str, ir.Value]:
        """The outcome, null where a case does not count."""
        columns = {name: cases[column] for name, column in self.outcome.items()}
        return {
            name: ibis.ifelse(left_out.isnull(), value, ibis.null(value.type()))
            for name, value in columns.items()
        }

    def aggregates(
        self, cases: ir.Table, left_out: str | None, columns: Mapping[str, str]
    ) -> dict[_Asked, ir.Scalar]:
        """What is asked for the figure, and how many cases are left out for which reason but the last."""
        figure = self.wanted.figure
        # A figure takes nothing from its cases but the columns of its outcome.
        own = cast("ir.Table", _Outcome({name: cases[column] for name, column in columns.items()}))
        asked: dict[_Asked, ir.Scalar] = {("cases", "all"): cases.count()}
        if left_out is None:
            (only,) = columns.values()
            counts = cases[only].notnull()
            asked["cases", "n"] = cases[only].count()
        else:
            counts = cases[left_out].isnull()
            if self.reasons:
                asked["cases", "left_out"] = cases[left_out].count()
            asked |= {
                ("excluded", why): (cases[left_out] == i).sum() for i, why in enumerate(self.reasons[:-1])
            }
        asked |= {("figure", name): value for name, value in figure.aggregates(own, counts).items()}
        if self.wanted.by_site:
            asked["site", "sum"] = figure.site_sum(own)
        return asked

    def counted(
        self, rows: Mapping[str | None, Sequence[Mapping[str, Any]]], names: Mapping[_Asked, str]
    ) -> Counted:
        """The figure's part of what the pass found; ``names`` are those of its aggregates."""
        own = {
            by: [
                self._group(row[by] if by else None, {name: row[asked] for name, asked in names.items()})
                for row in of
            ]
            for by, of in rows.items()
        }
        groups = {
            by: [group for group, _ in sorted(own[by], key=lambda row: str(row[0].value or ""))]
            for by in (None, *self.wanted.by)
        }
        sites = sorted(own.get("site_id", ()), key=lambda row: (row[0].value is None, row[0].value))
        sites = [(group, total) for group, total in sites if group.n and self.wanted.by_site]
        return Counted(
            groups,
            sums=[float(total) for _, total in sites],
            sizes=[float(group.n) for group, _ in sites],
        )

    def _group(self, value: object, row: Mapping[_Asked, Any]) -> tuple[Group, Any]:
        """A group from what was asked for it, and the sum where it is a site; an engine's sum over nothing is null."""
        every = int(row["cases", "all"])
        n = int(row["cases", "n"]) if self.told_by_null else every - int(row.get(("cases", "left_out")) or 0)
        left_out = {why: int(row["excluded", why] or 0) for why in self.reasons[:-1]}
        left_out |= {why: every - n - sum(left_out.values()) for why in self.reasons[-1:]}
        group = Group(
            value,
            n,
            unknown=left_out.pop(UNKNOWN, 0),
            excluded=left_out,
            aggregates={name: found for (kind, name), found in row.items() if kind == "figure"} | {"n": n},
        )
        return group, row.get(("site", "sum"))
