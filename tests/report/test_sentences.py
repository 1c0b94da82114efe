"""What the titles of charts say: no more than the intervals allow."""

from __future__ import annotations

from typing import get_args

import pytest

from audit.report.panels.delivery import conformity_panel, conformity_sentence
from audit.report.panels.dimensions import dimension_panel, dimension_sentence
from audit.report.sections.gaps import gap_of
from audit.report.sections.limits import limit_chapter
from audit.report.telling import Teller
from audit.report.wording import said, words
from audit.result import (
    Estimate,
    EvidenceGrade,
    Grade,
    Interval,
    Kind,
    Level,
    Manifest,
    Measurement,
    Origin,
    State,
    Sufficiency,
    TableEntry,
    Verdict,
)
from audit.text import Language, Text, message
from tests.report.results import delivery_result, empty_result, estimate, survey_result

CLUSTERED = message("M-CLUSTERED", zh="区间偏窄（{sites} 个场所）", en="narrow ({sites} sites)")
LANGUAGES: tuple[Language, Language] = ("zh", "en")
DOWN, UP, OPEN = (-0.9, (-1.2, -0.6)), (0.5, (0.2, 0.8)), (-0.1, (-0.3, 0.1))


def gaps(*rows: tuple[float, tuple[float, float]]) -> list[Estimate]:
    return [estimate("gap", value, ends, key={"dimension": f"d{i}"}) for i, (value, ends) in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            (DOWN, DOWN),
            "In all 2 dimensions perception falls short of expectation, most in d0 (−0.90 points)",
        ),
        (
            (OPEN, DOWN),
            "In 1 of 2 dimensions perception falls short of expectation, most in d1 (−0.90 points)",
        ),
        ((OPEN, UP), "No dimension falls short of expectation beyond chance; 1 of 2 exceeds it"),
        ((OPEN, OPEN), "In none of 2 dimensions does perception differ from expectation beyond chance"),
    ],
)
def test_a_dimension_falls_short_only_where_its_interval_leaves_zero_out(
    rows: tuple[tuple[float, tuple[float, float]], ...], sentence: str
) -> None:
    assert dimension_sentence(Teller(empty_result(), "en"), gaps(*rows)) == sentence


def share(low: float, high: float, required: float | None = 0.9) -> Estimate:
    declared = {} if required is None else {"service_standards.required_share": required}
    return Estimate(
        result="conform",
        kind="share",
        value=0.85,
        n=50,
        interval=Interval(low=low, high=high, method="wilson"),
        declared=declared,
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([share(0.8, 0.88)], "85.0% of the deliveries met the standard, short of the 90.0% required"),
        (
            [share(0.8, 0.92)],
            "85.0% of the deliveries met the standard; whether the 90.0% required is reached is undecided (the interval spans it)",
        ),
        ([share(0.8, 0.9, 0.7)], "85.0% of the deliveries met the standard, above the 70.0% required"),
        ([share(0.8, 0.9, None)], "85.0% of the deliveries met the standard; no required share is declared"),
        (
            [share(0.8, 0.88), share(0.8, 0.92), share(0.8, 0.9, 0.7), share(0.8, 0.9, None)],
            "4 standards: 1 met, 1 missed, 1 undecided (the interval spans the requirement), 1 without a required share",
        ),
        (
            [share(0.8, 0.92), share(0.8, 0.9, None)],
            "2 standards: 1 undecided (the interval spans the requirement), 1 without a required share",
        ),
        ([share(0.8, 0.9, None)] * 2, "No required share is declared for any of the 2 standards"),
    ],
)
def test_a_standard_is_missed_only_where_the_interval_leaves_the_required_share_out(
    rows: list[Estimate], sentence: str
) -> None:
    assert conformity_sentence(Teller(empty_result(), "en"), rows) == sentence


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (estimate("gap", -0.5, (-0.7, -0.3)), "−0.50 points, 95% [−0.70, −0.30], n = 120"),
        (estimate("gap", 0.5), "+0.50 points, n = 120"),
        (estimate("x", 0.1234, kind="share", unit="1"), "12.3%, n = 120"),
        (estimate("x", 0.0002, kind="p_value", unit="1"), "< 0.001, n = 120"),
        (estimate("x", 17.14, kind="quantile", unit="h"), "17.1 hours, n = 120"),
        (estimate("x", 3.4, kind="rate", unit="per_1000_episodes"), "3.40 per 1,000 episodes, n = 120"),
        (estimate("x", 3, kind="quantile", unit="calls"), "3.0 calls, n = 120"),
        (estimate("x", None, n=0), "—, n = 0"),
        (estimate("x", 0.98, kind="category", category="keep", unit="1"), "Keep up 98.0%, n = 120"),
    ],
)
def test_a_figure_bears_its_unit_its_interval_and_n(figure: Estimate, shown: str) -> None:
    assert Teller(empty_result(), "en").full(figure) == shown


