"""``audit validate``: check the evidence and name every problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import click

from audit.cli.exit_codes import Exit, decide
from audit.cli.failures import tell_error
from audit.cli.options import Voice, with_progress, with_voice
from audit.cli.words import (
    AFFECTED,
    GRADED,
    HOW,
    NO_PROBLEM,
    NONE_SHOWN,
    NOTHING,
    PROBLEMS,
    REACHES,
    READ,
    READ_AS,
    figure,
    said,
)
from audit.errors import AuditError, Unreadable
from audit.text import Language

if TYPE_CHECKING:
    from audit.result import Level, Problem, ValidationResult

Name = TypeVar("Name", bound=str)

Form = Literal["text", "json", "junit", "sarif", "github", "html"]

FORMS: tuple[Form, ...] = get_args(Form)
EXAMPLES = 5
"""So many places of a rule and file are shown, where nothing else is asked for."""

KEPT = 20
"""So many stand in a JSON, for a later run to compare with."""

COMPARED = 1000
"""So many are looked at when an earlier JSON is compared with."""

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
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of stdout."
)
@click.option(
    "--max-examples",
    type=click.IntRange(0),
    help="Places shown a rule and file.  [default: 5; 20 in json]",
)
@click.option("--level", "levels", default="error,warning,note", show_default=True, help="Levels to show.")
@click.option("--tables", help="Only problems of these tables, separated by commas.")
@click.option(
    "--new-only",
    "before",
    metavar="OLD.json",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only what an earlier --format json of this command does not have. A problem is known if OLD.json has one "
    "of the same rule, file, column and value, on the same line or of the same record; where it lists some places of "
    "a rule only, the increase of their count is new. Counts and exit code are those of the new ones.",
)
@with_voice
def command(
    path: Path,
    form: Form,
    output: Path | None,
    max_examples: int | None,
    levels: str,
    tables: str | None,
    before: Path | None,
    voice: Voice,
) -> int:
    """Check the evidence of PATH (audit.yaml or its folder) and name every problem.

    Ends with 3 when a rule of level error is broken, whatever --level and --tables show, 4 when no table
    was handed over, 5 when a file cannot be read, 2 when audit.yaml is wrong. All formats are written with any of them.
    """
    from audit.api import table_names

    chosen = _chosen("--level", levels, LEVELS)
    wanted = _chosen("--tables", tables, table_names()) if tables else None
    places = max_examples if max_examples is not None else KEPT if form == "json" else EXAMPLES
    result, error = _found(path, before, max(places, COMPARED if before else KEPT), form, voice)
    shown = _narrowed(result, tuple(chosen), wanted, places)
    text = _rendered(shown, form, path, voice)
    if error is not None and form == "text":
        # On a terminal stderr says why; a file has to say it itself.
        told = "".join(f"{one.in_(language)}\n" for language in voice.languages for one in error.located)
        text = told + text if output else text if shown.groups else ""
    _write(text, output)
    return exit_code(result) if error is None else tell_error(error, voice.languages)


def _found(
    path: Path, before: Path | None, examples: int, form: Form, voice: Voice
) -> tuple[ValidationResult, AuditError | None]:
    """What was found, and what kept the check from being complete."""
    from audit.api import validate

    records = form == "json" or before is not None
    try:
        known = _known(before) if before else None
        with with_progress(voice) as progress:
            try:
                result = validate(path, progress, examples=examples, records=records)
            except Unreadable as error:
                from audit.readable import validate_readable

                result = validate_readable(path, error, progress, examples=examples, records=records)
    except AuditError as error:
        from audit.readable import stopped

        return stopped(error), error
    why = result.stopped
    return _new(result, known), None if why is None else Unreadable(why.located, total=why.total)


def _new(result: ValidationResult, known: ValidationResult | None) -> ValidationResult:
    if known is None:
        return result
    from audit.result.baseline import new_only

    return new_only(result, known)


def _write(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        click.echo(text, nl=False)


def _known(before: Path) -> ValidationResult:
    from audit.reporting import load_validation

    return load_validation(before)


def _rendered(result: ValidationResult, form: Form, path: Path, voice: Voice) -> str:
    """The result in one of the forms, as it is printed or written."""
    if form == "text":
        return "".join(f"{line}\n" for language in voice.languages for line in lines(result, language, voice))
    if form == "json":
        data = result.model_dump(mode="json", by_alias=True)
        return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    from audit.api import render_validation

    # A table that was not asked for must not look like one that passed.
    tables = result.filter.tables if result.filter else None
    entries = tuple(entry for entry in result.manifest.tables if tables is None or entry.table in tables)
    asked = result.model_copy(update={"manifest": result.manifest.model_copy(update={"tables": entries})})
    return render_validation(asked, form, voice.languages, folder=_folder(path))


def _folder(path: Path) -> str:
    """The engagement's folder as seen from the working directory, which is the root of the repository in CI."""
    folder = (path if path.is_dir() else path.parent).resolve()
    here = Path.cwd().resolve()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else ""


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
    from audit.result.unsaid import not_shown, why_stopped

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
    total = result.counts.total
    hidden, stopped = [one.in_(language) for one in not_shown(result)], why_stopped(result)
    if not total:
        if stopped:
            yield from [*hidden, stopped.in_(language)]
            return
        rows = sum(table.rows for table in result.manifest.tables)
        words = NONE_SHOWN if hidden else NO_PROBLEM if result.manifest.tables else NOTHING
        yield said(words, language, files=len(files), rows=rows)
        yield from hidden
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
    yield from [*hidden, *([stopped.in_(language)] if stopped else [])]


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
    result: ValidationResult, levels: tuple[Level, ...], tables: Sequence[str] | None, max_examples: int
) -> ValidationResult:
    """The result with what was asked for, which says what is left out."""
    from audit.result import Counts, Filter

    groups = tuple(
        group.model_copy(update={"examples": group.examples[:max_examples]})
        for group in result.groups
        if group.level in levels and (tables is None or group.table is None or group.table in tables)
    )
    affected = tuple(one for one in result.affected if tables is None or set(tables).intersection(one.tables))
    shown = result.model_copy(update={"groups": groups, "affected": affected})
    said = (result.filter or Filter(levels=LEVELS)).model_copy(
        update={
            "levels": levels,
            "tables": None if tables is None else tuple(tables),
            "hidden": Counts(**{level: result.count(level) - shown.count(level) for level in LEVELS}),
        }
    )
    nothing_checked = result.stopped is not None and result.stopped.reason == "usage"
    filters = (said.narrows or said.new_only) and not nothing_checked
    return shown.model_copy(update={"filter": said if filters else None})


def _chosen(option: str, given: str, known: Sequence[Name]) -> list[Name]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(known)}", param_hint=option)
    return [one for one in known if one in names]
