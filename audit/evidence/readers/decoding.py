"""A text file in any encoding -> the same text in UTF-8, with whatever is wrong with it said by line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.encoding import (
    Detected,
    Undecodable,
    blocks,
    check,
    detect,
    detect_bytes,
    is_wide,
    line_of,
    lines_of,
    marked,
    transcode,
)
from audit.evidence.readers.signature import refuse_binary
from audit.evidence.readers.source import Remark, remark
from audit.text import Message, Scalar

EXAMPLES = 20
_UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})
_END_OF_TEXT = b"\x1a"
_MARK = codecs.BOM_UTF8
_REPLACED = "\ufffd".encode()
_AS_WESTERN = re.compile(
    # UTF-8 that was read as Windows-1252: the first byte of a Chinese character becomes one of äåæçèé, its others
    # punctuation. All patterns begin with a byte that is searched for quickly.
    rb"\xc3[\xa4-\xa9](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac"
    rb"|\xe2\x84\xa2|\xcb[\x86\x9c]|\xc6\x92){1,2}[^a-zA-Z]?\xc3[\xa4-\xa9]"
)
_RARE = "锛銆鐨闂鏈鎶鍙鎴鏄鍦"
"""What the commonest beginnings of UTF-8 become when it is read as GBK; two of them in a line are no accident."""
_OTHERS = b"|".join(one.encode()[1:] for one in _RARE)
_AS_GBK = re.compile(
    rb"\xe9(?:\x94\x9f\xe6\x96\xa4|(?:" + _OTHERS + rb")[^\n\r]{0,60}?\xe9(?:" + _OTHERS + rb"))"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file in UTF-8: itself where it is, else a copy; and what was noticed on the way."""

    path: Path
    encoding: Detected
    remarks: tuple[Remark, ...]


def as_utf8(path: Path, shown: str, declared: str | None, folder: Path) -> Decoded:
    """The text of a file. A copy is made in ``folder`` where the file is not plain UTF-8.

    A byte order mark at the beginning of any line is taken away, as joined files have them, and so is the
    end-of-file mark of DOS. Characters that an earlier program has already replaced or garbled stay, and are
    remarked with their lines.

    Raises:
        Unreadable: the file cannot be opened, is empty, holds NUL bytes, or is not in its encoding, with every
            line that is not; or its encoding is not declared and cannot be told.
    """
    _refuse_what_cannot_be_text(path, shown)
    noticed = _in_utf8(path)
    if noticed is None:
        _refuse_nul(path, shown, declared)
    found = _encoding(path, shown, declared, utf8=noticed is not None)
    if found.rivals and not found.confidence:
        raise _stop(shown, unreadable.ENCODING_OPEN(candidates=", ".join((found.encoding, *found.rivals))))
    utf8 = path
    try:
        if found.encoding not in _UTF8:
            utf8, noticed = folder / "text", None
            transcode(path, found.encoding, utf8)
        elif noticed is None or found.encoding == "ascii":
            check(path, found.encoding)
    except Undecodable as bad:
        raise _undecodable(path, shown, found, bad) from bad
    noticed = noticed or _noticed(utf8)
    remarks = list(noticed.remarks(utf8))
    if found.rivals:
        candidates = ", ".join(found.rivals)
        remarks.insert(
            0, Remark(unreadable.ENCODING_DOUBTFUL(encoding=found.encoding, candidates=candidates))
        )
    if noticed.marks or noticed.ends:
        utf8 = _cleaned(utf8, folder / "clean")
    return Decoded(utf8, found, tuple(remarks))


def _stop(shown: str, message: Message, line: int | None = None) -> Unreadable:
    return Unreadable([Located(file=shown, message=message, line=line)])


def _refuse_what_cannot_be_text(path: Path, shown: str) -> None:
    try:
        with path.open("rb") as file:
            refuse_binary(file.read(16), shown)
        blank = all(not block.removeprefix(_MARK).strip(b"\xff\xfe\0 \t\r\n\x1a") for block in blocks(path))
    except OSError as error:
        raise _stop(shown, unreadable.CANNOT_OPEN(reason=error.strerror or str(error))) from error
    if blank:
        raise _stop(shown, unreadable.EMPTY())


def _refuse_nul(path: Path, shown: str, declared: str | None) -> None:
    if marked(path) in ("utf-16", "utf-32") or (declared and _known(declared) and is_wide(declared)):
        return
    offset = 0
    for block in blocks(path):
        if (at := block.find(b"\0")) >= 0:
            if declared is None and is_wide(detect(path).encoding):
                return
            raise _stop(shown, unreadable.NUL(offset=offset + at), line_of(path, offset + at))
        offset += len(block)


def _known(encoding: str) -> bool:
    try:
        return bool("a".encode(encoding))
    except LookupError:  # also for codecs that are no encodings of text, such as hex
        return False


def _encoding(path: Path, shown: str, declared: str | None, *, utf8: bool) -> Detected:
    if declared is None:
        return detect(path, utf8=utf8)
    if not _known(declared):
        raise _stop(shown, unreadable.ENCODING_UNKNOWN(encoding=declared))
    return Detected(codecs.lookup(declared).name, "declared", 1.0)


