"""Service standards and promises, and whether delivery kept them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.clock import CUT, END, START
from audit.evidence.synthesis.complaints import site_ids
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    Rng,
    Whole,
    chances,
    coded,
    days,
    hours,
    identifiers,
    lognormal,
    moments,
    some,
    until,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import Organisation

_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0}
_CHECKS_PER_EPISODE = 0.3


@dataclass(frozen=True, slots=True)
class Standard:
    """A service standard; ``typical`` is what is usually delivered, in its unit, ``spread`` its sigma."""

    item: int
    title: str
    target: float | None = None
    unit: str | None = None
    operator: str = "<="
    share: float | None = None
    typical: float | None = None
    spread: float = 0.5
    formal: bool = True
    basis: str = "own"


STANDARDS = (
    Standard(1, "设备完好率", 98, "pct", ">=", None, None),
    Standard(3, "着装与仪容规范", 1, "bool", "="),
    Standard(5, "约定日期内送达", 48, "h", share=0.95, typical=25, spread=0.42),
    Standard(7, "维修一次完成时长", 72, "h", share=0.85, typical=38, spread=0.55),
    Standard(8, "上门到达时间偏差", 30, "min", share=0.9, typical=13, spread=0.75),
    Standard(9, "账单差错件数", 0, "count", "=", basis="statutory"),
    Standard(10, "受理时告知办结时限", 1, "bool", "=", formal=False),
    Standard(11, "门店排队等候", 10, "min", share=0.8, typical=5.5, spread=0.8),
    Standard(13, "热线接通", 30, "s", share=0.8, typical=17, spread=0.9),
    Standard(15, "个人信息查询答复", 15, "d", share=1.0, typical=6, spread=0.4, basis="statutory"),
    Standard(16, "服务用语规范"),
    Standard(17, "上岗考核通过率", 95, "pct", ">="),
    Standard(20, "会员专属顾问响应", 24, "h", share=0.9, formal=False),
)

PROMISES = (
    ("P-01", "热线 30 秒内有人接听", "web", 8, False),
    ("P-02", "下单后 48 小时内送达，迟到免运费并赔付 50 元", "advert", 2, True),
    ("P-03", "门店排队不超过 10 分钟", "store", 7, False),
    ("P-04", "上门准时，误差不超过 20 分钟", "app", 4, False),
    ("P-05", "维修三天完成，30 天内返修免费", "contract", 3, True),
    ("P-06", "七天无理由退换", "policy", None, False),
    ("P-07", "全城最贴心的服务", "social", None, False),
)
_PROMISED = {"P-04": 20.0}
"""Where marketing promises more than the standard says."""


def service_standards(of: Organisation) -> Iterator[Columns]:
    """The register of standards: measurable for the most part, a few of them only a custom."""
    rng = of.rng("service_standards")
    n = len(STANDARDS)
    items = {one.position: one for one in of.instrument.items}
    approved = START - (60 + rng.random(n) * 500).astype("timedelta64[D]")
    formal = np.array([one.formal for one in STANDARDS])
    measured = [one.target is not None for one in STANDARDS]
    reviewed = np.where(chances(rng, 0.6, n), START + (rng.random(n) * 300).astype("timedelta64[D]"), NAT)
    yield {
        "standard_id": _standard_ids(np.arange(n)),
        "title": pa.array([one.title for one in STANDARDS]),
        "dim_id": pa.array([items[one.item].dimension for one in STANDARDS]),
        "item_id": pa.array([items[one.item].id for one in STANDARDS]),
        "target_value": pa.array([one.target for one in STANDARDS], pa.float64()),
        "unit": pa.array([one.unit for one in STANDARDS], pa.string()),
        "operator": pa.array([one.operator if one.target is not None else None for one in STANDARDS]),
        "required_share": pa.array([one.share for one in STANDARDS], pa.float64()),
        "clock": pa.array(["calendar" if one.unit in _HOURS else None for one in STANDARDS]),
        "formal": pa.array(formal),
        "customer_based": some(chances(rng, 0.6, n), chances(rng, 0.9, n)),
        "research_id": identifiers("R", 1 + weighted(rng, np.ones(3), n), chances(rng, 0.5, n), width=3),
        "owner": coded(weighted(rng, np.ones(3), n), ("门店运营部", "物流部", "客户服务部"), chances(rng, 0.9, n)),
        "approved_on": days(np.where(formal, approved, NAT)),
        "review_due": days(np.where(formal, approved + np.timedelta64(730, "D"), NAT)),
        "reviewed_on": days(reviewed),
        "data_source": some(coded(weighted(rng, np.ones(2), n), ("订单系统", "工单系统")), np.array(measured)),
        "basis": pa.array([one.basis for one in STANDARDS]),
        "importance": some(1.0 + weighted(rng, np.ones(3), n), chances(rng, 0.9, n)),
        "adequacy_ref": pa.array(["expected_wait_adequate" if one.item == 11 else None for one in STANDARDS]),
    }  # fmt: skip


def service_delivery(of: Organisation) -> Iterator[Columns]:
    """Episodes measured against one standard each, or two; poor sites are slower and redo more."""
    for part, first, last in of.parts(of.scale.episodes):
        rng = of.rng("service_delivery", part)
        yield _delivered(of, rng, first, last)


def promises(of: Organisation) -> Iterator[Columns]:
    """What is promised in public: some of it kept by a standard, some beyond it, some of it unmeasurable."""
    n = len(PROMISES)
    standards = [None if index is None else STANDARDS[index] for _, _, _, index, _ in PROMISES]
    targets = [_promised(code, of_) for (code, *_), of_ in zip(PROMISES, standards, strict=True)]
    start = START - np.arange(n) * np.timedelta64(41, "D")
    yield {
        "promise_id": pa.array([code for code, *_ in PROMISES]),
        "text": pa.array([text for _, text, *_ in PROMISES]),
        "channel": pa.array([channel for _, _, channel, *_ in PROMISES]),
        "metric": pa.array([one.title if one else None for one in standards]),
        "target_value": pa.array(targets, pa.float64()),
        "unit": pa.array([one.unit if one else None for one in standards]),
        "operator": pa.array([one.operator if one else None for one in standards]),
        "standard_id": identifiers(
            "ST", np.array([(index or 0) + 1 for _, _, _, index, _ in PROMISES]),
            np.array([one is not None for one in standards]), width=3,
        ),
        "is_guarantee": pa.array([guaranteed for *_, guaranteed in PROMISES]),
        "approved_by_operations": pa.array([True, True, True, False, True, True, None]),
        "published_from": days(start),
        "published_to": days(np.where(np.arange(n) == n - 1, END - np.timedelta64(31, "D"), NAT)),
        "required_share": pa.array([one.share if one else None for one in standards], pa.float64()),
        "volume_weight": pa.array([float(of.scale.episodes) if one else None for one in standards], pa.float64()),
        "approved_on": days(np.where(np.arange(n) % 3 < 2, start - np.timedelta64(14, "D"), NAT)),
    }  # fmt: skip


def promise_checks(of: Organisation) -> Iterator[Columns]:
    """A random sample of episodes held against what was promised."""
    kept = [
        (code, STANDARDS[index], _PROMISED.get(code))
        for code, _, _, index, _ in PROMISES
        if index is not None
    ]
    numbers = np.array([int(code[2:]) for code, *_ in kept])
    for part, first, last in of.parts(max(60, round(_CHECKS_PER_EPISODE * of.scale.episodes))):
        rng = of.rng("promise_checks", part)
        n = last - first
        which = weighted(rng, np.ones(len(kept)), n)
        typical, spread, hour, target = _figures([(one, given) for _, one, given in kept], which)
        value = np.round(lognormal(rng, typical, 0.5, n) * np.exp((spread - 0.5) * rng.standard_normal(n)), 1)
        begun = np.sort(START + (rng.random(n) * (END - START).astype(int)).astype("timedelta64[s]"))
        timed = hour >= 1
        due, actual = begun + hours(target * hour), begun + hours(value * hour)
        yield {
            "check_id": identifiers("PC", np.arange(first, last) + 1),
            "promise_id": identifiers("P", numbers[which], width=2),
            "episode_id": identifiers("E", np.arange(first, last) * 3 + 1, chances(rng, 0.9, n)),
            "checked_ts": moments(begun),
            "promised_ts": moments(np.where(timed, due, NAT)),
            "actual_ts": moments(until(np.where(timed, actual, NAT), CUT)),
            "drawn": pa.array(["random"] * n),
            "measured_value": some(value, ~timed),
            "kept": some(value <= target, chances(rng, 0.5, n)),
        }


def _promised(code: str, standard: Standard | None) -> float | None:
    return _PROMISED.get(code, standard.target if standard else None)


def _figures(
    of: list[tuple[Standard, float | None]], which: Whole
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Typical value, spread, hours in a unit and target of the standard of each row."""
    typical = np.array([one.typical for one, _ in of], dtype=float)[which]
    spread = np.array([one.spread for one, _ in of])[which]
    hour = np.array([_HOURS[str(one.unit)] for one, _ in of])[which]
    target = np.array([given or one.target for one, given in of], dtype=float)[which]
    return typical, spread, hour, target


