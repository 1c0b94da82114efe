"""What goes into a column, in words: for the comments and the guidance of templates, and for data requests."""

from __future__ import annotations

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.limits import limits
from audit.evidence.privacy import Pii
from audit.text import Language, Text

UNIT_WORDS: dict[str, Text] = {
    "s": Text(zh="秒", en="seconds"),
    "min": Text(zh="分钟", en="minutes"),
    "h": Text(zh="小时", en="hours"),
    "d": Text(zh="天", en="days"),
    "months": Text(zh="月", en="months"),
    "month": Text(zh="月", en="month"),
    "points": Text(zh="分", en="points"),
    "persons": Text(zh="人", en="persons"),
    "episodes": Text(zh="次", en="service episodes"),
    "contacts": Text(zh="次", en="contacts"),
    "currency": Text(zh="元，或本次审查约定的币种", en="the currency of the audit"),
    "fte": Text(zh="全时当量", en="full-time equivalents"),
}

PERSONAL_WORDS: dict[Pii, Text | None] = {
    "none": None,
    "org": Text(zh="组织信息，不写人名", en="the organisation's; no names of persons"),
    "pseud": Text(
        zh="个人信息：只填假名代码，不得为姓名、电话、证件号",
        en="personal: a pseudonym only, never a name, telephone or identity number",
    ),
    "free": Text(
        zh="自由文本，可能含个人信息：提交前去除，或整列留空",
        en="free text that may hold personal data: redact it first, or leave the column empty",
    ),
    "audit": Text(zh="审查员身份，仅限审查组内部", en="identity of a reviewer; within the audit team only"),
}

YES_NO = {True: Text(zh="是", en="Yes"), False: Text(zh="否", en="No")}

REQUIRED = Text(zh="必填", en="required")
OPTIONAL = Text(zh="选填", en="optional")

_DATE = Text(zh="日期，如 2026-03-04", en="a date, such as 2026-03-04")
_MONTH = Text(zh="月份，填当月第一天，如 2026-03-01", en="a month, by its first day, such as 2026-03-01")
_TIME = Text(zh="日期和时间，如 2026-03-04 15:05", en="date and time, such as 2026-03-04 15:05")
_TEXT = Text(zh="文字", en="text")
_PATTERN = Text(zh="符合格式 {pattern} 的文字", en="text of the form {pattern}")
_WHOLE = Text(zh="整数", en="a whole number")
_NUMBER = Text(zh="数字", en="a number")
_CHOICE = Text(zh="从列表中选择：{choices}", en="one of: {choices}")
_SEVERAL = Text(zh="可填多个，以分号分隔：{choices}", en="several, separated by semicolons, of: {choices}")
_LIST = Text(zh="可填多个，以分号分隔", en="several, separated by semicolons")
_UNIT = Text(zh="（单位：{unit}）", en=" ({unit})")
_BETWEEN = Text(zh="{low} 至 {high}", en="{low} to {high}")
_FROM = Text(zh="不小于 {low}", en="{low} or more")
_ABOVE = Text(zh="大于 {low}", en="more than {low}")


def choices(column: ColumnDefinition, language: Language) -> tuple[str, ...]:
    """The words to choose from in a column; none where it is not a choice."""
    if column.type == "bool":
        return tuple(words.in_(language) for words in YES_NO.values())
    place = 0 if language == "zh" else 1
    return tuple(words[place] for words in (column.labels or {}).values())


def what_to_fill_in(column: ColumnDefinition, language: Language) -> str:
    """One line: the type, the words to choose from, the range and the unit."""
    listed = ("、" if language == "zh" else ", ").join(choices(column, language))
    match column.type:
        case "date":
            return (_MONTH if column.unit == "month" else _DATE).in_(language)
        case "datetime":
            return _TIME.in_(language)
        case "list":
            return _SEVERAL.in_(language).format(choices=listed) if listed else _LIST.in_(language)
        case "enum" | "bool":
            return _CHOICE.in_(language).format(choices=listed)
        case "string":
            pattern = limits(column).pattern
            return _PATTERN.in_(language).format(pattern=pattern) if pattern else _TEXT.in_(language)
    kind = (_WHOLE if column.type == "integer" else _NUMBER).in_(language)
    unit = _UNIT.in_(language).format(unit=UNIT_WORDS[column.unit].in_(language)) if column.unit else ""
    bounds = range_words(column, language)
    return (
        (f"{kind}，{bounds}" if language == "zh" else f"{kind}, {bounds}") + unit if bounds else kind + unit
    )


def range_words(column: ColumnDefinition, language: Language) -> str:
    """The range of a number; empty where it is unbounded."""
    bounds = limits(column)
    if bounds.low is None:
        return ""
    low = f"{bounds.low:g}"
    if bounds.high is not None:
        return _BETWEEN.in_(language).format(low=low, high=f"{bounds.high:g}")
    return (_ABOVE if bounds.low_open else _FROM).in_(language).format(low=low)
