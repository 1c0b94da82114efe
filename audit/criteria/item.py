"""A checklist item: what is required, why, and how it is judged."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from audit.text import Text
from audit.yamlfile import BilingualValueError

Origin = Literal["S", "L", "D"]
Severity = Literal["critical", "major", "minor", "observation"]
Method = Literal["document", "interview", "observation", "mystery"]
Share = Annotated[float, Field(ge=0, le=1)]


class Criterion(BaseModel):
    """What stands in checklists and schemes: immutable, unknown keys refused."""

    # Most commands need few of the models: each is built when it is first used.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Texts(Criterion):
    """The same list in both languages, sentence by sentence."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    @model_validator(mode="after")
    def _equally_long(self) -> Self:
        if len(self.zh) != len(self.en):
            raise BilingualValueError(
                zh=f"中文 {len(self.zh)} 条，英文 {len(self.en)} 条，应一一对应",
                en=f"{len(self.zh)} in Chinese and {len(self.en)} in English; they must match one by one",
            )
        return self


class Anchors(Texts):
    """What each of the six levels, 0 to 5, looks like."""

    @model_validator(mode="after")
    def _six(self) -> Self:
        if len(self.zh) != 6:
            raise BilingualValueError(
                zh="应有 0 至 5 六级描述", en="six texts, for the levels 0 to 5, are needed"
            )
        return self


class Pick(Criterion):
    """Which figures of a measure an item stands on.

    ``where`` narrows the rows by key; ``this_item`` stands for the item's own id. ``pool`` says how
    several rows become one score: ``headline`` takes the row without a key, ``mean`` and ``weighted``
    average the rows' *scores* (not the score of the average), ``worst`` takes the lowest.
    """

    id: str
    result: str
    where: dict[str, list[str] | Literal["this_item"]] = {}
    pool: Literal["headline", "mean", "weighted", "worst"] = "headline"


class Declared(Criterion):
    """A required share that the organisation declares; ``else`` where it declares none."""

    from_: str = Field(alias="from")
    else_: Share = Field(alias="else")


class ScoreRule(Criterion):
    """How a figure becomes a score of 0-100, where 60 is the threshold. Exactly one function.

    ``up: [a, b]``    100 (x-a)/(b-a), larger is better        ``down: [a, b]``  100 (b-x)/(b-a)
    ``share: true``   100 x, for a share of 0..1
    ``scale: true``   the place of x on the scale that it was asked on, 0..100
    ``gap: true``     100 (1 + 3g/R) below zero, 100 from zero on; R is the width of the scale
    ``abs_gap: true`` 100 (1 - 3|k|/R)
    ``target: R``     60 exactly at the required share R, 100 at 1, 0 at R/2; or ``{from, else}``
    ``steps: [[x, score], ...]``  the score of the largest x not above the value
    """

    origin: Origin
    source: str | None = None
    up: tuple[float, float] | None = None
    down: tuple[float, float] | None = None
    share: Literal[True] | None = None
    scale: Literal[True] | None = None
    gap: Literal[True] | None = None
    abs_gap: Literal[True] | None = None
    target: Share | Declared | None = None
    steps: tuple[tuple[float, float], ...] | None = None

    @property
    def function(self) -> str:
        """The name of the one function that is set."""
        return next(name for name in FUNCTIONS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in FUNCTIONS) != 1:
            raise BilingualValueError(
                zh="应恰有一个评分函数：" + "、".join(FUNCTIONS),
                en="exactly one of " + ", ".join(FUNCTIONS) + " is needed",
            )
        for ends in (self.up, self.down):
            if ends is not None and ends[0] >= ends[1]:
                raise BilingualValueError(
                    zh="前一个数应小于后一个", en="the first number must be below the second"
                )
        if self.steps is not None and list(self.steps) != sorted(self.steps):
            raise BilingualValueError(zh="各级应由小到大排列", en="the steps must ascend")
        return self


FUNCTIONS = ("up", "down", "share", "scale", "gap", "abs_gap", "target", "steps")


class ByMeasure(Criterion):
    """The figure decides; the reviewer confirms or overrides.

    ``anchors`` serve the rating that stands in where the figure may not be scored.
    """

    by: Literal["measure"]
    measure: Pick
    score: ScoreRule
    anchors: Anchors | None = None


class ByRating(Criterion):
    """A reviewer decides, 0-5, with reasons and references; ``shows`` puts a figure beside it."""

    by: Literal["rating"]
    method: tuple[Method, ...] = Field(min_length=1)
    anchors: Anchors | None = None
    shows: Pick | None = None


class MeanOf(Criterion):
    """A weighted mean of metric and rating; the two weights sum to 1."""

    mean: tuple[Share, Share]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(sum(self.mean) - 1) > 1e-9:
            raise BilingualValueError(zh="两个权重之和应为 1", en="the two weights must sum to 1")
        return self


class CapUnless(Criterion):
    """The metric's score, held at ``cap`` until the rating reaches a level."""

    cap: Annotated[float, Field(ge=0, le=100)]
    unless_rating: Annotated[int, Field(ge=1, le=5)]


class ByBoth(Criterion):
    """Metric and rating together."""

    by: Literal["both"]
    combine: Literal["lower", "measure_else_rating"] | MeanOf | CapUnless
    measure: Pick
    score: ScoreRule
    method: tuple[Method, ...] = Field(min_length=1)
    anchors: Anchors | None = None


Judge = Annotated[ByMeasure | ByRating | ByBoth, Field(discriminator="by")]


class ClauseReference(Criterion):
    """A clause of a standard of ``standards.yaml``; ``certain: false`` prints a question mark."""

    standard: str
    clause: str
    certain: bool

    @field_validator("standard", "clause", mode="before")
    @classmethod
    def _quoted(cls, value: Any) -> Any:
        # YAML reads 8.10 as the number 8.1.
        if isinstance(value, int | float):
            raise BilingualValueError(
                zh='标准号和条款号应加引号，如 "8.10"',
                en='numbers of standards and clauses are quoted, like "8.10"',
            )
        return value


class RequiredDocument(Criterion):
    """A document that the item expects to find in the register."""

    type: str
    zh: str
    en: str


class Escalation(Criterion):
    """A flag of a measure under which the requirement weighs more: a missed standard that law sets."""

    when: Annotated[str, Field(pattern=r"^M-[A-Z-]+$")]
    to: Severity


class Item(Criterion):
    """One requirement and how it is judged."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[A-Z]?\d{2}$")]
    zh: str
    en: str
    why: Text
    concepts: tuple[str, ...]
    kind: Literal["characteristic", "management"]
    tier: Literal["core", "extended"]
    weight: Annotated[int, Field(ge=1, le=5)]
    severity: Severity
    binary: bool = False
    escalate: Escalation | None = None
    judge: Judge
    documents: tuple[RequiredDocument, ...] = ()
    ask: Texts | None = None
    look: Texts | None = None
    references: tuple[ClauseReference, ...] = ()

    @property
    def text(self) -> Text:
        """The requirement."""
        return Text(zh=self.zh, en=self.en)

    @property
    def pick(self) -> Pick | None:
        """The figures that the item stands on or shows beside a rating."""
        return self.judge.shows if isinstance(self.judge, ByRating) else self.judge.measure
