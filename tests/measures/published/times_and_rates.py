"""Rates and their ratio, quantiles by order statistics, time to an event, agreement of coders."""

from __future__ import annotations

import datetime as dt
from functools import partial

from scipy import stats

from audit.measures.statistics.agreement import cohen_kappa
from audit.measures.statistics.quantiles import order_statistic_ranks
from audit.measures.statistics.rates import rate_ratio
from audit.measures.statistics.survival import kaplan_meier
from tests.measures.evidence import evidence_of, measured, the
from tests.measures.published.entry import Number, Published, ends, value_and_ends

DEFINITION = "worked from the definition with scipy and statsmodels"
MONDAY, CUT = dt.datetime(2025, 1, 6, 9), dt.datetime(2025, 4, 1)
TIMES = (1, 2, 2, 3, 4, 5, 5, 6, 8, 10, 12, 15)
EVENTS = (1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0)


def failures(count: int) -> tuple[Number, ...]:
    """The interval of a number of failures in a thousand episodes (M-FAIL-RATE)."""
    ev = evidence_of(
        failures=[{"failure_id": str(i), "detected_ts": MONDAY} for i in range(count)],
        contacts_volume=[{"period_month": dt.date(2025, 1, 1), "episodes": 1000}],
        columns={"failures": ["failure_id", "detected_ts"]},
    )
    return ends(the(measured("M-FAIL-RATE", ev), "rate"))


def ratio(after: int, before: int) -> tuple[Number, ...]:
    """Two counts at equal exposure."""
    return (after / before, *rate_ratio(after, 1.0, before, 1.0))


def waits(n: int, quantile: str) -> tuple[Number, ...]:
    """The interval of a quantile of 1, 2, ... n hours (M-EMP-WAIT): its ends are the ranks themselves."""
    rows = [
        {"failure_id": str(i), "action_ts": MONDAY, "approval_wait_h": float(i + 1), "approved_up": True}
        for i in range(n)
    ]
    found = measured("M-EMP-WAIT", evidence_of(recovery_actions=rows))
    return ends(the(found, "hours", quantile=quantile))


def coverage(n: int, q: float) -> tuple[Number, ...]:
    """The probability that our ranks enclose the quantile."""
    ranks = order_statistic_ranks(n, q)
    assert ranks.lower is not None and ranks.upper is not None
    law = stats.binom(n, q)
    return (float(law.cdf(ranks.upper - 1) - law.cdf(ranks.lower - 1)),)


def least(q: float, level: float) -> tuple[Number, ...]:
    """The smallest number of cases from which a quantile has an upper end."""
    return (float(next(n for n in range(1, 200) if order_statistic_ranks(n, q, level).upper is not None)),)


def acknowledged(quantile: str) -> tuple[Number, ...]:
    """The textbook durations as hours to an acknowledgement (M-ACK); open ones have waited so long."""
    log = [
        {"received_ts": MONDAY, "acknowledged_ts": MONDAY + dt.timedelta(hours=time)}
        if ended
        else {"received_ts": CUT - dt.timedelta(hours=time), "acknowledged_ts": None}
        for time, ended in zip(TIMES, EVENTS, strict=True)
    ]
    columns = {"complaints": ["first_response_ts"]}
    estimate = the(
        measured("M-ACK", evidence_of(complaints=log, columns=columns)), "hours", quantile=quantile
    )
    return (*value_and_ends(estimate)[: 3 if quantile == "p50" else 1], float(estimate.beyond))


def survival() -> list[Number]:
    """S at each event time, then the band at 2 and at 12."""
    curve = kaplan_meier(TIMES, EVENTS, [1 - event for event in EVENTS])
    low, high = curve.band()
    at = curve.times.tolist().index
    return [*curve.survival.tolist(), low[at(2)], high[at(2)], low[at(12)], high[at(12)]]


