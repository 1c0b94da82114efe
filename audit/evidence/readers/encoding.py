"""Which encoding a text file is in, decided from its bytes and never guessed in silence.

A byte order mark decides; then strict UTF-8, which other encodings hardly ever satisfy by accident.
What remains is read in each East Asian encoding, and the one whose reading consists of everyday
characters wins: their byte ranges overlap almost completely, so validity alone tells little, and
statistical detectors need more text than a short table has. Western encodings are left to
charset-normalizer.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audit.evidence.readers.everyday import EVERYDAY

BLOCK = 8 << 20
_SAMPLE = 1 << 18
_PLAUSIBLE = 0.3  # share of everyday characters; the reading in a wrong encoding stays near 0.15
_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The most common first: where several read equally well, it is taken.
_WESTERN = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "euc_jp"]


@dataclass(frozen=True, slots=True)
class Detected:
    """An encoding by its Python name, how it was found, and the lead over the next best (0 to 1)."""

    encoding: str
    how: Literal["bom", "declared", "detected"]
    confidence: float


class Undecodable(ValueError):
    """The first byte that an encoding cannot read: offset from 0, physical line from 1."""

    def __init__(self, offset: int, line: int, byte: int) -> None:
        super().__init__(f"byte 0x{byte:02x} at {offset}, line {line}")
        self.offset, self.line, self.byte = offset, line, byte


def detect(path: Path) -> Detected:
    """The encoding of a whole file."""
    mark = marked(path)
    if mark:
        return Detected(mark, "bom", 1.0)
    try:
        check(path, "utf-8")
    except Undecodable as bad:
        return _not_utf8(_sample(path, bad.offset))
    return Detected("utf-8", "detected", 1.0)


def marked(path: Path) -> str | None:
    """The encoding that a byte order mark names."""
    with path.open("rb") as file:
        start = file.read(4)
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)


def check(path: Path, encoding: str) -> None:
    """Raise Undecodable unless the whole file can be read in the encoding."""
    for _ in decoded(path, encoding):
        pass


def transcode(path: Path, encoding: str, to: Path) -> None:
    """Write the file again as UTF-8 without a mark, newlines untouched; raises Undecodable."""
    with to.open("wb") as file:
        for text in decoded(path, encoding):
            file.write(text.removeprefix("\ufeff").encode() if file.tell() == 0 else text.encode())


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text of a file block by block; raises Undecodable."""
    offset = 0
    for block in blocks(path, whole=is_wide(encoding)):
        try:
            yield block.decode(encoding)
        except UnicodeDecodeError as error:
            bad = offset + error.start
            raise Undecodable(bad, line_of(path, bad), block[error.start]) from None
        offset += len(block)


def line_of(path: Path, offset: int) -> int:
    """The physical line of a byte, from 1; found only when it must be said."""
    lines, start = 1, 0
    for block in blocks(path):
        lines += block[: max(0, offset - start)].count(b"\n")
        start += len(block)
    return lines


def is_wide(encoding: str) -> bool:
    """Whether a newline is more than one byte, so that a file cannot be cut at newline bytes."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def blocks(path: Path, *, whole: bool = False) -> Iterator[bytes]:
    """The bytes of a file in pieces that end with a newline (or in one piece).

    No encoding here uses the newline byte as a part of another character, so pieces decode alone.
    """
    rest: list[bytes] = []
    with path.open("rb") as file:
        while piece := file.read(-1 if whole else BLOCK):
            end = len(piece) if whole else piece.rfind(b"\n") + 1
            if end:
                yield b"".join((*rest, piece[:end]))
                rest = []
            rest.append(piece[end:])
    if any(rest):
        yield b"".join(rest)


def _sample(path: Path, offset: int) -> bytes:
    """Whole lines around the first byte that is not UTF-8."""
    start = max(0, offset - _SAMPLE // 2)
    with path.open("rb") as file:
        file.seek(start)
        sample = file.read(_SAMPLE)
    begin = sample.find(b"\n") + 1 if start else 0
    end = sample.rfind(b"\n") + 1
    return sample[begin:end] if begin <= offset - start < end else sample


def _not_utf8(sample: bytes) -> Detected:
    if _damaged_utf8(sample):
        return Detected("utf-8", "detected", 0.9)
    scores = {encoding: _plausibility(sample, encoding) for encoding in EVERYDAY}
    first, second = sorted(scores, key=lambda encoding: scores[encoding], reverse=True)[:2]
    if scores[first] >= _PLAUSIBLE:
        return Detected(first, "detected", round(scores[first] - scores[second], 2))
    return _western(sample)


def _damaged_utf8(sample: bytes) -> bool:
    """Mostly valid sequences of two and more bytes: UTF-8 with a few bytes broken."""
    text = sample.decode("utf-8", "replace")
    foreign = sum(not character.isascii() for character in text)
    return text.count("\ufffd") < 0.1 * foreign


def _plausibility(sample: bytes, encoding: str) -> float:
    """The share of everyday characters among the letters that are not ASCII, in [0, 1]."""
    counts = Counter(sample.decode(encoding, "replace"))
    letters = {one: count for one, count in counts.items() if not one.isascii() and not _neutral(one)}
    total = sum(letters.values())
    everyday = sum(count for one, count in letters.items() if one in EVERYDAY[encoding])
    return everyday / total if total else 0.0


def _neutral(character: str) -> bool:
    """Punctuation and full-width forms, which all East Asian encodings share."""
    return (
        "\u2000" <= character <= "\u206f"
        or "\u3000" <= character <= "\u303f"
        or "\uff01" <= character <= "\uff5e"
    )


def _western(sample: bytes) -> Detected:
    from charset_normalizer import from_bytes  # noqa: PLC0415  rarely needed, slow to import

    matches = from_bytes(sample, cp_isolation=_WESTERN)
    best = matches.best()
    if best is None:
        return Detected("latin-1", "detected", 0.0)
    alike = {name for match in matches if match.chaos == best.chaos for name in match.could_be_from_charset}
    encoding = next(name for name in _WESTERN if name in alike)
    return Detected(encoding, "detected", round(max(0.0, 0.5 - best.chaos), 2))
