"""Differences between groups: beyond chance, with small groups merged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.oneway import anova_oneway

from audit.measures.statistics.means import welch_anova
from tests.measures.answers import with_gaps
from tests.measures.evidence import evidence_of, instrument, measured, said, the


def people(site: str | None, gaps: list[float], channel: str = "web") -> list[dict[str, Any]]:
    return [with_gaps(*(gap,) * 6, site_id=site, channel=channel) for gap in gaps]


def spread(centre: float, n: int) -> list[float]:
    return [centre + offset for offset in np.linspace(-0.5, 0.5, n)]


def test_the_difference_is_the_worst_lower_end_in_sixths_of_the_scale() -> None:
    groups = {"A": spread(0.5, 40), "B": spread(0.4, 35), "C": spread(-1.0, 30)}
    rows = [row for site, gaps in groups.items() for row in people(site, gaps)]
    found = measured("M-G5-SEG", evidence_of(of=instrument(), survey_customers=rows))
    others = groups["A"] + groups["B"]
    interval = stats.ttest_ind(others, groups["C"], equal_var=False).confidence_interval(1 - 0.05 / 3)
    difference = the(found, "difference", grouping="site_id")
    assert difference.value == pytest.approx(interval.low / (4 / 6))
    assert (difference.unit, difference.n) == ("u", 105)
    peer = anova_oneway(list(groups.values()), use_var="unequal")
    assert the(found, "p_value", grouping="site_id").value == pytest.approx(peer.pvalue, rel=1e-9)
    everyone = np.concatenate(list(groups.values()))
    between = sum(len(one) * (np.mean(one) - everyone.mean()) ** 2 for one in groups.values())
    assert the(found, "eta_squared", grouping="site_id").value == pytest.approx(
        between / ((everyone - everyone.mean()) ** 2).sum()
    )


def test_a_difference_that_chance_explains_costs_nothing() -> None:
    rows = people("A", spread(0.0, 40)) + people("B", spread(0.05, 40))
    found = measured("M-G5-SEG", evidence_of(of=instrument(), survey_customers=rows))
    assert the(found, "difference", grouping="site_id").value == 0


def test_small_groups_are_merged_and_a_single_one_is_no_grouping() -> None:
    rows = people("A", spread(0.0, 40)) + people("B", spread(-1.0, 20)) + people("C", spread(-1.0, 15))
    rows += people(None, spread(1.0, 40))  # of no site
    found = measured("M-G5-SEG", evidence_of(of=instrument(), survey_customers=rows))
    merged = spread(-1.0, 20) + spread(-1.0, 15)
    interval = stats.ttest_ind(spread(0.0, 40), merged, equal_var=False).confidence_interval(1 - 0.05 / 2)
    assert the(found, "difference", grouping="site_id").value == pytest.approx(interval.low / (4 / 6))
    assert said(found) == ["M-MERGED"]
    assert {one.key["grouping"] for one in found.estimates} == {"site_id"}  # all came by the web


def test_respondents_of_groups_too_small_to_compare_remain_among_the_others() -> None:
    few, rest = spread(1.0, 20), spread(0.5, 40)
    rows = people("A", rest) + people("B", spread(-1.0, 40)) + people("C", few)
    found = measured("M-G5-SEG", evidence_of(of=instrument(), survey_customers=rows))
    interval = stats.ttest_ind(rest + few, spread(-1.0, 40), equal_var=False).confidence_interval(
        1 - 0.05 / 2
    )
    difference = the(found, "difference", grouping="site_id")
    assert difference.value == pytest.approx(interval.low / (4 / 6))
    assert difference.n == 100
    assert the(found, "p_value", grouping="site_id").n == 80
    assert said(found) == ["M-MERGED"]


def test_without_two_groups_large_enough_nothing_is_compared() -> None:
    rows = people("A", spread(0.0, 40)) + people("B", spread(0.0, 29))
    reason = measured("M-G5-SEG", evidence_of(of=instrument(), survey_customers=rows)).reason
    assert reason is not None
    assert reason.code == "M-ONE-GROUP"


def test_welchs_comparison_needs_two_groups_with_spread() -> None:
    assert welch_anova([1.0, 2.0], [0.0, 1.0], [5, 5]) is None
    with pytest.raises(ValueError, match="two groups"):
        welch_anova([1.0], [1.0], [5])
