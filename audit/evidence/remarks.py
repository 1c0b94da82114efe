"""What readers noticed about files -> problems of the tables that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.evidence.privacy import quoted
from audit.evidence.privacy.errors import harmless_message
from audit.evidence.privacy.patterns import masked
from audit.evidence.problems import NO_RECORDS, Place, at_place, group, level_of
from audit.evidence.readers.source import Remark, Source
from audit.result.problem import Problem, ProblemGroup


def remarked(table: str, sources: Sequence[Source], examples: int) -> Iterator[ProblemGroup]:
    """A group for every remark on a file, and for a file without a record."""
    for source in sources:
        if source.rows == 0:
            place = Place(table=table, file=source.shown, sheet=source.sheet)
            yield group(1, [at_place(NO_RECORDS, place)])
        for remark in source.remarks:
            yield group(remark.count, list(_problems(table, source, remark))[: max(1, examples)])


def _problems(table: str, source: Source, remark: Remark) -> Iterator[Problem]:
    for place in remark.places or (None,):
        yield Problem(
            code=remark.message.code,
            level=level_of(remark.message.code),
            table=table,
            file=masked(source.shown),
            sheet=source.sheet and quoted(source.sheet),
            at=place,
            message=harmless_message(remark.message),
        )
