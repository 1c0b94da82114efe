"""What each type of column accepts, and what it refuses to guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from audit.engines import Engine, connect
from audit.evidence.calendar import Calendar
from audit.evidence.casting import cast, moment, number
from audit.evidence.catalogue import TABLES

SHANGHAI = Calendar("Asia/Shanghai")

few = settings(max_examples=4, phases=[Phase.generate])  # an example is a query of hundreds of cells


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect(threads=1) as engine:
        yield engine


def read(engine: Engine, cells: list[str], ask: Any) -> list[Any]:
    table = engine.con.create_table("cells", pa.table({"x": pa.array(cells, pa.string())}), overwrite=True)
    return engine.con.to_pyarrow(table.select(y=ask(table.x)))["y"].to_pylist()


def local(text: ir.StringValue) -> ir.TimestampValue:
    return moment(text, SHANGHAI, None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-04", dt.datetime(2026, 3, 4)),
        ("2026-03-04 05:06:07", dt.datetime(2026, 3, 4, 5, 6, 7)),
        ("2026-03-04T05:06:07", dt.datetime(2026, 3, 4, 5, 6, 7)),
        ("2026-03-04 05:06:07.125", dt.datetime(2026, 3, 4, 5, 6, 7, 125_000)),
        ("2026/3/4 5:06", dt.datetime(2026, 3, 4, 5, 6)),
        ("2026.3.4", dt.datetime(2026, 3, 4)),
        ("2026年3月4日", dt.datetime(2026, 3, 4)),
        ("2026年3月4日 5:06", dt.datetime(2026, 3, 4, 5, 6)),
        ("２０２６－０３－０４　０５：０６", dt.datetime(2026, 3, 4, 5, 6)),
        ("2026-03-04T05:06:07Z", dt.datetime(2026, 3, 4, 13, 6, 7)),
        ("2026-03-04 05:06:07+08:00", dt.datetime(2026, 3, 4, 5, 6, 7)),
        ("2026-03-04 05:06:07+0530", dt.datetime(2026, 3, 4, 7, 36, 7)),
        ("2026-03-04 05:06:07-05", dt.datetime(2026, 3, 4, 18, 6, 7)),
    ],
)
def test_a_date_with_the_year_first_is_read(engine, cell, expected):
    assert read(engine, [cell], local) == [expected]


@pytest.mark.parametrize(
    "cell",
    ["04-03-2026", "4/3/26", "31.12.2026", "2026-13-04", "2026-02-30", "20260304", "infinity", "epoch", "today",
     "2026-03-04 (BC)", "46085", "2026-03-04 25:00:00"],
)  # fmt: skip
def test_no_other_date_is_guessed(engine, cell):
    assert read(engine, [cell], local) == [None]


def test_a_declared_format_is_the_only_one(engine):
    def declared(text: ir.StringValue) -> ir.TimestampValue:
        return moment(text, SHANGHAI, "%d-%m-%Y %H:%M")

    cells = ["04-03-2026 05:06", "2026-03-04 05:06"]
    assert read(engine, cells, declared) == [dt.datetime(2026, 3, 4, 5, 6), None]


def test_a_declared_offset_is_converted(engine):
    def declared(text: ir.StringValue) -> ir.TimestampValue:
        return moment(text, SHANGHAI, "%d.%m.%Y %H:%M %z")

    assert read(engine, ["04.03.2026 05:06 +0100"], declared) == [dt.datetime(2026, 3, 4, 12, 6)]


@few
@given(
    instants=st.lists(
        st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2040, 1, 1), timezones=st.timezones()), min_size=20
    )
)
def test_an_offset_leads_to_the_local_time_of_the_same_instant(engine, instants):
    vienna = Calendar("Europe/Vienna", years=(1990, 2045))
    kept = [one.replace(microsecond=0) for one in instants if one.utcoffset().total_seconds() % 60 == 0]
    expected = [one.astimezone(ZoneInfo("Europe/Vienna")).replace(tzinfo=None) for one in kept]
    cells = [one.isoformat() for one in kept]
    assert read(engine, cells, lambda text: moment(text, vienna, None)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("7", 7.0), ("-1.5", -1.5), (".5", 0.5), ("1e3", 1000.0), ("1,234", 1234.0), ("1,234,567.8", 1234567.8),
     ("１２３．５", 123.5), ("－３", -3.0), ("１，２３４", 1234.0)],
)  # fmt: skip
def test_a_number_is_read(engine, cell, expected):
    assert read(engine, [cell], number) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "3,5",
        "1,23",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "1_000",
        "0x1F",
        "85%",
        "¥5",
        "1 000",
        "七",
        "--1",
        "",
    ],
)
def test_no_other_number_is_guessed(engine, cell):
    assert read(engine, [cell], number) == [None]


@few
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=100))
def test_every_number_comes_back_as_it_was_written(engine, numbers):
    assert read(engine, [repr(one) for one in numbers], number) == numbers


def test_a_month_may_stand_without_its_day(engine):
    month = TABLES["contacts_volume"].column("period_month")

    def dated(text: ir.StringValue) -> ir.Value:
        return cast(text, month, calendar=SHANGHAI, form=None, labels={}).value

    cells = ["2026-03", "2026年3月", "2026/3", "2026-03-01", "03/2026"]
    march = dt.date(2026, 3, 1)
    assert read(engine, cells, dated) == [march, march, march, march, None]


def test_a_date_elsewhere_may_not(engine):
    approved = TABLES["documents"].column("approved_on")

    def dated(text: ir.StringValue) -> ir.Value:
        return cast(text, approved, calendar=SHANGHAI, form=None, labels={}).value

    assert read(engine, ["2026-03", "2026-03-04 10:00"], dated) == [None, dt.date(2026, 3, 4)]


def test_a_whole_number_has_no_fraction(engine):
    steps = TABLES["complaints"].column("transfers")

    def whole(text: ir.StringValue) -> ir.Value:
        return cast(text, steps, calendar=SHANGHAI, form=None, labels={}).value

    assert read(engine, ["3", "3.0", "3.5", "９", "1e20"], whole) == [3, 3, None, 9, None]


def test_a_list_is_separated_by_semicolons_of_either_width(engine):
    items = TABLES["documents"].column("supports_items")

    def listed(text: ir.StringValue) -> ir.Value:
        return cast(text, items, calendar=SHANGHAI, form=None, labels={}).value

    assert read(engine, ["RC-A01; RC-A02", "RC-A01；RC-A02;", "RC-A01"], listed) == [
        ["RC-A01", "RC-A02"], ["RC-A01", "RC-A02"], ["RC-A01"],
    ]  # fmt: skip
