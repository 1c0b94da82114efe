"""What items refer to: concepts of the subject, and standards with their edition and status."""

from __future__ import annotations

from collections.abc import Iterator
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


class Document(Criterion):
    """A document that the subject was taken from."""

    id: str
    file: str
    zh: str
    en: str


class Concept(Criterion):
    """A term of the subject that items and measures stand on.

    ``sources`` traces it: document -> the places in it, none where it runs all through the document. A concept
    that no item names says what reaches it: ``parent``, the concept whose items do, or ``measures``.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
    zh: str
    en: str
    family: str
    sources: dict[str, tuple[str, ...]] = {}
    literature: str | None = None
    parent: str | None = None
    measures: tuple[str, ...] = ()


class Concepts(Criterion):
    """The whole of ``concepts.yaml``."""

    documents: tuple[Document, ...] = ()
    families: tuple[Family, ...]
    concepts: tuple[Concept, ...]

    def parents(self, concept: str) -> Iterator[str]:
        """The concepts through which one is reached, the nearest first; ends where a circle closes."""
        above = {one.id: one.parent for one in self.concepts}
        seen = {concept}
        parent = above.get(concept)
        while parent is not None and parent not in seen:
            seen.add(parent)
            yield parent
            parent = above.get(parent)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        self._traced()
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

    def _traced(self) -> None:
        documents = {document.id for document in self.documents}
        parents = {concept.id: concept.parent for concept in self.concepts}
        for concept in self.concepts:
            for document in concept.sources.keys() - documents:
                raise BilingualValueError(
                    zh=f"概念 {concept.id} 的来源文件 {document} 未定义",
                    en=f"{concept.id} names the document {document}, which is not defined",
                )
            if concept.parent is not None and concept.parent not in parents:
                raise BilingualValueError(
                    zh=f"概念 {concept.id} 的上位概念 {concept.parent} 未定义",
                    en=f"{concept.id} names the parent {concept.parent}, which is not defined",
                )
            chain = [concept.id, *self.parents(concept.id)]
            if parents[chain[-1]] is not None:
                circle = " → ".join([*chain, str(parents[chain[-1]])])
                raise BilingualValueError(
                    zh=f"上位概念循环引用：{circle}", en=f"parents form a circle: {circle}"
                )


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

    @model_validator(mode="after")
    def _succeeded(self) -> Self:
        successors = {one.id: one.superseded_by for one in self.standards}
        for standard in successors:
            chain = [standard]
            while (successor := successors[chain[-1]]) is not None:
                if successor not in successors:
                    raise BilingualValueError(
                        zh=f"{chain[-1]} 的替代标准 {successor} 未定义",
                        en=f"{chain[-1]} is superseded by {successor}, which is not defined",
                    )
                chain.append(successor)
                if chain.count(successor) > 1:
                    circle = " → ".join(chain)
                    raise BilingualValueError(
                        zh=f"标准替代关系循环：{circle}", en=f"standards supersede each other: {circle}"
                    )
        return self


def load_concepts(path: Path, shown: str) -> Concepts:
    """Read ``concepts.yaml``; raises UsageError with every place that is wrong."""
    return checked(read_yaml(path, shown), Concepts)


def load_standards(path: Path, shown: str) -> Standards:
    """Read ``standards.yaml``; raises UsageError with every place that is wrong."""
    return checked(read_yaml(path, shown), Standards)
