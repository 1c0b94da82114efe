"""The golden result against the workbook: 137 items, their sums, the gates and what each priority would gain."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.golden import workbook
from tests.golden.__main__ import RESULT

ROUNDED = 1e-6
"""Scores are rounded to 9 decimals and the figures of a result to 12 digits before they are read here."""


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return workbook.load(RESULT)


@pytest.fixture(scope="module")
def lines(result: dict[str, Any]) -> list[dict[str, Any]]:
    return workbook.sheet(result)


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=ROUNDED)


def test_every_item_has_the_state_score_bounds_and_verdict_of_the_workbook(
    result: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    found = {one["item"]: one for one in result["items"]}
    assert list(found) == [one["id"] for one in lines]
    assert len(lines) == 137
    for line in lines:
        one = found[line["id"]]
        told = (
            one["state"],
            one["counts"],
            one["verdict"],
            one["proposed"],
            one["score"],
            one["low"],
            one["high"],
        )
        worked_out = (
            line["state"], line.get("counts", False), line.get("verdict"), line.get("grade"),
            *(near(line.get(name)) for name in ("score", "low", "high")),
        )  # fmt: skip
        assert told == worked_out, line["id"]


def test_every_score_is_the_sum_of_the_workbook(result: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    for score in result["scores"]:
        if score["scope"] == "overall":
            continue
        key = "checklist" if score["scope"] == "checklist" else score["scope"]
        inside = [one for one in lines if one[key] == score["id"]]
        sums = workbook.total(inside)
        minimum = 0.8 if score["scope"] == "checklist" else 0.6
        graded = sums["score"] if (sums["coverage"] or 0) >= minimum else None
        assert score["score"] == near(graded), score["id"]
        for name in ("coverage", "lower", "upper"):
            assert score[name] == near(sums[name]), (score["id"], name)


def parts(lines: list[dict[str, Any]]) -> list[dict[str, float | None]]:
    """Both checklists, each half of the whole: 0.4 and 0.4 without an overlay."""
    return [
        workbook.total([one for one in lines if one["checklist"] == name])
        for name in ("five-gap", "recovery")
    ]


def test_the_whole_is_half_of_each_checklist(result: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    (overall,) = (one for one in result["scores"] if one["scope"] == "overall")
    coverage = workbook.total(lines)["coverage"]
    assert overall["coverage"] == near(coverage)
    for name in ("lower", "upper"):
        assert overall[name] == near(sum(0.5 * (one[name] or 0.0) for one in parts(lines)))
    score = sum(0.5 * (one["score"] or 0.0) for one in parts(lines)) if (coverage or 0) >= 0.8 else None
    assert overall["score"] == near(score)


def test_the_gates_stand_as_the_workbook_has_them(
    result: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    # A fact that stands behind several items is raised once, so grades are counted over the nonconformities.
    raised = {one["item"]: one["grade"] for one in result["findings"]}
    by_id = {one["id"]: one for one in lines}
    assert raised == {item: by_id[item]["grade"] for item in raised}
    proposed = {one["id"] for one in lines if one.get("grade")}
    assert proposed == set(raised) | {item for one in result["findings"] for item in one["also_at"]}
    grades = Counter(raised.values())
    sections = Counter(by_id[item]["section"] for item, grade in raised.items() if grade == "major")
    kinds = {
        kind: workbook.total([one for one in lines if one["kind"] == kind])
        for kind in ("characteristic", "management")
    }
    unsettled = [
        one["id"]
        for one in lines
        if one.get("in_force", one["severity"]) == "critical"
        and one["state"] != "not_applicable"
        and not one["grade"]
        and not (one["verdict"] == "conform" and one["counts"])
    ]
    expected = {
        "coverage": (workbook.total(lines)["coverage"] or 0) >= 0.8,
        "critical": not grades["critical"],
        "critical_settled": not unsettled,
        "major": not grades["major"],
        "majors_in_section": max(sections.values(), default=0) <= 3,
        **{kind: (one["coverage"] or 0) >= 0.6 and (one["score"] or 0) >= 60 for kind, one in kinds.items()},
    }
    assert {one["id"]: one["passed"] for one in result["recommendation"]["gates"]} == expected


def test_each_priority_gains_what_its_item_lacks_of_60(
    result: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    whole = {
        name: one["weight"] or 0 for name, one in zip(("five-gap", "recovery"), parts(lines), strict=True)
    }
    by_id = {one["id"]: one for one in lines}
    gains = []
    for priority in result["priorities"]:
        line = by_id[priority["item"]]
        now = line["score"] if line["counts"] else 0.0
        gain = 0.5 * line["weight"] / whole[line["checklist"]] * max(0.0, 60 - now)
        assert priority["gain"] == near(gain), priority["item"]
        gains.append(priority["item"])
    missed = {
        one["id"]
        for one in lines
        if one["state"] != "not_applicable" and (not one["counts"] or one["score"] < 60)
    }
    assert missed <= set(gains)
