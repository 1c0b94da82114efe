"""``audit validate``: check the evidence and name every problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import click

from audit.cli.exit_codes import Exit, decide
from audit.cli.options import Voice, with_progress, with_voice
from audit.cli.words import (
    AFFECTED,
    GRADED,
    HIDDEN,
    HOW,
    NO_PROBLEM,
    PROBLEMS,
    REACHES,
    READ,
    READ_AS,
    figure,
    said,
)
from audit.text import Language

if TYPE_CHECKING:
    from audit.result import Level, Problem, ValidationResult

Name = TypeVar("Name", bound=str)

Form = Literal["text", "json", "junit", "sarif", "github", "html"]

FORMS: tuple[Form, ...] = get_args(Form)
EXAMPLES = 20
"""So many places are kept at least, for a later run to compare with."""

# Evidence comes from anyone: control characters could repaint the terminal, bidi marks could spoof a name.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@click.command(epilog="Example: audit validate examples/kiosk --format json --output problems.json")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="html is a page for people; junit, sarif and github are for CI servers and speak one language (zh-CN "
    "when both are asked for).",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of stdout."
)
@click.option(
    "--max-examples",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Places shown a rule and file.",
)
@click.option("--level", "levels", default="error,warning,note", show_default=True, help="Levels to show.")
@click.option("--tables", help="Only problems of these tables, separated by commas.")
@click.option(
    "--new-only",
    "before",
    metavar="OLD.json",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only what an earlier --format json of this command does not have. Problems are compared by code, "
    "table, file and column, and then by line or cell where OLD.json lists every place, else by the increase "
    "of their count; counts and exit code are those of the new ones.",
)
@with_voice
def command(
    path: Path,
    form: Form,
    output: Path | None,
    max_examples: int,
    levels: str,
    tables: str | None,
    before: Path | None,
    voice: Voice,
) -> int:
    """Check the evidence of PATH (audit.yaml or its folder) and name every problem.

    Ends with 3 when a rule of level error is broken, whatever --level and --tables show, 4 when no table
    was handed over, 5 when a file cannot be read.
    """
    from audit.api import table_names, validate

    chosen = _chosen("--level", levels, LEVELS)
    wanted = set(_chosen("--tables", tables, table_names())) if tables else set(table_names())
    known = _known(before) if before else None
    with with_progress(voice) as progress:
        result = validate(path, progress, examples=max(max_examples, EXAMPLES))
    if known:
        from audit.result.baseline import new_only

        result = new_only(result, known)
    shown = _narrowed(result, set(chosen), wanted, max_examples)
    text = _rendered(shown, form, wanted, path, voice)
    hidden = _count(result) - _count(shown)
    for language in voice.languages if hidden and form == "text" else ():
        text += said(HIDDEN, language, count=hidden) + "\n"
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        click.echo(text, nl=False)
    return exit_code(result)


def _known(before: Path) -> ValidationResult:
    from audit.reporting import load_validation

    return load_validation(before)


def _rendered(result: ValidationResult, form: Form, tables: set[str], path: Path, voice: Voice) -> str:
    """The result in one of the forms, as it is printed or written."""
    if form == "text":
        return "".join(f"{line}\n" for language in voice.languages for line in lines(result, language, voice))
    if form == "json":
        data = result.model_dump(mode="json", by_alias=True)
        return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    from audit.api import render_validation

    # A table that was not asked for must not look like one that passed.
    entries = tuple(entry for entry in result.manifest.tables if entry.table in tables)
    asked = result.model_copy(update={"manifest": result.manifest.model_copy(update={"tables": entries})})
    return render_validation(asked, form, voice.languages, folder=_folder(path))


def _folder(path: Path) -> str:
    """The engagement's folder as seen from the working directory, which is the root of the repository in CI."""
    folder = (path if path.is_dir() else path.parent).resolve()
    here = Path.cwd().resolve()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else ""


def _count(result: ValidationResult) -> int:
    return sum(group.count for group in result.groups)


