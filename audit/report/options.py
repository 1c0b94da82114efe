"""How a report is issued."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.branding.brand import PLAIN, Brand
from audit.report.edition import Edition, Replaced
from audit.result import AuditResult


@dataclass(frozen=True, slots=True)
class Options:
    """What the issuer chooses; nothing of it changes what was found.

    ``draft``: every page says that it is one. ``brand``: the look, words and order of the body that issues it.
    ``replaces``: the issue that this one corrects, and ``correction`` what was corrected, in the issuer's words.
    """

    draft: bool = False
    brand: Brand = PLAIN
    replaces: Replaced | None = None
    correction: str = ""

    def edition(self, result: AuditResult) -> Edition:
        """Which issue of which result this makes."""
        return Edition(result.sha256(), self.draft, self.replaces)


FINAL = Options()
"""The report as it is issued when nothing was chosen."""
