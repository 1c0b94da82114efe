"""The spellings in which the values of a column may stand: codes, words in both languages, aliases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.spelling import narrow, nearest, normalised, tidy
from audit.text import Text

_TRUE = (
    "true",
    "t",
    "1",
    "1.0",
    "是",
    "yes",
    "Y",
    "√",
    "✓",
    "✔",
    "☑",
    "✅",
    "有",
    "对",
    "對",
    "真",
    "真实",
    "属实",
    "屬實",
)
_FALSE = (
    "false",
    "f",
    "0",
    "0.0",
    "否",
    "no",
    "N",
    "×",
    "✗",
    "✘",
    "☒",
    "❌",
    "无",
    "無",
    "错",
    "錯",
    "假",
    "不是",
    "没有",
    "沒有",
)

SEPARATORS = re.compile(r"[;；]")
"""What always separates the words of a list."""

_OTHER_SEPARATORS = re.compile(r"[、，,|｜\n\r/]+")
_WORDS = re.compile(r"[、|｜\n\r]+")
_CODES = re.compile(r"[、，,|｜\n\r]+")
_DOUBT = re.compile(r"[?？]|^-")


def spellings(column: ColumnDefinition) -> Mapping[str, str | bool] | None:
    """Normalised spelling -> code, or true and false; None for a column without labels."""
    if column.type == "bool":
        return {normalised(word): True for word in _TRUE} | {normalised(word): False for word in _FALSE}
    if column.labels is None:
        return None
    words = {normalised(word): code for code, all_ in column.labels.items() for word in all_}
    return words | {normalised(code): code for code in column.labels}


class Labels:
    """The labels of one column, and what each means: case, width, spaces and punctuation do not matter.

    A word with a question mark, or a minus sign before it, is not taken for the word without.
    """

    def __init__(self, column: ColumnDefinition) -> None:
        self._column = column
        self._known = spellings(column) or {}

    def meaning(self, word: str) -> str | bool | None:
        """The code that a word stands for, or true or false; None for a word that the column does not know."""
        return None if _DOUBT.search(narrow(word)) else self._known.get(normalised(word))

    def listed(self, text: str) -> tuple[list[str], str | None]:
        """The codes of a list, and the first word that the column does not know.

        Semicolons separate. Commas, slashes, bars and lines separate where a piece is no label by itself but all
        its parts are; in a list of codes without labels, slashes do not.
        """
        codes: list[str] = []
        unlabelled = _CODES if self._column.refers is not None else _WORDS
        for piece in filter(None, map(tidy, SEPARATORS.split(text))):
            if self._column.labels is None:
                codes += filter(None, map(tidy, unlabelled.split(piece)))
                continue
            words = [piece]
            if self.meaning(piece) is None:
                words = [tidy(word) for word in _OTHER_SEPARATORS.split(piece) if tidy(word)]
            for word in words:
                meant = self.meaning(word)
                if meant is None:
                    return [], word
                codes.append(str(meant))
        return codes, None

    def hint(self, word: str) -> Text:
        """What to say of a word that the column does not know: the nearest one, or all."""
        if self._column.type == "bool":
            return Text(zh="可写 是/否、true/false、1/0、√/×", en="known are yes/no, true/false, 1/0, √/×")
        return unknown_words(word, self._column)


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    return nearest(word, known)


def unknown_words(label: str, column: ColumnDefinition) -> Text:
    """What to say of a label that the column does not know: the nearest one, or all."""
    labels = column.labels or {}
    meant = {word: code for code, words in labels.items() for word in (*words, code)}
    near = _nearest(label, tuple(meant))
    if near is not None:
        return Text(zh=f"最接近的是 {meant[near]}", en=f"the nearest is {meant[near]}")
    return Text(zh="可用：" + "、".join(labels), en="known are " + ", ".join(labels))
