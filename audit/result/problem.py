"""What is wrong with the evidence, said without giving personal data away."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import ConfigDict, Field

from audit.errors import Located
from audit.result.manifest import Manifest
from audit.result.numbers import Record
from audit.text import Message, Text

Level = Literal["error", "warning", "note"]


class Problem(Record):
    """One place that breaks a rule. ``at`` is the physical line or the cell; values are masked already."""

    code: str
    level: Level
    table: str | None = None
    file: str
    sheet: str | None = None
    at: str | None = None
    their_column: str | None = None
    column: str | None = None
    shown: str | None = None
    message: Message


class ProblemGroup(Record):
    """All places that break one rule in one file: the count is exact, the examples are the first ones."""

    code: str
    level: Level
    table: str | None = None
    file: str
    column: str | None = None
    count: int
    examples: tuple[Problem, ...]


class AffectedItem(Record):
    """A checklist item that cannot be assessed, and the broken tables that it stands on."""

    id: str
    title: Text
    tables: tuple[str, ...]


class Counts(Record):
    """How many problems there are of each level."""

    error: int = 0
    warning: int = 0
    note: int = 0

    @property
    def total(self) -> int:
        """Of all levels."""
        return self.error + self.warning + self.note


class Filter(Record):
    """What of a validation was asked for, and what is not shown because of that.

    ``hidden`` counts the problems of other levels and tables. With ``new_only``, ``known`` counts those that the
    earlier validation had as well, and ``by_count`` the rules of which it lists some places only, so that not
    the places are compared but how many there are; ``earlier_partial`` says that it was not complete itself.
    ``tables`` is None for all of them.
    """

    levels: tuple[Level, ...]
    tables: tuple[str, ...] | None = None
    new_only: bool = False
    hidden: Counts = Counts()
    known: Counts = Counts()
    by_count: int = 0
    earlier_partial: bool = False

    @property
    def narrows(self) -> bool:
        """Whether problems of some levels or tables are not asked for."""
        return len(self.levels) < len(get_args(Level)) or self.tables is not None

    @property
    def leaves_out(self) -> bool:
        """Whether problems are there that are not shown."""
        return self.new_only or self.hidden.total > 0


class Stopped(Record):
    """Why the evidence could not be checked, or not all of it.

    ``usage``: audit.yaml or what it names is wrong; ``unreadable``: files cannot be read, the others were checked as
    far as that can be done without them. ``total`` is exact, ``located`` are the first places.
    """

    reason: Literal["usage", "unreadable"]
    located: tuple[Located, ...]
    total: int


class RecordMark(Record):
    """The fingerprint of a record with a problem: it stays the same when the record moves to another line.

    It is made of dates, numbers, labels and truths of columns without personal data.
    """

    table: str
    file: str
    sheet: str | None = None
    row: int
    fingerprint: str


class ValidationResult(Record):
    """What validation found.

    ``broken`` names the tables that no measure may read, ``affected`` the items that stand on them;
    ``affected_items`` are their ids. ``filter`` says what is not shown, where not everything was asked for;
    ``stopped`` why not everything was checked. ``records`` tell the records of the examples apart, for a later
    comparison.
    """

    # "schema" would shadow a method of Pydantic's models; the JSON says schema.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_: Literal["service-gap-audit/validation/1"] = Field(
        default="service-gap-audit/validation/1", alias="schema"
    )
    manifest: Manifest
    groups: tuple[ProblemGroup, ...] = ()
    broken: tuple[str, ...] = ()
    affected_items: tuple[str, ...] = ()
    affected: tuple[AffectedItem, ...] = ()
    filter: Filter | None = None
    stopped: Stopped | None = None
    records: tuple[RecordMark, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many problems there are of each level."""
        return Counts(error=self.count("error"), warning=self.count("warning"), note=self.count("note"))

    def count(self, level: Level) -> int:
        """How many problems of one level there are."""
        return sum(group.count for group in self.groups if group.level == level)
