"""What a verification found: closed states, plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from audit.report.edition import Replaced
from audit.text import Text

Level = Literal["none", "B-B", "B-T", "B-LT", "B-LTA"]
"""The PAdES baseline level that was found and checked; ``none`` for a signature of another kind."""

Added = Literal["nothing", "signatures", "other"]
"""What was added to the file behind a signature: later signatures and timestamps are meant to be."""

Trust = Literal["trusted", "untrusted", "not_checked"]
"""Whether the certificate leads to a trusted root: ``not_checked`` where no root was named."""

Attached = Literal["matches", "differs", "missing", "unreadable"]
"""The result inside a report, against the hash that its metadata state."""

Verdict = Literal["intact", "broken", "unsigned", "not_checked"]
"""``not_checked``: there are signatures, and the extra that checks them is not installed."""


class Sealed:
    """What a signature and a timestamp have in common: whether they hold."""

    __slots__ = ()

    intact: bool
    added: Added
    trust: Trust

    @property
    def holds(self) -> bool:
        """Nothing speaks against it."""
        return self.intact and self.added != "other" and self.trust != "untrusted"


@dataclass(frozen=True, slots=True)
class Signature(Sealed):
    """One signature.

    ``name`` and ``organisation`` are those of the certificate; ``signs_as`` is what the signer added to them, for
    which nobody vouches.
    ``claimed`` is the time that the signer's machine gave, ``stamped`` that of a timestamp service whose seal holds.
    ``intact``: the bytes that were signed are those of the file, and the signature is the key's.
    ``why`` is the sub-indication of ETSI TS 119 102-1 that says why a certificate is not trusted.
    """

    role: str
    name: str
    signs_as: str
    organisation: str
    issuer: str
    valid_until: datetime
    claimed: datetime | None
    stamped: datetime | None
    reason: str
    place: str
    level: Level
    covers_all: bool
    intact: bool
    added: Added
    trust: Trust
    why: str = ""


@dataclass(frozen=True, slots=True)
class Timestamp(Sealed):
    """A timestamp over the whole document, which keeps the signatures before it verifiable."""

    at: datetime
    by: str
    intact: bool
    added: Added
    trust: Trust
    why: str = ""


@dataclass(frozen=True, slots=True)
class ResultCheck:
    """The result in a report, or a result.json of its own.

    ``sha256`` is that of its bytes, ``stated`` that of the report's metadata. ``canonical``: byte for byte as the
    toolkit writes it.
    """

    state: Attached
    sha256: str | None
    stated: str | None
    canonical: bool = False
    organisation: Text | None = None
    period: tuple[str, str] | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a file. ``issued_sha256``: of the report before anybody signed it."""

    kind: Literal["report", "result"]
    sha256: str
    verdict: Verdict
    result: ResultCheck
    language: str = ""
    title: str = ""
    issue: int = 1
    draft: bool = False
    replaces: Replaced | None = None
    issued_sha256: str | None = None
    signatures: tuple[Signature, ...] = ()
    timestamps: tuple[Timestamp, ...] = ()
