"""What a personal value looks like: identity numbers, telephone numbers, e-mail addresses, bank cards.

Every kind has a ``shape``, a pattern that the engine can search for as well, and ``holds``, what only a
real one keeps: a checksum, a calendar date, a number range in use. Digits alone prove nothing: one in
ten numbers of 16 digits passes Luhn's check. So a *column* holds a kind only where at least half of the
values that look like it are real ones; else it is ``refuted``. A single value is masked on less: whatever
has the shape and holds is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from audit.evidence.privacy.checks import (
    address,
    card,
    hong_kong_id,
    resident_id,
    rounded_resident_id,
    taiwan_id,
    telephone,
)
from audit.text import Text

Strength = Literal["strong", "weak"]
"""A strong kind refuses a column that is not made for it; a weak one has honest lookalikes and only warns."""

MASK = "‹…›"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_NARROWED: dict[int, int | str] = {
    **{0xFF01 + place: 0x21 + place for place in range(94)},
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
"""Full-width letters, digits and signs, spaces and dashes of every width, and what they are compared as."""

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_BIRTH = f"(?:18|19|20)[0-9]{{2}}[ -]?{_MONTH_DAY}"
_MOBILE_RANGE = "1(?:3[0-9]|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
_AREA = "0(?:10|2[0-57-9]|[3-9][0-9]{2})"
_LOCAL = "[2-8](?:[0-9]{6,7}|[0-9]{2,3}[ -][0-9]{4})"
_ISSUER = (
    "(?:62[0-9]{2}|4[0-9]{3}|5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720|35[2-8][0-9]"
    "|6011|64[4-9][0-9]|65[0-9]{2})"
)
_DINERS = "3(?:0[0-5]|[68][0-9])[0-9]"
_FOUR = "[ -][0-9]{4}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal value.

    ``shape`` matches it without what stands around it; it must end neither in the middle of a word or a
    number nor of a decimal fraction. ``lookalike`` matches what honest data that is mistaken for it also
    looks like; absent, the shape is rare enough by itself. One that is ``apart`` is none where letters stand
    directly before it, as in the codes of a system.
    """

    id: str
    title: Text
    shape: str
    strength: Strength = "strong"
    holds: Callable[[str], bool] = field(default=lambda _: True)
    lookalike: str | None = None
    apart: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(
        "resident_id",
        Text(zh="居民身份证号", en="resident identity numbers"),
        f"(?:{_PROVINCES})[0-9]{{4}}(?:[ -]?{_BIRTH}[ -]?[0-9]{{3}}[0-9Xx]|[0-9]{{2}}{_MONTH_DAY}[0-9]{{3}})",
        holds=lambda text: resident_id(text) or rounded_resident_id(text),
        lookalike="[0-9]{15}|[0-9]{17}[0-9Xx]|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]",
    ),
    Kind(
        "hong_kong_id",
        Text(zh="香港身份证号", en="Hong Kong identity numbers"),
        r"[A-Za-z]{1,2}[0-9]{6} ?\([0-9Aa]\)",
        holds=hong_kong_id,
    ),
    Kind(
        "taiwan_id",
        Text(zh="台湾身份证号", en="Taiwan identity numbers"),
        "[A-Za-z][1289][0-9]{8}",
        holds=taiwan_id,
        lookalike="[A-Za-z][0-9]{9}",
        apart=True,
    ),
    Kind(
        "bank_card",
        Text(zh="银行卡号", en="bank card numbers"),
        # Issuers in use: UnionPay 62, Visa 4, Mastercard 51-55 and 2221-2720, American Express 34/37, JCB 35,
        # Discover 6011 and 644-65, Diners 30/36/38; numbers of Chinese banks from before UnionPay's (4367, 4563, 9558).
        f"(?:62[0-9]{{2}}|4367|4563|955[89])(?:[0-9]{{13,15}}|(?:{_FOUR}){{3}}[ -][0-9]{{1,3}}|[0-9]{{2}}[ -][0-9]{{11,13}})"
        f"|{_ISSUER}(?:[0-9]{{12}}|(?:{_FOUR}){{3}}|[0-9]{{2}}[ -][0-9]{{10}})"
        f"|4[0-9]{{12}}|{_DINERS}(?:[0-9]{{10}}|[ -][0-9]{{6}}[ -][0-9]{{4}})"
        "|3[47][0-9]{2}(?:[0-9]{11}|[ -][0-9]{6}[ -][0-9]{5})",
        holds=card,
        lookalike=f"[0-9]{{15,19}}|[0-9]{{4}}(?:{_FOUR}){{3}}|4[0-9]{{12}}|{_DINERS}[0-9]{{10}}",
    ),
    Kind(
        "mobile",
        Text(zh="手机号", en="mobile numbers"),
        rf"(?:[(]?(?:[+]|00)?86[)]?[ -]?[(]?)?{_MOBILE_RANGE}"
        rf"(?:[)]?[0-9]{{8}}|[ .-][0-9]{{4}}[ .-][0-9]{{4}}|[0-9][ .-][0-9]{{3}}[ .-][0-9]{{4}}|[ -][0-9]{{3}}[ -][0-9]{{5}})"
        # Taiwan, and Hong Kong and Macau with the number of the country.
        "|09[0-9]{2}(?:[0-9]{6}|[ -][0-9]{3}[ -][0-9]{3}|[ -][0-9]{6})"
        "|(?:[(]?852[)]?[ -]|[(]?[+]852[)]?[ -]?)[4-9][0-9]{3}[ -]?[0-9]{4}"
        "|(?:[(]?853[)]?[ -]|[(]?[+]853[)]?[ -]?)6[0-9]{3}[ -]?[0-9]{4}",
        lookalike="[0-9]{10,11}",
    ),
    Kind(
        "telephone",
        Text(zh="电话号码", en="telephone numbers"),
        rf"(?:{_AREA}|\({_AREA}\))[ -]?{_LOCAL}"
        r"|(?:0[2-8]-|\(0[2-8]\) ?)[2-8][0-9]{2,3}-[0-9]{4}"
        r"|[+](?:[1-9][0-9]{9,14}|[1-9][0-9]{0,2}(?:[ -]\([0-9]{1,4}\))?(?:[ -][0-9]{2,6}){2,4})",
        holds=telephone,
        lookalike="[0-9]{10,12}|0[0-9]{2,3}-[0-9]{7,8}|[+][0-9]{10,15}",
    ),
    Kind(
        "email",
        Text(zh="电子邮箱", en="e-mail addresses"),
        "[0-9A-Za-z][0-9A-Za-z._%+-]*@[0-9A-Za-z][0-9A-Za-z-]*(?:[.][0-9A-Za-z-]+)*[.][A-Za-z]{2,}",
    ),
    Kind(
        "ip_address",
        Text(zh="IP 地址", en="IP addresses"),
        "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}",
        strength="weak",
        holds=address,
    ),
    Kind(
        "number_plate",
        Text(zh="车牌号", en="number plates"),
        "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·]?(?:[0-9A-HJ-NP-Z]{5}|[DF][0-9A-HJ-NP-Z]{5}|[0-9]{5}[DF])",
        strength="weak",
    ),
)
BY_ID: Mapping[str, Kind] = {kind.id: kind for kind in KINDS}


