"""Years of the Republic of China beside other dates of their file: whether the two are of one time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.evidence.proposal.dates import DateForm
from audit.evidence.proposal.model import LIKELY, ColumnProposal
from audit.evidence.proposal.profile import Profile
from audit.evidence.proposal.reasons import joined
from audit.evidence.proposal.roc import ROC
from audit.text import Text

_APART = 5
_FAR = Text(
    zh="按民国纪年，年份与同一文件其他日期相差很远，请核对",
    en="read as years of the Republic of China they lie far from the other dates of the file; please check",
)


def checked(one: ColumnProposal, theirs: Profile, columns: Sequence[Profile]) -> ColumnProposal:
    """A column of dates, only likely where such years lie apart from all other full dates of the file."""
    dates = theirs.dates
    if one.date != ROC or dates is None:
        return one
    others = [each.dates for each in columns if each is not theirs and each.is_date and each.dates]
    full = [each for each in others if has_full_years(each)]
    if not full or any(_near(dates, each) for each in full):
        return one
    return replace(one, why=joined(one.why, _FAR), confidence=min(one.confidence, LIKELY))


def has_full_years(dates: DateForm) -> bool:
    """Whether the century is told by what is written."""
    return dates.form in (None, ROC) or "%Y" in dates.form


def _near(one: DateForm, other: DateForm) -> bool:
    return one.first.year - _APART <= other.last.year and other.first.year - _APART <= one.last.year
