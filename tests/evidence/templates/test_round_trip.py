"""A filled template is read back without any mapping: headers, labels, dates and numbers."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.criteria.instrument import Instrument
from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.example_rows import MARK
from audit.evidence.templates import templates
from audit.evidence.templates.form import Form, FormField, forms
from audit.text import Language
from tests.evidence.conftest import TakeIn, told

ROWS = 3
EXPECTED = ("W-MONTHS", "W-COMPLETED", "W-STALE")
"""Three rows hold neither every month of a year, nor its end, nor as many respondents as their frame says."""


def filled(field: FormField, form: Form, row: int) -> Any:
    """A value that a person could enter in the row-th line: each choice in turn, and the example elsewhere."""
    column = field.column
    if field.choices:
        return field.choices[row % len(field.choices)]
    if column == form.definition.identifier or column.name in form.definition.key:
        return f"{column.name}-{row}" if column.type == "string" else field.example
    if column.refers is not None:
        if not column.required:
            return None
        return (
            "tan" if column.refers == "instrument.dimensions" else f"{column.refers.rpartition('.')[2]}-{row}"
        )
    return field.example


def without_contradictions(values: dict[str, Any]) -> dict[str, Any]:
    """Choices taken in turn can say what no record may: an open complaint that is resolved."""
    if values.get("outcome") in ("未办结", "Open"):
        values["resolved_ts"] = values["closed_ts"] = None
    if "complaint_id" in values and values.get("failure_id", "") is None and values["complaint_id"] is None:
        values["complaint_id"] = "complaint_id-0"
    if "operator" in values:
        values |= {"operator": None, "target_value": None}
    return values


def fill(book: bytes, every: tuple[Form, ...], path: Path) -> None:
    """Enter rows below the header in the place of the example, as a person would."""
    workbook = load_workbook(io.BytesIO(book))
    for form in every:
        sheet = workbook[form.title]
        for row in range(ROWS):
            values = {field.column.name: filled(field, form, row) for field in form.fields}
            for place, value in enumerate(without_contradictions(values).values(), 1):
                sheet.cell(2 + row, place).value = value
    workbook.save(path)


WIDE = tuple(name for name in TABLES if name not in ("survey_answers", "survey_dim_answers"))
"""Answers in long form belong to respondents of another table: they are tried where they are widened."""
FEW = ("complaints", "contacts_volume", "recovery_actions", "survey_customers")


@pytest.mark.parametrize(
    ("language", "tables"),
    [
        ("zh", FEW),
        ("en", FEW),
        pytest.param("zh", WIDE, marks=pytest.mark.slow),
        pytest.param("en", WIDE, marks=pytest.mark.slow),
    ],
)
def test_a_filled_workbook_needs_no_mapping(
    language: Language, tables: tuple[str, ...], tmp_path: Path, taken_in: TakeIn, instrument: Instrument
) -> None:
    definitions = [table_definition(name, instrument) for name in tables]
    [(name, content)] = templates(definitions, [language], "xlsx", serves={}).items()
    fill(content, forms(definitions, language), tmp_path / name)
    intake = taken_in({table: {"files": [name]} for table in tables}, instrument=instrument)
    unchecked = ("N-REF-UNCHECKED", *EXPECTED) if len(tables) < len(WIDE) else EXPECTED
    assert [one for one in told(intake) if one[0] not in unchecked] == []
    assert {one.table: (one.rows, one.set_aside) for one in intake.manifest.tables} == dict.fromkeys(
        tables, (ROWS, 0)
    )
    assert {one.table: one.unknown_columns for one in intake.manifest.tables} == dict.fromkeys(tables, ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_header_and_every_choice_is_its_own(language: Language, instrument: Instrument) -> None:
    for form in forms([table_definition(name, instrument) for name in TABLES], language):
        headers = [field.header for field in form.fields]
        assert len(set(headers)) == len(headers), form.title
        for field in form.fields:
            assert len(set(field.choices)) == len(field.choices), field.header


@pytest.mark.parametrize("mark", [MARK.zh, MARK.en])
def test_an_example_row_that_was_left_is_told_and_does_not_count(mark: str, taken_in: TakeIn) -> None:
    text = f"投诉编号 *,受理渠道 *,受理时间 *\n{mark},电话,2026-03-04 09:30\nC1,电话,2026-03-04 09:30\n"
    intake = taken_in({"complaints": {"files": ["a.csv"]}}, {"a.csv": text})
    assert [one for one in told(intake) if one[0] not in EXPECTED] == [
        (
            "E-EXAMPLE",
            "complaint_id",
            1,
            "2",
            mark,
            "this is the example row of the template; it is no evidence",
        )
    ]
    assert (intake.manifest.tables[0].rows, intake.manifest.tables[0].used) == (2, 1)


def test_the_empty_template_holds_nothing_but_examples(tmp_path: Path, taken_in: TakeIn) -> None:
    definitions = [TABLES["complaints"], TABLES["recovery_actions"], TABLES["failures"]]
    [(name, content)] = templates(definitions, ["zh"], "xlsx", serves={}).items()
    (tmp_path / name).write_bytes(content)
    intake = taken_in({one.name: {"files": [name]} for one in definitions})
    problems = [(code, at) for code, _, _, at, *_ in told(intake) if code[0] == "E"]
    assert problems == [("E-EXAMPLE", "A2")] * 3
    assert {one.table: (one.rows, one.used) for one in intake.manifest.tables} == {
        one.name: (1, 0) for one in definitions
    }


def test_a_filled_csv_needs_no_mapping(taken_in: TakeIn) -> None:
    files = templates([TABLES["documents"]], ["en"], "csv", serves={})
    header = files["documents.csv"].decode("utf-8-sig")
    assert header.startswith("Document number *,Type *,Title *,Version *,Approved on,")
    out = io.StringIO()
    columns = len(next(csv.reader([header])))
    csv.writer(out).writerow(["D1", "Policy", "Complaints", "2", *[""] * (columns - 4)])
    intake = taken_in(
        {"documents": {"files": ["d.csv"]}}, {"d.csv": files["documents.csv"] + out.getvalue().encode()}
    )
    assert (told(intake), intake.evidence.rows("documents")[0].type) == ([], "policy")


@pytest.mark.slow
def test_a_workbook_that_another_program_saved_is_still_read(tmp_path: Path, taken_in: TakeIn) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    definitions = [TABLES[name] for name in FEW]
    [(_, content)] = templates(definitions, ["zh"], "xlsx", serves={}).items()
    fill(content, forms(definitions, "zh"), tmp_path / "filled.xlsx")
    command = [office, "--headless", "--convert-to", "ods:calc8", "filled.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (tmp_path / "saved").mkdir()
    back = [office, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "filled.ods"]
    subprocess.run(back, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    intake = taken_in({table: {"files": ["saved/filled.xlsx"]} for table in FEW})
    assert [one for one in told(intake) if one[0] not in ("N-REF-UNCHECKED", *EXPECTED)] == []
    assert {one.table: one.used for one in intake.manifest.tables} == dict.fromkeys(FEW, ROWS)
