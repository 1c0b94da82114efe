"""Evidence as it was handed over, and which of our columns each of its headers is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.engagement import DateAndTime, TableSource
from audit.evidence import problems
from audit.evidence.catalogue.definition import TableDefinition
from audit.evidence.problems import Place
from audit.evidence.readers.in_place import InPlace
from audit.result.problem import Problem


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file, or the rows of audit.yaml, staged as the text table ``relation`` of the engine.

    A sheet of a workbook has its name, the letters of its columns in the order of ``header``, and the
    date that the number 0 stands for. ``together`` says that other sheets of its file hold the table, too.
    ``units`` is what a row of units under the header says, by header. A file that is read ``in_place`` is staged
    only once it is typed. ``numbers`` says that it can hold numbers as such, and not only their digits.
    """

    shown: str
    relation: str
    header: tuple[str, ...]
    rows: int
    sheet: str | None = None
    letters: tuple[str, ...] = ()
    day_zero: dt.date | None = None
    together: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    in_place: InPlace | None = None
    numbers: bool = False

    @property
    def mark(self) -> str:
        """What stands in ``_file`` of its rows: no two files of a table have the same."""
        return f"{self.shown}#{self.sheet}" if self.together else self.shown

    def at(self, row: int, header: str | None) -> str:
        """A place as problems name it: the line of a text file; the cell of a sheet, or its whole row."""
        if self.sheet is None:
            return str(row)
        if header is None:
            return f"{row}:{row}"
        return f"{self.letters[self.header.index(header)]}{row}"

    def place(self, table: str, their_column: str | None = None, column: str | None = None) -> Place:
        """Where a problem of the whole file, or of one of its columns, stands."""
        return Place(table=table, file=self.shown, sheet=self.sheet, their_column=their_column, column=column)


@dataclass(frozen=True, slots=True)
class MappedFile:
    """A file, and which of its headers holds which of our columns.

    ``rule_headers`` are the headers that the rules for rows name, by the name that audit.yaml gives them;
    ``told`` is the text of columns of which a header says what stands in every row. ``times`` are the headers with the
    time of the day of columns whose day alone stands under their header.
    """

    file: TextFile
    headers: Mapping[str, str]
    rule_headers: Mapping[str, str]
    told: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MappedTable:
    """One table with all its files mapped.

    ``constants`` holds the text of columns that are the same in every row, ``numbered`` the columns
    filled with the record's number, ``answered`` are those whose values stand in a file of answers in long
    form. ``in_units`` are the units of time, by column, in which the files give them where these are not ours.
    ``columns`` are all of ours that were handed over.
    """

    definition: TableDefinition
    source: TableSource
    files: tuple[MappedFile, ...]
    constants: Mapping[str, str]
    numbered: tuple[str, ...]
    unknown: tuple[str, ...]
    problems: tuple[Problem, ...]
    answered: frozenset[str] = frozenset()
    in_units: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that at least one file has, or that audit.yaml fills."""
        found = {name for mapped in self.files for name in (*mapped.headers, *mapped.told)}
        return frozenset(found | self.constants.keys() | set(self.numbered) | self.answered)

    @property
    def joint(self) -> frozenset[str]:
        """The columns whose date and time stand in two columns of theirs."""
        return frozenset(ours for ours, one in self.source.columns.items() if isinstance(one, DateAndTime))

    @property
    def incomplete(self) -> bool:
        """Whether a required column is missing, so that nothing can be measured."""
        return any(one.code == problems.COLUMN_MISSING.code for one in self.problems)
