"""The two real files: what a person would still correct, compared with the audit.yaml written by hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from audit.engagement import TableSource, load_engagement
from tests.evidence.proposal.correcting import written

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "data"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not on this machine")


def _by_hand(example: str, table: str) -> TableSource:
    return load_engagement(ROOT / "examples" / example).engagement.evidence[table]


def _proposed(tmp_path: Path, name: str, table: str) -> TableSource:
    shutil.copy(SHARED / name, tmp_path)
    assert table in written(tmp_path)
    return load_engagement(tmp_path).engagement.evidence[table]


def test_all_items_of_the_kiosk_survey_are_found(tmp_path: Path) -> None:
    hand = _by_hand("kiosk", "survey_customers")
    proposed = _proposed(tmp_path, "kiosk_raw_cp949.csv", "survey_customers")
    differing = {
        name
        for name in hand.columns.keys() | proposed.columns.keys()
        if _spaced(hand.columns.get(name)) != _spaced(proposed.columns.get(name))
    }
    assert differing == {"instrument_id", "survey_ts"}
    assert hand.rows is not None and proposed.rows is not None
    assert [*proposed.rows.exclude.values()] == [*hand.rows.exclude.values()]
    assert load_engagement(tmp_path).engagement.instrument == "kiosk-24"


def test_the_event_log_is_read_by_its_last_states(tmp_path: Path) -> None:
    hand = _by_hand("service-desk", "service_delivery")
    proposed = _proposed(tmp_path, "incident_event_log.csv", "service_delivery")
    differing = {
        name
        for name in hand.columns.keys() | proposed.columns.keys()
        if hand.columns.get(name) != proposed.columns.get(name)
    }
    assert differing == {"site_id", "customer_id"}
    assert proposed.rows == hand.rows
    assert proposed.missing == hand.missing
    assert proposed.values == hand.values
    assert proposed.dates == dict.fromkeys(hand.dates, "day-first")


def _spaced(source: object) -> object:
    """A header with single spaces, as reading names it."""
    return " ".join(source.split()) if isinstance(source, str) else source
