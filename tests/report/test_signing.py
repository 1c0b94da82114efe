from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
import pypdfium2
import pytest

from audit.report.issued import read_issued
from audit.report.signing import (
    LongTerm,
    Refused,
    Statement,
    certificates,
    load_key,
    revocation_list,
    sign,
)
from tests.report.keys import SIGNED, Authority
from tests.report.rendered import corrected_draft, report

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

AUTHORITY = Authority("某某根证书")
LEAD = Statement("lead", SIGNED, reason="签发审查报告", place="上海")


@cache
def unsigned() -> bytes:
    return report("empty", "zh").content


@cache
def signed() -> bytes:
    return sign(unsigned(), load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key"), LEAD)


def text_of_fields(content: bytes) -> str:
    """What is shown in the fields: PDFium prints appearances with the page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = next(
            place
            for place, page in enumerate(pdf.pages)
            if any(one.get("/FT") == pikepdf.Name.Sig for one in page.get("/Annots", []))
        )
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    document[number].flatten()
    shown = document[number].get_textpage().get_text_range()
    document.close()
    return "".join(shown.split())


def test_a_report_has_empty_tagged_fields_for_its_signatures() -> None:
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        fields = pdf.Root.AcroForm.Fields.as_list()
        assert [(str(one.T), str(one.FT), str(one.TU), "/V" in one) for one in fields] == [
            ("lead", "/Sig", "数字签名：审查组长", False),
            ("client", "/Sig", "数字签名：受审查组织代表", False),
        ]
        owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums.as_list())] * 2, strict=True))
        forms = [owners[int(one.StructParent)] for one in fields]
        assert [(str(one.S), one.K[0].Obj.objgen) for one in forms] == [
            ("/Form", one.objgen) for one in fields
        ]


def test_a_signature_only_adds_to_the_file() -> None:
    assert signed().startswith(unsigned())
    assert read_issued(signed()) == read_issued(unsigned())


def test_a_signature_shows_who_when_why_and_by_which_certificate() -> None:
    shown = text_of_fields(signed())
    for words in (
        "数字签名·PAdESB-B",
        "林恒",
        "证书：林恒,某某认证公司",
        "签署时间：2026年7月10日09:30(+00:00)；上海",
        "签署事由：签发审查报告",
    ):
        assert words in shown


def test_an_invisible_signature_leaves_its_field_as_it_was() -> None:
    key = load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key")
    hidden = sign(unsigned(), key, LEAD, visible=False)
    assert text_of_fields(hidden) == text_of_fields(unsigned())


def test_each_person_signs_in_a_field_of_their_own_and_only_once() -> None:
    key = load_key(AUTHORITY.pkcs12("吴明", b"key"), b"key")
    both = sign(signed(), key, replace(LEAD, role="client"))
    assert both.startswith(signed())
    with pytest.raises(Refused) as refused:
        sign(both, key, replace(LEAD, role="client"))
    assert refused.value.message.in_("zh") == "没有可供“client”签署的签署栏，空白签署栏有：—"


@pytest.mark.parametrize("passphrase", [b"wrong", None])
def test_a_key_does_not_open_without_its_passphrase(passphrase: bytes | None) -> None:
    with pytest.raises(Refused) as refused:
        load_key(AUTHORITY.pkcs12("林恒", b"key"), passphrase)
    assert refused.value.message.code == "A-SIGN-KEY"


def test_a_certificate_that_has_run_out_signs_nothing() -> None:
    last = datetime(2026, 7, 1, tzinfo=UTC)
    key = load_key(AUTHORITY.pkcs12("林恒", b"key", last=last), b"key")
    with pytest.raises(Refused) as refused:
        sign(unsigned(), key, LEAD)
    assert refused.value.message.in_("en") == (
        "the certificate of 林恒 is valid from 2026-01-01 to 2026-07-01, not when it signs"
    )


def test_a_draft_is_signed_only_on_demand() -> None:
    key = load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key")
    draft = corrected_draft()
    with pytest.raises(Refused) as refused:
        sign(draft, key, LEAD)
    assert refused.value.message.code == "A-SIGN-DRAFT"
    assert sign(draft, key, LEAD, allow_draft=True, visible=False).startswith(draft)


def test_what_is_no_report_of_ours_is_not_signed() -> None:
    key = load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key")
    foreign = io.BytesIO()
    pikepdf.new().save(foreign)
    for content in (foreign.getvalue(), b"not a PDF"):
        with pytest.raises(Refused) as refused:
            sign(content, key, LEAD)
        assert refused.value.message.code == "A-SIGN-FOREIGN"


def test_long_term_validity_needs_a_timestamp_and_a_chain_of_certificates() -> None:
    key = load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key")
    lists = [revocation_list(AUTHORITY.revocation_list())]
    with pytest.raises(Refused) as refused:
        sign(
            unsigned(), key, LEAD, long_term=LongTerm(certificates([AUTHORITY.root()]), lists), visible=False
        )
    assert refused.value.message.code == "A-SIGN-LEVEL"
    stranger = LongTerm(certificates([Authority("Somebody else").root()]), lists)
    with pytest.raises(Refused) as refused:
        sign(unsigned(), key, LEAD, timestamper=AUTHORITY.timestamper(), long_term=stranger, visible=False)
    assert refused.value.message.code == "A-SIGN-PATH"


def test_a_timestamp_service_that_cannot_be_reached_is_named() -> None:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    key = load_key(AUTHORITY.pkcs12("林恒", b"key"), b"key")
    nowhere = HTTPTimeStamper("http://127.0.0.1:9/", timeout=2)
    with pytest.raises(Refused) as refused:
        sign(unsigned(), key, LEAD, timestamper=nowhere, visible=False)
    assert refused.value.message.code == "A-SIGN-TSA"


def test_a_revoked_certificate_does_not_reach_the_long_term_level() -> None:
    one = AUTHORITY.signer("林恒")
    lists = [revocation_list(AUTHORITY.revocation_list(revoked=one, at=SIGNED - timedelta(hours=2)))]
    key = load_key(AUTHORITY.packed(one, b"key"), b"key")
    with pytest.raises(Refused) as refused:
        sign(
            unsigned(),
            key,
            LEAD,
            timestamper=AUTHORITY.timestamper(),
            long_term=LongTerm(certificates([AUTHORITY.root()]), lists),
            visible=False,
        )
    assert refused.value.message.code == "A-SIGN-PATH"
