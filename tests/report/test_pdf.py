from __future__ import annotations

import gc
import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from audit.report.pdf import Rendered, html_to_pdf
from audit.report.typesetting import Attached
from tests.report.specimen import RESULT, specimen

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "templates" / "fonts"
NOON = datetime(2026, 4, 18, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    return specimen()


def page(body: str, **arguments: object) -> Rendered:
    html = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    return html_to_pdf(html, **{"language": "en", "title": "t", "created": NOON, **arguments})  # type: ignore[arg-type]


def test_our_own_templates_give_no_complaint(rendered: Rendered) -> None:
    assert rendered.warnings == ()
    assert specimen("en").warnings == ()


def test_a_fault_in_a_style_sheet_is_reported() -> None:
    assert len(page("<p style='colour: red'>p</p>").warnings) == 1


def test_a_character_without_a_font_is_reported() -> None:
    (warning,) = page("<p>\U0001f600</p>").warnings
    assert "U+1F600" in warning


def test_a_document_without_any_style_is_set_in_vendored_fonts() -> None:
    rendered = page("<p>Latin 汉字 한글</p>")
    assert (rendered.pages, rendered.warnings) == (1, ())


def test_bytes_do_not_depend_on_zone_hash_seed_language_or_installed_fonts(
    rendered: Rendered, tmp_path: Path
) -> None:
    installed = tmp_path / "fonts.conf"
    installed.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir></fontconfig>', encoding="utf-8"
    )
    machines = (
        {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "PANGO_LANGUAGE": "ja:ko"},
        {"PYTHONHASHSEED": "3", "FONTCONFIG_FILE": str(installed), "XDG_CACHE_HOME": str(tmp_path)},
    )
    digests = {
        subprocess.run(
            [sys.executable, "-m", "tests.report.specimen"],
            cwd=ROOT,
            env={**os.environ, **machine},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for machine in machines
    }
    assert digests == {hashlib.sha256(rendered.content).hexdigest()}


def test_the_environment_and_the_garbage_collector_are_left_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    page("<p></p>")
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_the_result_rides_along_as_data(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        file = pdf.Root.AF[0]
        assert (str(file.AFRelationship), str(file.UF)) == ("/Data", "result.json")
        assert file.EF.F.read_bytes() == RESULT
        assert str(file.EF.F.Params.ModDate) == "D:20260418010000Z"


def test_title_author_language_and_date_come_from_the_arguments(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "zh-CN"
        declared = pdf.Root.Metadata.read_bytes()
    assert info["/Title"] == "审查报告"
    assert info["/Author"] == "Hengzhun"
    assert (info["/CreationDate"], info["/ModDate"]) == ("D:20260418010000Z", "D:20260418010000Z")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in declared
    assert b'pdfaid:part="3"' in declared and b'pdfaid:conformance="A"' in declared


def test_a_date_in_another_zone_is_the_same_moment() -> None:
    beijing = NOON.astimezone(timezone(timedelta(hours=8)))
    attached = [Attached("a.json", b"{}", "a")]
    assert page("<p></p>", attachments=attached) == page("<p></p>", created=beijing, attachments=attached)


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        page("<p></p>", created=datetime(2026, 4, 18))


def test_every_font_is_embedded_and_ours(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.content)) as pdf:
        fonts = {
            str(font.DescendantFonts[0].FontDescriptor.FontName).split("+")[1]: font
            for one in pdf.pages
            for font in one.obj.Resources.Font.as_dict().values()
        }
        embedded = {
            name for name, font in fonts.items() if "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        }
    assert embedded == set(fonts)
    assert sorted(embedded) == [
        "Inter",
        "Inter-Bold",
        "Inter-Medium",
        "Inter-Semi-Bold",
        "Noto-Sans-KR",
        "Noto-Sans-Math",
        "Noto-Sans-SC",
        "Noto-Sans-SC-Bold",
    ]


def test_hostile_text_is_readable_on_the_page(rendered: Rendered) -> None:
    document = pypdfium2.PdfDocument(rendered.content)
    text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    document.close()
    words = "".join(text.split())
    assert "</td><script>alert(1)</script>&{{7*7}}" in words
    assert "invoice⟦U+202E⟧gpj.exezero⟦U+200B⟧width" in words
    assert "镕喆堃䶮안녕하세요≒₤⟦U+27E6⟧U+0041⟦U+27E7⟧" in words
    assert "…⟦+3000⟧" in words
