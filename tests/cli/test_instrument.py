"""``audit instrument``: what it prints and writes, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ended

Run = Callable[..., Ended]


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_list_for_scripts(run: Run) -> None:
    ended = run("instrument", "list", "--format", "json")
    listed = {one["id"]: one for one in json.loads("\n".join(ended.out))}
    assert ended.code == 0
    assert {name: one["table"] for name, one in listed.items()} == {
        "contact-staff": "survey_contact_staff",
        "kiosk-24": "survey_customers",
        "managers": "survey_managers",
        "recovery-justice": "survey_recovery",
        "servperf-22": "survey_customers",
        "servqual-22": "survey_customers",
        "servqual-22-zone": "survey_customers",
    }
    assert listed["recovery-justice"]["columns"][:5] == ["dj1", "dj2", "dj3", "dj4", "pj1"]


def test_one_in_words(run: Run) -> None:
    ended = run("instrument", "show", "contact-staff", "--lang", "zh-CN")
    assert ended.out[:2] == [
        "contact-staff      一线员工问卷 [一线员工]",
        "  0 个题项，5 个维度，12 组陈述，量表 1–7，答卷归入 survey_contact_staff",
    ]
    assert "    nopun_belief_1  出于善意作出的补救决定，即使事后看不妥，也不会受罚" in ended.out


def test_a_questionnaire_in_every_form_and_language(run: Run, tmp_path: Path) -> None:
    ended = run("instrument", "export", "recovery-justice", "-o", tmp_path, "--lang", "both")
    assert (ended.code, ended.out) == (0, [])
    assert written(tmp_path) == [
        f"recovery-justice.{language}.{form}"
        for language in ("en", "zh-CN")
        for form in ("docx", "html", "xlsx")
    ]


def test_background_questions_by_choice(run: Run, tmp_path: Path) -> None:
    export = ("instrument", "export", "servperf-22", "-o", tmp_path, "--format", "html", "--lang", "en")

    def asks_nps() -> bool:
        return 'name="nps"' in (tmp_path / "servperf-22.en.html").read_text("utf-8")

    assert (run(*export, "--ask", "nps, segment").code, asks_nps()) == (0, True)
    assert (run(*export, "--ask", "none").code, asks_nps()) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "servqal-22"], "did you mean “servqual-22”?"),
        (["export", "servqual-22", "--ask", "segmnt"], "did you mean “segment”?"),
        (["export", "servqual-22", "--format", "pdf"], "'pdf' is not one of xlsx, html, docx"),
        (["show", "manager"], "did you mean “managers”?"),
        (["lint", "nowhere.yaml"], "no such file"),
        (["import", "nowhere.xlsx", "-o", "mine.yaml"], "no such file"),
        (["score", "servqual-22", "a.csv", "-o", "b.csv"], "has no scales of statements"),
        (["score", "managers", "a.csv", "-o", "b.csv"], "no such file"),
    ],
)
def test_what_there_is_not_is_told(
    arguments: list[str], said: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("instrument", *arguments, "--lang", "en")
    assert ended.code == 2
    assert said in "\n".join(ended.err)
    assert written(tmp_path) == []


def test_from_the_form_to_a_questionnaire_of_ones_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("instrument", "template", "--lang", "both").code == 0
    assert written(tmp_path) == ["items.xlsx", "问卷题项.xlsx"]
    assert run("instrument", "import", "问卷题项.xlsx", "-o", "mine.yaml").code == 0
    linted = run("instrument", "lint", "mine.yaml", "--lang", "zh-CN")
    assert (linted.code, linted.err) == (0, ["问卷没有问题。"])
    assert run("instrument", "export", "mine.yaml", "--format", "xlsx", "--lang", "en").code == 0
    assert (tmp_path / "my-survey.en.xlsx").is_file()


def test_a_fault_ends_with_its_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("instrument", "template", "--lang", "en")
    run("instrument", "import", "items.xlsx", "-o", "mine.yaml")
    path = tmp_path / "mine.yaml"
    path.write_text(path.read_text("utf-8").replace("  reversed: true\n", ""), encoding="utf-8")
    lines = path.read_text("utf-8").splitlines()
    path.write_text(path.read_text("utf-8").replace("常常要催才办", "从不主动办理"), encoding="utf-8")
    ended = run("instrument", "lint", "mine.yaml", "--lang", "en")
    line = lines.index("- id: q3") + 1
    assert ended.code == 2
    assert ended.err[0].startswith(f"mine.yaml:{line}:3  item q3 holds a negation (“不”)")


def test_answers_by_statement_become_the_table(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit.fielding import find

    monkeypatch.chdir(tmp_path)
    scales = find("contact-staff").scales
    columns = [one.column(place) for one in scales for place in range(1, len(one.statements) + 1)]
    Path("a.csv").write_text(
        f"staff_resp_id,{','.join(columns)}\nS1{',6' * len(columns)}\n", encoding="utf-8"
    )
    assert run("instrument", "score", "contact-staff", "a.csv", "-o", "out/staff.csv").code == 0
    assert (tmp_path / "out" / "staff.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        ",".join(["staff_resp_id", *(one.id for one in scales)]),
        ",".join(["S1", *("6.0" for _ in scales)]),
    ]
