"""Which encoding a text file is in, decided from its bytes and never guessed in silence.

A byte order mark decides; then the pattern of NUL bytes that UTF-16 and UTF-32 leave; then strict UTF-8, which
other encodings hardly ever satisfy by accident. What remains is judged by ``likelihood``: each encoding reads
the same bytes, and the reading that is likely as text wins. Where two readings are about equally likely, both
are named.
"""

from __future__ import annotations

import codecs
import io
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audit.evidence.readers.likelihood import CANDIDATES, LATIN, VARIANTS, Reading, is_common, log_likelihood

BLOCK = 1 << 16
"""Bytes that are looked at together: for larger pieces memory is asked of the system anew, which takes longer than
to look at them."""
_SAMPLE = 1 << 16
_JUDGED_FIRST, _MOST_JUDGED = 1 << 12, 1 << 14
"""Bytes that are judged at first, and where these leave any doubt."""
_DOUBTFUL, _OPEN = 6.0, 2.0
"""Natural logarithms of how many times likelier the best reading is than the next: below the first its rivals
are named, below the second it is not taken."""
_UNLIKELY = -7.5
"""The mean of a byte beyond ASCII below which a reading is no text in any language that is known here."""

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encoding, bytes of a character, and which of them holds an ASCII character."""


@dataclass(frozen=True, slots=True)
class Detected:
    """An encoding by its Python name, how it was found, and how sure that is (0 to 1).

    ``rivals`` are the encodings that would read other text that is hardly less likely; with a confidence of
    0 none of them can be preferred.
    """

    encoding: str
    how: Literal["bom", "declared", "detected"]
    confidence: float
    rivals: tuple[str, ...] = ()


class Undecodable(ValueError):
    """The first byte that an encoding cannot read: offset from 0, physical line from 1."""

    def __init__(self, offset: int, line: int, byte: int) -> None:
        super().__init__(f"byte 0x{byte:02x} at {offset}, line {line}")
        self.offset, self.line, self.byte = offset, line, byte


def detect(path: Path, *, utf8: bool = False) -> Detected:
    """The encoding of a whole file; ``utf8`` where it has been read and is UTF-8 without NUL bytes."""
    mark = marked(path)
    if mark:
        return Detected(mark, "bom", 1.0)
    if utf8:
        return _surely_utf8(path)
    wide = _wide(path)
    if wide:
        return Detected(wide, "detected", 1.0)
    try:
        check(path, "utf-8")
    except Undecodable as bad:
        found = detect_bytes(_sample(path, bad.offset))
        return _variant(path, found)
    return _surely_utf8(path)


def detect_bytes(sample: bytes) -> Detected:
    """The encoding of some lines that are not all UTF-8."""
    lines = [line for line in sample.splitlines(keepends=True) if not line.isascii()]
    if _mostly_utf8(lines):
        return Detected("utf-8", "detected", 0.9)
    judged = b"".join(lines)[:_MOST_JUDGED]
    judged = judged if not judged.isascii() else sample
    first = judged[:_JUDGED_FIRST]
    if len(first) < len(judged) and not first.isascii():
        found = _likeliest(first, sample)
        if found.confidence == 1:
            return found
    return _likeliest(judged, sample)


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
    if is_wide(encoding):
        yield from _decoded_wide(path, encoding)
        return
    offset = 0
    for block in blocks(path):
        try:
            yield block.decode(encoding)
        except UnicodeDecodeError as error:
            bad = offset + error.start
            raise Undecodable(bad, line_of(path, bad), block[error.start]) from None
        offset += len(block)


def _decoded_wide(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, lines = 0, 1
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "replace")
                bad = offset - held + error.start
                raise Undecodable(bad, lines + _newlines(before), error.object[error.start]) from None
            yield text
            lines += _newlines(text)
            offset += len(block)
            if not block:
                return


def _newlines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def line_of(path: Path, offset: int) -> int:
    """The physical line of a byte, from 1; found only when it must be said."""
    return next(lines_of(path, [offset]))


def lines_of(path: Path, offsets: Iterable[int]) -> Iterator[int]:
    """The physical lines of bytes in ascending order. A line ends with LF, CR or both."""
    ends: list[int] = []
    start, lines, waiting = 0, 1, iter(offsets)
    offset = next(waiting, None)
    for block in blocks(path):
        if offset is None:
            return
        if offset < start + len(block):
            ends = [start + at for at in _line_ends(block)]
        while offset is not None and offset < start + len(block):
            yield lines + bisect_right(ends, offset)
            offset = next(waiting, None)
        start += len(block)
        lines += len(ends) if ends and ends[-1] >= start - len(block) else len(_line_ends(block))
    while offset is not None:
        yield lines
        offset = next(waiting, None)


def _line_ends(block: bytes) -> list[int]:
    """Where the next line begins, for every line that ends in the block."""
    ends, at = list[int](), 0
    for line in io.BytesIO(block) if b"\r" not in block else block.splitlines(keepends=True):
        at += len(line)
        if line.endswith((b"\n", b"\r")):
            ends.append(at)
    return ends


def is_wide(encoding: str) -> bool:
    """Whether a newline is more than one byte, so that a file cannot be cut at newline bytes."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces that end with a newline (or in one piece).

    No encoding here uses the newline byte as a part of another character, so pieces decode alone.
    """
    rest: list[bytes] = []
    with path.open("rb") as file:
        while piece := file.read(BLOCK):
            end = piece.rfind(b"\n") + 1
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


def _wide(path: Path) -> str | None:
    """UTF-16 or UTF-32 without a mark: the NUL bytes of its ASCII characters all stand in the same places."""
    with path.open("rb") as file:
        sample = file.read(_MOST_JUDGED)
    if b"\0" not in sample:
        return None
    for encoding, width, place in _WIDE:
        if len(sample) % width and len(sample) < _MOST_JUDGED:
            continue
        units = [sample[at::width] for at in range(width)]
        ascii_only = [at for at in range(len(units[place])) if _is_ascii_unit(units, place, at)]
        separated = any(units[place][at] in b"\r\n,;\t" for at in ascii_only)
        if separated and _makes_sense(sample, encoding, width):
            return encoding
    return None


def _is_ascii_unit(units: list[bytes], place: int, at: int) -> bool:
    return units[place][at] < 0x80 and all(
        unit[at] == 0 for other, unit in enumerate(units) if other != place and at < len(unit)
    )


def _makes_sense(sample: bytes, encoding: str, width: int) -> bool:
    """Whether a reading is valid and mostly of everyday characters; one of bytes that belong apart is not."""
    try:
        text = sample[: len(sample) // width * width].decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(sample) // width * width:  # else cut within a pair of surrogates
            return False
        text = sample[: error.start].decode(encoding)
    foreign = [one for one in text if one >= "\u0250"]
    return "\0" not in text and sum(map(is_common, foreign)) >= 0.6 * len(foreign)


def _mostly_utf8(lines: Sequence[bytes]) -> bool:
    """UTF-8 with a few broken bytes, or with some lines of another encoding in between."""
    text = b"".join(lines).decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if text.count("\ufffd") < 0.1 * foreign:
        return True
    valid = [line for line in lines if _is_utf8(line)]
    return 3 * len(valid) > len(lines) and _reads_well(b"".join(valid))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _reads_well(lines: bytes) -> bool:
    """Whether lines that are UTF-8 by form are so by sense: accidents are of two bytes and of no script."""
    foreign = [one for one in lines.decode() if not one.isascii()]
    return sum(one >= "\u0800" or "\u00c0" <= one <= "\u024f" for one in foreign) > 0.9 * len(foreign)


def _surely_utf8(path: Path) -> Detected:
    """UTF-8, unless the file is a few characters long and another reading of them makes more sense."""
    if path.stat().st_size <= _MOST_JUDGED:
        data = path.read_bytes()
        if not data.isascii() and not _reads_well(data):
            best = _likeliest(data, data)
            strange = Reading("utf-8", log_likelihood(data, "utf-8"))
            lead = log_likelihood(data, best.encoding) - strange.score
            if lead > -_OPEN:
                return Detected("utf-8", "detected", 0.0, (best.encoding,))
    return Detected("utf-8", "detected", 1.0)


def _likeliest(judged: bytes, sample: bytes) -> Detected:
    readings = sorted(
        (Reading(encoding, log_likelihood(judged, encoding)) for encoding in CANDIDATES),
        key=lambda reading: -reading.score,
    )
    best = readings[0]
    text = judged.decode(best.encoding, "replace")
    others = [one for one in readings[1:] if judged.decode(one.encoding, "replace") != text]
    lead = best.score - others[0].score
    if lead < _DOUBTFUL:
        best, others, lead = _by_known_words(sample, [best, *others])
    foreign = len(judged) - sum(one.isascii() for one in text)
    if log_likelihood(judged, best.encoding, foreign_only=True) < _UNLIKELY * foreign:
        return Detected(best.encoding, "detected", 0.0, tuple(one.encoding for one in others[:2]))
    near = {judged.decode(one.encoding, "replace"): one for one in reversed(others)}
    rivals = tuple(
        one.encoding for one in others if best.score - one.score < _DOUBTFUL and one in near.values()
    )
    if rivals and {best.encoding, *rivals} <= set(LATIN):
        return _by_language(judged, best.encoding, rivals)
    sure = 0.0 if lead < _OPEN else round(1 - math.exp(-lead / 2), 2)
    return Detected(best.encoding, "detected", sure, rivals)


def _by_language(judged: bytes, best: str, rivals: tuple[str, ...]) -> Detected:
    """One of several Latin encodings by the language that it makes of the text; in doubt if none is recognised."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  rarely needed, slow to import

    matches = [one for one in from_bytes(judged, cp_isolation=list(LATIN)) if one.coherence > 0]
    fitting = [one.encoding for one in matches if one.coherence == matches[0].coherence]
    alike = {judged.decode(one, "replace") for one in fitting}
    if len(alike) == 1:
        return Detected(next(one for one in LATIN if one in fitting), "detected", 0.8)
    return Detected(best, "detected", 0.5, rivals)


def _by_known_words(sample: bytes, readings: list[Reading]) -> tuple[Reading, list[Reading], float]:
    """The readings again, with the names of columns and labels that the catalogue knows counted for them."""
    from audit.evidence.readers.vocabulary import known_words  # noqa: PLC0415  a second, and hardly ever needed

    close = [one for one in readings if readings[0].score - one.score < 4 * _DOUBTFUL]
    weighed = sorted(
        (
            Reading(one.encoding, one.score + _DOUBTFUL * known_words(sample.decode(one.encoding, "replace")))
            for one in close
        ),
        key=lambda reading: -reading.score,
    )
    best = weighed[0]
    text = sample.decode(best.encoding, "replace")
    others = [one for one in weighed[1:] if sample.decode(one.encoding, "replace") != text]
    others += [one for one in readings if one not in close]
    return best, others, best.score - others[0].score


def _variant(path: Path, found: Detected) -> Detected:
    """The extension of an encoding, where the file has characters that only the extension has."""
    wider = VARIANTS.get(found.encoding)
    if wider is None:
        return found
    try:
        check(path, found.encoding)
    except Undecodable:
        try:
            check(path, wider)
        except Undecodable:
            return found
        return Detected(wider, found.how, found.confidence, found.rivals)
    return found