_AT_AN_END = "(?![0-9A-Za-z]|[.](?!0(?![0-9]))[0-9])"
"""No word and no number goes on; ``.0`` is how programs write a whole number that they took for another."""

_SCIENTIFIC = "[1-9][.][0-9]{7,17}[eE][+]?1[0-9]"


def _bounded(shape: str) -> str:
    """A shape and what may stand around it, without lookaround: for engines that have none."""
    return f"(?:^|[^0-9A-Za-z.])(?:{shape})(?:$|[^0-9A-Za-z.]|[.](?:$|[^0-9]|0(?:$|[^0-9])))"


_UNUSUAL = (
    f"^ *{_SCIENTIFIC} *$",
    "[０-９](?:[－（）　 -]{0,2}[0-9０-９]){5}",
    f"[0-9]{{2}}[－{_SPACES}{_DASHES}][0-9]{{3}}",
    "[0-9]{3}[Ｘｘ]",
    "[0-9]{6} ?（",
    "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]＠",
)
"""What may hold any kind once it is narrowed and written out: full-width signs, numbers like 1.38e10."""

ANY_KIND = "|".join([*(_bounded(kind.shape) for kind in KINDS), *_UNUSUAL])
"""A search for cells that may hold any kind; ``kinds_in`` knows for certain."""

