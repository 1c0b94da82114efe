"""Read a report that was issued: what its PDF says of itself, and the result that travels in it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from audit.report.edition import Edition

RESULT = "result.json"
"""The name of the attached result."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A report as it was issued; ``attached`` is None where somebody took the result out."""

    edition: Edition
    language: str
    title: str
    attached: bytes | None


def read_issued(content: bytes) -> Issued | None:
    """What a PDF holds if it is a report of ours, otherwise None.

    Raises:
        pikepdf.PdfError: it is no PDF, or asks for a password.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pikepdf.Name.Metadata not in pdf.Root:
            return None
        metadata = pdf.open_metadata()
        edition = Edition.read(
            str(metadata.get("dc:identifier")),
            metadata.get("dc:type") or (),
            metadata.get("dc:relation") or (),
        )
        if edition is None:
            return None
        file = pdf.attachments.get(RESULT)
        return Issued(
            edition,
            language=str(pdf.Root.get(pikepdf.Name.Lang, "")),
            title=str(metadata.get("dc:title") or ""),
            attached=file.get_file().read_bytes() if file else None,
        )
