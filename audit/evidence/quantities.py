"""A number as people write it -> a float: digits of any width, money, shares, durations, 万 and 亿.

What is not exact (about 30, more than 30, 30-40) is no number, and neither is an amount in another currency.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from audit.evidence import problems
from audit.evidence.said import Remarked, Unread
from audit.evidence.spelling import narrow
from audit.text import Template, Text

Mark = Literal[".", ","]
"""The decimal mark of a column."""

Marks = Mark | Literal["mixed"] | None

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_POINT = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+|(?:[ '’]\d{3})+)(?:\.\d*)?")
_COMMA = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[ '’]\d{3})+)(?:,\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?,\d+"
)
_DIGITS = r"[+-]?[\d.,][\d.,' ’]*(?:[eE][+-]?\d+)?"
_NUMERAL = re.compile(_DIGITS)

SURELY_COMMA = (
    r"^\D*(\d{1,3}([. ']\d{3})+,\d*|\d*,\d{1,2}|\d*,\d{4,}|0\d*,\d+|\d{4,},\d+|\d{1,3}(\.\d{3}){2,})\D*$"
)
SURELY_POINT = (
    r"^\D*(\d{1,3}([, ']\d{3})+\.\d*|\d*\.\d{1,2}|\d*\.\d{4,}|0\d*\.\d+|\d{4,}\.\d+|\d{1,3}(,\d{3}){2,})\D*$"
)
THOUSANDS = r"^\D*[1-9]\d{0,2},\d{3}\D*$"
POINT_THOUSANDS = r"^\D*[1-9]\d{0,2}\.\d{3}\D*$"
"""What shows the decimal mark of a column (1.234,5 or 3,5; 1,234.5 or 3.5), and what would be a number with either:
three digits behind one comma, or behind one point."""

_MYRIADS = {
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "百万": 1e6,
    "百萬": 1e6,
    "千万": 1e7,
    "千萬": 1e7,
    "亿": 1e8,
    "億": 1e8,
    "万亿": 1e12,
}
_MYRIAD = re.compile(rf"({_DIGITS})\s?(百万|百萬|千万|千萬|万亿|千|万|萬|亿|億)")
_COUNTED = re.compile(
    rf"({_DIGITS})\s?(?:个|個|次|人|名|位|件|通|份|条|條|例|宗|笔|筆|单|單|分|persons?|people|times)"
)

_SYMBOLS: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY", "HKD", "TWD", "MOP"}),
    "圆": frozenset({"CNY"}),
    "人民币": frozenset({"CNY"}),
    "RMB": frozenset({"CNY"}),
    "港币": frozenset({"HKD"}),
    "港元": frozenset({"HKD"}),
    "美元": frozenset({"USD"}),
    "欧元": frozenset({"EUR"}),
    "日元": frozenset({"JPY"}),
    "円": frozenset({"JPY"}),
    "원": frozenset({"KRW"}),
    "₩": frozenset({"KRW"}),
    "$": frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN", "MOP"}),
    "US$": frozenset({"USD"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₹": frozenset({"INR"}),
}
_MONEY = (
    "|".join(re.escape(one) for one in sorted(_SYMBOLS, key=len, reverse=True)) + r"|[A-Z]{3}(?![A-Za-z])"
)
_BEFORE = re.compile(rf"(?P<sign>[+-]?)\s?(?P<money>{_MONEY})\s?(?P<rest>.+)")
_AFTER = re.compile(rf"(?P<rest>.+?)\s?(?P<money>{_MONEY})整?")

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_MONTHS = {"months": 1.0, "years": 12.0}
_UNIT_WORDS = {
    "d": r"天|日|days?|d",
    "h": r"个?小时|個?小時|个?钟头|hours?|hrs?|h",
    "min": r"分钟?|分鐘?|minutes?|mins?|m",
    "s": r"秒钟?|秒鐘?|seconds?|secs?|s",
}
_AMOUNT = r"(?:\d+(?:[.,]\d+)?|\.\d+|半|[一二两兩三四五六七八九十])"
_PARTS = re.compile(
    "".join(
        rf"(?:(?P<{unit}>{_AMOUNT})\s?(?:{words})(?P<{unit}_half>半)?[\s,]*)?"
        for unit, words in _UNIT_WORDS.items()
    ),
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?P<whole>[\d一二两兩三四五六七八九十]*)(?:个|個)?半(?:个|個)?(?P<unit>小时|小時|钟头|天|日|分钟|分鐘)"
)
_ISO = re.compile(
    r"P(?:(?P<d>\d+(?:[.,]\d+)?)D)?(?:T(?:(?P<h>\d+(?:[.,]\d+)?)H)?(?:(?P<min>\d+(?:[.,]\d+)?)M)?(?:(?P<s>\d+(?:[.,]\d+)?)S)?)?"
)
_CLOCK = re.compile(r"(?P<a>\d+):(?P<b>[0-5]\d)(?::(?P<c>[0-5]\d(?:\.\d+)?))?")
_MONTH_PARTS = re.compile(
    rf"(?:(?P<years>{_AMOUNT})\s?(?:年|years?|yrs?|y)[\s,]*)?(?:(?P<months>{_AMOUNT})\s?(?:个?月|個月|months?|mos?|m))?",
    re.IGNORECASE,
)
_WORDS = {"半": 0.5, "两": 2.0, "兩": 2.0, "十": 10.0} | {
    one: float(i) for i, one in enumerate("一二三四五六七八九", 1)
}

_ABOUT = re.compile(r"约|約|大约|大概|近|将近|左右|上下|~|≈|about\b|approx|ca\.|circa", re.IGNORECASE)
_LIMIT = re.compile(
    r"^[<>≤≥]|以上|以下|以内|以內|超过|超過|不足|不到|至少|最多|多|余|餘|\+$|^(?:more|less|over|under|at)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"{_DIGITS}\s?(?:[~～—–至到]|-|to)\s?{_DIGITS}\D*")
_WORKING_DAYS = re.compile(r"工作[日天]|working days?|business days?|营业日|營業日", re.IGNORECASE)

_NOT_KNOWN = Text(zh="应写作 1234.5 这样", en="expected digits such as 1234.5")
_APPROXIMATE = Text(zh="只是约数", en="only about a number")
_LIMITED = Text(zh="只给出上限或下限", en="a limit, not a number")
_BETWEEN = Text(zh="是一个区间", en="a range, not a number")
_PERCENTAGE = Text(zh="是百分数，而本列不是比例", en="a percentage, where the column holds no shares")
_AMOUNT_OF_MONEY = Text(zh="是金额，而本列不是金额", en="an amount of money, where the column holds none")
_DURATION = Text(zh="是时长，而本列不是时长", en="a duration, where the column holds none")
_WORKING = Text(
    zh="工作日不能换算为小时；请按日历时间或小时填写", en="working days are not converted; write hours"
)
_CLOCK_UNCLEAR = Text(zh="看不出是“时:分”还是“分:秒”", en="hours:minutes or minutes:seconds cannot be told")
_TOO_LARGE = Text(zh="超出可表示的范围", en="too large to be held")
_MARKS_UNCLEAR = Text(
    zh="同一列里逗号和句点都用作小数点", en="the column has decimal commas as well as decimal points"
)
_CURRENCIES_UNCLEAR = Text(zh="同一列里有不同的货币", en="the column has amounts in different currencies")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a column of numbers holds.

    ``unit`` is that of the catalogue, ``share`` true where values lie in 0..1; ``decimal`` the mark that is
    declared or that the whole column shows; ``currency`` the code of the amounts, None where nobody says it.
    """

    unit: str | None = None
    share: bool = False
    decimal: Marks = None
    currency: str | None = None
    mixed_money: bool = False


