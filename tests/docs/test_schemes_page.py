"""The guide to schemes: what it shows as YAML is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from audit.catalogues import lint_criteria
from audit.criteria.checklist import load_checklist
from audit.criteria.scheme import Scheme, load_scheme
from audit.findings.ratings import load_ratings
from audit.resources import shipped

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "schemes.md").read_text("utf-8")
DEFAULT = (shipped("checklists") / "schemes" / "default.yaml").read_text("utf-8")


def block(key: str) -> str:
    """The example that begins with a key."""
    (found,) = re.findall(rf"```yaml\n({key}:.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.mark.parametrize("key", ["items", "points"])
def test_the_examples_fit_into_a_scheme(key: str, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    # A points scheme takes all items together.
    base = re.sub(r"\nindex: .*", "", DEFAULT) if key == "points" else DEFAULT
    own.write_text(base + block(key), "utf-8")
    assert [one.in_("en") for one in lint_criteria([own])] == []


def test_the_deductions_and_the_bonus_can_be_recorded(tmp_path: Path) -> None:
    path = tmp_path / "ratings.yaml"
    path.write_text(block("deductions"), "utf-8")
    scheme = shipped("checklists") / "schemes" / "gbt-27922.yaml"
    five_gap = load_checklist(shipped("checklists") / "five-gap", "five-gap")
    ratings = load_ratings(path, path.name, [five_gap], points=load_scheme(scheme, scheme.name).scheme.points)
    assert [one.ground for one in ratings.deductions] == ["law"]
    assert [one.evidence for one in ratings.bonuses] == [("doc:12",)]


def test_every_key_of_a_scheme_stands_on_the_page() -> None:
    told = set(re.findall(r"^\| `(\w+)", PAGE, re.MULTILINE))
    assert set(Scheme.model_fields) - told == {"id", "version", "zh", "en"}


def test_the_schemes_that_ship_stand_on_the_page() -> None:
    for path in (shipped("checklists") / "schemes").glob("*.yaml"):
        assert f"| `{yaml.safe_load(path.read_text('utf-8'))['id']}` |" in PAGE
