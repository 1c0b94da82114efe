"""SERVQUAL gaps: published tables, and the weighted score of a published example."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from scipy import stats

from audit.criteria.instrument import Dimension, InstrumentItem
from audit.evidence.dataset import Evidence
from audit.measures.statistics.means import student
from tests.measures.evidence import evidence_of, instrument, measured, the, times
from tests.measures.published.entry import Number, Published, ends

SERVPERF = "PMC6131925, table 2; N = 386, scale 1-5"
RESPONDENTS = 386
# expectation (sd), perception (sd), gap, lower and upper end, t
TABLE = {
    "tangibles": (4.44, 0.44, 4.19, 0.53, -0.25, -0.30, -0.19, -9.14),
    "reliability": (4.49, 0.44, 4.36, 0.51, -0.13, -0.18, -0.08, -4.93),
    "responsiveness": (4.48, 0.46, 4.35, 0.50, -0.13, -0.18, -0.07, -4.87),
    "assurance": (4.50, 0.46, 4.32, 0.49, -0.18, -0.23, -0.13, -4.87),
    "empathy": (4.56, 0.46, 4.40, 0.51, -0.16, -0.20, -0.10, -5.65),
}
STANDARD_ERRORS = (0.0274, 0.0264, 0.0267, 0.0370, 0.0283)
SURE = ("tangibles", "reliability", "responsiveness")
"""Rows whose interval follows from their gap and t. The t of assurance repeats the line above it: its
interval implies about -7. The lower end of empathy should be -.21 or -.22."""

GAPS = (-0.65, -1.10, -0.83, -0.70, -1.01)
POINTS = (11.0, 32.0, 22.0, 19.0, 16.0)
OTHERS = [
    ("overall", "Torabipour et al. (2016), n = 255", 255, 3.73, 3.56, -0.17),
    ("overall", "Zarei et al. (2020), n = 400", 400, 4.37, 3.72, -0.65),
    ("empathy", "Al Fraihi & Latif (2016), n = 306", 306, 4.7, 3.7, -1.0),
    ("responsiveness", "Al Fraihi & Latif (2016), n = 306", 306, 4.5, 3.2, -1.3),
]


def five_dimensions(expected: np.ndarray, perceived: np.ndarray, points: Sequence[float] = ()) -> Evidence:
    """A survey with one item a dimension; answers are (respondents, 5), on a scale wide enough for any."""
    names = tuple(TABLE)
    asked = instrument().model_copy(
        update={
            "scale": (-10.0, 10.0),
            "dimensions": tuple(Dimension(id=name, zh=name, en=name) for name in names),
            "items": tuple(
                InstrumentItem(id=f"{i:02d}", position=i, dimension=name, zh=name, en=name)
                for i, name in enumerate(names, start=1)
            ),
        }
    )
    weights = {f"w_{name}": one for name, one in zip(names, points, strict=True)} if points else {}
    rows = [
        {f"e0{i}": e for i, e in enumerate(before, start=1)}
        | {f"p0{i}": p for i, p in enumerate(after, start=1)}
        | weights
        for before, after in zip(expected.tolist(), perceived.tolist(), strict=True)
    ]
    return evidence_of(of=asked, survey_customers=rows)


def table() -> Evidence:
    """Answers with the printed means and deviations, whose differences spread as the printed t says."""
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=(RESPONDENTS, 2 * len(TABLE)))
    # Columns of mean 0, variance 1 and no correlation, exactly.
    drawn -= drawn.mean(axis=0)
    basis = np.linalg.qr(drawn)[0] * np.sqrt(RESPONDENTS - 1)
    expected, perceived = [], []
    for i, (e, sd_e, p, sd_p, gap, _, _, t) in enumerate(TABLE.values()):
        spread = gap / t * np.sqrt(RESPONDENTS)
        r = (sd_e**2 + sd_p**2 - spread**2) / (2 * sd_e * sd_p)
        one, other = basis[:, 2 * i], basis[:, 2 * i + 1]
        expected.append(e + sd_e * one)
        perceived.append(p + sd_p * (r * one + np.sqrt(1 - r**2) * other))
    return five_dimensions(np.column_stack(expected), np.column_stack(perceived))


def gaps() -> list[Number]:
    found = measured("M-G5-DIM", table())
    return [the(found, "gap", dimension=name).value for name in TABLE]


def levels() -> list[Number]:
    """Mean expectation, then mean perception, of every item (M-IPA takes expectation for importance)."""
    asked = table()
    items = [item.id for item in asked.survey.items]
    found = measured("M-IPA", asked)
    return [the(found, result, item=item).value for result in ("importance", "performance") for item in items]


def standard_errors() -> list[Number]:
    """Half of every interval over Student's quantile."""
    found = measured("M-G5-DIM", table())
    quantile = float(stats.t.ppf(0.975, RESPONDENTS - 1))
    widths = [ends(the(found, "gap", dimension=name)) for name in TABLE]
    return [(high - low) / 2 / quantile for low, high in widths if low is not None and high is not None]


