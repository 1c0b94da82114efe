"""A questionnaire as data: items, dimensions, facets, scale. No code relies on 22 items or five dimensions."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from audit.criteria.item import Criterion
from audit.text import Text
from audit.yamlfile import BilingualValueError, checked, read_yaml

FacetName = Literal["expected", "adequate", "perceived", "importance", "belief", "answer"]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]


class Facet(Criterion):
    """One way in which every item is asked; ``prefix`` begins its column names (e01, p01, ...)."""

    prefix: Annotated[str, Field(pattern=r"^[a-z]+$")]
    zh: str
    en: str


class Dimension(Criterion):
    """A dimension; ``parent`` is the classic one that it corresponds to, for comparison only."""

    id: Code
    zh: str
    en: str
    parent: Literal["DIM-1", "DIM-2", "DIM-3", "DIM-4", "DIM-5"] | None = None


class InstrumentItem(Criterion):
    """One question. A reversed item is turned before any use; one that is not required may be blank."""

    id: Code
    position: Annotated[int, Field(ge=1)]
    dimension: str
    zh: str
    en: str
    reversed: bool = False
    required: bool = True


class Instrument(Criterion):
    """A version of a questionnaire; a change of wording, scale or items is a new version."""

    id: str
    version: str
    zh: str
    en: str
    audience: Literal["customers", "managers", "contact_staff", "recovery"]
    expectation_type: Literal["desired", "predicted", "normative", "none"]
    valid_from: dt.date
    scale: tuple[float, float]
    facets: dict[FacetName, Facet] = Field(min_length=1)
    dimensions: tuple[Dimension, ...] = Field(min_length=1, max_length=10)
    items: tuple[InstrumentItem, ...] = Field(min_length=5, max_length=60)
    weights_asked: bool = False
    source: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.scale[0] >= self.scale[1]:
            raise BilingualValueError(zh="量表下限应小于上限", en="the scale must ascend")
        for what_zh, what_en, values in (
            ("题项编号", "item ids", [item.id for item in self.items]),
            ("题项位置", "item positions", [item.position for item in self.items]),
            ("维度编号", "dimension ids", [one.id for one in self.dimensions]),
            ("列名前缀", "facet prefixes", [facet.prefix for facet in self.facets.values()]),
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

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(zh=self.zh, en=self.en)

    @property
    def width(self) -> float:
        """R, the width of the scale in points."""
        return self.scale[1] - self.scale[0]

    def column(self, facet: FacetName, item: InstrumentItem) -> str:
        """The column that holds the answers to an item: prefix and two-digit position."""
        return f"{self.facets[facet].prefix}{item.position:02d}"

    def belief_column(self, item: InstrumentItem) -> str:
        """The column of the managers' survey that holds what they believe customers expect of an item."""
        return f"{self.facets['belief'].prefix if 'belief' in self.facets else 'm'}{item.position:02d}"

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
    instrument = checked(read_yaml(path, shown), Instrument)
    return LoadedInstrument(instrument, hashlib.sha256(path.read_bytes()).hexdigest())
