"""The result of an audit, version 1: all that a report ever sees."""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field

from audit.result.comparison import Comparison
from audit.result.estimate import Measurement, Origin
from audit.result.finding import (
    GapProfile,
    GoodPractice,
    ItemFinding,
    Nonconformity,
    Priority,
    Recommendation,
    Score,
)
from audit.result.manifest import Manifest
from audit.result.numbers import Figure, Record
from audit.result.particulars import Particulars
from audit.result.problem import ProblemGroup
from audit.text import Message, Text

SCHEMA: Literal["service-gap-audit/result/1"] = "service-gap-audit/result/1"


class Tool(Record):
    """What computed the result."""

    name: str
    version: str
    engine: str


class Organisation(Record):
    """Who is audited."""

    id: str
    name: Text
    sector: str


class EngagementSnapshot(Record):
    """What was agreed before the audit began; ``sha256`` is the hash of audit.yaml, ``ratings_sha256`` that
    of the ratings, where there are any.
    """

    sha256: str
    ratings_sha256: str | None = None
    organisation: Organisation
    scope: Text
    type: str
    period_start: str
    period_end: str
    timezone: str
    clock: str
    business_hours: str | None = None
    holidays: tuple[str, ...] = ()
    currency: str | None = None
    services: tuple[str, ...] = ()
    targets: dict[str, Figure] = {}
    census: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    particulars: Particulars | None = Field(default=None, exclude_if=operator.not_)


class Reference(Record):
    """A clause of a standard; ``certain`` is false where it was not read again."""

    standard: str
    clause: str
    certain: bool


class CriterionItem(Record):
    """A checklist item as it was in force."""

    id: str
    section: str
    text: Text
    why: Text
    concepts: tuple[str, ...]
    kind: Literal["characteristic", "management"]
    tier: Literal["core", "extended"]
    weight: Figure
    severity: Literal["critical", "major", "minor", "observation"]
    binary: bool
    judged_by: Literal["measure", "rating", "both"]
    rule: Text
    origin: Origin | None = None
    references: tuple[Reference, ...] = ()


class CriterionSection(Record):
    """A section of a checklist; ``gap`` is the one of the five gaps that it tells, if any."""

    id: str
    title: Text
    gap: Literal[1, 2, 3, 4, 5] | None = None


class ChecklistSnapshot(Record):
    """A checklist as it was in force; ``sha256`` is the hash of its files."""

    id: str
    version: str
    title: Text
    sha256: str
    sections: tuple[CriterionSection, ...]
    items: tuple[CriterionItem, ...]


class SchemeRule(Record):
    """One rule of a scheme: a number with its unit (``share``, ``score``, ``cases``, ``count``), or words."""

    title: Text
    value: Figure | Text
    unit: Literal["share", "score", "cases", "count", "words"]


class SchemeSnapshot(Record):
    """Thresholds, bands and gates as they were in force."""

    id: str
    version: str
    title: Text
    sha256: str
    rules: tuple[SchemeRule, ...]
    bands: tuple[Band, ...] = ()


class Band(Record):
    """A name for scores from a number on."""

    at_least: Figure
    title: Text


class InstrumentItemSnapshot(Record):
    """A question as it was asked."""

    id: str
    dimension: str
    text: Text


class InstrumentSnapshot(Record):
    """The questionnaire: its scale, and the method that its facets allow."""

    id: str
    version: str
    title: Text
    sha256: str
    scale_min: Figure
    scale_max: Figure
    expectation_type: str
    facets: tuple[str, ...]
    dimensions: dict[str, Text]
    items: tuple[InstrumentItemSnapshot, ...]
    source: Text | None = None


def _in_both(told: object) -> object:
    return {"zh": told, "en": told} if isinstance(told, str) else told


