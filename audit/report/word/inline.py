"""Text with its runs, gathered into paragraphs as a browser would set it: white space in one form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from lxml.etree import _Element as Element

from audit.report.word.ooxml import bookmark, line_break, paragraph, run

_WHITE = re.compile(r"[ \t\r\n\f]+")
_EITHER_WAY = re.compile("[\u00b7\u00d7\u2013-\u2026\u2030\u2192\u2212]")
"""Characters that Latin and Chinese fonts both have, narrow in the one and wide in the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one character style."""

    text: str
    style: str | None


NEW_LINE = Piece("\n", None)


class Bookmarks:
    """The bookmarks of a document: numbered, and each around one paragraph."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._numbers = count(1)

    def wait(self, name: str) -> None:
        """Let a bookmark stand around the next paragraph."""
        self._waiting.append(name)

    def around(self, content: list[Element]) -> list[Element]:
        """The content of a paragraph, within all bookmarks that waited for it."""
        for name in self._waiting:
            start, end = bookmark(next(self._numbers), name)
            content = [start, *content, end]
        self._waiting = []
        return content


class Gathering:
    """Paragraphs of one container, in the making.

    ``bookmarks`` are those that wait for the next paragraph, wherever it stands.
    """

    def __init__(self, style: str, bookmarks: Bookmarks, *, chinese: bool) -> None:
        self.style = style
        self._bookmarks, self._chinese = bookmarks, chinese
        self._content: list[Piece | Element] = []

    def text(self, text: str | None, style: str | None, *, keeps_lines: bool = False) -> None:
        """Add text; ``keeps_lines`` where a new line of the source is one on the page."""
        for place, part in enumerate((text or "").split("\n") if keeps_lines else [text or ""]):
            if place:
                self._content.append(NEW_LINE)
            if part:
                self._content.append(Piece(_WHITE.sub(" ", part), style))

    def new_line(self) -> None:
        """Go on in a new line of the same paragraph."""
        self._content.append(NEW_LINE)

    def add(self, made: Element) -> None:
        """Add what is an element already: a picture, a link."""
        self._content.append(made)

    def flush(self, properties: Sequence[Element] = ()) -> list[Element]:
        """The paragraph so far, if it says anything; the next one begins in the same style."""
        content, self._content = self.runs(), []
        if not content:
            return []
        return [paragraph(self.style, self._bookmarks.around(content), properties)]

    def runs(self) -> list[Element]:
        """What was gathered, without white space at the ends and without two spaces in a row."""
        made: list[Element] = []
        for one in self._tidy():
            if not isinstance(one, Piece):
                made.append(one)
            elif one is NEW_LINE:
                made.append(line_break())
            else:
                wide = self._chinese and _EITHER_WAY.search(one.text) is not None
                made.append(run(one.text, one.style, east_asian=wide))
        return made

    def plain(self) -> str:
        """The words alone."""
        return "".join(one.text for one in self._tidy() if isinstance(one, Piece))

    def _tidy(self) -> list[Piece | Element]:
        tidy: list[Piece | Element] = []
        after_space = True
        for one in self._content:
            if not isinstance(one, Piece):
                tidy.append(one)
                after_space = False
            elif one is NEW_LINE:
                _strip_end(tidy)
                tidy.append(one)
                after_space = True
            elif text := one.text[1:] if after_space and one.text.startswith(" ") else one.text:
                tidy.append(Piece(text, one.style))
                after_space = text.endswith(" ")
        _strip_end(tidy)
        while tidy and tidy[-1] is NEW_LINE:
            tidy.pop()
        return tidy


def _strip_end(tidy: list[Piece | Element]) -> None:
    """Take the space off the end, of which there is one at most."""
    last = tidy[-1] if tidy else None
    if isinstance(last, Piece) and last is not NEW_LINE and last.text.endswith(" "):
        tidy[-1:] = [Piece(last.text[:-1], last.style)] if last.text != " " else []
