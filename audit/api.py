"""The one place that strings the stages together: files, evidence, measures, findings, result, report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from audit import __version__, assembly, spark
from audit.changes import Changes, ItemChange, Side, Standing, changes
from audit.compare import compared, moment
from audit.criteria.references import Concepts, Standards, load_concepts, load_standards
from audit.engagement import Engagement
from audit.errors import Located, UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.intake import EXAMPLES, Intake
from audit.measures.catalogue import MEASURES
from audit.measuring import Progress, measured, opened
from audit.preparing import Prepared, prepare, unknown
from audit.resources import shipped
from audit.result import AffectedItem, AuditResult, Manifest, Tool, ValidationResult
from audit.text import Language, Text, message
from audit.tracing import CaseRows, rows_behind

if TYPE_CHECKING:
    from audit.evidence.proposal.model import Ask, Proposal, Question, TableProposal
    from audit.evidence.synthesis import Synthesis
    from audit.evidence.synthesis.style import Headers as SynthesisHeaders
    from audit.evidence.synthesis.writing import Form as SynthesisForm
    from audit.reporting import (
        BILINGUAL_FORMS,
        FINAL,
        REPORT_FORMS,
        NoPango,
        ReportOptions,
        load_brand,
        load_result,
        load_validation,
        render,
        report,
    )

    __all__ = [
        "BILINGUAL_FORMS",
        "FINAL",
        "REPORT_FORMS",
        "Ask",
        "CaseRows",
        "Changes",
        "ItemChange",
        "NoPango",
        "Prepared",
        "Proposal",
        "Question",
        "ReportOptions",
        "Side",
        "Standing",
        "TableProposal",
        "load_brand",
        "load_result",
        "load_validation",
        "prepare",
        "render",
        "report",
        "rows_behind",
        "unknown",
    ]

_IN_REPORTING = frozenset(
    ("BILINGUAL_FORMS", "FINAL", "REPORT_FORMS", "NoPango", "ReportOptions", "load_brand", "load_result",
     "load_validation", "render", "report")
)  # fmt: skip

ValidationForm = Literal["junit", "sarif", "github", "html"]
"""What a pipeline reads: a JUnit report, a SARIF log, workflow commands of GitHub Actions; and a page for people."""

NOT_EARLIER = message(
    "A-NOT-EARLIER",
    zh="这次审查不早于本次审查：其周期（截止日）为 {then}，本次为 {now}",
    en="this audit is not earlier: its period (cut-off) is {then}, that of the audit at hand {now}",
    mend=Text(
        zh="只能与以往审查的结果比较；请去掉这一个，或待审查更晚的周期时再用",
        en="only results of earlier audits can be compared with; leave this one out, or hand it over when a later period "
        "is audited",
    ),
)

NEW_IS_EARLIER = message(
    "A-NEW-EARLIER",
    zh="该结果早于 {old}：其周期（截止日）为 {now}，{old} 为 {then}",
    en="this result is earlier than {old}: its period (cut-off) is {now}, that of {old} {then}",
    mend=Text(
        zh="请先写较早的结果，再写较晚的结果", en="name the earlier result first, the later one second"
    ),
)

JUDGING = Text(zh="评定各检查项", en="Judging the items")


def __getattr__(name: str) -> Any:
    """Import what concerns reports only when it is asked for (PEP 562): a validation needs none of it."""
    if name in _IN_REPORTING:
        return getattr(import_module("audit.reporting"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def propose(
    folder: Path,
    *,
    home: Path | None = None,
    ask: Ask | None = None,
    progress: Callable[[str], None] | None = None,
    languages: tuple[Language, ...] = ("en",),
) -> Proposal:
    """What the files of a folder probably are, with a confidence and a reason each; writes nothing.

    Args:
        folder: is read with all its folders.
        home: where audit.yaml will stand, if not in the folder itself; paths are relative to it.
        ask: answers a question with the index of a choice, or None; without it doubts stay doubts.
        progress: told which file is read.
        languages: of what is written for people.

    Raises:
        UsageError: the folder does not lie in ``home``.
    """
    from audit.evidence.proposal.proposing import propose as proposed  # noqa: PLC0415  scipy, for this alone

    return proposed(Path(folder), home=home, ask=ask, tell=progress, languages=languages)


def drafted(
    proposal: Proposal, languages: tuple[Language, ...] = ("en",), known: Path | None = None
) -> dict[str, str]:
    """File name -> text of what a proposal writes: ``audit.yaml``, and the instrument of a survey with its own.

    ``known`` is another audit.yaml, of which all but the evidence is taken over.

    Raises:
        UsageError: ``known`` is no audit.yaml.
    """
    from audit.evidence.proposal.document import audit_yaml  # noqa: PLC0415  goes with the above

    told = None if known is None else prepare(known).loaded
    files = {"audit.yaml": audit_yaml(proposal, languages, told.file.data if told else None)}
    if told is not None and told.engagement.instrument is not None:
        name = told.engagement.instrument
        if name.endswith((".yaml", ".yml")):
            files[name] = told.path(name, "instrument").read_text(encoding="utf-8")
    elif proposal.instrument is not None and proposal.instrument.file_text is not None:
        files[proposal.instrument.name] = proposal.instrument.file_text
    return files


def validate(
    path: Path, progress: Progress | None = None, *, examples: int | None = None, records: bool = False
) -> ValidationResult:
    """Read, map and check the evidence of an engagement.

    Args:
        path: audit.yaml or the folder that holds it.
        progress: told what is being done.
        examples: how many places of one problem are kept; counts are exact in any case.
        records: whether the records of these places get a fingerprint, for a later comparison.

    Raises:
        UsageError: audit.yaml or what it names is wrong.
        Unreadable: a file cannot be opened, decoded or parsed.
    """
    return validate_prepared(prepare(Path(path)), progress, examples=examples, records=records)


def validate_prepared(
    prepared: Prepared,
    progress: Progress | None = None,
    *,
    examples: int | None = None,
    records: bool = False,
    lost: Collection[str] = (),
) -> ValidationResult:
    """The same for an engagement that is loaded; raises what ``validate`` raises.

    ``lost`` are tables of which files were left out because they cannot be read: they can be used no more than
    those that are broken.
    """
    with opened(prepared, progress, examples or EXAMPLES, records=records) as intake:
        return _validation(prepared, intake, lost)


def synthesise(
    folder: Path,
    *,
    seed: int = 0,
    size: str | int = "small",
    tables: Sequence[str] | None = None,
    forms: Sequence[SynthesisForm] = ("csv",),
    headers: SynthesisHeaders = "ours",
    dirty: float = 0.0,
    force: bool = False,
    progress: Progress | None = None,
) -> Synthesis:
    """Write made-up evidence, ready for ``assess``; see ``audit.evidence.synthesis.synthesise``."""
    from audit.evidence import synthesis  # noqa: PLC0415  an audit needs none of it

    return synthesis.synthesise(
        folder, seed=seed, size=size, tables=tables, forms=forms, headers=headers, dirty=dirty,
        force=force, progress=progress,
    )  # fmt: skip


def assess(path: Path, progress: Progress | None = None, *, previous: Sequence[Path] = ()) -> AuditResult:
    """Validate, measure, judge and conclude. Arguments and errors are those of ``validate``.

    ``previous`` are results of earlier audits, which the new one is compared with, in place of those that
    audit.yaml names; one that cannot be compared is kept with the reason. Raises UsageError for one that is none, or not earlier.
    """
    # Imported here, so that a validation loads none of them.
    from audit.findings.conclude import judge  # noqa: PLC0415
    from audit.findings.snapshots import checklist_snapshot, scheme_snapshot  # noqa: PLC0415

    prepared = prepare(Path(path))
    earlier = _earlier(previous or prepared.loaded.previous(), prepared.loaded.engagement)
    spark.require(prepared.loaded.engagement.engine)
    with opened(prepared, progress, measuring=True) as intake:
        measurements = measured(prepared, intake, progress)
        labels = assembly.labels(measurements.values(), intake.evidence)
        labels["concept"] = assembly.concept_labels(_concepts(), prepared.checklists)
        labels["reference"] = assembly.reference_labels(_standards(), prepared.checklists)
        checked = _validation(prepared, intake)
    if progress:
        progress(JUDGING)
    engagement, instrument = prepared.loaded.engagement, prepared.instrument
    concluded = judge(
        prepared.checklists,
        prepared.scheme.scheme,
        measurements,
        checked.manifest,
        as_of=engagement.cut.date(),
        ratings=prepared.ratings,
        not_applicable=engagement.not_applicable,
        scale=instrument.instrument.scale if instrument else None,
    )
    result = AuditResult(
        tool=Tool(name="service-gap-audit", version=__version__, engine=_versions(engagement.engine)),
        as_of=engagement.cut.isoformat(),
        seed=engagement.seed,
        engagement=assembly.engagement_snapshot(prepared.loaded, prepared.ratings.sha256 or None),
        criteria=tuple(
            checklist_snapshot(one, prepared.scheme.scheme.guarded) for one in prepared.checklists
        ),
        scheme=scheme_snapshot(prepared.scheme),
        instruments=(assembly.instrument_snapshot(instrument),) if instrument else (),
        definitions=tuple(MEASURES[one].in_words() for one in measurements),
        labels=labels,
        manifest=checked.manifest,
        problems=checked.groups,
        measurements=tuple(measurements.values()),
        items=concluded.items,
        scores=concluded.scores,
        findings=concluded.findings,
        recommendation=concluded.recommendation,
        good_practice=concluded.good_practice,
        priorities=concluded.priorities,
        focus=concluded.focus,
        gap_profile=concluded.gap_profile,
        team=assembly.team_snapshot(prepared.loaded),
    )
    return result.model_copy(update={"comparison": compared(result, earlier)}) if earlier else result


def _earlier(paths: Sequence[Path], engagement: Engagement) -> list[AuditResult]:
    """The results of earlier audits; refused before anything is measured where one is not earlier."""
    from audit import reporting  # noqa: PLC0415  as below: a validation needs none of it

    period = engagement.period
    now = (period.end.isoformat(), period.start.isoformat(), engagement.cut.isoformat())
    found = []
    for path in paths:
        one = reporting.load_result(path)
        if (then := moment(one)) >= now:
            said = NOT_EARLIER(then=_dates(then), now=_dates(now))
            raise UsageError([Located(file=str(path), message=said)])
        found.append(one)
    return found


def _dates(moment: tuple[str, str, str]) -> str:
    end, start, cut = moment
    return f"{start} – {end} ({cut[:10]})"


def compare(old: Path, new: Path) -> Changes:
    """What became of every item and score from one result to another of the same period or a later one.

    Raises:
        UsageError: one of them is not there or is no result, or the new one is earlier than the old one.
        Unreadable: one cannot be read.
    """
    from audit import reporting  # noqa: PLC0415  as below: a validation needs none of it

    then, now = (reporting.load_result(Path(path)) for path in (old, new))
    if moment(now) < moment(then):
        said = NEW_IS_EARLIER(old=str(old), then=_dates(moment(then)), now=_dates(moment(now)))
        raise UsageError([Located(file=str(new), message=said)])
    return changes(then, now)


def _concepts() -> Concepts:
    return load_concepts(shipped("checklists") / "concepts.yaml", "concepts.yaml")


def _standards() -> Standards:
    return load_standards(shipped("checklists") / "standards.yaml", "standards.yaml")


def render_validation(
    result: ValidationResult,
    form: ValidationForm,
    language: Language | tuple[Language, ...] = "en",
    *,
    folder: str = "",
) -> str:
    """What validation found, as a file that a pipeline or a person reads.

    Args:
        result: what ``validate`` returned.
        form: ``junit`` (XML), ``sarif`` (JSON, version 2.1.0), ``github`` (workflow commands) or ``html``
            (one page that loads nothing).
        language: of the messages; a page holds several, of which a switch shows one, the others speak the
            first.
        folder: the engagement's folder as seen from the root of the repository; servers look there for
            the files that the problems name.
    """
    # Imported here, so that a validation printed as text loads none of them.
    from audit.report.annotations import render_annotations  # noqa: PLC0415
    from audit.report.junit import render_junit  # noqa: PLC0415
    from audit.report.sarif import render_sarif  # noqa: PLC0415
    from audit.report.validation_page import render_page  # noqa: PLC0415

    languages = (language,) if isinstance(language, str) else language
    if form == "html":
        return render_page(result, languages)
    render_form = {"junit": render_junit, "sarif": render_sarif, "github": render_annotations}[form]
    return render_form(result, languages[0], folder)


def _versions(engine: str) -> str:
    """What read the evidence, and what measured it where that is something else."""
    read = f"duckdb {version('duckdb')}"
    return read if spark.master_of(engine) is None else f"{read}, spark {version('pyspark')}"


def _validation(prepared: Prepared, intake: Intake, lost: Collection[str] = ()) -> ValidationResult:
    dependent = assembly.dependent_items(prepared.checklists, MEASURES)
    there = [*(entry.table for entry in intake.manifest.tables), *lost]
    broken = sorted({*intake.broken, *lost})
    manifest = Manifest(tables=intake.manifest.tables, missing=assembly.missing_tables(there, dependent))
    titles = {item.id: Text(zh=item.zh, en=item.en) for one in prepared.checklists for _, item in one.items()}
    affected: dict[str, list[str]] = {}
    for table in broken:
        for item in dependent.get(table, ()):
            affected.setdefault(item, []).append(table)
    return ValidationResult(
        manifest=manifest,
        groups=intake.groups,
        broken=tuple(broken),
        affected_items=tuple(sorted(affected)),
        affected=tuple(
            AffectedItem(id=item, title=titles[item], tables=tuple(affected[item]))
            for item in sorted(affected)
        ),
        records=intake.records,
    )


def table_names() -> tuple[str, ...]:
    """The tables of evidence by name; costs nothing, unlike their columns."""
    return tuple(TABLES)
