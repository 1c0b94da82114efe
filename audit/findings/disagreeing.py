"""Where a reviewer's rating and the figures say opposite things of one requirement, and which of them counts."""

from __future__ import annotations

from audit.criteria.item import ByMeasure, ByRating, CapUnless, Item, MeanOf
from audit.findings import messages
from audit.findings.metric import Metric
from audit.findings.rated import Rated
from audit.findings.verdicts import CONTENT_READ, decide, decide_binary
from audit.text import Message, Text


def disagreement(item: Item, metric: Metric, rating: Rated) -> tuple[Message, ...]:
    """That one of the two finds the requirement met and the other finds it missed; nothing otherwise.

    A figure says neither where its interval leaves both open (``verdicts.decide``). A cap sets no rating against the
    figure: the one reads the content of what the other counts.
    """
    met = _figure_says(item, metric)
    # A rating on talk alone is on record and takes no part in the score.
    if (
        met is None
        or rating.part is None
        or rating.grade == "D"
        or met == (rating.part.level >= CONTENT_READ)
    ):
        return ()
    rule = _which_counts(item, metric, rating)
    if rule is None or metric.score is None:
        return ()
    return (messages.DISAGREE(level=rating.part.level, score=metric.score.score, rule=rule),)


def _figure_says(item: Item, metric: Metric) -> bool | None:
    """Whether the figure by itself finds the requirement met; None where it may not be scored or decides nothing."""
    if metric.found is None or metric.deciding is None:
        return None
    if item.binary:
        decided = decide_binary(metric.found, None, needs_rating=False)
        # That a handful of cases holds none against the requirement proves nothing.
        return None if decided.verdict == "conform" and not metric.usable else decided.verdict == "conform"
    if not metric.usable:
        return None
    verdict = decide(metric.deciding, census=metric.census).verdict
    return None if verdict == "inconclusive" else verdict == "conform"


def _which_counts(item: Item, metric: Metric, rating: Rated) -> Text | None:
    """Which of the two the rule of the item takes; None where the rule sets neither against the other."""
    judge = item.judge
    if isinstance(judge, ByRating):
        return None
    if isinstance(judge, ByMeasure) or judge.combine == "measure_else_rating":
        return messages.FIGURE_COUNTS
    if not metric.usable:
        return messages.FIGURE_COUNTS
    if isinstance(judge.combine, CapUnless):
        return None
    return messages.BOTH_WEIGH if isinstance(judge.combine, MeanOf) else messages.LOWER_COUNTS
