"""What holds for every panel, on the result of the worked engagement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from audit.report.panels.coverage import concept_panels, coverage_panel
from audit.report.panels.delivery import conformity_panel
from audit.report.panels.dimensions import dimension_panel
from audit.report.panels.fairness import justice_panel, paradox_panel
from audit.report.panels.importance import importance_panel
from audit.report.panels.levels import adequacy_panel, item_panel, level_panel, zone_panel
from audit.report.panels.panel import Panel
from audit.report.panels.profile import profile_panel
from audit.report.panels.provider import belief_panel, promise_panel
from audit.report.panels.recovery import promise_time_panel, stage_panel, timing_panel
from audit.report.panels.sites import site_panel
from audit.report.panels.times import time_panels
from audit.report.telling import Teller
from audit.result import AuditResult
from audit.text import Language
from tests.report.charts.specimens import specimens
from tests.report.results import empty_result

GOLDEN = Path(__file__).parents[2] / "golden" / "result.json"
LANGUAGES: tuple[Language, ...] = get_args(Language)
PANELS: tuple[Callable[[Teller], Panel | None], ...] = (
    adequacy_panel,
    belief_panel,
    conformity_panel,
    coverage_panel,
    dimension_panel,
    importance_panel,
    item_panel,
    justice_panel,
    level_panel,
    paradox_panel,
    profile_panel,
    promise_panel,
    promise_time_panel,
    site_panel,
    stage_panel,
    timing_panel,
    zone_panel,
)


@cache
def panels(language: Language) -> tuple[Panel, ...]:
    teller = Teller(AuditResult.from_json(GOLDEN.read_bytes()), language)
    return (*(one for make in PANELS if (one := make(teller))), *time_panels(teller), *concept_panels(teller))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alternative_states_title_and_figures(language: Language) -> None:
    for one in panels(language):
        rest = one.alternative.removeprefix(one.title)
        assert rest != one.alternative
        figures = rest.replace(one.detail, "")
        assert any(character.isdigit() for character in figures), one.kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_have_no_gaps_and_sources_are_told(language: Language) -> None:
    for one in panels(language):
        assert not set("{}|") & set(one.title + one.detail + one.alternative + one.note), one.title
        assert one.source


def test_the_worked_engagement_has_most_charts() -> None:
    assert len(panels("zh")) >= 8
    assert {one.kind for one in panels("zh")} <= {name for name, _ in specimens("zh")}


@pytest.mark.parametrize("make", PANELS)
def test_nothing_handed_over_draws_nothing(make: Callable[[Teller], Panel | None]) -> None:
    assert make(Teller(empty_result(), "zh")) is None
