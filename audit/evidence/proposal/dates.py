"""The form in which a column writes its dates, decided by all of its values together."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.evidence.dates import Moment, Order, english_month, read_moment
from audit.evidence.spelling import FULL_WIDTH, HALF_WIDTH

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE = re.compile(
    r"^(?:(?P<weekday>[A-Za-z]{3,9}),? )?"
    r"(?P<a>\d{1,4}|[A-Za-z]{3,9}\.?)(?P<s1>[-/.年 ]+)(?P<b>\d{1,2}|[A-Za-z]{3,9}\.?)(?P<s2>[-/.月, ]+)(?P<c>\d{1,4})日?"
    r"(?:(?P<gap>[T, ]+)(?P<half>上午|下午|AM |PM )?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?P<fraction>\.\d{1,9})?)?)?(?P<tail>.*)$"
)
_ISO = re.compile(
    r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([T ]+\d{1,2}:\d{1,2}(:\d{1,2}([.,]\d{1,9})?)?)?"
    r" ?(Z|z|[+-]\d{2}(:?\d{2})?)?$"
)
_COMPACT = re.compile(r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_MONTH_ONLY = re.compile(r"^(19|20)\d{2}([-/.年](0?[1-9]|1[0-2])月?|(0[1-9]|1[0-2]))$")
_AM_PM = re.compile(r"^ ?[AaPp]\.?[Mm]\.?")
_HALF_ZH = re.compile("(?<=[0-9 ])(上午|下午)$")
_TRANSLATED = str.maketrans(FULL_WIDTH, HALF_WIDTH)
_EARLIEST, _LATEST = 1950, 2100
_LOOKED_AT = 500
_FEW_YEARS, _SCATTERED = 5, 15


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes dates.

    ``form`` is a strptime format, None where the year stands first. ``share`` of the cells are such dates.
    ``swapped`` is the format that fits as well, with day and month the other way round; ``elsewhere`` the form
    that fits as well with the year of two digits at the other end (26-01-05). ``with_time`` tells
    whether hours are given; ``first`` and ``last`` are the extremes of what was looked at. ``told`` is what
    audit.yaml has to say of the column: an order, a format, or None where reading finds out by itself.
    """

    form: str | None
    share: float
    with_time: bool
    first: dt.datetime
    last: dt.datetime
    swapped: str | None = None
    elsewhere: DateForm | None = None
    told: str | None = None


def date_form(values: Mapping[str, int]) -> DateForm | None:
    """The form of the dates of a column, given its distinct values and how often they occur."""
    total = sum(values.values())
    shapes: Counter[str] = Counter()
    for value, count in values.items():
        shapes.update(dict.fromkeys(_candidates(value), count))
    best = [
        found
        for candidate, count in sorted(shapes.items(), key=lambda one: (-one[1], one[0]))[:8]
        if count >= 0.5 * total and (found := _measured(candidate, values, total)) is not None
    ]
    if not best:
        return _as_read(values, total)
    best.sort(key=lambda one: -one.share)
    top, elsewhere = _by_years([one for one in best if one.share == best[0].share])
    if elsewhere is not None:
        told = _to_tell(elsewhere.form, values)
        elsewhere = replace(elsewhere, swapped=_rival(elsewhere, best), told=told)
    return replace(top, swapped=_rival(top, best), elsewhere=elsewhere, told=_to_tell(top.form, values))


def _rival(top: DateForm, forms: Sequence[DateForm]) -> str | None:
    """The format that fits as well, with day and month the other way round."""
    same_end = [one for one in forms if year_first(one.form) == year_first(top.form)]
    rivals = [one.form for one in same_end if one.share == top.share and _swapped(top.form, one.form)]
    return rivals[0] if rivals else None


def _by_years(forms: Sequence[DateForm]) -> tuple[DateForm, DateForm | None]:
    """The form whose years lie closest together, and the one with the year at the other end if it is not ruled out.

    Years read from days are scattered over three decades, where those of an export lie in a few.
    """
    ends = [[one for one in forms if year_first(one.form) == first] for first in (True, False)]
    if not all(ends):
        return forms[0], None
    near, far = sorted((one[0] for one in ends), key=_years)
    ruled_out = _years(near) <= _FEW_YEARS and _years(far) >= _SCATTERED
    return near, None if ruled_out else far


def _years(form: DateForm) -> int:
    return form.last.year - form.first.year


def year_first(form: str | None) -> bool:
    """Whether a format begins with a year of two digits."""
    return form is not None and form.startswith("%y")


def order_of(form: str | None) -> Order | None:
    """Whether a format has the day first or the month, where both are digits and the year comes last."""
    if form is None or "%m" not in form or form.startswith(("%Y", "%y")):
        return None
    return "day-first" if form.index("%d") < form.index("%m") else "month-first"


def _to_tell(form: str | None, values: Mapping[str, int]) -> str | None:
    """What audit.yaml says: the order where that is enough, else the format; nothing where no digits are swapped."""
    if form is None:
        return None
    order = order_of(form)
    fitting = [value for value in list(values)[:_LOOKED_AT] if parse(value, form) is not None]
    if any(not isinstance(read_moment(value, order, _as_it_is), Moment) for value in fitting):
        return form
    return order


def _as_read(values: Mapping[str, int], total: int) -> DateForm | None:
    """Dates in a form that strptime does not have but reading has (2026年3月4日 下午3:05)."""
    found = {
        value: moment
        for value in list(values)[:_LOOKED_AT]
        if any(character.isdigit() for character in value)
        and isinstance(moment := read_moment(value, None, _as_it_is), Moment)
        and _EARLIEST <= moment.at.year < _LATEST
    }
    looked_at = sum(values[value] for value in list(values)[:_LOOKED_AT])
    share = sum(values[value] for value in found) / (looked_at or 1)
    if share < 0.5:
        return None
    moments = [moment.at for moment in found.values()]
    return DateForm(None, share, any(one.timed for one in found.values()), min(moments), max(moments))


