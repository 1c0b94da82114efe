"""The summary: one page on which a decision maker sees what is recommended, why, how surely, and what to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from audit.report.panels.delivery import conformity_panel
from audit.report.panels.dimensions import dimension_panel
from audit.report.panels.importance import importance_panel
from audit.report.panels.panel import Panel, Size
from audit.report.panels.times import time_panels
from audit.report.scales import figure
from audit.report.sections.conclusion import Recommended, finding_sentence, recommended
from audit.report.sections.disagreements import disagreement_sentence
from audit.report.sections.gaps import GAPS, none_measured
from audit.report.sections.items import item_sentence, open_sentence
from audit.report.sections.scope import Fact
from audit.report.sections.words import bounds_words
from audit.report.telling import Teller, capped
from audit.report.wording import percent
from audit.result import GoodPractice, Nonconformity, Priority, Score

MOST_FINDINGS, MOST_PRACTICES, MOST_STEPS = 3, 3, 3
HALF = Size(
    width=306.0, label_width=110.0, row_height=24.0, plot_height=200.0, most_bars=8, bars_height=164.0
)
"""A chart in one of the two columns of the page."""
LONGEST_NOTE = 100
MOST_REASONS, MOST_MISSING, MOST_TOLD = 4, 4, 2


@dataclass(frozen=True)
class Key:
    """A figure that carries the page."""

    value: str
    unit: str
    name: str
    detail: str


@dataclass(frozen=True)
class Point:
    """A line of a list: its mark, the tone of the mark, what it says, and what must not be cut off."""

    mark: str
    tone: str
    words: str
    detail: str = ""


@dataclass(frozen=True)
class GapLine:
    """A gap of the profile in one line."""

    name: str
    score: str
    grade: str
    coverage: str


@dataclass(frozen=True)
class Summary:
    """The summary; ``told`` are findings of charts that stand further back, ``identity`` what heads the page
    where it stands alone.
    """

    recommended: Recommended
    reasons: tuple[str, ...]
    lead: str
    unmeasured: str
    gates: str
    notes: tuple[str, ...]
    keys: tuple[Key, ...]
    gaps: tuple[GapLine, ...]
    no_gaps: str
    panel: Panel | None
    told: tuple[str, ...]
    findings: tuple[Point, ...]
    finding_sentence: str
    practices: tuple[Point, ...]
    steps: tuple[Point, ...]
    open_sentence: str
    missing: str
    contradicted: str = ""
    identity: tuple[Fact, ...] = ()


def summary(teller: Teller, identity: tuple[Fact, ...] = ()) -> Summary:
    """The summary."""
    result, decided = teller.result, recommended(teller)
    panels = _panels(teller)
    reasons, more_reasons = capped(decided.reasons, MOST_REASONS)
    return Summary(
        recommended=decided,
        reasons=(*reasons, *_more(teller, more_reasons)),
        lead=_lead(teller),
        unmeasured=_unmeasured(teller) if not panels else "",
        gates=_gates(teller, decided),
        notes=_notes(teller),
        keys=tuple(_keys(teller)),
        gaps=tuple(_gap(teller, number) for number in GAPS) if teller.has_scores else (),
        no_gaps=none_measured(teller),
        panel=panels[0] if panels else None,
        told=tuple(one.title for one in panels[1 : 1 + MOST_TOLD]),
        findings=tuple(_finding(teller, one) for one in result.findings[:MOST_FINDINGS]),
        finding_sentence=finding_sentence(teller),
        practices=tuple(_practice(teller, one) for one in result.good_practice[:MOST_PRACTICES]),
        steps=tuple(_step(teller, one) for one in result.priorities[:MOST_STEPS]),
        open_sentence=open_sentence(teller),
        missing=_missing(teller),
        contradicted=disagreement_sentence(teller),
        identity=identity,
    )


def _more(teller: Teller, hidden: int) -> tuple[str, ...]:
    return (teller.said(teller.w.summary.more, n=hidden),) if hidden else ()


def _notes(teller: Teller) -> tuple[str, ...]:
    """The first note of the engagement where it is short; the cover and chapter 2 hold them all."""
    first = [teller.text(one) for one in teller.result.engagement.notes[:1]]
    return tuple(one for one in first if len(one) <= LONGEST_NOTE)


def _lead(teller: Teller) -> str:
    """What the audit comes to, and how much was judged."""
    if not teller.has_scores:
        n = len(teller.result.items)
        received = "" if teller.has_evidence else str(teller.w.evidence.lead_nothing)
        return teller.sentences([received, teller.said(teller.w.summary.nothing_judged, n=n)])
    outcome = getattr(teller.w.outcome_lead, teller.result.recommendation.outcome)
    return teller.sentences([teller.said(outcome, coverage=_coverage(teller)), item_sentence(teller)])


def _unmeasured(teller: Teller) -> str:
    """Why the page draws nothing."""
    w = teller.w.summary
    return str(w.nothing_measured if teller.has_evidence else w.nothing_received)


def _gates(teller: Teller, decided: Recommended) -> str:
    """How many gates are met; the reasons above name the others."""
    w, met, of = teller.w.summary, sum(one.tone == "conform" for one in decided.gates), len(decided.gates)
    if not of:
        return ""
    said = teller.said(w.gates_met, of=of) if met == of else teller.said(w.gates_shut, n=met, of=of)
    open_ = sum(one.tone == "inconclusive" for one in decided.gates)
    return teller.sentences([said, teller.said(w.gates_open, n=open_) if open_ else ""])


def _coverage(teller: Teller) -> str:
    overall = _score(teller, "overall")
    return percent(overall.coverage or 0.0, 1) if overall else percent(0.0, 1)


def _score(teller: Teller, scope: str, name: str | None = None) -> Score | None:
    return next((one for one in teller.result.scores if one.scope == scope and name in (None, one.id)), None)


def _panels(teller: Teller) -> tuple[Panel, ...]:
    """What the page may draw or tell, the most telling first."""
    there = [
        dimension_panel(teller, HALF),
        conformity_panel(teller, HALF),
        importance_panel(teller, HALF),
        *time_panels(teller, HALF),
    ]
    return tuple(one for one in there if one)


def _keys(teller: Teller) -> list[Key]:
    if not teller.has_scores:
        return _keys_of_nothing(teller)
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
    only_shown = sum(one.score is not None and not one.counts for one in teller.result.items)
    if only_shown:
        counted = teller.clauses([counted, teller.said(w.shown_only, n=only_shown)])
    keys.append(Key(_coverage(teller), "", w.coverage, counted))
    return keys


def _keys_of_nothing(teller: Teller) -> list[Key]:
    """What there is to count where no item was judged: items, tables received and missing, coverage."""
    w, result = teller.w.summary, teller.result
    missing = sum(1 for one in result.manifest.missing if one.items)
    keys = [
        Key("0", f"/{len(result.items)}", w.items_judged, ""),
        Key(str(len(result.manifest.tables)), "", w.tables_received, ""),
        *([Key(str(missing), "", w.tables_missing, "")] if missing else []),
    ]
    return [*keys, Key(_coverage(teller), "", w.coverage, "")]


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


def _gap(teller: Teller, number: int) -> GapLine:
    profile, none = teller.result.gap_profile, str(teller.w.figures.none)
    told = next((one for one in profile.gaps if one.gap == number), None) if profile else None
    if told is None:
        return GapLine(getattr(teller.w.gap, f"name{number}"), none, none, none)
    return GapLine(
        name=getattr(teller.w.gap, f"name{number}"),
        score=none if told.score is None else figure(told.score, 1),
        grade=told.grade or none,
        coverage=none if told.coverage is None else percent(told.coverage),
    )


def _requirement(teller: Teller, item: str) -> str:
    return teller.text(teller.result.criterion(item).text)


def _finding(teller: Teller, one: Nonconformity) -> Point:
    words = teller.said(teller.w.summary.not_met, requirement=_requirement(teller, one.item))
    return Point(one.id, one.grade, words)


def _practice(teller: Teller, one: GoodPractice) -> Point:
    return Point(one.item, "conform", _requirement(teller, one.item))


def _step(teller: Teller, one: Priority) -> Point:
    gain = teller.said(teller.w.summary.gain, gain=figure(one.gain, 1)) if one.gain else ""
    words = _requirement(teller, one.item)
    if _lacks_evidence(teller, one.item):
        words = teller.said(teller.w.summary.needs_evidence, requirement=words)
    return Point(one.item, "observation", words, gain)


def _lacks_evidence(teller: Teller, item: str) -> bool:
    """Whether what stands in an item's way is the evidence: no score, or none that counts, or one that conforms."""
    found = [one for one in teller.result.items if one.item == item]
    return bool(found) and all(
        one.score is None or not one.counts or one.verdict == "conform" for one in found
    )


def _missing(teller: Teller) -> str:
    """The tables not received that most items would have needed."""
    missing = [one for one in teller.result.manifest.missing if one.items]
    if not missing:
        return ""
    shown, hidden = capped(sorted(missing, key=lambda one: -len(one.items)), MOST_MISSING)
    w = teller.w.summary
    named = [teller.said(w.missing, table=teller.text(one.title), n=len(one.items)) for one in shown]
    return teller.said(w.missing_tables, tables=teller.listed([*named, *_more(teller, hidden)]))
