"""Groups that are persons, or whose name looks personal, are numbered in a result."""

from __future__ import annotations

from audit.evidence.dataset import Evidence
from audit.measures.pseudonyms import Pseudonyms
from audit.result import Estimate, Measurement
from audit.text import Text, message
from tests.measures.evidence import evidence_of

PHONE = "13800138000"
LOW = message("T-PSEUDONYMS-LOW", zh="偏低：{sites}", en="low: {sites}")


def by_site(*sites: str) -> tuple[Estimate, ...]:
    return tuple(Estimate(result="x", kind="share", key={"site_id": one}, n=9) for one in sites)


def keys(found: Measurement) -> list[str]:
    return [one.key["site_id"] for one in found.estimates]


def evidence(*sites: str, persons: frozenset[str] = frozenset()) -> Evidence:
    """Complaints of the first sites and failures of the last."""
    ev = evidence_of(
        complaints=[{"complaint_id": f"C{n}", "site_id": site} for n, site in enumerate(sites[:-1])],
        failures=[{"failure_id": "F1", "site_id": sites[-1]}],
    )
    ev.persons = persons
    return ev


def test_a_person_has_one_number_in_all_measures_and_in_what_is_said() -> None:
    ev = evidence("张伟", "李娜", "王芳", persons=frozenset({"site_id"}))
    found = Pseudonyms(ev).disguised(
        {
            "A": Measurement(measure="A", definition="", estimates=by_site("", "张伟", "李娜")),
            "B": Measurement(
                measure="B", definition="", estimates=by_site("王芳"), notes=(LOW(sites="王芳, 张伟"),)
            ),
        }
    )
    assert keys(found["A"]) == ["", "‹1›", "‹2›"]
    assert keys(found["B"]) == ["‹3›"]
    assert [one.in_("en") for one in found["B"].notes] == ["low: ‹3›, ‹1›"]
    assert ev.title("site_id", "‹3›") == Text(zh="人员3", en="person 3")


def test_of_other_columns_only_what_looks_personal_is_numbered() -> None:
    ev = evidence("A店", PHONE, "li@mail.example")
    found = Pseudonyms(ev).disguised(
        {"A": Measurement(measure="A", definition="", estimates=by_site("A店", PHONE, "li@mail.example"))}
    )
    assert keys(found["A"]) == ["A店", "‹1›", "‹2›"]
    assert ev.title("site_id", "‹1›") == Text(zh="‹个人信息›1", en="‹personal› 1")


def test_numbers_do_not_depend_on_the_order_in_which_values_are_met() -> None:
    names = [f"坐席{n}" for n in range(12)]
    ev = evidence(*names, persons=frozenset({"site_id"}))
    numbers, others = Pseudonyms(ev), Pseudonyms(ev)
    assert [numbers.shown("site_id", one) for one in names] == [
        others.shown("site_id", one) for one in reversed(names)
    ][::-1]
    assert numbers.shown("site_id", "坐席0") == "‹01›"


def test_what_no_table_holds_is_masked() -> None:
    assert Pseudonyms(evidence("A店", "B店")).shown("service", f"热线 {PHONE}") == "热线 ‹…›"


def test_titles_of_the_organisation_are_told_without_what_is_personal_in_them() -> None:
    ev = evidence_of(service_standards=[{"standard_id": "S1", "title": f"致电 {PHONE} 后 2 小时内回复"}])
    assert ev.title("standard", "S1") == Text(zh="致电 ‹…› 后 2 小时内回复", en="致电 ‹…› 后 2 小时内回复")
