"""How a command ends. A pipeline may rely on these numbers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What the number says; with 0, 1, 3 and 4 all outputs are still written."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    EVIDENCE = 3
    INCOMPLETE = 4
    UNREADABLE = 5
    INTERNAL = 70


_FIRST = (Exit.INTERNAL, Exit.USAGE, Exit.UNREADABLE, Exit.EVIDENCE, Exit.INCOMPLETE, Exit.FINDINGS)


def decide(reasons: Iterable[Exit]) -> Exit:
    """The code when several apply: the gravest first, so that incomplete never passes."""
    given = set(reasons)
    return next((code for code in _FIRST if code in given), Exit.OK)
