"""Good practice: requirements that are met so well, and so surely, that others may learn from them."""

from __future__ import annotations

from collections.abc import Sequence

from audit.criteria.item import ByRating, Item
from audit.criteria.scheme import Scheme
from audit.findings import messages
from audit.findings.objective_evidence import objective_evidence
from audit.findings.scores import Judged
from audit.result import GoodPractice, ItemFinding


def good_practice(judged: Sequence[Judged], scheme: Scheme) -> tuple[GoodPractice, ...]:
    """The items that reach the scheme's score, also at their unfavourable end, not on evidence of grade C or D, and not on a
    handful of cases: a figure without an interval is sure only from the scheme's indicative number on.

    GP-01 first: by score, then in the order of the checklists. A binary item is kept or broken, without degrees:
    to keep it is no more than the requirement. An item with a measure needs its figure: a rating that stands in for
    one that may not be scored is enough for the requirement and not for an example to others.
    """
    best = sorted(
        (one for one in judged if not one.item.binary and _outstanding(one, scheme)),
        key=lambda one: -(one.finding.score or 0.0),
    )
    return tuple(
        GoodPractice(
            id=f"GP-{number:02d}",
            item=one.item.id,
            statement=messages.PRACTICE(requirement=one.item.text, score=one.finding.score or 0.0),
            evidence=objective_evidence(one.item, one.finding),
            site=one.finding.site,
        )
        for number, one in enumerate(best, 1)
    )


def _outstanding(one: Judged, scheme: Scheme) -> bool:
    rule, finding = scheme.good_practice, one.finding
    if not finding.counts or finding.verdict != "conform" or finding.score is None or finding.low is None:
        return False
    sure = finding.evidence_grade not in ("C", "D") and finding.low >= rule.low
    return sure and finding.score >= rule.score and _enough(one.item, finding, scheme)


def _enough(item: Item, finding: ItemFinding, scheme: Scheme) -> bool:
    if isinstance(item.judge, ByRating):
        return True
    metric = finding.metric
    if metric is None or metric.score is None or metric.sufficiency != "enough":
        return False
    least = scheme.minimums.share.indicative
    return all(one.interval is not None or one.n >= least for one in metric.estimates)