def read_quantity(text: str, of: Quantity) -> float | Unread | Remarked:
    """The number that a trimmed text gives, in the unit of its column; why not, where it gives none."""
    plain = narrow(text).replace("−", "-").strip("'’ ")
    bare = _number(plain, of)
    value = _dressed(plain, of) if bare is None else bare
    if isinstance(value, float) and not math.isfinite(value):
        return _unread(_TOO_LARGE)
    return value


def currencies(text: str) -> frozenset[str] | None:
    """The currencies that an amount could be in by its sign or code; None without either."""
    plain = narrow(text).strip("()")
    found = _BEFORE.fullmatch(plain) or _AFTER.fullmatch(plain)
    if found is None:
        return None
    return _SYMBOLS.get(found["money"]) or frozenset({found["money"]})


def _unread(why: Text, template: Template = problems.NUMBER) -> Unread:
    return Unread(template, {"why": why})


def _number(text: str, of: Quantity) -> float | Unread | None:
    """A bare number; None where the text is something else."""
    mark = of.decimal
    if mark == "mixed" and "," in text and _NUMERAL.fullmatch(text) and not re.match(SURELY_POINT, text):
        return _unread(_MARKS_UNCLEAR, problems.NUMBER_AMBIGUOUS)
    if mark == ",":
        if _COMMA.fullmatch(text) is None:
            return None
        return float(re.sub(r"[. '’]", "", text).replace(",", "."))
    if _PLAIN.fullmatch(text):
        return float(text)
    return float(re.sub(r"[, '’]", "", text)) if _POINT.fullmatch(text) else None


def _dressed(text: str, of: Quantity) -> float | Unread | Remarked:
    """A number with a sign of what it counts; why not, where it is none."""
    found: float | Unread | Remarked | None = None
    if text.endswith("%"):
        return _percentage(text, of)
    if of.unit == "currency":
        return _amount(text, of)
    if of.unit in _SECONDS:
        found = _duration(text, of)
    elif of.unit == "months":
        found = _months(text)
    if found is None:
        found = _scaled(text, of)
    return _why(text, of) if found is None else found


