"""The chapters of a report, in their order: which view each prints, and what stands below it in the contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.sections.accounts import account_chapter
from audit.report.sections.annex import annex_chapter
from audit.report.sections.certificate import certificate_annex
from audit.report.sections.closing import follow_up_chapter, handling_chapter, opinion_chapter
from audit.report.sections.conclusion import FindingChapter, finding_chapter
from audit.report.sections.conduct import conduct_chapter
from audit.report.sections.evidence import EvidenceChapter, evidence
from audit.report.sections.gaps import gap_chapter
from audit.report.sections.improvement import ImprovementChapter, improvement_chapter
from audit.report.sections.items import ItemChapter, item_chapter
from audit.report.sections.limits import limit_chapter
from audit.report.sections.results import (
    ResultChapter,
    overlay_chapter,
    precondition_groups,
    recovery_chapter,
)
from audit.report.sections.scope import identity, scope
from audit.report.sections.summary import summary
from audit.report.telling import Teller


@dataclass(frozen=True)
class Entry:
    """A line of the contents below a chapter."""

    id: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A chapter: its place in the report, its template and what the template prints.

    ``runs_on``: it follows on the page that the one before it left, and begins none of its own.
    """

    id: str
    number: str
    title: str
    template: str
    view: object
    entries: tuple[Entry, ...] = ()
    runs_on: bool = False


def chapters(teller: Teller) -> tuple[Chapter, ...]:
    """All chapters in their order, numbered; annexes bear letters."""
    main = [*_context(teller), *_results(teller), *_judgement(teller), *_closing(teller)]
    numbered = [
        Chapter(name, f"{place:02d}", getattr(teller.w.chapter, name), template, view, entries, runs_on)
        for place, (name, template, view, entries, runs_on) in enumerate(main, 1)
    ]
    return (*numbered, *_annexes(teller))


def summary_alone(teller: Teller) -> tuple[Chapter, ...]:
    """The summary as a document of its own."""
    view = summary(teller, identity(teller))
    return (Chapter("summary", "", teller.w.chapter.summary, "summary.html.j2", view),)


def findings_alone(teller: Teller) -> tuple[Chapter, ...]:
    """The findings as forms to fill in."""
    view = finding_chapter(teller, identity(teller))
    return (Chapter("findings", "", teller.w.chapter.findings, "forms.html.j2", view),)


def annex_alone(teller: Teller) -> tuple[Chapter, ...]:
    """The annex drafted for a certificate."""
    view = certificate_annex(teller)
    return (Chapter("certificate", "", teller.w.certificate.title, "certificate.html.j2", view),)


Plan = tuple[str, str, object, tuple[Entry, ...], bool]
"""Name, template, view, entries, and whether the chapter runs on."""


def _plan(
    name: str,
    view: object,
    entries: tuple[Entry, ...] = (),
    *,
    runs_on: bool = False,
    template: str | None = None,
) -> Plan:
    return name, f"{template or name}.html.j2", view, entries, runs_on


def _context(teller: Teller) -> Iterator[Plan]:
    """What is recommended, and what it stands on."""
    received = evidence(teller)
    gates = (Entry("recommendation-gates", teller.w.recommendation.title),)
    yield _plan("summary", summary(teller), gates, template="opening")
    yield _plan("scope", scope(teller), runs_on=True)
    yield _plan("conduct", conduct_chapter(teller), runs_on=True)
    yield _plan("evidence", received, _evidence_entries(teller, received), runs_on=True)
    yield _plan("limits", limit_chapter(teller), runs_on=True)


def _results(teller: Teller) -> Iterator[Plan]:
    """What was measured."""
    recovery, overlay = recovery_chapter(teller), overlay_chapter(teller)
    gaps = gap_chapter(teller, precondition_groups(teller))
    yield _plan("gaps", gaps, _gap_entries(teller), runs_on=gaps.is_empty)
    yield _plan(
        "recovery", recovery, _result_entries(teller, recovery), runs_on=recovery.is_empty, template="results"
    )
    yield _plan(
        "overlay", overlay, _result_entries(teller, overlay), runs_on=overlay.is_empty, template="results"
    )


