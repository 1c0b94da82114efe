"""ISO 19011:2018, 6.5.1: what an audit report should hold stands in every report, in both languages."""

from __future__ import annotations

import re
from functools import cache

import pytest
from lxml import html

from audit.report.markup import markup
from audit.report.options import FINAL
from audit.text import Language
from tests.report.rendered import RESULTS

# Content -> chapter it stands in, and the words that it is recognised by.
CONTENT: dict[str, tuple[str, str, str]] = {
    "a objectives": (
        "scope",
        "供组织了解自身与准则之间的差距",
        "To show the organisation itself where it stands",
    ),
    "b scope": ("scope", "审查范围 门店服务", "Scope Store service"),
    "b organisation and functions": ("scope", "受审查组织 某某服务公司", "Organisation Acme Services"),
    "c audit client": ("scope", "审查委托方 除受审查组织外", "Audit client None other than the organisation"),
    "d team": ("conduct", "审查组长 李（r-lee）", "Lead reviewer 李 (r-lee)"),
    "d participants": ("conduct", "受审查组织的参加人员", "Participants of the organisation"),
    "e dates": ("conduct", "2026年1月1日至2026年6月30日", "1 January 2026 to 30 June 2026"),
    "e places": ("conduct", "证据涉及的场所", "Sites in the evidence"),
    "f criteria": ("scope", "five-gap，1.0.0 版，共 53 项", "five-gap, version 1.0.0, 53 items"),
    "g findings": ("findings", "不符合与观察项", "Nonconformities and observations"),
    "g evidence": ("evidence", "证据中发现的问题", "Problems found in the evidence"),
    "h conclusions": ("summary", "不作结论", "Not concluded"),
    "i degree of fulfilment": (
        "items",
        "得分 部分 得分 可能范围 覆盖率",
        "Scores Part Score Possible range Coverage",
    ),
    "j diverging opinions": ("opinions", "没有记录分歧意见", "No diverging opinion is recorded"),
    "k sampling": ("conduct", "审查是一种抽样活动", "An audit is an exercise in sampling"),
    "k not representative": (
        "conduct",
        "不能代表整体的风险",
        "a risk that the evidence is not representative",
    ),
    "optional: process and obstacles": ("limits", "推断的局限", "Limits of inference"),
    "optional: areas not covered": ("scope", "本次审查未覆盖的内容", "Not covered by this audit"),
    "optional: reasons": ("items", "没有得分的检查项", "Items without a score"),
    "optional: summary of findings": ("summary", "最严重的审查发现", "Gravest findings"),
    "optional: good practice": ("improvement", "良好实践", "good practice"),
    "optional: follow-up": ("follow_up", "以往审查发现的跟踪", "Follow-up of earlier findings"),
    "optional: confidentiality": ("handling", "应予保密", "keeps it confidential"),
    "optional: distribution": ("handling", "不得公开", "not for publication"),
    "recommendation is no decision": ("summary", "不是认证决定", "It is not a decision"),
    "signatures": ("handling", "数字签名栏", "acknowledges receipt"),
}


@cache
def chapters(name: str, language: Language) -> dict[str, str]:
    """Id of a chapter -> all that it says, white space made one space."""
    body = html.fromstring(markup(RESULTS[name](), language, FINAL).html)
    said: dict[str, str] = {}
    here = ""
    for section in body.iter("section"):
        heads = section.xpath("./h1/@id")
        here = heads[0] if heads else here
        said[here] = f"{said.get(here, '')} {_text(section)}"
    return said


def _text(node: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", " ".join(node.itertext()))


@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["survey", "empty"])
def test_a_report_holds_what_the_standard_asks_for(name: str, language: Language, content: str) -> None:
    chapter, zh, en = CONTENT[content]
    assert {"zh": zh, "en": en}[language] in chapters(name, language)[chapter]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chapters_stand_in_the_order_of_practice(language: Language) -> None:
    numbered = [one for one in chapters("survey", language) if one not in ("", "contents")]
    assert numbered == [
        "summary",
        "scope",
        "conduct",
        "evidence",
        "limits",
        "gaps",
        "recovery",
        "overlay",
        "findings",
        "improvement",
        "items",
        "follow_up",
        "opinions",
        "handling",
        "annex_accounts",
        "annex_formulas",
        "annex_thresholds",
        "annex_hashes",
    ]
