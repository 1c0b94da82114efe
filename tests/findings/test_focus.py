"""What importance-performance and the gap profile point to."""

from __future__ import annotations

from dataclasses import replace

from audit.findings.focus import focus
from audit.result import GapProfile, GapSection
from tests.findings.factory import checklist, figure, item, measured


def quadrant(name: str, category: str, **changes: object) -> object:
    return figure(0.9, key={"item": name}, result="quadrant", category=category, **changes)


def test_the_questions_to_improve_first_and_the_weakest_gap_are_named() -> None:
    plain = checklist("five-gap", B=[item("XX-B01")], C=[item("XX-C01")])
    sections = tuple(
        replace(one, head=one.head.model_copy(update={"gap": gap}))
        for gap, one in enumerate(plain.sections, 1)
    )
    gaps = tuple(
        GapSection(gap=gap, section=f"five-gap/{name}", score=score, coverage=1, grade="B")
        for gap, name, score in ((1, "B", 70), (2, "C", 50))
    )
    ipa = measured(
        quadrant("05", "concentrate"),
        quadrant("02", "concentrate"),
        quadrant("03", "keep"),
        quadrant("04", "concentrate", sufficiency="indicative"),
        measure="M-IPA",
    )
    said = focus({"M-IPA": ipa}, GapProfile(gaps=gaps, weakest=(2,)), [replace(plain, sections=sections)])
    assert [one.in_("en") for one in said] == [
        (
            "questions that matter to customers, perform below average and are to be improved first (M-IPA), "
            "2 in all: 02, 05"
        ),
        "the weakest of the provider gaps on evidence of grade A or B is “Section C”: score 50.0, grade B",
    ]


def test_without_a_survey_and_a_profile_nothing_is_pointed_to() -> None:
    assert focus({}, None, []) == ()
