"""Whether a figure may be shown and scored: enough cases, few of them unknown or left out, or all that there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audit.measures.figures import Cell, Figure, Minimum
from audit.measures.passes import Group
from audit.measures.population import STAFF, Population
from audit.result import Sufficiency
from audit.text import Message, message

TOO_FEW = message("M-TOO-FEW", zh="仅 {n} 例，少于 {minimum} 例", en="cases: only {n}, fewer than {minimum}")
MUCH_UNKNOWN = message(
    "M-UNKNOWN",
    zh="{total} 例中 {unknown} 例结果不明，超过允许的比例",
    en="the outcome of {unknown} of {total} cases is unknown, more than may be",
)
MUCH_LEFT_OUT = message(
    "M-LEFT-OUT",
    zh="{total} 例中 {count} 例须排除，超过允许的比例",
    en="{count} of {total} cases had to be left out, more than may be",
)
NO_CASES = message("M-NO-CASES", zh="没有可计入的记录", en="no case counts")
NOT_ESTIMABLE = message(
    "M-NOT-ESTIMABLE",
    zh="{n} 例数据不足以得出数值（例数过少、无变异或无分母）",
    en="no value (cases: {n}): too few, all alike, or nothing to divide by",
)
CENSUS_SMALL = message(
    "M-CENSUS",
    zh="审查员确认为完整数据，故 {n} 例亦予评分",
    en="scored though the cases are few ({n}): the reviewer vouches that the file is complete",
)

CENSUS_FROM = 5
"""A complete file with at least this many cases may be scored below the ordinary minimum."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the scheme sets for every figure."""

    share: Minimum
    mean: Minimum
    unknown_share: float
    smallest_cell: int
    smallest_staff_cell: int

    def smallest(self, tables: Iterable[str]) -> int:
        """The number of cases of these tables under which a cell of a breakdown is withheld."""
        return self.smallest_staff_cell if STAFF.issuperset(tables) else self.smallest_cell

    def minimum(self, figure: Figure) -> Minimum | None:
        """The numbers of cases that a figure needs; None where its kind has no general rule."""
        if figure.minimum is not None:
            return figure.minimum
        return {"share": self.share, "mean": self.mean}.get(figure.ruled_as)


@dataclass(frozen=True, slots=True)
class Sufficing:
    """What the rules say of the cells of a figure, given what is known of the whole."""

    figure: Figure
    rules: Rules
    population: Population

    def printable(self, cell: Cell) -> bool:
        """Whether a value stands on enough cases to be shown."""
        minimum = self.rules.minimum(self.figure)
        return minimum is None or cell.judged_by >= minimum.indicative or self._complete(cell)

    def judged(self, cell: Cell, group: Group, *, broken_down: bool) -> tuple[Sufficiency, Message | None]:
        """Whether the cell of a group may be scored, and why not, or why although it is small."""
        sufficiency, reason = self._by_cases(cell, group, broken_down=broken_down)
        if sufficiency == "enough" and self.figure.only_indicative is not None:
            return "indicative", self.figure.only_indicative
        return sufficiency, reason

    def _by_cases(self, cell: Cell, group: Group, *, broken_down: bool) -> tuple[Sufficiency, Message | None]:
        why_not = self.figure.unfit or self._much_unknown(group) or self._much_left_out(group)
        if why_not is not None:
            return "insufficient", why_not
        if cell.value is None and cell.category is None and not cell.beyond:
            return "insufficient", NOT_ESTIMABLE(n=cell.n) if cell.n else NO_CASES()
        minimum = self.rules.minimum(self.figure)
        if minimum is None:
            return "enough", None
        enough = minimum.enough
        if broken_down and minimum.breakdown is not None:
            enough = minimum.breakdown
        if cell.judged_by >= enough:
            return "enough", None
        if self._complete(cell):
            return "enough", CENSUS_SMALL(n=cell.n)
        few = TOO_FEW(n=cell.judged_by, minimum=enough)
        return ("indicative" if cell.judged_by >= minimum.indicative else "insufficient"), few

    def _much_unknown(self, group: Group) -> Message | None:
        total = group.n + group.unknown
        if group.unknown > self.rules.unknown_share * total:
            return MUCH_UNKNOWN(unknown=group.unknown, total=total)
        return None

    def _much_left_out(self, group: Group) -> Message | None:
        """What to say where a reason of exclusion holds for too many of the cases."""
        for reason, most in self.figure.most_left_out.items():
            left_out = group.excluded[reason]
            # Those left out for the reason, of all that it could have held for.
            total = group.n + group.unknown + left_out
            if left_out > most * total:
                return MUCH_LEFT_OUT(count=left_out, total=total)
        return None

    def _complete(self, cell: Cell) -> bool:
        """Whether a small number of cases is all that there is. That makes a share or mean exact; the
        reliability of a scale needs respondents all the same.
        """
        exact = self.figure.ruled_as in ("share", "mean")
        return exact and self.population.census and cell.judged_by >= CENSUS_FROM
