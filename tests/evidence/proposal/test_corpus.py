from __future__ import annotations

from pathlib import Path

import pytest

from audit.api import validate
from tests.evidence.proposal.corpus import CASES, Case
from tests.evidence.proposal.correcting import corrections


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_few_lines_of_an_export_are_to_be_corrected(
    case: Case, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    wrong = corrections(case, tmp_path)
    record_property("corrections", len(wrong))
    assert len(wrong) <= case.at_most, "\n".join(wrong)
    entries = validate(tmp_path).manifest.tables
    assert case.table in [entry.table for entry in entries]
