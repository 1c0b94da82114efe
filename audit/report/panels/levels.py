"""Expectation and perception: their levels, the gaps of the questions, and the zone of tolerance."""

from __future__ import annotations

from collections.abc import Sequence

from audit.report.charts.bars import Measured, interval_bars
from audit.report.charts.pairs import Pair, paired_levels
from audit.report.charts.pieces import Part
from audit.report.charts.stacks import Fill, Whole, stacked_bars
from audit.report.panels.panel import Panel, measured, panel, told, value
from audit.report.scales import figure
from audit.report.telling import Teller, above, below, capped, of_result
from audit.report.wording import number, percent
from audit.result import Estimate, InstrumentSnapshot

MOST_ITEMS = 30
"""Questions in a chart: more would not stand on a page."""

SIGNIFICANCE = 0.05


# --- expectation and perception by dimension -----------------------------------------------------------


def level_panel(teller: Teller) -> Panel | None:
    """Perception by dimension on the scale that was asked on, and the expectation that its gap leads to."""
    gaps = teller.result.measurement("M-G5-DIM")
    if gaps is None or not teller.result.instruments:
        return None
    instrument = teller.result.instruments[0]
    scale = (instrument.scale_min, instrument.scale_max)
    perceived = {
        one.key["dimension"]: one
        for one in of_result(teller.result.measurement("M-G5-PERF"), "dimension", "dimension")
    }
    rows = [
        (one, perceived[one.key["dimension"]])
        for one in of_result(gaps, "gap", "dimension")
        if one.value is not None and one.key["dimension"] in perceived
    ]
    pairs = [_pair(teller, instrument, gap, level) for gap, level in rows if level.value is not None]
    if not pairs:
        return None
    w = teller.w.panel.levels
    return panel(
        teller,
        "paired_levels",
        paired_levels(pairs, scale=scale),
        title=level_sentence(teller, pairs, [gap for gap, _ in rows]),
        detail=teller.said(w.detail, low=figure(scale[0], 0), high=figure(scale[1], 0)),
        source=teller.source(gaps, max(gap.n for gap, _ in rows)),
        figures=[one.told for one in pairs],
    )


def _pair(teller: Teller, instrument: InstrumentSnapshot, gap: Estimate, level: Estimate) -> Pair:
    """The perception of a dimension is told from 0 to 100; on the scale of the questions it stands by its gap."""
    low, high = instrument.scale_min, instrument.scale_max
    second = low + value(level) / 100 * (high - low)
    first = second - value(gap)
    label = teller.label("dimension", gap.key["dimension"])
    ends = gap.interval
    return Pair(
        label,
        first,
        second,
        value(gap),
        None if ends is None or ends.low is None or ends.high is None else (ends.low, ends.high),
        gap.n,
        teller.said(
            teller.w.panel.levels.told,
            label=label,
            perceived=figure(second, 2),
            expected=figure(first, 2),
            gap=teller.full(gap),
        ),
    )


def level_sentence(teller: Teller, pairs: Sequence[Pair], gaps: Sequence[Estimate]) -> str:
    """Between which levels perception lies, and in how many dimensions expectation surely lies higher."""
    w, levels = teller.w.panel.levels, sorted(one.second for one in pairs)
    return teller.said(
        w.sentence,
        low=figure(levels[0], 2),
        high=figure(levels[-1], 2),
        n=sum(below(one.interval, 0) for one in gaps),
        of=len(pairs),
    )


# --- the gaps of the questions -------------------------------------------------------------------------


def item_panel(teller: Teller) -> Panel | None:
    """Every question by its gap, the greatest shortfall first."""
    measurement = teller.result.measurement("M-G5-ITEM")
    every = [one for one in of_result(measurement, "gap", "item") if one.value is not None]
    if measurement is None or not every:
        return None
    p = {one.key["item"]: one.value for one in of_result(measurement, "p_holm", "item")}
    shown, hidden = capped(sorted(every, key=value), MOST_ITEMS)
    bars = [_item_bar(teller, one, p.get(one.key["item"])) for one in shown]
    w = teller.w.panel.items
    detail = teller.said(w.detail, measure=measurement.measure)
    if hidden:
        detail += teller.said(teller.w.figures.first, n=len(shown), of=len(every))
    return panel(
        teller,
        "interval_bars",
        interval_bars(bars, signed=True, label_width=232.0, row_height=23.0),
        title=item_sentence(teller, every, p),
        detail=detail,
        source=teller.source(measurement, max(one.n for one in every)),
        figures=[one.told for one in bars],
    )


