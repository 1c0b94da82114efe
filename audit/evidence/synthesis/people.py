"""Sites and the people who work there: register, training, authority, recognition and sanctions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.clock import END, START
from audit.evidence.synthesis.complaints import site_ids
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    Whole,
    chances,
    coded,
    days,
    drawn,
    identifiers,
    some,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import KINDS, ROLES, SUPERVISOR, Organisation
from audit.text import Text

_NAMED = {
    "head_office": Text(zh="总部", en="Head office"),
    "call_centre": Text(zh="客户服务中心", en="Call centre"),
    "web": Text(zh="网上商城", en="Web shop"),
    "store": Text(zh="门店", en="Store"),
    "branch": Text(zh="分公司", en="Branch"),
    "agent": Text(zh="加盟店", en="Agent"),
}
_TOPICS = {"recovery": 0.3, "product": 0.25, "listening": 0.15, "law": 0.12, "safety": 0.13, "other": 0.05}
_EVERY_TRAINING = 5
_FEW = 60
_DAY = np.timedelta64(1, "D")


def named_sites(of: Organisation) -> list[tuple[str, Text]]:
    """The code and the name of every site, in the order of the register; files hold the Chinese one."""
    names = [
        Text(zh=f"{named.zh}{number:03d}", en=f"{named.en} {number:03d}")
        for number, named in enumerate((_NAMED[KINDS[kind]] for kind in of.kind), start=1)
    ]
    return list(zip(site_ids(np.arange(of.scale.sites)).to_pylist(), names, strict=True))


def sites(of: Organisation) -> Iterator[Columns]:
    """The site register: a head office, a call centre and the web shop, then stores, branches, agents."""
    rng = of.rng("sites")
    n = of.scale.sites
    opened = START - (200 + rng.random(n) * 4000).astype("timedelta64[D]")
    audited = START - (rng.random(n) * 190).astype("timedelta64[D]")
    yield {
        "site_id": site_ids(np.arange(n)),
        "name": pa.array([name.zh for _, name in named_sites(of)]),
        "type": coded(of.kind, KINDS),
        "front_line_fte": np.round(of.scale.staff_per_site * (0.75 + 0.25 * rng.random(n)), 1),
        "central_function": of.kind <= KINDS.index("call_centre"),
        "opened_on": days(opened),
        "last_audited_on": days(np.where(chances(rng, 0.6, n), audited, NAT)),
    }  # fmt: skip


def staff_register(of: Organisation) -> Iterator[Columns]:
    """Everybody who worked at a site in the year."""
    n = len(of.staff_site)
    yield {
        "staff_id": _staff_ids(np.arange(n)),
        "role": coded(of.staff_role, list(ROLES)),
        "site_id": site_ids(of.staff_site),
        "front_line": pa.array(of.staff_role < list(ROLES).index(SUPERVISOR)),
        "hired_on": days(of.hired),
        "left_on": days(of.left),
    }


def training(of: Organisation) -> Iterator[Columns]:
    """Courses of the last two years; good sites train more."""
    rng = of.rng("training")
    courses = rng.poisson(np.clip(2.0 + 0.6 * of.quality[of.staff_site], 0.3, 5.0)).clip(0, _EVERY_TRAINING)
    who = np.repeat(np.arange(len(courses)), courses)
    n = len(who)
    earliest = np.maximum(of.hired[who], START - np.timedelta64(365, "D"))
    held = earliest + ((END - earliest).astype(int) * rng.random(n)).astype("timedelta64[s]")
    assessed = chances(rng, 0.7, n)
    years = 1 + weighted(rng, (0.4, 0.5, 0.1), n)
    yield {
        "training_id": identifiers("TR", np.arange(n) + 1, width=6),
        "staff_id": _staff_ids(who),
        "topic": drawn(rng, _TOPICS, n),
        "held_on": days(held),
        "hours": some(2.0 * (1 + weighted(rng, (0.5, 0.3, 0.2), n)), chances(rng, 0.97, n)),
        "assessed": assessed,
        "passed": some(chances(rng, 0.91, n), assessed),
        "planned_valid_to": days(np.where(chances(rng, 0.6, n), held + years * 365 * _DAY, NAT)),
    }


def empowerment(of: Organisation) -> Iterator[Columns]:
    """What each role may do on its own, and the document that says so."""
    actions = ("apology", "explanation", "correction", "discount", "replacement", "refund", "store_credit")
    allowed = [actions[: 3 + index] for index in range(len(ROLES))]
    day = (START - np.timedelta64(181, "D")).astype("datetime64[D]")
    yield {
        "role": pa.array(list(ROLES)),
        "limit_amount": pa.array(list(ROLES.values())),
        "actions_allowed": pa.array([list(one) for one in allowed]),
        "valid_from": pa.array(np.full(len(ROLES), day)),
        "doc_id": pa.array(["D-0001", "D-0001", None, "D-0001"]),
    }


def staff_events(of: Organisation) -> Iterator[Columns]:
    """Recognition and sanctions of one long-serving person in eight."""
    rng = of.rng("staff_events")
    stable = np.flatnonzero((of.hired < START) & np.isnat(of.left))
    who = stable[chances(rng, 0.12, len(stable))] if len(stable) > _FEW else stable
    n = len(who)
    praised = chances(rng, 0.72, n)
    reasons = ("recovery_within_limit", "recovery_over_limit", "rudeness", "other")
    reason = np.where(
        praised, weighted(rng, (0.6, 0.02, 0.0, 0.38), n), weighted(rng, (0.05, 0.25, 0.45, 0.25), n)
    )
    at = START + (364 * (np.arange(n) + rng.random(n)) / max(n, 1)).astype("timedelta64[D]")
    yield {
        "event_id": identifiers("SE", np.arange(n) + 1, width=5),
        "staff_id": _staff_ids(who),
        "type": coded((~praised).astype(np.int64), ("recognition", "sanction")),
        "reason": coded(reason, reasons, chances(rng, 0.95, n)),
        "event_on": days(at),
        "confirmed": some(chances(rng, 0.9, n), chances(rng, 0.8, n)),
    }


def _staff_ids(number: Whole) -> pa.Array:
    return identifiers("T", number + 1, width=5)