def test_remarks_tell_what_was_left_out_and_why() -> None:
    figure = delivery_result().measurements[0].estimates[0]
    changed = figure.model_copy(
        update={"excluded": {"not_yet_due": 3}, "unknown": 2, "sufficiency": "indicative"}
    )
    assert Teller(delivery_result(), "en").remarks("M-G3-CONF", changed) == (
        "few cases, indicative only",
        "required 90.0%",
        "left out 3: not yet due at the cut-off",
        "outcome unknown: 2",
    )


def test_scores_in_messages_have_one_decimal_and_shares_are_per_cent() -> None:
    teller = Teller(empty_result(), "en")
    assert teller.say(message("F-X", zh="{score}", en="{score}")(score=59.96)) == "60.0"
    assert teller.say(message("M-X", zh="{n} {x}", en="{n} {x}")(n=1200, x=2.5)) == "1,200 2.5"
    assert teller.say(message("J-LEFT-OUT", zh="{share}", en="{share}")(share=0.25)) == "25.0%"


def test_a_sentence_takes_the_singular_for_one() -> None:
    assert [said("{n} item|{n} items", n=n) for n in (1, 1234)] == ["1 item", "1,234 items"]


def test_a_bar_takes_the_verdict_of_the_item_that_stands_on_it_alone() -> None:
    conformity = conformity_panel(Teller(delivery_result(), "en"))
    dimensions = dimension_panel(Teller(survey_result(), "en"))
    assert conformity is not None and dimensions is not None
    assert [row.tone for row in conformity.chart.rows] == ["nonconform"]  # type: ignore[attr-defined]
    assert [row.tone for row in dimensions.chart.rows] == ["neutral", "neutral"]  # type: ignore[attr-defined]


def limits(*measurements: Measurement) -> dict[str, str]:
    result = empty_result().model_copy(update={"measurements": measurements})
    return {limit.name: limit.words for limit in limit_chapter(Teller(result, "en")).limits}


def test_an_interval_may_be_too_narrow_only_where_its_measure_says_so() -> None:
    told, silent = (
        Measurement(measure=name, definition="d" * 64, clustered=True, notes=notes)
        for name, notes in (("M-TTR", (CLUSTERED(sites=4),)), ("M-ACK", ()))
    )
    name = words("en").limits.clustered_name
    assert limits(told, silent)[name] == (
        "In M-TTR cases come from several sites and are alike within a site; intervals may be too narrow."
    )
    assert name not in limits(silent)


def test_a_withheld_cell_is_not_told_as_a_small_sample() -> None:
    withheld, small = (
        estimate("x", 0.5, key={"site_id": site}, kind="share", sufficiency=sufficiency)
        for site, sufficiency in (("S1", "suppressed"), ("S2", "insufficient"))
    )
    name = words("en").limits.insufficient_name
    both = Measurement(measure="M-TTR", definition="d" * 64, estimates=(withheld, small))
    alone = both.model_copy(update={"estimates": (withheld,)})
    assert (
        limits(both)[name].startswith("1 figure stands on too few cases")
        and "M-TTR (1)" in limits(both)[name]
    )
    assert name not in limits(alone)


