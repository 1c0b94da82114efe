"""What is known of the population behind a table: complete, or a sample of known size."""

from __future__ import annotations

from types import SimpleNamespace

import ibis

from audit.evidence.dataset import Evidence
from audit.measures.statistics.means import finite_population

CENSUS_RESPONSE = 0.80
"""A survey counts as a census only from this response on."""

_HEADCOUNTS = {"survey_managers": "people.managers", "survey_contact_staff": "people.front_line"}

STAFF = frozenset({*_HEADCOUNTS, "staff_register", "staff_events", "training"})
"""Tables of the organisation's own people: smaller cells may be shown than of customers."""


def vouched_for(table: str, ev: Evidence) -> bool:
    """Whether the reviewer vouches that a table is complete, and may.

    A survey is never a census unless everyone was asked and 80 % answered.
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


def correction(table: str, ev: Evidence) -> float:
    """The factor sqrt(1 - f) on the half-width for a random sample that takes more than 5 % of a known
    population; 1 otherwise, and for a census of customers, whose interval speaks of stability.

    Of managers and contact staff the headcount of audit.yaml is the population; where all answered,
    nothing is left to chance and the factor is 0.
    """
    if table in _HEADCOUNTS:
        return finite_population(_answered(table, ev))
    if table != "survey_customers" or vouched_for(table, ev):
        return 1.0
    frames = _frames(ev)
    if any(one.method != "random" or one.frame_size is None for one in frames):
        return 1.0
    population = sum(one.frame_size for one in frames)
    answered = sum(one.completed for one in frames)
    # More answers than persons: the frame cannot be the population.
    return finite_population(answered / population) if 0 < answered <= population else 1.0


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
