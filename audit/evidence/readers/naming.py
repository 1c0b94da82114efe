"""What the columns of a file are called, so that each can be named and none is taken for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audit.evidence.readers import noted, unreadable
from audit.evidence.readers.layout import Layout
from audit.evidence.readers.source import Remark
from audit.text import Message

RESERVED = frozenset({"_row", "_file"})


@dataclass(frozen=True, slots=True)
class Names:
    """The name of every column in its place, from the first of the grid; ``bare`` are those without a header."""

    names: tuple[str, ...]
    bare: frozenset[int]
    remarks: tuple[Remark, ...]

    def kept(self, filled: Sequence[bool]) -> list[int]:
        """The places, from 0, of the columns that have a header or a value."""
        return [place for place, full in enumerate(filled) if full or place not in self.bare]


def name_columns(layout: Layout, width: int, column_name: Callable[[int], str]) -> Names:
    """Name the first ``width`` columns: by their header, several of one header with a number, else by place.

    >>> from audit.evidence.readers.layout import begin
    >>> found = begin([(1, ["a", "b", "A", ""]), (2, ["1", "2", "3", "4"])])
    >>> name_columns(found, 4, str).names
    ('a (1)', 'b', 'A (2)', '#4')

    ``column_name`` is what people call a column that counts from 1: its number, or its letters.
    """
    headers = [""] * width
    for place, name in zip(layout.columns, layout.names, strict=True):
        if place <= width:
            headers[place - 1] = name
    same: dict[str, list[int]] = {}
    for place, name in enumerate(headers):
        same.setdefault(name.lower(), []).append(place)
    taken = {form for form, places in same.items() if len(places) == 1}
    names, remarks = list(headers), list[Remark]()
    for form, places in same.items():
        if form and len(places) > 1:
            for number, place in enumerate(places, 1):
                names[place] = _free(f"{headers[place]} ({number})", taken)
            remarks.append(_twice(headers[places[0]], places, names, column_name))
    bare = frozenset(same.get("", ()))
    for place in sorted(bare):
        names[place] = _free(f"#{place + 1}", taken)
    return Names(tuple(names), bare, tuple(remarks))


def nameless(names: Names, kept: Sequence[int], at: Callable[[int], str]) -> Iterator[Remark]:
    """A remark on every column that has values but no header."""
    for place in kept:
        if place in names.bare:
            yield Remark(noted.NO_NAME(name=names.names[place]), 1, (at(place + 1),))


def reserved(layout: Layout) -> Iterator[tuple[int, Message]]:
    """The columns, from 1, whose header this toolkit needs for itself."""
    for place, name in zip(layout.columns, layout.names, strict=True):
        if name.lower() in RESERVED:
            yield place, unreadable.HEADER_RESERVED(name=name)


def _free(name: str, taken: set[str]) -> str:
    while name.lower() in taken:
        name += "'"
    taken.add(name.lower())
    return name


def _twice(
    name: str, places: Sequence[int], names: Sequence[str], column_name: Callable[[int], str]
) -> Remark:
    columns = ", ".join(column_name(place + 1) for place in places)
    return Remark(noted.TWICE(name=name, columns=columns, names=", ".join(names[place] for place in places)))
