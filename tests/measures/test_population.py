"""Whole and sample: the headcounts of audit.yaml are the population of managers and contact staff."""

from __future__ import annotations

import pytest

from audit.measures.population import correction, vouched_for
from audit.measures.runner import Rules
from tests.measures.evidence import RULES, evidence_of


def managers(answered: int) -> list[dict[str, str]]:
    return [{"manager_id": f"m{number}"} for number in range(answered)]


@pytest.mark.parametrize(("answered", "factor"), [(4, 0.8**0.5), (20, 0.0), (25, 0.0), (1, 1.0)])
def test_the_part_of_the_managers_who_answered_narrows_the_interval(answered: int, factor: float) -> None:
    ev = evidence_of(survey_managers=managers(answered), declared={"people.managers": 20})
    assert correction("survey_managers", ev) == pytest.approx(factor)


def test_without_a_headcount_nothing_is_narrowed() -> None:
    assert correction("survey_managers", evidence_of(survey_managers=managers(4))) == 1.0


@pytest.mark.parametrize(("answered", "census"), [(16, True), (15, False)])
def test_a_survey_of_managers_is_a_census_from_four_fifths_on(answered: int, census: bool) -> None:
    ev = evidence_of(
        survey_managers=managers(answered), declared={"people.managers": 20}, census=("survey_managers",)
    )
    assert vouched_for("survey_managers", ev) is census


def test_a_survey_after_recovery_is_never_a_census() -> None:
    ev = evidence_of(survey_recovery=[{"resp_id": "r1"}], census=("survey_recovery",))
    assert vouched_for("survey_recovery", ev) is False


def test_cells_of_staff_have_a_smallest_number_of_their_own() -> None:
    rules = Rules(RULES.share, RULES.mean, 0.2, smallest_cell=10, smallest_staff_cell=5)
    assert [rules.smallest(name) for name in ("survey_contact_staff", "staff_register", "complaints")] == [
        5,
        5,
        10,
    ]
