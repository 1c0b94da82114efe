"""A certification scheme: thresholds, bands and gates; also the constants that it sets differently."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from audit.criteria.checklist import Checklist, LoadedSection
from audit.criteria.item import CapUnless, Criterion, Item, MeanOf, ScoreRule, Severity
from audit.errors import UsageError
from audit.text import Text, message
from audit.yamlfile import YamlFile, checked, read_yaml

NO_SUCH_PART = message(
    "L-SCHEME-ITEM",
    zh="{item} 的判定方式是 {by}，没有 {part} 可改",
    en="{item} is judged by {by}: it has no “{part}” to change",
)

Acceptance = Literal["simple", "guarded"]
Tier = Literal["core", "extended"]
Percent = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]


class CoverageMinimum(Criterion):
    """Under these shares of weight no grade is given."""

    overall: Share
    section: Share


class BandRule(Criterion):
    """A name for scores from a number on."""

    at_least: Percent
    zh: str
    en: str


class Gates(Criterion):
    """Conditions that no average makes good."""

    subscore_minimum: Percent
    majors_in_one_section: Annotated[int, Field(ge=1)]


class MinimumCases(Criterion):
    """From how many cases a figure is shown as indicative, and from how many it is scored."""

    indicative: Annotated[int, Field(ge=1)]
    scored: Annotated[int, Field(ge=1)]


class Minimums(Criterion):
    """The numbers of cases that shares and means need, and the share of unknown outcomes that they bear."""

    share: MinimumCases
    mean: MinimumCases
    unknown: Share


class SuppressionRule(Criterion):
    """Cells smaller than this are withheld, together with one that would give them away."""

    customers: Annotated[int, Field(ge=1)]
    staff: Annotated[int, Field(ge=1)]


class DecisionRule(Criterion):
    """What conforms: ``guarded``, the unfavourable end of the interval too; ``simple``, the estimate.

    Source: ISO/IEC Guide 98-4 (JCGM 106:2012), by analogy.
    """

    critical: Acceptance
    other: Acceptance


class GoodPracticeRule(Criterion):
    """From which score, and from which unfavourable end of its bounds, an item is named as good practice."""

    score: Percent
    low: Percent


class ItemChange(Criterion):
    """What a scheme sets differently for one item; the rest stays as the checklist says."""

    weight: Annotated[int, Field(ge=1, le=5)] | None = None
    severity: Severity | None = None
    score: ScoreRule | None = None
    combine: Literal["lower", "measure_else_rating"] | MeanOf | CapUnless | None = None


OTHERS = "others"
"""The group of checklists that an index does not name: overlays, and one's own."""


class Scheme(Criterion):
    """``checklists/schemes/*.yaml``; every number carries its origin in the file.

    ``index`` weighs the scores of the checklists, by id or as ``others``, into the overall score; without it
    all items are taken together by weight. ``tier`` core leaves the extended items out of the audit.
    """

    id: str
    version: str
    zh: str
    en: str
    coverage: CoverageMinimum
    gates: Gates
    minimums: Minimums
    suppression: SuppressionRule
    override_sight: Percent
    bands: tuple[BandRule, ...]
    decision: DecisionRule
    good_practice: GoodPracticeRule
    index: dict[str, Annotated[float, Field(gt=0, le=1)]] | None = None
    tier: Tier = "extended"
    params: dict[str, dict[str, float]] = {}
    items: dict[str, ItemChange] = {}

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(zh=self.zh, en=self.en)

    def guarded(self, severity: Severity) -> bool:
        """Whether an item of this severity conforms only if its unfavourable end does too."""
        return (self.decision.critical if severity == "critical" else self.decision.other) == "guarded"


@dataclass(frozen=True, slots=True)
class LoadedScheme:
    """A scheme, the hash of its file, and the file, so that a message can point at a line."""

    scheme: Scheme
    sha256: str
    file: YamlFile

    def in_force(self, checklist: Checklist) -> Checklist:
        """A checklist with its items as the scheme has them.

        Raises:
            UsageError: with file and line, a change that does not fit the way in which its item is judged.
        """
        sections = tuple(
            LoadedSection(one.head, tuple(self._changed(item) for item in one.items), one.file)
            for one in checklist.sections
        )
        return replace(checklist, sections=sections)

    def _changed(self, item: Item) -> Item:
        change = self.scheme.items.get(item.id)
        if change is None:
            return item
        told = {
            name: value for name in ItemChange.model_fields if (value := getattr(change, name)) is not None
        }
        judge: dict[str, Any] = {name: told.pop(name) for name in ("score", "combine") if name in told}
        for name in judge:
            if not hasattr(item.judge, name):
                wrong = NO_SUCH_PART(item=item.id, by=item.judge.by, part=name)
                raise UsageError([self.file.at(("items", item.id, name), wrong)])
        return item.model_copy(update={**told, "judge": item.judge.model_copy(update=judge)})


def load_scheme(path: Path, shown: str) -> LoadedScheme:
    """Read a scheme; raises UsageError with every place that is wrong."""
    file = read_yaml(path, shown)
    return LoadedScheme(checked(file, Scheme), hashlib.sha256(path.read_bytes()).hexdigest(), file)
