"""Computes what measures describe: unknowns, exclusions, intervals, breakdowns, minimum numbers, suppression."""

from __future__ import annotations

import dataclasses as dc
import difflib
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from audit.errors import DefinitionError
from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.measures.definition import Measure, Params
from audit.measures.figures import (
    Aggregates,
    Cell,
    Computed,
    Figure,
    Frequencies,
    Minimum,
    NotMeasurable,
    Register,
    Share,
    all_known,
    flagged,
)
from audit.measures.population import STAFF, Population, population
from audit.measures.sensitivity import IF_FAILED, might_have_failed
from audit.measures.statistics import bootstrap
from audit.measures.statistics.bounds import Bounds
from audit.measures.statistics.means import cluster_ratio
from audit.measures.suppression import suppressed
from audit.measures.units import UNITS
from audit.result import Estimate, Interval, Measurement, ParamValue, Sufficiency
from audit.text import Message, message

TOO_FEW = message("M-TOO-FEW", zh="仅 {n} 例，少于 {minimum} 例", en="only {n} cases, fewer than {minimum}")
MUCH_UNKNOWN = message(
    "M-UNKNOWN",
    zh="{total} 例中 {unknown} 例结果不明，超过允许的份额",
    en="the outcome of {unknown} of {total} cases is unknown, more than may be",
)
MUCH_LEFT_OUT = message(
    "M-LEFT-OUT",
    zh="{total} 例中 {count} 例须排除，超过允许的份额",
    en="{count} of {total} cases had to be left out, more than may be",
)
NO_CASES = message("M-NO-CASES", zh="没有可计入的记录", en="no case counts")
NOT_ESTIMABLE = message(
    "M-NOT-ESTIMABLE",
    zh="{n} 例数据不足以得出数值（例数过少、无变异或无分母）",
    en="{n} cases give no value: too few, all alike, or nothing to divide by",
)
NO_INSTRUMENT = message(
    "M-NO-INSTRUMENT",
    zh="audit.yaml 未指定问卷，无法解读作答",
    en="audit.yaml names no instrument: the answers cannot be read",
)
FACET_MISSING = message(
    "M-FACET", zh="调查未询问“{facet}”部分", en="the survey did not ask the facet “{facet}”"
)
CENSUS_SMALL = message(
    "M-CENSUS",
    zh="审查员确认为完整数据，故 {n} 例亦予评分",
    en="scored with {n} cases: the reviewer vouches that the file is complete",
)
CLUSTERED = message(
    "M-CLUSTERED",
    zh="记录来自 {sites} 个场所，同一场所内的记录彼此相似，区间偏窄",
    en="cases come from {sites} sites and are alike within a site: the interval is too narrow",
)

CENSUS_FROM = 5
"""A complete file with at least this many cases may be scored below the ordinary minimum."""
SITES_FOR_CLUSTERS = 10
"""From this many sites on the interval is taken at the level of sites where that is wider."""

# How a case is kept or left out stands in one column; null means that it counts.
_LEFT_OUT, _UNKNOWN = "_left_out", "unknown"
_SOURCE = ("_file", "_row")


@dc.dataclass(frozen=True, slots=True)
class Rules:
    """What the scheme sets for every figure."""

    share: Minimum
    mean: Minimum
    unknown_share: float
    smallest_cell: int
    smallest_staff_cell: int = 5

    def smallest(self, tables: Iterable[str]) -> int:
        """The number of cases of these tables under which a cell of a breakdown is withheld."""
        return self.smallest_staff_cell if STAFF.issuperset(tables) else self.smallest_cell

    def minimum(self, figure: Figure) -> Minimum | None:
        """The numbers of cases that a figure needs; None where its kind has no general rule."""
        if figure.minimum is not None:
            return figure.minimum
        return {"share": self.share, "mean": self.mean}.get(figure.ruled_as)


