"""What was done for customers, how it was followed up, what they said of it, and what guarantees paid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.cases import OUTCOMES, Cases, draw_cases
from audit.evidence.synthesis.clock import CUT, Moments
from audit.evidence.synthesis.complaints import chosen, complaint_ids, failure_ids, site_ids
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    Rng,
    chances,
    coded,
    drawn,
    hours,
    identifiers,
    lognormal,
    moments,
    points,
    some,
    until,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import ROLES, Organisation

_TANGIBLE = {
    "refund": 0.3, "discount": 0.2, "replacement": 0.24, "store_credit": 0.16, "correction_plus": 0.06,
    "substitute": 0.04,
}  # fmt: skip
_PLAIN = {
    "correction": 0.6, "explanation": 0.28, "intervention": 0.06, "unsatisfactory": 0.03, "nothing": 0.02,
    "escalation": 0.01,
}  # fmt: skip
_ACTIONS = (*_TANGIBLE, *_PLAIN, "apology")
_PAID = ("refund", "discount", "store_credit", "correction_plus")
_SURVEYED = {"phone": 0.55, "web": 0.15, "app": 0.3}
_SEGMENTS = {"会员": 0.55, "新顾客": 0.25, "企业客户": 0.2}
_PAY_DAYS = 7


def recovery_actions(of: Organisation) -> Iterator[Columns]:
    """The recovery log: an action for every case that was upheld, and more than one for many."""
    for block in of.blocks():
        rng = of.rng("recovery_actions", block.number)
        case = draw_cases(of, block)
        yield _actions(of, rng, chosen(case, case.failed | ~np.isnat(case.resolved)))


def followups(of: Organisation) -> Iterator[Columns]:
    """Follow-up contacts some days after a complaint was settled."""
    for block in of.blocks():
        rng = of.rng("followups", block.number)
        case = draw_cases(of, block)
        kept = np.clip(0.62 + 0.15 * of.quality[case.site], 0.05, 0.95)
        yield _followups(of, rng, chosen(case, ~np.isnat(case.resolved) & chances(rng, kept, len(kept))))


def survey_recovery(of: Organisation) -> Iterator[Columns]:
    """What complainants say of the recovery; those who feel treated well answer a little more often."""
    for block in of.blocks():
        rng = of.rng("survey_recovery", block.number)
        case = draw_cases(of, block)
        answers = chances(rng, np.clip(0.26 + 0.03 * case.fair[2], 0.05, 0.5), len(case.number))
        asked = case.resolved + hours(lognormal(rng, 90, 0.7, len(case.number)))
        keep = ~np.isnat(case.resolved) & answers & (asked < CUT)
        yield _survey(rng, chosen(case, keep), asked[keep])


def guarantees(of: Organisation) -> Iterator[Columns]:
    """The guarantees themselves, then the claims that late deliveries gave rise to."""
    for block in of.blocks():
        rng = of.rng("guarantees", block.number)
        case = draw_cases(of, block)
        if block.number == 0:
            yield _GUARANTEES
        yield _claims(rng, chosen(case, case.claimed))


_GUARANTEES: Columns = {
    "guarantee_id": pa.array(["G-01", "G-02"]),
    "promise_id": pa.array(["P-02", "P-05"]),
    "trigger_text": pa.array(["超过约定送达日期", "维修后 30 天内同一故障再次出现"]),
    "payout_text": pa.array(["退还运费并赔付 50 元", "免费返修并退还维修费"]),
}


def _actions(of: Organisation, rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    settled = ~np.isnat(case.resolved)
    upheld = case.complained & (case.outcome == OUTCOMES.index("upheld")) & settled
    plain = upheld | chances(rng, 0.75, n)
    each = np.stack([case.apologised, plain, case.compensated & (settled | ~case.complained)], axis=1)
    which = np.nonzero(each.ravel())[0]
    row, kind = which // 3, which % 3
    done = chosen(case, row)
    m = len(row)
    type_ = np.select(
        [kind == 0, kind == 1],
        [len(_ACTIONS) - 1, len(_TANGIBLE) + weighted(rng, list(_PLAIN.values()), m)],
        weighted(rng, list(_TANGIBLE.values()), m),
    )
    staff = of.colleagues(rng, done.site)
    role = of.staff_role[staff]
    paid = np.isin(type_, [_ACTIONS.index(one) for one in _PAID])
    amount = np.round(lognormal(rng, 45.0 * done.severity, 0.9, m), 2)
    limit = np.array(list(ROLES.values()))[role]
    within = ~paid | (amount <= limit)
    asked_up = np.where(within, chances(rng, 0.08, m), chances(rng, 0.93, m))
    return {
        "action_id": identifiers("A", 3 * done.number + kind + 1, width=9),
        "failure_id": failure_ids(done),
        "complaint_id": complaint_ids(done),
        "action_ts": moments(_when(of, rng, done)),
        "role": coded(role, list(ROLES), chances(rng, 0.97, m)),
        "staff_id": identifiers("T", staff + 1, chances(rng, 0.95, m), width=5),
        "type": coded(type_, _ACTIONS),
        "tangible": some(kind == 2, chances(rng, 0.3, m)),
        "psychological": some(kind == 0, chances(rng, 0.3, m)),
        "amount": some(amount, paid),
        "within_authority": some(within, chances(rng, 0.9, m)),
        "approved_up": some(asked_up, chances(rng, 0.9, m)),
        "approval_wait_h": some(np.round(lognormal(rng, 5, 1.0, m), 1), asked_up),
        "customer_choice_offered": some(chances(rng, 0.3, m), (kind == 2) & chances(rng, 0.8, m)),
        "strategy": drawn(
            rng, {"case": 0.66, "systematic": 0.24, "early": 0.05, "substitute": 0.05}, m, chances(rng, 0.9, m)
        ),
    }  # fmt: skip


def _when(of: Organisation, rng: Rng, case: Cases) -> Moments:
    """Between the answer and the resolution of a complaint; of the others soon after the detection."""
    n = len(case.number)
    start = np.where(np.isnat(case.answered), case.detected, case.answered)
    start = np.where(np.isnat(start), case.received, start)
    taken = np.where(np.isnat(case.resolved), np.timedelta64(0, "s"), case.resolved - start)
    within = start + (np.maximum(taken, np.timedelta64(0, "s")) * rng.random(n)).astype("timedelta64[s]")
    alone = np.minimum(of.office.after(case.detected, lognormal(rng, 4, 1.2, n)), CUT)
    return np.where(case.complained, within, alone)


def _followups(of: Organisation, rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    due = (case.resolved + np.timedelta64(3, "D")).astype("datetime64[D]").astype("datetime64[s]")
    due = due + np.timedelta64(18, "h")
    reached = chances(rng, 0.82, n)
    done = of.office.after(case.resolved, lognormal(rng, 16, 0.7, n))
    done = until(np.where(reached, done, NAT), CUT)
    refused = ~np.isnat(done) & chances(rng, 0.06, n)
    spoke = ~np.isnat(done) & ~refused
    content = 3.4 + 0.3 * np.sum(case.fair, axis=0)
    told = chances(rng, np.clip(0.4 + 0.15 * of.quality[case.site], 0.02, 0.95), n) & spoke
    return {
        "followup_id": identifiers("U", case.number + 1),
        "complaint_id": complaint_ids(case),
        "due_ts": moments(due),
        "done_ts": moments(done),
        "channel": drawn(
            rng, {"phone": 0.7, "app": 0.16, "email": 0.08, "mail": 0.02, "in_person": 0.04}, n
        ),
        "attempts": np.where(reached, 1 + rng.poisson(0.4, n), 3),
        "refused": some(refused, ~np.isnat(done)),
        "q_relief": some(points(rng, content, 1, 5), spoke),
        "q_accept": some(chances(rng, np.clip(0.5 + 0.15 * (content - 3), 0, 1), n), spoke),
        "q_gone": some(chances(rng, np.clip(0.6 + 0.12 * (content - 3), 0, 1), n), spoke),
        "q_other_effects": some(chances(rng, 0.12, n), spoke),
        "fed_back_to_staff_ts": moments(
            until(np.where(told, done + hours(lognormal(rng, 40, 0.8, n)), NAT), CUT)
        ),
    }  # fmt: skip


def _survey(rng: Rng, case: Cases, asked: Moments) -> Columns:
    """Satisfaction follows justice; who was failed twice is lost, who was failed once may come back."""
    n = len(case.number)
    money, speed, manner = case.fair
    content = 4.3 + 0.5 * money + 0.5 * speed + 0.45 * manner
    twice = (money + speed + manner) / 3 < -0.9
    overall = content + 0.2 - 0.7 * twice
    asked_before = chances(rng, 0.3, n)
    columns: dict[str, pa.Array] = {
        "resp_id": identifiers("V", case.number + 1),
        "complaint_id": some(complaint_ids(case), chances(rng, 0.97, n)),
        "survey_ts": moments(asked),
        "site_id": site_ids(case.site),
        "channel": drawn(rng, _SURVEYED, n),
        "segment": drawn(rng, _SEGMENTS, n, chances(rng, 0.9, n)),
        "tenure_m": some(np.round(lognormal(rng, 26, 0.9, n)), chances(rng, 0.88, n)),
    }
    for name, latent in (("dj", money), ("pj", speed), ("ij", manner)):
        for item in range(1, 5):
            answer = points(rng, 4.4 + 0.1 * item + 1.1 * latent, 1, 7)
            columns[f"{name}{item}"] = some(answer, chances(rng, 0.96, n))
    return columns | {
        "sat_recovery": _score(rng, content, 0.97),
        "sat_overall": _score(rng, overall, 0.97),
        "trust": some(points(rng, overall + 0.1, 1, 7), chances(rng, 0.95, n)),
        "repurchase": some(points(rng, overall + 0.2, 1, 7), chances(rng, 0.95, n)),
        "effort": some(points(rng, 4.2 - 0.8 * speed, 1, 7), chances(rng, 0.94, n)),
        "told_others_n": some(rng.poisson(np.where(twice, 5.0, 1.4)), chances(rng, 0.85, n)),
        "nps": some(points(rng, 1.55 * overall - 1.0, 0, 10), chances(rng, 0.93, n)),
        "sat_before": some(points(rng, np.full(n, 5.4), 1, 7).astype(float), asked_before),
    }


def _score(rng: Rng, latent: np.ndarray, answered: float) -> pa.Array:
    n = len(latent)
    return some(points(rng, latent, 1, 7).astype(float), chances(rng, answered, n))


def _claims(rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    claimed = np.where(case.complained, case.received, case.detected)
    valid = chances(rng, 0.86, n)
    paid = until(
        np.where(valid & chances(rng, 0.97, n), claimed + hours(lognormal(rng, 70, 0.8, n)), NAT), CUT
    )
    return {
        "guarantee_id": identifiers("G", np.ones(n, np.int64), width=2),
        "claim_id": identifiers("L", case.number + 1),
        "failure_id": failure_ids(case),
        "pay_due_ts": moments(claimed + hours(np.full(n, 24.0 * _PAY_DAYS))),
        "promise_id": identifiers("P", np.full(n, 2), width=2),
        "claimed_ts": moments(claimed),
        "invoked_by": drawn(rng, {"customer": 0.8, "provider": 0.2}, n),
        "valid": valid,
        "paid_ts": moments(paid),
        "amount": some(np.round(lognormal(rng, 65, 0.2, n), 2), ~np.isnat(paid)),
        "refused_reason": drawn(
            rng, {"invalid": 0.5, "late": 0.2, "no_proof": 0.25, "other": 0.05}, n, ~valid
        ),
    }
