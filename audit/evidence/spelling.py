"""When two spellings of a header or label are one, and which known word a misspelt one is nearest to."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterable

INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
"""Characters that draw nothing: soft hyphen, zero-width spaces and joiners, direction marks, byte order mark."""

SPACES = (
    " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + INVISIBLE
)
"""What is trimmed from every cell: every space of Unicode, of whatever width, and what cannot be seen."""

FULL_WIDTH = "０１２３４５６７８９＋－．，：／　"
HALF_WIDTH = "0123456789+-.,:/ "

_NO_INVISIBLE = str.maketrans("", "", INVISIBLE)


def tidy(text: str) -> str:
    """A cell as it is kept: without spaces and invisible characters at both ends."""
    return text.strip(SPACES)


def without_invisible(text: str) -> str:
    """A code without the characters that nobody sees in it."""
    return text.translate(_NO_INVISIBLE)


def narrow(text: str) -> str:
    """A cell as it is understood: half width, no invisible characters, runs of spaces as one.

    >>> narrow("２０２６－０３－０４　１５：０５")
    '2026-03-04 15:05'
    """
    if text.isascii():
        return " ".join(text.split()) if " " in text else text
    return " ".join(without_invisible(unicodedata.normalize("NFKC", text)).split())


@functools.lru_cache(maxsize=20_000)
def normalised(word: str) -> str:
    """A word without case, width, spaces and punctuation; words equal in this form are one.

    >>> normalised("Received At:") == normalised("received_at") == normalised("ＲＥＣＥＩＶＥＤ ａｔ")
    True

    A word that is nothing but punctuation stays as it is.
    """
    folded = unicodedata.normalize("NFKC", word).casefold()
    kept = "".join(character for character in folded if unicodedata.category(character)[0] not in "PZC")
    return kept or folded.strip(SPACES)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None where none is."""
    spellings = {normalised(one): one for one in known}
    close = difflib.get_close_matches(normalised(word), spellings, n=1, cutoff=0.5)
    return spellings[close[0]] if close else None