def test_a_measure_belongs_to_the_gap_in_its_id() -> None:
    teller = Teller(survey_result(), "en")
    names = ("M-G1-DIM", "M-G5-UNW", "M-ACK", "M-GD-PROFILE")
    assert [gap_of(teller, name) for name in names] == [1, 5, None, None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("state", get_args(State)),
        ("verdict", get_args(Verdict)),
        ("grade", get_args(Grade)),
        ("severity", get_args(Grade)),
        ("sufficiency", get_args(Sufficiency)),
        ("origin", get_args(Origin)),
        ("level", get_args(Level)),
        ("outcome", ("recommended", "conditional", "deferred", "not_recommended", "not_concluded")),
        ("outcome_short", ("recommended", "conditional", "deferred", "not_recommended", "not_concluded")),
        ("outcome_lead", ("recommended", "conditional", "deferred", "not_recommended", "not_concluded")),
        ("method", ("document", "interview", "observation", "mystery")),
        ("audit_type", ("initial", "surveillance", "recertification", "special", "self")),
        ("role", ("lead", "reviewer", "technical_reviewer", "observer", "expert")),
        ("expectation", ("desired", "predicted", "normative", "none")),
    ],
)
def test_every_closed_vocabulary_has_its_words(kind: str, names: tuple[str, ...], language: Language) -> None:
    there = vars(getattr(words(language), kind))
    assert [name for name in names if not there.get(name)] == []


def test_evidence_grades_and_kinds_of_figures_are_those_that_the_report_knows() -> None:
    assert get_args(EvidenceGrade) == ("A", "B", "C", "D")
    assert set(get_args(Kind)) == {
        "share", "mean", "difference", "ratio", "rate", "quantile", "reliability", "p_value", "category", "count",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "said_zh"),
    [("h", "小时"), ("per_staff_year", "每人年"), ("票", "票")],
    ids=["own", "result's", "theirs"],
)
def test_a_unit_is_in_the_words_of_the_report_or_of_the_result(unit: str, said_zh: str) -> None:
    labels = {
        "unit": {"per_staff_year": Text(zh="每人年", en="per staff-year"), "h": Text(zh="时", en="hrs")}
    }
    assert Teller(empty_result().model_copy(update={"labels": labels}), "zh").unit(unit) == said_zh


def tables(*entries: tuple[str, str, int | None, int | None]) -> dict[str, str]:
    """The limits of a result with tables of the given grade, months of the period and months with a record."""
    made = tuple(
        TableEntry.model_validate(
            {
                "table": name, "title": {"zh": name, "en": name}, "rows": 1, "used": 1, "sha256": "c" * 64,
                "grade": grade, "grade_reason": CLUSTERED(sites=1), "months": months, "months_covered": covered,
            }
        )
        for name, grade, months, covered in entries
    )  # fmt: skip
    result = empty_result().model_copy(update={"manifest": Manifest(tables=made)})
    return {limit.name: limit.words for limit in limit_chapter(Teller(result, "en")).limits}


def test_months_without_a_record_and_tables_without_a_second_source_are_limits() -> None:
    found = tables(
        ("complaints", "A", 12, 12), ("guarantees", "B", 12, 11), ("staff_events", "B", 12, 6),
        ("sites", "B", None, None), ("fieldwork", "B", 12, 1),
    )  # fmt: skip
    assert found["Gaps in the period"] == (
        "Months of the audit period without any record: staff_events (6 of 12 months with a record), guarantees (11 of 12 "
        "months with a record). Either nothing happened in them, or it was not recorded; the evidence does not say which."
    )
    assert found["Second source"].startswith("3 of 4 tables were held against no second source")


def test_whole_periods_and_traced_tables_are_no_limits() -> None:
    found = tables(("complaints", "A", 12, 12))
    assert not {"Gaps in the period", "Second source"} & found.keys()
