"""Verify a report or a result: who signed it and when, whether anything changed, and how far that was checked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pydantic import ValidationError

from audit.errors import Located, Unreadable, UsageError
from audit.report.issued import Issued, read_issued
from audit.result import AuditResult
from audit.text import Text, message
from audit.verification.model import ResultCheck, Signature, Timestamp, Verdict, Verification

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

__all__ = ["ResultCheck", "Signature", "Timestamp", "Verification", "verify"]

NOT_READ = message("A-VERIFY-UNREADABLE", zh="无法读取：{why}", en="cannot be read: {why}")
FOREIGN = message(
    "A-VERIFY-FOREIGN",
    zh="既不是 audit report 生成的 PDF 报告，也不是第 1 版的审查结果文件",
    en="neither a PDF report that audit report made nor an audit result of version 1",
)
NO_ROOT = message("A-VERIFY-TRUST", zh="不是证书（PEM 或 DER）", en="no certificate (PEM or DER)")
UNPARSED = message(
    "A-VERIFY-SIGNATURE",
    zh="文件结构或签名无法解析（{why}），文件可能在签名后被改动或截断",
    en="the file or a signature in it cannot be parsed ({why}); it may have been changed or cut off after signing",
)


def verify(path: Path, *, now: datetime, trust: Sequence[Path] = ()) -> Verification:
    """Check a report or a result.json.

    Args:
        path: the file.
        now: a moment with a time zone; certificates must be valid then, unless a timestamp vouches for an earlier one.
        trust: files with the certificates of trusted roots, PEM or DER; without any, trust is left unchecked.

    Raises:
        Unreadable: it cannot be opened or parsed, or is neither of the two.
        UsageError: a file of roots holds no certificate.
    """
    content = _read(path)
    if content.lstrip()[:1] == b"{":
        return _verify_result(path, content)
    try:
        issued = read_issued(content)
    except pikepdf.PdfError:
        issued = None
    if issued is None:
        raise Unreadable([Located(file=str(path), message=FOREIGN())])
    edition = issued.edition
    known = Verification(
        kind="report",
        sha256=hashlib.sha256(content).hexdigest(),
        verdict="unsigned",
        result=_attached(issued),
        language=issued.language,
        title=issued.title,
        issue=edition.issue,
        draft=edition.draft,
        replaces=edition.replaces,
    )
    if b"/ByteRange" not in content:
        return replace(known, verdict=_verdict(known, "unsigned"), issued_sha256=known.sha256)
    if find_spec("pyhanko") is None:
        return replace(known, verdict=_verdict(known, "not_checked"))
    return _with_signatures(path, content, known, now, trust)


def _with_signatures(
    path: Path, content: bytes, known: Verification, now: datetime, trust: Sequence[Path]
) -> Verification:
    from audit.verification.signatures import Unparsed, check  # noqa: PLC0415  needs the extra

    roots = [one for file in trust for one in _roots(file)]
    try:
        found = check(content, roots, now)
    except Unparsed as error:
        raise Unreadable([Located(file=str(path), message=UNPARSED(why=str(error)))]) from None
    signed = replace(
        known,
        issued_sha256=hashlib.sha256(content[: found.issued_length]).hexdigest(),
        signatures=found.signatures,
        timestamps=found.timestamps,
    )
    return replace(signed, verdict=_verdict(signed, "intact" if found.signatures else "unsigned"))


def _verdict(known: Verification, otherwise: Verdict) -> Verdict:
    marks: tuple[Signature | Timestamp, ...] = (*known.signatures, *known.timestamps)
    if known.result.state != "matches" or not all(one.holds for one in marks):
        return "broken"
    return otherwise


def _attached(issued: Issued) -> ResultCheck:
    stated = issued.edition.result
    if issued.attached is None:
        return ResultCheck("missing", None, stated)
    try:
        known = _told(issued.attached, stated)
    except ValidationError:
        return ResultCheck("unreadable", hashlib.sha256(issued.attached).hexdigest(), stated)
    return known if known.sha256 == stated else replace(known, state="differs")


def _verify_result(path: Path, content: bytes) -> Verification:
    try:
        known = _told(content, None)
    except ValidationError:
        raise Unreadable([Located(file=str(path), message=FOREIGN())]) from None
    return Verification(kind="result", sha256=known.sha256 or "", verdict="unsigned", result=known)


def _told(content: bytes, stated: str | None) -> ResultCheck:
    """What a result says of itself."""
    result = AuditResult.from_json(content)
    engagement = result.engagement
    return ResultCheck(
        state="matches",
        sha256=hashlib.sha256(content).hexdigest(),
        stated=stated,
        canonical=content == result.to_json(),
        organisation=Text(zh=engagement.organisation.name.zh, en=engagement.organisation.name.en),
        period=(engagement.period_start, engagement.period_end),
        as_of=result.as_of,
    )


def _roots(file: Path) -> list[Certificate]:
    from audit.report.signing import certificates  # noqa: PLC0415  needs the extra

    try:
        return certificates([_read(file)])
    except ValueError:
        raise UsageError([Located(file=str(file), message=NO_ROOT())]) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable([Located(file=str(path), message=NOT_READ(why=error.strerror or ""))]) from None
