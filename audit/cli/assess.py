"""``audit assess``: measure, judge and conclude."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit, decide
from audit.cli.options import Voice, with_gates, with_previous, with_progress, with_voice
from audit.cli.profile import profile
from audit.cli.words import EXIT, INCOMPARABLE, WRITTEN, said
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.result import AuditResult, Grade

GRADES: tuple[Grade, ...] = ("critical", "major", "minor", "observation")

WHY = {
    Exit.OK: Text(zh="通过", en="nothing at or above the level that fails"),
    Exit.FINDINGS: Text(
        zh="有达到 --fail-on 等级的发现，或得分低于 --fail-under",
        en="a finding at or above --fail-on, or a score under --fail-under",
    ),
    Exit.EVIDENCE: Text(zh="证据存在错误级问题", en="the evidence breaks a rule of level error"),
    Exit.INCOMPLETE: Text(
        zh="证据覆盖率低于方案要求，未作总体结论",
        en="coverage is under the scheme's minimum: no overall conclusion",
    ),
}


@click.command(epilog="Example: audit assess examples/kiosk -o result.json")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="result.json",
    show_default=True,
)
@with_previous
@with_gates
@with_voice
def command(
    path: Path,
    output: Path,
    previous: tuple[Path, ...],
    fail_on: Grade,
    fail_under: float | None,
    voice: Voice,
) -> int:
    """Measure, judge and conclude on the evidence of PATH; write the result and print its profile."""
    from audit.api import assess

    with with_progress(voice) as progress:
        result = assess(path, progress, previous=previous)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(result.to_json())
    return conclude(result, [output], fail_on, fail_under, voice)


def conclude(
    result: AuditResult, written: list[Path], fail_on: Grade, fail_under: float | None, voice: Voice
) -> Exit:
    """Print the profile, what was written and why the command ends as it does."""
    code = exit_code(result, fail_on, fail_under)
    for language in voice.languages:
        for line in profile(result, language):
            click.echo(line)
        for line in incomparable(result, language):
            voice.say(line)
        for path in written:
            voice.say(said(WRITTEN, language, path=str(path)))
        voice.say(said(EXIT, language, code=int(code), why=WHY[code].in_(language)))
    return code


def incomparable(result: AuditResult, language: Language) -> Iterator[str]:
    """A line for every earlier audit whose scores cannot all be compared, with the reasons."""
    for audit in result.comparison.audits if result.comparison else ():
        if audit.differences:
            reasons = dict.fromkeys(one.message.in_(language) for one in audit.differences)
            why = ("；" if language == "zh" else "; ").join(reasons)
            start, end = audit.period_start, audit.period_end
            yield said(INCOMPARABLE, language, start=start, end=end, result=audit.result[:12], why=why)


def exit_code(result: AuditResult, fail_on: Grade, fail_under: float | None) -> Exit:
    """3 for errors in the evidence, 4 where coverage allows no conclusion, 1 for findings."""
    reasons = []
    if any(group.level == "error" for group in result.problems):
        reasons.append(Exit.EVIDENCE)
    overall = next((score for score in result.scores if score.scope == "overall"), None)
    if overall is None or not overall.graded:
        reasons.append(Exit.INCOMPLETE)
    grave = GRADES[: GRADES.index(fail_on) + 1]
    if any(finding.grade in grave for finding in result.findings):
        reasons.append(Exit.FINDINGS)
    if fail_under is not None and overall and overall.score is not None and overall.score < fail_under:
        reasons.append(Exit.FINDINGS)
    return decide(reasons)
