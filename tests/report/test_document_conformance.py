"""The judgement of veraPDF on whole reports: much, little and nothing measured, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.report.document import render_bilingual, render_pdf
from audit.report.edition import Replaced
from audit.report.options import Options
from audit.report.signing import LongTerm, Statement, certificates, load_key, revocation_list, sign
from audit.text import Language
from tests.report.keys import SIGNED, Authority
from tests.report.rendered import RESULTS, report
from tests.report.results import empty_result, survey_result
from tests.report.test_tables import golden
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


def test_a_report_that_two_persons_signed_is_both_still(tmp_path: Path) -> None:
    if reason := validator.missing():
        pytest.skip(reason)
    authority = Authority("某某根证书")
    lists = [revocation_list(authority.revocation_list())]
    long_term = LongTerm(certificates([authority.root()]), lists)
    files = []
    for language in LANGUAGES:
        lead, client = (load_key(authority.pkcs12(name, b"key"), b"key") for name in ("林恒", "Wu Ming"))
        once = sign(
            report("survey", language).content, lead, Statement("lead", SIGNED, reason="签发审查报告")
        )
        second, stamper = Statement("client", SIGNED), authority.timestamper()
        twice = sign(once, client, second, timestamper=stamper, long_term=long_term)
        for name, content in {"once": once, "twice": twice}.items():
            files.append(tmp_path / f"{name}.{language}.pdf")
            files[-1].write_bytes(content)
    assert validator.validate(files) == [
        validator.Verdict(profile, str(file), ()) for file in files for profile in ("3a", "ua1")
    ]


def test_reports_laid_out_in_halves_are_both_and_can_be_signed(tmp_path: Path) -> None:
    if reason := validator.missing():
        pytest.skip(reason)
    lead = load_key(Authority("某某根证书").pkcs12("林恒", b"key"), b"key")
    made = {
        "bilingual": render_bilingual(survey_result(), LANGUAGES, Options(draft=True)),
        "chapters": render_pdf(golden(), "zh"),
    }
    made["signed"] = sign(made["chapters"], lead, Statement("lead", SIGNED, reason="签发审查报告"))
    files = []
    for name, content in made.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(content)
    assert validator.validate(files) == [
        validator.Verdict(profile, str(file), ()) for file in files for profile in ("3a", "ua1")
    ]


def test_a_corrected_draft_is_both_in_two_languages(tmp_path: Path) -> None:
    if reason := validator.missing():
        pytest.skip(reason)
    file = tmp_path / "both.pdf"
    options = Options(draft=True, replaces=Replaced(1, "a" * 64), correction="单位")
    file.write_bytes(render_bilingual(empty_result(), LANGUAGES, options))
    assert validator.validate([file]) == [
        validator.Verdict(profile, str(file), ()) for profile in ("3a", "ua1")
    ]
