"""Which columns hold personal data, and how their values are shown: not at all."""

from __future__ import annotations

import datetime as dt
from typing import Literal

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


def shown(value: object, pii: Pii) -> Text | str | None:
    """A value as a problem may show it: masked where it is personal, shortened where it is long."""
    if value is None:
        return None
    return MASKED if pii in PERSONAL else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        words = value.isoformat(sep=" ")
    elif isinstance(value, dt.date):
        words = value.isoformat()
    elif isinstance(value, float) and value.is_integer():
        words = str(int(value))
    else:
        words = str(value)
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
