"""``audit report``: render a result. Needs no evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import ReportChoice, Voice, with_progress, with_report, with_voice
from audit.cli.words import RENDERING, WRITTEN, said

if TYPE_CHECKING:
    from audit.result import AuditResult


@click.command(epilog="Example: audit report result.json -o out --lang zh-CN --format pdf,xlsx")
@click.argument("result", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=".", show_default=True
)
@with_report
@with_voice
def command(result: Path, output: Path, choice: ReportChoice, voice: Voice) -> int:
    """Render RESULT (a result.json) into the folder OUTPUT, one report a form and language."""
    from audit.api import load_result

    for path in write_reports(load_result(result), output, choice, voice):
        for language in voice.languages:
            voice.say(said(WRITTEN, language, path=str(path)))
    return Exit.OK


def write_reports(result: AuditResult, folder: Path, choice: ReportChoice, voice: Voice) -> Sequence[Path]:
    """One report a form and language; returns the paths of what was written."""
    from audit.api import report

    written, options = [], choice.options()
    for form in choice.forms:
        for language in [choice.both(voice.languages)] if choice.bilingual else voice.languages:
            with with_progress(voice) as progress:
                progress(RENDERING)
                files = report(result, form, language, options)
            for name, content in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written.append(path)
    return written
