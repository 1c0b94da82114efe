"""The summary: one page that says what was found, how surely, and what could not be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from audit.report.panels.delivery import conformity_panel
from audit.report.panels.dimensions import dimension_panel
from audit.report.panels.importance import importance_panel
from audit.report.panels.panel import BESIDE, FULL, NARROW, Panel
from audit.report.panels.times import time_panels
from audit.report.scales import figure
from audit.report.sections.conclusion import finding_sentence
from audit.report.sections.items import item_sentence
from audit.report.sections.words import bounds_words
from audit.report.telling import Teller, capped
from audit.report.wording import percent
from audit.result import Nonconformity, Score

MOST_FINDINGS = 3
MOST_MISSING = 4
MOST_PANELS = 2


@dataclass(frozen=True)
class Key:
    """A figure that carries the page."""

    value: str
    unit: str
    name: str
    detail: str


@dataclass(frozen=True)
class TopFinding:
    """A finding in one line."""

    id: str
    grade: str
    tone: str
    words: str


@dataclass(frozen=True)
class Summary:
    """The summary; ``side_by_side`` when both charts are drawn in half the width."""

    lead: str
    notes: tuple[str, ...]
    keys: tuple[Key, ...]
    panels: tuple[Panel, ...]
    side_by_side: bool
    findings: tuple[TopFinding, ...]
    more_findings: int
    finding_sentence: str
    open_sentence: str
    missing: tuple[str, ...]
    more_missing: int


def summary(teller: Teller) -> Summary:
    """The summary."""
    result = teller.result
    panels, side_by_side = _panels(teller)
    found, more = capped(result.findings, MOST_FINDINGS)
    missing = [one for one in result.manifest.missing if one.items]
    shown, more_missing = capped(sorted(missing, key=lambda one: -len(one.items)), MOST_MISSING)
    return Summary(
        lead=_lead(teller, panels),
        notes=tuple(teller.text(one) for one in result.engagement.notes[:1]),
        keys=tuple(_keys(teller)),
        panels=panels,
        side_by_side=side_by_side,
        findings=tuple(_top(teller, one) for one in found),
        more_findings=more,
        finding_sentence=finding_sentence(teller),
        open_sentence=_open(teller),
        missing=tuple(
            teller.said(teller.w.summary.missing, table=teller.text(one.title), n=len(one.items))
            for one in shown
        ),
        more_missing=more_missing,
    )


def _lead(teller: Teller, panels: tuple[Panel, ...]) -> str:
    """What the audit comes to, how much was judged, and the first thing that was measured."""
    outcome = getattr(teller.w.outcome_lead, teller.result.recommendation.outcome)
    first = panels[0].title + teller.w.join.stop if panels else teller.w.summary.nothing_measured
    return teller.sentences([teller.said(outcome, coverage=_coverage(teller)), first, item_sentence(teller)])


def _coverage(teller: Teller) -> str:
    overall = _score(teller, "overall")
    return percent(overall.coverage or 0.0, 1) if overall else percent(0.0, 1)


def _score(teller: Teller, scope: str, name: str | None = None) -> Score | None:
    return next((one for one in teller.result.scores if one.scope == scope and name in (None, one.id)), None)


def _panels(teller: Teller) -> tuple[tuple[Panel, ...], bool]:
    """Gap and importance beside each other; otherwise what there is, one below the other."""
    gap, importance = dimension_panel(teller, BESIDE), importance_panel(teller, NARROW)
    if gap and importance:
        return (gap, importance), True
    others = [dimension_panel(teller, FULL), conformity_panel(teller, FULL), *time_panels(teller, FULL)]
    return tuple(one for one in others if one)[:MOST_PANELS], False


def _keys(teller: Teller) -> list[Key]:
    w = teller.w.summary
    keys = []
    named = (
        ("overall", None, w.overall),
        ("kind", "characteristic", w.characteristic),
        ("kind", "management", w.management),
    )
    for scope, name, words in named:
        score = _score(teller, scope, name)
        if score is not None:
            keys.append(_key(teller, score, words))
    states = Counter(one.state for one in teller.result.items)
    counted = teller.said(
        w.judged, scored=states["scored"], of=sum(states.values()) - states["not_applicable"]
    )
    keys.append(Key(_coverage(teller), "", w.coverage, counted))
    return keys


def _key(teller: Teller, score: Score, name: str) -> Key:
    w = teller.w.summary
    if score.lower is None:
        return Key(teller.w.figures.none, "", name, teller.w.items.not_applicable)
    detail = (
        teller.said(w.bounds, bounds=bounds_words(score.lower, score.upper))
        if score.lower != score.upper
        else ""
    )
    if score.score is None:
        share = percent(score.coverage or 0.0, 1)
        return Key(
            teller.w.figures.none, "", name, teller.clauses([teller.said(w.ungraded, coverage=share), detail])
        )
    return Key(figure(score.score, 1), "/100", name, detail)


def _top(teller: Teller, one: Nonconformity) -> TopFinding:
    requirement = teller.text(teller.result.criterion(one.item).text)
    return TopFinding(one.id, teller.word("grade", one.grade), one.grade, requirement)


def _open(teller: Teller) -> str:
    w = teller.w.summary
    states = Counter(one.state for one in teller.result.items)
    if not states["not_evidenced"]:
        return str(w.all_evidenced)
    return teller.said(w.not_evidenced, n=states["not_evidenced"], of=sum(states.values()))
