"""A folder of a body's own: what it changes, and what is said when something in it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.errors import UsageError
from audit.report.branding.brand import load_brand
from audit.report.chapters import chapters as all_chapters
from audit.report.document import render_pdf
from audit.report.markup import in_order, markup
from audit.report.options import Options
from audit.report.telling import Teller
from audit.text import Language
from tests.report.results import empty_result

# WeasyPrint leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

LOGO = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def page(brand: Path, language: Language = "en") -> str:
    return markup(empty_result(), language, Options(brand=load_brand(brand))).html


def faults(brand: Path) -> list[str]:
    """What is said in English, places relative to the folder."""
    with pytest.raises(UsageError) as caught:
        page(brand)
    return [one.in_("en").replace(f"{brand}", "DIR") for one in caught.value.located]


def test_name_logo_colours_and_words_are_those_of_the_body(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(
        "brand: 1\nname: {zh: 甲中心, en: Body A}\nlogo: mark.svg\ncolours: {accent: '#004488'}\n",
        encoding="utf-8",
    )
    (tmp_path / "mark.svg").write_text(LOGO)
    (tmp_path / "words.en.yaml").write_text("document:\n  kind: Assessment report\n")
    made = markup(empty_result(), "en", Options(brand=load_brand(tmp_path)))
    assert '<img class="logo" src="asset:mark.svg" alt="Body A">' in made.html
    assert '<p class="kind">Assessment report</p>' in made.html
    assert made.assets["mark.svg"] == LOGO.encode()
    assert b"--accent: #004488;" in made.assets["palette.css"]
    assert '<p class="kind">服务质量审查报告</p>' in page(tmp_path, "zh")


def test_a_style_sheet_of_ones_own_comes_after_ours(tmp_path: Path) -> None:
    (tmp_path / "brand.css").write_text("h1 { color: red }")
    made = markup(empty_result(), "en", Options(brand=load_brand(tmp_path)))
    assert made.assets["brand.css"] == b"h1 { color: red }"
    assert made.html.index("asset:report.css") < made.html.index("asset:brand.css")


def test_a_template_of_ones_own_extends_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text(
        '{% extends "shipped/cover.html.j2" %}{% block title %}<p>Ours</p>{{ super() }}{% endblock %}'
    )
    made = page(tmp_path)
    assert made.index("<p>Ours</p>") < made.index('<p class="kind">Service-quality audit report</p>')


def test_chapters_come_in_the_order_of_the_body(tmp_path: Path) -> None:
    made = page_order(tmp_path, "")
    turned = page_order(tmp_path, f"chapters: [{', '.join(reversed(made))}]\n")
    assert turned == made[::-1]


def page_order(brand: Path, chapters: str) -> list[str]:
    """Ids of the numbered chapters, whose numbers run from 01 whatever their order."""
    (brand / "brand.yaml").write_text(f"brand: 1\nname: {{zh: 甲, en: A}}\n{chapters}", encoding="utf-8")
    found = in_order(all_chapters(Teller(empty_result(), "en")), load_brand(brand))
    main = [one for one in found if one.number.isdigit()]
    assert [one.number for one in main] == [f"{place:02d}" for place in range(1, len(main) + 1)]
    return [one.id for one in main]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "brand.yaml",
            "brand: 1\nname: {zh: 甲, en: A}\ncolors: {}\n",
            "DIR/brand.yaml:3:1  no key is called “colors”; did you mean “colours”?   [Y-UNKNOWN-KEY]",
        ),
        (
            "brand.yaml",
            "brand: 1\nname: {zh: 甲, en: A}\nlogo: logo.svg\n",
            (
                "DIR/brand.yaml:3:1  there is no logo “logo.svg” in the folder — put it into the same folder, as SVG or"
                " PNG   [R-LOGO]"
            ),
        ),
        (
            "brand.yaml",
            "brand: 1\nname: {zh: 甲, en: A}\ncolours:\n  accent: '#ffcc00'\n",
            (
                "DIR/brand.yaml:4:3  the colour “accent” (#ffcc00) has a contrast of 1.5 with its ground; text needs 4.5 —"
                " choose a darker one   [R-PALE]"
            ),
        ),
        (
            "words.en.yaml",
            "document:\n  kinds: Report\n",
            "DIR/words.en.yaml:2:3  no key is called “document.kinds”; did you mean “document.kind”?   [Y-UNKNOWN-KEY]",
        ),
        (
            "words.en.yaml",
            "document:\n  title: 'Audit of {organisation}'\n",
            (
                "DIR/words.en.yaml:2:3  “document.title” uses {organisation}, which the sentence that it replaces does not"
                " have; it has name   [R-FIELDS]"
            ),
        ),
        (
            "words.en.yaml",
            "document: {kind: 7}\n",
            "DIR/words.en.yaml:1:12  “document.kind” should be a text   [R-WORDS]",
        ),
        (
            "cover.html.j2",
            "<p>\n{% if %}</p>\n",
            (
                "DIR/cover.html.j2:2  the template cannot be read: Expected an expression, got 'end of statement block'"
                "   [R-SYNTAX]"
            ),
        ),
        (
            "cover.html.j2",
            "<p>\n{{ organisation }}</p>\n",
            (
                "DIR/cover.html.j2:2  the template uses a name that there is not: 'organisation' is undefined —"
                " docs/branding.md lists the names that there are   [R-UNDEFINED]"
            ),
        ),
        (
            "cover.html.j2",
            "\n\n{{ ''.__class__.__mro__ }}",
            (
                "DIR/cover.html.j2:3  a template may not do this: access to attribute '__class__' of 'str' object is"
                " unsafe. — templates run in a sandbox and only read the report   [R-FORBIDDEN]"
            ),
        ),
        (
            "cover.html.j2",
            "{% extends 'cover.html' %}",
            (
                "DIR/cover.html.j2:1  there is no template “cover.html” — write shipped/ before the name of one that ships,"
                " such as shipped/cover.html.j2   [R-NO-TEMPLATE]"
            ),
        ),
        (
            "cover.html.j2",
            "<p>{{ brand.order }}</p>",
            (
                "DIR/cover.html.j2:1  the template cannot print this value: tuple needs a filter or a word to be printed: ()"
                " — put |number or |percent behind a decimal, |day behind a date   [R-UNPRINTABLE]"
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, file: str, text: str, said: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert faults(tmp_path) == [said]


def test_an_order_that_leaves_chapters_out_or_invents_some_is_refused(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(
        "brand: 1\nname: {zh: 甲, en: A}\nchapters: [summary, prices]\n", encoding="utf-8"
    )
    invented, left_out = faults(tmp_path)
    assert invented.startswith("DIR/brand.yaml  there is no chapter “prices”; there are summary, ")
    assert left_out.startswith("DIR/brand.yaml  the order of the chapters leaves out ")
    assert "limits" in left_out


def test_a_folder_that_changes_nothing_is_a_mistake(tmp_path: Path) -> None:
    assert faults(tmp_path)[0].endswith("[R-NOTHING]")
    assert faults(tmp_path / "none")[0].startswith("DIR  there is no such folder of templates")


def test_complaints_of_the_layout_name_the_place_in_the_style_sheet(tmp_path: Path) -> None:
    (tmp_path / "brand.css").write_text(
        "h1 { colour: red }\nbody { background: url(https://example.org/x.png) }\n"
    )
    with pytest.raises(UsageError) as caught:
        render_pdf(empty_result(), "en", Options(brand=load_brand(tmp_path)))
    found = [one.in_("en").replace(str(tmp_path), "DIR").split(" — ")[0] for one in caught.value.located]
    assert (
        found[0]
        == "DIR/brand.css:1:6  the layout did not accept this: Ignored `colour: red `, unknown property."
    )
    assert "https://example.org/x.png" in found[1]


def test_the_example_is_one_that_works() -> None:
    example = Path(__file__).parents[3] / "examples" / "branding"
    made = page(example, "zh")
    assert '<p class="kind">示例服务认证中心（虚构）</p>' in made
    assert '<p class="kind">服务认证审查报告</p>' in made
