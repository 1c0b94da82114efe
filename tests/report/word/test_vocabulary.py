"""Nothing that a template may say vanishes on its way into the Word document."""

from __future__ import annotations

import re

import lxml.html
import pytest
from lxml import etree

from audit.report.word.ooxml import element, qualified
from audit.report.word.vocabulary import CLASSES, TAGS, unknown
from audit.report.word.walking import Place, Walk, apart
from audit.resources import shipped
from tests.report.word.made import EVERY, html, squeezed

FOLDER = shipped("templates") / "report"
TEMPLATES = sorted(set(FOLDER.glob("*.html.j2")) - {*FOLDER.glob("web*.html.j2"), FOLDER / "stamp.html.j2"})
"""Without what stands around the chapters on the page for browsers, and what a signature shows in a PDF."""
DRAWN = {"svg", "g", "path", "rect", "circle", "text", "title", "line", "tspan", "polyline", "polygon"}
OUTSIDE = {"html", "head", "meta", "link"}


class Shown:
    """Stands for the package: notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def chart(self, width: int) -> etree._Element:
        return element("w:r", children=[element("w:drawing")])

    def image(self, node: etree._Element) -> etree._Element | None:
        return None

    def link(self, address: str) -> str:
        self.asked.append(address)
        return "rId9"


def walked(fragment: str) -> list[str]:
    """The words of every paragraph, with its style before them."""
    walk = Walk(Shown(), chinese=False)
    blocks = apart(
        walk.blocks(
            lxml.html.fragment_fromstring(fragment, create_parent="section"), Place("Body Text", 9000)
        )
    )
    holder = element("w:body", children=blocks)
    return [
        f"{one[0][0].get(qualified('w:val'))}: {''.join(node.text or '' for node in one.iter(qualified('w:t')))}"
        for one in holder.iter(qualified("w:p"))
    ]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_every_tag_and_class_in_a_template_has_a_look(template: object) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]  # a path
    named = re.findall(r'class="([^"]*)"', re.sub(r"{{.*?}}|{%.*?%}", "", text))
    assert {one for names in named for one in names.split()} - set(CLASSES) == set()
    assert set(re.findall(r"<([a-z][a-z0-9]*)[ >]", text)) - set(TAGS) - DRAWN - OUTSIDE == set()


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_report_holds_nothing_unknown(name: str, language: object) -> None:
    assert unknown(html(name, language)) == []  # type: ignore[arg-type]  # a language


def test_what_is_unknown_is_named_and_its_text_stays() -> None:
    fragment = '<dl class="novel"><dt>term</dt><dd>meaning</dd></dl><p class="odd">words</p><p>more</p>'
    page = lxml.html.fragment_fromstring(fragment, create_parent="section")
    assert unknown(page) == ["<dd>", "<dl>", "<dt>", "dl.novel", "p.odd"]
    assert squeezed("".join(walked(fragment))) == "BodyText:termmeaningBodyText:wordsBodyText:more"


@pytest.mark.parametrize(
    ("fragment", "paragraphs"),
    [
        ("<p>one\n  two <strong> three</strong> </p>", ["BodyText: one two three"]),
        ("<p>a<br> b </p>", ["BodyText: ab"]),
        ('<p class="lines">a\n b</p>', ["BodyText: ab"]),
        ("<ul><li>a</li><li>b</li></ul>", ["ListBullet: a", "ListBullet: b"]),
        ('<p>see <a href="#x-1">there</a>, or not</p>', ["BodyText: see there, or not"]),
        ('<div class="callout"><h3>H</h3><p>a</p></div>', ["CalloutHeading: H", "Callout: a"]),
        ('<h1 class="runs-on"><span class="no">01</span> Title</h1>', ["Heading1: 01 Title"]),
        ("<p> </p><div></div>", []),
    ],
)
def test_white_space_and_styles_are_those_of_a_browser(fragment: str, paragraphs: list[str]) -> None:
    assert walked(fragment) == paragraphs


def test_two_tables_in_a_row_stay_two() -> None:
    table = "<table><tbody><tr><td>a</td></tr></tbody></table>"
    assert walked(table * 2) == ["TableText: a", "Separator: ", "TableText: a", "Separator: "]


def test_columns_without_a_width_share_what_is_left() -> None:
    from audit.report.word.tables import grid

    table = lxml.html.fragment_fromstring(
        '<table><colgroup><col style="width:25.4mm"><col><col></colgroup><tbody><tr><td>a</td><td colspan="2">b</td></tr></tbody></table>'
    )
    found = grid(table, 9000, in_cover=False)
    assert found.widths == (1440, 3780, 3780)
    assert [cell.width for cell in found.rows[0].cells] == [1440, 7560]


def test_columns_that_ask_for_more_than_there_is_are_narrowed() -> None:
    from audit.report.word.tables import grid

    table = lxml.html.fragment_fromstring(
        '<table><colgroup><col style="width:100mm"><col style="width:100mm"></colgroup><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
    )
    assert grid(table, 9638, in_cover=False).widths == (4819, 4819)


def test_a_cell_over_several_rows_goes_on_below_and_ends_with_its_part_of_the_table() -> None:
    from audit.report.word.tables import grid, table_element

    table = lxml.html.fragment_fromstring(
        '<table><thead><tr><th rowspan="9">a</th><th>b</th></tr></thead>'
        '<tbody><tr><td rowspan="3">c</td><td>d</td></tr><tr><td rowspan="2">e</td></tr><tr></tr></tbody></table>'
    )
    found = grid(table, 9000, in_cover=False)
    assert [[(cell.node.text, cell.merged) for cell in row.cells] for row in found.rows] == [
        [("a", "begun"), ("b", "")],
        [("c", "begun"), ("d", "")],
        [(None, "continued"), ("e", "begun")],
        [(None, "continued"), (None, "continued")],
    ]
    made = table_element(found, [[[] for _ in row.cells] for row in found.rows])
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    merges = [one.get(f"{name}val") for one in made.iter(f"{name}vMerge")]
    assert merges == ["restart", "restart", "continue", "restart", "continue", "continue"]


def test_links_outside_go_through_the_list_of_safe_schemes() -> None:
    shown = Shown()
    walk = Walk(shown, chinese=False)
    page = lxml.html.fragment_fromstring(
        '<p><a href="https://example.org">a</a><a href="javascript:x()">b</a><a href="file:///etc/passwd">c</a></p>',
        create_parent="section",
    )
    walk.blocks(page, Place("Body Text", 9000))
    assert shown.asked == ["https://example.org"]
