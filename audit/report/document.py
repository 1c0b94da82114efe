"""The audit report: one result, one language, one PDF with the result inside."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from audit.report.environment import environment
from audit.report.pdf import Attached, Rendered, html_to_pdf
from audit.report.sections.annex import AnnexChapter, annex_chapter
from audit.report.sections.conclusion import FindingChapter, finding_chapter, recommendation_chapter
from audit.report.sections.evidence import EvidenceChapter, evidence
from audit.report.sections.gaps import gap_chapter
from audit.report.sections.improvement import ImprovementChapter, improvement_chapter
from audit.report.sections.items import ItemChapter, item_chapter
from audit.report.sections.limits import limit_chapter
from audit.report.sections.others import OtherChapter, other_chapter
from audit.report.sections.scope import as_of, cover, scope
from audit.report.sections.summary import summary
from audit.report.telling import Teller
from audit.report.wording import TAGS
from audit.resources import shipped
from audit.result import AuditResult
from audit.text import Language

_log = logging.getLogger(__name__)


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


def render_pdf(result: AuditResult, language: Language, *, draft: bool = False) -> bytes:
    """The report of a result, made from nothing but the result: PDF/A-3a and PDF/UA-1, result.json inside.

    Args:
        result: of any audience; all of it is attached.
        language: of the whole report.
        draft: mark every page as a draft.
    """
    rendered = render(result, language, draft=draft)
    for warning in rendered.warnings:
        _log.warning("%s", warning)
    return rendered.content


def render(result: AuditResult, language: Language, *, draft: bool = False) -> Rendered:
    """The report with its number of pages and what the layout complained of: nothing, for our templates."""
    teller = Teller(result, language)
    env = environment(language)
    engagement, w = result.engagement, teller.w
    name = teller.text(engagement.organisation.name)
    title = teller.said(w.document.title, name=name)
    html = env.get_template("report.html.j2").render(
        title=title,
        document=name,
        issuer=teller.said(
            w.document.issuer, tool=f"{result.tool.name} {result.tool.version}", hash=result.sha256()[:16]
        ),
        draft=draft,
        cover=cover(teller),
        chapters=chapters(teller),
        objective=getattr(w.scope.objectives, engagement.type, w.scope.objectives.special),
    )
    styles = shipped("templates") / "report"
    drawings = {f: env.get_template(f"{f}.j2").render().encode() for f in ("cover.svg", "draft.svg")}
    return html_to_pdf(
        html,
        language=TAGS[language],
        title=title,
        created=as_of(result),
        attachments=[Attached("result.json", result.to_json(), w.document.attached)],
        assets={f: (styles / f).read_bytes() for f in ("report.css", "draft.css")} | drawings,
    )


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
    times = [Entry("others-times", teller.w.others.times)] if view.times else []
    return (*times, *(Entry(one.id, one.title) for one in view.groups))


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
