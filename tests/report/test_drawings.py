from __future__ import annotations

import io
import re

import pikepdf
import pytest
from weasyprint import CSS

from audit.report.assets import SCHEME, AssetFetcher
from audit.report.drawings import lighten
from audit.report.fonts import vendored_fonts
from audit.report.tree import TemplateHTML, element_tree
from audit.report.typesetting import VendoredFonts

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

LINE = '<text x="50" y="{y}" font-family="Inter" font-size="10" fill="#10243E" text-anchor="{anchor}" font-weight="400">{words}</text>'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60" viewBox="0 0 100 60">{}</svg>'.format
)


def page(drawing: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head><body>{drawing}</body></html>'


def drawn(drawing: str) -> bytes:
    """What a page with a drawing is painted with."""
    fetcher = AssetFetcher(vendored_fonts())
    fonts = VendoredFonts()
    faces = CSS(url=f"{SCHEME}fonts.css", url_fetcher=fetcher, font_config=fonts)
    html = TemplateHTML(string=page(drawing), base_url=SCHEME, url_fetcher=fetcher)
    made = html.render(font_config=fonts, stylesheets=[faces]).write_pdf()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))


def places(painted: bytes) -> list[tuple[float, float]]:
    """Where its lines of text begin."""
    found = re.findall(rb"^1 0 0 -1 (\S+) (\S+) Tm$", painted, re.MULTILINE)
    return [(float(x), float(y)) for x, y in found]


def test_a_line_is_painted_at_once_and_stands_before_about_or_behind_its_place() -> None:
    lines = [
        LINE.format(anchor=anchor, y=y, words="90.0%")
        for anchor, y in (("start", 10), ("middle", 20), ("end", 30))
    ]
    (start, *_), (middle, *_), (end, *_) = found = places(drawn(DRAWING("".join(lines))))
    assert [y for _, y in found] == [10, 20, 30]
    assert start == 50
    assert end == pytest.approx(50 - 2 * (50 - middle), abs=0.01)
    assert 20 < 50 - end < 40  # five characters at 10 px


def test_a_text_without_words_paints_nothing() -> None:
    assert places(drawn(DRAWING(LINE.format(anchor="end", y=10, words="")))) == []


def test_what_only_a_pointer_shows_is_left_out_and_the_title_of_the_whole_stays() -> None:
    marks = "<g><title>One</title><rect/><g><circle/></g></g>"
    turned = '<g transform="rotate(-90)"><text>a</text></g>'
    tree = element_tree(page(DRAWING(f"<title>Whole</title>{marks}{turned}")))
    lighten(tree)
    left = [one.tag.split("}")[-1] for one in tree.iter()]
    assert left == [
        "html", "head", "title", "body", "svg", "title", "rect", "circle", "g", "line-of-text"
    ]  # fmt: skip