def coded() -> tuple[Number, ...]:
    """Kappa and the agreement observed (M-FAIL-KAPPA), then that expected by chance."""
    pairs = [*[("x", "x")] * 20, *[("x", "y")] * 5, *[("y", "x")] * 10, *[("y", "y")] * 15]
    rows = [{"coder_a": a, "coder_b": b, "scheme": "src"} for a, b in pairs]
    found = measured("M-FAIL-KAPPA", evidence_of(double_coding=rows))
    expected = cohen_kappa([[20, 5], [10, 15]]).expected
    return (
        the(found, "kappa", scheme="src").value,
        the(found, "agreement", scheme="src").value,
        expected,
    )


CURVE = (0.916667, 0.833333, 0.740741, 0.648148, 0.462963, 0.347222, 0.173611)
BAND = (0.481715, 0.955509, 0.011871, 0.500836)
POISSON = [
    (0, 0.0, 3.688879),
    (3, 0.618672, 8.767273),
    (10, 4.795389, 18.390356),
    (25, 16.178682, 36.904932),
]
RATIOS = [(8, 20, 0.4, 0.152388, 0.948058), (0, 12, 0.0, 0.0, 0.359894)]
ORDER_STATISTICS = [
    (36, 0.9, 29, 36, 0.953962),
    (100, 0.9, 84, 96, 0.955690),
    (200, 0.9, 171, 189, 0.966884),
    (20, 0.5, 6, 15, 0.958611),
    (30, 0.5, 10, 21, 0.957226),
    (100, 0.5, 40, 61, 0.964800),
]
LEAST = [(0.9, 0.90, 29), (0.95, 0.90, 59), (0.9, 0.95, 36), (0.95, 0.95, 72)]

ENTRIES = [
    *(
        Published("Poisson", f"a count of {x}", DEFINITION, (low, high), 5.1e-7, ours=partial(failures, x))
        for x, low, high in POISSON
    ),
    *(
        Published(
            "Ratio of rates", f"{x} to {y}", DEFINITION, (value, low, high), 5.1e-7, ours=partial(ratio, x, y)
        )
        for x, y, value, low, high in RATIOS
    ),
    *(
        Published(
            "Order statistics",
            f"ranks for {q} of {n}",
            DEFINITION,
            (low, high),
            0.0,
            ours=partial(waits, n, f"p{q * 100:g}"),
        )
        for n, q, low, high, _ in ORDER_STATISTICS
    ),
    Published(
        "Order statistics", "ranks for 0.9 of 30", DEFINITION, (23, None), 0.0, ours=partial(waits, 30, "p90")
    ),
    *(
        Published(
            "Order statistics",
            f"coverage for {q} of {n}",
            DEFINITION,
            (expected,),
            5.1e-7,
            ours=partial(coverage, n, q),
        )
        for n, q, _, _, expected in ORDER_STATISTICS
    ),
    *(
        Published(
            "Order statistics",
            f"cases for the upper end of {q} at {level}",
            # One-sided 95 % is the upper end of the two-sided 90 % interval.
            DEFINITION,
            (n,),
            0.0,
            ours=partial(least, q, level),
        )
        for q, level, n in LEAST
    ),
    Published(
        "Kaplan-Meier",
        "curve and band",
        DEFINITION,
        (*CURVE, *BAND),
        5.1e-7,
        ours=survival,
    ),
    Published(
        "Kaplan-Meier",
        "the median and its ends; reached",
        DEFINITION,
        (5, 2, None, 0),
        0.0,
        ours=partial(acknowledged, "p50"),
    ),
    Published(
        "Kaplan-Meier",
        "P90 is not reached",
        DEFINITION,
        (None, 1),
        0.0,
        ours=partial(acknowledged, "p90"),
    ),
    Published("Cohen's kappa", "[[20, 5], [10, 15]]", DEFINITION, (0.4, 0.7, 0.5), 5e-13, ours=coded),
]
