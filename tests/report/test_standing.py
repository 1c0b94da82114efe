from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from audit.report.document import render_bilingual
from audit.report.edition import Edition, Replaced
from audit.report.issued import read_issued
from audit.report.options import Options
from audit.report.sections.standing import Standing, standing
from audit.report.telling import Teller
from audit.text import Language
from tests.report.rendered import REPLACED, corrected_draft
from tests.report.results import empty_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

CORRECTED = Options(replaces=REPLACED, correction="图 3 的单位")


def told(language: Language, options: Options) -> Standing:
    return standing(Teller(empty_result(), language), options)


def test_the_first_issue_says_nothing_of_its_standing() -> None:
    assert told("zh", Options()) == Standing("", ())


def test_a_corrected_issue_names_what_it_replaces_and_what_was_corrected() -> None:
    assert told("zh", CORRECTED) == Standing(
        "第 3 版",
        (
            "本报告为第 3 版，取代第 2 版（文件 SHA-256 bbbbbbbbbbbbbbbb…）；第 2 版作废。",
            "更正内容：图 3 的单位",
        ),
    )
    by_result = Options(replaces=Replaced(1, "a" * 64))
    assert told("en", by_result).lines == (
        "This is issue 2. It replaces issue 1 (result SHA-256 aaaaaaaaaaaaaaaa…), which is withdrawn.",
    )


@pytest.mark.parametrize(
    "edition",
    [Edition("c" * 64), Edition("c" * 64, True, REPLACED), Edition("c" * 64, False, Replaced(1, "a" * 64))],
)
def test_what_is_written_into_metadata_is_read_back(edition: Edition) -> None:
    xmp = edition.xmp().decode()
    with pikepdf.new() as pdf:
        head = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        pdf.Root.Metadata = pdf.make_stream(f"{head}{xmp}</rdf:RDF></x:xmpmeta>".encode())
        found = pdf.open_metadata()
        read = Edition.read(found["dc:identifier"], found["dc:type"], found.get("dc:relation") or ())
        assert (read, found["xmpMM:VersionID"]) == (edition, str(edition.issue))


def test_a_draft_says_so_in_words_on_the_cover_in_the_foot_and_in_the_metadata() -> None:
    content = corrected_draft()
    document = pypdfium2.PdfDocument(content)
    cover, later = ("".join(document[page].get_textpage().get_text_range().split()) for page in (0, 3))
    document.close()
    assert "服务质量审查报告·草稿·第3版" in cover
    assert "本文件为草稿，内容未经审定，不得引用、签署或作为认证依据。" in cover
    assert "·草稿·第3版" in later
    issued = read_issued(content)
    assert issued is not None
    assert (issued.title, issued.edition) == (
        "（草稿）服务质量审查：某某服务公司", Edition(empty_result().sha256(), True, REPLACED),
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo.Subject).startswith("本文件为草稿")


def test_a_report_in_two_languages_says_it_in_both_and_is_signed_once() -> None:
    content = render_bilingual(empty_result(), ("zh", "en"), CORRECTED)
    document = pypdfium2.PdfDocument(content)
    cover = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "第3版" in cover and "Issue3" in cover
    assert "本报告为第3版" in cover and "Thisisissue3." in cover
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [str(one.T) for one in pdf.Root.AcroForm.Fields.as_list()] == ["lead", "client"]
