"""What all files of a folder hold, so that what audit.yaml names picks the sheets of a table and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.evidence.members import matching
from audit.evidence.proposal.folder import Ignored
from audit.evidence.proposal.opening import Sheet
from audit.evidence.spelling import normalised


@dataclass(frozen=True, slots=True)
class Seen:
    """The places of all sheets in the order of the folder; the sheets of every workbook, whether they can be read or
    not, by its file; the workbooks of which several hold anything; the members of every archive.
    """

    places: tuple[str, ...]
    sheets: Mapping[str, frozenset[str]]
    crowded: frozenset[str]
    members: Mapping[str, tuple[str, ...]]

    def reachable(self, sheets: Sequence[Sheet]) -> bool:
        """Whether the names of members and sheets pick just these, in every file that they lie in."""
        return self._members_picked(sheets) and self._sheets_picked(sheets)

    def _members_picked(self, sheets: Sequence[Sheet]) -> bool:
        named = [one.member for one in sheets if one.member is not None]
        archives = {one.shown for one in sheets if one.member is not None}
        files = {one.file for one in sheets}
        return all(
            f"{archive}/{member}" in files
            for archive in archives
            for member in matching(self.members[archive], named)
        )

    def _sheets_picked(self, sheets: Sequence[Sheet]) -> bool:
        books: dict[str, set[str]] = defaultdict(set)
        for one in sheets:
            if one.sheet is not None:
                books[one.file].add(normalised(one.sheet))
        if not self.crowded.intersection(books):
            return True
        named = set[str]().union(*books.values())
        return all(
            {name for one in self.sheets[file] if (name := normalised(one)) in named} == own
            for file, own in books.items()
        )


def seen(sheets: Sequence[Sheet], ignored: Sequence[Ignored], unreadable: Sequence[Ignored]) -> Seen:
    """What was found in the files of a folder."""
    members: dict[str, dict[str, None]] = defaultdict(dict)
    for sheet in sheets:
        if sheet.member is not None:
            members[sheet.shown][sheet.member] = None
    others = [one.shown for one in (*ignored, *unreadable)]
    for archive, named in members.items():
        within = (one.removeprefix(f"{archive}/") for one in others if one.startswith(f"{archive}/"))
        named.update(dict.fromkeys(one.partition("#")[0] for one in within))
    parts: dict[str, set[str]] = defaultdict(set)
    for place in (*(one.place for one in sheets), *others):
        file, _, sheet_name = place.partition("#")
        parts[file].add(sheet_name)
    full = [*(one.place for one in sheets), *(one.shown for one in unreadable)]
    files = [one.partition("#")[0] for one in full]
    return Seen(
        tuple(one.place for one in sheets),
        {file: frozenset(names) for file, names in parts.items()},
        frozenset(one for one in files if files.count(one) > 1),
        {archive: tuple(named) for archive, named in members.items()},
    )
