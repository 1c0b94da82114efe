"""The tables of a customer survey: items, reliability, importance and performance."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.panels.answers import answer_panel
from audit.report.panels.importance import QUADRANTS, importance_panel
from audit.report.panels.levels import item_panel
from audit.report.panels.panel import Panel
from audit.report.scales import figure
from audit.report.sections.figures import FigureTable, figure_table, is_measured, marks, source
from audit.report.telling import CLUSTERED, Teller, of_result
from audit.report.wording import number, opened, percent
from audit.result import Estimate, Measurement

QUALITY = ("M-RESP", "M-MISS", "M-OMEGA", "M-ITC")
"""Measures of the survey itself, on which no gap stands."""

_FACETS = ("perceived", "expected", "gap")


@dataclass(frozen=True)
class ItemGap:
    """A question with its gap; ``rest`` is its correlation with the others of its dimension."""

    id: str
    text: str
    dimension: str
    gap: str
    interval: str
    n: str
    p: str
    rest: str
    remarks: str


@dataclass(frozen=True)
class Reliability:
    """A dimension with one cell for each part of the questionnaire."""

    dimension: str
    cells: tuple[tuple[str, str], ...]
    n: str
    remarks: str


@dataclass(frozen=True)
class Rated:
    """A question with its importance, performance and quadrant."""

    number: str
    text: str
    performance: str
    importance: str
    quadrant: str
    stability: str
    remarks: str


@dataclass(frozen=True)
class SurveyTables:
    """What a survey yields; empty where nothing of it was measured. ``marks`` are those of the measures whose
    tables here bear no id: of the questions, of reliability, of importance.
    """

    items_panel: Panel | None
    items: tuple[ItemGap, ...]
    answers_panel: Panel | None
    has_rest: bool
    marks: tuple[str, str, str]
    reliability: tuple[Reliability, ...]
    reliability_names: tuple[str, ...]
    reliability_notes: tuple[str, ...]
    importance: Panel | None
    rated: tuple[Rated, ...]
    rated_notes: tuple[str, ...]
    quality: tuple[FigureTable, ...]
    source: str


def survey_tables(teller: Teller) -> SurveyTables | None:
    """The tables of the survey, or None without any."""
    measurements = {one.measure: one for one in teller.result.measurements if is_measured(one)}
    if not measurements.keys() & {"M-G5-ITEM", "M-ALPHA", "M-IPA", *QUALITY}:
        return None
    names, reliability = _reliability(teller)
    alpha, ipa = measurements.get("M-ALPHA"), measurements.get("M-IPA")
    items, quality = _item_gaps(teller), [measurements[name] for name in QUALITY if name in measurements]
    return SurveyTables(
        items_panel=item_panel(teller),
        answers_panel=answer_panel(teller),
        items=items,
        has_rest=any(one.rest for one in items),
        marks=(_marks(measurements.get("M-G5-ITEM")), _marks(alpha), _marks(ipa)),
        reliability=reliability,
        reliability_names=names,
        reliability_notes=_notes(teller, alpha),
        importance=importance_panel(teller),
        rated=_rated(teller),
        rated_notes=_notes(teller, ipa),
        quality=tuple(_totals(teller, one, items) for one in quality),
        source=source(teller, quality),
    )


def _marks(measurement: Measurement | None) -> str:
    return marks(measurement) if measurement else ""


def _notes(teller: Teller, measurement: Measurement | None) -> tuple[str, ...]:
    """What a measurement says of itself."""
    if measurement is None:
        return ()
    said = (
        opened(teller.say(one)).rstrip(teller.w.join.stop)
        for one in measurement.notes
        if one.code != CLUSTERED
    )
    return (*said, source(teller, [measurement]))


def _totals(teller: Teller, measurement: Measurement, told: tuple[ItemGap, ...]) -> FigureTable:
    """A measure of survey quality: its totals, sites and dimensions; question by question in the table of the
    questions, where they have one, and in the attached result.
    """
    alone = not told and measurement.measure == "M-ITC"
    kept = tuple(one for one in measurement.estimates if alone or "item" not in one.key)
    return figure_table(teller, measurement.model_copy(update={"estimates": kept}))


def _questions(teller: Teller) -> dict[str, tuple[str, str]]:
    """Question -> its words and the name of its dimension."""
    return {
        item.id: (teller.text(item.text), teller.text(instrument.dimensions[item.dimension]))
        for instrument in teller.result.instruments
        for item in instrument.items
    }


def _item_gaps(teller: Teller) -> tuple[ItemGap, ...]:
    measurement = teller.result.measurement("M-G5-ITEM")
    p_values = {one.key["item"]: one for one in of_result(measurement, "p_holm", "item")}
    bootstrap = {one.key["item"]: one for one in of_result(measurement, "gap_bootstrap", "item")}
    rest = {
        one.key["item"]: one for one in of_result(teller.result.measurement("M-ITC"), "item_total", "item")
    }
    questions = _questions(teller)
    rows = []
    for one in of_result(measurement, "gap", "item"):
        item = one.key["item"]
        text, dimension = questions.get(item, (teller.label("item", item), ""))
        remarks = [*teller.remarks("M-G5-ITEM", one)]
        if item in bootstrap:
            remarks.append(teller.said(teller.w.survey.bootstrap, interval=teller.interval(bootstrap[item])))
        if item in rest:
            remarks += [teller.say(flag) for flag in rest[item].flags]
        p = p_values.get(item)
        rows.append(
            ItemGap(
                id=item,
                text=text,
                dimension=dimension,
                gap=teller.bare(one),
                interval=teller.interval(one),
                n=number(one.n),
                p=teller.bare(p) if p else teller.w.figures.none,
                rest=teller.bare(rest[item]) if item in rest else "",
                remarks=opened(teller.clauses(remarks)),
            )
        )
    return tuple(rows)


def _reliability(teller: Teller) -> tuple[tuple[str, ...], tuple[Reliability, ...]]:
    measurement = teller.result.measurement("M-ALPHA")
    found = {
        (one.result, one.key["dimension"]): one
        for facet in _FACETS
        for one in of_result(measurement, facet, "dimension")
    }
    facets = [facet for facet in _FACETS if any(facet == one for one, _ in found)]
    dimensions = list(dict.fromkeys(dimension for _, dimension in found))
    rows = []
    for dimension in dimensions:
        cells = [found.get((facet, dimension)) for facet in facets]
        there = [one for one in cells if one is not None]
        rows.append(
            Reliability(
                dimension=teller.label("dimension", dimension),
                cells=tuple(
                    (teller.bare(one), teller.interval(one)) if one else (teller.w.figures.none, "")
                    for one in cells
                ),
                n=number(min(one.n for one in there)),
                remarks=_flags(teller, there),
            )
        )
    return tuple(teller.result_name("M-ALPHA", facet) for facet in facets), tuple(rows)


def _flags(teller: Teller, cells: list[Estimate]) -> str:
    """Each flag with the parts of the questionnaire that it concerns."""
    concerned: dict[str, list[str]] = {}
    for one in cells:
        said = [teller.say(flag) for flag in one.flags]
        if one.sufficiency != "enough":
            said.append(teller.word("sufficiency", one.sufficiency))
        for words in said:
            concerned.setdefault(words, []).append(teller.word("facet", one.result))
    return teller.clauses(
        f"{teller.listed(parts)}{teller.w.join.colon}{words}" for words, parts in concerned.items()
    )


def _rated(teller: Teller) -> tuple[Rated, ...]:
    measurement = teller.result.measurement("M-IPA")
    across = {one.key["item"]: one for one in of_result(measurement, "performance", "item")}
    up = {one.key["item"]: one for one in of_result(measurement, "importance", "item")}
    questions, none = _questions(teller), teller.w.figures.none
    rows = []
    for place, one in enumerate(of_result(measurement, "quadrant", "item"), 1):
        item = one.key["item"]
        remarks = [] if one.sufficiency == "enough" else [teller.word("sufficiency", one.sufficiency)]
        remarks += [teller.say(flag) for flag in one.flags]
        rows.append(
            Rated(
                number=str(place),
                text=questions.get(item, (teller.label("item", item), ""))[0],
                performance=_mean(across.get(item), none),
                importance=_mean(up.get(item), none),
                quadrant=_quadrant(teller, one),
                stability=none if one.value is None else percent(one.value),
                remarks=opened(teller.clauses(remarks)),
            )
        )
    return tuple(rows)


def _mean(one: Estimate | None, none: str) -> str:
    return none if one is None or one.value is None else figure(one.value, 2)


def _quadrant(teller: Teller, one: Estimate) -> str:
    if one.category is None:
        return str(teller.w.figures.none)
    name = QUADRANTS.get(one.category, one.category)
    return str(getattr(teller.w.chart.quadrant, name, name))
