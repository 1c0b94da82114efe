"""``audit report``: render a result. Needs no evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import ReportChoice, Voice, with_progress, with_report, with_voice
from audit.cli.words import RENDERING, WRITTEN, said

if TYPE_CHECKING:
    from audit.reporting import NoPango
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
    from audit.reporting import load_result

    written, missing = write_reports(load_result(result), output, choice, voice)
    for path in written:
        for language in voice.languages:
            voice.say(said(WRITTEN, language, path=str(path)))
    if missing is not None:
        raise missing
    return Exit.OK


def write_reports(
    result: AuditResult, folder: Path, choice: ReportChoice, voice: Voice
) -> tuple[list[Path], NoPango | None]:
    """One report a form and language: the paths of what was written, and why a form could not be."""
    from audit.reporting import NoPango, report

    written, options, missing = list[Path](), choice.options(), None
    for form in choice.forms:
        for language in [choice.both(voice.languages)] if choice.bilingual else voice.languages:
            try:
                with with_progress(voice) as progress:
                    progress(RENDERING)
                    files = report(result, form, language, options)
            except NoPango as error:
                missing = error
                break
            for name, content in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written.append(path)
    return written, missing
