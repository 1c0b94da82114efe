from __future__ import annotations

import pytest

from audit.report.annotations import render_annotations
from audit.text import Language
from tests.report.test_validation_page import broken
from tests.report.validation import dates, validation

FILE = "audits/2026/evidence/a b%25%2C1.csv"
HOSTILE = "<b>⟦U+000A⟧::error::x⟦U+001B⟧[2J⟦U+202E⟧]]>&"

EXPECTED: dict[Language, list[str]] = {
    "en": [
        f'::error file={FILE},line=3,title=E-DATE::received_ts  "2026-13-04"  not a date in %25Y-%25m-%25d — mend the cell',
        f'::error file={FILE},line=4,title=E-DATE::received_ts  "2026-13-04"  not a date in %25Y-%25m-%25d — mend the cell',
        f"::error file={FILE},title=E-DATE::5 more of the same, 7 in all",
        f"::error file={FILE},title=E-CONTRADICTION::2 in all, places not listed",
        f"::warning file=audits/2026/audit.yaml,title=W-NEVER::{HOSTILE}  “a{{b}}[c](d)” never occurs",
        '::warning file=audits/2026/survey.xlsx,title=W-RANGE::调查!F12  p07  "9"  outside 1..7',
    ],
    "zh": [
        f'::error file={FILE},line=3,title=E-DATE::received_ts  "2026-13-04"  不是格式为 %25Y-%25m-%25d 的日期 — 请改正该单元格',
        f'::error file={FILE},line=4,title=E-DATE::received_ts  "2026-13-04"  不是格式为 %25Y-%25m-%25d 的日期 — 请改正该单元格',
        f"::error file={FILE},title=E-DATE::另有 5 处同样的问题，共 7 处",
        f"::error file={FILE},title=E-CONTRADICTION::2 处，未列出位置",
        f"::warning file=audits/2026/audit.yaml,title=W-NEVER::{HOSTILE}  “a{{b}}[c](d)”从未出现",
        '::warning file=audits/2026/survey.xlsx,title=W-RANGE::调查!F12  p07  "9"  超出允许范围 1..7',
    ],
}


@pytest.mark.parametrize("language", EXPECTED)
def test_every_problem_is_one_command(language: Language) -> None:
    assert render_annotations(validation(), language, "audits/2026").splitlines() == EXPECTED[language]


def test_notes_are_notices_and_nothing_found_prints_nothing() -> None:
    note = dates(1, 3, code="N-DATE", level="note", file="c:1.csv")
    found = validation().model_copy(update={"groups": (note,)})
    assert render_annotations(found, "en").split("::")[1] == "notice file=c%3A1.csv,line=3,title=N-DATE"
    assert render_annotations(found.model_copy(update={"groups": ()}), "en") == ""


def test_what_github_does_not_show_is_said_before_anything_else() -> None:
    found = validation().model_copy(
        update={"groups": (dates(12, *range(3, 15)), dates(11, *range(3, 14), level="note"))}
    )
    lines = render_annotations(found, "en").splitlines()
    assert lines[0] == (
        "::notice title=audit validate::GitHub shows the first 10 of each kind; not shown: error 2, notice 2. "
        "The log has all of them"
    )
    assert len(lines) == 24


def test_items_that_cannot_be_assessed_are_named() -> None:
    assert render_annotations(broken(), "zh").splitlines()[0] == (
        "::notice title=audit validate::无法评定的检查项：RC-D01 投诉得到确认"
    )
