"""Episodes of service as the exposure of rates, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from audit.evidence.dataset import Evidence


@dataclass(frozen=True, slots=True)
class Exposure:
    """Episodes by the first day of their month; within a month they are taken to spread evenly."""

    months: Mapping[dt.date, float]

    def between(self, start: dt.datetime, end: dt.datetime) -> float | None:
        """The episodes from one moment to another; None where a month in between has none on record."""
        total, month = 0.0, start.date().replace(day=1)
        while dt.datetime.combine(month, dt.time()) < end:
            following = next_month(month)
            if not self.months.get(month):
                return None
            first, last = (dt.datetime.combine(day, dt.time()) for day in (month, following))
            part = (min(end, last) - max(start, first)) / (last - first)
            total += part * self.months[month]
            month = following
        return total


def monthly_episodes(volumes: ir.Table, ev: Evidence) -> Exposure:
    """The episodes of every month in a table of contact volumes, over all sites and channels."""
    v = volumes
    months = v.group_by(month=v.period_month.truncate("M")).aggregate(episodes=v.episodes.sum())
    return Exposure({row["month"]: float(row["episodes"] or 0) for row in ev.run(months)})


def next_month(month: dt.date) -> dt.date:
    """The first day of the month that follows the one of a day."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
