"""Where the data that ships with the toolkit lies: checklists and templates."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """The folder ``checklists`` or ``templates``: inside an installed wheel, or beside the sources."""
    installed = _PACKAGE / "data" / folder
    return installed if installed.is_dir() else _PACKAGE.parent / folder
