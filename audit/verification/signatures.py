"""Check the signatures and timestamps of a report, the latest first: each vouches for what stands before it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from audit.report.signing import issuer_of, named, organisation_of
from audit.verification.changes import OnlySignatures
from audit.verification.model import Added, Level, Signature, Timestamp, Trust


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures in the order in which they were made, and the hashable length of what stood before them."""

    signatures: tuple[Signature, ...]
    timestamps: tuple[Timestamp, ...]
    issued_length: int


class Unparsed(Exception):
    """The structure of a signed file does not hold together."""


def check(content: bytes, roots: Sequence[x509.Certificate], now: datetime) -> Signed:
    """Check everything that is signed in a PDF.

    Args:
        content: the PDF.
        roots: certificates that are trusted; none leaves trust unchecked.
        now: when a certificate must be valid for which no timestamp vouches.

    Raises:
        Unparsed: the file or a signature in it cannot be read.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content))
        checker = _Checker(reader, roots, now)
        for embedded in reversed(reader.embedded_signatures):
            checker.take(embedded)
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, zlib.error) as error:
        # A file that was tampered with may break any expectation of the library that reads it.
        raise Unparsed(str(error) or type(error).__name__) from error
    return Signed(
        tuple(reversed(checker.signatures)),
        tuple(reversed(checker.timestamps)),
        issued_length=_length_of_first_revision(content),
    )


class _Checker:
    """Goes back in time; ``moment`` is the latest that is vouched for."""

    def __init__(self, reader: PdfFileReader, roots: Sequence[x509.Certificate], now: datetime) -> None:
        self.reader, self.roots, self.moment = reader, list(roots), now
        self.signatures: list[Signature] = []
        self.timestamps: list[Timestamp] = []
        try:
            self.store: DocumentSecurityStore | None = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            self.store = None

    def take(self, embedded: EmbeddedPdfSignature) -> None:
        """Check one signature or timestamp."""
        if embedded.sig_object_type == "/DocTimeStamp":
            self._take_timestamp(embedded)
        else:
            self._take_signature(embedded)

    def _take_timestamp(self, embedded: EmbeddedPdfSignature) -> None:
        status = validate_pdf_timestamp(embedded, self._context(self.moment), OnlySignatures())
        found = Timestamp(
            at=status.timestamp,
            by=named(status.signing_cert),
            intact=status.intact and status.valid,
            added=_added(status),
            trust=self._trust(status),
            why=self._why(status),
        )
        self.timestamps.append(found)
        if found.intact and found.trust == "trusted":
            self.moment = found.at

    def _take_signature(self, embedded: EmbeddedPdfSignature) -> None:
        first = self._status(embedded, self.moment)
        stamp = first.timestamp_validity
        own = stamp.timestamp if stamp is not None and stamp.intact and stamp.valid else None
        # What a trusted timestamp vouches for need not hold today.
        status = self._status(embedded, own) if own and stamp and stamp.trusted else first
        certificate = status.signing_cert
        values = embedded.sig_object
        self.signatures.append(
            Signature(
                role=str(embedded.field_name),
                name=named(certificate),
                signs_as=str(values.get("/Name") or ""),
                organisation=organisation_of(certificate),
                issuer=issuer_of(certificate),
                valid_until=certificate.not_valid_after,
                claimed=embedded.self_reported_timestamp,
                stamped=own or next((one.at for one in reversed(self.timestamps) if one.intact), None),
                reason=str(values.get("/Reason") or ""),
                place=str(values.get("/Location") or ""),
                level=self._level(embedded, own),
                covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
                intact=status.intact and status.valid,
                added=_added(status),
                trust=self._trust(status),
                why=self._why(status),
            )
        )

    def _status(self, embedded: EmbeddedPdfSignature, moment: datetime) -> PdfSignatureStatus:
        return validate_pdf_signature(
            embedded, self._context(moment), self._context(self.moment), diff_policy=OnlySignatures()
        )

    def _context(self, moment: datetime) -> ValidationContext:
        settings: dict[str, Any] = {
            "trust_roots": self.roots,
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "soft-fail",
            "retroactive_revinfo": True,
        }
        if self.store is None:
            return ValidationContext(**settings)
        return self.store.as_validation_context(settings)

    def _is_validated_inside(self, embedded: EmbeddedPdfSignature) -> bool:
        """Whether the file holds what a check of this signature needs; programs may say for which it is."""
        if self.store is None or not (self.store.crls or self.store.ocsps):
            return False
        said_for = self.store.vri_entries
        return not said_for or DocumentSecurityStore.sig_content_identifier(_contents(embedded)) in said_for

    def _trust(self, status: SignatureStatus) -> Trust:
        if not self.roots:
            return "not_checked"
        return "trusted" if status.trusted else "untrusted"

    def _why(self, status: SignatureStatus) -> str:
        problem = status.trust_problem_indic
        return problem.standard_name if problem is not None and self._trust(status) == "untrusted" else ""

    def _level(self, embedded: EmbeddedPdfSignature, own: datetime | None) -> Level:
        """ETSI EN 319 142-1, clause 6: each level adds to the one below; ``own`` is the time of its own stamp."""
        attributes = embedded.signer_info["signed_attrs"]
        is_pades = embedded.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"
        if not is_pades or get_signing_cert_attr(attributes) is None:
            return "none"
        is_archived = any(one.holds for one in self.timestamps)
        if own is None:
            return "B-T" if is_archived else "B-B"
        if not self._is_validated_inside(embedded):
            return "B-T"
        return "B-LTA" if is_archived else "B-LT"


def _contents(embedded: EmbeddedPdfSignature) -> bytes:
    return bytes(embedded.sig_object.raw_get("/Contents"))


def _added(status: PdfSignatureStatus | DocumentTimestampStatus) -> Added:
    found = status.diff_result
    if not isinstance(found, DiffResult):
        return "other"
    if found.modification_level == ModificationLevel.NONE:
        return "nothing"
    # A timestamp permits or forbids nothing: there it is None.
    return "other" if status.docmdp_ok is False else "signatures"


def _length_of_first_revision(content: bytes) -> int:
    """Up to the end of the first ``%%EOF`` with its line break: what was there before the first addition."""
    end = content.find(b"%%EOF") + len(b"%%EOF")
    while content[end : end + 1] in (b"\r", b"\n"):
        end += 1
    return end
