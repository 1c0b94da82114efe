"""How a report is issued."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.branding.brand import PLAIN, Brand


@dataclass(frozen=True, slots=True)
class Options:
    """What the issuer chooses; nothing of it changes what was found.

    ``draft``: every page says that it is one. ``brand``: the look, words and order of the body that issues it.
    """

    draft: bool = False
    brand: Brand = PLAIN


FINAL = Options()
"""The report as it is issued when nothing was chosen."""
