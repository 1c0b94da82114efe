"""Exports told column by column: what stands in the header, what a reviewer takes it for, how a cell is made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.evidence.proposal.making import Row


class Record:
    """One invented case: its number, its moments in order, and a source of chance of its own."""

    def __init__(self, number: int) -> None:
        self.n = number
        self.rng = random.Random(1000 + number)  # noqa: S311 - invented records, no secret
        self.at = dt.datetime(2026, 1, 4, 8, 12, 7) + dt.timedelta(hours=9 * number, minutes=number * 23 % 60)
        self.noted = self.at + dt.timedelta(minutes=self.rng.randint(3, 600))
        self.answered = self.noted + dt.timedelta(minutes=self.rng.randint(20, 3000))
        self.done = self.answered + dt.timedelta(minutes=self.rng.randint(60, 9000))
        self.closed = self.done + dt.timedelta(minutes=self.rng.randint(5, 2800))
        self.due = self.at + dt.timedelta(days=7)

    def one(self, *choices: object) -> object:
        return self.rng.choice(choices)

    def some(self, share: float, value: object) -> object:
        """The value in a share of the records, else an empty cell."""
        return value if self.rng.random() < share else None


@dataclass(frozen=True)
class Field:
    """A column of an export; ``column`` is the catalogue's, ``None`` for one that is to stay unused."""

    header: str
    column: str | None
    make: Callable[[Record], object]


def answers(fields: Sequence[Field]) -> Mapping[str, str]:
    return {one.column: one.header for one in fields if one.column is not None}


def header(fields: Sequence[Field]) -> Row:
    return [one.header for one in fields]


def records(fields: Sequence[Field], count: int) -> list[Row]:
    return [[one.make(record) for one in fields] for record in map(Record, range(count))]
