"""Measures on typed tables beside hand-written SQL for the same figures, which must agree.

The SQL is of two kinds. For the headlines it gives the shares of complaints in all, by channel and by site, and
the median times of Kaplan and Meier. In full it counts all that ``audit`` counts: cases, unknown and excluded ones,
P90, the curve's band, spread and skewness, answers by point, and sums of every site. Intervals of shares and means,
flags, minimum numbers and suppression are the business of ``audit`` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import ibis
import ibis.backends.duckdb  # otherwise loaded by the first call, and imports are not measured
import scipy.special  # noqa: F401 - likewise

from audit.engines import Engine
from audit.evidence.calendar import YEARS_AROUND, Calendar
from audit.evidence.dataset import Evidence, HandedOver
from audit.measures.catalogue import MEASURES
from audit.measures.figures import Minimum
from audit.measures.params import in_force
from audit.measures.runner import Rules, run
from benchmarks import generated

RULES = Rules(
    share=Minimum(5, 30), mean=Minimum(10, 30), unknown_share=0.2, smallest_cell=5, smallest_staff_cell=5
)
HOURS = {"mon-fri": "09:00-17:30"}
HOLIDAYS = [dt.date(2025, month, 1) for month in range(1, 13)]
YEARS = (2025 - YEARS_AROUND, 2026 + YEARS_AROUND)
CUT = "TIMESTAMP '2026-01-01'"

Figures = dict[str, float]


def ours(path: str, ids: list[str], clock: str) -> Figures:
    """``<measure> <result> <key>`` to its value, of every estimate that has one. No ids: the survey's."""
    con = ibis.duckdb.connect(path, read_only=True)
    given = con.con.execute("SELECT name, columns FROM given").fetchall()
    evidence = Evidence(
        Engine(con, Path(path).parent),
        {name: HandedOver(con.table(name), frozenset(columns), "") for name, columns in given},
        instrument=generated.instrument(),
        period=(dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        cut=dt.datetime(2026, 1, 1),
        calendar=Calendar("Asia/Shanghai", HOURS, HOLIDAYS, YEARS),
        clock=clock,
    )
    found = {}
    for name in ids or _of_survey():
        params = in_force(MEASURES[name], scheme={}, declared={}, engagement={})
        for one in run(MEASURES[name], evidence, params, RULES).estimates:
            if one.value is not None:
                found[" ".join((name, one.result, *one.key.values()))] = one.value
    return found


def _of_survey() -> list[str]:
    """Every measure whose cases are respondents."""
    return [name for name, one in MEASURES.items() if next(iter(one.needs), "") == "survey_customers"]


_SHARES = """
    SELECT coalesce(channel, site_id, ''), count_if(mature AND coalesce(hit, false)) / count_if(mature)
    FROM ({cases}) GROUP BY GROUPING SETS ((), (channel), (site_id))"""
_MEDIAN = """
    WITH times AS (SELECT hours, count_if(event) AS events, count(*) AS n FROM ({cases}) GROUP BY hours),
         risk AS (SELECT *, sum(n) OVER (ORDER BY hours DESC) AS at_risk FROM times),
         curve AS (SELECT hours, product(1 - events / at_risk) OVER (ORDER BY hours) AS surviving FROM risk)
    SELECT min(hours) FROM curve WHERE surviving <= 0.5"""
_COUNTS = """
    SELECT coalesce(channel, site_id, ''), count_if(mature AND coalesce(hit, false)) / count_if(mature),
           count_if(mature), count_if(NOT mature), count_if(mature IS NULL)
    FROM ({cases}) GROUP BY GROUPING SETS ((), (channel), (site_id))"""
_WITHDRAWN = """
    SELECT coalesce(site_id, ''), count_if(outcome = 'withdrawn') / count(outcome), count(outcome),
           count_if(outcome IS NULL)
    FROM complaints GROUP BY GROUPING SETS ((), (site_id)) ORDER BY 1"""
_CURVE = """
    WITH times AS (SELECT hours, count_if(event) AS events, count(*) AS n FROM ({cases}) GROUP BY hours),
         risk AS (SELECT *, sum(n) OVER (ORDER BY hours DESC) AS at_risk FROM times),
         curve AS (SELECT hours, nullif(product(1 - events / at_risk) OVER (ORDER BY hours), 0) AS surviving,
                          sum(events / (at_risk * (at_risk - events))) OVER (ORDER BY hours) AS variance FROM risk),
         band AS (SELECT hours, surviving, ln(surviving) AS log_s,
                         exp(1.959963984540054 * sqrt(variance) / -log_s) AS factor FROM curve)
    SELECT min(hours) FILTER (surviving <= 0.5), min(hours) FILTER (surviving <= 1 - 0.9),
           min(hours) FILTER (exp(log_s * factor) <= 0.5), min(hours) FILTER (exp(log_s / factor) <= 0.5),
           min(hours) FILTER (exp(log_s * factor) <= 1 - 0.9), min(hours) FILTER (exp(log_s / factor) <= 1 - 0.9)
    FROM band"""
_ACKNOWLEDGED = f"""
    SELECT channel, site_id, least(acknowledged_ts, first_response_ts) AS known,
           epoch(known) - epoch(received_ts) <= 24 * 3600 AS hit,
           epoch({CUT}) - epoch(received_ts) >= 24 * 3600 AS mature,
           known IS NOT NULL AS event, (epoch(coalesce(known, {CUT})) - epoch(received_ts)) / 3600 AS hours
    FROM complaints"""
_RESOLVED = """
    SELECT channel, site_id,
           CASE WHEN target_due_ts IS NOT NULL THEN resolved_ts <= target_due_ts
                ELSE {resolved} - {received} <= 360 * 3600 END AS hit,
           CASE WHEN target_due_ts IS NOT NULL THEN target_due_ts <= {cut}
                ELSE {now} - {received} >= 360 * 3600 END AS mature,
           resolved_ts IS NOT NULL AS event, (coalesce({until}, {now}) - {received}) / 3600 AS hours
    FROM {complaints}"""
_UNTIL = "CASE WHEN outcome = 'withdrawn' THEN coalesce(resolved_ts, closed_ts) ELSE resolved_ts END"
_UNANSWERED = f"""
    SELECT channel, site_id,
           NOT coalesce(epoch(least(first_response_ts, resolved_ts)) - epoch(received_ts) <= 144 * 3600, false)
           AS hit, epoch({CUT}) - epoch(received_ts) >= 144 * 3600 AS mature
    FROM complaints"""


def complaints_by_hand(path: str, full: bool) -> Figures:
    resolved = _RESOLVED.format(
        received="epoch(received_ts)",
        resolved="epoch(resolved_ts)",
        until=f"epoch({_UNTIL})",
        now=f"epoch({CUT})",
        cut=CUT,
        complaints="complaints",
    )
    with duckdb.connect(path, read_only=True) as con:
        shares, times = partial(_shares, con, full), partial(_times, con, full)
        rate = "SELECT count(*) / (SELECT sum(episodes) FROM contacts_volume) * 1000 FROM complaints"
        return {
            **shares("M-ACK within_target", _ACKNOWLEDGED),
            **times("M-ACK hours", _ACKNOWLEDGED),
            **_resolution(con, full, resolved),
            **shares("M-OPEN unanswered", _UNANSWERED),
            "M-COMPL-RATE rate": con.execute(rate).fetchall()[0][0],
        }


def opening_hours_by_hand(path: str, full: bool) -> Figures:
    """A table of days with the seconds open before each, joined for every moment."""

    def opened(day: str, moment: str) -> str:
        second = f"epoch({moment}) - epoch({day}.day)"
        return f"({day}.before + greatest(0, least({day}.stop, {second}) - {day}.start))"

    joined = f"""(complaints JOIN days r ON r.day = CAST(received_ts AS DATE)
                  LEFT JOIN days v ON v.day = CAST(resolved_ts AS DATE)
                  LEFT JOIN days u ON u.day = CAST({_UNTIL} AS DATE))"""
    resolved = _RESOLVED.format(
        received=opened("r", "received_ts"),
        resolved=opened("v", "resolved_ts"),
        until=opened("u", _UNTIL),
        now=f"(SELECT before FROM days WHERE day = {CUT})",
        cut=CUT,
        complaints=joined,
    )
    with duckdb.connect(path, read_only=True) as con:
        closed = ", ".join(f"DATE '{day}'" for day in HOLIDAYS)
        con.execute(
            f"""CREATE TEMP TABLE days AS
                SELECT day, 32_400 AS start, CASE WHEN open THEN 63_000 ELSE start END AS stop,
                       coalesce(sum(stop - start) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING
                                                        AND 1 PRECEDING), 0) AS before
                FROM (SELECT CAST(DATE '2024-12-31' + to_days(CAST(i AS INT)) AS DATE) AS day,
                             isodow(day) < 6 AND day NOT IN ({closed}) AS open FROM range(400) numbers(i))"""
        )
        return _resolution(con, full, resolved)


def survey_by_hand(path: str, full: bool) -> Figures:
    of = generated.instrument()
    dimensions = {
        one.id: [f"p{item.id} - e{item.id}" for item in of.items if item.dimension == one.id]
        for one in of.dimensions
    }
    items = {f"g{item.id}": f"p{item.id} - e{item.id}" for item in of.items}
    gaps = ", ".join(
        f"[{', '.join(pairs)}] AS l_{name}, "
        f"CASE WHEN list_count(l_{name}) * 4 >= {len(pairs) * 3} THEN list_avg(l_{name}) END AS {name}"
        for name, pairs in dimensions.items()
    )
    points = generated.points(of)
    weighted = " + ".join(
        f"{name} * {point} / ({' + '.join(points)})" for name, point in zip(dimensions, points, strict=True)
    )
    overall = f"({' + '.join(dimensions)}) / {len(dimensions)}"
    means = [*dimensions, "overall", "weighted", *items]
    select = [*(f"avg({name})" for name in means), "count_if(round(overall, 9) < -0.5) / count(overall)"]
    if full:
        skewed = [*dimensions, *items]
        select += [f"{of}({name})" for name in means for of in ("stddev_samp", "count")]
        select += [f"avg({name} * {name}{more})" for name in skewed for more in ("", f" * {name}")]
        select += [f"count_if({name} IS NULL)" for name in means] + [f"avg({point})" for point in points]
    sites = "GROUP BY GROUPING SETS ((), (site_id)) ORDER BY grouping(site_id) DESC" if full else ""
    own = ", ".join(f"{gap} AS {name}" for name, gap in items.items())
    with duckdb.connect(path, read_only=True) as con:
        row = con.execute(
            f"""SELECT {", ".join(select)}
                FROM (SELECT *, {overall} AS overall, {weighted} AS weighted
                      FROM (SELECT *, {gaps}, {own} FROM survey_customers)) {sites}"""
        ).fetchall()[0]
        answered = dict(_answered(con, [item.id for item in of.items])) if full else {}
    names = [f"M-G5-DIM gap {name}" for name in dimensions]
    names += ["M-G5-UNW gap", "M-G5-WTD gap", *(f"M-G5-ITEM gap {item.id}" for item in of.items)]
    return dict(zip([*names, "M-G5-NEG negative"], row, strict=False)) | answered


def _answered(con: duckdb.DuckDBPyConnection, items: list[str]) -> Iterator[tuple[str, float]]:
    """How often each answer was given to each question, told by the mean of what was expected and perceived."""
    for item in items:
        pairs = con.execute(
            f"SELECT e{item}, p{item}, count(*) FROM survey_customers"
            f" WHERE e{item} IS NOT NULL AND p{item} IS NOT NULL GROUP BY ALL"
        ).fetchall()
        n = sum(count for *_, count in pairs)
        yield f"M-G5-ITEM expected {item}", sum(one * count for one, _, count in pairs) / n
        yield f"M-G5-ITEM perceived {item}", sum(one * count for _, one, count in pairs) / n


def _resolution(con: duckdb.DuckDBPyConnection, full: bool, cases: str) -> Figures:
    withdrawn = {"M-TTR withdrawn": con.execute(_WITHDRAWN).fetchall()[0][1]} if full else {}
    return {
        **_shares(con, full, "M-TTR within_target", cases),
        **_times(con, full, "M-TTR hours", cases),
        **withdrawn,
    }


def _shares(con: duckdb.DuckDBPyConnection, full: bool, name: str, cases: str) -> Figures:
    rows = con.execute((_COUNTS if full else _SHARES).format(cases=cases)).fetchall()
    return {f"{name} {group}".strip(): share for group, share, *_ in rows}


def _times(con: duckdb.DuckDBPyConnection, full: bool, name: str, cases: str) -> Figures:
    row = con.execute((_CURVE if full else _MEDIAN).format(cases=cases)).fetchall()[0]
    return dict(zip((f"{name} p50", f"{name} p90"), row, strict=False))
