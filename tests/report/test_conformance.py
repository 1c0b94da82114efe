"""The judgement of veraPDF on the specimen in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.specimen import specimen
from tests.verapdf import validator

pytestmark = [
    pytest.mark.slow,
    # WeasyPrint leaves the file of its colour profile to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(scope="session", autouse=True)
def verapdf() -> None:
    if reason := validator.missing():
        pytest.skip(reason)


def test_the_specimen_is_pdf_a_3a_and_pdf_ua_1_at_once(tmp_path: Path) -> None:
    zh, en = tmp_path / "zh.pdf", tmp_path / "en.pdf"
    zh.write_bytes(specimen("zh").content)
    en.write_bytes(specimen("en").content)
    assert validator.validate([zh, en]) == [
        validator.Verdict(profile, str(file), ()) for file in (zh, en) for profile in ("3a", "ua1")
    ]


def test_a_fault_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(specimen("en").content.replace(b"/Lang", b"/Long"))
    (verdict,) = validator.validate([broken], ["1b"])
    assert verdict.failures != ()
