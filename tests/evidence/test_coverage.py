"""How far tables reach, and when a gap is more than chance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.evidence.conftest import TakeIn


def log(days: list[dt.date]) -> dict[str, str]:
    rows = [f"C{n},{day} 10:00,phone" for n, day in enumerate(days)]
    return {"c.csv": "\n".join(["complaint_id,received_ts,channel", *rows]) + "\n"}


def daily(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def said(taken_in: TakeIn, days: list[dt.date]) -> list[tuple[str, Any]]:
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, log(days))
    return [
        (one.code, one.examples[0].message.in_("en"))
        for one in intake.groups
        if one.code in ("W-STALE", "W-PERIOD-GAP")
    ]


def test_a_log_that_ends_in_june_is_stale_and_its_empty_months_are_named(taken_in: TakeIn) -> None:
    days = [
        *daily(dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        *daily(dt.date(2026, 5, 1), dt.date(2026, 10, 20)),
    ]
    assert said(taken_in, days) == [
        (
            "W-STALE",
            "the newest record is of 2026-10-20, 72 days before the end of the period (freshness window: 7 days)",
        ),
        ("W-PERIOD-GAP", "these months of the period have no record: 2026-04, 2026-11, 2026-12"),
    ]


def test_ten_cases_in_january_and_none_afterwards_are_told(taken_in: TakeIn) -> None:
    codes = [code for code, _ in said(taken_in, daily(dt.date(2026, 1, 5), dt.date(2026, 1, 14)))]
    assert codes == ["W-STALE"]


@pytest.mark.parametrize(
    "days",
    [
        daily(dt.date(2026, 1, 1), dt.date(2026, 12, 24)),
        [dt.date(2026, 2, 3), dt.date(2026, 5, 9), dt.date(2026, 6, 30)],
        daily(dt.date(2026, 1, 5), dt.date(2026, 1, 13)),
    ],
    ids=["within the window", "three cases a year", "nine cases of one incident"],
)
def test_a_gap_within_the_window_or_of_a_rare_event_is_not_told(
    taken_in: TakeIn, days: list[dt.date]
) -> None:
    assert said(taken_in, days) == []


def test_the_manifest_holds_coverage_origin_and_age(taken_in: TakeIn) -> None:
    source = {
        "files": ["c.csv"],
        "collected_at": dt.date(2027, 1, 10),
        "source": {"zh": "客服系统导出，信息部", "en": "export of the desk system by IT"},
    }
    intake = taken_in({"complaints": source}, log([dt.date(2026, 2, 3), dt.date(2026, 12, 30)]))
    (entry,) = intake.manifest.tables
    facts = ("first", "last", "months", "months_covered", "age_days", "fresh_days", "collected_at")
    assert {name: getattr(entry, name) for name in facts} == {
        "first": "2026-02-03",
        "last": "2026-12-30",
        "months": 12,
        "months_covered": 2,
        "age_days": 16,
        "fresh_days": 7,
        "collected_at": "2027-01-10",
    }
    assert entry.source is not None
    assert entry.source.en == "export of the desk system by IT"
