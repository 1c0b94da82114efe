"""Offensive, defensive, managerial or no recovery; the lag from detection to the first act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the

CUT = dt.datetime(2025, 4, 1)
NOON = dt.datetime(2025, 1, 6, 12)


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def failure(name: str, end: float | None = 60, detected: dt.datetime = NOON) -> dict[str, Any]:
    """A failure found at noon; the service ended so many minutes later."""
    service_end = None if end is None else detected + minutes(end)
    return {"failure_id": name, "detected_ts": detected, "service_end_ts": service_end}


def act(of: str | None, after: float, type_: str = "correction", **columns: Any) -> dict[str, Any]:
    common = {"failure_id": of, "complaint_id": None, "action_ts": NOON + minutes(after), "type": type_}
    return common | {"strategy": None} | columns


def several(count: int, kind: str, *after: float, **columns: Any) -> tuple[list[Any], list[Any]]:
    """Failures of one kind, each with acts so many minutes after the detection."""
    names = [f"{kind}{i}" for i in range(count)]
    return [failure(name) for name in names], [act(name, at, **columns) for name in names for at in after]


def joined(*parts: tuple[list[Any], list[Any]]) -> dict[str, list[Any]]:
    return {
        "failures": [one for failures, _ in parts for one in failures],
        "recovery_actions": [one for _, acts in parts for one in acts],
    }


def test_each_mode_by_the_moment_of_the_first_act() -> None:
    tables = joined(
        several(9, "offensive", 15, 300),
        several(3, "early", -10, strategy="early"),
        several(7, "defensive", 15.02),
        several(5, "at the end", 60),
        several(4, "managerial", 61),
        several(2, "nothing done"),
        ([failure("weak")], [act("weak", 1, "nothing"), act("weak", 2, "escalation")]),
        ([failure("late", end=-1)] * 1, [act("late", 5)]),
        ([failure("no end", end=None)], [act("no end", 5)]),
        ([failure("wrong")], [act("wrong", -5)]),
        ([failure("young", detected=CUT - dt.timedelta(hours=71))], []),
    )
    found = measured("M-TIME-MODE", evidence_of(**tables))
    left_out = {"before_detection": 1, "unclassified": 1, "found_after": 1, "not_yet_due": 1}
    counts = {"offensive": 12, "defensive": 12, "managerial": 4, "none": 3}
    shares = {mode: the(found, "share", mode=mode) for mode in counts}
    assert {mode: one.value for mode, one in shares.items()} == {
        mode: pytest.approx(count / 31) for mode, count in counts.items()
    }
    assert {(one.n, one.interval.method) for one in shares.values() if one.interval} == {(31, "goodman")}
    index = the(found, "index")
    assert index.value == pytest.approx(100 * (12 + 0.7 * 12 + 0.3 * 4) / 31)
    assert (index.n, index.excluded, index.sufficiency) == (31, left_out, "enough")
    points = np.repeat([100, 70, 30, 0], [12, 12, 4, 3])
    drawn = np.random.default_rng(1).choice(points, (4000, 31)).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert index.interval is not None and index.interval.method == "bootstrap"
    assert index.interval.low == pytest.approx(low, abs=0.08 * (high - low))
    assert index.interval.high == pytest.approx(high, abs=0.08 * (high - low))
    assert the(found, "found_after").value == pytest.approx(1 / 34)
    assert the(found, "unclassified").value == pytest.approx(1 / 35)
    assert said(found) == []


def test_an_act_counts_through_the_complaint_that_hangs_on_the_failure() -> None:
    failures, _ = several(5, "f")
    complaints = [{"complaint_id": f"c{i}", "failure_id": f"f{i}", "received_ts": NOON} for i in range(5)]
    acts = [act(None, 10, complaint_id=f"c{i}") for i in range(5)]
    ev = evidence_of(failures=failures, complaints=complaints, recovery_actions=acts)
    assert the(measured("M-TIME-MODE", ev), "index").value == 100


def test_the_declared_limit_of_on_the_spot_counts() -> None:
    tables = joined(several(5, "f", 20))
    for limit, index in ((15, 70.0), (20, 100.0)):
        ev = evidence_of(declared={"targets.on_the_spot_min": limit}, **tables)
        assert the(measured("M-TIME-MODE", ev), "index").value == index


def test_too_many_without_an_end_are_shown_and_not_scored() -> None:
    endless = ([failure(f"x{i}", end=None) for i in range(4)], [])
    enough, too_many = joined(several(10, "f", 5), endless), joined(several(9, "f", 5), endless)
    assert said(measured("M-TIME-MODE", evidence_of(**enough))) == []
    assert said(measured("M-TIME-MODE", evidence_of(**too_many))) == ["G-TIMING-UNCLASSIFIED"]


def test_failures_mostly_found_afterwards_are_pointed_out() -> None:
    late = [failure(f"x{i}", end=-5) for i in range(7)]
    failures, acts = several(6, "f", 5)
    found = measured("M-TIME-MODE", evidence_of(failures=failures + late, recovery_actions=acts))
    assert [one.code for one in the(found, "found_after").flags] == ["M-FOUND-AFTER"]


@pytest.mark.parametrize(
    ("late", "sufficiency", "reason"), [(30, "enough", None), (31, "indicative", "M-FOUND-AFTER")]
)
def test_where_most_failures_are_found_afterwards_the_index_is_only_indicative(
    late: int, sufficiency: str, reason: str | None
) -> None:
    found_late = [failure(f"x{i}", end=-5) for i in range(late)]
    endless = [failure("endless", end=None)]
    failures, acts = several(30, "f", 5)
    found = measured(
        "M-TIME-MODE", evidence_of(failures=failures + found_late + endless, recovery_actions=acts)
    )
    index = the(found, "index")
    assert (index.value, index.n, index.sufficiency) == (100.0, 30, sufficiency)
    assert (index.reason.code if index.reason else None) == reason


def test_the_lag_is_open_where_nothing_was_done() -> None:
    failures, acts = several(12, "f")
    for number, name in enumerate(one["failure_id"] for one in failures[:8]):
        acts += [act(name, 60 * (number + 1)), act(name, 60 * (number + 5))]
    early, early_acts = several(7, "e", -30, 500, strategy="early")
    wrong = ([failure("wrong")], [act("wrong", -30)])
    after = ([failure("after")], [act("after", (CUT - NOON) / minutes(1) + 1)])
    tables = joined((failures, acts), (early, early_acts), wrong, after)
    found = measured("M-TIME-LAG", evidence_of(**tables))
    # 20 failures: seven at 0, then 1 to 8 hours; after the tenth event half are still open.
    median = the(found, "hours", quantile="p50")
    assert (median.value, median.n, median.excluded, median.sufficiency) == (
        3, 20, {"before_detection": 1}, "enough",
    )  # fmt: skip
    p90 = the(found, "hours", quantile="p90")
    assert (p90.value, p90.beyond, p90.reason.code if p90.reason else None) == (None, True, "M-NOT-REACHED")


def test_few_failures_give_an_indicative_lag() -> None:
    found = measured("M-TIME-LAG", evidence_of(**joined(several(19, "f", 60))))
    few = facts(the(found, "hours", quantile="p50"))
    assert few == stated(
        1, 19, low=1, method="kaplan_meier", excluded={"before_detection": 0},
        sufficiency="indicative", reason="M-TOO-FEW",
    )  # fmt: skip
