"""Shares: of cases, of sums, of all parts of a whole, and the difference between two groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import ibis.expr.types as ir

from audit.measures.figures.figure import Aggregates, Cell, Figure, Frequencies
from audit.measures.statistics import proportions
from audit.result import Kind
from audit.text import message

MORE_THAN_WHOLE = message(
    "M-MORE-THAN-WHOLE",
    zh="部分（{part}）大于整体（{whole}），数据自相矛盾",
    en="the part ({part}) is larger than the whole ({whole}): the data contradict themselves",
)


@dataclass(frozen=True)
class Share(Figure):
    """The share of cases for which ``hit`` is true. Wilson interval."""

    kind: ClassVar[Kind] = "share"
    clustered: ClassVar[bool] = True
    hit: ir.BooleanValue

    def outcome(self) -> dict[str, ir.Value]:
        return {"hit": self.hit}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {"hits": cases.hit.sum()}

    def site_sum(self, cases: ir.Table) -> ir.Scalar:
        return cases.hit.sum()

    def with_failures(self, row: Aggregates, failures: int, *, higher_is_better: bool) -> float:
        """The share if so many cases more had failed: without a hit where a high share is good, else with one."""
        hits = (row["hits"] or 0) + (0 if higher_is_better else failures)
        return float(hits / (row["n"] + failures))

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, hits = row["n"], row["hits"] or 0
        if n:
            yield Cell(hits / n, n, proportions.wilson(hits, n), "wilson")
        else:
            yield Cell(None, 0)


@dataclass(frozen=True)
class Ratio(Figure):
    """Sum of ``numerator`` over sum of ``denominator``, both counts of a larger whole. Wilson interval
    on the denominator's sum where the numerator is a part of it, else none.
    """

    kind: ClassVar[Kind] = "ratio"
    numerator: ir.NumericValue
    denominator: ir.NumericValue
    part_of_whole: bool = field(default=True, kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"numerator": self.numerator.cast("float64"), "denominator": self.denominator.cast("float64")}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {"numerator": cases.numerator.sum(), "denominator": cases.denominator.sum()}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        above, below = row["numerator"] or 0.0, row["denominator"] or 0.0
        n = int(below)
        if below <= 0:
            yield Cell(None, 0)
        elif self.part_of_whole and above > below:
            yield Cell(None, n, reason=MORE_THAN_WHOLE(part=above, whole=below))
        elif self.part_of_whole:
            yield Cell(above / below, n, proportions.wilson(above, below), "wilson")
        else:
            yield Cell(above / below, n)


@dataclass(frozen=True)
class Shares(Figure):
    """The shares of the values of ``of`` that are ``among`` those of interest, as parts of one whole.

    One cell a value, with the key ``name``; Goodman's simultaneous intervals. A value that is not
    among them counts in the whole alone: name it, or fold it into another before.
    """

    kind: ClassVar[Kind] = "share"
    of: ir.StringValue
    among: tuple[str, ...] = field(kw_only=True)
    name: str = field(kw_only=True)

    def outcome(self) -> dict[str, ir.Value]:
        return {"of": self.of}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {f"cases{i}": (cases.of == one).sum() for i, one in enumerate(self.among)}

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n = row["n"]
        counts = [row[f"cases{i}"] or 0 for i in range(len(self.among))]
        rest = n - sum(counts)
        bounds = proportions.goodman([*counts, rest] if rest else counts)
        for one, count, ends in zip(self.among, counts, bounds, strict=False):
            yield Cell(count / n if n else None, n, ends, "goodman", key={self.name: one})


@dataclass(frozen=True)
class ShareDifference(Figure):
    """The share of ``hit`` among the cases of ``group`` minus that among the others. Newcombe's interval.

    Unit ``share``: 0.05 is five percentage points. Minimum numbers hold for the smaller group.
    """

    kind: ClassVar[Kind] = "difference"
    hit: ir.BooleanValue
    group: ir.BooleanValue
    unit: str = field(default="share", kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        return "share"

    def outcome(self) -> dict[str, ir.Value]:
        return {"hit": self.hit, "in_group": self.group}

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return {
            "hits": (cases.in_group & cases.hit).sum(),
            "size": cases.in_group.sum(),
            "all_hits": cases.hit.sum(),
        }

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        n, size, hits = row["n"], row["size"] or 0, row["hits"] or 0
        others, other_hits = n - size, (row["all_hits"] or 0) - hits
        smaller = min(size, others)
        if smaller:
            bounds = proportions.newcombe_difference(hits, size, other_hits, others)
            yield Cell(hits / size - other_hits / others, n, bounds, "newcombe", smallest=smaller)
        else:
            yield Cell(None, n, smallest=0)
