"""``audit compare`` tells what became of every item, in words and as JSON, and ends as it was asked to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.report.results import survey_result

NOW = survey_result()


def write(path: Path, year: int, **finding: Any) -> Path:
    """The result of a year, with another finding on FG-A04 where one is given."""
    engagement = NOW.engagement.model_copy(
        update={"period_start": f"{year}-01-01", "period_end": f"{year}-07-01"}
    )
    items = tuple(one.model_copy(update=finding) if one.item == "FG-A04" else one for one in NOW.items)
    facts = {"engagement": engagement, "as_of": f"{year}-07-15T00:00:00", "items": items}
    path.write_bytes(NOW.model_copy(update=facts).to_json())
    return path


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Two results: FG-A04 was conform in 2025, and is not in 2026."""
    good = {"verdict": "conform", "score": 80.0, "low": 70.0, "high": 90.0}
    return write(tmp_path / "old.json", 2025, **good), write(tmp_path / "new.json", 2026)


def test_the_items_stand_by_what_became_of_them(run: Run, years: tuple[Path, Path]) -> None:
    ended = run("compare", *years, "--lang", "en")
    text = NOW.criterion("FG-A04").text.en
    assert ended.code == 0
    assert "Improved: 0 items" in ended.out
    place = ended.out.index("Worse: 1 item")
    assert ended.out[place + 1] == f"  FG-A04  conform 80.0 (70.0–90.0) → nonconform 30.0 (0.0–54.0)  {text}"
    assert ended.out[-1] == "Unchanged: 52 items"


def test_a_period_is_told_by_its_first_and_last_day(run: Run, years: tuple[Path, Path]) -> None:
    sides = run("compare", *years, "--lang", "en").out[:2]
    assert [", 2025-01-01 to 2025-06-30, " in sides[0], ", 2026-01-01 to 2026-06-30, " in sides[1]] == [
        True,
        True,
    ]


def test_chinese_is_the_language_of_chinese_readers(run: Run, years: tuple[Path, Path]) -> None:
    ended = run("compare", *years, "--lang", "zh-CN")
    place = ended.out.index("变差：1 项")
    assert ended.out[place + 1].startswith("  FG-A04  符合 80.0（70.0–90.0） → 不符合 30.0（0.0–54.0）  ")


def test_unchanged_items_are_named_when_asked_for(run: Run, years: tuple[Path, Path]) -> None:
    ended = run("compare", *years, "--lang", "en", "-v")
    place = ended.out.index("Unchanged: 52 items")
    assert len(ended.out[place + 1 :]) == 52
    assert ended.out[place + 1].startswith("  FG-A01  not evidenced → not evidenced  ")


def test_json_holds_every_item_and_score(run: Run, years: tuple[Path, Path]) -> None:
    told = json.loads("\n".join(run("compare", *years, "--format", "json").out))
    assert {one["id"]: one["change"] for one in told["items"] if one["change"] != "unchanged"} == {
        "FG-A04": "worse"
    }
    assert len(told["items"]) == 53
    assert [one["id"] for one in told["scores"]] == [one.id for one in NOW.scores]
    assert (told["then"]["period_end"], told["now"]["period_end"]) == ("2025-07-01", "2026-07-01")


def test_a_pipeline_may_fail_on_what_is_worse(run: Run, years: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("compare", *years, "--fail-on-worse").code == 1
    same = write(tmp_path / "same.json", 2025)
    assert run("compare", same, years[1], "--fail-on-worse").code == 0


def test_reasons_that_hold_of_all_items_are_told_once(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.json", 2025)
    data = json.loads(old.read_text(encoding="utf-8"))
    data["scheme"]["version"] = "0.9"
    old.write_text(json.dumps(data), encoding="utf-8")
    ended = run("compare", old, write(tmp_path / "new.json", 2026), "--lang", "en")
    assert sum("went from version 0.9" in line for line in ended.out) == 1
    assert "Not comparable: 53 items" in ended.out
    assert any(line.endswith("(not comparable)") and line.startswith("  Overall") for line in ended.out)


def test_the_later_result_first_is_refused_with_how_to_mend_it(run: Run, years: tuple[Path, Path]) -> None:
    ended = run("compare", years[1], years[0], "--lang", "en")
    assert (ended.code, ended.out) == (2, [])
    said = "\n".join(ended.err)
    assert "this result is earlier than" in said
    assert "name the earlier result first" in said


def test_a_file_that_is_no_result_is_refused(run: Run, years: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    assert run("compare", other, years[1]).code == 2
    assert run("compare", tmp_path / "absent.json", years[1]).code == 2