def _undecodable(path: Path, shown: str, found: Detected, first: Undecodable) -> Unreadable:
    """Every line that is not in the encoding; one place only where the whole file is in another one."""
    place: dict[str, Scalar] = {
        "offset": first.offset,
        "byte": f"{first.byte:02X}",
        "encoding": found.encoding,
    }
    if found.how == "declared":
        fits = detect(path).encoding
        if fits != found.encoding:
            return _stop(shown, unreadable.NOT_IN_ENCODING(**place, fits=fits), first.line)
    if is_wide(found.encoding):
        return _stop(shown, unreadable.DAMAGED(**place), first.line)
    total, located = 0, list[Located]()
    for line, offset, byte, text in _bad_lines(path, found.encoding):
        total += 1
        if len(located) < EXAMPLES:
            said = _said_of(text, found.encoding, offset, byte)
            located.append(Located(file=shown, message=said, line=line))
    return Unreadable(located, total=total)


def _said_of(line: bytes, encoding: str, offset: int, byte: int) -> Message:
    """That a line is in another encoding, where one fits it without doubt; else that it is damaged."""
    place: dict[str, Scalar] = {"offset": offset, "byte": f"{byte:02X}", "encoding": encoding}
    other = detect_bytes(line)
    if other.encoding != encoding and other.confidence and not other.rivals and _reads(line, other.encoding):
        return unreadable.OTHER_ENCODING(**place, other=other.encoding)
    return unreadable.DAMAGED(**place)


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _bad_lines(path: Path, encoding: str) -> Iterator[tuple[int, int, int, bytes]]:
    """Line, offset of the byte in the file, the byte, and the line itself."""
    number, start = 1, 0
    for block in blocks(path):
        if not _reads(block, encoding):
            for line in block.splitlines(keepends=True):
                try:
                    line.decode(encoding)
                except UnicodeDecodeError as error:
                    yield number, start + error.start, line[error.start], line
                number += 1
                start += len(line)
        else:
            number += len(block.splitlines())
            start += len(block)


@dataclass
class _Noticed:
    """Offsets, in UTF-8, of what should not stand in a text."""

    offset: int = 0
    last: bytes = b"\n"
    marks: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    ends: bool = False

    def look(self, block: bytes) -> None:
        """Look at the next block; a search for bytes that are hardly there costs next to nothing."""
        if not block.isascii():
            self._look_beyond_ascii(block)
        self.ends = block[-4:].rstrip(b"\r\n").endswith(_END_OF_TEXT)
        self.last = block[-1:]
        self.offset += len(block)

    def _look_beyond_ascii(self, block: bytes) -> None:
        if _REPLACED in block:
            self.replaced += _offsets(block, _REPLACED, self.offset)
        if _MARK in block:
            found = _offsets(block, _MARK, self.offset)
            self.marks += [at for at in found if at and self._begins_line(block, at - self.offset)]
        for begins, pattern in ((b"\xc3", _AS_WESTERN), (b"\xe9", _AS_GBK)):
            if begins in block:
                self.garbled += [self.offset + found.start() for found in pattern.finditer(block)]

    def _begins_line(self, block: bytes, at: int) -> bool:
        before = block[at - 1 : at] if at else self.last
        return before in (b"\n", b"\r")

    def remarks(self, utf8: Path) -> Iterator[Remark]:
        for offsets, template in (
            (self.replaced, unreadable.REPLACED),
            (self.garbled, unreadable.GARBLED),
            (self.marks, unreadable.MARK_WITHIN),
        ):
            if offsets:
                yield remark(template(), list(dict.fromkeys(lines_of(utf8, sorted(offsets)))))
        if self.ends:
            yield Remark(unreadable.END_OF_TEXT())


def _in_utf8(path: Path) -> _Noticed | None:
    """What is noticed in a file of UTF-8 without NUL bytes, None for any other: all of that in one pass."""
    noticed = _Noticed()
    for block in blocks(path):
        if b"\0" in block or not (block.isascii() or _reads(block, "utf-8")):
            return None
        noticed.look(block)
    return noticed


def _noticed(utf8: Path) -> _Noticed:
    noticed = _Noticed()
    for block in blocks(utf8):
        noticed.look(block)
    return noticed


def _offsets(block: bytes, wanted: bytes, base: int) -> list[int]:
    return [base + match.start() for match in re.finditer(re.escape(wanted), block)]


def _cleaned(utf8: Path, to: Path) -> Path:
    """A copy without byte order marks at the beginning of lines and without the mark of its end."""
    last = b"\n"
    with to.open("wb") as file:
        for block in blocks(utf8):
            text = re.sub(b"(?<=[\r\n])" + _MARK, b"", last + block)[1:]
            last = block[-1:]
            file.write(text)
        file.flush()
    with to.open("rb+") as file:
        size = to.stat().st_size
        file.seek(max(0, size - 4))
        tail = file.read()
        kept = tail.rstrip(b"\r\n")
        if kept.endswith(_END_OF_TEXT):
            file.truncate(size - len(tail) + len(kept.rstrip(_END_OF_TEXT)))
    return to
