"""Personal values are planted everywhere in an organisation's files; no byte of any output may hold one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pikepdf
import pypdfium2
import pytest
import yaml

from audit.api import ValidationForm, render_validation, validate
from audit.cli import main
from audit.cli.options import Voice
from audit.cli.validate import FORMS, lines
from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.definition import ColumnDefinition, TableDefinition
from tests.cli.conftest import Run

MOBILE, IDENTITY, MAIL, CARD = (
    "13800138000",
    "11010519491231002X",
    "wang.marker@mail.example",
    "4111111111111111",
)
NAME = "欧阳标记"
OTHER_FORMS = (
    "139-1234-5678",
    "１３９１２３４５６７８",
    "+852 9123 4567",
    "110105 19491231 002x",
    "A123456789",
    "A123456（3）",
    "6222 0212 3456 7890 128",
    "li＠mail.example",
)
MARKERS = (MOBILE, IDENTITY, MAIL, CARD, NAME, *OTHER_FORMS)
PLANTED = " ".join(MARKERS)
WORDS = {"zh": "某公司", "en": "Acme"}


def spoilt(definition: TableDefinition) -> str:
    """A file of a table whose every cell, with one column that is not ours, holds all markers in turn."""
    columns = [*definition.columns]
    header = ",".join([*(column.name for column in columns), "其他", NAME + MOBILE])
    honest = ",".join([*(example(column) for column in columns), "x", "y"])
    rows = [honest, honest]
    for place in range(len(columns) + 2):
        cells = honest.split(",")
        cells[place] = PLANTED
        rows.append(",".join(cells))
    return "\n".join([header, *rows]) + "\n"


def example(column: ColumnDefinition) -> str:
    """A value that the column accepts."""
    if column.labels:
        return next(iter(column.labels))
    values = {
        "date": "2026-02-03",
        "datetime": "2026-02-03 10:00",
        "number": "1",
        "integer": "1",
        "bool": "true",
    }
    return values.get(column.type, f"{column.name}-1")


def engagement_of(evidence: dict[str, Any]) -> dict[str, Any]:
    """What audit.yaml says of these tables."""
    return {
        "audit": 1,
        "organisation": {"id": "acme", "name": WORDS, "sector": "retail"},
        "scope": WORDS,
        "type": "self",
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
        "as_of": "2027-01-15",
        "timezone": "Asia/Shanghai",
        "criteria": ["five-gap", "recovery"],
        "instrument": "servqual-22",
        "evidence": evidence,
    }


QUICK = ("complaints", "survey_customers", "service_standards", "documents", "fieldwork", "staff_register")


@pytest.fixture(scope="module", params=["few", pytest.param("all", marks=pytest.mark.slow)])
def engagement(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of the catalogue, spoilt; all columns are admitted, so that they are measured."""
    folder = tmp_path_factory.mktemp("planted")
    evidence: dict[str, Any] = {}
    for definition in TABLES.values() if request.param == "all" else map(TABLES.__getitem__, QUICK):
        (folder / f"{definition.name}.csv").write_text(spoilt(definition), encoding="utf-8")
        admitted = {
            "columns": [*(column.name for column in definition.columns), "其他"],
            "reason": WORDS,
            "approved_by": "r-lee",
        }
        evidence[definition.name] = {"files": [f"{definition.name}.csv"], "personal_data": admitted}
    audit = engagement_of(evidence)
    (folder / "audit.yaml").write_text(yaml.safe_dump(audit, allow_unicode=True), encoding="utf-8")
    return folder


def leaks(data: bytes) -> list[str]:
    """The markers in these bytes: as UTF-8, UTF-16, escaped as in JSON, and as a PDF string writes them."""
    return [
        marker
        for marker in MARKERS
        if any(
            form in data
            for form in (
                marker.encode(),
                marker.encode("utf-16-be"),
                marker.encode("utf-16-le"),
                json.dumps(marker).strip('"').encode(),
            )
        )
    ]


