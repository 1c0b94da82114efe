"""Lint of schemes: names that nobody knows, and numbers that contradict each other, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.catalogues import lint_criteria
from audit.resources import shipped

DEFAULT = (shipped("checklists") / "schemes" / "default.yaml").read_text("utf-8")


def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(text, "utf-8")
    return [one.in_("en") for one in lint_criteria([Path("own.yaml")])]


def line_of(part: str) -> int:
    """The line of the default scheme that holds some words."""
    return next(number for number, line in enumerate(DEFAULT.splitlines(), 1) if part in line)


END = len(DEFAULT.splitlines()) + 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "five-gap: 0.4",
            "five-gab: 0.4",
            f"{line_of('index:')}:9  no checklist is called five-gab; did you mean five-gap?   [L-UNKNOWN]",
        ),
        (
            "others: 0.2",
            "others: 0.3",
            f"{line_of('index:')}:1  the weights of the checklists sum to 1, not 1.1   [L-INDEX]",
        ),
        (
            "at_least: 90",
            "at_least: 96",
            f"{line_of('at_least: 90')}:6  bands stand from high to low: 96 comes after 95   [L-BANDS]",
        ),
        (
            "zh: 达标",
            "zh: meets",
            f"{line_of('at_least: 70')}:20  no Chinese in the Chinese text: “meets”   [L-ZH]",
        ),
        (
            "share: {indicative: 5, scored: 30}",
            "share: {indicative: 5, scored: 3}",
            (
                f"{line_of('share: {')}:26  fewer cases make a score (3) than an indicative figure (5)   "
                "[L-MINIMUMS]"
            ),
        ),
    ],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, fault: str
) -> None:
    assert DEFAULT.count(old) == 1
    assert faults(tmp_path, monkeypatch, DEFAULT.replace(old, new)) == [f"own.yaml:{fault}"]


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ("params: {M-AKC: {target: 3}}", "10  no measure is called M-AKC; did you mean M-ACK?   [L-UNKNOWN]"),
        (
            "params: {M-ACK: {targett: 3}}",
            "18  no constant is called targett; did you mean target?   [L-UNKNOWN]",
        ),
        ("items: {FG-X01: {weight: 2}}", "9  no item is called FG-X01; did you mean FG-F01?   [L-UNKNOWN]"),
        (
            "items: {FG-D01: {}}",
            "9  nothing is changed of FG-D01 — remove the entry, or say what changes   [L-NO-CHANGE]",
        ),
        (
            "items: {FG-A04: {score: {down: [0.2, 0.9], origin: D}}}",
            "26  M-ALPHA is better when higher, and “down” rewards the opposite — write “up”   [L-DIRECTION]",
        ),
        (
            "items: {FG-B08: {score: {share: true, origin: D}}}",
            "18  FG-B08 is judged by rating: it has no “score” to change   [L-SCHEME-ITEM]",
        ),
        (
            "items: {FG-D01: {out: {zh: 不适用。, en: ''}}}",
            "34  the text is empty   [L-EMPTY]",
        ),
    ],
)
def test_what_it_changes_fits_measures_and_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: str, fault: str
) -> None:
    told = faults(tmp_path, monkeypatch, f"{DEFAULT}{added}\n")
    assert [one.removeprefix(f"own.yaml:{END}:") for one in told] == [fault]


def test_the_schemes_that_ship_are_without_fault() -> None:
    folder = shipped("checklists") / "schemes"
    paths = sorted(folder.glob("*.yaml"))
    assert [path.stem for path in paths] == ["default", "gbt-27922", "perception-only"]
    assert [one.in_("en") for one in lint_criteria(paths)] == []