def _item_bar(teller: Teller, one: Estimate, p: float | None) -> Measured:
    """Hollow where the test leaves open that there is no gap at all."""
    bar = measured(teller, one, question(teller, one.key["item"]))
    differs = _differs(p)
    return Measured(
        bar.label, bar.value, bar.interval, bar.n, "neutral" if differs else "inconclusive", bar.told
    )


def _differs(p: float | None) -> bool:
    """Whether a test leaves no room for there being no gap; one that was not made decides nothing."""
    return p is not None and p < SIGNIFICANCE


def question(teller: Teller, item: str) -> str:
    """A question as it was asked, after its number."""
    for instrument in teller.result.instruments:
        for one in instrument.items:
            if one.id == item:
                return f"{item}{teller.w.join.space or ' '}{teller.text(one.text)}"
    return teller.label("item", item)


def item_sentence(teller: Teller, rows: Sequence[Estimate], p: dict[str, float | None]) -> str:
    """How many questions differ after adjusting for their number, and the greatest shortfall."""
    w = teller.w.panel.items
    sure = [one for one in rows if _differs(p.get(one.key["item"]))]
    short = sorted((one for one in sure if value(one) < 0), key=value)
    if not short:
        return teller.said(w.none, of=len(rows))
    most = question(teller, short[0].key["item"])
    return teller.said(
        w.some, n=len(short), of=len(rows), most=most, value=figure(value(short[0]), 2, signed=True)
    )


# --- the zone of tolerance -----------------------------------------------------------------------------

POSITIONS: tuple[tuple[str, Fill], ...] = (("below", "low"), ("inside", "middle"), ("above", "high"))


def zone_panel(teller: Teller) -> Panel | None:
    """How many respondents perceive less than they would accept, what they would, or more than they expect."""
    measurement = teller.result.measurement("M-ZOT-POS")
    found = {
        (one.key["dimension"], one.key["position"]): one
        for one in of_result(measurement, "position", "dimension", "position")
        if one.value is not None
    }
    dimensions = list(dict.fromkeys(dimension for dimension, _ in found))
    if measurement is None or not dimensions:
        return None
    w = teller.w.panel.zone
    rows = [_zone_row(teller, one, found) for one in dimensions]
    beneath = [one for (_, position), one in found.items() if position == "below"]
    return panel(
        teller,
        "stacked_bars",
        stacked_bars(rows, [(fill, teller.label("position", name)) for name, fill in POSITIONS], full=1.0),
        title=zone_sentence(teller, beneath),
        detail=teller.said(w.detail, measure=measurement.measure),
        source=teller.source(measurement, max(one.n for one in found.values())),
        figures=[part.told for row in rows for part in row.parts],
    )


def _zone_row(teller: Teller, dimension: str, found: dict[tuple[str, str], Estimate]) -> Whole:
    label = teller.label("dimension", dimension)
    parts, n = [], 0
    for name, fill in POSITIONS:
        one = found.get((dimension, name))
        if one is not None:
            n = one.n
            label_of_part = f"{label}{teller.w.join.clause}{teller.label('position', name)}"
            parts.append(Part(fill, value(one), percent(value(one)), told(teller, label_of_part, one)))
    return Whole(label, tuple(parts), small=f"{teller.w.chart.n} = {number(n)}")


def zone_sentence(teller: Teller, beneath: Sequence[Estimate]) -> str:
    """Between which shares perceive less than they would accept."""
    w = teller.w.panel.zone
    shares = sorted(value(one) for one in beneath)
    if not shares:
        return str(w.nobody)
    return teller.said(w.sentence, low=percent(shares[0], 1), high=percent(shares[-1], 1), n=len(shares))


def adequacy_panel(teller: Teller) -> Panel | None:
    """Perception less what would be accepted, by dimension."""
    measurement = teller.result.measurement("M-ZOT-MSA")
    rows = [one for one in of_result(measurement, "adequacy", "dimension") if one.value is not None]
    if measurement is None or not rows:
        return None
    w = teller.w.panel.adequacy
    bars = [measured(teller, one, teller.label("dimension", one.key["dimension"])) for one in rows]
    facts = {
        "above": sum(above(one.interval, 0) for one in rows),
        "below": sum(below(one.interval, 0) for one in rows),
        "of": len(rows),
    }
    return panel(
        teller,
        "interval_bars",
        interval_bars(bars, signed=True),
        title=w.sentence.format(**facts),
        detail=teller.said(w.detail, measure=measurement.measure),
        source=teller.source(measurement, max(one.n for one in rows)),
        figures=[one.told for one in bars],
        toned=bars,
    )
