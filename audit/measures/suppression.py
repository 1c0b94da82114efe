"""Small cells are withheld, together with one that would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from audit.result import Estimate
from audit.text import message

SMALL_CELL = message(
    "M-SUPPRESSED",
    zh="不足 {minimum} 例，为保护个人信息不予列示",
    en="fewer than {minimum} cases: withheld so that nobody can be recognised",
)


WITH_SMALL_CELLS = message(
    "M-SUPPRESSED-WITH",
    zh="为防止推算出不足 {minimum} 例的数值，一并不予列示",
    en="withheld as well: with it, figures of fewer than {minimum} cases could be computed",
)


def suppressed(cells: Sequence[Estimate], column: str, smallest: int) -> list[Estimate]:
    """The cells of one breakdown with those under ``smallest`` cases withheld.

    What is withheld can be computed together from the total and the other cells, so the next smallest
    are withheld with it until at least two cells and ``smallest`` cases are. Cells that differ in more
    than ``column`` are separate breakdowns.
    """
    families: dict[tuple[object, ...], list[Estimate]] = defaultdict(list)
    for cell in cells:
        rest = tuple(sorted((name, value) for name, value in cell.key.items() if name != column))
        families[(cell.result, rest)].append(cell)
    hidden = {id(cell) for family in families.values() for cell in _to_hide(family, smallest)}
    return [_withheld(cell, smallest) if id(cell) in hidden else cell for cell in cells]


def _to_hide(family: Iterable[Estimate], smallest: int) -> list[Estimate]:
    ascending = sorted((cell for cell in family if cell.n), key=lambda cell: cell.n)
    hidden = [cell for cell in ascending if cell.n < smallest]
    for cell in ascending[len(hidden) :] if hidden else []:
        # One small cell alone never holds so many, so that at least two are withheld.
        if sum(one.n for one in hidden) >= smallest:
            break
        hidden.append(cell)
    return hidden


def _withheld(cell: Estimate, smallest: int) -> Estimate:
    return Estimate(
        result=cell.result,
        key=cell.key,
        kind=cell.kind,
        unit=cell.unit,
        sufficiency="suppressed",
        reason=(SMALL_CELL if cell.n < smallest else WITH_SMALL_CELLS)(minimum=smallest),
    )
