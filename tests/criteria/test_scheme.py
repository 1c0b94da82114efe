"""Certification schemes: what they set differently, and what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.criteria.checklist import load_shipped, shipped_checklists
from audit.criteria.instrument import load_instrument
from audit.criteria.item import ByMeasure
from audit.criteria.scheme import LoadedScheme, load_scheme
from audit.errors import UsageError
from audit.measures.catalogue import MEASURES
from audit.resources import shipped
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


def test_a_scheme_leaves_an_item_out_for_its_reason(tmp_path: Path) -> None:
    reason = {"zh": "本方案不涉及。", "en": "Not our subject."}
    scheme = loaded(tmp_path, items={"XX-A01": {"out": reason}}).scheme
    found = judged(ITEMS[0], measurement=measured(figure(0.7)), scheme=scheme)
    assert (found.state, found.score) == ("not_assessed", None)
    assert [one.in_("zh") for one in found.reasons] == ["不属于本方案：本方案不涉及。"]


def test_a_scheme_puts_another_requirement_in_the_place_of_an_item(tmp_path: Path) -> None:
    words = {"zh": "另一项要求。", "en": "Another requirement."}
    scheme = loaded(tmp_path, items={"XX-A01": {"text": words, "judge": BY_RATING}})
    first, _ = (one for _, one in scheme.in_force(checklist("one", A=ITEMS)).items())
    assert first == ITEMS[0].model_copy(update={**words, "judge": ITEMS[1].judge})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"out": {"zh": "不涉及。", "en": "Out."}, "weight": 2}, "an item that is left out has nothing else to change"),
        (
            {"judge": BY_RATING, "score": {"share": True, "origin": "D"}},
            "a new judge brings its own score and combination",
        ),
    ],
)  # fmt: skip
def test_changes_that_contradict_each_other_are_refused(
    tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(UsageError) as raised:
        loaded(tmp_path, items={"XX-A01": change})
    assert [why in one.in_("en") for one in raised.value.located] == [True]


def test_a_points_scheme_has_no_index(tmp_path: Path) -> None:
    points = {"rated": "all_or_nothing", "sampled": "share", "deduction": 1, "bonus": 1, "most_bonuses": 1}
    with pytest.raises(UsageError) as raised:
        loaded(tmp_path, points=points, index={"others": 1.0})
    assert "a points scheme takes all items together and has no index" in str(raised.value)


def test_perception_only_asks_for_nothing_that_its_questionnaire_does_not_ask() -> None:
    folder = shipped("checklists")
    facets = set(
        load_instrument(folder / "instruments" / "servperf-22.yaml", "servperf-22").instrument.facets
    )
    path = folder / "schemes" / "perception-only.yaml"
    scheme = load_scheme(path, path.name)
    in_force = [scheme.in_force(load_shipped(name)) for name in shipped_checklists()]
    unanswerable = [
        item.id
        for one in in_force
        for _, item in one.items()
        if scheme.scheme.leaves_out(item.id) is None and item.pick
        if not facets.issuperset(MEASURES[item.pick.id].facets)
    ]
    assert (facets, unanswerable) == ({"perceived"}, [])
