from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

import pytest
from weasyprint import HTML

from audit.report.bilingual import bilingual
from audit.report.chapters import annex_alone, findings_alone, summary_alone
from audit.report.markup import Contents, Markup, markup
from audit.report.options import FINAL
from audit.report.pdf import html_to_pdf
from audit.report.tree import element_tree
from tests.report.hostile import TURNS, hostile_result
from tests.report.rendered import RESULTS
from tests.report.results import delivery_result, survey_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"  # an HTML parser keeps it as an attribute


def of_html_parser(html: str) -> Element:
    tree: Element = HTML(string=html).etree_element
    for element in tree.iter():
        element.attrib.pop(XMLNS, None)
    return tree


def listed(tree: Element) -> list[tuple[object, ...]]:
    return [
        (one.tag, one.attrib, one.text or "", one.tail or "", [kid.tag for kid in one]) for one in tree.iter()
    ]


def made() -> list[Markup]:
    whole = [markup(result(), language, FINAL) for result in RESULTS.values() for language in ("zh", "en")]
    alone: list[Contents] = [summary_alone, findings_alone, annex_alone]
    parts = [
        markup(delivery_result(), "en", FINAL, layout="alone.html.j2", contents=contents)
        for contents in alone
    ]
    draft = markup(survey_result(), "zh", replace(FINAL, draft=True))
    hostile = [markup(hostile_result(*texts), "en", FINAL) for texts in TURNS]
    return [*whole, *parts, draft, *hostile, bilingual(survey_result(), ("zh", "en"), FINAL)]


def test_every_document_of_our_templates_is_the_tree_that_an_html_parser_reads() -> None:
    for one in made():
        assert listed(element_tree(one.html)) == listed(of_html_parser(one.html))


def test_a_document_that_leaves_an_element_open_is_refused() -> None:
    with pytest.raises(ParseError, match="mismatched tag"):
        element_tree("<!DOCTYPE html><html><body><p>one<p>two</body></html>")


def test_void_elements_need_no_end() -> None:
    tree = element_tree('<p>a<br>b<br/><col style="width:4mm"><input type="checkbox"/></p>')
    assert listed(tree) == [
        ("p", {}, "a", "", ["br", "br", "col", "input"]),
        ("br", {}, "", "b", []),
        ("br", {}, "", "", []),
        ("col", {"style": "width:4mm"}, "", "", []),
        ("input", {"type": "checkbox"}, "", "", []),
    ]


def pdf(html: str, assets: dict[str, bytes], *, ours: bool) -> bytes:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return html_to_pdf(html, language="zh-CN", title="t", created=moment, assets=assets, ours=ours).content


@pytest.mark.parametrize("broken", ["", "<p>one<p>two"])
def test_our_documents_become_the_same_pdf_as_other_peoples_but_for_their_drawings(broken: str) -> None:
    one = markup(delivery_result(), "zh", FINAL, layout="alone.html.j2", contents=summary_alone)
    html = re.sub("<svg.*?</svg>", "", one.html, flags=re.DOTALL).replace("</body>", f"{broken}</body>")
    assert pdf(html, one.assets, ours=True) == pdf(html, one.assets, ours=False)
