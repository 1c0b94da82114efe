"""The lines that ``audit validate`` prints: in the order of work, and each header named once."""

from __future__ import annotations

from audit.cli.validate import in_order, line
from audit.result import Manifest, Problem, ProblemGroup, ValidationResult
from audit.text import Message, Text


def _problem(
    level: str, file: str, at: str | None, *, theirs: str | None = None, en: str = "wrong"
) -> Problem:
    said = Message(code="X", text=Text(zh=en, en=en))
    return Problem.model_validate(
        {"code": "X", "level": level, "file": file, "at": at, "their_column": theirs, "message": said}
    )


def _group(*problems: Problem) -> ProblemGroup:
    first = problems[0]
    return ProblemGroup(
        code="X", level=first.level, file=first.file, count=len(problems), examples=tuple(problems)
    )


def test_errors_come_first_then_file_by_file_and_row_by_row():
    groups = (
        _group(_problem("note", "b.csv", None)),
        _group(_problem("warning", "b.csv", "7")),
        _group(_problem("error", "a.csv", "12"), _problem("error", "a.csv", "101")),
        _group(_problem("error", "b.csv", "C9"), _problem("error", "b.csv", "C10")),
        _group(_problem("error", "a.csv", "30")),
    )
    shown = [
        (one.level, one.file, one.at)
        for one in in_order(ValidationResult(manifest=Manifest(tables=()), groups=groups))
    ]
    assert shown == [
        ("error", "b.csv", "C9"),
        ("error", "b.csv", "C10"),
        ("error", "a.csv", "12"),
        ("error", "a.csv", "30"),
        ("error", "a.csv", "101"),
        ("warning", "b.csv", "7"),
        ("note", "b.csv", None),
    ]


def test_a_header_that_the_message_names_is_not_printed_before_it():
    named = _problem("note", "a.csv", None, theirs="渠道", en="the column “渠道” is not used")
    other = _problem("error", "a.csv", "3", theirs="渠道", en="not a label")
    assert [line(one, "en") for one in (named, other)] == [
        "a.csv  the column “渠道” is not used   [X]",
        "a.csv:3  渠道  not a label   [X]",
    ]
