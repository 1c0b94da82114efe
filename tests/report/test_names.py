"""Names of laws in the language of the report; names of the organisation's own as it wrote them."""

from __future__ import annotations

from pathlib import Path

from audit import assembly
from audit.criteria.checklist import load_checklist
from audit.criteria.references import load_standards
from audit.report.sections.scope import scope
from audit.report.sections.words import standard_name
from audit.report.telling import Teller
from audit.resources import shipped
from audit.text import Text
from tests.report.results import delivery_result, empty_result

CHECKLISTS = Path(str(shipped("checklists")))
LAW = Text(
    zh="中华人民共和国个人信息保护法",
    en="Personal Information Protection Law of the People's Republic of China",
)


def test_what_is_cited_without_a_number_of_its_own_travels_with_its_title() -> None:
    standards = load_standards(CHECKLISTS / "standards.yaml", "standards.yaml")
    found = assembly.reference_labels(standards, [load_checklist(CHECKLISTS / "five-gap", "five-gap")])
    assert (sorted(found), found["PIPL"]) == (["GDPR", "PIPL"], LAW)


def test_a_law_is_named_in_the_language_of_the_report_and_a_standard_by_its_number() -> None:
    teller = Teller(empty_result().model_copy(update={"labels": {"reference": {"PIPL": LAW}}}), "zh")
    names = [standard_name(teller, one) for one in ("PIPL", "10002", "GB/T 27400", "GDPR")]
    assert names == ["中华人民共和国个人信息保护法", "ISO 10002", "GB/T 27400", "GDPR"]
    assert "PIPL" not in scope(teller).standards


def test_names_in_one_language_only_are_said_to_be_the_organisations_own() -> None:
    written = Text(zh="员工主动问候", en="员工主动问候")
    result = delivery_result()
    own = result.model_copy(update={"labels": {"standard": {"SLA": written}}})
    said = "Names of service standards, promises and the like stand as the organisation wrote them, untranslated."
    assert (said in scope(Teller(own, "en")).method, said in scope(Teller(result, "en")).method) == (
        True,
        False,
    )
