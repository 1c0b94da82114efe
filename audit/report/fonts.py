"""The vendored fonts: every report is set in these and in no other, whatever a machine has installed."""

from __future__ import annotations

from pathlib import Path

from audit.resources import shipped


def fonts_folder() -> Path:
    """The vendored fonts, their style sheet, licences and coverage, and an empty fontconfig file."""
    return shipped("templates") / "fonts"


def vendored_fonts() -> dict[str, bytes]:
    """File name -> content of every vendored font, and ``fonts.css``, which names them all."""
    folder = fonts_folder()
    return {path.name: path.read_bytes() for path in (*sorted(folder.glob("*.ttf")), folder / "fonts.css")}
