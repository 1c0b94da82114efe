from __future__ import annotations

import pytest

from audit.report.branding.palette import Palette, contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#abcdef", "#abcdef", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """#767676 is the lightest grey that WCAG lets stand on white, #777777 the first that it does not."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.0005)
    assert contrast(other, one) == contrast(one, other)


def test_our_own_colours_can_be_read() -> None:
    assert list(Palette().pale()) == []


def test_colours_in_which_text_could_not_be_read_are_named() -> None:
    found = [(name, colour) for name, colour, _ in Palette(accent="#ffcc00", night="#dddddd").pale()]
    assert found == [("accent", "#ffcc00"), ("night", "#dddddd")]


def test_the_palette_is_a_style_sheet() -> None:
    assert Palette(ink="#111111").css().splitlines() == [
        ":root {",
        "  --ink: #111111;",
        "  --soft: #33455e;",
        "  --mute: #56637a;",
        "  --grid: #dde3ea;",
        "  --wash: #f5f7fa;",
        "  --night: #0c1f36;",
        "  --accent: #b93a2b;",
        "}",
    ]
