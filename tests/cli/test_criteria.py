"""`audit checklist coverage`, `schema`, `lint`, `template`, `import`, and `audit explain` of a score."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from audit.resources import shipped
from tests.cli.conftest import AUDIT, Run

FOLDER = shipped("checklists")
Engagement = Callable[..., Path]


def test_coverage_tells_what_reaches_every_concept(run: Run) -> None:
    ended = run("checklist", "coverage", "--lang", "zh-CN")
    assert (ended.code, len(ended.out)) == (0, 2 * 191 + 1)
    at = ended.out.index("DEF-REC        服务补救")
    assert ended.out[at + 1] == "  经由 DEF-REC-PROG"
    assert ended.out[-1] == "191 个概念中，191 个有检查项或指标涉及，其中 172 个由检查项直接涉及"


def test_coverage_as_data_has_a_row_for_each_item_and_measure(run: Run, tmp_path: Path) -> None:
    concepts = json.loads("\n".join(run("checklist", "coverage", "--format", "json").out))
    pairs = {(one["id"], item["item"]) for one in concepts for item in one["items"]}
    assert run("checklist", "coverage", "--format", "csv", "-o", tmp_path / "c.csv").code == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["concept"], row["item"]) for row in rows if row["item"]} == pairs
    assert run("checklist", "coverage", "--format", "xlsx").code == 2
    assert run("checklist", "coverage", "--format", "xlsx", "-o", tmp_path / "c.xlsx").code == 0
    sheet = load_workbook(tmp_path / "c.xlsx")["coverage"]
    assert [tuple(cell or "" for cell in one) for one in sheet.iter_rows(min_row=2, values_only=True)] == [
        tuple(row.values()) for row in rows
    ]
    assert [row["measure"] for row in rows if row["concept"] == "PRACT-REDES"] == ["M-CA-CLOSE", "M-REDES"]
    (spiral,) = (row for row in rows if row["concept"] == "CONS-SPIRAL")
    assert (spiral["item"], spiral["measure"], spiral["through"]) == ("", "", "CONS-WOM")


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("scheme", "schemes/*.yaml"),
        ("checklist", "*/checklist.yaml"),
        ("section", "recovery/[a-k]-*.yaml"),
    ],
)
def test_the_schemas_accept_what_ships_and_refuse_an_unknown_key(run: Run, kind: str, files: str) -> None:
    schema = Draft202012Validator(json.loads("\n".join(run("checklist", "schema", "--kind", kind).out)))
    given = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob(files))]
    assert given and [error.message for one in given for error in schema.iter_errors(one)] == []
    assert not schema.is_valid({**given[0], "unknown": 1})


def test_a_filled_form_becomes_a_checklist_that_lints(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("checklist", "template").err == ["Wrote checklist.xlsx"]
    assert run("checklist", "import", "checklist.xlsx", "-o", "own").err == [
        "Wrote own/checklist.yaml",
        "Wrote own/a.yaml",
        "Wrote own/b.yaml",
    ]
    linted = run("checklist", "lint", "own", FOLDER / "schemes" / "default.yaml", "--lang", "en")
    assert (linted.code, linted.err) == (0, ["Checklists and schemes are clean."])


def test_what_a_scheme_names_and_nobody_knows_stops_an_audit(run: Run, engagement: Engagement) -> None:
    default = (FOLDER / "schemes" / "default.yaml").read_text("utf-8")
    own = default + "items: {RC-X01: {weight: 3}, FG-F01: {weight: 4}}\nparams: {M-ACK: {targett: 3}}\n"
    folder = engagement(audit=AUDIT + "scheme: own.yaml\n", others={"own.yaml": own})
    line = default.count("\n") + 1
    ended = run("validate", folder, "--lang", "en")
    assert (ended.code, ended.err[:2]) == (
        2,
        [
            f"own.yaml:{line}:9  no item is called RC-X01; did you mean RC-K01?   [L-UNKNOWN]",
            f"own.yaml:{line + 1}:18  no constant is called targett; did you mean target?   [L-UNKNOWN]",
        ],
    )


def test_a_score_is_explained_with_its_coverage(run: Run) -> None:
    result = Path(__file__).parents[1] / "golden" / "result.json"
    score = next(one for one in json.loads(result.read_bytes())["scores"] if one["graded"])
    ended = run("explain", result, score["id"], "--lang", "en")
    weights = f"(weight {score['weight_scored']:g} of {score['weight_applicable']:g})"
    assert (ended.code, ended.out[0]) == (0, f"{score['id']}  Score: {score['score']:.6g}")
    assert ended.out[1].startswith(f"  coverage (M-COVER) {score['coverage']:.1%} {weights}; ")
