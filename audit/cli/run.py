"""``audit run``: assess and report in one go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.assess import conclude
from audit.cli.failures import tell_located
from audit.cli.options import (
    ReportChoice,
    Voice,
    with_gates,
    with_previous,
    with_progress,
    with_report,
    with_voice,
)
from audit.cli.report import write_reports

if TYPE_CHECKING:
    from audit.result import Grade


@click.command(epilog="Example: audit run examples/kiosk -o out --lang both")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default="out", show_default=True
)
@partial(with_report, default="pdf,html")
@with_previous
@with_gates
@with_voice
def command(
    path: Path,
    output: Path,
    choice: ReportChoice,
    previous: tuple[Path, ...],
    fail_on: Grade,
    fail_under: float | None,
    voice: Voice,
) -> int:
    """Assess the evidence of PATH and write result.json and the report into OUTPUT.

    Where the libraries that set a PDF are missing, the page for browsers takes its place, and that is said.
    """
    from audit.api import assess

    with with_progress(voice) as progress:
        result = assess(path, progress, previous=previous)
    output.mkdir(parents=True, exist_ok=True)
    saved = output / "result.json"
    saved.write_bytes(result.to_json())
    reports, missing = write_reports(result, output, choice, voice)
    if missing is not None:
        for language in voice.languages:
            tell_located(missing.located, missing.total, language)
        if "html" not in choice.forms:
            reports += write_reports(result, output, replace(choice, forms=("html",)), voice)[0]
    return conclude(result, [saved, *reports], fail_on, fail_under, voice)
