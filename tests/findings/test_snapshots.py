"""Criteria as a result keeps them: the judgement rule in words, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from audit.criteria.scheme import LoadedScheme
from audit.findings.snapshots import checklist_snapshot, scheme_snapshot
from audit.findings.words import function_in_words
from audit.result import Band
from audit.text import Text
from audit.yamlfile import YamlFile
from tests.findings.factory import BY_MEASURE, BY_RATING, SCHEME, by_both, checklist, item, rule

SHOWS = {"id": "M-X", "result": "x"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {},
            Text(
                zh="依据 M-X（x）；占比乘以 100。60 分及以上为符合，40 分以下为不符合。",
                en="By M-X (x); the share times 100. Conform from 60, nonconform under 40.",
            ),
        ),
        (
            {"judge": {**BY_RATING, "shows": SHOWS}},
            Text(
                zh="审查员通过文件审查、访谈评定 0–5 级，每级 20 分。同时列示 M-X（x），不计分。"
                "60 分及以上为符合，40 分以下为不符合。",
                en="Rated 0-5 by document review, interview, 20 points a level. M-X (x) is shown beside it, "
                "unscored. Conform from 60, nonconform under 40.",
            ),
        ),
        (
            {"judge": by_both({"cap": 59, "unless_rating": 3}), "severity": "critical", "binary": True},
            Text(
                zh="依据 M-X（x）；占比乘以 100。审查员通过文件审查评定 0–5 级，每级 20 分。"
                "评级未达 3 级时，得分以 59 分为限。凡有一起经证实的情形，即判为不符合。",
                en="By M-X (x); the share times 100. Rated 0-5 by document review, 20 points a level. "
                "Until the rating reaches 3, the score is held at 59. One confirmed case makes it nonconform.",
            ),
        ),
        (
            {
                "judge": {
                    **BY_MEASURE,
                    "measure": {**SHOWS, "pool": "worst"},
                    "score": {"up": [0.6, 0.95], "origin": "D"},
                },
                "severity": "critical",
            },
            Text(
                zh="依据 M-X（x），取得分最低的一行；0.6 及以下得 0 分，0.95 及以上得 100 分，其间按比例计分（60 分对应 0.81）。"
                "60 分及以上、且置信区间的不利端也达到 60 分，方为符合。",
                en="By M-X (x), the lowest row; 0 points at 0.6 or less, 100 at 0.95 or more, in proportion between (60 at 0.81). "
                "It conforms at 60 or more, the unfavourable end of the interval included.",
            ),
        ),
    ],
)
def test_the_rule_of_an_item_is_told_in_both_languages(changes: dict[str, Any], words: Text) -> None:
    snapshot = checklist_snapshot(checklist("trial", A=[item(**changes)]))
    assert snapshot.items[0].rule == words


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (
            {"down": [0.0, 0.025]},
            "0 points at 0.025 or more, 100 at 0 or less, in proportion between (60 at 0.01)",
        ),
        ({"target": 0.9}, "60 points exactly at 0.9, 100 at 1, 0 at half of it"),
        (
            {"target": {"from": "service_standards.required_share", "else": 0.9}},
            (
                "60 points exactly at the share that the organisation declares (0.9 where it declares none), 100 at 1, "
                "0 at half of it"
            ),
        ),
        ({"steps": [[0, 0], [2, 60]]}, "by steps: ≥ 0: 0; ≥ 2: 60"),
        ({"gap": True}, "100 points from a zero gap on, 0 where it falls short by a third of the scale"),
    ],
)
def test_a_function_is_told_by_its_thresholds(function: dict[str, Any], words: str) -> None:
    assert function_in_words(rule(**function)).en == words


def test_steps_are_told_without_half_width_punctuation_in_chinese() -> None:
    assert function_in_words(rule(steps=[[0, 0], [2, 60]])).zh == "分级计分：达到 0 得 0 分；达到 2 得 60 分"


def test_a_checklist_keeps_its_sections_and_hash() -> None:
    one = checklist("trial", A=[item("XX-A01", judge=BY_RATING)], B=[item("XX-B01")])
    snapshot = checklist_snapshot(one)
    assert (snapshot.id, snapshot.version, snapshot.sha256) == ("trial", "1.0.0", "a" * 64)
    assert [section.id for section in snapshot.sections] == ["A", "B"]
    told = [(kept.id, kept.section, kept.judged_by, kept.origin, kept.weight) for kept in snapshot.items]
    assert told == [("XX-A01", "A", "rating", None, 2.0), ("XX-B01", "B", "measure", "D", 2.0)]


def test_a_scheme_keeps_its_thresholds() -> None:
    bands = [{"at_least": 70, "zh": "达标", "en": "meets"}]
    given = {"bands": bands, "index": {"one": 0.6, "others": 0.4}, "tier": "core"}
    scheme = SCHEME.model_validate({**SCHEME.model_dump(), **given})
    kept = scheme_snapshot(LoadedScheme(scheme, "b" * 64, YamlFile("trial.yaml", {}, {})))
    assert (kept.id, kept.version, kept.sha256) == ("trial", "1", "b" * 64)
    assert kept.title == Text(zh="试验方案", en="Trial scheme")
    assert kept.bands == (Band(at_least=70, title=Text(zh="达标", en="meets")),)
    assert [(one.unit, one.value.en if isinstance(one.value, Text) else one.value) for one in kept.rules] == [
        ("share", 0.8),
        ("share", 0.6),
        ("words", "one 0.6, other checklists 0.4"),
        ("words", "guarded: the unfavourable end too is 60 or more"),
        ("words", "simple: the estimate decides"),
        ("score", 60),
        ("count", 3),
        ("cases", 5),
        ("cases", 30),
        ("cases", 10),
        ("cases", 30),
        ("share", 0.2),
        ("cases", 10),
        ("cases", 5),
        ("score", 90),
        ("score", 75),
        ("score", 20),
        ("words", "core items only"),
    ]


def test_a_rule_that_a_scheme_does_not_have_is_not_told() -> None:
    kept = scheme_snapshot(LoadedScheme(SCHEME, "b" * 64, YamlFile("trial.yaml", {}, {})))
    assert [one.title.en for one in kept.rules if one.unit == "words"] == [
        "Decision rule of critical items",
        "Decision rule of the other items",
    ]


def test_the_rule_of_an_item_is_that_of_the_scheme_in_force() -> None:
    one = checklist("trial", A=[item(severity="critical")])
    simple = SCHEME.model_copy(update={"decision": SCHEME.decision.model_copy(update={"critical": "simple"})})
    asked = [checklist_snapshot(one, each.guarded).items[0].rule.en for each in (SCHEME, simple)]
    assert [rule.endswith("the unfavourable end of the interval included.") for rule in asked] == [
        True,
        False,
    ]
    assert asked[1].endswith("Conform from 60, nonconform under 40.")
