"""Values that stand for persons, or look personal, as they may stand in a result: numbered instead of named.

The numbers follow from the evidence alone: the values of a column in all its tables, in their order. So the
same person has the same number in every measure, and whoever has the evidence finds the rows again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from audit.evidence.catalogue import TABLES
from audit.evidence.dataset import Evidence
from audit.evidence.privacy import numbered
from audit.evidence.privacy.patterns import masked
from audit.result import Estimate, Measurement
from audit.text import Message, Scalar, Text

_BETWEEN = re.compile("(, |; |、|，|；)")
"""What stands between the values that a message lists."""


class Pseudonyms:
    """The numbers of one body of evidence; columns are only read once a value of theirs may not be shown."""

    def __init__(self, ev: Evidence) -> None:
        self._ev = ev
        self._known: dict[str, Mapping[str, str]] = {}

    def hides(self, kind: str, value: str) -> bool:
        """Whether a value of a column, or of a kind of key, may not be shown."""
        return bool(value) and (_column(kind) in self._ev.persons or masked(value) != value)

    def shown(self, kind: str, value: str) -> str:
        """The value as it may be shown."""
        if not self.hides(kind, value):
            return value
        column = _column(kind)
        if column not in self._known:
            self._known[column] = self._numbers(column)
        return self._known[column].get(value) or masked(value)

    def disguised(self, measurements: Mapping[str, Measurement]) -> dict[str, Measurement]:
        """The measurements without a value that may not be shown, in keys or in what is said."""
        keyed = {
            name: one.model_copy(update={"estimates": tuple(map(self._keyed, one.estimates))})
            for name, one in measurements.items()
        }
        # All keys are known by now: a message of one measure may list the sites that another is broken down by.
        return {name: self._said(one) for name, one in keyed.items()}

    def _numbers(self, column: str) -> dict[str, str]:
        tables = [self._ev.table(name) for name in TABLES if self._ev.handed_over(name, column)]
        rows = [row for one in tables for row in self._ev.run(one.select(column).distinct())]
        values = {str(row[column]) for row in rows if row[column] is not None}
        hidden = sorted(value for value in values if self.hides(column, value))
        width = len(str(len(hidden)))
        return {value: numbered(place, width) for place, value in enumerate(hidden, 1)}

    def _keyed(self, estimate: Estimate) -> Estimate:
        key = {kind: self.shown(kind, value) for kind, value in estimate.key.items()}
        return estimate if key == estimate.key else estimate.model_copy(update={"key": key})

    def _said(self, one: Measurement) -> Measurement:
        return one.model_copy(
            update={
                "estimates": tuple(map(self._explained, one.estimates)),
                "notes": self._messages(one.notes),
                "reason": one.reason and self._message(one.reason),
            }
        )

    def _explained(self, estimate: Estimate) -> Estimate:
        if estimate.reason is None and not estimate.flags:
            return estimate
        return estimate.model_copy(
            update={
                "reason": estimate.reason and self._message(estimate.reason),
                "flags": self._messages(estimate.flags),
            }
        )

    def _messages(self, said: Iterable[Message]) -> tuple[Message, ...]:
        return tuple(map(self._message, said))

    def _message(self, said: Message) -> Message:
        params = {name: self._param(value) for name, value in said.params.items()}
        return said if params == said.params else said.model_copy(update={"params": params})

    def _param(self, value: Text | Scalar) -> Text | Scalar:
        if isinstance(value, Text):
            return Text(zh=self._words(value.zh), en=self._words(value.en))
        return self._words(value) if isinstance(value, str) else value

    def _words(self, words: str) -> str:
        known = {value: number for one in self._known.values() for value, number in one.items()}
        return masked("".join(known.get(part, part) for part in _BETWEEN.split(words)))


def _column(kind: str) -> str:
    """The column that the values of a kind of key stand in: most bear its name, a standard or a promise its id."""
    return kind if kind in _columns() else f"{kind}_id"


@functools.cache
def _columns() -> frozenset[str]:
    return frozenset(column.name for table in TABLES.values() for column in table.columns)
