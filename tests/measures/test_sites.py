"""Is the service the same everywhere, or do some sites fall short by more than chance?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.measures.statistics.proportions import newcombe_difference
from audit.text import Text
from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, times

NOON = dt.datetime(2025, 2, 5, 12)
STANDARD = {"standard_id": "S1", "title": "Wait", "target_value": 10.0, "unit": "min", "operator": "<="}


def site(name: str | None, met: int, n: int, standard: str = "S1") -> list[dict[str, Any]]:
    def row(minutes: int) -> dict[str, Any]:
        end = NOON + dt.timedelta(minutes=minutes)
        return {"standard_id": standard, "site_id": name, "start_ts": NOON, "end_ts": end}

    return [*times(met, row(5)), *times(n - met, row(15))]


def consistency(*sites: list[dict[str, Any]], **options: Any) -> Any:
    rows = [row for one in sites for row in one]
    return measured("M-G3-VAR", evidence_of(service_standards=[STANDARD], service_delivery=rows, **options))


FAIR = [site(name, 46, 50) for name in "BCDE"]


def test_low_outliers_are_counted_among_sites_of_twenty_cases_and_named() -> None:
    found = consistency(site("A", 29, 50), *FAIR, site("F", 0, 19), site(None, 0, 50))
    # Sites of any size set the level: (29 + 4 x 46 + 0) of 269. Of the five large ones A alone lies below.
    pooled = 213 / 269
    assert stats.binom.cdf(29, 50, pooled) < 0.001
    assert facts(the(found, "outliers", standard="S1")) == stated(0.2, 5)
    z = [(x - 50 * pooled) ** 2 / (50 * pooled * (1 - pooled)) for x in (29, 46, 46, 46, 46)]
    assert the(found, "dispersion", standard="S1").value == pytest.approx(np.mean(z))
    assert the(found, "range", standard="S1").value == pytest.approx(0.34)
    assert [(one.code, dict(one.params)) for one in found.notes] == [
        ("M-SITES-LOW", {"standard": Text(zh="Wait", en="Wait"), "sites": "A"}),
        ("M-NO-SITE", {"standards": Text(zh="“Wait”50 条", en="“Wait” (50)")}),
    ]


def test_sites_that_differ_by_chance_alone_are_rarely_outlying() -> None:
    generator = np.random.default_rng(8)
    sites = [site(f"s{i:02d}", int(generator.binomial(40, 0.85)), 40) for i in range(30)]
    found = consistency(*sites)
    assert facts(the(found, "outliers", standard="S1")) == stated(0, 30)
    dispersion = the(found, "dispersion", standard="S1").value
    assert dispersion is not None
    assert 0.5 < dispersion < 1.6


def test_the_worst_of_a_few_sites_is_compared_with_the_rest() -> None:
    found = consistency(site("A", 20, 40), site("B", 36, 40), site("C", 9, 10))
    low, high = newcombe_difference(45, 50, 20, 40)
    assert facts(the(found, "difference", standard="S1")) == stated(
        0.4, 90, low=low, high=high, method="newcombe"
    )
    assert facts(the(found, "shortfall", standard="S1")) == stated(0.4, 90)
    assert [one.result for one in found.estimates] == ["shortfall", "difference", "range"]


def test_a_shortfall_that_chance_explains_is_none() -> None:
    found = consistency(site("A", 30, 40), site("B", 34, 40))
    assert facts(the(found, "shortfall", standard="S1")) == stated(0, 80)
    assert the(found, "difference", standard="S1").value == pytest.approx(0.1)


def test_one_site_has_nothing_to_be_compared_with() -> None:
    found = consistency(site("A", 30, 40), site("B", 2, 19))
    expected = stated(None, 1, sufficiency="insufficient", reason="M-FEW-SITES")
    assert facts(the(found, "outliers", standard="S1")) == expected


def test_rows_not_yet_due_and_unknown_ones_count_at_no_site() -> None:
    pending = {"standard_id": "S1", "start_ts": dt.datetime(2025, 3, 31, 23, 55), "end_ts": None}
    extra = [pending | {"site_id": "A"}] * 30
    one, other = (
        consistency(site("A", 20, 40), site("B", 36, 40)),
        consistency(site("A", 20, 40), site("B", 36, 40), extra),
    )
    assert one.estimates == other.estimates


def test_each_standard_stands_for_itself_with_its_weight() -> None:
    standards = [STANDARD | {"importance": 2.0}, STANDARD | {"standard_id": "S2", "importance": None}]
    rows = [*site("A", 20, 40), *site("B", 36, 40), *site("A", 40, 40, "S2"), *site("B", 40, 40, "S2")]
    found = measured("M-G3-VAR", evidence_of(service_standards=standards, service_delivery=rows))
    shortfalls = [
        (one.key["standard"], one.value, one.weight) for one in found.estimates if one.result == "shortfall"
    ]
    assert shortfalls == [("S1", pytest.approx(0.4), 2), ("S2", 0, 1)]


def test_what_conformity_has_to_say_of_a_standard_is_said_here_too() -> None:
    days = {"business_hours": {"mon-thu": "09:00-17:00", "fri": "09:00-12:00"}}
    ev = evidence_of(
        service_standards=[STANDARD | {"unit": "d", "clock": "business"}],
        service_delivery=site("A", 1, 2),
        **days,
    )
    found = measured("M-G3-VAR", ev)
    assert (found.estimates, said(found)) == ((), ["M-DAY-LENGTH"])


def test_without_a_standard_there_is_nothing_to_be_consistent_with() -> None:
    columns = {"service_standards": ["standard_id"]}
    ev = evidence_of(service_standards=[], service_delivery=site("A", 1, 2), columns=columns)
    reason = measured("M-G3-VAR", ev).reason
    assert reason is not None
    assert reason.code == "M-NO-STANDARDS"


def test_twenty_cases_are_enough_to_be_compared() -> None:
    found = consistency(site("A", 5, 20), site("B", 20, 20))
    assert facts(the(found, "shortfall", standard="S1")) == stated(0.75, 40)
