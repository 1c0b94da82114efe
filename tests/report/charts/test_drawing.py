"""Every kind of chart as SVG: well-formed, told in words, drawn with presentation attributes only."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args
from xml.etree import ElementTree

import pytest

from audit.report.environment import environment
from audit.text import Language
from tests.report.charts.specimens import specimens

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = get_args(Language)
KINDS = [name for name, _ in specimens("en")]


@cache
def drawn(language: Language) -> dict[str, ElementTree.Element]:
    """Kind -> what its macro draws."""
    env = environment(language)
    template = env.from_string("{% import 'charts.svg.j2' as c with context %}{{ c[name](chart, told) }}")
    return {
        name: ElementTree.fromstring(  # noqa: S314  # what our own macro just drew
            template.render(name=name, chart=chart, told=f"in words: {name}")
        )
        for name, chart in specimens(language)
    }


def test_every_macro_that_a_panel_may_name_is_drawn() -> None:
    macros = vars(environment("en").get_template("charts.svg.j2").module)
    assert {name for name in macros if not name.endswith("_file") and not name.startswith("_")} == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_alternative_comes_first(kind: str, language: Language) -> None:
    svg = drawn(language)[kind]
    assert (svg.get("role"), svg[0].tag, svg[0].text) == ("img", f"{SVG}title", f"in words: {kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_styled_or_scripted(kind: str) -> None:
    found = [
        (one.tag, name)
        for one in drawn("en")[kind].iter()
        for name in one.attrib
        if name in ("class", "style", "href") or name.startswith("on")
    ]
    assert found == []
    assert not [one for one in drawn("en")[kind].iter() if one.tag in (f"{SVG}script", f"{SVG}style")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_marks_stand_inside_the_frame(kind: str, language: Language) -> None:
    svg = drawn(language)[kind]
    width, height = (float(svg.get(name, "0")) for name in ("width", "height"))
    places = [
        (float(one.get(x, "0")), float(one.get(y, "0")))
        for one in svg.iter()
        for x, y in (("x", "y"), ("cx", "cy"))
        if one.get(x) and one.get(y)
    ]
    starts = [
        (float(x), float(y))
        for one in svg.iter(f"{SVG}path")
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", one.get("d", ""))
    ]
    assert [at for at in (*places, *starts) if not (0 <= at[0] <= width and 0 <= at[1] <= height)] == []
