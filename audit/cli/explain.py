"""``audit explain``: the arithmetic behind one item, down to the rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.explanation import coverage_lines, lines, measure_lines, profile_lines, score_lines
from audit.cli.options import Voice, with_voice
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.api import CaseRows
    from audit.result import AuditResult, ItemFinding


@click.command(epilog="Example: audit explain out/result.json FG-F01")
@click.argument("result", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("item")
@click.option("--rows", is_flag=True, help="List the rows that the figures stand on (needs --evidence).")
@click.option("--evidence", type=click.Path(path_type=Path, exists=True), help="audit.yaml or its folder.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@with_voice
def command(result: Path, item: str, rows: bool, evidence: Path | None, form: str, voice: Voice) -> int:
    """Print how ITEM of RESULT was judged: figures, interval, function, thresholds, verdict rule.

    ITEM may also be the id of a measure: then all its figures are printed, breakdowns included; or that of a
    score (overall, characteristic, five-gap, five-gap/A): then its coverage and its arithmetic.
    """
    from audit.api import load_result, rows_behind

    if rows and evidence is None:
        raise click.UsageError("--rows needs --evidence, the audit.yaml that the result was made from")
    audit = load_result(result)
    whole = _whole(audit, item)
    if whole is not None:
        if rows or form == "json":
            raise click.UsageError("--rows and --format json go with an item, not with a measure or a score")
        for language in voice.languages:
            click.echo("\n".join(whole(language)))
        return Exit.OK
    found = _find(audit, item, str(result))
    if form == "json":
        click.echo(json.dumps(_told(audit, found), ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for language in voice.languages:
            click.echo("\n".join(lines(audit, found, language)))
    if rows and evidence is not None:
        print_rows(rows_behind(audit, found.item, evidence))
    return Exit.OK


def _told(audit: AuditResult, found: ItemFinding) -> dict[str, object]:
    """The finding, with the item as it was in force, its places in the scores, and what it is raised as."""
    from audit.result import places

    return {
        **found.model_dump(mode="json"),
        "criterion": audit.criterion(found.item).model_dump(mode="json"),
        "places": [
            {"score": one.score.id, "share": one.share, "points": one.points, "open": one.open}
            for one in places(audit, found.item)
        ],
        "nonconformity": next(
            (one.model_dump(mode="json") for one in audit.findings if one.item == found.item), None
        ),
        "priority": next(
            (one.model_dump(mode="json") for one in audit.priorities if one.item == found.item), None
        ),
    }


def print_rows(cases: Iterable[CaseRows]) -> None:
    """The rows behind every figure, separated by tabs."""
    for case in cases:
        key = " ".join(f"{name}={value}" for name, value in case.key.items())
        click.echo(f"\n{case.result} {key}".rstrip())
        click.echo("\t".join(case.columns))
        for row in case.rows:
            click.echo("\t".join("" if cell is None else str(cell) for cell in row))


def _whole(audit: AuditResult, name: str) -> Callable[[Language], Iterator[str]] | None:
    """The lines of the measure or the score with this id; None where it is neither.

    Coverage and gap profile are measures too, taken from findings: their figures stand with the scores.
    """
    if name.upper() == "M-COVER":
        return partial(coverage_lines, audit)
    if name.upper() == "M-GD-PROFILE" and audit.gap_profile is not None:
        return partial(profile_lines, audit.gap_profile)
    measurement = audit.measurement(name.upper())
    if measurement is not None:
        return lambda language: measure_lines(audit, measurement, language)
    for score in audit.scores:
        if score.id.casefold() == name.casefold():
            return partial(score_lines, score)
    return None


def _find(audit: AuditResult, item: str, file: str) -> ItemFinding:
    """The finding of an item, however its id is spelt; UsageError with the nearest for one that is none."""
    from audit.api import unknown
    from audit.errors import Located, UsageError

    known = [finding.item for finding in audit.items]
    for finding in audit.items:
        if finding.item.casefold() == item.casefold():
            return finding
    said = unknown(Text(zh="检查项", en="item"), item.upper(), known)
    raise UsageError([Located(file=file, message=said)])
