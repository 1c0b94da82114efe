"""What is known of the population behind a table: complete, or a sample of known size."""

from __future__ import annotations

from audit.evidence.dataset import Evidence
from audit.measures.statistics.means import finite_population

CENSUS_RESPONSE = 0.80
"""A survey counts as a census only from this response on."""

_SURVEYS = frozenset({"survey_customers"})


def vouched_for(table: str, ev: Evidence) -> bool:
    """Whether the reviewer vouches that a table is complete, and may.

    A survey is never a census unless everyone was asked and 80 % answered.
    """
    if table not in ev.census:
        return False
    if table not in _SURVEYS:
        return True
    frames = ev.rows("survey_frame") if ev.handed_over("survey_frame") else ()
    asked = sum((one.invited or 0) - (one.undeliverable or 0) for one in frames)
    answered = sum(one.completed for one in frames)
    everyone = bool(frames) and all(one.method == "census" for one in frames)
    return everyone and asked > 0 and answered / asked >= CENSUS_RESPONSE


def correction(table: str, ev: Evidence) -> float:
    """The factor sqrt(1 - f) on the half-width for a random sample that takes more than 5 % of a known
    population; 1 otherwise, and for a census, whose interval speaks of stability."""
    if table not in _SURVEYS or vouched_for(table, ev) or not ev.handed_over("survey_frame"):
        return 1.0
    frames = ev.rows("survey_frame")
    if not frames or any(one.method != "random" or one.frame_size is None for one in frames):
        return 1.0
    return finite_population(sum(one.completed for one in frames) / sum(one.frame_size for one in frames))
