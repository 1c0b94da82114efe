"""The spellings in which the values of a column may stand: codes, words in both languages, aliases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.spelling import nearest, normalised
from audit.text import Text

_TRUE = ("true", "1", "是", "yes", "Y", "√", "✓", "✔")
_FALSE = ("false", "0", "否", "no", "N", "×", "✗", "✘")


def spellings(column: ColumnDefinition) -> Mapping[str, str | bool] | None:
    """Normalised spelling -> code, or true and false; None for a column without labels."""
    if column.type == "bool":
        return {normalised(word): True for word in _TRUE} | {normalised(word): False for word in _FALSE}
    if column.labels is None:
        return None
    words = {normalised(word): code for code, all_ in column.labels.items() for word in all_}
    return words | {normalised(code): code for code in column.labels}


def recognised(labels: Iterable[str], column: ColumnDefinition) -> dict[str, str | bool]:
    """Those of the labels that the column knows, as they stand, and what they mean."""
    known = spellings(column) or {}
    return {label: known[form] for label in labels if (form := normalised(label)) in known}


def unknown_words(label: str, column: ColumnDefinition) -> Text:
    """What to say of a label that the column does not know: the nearest one, or all."""
    labels = column.labels or {}
    meant = {word: code for code, words in labels.items() for word in (*words, code)}
    near = nearest(label, meant)
    if near is not None:
        return Text(zh=f"最接近的是 {meant[near]}", en=f"the nearest is {meant[near]}")
    return Text(zh="可用：" + "、".join(labels), en="known are " + ", ".join(labels))
