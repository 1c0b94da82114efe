"""How a table looks in an organisation's files: whose headers, whose words for labels, which dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from audit.evidence.spelling import normalised
from audit.text import Language

Headers = Literal["ours", "zh-CN", "en", "mixed"]
Style = Literal["ours", "zh-CN", "en", "alias"]

_TURNS: tuple[Style, ...] = ("zh-CN", "alias", "ours", "alias", "en")
_YES_NO: Mapping[Language, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}
_CHINESE = range(0x4E00, 0xA000)
_SLASHED = {"datetime": "%Y/%m/%d %H:%M:%S", "date": "%Y/%m/%d"}


@dataclass(frozen=True, slots=True)
class Look:
    """The looks of one table: a header for each of our columns, and the language of its labels.

    ``named`` are the headers that audit.yaml has to name, since the catalogue knows them as aliases only.
    """

    headers: Mapping[str, str]
    named: Mapping[str, str]
    language: Language | None
    slashed: bool


def style_of(headers: Headers, turn: int) -> Style:
    """The style of a table; in a mixed organisation every department has its own."""
    return _TURNS[turn % len(_TURNS)] if headers == "mixed" else headers


def look(definition: TableDefinition, style: Style) -> Look:
    """How a table looks in a style: our names, the words of the catalogue, or the usual aliases."""
    if style == "ours":
        return Look({column.name: column.name for column in definition.columns}, {}, None, slashed=False)
    titles = {column.name: _title(column, style) for column in definition.columns}
    if style == "en":
        return Look(_apart(titles), {}, "en", slashed=False)
    if style == "zh-CN":
        return Look(_apart(titles), {}, "zh", slashed=True)
    aliases = {column.name: _alias(definition, column) for column in definition.columns}
    named = {name: alias for name, alias in aliases.items() if alias is not None}
    return Look(
        _apart({name: named.get(name, title) for name, title in titles.items()}), named, "zh", slashed=True
    )


def dressed(batch: pa.RecordBatch, definition: TableDefinition, look: Look) -> pa.RecordBatch:
    """A part of a table as it stands in the file, still typed: headers, labels, yes and no, lists as text."""
    arrays = [_dressed(batch[column.name], column, look.language) for column in definition.columns]
    return pa.RecordBatch.from_arrays(
        arrays, names=[look.headers[column.name] for column in definition.columns]
    )


def as_text(array: pa.Array, *, slashed: bool) -> pa.Array:
    """A column as the text of its cells."""
    if slashed and pa.types.is_timestamp(array.type):
        return pc.strftime(array, format=_SLASHED["datetime"])
    if slashed and pa.types.is_date(array.type):
        return pc.strftime(array.cast(pa.timestamp("s")), format=_SLASHED["date"])
    return array if pa.types.is_string(array.type) else array.cast(pa.string())


def label(column: ColumnDefinition, language: Language | None) -> Callable[[str], str]:
    """The word of a code in a language, which stands first among its spellings; the code itself without one."""
    words = column.labels or {}
    place = 1 if language == "en" else 0
    return lambda code: words[code][place] if language is not None and code in words else code


def _dressed(array: pa.Array, column: ColumnDefinition, language: Language | None) -> pa.Array:
    word = label(column, language)
    if isinstance(array, pa.DictionaryArray):
        words = pa.array([word(code) for code in array.dictionary.to_pylist()], pa.string())
        return words.take(array.indices)
    if column.type == "list":
        return _joined(array, column, word)
    if column.type == "bool" and language is not None:
        yes, no = _YES_NO[language]
        return pc.if_else(array, yes, no)
    return array


def _joined(array: pa.ListArray, column: ColumnDefinition, word: Callable[[str], str]) -> pa.Array:
    """A list as words with semicolons between them."""
    if column.labels is None:
        return pc.binary_join(array, ";")
    values = array.values.dictionary_encode()
    words = pa.array([word(code) for code in values.dictionary.to_pylist()], pa.string()).take(values.indices)
    lists = pa.ListArray.from_arrays(array.offsets, words, mask=array.is_null())
    return pc.binary_join(lists, ";")


def _title(column: ColumnDefinition, style: Style) -> str:
    return column.title.en if style == "en" else column.title.zh


def _alias(definition: TableDefinition, column: ColumnDefinition) -> str | None:
    """The first Chinese alias that no other column goes by."""
    others = {normalised(header) for one in definition.columns if one is not column for header in one.headers}
    for alias in column.aliases:
        if any(ord(letter) in _CHINESE for letter in alias) and normalised(alias) not in others:
            return alias
    return None


def _apart(titles: Mapping[str, str]) -> dict[str, str]:
    """Headers that differ: a title that another column has too, or is an alias of, gives way to our name."""
    forms = [normalised(title) for title in titles.values()]
    return {name: title if forms.count(normalised(title)) == 1 else name for name, title in titles.items()}
