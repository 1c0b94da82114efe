"""What WeasyPrint warns of while it works."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_LOGGER = logging.getLogger("weasyprint")


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs at warning or above."""
    collector = _Collector()
    _LOGGER.addHandler(collector)
    try:
        yield collector.messages
    finally:
        _LOGGER.removeHandler(collector)


def warn_again(messages: Iterable[str]) -> None:
    """Log here what was logged in another process."""
    for one in messages:
        _LOGGER.warning("%s", one)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
