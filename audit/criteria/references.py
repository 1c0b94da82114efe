"""What items refer to: concepts of the subject, and standards with their edition and status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from audit.criteria.item import Criterion
from audit.text import Text
from audit.yamlfile import BilingualValueError, checked, read_yaml


class Family(Criterion):
    """A group of concepts."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    zh: str
    en: str


class Concept(Criterion):
    """A term of the subject that items and measures stand on."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
    zh: str
    en: str
    family: str


class Concepts(Criterion):
    """The whole of ``concepts.yaml``."""

    families: tuple[Family, ...]
    concepts: tuple[Concept, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        known = {family.id for family in self.families}
        seen: set[str] = set()
        for concept in self.concepts:
            if concept.family not in known:
                raise BilingualValueError(
                    zh=f"概念 {concept.id} 的类别 {concept.family} 未定义",
                    en=f"{concept.id} names the family {concept.family}, which is not defined",
                )
            if concept.id in seen:
                raise BilingualValueError(zh=f"概念 {concept.id} 重复", en=f"{concept.id} stands here twice")
            seen.add(concept.id)
        return self


class Standard(Criterion):
    """A standard or a law; ``unconfirmed`` means that edition or clauses were not read again."""

    id: str
    cite: str
    title: Text
    edition: str
    status: Literal["in_force", "superseded", "unconfirmed"]
    superseded_by: str | None = None


class Standards(Criterion):
    """The whole of ``standards.yaml``."""

    standards: tuple[Standard, ...]


def load_concepts(path: Path, shown: str) -> Concepts:
    """Read ``concepts.yaml``; raises UsageError with every place that is wrong."""
    return checked(read_yaml(path, shown), Concepts)


def load_standards(path: Path, shown: str) -> Standards:
    """Read ``standards.yaml``; raises UsageError with every place that is wrong."""
    return checked(read_yaml(path, shown), Standards)
