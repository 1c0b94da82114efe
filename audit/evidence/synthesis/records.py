"""What reviewers find on paper and on site: the register of documents, research activities, fieldwork."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.criteria.item import ByMeasure, Item
from audit.evidence.synthesis.clock import END, START
from audit.evidence.synthesis.complaints import site_ids
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    chances,
    coded,
    days,
    drawn,
    hours,
    identifiers,
    lognormal,
    moments,
    some,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import SERVICES, Organisation

_RESEARCH = (
    ("survey", 91, 21), ("complaint_analysis", 31, 6), ("pattern_report", 91, 8), ("upward_meeting", 31, 1),
    ("horizontal_meeting", 45, 1), ("mystery", 122, 14), ("interview", 122, 10), ("lost_customer", 182, 25),
    ("social", 91, 3),
)  # fmt: skip
"""Kind, days from one to the next, days that it takes."""

_VISITED = 4
_OWNERS = ("客户服务部", "质量管理部", "门店运营部", "法务合规部")
_AUDITORS = ("r-lee", "r-wu")
_DAY = np.timedelta64(1, "D")


def documents(of: Organisation) -> Iterator[Columns]:
    """The papers that the checklists ask for, after the one that states authority.

    Most of them are in order; those on what would be a critical finding all are.
    """
    rng = of.rng("documents")
    wanted = [(item, one) for item in items(of) for one in item.documents]
    held = [
        (item, one)
        for (item, one), there in zip(wanted, chances(rng, 0.95, len(wanted)), strict=True)
        if there or item.severity == "critical"
    ]
    n = 1 + len(held)
    kept = np.array([False, *(item.severity == "critical" for item, _ in held)])
    approved = START - (40 + rng.random(n) * 600).astype("timedelta64[D]")
    years = np.where(kept, 3, 1 + weighted(rng, (0.06, 0.14, 0.8), n))
    due = approved + 365 * years * _DAY
    kinds = pa.array(["policy", *(one.type for _, one in held)])
    paths = [f"docs/D-{number:04d}.pdf" for number in range(1, n + 1)]
    yield {
        "doc_id": identifiers("D", np.arange(n) + 1, width=4),
        "type": kinds,
        "title": pa.array(["一线授权管理办法", *(one.zh for _, one in held)]),
        "version": coded(weighted(rng, np.ones(3), n), ("1.0", "1.1", "2.0")),
        "approved_on": days(np.where(kept | chances(rng, 0.96, n), approved, NAT)),
        "review_due": days(np.where(kept | chances(rng, 0.9, n), due, NAT)),
        "owner": coded(weighted(rng, np.ones(4), n), _OWNERS, kept | chances(rng, 0.95, n)),
        "supports_items": pa.array([None, *([item.id] for item, _ in held)], pa.list_(pa.string())),
        "covers_classes": pa.array(
            [["late", "incorrect", "not_as_promised"] if one.as_py() in ("procedure", "contingency") else None
             for one in kinds], pa.list_(pa.string()),
        ),
        "reviewed_on": days(np.where(chances(rng, 0.6, n), START + (rng.random(n) * 300).astype("timedelta64[D]"), NAT)),
        "file": some(pa.array(paths), kept | chances(rng, 0.96, n)),
        "sha256": some(
            pa.array([hashlib.sha256(f"{of.seed} {path}".encode()).hexdigest() for path in paths]),
            kept | chances(rng, 0.8, n),
        ),
    }  # fmt: skip


def research_activities(of: Organisation) -> Iterator[Columns]:
    """Studies and meetings at their usual intervals; what was learnt is not always used."""
    rng = of.rng("research_activities")
    kinds, starts, taken = [], [], []
    for kind, every, lasts in _RESEARCH:
        begun = np.arange(START - 60 * _DAY, END - 5 * _DAY, every * _DAY)
        kinds += [kind] * len(begun)
        starts += list(begun)
        taken += [lasts] * len(begun)
    started = np.array(starts)
    n = len(started)
    completed = started + np.array(taken) * _DAY
    covered = [list(SERVICES[: 1 + count]) for count in weighted(rng, np.ones(len(SERVICES)), n)]
    used = chances(rng, 0.6, n)
    yield {
        "activity_id": identifiers("R", np.arange(n) + 1, width=3),
        "kind": pa.array(kinds),
        "started_on": days(started),
        "completed_on": days(np.where(completed < END, completed, NAT)),
        "n": some(np.rint(lognormal(rng, 40, 1.0, n)).astype(np.int64), chances(rng, 0.85, n)),
        "services_covered": pa.array(covered),
        "used_in": pa.array([[f"DEC-{number:03d}"] if one else None for number, one in enumerate(used)]),
        "decision_recorded": some(used & chances(rng, 0.9, n), chances(rng, 0.95, n)),
    }


def fieldwork(of: Organisation) -> Iterator[Columns]:
    """What reviewers asked and watched in the last weeks of the period, item by item at a few sites."""
    rng = of.rng("fieldwork")
    asked = [(item, kind) for item in items(of) for kind in _methods(item)]
    visited = min(_VISITED, of.scale.sites)
    rows = [(item, kind, site) for item, kind in asked for site in range(visited)]
    n = len(rows)
    done = END - (1 + rng.random(n) * 20).astype("timedelta64[D]") + hours(9 + 8 * rng.random(n))
    kinds = [kind for _, kind, _ in rows]
    tested = np.array([kind == "test_complaint" for kind in kinds])
    result = weighted(rng, (0.62, 0.2, 0.1, 0.04, 0.04), n)
    scored = chances(rng, 0.4, n) & (result <= 2)
    yield {
        "fw_id": identifiers("FW", np.arange(n) + 1, width=5),
        "kind": pa.array(kinds),
        "session_id": pa.array([f"{kind[:3].upper()}-{site + 1:02d}" for _, kind, site in rows]),
        "critical_point": some(chances(rng, 0.1, n), chances(rng, 0.9, n)),
        "steps": some(2 + rng.poisson(4, n), tested),
        "target_h": some(np.full(n, 24.0), tested),
        "item_id": pa.array([item.id for item, _, _ in rows]),
        "site_id": site_ids(np.array([site for _, _, site in rows], dtype=np.int64)),
        "role_interviewed": drawn(
            rng, {"店长": 0.3, "客服专员": 0.4, "维修技师": 0.3}, n, np.array([kind == "interview" for kind in kinds])
        ),
        "done_ts": moments(done),
        "result": coded(result, ("pass", "partial", "fail", "na", "not_seen")),
        "points": some(np.array([2.0, 1.0, 0.0, 0.0, 0.0])[result], scored),
        "points_max": some(np.full(n, 2.0), scored),
        "response_ts": moments(np.where(tested, done + hours(lognormal(rng, 9, 0.9, n)), NAT)),
        "note": coded(np.zeros(n, np.int64), ("与书面规定一致",), (result == 0) & chances(rng, 0.5, n)),
        "auditor": coded(weighted(rng, np.ones(2), n), _AUDITORS),
        "evidence_ref": some(
            pa.array([f"D-{1 + number % 20:04d} 第 {1 + number % 9} 页" for number in range(n)]), chances(rng, 0.6, n)
        ),
    }  # fmt: skip


def items(of: Organisation) -> list[Item]:
    """The items of all checklists, in order."""
    return [item for one in of.checklists for _, item in one.items()]


def _methods(item: Item) -> list[str]:
    """How an item is looked into on site; who watches how complaints are taken also sends one."""
    methods = [] if isinstance(item.judge, ByMeasure) else [str(one) for one in item.judge.method]
    return [*methods, "test_complaint"] if item.id.startswith("RC-B") and methods else methods
