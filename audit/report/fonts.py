"""The vendored fonts: every report is set in these and in no other, whatever a machine has installed."""

from __future__ import annotations

import base64
from pathlib import Path

from audit.resources import shipped

_FAMILIES = {"inter": "Inter", "source-serif-4": "Source Serif 4"}


def fonts_folder() -> Path:
    """The vendored fonts, their style sheet, licences and coverage, and an empty fontconfig file."""
    return shipped("templates") / "fonts"


def vendored_fonts() -> dict[str, bytes]:
    """File name -> content of every vendored font, and ``fonts.css``, which names them all."""
    folder = fonts_folder()
    return {path.name: path.read_bytes() for path in (*sorted(folder.glob("*.ttf")), folder / "fonts.css")}


def han_marks() -> bytes:
    """A style sheet with the marks of Chinese at full width; without it they are set in the Latin fonts."""
    return (fonts_folder() / "han-marks.css").read_bytes()


def web_faces() -> str:
    """The fonts of a page for browsers as a style sheet that holds them: Latin letters, digits and signs."""
    faces = []
    for path in sorted((fonts_folder() / "web").glob("*.woff2")):
        stem, weight = path.stem.rsplit("-", 1)
        content = base64.b64encode(path.read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{_FAMILIES[stem]}";font-weight:{weight};'
            f'src:url(data:font/woff2;base64,{content}) format("woff2")}}'
        )
    return "\n".join(faces)
