"""Certification schemes: what they set differently, and what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.criteria.item import ByMeasure
from audit.criteria.scheme import LoadedScheme, load_scheme
from audit.errors import UsageError
from tests.findings.factory import BY_MEASURE, BY_RATING, SCHEME, checklist, figure, item, judged, measured


def loaded(tmp_path: Path, **changes: Any) -> LoadedScheme:
    path = tmp_path / "own.yaml"
    data = {**SCHEME.model_dump(exclude_none=True), "id": "own", **changes}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return load_scheme(path, "own.yaml")


ITEMS = [item("XX-A01", judge=BY_MEASURE), item("XX-A02", judge=BY_RATING)]


def test_a_scheme_changes_weight_severity_and_threshold_of_an_item_and_nothing_else(tmp_path: Path) -> None:
    change = {"weight": 5, "severity": "critical", "score": {"up": [0.5, 0.9], "origin": "S"}}
    scheme = loaded(tmp_path, items={"XX-A01": change, "YY-A01": {"weight": 1}})
    first, second = (one for _, one in scheme.in_force(checklist("one", A=ITEMS)).items())
    assert second == ITEMS[1]
    assert (first.weight, first.severity) == (5, "critical")
    assert isinstance(first.judge, ByMeasure)
    assert (first.judge.score.up, first.judge.score.origin) == ((0.5, 0.9), "S")
    assert first.judge.measure == ITEMS[0].judge.measure  # type: ignore[union-attr]  # judged by a measure
    assert first.model_copy(update={"weight": 2, "severity": "major", "judge": ITEMS[0].judge}) == ITEMS[0]


def test_a_change_that_does_not_fit_the_item_is_pointed_at(tmp_path: Path) -> None:
    scheme = loaded(tmp_path, items={"XX-A02": {"score": {"share": True, "origin": "D"}}})
    with pytest.raises(UsageError) as raised:
        scheme.in_force(checklist("one", A=ITEMS))
    (wrong,) = raised.value.located
    line = (tmp_path / "own.yaml").read_text("utf-8").splitlines()[wrong.line - 1]  # type: ignore[operator]  # it has a line
    assert line.strip() == "score:"
    assert wrong.message.in_("zh") == "XX-A02 的判定方式是 rating，没有 score 可改"


def test_under_simple_acceptance_the_estimate_decides_of_a_critical_item_too() -> None:
    one = item("XX-A01", severity="critical")
    given = {"measurement": measured(figure(0.7, low=0.5, high=0.9))}
    simple = SCHEME.model_copy(update={"decision": SCHEME.decision.model_copy(update={"critical": "simple"})})
    assert judged(one, **given).verdict == "inconclusive"
    assert judged(one, **given, scheme=simple).verdict == "conform"


def test_a_scheme_of_the_core_leaves_extended_items_out_of_the_audit() -> None:
    one = item("XX-A01", tier="extended", weight=1)
    found = judged(one, measurement=measured(figure(0.7)), scheme=SCHEME.model_copy(update={"tier": "core"}))
    assert (found.state, found.score, [each.code for each in found.reasons]) == (
        "not_assessed",
        None,
        ["J-OUT-OF-TIER"],
    )
