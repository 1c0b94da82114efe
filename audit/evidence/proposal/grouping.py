"""Sheets with the same header -> one table each, with what a sample of the rows says of every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import ibis

from audit.engines import Engine
from audit.evidence.proposal.opening import Sheet
from audit.evidence.proposal.profile import Profile, profile
from audit.evidence.spelling import SPACES

HEAD, SPREAD = 10_000, 10_000
"""Rows looked at: the first ones, and others evenly spread over the rest of the file."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sheets with the same header: one table in several files, with the profiles of its columns."""

    sheets: tuple[Sheet, ...]
    columns: tuple[Profile, ...]

    @property
    def first(self) -> Sheet:
        """The sheet that stands for all."""
        return self.sheets[0]

    @property
    def rows(self) -> int:
        """The records of all its files."""
        return sum(one.rows for one in self.sheets)

    def column(self, header: str) -> Profile:
        """The profile of a header; raises KeyError for one that is not there."""
        for one in self.columns:
            if one.header == header:
                return one
        raise KeyError(header)


def grouped(engine: Engine, sheets: Sequence[Sheet]) -> list[Group]:
    """Files with the same header as one group; sheets of one workbook, tables of one database are groups of their own."""
    together: dict[tuple[object, ...], list[Sheet]] = {}
    for one in sheets:
        key = (frozenset(one.header), one.sheet, one.table, one.member and one.shown, _folder(one.shown))
        together.setdefault(key, []).append(one)
    return [Group(tuple(same), _profiles(engine, same)) for same in together.values()]


def _folder(shown: str) -> str:
    return shown.rpartition("/")[0]


def _profiles(engine: Engine, sheets: Sequence[Sheet]) -> tuple[Profile, ...]:
    """The columns of some sheets with one header, from a sample of all of them."""
    header = sheets[0].header
    columns: list[list[str | None]] = [[] for _ in header]
    for one in sheets:
        rows = engine.con.to_pyarrow(_sample(engine, one, len(sheets)))
        for place, name in enumerate(header):
            columns[place] += rows[name].to_pylist()
    found = [
        profile(name, place, cells) for place, (name, cells) in enumerate(zip(header, columns, strict=True))
    ]
    words = sheets[0].strays[0] if sheets[0].strays else {}
    found = [replace(one, words=words.get(one.header, "")) for one in found]
    return tuple(_exactly_unique(engine, sheets, found))


def _sample(engine: Engine, sheet: Sheet, files: int) -> ibis.Table:
    table = engine.con.table(sheet.relation)
    head, spread = HEAD // files, SPREAD // files
    if sheet.rows <= head + spread:
        return table
    step = sheet.rows // spread + 1
    first = table._row.min()
    return table.filter((table._row % step == 0) | (table._row - first.as_scalar() < head))


def _exactly_unique(engine: Engine, sheets: Sequence[Sheet], found: Sequence[Profile]) -> Iterator[Profile]:
    """The profiles with ``unique`` told of all rows, where the sample leaves it open and a number is possible."""
    rows = sum(one.rows for one in sheets)
    candidates = [
        one.header for one in found if one.unique and one.rows < rows and not one.is_date and not one.wordy
    ]
    repeated: set[str] = set()
    if candidates:
        parts = [engine.con.table(one.relation).select(*candidates) for one in sheets]
        table = parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)
        texts = {name: table[name].strip().nullif("") for name in candidates}
        counts = table.aggregate(
            **{f"distinct{place}": text.nunique() for place, text in enumerate(texts.values())},
            **{f"filled{place}": text.count() for place, text in enumerate(texts.values())},
        )
        row = engine.con.to_pyarrow(counts).to_pylist()[0]
        repeated = {
            name for place, name in enumerate(texts) if row[f"distinct{place}"] != row[f"filled{place}"]
        }
    for one in found:
        yield replace(one, unique=one.unique and one.header not in repeated)


def distinct_labels(engine: Engine, group: Group, header: str, most: int) -> list[str]:
    """The different values of a column in all rows, the most frequent first; at most so many."""
    parts = [_texts(engine, one, header) for one in group.sheets]
    table = parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)
    counted = table.group_by("text").aggregate(n=table.count())
    top = counted.order_by([ibis.desc("n"), "text"]).limit(most + 1)
    texts = [str(one).strip(SPACES) for one in engine.con.to_pyarrow(top)["text"].to_pylist() if one]
    return list(dict.fromkeys(text for text in texts if text))


def _texts(engine: Engine, sheet: Sheet, header: str) -> ibis.Table:
    table = engine.con.table(sheet.relation)
    return table.select(text=table[header].strip())
