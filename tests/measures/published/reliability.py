"""Reliability: the `attitude` data of Chatterjee & Price, and what published calculators get wrong."""

from __future__ import annotations

from functools import partial

import numpy as np

from audit.measures.statistics.reliability import cronbach_alpha, feldt
from audit.result import Measurement
from tests.measures.attitude import ATTITUDE, DATA, survey
from tests.measures.evidence import measured, the
from tests.measures.published.entry import Number, Published, value_and_ends

BASE_R = "attitude, Chatterjee & Price; base R"
R = "scipy and statsmodels on attitude"


def found(measure: str) -> Measurement:
    """A measure of scales on the 30 departments; the ordinary minimum asks for more."""
    return measured(measure, survey(DATA), minimum=30)


def items(result: str) -> list[Number]:
    """A result for every item, in the order of the data."""
    of_items = found("M-ITC")
    return [the(of_items, result, item=item).value for item in ATTITUDE]


def without(item: int) -> tuple[Number, ...]:
    """Alpha of the other six items as a scale of their own (M-ALPHA)."""
    others = measured("M-ALPHA", survey(np.delete(DATA, item, axis=1)), minimum=30)
    return (the(others, "perceived", dimension="one").value,)


def one(measure: str, result: str) -> tuple[Number, ...]:
    return (the(found(measure), result, dimension="one").value,)


ITEM_DELETED = (0.810, 0.797, 0.828, 0.803, 0.795, 0.864, 0.840)
ITEM_TOTAL = (0.671, 0.742, 0.561, 0.714, 0.786, 0.265, 0.461)

ENTRIES = [
    Published(
        "Alpha",
        "raw, with Feldt's interval",
        BASE_R + "; interval as documented in R cocron",
        (0.8431428, 0.7393757, 0.9157731),
        5.1e-8,
        ours=lambda: value_and_ends(the(found("M-ALPHA"), "perceived", dimension="one")),
    ),
    Published(
        "Alpha",
        "Feldt's interval of the printed alpha",
        "R cocron after Feldt, Woodruff & Salih (1987)",
        (0.7393757, 0.9157731),
        5.1e-8,
        ours=partial(feldt, 0.8431428, 30, 7),
    ),
    Published(
        "Alpha",
        "standardised",
        BASE_R,
        (0.8390838,),
        5.1e-8,
        ours=partial(one, "M-ITC", "alpha_standardised"),
    ),
    Published("Alpha", "if an item is deleted", R, ITEM_DELETED, 5e-4, ours=partial(items, "alpha_without")),
    *(
        Published("Alpha", f"of the items but {name}", R, (value,), 5e-4, ours=partial(without, i))
        for i, (name, value) in enumerate(zip(ATTITUDE, ITEM_DELETED, strict=True))
    ),
    Published(
        "Item-total correlation",
        "corrected, of every item",
        R,
        ITEM_TOTAL,
        5e-4,
        ours=partial(items, "item_total"),
    ),
    Published("Omega", "total, one factor", R, (0.85633,), 5e-6, ours=partial(one, "M-OMEGA", "perceived")),
    Published(
        "Alpha",
        "exactly 0 is a result",
        "item variances 10, 12, 8, 11, 9, total 50: called invalid by a calculator",
        (0.0,),
        0.0,
        ours=lambda: (cronbach_alpha(5, sum([10, 12, 8, 11, 9]), 50),),
    ),
    Published(
        "Alpha",
        "what the page says is not what its numbers give",
        "item variances 6.2, 5.8, 9.1, 7.4, 8.0, 6.9, total 52.4: a page says around 0.85",
        (0.2061,),
        5e-5,
        ours=lambda: (cronbach_alpha(6, sum([6.2, 5.8, 9.1, 7.4, 8.0, 6.9]), 52.4),),
    ),
]
