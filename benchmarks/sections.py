"""What is measured beside what. Work is named, not imported: see ``measuring``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import started, work
from benchmarks.table import Line

KIOSK = str(Path(__file__).parent.parent / "examples" / "kiosk")
NEEDED = "ibis, duckdb, pandera.ibis"


def startup(times: int) -> Iterator[Line]:
    """Commands from start to end, beside an interpreter that only imports what they stand on."""
    click = started(["-c", "import click"], times)
    yield Line("start", "--help", "import click alone", click)
    yield Line("start", "--help", "audit", started(["-m", "audit", "--help"], times), click)
    needed = started(["-c", f"import {NEEDED}"], times)
    yield Line("start", "validate examples/kiosk", "its imports alone", needed)
    validate = started(["-m", "audit", "validate", KIOSK], times)
    yield Line("start", "validate examples/kiosk", "audit", validate, needed)


def reading(rows: int) -> Iterator[Line]:
    """A file read, typed and checked; then the whole audit of the same folder."""
    folder, of = work("benchmarks.generated:engagement", rows).answer, f"{rows:,} complaints"
    by_hand = work("benchmarks.reading:by_hand", folder)
    yield Line("read and check", of, "SQL by hand", by_hand)
    ours = work("benchmarks.reading:ours", folder)
    assert ours.answer == by_hand.answer, (ours.answer, by_hand.answer)
    yield Line("read and check", of, "audit validate", ours, by_hand)
    yield Line("read, check, judge", of, "audit assess", work("benchmarks.reading:assessed", folder))


def validation(rows: int) -> Iterator[Line]:
    """Rows of Parquet checked. Pandera ignores ``unique`` on Ibis tables, so repeated keys escape it."""
    path, of = work("benchmarks.validation:generated", rows).answer, f"{rows:,} rows"
    by_hand = work("benchmarks.validation:by_hand", path)
    broken, repeated = by_hand.answer
    yield Line("check Parquet", of, "SQL by hand", by_hand)
    for name, function, expected in (
        ("audit", "ours", broken + repeated),
        ("pandera.ibis", "stock", broken),
    ):
        done = work(f"benchmarks.validation:{function}", path)
        assert done.answer == expected, (name, done.answer, expected)
        yield Line("check Parquet", of, name, done, by_hand)


def figures(complaints: int, respondents: int) -> Iterator[Line]:
    """Complaints on both clocks, the gaps of a survey, and all measures of the survey."""
    path = work("benchmarks.generated:typed", complaints, respondents).answer
    of, asked = f"{complaints:,} complaints", f"{respondents:,} respondents"
    yield from _beside(
        path, "complaints_by_hand", ["M-ACK", "M-TTR", "M-OPEN", "M-COMPL-RATE"], "calendar", of
    )
    yield from _beside(path, "opening_hours_by_hand", ["M-TTR"], "business", of)
    gaps = ["M-G5-ITEM", "M-G5-DIM", "M-G5-UNW", "M-G5-WTD", "M-G5-NEG"]
    yield from _beside(path, "survey_by_hand", gaps, "calendar", asked)
    yield Line("survey measures, all", asked, "audit", work("benchmarks.figures:ours", path, [], "calendar"))


def report(languages: tuple[str, ...] = ("zh", "en")) -> Iterator[Line]:
    """The PDF of the kiosk example."""
    result = work("benchmarks.rendering:result", KIOSK).answer
    for language in languages:
        done = work("benchmarks.rendering:pages", result, language)
        yield Line(f"report, {language}", f"kiosk: {done.answer} pages", "audit", done)


def _beside(path: str, function: str, measures: list[str], clock: str, of: str) -> Iterator[Line]:
    """Measures beside SQL for the same figures; the figures of the SQL must be among theirs."""
    expected = work(f"benchmarks.figures:{function}", path)
    found = work("benchmarks.figures:ours", path, measures, clock)
    for name, value in expected.answer.items():
        assert math.isclose(found.answer[name], value, rel_tol=1e-9), (name, found.answer[name], value)
    what = f"{len(measures)} measures, {clock}" if len(measures) > 1 else f"{measures[0]}, {clock}"
    yield Line(what, of, "SQL by hand", expected)
    yield Line(what, of, "audit", found, expected)
