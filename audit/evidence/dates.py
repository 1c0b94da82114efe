"""A date as people write it -> a moment. Never a guess: what could be two dates is none.

The year stands first, or the month has a name; where it is day/month/year or month/day/year in digits, the
column as a whole or audit.yaml says which, and nothing else does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from audit.evidence import problems
from audit.evidence.said import Unread
from audit.evidence.spelling import narrow
from audit.text import Text

Order = Literal["day-first", "month-first", "roc", "mixed"]
"""In which order digits such as 04/03/2026 stand; ``mixed`` where a column shows both.

``roc`` says that years of two or three digits stand first and count from 1912, the first year of the Republic of China.
"""

BEFORE_ROC = 1911

Local = Callable[[dt.datetime], dt.datetime]
"""The local time of a UTC moment; both without offset."""

_SEP = r"\s?[-/. ]\s?"
_YEAR_FIRST = re.compile(
    rf"(?:公元)?(?P<y>\d{{4}})(?:{_SEP}|\s?年\s?)(?P<m>\d{{1,2}})(?:(?:{_SEP}|\s?月\s?)(?P<d>\d{{1,2}})(?:\s?[日号號]|(?!\d))|\s?月)?(?![\d]{{3}})"
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=$|[T ]|\d{4}(?:\d{2})?$)")
_COMPACT_TIME = re.compile(r"[T ]?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?=$|[Z+-])")
_COMPACT_MONTH = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})")
_MINGUO = re.compile(
    r"民[國国]\s?(?P<y>\d{1,3}|元)\s?[年./-]\s?(?P<m>\d{1,2})\s?[月./-]\s?(?P<d>\d{1,2})\s?[日號号]?"
)
_ROC = re.compile(
    rf"(?P<y>\d{{2,3}})(?:{_SEP}|\s?年\s?)(?P<m>\d{{1,2}})(?:{_SEP}|\s?月\s?)(?P<d>\d{{1,2}})(?:\s?[日号號]|(?!\d))"
    r"|(?P<cy>\d{3})(?P<cm>\d{2})(?P<cd>\d{2})(?=$|[T ]|\d{4}(?:\d{2})?$)"
)
_THREE_DIGITS = re.compile(r"\d{3}\D")
_JAPANESE = re.compile(
    r"(?:令和|平成|昭和|大正|明治)\s?(?:\d|元)|[RHSTM]\d{1,2}[./年-]\d{1,2}", re.IGNORECASE
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<y>\d{4}|'?\d{2})(?![\d:])"
_DAY_NAME = re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]?\s?{_NAME}[ ,./-]*{_YEAR}", re.IGNORECASE)
_NAME_DAY = re.compile(
    rf"{_NAME}[ ./-]?\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|[ ./-]){_YEAR}", re.IGNORECASE
)
_YEAR_NAME = re.compile(rf"(?P<y>\d{{4}})[ ./-]?{_NAME}[ ./-]?(?P<d>\d{{1,2}})(?![\d:])", re.IGNORECASE)
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})\s?[-/. ]\s?(?P<b>\d{1,2})\s?[-/. ]\s?(?P<y>\d{4})(?!\d)")
_SHORT_YEAR = re.compile(
    r"'?\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?\d{2}(?![\d:])|'?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}"
)
_WEEKDAY = re.compile(
    r"[(\[]?\s?(?:(?:周|週|星期|礼拜|禮拜)(?P<zh>[一二三四五六日天])"
    r"|\b(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\b\.?)\s?[)\]]?,?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Za-z周週期拜]")
_ENGLISH_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_PART = r"上午|下午|中午|晚上|凌晨|早上|早晨|清晨|傍晚|夜间|夜間|午前|午後|오전|오후|[ap]\.?\s?m\.?"
_TIME = re.compile(
    rf"[T,\s]*(?P<before>{_PART})?\s?(?P<h>\d{{1,2}})\s?(?::|[时時点點](?=\D|$|\d))\s?"
    r"(?:(?P<half>半)|(?P<min>\d{1,2})\s?(?:分钟?|分鐘)?)?(?::?\s?(?P<s>\d{1,2})(?:[.,](?P<f>\d{0,9}))?\s?秒?)?"
    rf"\s?(?P<after>{_PART})?",
    re.IGNORECASE,
)
_HOUR_ONLY = re.compile(r"[T,\s]*(?P<h>\d{1,2})\s?(?P<after>[ap]\.?\s?m\.?)", re.IGNORECASE)
_OFFSET = re.compile(
    r"\s?(?:(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?|Z|UTC|GMT)", re.IGNORECASE
)
_NAMED_ZONE = re.compile(r"\s?\(?[A-Z]{2,5}\)?")
_UNTIL = re.compile(r"\s?(?:[-~～—–至到]|to\b)\s?\d")
_ZH_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ZH_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号號]"
)
_ZH_MONTH = r"(?P<m>十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])月"
_ZH_NAMED = re.compile(
    rf"(?P<before>\d{{1,4}}\s?[-/. ]\s?|^){_ZH_MONTH}(?P<after>\s?[-/., ]\s?'?\d{{1,4}})(?![\d月])"
)
"""A month by its Chinese name among digits, as databases and mail programs write it: 03/一月/2026, 04-3月 -26."""
_MONTH_AND_DAY = re.compile(
    r"(?:十[一二]?|[一二三四五六七八九]|\d{1,2})\s?月\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[日号號]?(?!\d)"
)

_NOT_KNOWN = Text(
    zh="应写作 2026-03-04 15:05 或 2026年3月4日 这样",
    en="expected something like 2026-03-04 15:05 or 4-Mar-2026",
)
_NO_SUCH_DAY = Text(zh="日历上没有这一天", en="there is no such day")
_NO_SUCH_TIME = Text(zh="没有这样的时刻", en="there is no such time")
_NO_TIME = Text(zh="应写作 14:05 或 下午2:05 这样", en="expected something like 14:05 or 2:05 pm")
_NO_YEAR = Text(zh="只有月和日，没有年", en="the year is missing")
_NO_DAY = Text(zh="只有年和月，没有日", en="the day is missing")
_TIME_ALONE = Text(
    zh="只有时刻，没有日期；日期在另一列的，在 columns 中写 {date: 日期列, time: 时刻列}",
    en="a time without a date; where another column has the date, name both under columns: {date: ..., time: ...}",
)
_A_NUMBER = Text(
    zh="是一个数字；如是 Excel 的日期序号，请按日期格式重新导出",
    en="a number; if it is Excel's number of a day, export the column as dates",
)
_TWO_DATES = Text(zh="含两个日期", en="these are two dates")
_ERA = Text(
    zh="日本年号未作换算，请改写为公历年份",
    en="Japanese eras are not converted; write the year of the common era",
)
_WRONG_WEEKDAY = Text(zh="星期与日期不符", en="the day of the week is not that of the date")
_PART_UNCLEAR = Text(
    zh="时段与钟点不合，或看不出属于哪一天", en="the hour does not go with the part of the day"
)
_ZONE = Text(
    zh="时区缩写含义不唯一，请改写为 +08:00 这样", en="an abbreviated time zone means several; write +08:00"
)
_UNDECIDED = Text(
    zh="全列没有大于 12 的“日”，看不出先日后月还是先月后日",
    en="day/month or month/day: no day above 12 in the whole column tells which",
)
_MIXED = Text(
    zh="同一列里既有先日后月，也有先月后日",
    en="the column has dates with the day first and with the month first",
)
_ROC_YEAR = Text(
    zh="年份是三位数，像是民国纪年；确是民国年份的，在 dates 中写 roc",
    en="a year of three digits, as of the Republic of China; if it is one, declare roc under dates",
)
_SHORT = Text(zh="年份不是四位", en="the year has fewer than four digits")


@dataclass(frozen=True, slots=True)
class Moment:
    """A local moment, and whether its text names a time of the day."""

    at: dt.datetime
    timed: bool


def read_moment(text: str, order: Order | None, local: Local, *, month: bool = False) -> Moment | Unread:
    """The moment that a trimmed text names; why not, where it names none.

    ``order`` is that of the column's dates in digits with the year last, or says that their years are those of the
    Republic of China. ``month`` accepts a month
    without its day, as its first. A time with an offset is converted by ``local``.
    """
    plain = _digits(english_month(narrow(text).strip("'’")))
    rest, weekday = _without_weekday(plain)
    found = _date(rest, order, month=month)
    if isinstance(found, Unread):
        return found
    day, after = found
    if weekday is not None and weekday != day.weekday():
        return Unread(problems.DATE, {"why": _WRONG_WEEKDAY})
    return _with_time(day, after, local)


def at_time(day: Moment, text: str, local: Local) -> Moment | Unread:
    """The moment of a day at the time that a trimmed text of its own names; why not, where it names none."""
    plain = narrow(text).strip("'’")
    known = _TIME.match(plain) or _COMPACT_TIME.match(plain) or _HOUR_ONLY.match(plain)
    found = _with_time(day.at.date(), plain, local) if known else _unread(_NO_TIME)
    if not isinstance(found, Unread):
        return found
    why = found.params["why"]
    return Unread(problems.TIME, {"why": why if why in (_NO_SUCH_TIME, _PART_UNCLEAR, _ZONE) else _NO_TIME})


def year_last(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date in digits with the year last, of which one is the day."""
    found = YEAR_LAST.match(_without_weekday(narrow(text).strip("'’"))[0])
    return (int(found["a"]), int(found["b"])) if found else None


