"""Good practice: requirements that are met so well, and so surely, that others may learn from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audit.criteria.item import ByRating, Item
from audit.criteria.scheme import Scheme
from audit.findings import messages
from audit.findings.objective_evidence import objective_evidence
from audit.findings.scores import Judged
from audit.result import GoodPractice, ItemFinding, Measurement

_PART_UNSEEN = frozenset({"M-POSTS-SILENT", "M-PROMISES-UNCHECKED", "M-PROMISES-NOT-MEASURED"})
"""Notes by which a measure names parts of the requirement that no record speaks of."""


def good_practice(
    judged: Sequence[Judged], scheme: Scheme, measurements: Mapping[str, Measurement] | None = None
) -> tuple[GoodPractice, ...]:
    """The items that reach the scheme's score, also at their unfavourable end, not on evidence of grade C or D, and not on a
    handful of cases: a figure without an interval is sure only from the scheme's indicative number on.

    GP-01 first: by score, then in the order of the checklists. A binary item is kept or broken, without degrees:
    to keep it is no more than the requirement. An item with a measure needs its figure: a rating that stands in for
    one that may not be scored is enough for the requirement and not for an example to others. Nor is an item an
    example whose rating and figures disagree, or of which a part that the requirement names was not seen.
    """
    best = sorted(
        (
            one
            for one in judged
            if not one.item.binary and _outstanding(one, scheme) and _whole(one, measurements or {})
        ),
        key=lambda one: -(one.finding.score or 0.0),
    )
    return tuple(
        GoodPractice(
            id=f"GP-{number:02d}",
            item=one.item.id,
            statement=messages.PRACTICE(requirement=one.item.text, score=one.finding.score or 0.0),
            evidence=objective_evidence(one.finding),
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


def _whole(one: Judged, measurements: Mapping[str, Measurement]) -> bool:
    """Whether all that is known of the item speaks for it."""
    if any(said.code == messages.DISAGREE.code for said in one.finding.reasons):
        return False
    measured = measurements.get(one.item.pick.id) if one.item.pick else None
    return measured is None or not any(note.code in _PART_UNSEEN for note in measured.notes)


def _enough(item: Item, finding: ItemFinding, scheme: Scheme) -> bool:
    if isinstance(item.judge, ByRating):
        return True
    metric = finding.metric
    if metric is None or metric.score is None or metric.sufficiency != "enough":
        return False
    least = scheme.minimums.share.indicative
    return all(one.interval is not None or one.n >= least for one in metric.estimates)
