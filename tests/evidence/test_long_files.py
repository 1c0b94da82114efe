"""Long text files are typed where they lie; what comes of it is what comes of loading their text first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import AuditError
from audit.evidence.intake import take_in
from audit.evidence.readers import delimited
from tests.evidence.conftest import audit_yaml

HEADER = ("complaint_id", "site_id", "channel", "received_ts", "resolved_ts", "contacts_needed", "备注")
CELLS = {
    "complaint_id": ["C1", "C2", " C3", "4.0", "合计", "Total:", "", "电话13912345678"],
    "site_id": ["N1", "N2", "", "站点　", "小计"],
    "channel": ["web", "电话", "pigeon", "WEB ", "", "n/a"],
    "received_ts": ["2026-03-04 15:05", "2026-03-04", "2026-03-04 15:05:01+08:00", "04/03/2026", "31/03/2026", "?", ""],
    "resolved_ts": ["2026-03-05T10:00:00", "2026年3月6日 下午3:05", "epoch", "2026-02-30", ""],
    "contacts_needed": ["1", "2", "1,5", "1.000", "２", "many", ""],
    "备注": ["", "李雷", "li@example.com", '"quoted, with a comma"', "note: see below"],
}  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of complaints: mostly records, now and then the header, blank or ragged lines, a note at the end."""
    record = st.tuples(*(st.sampled_from(cells) for cells in CELLS.values())).map(",".join)
    odd = st.sampled_from(
        [",".join(HEADER), "," * (len(HEADER) - 1), "", "合计,,,,,3,", "a,b", "注：以上为草稿,,,,,,"]
    )
    lines = draw(st.lists(st.one_of(*[record] * 12, odd), max_size=12))
    return "\n".join([",".join(HEADER), *lines]) + "\n"


def outcome(folder: Path, *, in_place: bool) -> tuple[Any, ...]:
    """Everything that is told of a folder and every row of its tables, or why it is refused."""
    with pytest.MonkeyPatch.context() as patch, connect(threads=2) as engine:
        patch.setattr(delimited, "LONG", 0 if in_place else 1 << 62)
        try:
            found = take_in(load_engagement(folder), None, engine)
        except AuditError as error:
            return ("refused", error.total, error.located)
        rows = engine.con.con.execute('SELECT * FROM "complaints__valid" ORDER BY _file, _row').fetchall()
        return (found.manifest, found.groups, found.broken, rows)


def stays_in_its_files(folder: Path) -> bool:
    """Whether the text of complaints is not loaded, should the folder be read so that it need not be."""
    with pytest.MonkeyPatch.context() as patch, connect(threads=2) as engine:
        patch.setattr(delimited, "LONG", 0)
        take_in(load_engagement(folder), None, engine)
        views = engine.con.con.execute("SELECT view_name FROM duckdb_views()").fetchall()
    return ("complaints__given__in_order",) in views


def write(folder: Path, texts: dict[str, str], **source: Any) -> Path:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    evidence = {"complaints": {"files": sorted(texts), **source}}
    (folder / "audit.yaml").write_text(audit_yaml(evidence), encoding="utf-8")
    return folder


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=files(), more=st.one_of(st.none(), files()))
def test_whatever_a_file_holds_the_same_is_told_of_it(
    tmp_path_factory: pytest.TempPathFactory, text: str, more: str | None
) -> None:
    texts = {"a.csv": text} | ({} if more is None else {"b.csv": more})
    folder = write(tmp_path_factory.mktemp("long"), texts)
    assert outcome(folder, in_place=True) == outcome(folder, in_place=False)


@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ({}, True),
        ({"columns": {"complaint_id": {"row_number": True}}}, False),
        ({"rows": {"latest_per": "complaint_id", "by": "received_ts"}}, True),
        ({"decimal": ",", "missing": ["many"]}, True),
    ],
    ids=["as it is", "numbered", "last state", "declared"],
)
def test_so_does_what_audit_yaml_says_of_it(tmp_path: Path, source: dict[str, Any], stays: bool) -> None:
    lines = [
        "C1,N1,web,2026-03-04 15:05,2026-03-05T10:00:00,1,",
        "C2,N1,电话,2026-03-04,,many,",
        "C1,N2,pigeon,2026-03-06,,2,note: see below",
    ]
    folder = write(tmp_path, {"a.csv": "\n".join([",".join(HEADER), *lines]) + "\n"}, **source)
    assert stays_in_its_files(folder) == stays
    assert outcome(folder, in_place=True) == outcome(folder, in_place=False)


def test_rows_of_many_row_groups_and_two_files_keep_their_lines(tmp_path: Path) -> None:
    texts = {}
    for name, rows in (("a.csv", 260_000), ("b.csv", 130_000)):
        lines = (
            f"C{name[0]}{n},N{n % 7},{'pigeon' if n % 6500 == 17 else 'web'},2026-03-04 15:05,,{n % 3 + 1},"
            for n in range(rows)
        )
        texts[name] = "\n".join([",".join(HEADER), *lines]) + "\n"
    folder = write(tmp_path, texts)
    manifest, groups, broken, rows = outcome(folder, in_place=True)
    assert (manifest, groups, broken, rows) == outcome(folder, in_place=False)
    assert [(one.code, one.count) for one in groups if one.column == "channel"] == [
        ("E-LABEL", 40),
        ("E-LABEL", 20),
    ]
