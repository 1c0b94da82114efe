"""Failures: rate, classes, coding, causes, severity, detection and repetition; their trend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from audit.measures.statistics.agreement import cohen_kappa
from audit.measures.statistics.proportions import goodman
from audit.measures.statistics.rates import poisson_rate
from audit.measures.statistics.trend import quasi_poisson
from tests.measures.evidence import Row, evidence_of, facts, measured, said, stated, the, times, wilson

JANUARY = dt.datetime(2025, 1, 15)
FEW = {"sufficiency": "indicative", "reason": "M-TOO-FEW"}


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def failure(at: dt.datetime = JANUARY, **columns: Any) -> dict[str, Any]:
    return {"failure_id": "f", "detected_ts": at, "site_id": None, **columns}


def volume(month: int, episodes: int, year: int = 2025) -> Row:
    return {"period_month": dt.date(year, month, 1), "episodes": episodes}


def test_months_without_episodes_leave_both_sides_of_the_rate() -> None:
    failures = [*times(3, failure()), failure(dt.datetime(2025, 2, 1)), failure(dt.datetime(2025, 3, 31, 23))]
    volumes = [volume(1, 1500), volume(1, 500), volume(3, 0)]
    found = measured("M-FAIL-RATE", evidence_of(failures=failures, contacts_volume=volumes))
    low, high = poisson_rate(3, 2.0)
    assert facts(the(found, "rate")) == stated(
        1.5, 3, low=low, high=high, method="poisson", excluded={"no_volume": 2}
    )
    assert said(found) == ["M-DETECTION"]


def test_a_class_is_found_when_it_is_neither_empty_nor_other() -> None:
    kinds = ["late"] * 20 + ["rude"] * 4 + ["other"] * 6 + [None] * 10
    rows = [failure(src_class=kind, khd_class="defect" if kind == "late" else None) for kind in kinds]
    found = measured("M-FAIL-CLASS", evidence_of(failures=rows))
    assert facts(the(found, "classified")) == stated(24 / 40, 40, **wilson(24, 40))
    assert facts(the(found, "classified", scheme="khd")) == stated(20 / 40, 40, **wilson(20, 40))
    assert facts(the(found, "other")) == stated(6 / 40, 40, **wilson(6, 40))
    more = measured("M-FAIL-CLASS", evidence_of(failures=[*rows, failure(src_class="other")]))
    assert [flag.code for flag in the(more, "other").flags] == ["M-MUCH-OTHER"]


def coded(pairs: Sequence[tuple[str, str, int]], scheme: str = "src") -> list[Row]:
    return [{"coder_a": a, "coder_b": b, "scheme": scheme} for a, b, count in pairs for _ in range(count)]


def test_coders_agree_beyond_chance_in_each_typology() -> None:
    rows = [
        *coded([("x", "x", 20), ("x", "y", 5), ("y", "x", 10), ("y", "y", 15)]),
        *coded([("a", "a", 50)], "bbt"),
    ]
    found = measured("M-FAIL-KAPPA", evidence_of(double_coding=rows))
    low, high = cohen_kappa([[20, 5], [10, 15]]).bounds
    assert facts(the(found, "kappa", scheme="src")) == stated(0.4, 50, low=low, high=high, method="kappa")
    assert facts(the(found, "agreement", scheme="src")) == stated(0.7, 50, **wilson(35, 50))
    assert facts(the(found, "kappa", scheme="bbt")) == stated(
        None, 50, sufficiency="insufficient", reason="M-NOT-ESTIMABLE"
    )
    few = measured("M-FAIL-KAPPA", evidence_of(double_coding=rows[1:50]))
    assert the(few, "kappa", scheme="src").sufficiency == "insufficient"


def test_a_cause_that_nobody_looked_for_is_unknown() -> None:
    loci = ["org"] * 20 + ["customer"] * 8 + ["external"] * 4 + ["unknown"] * 3 + [None] * 5
    found = measured("M-FAIL-LOCUS", evidence_of(failures=[failure(cause_locus=one) for one in loci]))
    bounds = goodman([20, 8, 4, 8])
    for name, count, ends in zip(
        ("org", "customer", "external", "unknown"), (20, 8, 4, 8), bounds, strict=True
    ):
        share = facts(the(found, "share", cause_locus=name))
        assert share == stated(count / 40, 40, low=ends.low, high=ends.high, method="goodman")
    assert said(found) == []


@pytest.mark.parametrize(("blamed", "caps"), [(60, []), (61, ["C-BLAME"])])
def test_blaming_others_for_most_failures_caps_the_score(blamed: int, caps: list[str]) -> None:
    loci = ["customer"] * (blamed - 10) + ["external"] * 10 + ["org"] * (100 - blamed)
    found = measured("M-FAIL-LOCUS", evidence_of(failures=[failure(cause_locus=one) for one in loci]))
    assert said(found) == caps


@pytest.mark.parametrize(("equal", "gates"), [(36, []), (37, ["G-SEVERITY-UNIFORM"])])
def test_a_severity_that_is_always_the_same_is_no_assessment(equal: int, gates: list[str]) -> None:
    severities = [3] * equal + [4] * (40 - equal) + [None] * 10
    found = measured("M-FAIL-SEV", evidence_of(failures=[failure(severity=one) for one in severities]))
    assert facts(the(found, "assessed")) == stated(40 / 50, 50, **wilson(40, 50))
    assert said(found) == gates


def seen(kind: str, item: str, result: str, hours: float | None = None) -> Row:
    done = dt.datetime(2025, 2, 3, 9)
    answered = None if hours is None else done + dt.timedelta(hours=hours)
    return {"kind": kind, "item_id": item, "result": result, "done_ts": done, "response_ts": answered}


@pytest.mark.parametrize(
    ("fieldwork", "gates"),
    [
        (None, ["G-CHANNELS-POOR"]),
        ([seen("observation", "RC-B01", one) for one in ["pass"] * 4 + ["partial"] * 2 + ["fail"] * 2], []),
        (
            [seen("observation", "RC-B01", one) for one in ["pass"] * 4 + ["partial"] + ["fail"] * 3],
            ["G-CHANNELS-POOR"],
        ),
        ([seen("observation", "RC-B02", "pass")] * 7, ["G-CHANNELS-POOR"]),
        ([seen("test_complaint", "RC-B06", "pass", hours) for hours in (72,) * 8 + (73, None)], []),
        (
            [seen("test_complaint", "RC-B06", "pass", hours) for hours in (72,) * 7 + (73, 73, None)],
            ["G-CHANNELS-POOR"],
        ),
    ],
)
def test_finding_failures_first_counts_only_where_customers_could_be_heard(
    fieldwork: list[Row] | None, gates: list[str]
) -> None:
    finders = ["staff"] * 10 + ["system"] * 5 + ["audit"] * 3 + ["customer"] * 20 + ["media"] * 2
    tables: dict[str, Any] = {} if fieldwork is None else {"fieldwork": fieldwork}
    found = measured(
        "M-FAIL-DET", evidence_of(failures=[failure(detected_by=one) for one in finders], **tables)
    )
    assert facts(the(found, "own")) == stated(18 / 40, 40, **wilson(18, 40))
    assert said(found) == gates


def suffered(customer: str | None, at: dt.datetime = JANUARY, kind: str | None = "late") -> dict[str, Any]:
    return failure(at, customer_id=customer, src_class=kind)


def test_a_failure_is_repeated_when_the_same_class_hit_the_customer_within_a_year() -> None:
    year_ago = JANUARY - days(365)
    earlier = [
        suffered("a", year_ago), suffered("b", year_ago - days(0.1)), suffered("c", year_ago, "rude"),
        suffered("d", year_ago, "other"), suffered("e", year_ago, None), suffered("z", JANUARY - days(400)),
    ]  # fmt: skip
    now = [*map(suffered, "abc"), suffered("d", kind="other"), suffered("e", kind=None)]
    now += [
        suffered("f"),
        suffered("f", JANUARY + days(3)),
        suffered("g"),
        suffered("g", JANUARY + days(1), "rude"),
    ]
    found = measured("M-REPEAT", evidence_of(failures=[*now, suffered(None)], history={"failures": earlier}))
    # a (exactly 365 days) and f (twice in the period) of a to g.
    assert facts(the(found, "repeated")) == stated(2 / 7, 7, **wilson(2, 7), **FEW)
    assert said(found) == []


@pytest.mark.parametrize("word", ["anonymous", "Anonymous ", "匿名"])
def test_customers_who_are_not_known_are_no_one_person(word: str) -> None:
    rows = [*(suffered(str(i)) for i in range(8)), *times(2, suffered(word))]
    found = measured("M-REPEAT", evidence_of(failures=rows))
    assert facts(the(found, "repeated")) == stated(0, 8, **wilson(0, 8), **FEW)


def test_a_log_that_starts_with_the_period_says_so() -> None:
    found = measured("M-REPEAT", evidence_of(failures=[suffered("a"), suffered("b")]))
    assert [(note.code, note.params) for note in found.notes] == [
        ("M-SHORT-LOG", {"days": 0, "window": 365.0})
    ]


@pytest.mark.parametrize(("unnamed", "reason"), [(2, None), (3, "M-CUSTOMER-UNKNOWN")])
def test_repetition_needs_the_customer_in_four_fifths_of_the_failures(
    unnamed: int, reason: str | None
) -> None:
    rows = [*(suffered(str(i)) for i in range(8)), *times(unnamed, suffered(None))]
    found = measured("M-REPEAT", evidence_of(failures=rows))
    assert (found.reason.code if found.reason else None) == reason


YEAR = (dt.date(2024, 4, 1), dt.date(2025, 4, 1))
MONTHS = [dt.datetime(2024 + month // 12, month % 12 + 1, 10) for month in range(3, 15)]


def monthly(counts: Sequence[int], customers: Sequence[int] | None = None) -> list[Row]:
    found = customers or [0] * len(counts)
    return [
        failure(month, detected_by="customer" if number < by_customers else "staff")
        for month, count, by_customers in zip(MONTHS, counts, found, strict=True)
        for number in range(count)
    ]


def of_a_year(failures: list[Row], episodes: Sequence[int] = (1000,) * 12) -> Any:
    volumes = [volume(month.month, count, month.year) for month, count in zip(MONTHS, episodes, strict=True)]
    return evidence_of(period=YEAR, failures=failures, contacts_volume=volumes)


def test_the_trend_is_the_rate_of_a_year_on_over_the_rate_now() -> None:
    counts = [20, 18, 19, 15, 16, 13, 14, 11, 12, 9, 10, 8]
    episodes = [1000 + 10 * i for i in range(12)]
    found = measured("M-TREND", of_a_year(monthly(counts), episodes))
    peer = quasi_poisson(counts, episodes, [i / 12 for i in range(12)])
    assert peer is not None
    low, high = peer.bounds
    assert facts(the(found, "ratio")) == stated(
        peer.ratio, sum(counts), low=low, high=high, method="quasi_poisson", excluded={"no_volume": 0}
    )
    assert said(found) == []


@pytest.mark.parametrize(
    ("counts", "points", "gates"),
    [
        ([20, 18, 19, 15, 16, 13, 14, 11, 12, 9, 10, 8], 100, []),
        ([150] * 12, 60, []),
        ([8, 10, 9, 12, 11, 14, 13, 16, 15, 19, 18, 20], 20, []),
        ([5, 3, 6, 4, 5, 5, 4, 6, 5, 4, 5, 5], None, ["G-TREND-UNSETTLED"]),
    ],
)
def test_a_trend_earns_points_by_what_its_interval_shows(
    counts: list[int], points: float | None, gates: list[str]
) -> None:
    found = measured("M-TREND", of_a_year(monthly(counts)))
    interval = the(found, "ratio").interval
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    shown = {100: interval.high < 1, 60: interval.low <= 1 <= interval.high <= 1.25, 20: interval.low > 1}
    assert [earned for earned, holds in shown.items() if holds] == ([points] if points else [])
    told = the(found, "points")
    assert (told.value, told.n, told.interval, said(found)) == (points, sum(counts), None, gates)
    assert ([told.reason.code] if told.reason else []) == gates


@pytest.mark.parametrize(("late", "gates"), [(4, []), (10, ["G-HEARING"])])
def test_a_trend_is_not_scored_where_customers_come_to_find_more_of_the_failures(
    late: int, gates: list[str]
) -> None:
    found = measured("M-TREND", of_a_year(monthly([12] * 12, [3] * 6 + [late] * 6)))
    assert [one for one in said(found) if one != "G-TREND-UNSETTLED"] == gates


@pytest.mark.parametrize(("counts", "episodes"), [([5] * 12, (0, *(1000,) * 11)), ([4] * 12, (1000,) * 12)])
def test_too_short_a_log_has_no_trend(counts: list[int], episodes: tuple[int, ...]) -> None:
    reason = measured("M-TREND", of_a_year(monthly(counts), episodes)).reason
    assert reason is not None
    assert reason.code == "M-TREND-SHORT"
