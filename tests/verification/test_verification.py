from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

from audit.errors import Unreadable, UsageError
from audit.report.signing import LongTerm, Statement, certificates, load_key, revocation_list, sign
from audit.verification import Verification, verify
from tests.report.keys import SIGNED, Authority
from tests.report.rendered import REPLACED, corrected_draft, report
from tests.report.results import empty_result, survey_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

AUTHORITY = Authority("某某根证书")
Check = Callable[..., Verification]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LEAD = Statement("lead", SIGNED, reason="签发", place="上海")
CLIENT = replace(LEAD, role="client", at=SIGNED + timedelta(days=1), reason="", place="")


@cache
def unsigned() -> bytes:
    return report("empty", "zh").content


@cache
def signed(*, last: datetime | None = None) -> bytes:
    file = AUTHORITY.pkcs12("林恒", b"key", last=last) if last else AUTHORITY.pkcs12("林恒", b"key")
    return sign(unsigned(), load_key(file, b"key"), LEAD, visible=False)


@cache
def countersigned(level: str) -> bytes:
    key = load_key(AUTHORITY.pkcs12("吴明", b"key"), b"key")
    stamper = AUTHORITY.timestamper(CLIENT.at)
    lists = [revocation_list(AUTHORITY.revocation_list())]
    long_term = LongTerm(certificates([AUTHORITY.root()]), lists) if level == "B-LTA" else None
    return sign(signed(), key, CLIENT, timestamper=stamper, long_term=long_term, visible=False)


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    def check(content: bytes, *, trusted: Authority | None = AUTHORITY, now: datetime = NOW) -> Verification:
        file, root = tmp_path / "file", tmp_path / "root.pem"
        file.write_bytes(content)
        if trusted is None:
            return verify(file, now=now)
        root.write_bytes(trusted.root())
        return verify(file, now=now, trust=[root])

    return check


def facts(found: Verification) -> list[tuple[object, ...]]:
    return [(one.role, one.name, one.level, one.intact, one.added, one.trust) for one in found.signatures]


def test_a_signature_is_told_with_who_when_why_and_how_far_it_was_checked(checked: Check) -> None:
    found = checked(signed())
    (one,) = found.signatures
    assert (one.organisation, one.issuer, one.reason, one.place) == (
        "某某认证公司",
        "某某根证书, Nobody",
        "签发",
        "上海",
    )
    assert (one.claimed, one.stamped, one.covers_all) == (SIGNED, None, True)
    assert facts(found) == [("lead", "林恒", "B-B", True, "nothing", "trusted")]
    assert (found.verdict, found.language, found.title) == ("intact", "zh-CN", "服务质量审查：某某服务公司")


def test_a_name_that_the_signer_adds_stands_apart_from_that_of_the_certificate(checked: Check) -> None:
    key = load_key(AUTHORITY.pkcs12("某某认证公司", b"key"), b"key")
    (one,) = checked(sign(unsigned(), key, replace(LEAD, name="林恒"), visible=False)).signatures
    assert (one.name, one.signs_as) == ("某某认证公司", "林恒")


def test_the_report_as_it_was_before_signing_is_known_by_its_hash(checked: Check) -> None:
    before = hashlib.sha256(unsigned()).hexdigest()
    assert [checked(one).issued_sha256 for one in (unsigned(), signed(), countersigned("B-T"))] == [
        before
    ] * 3


def test_the_result_inside_is_compared_with_the_hash_that_the_report_states(checked: Check) -> None:
    result = checked(signed()).result
    digest = empty_result().sha256()
    assert (result.state, result.sha256, result.stated, result.canonical) == ("matches", digest, digest, True)
    assert (result.organisation.zh, result.period, result.as_of) == (
        "某某服务公司",
        ("2026-01-01", "2026-07-01"),
        "2026-07-01T00:00:00",
    )


def test_a_second_signature_leaves_the_first_valid(checked: Check) -> None:
    found = checked(countersigned("B-T"))
    assert found.verdict == "intact"
    assert facts(found) == [
        ("lead", "林恒", "B-B", True, "signatures", "trusted"),
        ("client", "吴明", "B-T", True, "nothing", "trusted"),
    ]
    assert [one.stamped for one in found.signatures] == [None, CLIENT.at]


def test_the_archive_level_is_checked_and_its_timestamp_vouches_for_all_before_it(checked: Check) -> None:
    found = checked(countersigned("B-LTA"))
    assert found.verdict == "intact"
    assert facts(found) == [
        ("lead", "林恒", "B-T", True, "signatures", "trusted"),
        ("client", "吴明", "B-LTA", True, "signatures", "trusted"),
    ]
    (stamp,) = found.timestamps
    assert (stamp.at, stamp.by, stamp.intact, stamp.added, stamp.trust) == (
        CLIENT.at, "Time", True, "signatures", "trusted",
    )  # fmt: skip