def _delivered(of: Organisation, rng: Rng, first: int, last: int) -> Columns:
    measured = [index for index, one in enumerate(STANDARDS) if one.typical is not None]
    episode = np.arange(first, last)
    second = chances(rng, 0.25, len(episode))
    rows = np.repeat(episode, 1 + second)
    n = len(rows)
    begun = of.demand.moments((rows + 0.5) / of.scale.episodes)
    which = weighted(rng, (0.3, 0.1, 0.12, 0.24, 0.22, 0.02), len(episode))[rows - first]
    again = np.concatenate([[False], rows[1:] == rows[:-1]])
    which = np.where(again, (which + 1) % len(measured), which)
    typical, spread, hour, target = _figures([(STANDARDS[one], None) for one in measured], which)
    site = weighted(rng, of.size, len(episode))[rows - first]
    value = typical * np.exp(spread * rng.standard_normal(n) - 0.12 * of.quality[site])
    timed = hour >= 1
    end = until(np.where(timed, begun + hours(value * hour), NAT), CUT)
    done = ~np.isnat(end)
    right = chances(rng, np.clip(0.9 + 0.03 * of.quality[site], 0.5, 0.99), n)
    right = right[np.maximum.accumulate(np.where(again, 0, np.arange(n)))]
    return {
        "delivery_id": identifiers("DL", rows * 2 + again + 1, width=9),
        "episode_id": identifiers("E", rows + 1),
        "standard_id": _standard_ids(np.array(measured)[which]),
        "site_id": site_ids(site, chances(rng, 0.99, n)),
        "customer_id": identifiers(
            "K", (rng.random(n) * of.scale.customers).astype(np.int64) + 1, chances(rng, 0.7, n)
        ),
        "start_ts": moments(begun),
        "due_ts": moments(np.where(timed & chances(rng, 0.9, n), begun + hours(target * hour), NAT)),
        "end_ts": moments(end),
        "service_end_ts": moments(np.where(done & chances(rng, 0.4, n), end + hours(0.2 + 0.3 * rng.random(n)), NAT)),
        "measured_value": some(np.round(value, 1), ~timed & chances(rng, 0.99, n)),
        "unit": coded(which, [STANDARDS[one].unit or "" for one in measured], ~timed),
        "first_time_right": some(right, done),
        "met": some(value <= target, chances(rng, 0.1, n)),
    }  # fmt: skip


def _standard_ids(number: Whole) -> pa.Array:
    return identifiers("ST", number + 1, width=3)
