"""Whole and sample: the headcounts of audit.yaml are the population of managers and contact staff."""

from __future__ import annotations

import pytest

from audit.evidence.dataset import Evidence
from audit.measures.population import Population, population, vouched_for
from audit.measures.runner import Rules
from tests.measures.evidence import RULES, evidence_of, instrument

TINY = instrument()


def managers(answered: int) -> list[dict[str, str]]:
    return [{"manager_id": f"m{number}"} for number in range(answered)]


def of(*tables: str, n: int, ev: Evidence) -> float:
    return population(tables, ev).correction(n)


@pytest.mark.parametrize(("answered", "factor"), [(4, 0.8**0.5), (20, 0.0), (25, 0.0), (1, 1.0)])
def test_the_part_of_the_managers_who_answered_narrows_the_interval(answered: int, factor: float) -> None:
    ev = evidence_of(survey_managers=managers(25), declared={"people.managers": 20})
    assert of("survey_managers", n=answered, ev=ev) == pytest.approx(factor)


def test_managers_and_contact_staff_have_each_their_own_headcount() -> None:
    ev = evidence_of(
        survey_managers=managers(4),
        survey_contact_staff=[{"staff_resp_id": "e1"}],
        declared={"people.managers": 20, "people.front_line": 100},
    )
    assert population(("survey_managers",), ev).size == 20
    assert population(("survey_contact_staff",), ev).size == 100


def test_without_a_headcount_nothing_is_narrowed() -> None:
    assert of("survey_managers", n=4, ev=evidence_of(survey_managers=managers(4))) == 1.0


def frame(method: str = "random", size: int | None = 100, completed: int = 36) -> list[dict[str, object]]:
    return [
        {
            "wave": "1",
            "instrument_id": None,
            "frame_size": size,
            "invited": 60,
            "completed": completed,
            "method": method,
        }
    ]


@pytest.mark.parametrize(
    ("asked", "answers", "factor"),
    [
        (frame(), 36, 0.8),
        (frame(), 19, 0.9),
        (frame(), 5, 1.0),
        (frame("convenience"), 36, 1.0),
        (frame(size=None), 36, 1.0),
        (frame(completed=101), 36, 1.0),
        (frame(size=36), 36, 0.0),
    ],
)
def test_a_random_sample_narrows_by_the_answers_that_the_figure_stands_on(
    asked: list[dict[str, object]], answers: int, factor: float
) -> None:
    ev = evidence_of(of=TINY, survey_customers=[{"respondent_id": "r1"}], survey_frame=asked)
    assert of("survey_customers", n=answers, ev=ev) == pytest.approx(factor)


def test_of_two_groups_only_what_holds_for_both_is_known() -> None:
    ev = evidence_of(
        survey_managers=[{"manager_id": "m1", "site_id": "s1"}],
        survey_contact_staff=[{"staff_resp_id": "e1", "site_id": "s2"}],
        declared={"people.managers": 1, "people.front_line": 1},
        census=("survey_managers",),
    )
    both = ("survey_managers", "survey_contact_staff")
    assert population(both, ev) == Population(both, census=False, sites=2, size=None)
    assert population(both[:1], ev) == Population(both[:1], census=True, sites=1, size=1)


@pytest.mark.parametrize(("answered", "census"), [(80, True), (79, False)])
def test_a_survey_of_managers_is_a_census_from_four_fifths_on(answered: int, census: bool) -> None:
    ev = evidence_of(
        survey_managers=managers(answered), declared={"people.managers": 100}, census=("survey_managers",)
    )
    assert vouched_for("survey_managers", ev) is census


def test_a_survey_after_recovery_is_never_a_census() -> None:
    ev = evidence_of(survey_recovery=[{"resp_id": "r1"}], census=("survey_recovery",))
    assert vouched_for("survey_recovery", ev) is False


def test_cells_of_staff_have_a_smallest_number_of_their_own() -> None:
    rules = Rules(RULES.share, RULES.mean, 0.2, smallest_cell=10, smallest_staff_cell=5)
    staff = ("survey_managers", "survey_contact_staff", "staff_register", "staff_events", "training")
    assert {name: rules.smallest([name]) for name in staff} == dict.fromkeys(staff, 5)
    assert (rules.smallest(staff), rules.smallest(["complaints"])) == (5, 10)
    assert rules.smallest((*staff, "complaints")) == 10
