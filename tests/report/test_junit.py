from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from junitparser import JUnitXml

from audit.report.junit import render_junit
from audit.text import Language
from tests.report.test_validation_page import broken
from tests.report.validation import dates, validation

EXPECTED = Path(__file__).parent / "pipelines"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_suite_a_table_and_a_case_for_every_broken_rule_and_clean_file(language: Language) -> None:
    expected = (EXPECTED / f"junit.{language}.xml").read_text(encoding="utf-8")
    assert render_junit(validation(), language, "audits/2026") == expected


def test_any_character_of_the_evidence_leaves_the_document_well_formed() -> None:
    every = "".join(map(chr, [*range(0x300), 0x2028, 0xD800, 0xFFFE, 0xFFFF, 0x1F600]))
    found = validation().model_copy(update={"groups": (dates(1, 3, shown=every, file=f"a{every}"),)})
    root = ET.fromstring(render_junit(found, "en"))  # noqa: S314  written by ourselves a moment ago
    failures = root.findall("./testsuite[@name='complaints']/testcase/failure")
    assert [one.get("type") for one in failures] == ["E-DATE"]
    assert [
        word for word in ("⟦U+0000⟧", "⟦U+D800⟧", '!"#$%&', "😀") if word not in str(failures[0].text)
    ] == []


def test_a_problem_of_no_table_has_a_suite_of_its_own() -> None:
    found = validation().model_copy(update={"groups": (dates(1, 3, table=None),)})
    root = ET.fromstring(render_junit(found, "en"))  # noqa: S314  written by ourselves a moment ago
    assert [(one.get("name"), one.get("tests"), one.get("failures")) for one in root] == [
        ("complaints", "2", "0"),
        ("survey_customers", "1", "0"),
        ("service_standards", "1", "0"),
        ("evidence", "1", "1"),
    ]


def test_items_that_cannot_be_assessed_are_skipped_cases() -> None:
    root = ET.fromstring(render_junit(broken(), "en"))  # noqa: S314  written by ourselves a moment ago
    suite = root.find("./testsuite[@name='items']")
    assert suite is not None
    (case,) = suite
    assert (root.get("skipped"), suite.get("skipped"), case.get("name")) == (
        "1",
        "1",
        "RC-D01  Complaints are acknowledged",
    )
    assert [one.get("message") for one in case] == [
        "cannot be assessed: a table that it stands on cannot be used: complaints"
    ]


def test_a_reader_of_reports_finds_the_same_counts(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(render_junit(broken(), "zh"), encoding="utf-8")
    read = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert {suite.name: (suite.tests, suite.failures, suite.skipped) for suite in read} == {
        "complaints": (4, 2, 0),
        "survey_customers": (1, 0, 0),
        "service_standards": (1, 0, 0),
        "items": (1, 0, 1),
    }
