"""Grades of evidence."""

from __future__ import annotations

import pytest

from audit.engagement import TableSource
from audit.evidence.manifest import Counts, grade, sample_grade


def source(**keys):
    return TableSource.model_validate({"files": ["a.csv"], **keys})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((100, 100, 100), "B"), ((100, 98, 98), "B"), ((100, 97, 50), "C"), ((0, 0, 0), "B")],
)
def test_more_than_two_percent_of_errors_cost_a_grade(counts, expected):
    assert grade(source(), sample_grade(FRAME), Counts(*counts))[0] == expected


def test_the_grade_of_the_reviewer_goes_first_and_is_said():
    declared = source(grade="A", grade_reason={"zh": "现场追溯 10 条", "en": "ten records traced on site"})
    given, reason = grade(declared, sample_grade([]), Counts(100, 50, 50))
    assert (given, reason.in_("zh")) == ("A", "审查员评定：现场追溯 10 条")


FRAME = [{"method": "random", "invited": 100, "undeliverable": 20, "completed": 8}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "census or probability sample"),
        ({"completed": 7}, "response under 10 %"),
        ({"method": "quota"}, "convenience or quota sample"),
        ({"method": "census", "invited": None}, "invitations were not recorded: the response is unknown"),
        ({"method": "census"}, "census or probability sample"),
    ],
)
def test_a_survey_is_worth_what_its_sample_is(change, expected):
    given, reason = sample_grade([FRAME[0] | change])
    assert (given, reason.en) == ("B" if expected.startswith("census") else "C", expected)


def test_a_survey_without_a_frame_is_worth_a_c():
    assert sample_grade([])[1].en == "no survey frame: the response is unknown"
