"""What is measured beside what. Work is named, not imported: see ``measuring``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from benchmarks import peers
from benchmarks.measuring import peer, started, work
from benchmarks.table import Line

KIOSK = str(Path(__file__).parent.parent / "examples" / "kiosk")
SERVICE_DESK = str(Path(__file__).parent.parent / "examples" / "service-desk")
COMPLETE = str(Path(__file__).parent.parent / "examples" / "complete")
NEEDED = "ibis, ibis.backends.duckdb, duckdb, pandera.ibis, pandera.backends.ibis.builtin_checks"
"""What validation stands on; the last one loads hypothesis where that is installed, as in development."""


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


def workbooks(rows: int) -> Iterator[Line]:
    """A sheet of twenty columns read to text, beside the library alone that reads its values."""
    path, of = work("benchmarks.generated:workbook", rows).answer, f"XLSX, {rows:,} rows x 20"
    alone = work("benchmarks.reading:sheet_by_calamine", path, times=3)
    yield Line("read", of, "calamine alone", alone)
    ours = work("benchmarks.reading:sheet", path, times=3)
    assert ours.answer == alone.answer, (ours.answer, alone.answer)
    yield Line("read", of, "audit", ours, alone)


def validation(rows: int, times: int, limit: float) -> Iterator[Line]:
    """Nine rules, a unique key and a foreign key: clean and dirty, Parquet and CSV, ours and every peer installed."""
    for form in ("parquet", "csv"):
        for state in ("clean", "dirty"):
            folder = work("benchmarks.complaints:generated_folder", rows, state, form).answer
            yield from _validated(folder, f"{rows:,} rows, {state}, {form}", times, limit)


def _validated(folder: str, of: str, times: int, limit: float) -> Iterator[Line]:
    least = work("benchmarks.validation:floor", folder, times=times)
    yield Line("validate", of, "least SQL that names rows", least)
    for by, function in (("usual SQL", "usual"), ("audit, validation alone", "ours")):
        done = work(f"benchmarks.validation:{function}", folder, times=times)
        yield Line("validate", of, by, done, least, differing(done.answer, least.answer))
    yield Line(
        "validate", of, "DuckDB's read alone", work("benchmarks.validation:read", folder, times=times), least
    )
    alone = work("benchmarks.validation:read_and_checked", folder, times=times)
    yield Line("validate", of, "audit, read, typed and checked", alone, least, f"{alone.answer:,} problems")
    whole = work("benchmarks.validation:command", folder, times=times)
    yield Line("validate", of, "audit validate, all of it", whole, least, whole.answer)
    stock = work("benchmarks.validation:stock", folder)
    yield Line("validate", of, "pandera.ibis", stock, least, differing(stock.answer, least.answer))
    for name in peers.NAMES:
        if not peers.python(name).is_file():
            yield Line("validate", of, name, None, note="not installed: python -m benchmarks --peers")
        elif name == "frictionless" and folder.endswith("parquet"):
            yield Line("validate", of, name, None, note="reads Parquet through pandas only")
        else:
            done_by = peer(str(peers.python(name)), f"benchmarks.peers.{name}:check", folder, limit=limit)
            note = f"not within {limit:.0f} s" if done_by is None else differing(done_by.answer, least.answer)
            yield Line("validate", of, name, done_by, least, note)


def differing(found: dict[str, list[int | None]], expected: dict[str, list[int | None]]) -> str:
    """What one names otherwise than the other: rules that are missing, numbers of rows, rows that have no name."""
    said = []
    for rule, (count, first) in expected.items():
        theirs = found.get(rule)
        if theirs is None:
            said.append(f"{rule} is not seen")
        elif theirs[0] != count:
            said.append(f"{rule}: {theirs[0]:,} rows of {count:,}")
        elif theirs[1] != first:
            said.append(
                f"{rule}: rows without a place" if theirs[1] is None else f"{rule}: first row {theirs[1]}"
            )
    said += [f"{rule} is seen and not there" for rule in found.keys() - expected.keys()]
    return "; ".join(said) if len(said) < 5 else f"{len(said)} rules differ: {said[0]}; ..."


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


def report(times: int) -> Iterator[Line]:
    """PDFs of five sizes, each beside what Chromium takes for the same HTML: 40 pages, 60 (in both languages),
    110, 230 (in both), and 300 of a made-up checklist.
    """
    kiosk, desk, complete = (
        work("benchmarks.rendering:result", one).answer for one in (KIOSK, SERVICE_DESK, COMPLETE)
    )
    large = work("benchmarks.rendering:grown", complete, 9).answer
    cases = ((kiosk, "zh"), (desk, None), (complete, "zh"), (complete, None), (large, "zh"))
    for result, language in cases:
        ours = work("benchmarks.rendering:pages", result, language, times=times)
        of = f"{Path(result).stem}, {language or 'both'}: {ours.answer} pages"
        note = f"{ours.seconds / ours.answer:.3f} s a page"
        if not work("benchmarks.rendering:chromium").answer:
            yield Line("report", of, "audit", ours, note=f"{note}; there is no Chromium here to compare with")
            continue
        browser = work("benchmarks.rendering:printed", result, language, times=times)
        yield Line("report", of, "Chromium", browser, note=f"{browser.answer} pages; memory of Python alone")
        yield Line("report", of, "audit", ours, browser, note=note)


def _beside(path: str, function: str, measures: list[str], clock: str, of: str) -> Iterator[Line]:
    """Measures beside SQL for their headlines and for all they count; its figures must be among theirs."""
    headlines, full = (work(f"benchmarks.figures:{function}", path, full) for full in (False, True))
    found = work("benchmarks.figures:ours", path, measures, clock)
    for name, value in [*headlines.answer.items(), *full.answer.items()]:
        assert math.isclose(found.answer[name], value, rel_tol=1e-9), (name, found.answer[name], value)
    what = f"{len(measures)} measures, {clock}" if len(measures) > 1 else f"{measures[0]}, {clock}"
    yield Line(what, of, "SQL by hand, headlines", headlines)
    yield Line(what, of, "SQL by hand, in full", full, headlines)
    note = f"{found.seconds / full.seconds:.2f}x of SQL in full; CPU {found.cpu / full.cpu:.2f}x"
    yield Line(what, of, "audit", found, headlines, note)
