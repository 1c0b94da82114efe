from __future__ import annotations

import io

from PIL import Image

from audit.report.word.pictures import drawings, png, size, told

FRAME = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40"><title>a  chart</title>{}</svg>'
FONTS = "Inter, 'Noto Sans SC'"


def ink(words: str, weight: int, family: str = FONTS) -> int:
    """How dark the words are, all dots together."""
    text = f'<text x="4" y="28" font-family="{family}" font-size="20" font-weight="{weight}">{words}</text>'
    image = Image.open(io.BytesIO(png(FRAME.format(text)))).convert("L")
    return sum(255 - dot for dot in image.tobytes())


def test_a_drawing_is_three_dots_a_pixel_on_white() -> None:
    image = Image.open(io.BytesIO(png(FRAME.format(""))))
    assert image.size == (360, 120)
    assert image.convert("RGB").getextrema() == ((255, 255),) * 3


def test_chinese_is_drawn_and_bold_where_it_is_bold() -> None:
    assert ink("顾客", 700) > 1.15 * ink("顾客", 400) > 0


def test_no_font_but_the_vendored_ones_is_taken() -> None:
    assert ink("abc", 400, "DejaVu Sans, Liberation Sans") == ink("abc", 400, "Nowhere")


def test_drawings_keep_their_capital_letters_and_their_words() -> None:
    (found,) = drawings(f"<p>x</p>{FRAME.format('')}<p>y</p>")
    assert "viewBox" in found
    assert told(found) == "a chart"


def test_a_drawing_wider_than_the_text_is_made_smaller() -> None:
    assert size(FRAME.format(""), 9638) == (120 * 9525, 40 * 9525)
    assert size(FRAME.format(""), 900) == (571500, 190500)
