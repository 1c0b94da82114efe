"""The form for a checklist of one's own: a workbook with an example of each way of judging, which loads as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audit.authoring.columns import ENTRIES, ITEMS, LEVELS, SECTIONS, SHEETS, Column
from audit.handout.workbook import new_workbook, saved, write_table
from audit.text import Language, Text

FILE = Text(zh="检查表.xlsx", en="checklist.xlsx")

_ROWS = 500
"""Rows of the form that offer choices."""

_HEAD = (Text(zh="工作表", en="sheet"), Text(zh="列", en="column"), Text(zh="填写", en="what goes into it"))
_ENTRY = (Text(zh="项目", en="entry"), Text(zh="填写", en="value"), Text(zh="说明", en="explanation"))
_ABOUT = {"id": "own", "version": "1.0.0", "zh": "自编检查表", "en": "A checklist of one's own"}
_SECTIONS = (("A", "投诉处理", "Complaints", None), ("B", "授权", "Authority", None))

_ZH = ("没有授权。", "授权因人而异。", "授权已成文。", "员工都说得出额度并据此处理。", "额度的使用有统计并据此调整。", "一线员工参与修订额度。")  # fmt: skip
_EN = ("Nothing is delegated.", "It depends on the person.", "The limits are written down.", "All staff name the limits and act on them.", "Their use is counted and the limits adjusted.", "The front line takes part in setting them.")  # fmt: skip
_LEVELS = {f"level_{level}_zh": _ZH[level] for level in LEVELS} | {
    f"level_{level}_en": _EN[level] for level in LEVELS
}
_EXAMPLES: tuple[dict[str, object], ...] = (
    {
        "section": "A", "id": "OWN-A01",
        "zh": "投诉在承诺时限内得到确认。", "en": "Complaints are acknowledged within the promised time.",
        "why_zh": "迟迟没有回音，顾客会更不满。", "why_en": "Silence adds to the failure.",
        "concepts": "TIME-SPEED", "kind": "characteristic", "tier": "core", "weight": 3, "severity": "major",
        "by": "measure", "measure": "M-ACK", "result": "within_target",
        "function": "up", "threshold": "0.75; 1", "origin": "D",
        "ask_zh": "最近一起投诉是何时确认的？", "ask_en": "When was the latest complaint acknowledged?",
        "look_zh": "抽取十起，与台账时间相对照。", "look_en": "Hold ten cases against the log.",
        "references": "10002: 7.4",
    },
    {
        "section": "B", "id": "OWN-B01",
        "zh": "员工清楚自己可以当场给予多少补偿。", "en": "Staff know how much they may give on the spot.",
        "why_zh": "不清楚权限，就会事事请示。", "why_en": "Who does not know the limit asks for leave.",
        "concepts": "PRACT-EMP", "kind": "management", "tier": "core", "weight": 2, "severity": "minor",
        "by": "rating", "method": "interview, document", **_LEVELS,
    },
    {
        "section": "B", "id": "OWN-B02",
        "zh": "补偿额度的规定齐全，且得到执行。", "en": "The rules on limits are complete and lived by.",
        "why_zh": "有规定不等于照办。", "why_en": "A rule is not yet a practice.",
        "concepts": "PRACT-POLICY", "kind": "management", "tier": "extended", "weight": 1, "severity": "minor",
        "by": "both", "combine": "cap 59; 3", "measure": "M-DOC", "result": "available",
        "where": "item_id=this_item", "function": "share", "origin": "D", "method": "document", **_LEVELS,
        "documents": "policy: 补偿规定 / rules on compensation",
    },
)  # fmt: skip


def form(language: Language) -> bytes:
    """The workbook in one language: items, sections, the checklist, and what goes into each column."""
    book = new_workbook()
    sheets = {part: book.create_sheet(name.in_(language)) for part, name in SHEETS.items()}
    names = [one.name for one in ITEMS]
    rows = [[example.get(name) for name in names] for example in _EXAMPLES]
    write_table(sheets["items"], names, rows, [_width(one) for one in ITEMS])
    _offer_choices(sheets["items"])
    write_table(sheets["section"], [one.name for one in SECTIONS], _SECTIONS, [8, 34, 46, 8])
    about = [(one.name, _ABOUT[one.name], one.what.in_(language)) for one in ENTRIES]
    write_table(sheets["checklist"], _said(_ENTRY, language), about, [14, 46, 60])
    told = [
        (SHEETS[part].in_(language), one.name, one.what.in_(language))
        for part, columns in (("items", ITEMS), ("section", SECTIONS))
        for one in columns
    ]
    write_table(sheets["explanation"], _said(_HEAD, language), told, [14, 16, 100])
    return saved(book)


def template(languages: Sequence[Language]) -> dict[str, bytes]:
    """The form, one a language: file name -> content."""
    return {FILE.in_(language): form(language) for language in languages}


def _said(texts: Sequence[Text], language: Language) -> list[str]:
    return [one.in_(language) for one in texts]


def _width(column: Column) -> int:
    if column.name in ("zh", "en", "why_zh", "why_en", "references", "documents"):
        return 34
    return 26 if column.name.startswith(("level_", "ask_", "look_")) else 14


def _offer_choices(sheet: Worksheet) -> None:
    for place, column in enumerate(ITEMS, 1):
        if column.choices:
            letter = get_column_letter(place)
            choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{_ROWS}")