def contents(path: Path) -> Iterator[bytes]:
    """What a file holds: its bytes, the streams, attachments and words of a PDF, the members of an archive."""
    data = path.read_bytes()
    yield data
    if data.startswith(b"%PDF"):
        with pikepdf.open(path) as pdf:
            yield from (bytes(one.read_bytes()) for one in pdf.objects if isinstance(one, pikepdf.Stream))
        with pypdfium2.PdfDocument(data) as pages:
            words = [page.get_textpage().get_text_range() for page in pages]
        yield "".join(words).encode("utf-8", "replace")
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def rendered(folder: Path) -> dict[str, str]:
    """What validation says of an engagement in every form, with all places shown."""
    found = validate(folder, examples=1000)
    voice = Voice(("zh", "en"), quiet=False, verbose=True)
    said = {form: render_validation(found, form, ("zh", "en")) for form in get_args(ValidationForm)}
    told = [line for language in voice.languages for line in lines(found, language, voice)]
    assert found.count("error") > 0
    return said | {"text": "\n".join(told), "json": found.model_dump_json(by_alias=True)}


def test_validation_shows_no_marker_in_any_form(engagement: Path) -> None:
    said = rendered(engagement)
    assert said.keys() == set(FORMS)
    assert {form: leaks(text.encode()) for form, text in said.items() if leaks(text.encode())} == {}


