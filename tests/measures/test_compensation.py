"""Compensation against the loss, alike for like cases and for all bands of customers; its cost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.measures.evidence import evidence_of, facts, measured, stated, the, wilson

NOON = dt.datetime(2025, 1, 6, 12)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def failure(name: str, loss: float | None, severity: int | None = 2, **columns: Any) -> dict[str, Any]:
    common = {"failure_id": name, "detected_ts": NOON, "cause_locus": "org", "src_class": "late"}
    return common | {"loss_amount": loss, "severity": severity} | columns


def act(of: str, amount: float | None, type_: str = "refund") -> dict[str, Any]:
    return {"failure_id": of, "complaint_id": None, "action_ts": NOON, "type": type_, "amount": amount}


def test_compensation_fits_between_the_limits_of_the_loss() -> None:
    paid = {
        "low": [79.99], "least": [80.0], "two": [60.0, 40.0], "most": [150.0], "much": [150.01],
        "weak": [0.0], "words": [None], "unknown": [None, 100.0],
    }  # fmt: skip
    failures = [failure(name, 100.0) for name in [*paid, "none"]]
    failures += [failure("others", 100.0, cause_locus="external"), failure("free", 0.0)]
    acts = [act(name, amount) for name, amounts in paid.items() for amount in amounts]
    acts = [one | {"type": "apology"} if one["failure_id"] == "words" else one for one in acts]
    acts.append(act("weak", 100.0, "nothing"))
    found = measured("M-COMPFIT", evidence_of(failures=failures, recovery_actions=acts))
    # 0.7999, 0.8, 1, 1.5, 1.5001, 0, 0 and 0; of one the amount is unknown.
    assert facts(the(found, "fitting")) == stated(3 / 8, 8, **wilson(3, 8), unknown=1, **FEW)
    ratios = [0.7999, 0.8, 1.0, 1.5, 1.5001, 0.0, 0.0, 0.0]
    for q, name in ((0.1, "p10"), (0.5, "p50"), (0.9, "p90")):
        quantile = the(found, "ratio", quantile=name)
        assert quantile.value == pytest.approx(np.quantile(ratios, q))
        assert the(found, "ratio", quantile=name, severity="2").value == quantile.value
    assert the(found, "variation").value == pytest.approx(np.std(ratios, ddof=1) / np.mean(ratios))


def cell(
    kind: str, severity: int | None, losses: list[float | None], paid: list[float | None], same: int
) -> Any:
    """Failures of a cell with one refund each, the first ``same`` of them with an apology as well."""
    names = [f"{kind}{severity}-{i}" for i in range(len(paid))]
    failures = [
        failure(name, loss, severity, src_class=kind) for name, loss in zip(names, losses, strict=True)
    ]
    acts = [act(name, amount) for name, amount in zip(names, paid, strict=True)]
    return failures, acts + [act(name, None, "apology") for name in names[:same]]


def test_like_cases_end_alike() -> None:
    cells = [
        cell("late", 1, [10.0] * 10, [10.0] * 10, 6),  # consistent: all alike, 60 % with an apology
        cell("late", 2, [10.0] * 10, [10.0] * 10, 5),  # neither set reaches 60 %
        cell("rude", 1, [10.0, 20, 30, 40, 50], [0.0] * 5, 0),  # nothing for anybody
        cell("rude", 2, [10.0] * 5, [1.0, 1, 1, 1, 20], 0),  # far apart
        cell("rude", 3, [None] * 5, [5.0, 6, 7, None, 6], 5),  # by the amounts; one is unknown
        cell("other", 3, [10.0, 20, 30, 40, 50, 60], [10.0, 20, 30, 40, 50, 60], 6),  # alike by ratio
        cell("other", 4, [10.0] * 4, [10.0] * 4, 0),  # too small
        cell("incorrect", None, [10.0] * 7, [10.0] * 7, 0),
    ]
    failures, acts = ([one for part in cells for one in part[i]] for i in (0, 1))
    found = measured("M-CONSIST", evidence_of(failures=failures, recovery_actions=acts))
    left_out = {"no_cell": 7, "small_cell": 4}
    assert facts(the(found, "consistent")) == stated(26 / 41, 41, excluded=left_out)
    assert facts(the(found, "cells")) == stated(4 / 6, 6, **wilson(4, 6), excluded=left_out)


def test_four_cells_tell_nothing_of_consistency() -> None:
    cells = [cell("late", severity, [10.0] * 9, [10.0] * 9, 0) for severity in (1, 2, 3, 4)]
    failures, acts = ([one for part in cells for one in part[i]] for i in (0, 1))
    share = the(measured("M-CONSIST", evidence_of(failures=failures, recovery_actions=acts)), "consistent")
    assert (share.value, share.sufficiency) == (None, "insufficient")


def test_the_cost_by_episodes_and_by_loss() -> None:
    rng = np.random.default_rng(1)
    amounts, losses = rng.uniform(10, 90, 50).round(2), rng.uniform(20, 120, 50).round(2)
    failures = [failure(f"f{i}", loss) for i, loss in enumerate(losses)]
    failures += [failure("free", None), failure("unknown", 10.0), failure("none", 10.0)]
    acts = [act(f"f{i}", amount) for i, amount in enumerate(amounts)]
    acts += [act("free", 25.0), act("unknown", None), act("none", None, "nothing")]
    volume = [{"period_month": dt.date(2025, 1, 1), "episodes": 4000}]
    found = measured("M-COST", evidence_of(failures=failures, recovery_actions=acts, contacts_volume=volume))
    total = the(found, "per_1000")
    assert (total.value, total.n) == (pytest.approx((amounts.sum() + 25) / 4), 51)
    assert total.excluded == {"unknown_amount": 1}
    ratio = the(found, "of_loss")
    assert (ratio.value, ratio.n) == (pytest.approx(amounts.sum() / losses.sum()), 50)
    some = rng.integers(0, 50, (4000, 50))
    low, high = np.quantile(amounts[some].sum(axis=1) / losses[some].sum(axis=1), [0.025, 0.975])
    assert ratio.interval is not None and ratio.interval.method == "bootstrap"
    assert ratio.interval.low == pytest.approx(low, abs=0.1 * (high - low))
    assert ratio.interval.high == pytest.approx(high, abs=0.1 * (high - low))


def test_no_cost_per_episode_without_episodes() -> None:
    volume = [{"period_month": dt.date(2025, 1, 1), "episodes": 0}]
    found = measured("M-COST", evidence_of(recovery_actions=[act("f", 1.0)], contacts_volume=volume))
    assert found.reason is not None and found.reason.code == "M-NO-EPISODES"


Band = tuple[int, str, list[float | None]]


def banded(*groups: Band, paid: dict[str, float] | None = None) -> Any:
    """Complaints by severity and band of the customer, with the hours to their resolution; null: open."""
    complaints, failures, customers, acts = [], [], [], []
    for place, (severity, band, waits) in enumerate(groups):
        for i, hours in enumerate(waits):
            name = f"{place}-{i}"
            resolved = None if hours is None else NOON + dt.timedelta(hours=hours)
            complaints.append(
                {"complaint_id": name, "customer_id": name, "failure_id": name, "received_ts": NOON}
                | {"resolved_ts": resolved}
            )
            failures.append(failure(name, 10.0, severity, customer_id=name))
            customers.append({"customer_id": name, "value_band": band})
            acts.append(act(name, (paid or {}).get(band, 5.0)))
    return evidence_of(complaints=complaints, failures=failures, customers=customers, recovery_actions=acts)


def spread(centre: float, n: int) -> list[float | None]:
    """Waits around a median."""
    return [centre + i - n // 2 for i in range(n)]


def test_bands_are_compared_at_equal_severity() -> None:
    ev = banded(
        (1, "low", spread(120, 31)),
        (2, "low", spread(120, 30)),
        (2, "high", spread(80, 41)),
        (3, "low", spread(100, 35)),
        (3, "high", spread(100, 33)),
        (5, "low", spread(400, 29)),  # one too few
        (4, "high", spread(50, 40)),
        (3, "mid", spread(900, 50)),
        paid={"low": 4.0, "high": 8.0},
    )
    found = measured("M-VALUE", ev)
    first, second = (the(found, "by_severity", severity_group=one) for one in ("1-2", "3"))
    assert [(one.value, one.n, one.weight) for one in (first, second)] == [(1.5, 102, 61), (1, 68, 35)]
    ratio = the(found, "ratio")
    assert (ratio.value, ratio.n, ratio.sufficiency) == (
        pytest.approx((61 * 1.5 + 35 * 1) / 96), 170, "enough",
    )  # fmt: skip
    interval = ratio.interval
    assert interval is not None and interval.method == "bootstrap"
    assert interval.low is not None and interval.high is not None
    assert 1.2 < interval.low < ratio.value < interval.high < 1.5
    assert the(found, "compensation").value == 0.5


@pytest.mark.parametrize(
    ("low", "high", "ratio"), [(None, 5.0, 2.25), (5.0, None, 1.0), (None, None, None), (5.0, 0.0, None)]
)
def test_medians_that_are_not_reached(low: float | None, high: float | None, ratio: float | None) -> None:
    ev = banded((3, "low", [low] * 30), (3, "high", [high] * 30))
    found = measured("M-VALUE", ev)
    assert the(found, "ratio").value == ratio
    assert the(found, "by_severity", severity_group="3").value == ratio


def test_too_few_in_every_group_is_said() -> None:
    ratio = the(measured("M-VALUE", banded((3, "low", spread(9, 29)), (3, "high", spread(9, 40)))), "ratio")
    assert (ratio.value, ratio.sufficiency) == (None, "insufficient")
    assert ratio.reason is not None and ratio.reason.code == "M-NO-VALUE-CELLS"
