"""What the organisation learns: corrective actions, early warnings, and failures coded by two people."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from audit.evidence.synthesis.cases import CAUSES, FORMS, Cases, draw_cases
from audit.evidence.synthesis.clock import CUT
from audit.evidence.synthesis.complaints import chosen, failure_ids
from audit.evidence.synthesis.drawing import (
    NAT,
    Columns,
    Rng,
    chances,
    coded,
    drawn,
    evenly,
    hours,
    identifiers,
    lognormal,
    moments,
    some,
    until,
    weighted,
)  # fmt: skip
from audit.evidence.synthesis.organisation import Organisation

_ACTED_ON = 0.03
_CODED_TWICE = 150
_AGREE = 0.84
_NO_FAILURE = 0.02
_FEWEST = 8
_SOURCES = {"system": 0.3, "staff": 0.25, "hotline": 0.2, "survey": 0.1, "social": 0.1, "web": 0.05}


def corrective_actions(of: Organisation) -> Iterator[Columns]:
    """Actions, each against a few failures of one cause."""
    for block in of.blocks():
        rng = of.rng("corrective_actions", block.number)
        case = draw_cases(of, block)
        yield _actions(of, rng, chosen(case, case.failed))


def early_warnings(of: Organisation) -> Iterator[Columns]:
    """Signals before failures that came all the same, and signals after which none came."""
    for block in of.blocks():
        rng = of.rng("early_warnings", block.number)
        case = draw_cases(of, block)
        prevented = evenly(rng, max(_NO_FAILURE, _FEWEST / of.scale.cases), ~case.warned)
        yield _warnings(rng, chosen(case, case.warned | prevented))


def double_coding(of: Organisation) -> Iterator[Columns]:
    """A sample of failures whose form two people judged apart; they agree in most."""
    share = min(0.5, max(0.001, _CODED_TWICE / of.scale.cases))
    for block in of.blocks():
        rng = of.rng("double_coding", block.number)
        case = draw_cases(of, block)
        case = chosen(case, case.failed & chances(rng, share, len(case.number)))
        n = len(case.number)
        other = weighted(rng, list(FORMS.values()), n)
        yield {
            "failure_id": failure_ids(case),
            "scheme": pa.array(["src"] * n, pa.string()),
            "coder_a": coded(case.form, list(FORMS)),
            "coder_b": coded(np.where(chances(rng, _AGREE, n), case.form, other), list(FORMS)),
        }


def _actions(of: Organisation, rng: Rng, case: Cases) -> Columns:
    by_cause = np.argsort(case.cause, kind="stable")
    share = max(_ACTED_ON, 12 / len(by_cause))
    spread = np.flatnonzero(evenly(rng, share, np.ones(len(by_cause), dtype=bool)))
    n = len(spread)
    size = np.minimum(1 + rng.poisson(1.2, n), len(by_cause))
    place = np.empty(len(by_cause), dtype=np.int64)
    place[by_cause] = np.arange(len(by_cause))
    first = np.minimum(place[spread], len(by_cause) - size)
    ids = failure_ids(case)
    offsets = np.concatenate([[0], np.cumsum(size)])
    members = by_cause[np.repeat(first - offsets[:-1], size) + np.arange(offsets[-1])]
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), ids.take(pa.array(members)))
    of_first = by_cause[first]
    opened = of.office.after(
        np.maximum.reduceat(case.detected[members], offsets[:-1]), lognormal(rng, 30, 0.8, n)
    )
    opened = np.minimum(opened, CUT - np.timedelta64(1, "h"))
    due = (opened + np.timedelta64(45, "D")).astype("datetime64[D]").astype("datetime64[s]")
    closed = until(
        np.where(chances(rng, 0.85, n), of.office.after(opened, lognormal(rng, 170, 0.7, n)), NAT), CUT
    )
    checked = until(np.where(chances(rng, 0.6, n), closed + hours(lognormal(rng, 700, 0.4, n)), NAT), CUT)
    items = [one.id for one in of.instrument.items]
    return {
        "ca_id": identifiers("Q", case.number[0] + np.arange(n) + 1),
        "failure_ids": some(lists, chances(rng, 0.95, n)),
        "source": drawn(
            rng, {"complaint": 0.6, "audit": 0.12, "survey": 0.1, "staff": 0.08, "guarantee": 0.05,
                  "early_warning": 0.05}, n,
        ),
        "cause_class": coded(case.cause[of_first], list(CAUSES), chances(rng, 0.95, n)),
        "rca_method": drawn(
            rng, {"5why": 0.38, "fishbone": 0.2, "pareto": 0.1, "fmea": 0.05, "none": 0.22, "other": 0.05}, n,
            chances(rng, 0.95, n),
        ),
        "type": drawn(rng, {"correction": 0.35, "corrective": 0.42, "preventive": 0.16, "redesign": 0.07}, n),
        "opened_ts": moments(opened),
        "due_ts": moments(np.where(chances(rng, 0.9, n), due, NAT)),
        "closed_ts": moments(closed),
        "cancelled_reason": some(
            coded(np.zeros(n, np.int64), ("已由流程改版覆盖",)), np.isnat(closed) & chances(rng, 0.2, n)
        ),
        "effectiveness_checked_ts": moments(checked),
        "effective": some(chances(rng, 0.72, n), ~np.isnat(checked)),
        "guarantee_id": identifiers("G", np.ones(n, np.int64), chances(rng, 0.05, n), width=2),
        "item_id": coded(weighted(rng, np.ones(len(items)), n), items, chances(rng, 0.4, n)),
    }  # fmt: skip


def _warnings(rng: Rng, case: Cases) -> Columns:
    n = len(case.number)
    known = np.where(np.isnat(case.detected), case.received, case.detected)
    signal = np.where(case.warned, case.occurred, known) - hours(lognormal(rng, 30, 0.8, n))
    acted = chances(rng, np.where(case.warned, 0.6, 0.95), n)
    return {
        "ew_id": identifiers("W", case.number + 1),
        "source": drawn(rng, _SOURCES, n),
        "signal_ts": moments(signal),
        "failure_class": coded(case.form, list(FORMS), chances(rng, 0.9, n)),
        "action_ts": moments(until(np.where(acted, signal + hours(lognormal(rng, 9, 1.0, n)), NAT), CUT)),
        "first_customer_failure_ts": moments(np.where(case.warned, case.occurred, NAT)),
        "prevented": some(~case.warned, chances(rng, 0.9, n)),
        "evidence_note": coded(
            np.zeros(n, np.int64), ("停用问题批次后未再出现",), ~case.warned & chances(rng, 0.7, n)
        ),
        "target_h": some(np.full(n, 24.0), chances(rng, 0.6, n)),
    }