def _judgement(teller: Teller) -> Iterator[Plan]:
    """What was found, what to learn from it, and every item."""
    found, improved, items = finding_chapter(teller), improvement_chapter(teller), item_chapter(teller)
    yield _plan("findings", found, _finding_entries(teller, found), runs_on=True)
    yield _plan("improvement", improved, _improvement_entries(teller, improved), runs_on=True)
    yield _plan("items", items, _item_entries(teller, items), runs_on=not items.is_judged)


def _closing(teller: Teller) -> Iterator[Plan]:
    """What became of earlier findings, where opinions differ, and how the report is handled."""
    signatures = (Entry("handling-signatures", teller.w.signing.title),)
    followed = follow_up_chapter(teller)
    trend = (Entry("follow-up-trend", teller.w.follow_up.trend),) if followed.trends else ()
    yield _plan("follow_up", followed, trend, runs_on=True)
    yield _plan("opinions", opinion_chapter(teller), runs_on=True)
    yield _plan("handling", handling_chapter(teller), signatures, runs_on=True)


def _annexes(teller: Teller) -> list[Chapter]:
    """Arithmetic and formulas only where there are any; thresholds and hashes follow on the same page."""
    accounts, view = account_chapter(teller), annex_chapter(teller)
    there: list[tuple[str, object, bool]] = [
        *([("annex_accounts", accounts, False)] if accounts.accounts else []),
        *([("annex_formulas", view, bool(accounts.accounts))] if view.formulas else []),
        ("annex_thresholds", view, True),
        ("annex_hashes", view, True),
    ]
    return [
        Chapter(name, letter, getattr(teller.w.chapter, name), f"{name}.html.j2", shown, runs_on=runs_on)
        for letter, (name, shown, runs_on) in zip("ABCD", there, strict=False)
    ]


def _evidence_entries(teller: Teller, view: EvidenceChapter) -> tuple[Entry, ...]:
    w = teller.w.evidence
    entries = [
        ("evidence-received", w.received, view.received),
        ("evidence-documents", w.documents, view.documents),
        ("evidence-missing", w.missing, view.missing),
    ]
    return (
        *(Entry(one, title) for one, title, there in entries if there),
        Entry("evidence-problems", w.problems_title),
    )


def _gap_entries(teller: Teller) -> tuple[Entry, ...]:
    return tuple(Entry(f"gap-{one}", getattr(teller.w.gap, f"name{one}")) for one in range(1, 6))


def _result_entries(teller: Teller, view: ResultChapter) -> tuple[Entry, ...]:
    course = [Entry("recovery-course", teller.w.results.course)] if view.course else []
    times = [Entry("recovery-times", teller.w.results.times)] if view.course and view.panels else []
    return (*course, *times, *(Entry(one.id, one.title) for one in view.groups))


def _item_entries(teller: Teller, view: ItemChapter) -> tuple[Entry, ...]:
    named = [Entry(f"checklist-{place}", one.title) for place, one in enumerate(view.checklists, 1)]
    w = teller.w.items
    return (Entry("items-open", w.open), Entry("items-scores", w.scores), *named)


def _finding_entries(teller: Teller, view: FindingChapter) -> tuple[Entry, ...]:
    forms = [Entry("findings-nonconformities", teller.w.findings.nonconformities)] if view.forms else []
    observed = [Entry("findings-observations", teller.w.findings.observations)] if view.observations else []
    w = teller.w.disagreements
    opposed = [Entry("findings-disagreements", w.title)] if view.disagreements else []
    return (*forms, *observed, *opposed)


def _improvement_entries(teller: Teller, view: ImprovementChapter) -> tuple[Entry, ...]:
    w = teller.w.improvement
    entries = [
        ("improvement-practices", w.practices, view.practices),
        ("improvement-steps", w.steps, view.steps),
    ]
    return tuple(Entry(one, title) for one, title, there in entries if there)
