"""Keys, certificates and a timestamp service of nobody, made where they are needed: no network, no files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

SIGNED = datetime(2026, 7, 10, 9, 30, tzinfo=UTC)
_FIRST, _LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)

_NO_USE = dict.fromkeys(
    [
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    ],
    False,
)  # fmt: skip


@dataclass(frozen=True)
class Certified:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


class Authority:
    """An authority that certifies signers and a timestamp service, and says that none was revoked."""

    def __init__(self, name: str) -> None:
        self._own = _certified(name, None, {"key_cert_sign": True, "crl_sign": True}, last=_LAST)

    def root(self) -> bytes:
        return self._own.pem()

    def signer(self, name: str, *, organisation: str = "某某认证公司", last: datetime = _LAST) -> Certified:
        uses = {"digital_signature": True, "content_commitment": True}
        return _certified(name, self._own, uses, organisation=organisation, last=last)

    def pkcs12(self, name: str, passphrase: bytes, *, last: datetime = _LAST) -> bytes:
        return self.packed(self.signer(name, last=last), passphrase)

    def packed(self, one: Certified, passphrase: bytes) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"key",
            one.key,
            one.certificate,
            [self._own.certificate],
            serialization.BestAvailableEncryption(passphrase),
        )

    def revocation_list(self, revoked: Certified | None = None, at: datetime = SIGNED) -> bytes:
        """Valid for a year from the day before signing."""
        start = SIGNED - timedelta(days=1)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._own.certificate.subject)
            .last_update(start)
            .next_update(start + timedelta(days=365))
        )
        if revoked:
            serial = revoked.certificate.serial_number
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self._own.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def timestamper(self, at: datetime = SIGNED) -> DummyTimeStamper:
        """pyHanko's own, which signs with RSA alone."""
        one = _certified("Time", self._own, {"digital_signature": True}, last=_LAST, stamps_time=True)
        private = one.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return DummyTimeStamper(
            asn1_x509.Certificate.load(one.certificate.public_bytes(serialization.Encoding.DER)),
            asn1_keys.PrivateKeyInfo.load(private),
            fixed_dt=at,
        )


def _certified(
    name: str,
    issuer: Certified | None,
    uses: dict[str, bool],
    *,
    last: datetime,
    organisation: str = "Nobody",
    stamps_time: bool = False,
) -> Certified:
    key = rsa.generate_private_key(65537, 2048) if stamps_time else ec.generate_private_key(ec.SECP256R1())
    parts = [(NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, name)]
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])
    signing = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FIRST)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**_NO_USE, **uses}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    if issuer:
        where = x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://ca.invalid/list")], None, None, None
        )
        builder = builder.add_extension(x509.CRLDistributionPoints([where]), critical=False)
    if stamps_time:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return Certified(key, builder.sign(signing, hashes.SHA256()))
