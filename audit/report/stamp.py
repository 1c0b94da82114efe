"""What a signature shows in its field: who signed, by which certificate, when and why, in the vendored fonts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audit.report.environment import environment
from audit.report.pdf import html_to_drawing
from audit.resources import shipped
from audit.text import Language


@dataclass(frozen=True, slots=True)
class Stamp:
    """The facts of a signature; ``at`` is the claimed time, with its time zone."""

    name: str
    certificate: str
    level: str
    at: datetime
    reason: str = ""
    place: str = ""


def drawn(stamp: Stamp, language: Language, width: float, height: float) -> bytes:
    """A PDF of one page, ``width`` by ``height`` points; what finds no room is cut off.

    Raises:
        ValueError: the moment has no time zone.
    """
    styles = shipped("templates") / "report" / "stamp.css"
    size = f"@page {{ size: {width:.3f}pt {height:.3f}pt }}"
    html = environment(language).get_template("stamp.html.j2").render(stamp=stamp)
    return html_to_drawing(html, {"stamp.css": styles.read_bytes(), "size.css": size.encode()})
