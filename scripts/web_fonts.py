"""Build ``templates/fonts/web/`` from the fonts beside it: the Latin letters that a page for browsers is set in.

    python scripts/web_fonts.py

The same fonts, fontTools and brotli give the same bytes. Chinese is left to the fonts of the reader's own
system, because a page cannot carry it; so are the quotes, dashes and dots that Chinese writes at full width.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
NAMES = ("inter-400", "inter-600", "source-serif-4-400", "source-serif-4-600")
FEATURES = ("calt", "case", "ccmp", "kern", "lnum", "locl", "tnum")
RANGES = ((0x20, 0x7E), (0xA0, 0xB6), (0xB8, 0x17F), (0x391, 0x3C9), (0x2190, 0x2195))
SIGNS = "–ẞ−√≈≠≤≥™€‰"


def main() -> None:
    """Write every font as WOFF2."""
    characters = {one for first, last in RANGES for one in range(first, last + 1)} | {
        ord(one) for one in SIGNS
    }
    (FONTS / "web").mkdir(exist_ok=True)
    for name in NAMES:
        content = _subset((FONTS / f"{name}.ttf").read_bytes(), characters)
        (FONTS / "web" / f"{name}.woff2").write_bytes(content)
        print(f"{len(content):>10,}  {name}")


def _subset(source: bytes, characters: set[int]) -> bytes:
    options = subset.Options(
        layout_features=list(FEATURES),
        name_IDs=["*"],  # the licence and copyright stay in the file
        notdef_outline=True,
        recalc_timestamp=False,
    )
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
