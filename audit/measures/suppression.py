"""Small cells are withheld, together with one that would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from audit.result import Estimate
from audit.text import message

SMALL_CELL = message(
    "M-SUPPRESSED",
    zh="少于 {minimum} 人，为保护个人信息不予显示",
    en="fewer than {minimum} persons: withheld so that nobody can be recognised",
)


def suppressed(cells: Sequence[Estimate], column: str, smallest: int) -> list[Estimate]:
    """The cells of one breakdown with those under ``smallest`` cases withheld.

    Where exactly one cell would be withheld it could be computed from the total and the others, so
    the next smallest is withheld with it. Cells that differ in more than ``column`` are separate
    breakdowns.
    """
    families: dict[tuple[object, ...], list[Estimate]] = defaultdict(list)
    for cell in cells:
        rest = tuple(sorted((name, value) for name, value in cell.key.items() if name != column))
        families[(cell.result, rest)].append(cell)
    hidden = {id(cell) for family in families.values() for cell in _to_hide(family, smallest)}
    return [_withheld(cell, smallest) if id(cell) in hidden else cell for cell in cells]


def _to_hide(family: Iterable[Estimate], smallest: int) -> list[Estimate]:
    ascending = sorted((cell for cell in family if cell.n), key=lambda cell: cell.n)
    small = [cell for cell in ascending if cell.n < smallest]
    return ascending[:2] if len(small) == 1 else small


def _withheld(cell: Estimate, smallest: int) -> Estimate:
    return Estimate(
        result=cell.result,
        key=cell.key,
        kind=cell.kind,
        unit=cell.unit,
        sufficiency="suppressed",
        reason=SMALL_CELL(minimum=smallest),
    )
