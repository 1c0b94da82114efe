"""What changed between two audits, item by item: the organisation, or what it was measured against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from audit.compare import INSTRUMENT, THRESHOLDS, beside, by_survey, changed, other_constants
from audit.findings.words import listed
from audit.result import AuditResult, Difference, EarlierAudit, ItemFinding, State, Verdict
from audit.result.numbers import Figure, Record
from audit.text import Message, Text, message

Change = Literal["improved", "worse", "not_comparable", "new", "gone", "unchanged"]
"""What became of an item; see ``_direction`` for what counts as better and worse."""

ITEM = message(
    "C-ITEM",
    zh="检查项已改：{what}",
    en="the item was changed: {what}",
)
NOT_COUNTED = message(
    "C-NOT-COUNTED",
    zh="两次审查中至少有一次没有可计入的得分",
    en="in one of the two audits it has no score that counts",
)

_FIELDS = {
    "text": Text(zh="要求", en="requirement"),
    "rule": Text(zh="评定规则", en="rule that judges it"),
    "severity": Text(zh="严重程度", en="severity"),
}
"""What a verdict on an item stands on; its weight, concepts and references move no verdict."""

_BETTER: tuple[Verdict, ...] = ("nonconform", "partial", "conform")


class Side(Record):
    """One of the two audits; ``result`` is the SHA-256 of its result."""

    result: str
    organisation: str
    name: Text
    period_start: str
    period_end: str
    as_of: str
    tool: str


class Standing(Record):
    """How an item stood in one audit; ``counts`` is false where a score was shown and did not count."""

    state: State
    verdict: Verdict | None
    score: Figure | None
    low: Figure | None
    high: Figure | None
    counts: bool


class ItemChange(Record):
    """An item in both audits, or in one; ``reasons`` say why the two cannot be compared."""

    id: str
    site: str | None
    text: Text
    change: Change
    then: Standing | None
    now: Standing | None
    reasons: tuple[Message, ...] = ()


class ScoreChange(Record):
    """A score then and now, null where it was not given; ``title`` is that of a checklist or section."""

    scope: Literal["checklist", "section", "kind", "overall"]
    id: str
    title: Text | None
    then: Figure | None
    now: Figure | None
    comparable: bool


class Changes(Record):
    """Two audits side by side; ``remarks`` are differences that hinder no comparison and should be known."""

    then: Side
    now: Side
    differences: tuple[Difference, ...]
    remarks: tuple[Message, ...]
    scores: tuple[ScoreChange, ...]
    items: tuple[ItemChange, ...]

    def of(self, change: Change) -> tuple[ItemChange, ...]:
        """The items of which this became, in the order of the checklists."""
        return tuple(one for one in self.items if one.change == change)


def changes(then: AuditResult, now: AuditResult) -> Changes:
    """What became of every item and score from one audit to another; gone items stand last.

    An item is compared where the organisation, the scheme, the item itself, the constants of its measure and,
    if it stands on the survey, the questionnaire are the same: what else its checklist changed does not matter.
    """
    earlier = beside(then, now, then.sha256())
    before = {(one.item, one.site): one for one in then.items}
    after = {(one.item, one.site): one for one in now.items}
    hindrances = _hindrances(then, now, earlier)
    items = [
        _change(now, new, before[place], tuple(hindrances(before[place], new)))
        if place in before
        else _change(now, new, None)
        for place, new in after.items()
    ]
    items += [_gone(then, one) for place, one in before.items() if place not in after]
    return Changes(
        then=_side(then),
        now=_side(now),
        differences=earlier.differences,
        remarks=earlier.remarks,
        scores=tuple(_scores(earlier, now)),
        items=tuple(items),
    )


def _side(one: AuditResult) -> Side:
    engagement = one.engagement
    return Side(
        result=one.sha256(),
        organisation=engagement.organisation.id,
        name=engagement.organisation.name,
        period_start=engagement.period_start,
        period_end=engagement.period_end,
        as_of=one.as_of,
        tool=one.tool.version,
    )


def _scores(earlier: EarlierAudit, now: AuditResult) -> Iterator[ScoreChange]:
    before = {(one.scope, one.id): one for one in earlier.scores}
    titles = {one.id: one.title for one in now.criteria}
    titles |= {f"{one.id}/{section.id}": section.title for one in now.criteria for section in one.sections}
    for one in now.scores:
        old = before.get((one.scope, one.id))
        comparable = old is not None and earlier.comparable(old)
        then = None if old is None else old.score
        yield ScoreChange(
            scope=one.scope,
            id=one.id,
            title=titles.get(one.id),
            then=then,
            now=one.score,
            comparable=comparable,
        )


def _hindrances(
    then: AuditResult, now: AuditResult, earlier: EarlierAudit
) -> Callable[[ItemFinding, ItemFinding], Iterator[Message]]:
    """What keeps two findings on an item from being compared."""
    everywhere = [one.message for one in earlier.differences if one.kind in ("organisation", "scheme")]
    questionnaire = [said for _, said in changed(INSTRUMENT, then.instruments, now.instruments)]
    surveyed, constants = by_survey(then, now), other_constants(then, now)

    def of(old: ItemFinding, new: ItemFinding) -> Iterator[Message]:
        yield from everywhere
        was, is_ = then.criterion(old.item), now.criterion(new.item)
        other = [words for name, words in _FIELDS.items() if getattr(was, name) != getattr(is_, name)]
        if other:
            yield ITEM(what=listed(other))
        measures = {one.metric.measure for one in (old, new) if one.metric}
        if moved := sorted(measures & constants):
            yield THRESHOLDS(measures=", ".join(moved))
        if measures & surveyed:
            yield from questionnaire
        if old.state != new.state or (new.state == "scored" and not (old.counts and new.counts)):
            yield NOT_COUNTED()

    return of


def _change(
    now: AuditResult, new: ItemFinding, old: ItemFinding | None, reasons: tuple[Message, ...] = ()
) -> ItemChange:
    change: Change = "new"
    if old is not None:
        change = "not_comparable" if reasons else _direction(old, new)
    return ItemChange(
        id=new.item,
        site=new.site,
        text=now.criterion(new.item).text,
        change=change,
        then=None if old is None else _standing(old),
        now=_standing(new),
        reasons=reasons,
    )


def _gone(then: AuditResult, old: ItemFinding) -> ItemChange:
    text = then.criterion(old.item).text
    return ItemChange(id=old.item, site=old.site, text=text, change="gone", then=_standing(old), now=None)


def _standing(one: ItemFinding) -> Standing:
    return Standing(
        state=one.state, verdict=one.verdict, score=one.score, low=one.low, high=one.high, counts=one.counts
    )


def _direction(old: ItemFinding, new: ItemFinding) -> Change:
    """Better or worse where the verdict is, or where the bounds of the two scores do not touch.

    An inconclusive verdict is neither better nor worse than another. Scores whose bounds overlap may differ by
    chance alone, and are unchanged.
    """
    if old.verdict in _BETTER and new.verdict in _BETTER and old.verdict != new.verdict:
        return "improved" if _BETTER.index(new.verdict) > _BETTER.index(old.verdict) else "worse"
    if old.low is None or old.high is None or new.low is None or new.high is None:
        return "unchanged"
    if new.low > old.high:
        return "improved"
    return "worse" if new.high < old.low else "unchanged"