def test_without_roots_trust_is_not_checked_and_a_stranger_is_not_trusted(checked: Check) -> None:
    assert [(one.trust, one.why) for one in checked(signed(), trusted=None).signatures] == [
        ("not_checked", "")
    ]
    found = checked(signed(), trusted=Authority("Somebody else"))
    assert (found.verdict, found.signatures[0].trust) == ("broken", "untrusted")


def test_a_certificate_that_ran_out_later_holds_where_a_timestamp_vouches_for_the_moment(
    checked: Check,
) -> None:
    last = SIGNED + timedelta(days=30)
    assert checked(signed(last=last), now=SIGNED + timedelta(days=1)).verdict == "intact"
    late = checked(signed(last=last))
    assert (late.verdict, late.signatures[0].trust, late.signatures[0].why) == (
        "broken", "untrusted", "OUT_OF_BOUNDS_NO_POE",
    )  # fmt: skip
    key = load_key(AUTHORITY.pkcs12("林恒", b"key", last=last), b"key")
    stamped = sign(unsigned(), key, LEAD, timestamper=AUTHORITY.timestamper(SIGNED), visible=False)
    assert facts(checked(stamped)) == [("lead", "林恒", "B-T", True, "nothing", "trusted")]


def test_a_changed_byte_is_found_wherever_it_stands(checked: Check) -> None:
    content, verdicts = signed(), []
    for place in range(1000, len(unsigned()), len(unsigned()) // 20):
        spoilt = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        try:
            verdicts.append(checked(spoilt).verdict)
        except Unreadable:
            verdicts.append("unreadable")
    assert set(verdicts) <= {"broken", "unreadable"}
    assert "broken" in verdicts


def test_a_page_that_was_appended_is_found(checked: Check) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    box = ArrayObject([NumberObject(edge) for edge in (0, 0, 200, 200)])
    content = writer.add_object(StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=content, media_box=box, resources=DictionaryObject()))
    added = io.BytesIO()
    writer.write(added)
    found = checked(added.getvalue())
    assert (found.verdict, facts(found)) == ("broken", [("lead", "林恒", "B-B", True, "other", "trusted")])


def test_metadata_that_were_changed_behind_a_signature_are_found(checked: Check) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    writer.document_meta.title = "另一家公司"
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    assert checked(added.getvalue()).signatures[0].added == "other"


def test_a_file_written_anew_has_lost_its_signatures(checked: Check) -> None:
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed())) as pdf:
        pdf.save(anew)
    assert checked(anew.getvalue()).verdict == "broken"


def test_another_result_inside_is_found_even_without_a_signature(checked: Check) -> None:
    swapped = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        pdf.attachments["result.json"] = pikepdf.AttachedFileSpec(
            pdf, survey_result().to_json(), filename="result.json"
        )
        pdf.save(swapped)
    found = checked(swapped.getvalue())
    assert (found.verdict, found.result.state, found.result.sha256) == (
        "broken", "differs", survey_result().sha256(),
    )  # fmt: skip


def test_a_report_without_its_result_is_found(checked: Check) -> None:
    taken = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        del pdf.attachments["result.json"]
        pdf.save(taken)
    found = checked(taken.getvalue())
    assert (found.verdict, found.result.state) == ("broken", "missing")


def test_an_unsigned_report_is_said_to_be_one(checked: Check) -> None:
    found = checked(unsigned())
    assert (found.kind, found.verdict, found.result.state, found.signatures) == (
        "report",
        "unsigned",
        "matches",
        (),
    )


def test_a_draft_and_what_an_issue_replaces_are_told(checked: Check) -> None:
    found = checked(corrected_draft())
    assert (found.draft, found.issue, found.replaces, found.title) == (
        True, 3, REPLACED, "（草稿）服务质量审查：某某服务公司",
    )  # fmt: skip


def test_a_result_of_its_own_is_told_with_its_hash(checked: Check) -> None:
    content = empty_result().to_json()
    found = checked(content)
    assert (found.kind, found.sha256, found.result.canonical) == ("result", empty_result().sha256(), True)
    assert not checked(content.replace(b"  ", b" ")).result.canonical


@pytest.mark.parametrize("content", [b"", b"no PDF", b'{"schema": "another"}', b"%PDF-1.7 cut off"])
def test_what_is_none_of_ours_is_refused(checked: Check, content: bytes) -> None:
    with pytest.raises(Unreadable, match="neither a PDF report"):
        checked(content)


def test_another_program_s_pdf_is_refused(checked: Check) -> None:
    foreign = io.BytesIO()
    pikepdf.new().save(foreign)
    with pytest.raises(Unreadable, match="neither a PDF report"):
        checked(foreign.getvalue())


def test_a_root_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    file, root = tmp_path / "file.pdf", tmp_path / "root.pem"
    file.write_bytes(signed())
    root.write_bytes(b"nothing")
    with pytest.raises(UsageError, match=r"root\.pem.*no certificate"):
        verify(file, now=NOW, trust=[root])
