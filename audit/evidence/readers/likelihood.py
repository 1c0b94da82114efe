"""How likely some bytes are as text in an encoding: a number that can be compared between encodings.

Each reading is given the probability of its characters one by one. In the East Asian encodings these fall into
classes: everyday characters, the frequent half of the national standard (its first level, a range of code
points), the rare half, and extensions. In alphabets letters follow letters, and capitals begin words. The
classes' shares are rough and need not be better: within a line or two they are far apart.

Ranges: GB 2312 rows 16-55, Big5 A440-C67E, KS X 1001 rows 16-40, JIS X 0208 rows 16-47 hold the first levels.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from audit.evidence.readers.everyday import EVERYDAY

VARIANTS = {"cp950": "big5hkscs"}
"""What a reading is tried in that fails in some character."""

_EAST_ASIAN = ("gb18030", "cp950", "big5hkscs", "cp949", "cp932", "euc_jp")
_ALPHABETS = {
    "cp1251": ("\u0400", "\u045f"),
    "koi8_r": ("\u0400", "\u045f"),
    "cp1253": ("\u0370", "\u03ff"),
    "cp1255": ("\u05d0", "\u05ea"),
    "cp1256": ("\u0621", "\u06d2"),
    "cp874": ("\u0e01", "\u0e5b"),
}
LATIN = ("cp1252", "cp1250", "cp1254")
CANDIDATES = (*_EAST_ASIAN, *LATIN, *_ALPHABETS)
"""In the order in which equal readings are preferred."""

_EVERYDAY_OF = {"big5hkscs": "cp950", "euc_jp": "cp932"}
_ASCII = math.log(1 / 60)
_EVERYDAY_SHARE, _FIRST, _SECOND, _FURTHER = 0.75, 0.13, 0.015, 0.004
_PUNCTUATION = math.log(0.1 / 100)
_SIZES = {"gb18030": (3755, 3008), "cp950": (5401, 7652), "cp949": (2350, 4888), "cp932": (2965, 3390)}
_NOTHING = math.log(1e-9)
_TOUCHING = math.log(0.02)
"""An East Asian character next to a small Latin letter; a capital after a small one."""
_KANA_BEGINS, _KANA_GOES_ON = math.log(0.0001), math.log(0.9 / 64)
_HALF_KANA = re.compile("[\uff61-\uff9f]+")
_MIXED = re.compile("[a-zA-Z](?=[\u0370-\u0e5b])|[\u0370-\u0e5b](?=[a-zA-Z])")
_TOUCHES = re.compile("[a-z](?=[\u0100-\uffff])|[\u0100-\uffff](?=[a-z])")

_FREQUENT_LATIN = {
    "cp1252": "äöüßéèàçñáíóúôêâîåæøœÄÖÜÉÈÀÇÑÅØÆÁÍÓÚÂÊÔãõìòùûëï¿¡’“”–€°£§«»",
    "cp1250": "äöüßéáíóúąćęłńśźżčďěňřšťůýžőűăâîșțşţđŁŚŻŹČŘŠŽÁÉÍÓÚÝĎŤŮŐŰÄÖÜ”„–€°§",
    "cp1254": "çğıöşüÇĞİÖŞÜâîûé’“”–€°",
}
_CYRILLIC = "оеаинтсрвлкмдпуя"
_FREQUENT_LETTERS = {
    "cp1251": _CYRILLIC,
    "koi8_r": _CYRILLIC,
    "cp1253": "αοιετσνηυρπκμλςά",
    "cp1255": "יוהלארתבשמ",
    "cp1256": "اليمونرتبهعد",
    "cp874": "านรกเองมยลวดทส่้ีัิ็บพคไ",
}
_LATIN_PRIOR = {"cp1252": 0.0, "cp1250": -3.0, "cp1254": -4.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """An encoding and the logarithm of how likely the text is that it reads."""

    encoding: str
    score: float


def log_likelihood(data: bytes, encoding: str, *, foreign_only: bool = False) -> float:
    """The natural logarithm of the probability of the text; of its characters beyond ASCII only, if asked."""
    text = data.decode(encoding, "replace")
    counts = Counter(text)
    if encoding in LATIN:
        score = sum(count * _latin(one, encoding) for one, count in counts.items() if not one.isascii())
        score += _LATIN_PRIOR[encoding] + _TOUCHING * 2 * _runs(text)
    elif encoding in _ALPHABETS or encoding == "utf-8":
        score = sum(count * _letter(one, encoding) for one, count in counts.items() if not one.isascii())
        score += _TOUCHING * (_capitals_within(text) + len(_MIXED.findall(text)))
    else:
        score = sum(count * _east_asian(one, encoding) for one, count in counts.items() if not one.isascii())
        score += _TOUCHING * len(_TOUCHES.findall(text))
        score += _KANA_BEGINS * len(_HALF_KANA.findall(text))
    if foreign_only:
        return score
    return score + _ASCII * sum(count for one, count in counts.items() if one.isascii())


def is_common(character: str) -> bool:
    """Whether a character belongs to the frequent ones of any language that is known here."""
    return (
        any(character in known or _level(character, standard) == 1 for standard, known in EVERYDAY.items())
        or _is_punctuation(character)
        or any(low <= character <= high for low, high in _ALPHABETS.values())
    )


def _runs(text: str) -> int:
    """How many letters beyond ASCII follow two others: hardly ever in a Latin alphabet."""
    return len(re.findall("(?<=[\u0080-\u2122][\u0080-\u2122])[\u0080-\u2122]", text))


def _capitals_within(text: str) -> int:
    """How many capitals follow a small letter."""
    there = set(text)
    small, capital = ("".join(filter(which, there)) for which in (str.islower, str.isupper))
    return (
        len(re.findall(f"[{re.escape(small)}](?=[{re.escape(capital)}])", text)) if small and capital else 0
    )


def _latin(character: str, encoding: str) -> float:
    if character in _FREQUENT_LATIN[encoding]:
        return math.log(0.05 / 50)
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn"):
        return _NOTHING
    return math.log(0.002 / 100)


def _letter(character: str, encoding: str) -> float:
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co"):
        return _NOTHING
    if encoding == "utf-8":
        return math.log(0.1 / 2000)
    low, high = _ALPHABETS[encoding]
    if not low <= character <= high:
        return math.log(0.005 / 100)
    if character in _FREQUENT_LETTERS[encoding]:
        return math.log(0.75 / len(_FREQUENT_LETTERS[encoding]))
    return math.log((0.05 if character.isupper() else 0.2) / 40)


def _east_asian(character: str, encoding: str) -> float:
    return _class_of(character, _EVERYDAY_OF.get(encoding, encoding))


@functools.cache
def _class_of(character: str, standard: str) -> float:
    everyday, (first, second) = EVERYDAY[standard], _SIZES[standard]
    if character in everyday:
        return math.log(_EVERYDAY_SHARE / len(everyday))
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co"):
        return _NOTHING
    if "\uff61" <= character <= "\uff9f":
        return _KANA_GOES_ON
    if _is_punctuation(character):
        return _PUNCTUATION
    level = _level(character, standard)
    if level == 1:
        return math.log(_FIRST / first)
    return math.log(_SECOND / second) if level == 2 else math.log(_FURTHER / 15_000)


def _is_punctuation(character: str) -> bool:
    """Punctuation and full-width forms, which all East Asian encodings share."""
    return (
        "\u2010" <= character <= "\u203b"
        or "\u3000" <= character <= "\u3011"
        or "\uff01" <= character <= "\uff5e"
        or character in "·×÷℃№"
    )


def _level(character: str, standard: str) -> int:
    """1 for the frequent half of a national standard, 2 for the rare one, 0 for what it does not have."""
    strict = {"gb18030": "gb2312", "cp950": "big5", "cp949": "euc_kr", "cp932": "euc_jp"}[standard]
    try:
        code = character.encode(strict)
    except UnicodeEncodeError:
        return 0
    if len(code) != 2:
        return 0
    row = code[0]
    if standard == "cp950":
        return 1 if 0xA4 <= row <= 0xC6 else 2 if row >= 0xC9 else 0
    frequent = {"gb18030": 0xD7, "cp949": 0xC8, "cp932": 0xCF}[standard]
    return 1 if 0xB0 <= row <= frequent else 2 if row > frequent else 0
