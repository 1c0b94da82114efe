"""Which row of a grid is the header, whether a second one belongs to it, and what the columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from audit.evidence.readers.endings import profile_of_records
from audit.evidence.readers.grid import Cells, Profile, Row, Span, filled, kind, profile, same_cells
from audit.evidence.spelling import SPACES, normalised

JOINT = " / "
"""Between the name of a group of columns and that of a column in it."""

Reason = Literal["first", "typed", "named", "declared", "only", "record"]

_DEEPEST = 40
_SAMPLE = 30
_WIDE = 0.6
_NEAR = 5
_UNIT = re.compile(
    r"h|hrs?|hours?|mins?|minutes?|s|secs?|seconds?|d|days?|cny|rmb|usd|eur|%|pcs|小时|时|分|分钟|秒|天|日|工作日|元|万元|"
    r"人|人次|件|次|个|份|条|小時|分鐘|萬元|[(\[【〔].*[)\]】〕]"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header and the form of what stands below; ``rivals`` are rows that are as good."""

    rows: tuple[Row, ...]
    profile: Profile
    reason: Reason
    confidence: float
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row as a header: shares from 0 to 1.

    ``contrast`` is the share of the ``told`` columns of figures and codes above which the row has words, None
    where all columns hold words. ``width`` counts its filled cells, ``known`` the usual names among them.
    """

    place: int
    row: Row
    below: Profile
    cover: float
    words: float
    distinct: float
    recurs: float
    contrast: float | None
    known: int
    width: int
    before_gap: bool
    told: int

    @property
    def reason(self) -> Reason:
        """What speaks for the row."""
        if self.contrast is None:
            return "named" if self.known >= 2 else "first"
        return "typed"

    @property
    def plausible(self) -> bool:
        """Whether the row may be the header at all."""
        told = self.contrast is None or self.contrast >= 0.5
        return self.words >= _WIDE and self.distinct >= _WIDE and self.recurs <= 0.2 and told

    def yields_to(self, lower: _Candidate) -> bool:
        """Whether a lower row is the better header: this one is narrower, or has no usual name at all."""
        if lower.known >= 2 and not self.known:
            return True
        apart = lower.clear or self.before_gap
        return apart and self.width < lower.width and self.known <= lower.known

    @property
    def clear(self) -> bool:
        """Whether the cells below tell by their form that this row is none of them."""
        return self.contrast is not None and self.contrast >= 0.9 and self.told > 1


def choose(rows: Sequence[Row], merged: Sequence[Span], known: Callable[[str], bool]) -> Header | None:
    """The header of a grid; None where no row holds anything."""
    candidates = list(_that_matter(_candidates(rows, known)))
    if not candidates:
        return None
    plausible = [one for one in candidates if one.plausible and (one.below.rows or one is candidates[0])]
    if not plausible:
        return Header((candidates[0].row,), candidates[0].below, "record", 0.2)
    best = plausible[0]
    near = [one for one in plausible[1:] if one.place <= best.place + _NEAR]
    better = [one for one in near if best.yields_to(one)]
    if better:
        best = max(better, key=lambda one: one.known)
    reason = best.reason
    pair = _paired(rows, best, merged)
    if not best.below.rows:
        return Header(pair, best.below, "only", 0.5)
    taken = {number for number, _ in pair}
    rivals = [one.row[0] for one in _rivals(best, near) if one.row[0] not in taken]
    below = profile(cells for number, cells in rows if number > pair[-1][0] and cells != pair[-1][1])
    return Header(pair, below, reason, _confidence(best, rivals), tuple(rivals) if len(pair) == 1 else ())


def declared(rows: Sequence[Row], numbers: Sequence[int]) -> Header | None:
    """The header that audit.yaml names; None where one of its rows is not there or blank."""
    chosen = tuple(row for row in rows if row[0] in numbers and filled(row[1]))
    if len(chosen) < len(numbers):
        return None
    return Header(chosen, profile(cells for number, cells in rows if number > max(numbers)), "declared", 1.0)


def names_of(header: Sequence[Row], merged: Sequence[Span]) -> tuple[str, ...]:
    """What each column is called: the name of its group and its own, without line breaks; may be empty."""
    width = max(len(cells) for _, cells in header)
    padded = [[*cells, *[""] * (width - len(cells))] for _, cells in header]
    for upper, (number, _) in enumerate(header[:-1]):
        _fill_right(padded[upper], padded[upper + 1], number, merged)
    names = []
    for parts in zip(*padded, strict=True):
        told = [bare for part in parts if (bare := " ".join(part.strip(SPACES).split()))]
        names.append(JOINT.join(dict.fromkeys(told)))
    return tuple(names)


def units_of(cells: Cells, below: Profile) -> dict[int, str] | None:
    """The units, by column from 0, of a row that holds nothing else; None for any other row."""
    told = {place: cells[place].strip(SPACES) for place in filled(cells)}
    if not told or any(
        place in below.typed and not below.strange(place, text) for place, text in told.items()
    ):
        return None
    forms = (unicodedata.normalize("NFKC", text).casefold() for text in told.values())
    return told if all(_UNIT.fullmatch(form) for form in forms) else None


def _rivals(best: _Candidate, near: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """The rows directly below a header that could be it just as well."""
    place = best.place
    for one in near:
        if one.place <= best.place:
            continue
        place += 1
        unlike = not same_cells(one.row[1], best.row[1]) and units_of(one.row[1], one.below) is None
        if one.place != place or not (best.clear and one.clear and unlike) or best.known > one.known:
            return
        yield one


def _that_matter(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """The candidates as far as a better header may stand: those far below the first plausible one are not looked at."""
    first: int | None = None
    for count, one in enumerate(candidates):
        if first is not None and one.place > first + _NEAR:
            return
        yield one
        if first is None and one.plausible and (one.below.rows or count == 0):
            first = one.place


def _candidates(rows: Sequence[Row], known: Callable[[str], bool]) -> Iterator[_Candidate]:
    """The first rows that are as wide as what stands below them."""
    full = [(at, row) for at, row in enumerate(rows) if filled(row[1])]
    for place, (at, row) in enumerate(full[:_DEEPEST]):
        cells, there = row[1], filled(row[1])
        others = [
            other for _, (_, other) in full[place + 1 : place + 1 + _SAMPLE] if not same_cells(cells, other)
        ]
        below = profile_of_records(others, len(there))
        wide = {column for column, share in below.share.items() if share >= 0.5}
        cover = len(wide.intersection(there)) / len(wide) if wide else 1.0
        index = wide.difference(there) == {0} and len(wide) > 1  # a column of numbers that has no name
        if (cover < _WIDE and not index) or not _are_names(row, there):
            continue
        typed = [c for c in below.typed.intersection(there) if {below.kinds[c], kind(cells[c])} != {"code"}]
        strange = sum(below.strange(column, cells[column]) for column in typed)
        yield _Candidate(
            place=place,
            row=row,
            below=below,
            cover=cover,
            words=sum(kind(cells[column]) in ("words", "code") for column in there) / len(there),
            distinct=len({normalised(cells[column]) for column in there}) / len(there),
            recurs=sum(any(cells[c] == one[c] for one in others if c < len(one)) for c in there) / len(there),
            contrast=strange / len(typed) if typed else None,
            told=len(typed),
            known=sum(known(cells[column]) for column in there),
            width=len(there),
            before_gap=any(not filled(other) for _, other in rows[at + 1 : at + 2]),
        )


def _confidence(best: _Candidate, rivals: Sequence[int]) -> float:
    if rivals:
        return 0.3
    told = 0.5 if best.contrast is None else best.contrast
    return round(min(1.0, 0.4 * told + 0.2 * best.words + 0.2 * best.distinct + 0.2 * best.cover), 2)


def _paired(rows: Sequence[Row], best: _Candidate, merged: Sequence[Span]) -> tuple[Row, ...]:
    """The header with the row above or below that belongs to it, if one does."""
    at = rows.index(best.row)
    if at and _is_pair(rows[at - 1], best.row, best.below, merged):
        return rows[at - 1], best.row
    if at + 1 < len(rows):
        under = rows[at + 1]
        below = profile(cells for _, cells in rows[at + 2 : at + 2 + _SAMPLE])
        if _is_pair(best.row, under, below, merged):
            return best.row, under
    return (best.row,)


def _is_pair(upper: Row, lower: Row, below: Profile, merged: Sequence[Span]) -> bool:
    """Whether one row names groups of columns, and the next the columns within them.

    Merged cells say so; without them, some column has its name in the upper row alone, and another in the
    lower row alone, as merged cells are left when a sheet is saved as text.
    """
    above, under = set(filled(upper[1])), set(filled(lower[1]))
    wide = {place for place, share in below.share.items() if share >= 0.5}
    if len(above) < 2 or len(under) < 2 or not wide or len(wide & (above | under)) < 0.9 * len(wide):
        return False
    if not _are_names(upper, above) or not _are_names(lower, under):
        return False
    if any(
        kind(row[1][place]) in ("number", "flag")
        for row, places in ((upper, above), (lower, under))
        for place in places
    ):
        return False
    if any(place in below.typed and not below.strange(place, lower[1][place]) for place in under):
        return False
    if any(_groups(span, upper[0], lower[0], len(wide)) for span in merged):
        return True
    only_above, only_under = (above - under) & wide, (under - above) & wide
    beside = any(upper[1][place] == upper[1][place - 1] for place in above if place - 1 in above)
    return bool(only_above and (only_under or beside))


def _are_names(row: Row, places: Iterable[int]) -> bool:
    """Whether no cell is the label of the value beside it, as in a form: ``单位名称：``."""
    texts = [row[1][place].strip(SPACES) for place in places]
    return len(texts) < 2 or not any(text.endswith(("：", ":")) for text in texts)


def _groups(span: Span, upper: int, lower: int, width: int) -> bool:
    """Whether merged cells are the name of a group, or one name over both rows."""
    top, left, bottom, right = span
    if top != upper:
        return False
    return (bottom == upper and 1 < right - left + 1 < width) or (bottom == lower and left == right)


def _fill_right(upper: list[str], lower: Sequence[str], number: int, merged: Sequence[Span]) -> None:
    """Write the name of a group above each of its columns."""
    spans = [(left - 1, right) for top, left, _, right in merged if top == number and right > left]
    if spans:
        for left, right in spans:
            upper[left:right] = [upper[left]] * len(upper[left:right])
        return
    for place in range(1, len(upper)):
        if not upper[place].strip(SPACES) and lower[place].strip(SPACES) and lower[place - 1].strip(SPACES):
            upper[place] = upper[place - 1]