ANY_LOOKALIKE = "|".join([*(_bounded(kind.lookalike or kind.shape) for kind in KINDS), *_UNUSUAL])
"""A search for cells by which a column may be told from one of honest lookalikes."""

_FOUND = {kind.id: re.compile(f"(?<![0-9A-Za-z.])(?:{kind.shape}){_AT_AN_END}") for kind in KINDS}
_LOOKALIKE = {
    kind.id: re.compile(f"(?<![0-9A-Za-z.])(?:{kind.lookalike or kind.shape}){_AT_AN_END}") for kind in KINDS
}
_GLUED = {
    kind.id: re.compile(
        f"(?<![0-9{'A-Za-z' if kind.apart else ''}.])(?:{kind.shape})(?![0-9]|[.](?!0(?![0-9]))[0-9])"
    )
    for kind in KINDS
}
_HASH = re.compile("[0-9a-f]{32,}")
_WORTH_A_LOOK = re.compile("[0-9０-９@＠]")
_WRITTEN_SHORT = re.compile(_SCIENTIFIC)


def narrow(text: str) -> str:
    """The same text with full-width letters and signs as the usual ones; no character is added or lost."""
    return text.translate(_NARROWED)


def _plain(text: str) -> str:
    """What is compared: narrow, and a number that a program wrote as 1.3800138e10 in full."""
    plain = narrow(text)
    return f"{Decimal(plain):f}" if _WRITTEN_SHORT.fullmatch(plain.strip()) else plain


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of which a text holds a value; a place is of the first kind that it fits."""
    plain = _plain(text)
    found, taken = set(), list[tuple[int, int]]()
    for kind in KINDS:
        for match in _FOUND[kind.id].finditer(plain):
            start, end = match.span()
            if kind.holds(match[0]) and all(end <= first or last <= start for first, last in taken):
                found.add(kind.id)
                taken.append((start, end))
    return frozenset(found)


def masked(text: str) -> str:
    """The text with everything personal in it replaced by ``‹…›``, also where it is glued to a word."""
    for start, end in reversed(personal_spans(text)):
        text = text[:start] + MASK + text[end:]
    return text


def personal_spans(text: str) -> list[tuple[int, int]]:
    """Where something personal stands in a text, from left to right."""
    if _WORTH_A_LOOK.search(text) is None or _HASH.fullmatch(text):
        return []
    plain = narrow(text)
    if _WRITTEN_SHORT.fullmatch(plain.strip()):
        return [(0, len(text))] if kinds_in(text) else []
    spans = [
        found.span() for kind in KINDS for found in _GLUED[kind.id].finditer(plain) if kind.holds(found[0])
    ]
    return list(_merged(spans))


def refuted(values: Iterable[str]) -> frozenset[str]:
    """The kinds that a column does not hold although some values fit: most of their lookalikes do not."""
    real, alike = dict.fromkeys(BY_ID, 0), dict.fromkeys(BY_ID, 0)
    for value in values:
        plain, kinds = _plain(value), kinds_in(value)
        for name, pattern in _LOOKALIKE.items():
            real[name] += name in kinds
            alike[name] += name in kinds or pattern.search(plain) is not None
    return frozenset(name for name, count in real.items() if 2 * count < alike[name])


def _merged(spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
