"""An item of every kind explained in full, read by eye in both languages; ``python -m tests.golden`` writes them."""

from __future__ import annotations

import pytest

from audit.cli.explanation import coverage_lines, profile_lines
from audit.result import AuditResult, GapProfile, GapSection
from tests.golden.__main__ import EXPLAINED, KINDS, RESULT, explained


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_explained_as_a_reviewer_would_check_it_on_paper(kind: str) -> None:
    result = AuditResult.from_json(RESULT.read_bytes())
    reviewed = (EXPLAINED / f"{kind}.txt").read_text(encoding="utf-8")
    assert explained(result, KINDS[kind]).splitlines() == reviewed.splitlines()


def test_coverage_is_told_by_the_id_of_its_measure() -> None:
    told = list(coverage_lines(AuditResult.from_json(RESULT.read_bytes()), "en"))
    assert told[0].startswith("overall  coverage (M-COVER) 24.3% (weight 76 of 313); ")


def test_the_gap_profile_is_told_by_the_id_of_its_measure() -> None:
    gap = GapSection(gap=2, section="five-gap/C", score=50, coverage=0.75, grade="B")
    assert list(profile_lines(GapProfile(gaps=(gap,), weakest=(2,)), "zh")) == [
        "M-GD-PROFILE  差距概况",
        "  差距2（five-gap/C）：得分 50，覆盖率 75.0%，证据等级 B",
        "  提供方差距中最弱：2",
    ]
