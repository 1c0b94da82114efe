"""The form for an instrument of one's own: a workbook with items, dimensions, ways of asking and the rest."""

from __future__ import annotations

import datetime as dt

from audit.handout.workbook import new_workbook, saved, write_table
from audit.questionnaire.items_names import COLUMNS, ENTRIES, SHEETS
from audit.text import Language, Text

_ABOUT: dict[str, tuple[object, Text]] = {
    "id": ("my-survey", Text(zh="问卷代码，只用小写字母、数字和连字符", en="a short name of the questionnaire")),
    "version": ("1.0", Text(zh="措辞、量表或题项一有改动就是新版本", en="any change of wording, scale or items is a new version")),
    "zh": ("顾客问卷", Text(zh="中文名称", en="its name in Chinese")),
    "en": ("Customer questionnaire", Text(zh="英文名称", en="its name in English")),
    "audience": ("customers", Text(zh="customers 或 recovery", en="customers or recovery")),
    "expectation_type": ("normative", Text(zh="期望的含义：desired、predicted、normative 或 none", en="what “expected” means: desired, predicted, normative or none")),
    "valid_from": (dt.date(2026, 1, 1), Text(zh="启用日期", en="in use since")),
    "scale_min": (1, Text(zh="量表下限", en="low end of the scale")),
    "scale_min_zh": ("完全不同意", Text(zh="下限的中文含义", en="what the low end means, in Chinese")),
    "scale_min_en": ("fully disagree", Text(zh="下限的英文含义", en="what the low end means, in English")),
    "scale_max": (7, Text(zh="量表上限", en="high end of the scale")),
    "scale_max_zh": ("完全同意", Text(zh="上限的中文含义", en="what the high end means, in Chinese")),
    "scale_max_en": ("fully agree", Text(zh="上限的英文含义", en="what the high end means, in English")),
    "weights_asked": ("是", Text(zh="是否请顾客把 100 分分给各维度", en="whether customers divide 100 points among the dimensions (yes or no)")),
    "instruction_zh": ("每题选一个数字，没有接触过的项目可以留空。", Text(zh="给答卷者的中文说明，可空", en="what respondents are told, in Chinese; may be empty")),
    "instruction_en": ("Mark one number in each line.", Text(zh="给答卷者的英文说明，可空", en="what respondents are told, in English; may be empty")),
    "source_zh": ("自拟措辞", Text(zh="措辞的出处与权利（中文）", en="where the wording comes from and whose it is, in Chinese")),
    "source_en": ("Own wording", Text(zh="措辞的出处与权利（英文）", en="the same in English")),
}  # fmt: skip
_EXAMPLES: dict[str, tuple[tuple[object, ...], ...]] = {
    "items": (
        ("q1", "rel", "答应了的事能按时做到", "does what it said by the time it named", "否", "是", 1),
        ("q2", "rel", "记录准确", "keeps records free of mistakes", "否", "是", 2),
        ("q3", "rel", "常常要催才办", "has to be reminded of what it promised", "是", "是", 3),
        ("q4", "res", "员工乐于帮助", "has staff who are ready to help", "否", "是", 4),
        ("q5", "res", "很快就有人接待", "attends to me soon", "否", "是", 5),
    ),
    "dimensions": (
        ("rel", "可靠性", "Reliability", "说到做到、准确无误", "dependability", "DIM-2"),
        ("res", "响应性", "Responsiveness", "乐于帮助、及时响应", "readiness to help", "DIM-3"),
    ),
    "facets": (
        (
            "expected",
            "e",
            "期望",
            "expected",
            "优秀的服务机构应当做到：",
            "A very good provider is one that …",
        ),
        ("perceived", "p", "感知", "perceived", "这家机构实际上做到了：", "This organisation …"),
    ),
}
_WIDE = {"zh": 38, "en": 46, "stem_zh": 30, "stem_en": 34, "asked_zh": 22, "asked_en": 22}

_ENTRY = (Text(zh="项目", en="entry"), Text(zh="填写", en="value"), Text(zh="说明", en="explanation"))


def items_form(language: Language) -> bytes:
    """A workbook with a small instrument as its example, which loads as it stands."""
    book = new_workbook()
    for part, columns in COLUMNS.items():
        sheet = book.create_sheet(SHEETS[part].in_(language))
        write_table(sheet, columns, _EXAMPLES[part], [_WIDE.get(one, 13) for one in columns])
    sheet = book.create_sheet(SHEETS["about"].in_(language))
    rows = [(name, _ABOUT[name][0], _ABOUT[name][1].in_(language)) for name in ENTRIES]
    write_table(sheet, [one.in_(language) for one in _ENTRY], rows, [20, 46, 70])
    return saved(book)
