"""The five gaps side by side, and the weakest of the provider's."""

from __future__ import annotations

from dataclasses import replace

from audit.findings.profile import gap_profile
from audit.findings.scores import all_scores, placed
from audit.result import GapProfile, GapSection, ItemFinding
from tests.findings.factory import SCHEME, checklist, item

NAMES = {"B": 1, "C": 2, "D": 3, "F": 5}


def profile(*findings: ItemFinding) -> GapProfile | None:
    plain = checklist("five-gap", **{name: [item(f"XX-{name}01")] for name in NAMES})
    sections = tuple(
        replace(one, head=one.head.model_copy(update={"gap": NAMES[one.head.id]})) for one in plain.sections
    )
    told = replace(plain, sections=sections)
    judged = placed([told], findings)
    return gap_profile([told], judged, all_scores(judged, SCHEME), minimum=0.6)


def found(name: str, score: float | None, grade: str | None = "B") -> ItemFinding:
    state = "not_evidenced" if score is None else "scored"
    given = {"item": name, "state": state, "score": score, "counts": score is not None}
    return ItemFinding.model_validate({**given, "evidence_grade": grade if score is not None else None})


def test_sections_stand_side_by_side_and_the_lowest_provider_gap_is_named() -> None:
    assert profile(
        found("XX-B01", 70, "A"), found("XX-C01", 50, "B"), found("XX-D01", 30, "C"), found("XX-F01", 20)
    ) == GapProfile(
        gaps=(
            GapSection(gap=1, section="five-gap/B", score=70, coverage=1, grade="A"),
            GapSection(gap=2, section="five-gap/C", score=50, coverage=1, grade="B"),
            GapSection(gap=3, section="five-gap/D", score=30, coverage=1, grade="C"),
            GapSection(gap=5, section="five-gap/F", score=20, coverage=1, grade="B"),
        ),
        weakest=(2,),
    )


def test_gaps_of_one_score_are_named_together_and_an_unseen_one_is_none() -> None:
    told = profile(found("XX-B01", 50), found("XX-C01", 50), found("XX-D01", None), found("XX-F01", 10))
    assert told is not None
    assert told.weakest == (1, 2)
    assert told.gaps[2] == GapSection(gap=3, section="five-gap/D", score=None, coverage=0, grade=None)


def test_a_checklist_that_tells_no_gap_has_no_profile() -> None:
    plain = checklist("recovery", A=[item("XX-A01")])
    judged = placed([plain], [found("XX-A01", 80)])
    assert gap_profile([plain], judged, all_scores(judged, SCHEME), minimum=0.6) is None
