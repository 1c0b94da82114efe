"""One report in two languages: both whole, every name used once, the second marked as what it is."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2
import pytest
from lxml import html as lxml_html

from audit.report.bilingual import bilingual
from audit.report.document import render_bilingual
from audit.report.markup import markup
from audit.report.options import FINAL
from tests.report.results import delivery_result, empty_result, survey_result

# WeasyPrint leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@cache
def page() -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(bilingual(survey_result(), ("zh", "en"), FINAL).html)


def test_both_languages_are_there_as_a_whole() -> None:
    parts = page().find_class("part")
    assert [one.get("lang") for one in parts] == ["zh-CN", "en"]
    for part, language in zip(parts, ("zh", "en"), strict=True):
        alone = lxml_html.document_fromstring(markup(survey_result(), language, FINAL).html)  # type: ignore[arg-type]  # the two languages
        told = [one.text_content() for one in part.iter("p", "td", "th", "h2", "h3") if not _of_two(one)]
        expected = [
            one.text_content()
            for one in alone.iter("p", "td", "th", "h2", "h3")
            if not _on_cover(one) and not _of_two(one)
        ]
        assert told == expected


def _of_two(element: lxml_html.HtmlElement) -> bool:
    """Whether a report in one language says it otherwise: where the other part, or the fields to sign, stand."""
    around = [element, *element.iterancestors()]
    return any(one.get("class") == "signing" or (one.get("id") or "").endswith("parts") for one in around)


def _on_cover(element: lxml_html.HtmlElement) -> bool:
    return any("cover" in (one.get("class") or "").split() for one in element.iterancestors())


def test_every_place_has_one_name_and_every_link_a_place() -> None:
    names = page().xpath("//@id")
    assert len(names) == len(set(names))
    assert {one.removeprefix("#") for one in page().xpath("//@href") if one.startswith("#")} <= set(names)


def test_links_of_the_second_part_stay_in_it_but_those_that_say_where_the_other_is() -> None:
    first, second = page().find_class("part")
    assert {one.split("-")[0] for one in second.xpath(".//@id")} == {"en"}
    outside = [one for one in second.xpath(".//@href") if not one.startswith("#en-")]
    assert outside == ["#contents", "#handling-signatures"]
    assert [one for one in first.xpath(".//@href") if one.startswith("#en-")] == ["#en-contents"]


def test_fields_to_sign_stand_in_the_first_part_and_the_second_says_so() -> None:
    first, second = page().find_class("part")
    assert (len(list(first.iter("input"))), len(list(second.iter("input")))) == (2, 0)
    (block,) = second.find_class("signing")
    assert (
        "one set of fields for digital signatures, in the part that is in the other language"
        in block.text_content()
    )
    assert "holds a field" not in block.text_content()


def test_the_cover_speaks_both_languages() -> None:
    (cover,) = page().find_class("cover")
    said = re.sub(r"\s+", " ", cover.text_content())
    assert "服务质量审查报告 Service-quality audit report" in said
    assert page().get("lang") == "zh-CN"


def test_both_contents_say_on_which_page_each_language_begins_and_the_cover_leads_there() -> None:
    pages = pypdfium2.PdfDocument(render_bilingual(empty_result(), ("zh", "en"), FINAL))
    texts = [page.get_textpage().get_text_range() for page in pages]
    begins = next(n for n, text in enumerate(texts, 1) if n > 2 and "English part: page" in text)
    assert "中文部分 · English part" in texts[0]
    for text in (texts[1], texts[begins - 1]):
        assert f"English part: page {begins}" in text
        assert "中文部分：第 2 页" in text


def test_bookmarks_stand_below_an_entry_for_their_language() -> None:
    pages = pypdfium2.PdfDocument(render_bilingual(empty_result(), ("zh", "en"), FINAL))
    levels = [(one.level, one.get_title()) for one in pages.get_toc()]
    assert [title for level, title in levels if level == 0] == ["中文部分", "English part"]
    assert (1, "02 审查目的、范围与准则") in levels
    assert (1, "02 Objectives, scope and criteria") in levels


def test_the_other_language_may_come_first() -> None:
    made = render_bilingual(delivery_result(), ("en", "zh"), FINAL)
    pages = pypdfium2.PdfDocument(made)
    assert "English" in pages[1].get_textpage().get_text_range()
    assert pages.get_metadata_value("Title").startswith("Service-quality audit:")


def test_the_foot_of_each_page_speaks_the_language_of_its_part() -> None:
    pages = pypdfium2.PdfDocument(render_bilingual(empty_result(), ("zh", "en"), FINAL))
    feet = [("结果" in foot, "result" in foot) for foot in (_foot(page) for page in pages)]
    first, last = feet[1], feet[-1]
    assert (first, last) == ((True, False), (False, True))


def _foot(page: pypdfium2.PdfPage) -> str:
    """The text at the foot of an A4 page, up to 25 mm from its edge; 72 points are an inch."""
    return str(page.get_textpage().get_text_bounded(0, 0, 595, 25 / 25.4 * 72))
