"""What turns a rendered report into a record: signatures, and the issue that a corrected one replaces."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import Located, Unreadable, UsageError
from audit.report.edition import Replaced
from audit.reporting import load_result
from audit.text import Message, Text, message

if TYPE_CHECKING:
    from audit.report.signing import LongTerm

NO_EXTRA = message(
    "A-SIGN-EXTRA",
    zh="未安装签名所需的组件",
    en="what signing needs is not installed",
    mend=Text(
        zh="请运行 pip install 'service-gap-audit[signing]'",
        en="run pip install 'service-gap-audit[signing]'",
    ),
)
NOT_READ = message("A-SIGN-UNREADABLE", zh="无法读取：{why}", en="cannot be read: {why}")
NO_REPORT = message(
    "A-REPLACED",
    zh="既不是 audit report 生成的 PDF 报告，也不是第 1 版的审查结果文件，不能作为被取代的报告",
    en="neither a PDF report that audit report made nor an audit result of version 1, so no report to replace",
)
NO_ROOT = message(
    "A-SIGN-CERTIFICATE",
    zh="不是证书或吊销列表（PEM 或 DER）",
    en="no certificate or revocation list (PEM or DER)",
)


@dataclass(frozen=True, slots=True)
class Signing:
    """How a report is signed.

    Attributes:
        role: the field: ``lead``, ``technical_reviewer`` or ``client``.
        at: the moment, with a time zone.
        name: shown beside the name in the certificate.
        reason: why it is signed.
        place: where.
        tsa: address of a timestamp service (RFC 3161); makes it level B-T.
        long_term: level B-LTA.
        roots: files of root certificates, for B-LTA.
        revocation_lists: files, for B-LTA.
        online: fetch revocation lists from where certificates say, for B-LTA.
        visible: show the signature in its field.
        allow_draft: sign a draft all the same.
    """

    role: str
    at: datetime
    name: str = ""
    reason: str = ""
    place: str = ""
    tsa: str | None = None
    long_term: bool = False
    roots: Sequence[Path] = ()
    revocation_lists: Sequence[Path] = ()
    online: bool = False
    visible: bool = True
    allow_draft: bool = False


def sign_report(report: Path, key: Path, passphrase: bytes | None, how: Signing) -> bytes:
    """The signed report; the file itself stays as it is.

    Args:
        report: a PDF that ``audit report`` made, signed by others or not.
        key: a PKCS#12 file.
        passphrase: of the key file.
        how: in which role, when and why.

    Raises:
        UsageError: the extra is missing, the key does not open, or the report is not to be signed.
        Unreadable: a file cannot be read.
    """
    if find_spec("pyhanko") is None:
        raise UsageError([Located(file=str(report), message=NO_EXTRA())])
    from pyhanko.sign.timestamps import HTTPTimeStamper  # noqa: PLC0415  of the extra

    from audit.report import signing  # noqa: PLC0415  needs the extra

    try:
        held = signing.load_key(_read(key), passphrase)
    except signing.Refused as refused:
        raise _refused(key, refused.message) from None
    statement = signing.Statement(how.role, how.at, how.name, how.reason, how.place)
    try:
        return signing.sign(
            _read(report),
            held,
            statement,
            timestamper=HTTPTimeStamper(how.tsa, timeout=30) if how.tsa else None,
            long_term=_long_term(how) if how.long_term else None,
            visible=how.visible,
            allow_draft=how.allow_draft,
        )
    except signing.Refused as refused:
        raise _refused(report, refused.message) from None


def _long_term(how: Signing) -> LongTerm:
    from audit.report.signing import LongTerm, certificates, revocation_list  # noqa: PLC0415  needs the extra

    roots, lists = [], []
    for file in how.roots:
        try:
            roots += certificates([_read(file)])
        except ValueError:
            raise _refused(file, NO_ROOT()) from None
    for file in how.revocation_lists:
        try:
            lists.append(revocation_list(_read(file)))
        except ValueError:
            raise _refused(file, NO_ROOT()) from None
    return LongTerm(roots, lists, how.online)


def replaced(path: Path) -> Replaced:
    """The issue that a corrected one replaces: a PDF as it was issued, or the result that it told.

    Raises:
        UsageError: it is neither.
        Unreadable: it cannot be read.
    """
    import pikepdf  # noqa: PLC0415  for a PDF alone

    from audit.report.issued import read_issued  # noqa: PLC0415  goes with it

    content = _read(path)
    if content.lstrip()[:1] == b"{":
        return Replaced(1, load_result(path).sha256())
    try:
        issued = read_issued(content)
    except pikepdf.PdfError:
        issued = None
    if issued is None:
        raise _refused(path, NO_REPORT())
    return Replaced(issued.edition.issue, issued.edition.result, hashlib.sha256(content).hexdigest())


def _refused(file: Path, why: Message) -> UsageError:
    return UsageError([Located(file=str(file), message=why)])


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable([Located(file=str(file), message=NOT_READ(why=error.strerror or ""))]) from None
