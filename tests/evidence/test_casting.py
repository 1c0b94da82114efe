"""What each type of column accepts, and what it says of the rest: read by hand and by the engine to the same values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from audit.engines import Engine, connect
from audit.evidence.calendar import Calendar
from audit.evidence.casting import Conventions, Reader
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.functions import local_time
from audit.evidence.said import Remarked, Unread
from audit.evidence.typed import Outcome, Source, type_rows
from audit.text import Text

SHANGHAI = Calendar("Asia/Shanghai")
VIENNA = Calendar("Europe/Vienna", years=(1990, 2045))

few = settings(
    max_examples=4, phases=[Phase.generate], deadline=None
)  # an example is a query of hundreds of cells


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect(threads=1) as engine:
        yield engine


def column(name: str) -> ColumnDefinition:
    table, _, own = name.partition(".")
    return TABLES[table].column(own)


RECEIVED = column("complaints.received_ts")
AMOUNT = column("recovery_actions.amount")
WAIT_H = column("recovery_actions.approval_wait_h")
SHARE = column("service_standards.required_share")
TRANSFERS = column("complaints.transfers")
SOLVED = column("complaints.resolved_first_contact")
CHANNEL = column("complaints.channel")
APPROVED = column("documents.approved_on")
MONTH = column("contacts_volume.period_month")
ACTIONS = column("empowerment.actions_allowed")
SUPPORTS = column("documents.supports_items")
NUMBER = column("complaints.complaint_id")
DUE = next(
    one for table in TABLES.values() for one in table.columns if one.ends_day and one.type == "datetime"
)


def in_the_engine(engine: Engine, reader: Reader, cells: Sequence[str | None]) -> tuple[list[Any], Outcome]:
    """A column of these cells, typed as a table is."""
    given = pa.table(
        {
            "_file": pa.array(["c.csv"] * len(cells), pa.string()),
            "_row": pa.array(range(2, len(cells) + 2), pa.int64()),
            reader.column.name: pa.array(cells, pa.string()),
        }
    )
    engine.con.create_table("given", given, overwrite=True)
    source = Source("given", (reader,), {}, local_time(reader.calendar))
    outcome = type_rows(engine.con.con, source, "typed")
    rows = engine.con.con.execute(f'SELECT "{reader.column.name}" FROM typed ORDER BY _row').fetchall()  # noqa: S608 - our own name
    return [row[0] for row in rows], outcome


def said(found: object) -> tuple[str, str] | object:
    """A value, or the code of what is said instead and its reason."""
    if isinstance(found, Unread):
        why = found.params.get("why", found.params.get("hint"))
        return found.template.code, why.en if isinstance(why, Text) else ""
    return found.value if isinstance(found, Remarked) else found


def value(found: object) -> object:
    """What the engine keeps of a cell."""
    if isinstance(found, Unread):
        return None
    return found.value if isinstance(found, Remarked) else found


AT = dt.datetime(2026, 3, 4, 15, 5)
DAY = dt.datetime(2026, 3, 4)

DATES: dict[str, dt.datetime] = {
    "2026-03-04": DAY,
    "2026-3-4": DAY,
    "2026/03/04": DAY,
    "2026.3.4": DAY,
    "2026 03 04": DAY,
    "20260304": DAY,
    "2026年3月4日": DAY,
    "2026年03月04日": DAY,
    "2026年3月4号": DAY,
    "二〇二六年三月四日": DAY,
    "二零二六年三月四日": DAY,
    "民國115年3月4日": DAY,
    "民国115年3月4日": DAY,
    "4-Mar-2026": DAY,
    "04 March 2026": DAY,
    "4th March 2026": DAY,
    "Mar 4, 2026": DAY,
    "2026-Mar-04": DAY,
    "04/三月/2026": DAY,
    "04-3月 -2026": DAY,
    "三月 4, 2026": DAY,
    "2026-三月-04": DAY,
    "24-十二月-2025": dt.datetime(2025, 12, 24),
    "04/三月/2026 3:05 下午": AT,
    "２０２６－０３－０４": DAY,
    "'2026-03-04": DAY,
    "\ufeff2026-03-04\u00a0": DAY,
    "2026-03-04 (周三)": DAY,
    "2026-03-04（星期三）": DAY,
    "Wed 2026-03-04": DAY,
    "Wednesday, March 4, 2026": DAY,
    "2026-03-04 15:05": AT,
    "2026-03-04T15:05": AT,
    "2026-03-04 15：05": AT,
    "2026/3/4 15:05:09.123": dt.datetime(2026, 3, 4, 15, 5, 9, 123_000),
    "2026-03-04 15:05:09,123456789": dt.datetime(2026, 3, 4, 15, 5, 9, 123_456),
    "20260304150509": dt.datetime(2026, 3, 4, 15, 5, 9),
    "20260304 1505": AT,
    "20260304T150509Z": dt.datetime(2026, 3, 4, 23, 5, 9),
    "2026年3月4日 下午3:05": AT,
    "2026年3月4日下午3时5分": AT,
    "2026年3月4日15时5分": AT,
    "2026年3月4日15时05分09秒": dt.datetime(2026, 3, 4, 15, 5, 9),
    "2026年3月4日15时": dt.datetime(2026, 3, 4, 15),
    "2026-03-04 3点半": dt.datetime(2026, 3, 4, 3, 30),
    "2026-03-04 下午 15:05": AT,
    "2026-03-04 上午10:00": dt.datetime(2026, 3, 4, 10),
    "2026-03-04 上午12:05": dt.datetime(2026, 3, 4, 0, 5),
    "2026-03-04 中午12:00": dt.datetime(2026, 3, 4, 12),
    "2026-03-04 中午1:00": dt.datetime(2026, 3, 4, 13),
    "2026-03-04 凌晨1:30": dt.datetime(2026, 3, 4, 1, 30),
    "2026-03-04 晚上8:30": dt.datetime(2026, 3, 4, 20, 30),
    "Mar 4, 2026 3:05 PM": AT,
    "2026-03-04 3:05 p.m.": AT,
    "2026-03-04 12:05 AM": dt.datetime(2026, 3, 4, 0, 5),
    "2026-03-04 3pm": dt.datetime(2026, 3, 4, 15),
    "2026-03-04 24:00": dt.datetime(2026, 3, 5),
    "2026-03-04 24:00:00": dt.datetime(2026, 3, 5),
    "2026-03-04 星期三 15:05": AT,
    "2026-03-04T15:05:00Z": dt.datetime(2026, 3, 4, 23, 5),
    "2026-03-04 15:05:00+08:00": AT,
    "2026-03-04T15:05:00+0530": dt.datetime(2026, 3, 4, 17, 35),
    "2026-03-04 15:05:00-05": dt.datetime(2026, 3, 5, 4, 5),
    "2026-03-04 15:05 GMT+8": AT,
    "Wed, 4 Mar 2026 15:05:00 +0800": AT,
    "04-04-2026": dt.datetime(2026, 4, 4),
}

_FORM = "expected something like 2026-03-04 15:05 or 4-Mar-2026"
_TIME_ALONE = "a time without a date; where another column has the date, name both under columns: {date: ..., time: ...}"
_ROC = "a year of three digits, as of the Republic of China; if it is one, declare roc under dates"
_SWAPPED = "day/month or month/day: no day above 12 in the whole column tells which"
NO_DATES: dict[str, tuple[str, str]] = {
    "04-03-2026": ("E-DATE-AMBIGUOUS", _SWAPPED),
    "04/03/2026 15:05": ("E-DATE-AMBIGUOUS", _SWAPPED),
    "4/3/26": ("E-DATE-AMBIGUOUS", "the year has fewer than four digits"),
    "26年3月4日": ("E-DATE-AMBIGUOUS", "the year has fewer than four digits"),
    "115年3月4日": ("E-DATE-AMBIGUOUS", _ROC),
    "04-Mar-26": ("E-DATE-AMBIGUOUS", "the year has fewer than four digits"),
    "2026-02-30": ("E-DATE", "there is no such day"),
    "2026-13-04": ("E-DATE", "there is no such day"),
    "31/31/2026": ("E-DATE", "there is no such day"),
    "2026-03-04 25:00": ("E-DATE", "there is no such time"),
    "2026-03-04 24:01": ("E-DATE", "there is no such time"),
    "2026-03-04 15:05:60": ("E-DATE", "there is no such time"),
    "2026-03": ("E-DATE", "the day is missing"),
    "2026年3月": ("E-DATE", "the day is missing"),
    "15:05": ("E-DATE", _TIME_ALONE),
    "46085": ("E-DATE", "a number; if it is Excel's number of a day, export the column as dates"),
    "2026": ("E-DATE", "a number; if it is Excel's number of a day, export the column as dates"),
    "2026-03-04~2026-03-05": ("E-DATE", "these are two dates"),
    "2026年3月4日至5日": ("E-DATE", "these are two dates"),
    "令和8年3月4日": ("E-DATE", "Japanese eras are not converted; write the year of the common era"),
    "R8.3.4": ("E-DATE", "Japanese eras are not converted; write the year of the common era"),
    "2026-03-04（周五）": ("E-DATE", "the day of the week is not that of the date"),
    "2026-03-04 晚上12:00": ("E-DATE", "the hour does not go with the part of the day"),
    "2026-03-04 上午15:05": ("E-DATE", "the hour does not go with the part of the day"),
    "2026-03-04 15:05 CST": ("E-DATE", "an abbreviated time zone means several; write +08:00"),
    "04/三月/26 3:05 下午": ("E-DATE-AMBIGUOUS", "the year has fewer than four digits"),
    "3月4日": ("E-DATE", "the year is missing"),
    "3月4日 15:05": ("E-DATE", "the year is missing"),
    "十二月二十四日": ("E-DATE", "the year is missing"),
    "十二月": ("E-DATE", _FORM),
    "明天": ("E-DATE", _FORM),
    "epoch": ("E-DATE", _FORM),
    "infinity": ("E-DATE", _FORM),
    "12026-03-04": ("E-DATE", _FORM),
    "2026-03-04 (BC)": ("E-DATE", _FORM),
    "无": ("E-MISSING-WORD", ""),
    "—": ("E-MISSING-WORD", ""),
    "N/A": ("E-MISSING-WORD", ""),
}

_DIGITS = "expected digits such as 1234.5"
NUMBERS: dict[str, float] = {
    "7": 7.0, "-1.5": -1.5, ".5": 0.5, "1.": 1.0, "+3": 3.0, "1e3": 1000.0, "1,234": 1234.0, "1,234.5": 1234.5,
    "1,234,567.8": 1234567.8, "1 234.5": 1234.5, "1\u2009234.5": 1234.5, "1\u00a0234": 1234.0, "１２３．５": 123.5, "－３": -3.0,
    "１，２３４": 1234.0, "−5": -5.0, "'123": 123.0, " 7 ": 7.0, "\u200b7\ufeff": 7.0,
    "¥1,200": 1200.0, "￥1,200.00元": 1200.0, "-¥5": -5.0, "CNY 1200": 1200.0, "1200 CNY": 1200.0, "RMB12": 12.0,
    "人民币1,200元": 1200.0, "120元整": 120.0, "1.2万": 12000.0, "3万元": 30000.0, "¥1.5亿": 1.5e8, "2千": 2000.0,
    "（120）": -120.0, "(¥1,200)": -1200.0,
}  # fmt: skip
NO_NUMBERS: dict[str, tuple[str, str]] = {
    "约30": ("E-NUMBER", "only about a number"),
    "30左右": ("E-NUMBER", "only about a number"),
    ">30": ("E-NUMBER", "a limit, not a number"),
    "30+": ("E-NUMBER", "a limit, not a number"),
    "30以上": ("E-NUMBER", "a limit, not a number"),
    "30-40": ("E-NUMBER", "a range, not a number"),
    "30～40": ("E-NUMBER", "a range, not a number"),
    "85%": ("E-NUMBER", "a percentage, where the column holds no shares"),
    "30分钟": ("E-NUMBER", "a duration, where the column holds none"),
    "1e999": ("E-NUMBER", "too large to be held"),
    "1_000": ("E-NUMBER", _DIGITS),
    "0x1F": ("E-NUMBER", _DIGITS),
    "--1": ("E-NUMBER", _DIGITS),
    "1,23,4": ("E-NUMBER", _DIGITS),
    "inf": ("E-NUMBER", _DIGITS),
    "-Infinity": ("E-NUMBER", _DIGITS),
    "七": ("E-NUMBER", _DIGITS),
    "1.2.3": ("E-NUMBER", _DIGITS),
    "nan": ("E-MISSING-WORD", ""),
    "-": ("E-MISSING-WORD", ""),
    "/": ("E-MISSING-WORD", ""),
    "暂无": ("E-MISSING-WORD", ""),
}
HOURS: dict[str, float] = {
    "1.5": 1.5, "2天3小时": 51.0, "1h30m": 1.5, "1h 30min": 1.5, "PT2H30M": 2.5, "P1DT12H": 36.0, "01:30:00": 1.5,
    "36:15": 36.25, "90分钟": 1.5, "半小时": 0.5, "一个半小时": 1.5, "两小时": 2.0, "1小时半": 1.5, "1小时30分": 1.5,
    "2 hours": 2.0, "3 days": 72.0, "90s": 0.025, "１０分钟": 10 / 60,
}  # fmt: skip
NO_HOURS: dict[str, tuple[str, str]] = {
    "2個工作日": ("E-NUMBER", "working days are not converted; write hours"),
    "2 working days": ("E-NUMBER", "working days are not converted; write hours"),
    "5元": ("E-NUMBER", "an amount of money, where the column holds none"),
    "P": ("E-NUMBER", _DIGITS),
}
_KNOWN = "known are yes/no, true/false, 1/0, √/×"
BOOLS: dict[str, bool] = dict.fromkeys(
    ["是", "√", "✓", "Y", "yes", "有", "对", "對", "1", "1.0", "TRUE", "是。", " 是 ", "Ｙ", "１"], True
) | dict.fromkeys(["否", "×", "✗", "N", "no", "无", "無", "错", "錯", "0", "0.0", "false", "否；"], False)


@pytest.mark.parametrize(
    ("of", "accepted", "refused"),
    [
        (RECEIVED, DATES, NO_DATES),
        (AMOUNT, NUMBERS, NO_NUMBERS),
        (WAIT_H, HOURS, NO_HOURS),
        (column("survey_customers.duration_s"), {"90": 90.0, "1:30": 90.0, "1分30秒": 90.0, "00:01:30": 90.0}, {}),
        (
            column("survey_customers.expected_wait_adequate"),
            {"1h": 60.0, "90秒": 1.5},
            {"1:30": ("E-NUMBER-AMBIGUOUS", "hours:minutes or minutes:seconds cannot be told")},
        ),
        (column("survey_customers.tenure_m"), {"18": 18.0, "18个月": 18.0, "2年": 24.0, "1年6个月": 18.0}, {}),
        (SHARE, {"0.85": 0.85, "85%": 0.85, "85％": 0.85, "7%": 0.07, "85": 85.0}, {"多数": ("E-NUMBER", _DIGITS)}),
        (
            TRANSFERS,
            {"3": 3, "3.0": 3, "９": 9, "1,234": 1234, "3次": 3, "-2": -2},
            {"3.5": ("E-WHOLE-NUMBER", ""), "1e20": ("E-WHOLE-NUMBER", ""), "0x1F": ("E-NUMBER", _DIGITS)},
        ),
        (SOLVED, BOOLS, {"是?": ("E-BOOL", _KNOWN), "也许": ("E-BOOL", _KNOWN), "-1": ("E-BOOL", _KNOWN)}),
        (
            CHANNEL,
            {"电话": "phone", "PHONE": "phone", "ｐｈｏｎｅ": "phone", "电话。": "phone", "phone": "phone"},
            {"fone": ("E-LABEL", "the nearest is phone"), "电话?": ("E-LABEL", "the nearest is phone")},
        ),
        (
            ACTIONS,
            {"apology; refund": ["apology", "refund"], "道歉、退款": ["apology", "refund"], "apology；": ["apology"],
             "道歉\n退款": ["apology", "refund"]},
            {"apology;apologgy": ("E-LABEL", "the nearest is apology")},
        ),
        (SUPPORTS, {"RC-A01; RC-A02": ["RC-A01", "RC-A02"], "RC-A01；RC-A02;": ["RC-A01", "RC-A02"],
                    "RC-A01、RC-A02": ["RC-A01", "RC-A02"]}, {}),
        (APPROVED, {"2026-03-04 10:00": dt.date(2026, 3, 4), "2026年3月4日": dt.date(2026, 3, 4)},
         {"2026-03": ("E-DATE", "the day is missing")}),
        (MONTH, dict.fromkeys(["2026-03", "2026年3月", "2026/3", "2026-03-01", "202603", "2026-03-01 00:00:00"],
                              dt.date(2026, 3, 1)), {"03/2026": ("E-DATE", _FORM)}),
        (DUE, {"2026-03-04": dt.datetime(2026, 3, 4, 23, 59, 59, 999_000), "2026年3月4日": dt.datetime(2026, 3, 4, 23, 59, 59, 999_000),
               "2026-03-04 15:05": AT, "2026年3月4日15时5分": AT, "2026-03-04 00:00": DAY}, {}),
    ],
    ids=lambda one: one.name if isinstance(one, ColumnDefinition) else "",
)  # fmt: skip
def test_every_form_is_read_or_told(engine, of, accepted, refused):
    reader = Reader(of, SHANGHAI)
    assert {text: said(reader(text)) for text in accepted | refused} == accepted | refused
    cells = [*accepted, *refused, "", None, " ", "\u3000"]
    values, outcome = in_the_engine(engine, reader, cells)
    assert values == [*accepted.values(), *(None for _ in refused), None, None, None, None]
    counted = {one.template.code: one.count for one in outcome.told if one.template.code[0] == "E"}
    codes = [code for code, _ in refused.values()]
    assert counted == {code: codes.count(code) for code in set(codes)}


def test_text_is_kept_as_it_is_written_but_for_its_ends(engine):
    words = column("complaints.category")
    cells = {
        "  Ｔｉｃｋｅｔ 一 ": "Ｔｉｃｋｅｔ 一",
        "a\u200bb": "a\u200bb",
        "\ufeffok\u3000": "ok",
        "007": "007",
        "1.0": "1.0",
    }
    reader = Reader(words, SHANGHAI)
    values, outcome = in_the_engine(engine, reader, list(cells))
    assert (values, outcome.told) == (list(cells.values()), ())
    assert [reader(cell) for cell in cells] == list(cells.values())


def test_a_code_has_nothing_invisible_in_it_and_tells_what_a_spreadsheet_did_to_it(engine):
    cells = {
        "C\u200b001": "C001", "C-1\u200e": "C-1", "00123": "00123", "12E4": "12E4", "投诉\u206011": "投诉11",
        "10023.0": "10023.0", "1.23E+15": None, "１２３": "１２３",
    }  # fmt: skip
    values, outcome = in_the_engine(engine, Reader(NUMBER, SHANGHAI, code=True), list(cells))
    assert values == list(cells.values())
    assert [(one.template.code, [row for row, _, _ in one.cells]) for one in outcome.told] == [
        ("E-CODE-ROUNDED", [8]),
        ("W-CODE-DECIMAL", [7]),
    ]


@pytest.mark.parametrize(
    ("cells", "expected", "notes", "told"),
    [
        (["31/03/2026", "04/03/2026"], [dt.datetime(2026, 3, 31), DAY], [("N-DAY-FIRST", 2, 2, "31/03/2026")], []),
        (["03/04/2026", "03/31/2026"], [DAY, dt.datetime(2026, 3, 31)], [("N-MONTH-FIRST", 2, 3, "03/31/2026")], []),
        (["03/04/2026", "31.03.2026 10:00", "2026-03-04"], [dt.datetime(2026, 4, 3), dt.datetime(2026, 3, 31, 10), DAY],
         [("N-DAY-FIRST", 2, 3, "31.03.2026 10:00")], []),
        (["03/31/2026", "31/03/2026", "04/03/2026"], [None] * 3, [], [("E-DATE-AMBIGUOUS", 3)]),
        (["04/03/2026", "2026-03-31"], [None, dt.datetime(2026, 3, 31)], [], [("E-DATE-AMBIGUOUS", 1)]),
    ],
)  # fmt: skip
def test_the_whole_column_decides_the_order_of_its_dates_or_nobody(engine, cells, expected, notes, told):
    values, outcome = in_the_engine(engine, Reader(RECEIVED, SHANGHAI), cells)
    assert values == expected
    assert [(one.template.code, one.count, one.row, one.text) for _, one in outcome.shown] == notes
    assert [(one.template.code, one.count) for one in outcome.told] == told


@pytest.mark.parametrize(
    ("cells", "expected", "notes", "told"),
    [
        (
            ["1.234,5", "1,234", "1.234", "7"],
            [1234.5, 1.234, 1234.0, 7.0],
            [("N-DECIMAL-COMMA", 2, 2, "1.234,5")],
            [],
        ),
        (["1 234,5", "3,5 元"], [1234.5, 3.5], [("N-DECIMAL-COMMA", 2, 2, "1 234,5")], []),
        (["1,234", "17"], [1234.0, 17.0], [("N-THOUSANDS", 1, 2, "1,234")], []),
        (["1,234", "17.5"], [1234.0, 17.5], [], []),
        (["1,234", "1,234.50", "980"], [1234.0, 1234.5, 980.0], [], []),
        (["1.125", "980"], [1.125, 980.0], [("N-POINT-DECIMAL", 1, 2, "1.125")], []),
        (["1.125", "0.5"], [1.125, 0.5], [], []),
        (["1.125", "1.125.000"], [1125.0, 1125000.0], [("N-POINT-THOUSANDS", 1, 3, "1.125.000")], []),
        (["3,5", "17.5", "1,234"], [None, 17.5, None], [], [("E-NUMBER-AMBIGUOUS", 2)]),
        (["$5", "€7"], [None, None], [], [("E-NUMBER-AMBIGUOUS", 2)]),
        (["¥5", "7元", "8"], [5.0, 7.0, 8.0], [], []),
    ],
)
def test_the_whole_column_decides_its_decimal_mark_or_nobody(engine, cells, expected, notes, told):
    values, outcome = in_the_engine(engine, Reader(AMOUNT, SHANGHAI), cells)
    assert values == expected
    assert [(one.template.code, one.count, one.row, one.text) for _, one in outcome.shown] == notes
    assert [(one.template.code, one.count) for one in outcome.told] == told


def test_points_in_a_column_of_whole_numbers_part_thousands_if_nothing_else_is_whole(engine):
    values, outcome = in_the_engine(engine, Reader(TRANSFERS, SHANGHAI), ["1.250", "12.000", "980"])
    assert values == [1250, 12000, 980]
    assert [(one.template.code, one.count, one.text) for _, one in outcome.shown] == [
        ("N-POINT-THOUSANDS", 2, "1.250")
    ]


def test_a_point_far_down_that_may_part_thousands_is_told(engine):
    values, outcome = in_the_engine(engine, Reader(AMOUNT, SHANGHAI), ["980"] * 1500 + ["1.250"])
    assert values == [980.0] * 1500 + [1.25]
    assert [(one.template.code, one.count, one.row) for _, one in outcome.shown] == [
        ("N-POINT-DECIMAL", 1, 1502)
    ]


@given(st.lists(st.integers(1, 999_999_999), min_size=1, max_size=30))
def test_thousands_parted_by_commas_are_never_read_as_decimals(engine, numbers):
    values, outcome = in_the_engine(engine, Reader(AMOUNT, SHANGHAI), [f"{one:,}" for one in numbers])
    assert values == numbers
    told = {one.template.code for _, one in outcome.shown}
    surely = any(one >= 1_000_000 for one in numbers)
    assert told == ({"N-THOUSANDS"} if not surely and any(one >= 1000 for one in numbers) else set())


def test_what_shows_itself_only_far_down_changes_the_whole_column(engine):
    """Forms are looked for in the first rows, and found wherever they are."""
    numbers = ["1.234"] * 1500 + ["3,5"]
    values, _ = in_the_engine(engine, Reader(AMOUNT, SHANGHAI), numbers)
    assert values == [1234.0] * 1500 + [3.5]
    dates = ["2026-03-04"] * 1500 + ["04/03/2026", "31/03/2026", "2026年3月4日"]
    values, outcome = in_the_engine(engine, Reader(RECEIVED, SHANGHAI), dates)
    assert values == [DAY] * 1501 + [dt.datetime(2026, 3, 31), DAY]
    assert [(one.template.code, one.row) for _, one in outcome.shown] == [("N-DAY-FIRST", 1503)]


def test_what_is_declared_is_not_asked_of_the_column(engine):
    comma = Reader(AMOUNT, SHANGHAI, conventions=Conventions(decimal=","))
    assert in_the_engine(engine, comma, ["1,234", "1.234", "1.5"])[0] == [1.234, 1234.0, None]
    month = Reader(RECEIVED, SHANGHAI, conventions=Conventions(order="month-first"))
    assert in_the_engine(engine, month, ["03/04/2026", "31/03/2026"])[0] == [DAY, None]
    form = Reader(RECEIVED, SHANGHAI, form="%d-%m-%y %H:%M")
    values, outcome = in_the_engine(
        engine, form, ["04-03-26 15:05", " ０４-03-26 15:05", "2026-03-04 15:05", "epoch"]
    )
    assert values == [AT, AT, None, None]
    assert [(one.template.code, one.count) for one in outcome.told] == [("E-DATE-FORM", 2)]
    chinese = Reader(RECEIVED, SHANGHAI, form="%d/%b/%y %I:%M %p")
    cells = ["04/三月/26 3:05 下午", "04/Mar/26 3:05 PM", "24/十二月/25 12:00 上午", "04/三/26 3:05 下午"]
    assert in_the_engine(engine, chinese, cells)[0] == [AT, AT, dt.datetime(2025, 12, 24), None]
    offset = Reader(RECEIVED, SHANGHAI, form="%d.%m.%Y %H:%M %z")
    assert in_the_engine(engine, offset, ["04.03.2026 08:05 +0100"])[0] == [AT]


def test_declared_words_and_values_go_before_everything(engine):
    of = Reader(AMOUNT, SHANGHAI, missing=frozenset({"99", "—"}), values={"免费": "0", "?": None, "7": "70"})
    cells = ["99", " 99 ", "—", "免费", "?", "7", "\t7", "98", ""]
    assert in_the_engine(engine, of, cells)[0] == [None, None, None, 0.0, None, 70.0, 70.0, 98.0, None]
    rest = Reader(CHANNEL, SHANGHAI, values={"T": "phone", "*": "other"}, errors=frozenset({"#REF!"}))
    values, outcome = in_the_engine(engine, rest, ["T", "web", "#REF!"])
    assert (values, [one.template.code for one in outcome.told]) == (
        ["phone", "other", None],
        ["E-CELL-ERROR"],
    )
    text = Reader(column("complaints.category"), SHANGHAI, errors=frozenset({"#REF!"}))
    assert in_the_engine(engine, text, ["#REF!", "a"])[0] == [None, "a"]


def test_amounts_in_another_currency_are_told(engine):
    yuan = Reader(AMOUNT, SHANGHAI, currency="CNY")
    values, outcome = in_the_engine(engine, yuan, ["¥5", "$5", "USD 5", "5 CNY", "6"])
    assert values == [5.0, None, None, 5.0, 6.0]
    assert [(one.template.code, one.count) for one in outcome.told] == [("E-NUMBER", 2)]


WRITTEN = st.sampled_from([
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒", "%Y%m%d%H%M%S", "%d-%b-%Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p", "%A, %d %B %Y %H:%M:%S",
    "%Y-%m-%d %p %I:%M:%S", "%d/%m/%Y %H:%M:%S",
])  # fmt: skip


@few
@given(
    written=WRITTEN,
    moments=st.lists(
        st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2099, 12, 31)), min_size=30, max_size=60
    ),
    chinese=st.booleans(),
)
def test_a_moment_reads_back_from_every_form(engine, written, moments, chinese):
    moments = [one.replace(microsecond=0) for one in moments]
    cells = [one.strftime(written) for one in moments]
    if chinese:
        cells = [cell.replace("AM", "上午").replace("PM", "下午").replace(" 0", " ") for cell in cells]
    reader = Reader(RECEIVED, SHANGHAI, conventions=Conventions(order="day-first"))
    assert [reader(cell) for cell in cells] == moments
    assert in_the_engine(engine, reader, cells)[0] == moments


@few
@given(
    instants=st.lists(
        st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2040, 1, 1), timezones=st.timezones()), min_size=20
    )
)
def test_an_offset_leads_to_the_local_time_of_the_same_instant(engine, instants):
    kept = [one.replace(microsecond=0) for one in instants if one.utcoffset().total_seconds() % 60 == 0]
    expected = [one.astimezone(ZoneInfo("Europe/Vienna")).replace(tzinfo=None) for one in kept]
    cells = [one.isoformat() for one in kept]
    reader = Reader(RECEIVED, VIENNA)
    assert [reader(cell) for cell in cells] == expected
    assert in_the_engine(engine, reader, cells)[0] == expected


@few
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=100))
def test_every_number_comes_back_as_it_was_written(engine, numbers):
    cells = [repr(one) for one in numbers]
    assert in_the_engine(engine, Reader(AMOUNT, SHANGHAI), cells)[0] == numbers


@few
@given(
    numbers=st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=30, max_size=60), comma=st.booleans()
)
def test_an_amount_reads_back_with_its_separators(engine, numbers, comma):
    cells = [f"{one:,.2f}" for one in numbers]
    if comma:
        cells = [cell.translate(str.maketrans(",.", ".,")) for cell in cells]
    reader = Reader(AMOUNT, SHANGHAI, conventions=Conventions(decimal="," if comma else "."))
    assert [reader(cell) for cell in cells] == [float(one) for one in numbers]
    assert in_the_engine(engine, reader, cells)[0] == [float(one) for one in numbers]


ODD = st.lists(
    st.one_of(
        st.text("0123456789-/.: TZ+年月日时分上午下PMe,_'％¥()万\u3000\u200b\t", max_size=20),
        st.from_regex(
            r"[12]\d{3}[-/.年]\d{1,2}[-/.月]\d{1,2}[日T ]?(\d{1,2}:\d{1,2}(:\d{1,2})?)?[Z+]?", fullmatch=True
        ),
        st.from_regex(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( \d{1,2}:\d\d)?", fullmatch=True),
        st.from_regex(r"[+-]?\d{1,4}([,.]\d{1,3}){0,2}(e\d)?", fullmatch=True),
    ),
    min_size=100,
    max_size=300,
)


@settings(max_examples=6, phases=[Phase.generate], deadline=None)
@given(
    cells=ODD,
    order=st.sampled_from(["day-first", "month-first", "mixed"]),
    mark=st.sampled_from([".", ",", "mixed"]),
)
def test_the_engine_reads_what_it_reads_as_it_is_read_by_hand(engine, cells, order, mark):
    for of in (RECEIVED, APPROVED, MONTH, DUE, AMOUNT, TRANSFERS, WAIT_H, NUMBER):
        reader = Reader(of, VIENNA, code=of is NUMBER, conventions=Conventions(order=order, decimal=mark))
        assert in_the_engine(engine, reader, cells)[0] == [value(reader(cell)) for cell in cells], of.name


def test_rows_around_a_cell_change_nothing_else(engine):
    """Only the order of dates and the decimal mark may depend on other rows; both are said."""
    alone = {cell: in_the_engine(engine, Reader(RECEIVED, SHANGHAI), [cell])[0][0] for cell in DATES}
    together, _ = in_the_engine(engine, Reader(RECEIVED, SHANGHAI), list(DATES))
    assert dict(zip(DATES, together, strict=True)) == alone == DATES


def test_the_words_for_nothing_of_a_wide_table_cost_no_memory():
    words = frozenset(f"N/A {n}" for n in range(12))
    readers = tuple(Reader(replace(AMOUNT, name=f"c{n}"), SHANGHAI, missing=words) for n in range(120))
    cells = {reader.column.name: pa.array(["1.5", "N/A 7"]) for reader in readers}
    given = pa.table({"_file": ["c.csv"] * 2, "_row": [2, 3], **cells})
    with connect(threads=1) as engine:
        engine.run_sql("SET memory_limit = '200MB'")
        engine.con.create_table("given", given)
        outcome = type_rows(engine.con.con, Source("given", readers, {}, local_time(SHANGHAI)), "typed")
        rows = engine.con.con.execute("SELECT c0, c119 FROM typed ORDER BY _row").fetchall()
    assert (rows, outcome.told) == ([(1.5, 1.5), (None, None)], ())
