"""Weighted scores with their coverage: of sections, checklists, the two kinds of item, and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.criteria.checklist import Checklist
from audit.criteria.item import Item
from audit.criteria.scheme import OTHERS, Scheme
from audit.findings.scoring import DECIMALS
from audit.findings.sums import Weighed, by_index, by_weight
from audit.result import ItemFinding, Score

KINDS: tuple[Literal["characteristic", "management"], ...] = ("characteristic", "management")
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with its finding and the place where it stands; ``section`` is ``five-gap/A``."""

    checklist: str
    section: str
    item: Item
    finding: ItemFinding


def placed(checklists: Iterable[Checklist], findings: Sequence[ItemFinding]) -> list[Judged]:
    """Findings beside their items, in the order of the checklists."""
    by_item = {finding.item: finding for finding in findings}
    return [
        Judged(checklist.id, f"{checklist.id}/{section.id}", item, by_item[item.id])
        for checklist in checklists
        for section, item in checklist.items()
    ]


def all_scores(judged: Sequence[Judged], scheme: Scheme) -> tuple[Score, ...]:
    """The scores of an audit: overall, the two kinds, then every checklist with its sections.

    The overall score weighs the checklists by the scheme's index, and is taken over all items by weight
    where it has none; the profile of the checklists is printed with it. Whole and checklists need the
    scheme's overall coverage, their parts that of a section.
    """
    whole, part = scheme.coverage.overall, scheme.coverage.section
    share = shares(judged, scheme)

    def of(scope: Literal["checklist", "section", "kind"], name: str, inside: Sequence[Judged]) -> Score:
        score = score_of(scope, name, inside, whole if scope == "checklist" else part)
        own = [share[one.item.id] for one in inside if one.item.id in share]
        steps = by_weight(score, weighed(inside, scope))
        return score.model_copy(update={"share": round(sum(own), DECIMALS) if own else None, "steps": steps})

    scores = [_overall(judged, scheme)]
    scores += [of("kind", kind, [one for one in judged if one.item.kind == kind]) for kind in KINDS]
    for checklist in dict.fromkeys(one.checklist for one in judged):
        own = [one for one in judged if one.checklist == checklist]
        scores.append(of("checklist", checklist, own))
        for name in dict.fromkeys(one.section for one in own):
            scores.append(of("section", name, [one for one in own if one.section == name]))
    return tuple(scores)


def score_of(
    scope: Literal["checklist", "section", "kind", "overall"],
    name: str,
    judged: Sequence[Judged],
    minimum: float,
) -> Score:
    """One weighted score, sum(w x score) / sum(w) over the items that count.

    Coverage is the weight that counts over the weight that is applicable; ``minimum`` is the coverage
    from which on a score is given at all. The bounds take the rest as 0 and as 100. All shares are 0..1
    and all scores 0-100, rounded to 9 decimals.
    """
    applicable = [one for one in judged if _applies(one)]
    counted = [one for one in applicable if _counts(one)]
    weight = sum(one.item.weight for one in applicable)
    weight_scored = sum(one.item.weight for one in counted)
    earned = sum(one.item.weight * (worth(one.finding) or 0.0) for one in counted)
    coverage = _ratio(weight_scored, weight)
    graded = weight_scored > 0 and coverage is not None and coverage >= minimum
    return Score(
        scope=scope,
        id=name,
        score=_ratio(earned, weight_scored) if graded else None,
        lower=_ratio(earned, weight),
        upper=_ratio(earned + 100 * (weight - weight_scored), weight),
        coverage=coverage,
        graded=graded,
        weight_scored=weight_scored,
        weight_applicable=weight,
        states=dict(sorted(Counter(one.finding.state for one in judged).items())),
        verdicts=dict(sorted(Counter(one.finding.verdict for one in judged if one.finding.verdict).items())),
    )


def weighed(judged: Iterable[Judged], scope: str) -> list[Weighed]:
    """What counts, for the sum on paper: the items of a section, the sections of a checklist or of a kind,
    the checklists of the whole.
    """
    return [
        Weighed(_part_of(one, scope), one.item.weight, worth(one.finding) or 0.0)
        for one in judged
        if _counts(one)
    ]


def _part_of(one: Judged, scope: str) -> str:
    if scope == "section":
        return one.item.id
    return one.checklist if scope == "overall" else one.section


def worth(finding: ItemFinding) -> float | None:
    """What a finding brings into the scores, 0-100: its score, or what a points scheme lets it earn."""
    return finding.score if finding.earned is None else finding.earned


def shares(judged: Sequence[Judged], scheme: Scheme) -> dict[str, float]:
    """Item -> its share of the overall score, summing to 1 over the items that apply."""
    found: dict[str, float] = {}
    for part, inside in _parts(judged, scheme):
        weight = sum(one.item.weight for one in inside)
        found |= {one.item.id: part * one.item.weight / weight for one in inside}
    return found


def _parts(judged: Sequence[Judged], scheme: Scheme) -> list[tuple[float, list[Judged]]]:
    """The groups of the scheme's index, each with its part of the whole and the items that apply in it.

    A group without such an item takes no part; without an index all items are one group.
    """
    index = scheme.index or {OTHERS: 1.0}
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        if _applies(one):
            groups.setdefault(one.checklist if one.checklist in index else OTHERS, []).append(one)
    whole = sum(index.get(name, 0.0) for name in groups)
    return [(index[name] / whole, inside) for name, inside in groups.items() if name in index]


def _overall(judged: Sequence[Judged], scheme: Scheme) -> Score:
    """Coverage of all items by weight; score and bounds by the parts of the index.

    A group in which nothing was scored leaves the whole without a score.
    """
    pooled = score_of("overall", OVERALL, judged, scheme.coverage.overall)
    parts = [
        (part, score_of("overall", _named(inside), inside, 0.0)) for part, inside in _parts(judged, scheme)
    ]
    scored = pooled.graded and all(one.score is not None for _, one in parts)
    steps = by_index(parts, scored=scored) if scheme.index else by_weight(pooled, weighed(judged, "overall"))
    return pooled.model_copy(
        update={
            "score": _mean((part, one.score) for part, one in parts) if scored else None,
            "lower": _mean((part, one.lower) for part, one in parts),
            "upper": _mean((part, one.upper) for part, one in parts),
            "share": 1.0 if pooled.weight_applicable else None,
            "steps": steps,
        }
    )


def _named(inside: Sequence[Judged]) -> str:
    return " + ".join(dict.fromkeys(one.checklist for one in inside))


def _mean(parts: Iterable[tuple[float, float | None]]) -> float | None:
    given = [(part, value) for part, value in parts if value is not None]
    return round(sum(part * value for part, value in given), DECIMALS) if given else None


def _applies(one: Judged) -> bool:
    return one.finding.state in ("scored", "not_evidenced")


def _counts(one: Judged) -> bool:
    return _applies(one) and one.finding.counts and one.finding.score is not None


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, DECIMALS) if whole else None