def _unread(why: Text) -> Unread:
    return Unread(problems.DATE, {"why": why})


def english_month(text: str) -> str:
    """A date in digits with its month by the Chinese name, with the English one.

    >>> english_month("03/一月/2026 8:20 上午"), english_month("3月4日")
    ('03/Jan/2026 8:20 上午', '3月4日')
    """
    found = _ZH_NAMED.match(text)
    if found is None:
        return text
    number = int(found["m"]) if found["m"].isdecimal() else _small(found["m"])
    month = _MONTHS[number - 1].title()
    return f"{found['before']}{month}{found['after']}{text[found.end() :]}"


def _digits(text: str) -> str:
    """Dates in Chinese numerals in digits: 二〇二六年三月四日."""
    found = _ZH_DATE.match(text)
    if found is None:
        return text
    year = found[1].translate(_ZH_DIGITS)
    return f"{year}年{_small(found[2])}月{_small(found[3])}日" + text[found.end() :]


def _small(numeral: str) -> int:
    """A Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    digit = int(ones.translate(_ZH_DIGITS)) if ones else 0
    if not ten:
        return digit
    return 10 * (int(tens.translate(_ZH_DIGITS)) if tens else 1) + digit


def _without_weekday(text: str) -> tuple[str, int | None]:
    found = _WEEKDAY.search(text) if _LETTER.search(text) else None
    if found is None:
        return text, None
    if found["zh"]:
        day = "一二三四五六日".index(found["zh"].replace("天", "日"))
    else:
        day = _ENGLISH_DAYS.index(found["en"].lower())
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    return f"{before} {after}".strip(), day


def _date(text: str, order: Order | None, *, month: bool) -> tuple[dt.date, str] | Unread:
    """The day at the beginning of a text, and what follows it."""
    if order == "roc" and (found := _ROC.match(text)):
        year, month_, day = (found[part] or found[f"c{part}"] for part in "ymd")
        return _day(BEFORE_ROC + int(year), int(month_), int(day), text[found.end() :])
    if found := YEAR_LAST.match(text):
        return _year_last(found, text, order)
    if found := _COMPACT.match(text) or _YEAR_FIRST.match(text) or _MINGUO.match(text):
        if found["d"] is None and not month:
            return _unread(_NO_DAY)
        year = int(found["y"].replace("元", "1")) + (1911 if found.re is _MINGUO else 0)
        return _day(year, int(found["m"]), int(found["d"] or 1), text[found.end() :])
    if month and (found := _COMPACT_MONTH.fullmatch(text)):
        return _day(int(found["y"]), int(found["m"]), 1, "")
    named = (pattern.match(text) for pattern in (_DAY_NAME, _NAME_DAY, _YEAR_NAME))
    found = next(filter(None, named), None)
    return _why_no_date(text) if found is None else _named(found, text)


def _day(year: int, month: int, day: int, after: str) -> tuple[dt.date, str] | Unread:
    try:
        return dt.date(year, month, day), after
    except ValueError:
        return _unread(_NO_SUCH_DAY)


def _named(found: re.Match[str], text: str) -> tuple[dt.date, str] | Unread:
    if len(found["y"]) < 4:
        return Unread(problems.DATE_AMBIGUOUS, {"why": _SHORT})
    return _day(
        int(found["y"]), _MONTHS.index(found["name"][:3].lower()) + 1, int(found["d"]), text[found.end() :]
    )


def _year_last(found: re.Match[str], text: str, order: Order | None) -> tuple[dt.date, str] | Unread:
    first, second = int(found["a"]), int(found["b"])
    if order in ("day-first", "month-first"):
        day, month = (first, second) if order == "day-first" else (second, first)
        return _day(int(found["y"]), month, day, text[found.end() :])
    if first == second or (first > 12 and second > 12):
        return _day(int(found["y"]), second, first, text[found.end() :])
    return Unread(problems.DATE_AMBIGUOUS, {"why": _MIXED if order == "mixed" else _UNDECIDED})


def _why_no_date(text: str) -> Unread:
    if _JAPANESE.match(text):
        return _unread(_ERA)
    three = _THREE_DIGITS.match(text) and _ROC.match(text)
    if three or _SHORT_YEAR.match(text):
        return Unread(problems.DATE_AMBIGUOUS, {"why": _ROC_YEAR if three else _SHORT})
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return _unread(_A_NUMBER)
    if _TIME.fullmatch(text):
        return _unread(_TIME_ALONE)
    if _MONTH_AND_DAY.match(text):
        return _unread(_NO_YEAR)
    return _unread(_NOT_KNOWN)


def _with_time(day: dt.date, text: str, local: Local) -> Moment | Unread:
    """A day with the time and the offset that follow it."""
    midnight = dt.datetime.combine(day, dt.time())
    if not text.strip(" T,"):
        return Moment(midnight, timed=False)
    if zone := _OFFSET.fullmatch(text):
        return Moment(_converted(midnight, zone, local), timed=True)
    found = _COMPACT_TIME.match(text) or _TIME.match(text) or _HOUR_ONLY.match(text)
    if found is None:
        return _unread(_TWO_DATES if _UNTIL.match(text) else _NOT_KNOWN)
    elapsed = _elapsed(found.groupdict())
    if isinstance(elapsed, Unread):
        return elapsed
    rest = text[found.end() :].rstrip()
    zone = _OFFSET.fullmatch(rest)
    if rest and zone is None:
        return _unread(_ZONE if _NAMED_ZONE.fullmatch(rest) else _NOT_KNOWN)
    wall = midnight + elapsed
    return Moment(_converted(wall, zone, local) if zone else wall, timed=True)


def _elapsed(parts: Mapping[str, str | None]) -> dt.timedelta | Unread:
    """The time since midnight, to 24:00; parts below the microsecond are cut off."""
    hour = _hour(int(parts["h"] or 0), parts.get("before") or parts.get("after"))
    if hour is None:
        return _unread(_PART_UNCLEAR)
    minute = 30 if parts.get("half") else int(parts.get("min") or 0)
    second, fraction = int(parts.get("s") or 0), int((parts.get("f") or "").ljust(6, "0")[:6])
    beyond = hour > 24 or (hour == 24 and (minute, second, fraction) != (0, 0, 0))
    if beyond or minute > 59 or second > 59:
        return _unread(_NO_SUCH_TIME)
    return dt.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction)


def _converted(wall: dt.datetime, zone: re.Match[str], local: Local) -> dt.datetime:
    ahead = dt.timedelta(hours=int(zone["oh"] or 0), minutes=int(zone["om"] or 0))
    return local(wall + ahead if zone["sign"] == "-" else wall - ahead)


def _hour(hour: int, part: str | None) -> int | None:
    """The hour from 0 to 24 of a part of the day; None where the two do not go together."""
    if part is None:
        return hour
    part = part.lower().replace(".", "").replace(" ", "")
    if part in ("pm", "下午", "午後", "오후"):
        return hour % 12 + 12 if hour <= 23 and hour != 0 else None
    if part == "中午":
        return {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14}.get(hour)
    if part in ("晚上", "夜间", "夜間", "傍晚"):
        return hour % 12 + 12 if 5 <= hour <= 11 or 17 <= hour <= 23 else None
    return hour % 12 if hour <= 12 else None
