"""Data packages: what they say of a table stands in where audit.yaml is silent."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from audit.engagement import load_engagement
from audit.errors import UsageError
from audit.evidence.datapackage import load_package
from tests.evidence.conftest import TakeIn, told

LOG = "工单号;受理时间;受理渠道;首次联系即解决\nC1;04.03.2026 09:00;电话;ja\nC2;k.A.;电话;nein\n".encode(
    "gb18030"
)
RESOURCE: dict[str, Any] = {
    "name": "complaint-log",
    "path": "log.csv",
    "encoding": "gb18030",
    "dialect": {"delimiter": ";"},
    "schema": {
        "fields": [
            {"name": "工单号", "type": "string"},
            {"name": "受理时间", "type": "datetime", "format": "%d.%m.%Y %H:%M"},
            {"name": "首次联系即解决", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        ],
        "missingValues": ["", {"value": "k.A.", "label": "keine Angabe"}],
    },
    "bytes": len(LOG),
    "hash": "sha256:" + hashlib.sha256(LOG).hexdigest(),
}


def package(*resources: dict[str, Any]) -> str:
    return json.dumps({"profile": "data-package", "resources": list(resources)}, indent="\t")


def written(folder: Path, *resources: dict[str, Any]) -> Path:
    (folder / "log.csv").write_bytes(LOG)
    path = folder / "datapackage.json"
    path.write_text(package(*resources), encoding="utf-8")
    return path


def test_a_table_is_read_as_its_package_says(taken_in: TakeIn) -> None:
    files = {"log.csv": LOG, "datapackage.json": package(RESOURCE)}
    intake = taken_in({"complaints": {"files": ["datapackage.json"]}}, files)
    rows = [(one.complaint_id, str(one.received_ts), one.resolved_first_contact)
            for one in intake.evidence.rows("complaints")]  # fmt: skip
    assert rows == [("C1", "2026-03-04 09:00:00", True)]
    assert [one for one in told(intake) if one[0][0] == "E"] == [
        ("E-NULL", "received_ts", 1, "3", None, "must not be empty")
    ]
    assert [(one.path, one.encoding) for one in intake.manifest.tables[0].files] == [("log.csv", "gb18030")]


def test_audit_yaml_overrides_the_package(taken_in: TakeIn) -> None:
    wrong = RESOURCE | {"encoding": "big5", "dialect": {"delimiter": "|"}}
    source = {
        "files": ["datapackage.json"], "resource": "complaint-log", "encoding": "gb18030", "delimiter": ";",
        "dates": {"received_ts": "%m.%d.%Y %H:%M"},
    }  # fmt: skip
    intake = taken_in({"complaints": source}, {"log.csv": LOG, "datapackage.json": package(wrong)})
    assert [str(one.received_ts) for one in intake.evidence.rows("complaints")] == ["2026-04-03 09:00:00"]


@pytest.mark.parametrize(
    ("marks", "amount"),
    [
        ({}, 1.234),
        ({"decimalChar": ","}, 1234.0),
        ({"groupChar": "."}, 1234.0),
        ({"decimalChar": ".", "groupChar": ","}, 1.234),
    ],
)
def test_the_marks_of_a_packages_numbers_are_passed_on(
    marks: dict[str, str], amount: float, taken_in: TakeIn
) -> None:
    fields = [{"name": "损失金额", "type": "number", **marks}]
    resource = {
        "name": "failures",
        "path": "n.csv",
        "dialect": {"delimiter": ";"},
        "schema": {"fields": fields},
    }
    files = {
        "n.csv": "故障编号;发现时间;发现者;损失金额\nF1;2026-03-04 09:00;客户;1.234\n",
        "datapackage.json": package(resource),
    }
    columns = {
        "failure_id": "故障编号",
        "detected_ts": "发现时间",
        "detected_by": "发现者",
        "loss_amount": "损失金额",
    }
    intake = taken_in({"failures": {"files": ["datapackage.json"], "columns": columns}}, files)
    assert [one.loss_amount for one in intake.evidence.rows("failures")] == [amount]


@pytest.mark.parametrize(
    "marks", [{"groupChar": "_"}, {"decimalChar": "·"}, {"decimalChar": ",", "groupChar": ","}]
)
def test_marks_that_nothing_reads_are_refused(marks: dict[str, str], taken_in: TakeIn) -> None:
    fields = [{"name": "loss_amount", "type": "number", **marks}]
    resource = {"name": "failures", "path": "n.csv", "schema": {"fields": fields}}
    files = {"n.csv": "failure_id,loss_amount\nF1,1\n", "datapackage.json": package(resource)}
    with pytest.raises(
        UsageError, match="the data package gives loss_amount decimal or thousands marks"
    ) as error:
        taken_in({"failures": {"files": ["datapackage.json"]}}, files)
    assert [one.message.code for one in error.value.located] == ["A-PACKAGE-MARKS"]


def test_a_file_that_is_not_the_one_that_was_packed_is_told(taken_in: TakeIn) -> None:
    files = {"log.csv": LOG, "datapackage.json": package(RESOURCE | {"bytes": 7, "hash": "0" * 32})}
    intake = taken_in({"complaints": {"files": ["datapackage.json"]}}, files)
    digest = hashlib.md5(LOG, usedforsecurity=False).hexdigest()
    said = [
        (group.code, group.file, group.examples[0].message.in_("en"))
        for group in intake.groups
        if "PACKAGE" in group.code
    ]
    assert said == [
        ("E-PACKAGE-BYTES", "log.csv", f"the file has {len(LOG)} bytes, its data package says 7"),
        ("E-PACKAGE-HASH", "log.csv", f"the hash of the file is {digest}, its data package says {'0' * 32}"),
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("https://example.org/log.csv", "is an address on the network; nothing is fetched"),
        ("../log.csv", "leads out of the folder of the data package"),
        ("/etc/passwd", "leads out of the folder of the data package"),
        ("..\\log.csv", "leads out of the folder of the data package"),
        ("other.csv", "lists “other.csv”, which is not there"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str, said: str, tmp_path: Path) -> None:
    loaded = load_package(written(tmp_path, RESOURCE | {"path": path}), "datapackage.json")
    with pytest.raises(UsageError) as refused:
        loaded.files("complaint-log")
    [located] = refused.value.located
    assert (said in located.message.in_("en"), located.file, located.line) == (True, "datapackage.json", 6)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "package"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (inside / "link.csv").symlink_to(tmp_path / "secret.csv")
    loaded = load_package(written(inside, RESOURCE | {"path": "link.csv"}), "datapackage.json")
    with pytest.raises(UsageError, match="leads out of the folder"):
        loaded.files("complaint-log")


@pytest.mark.parametrize(
    ("dialect", "what"),
    [
        ({"header": False}, "no header line (header: false)"),
        ({"quoteChar": "'"}, 'another quote than " (quoteChar)'),
        ({"escapeChar": "\\"}, "quotes behind an escape character (escapeChar)"),
    ],
)
def test_a_dialect_that_the_readers_do_not_know_is_refused(
    dialect: dict[str, Any], what: str, tmp_path: Path
) -> None:
    loaded = load_package(written(tmp_path, RESOURCE | {"dialect": dialect}), "datapackage.json")
    with pytest.raises(UsageError) as refused:
        loaded.files("complaint-log")
    assert refused.value.located[0].message.params["what"].en == what


def test_schema_and_dialect_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(RESOURCE["schema"]), encoding="utf-8")
    (tmp_path / "dialect.json").write_text('{"delimiter": ";", "headerRows": [2, 3]}', encoding="utf-8")
    own = RESOURCE | {"schema": "schema.json", "dialect": "dialect.json"}
    resource = load_package(written(tmp_path, own), "datapackage.json").resource("complaint-log")
    assert (resource.missing, resource.header_row, resource.dialect.delimiter) == (("k.A.",), 2, ";")
    assert [one.date_format for one in resource.table_schema.fields] == [None, "%d.%m.%Y %H:%M", None]


def test_what_is_wrong_with_a_package_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, {"path": "log.csv"}, RESOURCE | {"bytes": "many"})
    with pytest.raises(UsageError) as refused:
        load_package(path, "datapackage.json")
    assert [(one.line, one.message.in_("zh")) for one in refused.value.located] == [
        (4, "缺少“resources.0.name”"),
        (44, "“resources.1.bytes”的值 'many' 不合要求：应为整数"),
    ]


def test_no_json_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text('{"resources": [\n  {"name": }\n]}', encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_package(path, "datapackage.json")
    [located] = refused.value.located
    assert (located.line, located.column, located.message.code) == (2, 12, "Y-JSON")


def test_a_resource_that_there_is_not_is_told_with_those_that_there_are(taken_in: TakeIn) -> None:
    files = {"log.csv": LOG, "datapackage.json": package(RESOURCE, RESOURCE | {"name": "other"})}
    with pytest.raises(UsageError) as refused:
        taken_in({"complaints": {"files": ["datapackage.json"], "resource": "complaint_logs"}}, files)
    assert refused.value.located[0].message.in_("zh") == (
        "数据包中没有名为“complaint_logs”的资源，是否想写“complaint-log”？"
    )


def test_a_resource_without_a_package_is_refused(taken_in: TakeIn) -> None:
    with pytest.raises(UsageError, match="files is not a single"):
        taken_in({"complaints": {"files": ["log.csv"], "resource": "complaint-log"}}, {"log.csv": LOG})


def test_a_package_alone_does_not_say_who_is_audited(tmp_path: Path) -> None:
    written(tmp_path, RESOURCE)
    with pytest.raises(UsageError, match="audit init"):
        load_engagement(tmp_path)
