"""Instruments: those that ship, the columns that they ask for, and how a file that is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from audit.criteria.instrument import Instrument, load_instrument
from audit.criteria.instrument_lint import lint_instrument
from audit.errors import UsageError
from audit.evidence.catalogue import table_definition
from audit.resources import shipped
from audit.yamlfile import read_yaml

FOLDER = shipped("checklists") / "instruments"
SHIPPED = sorted(path.stem for path in FOLDER.glob("*.yaml"))

HEAD = """\
id: mine
version: "1"
zh: 顾客问卷
en: Customer questionnaire
audience: customers
expectation_type: none
valid_from: 2026-01-01
scale: [1, 5]
anchors:
  - {at: 1, zh: 差, en: poor}
  - {at: 5, zh: 好, en: good}
facets:
  perceived: {prefix: p, zh: 感知, en: perceived}
dimensions:
  - {id: one, zh: 甲, en: One}
  - {id: two, zh: 乙, en: Two}
source: {zh: 自拟, en: own}
items:
"""
ITEMS = "".join(
    f"  - {{id: q{n}, position: {n}, dimension: {'one' if n < 4 else 'two'}, zh: 题目{n}, en: Question {n}}}\n"
    for n in range(1, 7)
)


def instrument(name: str) -> Instrument:
    return load_instrument(FOLDER / f"{name}.yaml", name).instrument


def told(tmp_path: Path, text: str) -> list[str]:
    """What lint says of a file, without its name."""
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    found = lint_instrument(read_yaml(tmp_path / "mine.yaml", "mine.yaml"))
    return [one.in_("en").removeprefix("mine.yaml:") for one in found]


def test_there_is_one_for_every_audience() -> None:
    assert {name: instrument(name).audience for name in SHIPPED} == {
        "contact-staff": "contact_staff",
        "kiosk-24": "customers",
        "managers": "managers",
        "recovery-justice": "recovery",
        "servperf-22": "customers",
        "servqual-22": "customers",
        "servqual-22-zone": "customers",
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_those_that_ship_are_without_fault(name: str) -> None:
    found = lint_instrument(read_yaml(FOLDER / f"{name}.yaml", name))
    # What the ends of the kiosk survey's scale were called is not handed down.
    assert [one.message.code for one in found] == (["L-INSTRUMENT-ENDS"] if name == "kiosk-24" else [])


@pytest.mark.parametrize("name", ["servperf-22", "servqual-22-zone", "managers"])
def test_variants_ask_the_same_items(name: str) -> None:
    assert instrument(name).items == instrument("servqual-22").items
    assert instrument(name).dimensions == instrument("servqual-22").dimensions


def test_the_justice_items_are_columns_of_the_recovery_survey() -> None:
    justice = instrument("recovery-justice")
    columns = [justice.column("answer", item) for item in justice.items]
    assert columns == [f"{kind}{n}" for kind in ("dj", "pj", "ij") for n in range(1, 5)]
    assert set(columns) <= {one.name for one in table_definition("survey_recovery").columns}


@pytest.mark.parametrize(
    ("name", "table", "others"),
    [
        ("managers", "survey_managers", {"manager_id", "instrument_id", "site_id", "level", "function", "contact_days_month"}),
        ("contact-staff", "survey_contact_staff", {"staff_resp_id", "site_id", "role"}),
    ],
)  # fmt: skip
def test_every_question_of_managers_and_staff_has_its_column(name: str, table: str, others: set[str]) -> None:
    asked = instrument(name)
    columns = {asked.column("belief", item) for item in asked.items} | {one.id for one in asked.scales}
    for dimension in asked.dimensions:
        columns |= {asked.dimension_column(one.prefix, dimension) for one in asked.per_dimension}
        if asked.weights_asked:
            columns.add(asked.weight_column(dimension))
    assert {one.name for one in table_definition(table, asked).columns} == columns | others


def test_a_sound_file_is_told_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD + ITEMS) == []


FAULTS = {
    "position": (
        ("position: 6", "position: 5"),
        ["24:14  the position 5 repeats that of line 23 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"],
    ),
    "item": (
        ("id: q6", "id: q1"),
        ["24:6  the item id q1 repeats that of line 19 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"],
    ),
    "no such dimension": (
        ("position: 6, dimension: two", "position: 6, dimension: tow"),
        ["24:27  item q6 names the dimension tow, which is not defined; defined are one, two   [L-INSTRUMENT-DIMENSION]"],
    ),
    "prefix": (
        ("dimensions:", "  expected: {prefix: p, zh: 期望, en: expected}\ndimensions:"),
        ["14:14  the prefix p repeats that of line 13 — give each its own, and keep it once the survey is out   [L-INSTRUMENT-TWICE]"],
    ),
    "one item": (
        ("position: 4, dimension: two, zh: 题目4, en: Question 4}\n  - {id: q5, position: 5, dimension: two", "position: 4, dimension: one, zh: 题目4, en: Question 4}\n  - {id: q5, position: 5, dimension: one"),
        ["16:5  the dimension two holds fewer than two items (1): its reliability cannot be computed — ask at least two items, better three or more, or join it with a related dimension   [L-INSTRUMENT-FEW-ITEMS]"],
    ),
    "negation": (
        ("zh: 题目3, en: Question 3", "zh: 从不等待, en: I never wait"),
        ["21:5  item q3 holds a negation (“不”) and does not say whether it is reversed — write reversed: true where agreement is unfavourable, else reversed: false   [L-INSTRUMENT-REVERSED]"],
    ),
    "anchor": (
        ("at: 5,", "at: 7,"),
        [
            "9:1  not both ends of the scale, 1 and 5, are given a meaning — say under “anchors” what the ends mean   [L-INSTRUMENT-ENDS]",
            "11:6  7 is not on the scale 1-5   [L-INSTRUMENT-ANCHOR]",
        ],
    ),
    "language": (
        ("zh: 题目2, en: Question 2", "zh: Question 2, en: Question 2"),
        ["20:43  Chinese and English are the same: “Question 2”   [L-SAME]"],
    ),
    "scale of the table": (
        ("audience: customers", "audience: recovery"),
        ["8:1  the scale is 1-5, while the table of this questionnaire holds 1-7 — ask on 1-7   [L-INSTRUMENT-SCALE]"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_line(fault: str, tmp_path: Path) -> None:
    (old, new), expected = FAULTS[fault]
    assert old in HEAD + ITEMS
    assert told(tmp_path, (HEAD + ITEMS).replace(old, new)) == expected


def test_two_ways_of_asking_that_fill_one_column(tmp_path: Path) -> None:
    facets = (
        "facets:\n"
        "  expected: {zh: 期望, en: expected, stem: {zh: 应当, en: should}}\n"
        "  adequate: {prefix: q, zh: 可接受, en: adequate, stem: {zh: 至少, en: at least}}\n"
    )
    text = (HEAD + ITEMS).replace("facets:\n", facets).replace("id: q1", "id: q01")
    assert told(tmp_path, text) == [
        "14:14  the column q01 comes from two places: facets.expected and facets.adequate — change one of the prefixes or ids   [L-INSTRUMENT-PREFIX]",
        "15:3  items are asked in several ways, and perceived has no stem: respondents cannot tell them apart   [L-INSTRUMENT-STEM]",
    ]


def test_a_word_missing_in_one_language_is_told_where_it_should_stand(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        told(tmp_path, (HEAD + ITEMS).replace("zh: 题目2, ", ""))
    assert [one.in_("zh") for one in refused.value.located] == [
        "mine.yaml:20:5  缺少“items.q2.zh”   [Y-MISSING-KEY]"
    ]


def test_loading_tells_contradictions_at_their_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text((HEAD + ITEMS).replace("position: 6", "position: 5"), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_instrument(path, "mine.yaml")
    assert [one.place() for one in refused.value.located] == ["mine.yaml:24:14"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"items": []}, "at least 5 items are needed, not 0"),
        ({"facets": {}}, "items go with facets"),
        ({"scale": [5, 1]}, "the scale must ascend"),
    ],
)
def test_what_is_no_questionnaire_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Instrument.model_validate(yaml.safe_load(HEAD + ITEMS) | change)
