"""The one place that strings the stages together: files, evidence, measures, findings, result, report."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from audit import __version__, assembly, spark
from audit.compare import compared, moment
from audit.criteria.checklist import Checklist, load_checklist, load_shipped, shipped_checklists
from audit.criteria.instrument import LoadedInstrument, load_instrument
from audit.criteria.references import Concepts, load_concepts
from audit.criteria.scheme import LoadedScheme, load_scheme
from audit.criteria.scheme_lint import unknown_names
from audit.engagement import Engagement, LoadedEngagement, load_engagement
from audit.engines import connect
from audit.errors import Located, UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.evidence.intake import EXAMPLES, Intake, take_in
from audit.findings.ratings import Ratings, load_ratings
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Measure, Params
from audit.measures.figures import Figure, Minimum
from audit.measures.params import in_force
from audit.measures.runner import Rules, run
from audit.measures.runner import rows_behind as figure_rows
from audit.measures.second_run import SecondRun
from audit.resources import shipped
from audit.result import AffectedItem, AuditResult, Manifest, Measurement, ParamValue, Tool, ValidationResult
from audit.text import Language, Message, Text, message

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
        "NoPango",
        "Proposal",
        "Question",
        "ReportOptions",
        "TableProposal",
        "load_brand",
        "load_result",
        "load_validation",
        "render",
        "report",
    ]

_IN_REPORTING = frozenset(
    ("BILINGUAL_FORMS", "FINAL", "REPORT_FORMS", "NoPango", "ReportOptions", "load_brand", "load_result",
     "load_validation", "render", "report")
)  # fmt: skip

ValidationForm = Literal["junit", "sarif", "github", "html"]
"""What a pipeline reads: a JUnit report, a SARIF log, workflow commands of GitHub Actions; and a page for people."""

Progress = Callable[[Text], None]
"""Told what is being done, for someone who waits."""

UNKNOWN_NAME = message(
    "A-UNKNOWN",
    zh="没有名为“{name}”的{kind}，现有：{known}",
    en="there is no {kind} “{name}”; there are {known}",
)
UNKNOWN_NEAR = message(
    "A-UNKNOWN",
    zh="没有名为“{name}”的{kind}，是否想写“{near}”？",
    en="there is no {kind} “{name}”; did you mean “{near}”?",
)
NOT_EARLIER = message(
    "A-NOT-EARLIER",
    zh="这次审查不早于本次审查：其周期（截止日）为 {then}，本次为 {now}",
    en="this audit is not earlier: its period (cut-off) is {then}, that of the audit at hand {now}",
    mend=Text(
        zh="--previous 只接受以往审查的结果；请去掉这一个，或待审查更晚的周期时再用",
        en="--previous takes results of earlier audits; leave this one out, or hand it over when a later period is audited",
    ),
)
EVIDENCE_CHANGED = message(
    "A-EVIDENCE-CHANGED",
    zh="证据与结果不符，不能列出原始记录；不同的数据表：{tables}",
    en="the evidence is no longer that of the result, so its rows cannot be listed; tables that differ: {tables}",
)

MEASURING = Text(zh="计算 {measure}", en="Computing {measure}")
JUDGING = Text(zh="评定各检查项", en="Judging the items")

_CHECKLIST = Text(zh="检查表", en="checklist")
_SCHEME = Text(zh="认证方案", en="scheme")
_INSTRUMENT = Text(zh="问卷", en="instrument")
_QUESTION = Text(zh="问卷题项", en="item of the questionnaire")
_ITEM = Text(zh="检查项", en="item")
_MEASURE = Text(zh="指标", en="measure")
_PARAM = Text(zh="常数", en="constant")


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


def drafted(proposal: Proposal, languages: tuple[Language, ...] = ("en",)) -> dict[str, str]:
    """File name -> text of what a proposal writes: ``audit.yaml``, and the instrument of a survey with its own."""
    from audit.evidence.proposal.document import audit_yaml  # noqa: PLC0415  goes with the above

    files = {"audit.yaml": audit_yaml(proposal, languages)}
    if proposal.instrument is not None and proposal.instrument.file_text is not None:
        files[proposal.instrument.name] = proposal.instrument.file_text
    return files


@dataclass(frozen=True, slots=True)
class Prepared:
    """An engagement with everything that audit.yaml names, loaded and checked."""

    loaded: LoadedEngagement
    checklists: tuple[Checklist, ...]
    scheme: LoadedScheme
    instrument: LoadedInstrument | None
    ratings: Ratings


def prepare(path: Path) -> Prepared:
    """Load audit.yaml and what it names.

    Raises:
        UsageError: with file, line and column of everything that is wrong.
    """
    loaded = load_engagement(path)
    engagement = loaded.engagement
    checklists = tuple(_checklist(loaded, index, name) for index, name in enumerate(engagement.criteria))
    _check_names(loaded, checklists)
    instrument = _instrument(loaded)
    _check_important_items(loaded, instrument)
    scheme = load_scheme(_named(loaded, "scheme", engagement.scheme, "schemes", _SCHEME), engagement.scheme)
    _check_scheme(scheme, checklists)
    checklists = tuple(scheme.in_force(one) for one in checklists)
    ratings = Ratings()
    if engagement.ratings is not None:
        team = [one.id for one in engagement.team]
        where = loaded.path(engagement.ratings, "ratings")
        points = scheme.scheme.points
        ratings = load_ratings(where, engagement.ratings, checklists, team=team, points=points)
    return Prepared(loaded, checklists, scheme, instrument, ratings)


def validate(
    path: Path, progress: Progress | None = None, *, examples: int | None = None
) -> ValidationResult:
    """Read, map and check the evidence of an engagement.

    Args:
        path: audit.yaml or the folder that holds it.
        progress: told what is being done.
        examples: how many places of one problem are kept; counts are exact in any case.

    Raises:
        UsageError: audit.yaml or what it names is wrong.
        Unreadable: a file cannot be opened, decoded or parsed.
    """
    return validate_prepared(prepare(Path(path)), progress, examples=examples)


def validate_prepared(
    prepared: Prepared, progress: Progress | None = None, *, examples: int | None = None
) -> ValidationResult:
    """The same for an engagement that is loaded; raises what ``validate`` raises."""
    with _evidence(prepared, progress, examples or EXAMPLES) as intake:
        return _validation(prepared, intake)


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

    ``previous`` are results of earlier audits, which the new one is compared with; one that cannot be
    compared is kept with the reason. Raises UsageError for one that is none, or not earlier.
    """
    # Imported here, so that a validation loads none of them.
    from audit.findings.conclude import judge  # noqa: PLC0415
    from audit.findings.snapshots import checklist_snapshot, scheme_snapshot  # noqa: PLC0415

    prepared = prepare(Path(path))
    earlier = _earlier(previous, prepared.loaded.engagement)
    spark.require(prepared.loaded.engagement.engine)
    with _evidence(prepared, progress, measuring=True) as intake:
        measurements = _measured(prepared, intake, progress)
        labels = assembly.labels(measurements.values(), intake.evidence)
        labels["concept"] = assembly.concept_labels(_concepts(), prepared.checklists)
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
            dates = {
                name: f"{start} – {end} ({cut[:10]})"
                for name, (end, start, cut) in zip(("then", "now"), (then, now), strict=True)
            }
            raise UsageError([Located(file=str(path), message=NOT_EARLIER(**dates))])
        found.append(one)
    return found


