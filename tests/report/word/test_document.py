from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
import zipfile
from io import BytesIO

import docx
import pytest
from docx.table import Table
from lxml import etree

from audit.report.word.document import render_docx
from audit.report.word.ooxml import qualified
from audit.text import Language, Text
from tests.report.results import empty_result, engagement
from tests.report.word.made import EVERY, all_of, html, opened, parts, squeezed, word

every = pytest.mark.parametrize(("name", "language"), EVERY)


@every
def test_it_says_what_the_html_says_in_the_same_order(name: str, language: Language) -> None:
    body = opened(name, language).element.body
    said = [
        node.text or ""
        for node in body.iter(qualified("w:t"))
        if not any(one.tag == qualified("w:sdt") for one in node.iterancestors())
    ]
    page = html(name, language)
    shown = "".join(page.itertext())
    issuer = page.get("data-issuer")
    told = squeezed("".join(said))
    assert told.replace(squeezed(issuer), "", 1) == squeezed(shown).replace(squeezed(issuer), "", 1)


@every
def test_headings_are_those_of_the_html(name: str, language: Language) -> None:
    styles = {"Heading 1": 1, "Heading 2": 2, "Heading 2 Small": 2, "Heading 3": 3, "Callout Heading": 3}
    found = [
        (styles[one.style.name], squeezed(one.text))
        for one in opened(name, language).paragraphs
        if one.style.name in styles
    ]
    expected = [
        (int(one.tag[1]), squeezed(one.text_content())) for one in html(name, language).iter("h1", "h2", "h3")
    ]
    assert found == expected


@every
def test_cells_are_those_of_the_html(name: str, language: Language) -> None:
    found = [
        [[squeezed(_text(cell)) for cell in row] for row in _rows(one)]
        for one in opened(name, language).tables
    ]
    expected = [
        [[squeezed(cell.text_content()) for cell in row] for row in table.iter("tr")]
        for table in html(name, language).iter("table")
    ]
    assert found == expected


def _rows(table: Table) -> list[list[etree._Element]]:
    return [row._tr.findall(qualified("w:tc")) for row in table.rows]


def _text(node: etree._Element) -> str:
    return "".join(one.text or "" for one in node.iter(qualified("w:t")))