def run(measure: Measure, ev: Evidence, params: Mapping[str, ParamValue], rules: Rules) -> Measurement:
    """Everything that one measure finds in the evidence.

    A measure whose tables, columns or facets were not handed over yields no estimate and says why.

    Raises:
        DefinitionError: the measure needs what the catalogue does not have, or yields what it does not name.
    """
    _check_needs(measure)
    reason = _why_not(measure, ev)
    tables = {name: ev.sha256(name) for name in measure.needs if ev.handed_over(name)}
    told = Measurement(measure=measure.id, definition=measure.sha256(), params=dict(params), tables=tables)
    if reason is not None:
        return told.model_copy(update={"reason": reason})
    estimates: list[Estimate] = []
    notes: list[Message] = []
    populations: dict[tuple[str, ...], Population] = {}
    narrow: set[int] = set()
    # Of the headline alone it is known which way is good.
    scored = (
        measure.headline if measure.scored and measure.better != "none" else None,
        measure.better == "higher",
    )
    for described in measure.describe(ev, Params(params)):
        if isinstance(described, Message):
            notes.append(described)
        elif isinstance(described, NotMeasurable):
            return told.model_copy(update={"reason": described.reason})
        elif isinstance(described, Register):
            estimates.append(_registered(described))
        else:
            of = described.rows.of or (next(iter(measure.needs)),)
            if of not in populations:
                populations[of] = population(of, ev)
            whole = populations[of]
            found = list(_Computation(described, ev, rules, whole, *scored).estimates())
            if 1 < whole.sites < SITES_FOR_CLUSTERS and any(one.interval is not None for one in found):
                narrow.add(whole.sites)
            estimates += found
    _check_names(measure, estimates)
    notes += [CLUSTERED(sites=sites) for sites in sorted(narrow)]
    return told.model_copy(
        update={
            "estimates": tuple(estimates),
            "notes": tuple(notes),
            "census": bool(populations) and all(one.census for one in populations.values()),
            "clustered": any(one.sites > 1 for one in populations.values()),
        }
    )


def rows_behind(figure: Figure) -> ir.Table:
    """The cases of a figure with their source, outcome and the reason why one is left out.

    Columns: ``_file``, ``_row``, the outcome columns, ``_left_out`` (null: counted).
    """
    return _marked(figure, _SOURCE).order_by(*_SOURCE)


def _check_needs(measure: Measure) -> None:
    for table, columns in measure.needs.items():
        if table not in TABLES:
            raise DefinitionError(f"{measure.id} needs {table}, which is no table{_near(table, TABLES)}")
        known = [column.name for column in TABLES[table].columns]
        for name in columns:
            if name not in known:
                raise DefinitionError(
                    f"{measure.id} needs {table}.{name}, which is no column{_near(name, known)}"
                )


def _check_names(measure: Measure, estimates: Iterable[Estimate]) -> None:
    """What a measure yields is named in its definition, so that every figure has its words."""
    columns = {column.name for table in measure.needs for column in TABLES[table].columns}
    for estimate in estimates:
        for what, names, known in (
            ("result", [estimate.result], measure.results),
            ("exclusion", estimate.excluded, measure.excludes),
            ("kind of key", estimate.key, {*measure.keys, *columns}),
            ("unit", [estimate.unit], UNITS),
        ):
            for name in names:
                if name not in known:
                    raise DefinitionError(f"{measure.id} yields the {what} {name!r}, which it does not name")


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _why_not(measure: Measure, ev: Evidence) -> Message | None:
    missing = [one for one in measure.needs.items() if not ev.handed_over(one[0], *one[1])]
    if missing and not (measure.one_suffices and len(missing) < len(measure.needs)):
        table, columns = missing[0]
        return ev.why_not(table, *columns)
    if "survey_customers" in measure.needs and ev.instrument is None:
        return NO_INSTRUMENT()
    for facet in measure.facets:
        if facet not in ev.facets:
            words = ev.title("facet", facet)
            return FACET_MISSING(facet=words if words is not None else facet)
    return None


def _marked(figure: Figure, keep: Iterable[str]) -> ir.Table:
    """The cases with their outcome, and the reason why one does not count: excluded, or unknown."""
    outcome = figure.outcome()
    branches = [(condition, ibis.literal(reason)) for reason, condition in figure.rows.excluded.items()]
    if outcome and figure.nulls_are_unknown:
        branches.append((~all_known(outcome.values()), ibis.literal(_UNKNOWN)))
    why = ibis.cases(*branches, else_=ibis.null("string")) if branches else ibis.null("string")
    kept = {name: figure.rows.table[name] for name in keep}
    return figure.rows.table.select(**kept, **outcome, **{_LEFT_OUT: why})


