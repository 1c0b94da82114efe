"""The sum behind a score, line by line, as it is done on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from audit.findings import messages
from audit.findings.arithmetic import written
from audit.result import Score, Step
from audit.text import Text


class Weighed(NamedTuple):
    """One item that counts: the part of the sum that it belongs to, its weight, and what it brings, 0-100."""

    part: str
    weight: float
    worth: float


def by_weight(score: Score, counted: Sequence[Weighed]) -> tuple[Step, ...]:
    """Each part's weight times its mean, their sum over the weight that counts, and what is open as bounds."""
    if not score.weight_applicable:
        return ()
    parts = {one.part: [other for other in counted if other.part == one.part] for one in counted}
    sums = {name: sum(one.weight * one.worth for one in inside) for name, inside in parts.items()}
    lines = [
        messages.SUM_PART(part=name, formula=_product(inside), points=sums[name])
        for name, inside in parts.items()
    ]
    points = sum(sums.values())
    if score.score is not None:
        lines.append(messages.SUM_SCORE(points=points, weight=score.weight_scored, score=score.score))
    lines.append(
        messages.SUM_BOUNDS(
            points=points,
            weight=score.weight_applicable,
            open=score.weight_applicable - score.weight_scored,
            lower=score.lower,
            upper=score.upper,
        )
    )
    return tuple(Step(message=said) for said in lines)


def by_index(parts: Sequence[tuple[float, Score]], *, scored: bool) -> tuple[Step, ...]:
    """The parts of an index, each with its share of the whole, its score where it has one, and its bounds;
    then their sums, that of the scores where a score is given at all.
    """
    lines = [
        messages.INDEX_PART(
            part=one.id,
            share=share,
            score=messages.NOT_SCORED if one.score is None else one.score,
            lower=one.lower,
            upper=one.upper,
        )
        for share, one in parts
    ]
    sums = {name: _sum([(share, getattr(one, name)) for share, one in parts]) for name in _ENDS}
    if not scored:
        sums["score"] = messages.NOT_SCORED
    if parts:
        lines.append(messages.INDEX_SUM(**sums))
    return tuple(Step(message=said) for said in lines)


_ENDS = ("score", "lower", "upper")


def _sum(parts: Sequence[tuple[float, float | None]]) -> Text | str:
    """``0.5 × 20.3 + 0.5 × 9.25 = 14.775``; not scored where one of the parts is not."""
    known = [(share, value) for share, value in parts if value is not None]
    if len(known) < len(parts):
        return messages.NOT_SCORED
    added = " + ".join(f"{written(share)} × {written(value)}" for share, value in known)
    return f"{added} = {written(sum(share * value for share, value in known))}"


def _product(inside: Sequence[Weighed]) -> str:
    """``3 × 66.6667`` for one item; the weight of several times their mean."""
    weight = sum(one.weight for one in inside)
    return f"{written(weight)} × {written(sum(one.weight * one.worth for one in inside) / weight)}"
