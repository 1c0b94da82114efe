from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import lxml.etree
import lxml.html
import pikepdf
import pypdfium2
import pytest

from audit.api import load_result
from audit.errors import UsageError
from audit.report.document import render
from audit.report.formats import FORMATS, render_format
from audit.report.harmless import harmless
from audit.report.options import FINAL
from audit.report.pdf import Rendered
from audit.result import AuditResult
from audit.text import Language
from tests.report.hostile import hostile_result
from tests.report.hostile_text.__main__ import PAGE, page
from tests.report.hostile_text.lists import LISTS, Hostile
from tests.report.hostile_text.reading import COLUMNS, PARTS, READERS, squeezed
from tests.verapdf import validator

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

LANGUAGES: tuple[Language, Language] = ("zh", "en")


@cache
def hostile() -> AuditResult:
    return hostile_result(*(one.text for one in LISTS))


@cache
def plain() -> AuditResult:
    """The same with ordinary words as long as what the hostile ones become, and as different from each other."""
    return hostile_result(*(_ordinary(place, one.pages) for place, one in enumerate(LISTS, 10)))


def _ordinary(place: int, text: str) -> str:
    letters = re.sub(r"[^\s一-鿿]", "o", text)
    apart = re.sub(r"\S{12}", lambda found: f"{found[0][:11]} ", letters)
    return f"{place}{apart[2:]}"


@cache
def printed(which: str) -> tuple[Rendered, float]:
    """The Chinese PDF, and the seconds of the processor that it took."""
    start = time.process_time()
    made = render(hostile() if which == "hostile" else plain(), "zh")
    return made, time.process_time() - start


@cache
def files(form: str, language: Language) -> Mapping[str, bytes]:
    if form == "pdf":
        return {"report": printed("hostile")[0].content}
    return render_format(form, hostile(), language, FINAL)


@cache
def read(form: str, language: Language) -> str:
    return squeezed(READERS[form](files(form, language)))


def test_every_form_is_read() -> None:
    assert set(FORMATS) - PARTS == set(READERS) == set(COLUMNS)


@pytest.mark.parametrize("form", READERS)
def test_readers_see_what_the_list_says(form: str) -> None:
    languages = ("zh",) if form == "pdf" else LANGUAGES
    missing = [
        (one.what.en, language)
        for language in languages
        for one in LISTS
        if squeezed(getattr(one, COLUMNS[form])) not in read(form, language)
    ]
    assert missing == []


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.what.en)
def test_new_lines_and_spaces_are_those_of_the_list(one: Hostile) -> None:
    assert harmless(one.text).strip() == one.pages


def test_text_adds_no_element_and_no_attribute_to_the_page() -> None:
    def outline(found: AuditResult) -> list[tuple[str, tuple[str, ...]]]:
        """Every element with its attributes; of a drawing, whose labels take one line or two, only the kinds."""
        (content,) = render_format("html", found, "en", FINAL).values()
        page = lxml.html.document_fromstring(content)
        drawn = {(one.tag, tuple(sorted(one.attrib))) for svg in page.iter("svg") for one in svg.iter()}
        for svg in list(page.iter("svg")):
            svg.drop_tree()
        return [(one.tag, tuple(sorted(one.attrib))) for one in page.iter(lxml.etree.Element)] + sorted(drawn)

    assert outline(hostile()) == outline(plain())


def test_no_document_leads_outside() -> None:
    for form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(*files(form, "en").values())) as archive:
            links = [archive.read(one) for one in archive.namelist() if one.endswith(".rels")]
        assert [one for one in links if b'TargetMode="External"' in one] == []
    with pikepdf.open(io.BytesIO(printed("hostile")[0].content)) as document:
        actions = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and {"/URI", "/JS", "/Launch"} & set(one.keys())
        ]
    assert actions == []


def test_the_layout_has_no_complaint_and_loads_nothing() -> None:
    assert printed("hostile")[0].warnings == ()


def test_no_letter_lies_outside_its_page() -> None:
    assert outside(printed("hostile")[0].content) == []


@pytest.mark.parametrize("form", sorted(PARTS))
def test_parts_of_the_report_keep_their_layout(form: str, caplog: pytest.LogCaptureFixture) -> None:
    hard, usual = (
        b"".join(render_format(form, found, "zh", FINAL).values()) for found in (hostile(), plain())
    )
    assert [one.message for one in caplog.records] == []
    assert outside(hard) == []
    assert abs(_pages(hard) - _pages(usual)) <= 1


def outside(content: bytes) -> list[tuple[int, str]]:
    """Text that lies off its page, with the number of the page."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for place in range(len(document)):
        width, height = document[place].get_size()
        text = document[place].get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            if left < 0 or bottom < 0 or right > width or top > height:
                found.append((place, text.get_text_bounded(left, bottom, right, top)[:40]))
    document.close()
    return found


def _pages(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def test_it_takes_no_more_pages_and_no_more_time_than_ordinary_words() -> None:
    (made, seconds), (ordinary, usual) = printed("hostile"), printed("plain")
    assert abs(made.pages - ordinary.pages) <= 1
    assert seconds < 2 * usual


@pytest.mark.slow
def test_with_all_of_it_a_report_stays_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    if reason := validator.missing():
        pytest.skip(reason)
    made = []
    for language in LANGUAGES:
        made.append(tmp_path / f"{language}.pdf")
        made[-1].write_bytes(render(hostile(), language).content)
    assert validator.validate(made) == [
        validator.Verdict(profile, str(file), ()) for file in made for profile in ("3a", "ua1")
    ]


def test_half_a_character_in_a_result_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    text = plain().to_json().decode()
    file.write_text(text.replace('"name": {', '"name": {"de": "\\ud800",', 1), encoding="utf-8")
    with pytest.raises(UsageError, match=r"hex escape at line \d+ column \d+"):
        load_result(file)


def test_the_page_of_the_list_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.report.hostile_text`"
