"""The story behind failures and complaints: what went wrong, who noticed, how it was handled, how it felt.

Every table about cases (failures, complaints, actions, follow-ups, the survey after recovery, claims) tells
the same story, drawn here, and adds only what it alone records.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audit.evidence.synthesis.clock import CUT, START, Bools, Floats, Moments
from audit.evidence.synthesis.drawing import (
    NAT,
    Rng,
    Whole,
    chances,
    evenly,
    hours,
    lognormal,
    until,
    weighted,
)
from audit.evidence.synthesis.organisation import Block, Organisation

CHANNELS = {
    "phone": 0.33, "app": 0.24, "store": 0.16, "web": 0.14, "mail": 0.05, "social": 0.05, "regulator": 0.02,
    "other": 0.01,
}  # fmt: skip
AUTOMATIC = ("app", "web")
"""Channels that answer with a receipt of their own."""

FORMS = {"late": 0.34, "incorrect": 0.27, "not_as_promised": 0.2, "rude": 0.12, "other": 0.07}
CAUSES = {
    "logistics": 0.26, "training": 0.2, "system": 0.17, "supplier": 0.14, "staffing": 0.13, "information": 0.1,
}  # fmt: skip
SEVERITIES = (0.24, 0.36, 0.26, 0.11, 0.03)
OUTCOMES = ("upheld", "partly", "rejected", "withdrawn", "open")
_WITH_FAILURE = (0.58, 0.24, 0.11, 0.07)
_WITHOUT_FAILURE = (0.0, 0.15, 0.68, 0.17)

_HAS_FAILURE = 0.9
_FEWEST = 8
"""Even a single site has so many of what is rare, as far as its cases go."""

_WARNED = 0.02
_CLAIMS = 0.12


@dataclass(frozen=True, slots=True)
class Cases:
    """A run of cases, an element each. Times are NaT where something has not happened by the cut.

    ``number`` counts all cases, ``complaint`` the complaints (-1 where nobody complained). ``fair`` is how
    fairly the customer was treated, standard normal but for what happened: money, speed, manner.
    """

    number: Whole
    complaint: Whole
    failed: Bools
    site: Whole
    customer: Whole
    channel: Whole
    form: Whole
    cause: Whole
    severity: Whole
    warned: Bools
    claimed: Bools
    occurred: Moments
    detected: Moments
    received: Moments
    acknowledged: Moments
    answered: Moments
    resolved: Moments
    closed: Moments
    outcome: Whole
    at_once: Bools
    reached: Whole
    compensated: Bools
    apologised: Bools
    fair: tuple[Floats, Floats, Floats]

    @property
    def complained(self) -> Bools:
        """The cases that are complaints."""
        return np.asarray(self.complaint >= 0)


def draw_cases(of: Organisation, block: Block) -> Cases:
    """The cases of a block, in order of time."""
    rng = of.rng("cases", block.number)
    n = block.cases
    complained = _exactly(rng, block.last_complaint - block.first_complaint, n)
    complaint = np.where(complained, block.first_complaint + np.cumsum(complained) - 1, -1)
    failed = ~complained | chances(rng, _HAS_FAILURE, n)
    site = weighted(rng, of.complaint_share, n)
    first, last = block.share(of.scale.customers, of.scale)
    known = of.demand.moments((np.arange(block.first, block.last) + rng.random(n)) / of.scale.cases)
    severity = 1 + weighted(rng, SEVERITIES, n)
    received = np.where(complained, known, NAT)
    found_before = ~complained | chances(rng, 0.2, n)
    early = hours(np.where(complained & found_before, lognormal(rng, 20, 1.0, n), 0.0))
    detected = np.where(failed, np.maximum(known - early, START), NAT)
    channel = weighted(rng, list(CHANNELS.values()), n)
    acknowledged, answered, resolved, at_once = _handled(of, rng, site, channel, severity, received)
    settled = ~np.isnat(resolved)
    outcome = np.where(failed, weighted(rng, _WITH_FAILURE, n), weighted(rng, _WITHOUT_FAILURE, n))
    compensated = failed & chances(rng, np.clip(0.45 + 0.08 * of.quality[site], 0.1, 0.8), n)
    apologised = chances(rng, np.clip(0.6 + 0.1 * of.quality[site], 0.1, 0.9), n)
    form = weighted(rng, list(FORMS.values()), n)
    return Cases(
        number=np.arange(block.first, block.last),
        complaint=complaint,
        failed=failed,
        site=site,
        customer=first + (rng.random(n) * (last - first)).astype(np.int64),
        channel=channel,
        form=form,
        cause=weighted(rng, list(CAUSES.values()), n),
        severity=severity,
        warned=evenly(rng, max(_WARNED, _FEWEST / of.scale.cases), failed),
        claimed=evenly(
            rng, max(_CLAIMS, 4 * _FEWEST / of.scale.cases), failed & (form == list(FORMS).index("late"))
        ),
        occurred=np.where(failed, detected - hours(lognormal(rng, 9, 1.4, n)), NAT),
        detected=detected,
        received=received,
        acknowledged=acknowledged,
        answered=answered,
        resolved=resolved,
        closed=until(of.office.after(resolved, lognormal(rng, 12, 0.8, n)), CUT),
        outcome=np.where(complained & settled, outcome, OUTCOMES.index("open")),
        at_once=at_once,
        reached=_escalation(rng, channel, answered, severity),
        compensated=compensated,
        apologised=apologised,
        fair=_fairness(of, rng, site, received, resolved, compensated, apologised, outcome),
    )


def _exactly(rng: Rng, chosen: int, n: int) -> Bools:
    """So many of n, anywhere."""
    found = np.zeros(n, dtype=bool)
    found[rng.permutation(n)[:chosen]] = True
    return found


def _handled(
    of: Organisation, rng: Rng, site: Whole, channel: Whole, severity: Whole, received: Moments
) -> tuple[Moments, Moments, Moments, Bools]:
    """Acknowledged, answered, resolved, and whether all of it at the first contact.

    People work in opening hours and take log-normal times: poor sites longer, grave cases longer, after
    the November sale longer. A few letters are lost and a few cases never end.
    """
    n = len(site)
    automatic = np.isin(channel, [list(CHANNELS).index(one) for one in AUTOMATIC])
    busy = np.isin(received.astype("datetime64[M]").astype(int) % 12, (10, 11))
    pace = np.exp(-0.3 * of.quality[site] + 0.35 * busy)
    by_machine = received + hours(lognormal(rng, 0.03, 0.8, n))
    spoken = np.isin(channel, [list(CHANNELS).index(one) for one in ("phone", "store")])
    by_person = of.office.after(received, lognormal(rng, np.where(spoken, 0.1, 5.0) * pace, 1.0, n))
    acknowledged = np.where(automatic & chances(rng, 0.98, n), by_machine, by_person)
    recorded = chances(rng, 0.955, n)
    answered = of.office.after(received, lognormal(rng, 5.5 * pace, 1.0, n))
    lost = chances(rng, 0.012, n)
    at_once = chances(rng, np.clip(0.24 + 0.05 * of.quality[site], 0.05, 0.6), n) & ~lost
    work = lognormal(rng, 14 * pace * (0.7 + 0.15 * severity), 1.05, n)
    endless = lost | (chances(rng, 0.004, n) & ~at_once)
    resolved = np.where(at_once, answered, of.office.after(answered, work))
    return (
        until(np.where(recorded, acknowledged, NAT), CUT),
        until(np.where(lost, NAT, answered), CUT),
        until(np.where(endless, NAT, resolved), CUT),
        at_once,
    )


def _escalation(rng: Rng, channel: Whole, answered: Moments, severity: Whole) -> Whole:
    """How far a complaint went; a number into ``complaints.ESCALATION``. Silence and gravity push it up."""
    n = len(channel)
    pressed = rng.random(n) < 0.05 + 0.03 * severity + 0.3 * np.isnat(answered)
    levels = 1 + weighted(rng, (0.74, 0.12, 0.1, 0.01, 0.03), n)
    regulator = channel == list(CHANNELS).index("regulator")
    return np.where(regulator, 3, np.where(pressed, levels, 0))


def _fairness(
    of: Organisation,
    rng: Rng,
    site: Whole,
    received: Moments,
    resolved: Moments,
    compensated: Bools,
    apologised: Bools,
    outcome: Whole,
) -> tuple[Floats, Floats, Floats]:
    """How fair the outcome, the procedure and the treatment felt, around 0; one mood colours all three."""
    n = len(site)
    mood = 0.7 * rng.standard_normal(n)
    taken = (resolved - received).astype("timedelta64[s]").astype(float) / 86_400
    days = np.where(np.isnat(resolved) | np.isnat(received), 10.0, taken)
    refused = outcome >= OUTCOMES.index("rejected")
    money = mood + 0.9 * compensated - 1.2 * refused - 0.2
    speed = mood + 0.8 - 0.55 * np.log1p(np.maximum(days, 0.0)) + 0.2 * of.quality[site]
    manner = mood + 0.7 * apologised + 0.25 * of.quality[site] - 0.2
    return money, speed, manner
