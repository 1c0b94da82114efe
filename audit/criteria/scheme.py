"""A certification scheme: thresholds, bands and gates; also the constants that it sets differently."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from audit.criteria.item import Criterion
from audit.text import Text
from audit.yamlfile import checked, read_yaml

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


class Scheme(Criterion):
    """``checklists/schemes/*.yaml``; every number carries its origin in the file."""

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
    params: dict[str, dict[str, float]] = {}

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(zh=self.zh, en=self.en)


@dataclass(frozen=True, slots=True)
class LoadedScheme:
    """A scheme and the hash of its file."""

    scheme: Scheme
    sha256: str


def load_scheme(path: Path, shown: str) -> LoadedScheme:
    """Read a scheme; raises UsageError with every place that is wrong."""
    scheme = checked(read_yaml(path, shown), Scheme)
    return LoadedScheme(scheme, hashlib.sha256(path.read_bytes()).hexdigest())
