"""``audit instrument``: questionnaires to hand out, and one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import click

from audit.cli.exit_codes import Exit
from audit.cli.failures import tell_located
from audit.cli.listing import FORMAT, View, print_all, print_one, words
from audit.cli.options import Voice, with_voice
from audit.cli.template import chosen, write_all
from audit.text import Language, Text

Form = Literal["xlsx", "html", "docx"]
FORMS: tuple[Form, ...] = get_args(Form)

CLEAN = Text(zh="问卷没有问题。", en="The instrument is clean.")
FACTS = Text(
    zh="{items} 个题项，{dimensions} 个维度，{scales} 组陈述，量表 {low}–{high}，答卷归入 {table}",
    en="items: {items}, dimensions: {dimensions}, scales of statements: {scales}, scale {low}-{high}, answers go to {table}",
)
SOURCE = Text(zh="出处", en="Source")
AUDIENCES = {
    "customers": Text(zh="顾客", en="customers"),
    "recovery": Text(zh="经过补救的顾客", en="customers after recovery"),
    "managers": Text(zh="管理者", en="managers"),
    "contact_staff": Text(zh="一线员工", en="contact staff"),
}

_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)


@click.group()
def command() -> None:
    """The questionnaires: list, show, lint, export, score, template, import."""


@command.command("list", epilog="Example: audit instrument list --format json")
@FORMAT
@with_voice
def list_(form: str, voice: Voice) -> int:
    """Every questionnaire that ships, in a line."""
    from audit.fielding import instruments

    print_all(instruments(), form, voice, _line)
    return Exit.OK


@command.command("show", epilog="Example: audit instrument show recovery-justice")
@click.argument("instrument")
@FORMAT
@with_voice
def show(instrument: str, form: str, voice: Voice) -> int:
    """One INSTRUMENT that ships: dimensions, items and scales."""
    from audit.fielding import instruments

    print_one(instruments(), instrument, Text(zh="问卷", en="instrument"), form, voice, _lines)
    return Exit.OK


@command.command("lint", epilog="Example: audit instrument lint my-instrument.yaml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@with_voice
def lint(files: tuple[Path, ...], voice: Voice) -> int:
    """Check instruments of one's own; every problem with file and line."""
    from audit.fielding import lint as problems_of

    problems = [problem for file in files for problem in problems_of(file)]
    for language in voice.languages:
        tell_located(problems, len(problems), language)
        if not problems:
            voice.say(CLEAN.in_(language))
    return Exit.USAGE if problems else Exit.OK


@command.command(
    "export", epilog="Example: audit instrument export servqual-22 -o out --format xlsx,html --lang en"
)
@click.argument("instrument")
@_OUTPUT
@click.option(
    "--format", "forms", default="xlsx,html,docx", show_default=True, help="Any of xlsx, html, docx."
)
@click.option(
    "--ask",
    metavar="COLUMN,...",
    help="Background questions instead of the usual ones; none for no such question.",
)
@with_voice
def export(instrument: str, output: Path, forms: str, ask: str | None, voice: Voice) -> int:
    """Write the questionnaire of INSTRUMENT (one that ships, or a YAML file), one file a language.

    xlsx: a sheet to enter answers in, whose headers are our columns, so that it is read without any mapping.
    html: a page to print or to fill in on a screen. docx: a document to edit and print.
    """
    from audit.fielding import export as exported
    from audit.fielding import find

    asked = (
        None if ask is None else [one.strip() for one in ask.split(",") if one.strip() not in ("", "none")]
    )
    write_all(exported(find(instrument), voice.languages, chosen(forms, FORMS), asked), output, voice)
    return Exit.OK


@command.command(
    "score", epilog="Example: audit instrument score managers answers.xlsx -o survey_managers.csv"
)
@click.argument("instrument")
@click.argument("answers", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The CSV to write."
)
@with_voice
def score(instrument: str, answers: Path, output: Path, voice: Voice) -> int:
    """Average the ANSWERS by statement (XLSX or CSV) of managers or staff into the columns of their table.

    Nothing is reversed: the table holds scales as they were answered, and the measures turn them.
    """
    from audit.fielding import find
    from audit.fielding import score as scored

    write_all({output.name: scored(find(instrument), answers)}, output.parent, voice)
    return Exit.OK


@command.command("template", epilog="Example: audit instrument template -o forms --lang en")
@_OUTPUT
@with_voice
def template(output: Path, voice: Voice) -> int:
    """Write the form for an instrument of one's own, with a small example, for `audit instrument import`."""
    from audit.fielding import items_template

    write_all(items_template(voice.languages), output, voice)
    return Exit.OK


@command.command("import", epilog="Example: audit instrument import items.xlsx -o my-instrument.yaml")
@click.argument("items", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The YAML to write.",
)
@with_voice
def import_(items: Path, output: Path, voice: Voice) -> int:
    """Make an instrument from the filled form ITEMS; every problem with its cell."""
    from audit.fielding import import_items

    write_all({output.name: import_items(items)}, output.parent, voice)
    return Exit.OK


def _line(instrument: View, language: Language) -> Iterator[str]:
    audience = AUDIENCES[instrument["audience"]].in_(language)
    yield f"{instrument['id']:<18} {words(instrument, language)} [{audience}]"


def _lines(instrument: View, language: Language) -> Iterator[str]:
    yield from _line(instrument, language)
    colon = "：" if language == "zh" else ": "
    counts = {name: len(instrument[name]) for name in ("items", "dimensions", "scales")}
    low, high = (f"{end:g}" for end in instrument["scale"])
    yield "  " + FACTS.in_(language).format(**counts, low=low, high=high, table=instrument["table"])
    for dimension in instrument["dimensions"]:
        yield f"  {dimension['id']}  {words(dimension, language)}"
        for item in instrument["items"]:
            if item["dimension"] == dimension["id"]:
                yield f"    {item['id']:<4} {words(item, language)}"
    for scale in instrument["scales"]:
        yield f"  {scale['id']}  {words(scale, language)}"
        for place, statement in enumerate(scale["statements"], 1):
            yield f"    {scale['id']}_{place}  {words(statement, language)}"
    yield f"  {SOURCE.in_(language)}{colon}{words(instrument['source'], language)}"
