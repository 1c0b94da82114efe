"""Problems of the evidence as the log of a machine tells them: one sentence each, and the exact count."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import Any

from audit.errors import Located
from audit.result import Problem, ProblemGroup, Stopped
from audit.text import Language, Message, Text

MORE = Text(zh="另有 {more} 处同样的问题，共 {count} 处", en="{more} more of the same, {count} in all")
NOT_ASSESSABLE = Text(
    zh="因数据表不可用而无法评定", en="cannot be assessed: a table that it stands on cannot be used"
)
ONLY_COUNTED = Text(zh="{count} 处，未列出位置", en="{count} in all, places not listed")

UNLISTED = Text(zh="另有 {more} 处未列出", en="{more} more places are not listed")

PLACEHOLDER = re.compile(r"\{\w*\}")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def sentence(problem: Problem, language: Language) -> str:
    """``sheet!cell  column  "value"  what is wrong — how to mend it``; the file and the line stand elsewhere."""
    value = f'"{problem.shown}"' if problem.shown is not None else None
    said, how = wrong(problem, language), mend(problem, language)
    parts = (cell(problem), column(problem), value, f"{said} — {how}" if how else said)
    return visible("  ".join(part for part in parts if part))


def wrong(problem: Problem, language: Language) -> str:
    """What is wrong, in one sentence."""
    return problem.message.in_(language, _figure)


def mend(problem: Problem, language: Language) -> str:
    """How to mend it; empty where there is nothing to say."""
    return problem.message.mend_in(language, _figure)


def stop(located: Located, language: Language) -> str:
    """What keeps a file from being read: what is wrong — how to mend it; the place stands elsewhere."""
    said, how = located.message.in_(language), located.message.mend_in(language)
    return visible(f"{said} — {how}" if how else said)


def unlisted(stopped: Stopped, language: Language) -> str:
    """How many places of what stopped the check are not among those that are named; empty where all are."""
    more = stopped.total - len(stopped.located)
    return UNLISTED.in_(language).format(more=more) if more > 0 else ""


def general(message: Message) -> Text:
    """A rule in its own words, without what a single case fills in."""
    words = Text(
        zh=PLACEHOLDER.sub("…", message.text.zh),
        en=PLACEHOLDER.sub("…", message.text.en),
    )
    # A rule whose text is one placeholder brings its words as a parameter: then the case is the rule.
    if words.zh == "…":
        return Text(zh=visible(message.in_("zh")), en=visible(message.in_("en")))
    return words


def rest(group: ProblemGroup, language: Language) -> str:
    """What the examples of a group do not show, counted exactly; empty where they show everything."""
    shown = len(group.examples)
    if group.count == shown:
        return ""
    words = (MORE if shown else ONLY_COUNTED).in_(language)
    return words.format(more=group.count - shown, count=group.count)


def column(problem: Problem) -> str | None:
    """The column by our name, else by the header of the file."""
    return problem.column or problem.their_column


def line(problem: Problem) -> int | None:
    """The physical line in a text file; None in a sheet, and for a problem of the whole file."""
    if problem.sheet is not None or problem.at is None or not problem.at.isdecimal():
        return None
    return int(problem.at)


def cell(problem: Problem) -> str | None:
    """``sheet!cell`` of a workbook, the sheet alone where no cell is meant; None in a text file."""
    if problem.sheet is None or problem.at is None:
        return problem.sheet
    return f"{problem.sheet}!{problem.at}"


def path(file: str, folder: str) -> str:
    """A file of the evidence as seen from the root of the repository, where ``folder`` is the engagement's."""
    return posixpath.normpath(posixpath.join(folder, file))


def visible(text: str) -> str:
    """Text on one line, in which what draws nothing or steers a terminal is spelled out: ``⟦U+202E⟧``.

    A line feed is spelled out too, so that no cell of the evidence can begin a line of a log. What is left
    is legal in XML 1.0.
    """
    return "".join(
        f"⟦U+{ord(one):04X}⟧" if unicodedata.category(one) in _UNPRINTABLE else one for one in text
    )


def _figure(value: Any) -> str:
    """A parameter of a message: decimals to four places, without the noise of binary fractions."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