def _concepts() -> Concepts:
    return load_concepts(shipped("checklists") / "concepts.yaml", "concepts.yaml")


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


@contextmanager
def _evidence(
    prepared: Prepared, progress: Progress | None, examples: int = EXAMPLES, *, measuring: bool = False
) -> Iterator[Intake]:
    """The evidence as long as it is needed; ``measuring`` asks for it on the engine that audit.yaml names."""
    required = {
        item.id: item.documents
        for checklist in prepared.checklists
        for _, item in checklist.items()
        if item.documents
    }
    instrument = prepared.instrument.instrument if prepared.instrument else None
    master = spark.master_of(prepared.loaded.engagement.engine)
    with connect() as engine, ExitStack() as after:
        intake = take_in(
            prepared.loaded,
            instrument,
            engine,
            required_documents=required,
            progress=progress,
            examples=examples,
        )
        engine.seal()
        if master is not None and measuring:
            session = after.enter_context(spark.start(master))
            evidence = intake.evidence.moved(session, partial(session.take, engine))
            intake = replace(intake, evidence=evidence)
        yield intake


def _versions(engine: str) -> str:
    """What read the evidence, and what measured it where that is something else."""
    read = f"duckdb {version('duckdb')}"
    return read if spark.master_of(engine) is None else f"{read}, spark {version('pyspark')}"


