"""The chapter on findings: what a nonconformity refers to."""

from __future__ import annotations

import pytest

from audit.report.sections.conclusion import finding_chapter
from audit.report.telling import Teller
from audit.result import AuditResult, Reference
from audit.text import Language
from tests.report.results import delivery_result


def referring(*references: Reference) -> AuditResult:
    """A result with one finding, whose item refers to these clauses."""
    result = delivery_result()
    [finding] = result.findings
    criteria = tuple(
        checklist.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"references": references}) if item.id == finding.item else item
                    for item in checklist.items
                )
            }
        )
        for checklist in result.criteria
    )
    return result.model_copy(update={"criteria": criteria})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "ISO 9001 8.5.1; COPC (clause not re-read); ISO 10003"),
        ("zh", "ISO 9001 8.5.1；COPC（条款号未复核）；ISO 10003"),
    ],
)
def test_a_standard_without_a_clause_is_cited_by_its_name_and_mark(language: Language, words: str) -> None:
    result = referring(
        Reference(standard="9001", clause="8.5.1", certain=True),
        Reference(standard="COPC", clause="", certain=False),
        Reference(standard="10003", clause="", certain=True),
    )
    [form] = finding_chapter(Teller(result, language)).forms
    assert form.references == words