class MeasureDefinition(Record):
    """A measure in words: what it is, how it is computed, whom it counts, where it comes from.

    Results written before ``source`` had words in both languages hold a string, which is read as both.
    """

    id: str
    title: Text
    formula: Text
    inclusion: Text
    source: Annotated[Text, BeforeValidator(_in_both)]
    better: Literal["higher", "lower", "none"]
    headline: str
    results: dict[str, Text]
    exclusions: dict[str, Text] = {}
    needs: dict[str, tuple[str, ...]]


class TeamMember(Record):
    """A member of the audit team."""

    id: str
    role: str
    name: str | None = None
    duties: Text | None = Field(default=None, exclude_if=operator.not_)


class LogEntry(Record):
    """Something that was done to the audit, by whom and when."""

    at: str
    by: str
    message: Message


class AuditResult(Record):
    """Everything that an audit found, with the definitions that it used and the words to tell it."""

    # "schema" would shadow a method of Pydantic's models; the JSON says schema.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_: Literal["service-gap-audit/result/1"] = Field(default=SCHEMA, alias="schema")
    tool: Tool
    as_of: str
    seed: int
    engagement: EngagementSnapshot
    criteria: tuple[ChecklistSnapshot, ...]
    scheme: SchemeSnapshot
    instruments: tuple[InstrumentSnapshot, ...]
    definitions: tuple[MeasureDefinition, ...]
    labels: dict[str, dict[str, Text]]
    manifest: Manifest
    problems: tuple[ProblemGroup, ...]
    measurements: tuple[Measurement, ...]
    items: tuple[ItemFinding, ...]
    scores: tuple[Score, ...]
    findings: tuple[Nonconformity, ...]
    recommendation: Recommendation
    good_practice: tuple[GoodPractice, ...] = ()
    priorities: tuple[Priority, ...] = ()
    focus: tuple[Message, ...] = ()
    gap_profile: GapProfile | None = None
    plan: dict[str, Any] | None = None
    team: tuple[TeamMember, ...] = ()
    follow_ups: tuple[dict[str, Any], ...] = ()
    comparison: Comparison | None = None
    opinions: tuple[Text, ...] = ()
    log: tuple[LogEntry, ...] = ()
    audience: Literal["client", "reviewer", "public"] = "reviewer"

    def to_json(self) -> bytes:
        """Canonical JSON: UTF-8, sorted keys, two spaces, one newline at the end."""
        return self._canonical

    # A report asks for the bytes or for their hash half a dozen times.
    @cached_property
    def _canonical(self) -> bytes:
        data = self.model_dump(mode="json", by_alias=True)
        return (
            json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False).encode() + b"\n"
        )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, some of it changed."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_canonical", None)  # Pydantic copies what was kept along
        return copied

    @classmethod
    def from_json(cls, data: bytes) -> AuditResult:
        """Read a result; raises pydantic.ValidationError where it is not one of version 1."""
        return cls.model_validate_json(data)

    def sha256(self) -> str:
        """The hash of the canonical JSON."""
        return hashlib.sha256(self.to_json()).hexdigest()

    def measurement(self, measure: str) -> Measurement | None:
        """What one measure found, or None when it was not asked."""
        return next((one for one in self.measurements if one.measure == measure), None)

    def definition(self, measure: str) -> MeasureDefinition:
        """A measure in words; raises KeyError for one that the result does not hold."""
        for one in self.definitions:
            if one.id == measure:
                return one
        raise KeyError(measure)

    def criterion(self, item: str) -> CriterionItem:
        """A checklist item in words; raises KeyError for one that the result does not hold."""
        for checklist in self.criteria:
            for one in checklist.items:
                if one.id == item:
                    return one
        raise KeyError(item)

    def finding(self, item: str, site: str | None = None) -> ItemFinding:
        """How an item was judged; raises KeyError for one that was not."""
        for one in self.items:
            if (one.item, one.site) == (item, site):
                return one
        raise KeyError(item)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of version 1."""
    return AuditResult.model_json_schema(by_alias=True)
