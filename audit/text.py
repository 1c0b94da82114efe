"""Words in both languages, and messages that carry theirs with them."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]
Scalar = str | int | float | bool | None


class Text(BaseModel):
    """The same words in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


class Message(BaseModel):
    """Something to say: a code of the catalogue, its words with {placeholders}, and what fills them.

    The words travel with the message, so that an old result can be read without the catalogue that
    it was made from. A parameter is a plain value, or a Text where it differs between languages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    params: dict[str, Text | Scalar] = {}
    text: Text
    mend: Text | None = None

    def in_(self, language: Language, show: Callable[[Any], str] = str) -> str:
        """The sentence in one language; ``show`` formats the plain parameters (numbers, dates)."""
        return self._filled(self.text, language, show)

    def mend_in(self, language: Language, show: Callable[[Any], str] = str) -> str:
        """How to mend it, in one language; empty where there is nothing to say."""
        return self._filled(self.mend, language, show) if self.mend else ""

    def _filled(self, text: Text, language: Language, show: Callable[[Any], str]) -> str:
        words = {
            name: value.in_(language) if isinstance(value, Text) else show(value)
            for name, value in self.params.items()
        }
        return text.in_(language).format(**words)


CODES: set[str] = set()
"""The code of every message declared so far."""


class Template:
    """An entry of a message catalogue; calling it with its parameters gives the Message."""

    __slots__ = ("code", "mend", "names", "text")

    def __init__(self, code: str, text: Text, mend: Text | None) -> None:
        CODES.add(code)
        self.code, self.text, self.mend = code, text, mend
        self.names = _placeholders(text.zh)
        if self.names != _placeholders(text.en):
            raise ValueError(f"{code}: the placeholders differ between zh and en")
        if mend is not None:
            self.names |= _placeholders(mend.zh) | _placeholders(mend.en)

    def __call__(self, **params: Text | Scalar) -> Message:
        """The message; raises TypeError when a parameter is missing."""
        missing = self.names - params.keys()
        if missing:
            raise TypeError(f"{self.code} needs {', '.join(sorted(missing))}")
        return Message(code=self.code, params=params, text=self.text, mend=self.mend)

    def __repr__(self) -> str:
        return f"<message {self.code}: {self.text.en!r}>"


def message(code: str, *, zh: str, en: str, mend: Text | None = None) -> Template:
    """Declare a message; ``{name}`` in both languages marks its parameters.

    Raises:
        ValueError: a parameter has a format of its own; how numbers are written is up to whoever prints them.
    """
    if any(form for words in (zh, en) for _, _, form, _ in string.Formatter().parse(words)):
        raise ValueError(f"{code} formats a parameter")
    return Template(code, Text(zh=zh, en=en), mend)


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}
