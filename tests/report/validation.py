"""A small validation made by hand: two text files, of which one is clean, and a workbook."""

from __future__ import annotations

from typing import Any

from audit.result import Manifest, Problem, ProblemGroup, SourceFile, TableEntry, ValidationResult
from audit.text import Text, message

DATE = message(
    "E-DATE",
    zh="不是格式为 {format} 的日期",
    en="not a date in {format}",
    mend=Text(zh="请改正该单元格", en="mend the cell"),
)
CONTRADICTION = message("E-CONTRADICTION", zh="{why}", en="{why}")
RANGE = message("W-RANGE", zh="超出允许范围 {range}", en="outside {range}")
NEVER = message("W-NEVER", zh="“{label}”从未出现", en="“{label}” never occurs")
WHY = Text(zh="结案早于受理", en="closed before it came in")


def problem(template: Any, place: dict[str, Any], **params: Any) -> Problem:
    levels = {"E": "error", "W": "warning", "N": "note"}
    return Problem.model_validate(
        {
            "code": template.code,
            "level": levels[template.code[0]],
            "message": template(**params),
            **place,
        }
    )


def group(count: int, *examples: Problem) -> ProblemGroup:
    first = examples[0]
    return ProblemGroup(
        code=first.code,
        level=first.level,
        table=first.table,
        file=first.file,
        column=first.column,
        count=count,
        examples=examples,
    )


def dates(count: int, *lines: int, **more: Any) -> ProblemGroup:
    """``count`` bad dates in one file, of which those in ``lines`` are shown."""
    place = {
        "table": "complaints",
        "file": "evidence/a b%,1.csv",
        "their_column": "受理时间",
        "column": "received_ts",
        "shown": "2026-13-04",
        **more,
    }
    return group(count, *(problem(DATE, {**place, "at": str(at)}, format="%Y-%m-%d") for at in lines))


def table(name: str, *files: SourceFile) -> TableEntry:
    return TableEntry(
        table=name,
        title=Text(zh=name, en=name),
        files=files,
        rows=1,
        used=1,
        sha256="0" * 64,
        grade="C",
        grade_reason=message("E-TRIAL", zh="试验", en="a trial")(),
    )


def file(path: str, sheet: str | None = None) -> SourceFile:
    return SourceFile(path=path, sha256="ab" * 32, bytes=12, rows=1, sheet=sheet)


def validation() -> ValidationResult:
    """Seven bad dates of which two are shown, a contradiction counted only, a warning in a cell, a note."""
    contradiction = {
        "table": "complaints",
        "file": "evidence/a b%,1.csv",
        "at": "9",
        "column": "resolved_ts",
    }
    cell = {
        "table": "survey_customers",
        "file": "survey.xlsx",
        "sheet": "调查",
        "at": "F12",
        "column": "p07",
        "shown": "9",
    }
    hostile = {
        "table": "complaints",
        "file": "audit.yaml",
        "their_column": "<b>\n::error::x\x1b[2J\u202e]]>&",
    }
    return ValidationResult(
        manifest=Manifest(
            tables=(
                table("complaints", file("evidence/a b%,1.csv"), file("evidence/clean.csv")),
                table("survey_customers", file("survey.xlsx", "调查"), file("survey.xlsx", "二")),
                table("service_standards"),
            )
        ),
        groups=(
            dates(7, 3, 4),
            group(2, problem(CONTRADICTION, contradiction, why=WHY)).model_copy(update={"examples": ()}),
            group(1, problem(NEVER, hostile, label="a{b}[c](d)")),
            group(1, problem(RANGE, cell, range="1..7")),
        ),
    )
