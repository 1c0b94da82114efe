"""Measures on typed tables beside hand-written SQL for the same headline figures, which must agree.

The SQL gives the shares of complaints in all, by channel and by site, and the median times of Kaplan and
Meier; ``audit`` gives intervals, unknown and excluded cases, flags and minimum numbers besides.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import duckdb
import ibis

from audit.engines import Engine
from audit.evidence.calendar import Calendar
from audit.evidence.dataset import Evidence, HandedOver
from audit.measures.catalogue import MEASURES
from audit.measures.figures import Minimum
from audit.measures.params import in_force
from audit.measures.runner import Rules, run
from benchmarks import generated

RULES = Rules(share=Minimum(5, 30), mean=Minimum(10, 30), unknown_share=0.2, smallest_cell=5)
HOURS = {"mon-fri": "09:00-17:30"}
HOLIDAYS = [dt.date(2025, month, 1) for month in range(1, 13)]
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
        calendar=Calendar("Asia/Shanghai", HOURS, HOLIDAYS),
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


def complaints_by_hand(path: str) -> Figures:
    resolved = _RESOLVED.format(
        received="epoch(received_ts)",
        resolved="epoch(resolved_ts)",
        until=f"epoch({_UNTIL})",
        now=f"epoch({CUT})",
        cut=CUT,
        complaints="complaints",
    )
    with duckdb.connect(path, read_only=True) as con:
        shares, median = partial(_shares, con), partial(_median, con)
        rate = "SELECT count(*) / (SELECT sum(episodes) FROM contacts_volume) * 1000 FROM complaints"
        return {
            **shares("M-ACK within_target", _ACKNOWLEDGED),
            "M-ACK hours p50": median(_ACKNOWLEDGED),
            **shares("M-TTR within_target", resolved),
            "M-TTR hours p50": median(resolved),
            **shares("M-OPEN unanswered", _UNANSWERED),
            "M-COMPL-RATE rate": con.execute(rate).fetchall()[0][0],
        }


def opening_hours_by_hand(path: str) -> Figures:
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
        return {
            **_shares(con, "M-TTR within_target", resolved),
            "M-TTR hours p50": _median(con, resolved),
        }


def survey_by_hand(path: str) -> Figures:
    of = generated.instrument()
    dimensions = {
        one.id: [f"p{item.id} - e{item.id}" for item in of.items if item.dimension == one.id]
        for one in of.dimensions
    }
    items = {item.id: f"avg(p{item.id} - e{item.id})" for item in of.items}
    gaps = ", ".join(
        f"[{', '.join(pairs)}] AS l_{name}, "
        f"CASE WHEN list_count(l_{name}) * 4 >= {len(pairs) * 3} THEN list_avg(l_{name}) END AS {name}"
        for name, pairs in dimensions.items()
    )
    points = generated.points(of)
    weighted = " + ".join(
        f"{name} * {point} / ({' + '.join(points)})" for name, point in zip(dimensions, points, strict=True)
    )
    with duckdb.connect(path, read_only=True) as con:
        overall = f"({' + '.join(dimensions)}) / {len(dimensions)}"
        row = con.execute(
            f"""SELECT {", ".join(f"avg({name})" for name in dimensions)}, avg(overall), avg({weighted}),
                       count_if(round(overall, 9) < -0.5) / count(overall), {", ".join(items.values())}
                FROM (SELECT *, {overall} AS overall FROM (SELECT *, {gaps} FROM survey_customers))"""
        ).fetchall()[0]
    names = [f"M-G5-DIM gap {name}" for name in dimensions]
    names += ["M-G5-UNW gap", "M-G5-WTD gap", "M-G5-NEG negative"]
    names += [f"M-G5-ITEM gap {item}" for item in items]
    return dict(zip(names, row, strict=True))


def _shares(con: duckdb.DuckDBPyConnection, name: str, cases: str) -> Figures:
    rows = con.execute(_SHARES.format(cases=cases)).fetchall()
    return {f"{name} {group}".strip(): share for group, share in rows}


def _median(con: duckdb.DuckDBPyConnection, cases: str) -> float:
    return float(con.execute(_MEDIAN.format(cases=cases)).fetchall()[0][0])
