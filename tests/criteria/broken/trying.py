"""Trying one broken checklist: what lint says of it, line by line."""

from __future__ import annotations

from pathlib import Path

from audit.catalogues import lint_criteria
from audit.errors import Located, UsageError
from audit.text import Language
from tests.criteria.broken.lists import HEAD


def faults(text: str, folder: Path) -> list[Located]:
    """What is said of a section of a checklist, whether its form is wrong or what stands in it."""
    (folder / "checklist.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    try:
        return lint_criteria([folder])
    except UsageError as wrong:
        return list(wrong.located)


def told(text: str, folder: Path, language: Language) -> list[str]:
    """The lines as they are printed, without the folder."""
    return [one.in_(language).removeprefix(f"{folder.as_posix()}/") for one in faults(text, folder)]
