"""Years of two digits: where they stand is decided by the whole column and the other dates of the file, or asked."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audit.api import drafted, propose
from audit.evidence.proposal.dates import date_form

FOUR_DAYS_APART = [dt.date(2026, 1, 5) + dt.timedelta(days=4 * n) for n in range(40)]
FEW = ["26-01-05", "26-02-11", "26-03-12"]


def _draft(folder, dates, resolved=("",)):
    rows = [
        [
            f"C{n:03}",
            ("电话", "网站")[n % 2],
            dates[n % len(dates)],
            ("成立", "不成立")[n % 2],
            resolved[n % len(resolved)],
        ]
        for n in range(40)
    ]
    with (folder / "complaints.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["投诉编号", "受理渠道", "受理时间", "处理结果", "办结时间"], *rows])
    text = drafted(propose(folder))["audit.yaml"]
    declared = yaml.safe_load(text)["evidence"]["complaints"].get("dates")
    return declared, [line.strip() for line in text.splitlines() if '# received_ts: "' in line]


@pytest.mark.parametrize("form", ["%y-%m-%d", "%d/%m/%y", "%m/%d/%y", "%y.%m.%d %H:%M"])
def test_a_column_of_one_year_shows_where_the_year_stands(tmp_path, form):
    dates = [day.strftime(form) for day in FOUR_DAYS_APART]
    assert _draft(tmp_path, dates) == ({"received_ts": form}, [])


def test_a_few_dates_that_leave_it_open_are_declared_by_a_person(tmp_path):
    choices = ['# received_ts: "%y-%m-%d"', '# received_ts: "%d-%m-%y"']
    assert _draft(tmp_path, FEW) == (None, choices)


def test_the_full_dates_beside_them_decide(tmp_path):
    assert _draft(tmp_path, FEW, ["2026-03-01", "2026-04-30"]) == ({"received_ts": "%y-%m-%d"}, [])


@given(st.lists(st.dates(dt.date(2019, 1, 1), dt.date(2031, 12, 31)), min_size=1, max_size=60, unique=True))
def test_the_true_form_is_always_among_those_that_are_proposed_or_the_years_scatter(days):
    found = date_form({day.strftime("%y-%m-%d"): 1 for day in days})
    assert found is not None
    forms = {found.form, found.swapped}
    if found.elsewhere is not None:
        forms |= {found.elsewhere.form, found.elsewhere.swapped}
    years = {day.year for day in days}
    assert "%y-%m-%d" in forms or max(years) - min(years) >= 10
