"""The rating of an item that is in force: of the whole, or the lowest of its sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from audit.findings import messages
from audit.findings.ratings import Rating
from audit.findings.scoring import Bounded
from audit.findings.words import METHODS
from audit.result import EvidenceGrade, RatingPart, Step
from audit.text import Message

POINTS_A_LEVEL = 20


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating and its score; all empty where none is in force. ``grade`` is D for talk alone."""

    part: RatingPart | None = None
    score: Bounded | None = None
    grade: EvidenceGrade | None = None
    steps: tuple[Step, ...] = ()
    reasons: tuple[Message, ...] = ()


def rated(ratings: Sequence[Rating], as_of: dt.date) -> Rated:
    """Choose among the ratings of one item: expired ones do not count, and are said.

    A rating of the whole item is taken before those of single sites; of these the lowest counts,
    because a requirement holds only where it holds at every site that was seen.
    """
    expired = [one for one in ratings if one.expires and one.expires < as_of]
    valid = [one for one in ratings if one not in expired]
    reasons = [messages.EXPIRED(by=one.by, expires=f"{one.expires}") for one in expired]
    if not valid:
        return Rated(reasons=tuple(reasons))
    whole = [one for one in valid if one.site is None]
    rating = whole[0] if whole else min(valid, key=lambda one: one.level)
    if rating.site is not None:
        sites = len(valid)
        reasons.append(messages.LOWEST_SITE(site=rating.site, level=rating.level, sites=sites))
    elif len(valid) > 1:
        reasons.append(messages.WHOLE_BEFORE_SITES(sites=len(valid) - 1))
    score = Bounded.exact(rating.level * POINTS_A_LEVEL)
    said = messages.RATING(
        level=rating.level,
        score=score.score,
        by=rating.by,
        at=rating.at.isoformat(),
        method=METHODS[rating.method],
    )
    # Grade D is "oral only": an interview that nothing else supports.
    oral = rating.method == "interview" and not rating.evidence
    step = Step(message=said, value=score.score)
    return Rated(_part(rating), score, "D" if oral else None, (step,), tuple(reasons))


def _part(rating: Rating) -> RatingPart:
    return RatingPart(
        level=rating.level,
        by=rating.by,
        at=rating.at.isoformat(),
        method=rating.method,
        reason=rating.reason,
        evidence_refs=rating.evidence,
        expires=rating.expires.isoformat() if rating.expires else None,
        self_level=rating.self_level,
    )
