"""A few pages as pictures: after a change on purpose, run this file as a command and look at them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from audit.text import Language
from tests.report.rendered import report

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

FOLDER = Path(__file__).with_name("pages")
PAGES: tuple[tuple[str, Language, int], ...] = (
    ("survey", "zh", 1),
    ("survey", "zh", 3),
    ("survey", "en", 3),
    ("delivery", "en", 3),
)
MOST_DIFFERENCE = 1.5
"""Mean difference of a pixel of 256 levels: another release of Pdfium draws edges a little otherwise."""


def picture(content: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    drawn = document[page - 1].render(scale=0.6).to_pil().convert("RGB")
    document.close()
    return drawn


@pytest.mark.parametrize(("name", "language", "page"), PAGES)
def test_pages_look_as_they_were_reviewed(name: str, language: Language, page: int) -> None:
    drawn = picture(report(name, language).content, page)
    with Image.open(FOLDER / f"{name}.{language}.{page}.png") as reviewed:
        expected = reviewed.convert("RGB")
    assert drawn.size == expected.size
    difference = ImageStat.Stat(ImageChops.difference(drawn, expected)).mean
    assert max(difference) < MOST_DIFFERENCE


if __name__ == "__main__":
    for one, spoken, number in PAGES:
        shown = picture(report(one, spoken).content, number)
        shown.quantize(160).save(FOLDER / f"{one}.{spoken}.{number}.png", optimize=True)
