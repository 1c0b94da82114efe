"""What is known of the population behind a table: complete, or a sample of known size."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from weakref import WeakKeyDictionary

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.statistics.means import finite_population

CENSUS_RESPONSE = 0.80
"""A survey counts as a census only from this response on."""

_HEADCOUNTS = {"survey_managers": "people.managers", "survey_contact_staff": "people.front_line"}

STAFF = frozenset({*_HEADCOUNTS, "staff_register", "staff_events", "training"})
"""Tables of the organisation's own people: smaller cells may be shown than of customers."""


@dataclass(frozen=True, slots=True)
class Population:
    """What is known of all cases of some tables.

    ``size`` is the number of persons that a random sample was drawn from, or a headcount; None where it is not
    known. ``sites`` is the number of sites that the cases come from, 0 where none is recorded.
    """

    tables: tuple[str, ...]
    census: bool
    sites: int
    size: float | None

    def correction(self, n: int) -> float:
        """The factor sqrt(1 - f) on the half-width of an interval over ``n`` answers.

        1 where the whole is not known or the sample takes at most 5% of it; 0 where all answered.
        """
        return finite_population(min(1.0, n / self.size)) if self.size else 1.0


_FOUND: WeakKeyDictionary[Evidence, dict[tuple[str, ...], Population]] = WeakKeyDictionary()
"""What was found of some evidence: every measure of a table asks for it."""


def population(tables: tuple[str, ...], ev: Evidence) -> Population:
    """The population behind the cases of some tables: of several only what holds for each."""
    found = _FOUND.setdefault(ev, {})
    if tables not in found:
        found[tables] = _population(tables, ev)
    return found[tables]


def _population(tables: tuple[str, ...], ev: Evidence) -> Population:
    sizes = [_size(table, ev) for table in tables]
    return Population(
        tables=tables,
        census=all(vouched_for(table, ev) for table in tables),
        sites=_sites(tables, ev),
        size=sizes[0] if len(sizes) == 1 else None,
    )


def _sites(tables: tuple[str, ...], ev: Evidence) -> int:
    told = [ev.table(one).select("site_id") for one in tables if ev.handed_over(one, "site_id")]
    if not told:
        return 0
    sites = ibis.union(*told) if len(told) > 1 else told[0]
    return int(str(ev.run(sites.aggregate(sites=sites.site_id.nunique()))[0]["sites"]))


def vouched_for(table: str, ev: Evidence) -> bool:
    """Whether the reviewer vouches that a table is complete, and may.

    A survey is never a census unless everyone was asked and 80% answered.
    """
    if table not in ev.census:
        return False
    if table in _HEADCOUNTS:
        return _answered(table, ev) >= CENSUS_RESPONSE
    if table == "survey_recovery":
        return False
    if table != "survey_customers":
        return True
    frames = _frames(ev)
    if not frames or any(one.method != "census" or one.invited is None for one in frames):
        return False
    asked = sum(one.invited - (one.undeliverable or 0) for one in frames)
    return bool(asked > 0 and sum(one.completed for one in frames) >= CENSUS_RESPONSE * asked)


def _size(table: str, ev: Evidence) -> float | None:
    """The number of persons that a survey drew from; None where it is not known, or the sample was not random.

    Of managers and contact staff the headcount of audit.yaml; of customers the sampling frame, but not where
    all were asked: the interval of a census speaks of stability.
    """
    if table in _HEADCOUNTS:
        return ev.declared.get(_HEADCOUNTS[table]) or None
    if table != "survey_customers" or vouched_for(table, ev):
        return None
    frames = _frames(ev)
    if not frames or any(one.method != "random" or one.frame_size is None for one in frames):
        return None
    size = float(sum(one.frame_size for one in frames))
    # More answers than persons: the frame cannot be the population.
    return size if sum(one.completed for one in frames) <= size else None


def _answered(table: str, ev: Evidence) -> float:
    """The part of a headcount that answered, 0 where the headcount is not declared; never above 1."""
    headcount = ev.declared.get(_HEADCOUNTS[table])
    if not headcount:
        return 0.0
    answers = int(str(ev.run(ev.table(table).aggregate(n=ibis._.count()))[0]["n"]))
    return min(1.0, answers / headcount)


def _frames(ev: Evidence) -> tuple[SimpleNamespace, ...]:
    """Who was asked the instrument of this audit; a frame that names none means it."""
    if not ev.handed_over("survey_frame"):
        return ()
    return tuple(one for one in ev.rows("survey_frame") if one.instrument_id in (None, ev.survey.id))
