"""A draft for files of Taiwan: years of the Republic of China are proposed where they can be nothing else."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audit.api import drafted, propose
from audit.evidence.proposal.profile import profile

NOTE = "# the years are those of the Republic of China: 115 is 2026"
DAYS = [dt.date(2026, 1, 5) + dt.timedelta(days=4 * n) for n in range(40)]


def _written(form: str, days: list[dt.date] = DAYS) -> list[str]:
    return [form.format(y=day.year - 1911, m=day.month, d=day.day) for day in days]


def _draft(
    folder: Path, dates: list[str], closed: str = "", header: str = "受理日期"
) -> tuple[dict, list[str]]:
    rows = [
        [f"C{n:03}", ("電話", "網站")[n % 2], dates[n % len(dates)], ("成立", "不成立")[n % 2], closed]
        for n in range(40)
    ]
    with (folder / "complaints.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["投訴編號", "受理渠道", header, "處理結果", "辦結日期"], *rows])
    text = drafted(propose(folder))["audit.yaml"]
    return yaml.safe_load(text), [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    "form",
    ["{y}/{m:02}/{d:02}", "{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}", "{y}/{m:02}/{d:02} 14:05",
     "{y}年{m}月{d}日 下午2:05"],
)  # fmt: skip
def test_a_column_of_such_dates_is_proposed_with_its_reason(tmp_path, form):
    found, lines = _draft(tmp_path, _written(form))
    assert found["evidence"]["complaints"]["dates"] == {"received_ts": "roc"}
    assert NOTE in lines
    assert found["period"] == {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 7, 1)}


def test_years_far_from_the_other_dates_are_only_likely(tmp_path):
    found, lines = _draft(tmp_path, _written("{y}/{m:02}/{d:02}"), closed="2005-03-01")
    assert found["evidence"]["complaints"]["dates"] == {"received_ts": "roc"}
    assert any("they lie far from the other dates of the file; please check" in line for line in lines)


def test_years_near_the_other_dates_are_not_doubted(tmp_path):
    _, lines = _draft(tmp_path, _written("{y}/{m:02}/{d:02}"), closed="2026-08-01")
    assert not any("lie far from" in line for line in lines)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("房号", ["101-12-05", "102-11-03"]),
        ("工号", ["1150105", "1150206"]),
        ("日期", ["99/01/05", "98/02/06"]),
        ("日期", ["1151305", "1150206"]),
        ("日期", ["200/01/05", "201/02/06"]),
        ("版本日期", ["115.0", "115.1"]),
    ],
)
def test_what_may_be_something_else_is_no_such_date(header, cells):
    dates = profile(header, 0, cells).dates
    assert dates is None or dates.told != "roc"


@given(
    st.lists(st.dates(dt.date(2011, 1, 1), dt.date(2060, 12, 31)), min_size=1, max_size=40),
    st.sampled_from(["{y}/{m:02}/{d:02}", "{y}年{m}月{d}日", "{y}-{m}-{d}", "{y}{m:02}{d:02}"]),
)
def test_the_days_that_are_found_are_those_that_were_written(days, form):
    dates = profile("受理日期", 0, _written(form, days)).dates
    assert dates is not None
    assert (dates.told, dates.share) == ("roc", 1.0)
    assert (dates.first.date(), dates.last.date()) == (min(days), max(days))
