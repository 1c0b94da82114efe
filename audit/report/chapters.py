"""The chapters of a report, in their order: which view each prints, and what stands below it in the contents."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.sections.annex import AnnexChapter, annex_chapter
from audit.report.sections.conclusion import FindingChapter, finding_chapter, recommendation_chapter
from audit.report.sections.evidence import EvidenceChapter, evidence
from audit.report.sections.gaps import gap_chapter
from audit.report.sections.improvement import ImprovementChapter, improvement_chapter
from audit.report.sections.items import ItemChapter, item_chapter
from audit.report.sections.limits import limit_chapter
from audit.report.sections.others import OtherChapter, other_chapter
from audit.report.sections.scope import scope
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

    ``runs_on``: it has so little to say that it does not begin a page of its own.
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
    w = teller.w
    found, items, annexes = finding_chapter(teller), item_chapter(teller), annex_chapter(teller)
    received, others, improved = evidence(teller), other_chapter(teller), improvement_chapter(teller)
    main: list[tuple[str, object, tuple[Entry, ...], bool]] = [
        ("summary", summary(teller), (), False),
        ("scope", scope(teller), (), False),
        ("evidence", received, _evidence_entries(teller, received), False),
        ("gaps", gap_chapter(teller), _gap_entries(teller), False),
        ("others", others, _other_entries(teller, others), others.is_empty),
        ("items", items, _item_entries(teller, items), False),
        ("findings", found, _finding_entries(teller, found), False),
        ("improvement", improved, _improvement_entries(teller, improved), not found.forms),
        ("recommendation", recommendation_chapter(teller), (), not found.forms),
        ("limits", limit_chapter(teller), (), False),
    ]
    numbered = [
        Chapter(name, f"{place:02d}", getattr(w.chapter, name), f"{name}.html.j2", view, entries, runs_on)
        for place, (name, view, entries, runs_on) in enumerate(main, 1)
    ]
    return (*numbered, *_annexes(teller, annexes))


def _annexes(teller: Teller, view: AnnexChapter) -> list[Chapter]:
    """Formulas only where something was measured; the hashes follow the thresholds on the same page."""
    names = [*(["annex_formulas"] if view.formulas else []), "annex_thresholds", "annex_hashes"]
    return [
        Chapter(
            name,
            letter,
            getattr(teller.w.chapter, name),
            f"{name}.html.j2",
            view,
            runs_on=name == "annex_hashes",
        )
        for letter, name in zip("ABC", names, strict=False)
    ]


def _evidence_entries(teller: Teller, view: EvidenceChapter) -> tuple[Entry, ...]:
    w = teller.w.evidence
    entries = [
        ("evidence-received", w.received, view.received),
        ("evidence-missing", w.missing, view.missing),
    ]
    return (
        *(Entry(one, title) for one, title, there in entries if there),
        Entry("evidence-problems", w.problems_title),
    )


def _gap_entries(teller: Teller) -> tuple[Entry, ...]:
    return tuple(Entry(f"gap-{one}", getattr(teller.w.gap, f"name{one}")) for one in range(1, 6))


def _other_entries(teller: Teller, view: OtherChapter) -> tuple[Entry, ...]:
    recovery = [Entry("others-recovery", teller.w.others.recovery)] if view.recovery else []
    times = [Entry("others-times", teller.w.others.times)] if view.times else []
    return (*recovery, *times, *(Entry(one.id, one.title) for one in view.groups))


def _item_entries(teller: Teller, view: ItemChapter) -> tuple[Entry, ...]:
    named = [Entry(f"checklist-{place}", one.title) for place, one in enumerate(view.checklists, 1)]
    accounts = [Entry("items-accounts", teller.w.items.accounts)] if view.accounts else []
    return (Entry("items-scores", teller.w.items.scores), *named, *accounts)


def _finding_entries(teller: Teller, view: FindingChapter) -> tuple[Entry, ...]:
    forms = [Entry("findings-nonconformities", teller.w.findings.nonconformities)] if view.forms else []
    observed = [Entry("findings-observations", teller.w.findings.observations)] if view.observations else []
    return (*forms, *observed)


def _improvement_entries(teller: Teller, view: ImprovementChapter) -> tuple[Entry, ...]:
    w = teller.w.improvement
    entries = [
        ("improvement-practices", w.practices, view.practices),
        ("improvement-steps", w.steps, view.steps),
    ]
    return tuple(Entry(one, title) for one, title, there in entries if there)
