"""``audit evidence template``: forms for the organisation to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.words import WRITTEN, said

Form = Literal["xlsx", "csv"]


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

    for form in chosen(forms):
        files = templates(
            tables, voice.languages, form, engagement=audit, instrument=instrument, separate=separate
        )
        write_all(files, output, voice)
    return Exit.OK


def chosen(forms: str) -> list[Form]:
    """The formats of an option, each once."""
    names = dict.fromkeys(name.strip() for name in forms.split(",") if name.strip())
    known = {form: form for form in get_args(Form)}
    if not names or not names.keys() <= known.keys():
        raise click.BadParameter(f"{forms!r} is not one of {', '.join(known)}", param_hint="--format")
    return [known[name] for name in names]


def write_all(files: Mapping[str, bytes], folder: Path, voice: Voice) -> None:
    """Write files into a folder and say which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        for language in voice.languages:
            voice.say(said(WRITTEN, language, path=str(path)))
