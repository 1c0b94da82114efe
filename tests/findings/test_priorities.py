"""What to mend first: gates, then the points that the overall lower bound would gain."""

from __future__ import annotations

from collections.abc import Sequence

from audit.criteria.item import Item
from audit.findings.conclusion import raised, recommend
from audit.findings.priorities import priorities
from audit.findings.scores import all_scores, placed
from audit.result import ItemFinding, Priority
from tests.findings.factory import BY_RATING, SCHEME, checklist, item, judged, rating


def rated(name: str, level: int | None, **changes: object) -> tuple[Item, ItemFinding]:
    one = item(name, judge=BY_RATING, **changes)
    return one, judged(one, ratings=() if level is None else (rating(level, name),))


def ranked(*pairs: tuple[Item, ItemFinding]) -> Sequence[Priority]:
    found = placed([checklist("trial", A=[one for one, _ in pairs])], [finding for _, finding in pairs])
    _, nonconformities = raised(found)
    gates = recommend(found, nonconformities, all_scores(found, SCHEME), SCHEME).gates
    return priorities(found, nonconformities, gates, SCHEME)


def test_what_holds_the_gravest_gate_shut_comes_first_then_what_gains_most() -> None:
    found = ranked(
        rated("XX-A01", 2, severity="minor", weight=5),
        rated("XX-A02", 1, severity="major", weight=1, tier="extended"),
        rated("XX-A03", 1, severity="critical", weight=2),
        rated("XX-A04", None, severity="minor", weight=4),
        rated("XX-A05", 5, weight=3),
        rated("XX-A06", 3, weight=5),
    )
    # 20 of weight: level 2 is 40, level 1 is 20, nothing is 0; each rises to 60.
    assert [(one.rank, one.item, one.gain, one.gates) for one in found] == [
        (1, "XX-A03", 4.0, ("critical", "characteristic")),
        (2, "XX-A02", 2.0, ("major", "characteristic")),
        (3, "XX-A04", 12.0, ("characteristic",)),
        (4, "XX-A01", 5.0, ("characteristic",)),
    ]
    assert [one.reason.code for one in found] == [
        "J-PRIORITY-IMPROVE",
        "J-PRIORITY-IMPROVE",
        "J-PRIORITY-EVIDENCE",
        "J-PRIORITY-IMPROVE",
    ]


def test_without_a_shut_gate_the_gain_alone_decides() -> None:
    found = ranked(
        rated("XX-A01", 2, severity="minor", weight=1, tier="extended"),
        rated("XX-A02", 2, severity="minor", weight=5),
        *(rated(f"XX-A1{number}", 5, weight=5) for number in range(5)),
    )
    assert [(one.item, one.gates) for one in found] == [("XX-A02", ()), ("XX-A01", ())]
    assert [one.gain for one in found] == [3.225806452, 0.64516129]


def test_nothing_is_urged_on_who_meets_everything() -> None:
    assert ranked(rated("XX-A01", 3), rated("XX-A02", 4)) == ()
