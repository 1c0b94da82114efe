"""Words of the catalogue, by which a reading of a file's first lines is told from an accident."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from audit.evidence.catalogue import TABLES
from audit.evidence.spelling import normalised

_FIELDS = re.compile('[,;\t|"\r\n]+')
_LINES = 20


def known_words(text: str) -> int:
    """How many fields of the first lines are a header or a label of the catalogue, and not plain ASCII."""
    fields = _FIELDS.split("\n".join(text.splitlines()[:_LINES]))
    return sum(normalised(field) in _words() for field in set(fields) if not field.isascii())


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(normalised(word) for word in _all())


def _all() -> Iterator[str]:
    for table in TABLES.values():
        yield from (table.title.zh, table.title.en, *table.aliases)
        for column in table.columns:
            yield from column.headers
            for words in (column.labels or {}).values():
                yield from words
