"""ZIP archives: which members hold tables, by names that may be in any encoding, and their content.

Nothing is ever written under the name that a member has: a member called ``../../x`` goes by that name in
messages and lies in a private folder under a name of ours.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audit.evidence.readers import unreadable
from audit.evidence.readers.compressed import CONTENT_DAMAGED, inflate, refuse_bomb, stop
from audit.evidence.readers.encoding import detect_bytes
from audit.text import Text

MOST_MEMBERS = 10_000

_NO_DIRECTORY = Text(
    zh="缺少文件末尾的目录，可能没有传完",
    en="the directory at its end is missing, as when only a part of it was sent",
)
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_METHODS = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 96: "JPEG", 98: "PPMd", 99: "AES"}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by the name that people see."""

    name: str
    info: zipfile.ZipInfo


@contextmanager
def archive(path: Path, shown: str) -> Iterator[zipfile.ZipFile]:
    """An open archive.

    Raises:
        Unreadable: it is damaged.
    """
    try:
        parts = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise stop(shown, unreadable.PACKED_DAMAGED(reason=_NO_DIRECTORY)) from error
    with parts:
        yield parts


def members(parts: zipfile.ZipFile, shown: str) -> tuple[Member, ...]:
    """The files of an archive in their order, without folders and what operating systems leave beside them.

    Raises:
        Unreadable: there are none, or more than MOST_MEMBERS.
    """
    files = [Member(_name(info), info) for info in parts.infolist() if not info.is_dir()]
    found = tuple(one for one in files if not _left_behind(one.name))
    if not found or len(found) > MOST_MEMBERS:
        raise stop(shown, unreadable.PACKED_EMPTY())
    return found


def unpack(parts: zipfile.ZipFile, member: Member, shown: str, to: Path) -> None:
    """Write the content of a member to a file.

    Raises:
        Unreadable: it is encrypted, damaged, packed in a way that is not read, or unpacks to too much.
    """
    info = member.info
    if info.flag_bits & _ENCRYPTED:
        raise stop(shown, unreadable.PACKED_SECRET(member=member.name))
    refuse_bomb(info.file_size, info.compress_size, shown)
    try:
        with parts.open(info) as stream:
            inflate(stream, info.compress_size, shown, to)
    except NotImplementedError as error:
        what = _METHODS.get(info.compress_type, f"method {info.compress_type}")
        raise stop(shown, unreadable.PACKED_OTHERWISE(what=what)) from error
    except zipfile.BadZipFile as error:
        raise stop(shown, unreadable.PACKED_DAMAGED(reason=CONTENT_DAMAGED)) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Chinese systems write it in their own encoding, which the archive does not tell."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    if raw.isascii():
        return info.filename
    encoding = detect_bytes(raw).encoding
    try:
        return raw.decode(encoding).replace("\\", "/")
    except UnicodeDecodeError:
        return info.filename


def _left_behind(name: str) -> bool:
    """Files of macOS and Windows that nobody meant to send: hidden ones, thumbnails."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return hidden or path.parts[0] == "__MACOSX" or path.name.lower() in ("thumbs.db", "desktop.ini")