def intervals(*names: str) -> list[Number]:
    found = measured("M-G5-DIM", table())
    return [end for name in names for end in ends(the(found, "gap", dimension=name))]


def overall(measure: str, result: str = "gap") -> tuple[Number, ...]:
    return (the(measured(measure, table()), result).value,)


def weighed(measure: str, result: str = "gap") -> tuple[Number, ...]:
    """The example of five gaps under points that total 100, for thirty respondents alike."""
    ev = five_dimensions(np.zeros((30, 5)), np.array(times(30, GAPS)), POINTS)  # type: ignore[arg-type]  # times repeats anything
    return (the(measured(measure, ev), result).value,)


def marginals(n: int, expected: float, perceived: float) -> tuple[Number, ...]:
    ev = five_dimensions(np.full((n, 5), expected), np.full((n, 5), perceived))
    return (the(measured("M-G5-DIM", ev), "gap", dimension="empathy").value,)


ENTRIES = [
    Published("Gaps", "of five dimensions", SERVPERF, tuple(one[4] for one in TABLE.values()), 1e-9, gaps),
    Published(
        "Gaps",
        "expectations and perceptions",
        SERVPERF,
        tuple(one[0] for one in TABLE.values()) + tuple(one[2] for one in TABLE.values()),
        1e-9,
        levels,
    ),
    Published("Gaps", "standard errors from gap and t", SERVPERF, STANDARD_ERRORS, 5.1e-5, standard_errors),
    *(
        # Gap and t are rounded as well: an end may be off by a hundredth.
        Published("Gaps", f"interval of {name}", SERVPERF, TABLE[name][5:7], 0.01, partial(intervals, name))
        for name in SURE
    ),
    Published(
        "Gaps",
        "interval of assurance and of empathy, not as misprinted",
        SERVPERF + "; printed [-.23, -.13] and [-.20, -.10]",
        (-0.2527, -0.1073, -0.2157, -0.1043),
        5.1e-5,
        partial(intervals, "assurance", "empathy"),
    ),
    Published(
        "Gaps",
        "the t that the interval of assurance implies is about -7",
        SERVPERF,
        (-0.23, -0.13),
        0.01,
        lambda: student(-0.18, 0.18 / 7 * np.sqrt(RESPONDENTS), RESPONDENTS),
    ),
    Published("Gaps", "unweighted score", SERVPERF, (-0.170,), 1e-9, partial(overall, "M-G5-UNW")),
    *(
        Published("Gaps", f"{what}, {source}", source, (gap,), 1e-9, partial(marginals, n, e, p))
        for what, source, n, e, p, gap in OTHERS
    ),
    Published(
        "Weights", "none", "a forum of 12manage rounds to -.86", (-0.858,), 1e-9, partial(weighed, "M-G5-UNW")
    ),
    Published(
        "Weights",
        "11, 32, 22, 19 and 16 points; not divided by five again, which would give -.180",
        "weights of Zeithaml, Parasuraman & Berry (1990)",
        (-0.9007,),
        1e-9,
        partial(weighed, "M-G5-WTD"),
    ),
    Published(
        "Weights",
        "the mean weights",
        "weights of Zeithaml, Parasuraman & Berry (1990)",
        (-0.9007,),
        1e-9,
        partial(weighed, "M-G5-WTD", "gap_mean_weights"),
    ),
]
