from __future__ import annotations

import pytest

from audit.report.charts.cells import HeatMap
from audit.report.charts.stacks import StackedBars
from audit.report.panels.coverage import concept_panels, coverage_panel, coverage_sentence
from audit.report.panels.profile import profile_panel
from audit.report.telling import Teller
from audit.result import AuditResult, GapProfile, GapSection, Score
from audit.text import Text
from tests.golden.__main__ import RESULT
from tests.report.results import empty_result, survey_result


def section(states: dict[str, int], verdicts: dict[str, int], lower: float = 50, upper: float = 50) -> Score:
    return Score.model_validate(
        {
            "scope": "section",
            "id": "five-gap/B",
            "score": (lower + upper) / 2,
            "lower": lower,
            "upper": upper,
            "coverage": 0.5,
            "graded": True,
            "weight_scored": 1,
            "weight_applicable": 2,
            "states": states,
            "verdicts": verdicts,
        }
    )


@pytest.mark.parametrize(
    ("states", "title"),
    [
        ({"scored": 4, "not_applicable": 1}, "All 4 applicable items were scored"),
        ({"scored": 3, "not_evidenced": 1}, "3 of 4 applicable items were scored; 1 lack evidence"),
        (
            {"scored": 3, "not_assessed": 2, "not_evidenced": 0},
            "3 of 5 applicable items were scored; 0 lack evidence, 2 were not part of this audit's plan",
        ),
    ],
)
def test_what_was_not_scored_is_told_by_its_reason(states: dict[str, int], title: str) -> None:
    assert coverage_sentence(Teller(empty_result(), "en"), [section(states, {})]) == title


def test_a_section_shows_its_verdicts_and_what_has_none() -> None:
    score = section({"scored": 3, "not_evidenced": 1, "not_applicable": 1}, {"conform": 2, "nonconform": 1})
    made = coverage_panel(Teller(empty_result().model_copy(update={"scores": (score,)}), "zh"))
    assert made is not None and isinstance(made.chart, StackedBars)
    (row,) = made.chart.rows
    assert [(piece.fill, piece.words) for piece in row.pieces] == [
        ("conform", "2"),
        ("nonconform", "1"),
        ("missing", "1"),
        ("void", "1"),
    ]
    assert (row.end, row.small) == ("50%", "5 项")
    assert "符合 2、不符合 1、证据不足 1、不适用 1" in made.alternative


def test_concepts_are_the_weighted_means_of_their_items() -> None:
    result = survey_result()
    scored = [one for one in result.items if one.counts and one.score is not None]
    made = concept_panels(Teller(result, "en"))
    maps = [one.chart for one in made if isinstance(one.chart, HeatMap)]
    cells = {cell.told: cell for chart in maps for group in chart.groups for cell in group.cells}
    bearing = {concept for one in scored for concept in result.criterion(one.item).concepts}
    assert len(cells) == len(bearing)
    assert [cell for cell in cells.values() if cell.shade is None] == []


def test_concepts_that_nothing_can_be_said_of_are_named_below_the_last_map() -> None:
    result = survey_result()
    scored = scored_concepts(result)
    every = {concept for one in result.items for concept in result.criterion(one.item).concepts}
    *others, last = concept_panels(Teller(result, "en"))
    assert [one.note for one in others] == [""] * len(others)
    names = ", ".join(sorted(every - scored))
    assert last.note == (
        f"{len(every - scored)} concepts of which nothing can be said, because none of their items was scored: "
        f"{names}."
    )


def test_without_any_score_there_is_no_map() -> None:
    assert concept_panels(Teller(empty_result(), "en")) == ()


def scored_concepts(result: AuditResult) -> set[str]:
    return {
        concept
        for one in result.items
        if one.counts and one.score is not None
        for concept in result.criterion(one.item).concepts
    }


def test_concepts_stand_under_their_names_on_maps_of_which_two_fill_a_page() -> None:
    result = AuditResult.from_json(RESULT.read_bytes())
    first = min(scored_concepts(result))
    named = {**result.labels, "concept": {first: Text(zh="服务失败", en="service failure")}}
    made = concept_panels(Teller(result.model_copy(update={"labels": named}), "zh"))
    maps = [one.chart for one in made if isinstance(one.chart, HeatMap)]
    cells = [cell for chart in maps for group in chart.groups for cell in group.cells]
    assert [cell.told.split("：")[0] for cell in cells if cell.name == ("服务失败",)] == [
        f"服务失败（{first}）"
    ]
    assert len(made) > 1
    assert max(chart.height for chart in maps) <= 350
    assert made[1].title.startswith(f"概念得分（续 2/{len(made)}）：")


@pytest.mark.parametrize(
    ("bounds", "title"),
    [
        (
            (30, 59.96),
            "1 of 1 gaps with a score lies below 60 whatever the missing evidence would show: Gap 2: standards",
        ),
        ((30, 60), "No gap with a score is settled below 60; 1 of 1 could still fall below it"),
        ((60, 80), "Every gap that was scored reaches 60 whatever the missing evidence would show"),
    ],
)
def test_a_gap_lies_below_60_only_where_no_missing_evidence_could_lift_it(
    bounds: tuple[float, float], title: str
) -> None:
    gap = GapSection(gap=2, section="five-gap/B", score=50, coverage=0.5, grade="B")
    changed = {"scores": (section({}, {}, *bounds),), "gap_profile": GapProfile(gaps=(gap,))}
    made = profile_panel(Teller(empty_result().model_copy(update=changed), "en"))
    assert made is not None
    assert made.title == title


def test_a_profile_without_scores_is_none() -> None:
    gap = GapSection(gap=2, section="five-gap/B", score=None, coverage=0.0, grade=None)
    result = empty_result().model_copy(update={"gap_profile": GapProfile(gaps=(gap,))})
    assert profile_panel(Teller(result, "en")) is None
