"""What is wrong with the evidence, said without giving personal data away."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

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


class ValidationResult(Record):
    """What validation found.

    ``broken`` names the tables that no measure may read, ``affected`` the items that stand on them;
    ``affected_items`` are their ids.
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

    def count(self, level: Level) -> int:
        """How many problems of one level there are."""
        return sum(group.count for group in self.groups if group.level == level)
