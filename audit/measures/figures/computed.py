"""What no other kind describes, and what is read off a register or cannot be measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import ibis.expr.types as ir

from audit.measures.figures.figure import Aggregates, Cell, Figure, Flag, Frequencies
from audit.result import Kind
from audit.text import Message


@dataclass(frozen=True)
class Computed(Figure):
    """What no other kind describes: aggregates over named columns, and a function from them to cells.

    A null in a column is the function's affair, not an unknown outcome. ``matrix`` asks for the complete
    cases of some columns as well, an array of cases x columns under the name ``matrix``; only for
    definitions that need single cases, as a bootstrap of several means does. ``minimum_of`` names the
    kind whose minimum number of cases holds; a count has none.
    """

    kind: ClassVar[Kind] = "count"
    nulls_are_unknown: ClassVar[bool] = False
    columns: Mapping[str, ir.Value]
    over: Callable[[ir.Table, ir.BooleanValue], dict[str, ir.Scalar]]
    compute: Callable[[Aggregates], Iterable[Cell]]
    kind_of_cells: Kind = field(default="count", kw_only=True)
    minimum_of: Kind = field(default="count", kw_only=True)
    matrix: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def ruled_as(self) -> Kind:
        return self.minimum_of

    def outcome(self) -> dict[str, ir.Value]:
        return dict(self.columns)

    def aggregates(self, cases: ir.Table, known: ir.BooleanValue) -> dict[str, ir.Scalar]:
        return self.over(cases, known)

    def cells(self, row: Aggregates, frequencies: Frequencies) -> Iterator[Cell]:
        for cell in self.compute(row):
            yield replace(cell, kind=cell.kind or self.kind_of_cells)


@dataclass(frozen=True, slots=True)
class Register:
    """A value read off a small register, such as the share of the documents that an item asks for. A
    census, so without interval; ``n`` is the number of entries that were expected.
    """

    result: str
    value: float | None
    n: int
    key: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "share"
    unit: str = "1"
    reason: Message | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class NotMeasurable:
    """The evidence is there, and what the definition needs is not in it."""

    reason: Message
