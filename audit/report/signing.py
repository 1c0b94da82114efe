"""Sign a report (PAdES, ETSI EN 319 142-1): an addition to the file, whose earlier bytes stay as they are.

pyHanko writes the signature; what it shows is set in the vendored fonts, so that the signed file remains
PDF/A-3a and PDF/UA-1. The extra ``signing`` is needed.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pikepdf
from asn1crypto import crl, pem, x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import BaseStampStyle, NoOpStampStyle, StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from audit.report.issued import read_issued
from audit.report.libraries import loading_layout
from audit.text import Language, Message, Text, message

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what it remarks, our errors say

Level = Literal["B-B", "B-T", "B-LTA"]
"""PAdES baseline levels that are made: signed; with a timestamp; with all that a check needs years later."""

PASSPHRASE = message(
    "A-SIGN-KEY",
    zh="无法打开密钥文件：口令不正确，或文件不是 PKCS#12 格式",
    en="the key file cannot be opened: the passphrase is wrong, or it is no PKCS#12 file",
    mend=Text(
        zh="请核对口令；.p12 或 .pfx 文件须含私钥和证书",
        en="check the passphrase; a .p12 or .pfx file holds the private key and its certificate",
    ),
)
FOREIGN = message(
    "A-SIGN-FOREIGN",
    zh="不是 audit report 生成的报告",
    en="not a report that audit report made",
    mend=Text(
        zh="请先用 audit report 由 result.json 生成 PDF 报告",
        en="make the PDF from its result.json with audit report first",
    ),
)
IS_DRAFT = message(
    "A-SIGN-DRAFT",
    zh="这是草稿，不应签署",
    en="this is a draft, which nobody should sign",
    mend=Text(
        zh="请不加 --draft 重新生成报告；确需签署草稿时加 --allow-draft",
        en="make the report again without --draft, or add --allow-draft",
    ),
)
NO_FIELD = message(
    "A-SIGN-FIELD",
    zh="没有可供“{role}”签署的签署栏，空白签署栏有：{free}",
    en="there is no field left for “{role}” to sign; fields that are free: {free}",
)
EXPIRED = message(
    "A-SIGN-EXPIRED",
    zh="签名证书 {name} 的有效期为 {first} 至 {last}，签署时不在有效期内",
    en="the certificate of {name} is valid from {first} to {last}, not when it signs",
    mend=Text(zh="请使用有效的证书", en="sign with a valid certificate"),
)
NO_TIMESTAMP = message(
    "A-SIGN-TSA",
    zh="未能取得时间戳：{why}",
    en="no timestamp was obtained: {why}",
    mend=Text(
        zh="请核对时间戳服务的网址和网络", en="check the address of the timestamp service and the network"
    ),
)
NEEDS_TIMESTAMP = message(
    "A-SIGN-LEVEL",
    zh="级别 {level} 需要时间戳服务",
    en="level {level} needs a timestamp service",
    mend=Text(zh="请用 --tsa 指定其网址", en="name its address with --tsa"),
)
NO_PATH = message(
    "A-SIGN-PATH",
    zh="级别 {level} 需要完整的证书链和吊销信息，未能取得：{why}",
    en="level {level} needs the whole chain of certificates and their revocation lists: {why}",
    mend=Text(
        zh="请用 --trust 指定根证书，用 --crl 指定吊销列表，或加 --online 从网上获取",
        en="name the root with --trust and revocation lists with --crl, or fetch them with --online",
    ),
)
REFUSED = message("A-SIGN-REFUSED", zh="无法签署：{why}", en="cannot be signed: {why}")


class Refused(Exception):
    """Why a report is not signed; ``message`` tells it to people."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.in_("en"))
        self.message = message


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signature states: in which role, when, and if need be who, where and why.

    ``name`` is shown in place of the name in the certificate, which is shown as well.
    """

    role: str
    at: datetime
    name: str = ""
    reason: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class LongTerm:
    """What a signature of level B-LTA takes along, so that it can be checked years later.

    ``online`` fetches the revocation lists that certificates point to.
    """

    roots: Sequence[x509.Certificate]
    revocation_lists: Sequence[crl.CertificateList] = ()
    online: bool = False


def load_key(pkcs12: bytes, passphrase: bytes | None) -> SimpleSigner:
    """The private key and the certificates of a PKCS#12 file.

    Raises:
        Refused: the passphrase is wrong, or it is no such file.
    """
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=(), passphrase=passphrase)
    except (ValueError, TypeError, AttributeError):
        # The last two are pyHanko's answer to a file without a key or without its certificate.
        raise Refused(PASSPHRASE()) from None
    return signer


def sign(
    pdf: bytes,
    key: SimpleSigner,
    statement: Statement,
    *,
    timestamper: TimeStamper | None = None,
    long_term: LongTerm | None = None,
    visible: bool = True,
    allow_draft: bool = False,
) -> bytes:
    """The report with one more signature: B-B, with a timestamper B-T, with ``long_term`` as well B-LTA.

    Args:
        pdf: a report of ours, signed by others or not.
        key: of the signer.
        statement: what is signed for; its role names the field.
        timestamper: RFC 3161.
        long_term: makes it B-LTA; needs a timestamper.
        visible: show the signature in its field; needs Pango.
        allow_draft: sign a draft all the same.

    Raises:
        Refused: it is not to be signed, or cannot be.
        NoPango: it is to be visible, and the libraries that draw it are not here.
    """
    _check(pdf, allow_draft)
    certificate = key.signing_cert
    assert certificate is not None
    _check_dates(certificate, statement.at)
    if long_term and timestamper is None:
        raise Refused(NEEDS_TIMESTAMP(level="B-LTA"))
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    except PdfReadError as error:
        raise Refused(REFUSED(why=str(error))) from None
    level: Level = "B-LTA" if long_term else "B-T" if timestamper else "B-B"
    field = _free_field(writer.prev, statement.role)
    look = (
        NoOpStampStyle()
        if not visible
        else _look(field, _language(writer.prev), statement, certificate, level)
    )
    metadata = _metadata(statement, long_term, is_first=not writer.prev.embedded_signatures)
    signer = PdfSigner(metadata, key, timestamper=timestamper, stamp_style=look)
    try:
        return asyncio.run(_sign(signer, writer, statement.at))
    except (TimestampRequestError, OSError) as error:
        raise Refused(NO_TIMESTAMP(why=str(error))) from None
    except (SigningError, PathError, ValidationError) as error:
        raise Refused(
            NO_PATH(level=level, why=str(error)) if long_term else REFUSED(why=str(error))
        ) from None


async def _sign(signer: PdfSigner, writer: IncrementalPdfFileWriter, at: datetime) -> bytes:
    """The steps of ``PdfSigner.async_sign_pdf``, at a moment that is given rather than now."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    known = await session.perform_presign_validation(writer)
    reserved = await session.estimate_signature_container_size(known)
    document = session.prepare_tbs_document(known, reserved)
    output = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    signed = await document.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
    )
    await signed.post_signature_processing(output)
    return output.getvalue()


