"""Values of typed sources -> the text that would stand for them in a file."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any


class NotSingle(TypeError):
    """A value that is no single one: binary data, an object, a list of lists. ``kind`` names it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def as_written(value: object) -> str | None:
    """A value as text; None stays None.

    Numbers become their shortest decimal text, moments ISO text with the offset that they have, lists their words
    with semicolons between them.

    >>> as_written(3.0), as_written(Decimal("12.50")), as_written(True), as_written(["a", "b"])
    ('3', '12.50', 'true', 'a;b')

    Raises:
        NotSingle: the value has parts that no cell could hold.
    """
    if value is None or isinstance(value, str):
        return value
    for kinds, write in _WRITING:
        if isinstance(value, kinds):
            return write(value)
    raise _no_single(value)


def _float(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else f"{Decimal(repr(value)):f}"


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _list(value: Sequence[object]) -> str:
    words = ["" if isinstance(one, list | tuple) else as_written(one) or "" for one in value]
    if any(isinstance(one, list | tuple) for one in value) or any(";" in word for word in words):
        raise NotSingle("list")
    return ";".join(words)


def _no_single(value: object) -> NotSingle:
    if isinstance(value, bytes | bytearray | memoryview):
        return NotSingle("binary")
    return NotSingle("object" if isinstance(value, dict) else type(value).__name__)


_WRITING: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((bool,), lambda value: "true" if value else "false"),
    ((int, uuid.UUID), str),
    ((float,), _float),
    ((Decimal,), lambda value: f"{value:f}"),
    ((dt.datetime,), lambda value: value.isoformat(sep=" ")),
    ((dt.date, dt.time), lambda value: value.isoformat()),
    ((dt.timedelta,), _duration),
    ((list, tuple), _list),
)
"""In this order: a boolean is an int, and a moment is a date."""
