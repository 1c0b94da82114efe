"""``audit evidence template``: forms for the organisation to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeVar, get_args

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.words import WRITTEN, said

Name = TypeVar("Name", bound=str)
Form = Literal["xlsx", "csv"]
FORMS: tuple[Form, ...] = get_args(Form)


@click.command(epilog="Example: audit evidence template complaints documents -o forms --lang zh-CN")
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)
@click.option("--format", "forms", default="xlsx", show_default=True, help="xlsx, csv, or both with a comma.")
@click.option(
    "--audit", type=click.Path(path_type=Path, exists=True), help="Only what this audit.yaml needs."
)
@click.option("--instrument", help="Questionnaire of the survey columns: one that ships, or a YAML file.")
@click.option("--separate", is_flag=True, help="A workbook for each table instead of a sheet.")
@with_voice
def command(
    tables: tuple[str, ...],
    output: Path,
    forms: str,
    audit: Path | None,
    instrument: str | None,
    separate: bool,
    voice: Voice,
) -> int:
    """Write forms to fill in for TABLEs (default: all), with drop-downs, limits, an example and guidance.

    Filled forms are read back without any mapping. Headers are in the language of --lang; with both, they
    are Chinese and the guidance is in both languages.
    """
    from audit.asking import templates

    for form in chosen(forms, FORMS):
        files = templates(
            tables, voice.languages, form, engagement=audit, instrument=instrument, separate=separate
        )
        write_all(files, output, voice)
    return Exit.OK


def chosen(given: str, known: Sequence[Name]) -> list[Name]:
    """The formats that an option names, each once."""
    names = list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    if not names or not set(names) <= set(known):
        raise click.BadParameter(f"{given!r} is not one of {', '.join(known)}", param_hint="--format")
    return [one for one in known if one in names]


def write_all(files: Mapping[str, bytes], folder: Path, voice: Voice) -> None:
    """Write files into a folder and say which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        for language in voice.languages:
            voice.say(said(WRITTEN, language, path=str(path)))
