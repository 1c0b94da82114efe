"""Which columns hold personal data, and how their values are shown: not at all.

``patterns`` knows what a personal value looks like, ``headers`` what a column of them is called, and
``gate`` looks through the files as they were handed over.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from audit.evidence.privacy.names import LATIN_NAME, LONE_NAME
from audit.evidence.privacy.patterns import masked
from audit.text import Text

Pii = Literal["none", "org", "pseud", "free", "audit"]
"""``none``   nothing personal.
``org``    names of the organisation or its sites.
``pseud``  a pseudonym of a person: personal data all the same.
``free``   free text, which may hold anything.
``audit``  the identity of a reviewer.
"""

PERSONAL: frozenset[Pii] = frozenset({"pseud", "free", "audit"})
MASKED = Text(zh="‹个人信息›", en="‹personal›")
LONGEST_SHOWN = 80


_NUMBERED = re.compile("‹([0-9]+)›")


Stray = Literal["text", "label", "typed"]
"""What a value stands among, where it does not belong: other text, where nothing tells a name from honest words;
labels, which are seldom names; dates and numbers, among which a name can only have slipped in.
"""


def shown(value: object, pii: Pii, among: Stray = "text") -> Text | str | None:
    """A value as a problem may show it: masked where it is personal, shortened where it is long.

    In a column that should hold nothing personal, a value with a telephone number, an identity number, an
    e-mail address or a card in it is masked as a whole: a name often stands beside it. So is what looks like a
    name among labels or typed values.
    """
    if value is None:
        return None
    if pii in PERSONAL:
        return MASKED
    words = _plain(value)
    if isinstance(value, str) and _may_name(words, among):
        return MASKED
    if isinstance(value, dt.date) or masked(words) == words:
        return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
    return MASKED


def _may_name(words: str, among: Stray) -> bool:
    bare = words.strip()
    if among == "label":
        return LONE_NAME.fullmatch(bare) is not None
    return among == "typed" and bool(LONE_NAME.fullmatch(bare) or LATIN_NAME.fullmatch(bare))


def quoted(words: str) -> str:
    """A header or a label as it may be quoted: not at all where something in it is personal."""
    return words if masked(words) == words else MASKED.en


def numbered(place: int, width: int) -> str:
    """What stands in a result for a value that may not: its number among all such values of its column."""
    return f"‹{place:0{width}d}›"


def number_in_words(shown: str, *, person: bool) -> Text | None:
    """What ``numbered`` gives, in words; None for anything else."""
    found = _NUMBERED.fullmatch(shown)
    if found is None:
        return None
    place = int(found[1])
    if person:
        return Text(zh=f"人员{place}", en=f"person {place}")
    return Text(zh=f"‹个人信息›{place}", en=f"‹personal› {place}")


def harmless(words: Text) -> Text:
    """A text with everything personal in it left out."""
    return Text(zh=masked(words.zh), en=masked(words.en))


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
