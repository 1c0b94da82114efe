"""A checklist of one's own from a spreadsheet: the form loads as it stands, and faults are told by cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from audit.authoring.columns import ITEMS
from audit.authoring.form import form, template
from audit.authoring.reading import imported
from audit.catalogues import lint_criteria
from audit.criteria.checklist import load_checklist
from audit.criteria.item import ByBoth, ByMeasure, ByRating, CapUnless, Declared
from audit.errors import Unreadable, UsageError
from audit.text import Language


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def book(*changes: Callable[[Workbook], object]) -> Path:
    """The English form, changed."""
    workbook = load_workbook(io.BytesIO(form("en")))
    for change in changes:
        change(workbook)
    workbook.save("own.xlsx")
    return Path("own.xlsx")


def column(name: str) -> str:
    return get_column_letter([one.name for one in ITEMS].index(name) + 1)


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], object]:
    return lambda workbook: workbook[sheet][cell].__setattr__("value", value)


def item(name: str, value: object, row: int = 2) -> Callable[[Workbook], object]:
    return put("items", f"{column(name)}{row}", value)


def told(*changes: Callable[[Workbook], object], language: Language = "en") -> list[str]:
    with pytest.raises(UsageError) as refused:
        imported(book(*changes))
    return [one.in_(language).removeprefix("own.xlsx#") for one in refused.value.located]


def written(files: dict[str, bytes], folder: str) -> Path:
    Path(folder).mkdir()
    for name, content in files.items():
        (Path(folder) / name).write_bytes(content)
    return Path(folder)


def test_the_form_is_a_checklist_as_it_stands_in_either_language() -> None:
    forms = template(["zh", "en"])
    assert list(forms) == ["检查表.xlsx", "checklist.xlsx"]
    for name, content in forms.items():
        Path(name).write_bytes(content)
    chinese, english = (imported(Path(name)) for name in forms)
    assert chinese == english
    folder = written(english, "own")
    assert [one.in_("en") for one in lint_criteria([folder])] == []
    own = load_checklist(folder, "own")
    assert (own.id, own.version, own.title.zh, list(english)) == (
        "own",
        "1.0.0",
        "自编检查表",
        ["checklist.yaml", "a.yaml", "b.yaml"],
    )
    assert [(section.id, one.id, one.weight) for section, one in own.items()] == [
        ("A", "OWN-A01", 3),
        ("B", "OWN-B01", 2),
        ("B", "OWN-B02", 1),
    ]
    measured, rated, both = (one for _, one in own.items())
    assert isinstance(measured.judge, ByMeasure) and measured.judge.score.up == (0.75, 1)
    assert measured.ask is not None and measured.ask.en == ("When was the latest complaint acknowledged?",)
    assert [(one.standard, one.clause, one.certain) for one in measured.references] == [
        ("10002", "7.4", True)
    ]
    assert isinstance(rated.judge, ByRating) and rated.judge.method == ("interview", "document")
    assert rated.judge.anchors is not None and rated.judge.anchors.zh[0] == "没有授权。"
    assert isinstance(both.judge, ByBoth) and both.judge.combine == CapUnless(cap=59, unless_rating=3)
    assert both.judge.measure.where == {"item_id": "this_item"}
    assert [(one.type, one.zh, one.en) for one in both.documents] == [
        ("policy", "补偿规定", "rules on compensation")
    ]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ([item("measure", "M-ACC")], ["items!N2  no measure is called M-ACC; did you mean M-ACK?   [L-UNKNOWN]"]),
        (
            [item("concepts", "TIME-SPEED，TIME-SPED")],
            ["items!G2  no concept is called TIME-SPED; did you mean TIME-SPEED?   [L-UNKNOWN]"],
        ),
        ([item("zh", None)], ["items!C2  zh must not be empty   [K-EMPTY]"]),
        (
            [item("weight", 9)],
            ["items!J2  “items.OWN-A01.weight”: 9 is not allowed: Input should be less than or equal to 5   [Y-INVALID]"],
        ),
        (
            [item("weight", "heavy")],
            ["items!J2  weight is not written as it should be: “heavy” — expected: a number   [K-CELL]"],
        ),
        ([item("origin", None)], ["items!T2  origin must not be empty   [K-EMPTY]"]),
        (
            [item("origin", "S")],
            [
                ("items!T2  the threshold has the origin S and names no source — "
                "name the standard, law or literature, or write D for a default   [L-SOURCE]")
            ],
        ),
        (
            [item("threshold", "about a half")],
            [
                ("items!S2  threshold is not written as it should be: “about a half” — expected: up, down: 0.5; 0.9. "
                "target: 0.9 or table.column; 0.9. steps: 0.5:60; 0.9:100. Other functions: empty   [K-CELL]")
            ],
        ),
        ([item("level_4_en", None, 3)], ["items!AG3  level_4_en must not be empty   [K-EMPTY]"]),
        ([item("section", "C")], ["sections!A2  the section A has no items   [K-NO-ITEMS]", "items!A2  there is no section C; the sheet of sections has A, B   [K-SECTION]"]),
        ([item("references", "ISO")], ["items!AO2  references is not written as it should be: “ISO” — expected: one a line, like 10002: 7.4 or 10002: 7.4?   [K-CELL]"]),
        ([item("id", "OWN-A01", 3)], ["items!B3  item OWN-A01 stands here twice   [L-TWICE]"]),
        ([item("binary", "maybe")], ["items!L2  binary is not written as it should be: “maybe” — expected: yes or no   [K-CELL]"]),
        (
            [item("look_en", "One.\nTwo.")],
            ["items!AM2  “items.OWN-A01.look”: {'zh': ['抽取十起，与台账时间相对照。'], 'en': ['One.', 'Two.']} is not allowed: 1 in Chinese and 2 in English; they must match one by one   [Y-INVALID]"],
        ),
        ([put("sections", "A3", "A")], ["sections!A3  the section A stands here twice   [K-SECTION-TWICE]", "items!A3  there is no section B; the sheet of sections has A, A   [K-SECTION]", "items!A4  there is no section B; the sheet of sections has A, A   [K-SECTION]"]),
        ([put("checklist", "B2", None)], ["checklist!B2  id must not be empty   [K-EMPTY]"]),
        (
            [put("checklist", "B2", "My List")],
            ["checklist!B2  “id”: 'My List' is not allowed: String should match pattern '^[a-z][a-z0-9-]*$'   [Y-INVALID]"],
        ),
        (
            [put("sections", "D1", "gaps")],
            ["sections!D1  no column is called “gaps”; they are id, zh, en, gap   [K-HEADER]"],
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_cell(
    changes: list[Callable[[Workbook], object]], faults: list[str]
) -> None:
    assert told(*changes) == faults


def test_faults_are_told_in_chinese_too() -> None:
    assert told(item("weight", "重"), item("zh", None, 3), language="zh") == [
        "items!J2  weight 的写法有误：“重” — 应为：数字   [K-CELL]",
        "items!C3  zh 不得为空   [K-EMPTY]",
    ]


def test_other_ways_of_writing_arrive_in_the_item() -> None:
    path = book(
        item("function", "target"), item("threshold", "service_standards.required_share; 0.9"),
        item("measure", "M-ALPHA"), item("result", "perceived"), item("where", "dimension=tan, rel"), item("pool", "worst"), item("references", "9001：8.2?\n10002: 7.5, 8"),
        item("combine", "mean 0.6; 0.4", 4), item("binary", "是", 4),
    )  # fmt: skip
    first, _, third = (one for _, one in load_checklist(written(imported(path), "own"), "own").items())
    assert isinstance(first.judge, ByMeasure) and isinstance(third.judge, ByBoth)
    assert first.judge.score.target == Declared.model_validate(
        {"from": "service_standards.required_share", "else": 0.9}
    )
    assert (first.judge.measure.where, first.judge.measure.pool) == ({"dimension": ["tan", "rel"]}, "worst")
    assert [(one.standard, one.clause, one.certain) for one in first.references] == [
        ("9001", "8.2", False),
        ("10002", "7.5, 8", True),
    ]
    assert (third.binary, third.judge.combine.model_dump()) == (True, {"mean": (0.6, 0.4)})  # type: ignore[union-attr]  # it is no word


def test_what_is_no_workbook_is_unreadable() -> None:
    Path("own.xlsx").write_text("id,zh,en\n", "utf-8")
    with pytest.raises(Unreadable):
        imported(Path("own.xlsx"))