def exit_code(result: ValidationResult) -> Exit:
    """3 where an error was found; nothing handed over at all is incomplete."""
    reasons = []
    if result.count("error"):
        reasons.append(Exit.EVIDENCE)
    if not result.manifest.tables:
        reasons.append(Exit.INCOMPLETE)
    return decide(reasons)


def lines(result: ValidationResult, language: Language, voice: Voice) -> Iterator[str]:
    """The report in lines: how files were read, every example, and the exact counts."""
    files = [file for table in result.manifest.tables for file in table.files]
    if voice.verbose:
        for file in files:
            if file.encoding is None or file.encoding_how is None:
                yield said(READ, language, path=file.path, rows=file.rows)
                continue
            how = HOW[file.encoding_how].in_(language)
            yield said(READ_AS, language, path=file.path, rows=file.rows, encoding=file.encoding, how=how)
        yield from _manifest(result, language)
    examples = in_order(result)
    for problem in examples:
        yield line(problem, language)
    total = _count(result)
    if not total:
        rows = sum(table.rows for table in result.manifest.tables)
        yield said(NO_PROBLEM, language, files=len(files), rows=rows)
        return
    counts = {level: result.count(level) for level in LEVELS}
    yield said(
        PROBLEMS,
        language,
        count=total,
        files=len({group.file for group in result.groups}),
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["note"],
        shown=len(examples),
    )
    if result.affected_items:
        yield said(AFFECTED, language, items=", ".join(result.affected_items))


def in_order(result: ValidationResult) -> list[Problem]:
    """The examples as people work them off: errors first, and within a level from file to file and row to row."""
    files = {file: place for place, file in enumerate(dict.fromkeys(group.file for group in result.groups))}
    return sorted(
        (problem for group in result.groups for problem in group.examples),
        key=lambda one: (LEVELS.index(one.level), files[one.file], one.sheet or "", _row(one)),
    )


def _row(problem: Problem) -> int:
    """The line, or the row of the cell, at which a problem stands; 0 where it is one of the file."""
    number = re.search(r"\d+", problem.at or "")
    return int(number[0]) if number else 0


def _manifest(result: ValidationResult, language: Language) -> Iterator[str]:
    """What every table is worth as evidence, and how far it reaches."""
    for entry in result.manifest.tables:
        why = entry.grade_reason.in_(language)
        yield said(GRADED, language, table=entry.table, grade=entry.grade, why=why)
        if entry.months:
            yield said(
                REACHES,
                language,
                table=entry.table,
                first=entry.first,
                last=entry.last,
                n=entry.months_covered,
                of=entry.months,
                age=entry.age_days,
            )


def line(problem: Problem, language: Language) -> str:
    """``file:line  column  "value"  what is wrong — how to mend it   [code]``."""
    if problem.sheet is not None:
        place = f"{problem.file}#{problem.sheet}" + (f"!{problem.at}" if problem.at else "")
    else:
        place = f"{problem.file}:{problem.at}" if problem.at else problem.file
    value = f'"{problem.shown}"' if problem.shown is not None else None
    message = problem.message.in_(language, figure)
    theirs = problem.their_column
    column = problem.column or (theirs if theirs is not None and f"“{theirs}”" not in message else None)
    mend = problem.message.mend_in(language, figure)
    parts = [place, column, value, f"{message} — {mend}" if mend else message]
    told = "  ".join(part for part in parts if part) + f"   [{problem.code}]"
    return UNSAFE.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", told)


def _narrowed(
    result: ValidationResult, levels: set[Level], tables: set[str], max_examples: int
) -> ValidationResult:
    groups = tuple(
        group.model_copy(update={"examples": group.examples[:max_examples]})
        for group in result.groups
        if group.level in levels and (group.table is None or group.table in tables)
    )
    affected = tuple(one for one in result.affected if tables.intersection(one.tables))
    return result.model_copy(update={"groups": groups, "affected": affected})


def _chosen(option: str, given: str, known: Sequence[Name]) -> list[Name]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(known)}", param_hint=option)
    return [one for one in known if one in names]
