"""Where to look first, beside the items: the questions that matter most to customers, and the weakest gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.criteria.checklist import Checklist
from audit.findings import messages
from audit.result import GapProfile, Measurement
from audit.text import Message, Text

IMPORTANCE_PERFORMANCE = "M-IPA"


def focus(
    measurements: Mapping[str, Measurement], profile: GapProfile | None, checklists: Sequence[Checklist]
) -> tuple[Message, ...]:
    """What importance-performance analysis and the gap profile point to; no order of causes is claimed."""
    return (*_questions(measurements.get(IMPORTANCE_PERFORMANCE)), *_gaps(profile, checklists))


def _questions(measurement: Measurement | None) -> Iterator[Message]:
    first = [
        one.key["item"]
        for one in (measurement.estimates if measurement else ())
        if one.category == "concentrate" and one.sufficiency == "enough" and one.key.keys() == {"item"}
    ]
    if first:
        items = Text(zh="、".join(sorted(first)), en=", ".join(sorted(first)))
        yield messages.FOCUS_QUESTIONS(measure=IMPORTANCE_PERFORMANCE, count=len(first), items=items)


def _gaps(profile: GapProfile | None, checklists: Sequence[Checklist]) -> Iterator[Message]:
    titles = {
        f"{checklist.id}/{section.head.id}": Text(zh=section.head.zh, en=section.head.en)
        for checklist in checklists
        for section in checklist.sections
    }
    if profile is None:
        return
    for one in profile.gaps:
        if one.gap in profile.weakest:
            yield messages.FOCUS_GAP(gap=titles[one.section], score=one.score, grade=one.grade)
