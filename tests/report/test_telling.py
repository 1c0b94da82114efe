"""Signs, units, intervals without width and opening hours as a report prints them."""

from __future__ import annotations

import pytest

from audit.report.panels.importance import importance_panel
from audit.report.panels.times import time_panels
from audit.report.sections.accounts import account_chapter
from audit.report.sections.figures import figure_table
from audit.report.sections.scope import Fact, scope
from audit.report.sections.summary import Point, summary
from audit.report.telling import Teller
from audit.report.wording import opened
from audit.result import Estimate, Priority
from audit.text import Language, Message, Text, message
from tests.report.results import delivery_result, empty_result, estimate, survey_result


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (estimate("gap", 0.5), "+0.50 points"),
        (estimate("difference", 0.5, kind="difference"), "+0.50 points"),
        (estimate("effort", 5.08), "5.08 points"),
        (estimate("belief", -0.5), "−0.50 points"),
    ],
)
def test_only_a_difference_bears_a_plus_sign(one: Estimate, shown: str) -> None:
    assert Teller(empty_result(), "en").value(one) == shown


def test_an_interval_without_width_is_told_in_words() -> None:
    teller = Teller(empty_result(), "zh")
    whole = estimate("formality", 65.93, (65.93, 65.93), unit="score", n=21)
    assert teller.interval(whole) == "全员作答或回答一致"
    assert teller.full(whole).endswith("，全员作答或回答一致，n = 21")
    single = estimate("formality", 65.93, (65.93, 65.93), unit="score", n=1)
    assert teller.interval(single) == "[65.93, 65.93]"


@pytest.mark.parametrize(
    ("language", "clock", "fact"),
    [
        ("zh", "calendar", Fact("营业时间（不用于时限计算）", "周一至周五 09:00–18:00；周六 休息")),
        ("en", "business", Fact("Business hours", "Mon–Fri 09:00–18:00; Sat closed")),
    ],
)
def test_opening_hours_have_a_row_of_their_own(language: Language, clock: str, fact: Fact) -> None:
    result = empty_result()
    agreed = result.engagement.model_copy(
        update={"clock": clock, "business_hours": "mon-fri 09:00-18:00, sat closed"}
    )
    assert fact in scope(Teller(result.model_copy(update={"engagement": agreed}), language)).facts


def _breakdown(kind: str, cells: dict[str, float | None]) -> list[tuple[str, str, str]]:
    """Label, value and remarks of the rows below the total."""
    total = estimate("effort", 2.0)
    parts = (estimate("effort", value, key={kind: key}) for key, value in cells.items())
    whole = next(one for one in survey_result().measurements if one.measure == "M-G5-UNW")
    table = figure_table(
        Teller(survey_result(), "en"), whole.model_copy(update={"estimates": (total, *parts)})
    )
    return [(one.label, one.value, one.remarks) for one in table.rows[1:]]


def test_the_blank_group_is_not_counted_among_the_groups() -> None:
    assert _breakdown("site_id", {"S-1": 1.0, "S-2": 3.0, "": 2.0}) == [
        ("by site: 2 groups and not stated", "1.00 to 3.00 points", "Lowest S-1, highest S-2")
    ]


def test_a_month_is_told_as_such() -> None:
    assert _breakdown("period_month", {"2026-05-01": 1.0, "2026-06-01": 3.0}) == [
        ("by month: 2 groups", "1.00 to 3.00 points", "Lowest May 2026, highest June 2026")
    ]


def test_a_breakdown_of_one_group_says_nothing() -> None:
    assert _breakdown("site_id", {"S-1": 1.0, "S-2": None}) == []


def test_an_item_to_improve_whose_quadrant_is_not_settled_is_said_to_be_so() -> None:
    result = survey_result()
    made = importance_panel(Teller(result, "en"))
    assert made is not None
    assert made.title == "1 of 3 items is important and performs below average: to be improved first"
    shaken = tuple(
        one.model_copy(
            update={
                "estimates": tuple(
                    each.model_copy(update={"value": 0.79}) if each.category == "concentrate" else each
                    for each in one.estimates
                )
            }
        )
        for one in result.measurements
    )
    made = importance_panel(Teller(result.model_copy(update={"measurements": shaken}), "en"))
    assert made is not None
    assert made.title.endswith("to be improved first; 1 of them not settled")


