"""How complaints, failures and the customers concerned are recorded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.cases import CAUSES, CHANNELS, FORMS, OUTCOMES, Cases, draw_cases
from audit.evidence.synthesis.clock import CUT, END, START, Bools
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    Rng,
    Whole,
    chances,
    coded,
    drawn,
    hours,
    identifiers,
    lognormal,
    moments,
    some,
    until,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import Organisation

ESCALATION = ("none", "internal", "adr", "regulator", "court", "media")
_TOPICS = ("送货延误", "商品或服务与约定不符", "安装维修差错", "收费有误", "服务态度", "其他")
_TEXTS = (
    "约定当天送货，等到晚上没有人来，也没有接到电话。",
    "收到的商品与网页描述不一致，要求换货。",
    "安装后第二天又出现同样的问题，需要重新上门。",
    "账单金额与报价不符，请核对并退还多收部分。",
    "咨询时工作人员态度不耐烦，问题没有得到回答。",
    "会员积分没有到账，多次询问没有结果。",
)
_TOPIC_OF_FORM = np.array([0, 2, 1, 4, 5])
_CALENDAR_DAYS = 15
_REGULATOR_DAYS = 10

_BBT = {"system": 0.62, "need": 0.18, "employee": 0.14, "customer_problem": 0.02, "other": 0.04}
_KHD = {
    "slow_unavailable": 0.3, "defect": 0.14, "out_of_stock": 0.1, "bad_info": 0.1, "mischarged": 0.08,
    "pricing": 0.06, "alteration": 0.06, "inattention": 0.06, "policy": 0.04, "packaging": 0.03, "other": 0.03,
}  # fmt: skip
_NAK = {"service": 0.66, "goods": 0.26, "new_product": 0.03, "customer_error": 0.03, "other": 0.02}
_LOCUS = {"org": 0.74, "external": 0.13, "customer": 0.05, "unknown": 0.08}


def complaints(of: Organisation) -> Iterator[Columns]:
    """The complaint log, in order of receipt."""
    for block in of.blocks():
        case = only(draw_cases(of, block), "complaint")
        yield _complaints(of.rng("complaints", block.number), case)


def failures(of: Organisation) -> Iterator[Columns]:
    """The failure log: what customers complained of, and what was found without them."""
    for block in of.blocks():
        case = only(draw_cases(of, block), "failure")
        yield _failures(of.rng("failures", block.number), case)


def customers(of: Organisation) -> Iterator[Columns]:
    """The customer register, with the first failure or complaint of those who had one."""
    for block in of.blocks():
        case = draw_cases(of, block)
        first, last = block.share(of.scale.customers, of.scale)
        yield _customers(of.rng("customers", block.number), case, first, last)


def only(case: Cases, which: str) -> Cases:
    """The cases with a complaint, or those with a failure."""
    keep = case.complained if which == "complaint" else case.failed
    return chosen(case, keep)


def chosen(case: Cases, keep: Bools | Whole) -> Cases:
    """Some of the cases, by a mask or by their places."""
    parts = {name: getattr(case, name) for name in Cases.__slots__}
    fair = tuple(one[keep] for one in parts.pop("fair"))
    return Cases(**{name: values[keep] for name, values in parts.items()}, fair=fair)


def failure_ids(case: Cases) -> pa.Array:
    """The failure of each case; null where a complaint had none."""
    return identifiers("F", case.number + 1, case.failed)


def complaint_ids(case: Cases) -> pa.Array:
    """The complaint of each case; null where nobody complained."""
    return identifiers("C", case.complaint + 1, case.complained)


def customer_ids(case: Cases) -> pa.Array:
    """The customer of each case."""
    return identifiers("K", case.customer + 1)


def site_ids(site: Whole, present: Bools | None = None) -> pa.Array:
    """Sites by their number."""
    return identifiers("S", site + 1, present, width=3)


def _complaints(rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    settled = ~np.isnat(case.resolved)
    regulator = case.channel == list(CHANNELS).index("regulator")
    allowed = np.where(regulator, _REGULATOR_DAYS, _CALENDAR_DAYS).astype("timedelta64[D]")
    due = (case.received + allowed).astype("datetime64[s]")
    end = np.where(settled, case.resolved, CUT)
    told = (end > due) & chances(rng, 0.6, n)
    informed = until(np.where(told, due - hours(lognormal(rng, 20, 0.6, n)), NAT), CUT)
    informed = np.where(informed > case.received, informed, NAT)
    went_up = case.reached > 0
    outside = case.reached >= ESCALATION.index("adr")
    up = case.received + ((end - case.received) * (0.2 + 0.6 * rng.random(n))).astype("timedelta64[s]")
    transfers = np.where(case.at_once, 0, rng.poisson(0.7, n))
    contacts = np.where(case.at_once, 1, 1 + rng.poisson(0.6 + 0.3 * transfers))
    topic = np.where(chances(rng, 0.12, n), _TOPICS.index("收费有误"), _TOPIC_OF_FORM[case.form])
    return {
        "complaint_id": complaint_ids(case),
        "failure_id": failure_ids(case),
        "customer_id": some(customer_ids(case), chances(rng, 0.96, n)),
        "site_id": site_ids(case.site, chances(rng, 0.99, n)),
        "channel": coded(case.channel, list(CHANNELS)),
        "received_ts": moments(case.received),
        "acknowledged_ts": moments(case.acknowledged),
        "first_response_ts": moments(case.answered),
        "target_due_ts": moments(np.where(chances(rng, 0.85, n), due, NAT)),
        "delay_informed_ts": moments(informed),
        "resolved_ts": moments(case.resolved),
        "closed_ts": moments(case.closed),
        "outcome": coded(case.outcome, OUTCOMES),
        "resolved_first_contact": some(case.at_once & settled, settled & chances(rng, 0.95, n)),
        "contacts_needed": some(contacts, chances(rng, 0.93, n)),
        "transfers": some(transfers, chances(rng, 0.93, n)),
        "reopened_count": some(rng.poisson(0.06, n), settled),
        "escalated_to": coded(case.reached, ESCALATION, chances(rng, 0.96, n) | went_up),
        "escalated_ts": moments(np.where(went_up, up, NAT)),
        "external_decision": drawn(
            rng, {"for_customer": 0.4, "partly": 0.25, "for_org": 0.2, "pending": 0.15}, n, outside
        ),
        "category": some(coded(topic, _TOPICS), chances(rng, 0.97, n)),
        "text": coded(topic, _TEXTS, chances(rng, 0.5, n)),
    }


def _failures(rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    by_complaint = case.complained & (case.detected == case.received)
    others = 1 + weighted(rng, (0.55, 0.3, 0.12, 0.03), n)
    grave = case.severity >= 3
    notice = case.detected + hours(lognormal(rng, 6, 1.0, n))
    return {
        "failure_id": failure_ids(case),
        "episode_id": identifiers("E", case.number * 7 % 9_999_991 + 1, chances(rng, 0.6, n)),
        "customer_id": some(customer_ids(case), case.complained | chances(rng, 0.8, n)),
        "site_id": site_ids(case.site),
        "occurred_ts": moments(np.where(chances(rng, 0.93, n), case.occurred, NAT)),
        "detected_ts": moments(case.detected),
        "service_end_ts": moments(
            np.where(chances(rng, 0.7, n), case.occurred + hours(lognormal(rng, 2, 0.8, n)), NAT)
        ),
        "detected_by": coded(
            np.where(by_complaint, 0, others), ("customer", "staff", "system", "audit", "media")
        ),
        "src_class": coded(case.form, list(FORMS), chances(rng, 0.97, n)),
        "bbt_class": drawn(rng, _BBT, n, chances(rng, 0.9, n)),
        "khd_class": drawn(rng, _KHD, n, chances(rng, 0.9, n)),
        "nak_class": drawn(rng, _NAK, n, chances(rng, 0.9, n)),
        "cause_locus": drawn(rng, _LOCUS, n, chances(rng, 0.95, n)),
        "severity": some(case.severity, chances(rng, 0.97, n)),
        "loss_amount": some(np.round(lognormal(rng, 60 * case.severity, 1.1, n), 2), chances(rng, 0.45, n)),
        "affected_count": some(
            np.where(chances(rng, 0.05, n), 1 + rng.poisson(20, n), 1), chances(rng, 0.9, n)
        ),
        "customer_notice_ts": moments(until(np.where(grave & chances(rng, 0.6, n), notice, NAT), CUT)),
        "trigger_guarantee_id": identifiers("G", np.ones(n, np.int64), case.claimed, width=2),
        "cause_class": coded(case.cause, list(CAUSES), chances(rng, 0.85, n)),
        "substitute_possible": some(chances(rng, 0.35, n), chances(rng, 0.8, n)),
        "ew_id": identifiers("W", case.number + 1, case.warned),
    }


def _customers(rng: Rng, case: Cases, first: int, last: int) -> Columns:
    """Customers with a failure stay less, and more often where they were treated fairly."""
    n = last - first
    known = np.where(case.complained, case.received, case.detected)
    known = np.where(case.failed, np.minimum(known, case.detected), known)
    at = case.customer - first
    index = np.full(n, CUT)
    np.minimum.at(index, at, known)
    hit = index < CUT
    mood = np.zeros(n)
    mood[at] = sum(case.fair) / 3
    usual = START + ((END - START).astype(int) * rng.random(n)).astype("timedelta64[s]")
    index = np.where(hit, index, usual)
    stays = chances(rng, np.where(hit, np.clip(0.62 + 0.1 * mood, 0.1, 0.95), 0.83), n)
    over = index + np.timedelta64(365, "D") <= CUT
    since = index - (rng.random(n) * 2000 * 86_400).astype("timedelta64[s]")
    gone = index + ((CUT - index).astype(int) * 0.3 * rng.random(n)).astype("timedelta64[s]")
    lately = CUT - ((CUT - index).astype(int) * 0.2 * rng.random(n)).astype("timedelta64[s]")
    return {
        "customer_id": identifiers("K", np.arange(first, last) + 1),
        "first_ts": moments(np.where(chances(rng, 0.97, n), since, NAT)),
        "last_ts": moments(np.where(stays, lately, gone)),
        "value_band": drawn(rng, {"high": 0.15, "mid": 0.45, "low": 0.4}, n, chances(rng, 0.95, n)),
        "retained_12m": some(stays, over),
        "index_ts": moments(index),
    }
