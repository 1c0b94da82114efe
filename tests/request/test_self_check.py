"""The organisation's own check: what is handed out, and the steps of the request, followed on an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from audit.asking import handed_out, request
from audit.cli import main
from audit.resources import shipped
from tests.evidence.conftest import audit_yaml

LOG = "投诉编号,受理渠道,受理时间,办结时间\nC1,电话,2026-03-01 09:00,2026-03-02 10:00\n"
OWN = shipped("checklists") / "instruments" / "servqual-22.yaml"


@pytest.fixture
def auditor(tmp_path: Path) -> Path:
    """An engagement with a questionnaire of its own, and with what does not leave the audit team."""
    folder = tmp_path / "auditor"
    (folder / "survey").mkdir(parents=True)
    (folder / "survey" / "own.yaml").write_bytes(OWN.read_bytes())
    (folder / "ratings.yaml").write_text("ratings: []\n", encoding="utf-8")
    text = audit_yaml(
        {"complaints": {"files": ["never-came.csv"]}},
        instrument="survey/own.yaml",
        ratings="ratings.yaml",
        satisfaction_scale=[1, 5],
        team=[{"id": "lee", "role": "lead"}],
        business_hours={"mon-fri": "09:00-18:00"},
    )
    (folder / "audit.yaml").write_text(text, encoding="utf-8")
    return folder


def test_period_clock_scale_and_questionnaire_are_handed_out_and_nothing_of_the_team(auditor: Path) -> None:
    files = handed_out(auditor)
    assert list(files) == ["self-check.yaml", "own.yaml"]
    told = yaml.safe_load(files["self-check.yaml"])
    ours = yaml.safe_load((auditor / "audit.yaml").read_text(encoding="utf-8"))
    kept = ("audit", "organisation", "scope", "type", "period", "as_of", "timezone", "criteria")
    assert told == {
        **{key: ours[key] for key in kept},
        "business_hours": {"mon-fri": "09:00-18:00"},
        "satisfaction_scale": [1, 5],
        "instrument": "own.yaml",
        "evidence": {},
    }
    assert files["own.yaml"] == OWN.read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_steps_work_as_they_are_written(
    auditor: Path, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(_, content)] = request(auditor, [language], "md").items()  # type: ignore[arg-type]  # both are languages
    commands = re.findall(r"^audit-env\\Scripts\\audit (.*)$", content.decode(), re.MULTILINE)
    home = tmp_path / "组织 甲"
    (home / "evidence").mkdir(parents=True)
    for name, data in handed_out(auditor).items():
        (home / name).write_bytes(data)
        assert name in content.decode()
    (home / "evidence" / "投诉 台账.csv").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(home)
    assert [(one.split()[0], main(shlex.split(one))) for one in commands] == [
        ("evidence", 0),
        ("init", 0),
        ("validate", 0),
        ("validate", 0),
    ]
    written = yaml.safe_load((home / "audit.yaml").read_text(encoding="utf-8"))
    ours = yaml.safe_load((auditor / "audit.yaml").read_text(encoding="utf-8"))
    assert (written["period"], written["instrument"], list(written["evidence"])) == (
        ours["period"],
        "own.yaml",
        ["complaints"],
    )
    assert sorted(one.name for one in home.iterdir()) == [
        "audit.yaml",
        "evidence",
        "own.yaml",
        "problems.json",
        "self-check.yaml",
        "templates",
    ]
