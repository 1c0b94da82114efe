"""Trust, retention and word of mouth after a recovery."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from audit.measures.statistics.proportions import newcombe_difference
from tests.measures.evidence import evidence_of, facts, instrument, measured, stated, the, wilson

NOON = dt.datetime(2025, 2, 3, 12)
START = dt.datetime(2024, 1, 1)


def surveys(recovered: list[Any], others: list[Any], column: str, **more: Any) -> Any:
    one = [{"survey_ts": NOON, column: value} for value in recovered]
    other = [{"survey_ts": NOON, column: value, "had_failure": False} for value in others]
    other += [{"survey_ts": NOON, column: 1, "had_failure": failed} for failed in (True, None)]
    return evidence_of(of=instrument(), survey_recovery=one, survey_customers=other, **more)


def test_trust_is_compared_from_0_to_100() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.integers(1, 8, 40), rng.integers(2, 8, 60)
    found = measured("M-TRUST", surveys([*one.tolist(), None], other.tolist(), "trust"))
    peer = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert facts(the(found, "difference")) == stated(
        (one.mean() - other.mean()) / 6 * 100, 100, low=peer.low / 6 * 100, high=peer.high / 6 * 100,
        method="welch", excluded={"not_answered": 1},
    )  # fmt: skip


def test_the_net_promoter_score_of_the_recovered_less_the_others() -> None:
    one, other = [10] * 30 + [8] * 10 + [6] * 20, [9] * 40 + [7] * 40 + [0] * 20
    found = measured("M-WOM", surveys(one, other, "nps"))
    difference = the(found, "difference")
    assert (difference.value, difference.n) == (pytest.approx(100 * 10 / 60 - 20), 160)
    rng = np.random.default_rng(2)
    net = [np.array([100 * (v >= 9) - 100 * (v <= 6) for v in group]) for group in (one, other)]
    drawn = rng.choice(net[0], (4000, 60)).mean(axis=1) - rng.choice(net[1], (4000, 100)).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert difference.interval is not None and difference.interval.method == "bootstrap"
    assert difference.interval.low == pytest.approx(low, abs=0.08 * (high - low))
    assert difference.interval.high == pytest.approx(high, abs=0.08 * (high - low))


def test_the_hundredth_who_told_most_count_as_the_99th_percentile() -> None:
    told = [0, 1, 2, 3] * 30 + [500]
    rows = [{"survey_ts": NOON, "nps": 5, "told_others_n": one} for one in [*told, None]]
    other = [{"survey_ts": NOON, "nps": 5, "had_failure": False}]
    ev = evidence_of(of=instrument(), survey_recovery=rows, survey_customers=other)
    mean = the(measured("M-WOM", ev), "told_others")
    own = np.minimum(told, np.quantile(told, 0.99))
    assert (mean.value, mean.n, mean.excluded) == (pytest.approx(own.mean()), 121, {"not_answered": 1})


def customer(name: str, stayed: bool | None, start: dt.datetime = START) -> dict[str, Any]:
    return {"customer_id": name, "retained_12m": stayed, "index_ts": start}


def complaint(name: str, after: float | None) -> dict[str, Any]:
    resolved = None if after is None else START + dt.timedelta(hours=after)
    return {"customer_id": name, "received_ts": START, "resolved_ts": resolved}


def customers() -> Any:
    """By group: recovered 60 of which 45 stayed, not recovered 55 and 20, without a failure 80 and 70."""
    rows = [customer(f"r{i}", i < 45) for i in range(60)]
    rows += [customer(f"n{i}", i < 20) for i in range(55)]
    rows += [customer(f"f{i}", i < 70) for i in range(80)]
    rows += [customer(f"u{i}", None) for i in range(3)]
    rows += [customer(f"y{i}", True, dt.datetime(2024, 4, 2)) for i in range(3)]
    complaints = [complaint(f"r{i}", 360) for i in range(60)]
    # One of two came too late; nothing came; a failure without a complaint.
    complaints += [complaint(f"n{i}", hours) for i in range(20) for hours in (10, 361)]
    complaints += [complaint(f"n{i}", None) for i in range(20, 30)]
    failures = [{"customer_id": f"n{i}", "detected_ts": START} for i in range(30, 55)]
    failures.append({"customer_id": None, "detected_ts": START})
    period = (dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    return evidence_of(customers=rows, complaints=complaints, failures=failures, period=period)


def test_retention_of_the_recovered_and_of_the_others_against_no_failure() -> None:
    found = measured("M-LOYAL", customers())
    for result, stayed, n in (("difference", 45, 60), ("not_recovered", 20, 55)):
        low, high = newcombe_difference(stayed, n, 70, 80)
        assert facts(the(found, result)) == stated(
            stayed / n - 70 / 80, n + 80, low=low, high=high, method="newcombe", unknown=3,
            excluded={"window_open": 3},
        )  # fmt: skip
    retained = facts(the(found, "retained", recovery="recovered"))
    assert retained == stated(0.75, 60, **wilson(45, 60), excluded={"window_open": 0})
    assert the(found, "retained", recovery="no_failure").value == 70 / 80


def test_a_year_that_ends_at_the_cut_off_is_over() -> None:
    start = dt.datetime(2024, 4, 1)
    rows = [{"customer_id": f"{i}", "retained_12m": True, "index_ts": start} for i in range(5)]
    blank = {"customer_id": "0", "received_ts": NOON, "resolved_ts": NOON}
    failures = [{"customer_id": "9", "detected_ts": NOON}]
    found = measured("M-LOYAL", evidence_of(customers=rows, complaints=[blank], failures=failures))
    assert the(found, "retained", recovery="no_failure").n == 4
    assert the(found, "difference").sufficiency == "insufficient"
