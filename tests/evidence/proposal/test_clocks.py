"""A date and a time in two columns: proposed as one moment where the headers say so, else as a comment."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audit.api import drafted, propose
from audit.evidence.catalogue import TABLES
from audit.evidence.proposal.clocks import clock_of
from audit.evidence.proposal.profile import profile

RECEIVED = TABLES["complaints"].column("received_ts")
DAYS = [f"2026-01-{n % 27 + 1:02}" for n in range(40)]
TIMES = [f"{8 + n % 10:02}:{n % 60:02}" for n in range(40)]
SHORT = [f"00:{n % 60:02}" for n in range(40)]


def _rows(columns: dict[str, list[object]]) -> list[list[object]]:
    fixed = {
        "投诉编号": [f"C{n:03}" for n in range(40)],
        "受理渠道": [("电话", "网站")[n % 2] for n in range(40)],
        **columns,
        "处理结果": [("成立", "不成立")[n % 2] for n in range(40)],
    }
    return [list(fixed), *map(list, zip(*fixed.values(), strict=True))]


def _draft(folder: Path) -> tuple[object, list[str], str]:
    """What a draft says of the moment of receipt, as lines that count and as comments, and of what is unused."""
    text = drafted(propose(folder))["audit.yaml"]
    columns = yaml.safe_load(text)["evidence"]["complaints"].get("columns", {})
    lines = [line.strip() for line in text.splitlines()]
    comments = [line for line in lines if line.startswith("# received_ts: {")]
    return columns.get("received_ts"), comments, next((one for one in lines if "columns not used" in one), "")


def _drafted(folder: Path, columns: dict[str, list[object]]) -> tuple[object, list[str], str]:
    with (folder / "complaints.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(_rows(columns))
    return _draft(folder)


@pytest.mark.parametrize(
    ("date", "time"),
    [("受理日期", "受理时间"), ("Received date", "Received time"), ("日期", "时间"), ("Date", "Time"),
     ("受理日期", "时间"), ("日期", "受理时间"), ("date_received", "time_received")],
)  # fmt: skip
def test_a_date_and_its_time_are_one_moment(tmp_path, date, time):
    assert _drafted(tmp_path, {date: [*DAYS], time: [*TIMES]}) == ({"date": date, "time": time}, [], "")


def test_the_stem_tells_also_apart_from_each_other(tmp_path):
    columns = {"受理日期": [*DAYS], "渠道二": ["a"] * 40, "受理时间": [*TIMES]}
    assert _drafted(tmp_path, columns)[0] == {"date": "受理日期", "time": "受理时间"}


def test_every_date_has_its_own_time(tmp_path):
    later = [f"2026-02-{n % 27 + 1:02}" for n in range(40)]
    columns = {"受理日期": [*DAYS], "受理时间": [*TIMES], "办结日期": [*later], "办结时间": [*TIMES]}
    _drafted(tmp_path, columns)
    text = drafted(propose(tmp_path))["audit.yaml"]
    found = yaml.safe_load(text)["evidence"]["complaints"]["columns"]
    assert found["received_ts"] == {"date": "受理日期", "time": "受理时间"}
    assert [one for name, one in found.items() if isinstance(one, dict) and name != "received_ts"] == [
        {"date": "办结日期", "time": "办结时间"}
    ]


@pytest.mark.parametrize(
    ("time", "values", "reason"),
    [
        ("上车时刻", TIMES, "“上车时刻” follows it and holds times of the day"),
        ("受理时间", SHORT, "most of “受理时间” lies before six in the morning"),
    ],
)
def test_what_may_be_something_else_is_a_comment_with_its_reason(tmp_path, time, values, reason):
    found, comments, _ = _drafted(tmp_path, {"受理日期": [*DAYS], time: [*values]})
    assert found in (None, "受理日期")
    assert comments == [f"# received_ts: {{date: 受理日期, time: {time}}}"]
    assert reason in drafted(propose(tmp_path))["audit.yaml"]


@pytest.mark.parametrize(
    "columns",
    [
        {"受理日期": [f"{day} 09:00" for day in DAYS], "受理时间段": [*TIMES]},
        {"受理日期": [*DAYS], "受理时间": ["上午"] * 40},
        {"受理日期": [*DAYS], "渠道二": ["a"] * 40, "上车时刻": [*TIMES]},
    ],
)
def test_nothing_is_joined_that_is_no_date_with_its_time(tmp_path, columns):
    found, comments, _ = _drafted(tmp_path, columns)
    assert (isinstance(found, dict), comments) == (False, [])


@pytest.mark.parametrize("part", [False, True])
def test_a_workbook_with_midnights_and_times(tmp_path, part):
    days = [dt.datetime(2026, 1, n % 27 + 1) for n in range(40)]
    times = [(8 + n / 5) / 24 if part else dt.time(8 + n % 10, n) for n in range(40)]
    book = openpyxl.Workbook()
    for row in _rows({"受理日期": [*days], "受理时间": [*times]}):
        book.active.append(row)
    book.save(tmp_path / "complaints.xlsx")
    assert _draft(tmp_path) == ({"date": "受理日期", "time": "受理时间"}, [], "")


@given(st.lists(st.times(), min_size=1, max_size=40), st.sampled_from(["%H:%M", "%H:%M:%S", "%I:%M %p"]))
def test_times_of_the_day_are_found_whatever_their_form_and_are_sure_by_day_alone(times, form):
    written = [time.strftime(form) for time in times]
    columns = [profile("受理日期", 0, ["2026-01-05"] * len(times)), profile("受理时间", 1, written)]
    found = clock_of(columns[0], RECEIVED, columns, ["受理时间"], sheet=False)
    assert found is not None
    night = 2 * sum(1 for time in times if time.hour < 6) > len(times)
    assert (found.header, found.sure) == ("受理时间", not night)


def test_times_of_the_day_are_no_code_of_a_site(tmp_path):
    many = [f"{8 + n % 10:02}:{(7 * n) % 60:02}" for n in range(40)]
    columns: dict[str, list[object]] = {"受理日期": [*DAYS], "受理时间": [*many], "小区": ["甲苑"] * 40}
    text = _drafted(tmp_path, columns)
    assert text == ({"date": "受理日期", "time": "受理时间"}, [], "# columns not used: 小区")
    assert "site_id" not in drafted(propose(tmp_path))["audit.yaml"]
