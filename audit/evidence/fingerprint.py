"""The hash of a table's values, by which figures are tied to the evidence that they were computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from audit.engines import Engine
from audit.evidence.functions import name, relation

_BATCH = 100_000


def rows_sha256(engine: Engine, table: ir.Table, of: Collection[str] | None = None) -> str:
    """SHA-256 of the values of a table of the engine, column by column, in file order.

    ``of`` are the columns that can have a value, where that is known: others need not be asked for.

    Of each column three things are hashed by SHA-256: ``known``, a byte for each row, 1 where it has a value;
    ``lengths``, the bytes of each text in UTF-8 as 32-bit unsigned integers; ``values``, all values one after
    another: texts in UTF-8, the words of a list joined by ``;``, truths as a byte, whole numbers, numbers and
    moments (microseconds since 1970) in 64 bits, days since 1970 in 32. Integers and IEEE 754 numbers are
    little-endian. The hash is that of a line with the number of rows and, for every column that has a value, a
    line of its name and the three hashes in hexadecimal, separated by tabs; each line ends with a line feed.

    So it depends on the values alone: not on the engine's own hash functions, the number of threads, columns
    that were not handed over, or where the rows came from (``_file`` and ``_row`` are left out).
    """
    columns = {
        column: f"array_to_string({name(column)}, ';')" if kind.is_array() else name(column)
        for column, kind in table.schema().items()
        if column not in ("_file", "_row") and (of is None or column in of)
    }
    hashes = [_Column(column) for column in columns]
    rows = 0
    # A constant comes along: of a table without any column handed over the rows still count.
    asked = f"SELECT {', '.join(['1', *columns.values()])} FROM {relation(table)}"  # noqa: S608 - names are quoted
    for batch in engine.con.con.execute(asked).to_arrow_reader(_BATCH):
        rows += batch.num_rows
        for column, values in zip(hashes, batch.columns[1:], strict=True):
            column.add(values)
    lines = [str(rows), *(column.line() for column in hashes if column.filled)]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@dataclass
class _Column:
    """The three hashes of a column, as its values come in."""

    name: str
    filled: bool = False
    known: hashlib._Hash = field(default_factory=hashlib.sha256)
    lengths: hashlib._Hash = field(default_factory=hashlib.sha256)
    values: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, values: pa.Array) -> None:
        nulls = values.null_count
        self.known.update(
            values.is_valid().cast(pa.uint8()).to_numpy().data if nulls else b"\1" * len(values)
        )
        if nulls == len(values):
            return
        self.filled = True
        if nulls:
            values = values.drop_null()
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            lengths, words = _texts(values)
            self.lengths.update(lengths.data)
            self.values.update(words)
        else:
            self.values.update(_numbers(values).data)

    def line(self) -> str:
        return "\t".join([self.name, *(one.hexdigest() for one in (self.known, self.lengths, self.values))])


def _texts(values: pa.Array) -> tuple[npt.NDArray[np.uint32], memoryview]:
    """The lengths of texts and their bytes, without making Python strings of them."""
    _, offsets, data = values.buffers()
    kind = np.int64 if pa.types.is_large_string(values.type) else np.int32
    ends = np.frombuffer(offsets, dtype=kind)[values.offset : values.offset + len(values) + 1]
    # A table of nothing but empty texts has no bytes at all.
    words = memoryview(data)[ends[0] : ends[-1]] if data is not None else memoryview(b"")
    return np.diff(ends).astype("<u4"), words


def _numbers(values: pa.Array) -> npt.NDArray[np.generic]:
    if pa.types.is_boolean(values.type):
        values = values.cast(pa.uint8())
    elif pa.types.is_integer(values.type):
        values = values.cast(pa.int64())
    elif pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us")).view(pa.int64())
    elif pa.types.is_date32(values.type):
        values = values.view(pa.int32())
    found: npt.NDArray[np.generic] = values.to_numpy()
    return found.astype(found.dtype.newbyteorder("<"), copy=False)
