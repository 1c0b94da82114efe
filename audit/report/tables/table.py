"""Tables without a format: columns with a meaning, and cells that are still numbers and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from audit.report.telling import Teller
from audit.text import Text

Kind = Literal["text", "id", "number", "share", "date", "flag"]
"""What stands in a column.

``text``    words in the language of the table
``id``      a code, a name or a hash: the same in every language
``number``  a number with all its digits, never rounded for print
``share``   a number of which 1 is the whole
``date``    a calendar day; words where the result holds no day
``flag``    true or false
"""

Tone = Literal["good", "fair", "poor", "open"]
Cell = str | int | float | bool | dt.date | None
Row = TypeVar("Row")
Part = TypeVar("Part")


@dataclass(frozen=True)
class Column:
    """A column: ``id`` is English and does not change, ``title`` is in the language of the table.

    ``width`` is that of a sheet, in characters. ``coded``: the words stand in a column of their own beside it, so
    only programs need it. ``tones`` says how good or bad some of its words are.
    """

    id: str
    title: str
    kind: Kind
    width: int
    unit: str | None = None
    coded: bool = False
    tones: tuple[tuple[str, Tone], ...] = ()


@dataclass(frozen=True)
class Reference:
    """The columns of a table that name a row of another one, by its columns."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table in one language, in full. ``key`` names the columns that tell its rows apart."""

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Field(Generic[Row]):
    """A column in both languages, and how to read its cell out of what a row is made from."""

    id: str
    title: Text
    kind: Kind
    read: Callable[[Teller, Row], Cell]
    width: int
    unit: str | None = None
    coded: bool = False
    place: str | None = None
    tones: Mapping[str, Tone] | None = None

    def told(self, teller: Teller) -> Column:
        """The column in one language."""
        tones = tuple(
            (teller.word(self.place or "", name), tone) for name, tone in (self.tones or {}).items()
        )
        return Column(self.id, teller.text(self.title), self.kind, self.width, self.unit, self.coded, tones)


@dataclass(frozen=True)
class Layout(Generic[Row]):
    """A table before it is filled: its words, its fields and what tells its rows apart."""

    id: str
    title: Text
    note: Text
    fields: tuple[Field[Row], ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    def told(self, teller: Teller, rows: Iterable[Row]) -> Table:
        """The table of some rows in one language."""
        return Table(
            self.id,
            teller.text(self.title),
            teller.text(self.note),
            tuple(field.told(teller) for field in self.fields),
            tuple(tuple(field.read(teller, row) for field in self.fields) for row in rows),
            self.key,
            self.references,
        )


def text(id_: str, zh: str, en: str, read: Callable[[Teller, Row], Cell], width: int = 40) -> Field[Row]:
    """Words in the language of the table."""
    return Field(id_, Text(zh=zh, en=en), "text", read, width)


def code(
    id_: str, zh: str, en: str, read: Callable[[Teller, Row], Cell], width: int = 14, *, coded: bool = False
) -> Field[Row]:
    """A code, a name or a hash."""
    return Field(id_, Text(zh=zh, en=en), "id", read, width, coded=coded)


def named(
    id_: str,
    zh: str,
    en: str,
    place: str | Mapping[str, Text],
    read: Callable[[Teller, Row], str | None],
    width: int = 14,
    tones: Mapping[str, Tone] | None = None,
) -> tuple[Field[Row], Field[Row]]:
    """A code for programs and its words, which stand at a place of the templates or in a mapping."""

    def words(teller: Teller, row: Row) -> Cell:
        name = read(teller, row)
        if name is None or isinstance(place, str):
            return None if name is None else teller.word(str(place), name)
        return teller.text(place[name]) if name in place else name

    title = Text(zh=zh, en=en)
    where = place if isinstance(place, str) else None
    return (
        Field(id_, Text(zh=f"{zh}（代码）", en=f"{en} (code)"), "id", read, width, coded=True),
        Field(f"{id_}_words", title, "text", words, width, place=where, tones=tones),
    )


def number(
    id_: str, zh: str, en: str, read: Callable[[Teller, Row], Cell], unit: str | None = None, width: int = 11
) -> Field[Row]:
    """A number with all its digits, in a unit that all its rows have in common, where there is one."""
    return Field(id_, Text(zh=zh, en=en), "number", read, width, unit)


def share(id_: str, zh: str, en: str, read: Callable[[Teller, Row], Cell]) -> Field[Row]:
    """A number of which 1 is the whole."""
    return Field(id_, Text(zh=zh, en=en), "share", read, 11, "share")


def date(id_: str, zh: str, en: str, read: Callable[[Teller, Row], str | None]) -> Field[Row]:
    """A calendar day, out of an ISO date or time."""
    return Field(id_, Text(zh=zh, en=en), "date", lambda teller, row: _day(read(teller, row)), 12)


def flag(id_: str, zh: str, en: str, read: Callable[[Teller, Row], bool | None]) -> Field[Row]:
    """True or false."""
    return Field(id_, Text(zh=zh, en=en), "flag", read, 9)


def within(part: Callable[[Row], Part | None], fields: Iterable[Field[Part]]) -> tuple[Field[Row], ...]:
    """The fields of a part that a row may have; their cells are empty where it has none."""

    def reading(read: Callable[[Teller, Part], Cell]) -> Callable[[Teller, Row], Cell]:
        def cell(teller: Teller, row: Row) -> Cell:
            found = part(row)
            return None if found is None else read(teller, found)

        return cell

    return tuple(
        Field(
            one.id,
            one.title,
            one.kind,
            reading(one.read),
            one.width,
            one.unit,
            one.coded,
            one.place,
            one.tones,
        )
        for one in fields
    )


def _day(written: str | None) -> Cell:
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return written


def lines(parts: Iterable[str]) -> str | None:
    """Sentences of one cell, a line each; None where there are none."""
    return "\n".join(part for part in parts if part) or None


def ids(parts: Iterable[str]) -> str | None:
    """Codes of one cell, as a program takes them apart; None where there are none."""
    return "; ".join(parts) or None
