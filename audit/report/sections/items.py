"""The items: first those without a score, with the reason; then every item of every checklist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.charts.marks import Reference
from audit.report.charts.score import ScoreBar, score_bar
from audit.report.panels.coverage import concept_panels, coverage_panel
from audit.report.panels.panel import Panel
from audit.report.scales import figure
from audit.report.sections.disagreements import is_contradicted
from audit.report.sections.relevance import by_relevance
from audit.report.sections.words import account_of, bounds_words, item_state, name_of, score_words
from audit.report.telling import Teller, capped
from audit.report.wording import opened, percent
from audit.result import ChecklistSnapshot, Estimate, ItemFinding, Measurement, MetricPart, Score

MOST_FIGURES = 3


@dataclass(frozen=True)
class ScoreRow:
    """A score with its bounds, its coverage and how many items are in which state; ``steps`` where more than
    a weighted mean led to it, such as the deductions of a points scheme.
    """

    name: str
    score: str
    bounds: str
    coverage: str
    states: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class ItemRow:
    """One item. ``needed`` is what would give it a score, where no item of the report has one. ``tone`` is its verdict, or its state where it has none; ``rank`` is the key of its severity;
    ``gates`` are those of the recommendation that wait for it; ``account`` is the place of its arithmetic.
    """

    id: str
    account: str
    text: str
    severity: str
    rank: str
    counts: bool
    gates: tuple[str, ...]
    score: str
    bounds: str
    verdict: str
    tone: str
    grade: str
    how: str
    needed: str

    @property
    def anchor(self) -> str:
        """Its place in the document: the id, and the site after a full stop."""
        return self.id.replace(" ", ".")


@dataclass(frozen=True)
class Section:
    """A section of a checklist."""

    title: str
    score: ScoreRow | None
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Checklist:
    """A checklist with its sections."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Open:
    """Items without a score for one and the same reason, and what evidence would give them one.

    ``items`` are the names of the items with their places in the document.
    """

    state: str
    reason: str
    needed: str
    count: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ItemChapter:
    """The chapter on the items; ``is_judged`` when any has a score, without which each says itself what it needs."""

    is_judged: bool
    has_accounts: bool
    lead: str
    chart: ScoreBar | None
    chart_title: str
    coverage: Panel | None
    concepts: tuple[Panel, ...]
    scores: tuple[ScoreRow, ...]
    open: tuple[Open, ...]
    open_sentence: str
    checklists: tuple[Checklist, ...]


def item_chapter(teller: Teller) -> ItemChapter:
    """The chapter on the items."""
    result = teller.result
    overall = next((one for one in result.scores if one.scope == "overall"), None)
    judged = teller.has_scores
    return ItemChapter(
        is_judged=judged,
        has_accounts=any(account_of(one) for one in result.items),
        lead=item_sentence(teller),
        chart=_chart(overall) if judged else None,
        chart_title=score_sentence(teller, overall) if overall else "",
        coverage=coverage_panel(teller),
        concepts=concept_panels(teller),
        scores=tuple(_score(teller, one) for one in result.scores if one.scope != "section"),
        open=tuple(_open(teller)) if judged else (),
        open_sentence=open_sentence(teller),
        checklists=tuple(_checklist(teller, one) for one in result.criteria),
    )


def item_sentence(teller: Teller) -> str:
    """How many items were judged, and how."""
    w, items = teller.w.items, teller.result.items
    scored = [one for one in items if one.state == "scored"]
    if not scored:
        return teller.said(w.none_scored, n=len(items))
    verdicts = [
        teller.said(getattr(w.count, verdict), n=count)
        for verdict in ("conform", "partial", "nonconform", "inconclusive")
        if (count := sum(one.verdict == verdict for one in scored))
    ]
    return teller.said(w.scored, n=len(scored), of=len(items), verdicts=teller.listed(verdicts))


