"""Where the evidence came from, how much of it was used, and how far it can be relied on."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import operator

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from audit.engagement import TableSource
from audit.engines import Engine
from audit.evidence.readers.source import Source
from audit.result.manifest import EvidenceGrade, SourceFile
from audit.text import Message, Text, message

MOST_ERRORS = 0.02
"""Above this share of rows with errors, the evidence is worth one grade less."""

LEAST_RESPONSE = 0.10

_NULL, _END_OF_CELL, _END_OF_ROW = "\\N", "\x1f", "\x1e"

DECLARED = message("G-DECLARED", zh="审查员评定：{reason}", en="graded by the reviewer: {reason}")
LOWERED = message(
    "G-LOWERED",
    zh="{reason}；{share} 的记录有错误，降一级",
    en="{reason}; {share} of the records have errors: one grade less",
)
DEFAULT = message("G-DEFAULT", zh="{reason}", en="{reason}")

NOT_TRACED = Text(zh="系统导出，未经现场追溯", en="export not traced on site")
STATED = Text(zh="在 audit.yaml 中填报", en="stated in audit.yaml")
NO_FRAME = Text(zh="未提交抽样框，应答率未知", en="no survey frame: the response is unknown")
NO_PROBABILITY = Text(zh="便利或配额样本", en="convenience or quota sample")
LOW_RESPONSE = Text(zh="应答率低于 10%", en="response under 10 %")
PROBABILITY = Text(zh="普查或概率样本", en="census or probability sample")


def source_file(source: Source) -> SourceFile:
    """The record of a file."""
    return SourceFile(
        path=source.shown,
        sha256=source.sha256,
        bytes=source.bytes,
        rows=source.rows,
        encoding=source.encoding.encoding,
        encoding_how=source.encoding.how,
    )


def rows_sha256(engine: Engine, table: ir.Table) -> str:
    r"""SHA-256 of the rows as text, in file order.

    Cells end with U+001F and rows with U+001E; null is ``\N``, and backslashes and both marks within
    text are escaped. So the hash depends on the values alone: not on the engine's own hash functions,
    the number of threads, or where the rows came from (``_file`` and ``_row`` are left out).
    """
    cells = [_cell(table[name]) for name in table.columns if name not in ("_file", "_row")]
    lines = table.select(line=functools.reduce(operator.add, cells) + _END_OF_ROW)
    digest = hashlib.sha256()
    for batch in engine.con.to_pyarrow_batches(lines):
        digest.update(_text_of(batch["line"]))
    return digest.hexdigest()


def _cell(value: ir.Value) -> ir.StringValue:
    if value.type().is_array():
        value = value.join(";")
    text: ir.StringValue = value if value.type().is_string() else value.cast("string")
    if value.type().is_string():
        for mark, escape in (("\\", "\\\\"), (_END_OF_CELL, "\\1f"), (_END_OF_ROW, "\\1e")):
            text = text.replace(mark, escape)
    return ibis.coalesce(text, _NULL) + _END_OF_CELL


def _text_of(lines: pa.Array) -> memoryview:
    """The bytes of an array of strings without making Python strings of them."""
    _, offsets, data = lines.buffers()
    kind = np.int64 if pa.types.is_large_string(lines.type) else np.int32
    ends = np.frombuffer(offsets, dtype=kind)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[ends[0] : ends[-1]] if len(lines) else memoryview(b"")


def sample_reason(frame: list[dict[str, object]] | None) -> tuple[EvidenceGrade, Text]:
    """The grade of a survey by the rows of its frame; None where no frame was handed over."""
    if not frame:
        return "C", NO_FRAME
    if any(row["method"] not in ("census", "random") for row in frame):
        return "C", NO_PROBABILITY
    reached = sum(_count(row["invited"]) - _count(row["undeliverable"]) for row in frame)
    completed = sum(_count(row["completed"]) for row in frame)
    if reached and completed / reached < LEAST_RESPONSE:
        return "C", LOW_RESPONSE
    return "B", PROBABILITY


def grade(
    source: TableSource, usual: tuple[EvidenceGrade, Text], rows: int, set_aside: int
) -> tuple[EvidenceGrade, Message]:
    """The evidence grade of a table and its reason; what the reviewer declares goes first."""
    if source.grade is not None and source.grade_reason is not None:
        return source.grade, DECLARED(reason=source.grade_reason)
    given, reason = usual
    if rows and set_aside / rows > MOST_ERRORS:
        lower: dict[EvidenceGrade, EvidenceGrade] = {"A": "B", "B": "C", "C": "D", "D": "D"}
        return lower[given], LOWERED(reason=reason, share=f"{set_aside / rows:.1%}")
    return given, DEFAULT(reason=reason)


def _count(value: object) -> int:
    return int(str(value)) if value is not None else 0


def iso(value: dt.date | dt.datetime | None) -> str | None:
    """A date or moment as it stands in the manifest."""
    return value.isoformat() if value is not None else None