@dc.dataclass(frozen=True)
class _Computation:
    """One figure, carried out."""

    figure: Figure
    ev: Evidence
    rules: Rules
    population: Population
    scored: str | None
    higher_is_better: bool

    def estimates(self) -> Iterator[Estimate]:
        """The total first, then the cells of each breakdown, ordered by value."""
        yield from self._groups(None)
        for column in self.figure.by:
            of = self.population.tables
            there = all(self.ev.handed_over(table, column) for table in of)
            if there and column in self.figure.rows.table.columns:
                yield from suppressed(list(self._groups(column)), column, self.rules.smallest(of))

    def _groups(self, by: str | None) -> Iterator[Estimate]:
        keep = [by] if by else []
        marked = _marked(self.figure, [*keep, *_SOURCE])
        known = marked[_LEFT_OUT].isnull()
        wanted = self.figure.aggregates(marked, known) | {"n": known.sum()}
        for reason in (*self.figure.rows.excluded, _UNKNOWN):
            wanted[f"left_out_{reason}"] = (marked[_LEFT_OUT] == reason).sum()
        grouped = marked.group_by(keep) if by else marked
        rows = self.ev.run(grouped.aggregate(**wanted))
        for row in rows:
            row["n"] = int(row["n"] or 0)
        frequencies = self._frequencies(marked, known, rows, by)
        for row in sorted(rows, key=lambda one: str(one[by] or "")) if by else rows:
            if isinstance(self.figure, Computed) and self.figure.matrix:
                row["matrix"] = self._matrix(_group(marked.filter(known), by, row), row["n"])
            group = {by: str(row[by]) if row[by] is not None else ""} if by else {}
            wants = self.figure.wants_frequencies(row)
            of_group = frequencies.get(row[by] if by else None, {}) if wants else {}
            for cell in self.figure.cells(row, of_group):
                yield self._estimate(cell, row, group)

    def _frequencies(
        self, marked: ir.Table, known: ir.BooleanValue, rows: Iterable[Aggregates], by: str | None
    ) -> Mapping[object, Frequencies]:
        """The outcomes of the known cases counted, by group: one query for all groups, if any wants them."""
        if not any(map(self.figure.wants_frequencies, rows)):
            return {}
        cases, outcome = marked.filter(known), list(self.figure.outcome())
        if by is None:
            return {None: self.ev.columns(cases.group_by(outcome).aggregate(cases=cases.count()))}
        return self.ev.columns_by(by, cases.group_by([by, *outcome]).aggregate(cases=cases.count()))

    def _matrix(self, cases: ir.Table, n: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        assert isinstance(self.figure, Computed)
        names = list(self.figure.matrix)
        complete = cases.filter(all_known(cases[name] for name in names))
        # A bootstrap must draw the same cases whenever it is repeated; a large one draws no single cases.
        if n <= bootstrap.LARGEST_RESAMPLED:
            complete = complete.order_by(*_SOURCE)
        columns = self.ev.columns(complete.select(*names))
        return np.column_stack([columns[name] for name in names]).astype(np.float64)

    def _estimate(self, cell: Cell, row: Aggregates, group: Mapping[str, str]) -> Estimate:
        figure = self.figure
        unknown = int(row[f"left_out_{_UNKNOWN}"] or 0)
        sufficiency, reason = self._sufficiency(cell, row, unknown, broken_down=bool(group))
        printable = self._printable(cell)
        value = cell.value if printable else None
        beyond = cell.beyond and printable
        excluded = {reason: int(row[f"left_out_{reason}"] or 0) for reason in figure.rows.excluded}
        flags = (cell.flags if printable else ()) + flagged(value, cell.n, figure.flags)
        if sufficiency == "enough" and value is not None and not group:
            flags += self._if_failed(row, excluded, unknown)
        return Estimate(
            result=cell.result or figure.result,
            key={**figure.key, **cell.key, **group},
            kind=cell.kind or figure.kind,
            value=value,
            beyond=beyond,
            category=cell.category if printable else None,
            unit=figure.unit,
            n=cell.n,
            sufficiency=sufficiency,
            interval=self._interval(cell, group) if value is not None or beyond else None,
            weight=figure.weight if cell.weight is None else cell.weight,
            unknown=unknown,
            excluded=excluded,
            declared=dict(figure.declared),
            reason=cell.reason or reason,
            flags=flags,
        )

    def _if_failed(self, row: Aggregates, excluded: Mapping[str, int], unknown: int) -> tuple[Message, ...]:
        """The unfavourable reading of a share of which many cases were left out by rule."""
        failed = might_have_failed(excluded, row["n"] + unknown)
        if failed is None or not isinstance(self.figure, Share) or self.figure.result != self.scored:
            return ()
        value = self.figure.with_failures(row, failed, higher_is_better=self.higher_is_better)
        return (IF_FAILED(count=failed, total=failed + row["n"] + unknown, value=f"{value:.1%}"),)

    def _sufficiency(
        self, cell: Cell, row: Aggregates, unknown: int, *, broken_down: bool
    ) -> tuple[Sufficiency, Message | None]:
        empty = cell.value is None and cell.category is None and not cell.beyond
        much = self._much_unknown(row["n"], unknown) or self._much_left_out(row, unknown)
        if much is not None:
            return "insufficient", much
        if empty:
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

    def _much_unknown(self, known: int, unknown: int) -> Message | None:
        if unknown > self.rules.unknown_share * (known + unknown):
            return MUCH_UNKNOWN(unknown=unknown, total=known + unknown)
        return None

    def _much_left_out(self, row: Aggregates, unknown: int) -> Message | None:
        """What to say where a reason of exclusion holds for too many of the cases."""
        left_out = {name: int(row[f"left_out_{name}"] or 0) for name in self.figure.rows.excluded}
        for reason, most in self.figure.most_left_out.items():
            # Those left out for the reason, of all that it could have held for.
            total = row["n"] + unknown + left_out[reason]
            if left_out[reason] > most * total:
                return MUCH_LEFT_OUT(count=left_out[reason], total=total)
        return None

    def _printable(self, cell: Cell) -> bool:
        minimum = self.rules.minimum(self.figure)
        return minimum is None or cell.judged_by >= minimum.indicative or self._complete(cell)

    def _complete(self, cell: Cell) -> bool:
        """Whether a small number of cases is all that there is. That makes a share or mean exact; the
        reliability of a scale needs respondents all the same.
        """
        exact = self.figure.ruled_as in ("share", "mean")
        return exact and self.population.census and cell.judged_by >= CENSUS_FROM

    def _interval(self, cell: Cell, group: Mapping[str, str]) -> Interval | None:
        if cell.bounds is None or cell.method is None:
            return None
        if cell.value is None:
            return Interval(low=cell.bounds.low, high=cell.bounds.high, method=cell.method)
        bounds, method = cell.bounds, cell.method
        # Both speak of the whole: what part of a single site was asked is not known.
        if (
            not group
            and cell.method in ("wilson", "t")
            and (factor := self.population.correction(cell.n)) < 1
        ):
            bounds = _narrowed(cell.value, bounds, factor)
        of_sites = "site_id" in self.figure.rows.table.columns
        if self.population.sites >= SITES_FOR_CLUSTERS and of_sites and not group:
            bounds, method = self._by_site(bounds, method)
        return Interval(low=bounds.low, high=bounds.high, method=method)

    def _by_site(self, bounds: Bounds, method: str) -> tuple[Bounds, str]:
        """The interval with sites as the unit: resampled for a bootstrap, else taken where it is wider."""
        sums, sizes = self._sites
        if len(sizes) < SITES_FOR_CLUSTERS:
            return bounds, method
        if method == "bootstrap":
            return bootstrap.ratio_bounds(sums, sizes, self.ev.seed), method
        by_site = cluster_ratio(sums, sizes).bounds
        if self.figure.kind == "share":
            by_site = by_site.clipped(0.0, 1.0)
        return (by_site, "site_cluster") if _wider(by_site, bounds) else (bounds, method)

    @functools.cached_property
    def _sites(self) -> tuple[list[float], list[float]]:
        """Sum and number of the known cases of every site that has any; empty for kinds without clusters.

        Cases without a site count as one site more, so that the centre is that of the figure.
        """
        marked = _marked(self.figure, ["site_id"])
        wanted = self.figure.clusters(marked, marked[_LEFT_OUT].isnull())
        if not wanted:
            return [], []
        rows = self.ev.run(marked.group_by("site_id").aggregate(**wanted))
        there = sorted(
            (row for row in rows if row["size"]), key=lambda row: (row["site_id"] is None, row["site_id"])
        )
        return [float(row["sum"]) for row in there], [float(row["size"]) for row in there]


def _group(cases: ir.Table, by: str | None, row: Aggregates) -> ir.Table:
    """The cases of the group that a row of aggregates stands for."""
    if by is None:
        return cases
    return cases.filter(cases[by].isnull() if row[by] is None else cases[by] == row[by])


def _narrowed(value: float, bounds: Bounds, factor: float) -> Bounds:
    low, high = (None if end is None else value + (end - value) * factor for end in bounds)
    return Bounds(low, high)


def _wider(one: Bounds, other: Bounds) -> bool:
    if None in (*one, *other):
        return False
    return bool(one.high - one.low > other.high - other.low)  # type: ignore[operator]  # None is excluded above


def _registered(register: Register) -> Estimate:
    return Estimate(
        result=register.result,
        key=dict(register.key),
        kind=register.kind,
        value=register.value,
        unit=register.unit,
        n=register.n,
        sufficiency="insufficient" if register.value is None else "enough",
        reason=NO_CASES() if register.value is None and register.reason is None else register.reason,
        flags=flagged(register.value, register.n, register.flags),
    )
