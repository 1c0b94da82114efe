"""``audit verify``: who signed a report and when, and whether anything changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.exit_codes import Exit
from audit.cli.listing import FORMAT
from audit.cli.options import Voice, with_voice
from audit.cli.validate import UNSAFE
from audit.text import Language, Text

if TYPE_CHECKING:
    from audit.verification import ResultCheck, Signature, Timestamp, Verification

VERDICTS = {
    "intact": Text(
        zh="完好：签名有效，签名后除追加签名外未作改动。",
        en="Intact: the signatures hold, and nothing but signatures was added since.",
    ),
    "broken": Text(zh="不可信：见下列各项。", en="Broken: see below."),
    "unsigned": Text(
        zh="未签名：无从判断文件生成后是否被改动，只核对了内附结果。",
        en="Not signed: nothing shows whether the file was changed after it was made; only the result inside was "
        "checked.",
    ),
    "not_checked": Text(
        zh="签名未核验：请先运行 pip install 'service-gap-audit[signing]'。",
        en="Signatures not checked: run pip install 'service-gap-audit[signing]' first.",
    ),
}
RESULT_FILE = Text(
    zh="审查结果文件，符合第 1 版格式；结果文件本身不带签名。",
    en="An audit result of version 1. A result bears no signature of its own.",
)
ALTERED_FORM = Text(
    zh="与本工具写出的字节不同（内容或排版经过其他程序处理）。",
    en="Its bytes are not those that the toolkit writes: another program has edited or reformatted it.",
)
FILE = Text(zh="文件 SHA-256：{hash}", en="File SHA-256: {hash}")
ISSUED = Text(zh="签名前的报告 SHA-256：{hash}", en="Report before it was signed, SHA-256: {hash}")
ABOUT = Text(
    zh="{name}，{start} 至 {end}（不含当日），数据截止 {as_of}",
    en="{name}, {start} to {end} (exclusive), data as of {as_of}",
)
TITLE = Text(
    zh="{title}（语言 {language}，第 {issue} 版）", en="{title} (language {language}, issue {issue})"
)
DRAFT = Text(zh="这是草稿。", en="This is a draft.")
REPLACES = Text(
    zh="取代第 {issue} 版，结果 SHA-256 {result}，文件 SHA-256 {file}",
    en="Replaces issue {issue}, result SHA-256 {result}, file SHA-256 {file}",
)
RESULTS = {
    "matches": Text(
        zh="内附结果与报告一致：SHA-256 {hash}", en="The result inside is that of the report: SHA-256 {hash}"
    ),
    "differs": Text(
        zh="内附结果与报告不一致：SHA-256 {hash}，报告所载为 {stated}",
        en="The result inside is not that of the report: SHA-256 {hash}, the report states {stated}",
    ),
    "missing": Text(
        zh="内附结果已被移除，报告所载 SHA-256 为 {stated}",
        en="The result was taken out; the report states SHA-256 {stated}",
    ),
    "unreadable": Text(
        zh="内附结果无法解析：SHA-256 {hash}，报告所载为 {stated}",
        en="The result inside cannot be parsed: SHA-256 {hash}, the report states {stated}",
    ),
}
RESULT_HASH = Text(zh="SHA-256：{hash}", en="SHA-256: {hash}")
SIGNED = Text(zh="签名（{role}）：{name}，{organisation}", en="Signature ({role}): {name}, {organisation}")
ROLES = {
    "lead": Text(zh="审查组长", en="lead reviewer"),
    "technical_reviewer": Text(zh="技术复核人员", en="technical reviewer"),
    "client": Text(zh="受审查组织", en="for the organisation"),
}
SIGNS_AS = Text(
    zh="签名人自称：{name}（证书不为此担保）", en="signs as: {name} (the certificate does not vouch for it)"
)
WHEN = Text(zh="声称时间 {claimed}，时间戳 {stamped}", en="claimed time {claimed}, timestamp {stamped}")
NONE = Text(zh="无", en="none")
WHY = Text(zh="事由：{reason}；地点：{place}", en="reason: {reason}; place: {place}")
ISSUER = Text(zh="证书颁发者 {issuer}，有效期至 {until}", en="issued by {issuer}, valid until {until}")
LEVEL = Text(zh="已核验级别：PAdES {level}", en="level checked: PAdES {level}")
NO_LEVEL = Text(zh="不是 PAdES 基线签名", en="not a PAdES baseline signature")
INTACT = Text(zh="签名与所签内容相符", en="the signature matches what was signed")
NOT_INTACT = Text(
    zh="签名与所签内容不符：内容在签名后被改动",
    en="the signature does not match: what was signed was changed",
)
ADDED = {
    "nothing": Text(zh="签名后未追加任何内容", en="nothing was added since"),
    "signatures": Text(zh="其后仅追加了签名或时间戳", en="only signatures or timestamps were added since"),
    "other": Text(zh="其后追加了签名以外的内容", en="something other than signatures was added since"),
}
TRUST = {
    "trusted": Text(zh="证书可追溯至所指定的根证书", en="the certificate leads to a root that you named"),
    "untrusted": Text(zh="证书不可信（{why}）", en="the certificate is not trusted ({why})"),
    "not_checked": Text(
        zh="证书可信性未核验（请用 --trust 指定根证书）", en="trust not checked (name roots with --trust)"
    ),
}
WHY_NOT = {
    "NO_CERTIFICATE_CHAIN_FOUND": Text(
        zh="与所指定的根证书没有关联", en="no path leads from it to a root that you named"
    ),
    "OUT_OF_BOUNDS_NO_POE": Text(
        zh="已过有效期，又没有时间戳证明签名作于有效期内",
        en="it has expired, and no timestamp shows that it signed before",
    ),
    "EXPIRED": Text(zh="签名时已过有效期", en="it had expired when it signed"),
    "NOT_YET_VALID": Text(zh="签名时尚未生效", en="it was not yet valid when it signed"),
    "REVOKED_NO_POE": Text(zh="已被吊销", en="it was revoked"),
    "REVOKED": Text(zh="已被吊销", en="it was revoked"),
}
"""Sub-indications of ETSI TS 119 102-1, 5.1.3; the others are shown by their name."""
STAMP = Text(zh="文件时间戳：{at}，{by}", en="Timestamp of the document: {at}, {by}")


@click.command(epilog="Example: audit verify signed.pdf --trust root.pem")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="Root certificates that you trust, PEM or DER; may be repeated.",
)
@FORMAT
@with_voice
def command(file: Path, trust: tuple[Path, ...], form: str, voice: Voice) -> int:
    """Check FILE, a report (PDF) or a result.json: signatures, later changes, the result inside.

    Ends with 0 when it is intact, 3 when something was changed or is not trusted, 4 when a report bears no
    signature, 5 when the file is none of ours. Without --trust, who stands behind a certificate is not checked.
    """
    from audit.verification import verify

    now = datetime.now(UTC)  # noqa: TID251  a certificate must be valid now, unless a timestamp vouches for earlier
    found = verify(file, now=now, trust=trust)
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2, sort_keys=True, default=_plain))
    else:
        for language in voice.languages:
            for line in _lines(found, language):
                click.echo(UNSAFE.sub("", line))
    return _code(found)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value.model_dump()


def _code(found: Verification) -> Exit:
    if found.kind == "result":
        return Exit.OK
    if found.verdict == "broken":
        return Exit.EVIDENCE
    return Exit.OK if found.verdict == "intact" else Exit.INCOMPLETE


def _lines(found: Verification, language: Language) -> Iterator[str]:
    return _result_lines(found, language) if found.kind == "result" else _report_lines(found, language)


def _result_lines(found: Verification, language: Language) -> Iterator[str]:
    yield RESULT_FILE.in_(language)
    yield RESULT_HASH.in_(language).format(hash=found.sha256)
    yield from _about(found.result, language)
    if not found.result.canonical:
        yield ALTERED_FORM.in_(language)


def _report_lines(found: Verification, language: Language) -> Iterator[str]:
    result = found.result
    yield VERDICTS[found.verdict].in_(language)
    yield TITLE.in_(language).format(title=found.title, language=found.language, issue=found.issue)
    if found.draft:
        yield DRAFT.in_(language)
    if found.replaces:
        file = found.replaces.file or NONE.in_(language)
        yield REPLACES.in_(language).format(
            issue=found.replaces.issue, result=found.replaces.result, file=file
        )
    yield from _about(result, language)
    yield RESULTS[result.state].in_(language).format(hash=result.sha256, stated=result.stated)
    yield FILE.in_(language).format(hash=found.sha256)
    yield from _signed(found, language)


def _signed(found: Verification, language: Language) -> Iterator[str]:
    if found.signatures:
        yield ISSUED.in_(language).format(hash=found.issued_sha256)
    for signature in found.signatures:
        yield from _signature(signature, language)
    for stamp in found.timestamps:
        yield STAMP.in_(language).format(at=_moment(stamp.at, language), by=stamp.by)
        yield from _state(stamp, language)


def _about(result: ResultCheck, language: Language) -> Iterator[str]:
    if result.organisation and result.period:
        start, end = result.period
        name = result.organisation.in_(language)
        yield ABOUT.in_(language).format(name=name, start=start, end=end, as_of=result.as_of)


def _signature(one: Signature, language: Language) -> Iterator[str]:
    none = NONE.in_(language)
    role = ROLES[one.role].in_(language) if one.role in ROLES else one.role
    yield SIGNED.in_(language).format(role=role, name=one.name, organisation=one.organisation or none)
    if one.signs_as:
        yield f"  {SIGNS_AS.in_(language).format(name=one.signs_as)}"
    when = WHEN.in_(language).format(
        claimed=_moment(one.claimed, language), stamped=_moment(one.stamped, language)
    )
    yield f"  {when}"
    if one.reason or one.place:
        yield f"  {WHY.in_(language).format(reason=one.reason or none, place=one.place or none)}"
    yield f"  {ISSUER.in_(language).format(issuer=one.issuer, until=f'{one.valid_until:%Y-%m-%d}')}"
    yield f"  {NO_LEVEL.in_(language) if one.level == 'none' else LEVEL.in_(language).format(level=one.level)}"
    yield from _state(one, language)


def _state(one: Signature | Timestamp, language: Language) -> Iterator[str]:
    yield f"  {(INTACT if one.intact else NOT_INTACT).in_(language)}"
    yield f"  {ADDED[one.added].in_(language)}"
    why = WHY_NOT[one.why].in_(language) if one.why in WHY_NOT else one.why
    yield f"  {TRUST[one.trust].in_(language).format(why=why)}"


def _moment(at: datetime | None, language: Language) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S %z}" if at else NONE.in_(language)