def _scaled(text: str, of: Quantity) -> float | Unread | None:
    """A number in 千, 万 or 亿, or with a measure word; None where the text is something else."""
    if found := _MYRIAD.fullmatch(text):
        number = _number(found[1], of)
        return number * _MYRIADS[found[2]] if isinstance(number, float) else number
    if found := _COUNTED.fullmatch(text):
        return _number(found[1].strip(), of)
    return None


def _months(text: str) -> float | None:
    found = _MONTH_PARTS.fullmatch(text)
    if found is None or not any(found.groupdict().values()):
        return None
    return sum(_amount_of(found[unit]) * size for unit, size in _MONTHS.items())


def _percentage(text: str, of: Quantity) -> float | Unread:
    number = _number(text[:-1].strip(), of)
    if not isinstance(number, float):
        return number or _why(text, of)
    if of.share:
        # Dividing by 100 gives the float nearest to the decimal: 0.07, where 7 * 0.01 gives 0.07000000000000001.
        return number / 100
    return number if of.unit == "points" else _unread(_PERCENTAGE)


def _amount(text: str, of: Quantity) -> float | Unread:
    """Money: with its sign or code before or after, in brackets where it is owed."""
    owed = re.fullmatch(r"\((.+)\)", text)
    plain = owed[1].strip() if owed else text
    found = _BEFORE.fullmatch(plain)
    sign, rest = (found["sign"], found["rest"]) if found else ("", plain)
    marked = currencies(plain)
    if after := _AFTER.fullmatch(rest):
        rest = after["rest"]
    number = _number(sign + rest.strip(), of)
    if number is None and _MYRIAD.fullmatch(rest):
        number = _scaled(sign + rest, of)
    if not isinstance(number, float):
        return number or _why(text, of)
    if marked is not None:
        if of.currency is not None and of.currency not in marked:
            wrong = Text(zh=f"不是以 {of.currency} 计的金额", en=f"no amount in {of.currency}")
            return _unread(wrong)
        if of.currency is None and of.mixed_money:
            return _unread(_CURRENCIES_UNCLEAR, problems.NUMBER_AMBIGUOUS)
    return -number if owed else number


def _duration(text: str, of: Quantity) -> float | Unread | Remarked | None:
    """A duration in the unit of its column; None where the text is none."""
    size = _SECONDS[str(of.unit)]
    if found := _CLOCK.fullmatch(text):
        return _clock(found, size, str(of.unit))
    if found := _HALF.fullmatch(text):
        unit = {"小": "h", "钟": "h", "天": "d", "日": "d", "分": "min"}[found["unit"][0]]
        return (_amount_of(found["whole"] or None) + 0.5) * _SECONDS[unit] / size
    found = _ISO.fullmatch(text.upper()) if text[:1] in "Pp" and len(text) > 2 else _PARTS.fullmatch(text)
    if found is None or not any(found.groupdict().values()):
        return None
    halves = found.groupdict()
    seconds = sum(
        (_amount_of(found[unit]) + (0.5 if halves.get(f"{unit}_half") else 0)) * _SECONDS[unit]
        for unit in _SECONDS
    )
    return seconds / size


def _clock(found: re.Match[str], size: float, unit: str) -> float | Unread | Remarked:
    """``1:30:00`` is always hours first; of two parts, days and hours take hours, seconds take minutes."""
    first, second = float(found["a"]), float(found["b"])
    if found["c"] is not None:
        return (first * 3600 + second * 60 + float(found["c"])) / size
    if unit == "min":
        return _unread(_CLOCK_UNCLEAR, problems.NUMBER_AMBIGUOUS)
    if unit == "s":
        how = Text(zh="分:秒", en="minutes:seconds")
        return Remarked(first * 60 + second, problems.CLOCK_DURATION, {"how": how})
    how = Text(zh="时:分", en="hours:minutes")
    return Remarked((first * 3600 + second * 60) / size, problems.CLOCK_DURATION, {"how": how})


def _amount_of(text: str | None) -> float:
    if text is None:
        return 0.0
    return _WORDS[text] if text in _WORDS else float(text.replace(",", "."))


def _why(text: str, of: Quantity) -> Unread:
    """In what way a text fails to be a number of this column."""
    has_digits = re.search(r"\d", text) is not None
    not_so = (
        (_WORKING, _WORKING_DAYS.search(text)),
        (_NOT_KNOWN, not has_digits),
        (_BETWEEN, _RANGE.fullmatch(text)),
        (_APPROXIMATE, _ABOUT.search(text)),
        (_LIMITED, _LIMIT.search(text)),
        (_AMOUNT_OF_MONEY, of.unit != "currency" and currencies(text)),
        (_DURATION, of.unit not in _SECONDS and _duration(text, Quantity(unit="h"))),
    )
    return _unread(next((why for why, holds in not_so if holds), _NOT_KNOWN))
