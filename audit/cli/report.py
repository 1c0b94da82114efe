"""``audit report``: render a result. Needs no evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_progress, with_voice
from audit.cli.words import RENDERING, WRITTEN, said

if TYPE_CHECKING:
    from audit.result import AuditResult

TAGS = {"zh": "zh-CN", "en": "en"}


@click.command(epilog="Example: audit report result.json -o out --lang zh-CN")
@click.argument("result", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)
@click.option("--format", "form", type=click.Choice(["pdf"]), default="pdf", show_default=True)
@click.option("--draft", is_flag=True, help="Mark every page as a draft.")
@with_voice
def command(result: Path, output: Path, form: str, draft: bool, voice: Voice) -> int:
    """Render RESULT (a result.json) into the folder OUTPUT, one report a language."""
    from audit.api import load_result

    for path in write_reports(load_result(result), output, voice, draft=draft):
        for language in voice.languages:
            voice.say(said(WRITTEN, language, path=str(path)))
    return Exit.OK


def write_reports(result: AuditResult, folder: Path, voice: Voice, *, draft: bool) -> list[Path]:
    """One PDF a language; returns the paths."""
    from audit.api import render

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in voice.languages:
        with with_progress(voice) as progress:
            progress(RENDERING)
            data = render(result, language, draft=draft)
        path = folder / f"report.{TAGS[language]}.pdf"
        path.write_bytes(data)
        written.append(path)
    return written
