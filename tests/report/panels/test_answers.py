from __future__ import annotations

from collections.abc import Mapping

from audit.report.charts.answers import AnswerShares
from audit.report.panels.answers import MOST_QUESTIONS, answer_panel
from audit.report.telling import Teller
from audit.result import Estimate
from audit.text import Language
from tests.report.panels.results import figures, measurement, teller
from tests.report.results import empty_result

Counts = tuple[int, ...]


def given(item: str, facet: str, counts: Counts) -> Estimate:
    n = sum(counts)
    mean = sum(point * count for point, count in enumerate(counts, 1)) / n
    (one,) = figures("item", {item: (mean, None, None)}, facet, kind="mean", unit="points", n=n)
    return one.model_copy(update={"answers": {str(point): count for point, count in enumerate(counts, 1)}})


def told(every: Mapping[str, tuple[float, Counts, Counts]], language: Language = "en") -> Teller:
    """Item -> its gap, the counts of its expectations and those of its perceptions."""
    gaps = figures("item", {item: (one[0], None, None) for item, one in every.items()}, "gap", kind="mean")
    answers = [
        given(item, facet, counts)
        for item, one in every.items()
        for facet, counts in zip(("expected", "perceived"), one[1:], strict=True)
    ]
    return teller(measurement("M-G5-ITEM", *gaps, *answers), language=language)


TWO = {
    "01": (-0.05, (0, 0, 10, 10, 20), (0, 0, 10, 12, 18)),
    "02": (-1.5, (0, 0, 0, 20, 20), (10, 10, 0, 10, 10)),
}


def test_the_greatest_shortfall_stands_first_and_the_title_tells_the_upper_end() -> None:
    made = answer_panel(told(TWO))
    assert made is not None and isinstance(made.chart, AnswerShares)
    assert made.title == (
        "88% of the answers on expectation lie at 4 or higher, 63% of those on perception; they are furthest "
        "apart in “02 Question 02”"
    )
    assert [row.label for row in made.chart.rows] == [("02 Question 02",), ("01 Question 01",)]
    assert made.alternative.endswith(
        "02 Question 02: expectation 4: 50%, 5: 50%, mean 4.50, perception 1: 25%, 2: 25%, 4: 25%, 5: 25%, mean "
        "3.00, n = 40; 01 Question 01: expectation 3: 25%, 4: 25%, 5: 50%, mean 4.25, perception 3: 25%, 4: 30%, "
        "5: 45%, mean 4.20, n = 40."
    )
    assert made.chart.rows[0].bars[1].parts[0].told == "02, perception, answer 1: 25.0% (10)"


def test_chinese_readers_are_told_in_points() -> None:
    made = answer_panel(told(TWO, "zh"))
    assert made is not None
    assert made.title == "期望作答中 88% 在 4 分及以上，感知作答中为 63%；两者相差最大的是“02 题项02”"
    assert "02 题项02：期望 4 分 50%、5 分 50%，均值 4.50，感知 1 分 25%" in made.alternative


def test_points_beyond_nine_stand_in_their_order() -> None:
    """JSON keeps "10" before "2"."""
    eleven = {"01": (-1.0, (5,) * 11, (5,) * 11)}
    teller_ = told(eleven)
    found = teller_.result.measurement("M-G5-ITEM")
    assert found is not None
    again = type(teller_.result).from_json(teller_.result.to_json())
    made = answer_panel(Teller(again, "en"))
    assert made is not None and isinstance(made.chart, AnswerShares)
    assert [entry.label for entry in made.chart.key] == [str(point) for point in range(1, 12)]
    assert made.title.startswith("18% of the answers on expectation lie at 10 or higher")


def test_more_questions_than_stand_on_a_page_are_capped_and_that_is_said() -> None:
    made = answer_panel(told({f"{i:02}": (-0.1 * i, (5, 5), (5, 5)) for i in range(30)}))
    assert made is not None and isinstance(made.chart, AnswerShares)
    assert len(made.chart.rows) == MOST_QUESTIONS
    assert made.detail.endswith("Shown: the first 24 of 30.")


def test_withheld_answers_draw_nothing() -> None:
    gaps = figures("item", {"01": (-0.5, None, None)}, "gap", kind="mean")
    assert answer_panel(teller(measurement("M-G5-ITEM", *gaps))) is None
    assert answer_panel(Teller(empty_result(), "zh")) is None
