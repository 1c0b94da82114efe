"""A questionnaire as data: items, dimensions, facets, scale. No code relies on 22 items or five dimensions.

Customers are asked items in one or more facets. Managers and staff are asked besides for statements whose
mean is one column of their table (``scales``), and for one answer a dimension (``per_dimension``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from audit.criteria.contradictions import contradictions
from audit.criteria.item import Criterion
from audit.errors import UsageError
from audit.text import Text
from audit.yamlfile import BilingualValueError, checked, read_yaml

FacetName = Literal["expected", "adequate", "perceived", "importance", "belief", "answer"]
Audience = Literal["customers", "managers", "contact_staff", "recovery"]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]

LEAST_ITEMS = 5


class Anchor(Criterion):
    """What a point of the scale means."""

    at: float
    zh: str
    en: str


class Facet(Criterion):
    """One way in which every item is asked; ``prefix`` begins its column names (e01, p01, ...).

    Without a prefix an item's column is called like the item (dj1). ``stem`` is how its sentences begin;
    ``anchors`` are those of the instrument unless it has its own.
    """

    prefix: Annotated[str, Field(pattern=r"^[a-z]+$")] | None = None
    zh: str
    en: str
    stem: Text | None = None
    anchors: tuple[Anchor, ...] = ()


class Dimension(Criterion):
    """A dimension; ``parent`` is the classic one that it corresponds to, for comparison only.

    ``asked`` is what it is called in a question, where its name is a term of the trade.
    """

    id: Code
    zh: str
    en: str
    parent: Literal["DIM-1", "DIM-2", "DIM-3", "DIM-4", "DIM-5"] | None = None
    asked: Text | None = None


class InstrumentItem(Criterion):
    """One question. A reversed item is turned before any use; one that is not required may be blank."""

    id: Code
    position: Annotated[int, Field(ge=1)]
    dimension: str
    zh: str
    en: str
    reversed: bool = False
    required: bool = True


class Scale(Criterion):
    """Statements whose mean, as answered, is the column ``id`` of the table.

    Where agreement is ``unfavourable`` the measures turn the mean; what is stored is never turned, and so all
    statements of a scale point the same way.
    """

    id: Code
    zh: str
    en: str
    unfavourable: bool = False
    statements: tuple[Text, ...] = Field(min_length=1, max_length=9)

    def column(self, statement: int) -> str:
        """The column of a statement, counted from 1, in the answers before they are averaged."""
        return f"{self.id}_{statement}"


class DimensionQuestion(Criterion):
    """What is asked once a dimension, on a scale of its own words: ``std`` or ``perf``."""

    prefix: Literal["std", "perf"]
    zh: str
    en: str
    anchors: tuple[Anchor, ...] = ()


class Instrument(Criterion):
    """A version of a questionnaire; a change of wording, scale or items is a new version."""

    id: str
    version: str
    zh: str
    en: str
    audience: Audience
    expectation_type: Literal["desired", "predicted", "normative", "none"]
    valid_from: dt.date
    scale: tuple[float, float]
    anchors: tuple[Anchor, ...] = ()
    instruction: Text | None = None
    facets: dict[FacetName, Facet] = {}
    dimensions: tuple[Dimension, ...] = Field(min_length=1, max_length=10)
    items: tuple[InstrumentItem, ...] = Field(default=(), max_length=60)
    weights_asked: bool = False
    per_dimension: tuple[DimensionQuestion, ...] = ()
    scales: tuple[Scale, ...] = Field(default=(), max_length=30)
    source: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.scale[0] >= self.scale[1]:
            raise BilingualValueError(zh="量表下限应小于上限", en="the scale must ascend")
        self._enough()
        for what_zh, what_en, values in (
            ("题项编号", "item ids", [item.id for item in self.items]),
            ("题项位置", "item positions", [item.position for item in self.items]),
            ("维度编号", "dimension ids", [one.id for one in self.dimensions]),
            ("列名前缀", "facet prefixes", [facet.prefix for facet in self.facets.values()]),
            ("陈述组编号", "ids of scales", [one.id for one in self.scales]),
        ):
            if len(set(values)) != len(values):
                raise BilingualValueError(zh=f"{what_zh}重复", en=f"{what_en} repeat")
        known = {one.id for one in self.dimensions}
        for item in self.items:
            if item.dimension not in known:
                raise BilingualValueError(
                    zh=f"题项 {item.id} 的维度 {item.dimension} 未定义",
                    en=f"item {item.id} names the dimension {item.dimension}, which is not defined",
                )
        return self

    def _enough(self) -> None:
        if len(self.items) < LEAST_ITEMS and (self.items or not self.scales):
            raise BilingualValueError(
                zh=f"题项应不少于 {LEAST_ITEMS} 个，现有 {len(self.items)} 个；只有陈述组（scales）的问卷可以没有题项",
                en=f"at least {LEAST_ITEMS} items are needed, not {len(self.items)}; only a questionnaire of "
                "scales may have none",
            )
        if bool(self.items) != bool(self.facets):
            raise BilingualValueError(
                zh="有题项就应有询问方式（facets），没有题项则不应有",
                en="items go with facets, and facets with items",
            )

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(zh=self.zh, en=self.en)

    @property
    def width(self) -> float:
        """R, the width of the scale in points."""
        return self.scale[1] - self.scale[0]

    def column(self, facet: FacetName, item: InstrumentItem) -> str:
        """The column that holds the answers to an item: prefix and two-digit position, or the item's id."""
        prefix = self.facets[facet].prefix
        return item.id if prefix is None else f"{prefix}{item.position:02d}"

    def belief_column(self, item: InstrumentItem) -> str:
        """The column of the managers' survey that holds what they believe customers expect of an item."""
        return self.column("belief", item) if "belief" in self.facets else f"m{item.position:02d}"

    def weight_column(self, dimension: Dimension) -> str:
        """The column that holds the points out of 100 given to a dimension."""
        return self.dimension_column("w", dimension)

    def dimension_column(self, prefix: str, dimension: Dimension) -> str:
        """The column of a question asked once a dimension: ``w`` weights, ``std`` formality of standards,
        ``perf`` ability to meet them.
        """
        return f"{prefix}_{dimension.id}"

    def of(self, dimension: Dimension) -> tuple[InstrumentItem, ...]:
        """The items of a dimension, in order."""
        return tuple(item for item in self.items if item.dimension == dimension.id)


@dataclass(frozen=True, slots=True)
class LoadedInstrument:
    """An instrument and the hash of its file."""

    instrument: Instrument
    sha256: str


def load_instrument(path: Path, shown: str) -> LoadedInstrument:
    """Read an instrument; raises UsageError with every place that is wrong."""
    file = read_yaml(path, shown)
    wrong = list(contradictions(file))
    if wrong:
        raise UsageError(wrong)
    instrument = checked(file, Instrument)
    return LoadedInstrument(instrument, hashlib.sha256(path.read_bytes()).hexdigest())
