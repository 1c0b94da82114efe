"""An item of every kind explained in full, read by eye in both languages; ``python -m tests.golden`` writes them."""

from __future__ import annotations

import pytest

from audit.result import AuditResult
from tests.golden.__main__ import EXPLAINED, KINDS, RESULT, explained


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_explained_as_a_reviewer_would_check_it_on_paper(kind: str) -> None:
    result = AuditResult.from_json(RESULT.read_bytes())
    reviewed = (EXPLAINED / f"{kind}.txt").read_text(encoding="utf-8")
    assert explained(result, KINDS[kind]).splitlines() == reviewed.splitlines()
