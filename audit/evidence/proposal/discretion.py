"""A proposal without anything personal in it: what stands in headers, names of files and labels is not copied out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.evidence.privacy import harmless, quoted
from audit.evidence.privacy.headers import speaks_of_a_person
from audit.evidence.privacy.names import LATIN_NAME, LONE_NAME
from audit.evidence.privacy.patterns import masked, personal_spans
from audit.evidence.proposal.folder import Ignored
from audit.evidence.proposal.model import Ask, ColumnProposal, Proposal, Question, TableProposal
from audit.text import Text

_FEWEST_NAMES = 2

HEADER_PERSONAL = Text(
    zh="表头含个人信息，此处未写出：请先改表头，再在此写明",
    en="the header holds personal data and is not written here: change it first, then name it here",
)
SHEET_PERSONAL = Text(
    zh="工作表名含个人信息，此处未写出：请先改名，再用 sheet 写明",
    en="the name of the sheet holds personal data and is not written here: change it first, then name it under sheet",
)


def discreet(proposal: Proposal) -> Proposal:
    """The same proposal, in which whatever looks personal is left out or masked."""
    return replace(
        proposal,
        tables=tuple(map(_table, proposal.tables)),
        undecided=tuple(map(_table, proposal.undecided)),
        unknown=_files(proposal.unknown),
        ignored=_files(proposal.ignored),
        unreadable=_files(proposal.unreadable),
    )


def discreetly(ask: Ask) -> Ask:
    """The same person asked, who is shown nothing personal."""

    def asked(question: Question) -> int | None:
        choices = tuple(
            replace(one, label=harmless(one.label), examples=tuple(map(masked, one.examples)))
            for one in question.choices
        )
        return ask(replace(question, text=harmless(question.text), choices=choices))

    return asked


def personal_labels(labels: Mapping[str, int], header: str) -> frozenset[str]:
    """The labels of a column, counted, that are not to be written anywhere.

    A name alone is told from an honest word of two or three characters by what it stands among: names are
    many, or occur once, or stand beside other things of persons.
    """
    marked = {one for one in labels if masked(one) != one}
    named = {one for one in labels if LONE_NAME.fullmatch(one) or LATIN_NAME.fullmatch(one)}
    many = len(named) >= _FEWEST_NAMES and 2 * len(named) >= len(labels)
    if many or marked or speaks_of_a_person(header):
        return frozenset(marked | named)
    return frozenset(one for one in named if labels[one] == 1)


def _files(files: Sequence[Ignored]) -> tuple[Ignored, ...]:
    return tuple(replace(one, shown=_place(one.shown), why=harmless(one.why)) for one in files)


def _table(one: TableProposal) -> TableProposal:
    taken, doubts = list[ColumnProposal](), [_column(column) for column in one.doubts]
    for column in one.taken:
        (taken if _named(column) else doubts).append(_column(column))
    sheets = (one.sheet,) if isinstance(one.sheet, str) else one.sheet or ()
    named = all(map(_may_stand, sheets))
    return replace(
        one,
        files=tuple(map(_pattern, one.files)),
        shown=tuple(map(_place, one.shown)),
        why=harmless(one.why),
        sheet=one.sheet if named else None,
        notes=(*map(harmless, one.notes), *(() if named else (SHEET_PERSONAL,))),
        taken=tuple(taken),
        doubts=tuple(doubts),
        unused=tuple(map(quoted, one.unused)),
        personal=tuple(map(quoted, one.personal)),
        grouped=tuple(map(quoted, one.grouped)),
        stamps=tuple(map(quoted, one.stamps)),
        not_values=tuple(filter(_may_stand, one.not_values)),
        latest=one.latest if one.latest is None or all(map(_may_stand, one.latest[:2])) else None,
        exclude=one.exclude if one.exclude is None or all(map(_may_stand, one.exclude)) else None,
        strays=one.strays
        if one.strays is None or all(map(_may_stand, (one.strays[0], *one.strays[1])))
        else None,
    )


def _column(one: ColumnProposal) -> ColumnProposal:
    if one.header is None or _named(one):
        return replace(one, why=harmless(one.why))
    return replace(one, source=quoted(one.header), why=HEADER_PERSONAL)


def _named(one: ColumnProposal) -> bool:
    """Whether the headers that it comes from may be written."""
    return _may_stand(one.header) and _may_stand(one.clock)


def _place(shown: str) -> str:
    """A file, and its sheet where it has one; a sheet that bears something personal is not named at all."""
    file, hash_, sheet = shown.partition("#")
    return f"{masked(file)}{hash_}{quoted(sheet)}"


def _may_stand(words: str | None) -> bool:
    return words is None or masked(words) == words


def _pattern(file: str) -> str:
    """A file as ``files`` names it: each character of what is personal in its name may be any."""
    for start, end in reversed(personal_spans(file)):
        file = file[:start] + re.sub(".", "?", file[start:end]) + file[end:]
    return file
