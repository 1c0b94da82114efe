"""What is done so well, and so surely, that others may learn from it."""

from __future__ import annotations

from typing import Any

import pytest

from audit.findings.good_practice import _PART_UNSEEN, good_practice
from audit.findings.scores import placed
from audit.result import GoodPractice, ItemFinding, Measurement
from audit.text import message
from tests.findings.factory import (
    BY_RATING,
    SCHEME,
    by_both,
    checklist,
    figure,
    item,
    judged,
    measured,
    rating,
)


def named(*findings: ItemFinding, **changes: Any) -> tuple[GoodPractice, ...]:
    items = [item(one.item, **changes) for one in findings]
    return good_practice(placed([checklist("trial", A=items)], findings), SCHEME)


def by_figure(name: str, value: float, low: float) -> ItemFinding:
    return judged(item(name), measurement=measured(figure(value, low=low, high=1.0)))


def test_a_score_of_90_counts_only_if_its_unfavourable_end_is_75_or_more() -> None:
    found = named(
        by_figure("XX-A01", 0.91, 0.75), by_figure("XX-A02", 0.95, 0.74), by_figure("XX-A03", 0.98, 0.9),
        by_figure("XX-A04", 0.89, 0.88),
    )  # fmt: skip
    assert [(one.id, one.item) for one in found] == [("GP-01", "XX-A03"), ("GP-02", "XX-A01")]
    assert found[0].statement.params["score"] == 98
    assert [one.code for one in found[0].evidence] == ["J-FIGURE"]


def test_the_highest_rating_is_good_practice_and_one_below_is_not() -> None:
    rated = [
        judged(item(name, judge=BY_RATING), ratings=(rating(level, name),))
        for name, level in (("XX-A01", 4), ("XX-A02", 5))
    ]
    assert [one.item for one in named(*rated, judge=BY_RATING)] == ["XX-A02"]


def test_neither_weak_evidence_nor_what_is_kept_or_broken_makes_good_practice() -> None:
    firm = by_figure("XX-A01", 0.98, 0.9)
    assert named(firm.model_copy(update={"evidence_grade": "C"})) == ()
    assert named(firm.model_copy(update={"counts": False})) == ()
    assert named(firm, binary=True) == ()


def test_a_handful_of_cases_without_an_interval_is_no_good_practice() -> None:
    def counted(n: int) -> ItemFinding:
        return judged(item("XX-A01"), measurement=measured(figure(1.0, bounded=False, n=n)))

    assert [len(named(counted(n))) for n in (1, 4, 5)] == [0, 0, 1]


@pytest.mark.parametrize("combine", ["measure_else_rating", "lower", {"mean": [0.6, 0.4]}])
def test_a_rating_that_stands_in_for_a_figure_is_no_good_practice(combine: Any) -> None:
    one = item("XX-A01", judge=by_both(combine))

    def standing(measurement: Measurement | None) -> int:
        found = judged(one, measurement=measurement, ratings=(rating(5),))
        assert (found.verdict, found.score, found.counts) == ("conform", 100.0, True)
        return len(named(found, judge=one.judge.model_dump()))

    few = figure(1.0, bounded=False, n=8, sufficiency="indicative")
    enough = figure(1.0, low=0.9, high=1.0)
    assert [standing(one) for one in (None, measured(few), measured(enough))] == [0, 0, 1]


def test_an_item_on_which_rating_and_figures_disagree_is_no_good_practice() -> None:
    one = item("XX-A01", judge=by_both("measure_else_rating"))

    def with_level(level: int) -> int:
        found = judged(one, measurement=measured(figure(0.98, 0.9, 1.0)), ratings=(rating(level),))
        assert (found.verdict, found.score) == ("conform", 98.0)
        return len(named(found, judge=one.judge.model_dump()))

    assert [with_level(level) for level in (2, 3)] == [0, 1]


def test_an_item_of_which_a_part_has_no_record_is_no_good_practice() -> None:
    silent = message("M-POSTS-SILENT", zh="未启用", en="without a record")()
    other = message("M-TRIAL", zh="说明", en="a remark")()
    firm = by_figure("XX-A01", 1.0, 0.95)
    judged_ = placed([checklist("trial", A=[item("XX-A01")])], [firm])
    with_notes = [{"M-X": measured(figure(1.0), notes=(note,))} for note in (silent, other)]
    assert [len(good_practice(judged_, SCHEME, one)) for one in with_notes] == [0, 1]


def test_the_notes_that_rule_good_practice_out_are_notes_of_measures() -> None:
    from audit.measures import overpromising, promises, voice

    known = {one.code for one in (voice.NOT_LISTENED, promises.UNCHECKED, overpromising.NOT_MEASURED)}
    assert known == _PART_UNSEEN
