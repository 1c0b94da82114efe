"""Answers to the tiny instrument of these tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ITEMS = ("01", "02", "03", "04", "05", "06")
NOTHING = (None,) * 6


def respondent(
    perceived: Sequence[float | None] = NOTHING,
    expected: Sequence[float | None] = NOTHING,
    importance: Sequence[float | None] = NOTHING,
    **columns: Any,
) -> dict[str, Any]:
    """One row of the survey; item 03 as the respondent ticked it, before it is turned."""
    facets = {"p": perceived, "e": expected, "imp": importance}
    return columns | {
        f"{prefix}{item}": answer
        for prefix, answers in facets.items()
        for item, answer in zip(ITEMS, answers, strict=True)
    }


def with_gaps(*gaps: float | None, **columns: Any) -> dict[str, Any]:
    """A respondent whose six items, once turned, have these gaps: expectations of 3 on a scale of 1-5."""
    assert len(gaps) == 6
    perceived = [None if gap is None else 3 + gap for gap in gaps]
    if perceived[2] is not None:
        perceived[2] = 6 - perceived[2]
    return respondent(perceived, (3,) * 6, **columns)
