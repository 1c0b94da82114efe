"""Every published or worked number that our statistics and measures have to yield, with its source."""

from __future__ import annotations

import pytest

from tests.measures.published import gaps, recovery, reliability, shares, times_and_rates
from tests.measures.published.entry import Published

ENTRIES: tuple[Published, ...] = (
    *shares.ENTRIES,
    *reliability.ENTRIES,
    *gaps.ENTRIES,
    *recovery.ENTRIES,
    *times_and_rates.ENTRIES,
)


@pytest.mark.parametrize("one", ENTRIES, ids=[one.name for one in ENTRIES])
def test_a_published_number_is_yielded(one: Published) -> None:
    found = one.ours()
    assert [end is None for end in found] == [end is None for end in one.expected]
    known = [end for end in found if end is not None]
    assert known == pytest.approx([end for end in one.expected if end is not None], abs=one.printed, rel=0)


def test_no_two_entries_say_the_same() -> None:
    assert len({one.name for one in ENTRIES}) == len(ENTRIES)
