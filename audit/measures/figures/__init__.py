"""The kinds of figure that a measure describes. A figure says what to count; the runner counts it.

Every kind answers three questions and knows nothing else: which columns hold the outcome of a case (a
null in one of them means that the outcome is unknown), what the engine has to aggregate over the cases
that are known, and which cells follow from the aggregates. Exclusions, unknown outcomes, breakdowns,
minimum numbers, clustering, suppression and rounding are the runner's.
"""

from audit.measures.figures.answers import Answers
from audit.measures.figures.computed import Computed, NotMeasurable, Register
from audit.measures.figures.figure import (
    Aggregates,
    Cell,
    Figure,
    Flag,
    Frequencies,
    Minimum,
    Rows,
    all_known,
    flagged,
)
from audit.measures.figures.means import Mean, MeanDifference
from audit.measures.figures.rates import Rate
from audit.measures.figures.scales import Scale
from audit.measures.figures.shares import MORE_THAN_WHOLE, Ratio, Share, ShareDifference, Shares
from audit.measures.figures.times import Quantiles, TimeToEvent

__all__ = [
    "MORE_THAN_WHOLE",
    "Aggregates",
    "Answers",
    "Cell",
    "Computed",
    "Figure",
    "Flag",
    "Frequencies",
    "Mean",
    "MeanDifference",
    "Minimum",
    "NotMeasurable",
    "Quantiles",
    "Rate",
    "Ratio",
    "Register",
    "Rows",
    "Scale",
    "Share",
    "ShareDifference",
    "Shares",
    "TimeToEvent",
    "all_known",
    "flagged",
]
