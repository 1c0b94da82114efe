"""How OSCAL writes things: identifiers, properties of our own, tokens, one-line strings and markup."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from audit.report.harmless import legible

NAMESPACE = "https://service-gap-audit.example/ns/oscal"
"""Whose properties these are; it names, and leads nowhere."""

Part = dict[str, Any]
"""An object of the JSON format."""

_START = (
    "_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_LETTER = re.compile(f"[{_START}]")
_MARKUP = re.compile(r"([\\`*_<>\[\]{}|])")
_SPACE = re.compile(r"\s+")


class Identifiers:
    """UUIDs that follow from the hash of a result: the same thing in the same result has the same one."""

    __slots__ = ("_space", "digest")

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self._space = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{digest}")

    def of(self, *names: str | None) -> str:
        """The identifier of a thing by its kind and its names."""
        return str(uuid.uuid5(self._space, "\x1f".join(name or "" for name in names)))


def filled(**members: Any) -> Part:
    """An object without members that are None or empty, which OSCAL does not allow; ``_`` stands for ``-``."""
    return {name.replace("_", "-"): value for name, value in members.items() if value not in (None, [], "")}


def token(name: str) -> str:
    """A name as an identifier of OSCAL, which begins with a letter and has no spaces."""
    found = "".join(one if _is_of_a_token(one) else "_" for one in name)
    return found if _LETTER.match(found) else f"_{found}"


def _is_of_a_token(character: str) -> bool:
    """What the schema of NIST and that of its readers allow alike: letters of the common planes, 0-9, and ``-._``."""
    if character.isascii():
        return character.isalnum() or character in "-._"
    return character.isalpha() and _LETTER.match(character) is not None


def line(text: str) -> str:
    """A plain string of one line; a dash where there is nothing."""
    return _SPACE.sub(" ", legible(text)).strip() or "—"


def title(text: str) -> str:
    """Markup of one line, in which everything stands for itself."""
    return _MARKUP.sub(r"\\\1", line(text))


def prose(paragraphs: Iterable[str | None]) -> str:
    """Markup of several paragraphs, in which everything stands for itself; a dash where there is nothing."""
    return "\n\n".join(title(one) for one in paragraphs if one and one.strip()) or "—"


def props(facts: Mapping[str, str | float | bool | None], group: str | None = None) -> list[Part]:
    """Properties of our own; those that are None are left out, numbers keep their digits."""
    return [
        filled(name=name, ns=NAMESPACE, value=_value(value), group=group)
        for name, value in facts.items()
        if value is not None
    ]


def _value(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return line(value) if isinstance(value, str) else f"{value:.12g}"


def stamp(moment: dt.datetime) -> str:
    """A moment with its offset from UTC."""
    return moment.isoformat()
