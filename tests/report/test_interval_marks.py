"""What holds for the intervals of many measures is said once in a chapter, and a mark leads there."""

from __future__ import annotations

from audit.measures.runner import CLUSTERED
from audit.report.sections.figures import figure_table, interval_notes
from audit.report.sections.gaps import gap_chapter
from audit.report.sections.survey import survey_tables
from audit.report.telling import Teller
from audit.result import Interval, Measurement
from tests.report.panels.results import figures, measurement, teller
from tests.report.results import estimate, survey_result

SHARE = figures(None, {"": (0.5, 0.4, 0.6)}, "share")
TWO_SITES = measurement("M-A", *SHARE, notes=(CLUSTERED(sites=2),))
SEVEN_SITES = measurement("M-B", *SHARE, notes=(CLUSTERED(sites=7),), census=True)
WITHOUT_INTERVAL = measurement(
    "M-C", *figures(None, {"": (0.5, None, None)}, "share"), notes=(CLUSTERED(sites=3),), census=True
)


def test_measures_bear_marks_and_no_table_repeats_what_they_mean() -> None:
    every = (TWO_SITES, SEVEN_SITES, WITHOUT_INTERVAL)
    tables = [figure_table(teller(*every), one) for one in every]
    assert [(table.marks, table.said) for table in tables] == [("†", ()), ("†‡", ()), ("", ())]


def test_a_chapter_says_once_what_its_marks_mean() -> None:
    assert interval_notes(teller(language="zh"), (TWO_SITES, SEVEN_SITES, WITHOUT_INTERVAL)) == (
        "† 记录来自 2–7 个场所，同一场所内的记录彼此相似，区间偏窄",
        "‡ 审查员确认数据完整；区间说明稳定程度，而非抽样误差",
    )
    assert interval_notes(teller(), (TWO_SITES,)) == (
        "† Cases come from 2 sites and are alike within a site: the interval is too narrow",
    )
    assert interval_notes(teller(), (WITHOUT_INTERVAL,)) == ()


def item_totals(*flagged: str) -> Measurement:
    """Correlations of the three questions of the survey with the others; a note on those flagged."""
    return measurement(
        "M-ITC",
        *(
            estimate(
                "item_total",
                0.7,
                key={"item": item},
                kind="reliability",
                unit="1",
                flags=(CLUSTERED(sites=9),) if item in flagged else (),
            ).model_copy(update={"interval": Interval(low=0.6, high=0.8, method="fisher_z")})
            for item in ("01", "02", "03")
        ),
        estimate("alpha_standardised", 0.9, key={"dimension": "tan"}, kind="reliability", unit="1"),
    )


def test_correlations_with_the_rest_stand_beside_the_questions_and_not_among_the_figures() -> None:
    result = survey_result()
    told = Teller(result.model_copy(update={"measurements": (*result.measurements, item_totals("02"))}), "en")
    survey = survey_tables(told)
    assert survey is not None
    assert survey.has_rest
    assert [(one.id, one.rest) for one in survey.items] == [("01", "0.70"), ("02", "0.70"), ("03", "0.70")]
    assert ["9 sites" in one.remarks for one in survey.items] == [False, True, False]
    (table,) = (one for one in survey.quality if one.measure == "M-ITC")
    assert [row.value for row in table.rows] == ["0.90"]
    gaps = gap_chapter(told)
    assert "M-ITC" not in {table.measure for gap in gaps.gaps for table in gap.tables}


def test_without_gaps_of_the_questions_their_correlations_have_a_table() -> None:
    survey = survey_tables(teller(item_totals()))
    assert survey is not None
    (table,) = survey.quality
    assert [row.value for row in table.rows] == ["0.70", "0.70", "0.70", "0.90"]