def open_sentence(teller: Teller) -> str:
    """How many items have no score, by state."""
    w, items = teller.w.items, teller.result.items
    states = Counter(one.state for one in items)
    parts = [
        teller.said(getattr(w.open_count, state), n=states[state])
        for state in ("not_evidenced", "not_assessed", "not_applicable")
        if states[state]
    ]
    return teller.said(w.open_lead, of=len(items), counts=teller.listed(parts)) if parts else str(w.none_open)


def _open(teller: Teller) -> Iterator[Open]:
    """Items without a score by state, reason and need, in the order of the checklists."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for finding in teller.result.items:
        if finding.state != "scored":
            reason = teller.clauses(teller.say(one) for one in finding.reasons) or teller.w.figures.none
            key = (teller.word("state", finding.state), reason, _needed(teller, finding))
            alike.setdefault(key, []).append(name_of(finding.item, finding.site))
    for (state, reason, needed), names in alike.items():
        places = tuple((one, f"#{one.replace(' ', '.')}") for one in names)
        yield Open(state, opened(reason), opened(needed), str(len(names)), places)


def _needed(teller: Teller, finding: ItemFinding) -> str:
    """The tables and columns of the measure, and the rating, that would have given a score; where a rule of the
    measure keeps its figure from being scored, what that rule asks for.
    """
    if finding.state == "not_applicable":
        return str(teller.w.figures.none)
    w, parts = teller.w.items, []
    absent = [teller.text(one.title) for one in teller.result.manifest.missing if finding.item in one.items]
    gate = finding.metric.gate if finding.metric else None
    asked = teller.mend(gate) if gate else ""
    if asked:
        parts.append(asked)
    elif absent:
        parts.append(teller.said(w.needs_tables, tables=teller.listed(absent)))
    elif finding.metric:
        measured = teller.result.measurement(finding.metric.measure)
        if measured is None:
            name = teller.measure_name(finding.metric.measure)
            parts.append(teller.said(w.needs_measure, measure=name))
        elif measured.tables:
            parts.append(teller.said(w.needs_more, tables=teller.listed(_titles(teller, measured))))
    if teller.result.criterion(finding.item).judged_by != "measure" and finding.rating is None:
        parts.append(str(w.needs_rating))
    return teller.clauses(parts) or str(teller.w.figures.none)


def _titles(teller: Teller, measured: Measurement) -> list[str]:
    entries = ((name, teller.result.manifest.table(name)) for name in measured.tables)
    return [teller.text(entry.title) if entry else name for name, entry in entries]


def score_sentence(teller: Teller, score: Score) -> str:
    """An overall score with its bounds; without one, what the evidence leaves open."""
    w = teller.w.items
    if score.lower is None or score.upper is None:
        return str(w.not_applicable)
    facts = {
        "low": figure(score.lower, 1),
        "high": figure(score.upper, 1),
        "coverage": percent(score.coverage or 0.0, 1),
    }
    if score.score is None:
        return teller.said(w.ungraded, **facts)
    return teller.said(w.graded, score=figure(score.score, 1), **facts)


def _chart(score: Score | None) -> ScoreBar | None:
    if score is None or score.lower is None or score.upper is None:
        return None
    return score_bar(
        score.score, (score.lower, score.upper), score.coverage or 0.0, limit=Reference(60, "60")
    )


def _score(teller: Teller, score: Score) -> ScoreRow:
    w = teller.w.items
    states = [f"{teller.word('state', state)} {count}" for state, count in score.states.items() if count]
    return ScoreRow(
        name=score_name(teller, score),
        score=w.no_score if score.score is None else figure(score.score, 1),
        bounds=bounds_words(score.lower, score.upper),
        coverage=teller.w.figures.none if score.coverage is None else percent(score.coverage, 1),
        states=teller.listed(states),
        # Sums (S-) are for whoever checks them on paper; what a points scheme took off is for every reader.
        steps=tuple(teller.say(one.message) for one in score.steps if not one.message.code.startswith("S-")),
    )


def score_name(teller: Teller, score: Score) -> str:
    """What a score is of."""
    if score.scope == "overall":
        return str(teller.w.items.overall)
    if score.scope == "kind":
        return teller.word("kind", score.id)
    for one in teller.result.criteria:
        if score.id == one.id:
            return teller.text(one.title)
        for section in one.sections:
            if score.id == f"{one.id}/{section.id}":
                return f"{section.id}{teller.w.join.space}{teller.text(section.title)}"
    return score.id


def _checklist(teller: Teller, checklist: ChecklistSnapshot) -> Checklist:
    scores = {one.id: one for one in teller.result.scores if one.scope == "section"}
    by_item = {(one.item, one.site): one for one in teller.result.items}
    sections = []
    for section in checklist.sections:
        own = [item.id for item in checklist.items if item.section == section.id]
        rows = [finding for (item, _), finding in by_item.items() if item in own]
        score = scores.get(f"{checklist.id}/{section.id}")
        sections.append(
            Section(
                title=f"{section.id}{teller.w.join.space}{teller.text(section.title)}",
                score=_score(teller, score) if score else None,
                items=tuple(_row(teller, one) for one in rows),
            )
        )
    return Checklist(teller.text(checklist.title), tuple(sections))


def _row(teller: Teller, finding: ItemFinding) -> ItemRow:
    criterion = teller.result.criterion(finding.item)
    severity = finding.severity or criterion.severity
    waiting = next((one.gates for one in teller.result.priorities if one.item == finding.item), ())
    return ItemRow(
        id=name_of(finding.item, finding.site),
        account=account_of(finding),
        text=teller.text(criterion.text),
        severity=teller.word("severity", severity),
        rank=severity,
        counts=finding.counts,
        gates=waiting,
        score=score_words(finding),
        bounds=bounds_words(finding.low, finding.high),
        verdict=item_state(teller, finding),
        tone=finding.verdict or finding.state,
        grade=finding.evidence_grade or teller.w.figures.none,
        how=opened(_how(teller, finding)),
        needed="" if teller.has_scores else _needed(teller, finding),
    )


def _how(teller: Teller, finding: ItemFinding) -> str:
    """By what a scored item was judged; why any other was not."""
    if finding.state != "scored":
        return teller.clauses(teller.say(one) for one in finding.reasons)
    w, parts = teller.w.items, []
    metric = finding.metric
    if metric and metric.score is not None:
        parts.append(teller.said(w.by_measure, measure=metric.measure))
    if finding.rating:
        parts.append(
            teller.said(
                w.by_rating, level=finding.rating.level, method=teller.word("method", finding.rating.method)
            )
        )
    if is_contradicted(finding):
        parts.append(str(teller.w.disagreements.mark))
    if finding.override:
        parts.append(
            teller.said(
                w.by_override,
                by=finding.override.by,
                at=teller.date(finding.override.at),
                before=figure(finding.override.score_before, 1),
            )
        )
    if finding.concession:
        parts.append(teller.said(w.conceded, until=teller.date(finding.concession.expires)))
    return teller.clauses(parts)


def figure_lines(teller: Teller, metric: MetricPart, most: int) -> list[str]:
    """The figures that an item stands on, one in a line, those that matter most where not all find room; those
    without a value show nothing.
    """
    there = [one for one in metric.estimates if one.value is not None or one.category is not None]
    if len(there) > most:
        there = by_relevance(teller, metric.measure, there)
    shown, hidden = capped(there, most)
    lines = [_figure_line(teller, metric.measure, one) for one in shown]
    return [*lines, teller.said(teller.w.items.more_figures, n=hidden)] if hidden else lines


def _figure_line(teller: Teller, measure: str, estimate: Estimate) -> str:
    name = teller.result_name(measure, estimate.result)
    row = f" · {teller.row(estimate)}" if estimate.key else ""
    return f"{name}{row}{teller.w.join.colon}{teller.full(estimate)}"
