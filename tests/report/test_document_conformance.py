"""The judgement of veraPDF on whole reports: much, little and nothing measured, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.report.document import render_pdf
from audit.report.options import Options
from audit.text import Language
from tests.report.rendered import RESULTS
from tests.verapdf import validator

pytestmark = [
    pytest.mark.slow,
    # WeasyPrint leaves the file of its colour profile to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

LANGUAGES: tuple[Language, Language] = ("zh", "en")


def test_every_report_is_pdf_a_3a_and_pdf_ua_1_at_once(tmp_path: Path) -> None:
    if reason := validator.missing():
        pytest.skip(reason)
    files = []
    for name, made in RESULTS.items():
        for language in LANGUAGES:
            files.append(tmp_path / f"{name}.{language}.pdf")
            files[-1].write_bytes(render_pdf(made(), language, Options(draft=name == "empty")))
    assert validator.validate(files) == [
        validator.Verdict(profile, str(file), ()) for file in files for profile in ("3a", "ua1")
    ]
