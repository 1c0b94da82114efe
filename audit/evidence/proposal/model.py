"""What a proposal is made of: plain facts, each with its confidence and its reason in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from audit.engagement import Constant, DateAndTime, RowNumber
from audit.evidence.proposal.folder import Ignored
from audit.text import Text

Certainty = Literal["certain", "likely", "doubtful"]
CERTAIN, LIKELY = 0.85, 0.6
CERTAINTY: Mapping[Certainty, Text] = {
    "certain": Text(zh="确定", en="certain"),
    "likely": Text(zh="很可能", en="likely"),
    "doubtful": Text(zh="存疑", en="doubtful"),
}


def certainty(confidence: float) -> Certainty:
    """A confidence from 0 to 1 in words."""
    if confidence >= CERTAIN:
        return "certain"
    return "likely" if confidence >= LIKELY else "doubtful"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question allows; ``examples`` are values of theirs, masked where personal."""

    label: Text
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something doubtful that a person can decide. ``preferred`` is the choice that would be taken, if any."""

    about: str
    text: Text
    choices: tuple[Choice, ...]
    preferred: int | None


Ask = Callable[[Question], int | None]
"""Answers a question with the index of a choice, or None for none of these."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """Where one of our columns comes from. ``implicit`` says that reading finds it without being told; ``told``
    that it is written all the same, for its reason is to be read.

    ``either`` are formats of which a person has to choose one, since they put the year in different places.
    ``values`` maps labels of theirs to ours; ``unknown`` are labels for which nothing could be proposed.
    """

    name: str
    source: str | Constant | RowNumber | DateAndTime | None
    confidence: float
    why: Text
    implicit: bool = False
    told: bool = False
    date: str | None = None
    swapped: str | None = None
    either: tuple[str, ...] = ()
    values: Mapping[str, str | bool | int | None] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    to_fill: bool = False
    hidden: int = 0

    @property
    def header(self) -> str | None:
        """The header that it comes from, of two that of the date; None for a constant and for the record's number."""
        if isinstance(self.source, DateAndTime):
            return self.source.date
        return self.source if isinstance(self.source, str) else None

    @property
    def clock(self) -> str | None:
        """The header of the time of the day, where date and time stand in two columns."""
        return self.source.time if isinstance(self.source, DateAndTime) else None


@dataclass(frozen=True, slots=True)
class TableProposal:
    """One table of audit.yaml: where it lies, how it is read, and which column is which.

    ``taken`` are written as lines that count, ``doubts`` as comments; ``unused`` headers stand for nothing.
    ``runner_up`` is the table that it could be as well. ``header_row`` is told where reading would find several;
    ``strays`` are a header and what stands under it in the rows that are neither header nor record.
    ``sheet`` is one or several of a workbook, ``member`` one or several of an archive, or a pattern; ``resource`` the one of a data package that the files are;
    ``grouped`` are headers of numbers whose commas or points may part thousands or decimals; ``stamps`` are headers
    of times counted in seconds or milliseconds, which nothing reads as dates.
    """

    table: str
    title: Text
    files: tuple[str, ...]
    shown: tuple[str, ...]
    sheet: str | tuple[str, ...] | None
    rows: int
    confidence: float
    why: Text
    runner_up: str | None
    taken: tuple[ColumnProposal, ...]
    doubts: tuple[ColumnProposal, ...]
    missing: tuple[tuple[str, Text], ...]
    unused: tuple[str, ...]
    member: str | tuple[str, ...] | None = None
    relation: str | None = None
    personal: tuple[str, ...] = ()
    encoding: str | None = None
    decimal: str | None = None
    grouped: tuple[str, ...] = ()
    not_values: tuple[str, ...] = ()
    latest: tuple[str, str, str | None] | None = None
    exclude: tuple[str, str] | None = None
    header_row: int | None = None
    strays: tuple[str, tuple[str, ...]] | None = None
    notes: tuple[Text, ...] = ()
    inline: tuple[Mapping[str, Any], ...] = ()
    resource: str | None = None
    stamps: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether it is sure enough to be written as lines that count."""
        return certainty(self.confidence) != "doubtful"

    @property
    def certainty(self) -> Text:
        """The confidence in words."""
        return CERTAINTY[certainty(self.confidence)]


@dataclass(frozen=True, slots=True)
class InstrumentProposal:
    """The questionnaire: its name or file, its scale, and the text of a file to be written beside audit.yaml."""

    name: str
    scale: tuple[int, int]
    items: int
    why: Text
    file_text: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that was found out about a folder.

    ``period`` and ``as_of`` are None where no date tells them. ``satisfaction`` is the scale on which overall
    satisfaction was asked, where it is not the usual one; ``zone`` and ``currency`` are what the files show of them.
    """

    tables: tuple[TableProposal, ...]
    undecided: tuple[TableProposal, ...]
    unknown: tuple[Ignored, ...]
    ignored: tuple[Ignored, ...]
    unreadable: tuple[Ignored, ...]
    period: tuple[dt.date, dt.date] | None
    as_of: dt.date | None
    organisation: str
    instrument: InstrumentProposal | None = None
    satisfaction: tuple[int, int] | None = None
    zone: tuple[str, Text] | None = None
    currency: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether no file was found that could hold evidence."""
        return not (self.tables or self.undecided or self.unknown or self.unreadable)

    @property
    def only_unreadable(self) -> bool:
        """Whether files are there and none of them could be read."""
        return bool(self.unreadable) and not (self.tables or self.undecided or self.unknown)

    def view(self) -> dict[str, Any]:
        """Plain values with stable keys, for scripts."""
        return {
            "tables": [_view(one) for one in self.tables],
            "undecided": [_view(one) for one in self.undecided],
            "unknown": [_ignored(one) for one in self.unknown],
            "unreadable": [_ignored(one) for one in self.unreadable],
            "ignored": [_ignored(one) for one in self.ignored],
            "period": [one.isoformat() for one in self.period] if self.period else None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "instrument": self.instrument.name if self.instrument else None,
        }


def _ignored(one: Ignored) -> dict[str, Any]:
    return {"id": one.shown, "why": one.why.model_dump()}


def _view(one: TableProposal) -> dict[str, Any]:
    return {
        "id": one.table,
        "files": list(one.files),
        "sheet": list(one.sheet) if isinstance(one.sheet, tuple) else one.sheet,
        "resource": one.resource,
        "rows": one.rows,
        "confidence": round(one.confidence, 2),
        "certainty": certainty(one.confidence),
        "why": one.why.model_dump(),
        "runner_up": one.runner_up,
        "columns": [_column(column) for column in one.taken],
        "doubts": [_column(column) for column in one.doubts],
        "missing": [name for name, _ in one.missing],
        "unused": list(one.unused),
    }


def _column(one: ColumnProposal) -> dict[str, Any]:
    source = one.source
    plain = source if source is None or isinstance(source, str) else source.model_dump(mode="json")
    return {
        "id": one.name,
        "source": plain,
        "confidence": round(one.confidence, 2),
        "certainty": certainty(one.confidence),
        "why": one.why.model_dump(),
        "date": one.date,
        "values": dict(one.values),
        "unknown_labels": list(one.unknown),
    }