def _validation(prepared: Prepared, intake: Intake) -> ValidationResult:
    dependent = assembly.dependent_items(prepared.checklists, MEASURES)
    there = [entry.table for entry in intake.manifest.tables]
    manifest = Manifest(tables=intake.manifest.tables, missing=assembly.missing_tables(there, dependent))
    titles = {item.id: Text(zh=item.zh, en=item.en) for one in prepared.checklists for _, item in one.items()}
    affected: dict[str, list[str]] = {}
    for table in sorted(intake.broken):
        for item in dependent.get(table, ()):
            affected.setdefault(item, []).append(table)
    return ValidationResult(
        manifest=manifest,
        groups=intake.groups,
        broken=tuple(sorted(intake.broken)),
        affected_items=tuple(sorted(affected)),
        affected=tuple(
            AffectedItem(id=item, title=titles[item], tables=tuple(affected[item]))
            for item in sorted(affected)
        ),
    )


def _measured(prepared: Prepared, intake: Intake, progress: Progress | None) -> dict[str, Measurement]:
    scheme, engagement = prepared.scheme.scheme, prepared.loaded.engagement
    minimums = scheme.minimums
    rules = Rules(
        share=Minimum(minimums.share.indicative, minimums.share.scored),
        mean=Minimum(minimums.mean.indicative, minimums.mean.scored),
        unknown_share=minimums.unknown,
        smallest_cell=scheme.suppression.customers,
        smallest_staff_cell=scheme.suppression.staff,
    )
    declared = intake.evidence.declared

    def constants(measure: Measure) -> dict[str, ParamValue]:
        return in_force(measure, scheme=scheme.params, declared=declared, engagement=engagement.params)

    second = SecondRun.of(intake.evidence, constants(MEASURES["M-CARELESS"]))
    found = {}
    for name, measure in MEASURES.items():
        if progress:
            progress(
                Text(
                    zh=MEASURING.zh.format(measure=measure.title.zh),
                    en=MEASURING.en.format(measure=measure.title.en),
                )
            )
        params = constants(measure)
        found[name] = run(measure, intake.evidence, params, rules)
        if second is not None:
            found[name] = second.beside(found[name], measure, params, rules)
    return found


def _checklist(loaded: LoadedEngagement, index: int, name: str) -> Checklist:
    if name in shipped_checklists():
        return load_shipped(name)
    own = loaded.folder / name
    if (own / "checklist.yaml").is_file():
        return load_checklist(loaded.path(name, "criteria"), name)
    said = unknown(_CHECKLIST, name, shipped_checklists())
    raise UsageError([loaded.file.at(("criteria", index), said)])


def _instrument(loaded: LoadedEngagement) -> LoadedInstrument | None:
    name = loaded.engagement.instrument
    if name is None:
        return None
    return load_instrument(_named(loaded, "instrument", name, "instruments", _INSTRUMENT), name)


def _named(loaded: LoadedEngagement, key: str, name: str, folder: str, kind: Text) -> Path:
    """A file of the engagement's own, or one that ships with the toolkit."""
    if name.endswith((".yaml", ".yml")):
        return loaded.path(name, key)
    known = {path.stem: path for path in (shipped("checklists") / folder).glob("*.yaml")}
    if name not in known:
        raise UsageError([loaded.file.at((key,), unknown(kind, name, sorted(known)))])
    return known[name]