def test_a_finding_is_told_as_a_requirement_that_is_not_met() -> None:
    result = survey_result()
    told = summary(Teller(result, "en"))
    first = result.findings[0]
    assert told.findings[0] == Point(
        first.id, first.grade, f"Not met: {result.criterion(first.item).text.en}"
    )


def test_a_step_that_waits_for_evidence_says_so_and_scores_that_do_not_count_are_counted() -> None:
    result = survey_result()
    first = result.items[0].item
    wait = Message(code="J-TRIAL", text=Text(zh="待证", en="to be shown"))
    step = Priority(rank=1, item=first, gain=0.0, reason=wait)
    bracketed = tuple(
        one.model_copy(update={"state": "scored", "score": 100.0, "counts": False, "verdict": "inconclusive"})
        if one.item == first
        else one
        for one in result.items
    )
    told = summary(Teller(result.model_copy(update={"items": bracketed, "priorities": (step,)}), "en"))
    assert told.steps[0].words == f"Needs more evidence: {result.criterion(first).text.en}"
    shown = sum(one.score is not None and not one.counts for one in bracketed)
    assert told.keys[-1].detail.endswith(f"; {shown} shown, not counted")


def test_a_chart_of_times_names_the_files_of_all_its_rows_and_no_number_of_cases() -> None:
    result = delivery_result()
    level = next(one for one in result.measurements if one.measure == "M-G3-LEVEL")
    other = level.model_copy(update={"measure": "M-ACK", "tables": {"complaints": "0" * 64}})
    both = (*(one for one in result.measurements if one.measure != "M-ACK"), other)
    (made,) = time_panels(Teller(result.model_copy(update={"measurements": both}), "en"))
    alone = Teller(result, "en").files(["service_delivery"])
    assert made.source == f"{alone}, complaints"


def test_the_rule_of_an_item_names_the_result_of_its_measure() -> None:
    result = survey_result()
    teller = Teller(result, "zh")
    rules = {one.id: one.rule for one in account_chapter(teller).accounts}
    named = teller.result_name("M-ALPHA", "perceived")
    assert named != "perceived"
    told = [rule for rule in rules.values() if "M-ALPHA（" in rule]
    assert told and all(f"M-ALPHA（{named}）" in rule for rule in told)


@pytest.mark.parametrize(
    ("words", "opened_"),
    [
        ("the rating and the figures", "The rating and the figures"),
        ("a score of 20", "A score of 20"),
        ("r-lee: see the file", "r-lee: see the file"),
        ("n = 5", "n = 5"),
        ("“x”: where", "“x”: where"),
        ("评级", "评级"),
    ],
)
def test_a_line_begins_with_a_capital_unless_an_id_or_a_symbol_begins_it(words: str, opened_: str) -> None:
    assert opened(words) == opened_


def test_a_ratio_of_two_figures_is_a_number_and_one_of_a_whole_per_cent() -> None:
    teller = Teller(empty_result(), "en")
    factor, part = (estimate(name, 3.0, kind="ratio", unit="1") for name in ("factor", "of_resolved"))
    assert (teller.value(factor), teller.value(part)) == ("3.00", "300.0%")


def test_dates_in_messages_are_written_as_the_language_does() -> None:
    said = message("M-TRIAL", zh="{month}，{day}，{other}", en="{month}, {day}, {other}")(
        month="2026-05", day="2026-07-04", other="D-2026-05"
    )
    assert Teller(empty_result(), "en").say(said) == "May 2026, 4 July 2026, D-2026-05"
    assert Teller(empty_result(), "zh").say(said) == "2026年5月，2026年7月4日，D-2026-05"
