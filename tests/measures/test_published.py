"""Every published or worked number that our statistics and measures have to yield, with its source.

Not here are results that were published without what they were computed from, which no code can yield: the gaps of
Mwongoso et al. (2015) and single dimensions of Torabipour et al. (2016) and Zarei et al. (2020), the alphas of
Parasuraman, Zeithaml & Berry (1988), correlations and effects of the literature on recovery.
"""

from __future__ import annotations

import pytest

from audit.measures.statistics.reliability import cronbach_alpha, feldt
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


@pytest.mark.parametrize("alpha", [1.04, 1.11])
def test_an_alpha_that_a_calculator_printed_and_no_answers_can_give_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="above 1"):
        cronbach_alpha(5, 100 * (1 - alpha * 4 / 5), 100)
    with pytest.raises(ValueError, match="above 1"):
        feldt(alpha, 30, 5)


def test_no_two_entries_say_the_same() -> None:
    assert len({one.name for one in ENTRIES}) == len(ENTRIES)
