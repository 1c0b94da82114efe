"""Items on which a reviewer's rating and the figures say opposite things: what each says, and which counts."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.scales import figure
from audit.report.sections.words import account_of, bounds_words, item_state, name_of, score_words
from audit.report.telling import Teller, capped
from audit.report.wording import opened
from audit.result import ItemFinding
from audit.text import Text

DISAGREE = "F-DISAGREE"
"""The reason of an item by which judging says so."""

MOST_NAMES = 8


@dataclass(frozen=True)
class Disagreement:
    """An item with both judgements; ``account`` is the place of its arithmetic, ``tone`` its verdict."""

    item: str
    account: str
    requirement: str
    rating: str
    figures: str
    rule: str
    verdict: str
    tone: str
    score: str


def disagreements(teller: Teller) -> tuple[Disagreement, ...]:
    """All of them, in the order of the checklists."""
    return tuple(_disagreement(teller, one) for one in _contradicted(teller))


def disagreement_sentence(teller: Teller) -> str:
    """How many items it concerns and which; empty where there is none."""
    names = [name_of(one.item, one.site) for one in _contradicted(teller)]
    if not names:
        return ""
    shown, hidden = capped(names, MOST_NAMES)
    listed = teller.listed(shown) + (teller.said(teller.w.figures.more, n=hidden) if hidden else "")
    return teller.said(teller.w.disagreements.sentence, n=len(names), items=listed)


def is_contradicted(finding: ItemFinding) -> bool:
    """Whether rating and figures of an item disagree."""
    return any(said.code == DISAGREE for said in finding.reasons)


def _contradicted(teller: Teller) -> list[ItemFinding]:
    return [one for one in teller.result.items if is_contradicted(one)]


def _disagreement(teller: Teller, finding: ItemFinding) -> Disagreement:
    w, rating, metric = teller.w.disagreements, finding.rating, finding.metric
    said = next(one for one in finding.reasons if one.code == DISAGREE)
    rule = said.params.get("rule")
    return Disagreement(
        item=name_of(finding.item, finding.site),
        account=account_of(finding),
        requirement=teller.text(teller.result.criterion(finding.item).text),
        rating=teller.said(
            w.rated, level=rating.level, method=teller.word("method", rating.method), by=rating.by
        )
        if rating
        else str(teller.w.figures.none),
        figures=teller.said(
            w.measured,
            measure=metric.measure,
            score=figure(metric.score, 1),
            bounds=f" {bounds_words(metric.low, metric.high)}".rstrip(),
        )
        if metric and metric.score is not None
        else str(teller.w.figures.none),
        rule=opened(teller.text(rule)) if isinstance(rule, Text) else "",
        verdict=item_state(teller, finding),
        tone=finding.verdict or finding.state,
        score=score_words(finding),
    )
