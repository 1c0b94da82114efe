"""Without the careless respondents: the headline of every survey measure once more, beside the figure that stands."""

from __future__ import annotations

from typing import Any

import pytest

from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.params import in_force
from audit.measures.second_run import POINTS, SecondRun
from audit.result import Measurement
from audit.text import Text
from tests.measures.evidence import RULES, evidence_of, measured, times
from tests.measures.test_careless import MIXED, row, ten_items

CARELESS = in_force(MEASURES["M-CARELESS"], scheme={}, declared={}, engagement={})


def survey(careful: int, careless: int) -> Evidence:
    """Careful answers of 1 and 2 in turn where 4 was expected, and careless ones of 7 throughout."""
    rows = times(careful, row(MIXED, expected=4.0)) + times(careless, row([7.0] * 10, expected=7.0))
    return evidence_of(of=ten_items(), survey_customers=[one | {"knows_guarantee": True} for one in rows])


def beside(id_: str, ev: Evidence) -> Measurement:
    second = SecondRun.of(ev, CARELESS)
    assert second is not None
    params = in_force(MEASURES[id_], scheme={}, declared={}, engagement={})
    return second.beside(measured(id_, ev), MEASURES[id_], params, RULES)


def notes(found: Measurement) -> list[tuple[str, dict[str, Any]]]:
    return [(one.code, dict(one.params)) for one in found.notes]


@pytest.mark.parametrize(
    ("id_", "value", "without", "change", "unit"),
    [
        # Careful: 1 2 1 2 1 2 1 2 7 2 once the last but one is turned, 2.1 where 4 was expected; careless: no gap.
        ("M-G5-DIM", -1.9 * 40 / 48, "−1.90", "−0.32", ""),
        ("M-G5-NEG", 40 / 48, "100.0%", "+16.7", POINTS),
    ],
)
def test_a_note_says_what_the_headline_would_be_without_the_careless(
    id_: str, value: float, without: str, change: str, unit: Text | str
) -> None:
    found = beside(id_, survey(40, 8))
    headline = MEASURES[id_].headline
    (stands, *_) = (one for one in found.estimates if one.result == headline)
    assert stands.value == pytest.approx(value)
    assert notes(found) == [
        (
            "M-WITHOUT-CARELESS",
            {
                "n": 8,
                "what": MEASURES[id_].results[headline],
                "value": without,
                "change": change,
                "unit": unit,
            },
        )
    ]


def test_a_change_of_a_share_is_told_in_percentage_points() -> None:
    (note,) = beside("M-G5-NEG", survey(40, 8)).notes
    assert note.in_("zh") == "剔除敷衍作答的 8 份答卷后，“差距明显为负的比例”为 100.0%（变化 +16.7 个百分点）"
    assert note.in_("en") == (
        "without the respondents marked as careless (8), “Share clearly negative” is 100.0%"
        " (changed by +16.7 percentage points)"
    )


def test_where_no_printed_figure_changes_there_is_no_note() -> None:
    # Every answer of one item is the same among the careful and among all.
    ev = survey(40, 8)
    assert beside("M-GUAR-KNOW", ev) == measured("M-GUAR-KNOW", ev)


def test_several_headline_figures_say_between_what_they_change() -> None:
    # Items asked with 1: -3 becomes -2.5 with the careless; with 2: -2 and -1.67; turned: 7 instead of 4, +3 and +2.5.
    (note,) = notes(beside("M-G5-ITEM", survey(40, 8)))
    assert note == (
        "M-WITHOUT-CARELESS-ROWS",
        {
            "n": 8,
            "what": MEASURES["M-G5-ITEM"].results["gap"],
            "rows": 10,
            "low": "−0.50",
            "high": "+0.50",
            "unit": "",
        },
    )


def test_the_figures_stand_as_they_were() -> None:
    ev = survey(40, 8)
    assert beside("M-G5-UNW", ev).estimates == measured("M-G5-UNW", ev).estimates


def test_too_few_careful_respondents_are_told() -> None:
    assert notes(beside("M-G5-UNW", survey(8, 12))) == [("M-CAREFUL-FEW", {"n": 12})]


@pytest.mark.parametrize("id_", ["M-CARELESS", "M-MISS"])
def test_how_the_survey_was_answered_is_told_of_everyone(id_: str) -> None:
    ev = survey(40, 8)
    assert beside(id_, ev) == measured(id_, ev)


def test_where_nobody_is_careless_there_is_no_second_run() -> None:
    assert SecondRun.of(survey(40, 0), CARELESS) is None
    assert SecondRun.of(evidence_of(complaints=[{"complaint_id": "c"}]), CARELESS) is None
    few = [{name: 7.0 if name < "p08" else None for name in row(MIXED) if name != "duration_s"}]
    assert SecondRun.of(evidence_of(of=ten_items(), survey_customers=few), CARELESS) is None
