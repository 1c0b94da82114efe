"""Which result a PDF tells, in which issue, and what that issue replaces: written into its metadata, and read back.

All of it stands in properties that PDF/A knows by itself (Dublin Core and XMP Media Management, ISO 19005-3
6.6.2.3), so that any reader of metadata shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

REPORT, DRAFT = "service-gap-audit report", "draft"
"""What ``dc:type`` says of our documents."""

_NAMESPACES = (
    'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_RELATION = re.compile(r"replaces issue (\d+), result sha256:([0-9a-f]{64})(?:, file sha256:([0-9a-f]{64}))?")


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier issue of a report.

    ``result`` and ``file`` are SHA-256 in hex: of the result that it told, and of the PDF as it was issued, where
    that was at hand.
    """

    issue: int
    result: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue of a report; the first replaces nothing."""

    result: str
    draft: bool = False
    replaces: Replaced | None = None

    @property
    def issue(self) -> int:
        """Counts from 1."""
        return self.replaces.issue + 1 if self.replaces else 1

    @classmethod
    def read(cls, identifier: str, kinds: Iterable[str], relations: Iterable[str]) -> Edition | None:
        """From ``dc:identifier``, ``dc:type`` and ``dc:relation``; None where a document is no report of ours."""
        result, kinds = _HASH.fullmatch(identifier), set(kinds)
        if REPORT not in kinds or result is None:
            return None
        found = (_RELATION.fullmatch(one) for one in relations)
        replaces = next((Replaced(int(one[1]), one[2], one[3]) for one in found if one), None)
        return cls(result[1], DRAFT in kinds, replaces)

    def xmp(self) -> bytes:
        """The properties, as one description of an XMP packet."""
        kinds = [REPORT, *([DRAFT] if self.draft else [])]
        relations = [_relation(self.replaces)] if self.replaces else []
        return (
            f"<rdf:Description {_NAMESPACES}>"
            f"<dc:identifier>sha256:{self.result}</dc:identifier>"
            f"{_bag('dc:type', kinds)}{_bag('dc:relation', relations)}"
            f"<xmpMM:VersionID>{self.issue}</xmpMM:VersionID>"
            "</rdf:Description>"
        ).encode()


def _relation(one: Replaced) -> str:
    file = f", file sha256:{one.file}" if one.file else ""
    return f"replaces issue {one.issue}, result sha256:{one.result}{file}"


def _bag(name: str, values: list[str]) -> str:
    if not values:
        return ""
    listed = "".join(f"<rdf:li>{escape(one)}</rdf:li>" for one in values)
    return f"<{name}><rdf:Bag>{listed}</rdf:Bag></{name}>"