def test_a_refused_table_shows_no_marker_either(engagement: Path, tmp_path: Path) -> None:
    audit = yaml.safe_load((engagement / "audit.yaml").read_text(encoding="utf-8"))
    for name, source in audit["evidence"].items():
        del source["personal_data"]
        source["files"] = [f"{name}.csv"]
        (tmp_path / f"{name}.csv").write_bytes((engagement / f"{name}.csv").read_bytes())
    (tmp_path / "audit.yaml").write_text(yaml.safe_dump(audit, allow_unicode=True), encoding="utf-8")
    assert {
        form: leaks(text.encode()) for form, text in rendered(tmp_path).items() if leaks(text.encode())
    } == {}


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning"
)  # WeasyPrint leaves its colour profile open
def test_result_report_and_explanation_show_no_marker(run: Run, engagement: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    said = run("assess", engagement, "-o", result, "--lang", "both", "-v")
    lines = [*said.out, *said.err]
    for item in ("RC-D01", "RC-D03", "FG-D01", "M-ACK"):
        told = run("explain", result, item, "--lang", "both", "-v")
        lines += [*told.out, *told.err]
    reported = run("report", result, "-o", tmp_path / "out", "--lang", "both")
    lines += [*reported.out, *reported.err]
    assert leaks("\n".join(lines).encode()) == []
    written = [path for path in (result, *(tmp_path / "out").rglob("*")) if path.is_file()]
    assert {path.suffix for path in written} >= {".json", ".pdf"}
    assert [(path.name, leaks(part)) for path in written for part in contents(path) if leaks(part)] == []


@pytest.mark.parametrize("header", ["经办人", "site_id"])
def test_a_group_of_a_person_is_numbered_and_its_rows_are_found_again(
    run: Run, tmp_path: Path, header: str
) -> None:
    people = ["张伟", "李娜", "王芳", "刘洋"] if header == "经办人" else [MOBILE, MAIL, "A店", "B店"]
    rows = [f"C{n},2026-03-{n % 28 + 1:02d} 10:00,phone,2026-03-28 12:00,{people[n % 4]}" for n in range(200)]
    lines = [f"complaint_id,received_ts,channel,acknowledged_ts,{header}", *rows]
    (tmp_path / "c.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    admitted = {"columns": [header], "reason": WORDS, "approved_by": "r-lee"}
    source = {"files": ["c.csv"], "columns": {"site_id": header}, "personal_data": admitted}
    audit = engagement_of({"complaints": source})
    (tmp_path / "audit.yaml").write_text(yaml.safe_dump(audit, allow_unicode=True), encoding="utf-8")
    result = tmp_path / "result.json"
    run("assess", tmp_path, "-o", result)
    traced = run("explain", result, "RC-D01", "--rows", "--evidence", tmp_path, "--lang", "en").out
    told = run("explain", result, "M-ACK", "--lang", "both").out
    said = "\n".join([*told, *traced]).encode() + result.read_bytes()
    assert [one for one in (*people[:2], MOBILE, MAIL) if one.encode() in said] == []
    ids = sorted(people)
    assert sum("‹1› 人员1" in line or "‹1› person 1" in line for line in told) > 1
    found = {line.split("\t")[2] for line in traced if line.startswith("c.csv\t")}
    assert found == {f"‹{n}›" for n in range(1, len(ids) + 1)}
    assert any(line.startswith(f"c.csv\t2\t‹{ids.index(people[0]) + 1}›\t") for line in traced)


@pytest.mark.parametrize("flags", [(), ("-v",)])
def test_a_fault_of_the_tool_quotes_no_value(
    engagement: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    flags: tuple[str, ...],
) -> None:
    def fails(*_: object, **__: object) -> None:
        try:
            raise ValueError(f"cannot convert {PLANTED}")
        except ValueError as cause:
            raise RuntimeError(f"while reading {PLANTED}") from cause

    monkeypatch.setattr("audit.evidence.intake.screen", fails)
    code = main(["validate", str(engagement), *flags])
    printed = capsys.readouterr()
    assert (code, leaks((printed.out + printed.err).encode())) == (70, [])
    assert ("in fails" in printed.err) == bool(flags)


def test_a_header_line_that_is_somebodys_record_is_not_shown(
    run: Run, tmp_path: Path, engagement: Path
) -> None:
    audit = yaml.safe_load((engagement / "audit.yaml").read_text(encoding="utf-8"))
    audit["evidence"] = {"complaints": {"files": ["c.csv"]}}
    (tmp_path / "audit.yaml").write_text(yaml.safe_dump(audit, allow_unicode=True), encoding="utf-8")
    (tmp_path / "c.csv").write_text(
        f"A1,2026-02-03,{NAME},{MOBILE},{MAIL}\nA2,2026-02-04,x,y,z\n", encoding="utf-8"
    )
    for form in ("text", "html"):
        ended = run("validate", tmp_path, "--format", form, "--lang", "both", "-v")
        assert (form, leaks("\n".join([*ended.out, *ended.err]).encode())) == (form, [])


@pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
def test_names_of_files_sheets_and_constants_are_not_shown(run: Run, tmp_path: Path, broken: bool) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    book, log = f"投诉 {MOBILE}.xlsx", f"标准{IDENTITY}.csv"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = f"表 {CARD}"
    sheet.append(["complaint_id", "received_ts", "channel", f"备注{MAIL}"])
    for n in range(60):
        sheet.append([f"C{n}", "2026-03-04 10:00", "phone", "x"])
    sheet.append(["C99", f"不详{MOBILE}", f"{NAME}{MOBILE}", MAIL])
    workbook.save(folder / book)
    (folder / log).write_text(
        f"standard_id,title,dim_id,formal\nS1,致电{MOBILE},res,true\n", encoding="utf-8"
    )
    if broken:
        for name in (book, log):
            (folder / name).write_bytes(b"\xff\xfe\x00" + PLANTED.encode() + b'"')
    complaints = {"files": [book], "columns": {"site_id": {"constant": int(MOBILE)}}}
    evidence = {"complaints": complaints, "service_standards": {"files": [log]}}
    audit = yaml.safe_dump(engagement_of(evidence), allow_unicode=True)
    (folder / "audit.yaml").write_text(audit, encoding="utf-8")
    result = folder / "result.json"
    lines = list[str]()
    for command in (
        *(("validate", folder, "--format", form) for form in FORMS),
        ("assess", folder, "-o", result),
        ("init", folder, "--yes", "-o", folder / "proposed.yaml"),
    ):
        ended = run(*command, "--lang", "both", "-v")
        lines += [*ended.out, *ended.err]
    assert leaks("\n".join(lines).encode()) == []
    assert leaks((folder / "proposed.yaml").read_bytes()) == []
    assert result.exists() == (not broken)
    assert broken or leaks(result.read_bytes()) == []


def test_a_file_that_does_not_come_is_told_without_what_is_personal_in_its_name(
    run: Run, tmp_path: Path
) -> None:
    evidence = {"complaints": {"files": [f"投诉{MOBILE}.csv"]}}
    audit = yaml.safe_dump(engagement_of(evidence), allow_unicode=True)
    (tmp_path / "audit.yaml").write_text(audit, encoding="utf-8")
    ended = run("validate", tmp_path, "--lang", "both", "-v")
    assert leaks("\n".join([*ended.out, *ended.err]).encode()) == []
    assert any("投诉‹…›.csv" in line for line in ended.err)


def test_markers_would_be_found_where_they_are(tmp_path: Path) -> None:
    assert leaks(f"x {NAME}".encode()) == [NAME]
    assert leaks(json.dumps(PLANTED).encode()) == list(MARKERS)
