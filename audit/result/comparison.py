"""Earlier audits beside this one: what they scored, and what stands between them and a fair comparison."""

from __future__ import annotations

from typing import Literal

from audit.result.numbers import Figure, Record
from audit.text import Message, Text

DifferenceKind = Literal["organisation", "checklist", "scheme", "instrument", "threshold"]
"""What is not the same: who was audited, or one of the things that scores depend on besides."""


class Edition(Record):
    """A checklist, scheme or questionnaire as it was in force; ``sha256`` is the hash of its files."""

    id: str
    version: str
    sha256: str


class Difference(Record):
    """Why scores of two audits are not comparable: those of one checklist, or all where it names none."""

    kind: DifferenceKind
    checklist: str | None = None
    message: Message


class EarlierScore(Record):
    """A score as it was given then; ``lower`` and ``upper`` take what was not evidenced as 0 and as 100."""

    scope: Literal["checklist", "section", "kind", "overall"]
    id: str
    score: Figure | None
    lower: Figure | None
    upper: Figure | None


class EarlierGap(Record):
    """The gap of a dimension as it was found then, in points of the questionnaire, with its interval."""

    dimension: str
    value: Figure | None
    low: Figure | None
    high: Figure | None
    n: int


class EarlierAudit(Record):
    """An earlier audit: what it was, what it found, and why it is not comparable with this one.

    ``result`` is the SHA-256 of its result. Without ``differences`` all its scores are comparable; ``remarks``
    are differences that do not hinder a comparison and should be known.
    """

    result: str
    organisation: str
    name: Text
    type: str
    period_start: str
    period_end: str
    as_of: str
    tool: str
    checklists: tuple[Edition, ...]
    scheme: Edition
    instruments: tuple[Edition, ...]
    scores: tuple[EarlierScore, ...]
    gaps: tuple[EarlierGap, ...] = ()
    differences: tuple[Difference, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def same_organisation(self) -> bool:
        """Whether it is an audit of the same organisation at all."""
        return not any(one.kind == "organisation" for one in self.differences)

    def comparable(self, score: EarlierScore) -> bool:
        """Whether a score means the same then and now; what spans checklists needs all of them unchanged."""
        if score.scope in ("overall", "kind"):
            return not self.differences
        checklist = score.id.partition("/")[0]
        return not any(one.checklist in (None, checklist) for one in self.differences)

    @property
    def gaps_comparable(self) -> bool:
        """Whether the gaps of the dimensions were asked of the same organisation by the same questionnaire."""
        return not any(one.kind in ("organisation", "instrument") for one in self.differences)


class Comparison(Record):
    """The earlier audits that were handed over, the oldest first."""

    audits: tuple[EarlierAudit, ...]
