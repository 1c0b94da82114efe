"""``audit sign``, ``audit verify`` and corrected issues, as they are run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from audit.report.issued import read_issued
from tests.cli.conftest import Run
from tests.report.keys import Authority
from tests.report.rendered import report
from tests.report.results import empty_result

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

AUTHORITY = Authority("某某根证书")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.pdf").write_bytes(report("empty", "zh").content)
    (tmp_path / "result.json").write_bytes(empty_result().to_json())
    (tmp_path / "lead.p12").write_bytes(AUTHORITY.pkcs12("林恒", b"secret"))
    (tmp_path / "root.pem").write_bytes(AUTHORITY.root())
    return tmp_path


@pytest.fixture
def signed(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIT_KEY_PASSPHRASE", "secret")
    ended = run(
        "sign",
        folder / "report.pdf",
        "-o",
        folder / "signed.pdf",
        "--key",
        folder / "lead.p12",
        "--invisible",
    )
    assert (ended.code, ended.out, ended.err) == (0, [], [f"Wrote {folder / 'signed.pdf'}"])
    return folder / "signed.pdf"


def test_a_signed_report_is_verified(run: Run, signed: Path) -> None:
    ended = run("verify", signed, "--trust", signed.parent / "root.pem", "--lang", "zh-CN")
    assert (ended.code, ended.err) == (0, [])
    assert ended.out[0] == "完好：签名有效，签名后除追加签名外未作改动。"
    assert ended.out[3] == f"内附结果与报告一致：SHA-256 {empty_result().sha256()}"
    assert ended.out[6] == "签名（审查组长）：林恒，某某认证公司"
    assert ended.out[8:] == [
        "  证书颁发者 某某根证书, Nobody，有效期至 2036-01-01",
        "  已核验级别：PAdES B-B",
        "  签名与所签内容相符",
        "  签名后未追加任何内容",
        "  证书可追溯至所指定的根证书",
    ]


def test_a_program_reads_the_same_as_json(run: Run, signed: Path) -> None:
    ended = run("verify", signed, "--format", "json")
    told = json.loads("\n".join(ended.out))
    (one,) = told["signatures"]
    assert (told["verdict"], told["kind"], told["issue"], told["draft"]) == ("intact", "report", 1, False)
    assert (one["role"], one["level"], one["trust"], one["added"]) == (
        "lead",
        "B-B",
        "not_checked",
        "nothing",
    )
    assert told["result"]["organisation"] == {"en": "Acme Services", "zh": "某某服务公司"}


def test_a_changed_byte_ends_with_3(run: Run, signed: Path) -> None:
    content = bytearray(signed.read_bytes())
    place = content.index(b"/Reference")  # within the signed part of the signature's own dictionary
    content[place + 1 : place + 2] = b"S"
    signed.write_bytes(content)
    ended = run("verify", signed, "--lang", "en")
    assert (ended.code, ended.out[0]) == (3, "Broken: see below.")
    assert "  the signature does not match: what was signed was changed" in ended.out


def test_a_report_that_nobody_signed_ends_with_4_and_a_result_with_0(run: Run, folder: Path) -> None:
    ended = run("verify", folder / "report.pdf", "--lang", "en")
    assert (ended.code, ended.out[0][:12]) == (4, "Not signed: ")
    result = run("verify", folder / "result.json", "--lang", "en")
    assert (result.code, result.out) == (
        0,
        [
            "An audit result of version 1. A result bears no signature of its own.",
            f"SHA-256: {empty_result().sha256()}",
            "Acme Services, 2026-01-01 to 2026-07-01 (exclusive), data as of 2026-07-01T00:00:00",
        ],
    )


def test_a_file_that_is_none_of_ours_ends_with_5(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7")
    ended = run("verify", tmp_path / "other.pdf", "--lang", "zh-CN")
    assert (ended.code, ended.err) == (
        5,
        [
            (
                f"{tmp_path / 'other.pdf'}  既不是 audit report 生成的 PDF 报告，也不是第 1 版的审查结果文件   "
                "[A-VERIFY-FOREIGN]"
            )
        ],
    )


def test_a_wrong_passphrase_ends_with_2_and_writes_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_KEY_PASSPHRASE", "wrong")
    ended = run("sign", folder / "report.pdf", "-o", folder / "signed.pdf", "--key", folder / "lead.p12")
    assert (ended.code, (folder / "signed.pdf").exists()) == (2, False)
    assert ended.err[0].startswith(f"{folder / 'lead.p12'}  the key file cannot be opened")


def test_a_report_is_not_overwritten_by_its_signed_copy(run: Run, folder: Path) -> None:
    ended = run("sign", folder / "report.pdf", "-o", folder / "report.pdf", "--key", folder / "lead.p12")
    assert (ended.code, ended.err[-1]) == (2, "Error: Invalid value for -o: OUTPUT must not be REPORT itself")


def test_what_signing_needs_is_named_where_it_is_not_installed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.issuing.find_spec", lambda name: None)
    ended = run("sign", folder / "report.pdf", "-o", folder / "s.pdf", "--key", folder / "lead.p12")
    assert (ended.code, ended.err) == (
        2,
        [
            (
                f"{folder / 'report.pdf'}  what signing needs is not installed — run pip install "
                "'service-gap-audit[signing]'   [A-SIGN-EXTRA]"
            )
        ],
    )


def test_a_corrected_issue_names_the_file_that_it_replaces(run: Run, signed: Path) -> None:
    folder = signed.parent
    ended = run(
        "report", folder / "result.json", "-o", folder / "new", "--replaces", signed,
        "--correction", "图 3 的单位", "--lang", "zh-CN",
    )  # fmt: skip
    assert ended.code == 0
    issued = read_issued((folder / "new" / "report.zh-CN.pdf").read_bytes())
    assert issued is not None and issued.edition.replaces is not None
    replaced = issued.edition.replaces
    assert (issued.edition.issue, replaced.issue, replaced.result, replaced.file) == (
        2, 1, empty_result().sha256(), hashlib.sha256(signed.read_bytes()).hexdigest(),
    )  # fmt: skip
    told = run("verify", folder / "new" / "report.zh-CN.pdf", "--lang", "zh-CN").out
    assert f"取代第 1 版，结果 SHA-256 {replaced.result}，文件 SHA-256 {replaced.file}" in told


def test_only_a_report_of_ours_can_be_replaced(run: Run, folder: Path) -> None:
    ended = run("report", folder / "result.json", "-o", folder, "--replaces", folder / "root.pem")
    assert (ended.code, ended.err[0].split("  ")[0]) == (2, str(folder / "root.pem"))
