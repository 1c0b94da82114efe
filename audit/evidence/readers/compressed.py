"""GZIP files and members of ZIP archives -> files of a private folder, unless they unpack to too much.

Sizes that an archive declares may be lies: what is written is counted.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import IO, Protocol

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.text import Message, Text

MOST_UNPACKED = 16 << 30
"""Bytes that one file may unpack to: a hundred million records."""

MOST_RATIO = 500
"""Times its packed size that a file may unpack to, from ALWAYS_ALLOWED on; tables come to 5 or 50."""

ALWAYS_ALLOWED = 64 << 20
"""Bytes that a file may unpack to however small it is packed."""

_BLOCK = 1 << 20
CONTENT_DAMAGED = Text(
    zh="内容无法解压，或与校验和不符", en="its content does not unpack, or not to its checksum"
)
_CUT_OFF = Text(zh="内容不完整，中途截断", en="its content ends too early")


class Stream(Protocol):
    """What can be read to its end."""

    def read(self, size: int = ..., /) -> bytes: ...  # noqa: D102 - as for every file


def gunzip(path: Path, shown: str, to: Path) -> None:
    """Unpack a GZIP file, of one or more parts.

    Raises:
        Unreadable: it is damaged or cut off, or unpacks to too much.
    """
    with path.open("rb") as packed:
        inflate(gzip.GzipFile(fileobj=packed), path.stat().st_size, shown, to)


def inflate(stream: Stream | IO[bytes], packed: int, shown: str, to: Path) -> None:
    """Write a stream of unpacked bytes to a file; ``packed`` is how many bytes they come from.

    Raises:
        Unreadable: the stream is damaged or cut off, or gives too much.
    """
    written = 0
    try:
        with to.open("wb") as file:
            while block := stream.read(_BLOCK):
                written += len(block)
                refuse_bomb(written, packed, shown)
                file.write(block)
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
        reason = _CUT_OFF if isinstance(error, EOFError) else CONTENT_DAMAGED
        raise stop(shown, unreadable.PACKED_DAMAGED(reason=reason)) from error


def refuse_bomb(unpacked: int, packed: int, shown: str) -> None:
    """Raise Unreadable where so many bytes from so few are too many."""
    if unpacked > MOST_UNPACKED:
        raise stop(shown, unreadable.PACKED_LARGE(limit=MOST_UNPACKED >> 20))
    if unpacked > ALWAYS_ALLOWED and unpacked > MOST_RATIO * packed:
        raise stop(shown, unreadable.PACKED_BOMB(limit=MOST_RATIO))


def stop(shown: str, message: Message) -> Unreadable:
    """The error that a file as a whole cannot be read."""
    return Unreadable([Located(file=shown, message=message)])
