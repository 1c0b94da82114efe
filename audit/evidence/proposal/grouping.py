"""Sheets with the same header -> one table each, with what a sample of the rows says of every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import ibis

from audit.engines import Engine
from audit.evidence.datapackage import PackagedField
from audit.evidence.proposal.described import Described
from audit.evidence.proposal.names import concepts
from audit.evidence.proposal.opening import Sheet
from audit.evidence.proposal.profile import Profile, profile
from audit.evidence.proposal.thesaurus import SUBJECTS
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
    def sheet(self) -> str | tuple[str, ...] | None:
        """The sheet, or the sheets of one workbook, that hold the table; None for other files."""
        names = tuple(dict.fromkeys(one.sheet for one in self.sheets if one.sheet is not None))
        return names if len(names) > 1 else next(iter(names), None)

    @property
    def described(self) -> Described | None:
        """What a data package says of it, where all files of the resource are here."""
        said = self.first.described
        paths = {one.shown for one in self.sheets}
        return said if said is not None and len(paths) == len(said.files) else None

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
    """Files with the same header as one group, and sheets of a workbook, unless their names speak of other things."""
    books: dict[tuple[object, ...], list[Sheet]] = {}
    for one in sheets:
        about = concepts(one.sheet or "").intersection(SUBJECTS)
        alike = (one.shown, one.member, frozenset(one.header), one.table, about, one.told_row)
        books.setdefault(alike, []).append(one)
    together: dict[tuple[object, ...], list[Sheet]] = {}
    for same in books.values():
        first = same[0]
        named = tuple(one.sheet for one in same)
        resource = first.described and (first.described.package, first.described.resource.name)
        key = (frozenset(first.header), named, first.table, _folder(first.file), resource)
        together.setdefault(key, []).extend(same)
    return [profiled(engine, same) for same in together.values()]


def profiled(engine: Engine, sheets: Sequence[Sheet]) -> Group:
    """Sheets with the same header as one group."""
    return Group(tuple(sheets), _profiles(engine, sheets))


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
    said = sheets[0].described
    missing = set(said.resource.missing) if said else set()
    found = [
        profile(name, place, [None if cell in missing else cell for cell in cells])
        for place, (name, cells) in enumerate(zip(header, columns, strict=True))
    ]
    words = sheets[0].strays[0] if sheets[0].strays else {}
    found = [replace(one, words=words.get(one.header, "")) for one in found]
    if said is not None:
        found = [_as_described(one, said.field(one.header)) for one in found]
    return tuple(_exactly_unique(engine, sheets, found))


def _as_described(one: Profile, field: PackagedField | None) -> Profile:
    """The profile with what a data package says of the column: its title, and the form of its dates."""
    if field is None:
        return one
    words = one.words or field.title or field.description or ""
    if field.date_format is None or one.dates is None:
        return replace(one, words=words)
    # The package tells reading the form: neither is it asked, nor does audit.yaml repeat it.
    dates = replace(one.dates, form=field.date_format, swapped=None, told=None)
    return replace(one, words=words, dates=dates)


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
