"""Text that others wrote, made fit to print.

Evidence, headers and file names come from anyone. Before they reach a page they are brought into one
form, and whatever cannot be printed honestly is shown as what it is, between ⟦ and ⟧:

========================  =====================================================================
in the text               on the page
========================  =====================================================================
``⟦U+202E⟧``              a control, bidirectional, zero-width or unassigned character, a third
                          combining mark on one letter, a mark on none, a character that no
                          vendored font has, ⟦ or ⟧
``…⟦+1234⟧``              1,234 more characters follow and are not shown; on the one page of the summary,
                          which the chapters tell in full, ``…`` alone, after a sentence or a word
``⟦↵⟧`` and a space       the run goes on; the break is ours
========================  =====================================================================

⟦ and ⟧ of the text itself are replaced too, so every ⟦…⟧ on a page is a statement of the report.

Long runs: layout takes time that grows with the square of a run without a break (4,000 letters: 3 s).
No invisible break helps: U+200B still costs 2 s, and ``<wbr>`` is markup, which has no place in an
attribute. So the stylesheet lets any word break (``overflow-wrap: anywhere``), which keeps hashes, paths
and addresses whole for whoever copies them, and only a run beyond ``LONGEST_RUN``, which no honest hash
or path reaches, is broken visibly. Han and Hangul text breaks anywhere by itself, and so does
a line after ⟧: neither is ever part of a run.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import chain

from audit.report.fonts import fonts_folder

MAX_LENGTH = 1000
"""Characters of one text that are shown unless a template says otherwise."""

LONGEST_RUN = 160
"""Characters without a place to break: a SHA-512 in hexadecimal has 128."""

MOST_MARKS = 2
"""Combining marks on one letter: Vietnamese and polytonic Greek are composed and need none."""

_OURS = "⟦⟧"
_WITH_BREAKS = (
    "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "⟦⟧\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[^\s{_WITH_BREAKS}]{{{LONGEST_RUN}}}(?=[^\s{_WITH_BREAKS}])")
_SENTENCE_END = re.compile(r"[。！？；]|[.!?;](?=\s)")
_WORD_END = re.compile(r"[\s，、：,]")
_NEW_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Letters and marks by category that draw nothing (Default_Ignorable_Code_Point of Unicode 15).
_INVISIBLE = frozenset(
    chain(
        (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    )
)


_UNSEEN = re.compile(f"[{_OURS}{''.join(map(chr, sorted(_INVISIBLE)))}]")


class Harmless(str):
    """Text that went through ``harmless``; passing it again changes nothing."""

    __slots__ = ()


def harmless(text: str, max_length: int = MAX_LENGTH) -> Harmless:
    """Text as it may be printed; see the table above.

    New lines stay, in one form; tabs and unusual spaces become spaces. ``max_length`` counts characters
    of the text after composition (NFC), before anything is spelled out.
    """
    if isinstance(text, Harmless):
        return text
    composed = unicodedata.normalize("NFC", _NEW_LINES.sub("\n", text))
    shown, hidden = _capped(composed, max_length)
    spelled = _RUN.sub(r"\g<0>⟦↵⟧ ", _spelled(shown))
    return Harmless(f"{spelled}…⟦+{hidden}⟧" if hidden else spelled)


def brief(text: str, max_length: int) -> Harmless:
    """Text for a page that others tell in full: cut after a sentence, or else after a word, with an ellipsis."""
    if isinstance(text, Harmless):
        return text
    composed = unicodedata.normalize("NFC", _NEW_LINES.sub("\n", text))
    shown, hidden = _capped(composed, max_length)
    if not hidden:
        return harmless(text)
    sentences = [one.end() for one in _SENTENCE_END.finditer(shown)]
    words = [one.start() for one in _WORD_END.finditer(shown)]
    end = next((ends[-1] for ends in (sentences, words) if ends and ends[-1] > max_length // 2), len(shown))
    kept = shown[:end]
    return Harmless(_RUN.sub(r"\g<0>⟦↵⟧ ", _spelled(kept.rstrip())) + "…")


def legible(text: str) -> str:
    """Text in full for a program that brings its own fonts and breaks lines itself, such as a spreadsheet.

    What draws nothing or turns text around is spelled out as in the table above; nothing is cut, composed or
    broken, and characters that only the vendored fonts lack stay as they are.
    """
    text = _NEW_LINES.sub("\n", text)
    if text.replace("\n", "").isprintable() and not _UNSEEN.search(text):
        return text
    return "".join(_legible(character) for character in text)


def printable(character: str) -> bool:
    """Whether a vendored font has the character and it may stand on a page as it is."""
    return not _must_be_spelled(character)


def _capped(text: str, max_length: int) -> tuple[str, int]:
    """The beginning of a text and how many characters were cut; a letter keeps its combining marks."""
    if len(text) <= max_length:
        return text, 0
    end = max_length
    while end and _is_mark(text[end]):
        end -= 1
    return text[:end], len(text) - end


def _spelled(text: str) -> str:
    out: list[str] = []
    marks = MOST_MARKS  # at the very beginning there is no letter to carry one
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if character in "\n ":
            out.append(character)
        elif _is_space(character):
            out.append(" ")
        elif marks > MOST_MARKS or _must_be_spelled(character):
            out.append(f"⟦U+{ord(character):04X}⟧")
        else:
            out.append(character)
    return "".join(out)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_space(character: str) -> bool:
    """A space of any width, except the two that Chinese and numbers need: U+3000 and U+00A0."""
    return character == "\t" or (unicodedata.category(character) == "Zs" and character not in "\u00a0\u3000")


@cache
def _must_be_spelled(character: str) -> bool:
    return _is_unseen(character) or not _covered(ord(character))


def _is_unseen(character: str) -> bool:
    """A character that draws nothing or turns text around, or one of our own marks."""
    return (
        character in _OURS
        or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        or ord(character) in _INVISIBLE
    )


def _legible(character: str) -> str:
    if character in "\n\u00a0\u3000" or not (_is_space(character) or _is_unseen(character)):
        return character
    return " " if _is_space(character) else f"⟦U+{ord(character):04X}⟧"


def _covered(point: int) -> bool:
    firsts, lasts = _coverage()
    place = bisect_right(firsts, point) - 1
    return place >= 0 and point <= lasts[place]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """First and last code point of every range that some vendored font has, in order."""
    lines = (fonts_folder() / "coverage.ranges").read_text(encoding="ascii").split()
    pairs = [tuple(int(end, 16) for end in line.split("-")) for line in lines]
    return [first for first, _ in pairs], [last for _, last in pairs]
