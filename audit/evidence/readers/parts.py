"""A file as it was handed over -> the files in it that can be read: itself, or what an archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.errors import Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.archive import Member, archive, members, unpack
from audit.evidence.readers.compressed import gunzip, stop
from audit.evidence.readers.signature import Kind, openable
from audit.evidence.readers.webpage import unfold_page


@dataclass(frozen=True, slots=True)
class Part:
    """A file that holds tables and nothing packed.

    ``path`` is where its content lies, ``shown`` what people see (``export.zip/complaints.csv``), ``member`` its
    name in the archive ``handed_over``, None where it is that file itself. ``was_page`` says that it is the table of
    a web page, written as CSV.
    """

    path: Path
    shown: str
    kind: Kind
    handed_over: Path
    member: str | None = None
    was_page: bool = False


def whole(path: Path, shown: str, folder: Path) -> Part | None:
    """The file itself, or the only one that a GZIP file holds; None for an archive with members.

    Content is unpacked into ``folder``, which belongs to the caller.

    Raises:
        Unreadable: it cannot be opened or unpacked, or is of a kind that is not read.
    """
    kind = openable(path, shown)
    if kind == "zip":
        return None
    return _unfolded(Part(path, shown, kind, path), folder)


def listed(path: Path, shown: str) -> tuple[Member, ...]:
    """The members of an archive; raises Unreadable."""
    with archive(path, shown) as parts:
        return members(parts, shown)


def member_part(path: Path, shown: str, member: Member, folder: Path) -> Part:
    """One member of an archive, unpacked into ``folder``; raises Unreadable."""
    to = _free(folder)
    name = f"{shown}/{member.name}"
    with archive(path, shown) as parts:
        unpack(parts, member, name, to)
    return _unfolded(Part(to, name, openable(to, name), path, member.name), folder)


def readable(path: Path, shown: str, folder: Path) -> Iterator[Part | Unreadable]:
    """Everything that a file holds, and why the rest of it cannot be read.

    Raises:
        Unreadable: the file as a whole cannot be opened.
    """
    single = whole(path, shown, folder)
    if single is not None:
        yield single
        return
    for member in listed(path, shown):
        try:
            yield member_part(path, shown, member, folder)
        except Unreadable as error:
            yield error


def _unfolded(part: Part, folder: Path) -> Part:
    if part.kind == "zip":
        raise stop(part.shown, unreadable.PACKED_NESTED())
    if part.kind == "page":
        to = _free(folder)
        unfold_page(part.path, part.shown, to)
        return Part(to, part.shown, "text", part.handed_over, part.member, was_page=True)
    if part.kind != "gzip":
        return part
    to = _free(folder)
    gunzip(part.path, part.shown, to)
    kind = openable(to, part.shown)
    if kind in ("gzip", "zip"):
        raise stop(part.shown, unreadable.PACKED_NESTED())
    return _unfolded(Part(to, part.shown, kind, part.handed_over, part.member), folder)


def _free(folder: Path) -> Path:
    """A name in a folder that is not taken."""
    number = 0
    while (path := folder / f"part{number}").exists():
        number += 1
    return path