@every
def test_the_contents_lists_the_chapters_and_what_stands_below_them(name: str, language: Language) -> None:
    book = opened(name, language)
    contents = book.element.body.find(qualified("w:sdt"))
    entries = [squeezed(_text(one)) for one in contents.iter(qualified("w:p"))]
    title = "目录" if language == "zh" else "Contents"
    listed = [squeezed(one.text) for one in book.paragraphs if one.style.name in {"Heading 1", "Heading 2"}]
    assert entries == [title, *listed]
    (instruction,) = [one.text.strip() for one in contents.iter(qualified("w:instrText"))]
    assert instruction == r'TOC \o "1-2" \h \z'
    marks = [one.get(qualified("w:fldCharType")) for one in contents.iter(qualified("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


@every
def test_every_link_leads_to_a_bookmark_that_is_there_once(name: str, language: Language) -> None:
    content = word(name, language)
    names = [one.get(qualified("w:name")) for one in all_of(content, "w:bookmarkStart")]
    assert len(names) == len(set(names))
    assert [one for one in names if len(one) > 40 or not one.replace("_", "a").isalnum()] == []
    targets = {one.get(qualified("w:anchor")) for one in all_of(content, "w:hyperlink")}
    assert targets - {None} <= set(names)
    starts = [one.get(qualified("w:id")) for one in all_of(content, "w:bookmarkStart")]
    assert starts == list(dict.fromkeys(starts))
    assert sorted(starts) == sorted(one.get(qualified("w:id")) for one in all_of(content, "w:bookmarkEnd"))


def test_places_of_the_html_are_bookmarks() -> None:
    names = {one.get(qualified("w:name")) for one in all_of(word("survey", "en"), "w:bookmarkStart")}
    places = {one.get("id").replace("-", "_") for one in html("survey", "en").iter() if one.get("id")}
    assert places <= names
    assert {"summary", "gap_5", "checklist_1"} <= names


@every
def test_every_chart_says_what_it_shows(name: str, language: Language) -> None:
    from audit.report.markup import markup
    from audit.report.options import FINAL
    from audit.report.word.pictures import drawings, told
    from tests.report.rendered import RESULTS

    shown = drawings(markup(RESULTS[name](), language, FINAL).html)
    found = [one.get("descr") for one in all_of(word(name, language), "wp:docPr")]
    assert found == [told(one) for one in shown]
    assert all(found)


@every
def test_heads_of_tables_repeat_and_tables_have_names(name: str, language: Language) -> None:
    for shown, table in zip(html(name, language).iter("table"), opened(name, language).tables, strict=True):
        heads = [row._tr.find(f"{qualified('w:trPr')}/{qualified('w:tblHeader')}") for row in table.rows]
        assert [one is not None for one in heads] == [
            row.getparent().tag == "thead" for row in shown.iter("tr")
        ]
    captions = [one.get(qualified("w:val")) for one in all_of(word(name, language), "w:tblCaption")]
    # The table on the cover stands under no heading.
    assert len([one for one in captions if one]) == len(opened(name, language).tables) - 1


@every
def test_no_paragraph_is_empty_but_in_an_empty_cell(name: str, language: Language) -> None:
    book = opened(name, language)
    assert [
        one.style.name for one in book.paragraphs if not one.text and not one._p.xpath(".//w:drawing")
    ] == []


def test_the_properties_of_the_document_come_from_the_result() -> None:
    properties = opened("survey", "zh").core_properties
    moment = dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC)
    assert (properties.title, properties.language, properties.author, properties.last_modified_by) == (
        "服务质量审查：某某服务公司",
        "zh-CN",
        "",
        "",
    )
    assert (properties.created, properties.modified) == (moment, moment)
    assert opened("survey", "en").core_properties.language == "en-GB"


def test_a_title_that_nobody_could_read_is_cut_for_the_properties() -> None:
    name = Text(zh="\u202e" * 500, en="\u202e" * 500)
    made = render_docx(empty_result().model_copy(update={"engagement": engagement(name)}), "en")
    title = docx.Document(BytesIO(made)).core_properties.title
    assert (len(title), title[:39], title[-1]) == (255, "Service-quality audit: ⟦U+202E⟧⟦U+202E⟧", "…")


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_latin_text_is_in_the_language_of_the_report_and_chinese_in_chinese(
    language: Language, tag: str
) -> None:
    (found,) = all_of(word("survey", language), "w:lang")
    assert (found.get(qualified("w:val")), found.get(qualified("w:eastAsia"))) == (tag, "zh-CN")


def test_pages_name_chapter_document_issuer_and_number_and_the_cover_nothing() -> None:
    book = opened("survey", "en")
    cover, rest = book.sections
    assert cover.header.is_linked_to_previous and not rest.header.is_linked_to_previous
    head, foot = rest.header._element, rest.footer._element
    assert _text(head) == "Acme Services"
    assert [one.text.strip() for one in head.iter(qualified("w:instrText"))] == ["STYLEREF 1"]
    assert _text(foot).startswith("service-gap-audit 0 · ")
    assert [one.text.strip() for one in foot.iter(qualified("w:instrText"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("language", "mark"), [("zh", "草稿"), ("en", "DRAFT")])
def test_a_draft_says_so_on_every_page(language: Language, mark: str) -> None:
    draft = opened("empty", language, True).sections[-1].header._element
    assert mark in _text(draft)
    (path,) = [one for one in draft.iter("{urn:schemas-microsoft-com:vml}textpath") if one.get("string")]
    assert path.get("string") == mark
    final = opened("empty", language).sections[-1].header._element
    assert mark not in etree.tostring(final, encoding="unicode")


def test_equal_results_give_equal_bytes_and_load_no_layout_engine() -> None:
    script = (
        "import hashlib, sys\n"
        "from audit.report.word.document import render_docx\n"
        "from tests.report.results import survey_result\n"
        "made = render_docx(survey_result(), 'zh')\n"
        "print(hashlib.sha256(made).hexdigest(), 'weasyprint' in sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "PYTHONPATH": "."}
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout.split() == [hashlib.sha256(word("survey", "zh")).hexdigest(), "False"]


def test_parts_bear_no_date_of_their_own_and_none_is_there_for_nothing() -> None:
    with zipfile.ZipFile(BytesIO(word("survey", "zh"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        named = {one for one in archive.namelist() if not one.endswith(".png")}
    assert named == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        *(f"word/{one}.xml" for one in ("document", "fontTable", "footer1", "header1", "numbering")),
        *(f"word/{one}.xml" for one in ("settings", "styles", "theme/theme1")),
        "word/_rels/document.xml.rels",
    }
    assert "word/document.xml" in parts(word("survey", "zh"))
