"""Years of the Republic of China are read where audit.yaml says so, and never otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence import problems
from audit.evidence.dates import Moment, read_moment
from audit.evidence.said import Unread
from tests.evidence.conftest import TakeIn
from tests.evidence.test_staging import HEADER, values, words

DAY = dt.datetime(2026, 1, 5)
AT = dt.datetime(2026, 1, 5, 14, 5)


def _received(taken_in: TakeIn, *cells: str, dates: str = "roc") -> list[object]:
    text = "\n".join([HEADER, *(f"C{n},web,{cell},是,0" for n, cell in enumerate(cells))]) + "\n"
    source = {"files": ["c.csv"], "dates": {"received_ts": dates}}
    return [
        one
        for (one,) in values(taken_in({"complaints": source}, {"c.csv": text}), "complaints", "received_ts")
    ]


def test_years_count_from_1912_where_that_is_declared(taken_in: TakeIn):
    cells = (
        "115/01/05",
        "115年1月5日",
        "115-01-05",
        "115.1.5",
        "1150105",
        "民國115年1月5日",
        "１１５／０１／０５",
        "2026-01-05",
    )
    assert _received(taken_in, *cells) == [DAY] * len(cells)


def test_a_time_may_follow(taken_in: TakeIn):
    cells = ("115/01/05 14:05", "115年1月5日 下午2:05", "1150105 14:05", "11501051405")
    assert _received(taken_in, *cells) == [AT] * len(cells)


def test_years_of_two_digits_are_those_before_100(taken_in: TakeIn):
    text = f"{HEADER}\nC1,web,99/12/31,是,0\nC2,web,100/01/01,是,0\n"
    source = {
        "files": ["c.csv"],
        "dates": {"target_due_ts": "roc"},
        "columns": {"received_ts": {"constant": DAY}, "target_due_ts": "received_ts"},
    }
    found = values(taken_in({"complaints": source}, {"c.csv": text}), "complaints", "target_due_ts")
    assert [one.date() for (one,) in found] == [dt.date(2010, 12, 31), dt.date(2011, 1, 1)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ("E-DATE-AMBIGUOUS", "2", "日期的年月日次序不明：年份是三位数，像是民国纪年；确是民国年份的，在 dates 中写 roc",
                "请在 audit.yaml 的 dates 中写明该列的次序或格式，例如 day-first 或 “%d-%m-%Y”")),
        ("en", ("E-DATE-AMBIGUOUS", "2",
                ("which part is day, month and year cannot be told: a year of three digits, as of the Republic of China; "
                 "if it is one, declare roc under dates"),
                'declare under dates in audit.yaml the column\'s order or format: day-first, or "%d-%m-%Y"')),
    ],
)  # fmt: skip
def test_where_nothing_is_declared_the_year_is_told_and_not_read(taken_in: TakeIn, language, expected):
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": f"{HEADER}\nC1,web,115/01/05,是,0\n"})
    assert words(intake, language) == [expected]


@pytest.mark.parametrize("text", ["115/13/05", "115/02/29", "1151305", "05/01/2026", "115/01"])
def test_what_is_no_such_date_stays_unread(text):
    assert isinstance(read_moment(text, "roc", lambda utc: utc), Unread)


def test_a_date_with_its_time_beside_it(taken_in: TakeIn):
    source = {
        "files": ["c.csv"],
        "dates": {"received_ts": "roc"},
        "columns": {"received_ts": {"date": "d", "time": "t"}},
    }
    text = "complaint_id,channel,d,t\nC1,web,115/01/05,14:05\nC2,web,1150105,下午2:05\n"
    assert values(taken_in({"complaints": source}, {"c.csv": text}), "complaints", "received_ts") == [
        (AT,),
        (AT,),
    ]


FORMS = ["{y}/{m:02}/{d:02}", "{y}-{m}-{d}", "{y}年{m}月{d}日", "{y:03}{m:02}{d:02}", "民國{y}年{m}月{d}日"]


@given(st.dates(dt.date(2011, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(FORMS))
def test_every_day_is_read_as_itself_and_never_as_a_year_of_another_age(day, form):
    text = form.format(y=day.year - 1911, m=day.month, d=day.day)
    assert read_moment(text, "roc", lambda utc: utc) == Moment(
        dt.datetime.combine(day, dt.time()), timed=False
    )
    undeclared = read_moment(text, None, lambda utc: utc)
    if text.startswith("民國"):
        assert undeclared == read_moment(text, "roc", lambda utc: utc)
    else:
        assert isinstance(undeclared, Unread)
        assert undeclared.template in (problems.DATE, problems.DATE_AMBIGUOUS)
