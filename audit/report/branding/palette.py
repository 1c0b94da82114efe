"""The colours of a report: one list for pages, charts and screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""``#rrggbb``: the one way of writing a colour that pages, charts and Word understand alike."""

LEAST_CONTRAST = 4.5
"""Of text against its ground (WCAG 2.2, success criterion 1.4.3)."""

WHITE = "#ffffff"


class Palette(BaseModel):
    """Colours by what they are for. Verdicts keep theirs: whoever reads reports of several bodies should not
    have to learn them anew.

    ``ink`` text and lines; ``soft`` and ``mute`` lesser text; ``grid`` rules; ``wash`` grounds; ``night`` the
    cover; ``accent`` what should be seen first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ink: Colour = "#10243e"
    soft: Colour = "#33455e"
    mute: Colour = "#56637a"
    grid: Colour = "#dde3ea"
    wash: Colour = "#f5f7fa"
    night: Colour = "#0c1f36"
    accent: Colour = "#b93a2b"

    def css(self) -> str:
        """The palette as custom properties of a style sheet."""
        properties = "\n".join(f"  --{name}: {colour};" for name, colour in self)
        return f":root {{\n{properties}\n}}\n"

    def pale(self) -> Iterator[tuple[str, str, float]]:
        """Name, colour and contrast of each colour in which text could not be read.

        Text stands in ``ink``, ``soft``, ``mute`` and ``accent`` on ``wash`` and white, and in white on
        ``night``.
        """
        for name, ground in (
            ("ink", self.wash),
            ("soft", self.wash),
            ("mute", self.wash),
            ("accent", WHITE),
            ("night", WHITE),
        ):
            found = contrast(getattr(self, name), ground)
            if found < LEAST_CONTRAST:
                yield name, getattr(self, name), found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
