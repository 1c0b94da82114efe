"""The document of a body: its colours, its logo, its own Word file; and both languages in one."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor

from audit.errors import UsageError
from audit.report.bilingual import bilingual
from audit.report.branding.brand import load_brand
from audit.report.options import FINAL, Options
from audit.report.word.document import render_bilingual, render_docx
from audit.report.word.ooxml import qualified
from audit.report.wording import words
from tests.report.results import empty_result, survey_result
from tests.report.word.made import all_of, opened, squeezed

BRANDING = Path(__file__).parents[3] / "examples" / "branding"


def read(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


@cache
def both() -> bytes:
    return render_bilingual(survey_result(), ("zh", "en"), FINAL)


def own(folder: Path, change: object, name: str = "styles.docx") -> Document:
    """The report of a body whose Word file is one of ours, changed."""
    template = opened("empty", "en")
    change(template)  # type: ignore[operator]  # a function of the document
    template.save(str(folder / name))
    return read(render_docx(empty_result(), "en", Options(brand=load_brand(folder))))


def test_a_document_in_two_languages_holds_both_with_contents_of_their_own() -> None:
    book = read(both())
    heads = [one.text for one in book.paragraphs if one.style.name == "Heading 1"]
    half = len(heads) // 2
    summary, same = (f"01 {words(language).chapter.summary}" for language in ("zh", "en"))
    assert (heads[0], heads[half], len(heads)) == (summary, same, 2 * half)
    contents = list(book.element.body.iter(qualified("w:sdt")))
    fields = [one.text.strip() for part in contents for one in part.iter(qualified("w:instrText"))]
    assert fields == [
        r'TOC \o "1-2" \h \z \b language_zh_CN',
        r'TOC \o "1-2" \h \z \b language_en',
    ]
    listed = [[one.text for one in part.iter(qualified("w:t"))] for part in contents]
    assert [[one in part for one in (summary, same)] for part in listed] == [[True, False], [False, True]]
    names = [one.get(qualified("w:name")) for one in all_of(both(), "w:bookmarkStart")]
    assert len(names) == len(set(names)) and {"language_zh_CN", "language_en", "en_summary"} <= set(names)
    (language,) = all_of(both(), "w:lang")
    assert (language.get(qualified("w:val")), language.get(qualified("w:eastAsia"))) == ("en-GB", "zh-CN")


def test_nothing_of_the_two_languages_is_lost() -> None:
    import lxml.html

    page = lxml.html.document_fromstring(bilingual(survey_result(), ("zh", "en"), FINAL).html).find("body")
    # Word makes the contents itself; their line on where each language begins goes with them.
    printed = (
        one for one in page.iter("p", "h1", "h2", "h3", "li") if one.get("id") not in ("parts", "en-parts")
    )
    shown = [squeezed(one.text_content()) for one in printed]
    told = squeezed("".join(one.text or "" for one in all_of(both(), "w:t")))
    assert [one for one in shown if one not in told and "class" not in one][:3] == []


def test_the_colours_the_words_and_the_logo_of_a_body_are_in_its_document() -> None:
    content = render_docx(empty_result(), "en", Options(brand=load_brand(BRANDING)))
    book = read(content)
    assert book.styles["Cover Kind"].font.color.rgb == RGBColor(0x9A, 0x4A, 0x00)
    assert book.styles["Verdict Conform"].font.color.rgb == RGBColor(0xFF, 0xFF, 0xFF)
    assert "Service certification audit report" in [one.text for one in book.paragraphs[:4]]
    logo = next(all_of(content, "wp:docPr"))
    assert logo.get("descr") == "Example Service Certification (invented)"
    extent = next(all_of(content, "wp:extent"))
    assert 0 < int(extent.get("cx")) <= 62 * 36_000 and 0 < int(extent.get("cy")) <= 22 * 36_000


def test_the_styles_of_a_body_stand_before_ours(tmp_path: Path) -> None:
    def change(template: Document) -> None:
        template.styles["Lead"].font.name = "Arial"
        template.styles.element.remove(template.styles["Source"].element)

    book = own(tmp_path, change)
    assert book.styles["Lead"].font.name == "Arial"
    assert book.styles["Source"].base_style.name == "Body Text"
    assert [one.style.name for one in book.paragraphs if one.text.startswith("01")] == ["Heading 1"]


def test_styles_with_the_ids_of_a_chinese_word_are_found_by_their_names(tmp_path: Path) -> None:
    def change(template: Document) -> None:
        for node in template.styles.element.iter():
            for key in ("w:styleId", "w:val"):
                if node.get(qn(key)) == "Heading1":
                    node.set(qn(key), "1")

    book = own(tmp_path, change)
    assert [one.style.name for one in book.paragraphs if one.text.startswith("01")] == ["Heading 1"]
    assert [one.style_id for one in book.styles if one.name == "Heading 1"] == ["1"]


def test_pages_head_and_foot_of_a_body_stay(tmp_path: Path) -> None:
    def change(template: Document) -> None:
        template.sections[-1].header.paragraphs[0].text = "Our letterhead"
        template.sections[-1].page_width = 7_772_400

    book = own(tmp_path, change)
    last = book.sections[-1]
    assert last.header.paragraphs[0].text == "Our letterhead"
    assert last.page_width == 7_772_400
    assert [one.text for one in book.paragraphs if "Our letterhead" in one.text] == []


def test_a_template_of_word_will_do(tmp_path: Path) -> None:
    own(tmp_path, lambda template: None)
    file = tmp_path / "styles.docx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "styles.dotx", "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content.replace(b"document.main+xml", b"template.main+xml"))
    file.unlink()
    assert read(render_docx(empty_result(), "en", Options(brand=load_brand(tmp_path)))).paragraphs


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_what_is_no_word_file_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "styles.docx").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        render_docx(empty_result(), "en", Options(brand=load_brand(tmp_path)))
    (fault,) = caught.value.located
    assert (fault.file, fault.message.code) == (str(tmp_path / "styles.docx"), "R-WORD")
