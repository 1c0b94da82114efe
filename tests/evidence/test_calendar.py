"""Elapsed hours as expressions, against the same counted minute by minute or by Python's own zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from audit.engines import Engine, connect
from audit.evidence.calendar import Calendar

ZONES = ["Asia/Shanghai", "Europe/Vienna", "Australia/Lord_Howe", "America/Sao_Paulo"]
YEARS = (2015, 2030)
OPEN: dict[str, str | None] = {"mon-fri": "09:00-18:00", "sat": "10:00-14:30", "wed": None}
HOLIDAYS = [dt.date(year, 5, day) for year in range(2017, 2028) for day in (1, 2, 3, 4, 5)]

moments = st.datetimes(dt.datetime(2017, 1, 1), dt.datetime(2028, 1, 1)).map(
    lambda moment: moment.replace(fold=0)
)
pairs = st.lists(st.tuples(moments, moments), min_size=100, max_size=300)
few = settings(max_examples=4, phases=[Phase.generate])  # an example is a query of hundreds of rows


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect(threads=1) as engine:
        yield engine


def asked(engine: Engine, rows: list[tuple[dt.datetime, dt.datetime]], ask) -> list[float]:
    starts, ends = (pa.array(column, pa.timestamp("us")) for column in zip(*rows, strict=True))
    table = engine.con.create_table("t", pa.table({"a": starts, "b": ends}), overwrite=True)
    return engine.con.to_pyarrow(table.select(found=ask(table)))["found"].to_pylist()


@pytest.mark.parametrize("zone", ZONES)
@few
@given(rows=pairs)
def test_calendar_hours_are_true_elapsed_time(engine, zone, rows):
    calendar, own = Calendar(zone, years=YEARS), ZoneInfo(zone)
    expected = [
        (b.replace(tzinfo=own).astimezone(dt.UTC) - a.replace(tzinfo=own).astimezone(dt.UTC)).total_seconds()
        / 3600
        for a, b in rows
    ]
    assert asked(engine, rows, lambda t: calendar.hours(t.a, t.b)) == pytest.approx(expected, abs=1e-6)


@few
@given(
    rows=st.lists(
        st.tuples(moments, st.timedeltas(-dt.timedelta(90), dt.timedelta(90))), min_size=50, max_size=200
    )
)
def test_business_hours_are_the_overlap_with_opening_hours(engine, rows):
    calendar = Calendar("Europe/Vienna", OPEN, HOLIDAYS)

    def overlap(a: dt.datetime, b: dt.datetime) -> float:
        early, late = sorted((a, b))
        seconds, day = 0.0, early.date()
        while day <= late.date():
            hours = {5: (10.0, 14.5)}.get(day.weekday(), (9.0, 18.0))
            if day not in HOLIDAYS and day.weekday() not in (2, 6):
                midnight = dt.datetime.combine(day, dt.time())
                opening, closing = (midnight + dt.timedelta(hours=hour) for hour in hours)
                seconds += max(0.0, (min(late, closing) - max(early, opening)).total_seconds())
            day += dt.timedelta(days=1)
        return seconds / 3600 if a <= b else -seconds / 3600

    rows = [(a, a + length) for a, length in rows]
    expected = [overlap(a, b) for a, b in rows]
    assert asked(engine, rows, lambda t: calendar.hours(t.a, t.b, "business")) == pytest.approx(
        expected, abs=1e-6
    )


@pytest.mark.parametrize("zone", ZONES)
@few
@given(rows=pairs)
def test_utc_becomes_local_time(engine, zone, rows):
    expected = [
        a.replace(tzinfo=dt.UTC, microsecond=0).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        for a, _ in rows
    ]
    whole = [(a.replace(microsecond=0), b) for a, b in rows]
    assert asked(engine, whole, lambda t: Calendar(zone, years=YEARS).local(t.a)) == expected


def test_the_night_of_the_change_has_23_hours(engine):
    night = [(dt.datetime(2026, 3, 28, 12), dt.datetime(2026, 3, 29, 12))]
    assert asked(engine, night, lambda t: Calendar("Europe/Vienna", years=YEARS).hours(t.a, t.b)) == [23.0]


def test_without_opening_hours_the_business_clock_is_the_calendar_clock(engine):
    calendar = Calendar("Asia/Shanghai", None, [dt.date(2026, 1, 1)])
    days = [(dt.datetime(2025, 12, 31), dt.datetime(2026, 1, 2))]
    assert asked(engine, days, lambda t: calendar.hours(t.a, t.b, "business")) == [48.0]


def test_opening_hours_repeat_before_the_first_holiday_and_after_the_last(engine):
    calendar = Calendar("UTC", {"mon-fri": "09:00-17:30"}, [dt.date(2025, 5, 1), dt.date(2025, 6, 2)])
    wednesday, monday = dt.datetime(2025, 4, 30, 12), dt.datetime(2025, 6, 2, 12)
    weeks = dt.timedelta(weeks=5_000)
    rows = [
        (wednesday - weeks, wednesday),
        (monday, monday + weeks),
        (wednesday - weeks, monday + weeks),
        (dt.datetime(1, 1, 1), dt.datetime(1, 1, 8)),
    ]
    a_week = 5 * 8.5
    # Wednesday afternoon and the 21 open days of May that follow; the holiday's Monday has no afternoon.
    between, lost = 5.5 + 21 * 8.5, 5.5
    expected = [5_000 * a_week, 5_000 * a_week - lost, 10_000 * a_week + between - lost, a_week]
    assert asked(engine, rows, lambda t: calendar.hours(t.a, t.b, "business")) == expected


def test_an_unknown_end_gives_an_unknown_length(engine):
    rows = [(dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 6))]
    calendar = Calendar("Asia/Shanghai", OPEN, HOLIDAYS)
    unknown = ibis.null("timestamp(6)")
    assert asked(engine, rows, lambda t: calendar.hours(t.a, unknown)) == [None]
    assert asked(engine, rows, lambda t: calendar.hours(t.a, unknown, "business")) == [None]


def test_the_working_day_has_one_length_or_none():
    assert Calendar("UTC", {"mon-fri": "09:00-17:00"}).business_day_hours == 8.0
    assert Calendar("UTC").business_day_hours == 24.0
    assert Calendar("UTC", OPEN).business_day_hours is None


def test_another_clock_is_refused():
    with pytest.raises(ValueError, match="no clock is called 'lunar'"):
        Calendar("UTC").hours(
            ibis.literal(dt.datetime(2026, 1, 1)), ibis.literal(dt.datetime(2026, 1, 2)), "lunar"
        )
