"""The sheet that tells how templates are filled in, what each column takes, and what must not be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.example_rows import MARK
from audit.evidence.privacy import PERSONAL
from audit.evidence.templates.form import REQUIRED_MARK, Form
from audit.evidence.templates.wording import OPTIONAL, PERSONAL_WORDS, REQUIRED, what_to_fill_in
from audit.handout.outline import Chapter, Grid, Outline, Points
from audit.text import Language, Text

TITLE = Text(zh="填写说明", en="How to fill in")

_HOW = Text(zh="怎样填写", en="How to fill in the tables")
_RULES = (
    Text(
        zh="每张表只填一类数据，一行一条记录；表头在第一行，请勿改名、合并单元格或在上方插入标题。",
        en="Each table takes one kind of data, a row a record. The header is the first line: do not rename or "
        "merge it, or put a title above it.",
    ),
    Text(
        zh=f"表头带“{REQUIRED_MARK}”且底色较深的列必须填写；其余各列有则填，没有则留空，不要填“无”“/”或 0。",
        en=f"A column whose header ends with “{REQUIRED_MARK}” (and is darker) must be filled. Fill the others "
        "where you have the data; leave them empty where not, without “none”, “/” or 0.",
    ),
    Text(
        zh=f"表中第二行是示例（编号为“{MARK.zh}”），提交前请删除；忘记删除的，校验时会指出，且不计入证据。",
        en=f"The second line of a sheet is an example (“{MARK.en}”): delete it. One that is left is pointed out "
        "and never counts as evidence.",
    ),
    Text(
        zh="有下拉列表的列请从列表中选择；日期写成 2026-03-04，时间写成 2026-03-04 15:05（24 小时制）。",
        en="Choose from the list where there is one. Dates are written 2026-03-04, times 2026-03-04 15:05.",
    ),
    Text(
        zh="不要加合计行、小计行和表下备注；可以在右侧加列，加的列不会被使用，但会列入校验结果。",
        en="No totals, subtotals or notes below the table. Columns of your own may stand at the right: they are "
        "not used, and the validation says so.",
    ),
    Text(
        zh="把鼠标移到表头上，可看到该列的含义、单位和本工具所用的列名。",
        en="Point at a header to see what the column means, its unit, and the name that the toolkit has for it.",
    ),
    Text(
        zh="填好后，在本组织内运行 audit validate 校验；数据不会离开本机。",
        en="Check the filled tables on your own premises with audit validate; no data leave the machine.",
    ),
)

_PRIVACY = Text(zh="提交前须去除的个人信息", en="Personal data to take out first")
_NEVER = (
    Text(
        zh="任何列都不得出现姓名、电话、身份证号、银行卡号、电子邮箱和住址。",
        en="No column may hold names, telephone, identity or card numbers, e-mail or postal addresses.",
    ),
    Text(
        zh="顾客、员工和答卷者一律使用假名代码：用加盐散列（如 HMAC-SHA-256）生成，盐值由本组织保管，不得提交。",
        en="Customers, staff and respondents go by pseudonyms: make them with a salted hash (such as "
        "HMAC-SHA-256); the salt stays with the organisation.",
    ),
    Text(
        zh="同一人在各表中须使用同一代码，否则各表无法对应。",
        en="One person has the same code in every table, or the tables cannot be joined.",
    ),
)
_OF_COLUMNS = Text(zh="含个人信息的列：", en="Columns with personal data: ")

_TABLES = Text(zh="各表的内容与用途", en="The tables and what they are for")
COLUMNS = Text(zh="各列说明", en="The columns")
QUESTIONS = Text(zh="题目对照", en="Questions")
"""The sheet beside the answers to a questionnaire that says what each column asks."""

_EVERY = Text(zh="每一列填什么", en="What each column takes")
_TABLE_HEADS = (
    Text(zh="数据表", en="Table"),
    Text(zh="每行是什么", en="A row is"),
    Text(zh="必填列", en="Required columns"),
    Text(zh="服务的检查项", en="Checklist items that stand on it"),
)
_COLUMN_HEADS = (
    Text(zh="数据表", en="Table"),
    Text(zh="列", en="Column"),
    Text(zh="列名", en="Name"),
    Text(zh="是否必填", en="Required"),
    Text(zh="填什么", en="What to fill in"),
    Text(zh="说明", en="Meaning"),
    Text(zh="个人信息", en="Personal data"),
)
NO_ITEMS = Text(zh="（本次检查表未直接引用）", en="(none of these checklists directly)")


def guidance(forms: Sequence[Form], language: Language, serves: Mapping[str, Sequence[str]]) -> Outline:
    """What a person needs who fills in these forms; ``serves`` are the items that stand on each table."""
    named = _columns_with_personal_data(forms, language)
    never = tuple(one.in_(language) for one in _NEVER)
    privacy = (*never, _OF_COLUMNS.in_(language) + named) if named else never
    return Outline(
        TITLE.in_(language),
        (
            Chapter(_HOW.in_(language), (Points(tuple(one.in_(language) for one in _RULES)),)),
            Chapter(_PRIVACY.in_(language), (Points(privacy),)),
            Chapter(_TABLES.in_(language), (_of_tables(forms, language, serves),)),
        ),
    )


def columns(forms: Sequence[Form], language: Language) -> Outline:
    """What each column of these forms takes."""
    return Outline(COLUMNS.in_(language), (Chapter(_EVERY.in_(language), (_of_columns(forms, language),)),))


def _columns_with_personal_data(forms: Sequence[Form], language: Language) -> str:
    stop = "；" if language == "zh" else "; "
    comma = "、" if language == "zh" else ", "
    return stop.join(
        f"{one.title}{'：' if language == 'zh' else ': '}{comma.join(names)}"
        for one in forms
        if (
            names := [
                field.column.title.in_(language) for field in one.fields if field.column.pii in PERSONAL
            ]
        )
    )


def _of_tables(forms: Sequence[Form], language: Language, serves: Mapping[str, Sequence[str]]) -> Grid:
    comma = "、" if language == "zh" else ", "
    rows = tuple(
        (
            one.title,
            one.definition.grain.in_(language),
            comma.join(field.column.title.in_(language) for field in one.fields if field.column.required),
            ", ".join(serves.get(one.definition.name, ())) or NO_ITEMS.in_(language),
        )
        for one in forms
    )
    return Grid(tuple(one.in_(language) for one in _TABLE_HEADS), rows, (20, 28, 46, 60))


def _of_columns(forms: Sequence[Form], language: Language) -> Grid:
    rows = tuple((one.title, *_told(field.column, language)) for one in forms for field in one.fields)
    return Grid(tuple(one.in_(language) for one in _COLUMN_HEADS), rows, (18, 24, 24, 10, 48, 40, 36))


def _told(column: ColumnDefinition, language: Language) -> Iterator[str]:
    yield column.title.in_(language)
    yield column.name
    yield (REQUIRED if column.required else OPTIONAL).in_(language)
    yield what_to_fill_in(column, language)
    yield column.note.in_(language) if column.note else ""
    words = PERSONAL_WORDS[column.pii]
    yield words.in_(language) if words else ""
