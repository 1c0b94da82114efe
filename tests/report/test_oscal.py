from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from audit.findings.ratings import Ratings
from audit.report.edition import Replaced
from audit.report.options import Options
from audit.report.oscal import render_oscal
from audit.report.oscal.terms import token
from audit.result import AuditResult, Concession
from audit.text import Language, Text
from tests.findings.factory import rating
from tests.report.hostile import SMALL, TURNS, hostile_result
from tests.report.results import result as made
from tests.report.test_tables import LANGUAGES, golden

Part = dict[str, Any]


def document(result: AuditResult, language: Language = "en", **options: bool) -> Part:
    found: Part = json.loads(render_oscal(result, language, Options(**options)))["assessment-results"]
    return found


def outcome(result: AuditResult, language: Language = "en") -> Part:
    found: Part = document(result, language)["results"][0]
    return found


def facts(part: Part) -> dict[str, str]:
    return {one["name"]: one["value"] for one in part.get("props", []) if "group" not in one}


def uuids(part: object) -> Iterator[str]:
    """Every identifier that names something here."""
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == "uuid")
        for value in part.values():
            yield from uuids(value)
    elif isinstance(part, list):
        for one in part:
            yield from uuids(one)


def references(part: object) -> Iterator[str]:
    """Every identifier that points at something."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name.endswith("-uuid"):
                yield value
            elif name == "party-uuids":
                yield from value
            elif name == "href" and value.startswith("#"):
                yield value[1:]
            else:
                yield from references(value)
    elif isinstance(part, list):
        for one in part:
            yield from references(one)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("result", [*SMALL.values(), golden])
def test_trestle_reads_it_and_finds_it_valid(result: object, language: Language) -> None:
    from trestle.core.duplicates_validator import DuplicatesValidator
    from trestle.core.refs_validator import RefsValidator
    from trestle.oscal.assessment_results import Model

    assert callable(result)
    model = Model.model_validate_json(render_oscal(result(), language)).assessment_results
    assert DuplicatesValidator().model_is_valid(model, True)
    assert RefsValidator().model_is_valid(model, True)
    assert len(model.results) == 1


@pytest.mark.parametrize("texts", TURNS)
def test_hostile_text_keeps_to_the_schema(texts: tuple[str, ...]) -> None:
    from trestle.oscal.assessment_results import Model

    content = render_oscal(hostile_result(*texts), "en")
    assert len(Model.model_validate_json(content).assessment_results.results) == 1


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<script>x</script>", r"Service-quality audit: \<script\>x\</script\>"),
        ("[x](javascript:y) **b**", r"Service-quality audit: \[x\](javascript:y) \*\*b\*\*"),
        ("{{ insert: param, x }}", r"Service-quality audit: \{\{ insert: param, x \}\}"),
        ("a\u202eb\nc", "Service-quality audit: a⟦U+202E⟧b c"),
    ],
)
def test_what_others_wrote_is_no_markup(text: str, title: str) -> None:
    assert document(hostile_result(text))["metadata"]["title"] == title


@pytest.mark.parametrize("result", [*SMALL.values(), golden])
def test_every_reference_leads_to_something_and_every_name_is_given_once(result: object) -> None:
    assert callable(result)
    found = document(result())
    named = Counter(uuids(found))
    assert max(named.values()) == 1
    assert set(references(found)) - set(named) == set()


def test_every_item_is_a_finding_or_excluded_and_satisfied_only_where_it_conforms() -> None:
    result = golden()
    found = outcome(result)
    states = {
        (facts(one)["item"], facts(one).get("site")): (
            one["target"]["status"]["state"],
            one["target"]["status"]["reason"],
        )
        for one in found["findings"]
    }
    expected = {
        ("scored", "conform"): ("satisfied", "pass"),
        ("scored", "partial"): ("not-satisfied", "fail"),
        ("scored", "nonconform"): ("not-satisfied", "fail"),
        ("scored", "inconclusive"): ("not-satisfied", "other"),
        ("not_evidenced", None): ("not-satisfied", "other"),
    }
    reviewed = [one for one in result.items if one.state in ("scored", "not_evidenced")]
    assert len(found["findings"]) == len(reviewed)
    assert states == {(one.item, one.site): expected[one.state, one.verdict] for one in reviewed}
    selection = found["reviewed-controls"]["control-selections"][0]
    assert [one["control-id"] for one in selection["include-controls"]] == [one.item for one in reviewed]
    assert [one["control-id"] for one in selection.get("exclude-controls", [])] == [
        one.item for one in result.items if one.state not in ("scored", "not_evidenced")
    ]


def test_what_does_not_apply_is_excluded_with_its_reason_and_is_no_finding() -> None:
    result = SMALL["survey"]()
    away = {"FG-A01": "not_applicable", "FG-A02": "not_assessed"}
    told = outcome(
        result.model_copy(
            update={
                "items": tuple(
                    one.model_copy(update={"state": away.get(one.item, one.state)}) for one in result.items
                )
            }
        )
    )
    selection = told["reviewed-controls"]["control-selections"][0]
    assert [one["control-id"] for one in selection["exclude-controls"]] == list(away)
    assert selection["remarks"].startswith("FG-A01: not applicable")
    assert [one for one in told["findings"] if facts(one)["item"] in away] == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("FG-A01", "FG-A01"),
        ("1.2", "_1.2"),
        ("五/差距 1", "五_差距_1"),
        ("𠀀", "_"),
        ("", "_"),
        ("a:b\n", "a_b_"),
    ],
)
def test_a_name_becomes_a_token_of_the_schema(name: str, written: str) -> None:
    assert token(name) == written


def test_a_finding_without_evidence_says_so_in_words() -> None:
    first = outcome(SMALL["empty"](), "zh")["findings"][0]
    assert first["title"] == "FG-A01：证据不足"
    assert first["target"]["status"]["state"] == "not-satisfied"
    assert first["target"]["status"]["remarks"].startswith("证据不足；")
    assert {name: facts(first).get(name) for name in ("state", "verdict", "score", "counts")} == {
        "state": "not_evidenced",
        "verdict": None,
        "score": None,
        "counts": "false",
    }


def test_nonconformities_are_risks_and_observations_are_none() -> None:
    result = golden()
    found = outcome(result)
    assert [facts(one)["id"] for one in found.get("risks", [])] == [
        one.id for one in result.findings if one.grade != "observation"
    ]
    assert [facts(one)["id"] for one in found["observations"] if one["types"] == ["finding"]] == [
        one.id for one in result.findings if one.grade == "observation"
    ]


def test_an_observation_names_the_files_it_stands_on_with_their_hashes() -> None:
    found = document(SMALL["delivery"]())
    seen = next(one for one in found["results"][0]["observations"] if facts(one)["item"] == "FG-D01")
    assert (seen["methods"], seen["collected"]) == (["TEST"], "2026-07-01T00:00:00+08:00")
    [link] = seen["relevant-evidence"]
    [file] = [one for one in found["back-matter"]["resources"] if f"#{one['uuid']}" == link["href"]]
    assert file["rlinks"] == [
        {"href": "evidence/service_delivery.csv", "hashes": [{"algorithm": "SHA-256", "value": "e" * 64}]}
    ]
    assert "63.4%" in seen["description"]


def test_a_rating_alone_was_collected_on_its_day_by_its_reviewer() -> None:
    found = document(made(ratings=Ratings(ratings=(rating(3, "FG-F05"),))))
    [rated] = found["results"][0]["observations"]
    lee = next(one["uuid"] for one in found["metadata"]["parties"] if one["type"] == "person")
    assert (rated["methods"], rated["collected"]) == (["EXAMINE"], "2026-10-01T00:00:00+08:00")
    assert {one["type"]: one["actor-uuid"] for one in rated["origins"][0]["actors"]}["party"] == lee


def test_a_concession_is_an_approved_deviation_and_not_conformity() -> None:
    result = golden()
    found = next(one for one in result.findings if one.grade != "observation")
    conceded = Concession(owner="o", approved_by="p", reason=Text(zh="理由", en="why"), expires="2027-01-01")
    items = tuple(
        one.model_copy(update={"concession": conceded})
        if (one.item, one.site) == (found.item, found.site)
        else one
        for one in result.items
    )
    told = outcome(result.model_copy(update={"items": items}))
    assert (
        next(one for one in told["risks"] if facts(one)["id"] == found.id)["status"] == "deviation-approved"
    )
    finding = next(one for one in told["findings"] if facts(one)["item"] == found.item)
    assert finding["target"]["status"]["state"] == "not-satisfied"


def test_scores_bounds_and_coverage_are_properties_of_their_own_group() -> None:
    found = [one for one in outcome(golden())["props"] if one.get("group") == "overall-overall"]
    score = next(one for one in golden().scores if one.scope == "overall")
    assert {one["name"]: one["value"] for one in found if one["name"] in ("lower", "upper", "coverage")} == {
        "lower": f"{score.lower:.12g}",
        "upper": f"{score.upper:.12g}",
        "coverage": f"{score.coverage:.12g}",
    }
    assert {one["ns"] for one in found} == {"https://service-gap-audit.example/ns/oscal"}


def test_the_same_thing_has_one_identifier_in_both_languages_and_the_document_two() -> None:
    zh, en = (document(SMALL["survey"](), language) for language in LANGUAGES)
    assert list(uuids(zh["results"])) == list(uuids(en["results"]))
    assert zh["uuid"] != en["uuid"]
    assert re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", zh["uuid"])


def test_a_draft_is_a_document_of_its_own_that_says_so() -> None:
    draft, final = document(SMALL["empty"](), draft=True), document(SMALL["empty"]())
    assert (facts(draft["metadata"])["state"], facts(final["metadata"])["state"]) == ("draft", "final")
    assert draft["uuid"] != final["uuid"]


def test_a_corrected_issue_names_the_one_that_it_replaces() -> None:
    result, before = SMALL["empty"](), Replaced(issue=1, result="a" * 64, file="b" * 64)
    found = json.loads(render_oscal(result, "en", Options(replaces=before, correction="a <b>date</b>")))
    metadata = found["assessment-results"]["metadata"]
    assert metadata["version"] == f"{result.sha256()[:16]}.2"
    assert (facts(metadata)["replaces-result-sha256"], facts(metadata)["replaces-file-sha256"]) == (
        "a" * 64,
        "b" * 64,
    )
    assert "issue 2" in metadata["remarks"] and r"a \<b\>date\</b\>" in metadata["remarks"]


def test_what_samples_are_and_who_disagrees_is_attested() -> None:
    result = SMALL["empty"]().model_copy(update={"opinions": (Text(zh="不同意", en="We <do not> agree."),)})
    [attested] = outcome(result)["attestations"]
    assert [one["name"] for one in attested["parts"]] == ["recommendation", "sampling", "diverging-opinion"]
    assert attested["parts"][2]["prose"] == r"We \<do not\> agree."
