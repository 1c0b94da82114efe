"""What people hand over when something is wrong: the message that teaches, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.criteria.checklist import load_shipped
from audit.measures.catalogue import MEASURES
from tests.cli.conftest import AUDIT, HEADER, ROW, Run

RECOVERY = load_shipped("recovery")
DEPENDENT = ", ".join(
    sorted(one.id for _, one in RECOVERY.items() if one.pick and "complaints" in MEASURES[one.pick.id].needs)
)
AFFECTED = f"Items that cannot be assessed because of them: {DEPENDENT}"
ONE_ERROR = "1 problem in 1 file (1 error, 0 warnings, 0 notes), showing 1."
RATINGS = {"audit": AUDIT + "ratings: ratings.yaml\n"}
RATING = "ratings:\n  - {item: RC-A03, level: 2, by: lee, at: 2026-04-01, method: interview"

STOPS: dict[str, tuple[dict[str, Any], int, str]] = {
    "empty file": (
        {"complaints": ""},
        5,
        "c.csv  the file is empty — export it again; where there are no records, keep the header line   [E-EMPTY]",
    ),
    "binary file named .csv": (
        {"complaints": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))},
        5,
        "c.csv  not a text file but PNG — save it as CSV, XLSX or Parquet   [E-BINARY]",
    ),
    "ragged row": (
        {"complaints": HEADER + ROW + "A2,2026-01-05 10:00\n"},
        5,
        (
            "c.csv:3  the line has 2 fields, the header has 5 — a field that holds the delimiter must be quoted; or "
            "delimiter or header_row is wrong   [E-RAGGED]"
        ),
    ),
    "bad quote": (
        {"complaints": HEADER + '"A"1,2026-01-05 10:00,phone,,\n'},
        5,
        (
            "c.csv:2  a closing quote is followed by neither a delimiter nor the end of the line — write a quote inside "
            "a quoted field twice   [E-QUOTE]"
        ),
    ),
    "wrong encoding forced": (
        {
            "complaints": (HEADER + "A1,2026-01-05 10:00,电话,,\n").encode("gb18030"),
            "audit": AUDIT + "    encoding: utf-8\n",
        },
        5,
        (
            "c.csv:2  byte 81 (0xB5) cannot be decoded as utf-8, which was declared — the file looks like gb18030; correct "
            "encoding, or leave it out to have it detected   [E-ENCODING]"
        ),
    ),
    "unknown table in audit.yaml": (
        {"audit": AUDIT.replace("  complaints:", "  complaint:")},
        2,
        "audit.yaml:10:3  there is no evidence table “complaint”; did you mean “complaints”?   [A-TABLE-UNKNOWN]",
    ),
    "glob that matches nothing": (
        {"complaints": None},
        2,
        "audit.yaml:11:13  no file matches “c.csv” — check the path and its wildcards   [A-NO-MATCH]",
    ),
    "header that no file has": (
        {"audit": AUDIT + "    columns: {channel: Kanal}\n"},
        2,
        "audit.yaml:12:15  no file has the header “Kanal”; did you mean “channel”?   [A-HEADER-UNKNOWN]",
    ),
    "path out of the folder": (
        {"audit": AUDIT.replace("[c.csv]", "[../c.csv]")},
        2,
        (
            "audit.yaml:11:13  “../c.csv” leads out of this folder — move the file into this folder, or list it by name "
            "under “outside”   [A-OUTSIDE]"
        ),
    ),
    "unknown instrument": (
        {"audit": AUDIT + "instrument: servqual22\n"},
        2,
        "audit.yaml:12:1  there is no instrument “servqual22”; did you mean “servqual-22”?   [A-UNKNOWN]",
    ),
    "unknown checklist": (
        {"audit": AUDIT.replace("[recovery]", "[recovry]")},
        2,
        "audit.yaml:8:12  there is no checklist “recovry”; did you mean “recovery”?   [A-UNKNOWN]",
    ),
    "unknown constant": (
        {"audit": AUDIT + "params: {M-ACK: {targt: 12}}\n"},
        2,
        "audit.yaml:12:18  there is no constant “targt”; did you mean “target”?   [A-UNKNOWN]",
    ),
    "not applicable, and no such item": (
        {"audit": AUDIT + "not_applicable: [{item: RC-G11, reason: {zh: 无, en: none}, approved_by: lee}]\n"},
        2,
        "audit.yaml:12:19  there is no item “RC-G11”; did you mean “RC-G01”?   [A-UNKNOWN]",
    ),
    "an important item that nobody asks": (
        {
            "audit": AUDIT
            + "instrument: servqual-22\nimportant_items: {items: ['01', '44'], agreed_on: 2025-01-01}\n"
        },
        2,
        "audit.yaml:13:33  there is no item of the questionnaire “44”; there are 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12   [A-UNKNOWN]",
    ),
    "rating without reason": (
        {**RATINGS, "others": {"ratings.yaml": RATING + "}\n"}},
        2,
        "ratings.yaml:2:5  “ratings.0.reason” is missing   [Y-MISSING-KEY]",
    ),
    "rating of an unknown item": (
        {
            **RATINGS,
            "others": {"ratings.yaml": RATING.replace("A03", "A33") + ", reason: {zh: 有, en: x}}\n"},
        },
        2,
        "ratings.yaml:2:6  no checklist has an item RC-A33; did you mean RC-A03?   [R-ITEM]",
    ),
}

BREAKS: dict[str, tuple[str, str]] = {
    "missing required column": (
        "complaint_id,channel\nA1,phone\n",
        (
            "c.csv  received_ts  the required column received_ts (Received) is missing — name the header that holds it "
            "under columns in audit.yaml   [E-COLUMN-MISSING]"
        ),
    ),
    "out-of-range value": (
        HEADER.strip() + ",transfers\n" + ROW.strip() + ",-3\n",
        'c.csv:2  transfers  "-3"  outside ≥ 0 — mend the cell, or check unit and scale   [E-RANGE]',
    ),
    "end before start": (
        HEADER + "A1,2026-01-05 10:00,phone,,2026-01-04 10:00\n",
        'c.csv:2  resolved_ts  "2026-01-04 10:00:00"  before received_ts (2026-01-05 10:00:00)   [E-ORDER]',
    ),
    "impossible date": (
        HEADER + "A1,2026-13-04,phone,,\n",
        (
            'c.csv:2  received_ts  "2026-13-04"  not a date: there is no such day — mend the cell; where the whole '
            "column is written so, declare its format under dates   [E-DATE]"
        ),
    ),
    "day and month that cannot be told apart": (
        HEADER + "A1,04-03-2026,phone,,\n",
        (
            'c.csv:2  received_ts  "04-03-2026"  which part is day, month and year cannot be told: day/month '
            "or month/day: no day above 12 in the whole column tells which — declare under dates in audit.yaml the "
            'column\'s order or format: day-first, or "%d-%m-%Y"   [E-DATE-AMBIGUOUS]'
        ),
    ),
    "unknown label": (
        HEADER + "A1,2026-01-04,phon,,\n",
        (
            'c.csv:2  channel  "phon"  “phon” is not a value of this column; the nearest is phone — map it to one of the '
            "codes under values   [E-LABEL]"
        ),
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_what_stops_the_work_is_told_with_place_and_remedy(
    name: str, run: Run, engagement: Callable[..., Path]
) -> None:
    given, code, line = STOPS[name]
    ended = run("validate", engagement(**given))
    assert (ended.code, ended.out, ended.err) == (code, [], [line])


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_told_with_the_items_that_depend_on_it(
    name: str, run: Run, engagement: Callable[..., Path]
) -> None:
    complaints, line = BREAKS[name]
    ended = run("validate", engagement(complaints))
    assert (ended.code, ended.out) == (3, [line, ONE_ERROR, AFFECTED])


def test_a_key_that_occurs_twice_is_told_at_both_places(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("validate", engagement(HEADER + ROW + ROW))
    remedy = "a record may occur once; for event logs take the last state with rows.latest_per"
    assert ended.code == 3
    assert ended.out[:2] == [
        f'c.csv:{line}  complaint_id  "A1"  the key complaint_id occurs again — {remedy}   [E-KEY]'
        for line in (2, 3)
    ]


def test_a_header_that_stands_twice_is_taken_for_neither_column(
    run: Run, engagement: Callable[..., Path]
) -> None:
    ended = run("validate", engagement(HEADER.replace("channel", "received_ts") + ROW))
    absent = "name the header that holds it under columns in audit.yaml   [E-COLUMN-MISSING]"
    assert ended.code == 3
    assert ended.out[:4] == [
        f"c.csv  channel  the required column channel (Channel) is missing — {absent}",
        f"c.csv  received_ts  the required column received_ts (Received) is missing — {absent}",
        (
            "c.csv  received_ts  several headers could be received_ts (Received): received_ts (1), received_ts (2); none "
            "was taken — say which one under columns   [W-COLUMN-AMBIGUOUS]"
        ),
        (
            "c.csv  the header “received_ts” stands in columns 2, 3, which are called received_ts (1), received_ts (2) — "
            "if one of them is needed, name it so under columns   [N-HEADER-TWICE]"
        ),
    ]


def test_an_unknown_column_is_a_note_and_passes(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("validate", engagement(HEADER.strip() + ",colour\n" + ROW.strip() + ",red\n"))
    assert (ended.code, ended.out) == (
        0,
        [
            (
                "c.csv  the column “colour” is not used — if it is needed, say under columns which of ours it is   "
                "[N-COLUMN-UNKNOWN]"
            ),
            "1 problem in 1 file (0 errors, 0 warnings, 1 note), showing 1.",
        ],
    )


def test_problems_are_told_in_chinese(run: Run, engagement: Callable[..., Path]) -> None:
    ended = run("validate", engagement(HEADER + "A1,2026-13-04,phone,,\n"), "--lang", "zh-CN")
    assert (ended.code, ended.out) == (
        3,
        [
            'c.csv:2  received_ts  "2026-13-04"  不是日期：日历上没有这一天 — 请改正该单元格；全列都是这种写法的，请在 dates 中写明格式   [E-DATE]',
            "1 个文件中有 1 处问题（1 处错误，0 处警告，0 处提示），显示 1 处。",
            f"因此无法评定的检查项：{DEPENDENT}",
        ],
    )


def test_a_file_that_may_not_be_read_is_unreadable(
    run: Run, engagement: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = engagement()
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name == "c.csv":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    ended = run("validate", folder)
    assert ended.code == 5
    assert ended.err[0].startswith("c.csv  ")
    assert ended.err[0].endswith("[E-OPEN]")


def test_a_fault_of_the_tool_is_not_a_fault_of_the_data(
    run: Run, engagement: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret-from-a-cell")

    monkeypatch.setattr("audit.api.validate", broken)
    ended = run("validate", engagement())
    assert ended.code == 70
    assert ended.out == []
    assert ended.err[0] == "A fault of the tool, not of your data: ZeroDivisionError"
    assert "secret-from-a-cell" not in "\n".join(ended.err)
