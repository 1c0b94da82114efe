"""Errors and messages of the evidence without anything personal: files, sheets and headers may bear the name of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from audit.errors import AuditError, Located
from audit.evidence.privacy import harmless, quoted
from audit.evidence.privacy.patterns import masked
from audit.text import Message, Scalar, Text


@contextmanager
def discreet_errors() -> Iterator[None]:
    """Errors that leave are told without what is personal in them.

    Raises:
        AuditError: of the same kind, with the same number of reasons.
    """
    try:
        yield
    except AuditError as error:
        located = [_located(one) for one in error.located]
        if located == list(error.located):
            raise
        raise type(error)(located, total=error.total) from None


def harmless_message(said: Message) -> Message:
    """A message in whose parameters nothing is personal."""
    return said.model_copy(update={"params": {name: _param(one) for name, one in said.params.items()}})


def _located(one: Located) -> Located:
    return one.model_copy(
        update={
            "file": masked(one.file),
            "sheet": one.sheet and quoted(one.sheet),
            "message": harmless_message(one.message),
        }
    )


def _param(value: Text | Scalar) -> Text | Scalar:
    if isinstance(value, Text):
        return harmless(value)
    return masked(value) if isinstance(value, str) else value
