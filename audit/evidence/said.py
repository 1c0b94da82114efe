"""What reading a cell may have to say besides its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.text import Scalar, Template, Text


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a text has no value: the problem, and what fills its words."""

    template: Template
    params: Mapping[str, Text | Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remarked:
    """A value that was read, with something to say of it."""

    value: object
    template: Template
    params: Mapping[str, Text | Scalar] = field(default_factory=dict)
