"""Sites beside each other: the same rows in small plots, one a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.report.charts.dots import Compared, Dot, multiples
from audit.report.panels.panel import Panel, panel, told, value
from audit.report.telling import Teller, above, below, is_share, of_result
from audit.result import Estimate, Measurement

FIRST = ("M-G5-UNW", "M-G5-PERF", "M-G3-RFT", "M-TTR", "M-FU-COV", "M-RECSAT", "M-FRT", "M-DJ", "M-TIME-MODE")
"""Headlines that are compared before all others, where they are broken down by site."""

MOST_PLOTS, MOST_SITES = 6, 20
_LEAST_SITES = 2


@dataclass(frozen=True)
class BySite:
    """The headline of a measure in total and by site."""

    measurement: Measurement
    total: Estimate
    sites: dict[str, Estimate]


def site_panel(teller: Teller) -> Panel | None:
    """Headlines by site; two sites at least must have a figure."""
    every = _by_site(teller)
    shown = every[:MOST_PLOTS]
    if not shown:
        return None
    w = teller.w.panel.sites
    names = list(dict.fromkeys(site for one in shown for site in one.sites))
    sites, hidden = names[:MOST_SITES], len(names) - MOST_SITES
    compared = [_compared(teller, one, sites) for one in shown]
    detail = str(w.detail)
    if hidden > 0:
        detail += teller.said(teller.w.figures.first, n=len(sites), of=len(names))
    tables = dict.fromkeys(table for one in shown for table in one.measurement.tables)
    return panel(
        teller,
        "multiples",
        multiples(compared),
        title=site_sentence(teller, shown),
        detail=detail,
        source=teller.files(tables),
        figures=[row.told for one in compared for row in one.rows if row.value is not None],
    )


def _by_site(teller: Teller) -> list[BySite]:
    found = []
    measurements = {one.measure: one for one in teller.result.measurements}
    for name in dict.fromkeys((*FIRST, *measurements)):
        measurement = measurements.get(name)
        if measurement is None:
            continue
        headline = teller.result.definition(name).headline
        total = next((one for one in of_result(measurement, headline) if one.value is not None), None)
        rows = {one.key["site_id"]: one for one in of_result(measurement, headline, "site_id")}
        named = {site: one for site, one in rows.items() if site}
        if total is not None and sum(one.value is not None for one in named.values()) >= _LEAST_SITES:
            found.append(BySite(measurement, total, named))
    return found


def _compared(teller: Teller, one: BySite, sites: Sequence[str]) -> Compared:
    measure = one.measurement.measure
    share = is_share(one.total)
    factor = 100.0 if share else 1.0
    unit = "%" if share else "" if one.total.unit == "1" else teller.unit(one.total.unit)
    known = [factor * site.value for site in one.sites.values() if site.value is not None]
    is_bounded = (share or one.total.unit == "score") and max(known) <= 100
    name = teller.measure_name(measure)
    return Compared(
        title=name + (teller.said(teller.w.join.paren, text=unit) if unit else ""),
        total=factor * value(one.total),
        rows=tuple(_dot(teller, name, site, one.sites.get(site), factor) for site in sites),
        decimals=2 if one.total.unit == "points" else 1,
        signed=one.total.unit == "points",
        bounds=(0.0, 100.0) if is_bounded else None,
    )


def _dot(teller: Teller, name: str, site: str, one: Estimate | None, factor: float) -> Dot:
    label = teller.label("site_id", site)
    if one is None or one.value is None:
        return Dot(label, None, told=told(teller, f"{name}{teller.w.join.clause}{label}", one))
    ends = one.interval
    low, high = (ends.low, ends.high) if ends else (None, None)
    return Dot(
        label,
        factor * one.value,
        None if low is None or high is None else (factor * low, factor * high),
        one.n,
        one.sufficiency == "enough",
        told(teller, f"{name}{teller.w.join.clause}{label}", one),
    )


def site_sentence(teller: Teller, rows: Sequence[BySite]) -> str:
    """In how many figures the interval of some site leaves the value of all sites out."""
    w = teller.w.panel.sites
    apart = [
        one
        for one in rows
        if any(
            below(site.interval, value(one.total)) or above(site.interval, value(one.total))
            for site in one.sites.values()
        )
    ]
    if not apart:
        return teller.said(w.alike, of=len(rows))
    return teller.said(w.apart, n=len(apart), of=len(rows))
