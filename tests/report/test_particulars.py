"""What the issuing body says of its report stands on the cover, in its chapters and in the tables."""

from __future__ import annotations

import re

import pytest
from lxml import html

from audit.report.markup import markup
from audit.report.options import FINAL
from audit.report.sections.certificate import certificate_annex
from audit.report.sections.scope import cover
from audit.report.tables.about import facts
from audit.report.telling import Teller
from audit.result import AuditedSite, AuditResult, Body, Particulars, SeenDocument, TeamMember
from audit.text import Language, Text
from tests.report.results import empty_result, survey_result

SAID = Particulars(
    number="GA-2026-017",
    issued_on="2026-11-20",
    body=Body(
        name=Text(zh="某某认证", en="Example Certification"),
        address=Text(zh="北京市某路 1 号", en="1 Example Road"),
        mark="CNCA-R-0",
    ),
    client=Text(zh="某某集团", en="Acme Group"),
    participants=(Text(zh="客服总监", en="Head of service"),),
    sites=(
        AuditedSite(
            id="S-1",
            name=Text(zh="东店", en="East store"),
            address=Text(zh="某街 2 号", en="2 High Street"),
            visited=("2026-06-20",),
        ),
    ),
    documents=(
        SeenDocument(id="DOC-3", title=Text(zh="投诉程序", en="Complaints procedure"), edition="3.1"),
    ),
)


def said(result: AuditResult, particulars: Particulars) -> AuditResult:
    engagement = result.engagement.model_copy(update={"particulars": particulars})
    return result.model_copy(update={"engagement": engagement})


def printed(result: AuditResult, language: Language) -> str:
    body = html.fromstring(markup(result, language, FINAL).html)
    return re.sub(r"\s+", " ", " ".join(body.itertext()))


def test_the_cover_bears_number_day_and_body() -> None:
    first = cover(Teller(said(empty_result(), SAID), "zh")).rows[0]
    assert [(one.name, one.value) for one in first] == [
        ("报告编号", "GA-2026-017"),
        ("签发日期", "2026年11月20日"),
        ("出具机构", "某某认证；北京市某路 1 号；批准或认可编号 CNCA-R-0"),
    ]
    assert len(cover(Teller(empty_result(), "zh")).rows) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            (
                "审查委托方 某某集团",
                "受审查组织的参加人员 客服总监",
                "S-1 东店 某街 2 号 2026年6月20日",
                "DOC-3 投诉程序 3.1 FG-F05",
                "r-lee：投诉",
            ),
        ),
        (
            "en",
            (
                "Audit client Acme Group",
                "Participants of the organisation Head of service",
                "S-1 East store 2 High Street 20 June 2026",
                "DOC-3 Complaints procedure 3.1 FG-F05",
                "r-lee: complaints",
            ),
        ),
    ],
)
def test_each_stands_in_its_chapter(language: Language, words: tuple[str, ...]) -> None:
    result = said(survey_result(), SAID)
    rated = tuple(
        one.model_copy(
            update={"rating": one.rating.model_copy(update={"evidence_refs": ("DOC-3 p. 2", "DOC-3 p. 7")})}
        )
        if one.rating
        else one
        for one in result.items
    )
    member = TeamMember(id="r-lee", role="lead", duties=Text(zh="投诉", en="complaints"))
    text = printed(result.model_copy(update={"items": rated, "team": (member,)}), language)
    assert [one for one in words if one not in text] == []


def test_only_a_report_that_a_body_must_sign_says_that_none_is_named() -> None:
    own = printed(empty_result(), "zh")
    engagement = empty_result().engagement.model_copy(update={"type": "initial"})
    certified = printed(empty_result().model_copy(update={"engagement": engagement}), "zh")
    assert ("出具机构 未登记" in own, "出具机构 未登记" in certified) == (False, True)
    assert "报告编号" not in certified


def test_tables_and_certificate_hold_them_too() -> None:
    teller = Teller(said(empty_result(), SAID), "en")
    told = {one.id: one.value for one in facts(teller, FINAL)}
    assert [told[name] for name in ("number", "issued_on", "issuer", "client", "sites", "documents")] == [
        "GA-2026-017",
        "2026-11-20",
        "Example Certification; 1 Example Road; approval or accreditation CNCA-R-0",
        "Acme Group",
        "S-1; East store; 2 High Street; 2026-06-20",
        "DOC-3; Complaints procedure; 3.1",
    ]
    sites = [one.value for one in certificate_annex(teller).facts if one.name == "Sites"]
    assert sites == ["East store, 2 High Street"]


def test_a_result_without_them_is_written_as_before() -> None:
    assert b'"particulars"' not in empty_result().to_json()
    assert b'"duties"' not in empty_result().to_json()
