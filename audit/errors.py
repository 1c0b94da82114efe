"""What stops the work: each error says what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from audit.text import Language, Message


def column_letters(column: int) -> str:
    """The letters of a column of a sheet, which counts from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    found = ""
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(ord("A") + place) + found
    return found


class Located(BaseModel):
    """A message and the place it speaks of: file, sheet, line and column (both from 1)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    message: Message
    sheet: str | None = None
    line: int | None = None
    column: int | None = None

    def place(self) -> str:
        """``file:line:column`` or ``file#sheet!F12``, as far as known."""
        if self.sheet is not None and self.line is not None and self.column is not None:
            return f"{self.file}#{self.sheet}!{column_letters(self.column)}{self.line}"
        sheet = f"#{self.sheet}" if self.sheet else ""
        line = f":{self.line}" if self.line is not None else ""
        column = f":{self.column}" if self.line is not None and self.column is not None else ""
        return f"{self.file}{sheet}{line}{column}"

    def in_(self, language: Language) -> str:
        """One line: place, sentence, how to mend it, code."""
        mend = self.message.mend_in(language)
        mend = f" — {mend}" if mend else ""
        return f"{self.place()}  {self.message.in_(language)}{mend}   [{self.message.code}]"


class AuditError(Exception):
    """The work cannot go on; ``located`` holds every reason that was found, not only the first."""

    def __init__(self, located: Iterable[Located], *, total: int | None = None) -> None:
        self.located = tuple(located)
        self.total = len(self.located) if total is None else total
        super().__init__("\n".join(one.in_("en") for one in self.located))


class DefinitionError(ValueError):
    """A measure, a table or a template contradicts itself. Our own fault, told in full: it quotes no data."""


class UsageError(AuditError):
    """The command line, audit.yaml, a checklist, ratings or a worksheet are wrong (exit code 2)."""


class Unreadable(AuditError):
    """A file cannot be opened, decoded or parsed (exit code 5)."""


@dataclass
class Errors:
    """The errors of several tables, so that one run tells them all."""

    located: list[Located] = field(default_factory=list)
    total: int = 0

    def add(self, error: AuditError) -> None:
        """Keep what an error says."""
        self.located += error.located
        self.total += error.total

    def raise_as(self, kind: type[AuditError]) -> None:
        """Raise everything that was kept, if anything was."""
        if self.located:
            raise kind(self.located, total=self.total)
