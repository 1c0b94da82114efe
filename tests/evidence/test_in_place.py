"""Long files are typed where they lie: what comes of them is what comes of their text once it is loaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import Unreadable
from audit.evidence import intake, staging
from audit.evidence.intake import Intake, take_in
from audit.evidence.privacy.cells import Cells
from audit.evidence.readers import in_place
from audit.evidence.readers.in_place import InPlace
from tests.evidence.conftest import audit_yaml, told

HEADER = ("complaint_id", "channel", "received_ts", "transfers", "text", "处理人")
FIRST = ("C-1", "phone", "2026-12-28 09:00:00", "0", "", "x")
SECOND = ("C-2", "web", "2026-12-29 10:30:00", "2", "late", "y")
ALL = 1 << 60


@dataclass
class Taken:
    """An intake, and how often a file was typed where it lies and how often it was loaded after all."""

    intake: Intake
    rows: list[tuple[Any, ...]]
    in_place: int = 0
    loaded: int = 0

    @property
    def outcome(self) -> tuple[Any, ...]:
        """All that anybody sees."""
        return self.intake.groups, self.intake.manifest, self.intake.broken, self.rows


@contextmanager
def counted(taken: Taken) -> Iterator[pytest.MonkeyPatch]:
    tried, load = staging._tried, InPlace.load

    def count_tried(*args: Any) -> Any:
        found = tried(*args)
        taken.in_place += found is not None
        return found

    def count_load(self: InPlace, *args: Any) -> None:
        taken.loaded += 1
        load(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "_tried", count_tried)
        patch.setattr(InPlace, "load", count_load)
        yield patch


def taken(folder: Path, *, long: int = 0, evidence: dict[str, Any] | None = None) -> Taken:
    found = Taken(intake=None, rows=[])  # type: ignore[arg-type]  # filled below
    told_where = {"complaints": {"files": ["complaints.csv"]}} | (evidence or {})
    (folder / "audit.yaml").write_text(audit_yaml(told_where), encoding="utf-8")
    with counted(found) as patch, connect(threads=2) as engine:
        patch.setattr(in_place, "LONG", long)
        found.intake = take_in(load_engagement(folder), None, engine)
        broken = "complaints" in found.intake.broken
        rows = [] if broken else found.intake.evidence.rows("complaints")
        found.rows = sorted(tuple(getattr(row, name) for name in ("_row", *HEADER[:5])) for row in rows)
    return found


def written(rows: list[tuple[str, ...]], delimiter: str = ",", end: str = "\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return file.getvalue()


def both(folder: Path, rows: list[tuple[str, ...]], **options: Any) -> Taken:
    """What comes of the rows where they lie, after a look that it is what comes of them as loaded text."""
    (folder / "complaints.csv").write_text(written([HEADER, *rows]), encoding="utf-8", newline="")
    lying, loaded = taken(folder, **options), taken(folder, long=ALL, **options)
    assert (loaded.in_place, loaded.loaded) == (0, 0)
    assert lying.outcome == loaded.outcome
    return lying


def test_every_record_has_its_line_its_values_and_its_problems(tmp_path: Path):
    wrong = ("C-3", "phon", "yesterday", "many", "", "")
    found = both(tmp_path, [FIRST, wrong, (" C-4\u3000", "電話", "2026年12月30日", "１", "", ""), SECOND])
    assert (found.in_place, found.loaded) == (1, 0)
    assert [row[:2] for row in found.rows] == [(2, "C-1"), (4, "C-4"), (5, "C-2")]
    assert [one[:5] for one in told(found.intake)] == [
        ("N-COLUMN-UNKNOWN", None, 1, None, None),
        ("E-LABEL", "channel", 1, "3", "phon"),
        ("E-DATE", "received_ts", 1, "3", "yesterday"),
        ("E-NUMBER", "transfers", 1, "3", "many"),
    ]


def test_what_is_no_record_is_left_out_and_said(tmp_path: Path):
    total, again = ("合计", "", "", "2", "", ""), HEADER
    blank = ("", " ", "", "", "\u3000", "")
    found = both(
        tmp_path, [FIRST, total, again, blank, SECOND, *((f"D-{n}", *FIRST[1:]) for n in range(200))]
    )
    assert (found.in_place, found.loaded) == (0, 1)
    assert [row[0] for row in found.rows[:3]] == [2, 6, 7]
    entry = found.intake.manifest.tables[0]
    assert (entry.rows, [(one.rows, one.reason.en) for one in entry.left_out]) == (
        204,
        [(1, "the header again"), (1, "totals")],
    )


def test_personal_values_are_found_where_they_lie(tmp_path: Path):
    people = [
        (f"C-{n}", "phone", "2026-12-28 09:00:00", "0", f"call 1380013{n:04}", f"zhang{n}@example.com")
        for n in range(3000)
    ]
    found = both(tmp_path, [*people, *((f"D-{n}", *FIRST[1:]) for n in range(3000))])
    assert (found.in_place, found.loaded) == (1, 0)
    assert [(one.column, one.kind.en, one.count, one.decision) for one in found.intake.manifest.tables[0].personal] == [
        ("text", "mobile numbers", 3000, "masked"),
        ("处理人", "e-mail addresses", 3000, "refused"),
    ]  # fmt: skip


def test_what_can_be_read_in_two_ways_has_the_text_loaded(tmp_path: Path):
    plain = [(f"C-{n}", *FIRST[1:]) for n in range(1100)]
    late = ("D-1", "phone", "13/01/2026 08:00", "0", "", "")
    more = [(f"E-{n}", *FIRST[1:]) for n in range(150)]
    total = ("合计", "", "", "2", "", "")
    found = both(tmp_path, [*plain, total, late, *more])
    assert (found.in_place, found.loaded) == (0, 1)
    assert found.intake.manifest.tables[0].left_out[0].rows == 1


@pytest.mark.parametrize(
    "options",
    [
        {"rows": {"latest_per": "complaint_id", "by": "received_ts"}},
        {"columns": {"site_id": {"constant": "N1"}}},
        {"values": {"channel": {"web": "app"}}},
        {"dates": {"received_ts": "%Y-%m-%d %H:%M:%S"}},
        {"missing": ["x", "0"]},
        {"files": ["complaints.csv", "more.csv"]},
    ],
    ids=lambda one: next(iter(one)),
)
def test_whatever_audit_yaml_says_holds(tmp_path: Path, options: dict[str, Any]):
    again = (*SECOND[:2], "2026-12-30 10:30:00", *SECOND[3:])
    (tmp_path / "more.csv").write_text(written([HEADER, ("M-1", *FIRST[1:])]), encoding="utf-8")
    both(tmp_path, [FIRST, SECOND, again], evidence={"complaints": {"files": ["complaints.csv"]} | options})


def test_lines_that_make_up_for_each_other_are_told_in_all_files(tmp_path: Path):
    ragged = written([HEADER, FIRST, ("C-2", "web"), (*SECOND, "", "", "", "")])
    names = ["complaints.csv", "more.csv"]
    for name in names:
        (tmp_path / name).write_text(ragged, encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        taken(tmp_path, evidence={"complaints": {"files": names}})
    assert [(one.file, one.message.code, one.line) for one in caught.value.located] == [
        (name, "E-RAGGED", line) for name in names for line in (3, 4)
    ]


def test_records_are_numbered_through_all_files(tmp_path: Path):
    rows = [FIRST, ("合计", "", "", "2", "", ""), *((f"D-{n}", *FIRST[1:]) for n in range(200))]
    (tmp_path / "more.csv").write_text(written([HEADER, *rows]), encoding="utf-8")
    numbered = {"files": ["complaints.csv", "more.csv"], "columns": {"complaint_id": {"row_number": True}}}
    found = both(tmp_path, rows, evidence={"complaints": numbered})
    assert (found.in_place, found.loaded) == (0, 2)
    assert sorted(int(row[1]) for row in found.rows) == list(range(1, 403))


@pytest.mark.parametrize("change", ["as long as before", "longer", "gone"])
@pytest.mark.parametrize("before", ["screen", "stage"])
def test_a_file_that_changes_meanwhile_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, change: str
):
    path, done = tmp_path / "complaints.csv", getattr(intake, before)
    path.write_text(written([HEADER, FIRST, SECOND]), encoding="utf-8")

    def later(*args: Any) -> Any:
        match change:
            case "gone":
                path.unlink()
            case "longer":
                path.write_text(written([HEADER, FIRST, SECOND, ("C-3", *SECOND[1:])]), encoding="utf-8")
            case _:
                path.write_text(written([HEADER, FIRST, ("C-3", *SECOND[1:])]), encoding="utf-8")
        return done(*args)

    monkeypatch.setattr(intake, before, later)
    with pytest.raises(Unreadable) as caught:
        taken(tmp_path)
    assert [(one.file, one.message.code) for one in caught.value.located] == [("complaints.csv", "E-CHANGED")]


def test_a_file_that_goes_while_it_is_looked_through_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, first = tmp_path / "complaints.csv", Cells.first
    path.write_text(written([HEADER, FIRST, SECOND]), encoding="utf-8")

    def later(*args: Any) -> Any:
        path.unlink()
        return first(*args)

    monkeypatch.setattr(Cells, "first", later)
    with pytest.raises(Unreadable) as caught:
        taken(tmp_path)
    assert [(one.file, one.message.code) for one in caught.value.located] == [("complaints.csv", "E-CHANGED")]


def test_lines_are_those_of_the_file_however_many_threads_parse_it(tmp_path: Path):
    broken = {1000: ",", 250_001: "yesterday,", 399_999: "2026-12-31 08:00:00,"}
    with (tmp_path / "complaints.csv").open("w", encoding="utf-8") as file:
        file.write("complaint_id,channel,received_ts,resolved_ts,text\n")
        for line in range(2, 400_002):
            received = broken.get(line, "2026-06-01 08:00:00,")
            spaced = " " * (line % 1000 == 7)  # read by hand, and put in place
            file.write(f"{spaced}C-{line},web,{received}2026-06-02 08:00:00,{'so it was ' * 4}\n")
    (tmp_path / "audit.yaml").write_text(
        audit_yaml({"complaints": {"files": ["complaints.csv"]}}), encoding="utf-8"
    )
    with connect(threads=2) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_place, "LONG", 0)
        found = take_in(load_engagement(tmp_path), None, engine)
        rows = found.evidence.table("complaints")
        moved = rows.filter(rows._row.cast("string") != rows.complaint_id.substr(2))
        assert (rows.count().to_pyarrow().as_py(), moved.count().to_pyarrow().as_py()) == (399_997, 0)
    assert [one[:4] for one in told(found) if one[0][0] == "E"] == [
        ("E-DATE", "received_ts", 1, "250001"),
        ("E-NULL", "received_ts", 1, "1000"),
        ("E-ORDER", "resolved_ts", 1, "399999"),
    ]


CELLS: dict[str, Callable[[], st.SearchStrategy[str]]] = {
    "complaint_id": lambda: st.sampled_from(
        ["C-1", "C-2", " C-3", "C\u200b4", "1.0", "12.50", "1E+12", "合计", "Total", "S-1", "complaint_id", "", "\u3000"]
    ),
    "channel": lambda: st.sampled_from(["phone", "web", "電話", "Phone ", "x?", "其他", "合计", ""]),
    "received_ts": lambda: st.sampled_from(
        ["2026-12-28 09:00:00", "2026-12-28T09:00:00", "2026-12-28", "2026/12/29 8:05", "2026年3月4日", "bad", "合计", "", "-"]
    ),
    "transfers": lambda: st.sampled_from(["0", "12", "１", "1.5", "1.0", "many", "1,000", "-3", "", "0x1F"]),
    "text": lambda: st.sampled_from(
        ["", "fine", 'said "no"', "a;b", "注", " x ", "\u3000"]
    ),
    "处理人": lambda: st.sampled_from(["", "张三", "a,b", "NULL"]),
}  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*(one() for one in CELLS.values())), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_nothing_depends_on_where_the_text_lies(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], delimiter: str, end: str
):
    folder = tmp_path_factory.mktemp("in_place")
    content = written([HEADER, FIRST, *rows, SECOND], delimiter, end)
    (folder / "complaints.csv").write_text(content, encoding="utf-8", newline="")
    assert taken(folder).outcome == taken(folder, long=ALL).outcome
