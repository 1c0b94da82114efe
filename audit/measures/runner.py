"""Runs a measure: why there is nothing to measure, else what its figures are found to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from audit.errors import DefinitionError
from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Measure, Params
from audit.measures.estimates import SITES_FOR_CLUSTERS, Estimating, Headline
from audit.measures.figures import Figure, NotMeasurable, Register, flagged
from audit.measures.marking import rows_behind
from audit.measures.passes import Wanted, count
from audit.measures.population import Population, population
from audit.measures.sufficiency import NO_CASES, Rules
from audit.measures.units import UNITS
from audit.result import Estimate, Measurement, ParamValue
from audit.text import Message, message

__all__ = ["Rules", "rows_behind", "run"]

NO_INSTRUMENT = message(
    "M-NO-INSTRUMENT",
    zh="audit.yaml 未指定问卷，无法解读作答",
    en="audit.yaml names no instrument: the answers cannot be read",
)
FACET_MISSING = message(
    "M-FACET", zh="调查未询问“{facet}”部分", en="the survey did not ask the facet “{facet}”"
)
CLUSTERED = message(
    "M-CLUSTERED",
    zh="记录来自 {sites} 个场所，同一场所内的记录彼此相似，区间偏窄",
    en="cases come from {sites} sites and are alike within a site: the interval is too narrow",
)


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
    described = [] if reason is not None else list(measure.describe(ev, Params(params)))
    not_measurable = (one.reason for one in described if isinstance(one, NotMeasurable))
    if reason is not None or (reason := next(not_measurable, None)) is not None:
        return told.model_copy(update={"reason": reason})
    standing = _standing(measure, [one for one in described if isinstance(one, Figure)], ev)
    found = _estimated(measure, standing, ev, rules)
    estimates = tuple(_in_order(described, found))
    _check_names(measure, estimates)
    notes = [one for one in described if isinstance(one, Message)] + _too_narrow(standing, found)
    also_read = dict.fromkeys(name for _, whole in standing for name in whole.tables if name not in tables)
    return told.model_copy(
        update={
            "tables": {**tables, **{name: ev.sha256(name) for name in also_read if ev.handed_over(name)}},
            "estimates": estimates,
            "notes": tuple(notes),
            "census": bool(standing) and all(whole.census for _, whole in standing),
            "clustered": any(whole.sites > 1 for _, whole in standing),
        }
    )


_Standing = tuple[Figure, Population]
"""A figure, and the population that its cases come from."""


def _standing(measure: Measure, figures: Sequence[Figure], ev: Evidence) -> list[_Standing]:
    of = [figure.rows.of or (next(iter(measure.needs)),) for figure in figures]
    return [(figure, population(tables, ev)) for figure, tables in zip(figures, of, strict=True)]


def _estimated(
    measure: Measure, standing: Sequence[_Standing], ev: Evidence, rules: Rules
) -> list[list[Estimate]]:
    """The estimates of each figure; all figures are counted before."""
    headline = Headline(
        measure.headline if measure.scored and measure.better != "none" else None,
        higher_is_better=measure.better == "higher",
    )
    counted = count([_wanted(figure, whole, ev) for figure, whole in standing], ev)
    return [
        list(Estimating(figure, of_figure, whole, rules, headline, ev).estimates())
        for (figure, whole), of_figure in zip(standing, counted, strict=True)
    ]


def _wanted(figure: Figure, whole: Population, ev: Evidence) -> Wanted:
    """A figure with the breakdowns whose columns were handed over, and its sites where they make clusters."""
    columns = figure.rows.table.columns
    there = [name for name in figure.by if all(ev.handed_over(table, name) for table in whole.tables)]
    by_site = figure.clustered and whole.sites >= SITES_FOR_CLUSTERS and "site_id" in columns
    return Wanted(figure, tuple(name for name in there if name in columns), by_site)


def _in_order(described: Iterable[Described], found: Iterable[Sequence[Estimate]]) -> Iterator[Estimate]:
    """The estimates of figures and registers, in the order in which the measure describes these."""
    of_figures = iter(found)
    for one in described:
        if isinstance(one, Figure):
            yield from next(of_figures)
        elif isinstance(one, Register):
            yield _registered(one)


def _too_narrow(standing: Iterable[_Standing], found: Iterable[Sequence[Estimate]]) -> list[Message]:
    """What to say where cases share sites, and these are too few to take the interval at their level."""
    sites = {
        whole.sites
        for (_, whole), estimates in zip(standing, found, strict=True)
        if 1 < whole.sites < SITES_FOR_CLUSTERS and any(one.interval is not None for one in estimates)
    }
    return [CLUSTERED(sites=one) for one in sorted(sites)]


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
