"""A certification scheme: thresholds, bands and gates; also the constants that it sets differently."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from audit.criteria.checklist import Checklist, LoadedSection
from audit.criteria.item import CapUnless, Criterion, Item, Judge, MeanOf, ScoreRule, Severity
from audit.errors import UsageError
from audit.text import Text, message
from audit.yamlfile import BilingualValueError, YamlFile, checked, read_yaml

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
    """Conditions that no average makes good; without an ``overall_minimum`` the overall score is none."""

    subscore_minimum: Percent
    majors_in_one_section: Annotated[int, Field(ge=1)]
    overall_minimum: Percent | None = None


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


Ground = Literal["law", "own_rules", "professional_requirements", "system"]
"""What a deduction is for: a breach of law, of the organisation's own rules, of professional requirements, or
something that affects the whole service system. Source: GB/T 27922-2011, as read in secondary sources."""


class Points(Criterion):
    """How a points scheme counts: an item's weight is its points, and the overall score is settled at the end.

    ``rated`` says what an item that a reviewer rates earns: ``all_or_nothing`` all its points where it
    conforms and none where it does not, ``proportional`` a fifth a level. ``sampled`` says what an item earns
    that a share decides: ``share`` the share of cases that meet the requirement, ``score`` that of its score
    function. Each deduction takes ``deduction`` points off the overall score, and each bonus, ``most_bonuses``
    at most, adds ``bonus``; reviewers record both with reason and evidence.

    Source: GB/T 27922-2011, as read in secondary sources.
    """

    rated: Literal["all_or_nothing", "proportional"]
    sampled: Literal["share", "score"]
    deduction: Annotated[float, Field(ge=0, le=100)]
    bonus: Annotated[float, Field(ge=0, le=100)]
    most_bonuses: Annotated[int, Field(ge=0)]


class ItemChange(Criterion):
    """What a scheme sets differently for one item; the rest stays as the checklist says.

    ``out`` leaves the item out of the audit, for a reason; ``text`` and ``judge`` put another requirement in
    its place, under the same id.
    """

    out: Text | None = None
    text: Text | None = None
    weight: Annotated[int, Field(ge=1, le=5)] | None = None
    severity: Severity | None = None
    judge: Judge | None = None
    score: ScoreRule | None = None
    combine: Literal["lower", "measure_else_rating"] | MeanOf | CapUnless | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.out is not None and len(self.model_fields_set) > 1:
            raise BilingualValueError(
                zh="已排除（out）的检查项不能再作其他改动",
                en="an item that is left out has nothing else to change",
            )
        if self.judge is not None and (self.score is not None or self.combine is not None):
            raise BilingualValueError(
                zh="judge 与 score、combine 不能同时改动",
                en="a new judge brings its own score and combination",
            )
        return self


OTHERS = "others"
"""The group of checklists that an index does not name: overlays, and one's own."""


class Scheme(Criterion):
    """``checklists/schemes/*.yaml``; every number carries its origin in the file.

    ``index`` weighs the scores of the checklists, by id or as ``others``, into the overall score; without it
    all items are taken together by weight. ``tier`` core leaves the extended items out of the audit.
    ``points`` make it a points scheme.
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
    points: Points | None = None
    params: dict[str, dict[str, float]] = {}
    items: dict[str, ItemChange] = {}

    @model_validator(mode="after")
    def _points_pooled(self) -> Self:
        if self.points is not None and self.index is not None:
            raise BilingualValueError(
                zh="计点方案把所有检查项合并计算，不能再设 index",
                en="a points scheme takes all items together and has no index",
            )
        return self

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(zh=self.zh, en=self.en)

    def guarded(self, severity: Severity) -> bool:
        """Whether an item of this severity conforms only if its unfavourable end does too."""
        return (self.decision.critical if severity == "critical" else self.decision.other) == "guarded"

    def leaves_out(self, item: str) -> Text | None:
        """Why the scheme leaves an item out of the audit; None for one that belongs to it."""
        change = self.items.get(item)
        return change.out if change else None


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
        told.pop("out", None)
        told |= told.pop("text").model_dump() if change.text else {}
        judge: dict[str, Any] = {name: told.pop(name) for name in ("score", "combine") if name in told}
        for name in judge:
            if not hasattr(item.judge, name):
                wrong = NO_SUCH_PART(item=item.id, by=item.judge.by, part=name)
                raise UsageError([self.file.at(("items", item.id, name), wrong)])
        if judge:
            told["judge"] = item.judge.model_copy(update=judge)
        return item.model_copy(update=told)


def load_scheme(path: Path, shown: str) -> LoadedScheme:
    """Read a scheme; raises UsageError with every place that is wrong."""
    file = read_yaml(path, shown)
    return LoadedScheme(checked(file, Scheme), hashlib.sha256(path.read_bytes()).hexdigest(), file)
