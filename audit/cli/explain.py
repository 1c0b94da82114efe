"""``audit explain``: the arithmetic behind one item, down to the rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.exit_codes import Exit
from audit.cli.options import Voice, with_voice
from audit.cli.words import METHODS, UNKNOWN, constant, figure, in_words
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.api import CaseRows
    from audit.result import (
        AuditResult,
        Estimate,
        ItemFinding,
        MeasureDefinition,
        Measurement,
        MetricPart,
        RatingPart,
        Score,
    )

STATE = Text(zh="状态", en="State")
VERDICT = Text(zh="判定", en="Verdict")
SCORE = Text(zh="得分", en="Score")
WHY = Text(zh="为何重要", en="Why it matters")
RULE = Text(zh="评定规则", en="How it is judged")
MEASURE = Text(zh="指标", en="Measure")
FORMULA = Text(zh="公式", en="Formula")
INCLUSION = Text(zh="计入范围", en="Who counts")
SOURCE = Text(zh="来源", en="Source")
CONSTANTS = Text(zh="常数", en="Constants")
FIGURES = Text(zh="数值", en="Figures")
ARITHMETIC = Text(zh="计算过程", en="Arithmetic")
REASONS = Text(zh="说明", en="Remarks")
RATING = Text(zh="评级", en="Rating")
NOT_GRADED = Text(zh="覆盖率不足，不给出得分", en="not given, the coverage is too small")
COVERAGE = Text(
    zh="覆盖率 {coverage}（权重 {scored} / {applicable}），尚未取证的部分使得分在 {lower} 至 {upper} 之间",
    en="coverage {coverage} (weight {scored} of {applicable}); what is not evidenced leaves it between {lower} and {upper}",
)

STATES = {
    "scored": Text(zh="已评分", en="scored"),
    "not_applicable": Text(zh="不适用", en="not applicable"),
    "not_evidenced": Text(zh="证据不足", en="not evidenced"),
    "not_assessed": Text(zh="未列入本次审查", en="not assessed"),
}
VERDICTS = {
    "conform": Text(zh="符合", en="conform"),
    "partial": Text(zh="部分符合", en="partial"),
    "nonconform": Text(zh="不符合", en="nonconform"),
    "inconclusive": Text(zh="无法判定", en="inconclusive"),
}


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
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for language in voice.languages:
            click.echo("\n".join(lines(audit, found, language)))
    if rows and evidence is not None:
        print_rows(rows_behind(audit, found.item, evidence))
    return Exit.OK


def print_rows(cases: Iterable[CaseRows]) -> None:
    """The rows behind every figure, separated by tabs."""
    for case in cases:
        key = " ".join(f"{name}={value}" for name, value in case.key.items())
        click.echo(f"\n{case.result} {key}".rstrip())
        click.echo("\t".join(case.columns))
        for row in case.rows:
            click.echo("\t".join("" if cell is None else str(cell) for cell in row))


def _whole(audit: AuditResult, name: str) -> Callable[[Language], Iterator[str]] | None:
    """The lines of the measure or the score with this id; None where it is neither."""
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


def lines(audit: AuditResult, finding: ItemFinding, language: Language) -> Iterator[str]:
    """The explanation, line by line."""
    criterion = audit.criterion(finding.item)
    colon = "：" if language == "zh" else ": "

    def row(label: Text, value: str) -> str:
        return f"{label.in_(language)}{colon}{value}"

    yield f"{finding.item}  {criterion.text.in_(language)}"
    yield row(WHY, criterion.why.in_(language))
    yield row(RULE, criterion.rule.in_(language))
    yield row(STATE, STATES[finding.state].in_(language))
    if finding.score is not None:
        yield row(SCORE, _score(finding))
    if finding.verdict is not None:
        yield row(VERDICT, VERDICTS[finding.verdict].in_(language))
    if finding.metric is not None:
        yield from _metric(audit, finding.metric, language, colon)
    if finding.rating is not None:
        yield from _rating(finding.rating, language, colon)
    # The figures themselves stand above, with their names and flags.
    arithmetic = [step.message for step in finding.steps if step.message.code != "J-FIGURE"]
    lists = ((ARITHMETIC, arithmetic), (REASONS, finding.reasons))
    for label, messages in lists:
        if messages:
            yield f"{label.in_(language)}{colon}"
            yield from (f"  · {message.in_(language, figure)}" for message in messages)


def measure_lines(audit: AuditResult, measurement: Measurement, language: Language) -> Iterator[str]:
    """Everything that a measure found, line by line."""
    colon = "：" if language == "zh" else ": "
    yield from _definition(audit, measurement.measure, language, colon)
    for said in (*([measurement.reason] if measurement.reason else []), *measurement.notes):
        yield f"  · {said.in_(language, figure)}"
    yield f"{FIGURES.in_(language)}{colon}"
    definition = audit.definition(measurement.measure)
    yield from ("  " + _estimate(audit, definition, one, language) for one in measurement.estimates)


def score_lines(score: Score, language: Language) -> Iterator[str]:
    """A score with its coverage and bounds and, in a points scheme, every deduction; line by line."""
    colon = "：" if language == "zh" else ": "
    value = NOT_GRADED.in_(language) if score.score is None else figure(score.score)
    yield f"{score.id}  {SCORE.in_(language)}{colon}{value}"
    if score.coverage is not None and score.lower is not None and score.upper is not None:
        yield "  " + COVERAGE.in_(language).format(
            coverage=f"{score.coverage:.1%}",
            scored=figure(score.weight_scored),
            applicable=figure(score.weight_applicable),
            lower=figure(score.lower),
            upper=figure(score.upper),
        )
    if score.steps:
        yield f"{ARITHMETIC.in_(language)}{colon}"
        yield from (f"  · {step.message.in_(language, figure)}" for step in score.steps)


def _score(finding: ItemFinding) -> str:
    """The score with its bounds; in brackets when it does not count."""
    shown = figure(finding.score)
    if finding.low is not None:
        shown += f" [{figure(finding.low)}, {figure(finding.high)}]"
    return shown if finding.counts else f"({shown})"


def _rating(rating: RatingPart, language: Language, colon: str) -> Iterator[str]:
    yield f"{RATING.in_(language)}{colon}{rating.level} ({rating.by}, {rating.at}) {rating.reason.in_(language)}"
    yield from (f"  · {reference}" for reference in rating.evidence_refs)


def _metric(audit: AuditResult, metric: MetricPart, language: Language, colon: str) -> Iterator[str]:
    yield from _definition(audit, metric.measure, language, colon)
    yield f"{FIGURES.in_(language)}{colon}"
    definition = audit.definition(metric.measure)
    yield from ("  " + _estimate(audit, definition, one, language) for one in metric.estimates)


def _definition(audit: AuditResult, measure: str, language: Language, colon: str) -> Iterator[str]:
    """A measure in words, with its constants in force."""
    definition, measurement = audit.definition(measure), audit.measurement(measure)
    yield f"{MEASURE.in_(language)}{colon}{definition.id} {definition.title.in_(language)}"
    for label, text in ((FORMULA, definition.formula), (INCLUSION, definition.inclusion)):
        yield f"  {label.in_(language)}{colon}{text.in_(language)}"
    yield f"  {SOURCE.in_(language)}{colon}{definition.source}"
    if measurement and measurement.params:
        units = audit.labels.get("unit", {})
        values = (
            constant(name, p.value, in_words(units, p.unit, language), p.origin)
            for name, p in measurement.params.items()
        )
        yield f"  {CONSTANTS.in_(language)}{colon}{'; '.join(values)}"


def _estimate(
    audit: AuditResult, definition: MeasureDefinition, estimate: Estimate, language: Language
) -> str:
    name = definition.results.get(estimate.result)
    words = [name.in_(language) if name else estimate.result]
    for kind, key in estimate.key.items():
        label = audit.labels.get(kind, {}).get(key)
        words.append(f"{key} {label.in_(language)}" if label else key)
    value = "—" if estimate.value is None else figure(estimate.value)
    if estimate.category:
        value = f"{estimate.category} {value}"
    unit = in_words(audit.labels.get("unit", {}), estimate.unit, language)
    parts = [" · ".join(words), f"{value} {unit}".rstrip(), f"n = {estimate.n}"]
    if estimate.interval:
        ends = (estimate.interval.low, estimate.interval.high)
        low, high = (figure(end) if end is not None else "…" for end in ends)
        parts.append(f"95% [{low}, {high}] ({in_words(METHODS, estimate.interval.method, language)})")
    left_out = {
        in_words(definition.exclusions, reason, language): n for reason, n in estimate.excluded.items()
    }
    left_out[UNKNOWN.in_(language)] = estimate.unknown
    parts += [f"{reason}: {count}" for reason, count in left_out.items() if count]
    parts += [
        said.in_(language, figure)
        for said in (*estimate.flags, *([estimate.reason] if estimate.reason else []))
    ]
    return "  ".join(parts)
