"""The judgement of veraPDF on the specimen in both languages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.specimen import specimen
from tests.verapdf import validator

pytestmark = [
    pytest.mark.slow,
    # WeasyPrint leaves the file of its colour profile to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(scope="module")
def verapdf() -> None:
    if reason := validator.missing():
        pytest.skip(reason)


@pytest.mark.usefixtures("verapdf")
def test_the_specimen_is_pdf_a_3a_and_pdf_ua_1_at_once(tmp_path: Path) -> None:
    zh, en = tmp_path / "zh.pdf", tmp_path / "en.pdf"
    zh.write_bytes(specimen("zh").content)
    en.write_bytes(specimen("en").content)
    assert validator.validate([zh, en]) == [
        validator.Verdict(profile, str(file), ()) for file in (zh, en) for profile in ("3a", "ua1")
    ]


@pytest.mark.usefixtures("verapdf")
def test_a_fault_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(specimen("en").content.replace(b"/Lang", b"/Long"))
    (verdict,) = validator.validate([broken], ["1b"])
    assert verdict.failures != ()


def test_who_follows_the_tags_hears_content_and_neither_watermark_nor_running_heads(tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip(f"no poppler: {validator.INSTALL}")
    file = tmp_path / "zh.pdf"
    file.write_bytes(specimen("zh").content)
    heard = subprocess.run(
        ["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True
    ).stdout
    assert "invoice⟦U+202E⟧gpj.exe" in heard
    assert [word for word in ("草稿", "AR-2026-0418", "衡准认证") if word in heard] == []
