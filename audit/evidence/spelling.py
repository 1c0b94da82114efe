"""When two spellings of a header or label are one, and which known word a misspelt one is nearest to."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

SPACES = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"
"""What is trimmed from every cell: ASCII space, no-break, zero-width and full-width spaces."""

FULL_WIDTH = "０１２３４５６７８９＋－．，：／　"
HALF_WIDTH = "0123456789+-.,:/ "


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
