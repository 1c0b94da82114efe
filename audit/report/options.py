"""How a report is issued."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What the issuer chooses; nothing of it changes what was found.

    ``draft``: every page says that it is one.
    """

    draft: bool = False


FINAL = Options()
"""The report as it is issued when nothing was chosen."""
