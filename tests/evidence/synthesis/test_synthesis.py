"""Made-up evidence: clean when it is to be clean, dirty exactly where it says, the same for the same seed."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from audit.api import validate
from audit.errors import UsageError
from audit.evidence.catalogue import TABLES
from audit.evidence.synthesis import found, synthesise
from audit.evidence.synthesis.scale import SIZES, parsed_size
from audit.evidence.synthesis.tables import GENERATORS, batches
from audit.evidence.synthesis.writing import MOST_ROWS, check_length
from audit.evidence.widening.cells import LONG_TABLES

EXAMPLE = Path(__file__).parents[3] / "examples" / "complete"
Place = tuple[str, str, str, str, str]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def listed(folder: Path) -> Counter[Place]:
    with (folder / "dirty.csv").open(encoding="utf-8", newline="") as file:
        return Counter(
            (row["code"], row["table"], row["file"], row["at"], row["column"]) for row in csv.DictReader(file)
        )


def told(folder: Path) -> Counter[Place]:
    result = validate(folder, examples=100_000)
    return Counter(
        (one.code, one.table or "", one.file, one.at or "", one.column or "")
        for group in result.groups
        if group.level != "note"
        for one in group.examples
    )


def test_every_table_of_the_catalogue_is_made_up() -> None:
    assert set(TABLES) - LONG_TABLES == set(GENERATORS)  # the answers stand in the surveys themselves


def test_clean_evidence_has_no_error_and_no_warning(tmp_path: Path) -> None:
    synthesise(tmp_path, seed=1, size="site", headers="mixed", forms=("csv", "xlsx"))
    assert told(tmp_path) == Counter()


@pytest.mark.parametrize(
    ("headers", "form"), [("ours", "csv"), pytest.param("zh-CN", "xlsx", marks=pytest.mark.slow)]
)
def test_validation_finds_exactly_what_was_made_dirty(tmp_path: Path, headers: str, form: str) -> None:
    made = synthesise(tmp_path, seed=4, size=400, headers=headers, forms=(form,), dirty=0.2)  # type: ignore[arg-type]  # words of the parameters
    expected = listed(tmp_path)
    assert expected.total() == made.faults
    assert told(tmp_path) == expected
    assert {"E-DATE", "E-DATE-AMBIGUOUS", "E-NUMBER", "E-WHOLE-NUMBER", "E-BOOL", "E-LABEL", "E-NULL", "E-RANGE",
            "E-ORDER", "E-KEY", "E-REF", "W-REF", "W-CONTRADICTION", "W-ORDER"} <= {one[0] for one in expected}  # fmt: skip


def test_the_same_seed_gives_the_same_bytes_whatever_the_process_is_told(tmp_path: Path) -> None:
    code = (
        "import sys; from audit.evidence.synthesis import synthesise; "
        "synthesise(sys.argv[1], seed=5, size='site', forms=('csv', 'xlsx'), dirty=0.1)"
    )
    for name, zone, hashes in (("one", "UTC", "1"), ("two", "America/New_York", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": hashes}
        subprocess.run([sys.executable, "-c", code, tmp_path / name], check=True, env=environment)
    first, second = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
    assert first == second
    assert len(first) == len(GENERATORS) + len(("audit.yaml", "ratings.yaml", "README.md", "dirty.csv"))


def test_another_seed_gives_another_organisation(tmp_path: Path) -> None:
    for seed in (1, 2):
        synthesise(tmp_path / str(seed), seed=seed, size="site", tables=["complaints"])
    one, two = bytes_of(tmp_path / "1"), bytes_of(tmp_path / "2")
    assert one["evidence/complaints.csv"] != two["evidence/complaints.csv"]


def test_a_table_is_the_same_alone_and_among_others(tmp_path: Path) -> None:
    synthesise(tmp_path / "alone", size="site", tables=["followups"])
    synthesise(tmp_path / "among", size="site")
    assert (tmp_path / "alone/evidence/followups.csv").read_bytes() == (
        tmp_path / "among/evidence/followups.csv"
    ).read_bytes()


@pytest.mark.parametrize(("given", "complaints"), [*SIZES.items(), ("12_345", 12_345), (777, 777)])
def test_a_size_says_how_many_complaints_there_are(given: str | int, complaints: int) -> None:
    assert parsed_size(given).complaints == complaints


def test_blocks_together_hold_exactly_the_complaints_of_the_size() -> None:
    rows = sum(batch.num_rows for batch in batches("complaints", found(0, 234_567)))
    assert rows == 234_567


def test_complaints_arrive_in_order_over_the_whole_year() -> None:
    received = np.concatenate(
        [
            batch["received_ts"].to_numpy(zero_copy_only=False)
            for batch in batches("complaints", found(2, 3000))
        ]
    )
    months = np.unique(received.astype("datetime64[M]"))
    assert (received[1:] >= received[:-1]).all()
    assert len(months) == 12


def test_expectations_lie_above_perceptions_and_scales_are_reliable() -> None:
    of = found(4, 3000)
    (batch,) = batches("survey_customers", of)
    answers = {name: batch[name].to_numpy(zero_copy_only=False) for name in batch.schema.names}
    for dimension in of.instrument.dimensions:
        items = of.instrument.of(dimension)
        expected = np.array([answers[of.instrument.column("expected", item)] for item in items])
        perceived = np.array([answers[of.instrument.column("perceived", item)] for item in items])
        whole = perceived[:, ~np.isnan(perceived).any(axis=0)]
        alpha = (
            len(items)
            / (len(items) - 1)
            * (1 - whole.var(axis=1, ddof=1).sum() / whole.sum(axis=0).var(ddof=1))
        )
        assert np.nanmean(expected) > np.nanmean(perceived) or dimension.parent == "DIM-1"
        assert 0.7 < alpha < 0.92


def test_satisfaction_after_recovery_follows_justice() -> None:
    (batch,) = batches("survey_recovery", found(4, 3000))
    columns = {
        name: batch[name].to_numpy(zero_copy_only=False) for name in ("dj1", "pj1", "ij1", "sat_recovery")
    }
    table = np.array([*columns.values()], dtype=float)
    table = table[:, ~np.isnan(table).any(axis=0)]
    assert (np.corrcoef(table)[3, :3] > 0.4).all()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"tables": ["complaint"]}, "A-TABLE-UNKNOWN"),
        ({"size": "huge"}, "S-SIZE"),
        ({"size": 0}, "S-SIZE"),
        ({"dirty": 1.5}, "S-DIRTY"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, wish: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        synthesise(tmp_path / "new", **wish)  # type: ignore[arg-type]  # wrong on purpose
    assert [one.message.code for one in refused.value.located] == [code]
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_not_empty_is_left_alone_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        synthesise(tmp_path, size="site", tables=["sites"])
    assert [one.message.code for one in refused.value.located] == ["S-NOT-EMPTY"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    synthesise(tmp_path, size="site", tables=["sites"], force=True)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "evidence" / "sites.csv").is_file()


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        synthesise(tmp_path / "file" / "new", size="site", tables=["sites"])
    assert [one.message.code for one in refused.value.located] == ["S-NOT-WRITABLE"]


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    check_length("complaints", MOST_ROWS)
    with pytest.raises(UsageError) as refused:
        check_length("complaints", MOST_ROWS + 1)
    assert [one.message.code for one in refused.value.located] == ["S-SHEET-FULL"]


def test_the_example_is_what_its_command_makes(tmp_path: Path) -> None:
    synthesise(tmp_path, seed=26, size="small", headers="mixed", forms=("csv", "xlsx"))
    made, kept = bytes_of(tmp_path), bytes_of(EXAMPLE)
    assert made.keys() == kept.keys()
    changed = [name for name in made if made[name] != kept[name]]
    assert changed == [], "run: audit evidence synthesise examples/complete --force, as its README.md says"
