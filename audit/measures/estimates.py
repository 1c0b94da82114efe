"""From what was counted for a figure to its estimates: intervals, sufficiency, flags, withheld cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.evidence.dataset import Evidence
from audit.measures.figures import Cell, Computed, Figure, Share, flagged
from audit.measures.marking import frequencies, matrix
from audit.measures.passes import Counted, Group
from audit.measures.population import Population
from audit.measures.sensitivity import IF_FAILED, might_have_failed
from audit.measures.statistics import bootstrap
from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.means import cluster_ratio
from audit.measures.sufficiency import Rules, Sufficing
from audit.measures.suppression import suppressed
from audit.result import Estimate, Interval
from audit.text import Message

SITES_FOR_CLUSTERS = 10
"""From this many sites on the interval is taken at the level of sites where that is wider."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The result of a measure that is scored, if any: of it alone it is known which way is good."""

    result: str | None
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class Estimating:
    """A figure and what it stands on."""

    figure: Figure
    counted: Counted
    population: Population
    rules: Rules
    headline: Headline
    ev: Evidence

    def estimates(self) -> Iterator[Estimate]:
        """The total first, then the cells of each breakdown, ordered by value."""
        for by in self.counted.groups:
            found = self._of(by)
            if by is None:
                yield from found
            else:
                smallest = self.rules.smallest(self.population.tables)
                yield from suppressed(list(found), by, smallest)

    def _of(self, by: str | None) -> Iterator[Estimate]:
        figure, groups = self.figure, self.counted.groups[by]
        wants = [figure.wants_frequencies(group.aggregates) for group in groups]
        outcomes = frequencies(figure, by, self.ev) if any(wants) else {}
        for group, wanted in zip(groups, wants, strict=True):
            row = group.aggregates
            if isinstance(figure, Computed) and figure.matrix:
                row = {**row, "matrix": matrix(figure, by, group.value, group.n, self.ev)}
            key = {by: "" if group.value is None else str(group.value)} if by else {}
            for cell in figure.cells(row, outcomes.get(group.value, {}) if wanted else {}):
                yield self._estimate(cell, group, key)

    def _estimate(self, cell: Cell, group: Group, key: Mapping[str, str]) -> Estimate:
        figure, sufficing = self.figure, Sufficing(self.figure, self.rules, self.population)
        sufficiency, reason = sufficing.judged(cell, group, broken_down=bool(key))
        printable = sufficing.printable(cell)
        value = cell.value if printable else None
        beyond = cell.beyond and printable
        flags = (cell.flags if printable else ()) + flagged(value, cell.n, figure.flags)
        if sufficiency == "enough" and value is not None and not key:
            flags += self._if_failed(group)
        return Estimate(
            result=cell.result or figure.result,
            key={**figure.key, **cell.key, **key},
            kind=cell.kind or figure.kind,
            value=value,
            beyond=beyond,
            category=cell.category if printable else None,
            unit=figure.unit,
            n=cell.n,
            answers=dict(cell.answers) if printable and self._hides(cell) else {},
            curve=cell.curve if printable and self._hides(cell) else (),
            sufficiency=sufficiency,
            interval=self._interval(cell, whole=not key) if value is not None or beyond else None,
            weight=figure.weight if cell.weight is None else cell.weight,
            unknown=group.unknown,
            excluded=dict(group.excluded),
            declared=dict(figure.declared),
            reason=cell.reason or reason,
            flags=flags,
        )

    def _hides(self, cell: Cell) -> bool:
        """Whether nobody can be recognised in what tells of single cases: answers one by one, steps of a curve."""
        return cell.n >= self.rules.smallest(self.population.tables)

    def _if_failed(self, group: Group) -> tuple[Message, ...]:
        """The unfavourable reading of a share of which many cases were left out by rule."""
        concerned = group.n + group.unknown
        failed = might_have_failed(group.excluded, concerned)
        if failed is None or not isinstance(self.figure, Share) or self.figure.result != self.headline.result:
            return ()
        higher = self.headline.higher_is_better
        value = self.figure.with_failures(group.aggregates, failed, higher_is_better=higher)
        return (IF_FAILED(count=failed, total=failed + concerned, value=f"{value:.1%}"),)

    def _interval(self, cell: Cell, *, whole: bool) -> Interval | None:
        if cell.bounds is None or cell.method is None:
            return None
        bounds, method = cell.bounds, cell.method
        # What speaks of the whole does not speak of a single site: what part of it was asked is not known.
        if cell.value is not None and whole:
            if method in ("wilson", "t") and (factor := self.population.correction(cell.n)) < 1:
                bounds = _narrowed(cell.value, bounds, factor)
            bounds, method = self._by_site(bounds, method)
        return Interval(low=bounds.low, high=bounds.high, method=method)

    def _by_site(self, bounds: Bounds, method: str) -> tuple[Bounds, str]:
        """The interval with sites as the unit: resampled for a bootstrap, else taken where it is wider."""
        sums, sizes = self.counted.sums, self.counted.sizes
        if len(sizes) < SITES_FOR_CLUSTERS:
            return bounds, method
        if method == "bootstrap":
            return bootstrap.ratio_bounds(sums, sizes, self.ev.seed), method
        by_site = cluster_ratio(sums, sizes).bounds
        if self.figure.kind == "share":
            by_site = by_site.clipped(0.0, 1.0)
        return (by_site, "site_cluster") if _wider(by_site, bounds) else (bounds, method)


def _narrowed(value: float, bounds: Bounds, factor: float) -> Bounds:
    low, high = (None if end is None else value + (end - value) * factor for end in bounds)
    return Bounds(low, high)


def _wider(one: Bounds, other: Bounds) -> bool:
    if None in (*one, *other):
        return False
    return bool(one.high - one.low > other.high - other.low)  # type: ignore[operator]  # None is excluded above
