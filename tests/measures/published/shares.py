"""Shares, their differences and parts of a whole; what a low outlier among sites is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from scipy import stats

from audit.measures.statistics.bounds import normal_deviate
from audit.measures.statistics.funnel import low_outliers
from audit.measures.statistics.proportions import goodman
from audit.measures.statistics.rates import rate_ratio
from tests.measures.evidence import evidence_of, instrument, measured, the, times
from tests.measures.published.entry import Number, Published, ends, value_and_ends

TABLE = "Newcombe (1998), Stat. Med. 17:857, table of examples"
DEFINITION = "worked from the definition with scipy and statsmodels"
NOON = dt.datetime(2025, 2, 3, 12)
START = dt.datetime(2024, 1, 1)


def share_of_events(events: int, of: int) -> tuple[Number, ...]:
    """The exact interval of a share, as the ratio of two rates turns it into odds."""
    low, high = rate_ratio(events, 1.0, of - events, 1.0)
    assert low is not None
    assert high is not None
    return low / (1 + low), high / (1 + high)


def right_first_time(met: int, n: int) -> tuple[Number, ...]:
    """The interval of a share as M-G3-RFT has it."""
    rows = [{"episode_id": str(i), "first_time_right": i < met, "end_ts": NOON} for i in range(n)]
    found = measured("M-G3-RFT", evidence_of(service_delivery=rows))
    return ends(the(found, "right_first_time"))


def retained(recovered: int, n: int, others: int, m: int) -> tuple[Number, ...]:
    """A difference of two shares as M-LOYAL has it: the recovered less those without a failure."""

    def customer(name: str, stayed: bool) -> dict[str, object]:
        return {"customer_id": name, "retained_12m": stayed, "index_ts": START}

    customers = [customer(f"r{i}", i < recovered) for i in range(n)]
    customers += [customer(f"o{i}", i < others) for i in range(m)]
    complaints = [{"customer_id": f"r{i}", "received_ts": START, "resolved_ts": START} for i in range(n)]
    ev = evidence_of(
        customers=customers,
        complaints=complaints,
        failures=[],
        columns={"failures": ["customer_id", "detected_ts"]},
    )
    return value_and_ends(the(measured("M-LOYAL", ev), "difference"))


def positions(below: int, inside: int, above: int) -> list[Number]:
    """Three shares of one whole as M-ZOT-POS has them."""

    def respondent(perceived: float) -> dict[str, float]:
        names = ("01", "02", "04", "05", "06")
        answers = {f"a{one}": 2.0 for one in names} | {f"e{one}": 4.0 for one in names}
        # Item 03 is asked the other way round on a scale of 1-5.
        return answers | {f"p{one}": perceived for one in names} | {"a03": 4, "e03": 2, "p03": 6 - perceived}

    rows = [*times(below, respondent(1)), *times(inside, respondent(3)), *times(above, respondent(5))]
    found = measured("M-ZOT-POS", evidence_of(of=instrument(), survey_customers=rows))
    return [
        one
        for name in ("below", "inside", "above")
        for one in ends(the(found, "position", dimension="tan", position=name))
    ]


def sites(met: int) -> tuple[Number, ...]:
    """The share of low outliers (M-G3-VAR) among five sites that meet .90 together, one with ``met`` of 50."""
    standard = {"standard_id": "S1", "target_value": 10.0, "unit": "min", "operator": "<="}

    def served(name: str, hits: int, n: int) -> list[dict[str, object]]:
        row = {"standard_id": "S1", "site_id": name, "start_ts": NOON}
        late, early = NOON + dt.timedelta(minutes=15), NOON + dt.timedelta(minutes=5)
        return [*times(hits, row | {"end_ts": early}), *times(n - hits, row | {"end_ts": late})]

    missing = 45 - met
    rows = served("A", met, 50)
    for i, name in enumerate("BCDE"):
        rows += served(name, 450 + missing // 4 + (i < missing % 4), 500)
    found = measured("M-G3-VAR", evidence_of(service_standards=[standard], service_delivery=rows))
    return (the(found, "outliers", standard="S1").value,)


def tails() -> Sequence[Number]:
    """Where our limit lies: one case more and the site is none, by the probabilities of both counts."""
    first = next(x for x in range(50, -1, -1) if low_outliers([x], [50], 0.90)[0])
    return [float(first), *(float(stats.binom.cdf(x, 50, 0.90)) for x in (first, first + 1))]


WILSON = [
    (81, 263, 0.255289, 0.366210, TABLE),
    (15, 148, 0.062386, 0.160487, TABLE),
    (0, 20, 0.000000, 0.161125, TABLE),
    (1, 29, 0.006113, 0.171755, TABLE),
    (6, 32, 0.088895, 0.353092, "RPubs 1367507: 0.08889545, 0.35309155"),
    (7, 50, 0.069508, 0.261862, DEFINITION),
    (0, 50, 0.000000, 0.071348, DEFINITION),
    (15, 50, 0.191036, 0.437504, DEFINITION),
    (9, 10, 0.595850, 0.982124, DEFINITION),
]

ENTRIES = [
    Published(
        "Wilson", "z of 95 %", DEFINITION, (1.959963984540054,), 0.0, ours=lambda: (normal_deviate(0.95),)
    ),
    *(
        Published("Wilson", f"{x} of {n}", source, (low, high), 5.1e-7, ours=partial(right_first_time, x, n))
        for x, n, low, high, source in WILSON
    ),
    Published(
        "Wilson",
        "the lower end of 0 of 50 is 0 and not 6.9e-18",
        DEFINITION,
        (0.0,),
        0.0,
        ours=lambda: right_first_time(0, 50)[:1],
    ),
    Published(
        "Clopper-Pearson, behind the ratio of rates",
        "7 of 50, not to be confused with Wilson",
        "documentation of scipy.stats.binomtest",
        (0.05819170033997342, 0.26739600249700846),
        # SciPy finds the ends by bisection.
        1e-12,
        ours=partial(share_of_events, 7, 50),
    ),
    Published(
        "Newcombe, method 10",
        "56/70 - 48/80",
        "Newcombe (1998), Stat. Med. 17:873: .0524, .3339",
        (0.2, 0.052431, 0.333873),
        5.1e-7,
        ours=partial(retained, 56, 70, 48, 80),
    ),
    Published(
        "Newcombe, method 10",
        "9/10 - 3/10",
        DEFINITION,
        (0.6, 0.170523, 0.809018),
        5.1e-7,
        ours=partial(retained, 9, 10, 3, 10),
    ),
    Published(
        "Newcombe, method 10",
        "10/10 - 0/20",
        DEFINITION,
        (1.0, 0.679086, 1.0),
        5.1e-7,
        ours=partial(retained, 10, 10, 0, 20),
    ),
    Published(
        "Goodman",
        "20, 50 and 30 of 100",
        DEFINITION,
        (0.121725, 0.310798, 0.383590, 0.616410, 0.203600, 0.418082),
        5.1e-7,
        ours=partial(positions, 20, 50, 30),
    ),
    Published(
        "Goodman",
        "20, 50 and 30 of 100, without a table",
        DEFINITION,
        (0.121725, 0.310798, 0.383590, 0.616410, 0.203600, 0.418082),
        5.1e-7,
        ours=lambda: [end for share in goodman([20, 50, 30]) for end in share],
    ),
    Published(
        "Funnel", "36 of 50 is low at a level of .90", DEFINITION, (0.2,), 0.0, ours=partial(sites, 36)
    ),
    Published("Funnel", "37 of 50 is not", DEFINITION, (0.0,), 0.0, ours=partial(sites, 37)),
    Published(
        "Funnel",
        "the probabilities beside the limit",
        DEFINITION,
        (36, 0.000285, 0.001005),
        5.1e-7,
        ours=tails,
    ),
]
