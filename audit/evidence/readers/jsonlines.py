"""JSON Lines, and JSON arrays of objects -> a text table in DuckDB whose every record knows its physical line.

An object within an object becomes columns with dotted names, a list of words one text with semicolons. A key
that a record does not have, and null, are empty. Numbers keep the digits that they are written with.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.decoding import EXAMPLES, as_utf8
from audit.evidence.readers.records import Loader
from audit.evidence.readers.source import Source
from audit.evidence.readers.written import NotSingle, as_written
from audit.text import Message, Text

_SPACE = re.compile(r"[ \t\r\n]*")
_LIST_ENDS = re.compile(r"[ \t\r\n]*(,|\])")

_LIST, _SCALAR = Text(zh="数组", en="a list"), Text(zh="单个值", en="a single value")

Numbered = tuple[int, dict[str, str | None] | Message]
"""The line of a record, and its cells or what is wrong with it."""


def read_json(
    con: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str, *, encoding: str | None = None
) -> Source:
    """Read a file into the relation ``table``: a text column for every key, then ``_row`` and ``_file``.

    Raises:
        Unreadable: it is not in its encoding, or lines are not JSON objects; all of them are counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        text = as_utf8(path, shown, encoding, Path(folder))
        loader = Loader(con, table, shown)
        total, wrong = 0, list[Located]()
        for line, found in _records(text.path):
            said = loader.add(line, found) if isinstance(found, dict) else found
            if said is not None:
                total += 1
                if len(wrong) < EXAMPLES:
                    wrong.append(Located(file=shown, message=said, line=line))
        if wrong:
            loader.drop()
            raise Unreadable(wrong, total=total)
        header, rows = loader.close()
    if not header:
        raise Unreadable([Located(file=shown, message=unreadable.EMPTY())])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        shown=shown,
        sha256=digest,
        bytes=path.stat().st_size,
        encoding=text.encoding,
        delimiter=None,
        header=header,
        rows=rows,
        path_taken="records",
        remarks=text.remarks,
    )


def _records(path: Path) -> Iterator[Numbered]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        start = file.read(4096).lstrip(" \t\r\n")
        file.seek(0)
        if start.startswith("["):
            yield from _of_array(file.read())
            return
        for line, text in enumerate(file, 1):
            if text.strip(" \t\r\n"):
                yield line, _parsed(text)


def _parsed(text: str) -> dict[str, str | None] | Message:
    try:
        return _cells(_DECODER.decode(text.strip(" \t\r\n")))
    except json.JSONDecodeError as error:
        return unreadable.JSON_BROKEN(reason=error.msg)
    except _Twice as twice:
        return unreadable.JSON_KEY_TWICE(name=twice.key)


def _of_array(text: str) -> Iterator[Numbered]:
    """The elements of an array; what follows a broken one cannot be told apart."""
    at, line = text.index("[") + 1, 1
    counted = 0
    while True:
        at = _end(_SPACE, text, at)
        line += text.count("\n", counted, at)
        counted = at
        if text.startswith("]", at):
            break
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield line + text.count("\n", counted, error.pos), unreadable.JSON_BROKEN(reason=error.msg)
            return
        except _Twice as twice:
            yield line, unreadable.JSON_KEY_TWICE(name=twice.key)
            return
        yield line, _cells(value)
        ends = _LIST_ENDS.match(text, at)
        if ends is None:
            line += text.count("\n", counted, at)
            yield line, unreadable.JSON_BROKEN(reason="Expecting ',' or ']'")
            return
        at = ends.end(1) if ends[1] == "," else ends.start(1)
    rest = _end(_SPACE, text, at + 1)
    if rest < len(text):
        line += text.count("\n", counted, rest)
        yield line, unreadable.JSON_BROKEN(reason="Extra data")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _cells(value: object) -> dict[str, str | None] | Message:
    if not isinstance(value, dict):
        return unreadable.JSON_NO_OBJECT(found=_LIST if isinstance(value, list) else _SCALAR)
    cells: dict[str, str | None] = {}
    try:
        for name, inner in _flat(value, ""):
            if name in cells:
                return unreadable.JSON_KEY_TWICE(name=name)
            cells[name] = as_written(inner)
    except NotSingle as error:
        return unreadable.NESTED(name=name, type=error.kind)
    return cells


def _flat(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield from _flat(inner, f"{prefix}{key}.")
        else:
            yield prefix + key, inner or None if isinstance(inner, dict) else inner


class _Twice(ValueError):
    """A key that one object has twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=str)