def _check_scheme(scheme: LoadedScheme, checklists: tuple[Checklist, ...]) -> None:
    """Items, measures and constants that the scheme names exist; its items may be of any checklist that ships."""
    items = {item.id for checklist in checklists for _, item in checklist.items()}
    if not items.issuperset(scheme.scheme.items):
        ours = (load_shipped(name) for name in shipped_checklists())
        items |= {item.id for checklist in ours for _, item in checklist.items()}
    wrong = unknown_names(scheme, items, {name: one.params for name, one in MEASURES.items()})
    if wrong:
        raise UsageError(wrong)


def _check_names(loaded: LoadedEngagement, checklists: tuple[Checklist, ...]) -> None:
    """Items, measures and constants that audit.yaml names exist."""
    engagement, wrong = loaded.engagement, list[Located]()
    items = [item.id for checklist in checklists for _, item in checklist.items()]
    for index, one in enumerate(engagement.not_applicable):
        if one.item not in items:
            wrong.append(loaded.file.at(("not_applicable", index, "item"), unknown(_ITEM, one.item, items)))
    for name, values in engagement.params.items():
        if name not in MEASURES:
            wrong.append(loaded.file.at(("params", name), unknown(_MEASURE, name, list(MEASURES))))
            continue
        params = list(MEASURES[name].params)
        wrong += [
            loaded.file.at(("params", name, param), unknown(_PARAM, param, params))
            for param in values
            if param not in params
        ]
    if wrong:
        raise UsageError(wrong)


def _check_important_items(loaded: LoadedEngagement, instrument: LoadedInstrument | None) -> None:
    """The items declared as important are those of the questionnaire."""
    declared = loaded.engagement.important_items
    if declared is None:
        return
    asked = [item.id for item in instrument.instrument.items] if instrument else []
    wrong = [
        loaded.file.at(("important_items", "items", index), unknown(_QUESTION, item, asked))
        for index, item in enumerate(declared.items)
        if item not in asked
    ]
    if wrong:
        raise UsageError(wrong)


def table_names() -> tuple[str, ...]:
    """The tables of evidence by name; costs nothing, unlike their columns."""
    return tuple(TABLES)


def unknown(kind: Text, name: str, known: list[str]) -> Message:
    """What to say of a name that is none: the nearest, or all there are."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return UNKNOWN_NEAR(name=name, kind=kind, near=near[0])
    return UNKNOWN_NAME(name=name, kind=kind, known=", ".join(known[:12]) or "—")


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows behind one figure: its key, the columns, and the rows in order of their source."""

    result: str
    key: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def rows_behind(result: AuditResult, item: str, path: Path) -> list[CaseRows]:
    """The rows that an item's figures stand on, selected again from evidence that is still the same.

    Raises:
        UsageError: the evidence is no longer that of the result; the tables that differ are named.
        KeyError: the result holds no such item.
    """
    metric = result.finding(item).metric
    if metric is None:
        return []
    prepared = prepare(Path(path))
    measurement = result.measurement(metric.measure)
    expected = measurement.tables if measurement else {}
    chosen = {(one.result, tuple(sorted(one.key.items()))) for one in metric.estimates}
    with _evidence(prepared, None) as intake:
        ev = intake.evidence
        changed = [
            name for name, digest in expected.items() if not ev.handed_over(name) or ev.sha256(name) != digest
        ]
        if changed:
            said = EVIDENCE_CHANGED(tables=", ".join(changed))
            raise UsageError([Located(file=prepared.loaded.file.shown, message=said)])
        values = measurement.params if measurement else {}
        figures = MEASURES[metric.measure].describe(ev, Params(values))
        wanted = [
            one
            for one in figures
            if isinstance(one, Figure) and (one.result, tuple(sorted(one.key.items()))) in chosen
        ]
        return [_rows(one, ev) for one in wanted]


def _rows(figure: Figure, ev: Evidence) -> CaseRows:
    rows = ev.run(figure_rows(figure))
    columns = tuple(rows[0]) if rows else ()
    return CaseRows(figure.result, dict(figure.key), columns, tuple(tuple(row.values()) for row in rows))
