"""The cells of a file as text, as the gate asks for them: many columns in one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from audit.evidence.functions import literal, name
from audit.evidence.privacy.patterns import ANY_KIND, ANY_LOOKALIKE

SHORTEST = 6
"""Characters that the shortest personal value has."""

_FEWEST_IN_SEQUENCE, _DENSEST = 20, 20

_FIRST, _REPEATED = 20_000, 4
"""So many first rows tell whether a column repeats itself: whether each of its texts stands there so often."""

_WHOLE = frozenset(
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_SMALLEST_CODE, _LARGEST_EXACT, _LARGEST_CODE = 1e9, 1e15, 1e19
"""A number of fewer than ten digits is none of a person; a double keeps fifteen digits and more of none."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many cells of a column are not empty, and whether one has what every kind of personal value has."""

    count: int = 0
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """How many cells hold such a number, how many different ones there are, and how far these reach."""

    cells: int
    different: int
    span: int

    @property
    def runs(self) -> bool:
        """Whether the numbers follow each other as those that a system gives out do.

        Telephone numbers of different people lie far apart: a thousand of them in ten billion numbers.
        """
        return self.different >= _FEWEST_IN_SEQUENCE and self.span < _DENSEST * self.different


@dataclass(frozen=True, slots=True)
class Cells:
    """A relation; ``texts`` is SQL for the text of each column whose type can hold something of a person."""

    con: duckdb.DuckDBPyConnection
    relation: str
    texts: Mapping[str, str]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, relation: str, headers: Sequence[str]) -> Cells:
        """The columns of a relation that bear one of these headers."""
        types = con.execute(f"SELECT * FROM {name(relation)} LIMIT 0").description or ()  # noqa: S608
        found = {header: _text(name(header), str(kind)) for header, kind, *_ in types}
        return cls(con, name(relation), {one: text for one in headers if (text := found.get(one))})

    def first(self, headers: Sequence[str], count: int) -> dict[str, list[str | None]]:
        """The texts of the first rows."""
        if not headers:
            return {}
        asked = ", ".join(f"{self.texts[header]} AS {name(header)}" for header in headers)
        rows = self.con.execute(f"SELECT {asked} FROM {self.relation} LIMIT {count}").fetchall()  # noqa: S608
        return {header: [row[place] for row in rows] for place, header in enumerate(headers)}

    def filled(self, headers: Sequence[str], step: int = 1) -> dict[str, Filled]:
        """What every ``step``-th row holds.

        The cells of all columns go through one search: to prepare it for each costs more than to look
        through a few hundred rows.
        """
        if not headers:
            return {}
        listed = ", ".join(self.texts[header] for header in headers)
        rows = f"FROM {self.relation}" + (f" WHERE _row % {step} = 0" if step > 1 else "")
        found = self.con.execute(
            f"""SELECT place, count(*) FILTER (cell <> ''), coalesce(bool_or({_suspected("cell")}), FALSE)
                FROM (SELECT unnest([{listed}]) AS cell, unnest(range({len(headers)})) AS place {rows})
                GROUP BY place"""  # noqa: S608 - names and values are quoted, here and below
        ).fetchall()
        told = {headers[place]: Filled(int(count), bool(suspected)) for place, count, suspected in found}
        return {header: told.get(header, Filled()) for header in headers}

    def filled_together(
        self, headers: Sequence[str], sampled: Sequence[str], step: int, also: str
    ) -> tuple[dict[str, Filled], bool]:
        """What every row holds, and of the ``sampled`` columns one row of ``step``, by one search for all of them.

        With it comes whether any row meets the condition ``also``.

        The rows have no numbers here: which ones are looked at follows from what they hold.
        """
        every = [*headers, *sampled]
        if not every:
            return {}, True
        texts = {header: f"_text{place}" for place, header in enumerate(every)}
        cells = ", ".join(f"{self.texts[header]} AS {own}" for header, own in texts.items())
        picked = f"hash({', '.join(texts.values())}) % {step} = 0"
        asked = ["bool_or(_also)", *(f"count({own})" for own in texts.values())]
        asked += [f"bool_or({_suspected(texts[header])})" for header in headers]
        asked += [f"bool_or(CASE WHEN _picked THEN {_suspected(texts[header])} END)" for header in sampled]
        met, *found = self.con.execute(
            f"""SELECT {", ".join(asked)} FROM (
                SELECT *, {picked} AS _picked FROM (SELECT {cells}, {also} AS _also FROM {self.relation}))"""  # noqa: S608
        ).fetchall()[0]
        counts, suspected = found[: len(every)], found[len(every) :]
        return {
            header: Filled(int(count), bool(seen))
            for header, count, seen in zip(every, counts, suspected, strict=True)
        }, bool(met)

    def filled_in_long(self, headers: Sequence[str]) -> dict[str, Filled]:
        """What every row of a long file holds, a column after the other.

        Where the first rows repeat a few texts, each different text is looked at once: to find those takes a
        third of the time of a search through all.
        """
        if not headers:
            return {}
        texts = [self.texts[header] for header in headers]
        first = ", ".join(f"count(DISTINCT {text})" for text in texts)
        asked = ", ".join(f"count(*) FILTER ({text} <> '')" for text in texts)
        different = self.con.execute(
            f"SELECT {first} FROM (FROM {self.relation} LIMIT {_FIRST})"  # noqa: S608
        ).fetchall()[0]
        counts = self.con.execute(f"SELECT {asked} FROM {self.relation}").fetchall()[0]  # noqa: S608
        return {
            header: Filled(int(count), self._any_suspected(text, repeats=_REPEATED * few < _FIRST))
            for header, text, few, count in zip(headers, texts, different, counts, strict=True)
        }

    def _any_suspected(self, text: str, *, repeats: bool) -> bool:
        cells = f"SELECT {'DISTINCT' if repeats else ''} {text} AS cell FROM {self.relation}"  # noqa: S608
        found = self.con.execute(f"SELECT coalesce(bool_or({_suspected('cell')}), FALSE) FROM ({cells})")  # noqa: S608
        return bool(found.fetchall()[0][0])

    def matching(self, header: str, pattern: str) -> int:
        """How many cells match a pattern as a whole."""
        whole = _search(self.texts[header], f"^(?:{pattern})$")
        found = self.con.execute(f"SELECT count(*) FROM {self.relation} WHERE {whole}")  # noqa: S608
        return int(found.fetchall()[0][0])

    def lookalikes(self, header: str, count: int) -> list[str]:
        """The first cells by which a column of personal values can be told from an honest one that looks alike."""
        text = self.texts[header]
        found = self.con.execute(
            f"SELECT {text} FROM {self.relation} WHERE {_search(text, ANY_LOOKALIKE)} LIMIT {count}"  # noqa: S608
        )
        return [cell for (cell,) in found.fetchall()]

    def numbering(self, header: str) -> Numbering:
        """The cells that are nothing but a number of 11 digits that begins with 1."""
        found = self.con.execute(
            f"""SELECT count(*), count(DISTINCT n), coalesce(max(n) - min(n), 0) FROM (
                SELECT CAST({self.texts[header]} AS BIGINT) AS n FROM {self.relation}
                WHERE regexp_full_match({self.texts[header]}, '1[0-9]{{10}}'))"""  # noqa: S608
        ).fetchall()[0]
        return Numbering(*map(int, found))

    def suspects(self, header: str) -> Iterator[tuple[str, int]]:
        """Every different cell that may hold something personal, and how often it occurs."""
        text = self.texts[header]
        found = self.con.execute(
            f"SELECT {text} AS cell, count(*) AS n FROM {self.relation} "  # noqa: S608
            f"WHERE {_search(text, ANY_KIND)} GROUP BY cell"
        )
        for batch in found.to_arrow_reader(100_000):
            yield from zip(batch["cell"].to_pylist(), batch["n"].to_pylist(), strict=True)


