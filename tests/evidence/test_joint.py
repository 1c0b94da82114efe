"""A date in one column and its time in another are one moment; what cannot be read is named with its own column."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.errors import UsageError
from audit.evidence.intake import Intake
from tests.evidence.conftest import TakeIn

HEADER = ("投诉编号", "受理渠道", "受理日期", "受理时间")
COLUMNS = {"received_ts": {"date": "受理日期", "time": "受理时间"}}
AT = dt.datetime(2026, 1, 5, 14, 5)
DAY = dt.datetime(2026, 1, 5)


def _source(name: str = "c.csv", **others: Any) -> dict[str, Any]:
    return {"complaints": {"files": [name], "columns": COLUMNS} | others}


def _csv(*cells: tuple[str, str]) -> str:
    rows = [f'C{n},web,"{date}","{time}"' for n, (date, time) in enumerate(cells)]
    return "\n".join([",".join(HEADER), *rows]) + "\n"


def _xlsx(*cells: tuple[object, object], form: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in [HEADER, *((f"C{n}", "web", *pair) for n, pair in enumerate(cells))]:
        book.active.append(row)
    if form is not None:
        for cell in book.active["D"][1:]:
            cell.number_format = form
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _received(intake: Intake) -> list[dt.datetime | None]:
    found = intake.evidence.run(intake.evidence.table("complaints").order_by("_row").select("received_ts"))
    return [row["received_ts"] for row in found]


def _told(intake: Intake) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (one.code, each.at, each.their_column, each.shown)
        for one in intake.groups
        if one.column == "received_ts" or one.code == "N-COLUMN-UNKNOWN"
        for each in one.examples
    ]


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("2026-01-05", "14:05", AT),
        ("2026-01-05", "", DAY),
        ("2026-01-05 00:00:00", "14:05:00", AT),
        ("2026-01-05 0:00", "", DAY),
        ("2026/1/5", "1899-12-30 14:05:00", AT),
        ("2026年1月5日", "下午2:05", AT),
        ("5-Jan-2026", "2:05 PM", AT),
        ("20260105", "14时5分", AT),
        (" 2026-01-05 ", " 14：05 ", AT),
        ("2026-01-05", "2026-01-05 14:05", AT),
        ("2026-01-05", "1405", AT),
        ("2026-01-05", "24:00", dt.datetime(2026, 1, 6)),
        ("2026-01-05", "06:05Z", AT),
    ],
)
def test_two_cells_are_one_moment(taken_in: TakeIn, date, time, expected):
    intake = taken_in(_source(), {"c.csv": _csv((date, time))})
    assert (_received(intake), _told(intake)) == ([expected], [])


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("2026-02-30", "14:05", ("E-DATE", "2", "受理日期", "2026-02-30")),
        ("2026-01-05", "26:05", ("E-TIME", "2", "受理时间", "26:05")),
        ("2026-01-05", "下午", ("E-TIME", "2", "受理时间", "下午")),
        ("", "14:05", ("E-TIME", "2", "受理时间", "14:05")),
        ("2026-01-05 13:00", "14:05", ("E-TIME", "2", "受理时间", "14:05")),
        ("2026-01-05", "2026-01-06 14:05", ("E-TIME", "2", "受理时间", "2026-01-06 14:05")),
        ("2026-01-05", "0.5", ("E-TIME", "2", "受理时间", "0.5")),
        ("2026-01-05", "-", ("E-TIME", "2", "受理时间", "-")),
        ("-", "", ("E-MISSING-WORD", "2", "受理日期", "-")),
        ("2026-01", "05 14:05", ("E-DATE", "2", "受理日期", "2026-01")),
        ("", "", ("E-NULL", "2", "受理日期", None)),
    ],
)
def test_what_cannot_be_read_is_named_with_its_own_column(taken_in: TakeIn, date, time, expected):
    intake = taken_in(_source(), {"c.csv": _csv(("2026-01-05", "09:00"), (date, time)).replace("C1", "C2")})
    assert [(code, column, shown) for code, _, column, shown in _told(intake)] == [
        (expected[0], expected[2], expected[3])
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ("时刻无法读取：没有这样的时刻",
                "请改正该单元格，时刻写作 14:05 这样；表示“没有”的写法请列入 missing")),
        ("en", ("the time cannot be read: there is no such time",
                "mend the cell; a time is written like 14:05. A spelling of “none” is declared under missing")),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_told_in_both_languages(taken_in: TakeIn, language, expected):
    intake = taken_in(_source(), {"c.csv": _csv(("2026-01-05", "14:65"))})
    (one,) = [one.examples[0] for one in intake.groups if one.code == "E-TIME"]
    assert (one.message.in_(language), one.message.mend_in(language)) == expected


def test_a_word_declared_as_missing_is_no_time(taken_in: TakeIn):
    intake = taken_in(_source(missing=["不详"]), {"c.csv": _csv(("2026-01-05", "不详"))})
    assert (_received(intake), _told(intake)) == ([DAY], [])


@pytest.mark.parametrize(
    ("form", "date", "expected", "codes"),
    [
        ("%y-%m-%d", "26-01-05", AT, []),
        ("day-first", "05/01/2026", AT, []),
        ("month-first", "01/05/2026", AT, []),
        ("%Y-%d-%m", "2026-05-01", AT, []),
        ("%Y-%d-%m", "2026-01-13", None, ["E-DATE-FORM"]),
    ],
)
def test_what_dates_declares_is_the_form_of_the_date_alone(taken_in: TakeIn, form, date, expected, codes):
    first = {"day-first": "31/03/2026", "month-first": "03/31/2026"}.get(
        form, dt.date(2026, 3, 31).strftime(form)
    )
    intake = taken_in(
        _source(dates={"received_ts": form}), {"c.csv": _csv((first, "14:05"), (date, "14:05"))}
    )
    assert [code for code, *_ in _told(intake)] == codes
    assert _received(intake)[1:] == ([expected] if expected else [])


def test_the_whole_column_of_dates_shows_their_order(taken_in: TakeIn):
    intake = taken_in(_source(), {"c.csv": _csv(("04/03/2026", "14:05"), ("31/03/2026", "下午2:05"))})
    assert _received(intake) == [dt.datetime(2026, 3, 4, 14, 5), dt.datetime(2026, 3, 31, 14, 5)]
    assert [(code, column, shown) for code, _, column, shown in _told(intake)] == [
        ("N-DAY-FIRST", "受理日期", "31/03/2026")
    ]


@pytest.mark.parametrize(
    ("date", "time", "form"),
    [
        (dt.date(2026, 1, 5), dt.time(14, 5), None),
        (dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 5, 14, 5), None),
        (dt.date(2026, 1, 5), (14 * 60 + 5) / 1440, "General"),
        (dt.date(2026, 1, 5), (14 * 60 + 5) / 1440, "h:mm"),
        (dt.date(2026, 1, 5), "下午2:05", None),
        (46027, 46027 + (14 * 60 + 5) / 1440, "General"),
    ],
)
def test_the_cells_of_a_workbook(taken_in: TakeIn, date, time, form):
    data = _xlsx((date, time), (date, time), form=form)
    intake = taken_in(_source("c.xlsx"), {"c.xlsx": data})
    assert _received(intake) == [AT, AT]
    assert [one for one in _told(intake) if one[0] != "N-SERIAL-DATE"] == []


def test_a_faulty_time_of_a_workbook_is_named_by_its_cell(taken_in: TakeIn):
    data = _xlsx((dt.date(2026, 1, 5), "14:05"), (dt.date(2026, 1, 5), "soon"))
    assert _told(taken_in(_source("c.xlsx"), {"c.xlsx": data})) == [("E-TIME", "D3", "受理时间", "soon")]


@pytest.mark.parametrize("day", [pa.date32(), pa.timestamp("us"), pa.string()])
def test_typed_columns(taken_in: TakeIn, day):
    days = pa.array([dt.date(2026, 1, 5)] * 2).cast(pa.timestamp("us") if day == pa.timestamp("us") else day)
    table = pa.table(
        dict(zip(HEADER, (["C1", "C2"], ["web"] * 2, days, pa.array([dt.time(14, 5), None])), strict=True))
    )
    stored = io.BytesIO()
    pyarrow.parquet.write_table(table, stored)
    intake = taken_in(_source("c.parquet"), {"c.parquet": stored.getvalue()})
    assert (_received(intake), _told(intake)) == ([AT, DAY], [])


def test_a_file_without_the_times_is_told(taken_in: TakeIn):
    files = {
        "c-1.csv": _csv(("2026-01-05", "14:05")),
        "c-2.csv": "投诉编号,受理渠道,受理日期\nC9,web,2026-01-05\n",
    }
    intake = taken_in(_source("c-*.csv"), files)
    assert (_received(intake), _told(intake)) == (
        [AT, DAY],
        [("W-COLUMN-ABSENT-HERE", None, "受理时间", None)],
    )


def test_states_of_a_case_are_ordered_by_day_and_time(taken_in: TakeIn):
    text = _csv(("2026-01-05", "14:05"), ("2026-01-05", "09:00")).replace("C0", "C1")
    rows = {"latest_per": "投诉编号", "by": "received_ts"}
    assert _received(taken_in(_source(rows=rows), {"c.csv": text})) == [AT]


def test_only_moments_have_a_time(taken_in: TakeIn):
    source = {
        "complaints": {"files": ["c.csv"], "columns": {"channel": {"date": "受理日期", "time": "受理时刻"}}}
    }
    with pytest.raises(UsageError) as caught:
        taken_in(source, {"c.csv": _csv(("2026-01-05", "14:05"))})
    assert [one.message.in_("zh") for one in caught.value.located] == [
        "列“channel”不是日期时间，不能由日期和时刻两列合成",
        "文件中没有表头“受理时刻”，是否想写“受理时间”？",
    ]


DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d %b %Y", "%Y%m%d", "%Y-%m-%d 00:00:00"]
TIMES = ["%H:%M", "%H:%M:%S", "%I:%M %p", "1900-01-01 %H:%M:%S", "%H时%M分", "%H%M"]


@given(
    st.lists(
        st.tuples(
            st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 30)),
            st.sampled_from(DATES),
            st.sampled_from(TIMES),
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_spelling_the_moment_is_that_of_both_cells(taken_in: TakeIn, moments):
    cells = [(at.strftime(date), at.strftime(time)) for at, date, time in moments]
    expected = [at.replace(microsecond=0, second=at.second if "%S" in time else 0) for at, _, time in moments]
    intake = taken_in(_source(), {"c.csv": _csv(*cells)})
    assert _received(intake) == expected
