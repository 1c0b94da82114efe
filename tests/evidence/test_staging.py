"""From the text of a file to typed rows: what is told, in which words, and what audit.yaml can declare."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from audit.errors import UsageError
from audit.evidence.intake import Intake
from tests.evidence.conftest import TakeIn

HEADER = "complaint_id,channel,received_ts,resolved_first_contact,transfers"
FIRST = "C1,web,2026-03-04 15:05,是,0"


def values(intake: Intake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    found = intake.evidence.run(intake.evidence.table(table).order_by("_row").select(*columns))
    return [tuple(row[column] for column in columns) for row in found]


def words(intake: Intake, language: Any) -> list[tuple[str, str | None, str, str]]:
    """Code, place, sentence and advice of everything said of cells and of columns as a whole."""
    return [
        (
            one.code,
            one.examples[0].at,
            one.examples[0].message.in_(language),
            one.examples[0].message.mend_in(language),
        )
        for one in intake.groups
        if one.column
        in ("channel", "received_ts", "resolved_first_contact", "transfers", "amount", "approval_wait_h")
        and one.code != "W-STALE"
    ]


def complaint(**cells: str) -> str:
    row = dict(zip(HEADER.split(","), FIRST.split(","), strict=True)) | cells
    return f"{HEADER}\n{','.join(row.values())}\n"


CELLS = {
    "a day that is none": (
        {"received_ts": "2026-02-30"},
        ("E-DATE", "2", "不是日期：日历上没有这一天", "请改正该单元格；全列都是这种写法的，请在 dates 中写明格式"),
        ("E-DATE", "2", "not a date: there is no such day",
         "mend the cell; where the whole column is written so, declare its format under dates"),
    ),
    "day and month that could be swapped": (
        {"received_ts": "04/03/2026"},
        ("E-DATE-AMBIGUOUS", "2", "日期的年月日次序不明：全列没有大于 12 的“日”，看不出先日后月还是先月后日",
         "请在 audit.yaml 的 dates 中写明该列的次序或格式，例如 day-first 或 “%d-%m-%Y”"),
        ("E-DATE-AMBIGUOUS", "2",
         ("which part is day, month and year cannot be told: day/month or month/day: no day above 12 in the whole column "
          "tells which"), 'declare under dates in audit.yaml the column\'s order or format: day-first, or "%d-%m-%Y"'),
    ),
    "a word for nothing": (
        {"transfers": "—"},
        ("E-MISSING-WORD", "2", "“—”不是该列的值，看来表示“没有”", '确是“缺失”的，请在 audit.yaml 中写 missing: ["—"]'),
        ("E-MISSING-WORD", "2", "“—” is no value of this column and seems to mean “missing”",
         'if it does, declare missing: ["—"] in audit.yaml'),
    ),
    "about a number": (
        {"transfers": "约3"},
        ("E-NUMBER", "2", "不是数字：只是约数", "请改正该单元格，或在 values 中写明它是多少"),
        ("E-NUMBER", "2", "not a number: only about a number",
         "mend the cell, or say under values which number it stands for"),
    ),
    "a fraction": (
        {"transfers": "1.5"},
        ("E-WHOLE-NUMBER", "2", "不是整数", "请改正该单元格，或在 values 中写明它是多少"),
        ("E-WHOLE-NUMBER", "2", "not a whole number", "mend the cell, or say under values which number it stands for"),
    ),
    "neither yes nor no": (
        {"resolved_first_contact": "也许"},
        ("E-BOOL", "2", "不是“是/否”值；可写 是/否、true/false、1/0、√/×",
         "请使用 是/否、true/false 或 1/0，或在 values 中写明对应关系"),
        ("E-BOOL", "2", "neither yes nor no; known are yes/no, true/false, 1/0, √/×",
         "write yes/no, true/false or 1/0, or map the labels under values"),
    ),
    "a label misspelt": (
        {"channel": "fone"},
        ("E-LABEL", "2", "“fone”不是该列的取值；最接近的是 phone", "请在 values 中写明它对应哪个代码"),
        ("E-LABEL", "2", "“fone” is not a value of this column; the nearest is phone",
         "map it to one of the codes under values"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "zh", "en"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_not_understood_is_told_with_its_reason_and_its_cure(taken_in: TakeIn, cells, zh, en):
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": complaint(**cells)})
    told = {code: (code.replace("W-", "E-"), *rest) for code, *rest in words(intake, "zh")}
    assert zh in told.values()
    told = {code: (code.replace("W-", "E-"), *rest) for code, *rest in words(intake, "en")}
    assert en in told.values()


def test_a_column_that_decides_for_itself_says_by_which_row(taken_in: TakeIn):
    text = f"{HEADER}\nC1,web,04/03/2026,是,0\nC2,web,31/03/2026 9:00,是,0\n"
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    assert values(intake, "complaints", "received_ts") == [
        (dt.datetime(2026, 3, 4),), (dt.datetime(2026, 3, 31, 9),),
    ]  # fmt: skip
    assert [one for one in words(intake, "zh") if one[0] == "N-DAY-FIRST"] == [
        (
            "N-DAY-FIRST",
            "3",
            "全列按“日/月/年”读取：此处的“日”大于 12，且没有相反的例子",
            "如不对，请在 dates 中写明",
        )
    ]
    assert [one.count for one in intake.groups if one.code == "N-DAY-FIRST"] == [2]


def test_the_files_of_a_table_are_one_column(taken_in: TakeIn):
    """A branch that writes the month first and one that writes the day first cannot both be believed."""
    files = {
        "c-1.csv": f"{HEADER}\nC1,web,31/03/2026,是,0\n",
        "c-2.csv": f"{HEADER}\nC2,web,03/31/2026,是,0\nC3,web,2026-03-31,是,0\n",
    }
    intake = taken_in({"complaints": {"files": ["c-*.csv"]}}, files)
    assert values(intake, "complaints", "complaint_id") == [("C3",)]
    assert [(one.file, one.count) for one in intake.groups if one.code == "E-DATE-AMBIGUOUS"] == [
        ("c-1.csv", 1), ("c-2.csv", 1),
    ]  # fmt: skip


def test_orders_and_decimal_marks_may_be_declared(taken_in: TakeIn):
    text = f"{HEADER}\nC1,web,04/03/2026,是,0\n"
    source = {"files": ["c.csv"], "dates": {"received_ts": "month-first"}}
    intake = taken_in({"complaints": source}, {"c.csv": text})
    assert values(intake, "complaints", "received_ts") == [(dt.datetime(2026, 4, 3),)]
    actions = 'action_id,failure_id,action_ts,type,amount\nA1,F1,2026-03-04,refund,"1,234"\n'
    of = {"recovery_actions": {"files": ["a.csv"], "decimal": ","}}
    assert values(taken_in(of, {"a.csv": actions}), "recovery_actions", "amount") == [(1.234,)]


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "%q", "mixed"])
def test_a_date_format_that_is_none_is_refused(taken_in: TakeIn, form):
    source = {"files": ["c.csv"], "dates": {"received_ts": form}}
    with pytest.raises(UsageError) as caught:
        taken_in({"complaints": source}, {"c.csv": complaint()})
    assert [one.message.code for one in caught.value.located] == ["A-DATE-FORMAT"]


def test_the_moment_that_orders_the_states_of_a_case_is_told_where_it_is_none(taken_in: TakeIn):
    text = "case,changed,complaint_id,channel,received_ts\nA,soon,C1,web,2026-03-04\nA,2026-03-05,C2,web,2026-03-04\n"
    source = {"files": ["c.csv"], "rows": {"latest_per": "case", "by": "changed"}}
    intake = taken_in({"complaints": source}, {"c.csv": text})
    assert values(intake, "complaints", "complaint_id") == [("C2",)]
    told = [one.examples[0] for one in intake.groups if one.code == "W-DATE"]
    assert [(one.their_column, one.at, one.shown) for one in told] == [("changed", "2", "soon")]


def test_columns_that_come_typed_are_taken_as_they_are(taken_in: TakeIn, tmp_path):
    """No way round by text; a value of the type that is none of the column's is a problem."""
    table = pa.table(
        {
            "complaint_id": pa.array([10023.0, 2.0, 3.0, 4.0]),
            "channel": ["web", "电话", "web", "web"],
            "received_ts": pa.array([dt.datetime(2026, 3, day, 15, 5, 9, 123_456) for day in (1, 2, 3, 4)]),
            "resolved_first_contact": [True, False, None, True],
            "transfers": [0.0, 1.0, 2.5, float("nan")],
            "target_due_ts": pa.array([dt.date(2026, 3, 9)] * 4),
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "c.parquet")
    data = (tmp_path / "c.parquet").read_bytes()
    intake = taken_in({"complaints": {"files": ["c.parquet"]}}, {"c.parquet": data})
    columns = (
        "complaint_id",
        "channel",
        "received_ts",
        "resolved_first_contact",
        "transfers",
        "target_due_ts",
    )
    due = dt.datetime(2026, 3, 9, 23, 59, 59, 999_000)
    found = values(intake, "complaints", *columns)
    assert found[:2] == [
        ("10023", "web", dt.datetime(2026, 3, 1, 15, 5, 9, 123_456), True, 0, due),
        ("2", "phone", dt.datetime(2026, 3, 2, 15, 5, 9, 123_456), False, 1, due),
    ]
    told = {
        (one.code[1:], one.examples[0].at, one.examples[0].shown)
        for one in intake.groups
        if one.column == "transfers"
    }
    assert told == {("-WHOLE-NUMBER", "3", "2.5"), ("-MISSING-WORD", "4", "nan")}


def test_values_of_personal_columns_stay_masked_whatever_is_wrong_with_them(taken_in: TakeIn):
    text = "complaint_id,channel,received_ts,customer_id\nC1,web,2026-03-04,1.38E+10\nC2,web,2026-03-04,13800001111.0\n"
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    told = {one.code: one.examples[0].shown for one in intake.groups if one.column == "customer_id"}
    assert {code: told[code] for code in told if "CODE" in code} == {
        "E-CODE-ROUNDED": "‹personal›", "W-CODE-DECIMAL": "‹personal›",
    }  # fmt: skip
    assert "1.38E" not in "".join(one.model_dump_json() for one in intake.groups)
