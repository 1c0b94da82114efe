"""Grades of evidence."""

from __future__ import annotations

import pytest

from audit.engagement import TableSource
from audit.evidence.manifest import Counts, grade, sample_grade
from tests.evidence.conftest import TakeIn


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


@pytest.mark.parametrize(("declared", "given"), [("A", "C"), ("B", "C"), ("C", "C"), ("D", "D")])
def test_a_table_stated_in_audit_yaml_is_worth_a_c_at_best(declared, given):
    reason = {"zh": "与制度核对", "en": "compared with the policy"}
    stated = TableSource.model_validate(
        {"rows_inline": [{"a": 1}], "grade": declared, "grade_reason": reason}
    )
    found, said = grade(stated, sample_grade([]), Counts(1, 1, 1))
    assert found == given
    lowered = f"审查员评定为 {declared}（与制度核对）；在 audit.yaml 中填报的表没有可追溯的导出文件，最高为 C"
    assert said.in_("zh") == (lowered if declared < "C" else "审查员评定：与制度核对")


@pytest.mark.parametrize(
    ("census", "grade_and_reason"),
    [
        ([], ("C", "the survey frame is of customers only: the response is unknown")),
        (["survey_contact_staff"], ("B", "vouched for as a census by the reviewer")),
    ],
)
def test_a_survey_without_a_frame_of_its_own_is_worth_a_c_unless_it_is_a_census(
    census, grade_and_reason, taken_in: TakeIn
):
    files = {"s.csv": "staff_resp_id,role\nS1,teller\nS2,teller\n"}
    intake = taken_in({"survey_contact_staff": {"files": ["s.csv"]}}, files, census=census)
    entry = intake.manifest.tables[0]
    assert (entry.grade, entry.grade_reason.in_("en")) == grade_and_reason


def test_the_records_of_the_audit_team_are_no_export(taken_in: TakeIn):
    files = {"f.csv": "session_id,kind\nF1,observation\n", "s.csv": "site_id\nS1\n"}
    intake = taken_in({"fieldwork": {"files": ["f.csv"]}, "sites": {"files": ["s.csv"]}}, files)
    assert [(one.grade, one.grade_reason.in_("en")) for one in intake.manifest.tables] == [
        ("B", "the audit team's own records of its fieldwork"),
        ("B", "export not traced on site"),
    ]


@pytest.mark.parametrize(
    ("drawn", "grade_and_reason"),
    [
        ("随机", ("B", "export not traced on site")),
        ("方便抽取", ("C", "some of the checks were drawn for convenience")),
    ],
)
def test_checks_of_promises_drawn_for_convenience_are_worth_a_c(drawn, grade_and_reason, taken_in: TakeIn):
    checks = f"check_id,promise_id,checked_ts,drawn\nK1,P1,2026-02-01,随机\nK2,P1,2026-02-02,{drawn}\n"
    intake = taken_in({"promise_checks": {"files": ["c.csv"]}}, {"c.csv": checks})
    (entry,) = intake.manifest.tables
    assert (entry.grade, entry.grade_reason.in_("en")) == grade_and_reason


def test_checks_that_do_not_say_how_they_were_drawn_are_an_export_like_others(taken_in: TakeIn):
    files = {"c.csv": "check_id,promise_id,checked_ts\nK1,P1,2026-02-01\n"}
    assert taken_in({"promise_checks": {"files": ["c.csv"]}}, files).manifest.tables[0].grade == "B"


FRAME = [{"method": "random", "invited": 100, "undeliverable": 20, "completed": 8}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "census or probability sample"),
        ({"completed": 7}, "response under 10%"),
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