def _check(pdf: bytes, allow_draft: bool) -> None:
    try:
        issued = read_issued(pdf)
    except pikepdf.PdfError:
        issued = None
    if issued is None:
        raise Refused(FOREIGN())
    if issued.edition.draft and not allow_draft:
        raise Refused(IS_DRAFT())


def _check_dates(certificate: x509.Certificate, at: datetime) -> None:
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if not first <= at <= last:
        name = named(certificate)
        raise Refused(EXPIRED(name=name, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}"))


def _free_field(reader: PdfFileReader, role: str) -> DictionaryObject:
    free = {name: field.get_object() for name, _, field in enumerate_sig_fields(reader, filled_status=False)}
    if role not in free:
        raise Refused(NO_FIELD(role=role, free=", ".join(sorted(free)) or "—"))
    found = free[role]
    assert isinstance(found, DictionaryObject)
    return found


def _metadata(statement: Statement, long_term: LongTerm | None, *, is_first: bool) -> PdfSignatureMetadata:
    """The first signature certifies: viewers then report whatever is added to the file but signatures."""
    context = None
    if long_term:
        context = ValidationContext(
            trust_roots=list(long_term.roots),
            crls=list(long_term.revocation_lists),
            allow_fetching=long_term.online,
            revocation_mode="hard-fail",
        )
    return PdfSignatureMetadata(
        field_name=statement.role,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=statement.reason or None,
        location=statement.place or None,
        name=statement.name or None,
        certify=is_first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        validation_context=context,
        embed_validation_info=context is not None,
        use_pades_lta=context is not None,
        signer_key_usage={"digital_signature", "non_repudiation"},
    )


def _language(reader: PdfFileReader) -> Language:
    return "zh" if str(reader.root.get("/Lang", "")).lower().startswith("zh") else "en"


def _look(
    field: DictionaryObject,
    language: Language,
    statement: Statement,
    certificate: x509.Certificate,
    level: Level,
) -> BaseStampStyle:
    with loading_layout():
        from audit.report.stamp import Stamp, drawn  # noqa: PLC0415  needs Pango, which signing does not

    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    stamp = Stamp(
        name=statement.name or named(certificate),
        certificate=", ".join(part for part in (named(certificate), organisation_of(certificate)) if part),
        level=level,
        at=statement.at,
        reason=statement.reason,
        place=statement.place,
    )
    fills = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(), InnerScaling.NO_SCALING
    )
    page = _Page(drawn(stamp, language, right - left, top - bottom))
    return StaticStampStyle(border_width=0, background=page, background_layout=fills, background_opacity=1.0)


class _Page(PdfContent):
    """The first page of a PDF as something to draw."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def render(self) -> bytes:
        assert self.writer is not None
        self.resources.xobject["/Page"] = self.writer.import_page_as_xobject(
            PdfFileReader(io.BytesIO(self._content))
        )
        return b"/Page Do"


def certificates(files: Iterable[bytes]) -> list[x509.Certificate]:
    """The certificates in files, each DER or PEM.

    Raises:
        ValueError: one holds no certificate.
    """
    found = [one for file in files for one in load_certs_from_pemder_data(file)]
    for one in found:
        assert one.native  # asn1crypto parses when asked, and raises ValueError then
    return found


def revocation_list(content: bytes) -> crl.CertificateList:
    """A revocation list, DER or PEM.

    Raises:
        ValueError: it is none.
    """
    der = pem.unarmor(content)[2] if pem.detect(content) else content
    found = crl.CertificateList.load(der)
    assert found.native  # asn1crypto parses when asked, and raises ValueError then
    return found


def named(certificate: x509.Certificate) -> str:
    """Whom a certificate names: the common name of its subject, or all of it."""
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def organisation_of(certificate: x509.Certificate) -> str:
    """The organisation of the subject, empty where there is none."""
    return str(certificate.subject.native.get("organization_name") or "")


def issuer_of(certificate: x509.Certificate) -> str:
    """Who issued a certificate: common name and organisation, as far as it names them."""
    said = certificate.issuer.native
    return ", ".join(str(said[part]) for part in ("common_name", "organization_name") if said.get(part))
