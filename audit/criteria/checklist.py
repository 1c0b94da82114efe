"""A checklist: sections of items, one section a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from audit.criteria.item import Criterion, Item
from audit.resources import shipped
from audit.text import Text
from audit.yamlfile import YamlFile, checked, read_yaml


class ChecklistHead(Criterion):
    """``checklist.yaml``: what the checklist is and which files hold its sections, in order."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: str
    zh: str
    en: str
    sections: tuple[str, ...] = Field(min_length=1)


class SectionHead(Criterion):
    """The letter and the title of a section; ``gap`` is the one of the five gaps that it tells, if any."""

    id: Annotated[str, Field(pattern=r"^[A-Z]+$")]
    zh: str
    en: str
    gap: Literal[1, 2, 3, 4, 5] | None = None


class Section(Criterion):
    """A file of items."""

    section: SectionHead
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class LoadedSection:
    """A section and the file that it came from, so that lint can point at a line."""

    head: SectionHead
    items: tuple[Item, ...]
    file: YamlFile


@dataclass(frozen=True, slots=True)
class Checklist:
    """A whole checklist; ``sha256`` covers its files in order."""

    id: str
    version: str
    title: Text
    sha256: str
    sections: tuple[LoadedSection, ...]

    def items(self) -> Iterator[tuple[SectionHead, Item]]:
        """Every item with its section, in order."""
        for section in self.sections:
            for item in section.items:
                yield section.head, item


OVERLAYS = "overlays"
"""The folder of the checklists for one sector, which are assessed beside those for every service."""


def shipped_checklists() -> list[str]:
    """The ids of the checklists that ship with the toolkit: those for every service, then the overlays."""
    return list(_folders())


def load_shipped(name: str) -> Checklist:
    """A checklist that ships, by its id; raises KeyError for one that does not."""
    folder = _folders()[name]
    return load_checklist(shipped("checklists") / folder, f"checklists/{folder}")


def _folders() -> dict[str, str]:
    """Where each shipped checklist lies, under the folder of them all."""
    return {
        path.parent.name: path.parent.relative_to(shipped("checklists")).as_posix()
        for pattern in ("*", f"{OVERLAYS}/*")
        for path in sorted(shipped("checklists").glob(f"{pattern}/checklist.yaml"))
    }


def load_checklist(folder: Path, shown: str) -> Checklist:
    """Read a checklist's folder.

    Raises:
        UsageError: with file, line and column of everything that is wrong.
    """
    head_path = folder / "checklist.yaml"
    head = checked(read_yaml(head_path, f"{shown}/checklist.yaml"), ChecklistHead)
    digest = hashlib.sha256(head_path.read_bytes())
    sections = []
    for name in head.sections:
        file = read_yaml(folder / name, f"{shown}/{name}")
        section = checked(file, Section)
        digest.update((folder / name).read_bytes())
        sections.append(LoadedSection(section.section, section.items, file))
    return Checklist(head.id, head.version, Text(zh=head.zh, en=head.en), digest.hexdigest(), tuple(sections))