def _text(column: str, kind: str) -> str | None:
    """SQL for the text of a column; None for a type that cannot hold anything of a person."""
    if kind == "VARCHAR":
        return column
    if kind in _WHOLE:
        return f"CAST({column} AS VARCHAR)"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        return _number(column, _LARGEST_CODE if kind.startswith("DECIMAL") else _LARGEST_EXACT)
    return f"array_to_string({column}, ';')" if kind.endswith("[]") else None


def _number(column: str, exact_to: float) -> str:
    """SQL for the text of a number as readers write it; whatever is too small for a code or broken is 0."""
    whole = (
        f"abs({column}) BETWEEN {_SMALLEST_CODE:.0f} AND {_LARGEST_CODE:.0f} AND {column} = trunc({column})"
    )
    exact = f"CAST(CAST({column} AS HUGEINT) AS VARCHAR)"
    return (
        f"CASE WHEN {whole} THEN CASE WHEN abs({column}) <= {exact_to:.0f} THEN {exact} "
        f"ELSE CAST({column} AS VARCHAR) END WHEN {column} IS NOT NULL THEN '0' END"
    )


def _search(text: str, pattern: str) -> str:
    """That a pattern is found in a text; a line break is a character like any other."""
    return f"regexp_matches({text}, {literal(pattern)}, 's')"


def _suspected(cell: str) -> str:
    """That a text has what every kind of personal value has."""
    return f"CASE WHEN length({cell}) >= {SHORTEST} THEN {_search(cell, ANY_KIND)} ELSE FALSE END"