def _as_it_is(moment: dt.datetime) -> dt.datetime:
    return moment


def _swapped(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other and sorted(one) == sorted(other)


def parse(value: str, form: str) -> dt.datetime | None:
    """One value in a format; ``ISO`` and ``MONTH`` stand for what reading finds by itself."""
    text = _english(value)
    try:
        if form == ISO:
            return _iso(text)
        if form == MONTH:
            digits = re.sub(r"\D+", " ", text).split()
            year, month = (digits[0][:4], digits[0][4:]) if len(digits) == 1 else digits
            return dt.datetime(int(year), int(month), 1)
        found = dt.datetime.strptime(text, form).replace(tzinfo=None)
    except (ValueError, IndexError):
        return None
    return found if _EARLIEST <= found.year < _LATEST else None


ISO, MONTH = "iso", "month"


def _english(value: str) -> str:
    """A value in half width, with the words that a strptime format knows: reading puts them there as well."""
    text = value.translate(_TRANSLATED).strip()
    named = english_month(text)
    return named if named == text else _HALF_ZH.sub(lambda found: "AM" if found[0] == "上午" else "PM", named)


def _iso(text: str) -> dt.datetime | None:
    if not _ISO.match(text):
        return None
    numbers = [int(one) for one in re.findall(r"\d+", text)[:6]]
    if len(numbers) < 5:
        numbers = numbers[:3]
    found = dt.datetime(*numbers[:6]) if len(numbers) >= 3 else None  # type: ignore[arg-type]
    return found if found and _EARLIEST <= found.year < _LATEST else None


def _measured(candidate: str, values: Mapping[str, int], total: int) -> DateForm | None:
    moments: list[dt.datetime] = []
    fitting = 0
    for value, count in values.items():
        moment = parse(value, candidate)
        if moment is not None:
            moments.append(moment)
            fitting += count
    if not moments:
        return None
    with_time = ("%H" in candidate or "%I" in candidate) if candidate not in (ISO, MONTH) else False
    if candidate == ISO:
        with_time = any(":" in value for value in values)
    form = None if candidate in (ISO, MONTH) else candidate
    return DateForm(form, fitting / total, with_time, min(moments), max(moments))


def _candidates(value: str) -> Iterator[str]:
    """The formats that one value could have."""
    text = _english(value)
    if _ISO.match(text):
        yield ISO
        return
    if _COMPACT.match(text):
        yield "%Y%m%d"
    if _MONTH_ONLY.match(text):
        yield MONTH
        return
    match = _WHOLE.match(text)
    if match is None:
        return
    time = _time(match)
    if time is None:
        return
    weekday = "" if not match["weekday"] else ("%a" if len(match["weekday"]) == 3 else "%A")
    lead = weekday + text[match.end("weekday") : match.start("a")] if weekday else ""
    for parts in _orders(match["a"], match["b"], match["c"]):
        day = f"{parts[0]}{match['s1']}{parts[1]}{match['s2']}{parts[2]}"
        yield lead + day + ("日" if text[match.end("c") : match.end("c") + 1] == "日" else "") + time


def _time(match: re.Match[str]) -> str | None:
    """The format of what follows the day; None where it is no time."""
    tail = match["tail"]
    if match["hour"] is None:
        return "" if not tail.strip() else None
    if match["half"]:
        return None  # 上午 and 下午 are no part of strptime; reading knows them
    seconds = "" if match["second"] is None else ":%S"
    fraction = "" if match["fraction"] is None else ".%f"
    half = _AM_PM.match(tail)
    hour = "%I" if half else "%H"
    suffix = ""
    if half:
        suffix = (" " if half[0].startswith(" ") else "") + "%p"
        tail = tail[half.end() :]
    if re.fullmatch(r" ?[+-]\d{2}:?\d{2}", tail):
        suffix += (" " if tail.startswith(" ") else "") + "%z"
    elif re.fullmatch(r" ?(\(?(GMT|UTC)[+-]?\d*\)?|[A-Z]{2,5})", tail):
        suffix += tail  # the same offset in every row: the times are local
    elif tail.strip():
        return None
    return f"{match['gap']}{hour}:%M{seconds}{fraction}{suffix}"


def _orders(a: str, b: str, c: str) -> Iterator[tuple[str, str, str]]:
    """In which order day, month and year may stand."""
    if len(a) == 4 and a.isdigit():
        if not b.isdigit():
            yield "%Y", _month(b), "%d"
        else:
            yield "%Y", "%m", "%d"
        return
    if len(a) == len(c) == 2 and (a + b + c).isdigit():
        yield "%y", "%m", "%d"
    year = "%Y" if len(c) == 4 else "%y"
    if len(c) not in (2, 4):
        return
    if not b.isdigit():
        yield "%d", _month(b), year
    elif not a.isdigit():
        yield _month(a), "%d", year
    else:
        yield "%d", "%m", year
        yield "%m", "%d", year


def _month(word: str) -> str:
    known = word.rstrip(".").lower()
    short = "%b" if len(known) == 3 and known in _MONTH_NAMES else "%B"
    return short + ("." if word.endswith(".") else "")


def decided(forms: Iterable[DateForm]) -> Order | None:
    """Which of day and month stands first in the columns that leave no doubt, where these agree."""
    found = {order for one in forms if one.swapped is None and (order := order_of(one.form)) is not None}
    return found.pop() if len(found) == 1 else None
