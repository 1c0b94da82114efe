"""Answer sheets go out and come back: their headers are our columns, and nobody maps anything by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from audit.api import validate
from audit.errors import UsageError
from audit.questionnaire.answer_sheet import answer_sheet
from audit.questionnaire.grids import Sheet
from audit.questionnaire.scoring import scored
from audit.text import Language
from tests.evidence.conftest import audit_yaml
from tests.questionnaire.conftest import instrument, questionnaire


def exported(name: str, language: Language) -> Workbook:
    return load_workbook(io.BytesIO(answer_sheet(instrument(name), questionnaire(name, language))))


def fill(book: Workbook, answers: dict[str, Any], rows: int) -> None:
    """Write rows over the example; what ``answers`` does not name is left empty, ratings get 5."""
    sheet = book.worksheets[0]
    for row in range(2, rows + 2):
        for place, head in enumerate([cell.value for cell in sheet[1]], 1):
            rated = str(head)[-1].isdigit()
            value = answers.get(str(head), 5 if rated else None)
            sheet.cell(row, place).value = value.format(row) if isinstance(value, str) else value


CUSTOMER = {
    "zh": {"respondent_id": "R{}", "survey_ts": "2026-03-04 10:00", "channel": "门店", "had_failure": "是", "complained": "否", "noncomplaint_reason": "太麻烦;没有用", "overall_sat": 6},
    "en": {"respondent_id": "R{}", "survey_ts": "2026-03-04 10:00", "channel": "Store", "had_failure": "Yes", "complained": "No", "noncomplaint_reason": "Too much effort;Would not help", "overall_sat": 6},
}  # fmt: skip
WEIGHTS = {f"w_{one}": 20 for one in ("tan", "rel", "res", "ass", "emp")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_sheet_is_read_without_any_mapping(language: Language, tmp_path: Path) -> None:
    book = exported("servqual-22", language)
    fill(book, CUSTOMER[language] | WEIGHTS, rows=3)
    book.save(tmp_path / "answers.xlsx")
    evidence = {"survey_customers": {"files": ["answers.xlsx"]}}
    (tmp_path / "audit.yaml").write_text(audit_yaml(evidence, instrument="servqual-22"), encoding="utf-8")
    found = validate(tmp_path)
    table = found.manifest.tables[0]
    assert (table.table, table.rows) == ("survey_customers", 3)
    assert [(group.code, group.column) for group in found.groups] == [("N-REF-UNCHECKED", "site_id")]


def test_the_sheet_says_what_each_column_asks() -> None:
    book = exported("servqual-22", "en")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert (sheet.title, heads[:4], heads[-1]) == (
        "Customer survey", ["respondent_id", "survey_ts", "site_id", "e01"], "noncomplaint_reason",
    )  # fmt: skip
    comment = sheet.cell(1, heads.index("p07") + 1).comment
    assert comment is not None
    assert comment.text.endswith("This organisation … gets the service right at the first attempt")
    rows = [[cell.value for cell in row] for row in book["Questions"].iter_rows()]
    assert ["imp01", "How important is it to me that a provider …\nuses equipment and systems that are up to date", "1 = not important; 7 = very important"] in rows  # fmt: skip


def test_statements_are_averaged_as_they_were_answered() -> None:
    one = instrument("contact-staff")
    book = exported("contact-staff", "en")
    fill(book, {"staff_resp_id": "S{}", "role": "clerk", "ant3_team_2": 2, "ant3_ambig_1": None, "ant3_ambig_2": 7, "support_1": None, "support_2": None}, rows=1)  # fmt: skip
    sheet = book.worksheets[0]
    rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
    assert sheet.title == "Answers by statement"
    text = scored(one, Sheet("s.xlsx", sheet.title, rows)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["staff_resp_id"], row["role"]) == ("S2", "clerk")
    assert (row["ant3_team"], row["ant3_ambig"], row["support"], row["nopun_belief"]) == (
        "3.5",
        "7.0",
        "",
        "5.0",
    )
    assert not [name for name in row if name.endswith("_1")]


def test_the_example_row_is_no_answer() -> None:
    sheet = exported("managers", "zh").worksheets[0]
    rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert len(scored(instrument("managers"), Sheet("s.xlsx", sheet.title, rows)).splitlines()) == 1


def test_the_means_are_read_as_the_table_of_managers(tmp_path: Path) -> None:
    book = exported("managers", "zh")
    fill(book, {"manager_id": "M{}", "level": "中层"} | WEIGHTS, rows=2)
    rows = tuple(tuple(row) for row in book.worksheets[0].iter_rows(values_only=True))
    (tmp_path / "m.csv").write_bytes(scored(instrument("managers"), Sheet("s.xlsx", "x", rows)))
    evidence = {"survey_managers": {"files": ["m.csv"]}}
    (tmp_path / "audit.yaml").write_text(audit_yaml(evidence, instrument="servqual-22"), encoding="utf-8")
    found = validate(tmp_path)
    assert found.manifest.tables[0].rows == 2
    assert [(group.code, group.column) for group in found.groups] == []


def test_wrong_answers_are_told_with_their_cells_and_not_repeated() -> None:
    one = instrument("contact-staff")
    columns = [scale.column(place) for scale in one.scales for place in range(1, len(scale.statements) + 1)]
    good = ["S1", *(4 for _ in columns)]
    bad = ["S2", *(4 for _ in columns)]
    bad[1], bad[3] = "张三", 8
    rows = tuple(map(tuple, [["staff_resp_id", *columns], good, bad]))
    with pytest.raises(UsageError) as refused:
        scored(one, Sheet("s.xlsx", "Answers", rows))
    assert [problem.in_("en") for problem in refused.value.located] == [
        "s.xlsx#Answers!B3  ant3_team_1 must be a number from 1 to 7   [Q-NUMBER]",
        "s.xlsx#Answers!D3  ant3_fit_1 must be a number from 1 to 7   [Q-NUMBER]",
    ]


def test_a_statement_without_a_column_is_told() -> None:
    one = instrument("contact-staff")
    with pytest.raises(UsageError) as refused:
        scored(one, Sheet("s.csv", None, ()))
    assert len(refused.value.located) == sum(len(scale.statements) for scale in one.scales)
    assert refused.value.located[0].in_("zh") == (
        "s.csv:1  缺少列 ant3_team_1 — 表头应与 audit instrument export 写出的一致   [Q-COLUMN]"
    )


def test_the_sheet_by_statement_says_how_it_is_averaged() -> None:
    rows = [row[0].value for row in exported("managers", "zh")["题目对照"].iter_rows()]
    assert "audit instrument score managers managers.zh-CN.xlsx -o survey_managers.csv" in rows


def test_a_background_question_is_asked_without_the_words_that_lead_to_all_of_them() -> None:
    rows = [[cell.value for cell in row] for row in exported("contact-staff", "en")["Questions"].iter_rows()]
    assert ["role", "Your role", None] in [[*row[:2], row[2] or None] for row in rows]
